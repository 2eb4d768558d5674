"""What codes are called on the desk: the codebook's names, and plain words for sectors and types."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.codebook.load import Codebook
from dragoman.serve.words import visible

SECTORS = {
    "GOV": "government", "MIL": "armed forces", "REB": "rebels", "OPP": "opposition", "CVL": "civilians", "PTY": "parties",
    "COP": "police", "JUD": "courts", "SPY": "intelligence services", "LEG": "parliament", "MED": "medics", "JRN": "journalists",
    "EDU": "students and teachers", "BUS": "businesses", "CRM": "criminals", "REL": "clergy", "REF": "refugees",
    "LAB": "workers", "SOC": "civil society", "NGO": "aid organisations", "UAF": "unidentified fighters", "PRM": "militias",
    "SEP": "separatists", "IGO": "international staff", "ELI": "elites",
}  # fmt: skip
"""PLOVER's sectors in words."""

FIXED = {"narrator": "the report itself", "UNK": "not named"}

ACTS = {
    "AGREE": "Agreement", "CONSULT": "Meeting or talks", "SUPPORT": "Support", "COOPERATE": "Cooperation", "AID": "Aid",
    "CONCEDE": "Concession", "RETREAT": "Pull-back", "REQUEST": "Demand or appeal", "ACCUSE": "Accusation", "REJECT": "Refusal",
    "THREATEN": "Threat", "PROTEST": "Protest", "SANCTION": "Sanction", "MOBILIZE": "Mobilisation", "COERCE": "Coercion",
    "ASSAULT": "Attack",
}  # fmt: skip
"""PLOVER's types in words, as a heading would have them."""

QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}

MARKS = {
    "contested": "≠", "corroborated": "=", "one-sided": "◐", "unverified": "?", "uncontested": "○",
}  # fmt: skip
"""The sign of each status: accounts that differ, that agree, one side only, nobody surely, nobody against."""

STATUS_MEANS = {
    "contested": "parties contradict each other",
    "corroborated": "two parties, or a party and somebody independent, say the same",
    "one-sided": "only one party says so",
    "unverified": "only unnamed, hedged or doubting voices say so",
    "uncontested": "reports say so and nobody disputes it",
}


class Names:
    """Names of codes by the codebook."""

    def __init__(self, codebook: Codebook) -> None:
        self._known = {entry.code: entry.name for entry in codebook.actors}

    def name(self, code: str) -> str:
        """What a code is called, or the code itself: "Armenia", "Armenia’s armed forces", "Hamas"."""
        known = FIXED.get(code) or self._known.get(code)
        if known is not None:
            return visible(known)
        base, dot, sector = code.partition(".")
        words = SECTORS.get(sector)
        if not dot or words is None:
            return visible(self._known.get(base, code))
        if base == "UNK":
            return f"unnamed {words}"
        owner = self._known.get(base)
        if owner is None:
            return visible(code)
        if f"{base}.{sector}" in self._known or ":" in base:
            return visible(owner)
        return visible(f"{owner}’{'' if owner.endswith('s') else 's'} {words}")

    def listed(self, codes: Iterable[str], most: int = 6) -> str:
        """Names of codes as a sentence lists them; of more than ``most`` only how many more."""
        names = list(dict.fromkeys(self.name(code) for code in codes))
        if len(names) > most:
            names = [*names[:most], f"{len(names) - most} more"]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def act_name(type_: str, mode: str | None = None) -> str:
    """A type with its mode in words: "Attack (heavy weapons)"."""
    name = ACTS.get(type_, type_.capitalize())
    return visible(f"{name} ({mode.replace('-', ' ')})" if mode else name)
