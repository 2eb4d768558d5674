"""Labelled sentences: reading, masking, and what is counted about them.

python training/sentences.py      print the counts that the model card quotes
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TYPE_MODES = {
    "AGREE": "", "CONSULT": "visit third-party multilateral phone", "SUPPORT": "", "CONCEDE": "", "COOPERATE": "", "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign", "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege", "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize", "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone"
    " heavy-weapons crowd-control unconventional",
    "NONE": "",
}  # fmt: skip
"""PLOVER's types with the modes that its manual lists, and ``NONE``."""
TYPES = tuple(TYPE_MODES)
MODES = tuple((t, m) for t, modes in TYPE_MODES.items() for m in modes.split())
HARD = frozenset({"near", "history", "hypothetical", "direction"})
"""Tags of hard negatives."""
_MARKS = {"s": "[unused1]", "t": "[unused2]"}


@dataclass(frozen=True)
class Sentence:
    """A sentence with its two parties marked, and what the first does to the second."""

    type: str
    mode: str | None
    tags: frozenset[str]
    marked: str
    """The text with ``<s>`` and ``<t>`` around the parties."""


def read_sentences(folder: Path = HERE / "relations") -> list[Sentence]:
    """All sentences of a folder, in the order of its files."""
    found = []
    for path in sorted(folder.glob("**/*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                kind, mode, tags, marked = line.split("\t")
                found.append(Sentence(kind, None if mode == "-" else mode, frozenset(tags.split(",")) - {"-"}, marked))
    return found


def unmarked(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text without its marks, and where the marked stretches stand in it."""
    text, starts, spans, at = "", {}, {}, 0
    for sign in re.finditer(r"</?[st]>", marked):
        text += marked[at : sign.start()]
        at, letter = sign.end(), sign.group()[-2]
        if sign.group().startswith("</"):
            spans[letter] = (starts[letter], len(text))
        else:
            starts[letter] = len(text)
    return text + marked[at:], spans


def mask(sentence: Sentence) -> str:
    """The text with each party replaced by its mark."""
    text = sentence.marked
    for letter, sign in _MARKS.items():
        text = re.sub(f"<{letter}>.*?</{letter}>", sign, text, flags=re.DOTALL)
    return text


def frame(sentence: Sentence) -> tuple[str, ...]:
    """The sentence's words without its parties, names and numbers, roughly lemmatised: what a template would share."""
    words = re.findall(r"\[unused[12]\]|[A-Za-z’'-]+", mask(sentence))
    kept = [w.lower() for i, w in enumerate(words) if w.startswith("[") or w[0].islower() or i == 0]
    return tuple(re.sub(r"(?:ing|ed|es|s)$", "", w) for w in kept)


def main() -> None:
    """Print the counts that the model card quotes."""
    sentences = read_sentences()
    frames = Counter(frame(s) for s in sentences)
    types, modes = Counter(s.type for s in sentences), Counter((s.type, s.mode) for s in sentences if s.mode)
    hard = sum(bool(s.tags & HARD) for s in sentences)
    share = 100 / len(sentences)
    print(f"{len(sentences):,} sentences, {len(frames) * share:.1f} % distinct frames, {hard * share:.0f} % hard")
    print("types:", ", ".join(f"{t} {types[t]}" for t in TYPES))
    rarest = sorted(MODES, key=lambda k: modes[k])[:8]
    print("rarest modes:", ", ".join(f"{t}/{m} {modes[t, m]}" for t, m in rarest))


if __name__ == "__main__":
    main()
