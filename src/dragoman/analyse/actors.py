"""Who acts on whom: the matrix of the most active parties, and what one party does, says, and is said to have done."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from dragoman.analyse.briefs import Tables
from dragoman.analyse.selection import ACT, Selection, claims_in_incidents
from dragoman.analyse.series import Quads
from dragoman.model.claim import APART, party_of

_APART = ", ".join(f"'{one}'" for one in sorted(APART))
_PARTIES = (
    "list_distinct(list_transform(c.{side}, lambda a: CASE WHEN split_part(a.code, '.', 2) IN (" + _APART + ")"
    " THEN a.code ELSE split_part(a.code, '.', 1) END))"
)
"""The parties on a side of a claim ``c``: what ``party_of`` is in Python."""
_VOICES = (
    "list_distinct(list_transform(c.voice.codes, lambda a: CASE WHEN split_part(a, '.', 2) IN (" + _APART + ")"
    " THEN a ELSE split_part(a, '.', 1) END))"
)


_REACH = 110
"""Characters of the report shown before and after the words of a claim, at most."""


class Deeds(Struct, frozen=True):
    """What one party does to another: acts by quad, how many are contested, and their mean PLOVER score, -10 to 10."""

    source: str
    target: str
    quads: Quads
    contested: int
    score: float

    @property
    def acts(self) -> int:
        """How many acts there are."""
        return sum(self.quads)


class Matrix(Struct, frozen=True):
    """Parties, the most active first, and what each does to each other; ``more`` counts parties that are not shown."""

    parties: tuple[str, ...]
    deeds: dict[tuple[str, str], Deeds]
    more: int


class Speech(Struct, frozen=True):
    """What a voice says of a party's acts: how many claims assert, deny and doubt them. The reports' own words are ``narrator``."""

    voice: str
    asserts: int
    denies: int
    doubts: int


class Wording(Struct, frozen=True):
    """How an outlet words an act: its words, the framing among them, and who speaks them (``narrator``: the outlet itself)."""

    incident: str
    type: str
    mode: str | None
    outlet: str
    words: str
    framing: tuple[str, ...]
    voices: tuple[str, ...]
    document: str
    claim: str


class Said(Struct, frozen=True):
    """Of an incident that is denied: a claim, who makes it, and its words with those before and after them in the report."""

    incident: str
    stance: str
    voices: tuple[str, ...]
    parts: tuple[str, str, str]
    outlet: str | None
    document: str
    claim: str


def deeds(tables: Tables, selection: Selection, party: str = "") -> tuple[Deeds, ...]:
    """What parties do to others, the most acts first.

    An act counts once, however many tell it, in the quad that most of its claims give it (of equals the more hostile one);
    what is only denied or doubted, what is done to nobody named, and what a copy repeats do not count. Acts done together count
    both ways. With ``party`` only what it does or what is done to it.
    """
    where, values = replace(selection, dyad=None).where()
    sql = f"""
        WITH told AS (
            SELECT {ACT} AS act, coalesce(i.status = 'contested', FALSE) AS contested, c.plover.quad AS quad, c.plover.score AS score,
                   {_PARTIES.format(side="actors")} AS sources,
                   if(len(c.recipients) > 0, {_PARTIES.format(side="recipients")}, {_PARTIES.format(side="actors")}) AS targets
            FROM {claims_in_incidents()} WHERE {where} AND c.stance = 'asserts' AND c.plover IS NOT NULL AND r.claim IS NULL
        ), pairs AS (
            SELECT * EXCLUDE (targets), unnest(targets) AS target
            FROM (SELECT * EXCLUDE (sources), unnest(sources) AS source FROM told)
        ), weighed AS (
            SELECT source, target, act, bool_or(contested) AS contested, quad, count(*) AS n, avg(score) AS score
            FROM pairs WHERE source <> target AND source NOT IN ('UNK', 'narrator') AND target <> 'UNK'
                AND (? = '' OR ? IN (source, target))
            GROUP BY source, target, act, quad
        ), acts AS (
            SELECT source, target, act, bool_or(contested) AS contested, max({{'n': n, 'quad': quad, 'score': score}}) AS main
            FROM weighed GROUP BY source, target, act
        )
        SELECT source, target, count(*) FILTER (main.quad = 1) AS q1, count(*) FILTER (main.quad = 2) AS q2,
               count(*) FILTER (main.quad = 3) AS q3, count(*) FILTER (main.quad = 4) AS q4,
               count(*) FILTER (contested) AS contested, avg(main.score) AS score
        FROM acts GROUP BY source, target ORDER BY count(*) DESC, source, target
    """
    rows = tables.query(sql, [*values, party, party]).to_pylist()
    return tuple(
        Deeds(row["source"], row["target"], (row["q1"], row["q2"], row["q3"], row["q4"]), row["contested"], round(row["score"], 1))
        for row in rows
    )


def matrix(tables: Tables, selection: Selection, party: str = "", most: int = 12) -> Matrix:
    """The parties with the most acts, done or suffered, and what each of them does to each other."""
    found = deeds(tables, selection, party_of(party) if party else "")
    active: dict[str, int] = {}
    for one in found:
        for code in (one.source, one.target):
            active[code] = active.get(code, 0) + one.acts
    ranked = sorted(active, key=lambda code: (-active[code], code))
    shown = frozenset(ranked[:most])
    own = {(one.source, one.target): one for one in found if one.source in shown and one.target in shown}
    return Matrix(tuple(ranked[:most]), own, len(ranked) - len(shown))


def kinds(tables: Tables, selection: Selection, party: str) -> tuple[tuple[str, int, int], ...]:
    """The types of what a party does: type, acts, and how many of them are contested; the most frequent first."""
    where, values = replace(selection, dyad=None).where()
    sql = f"""
        SELECT c.type AS type, count(DISTINCT {ACT}) AS n, count(DISTINCT {ACT}) FILTER (i.status = 'contested') AS contested
        FROM {claims_in_incidents()}
        WHERE {where} AND c.stance = 'asserts' AND r.claim IS NULL AND list_contains({_PARTIES.format(side="actors")}, ?)
        GROUP BY c.type ORDER BY n DESC, type
    """
    return tuple((row["type"], row["n"], row["contested"]) for row in tables.query(sql, [*values, party]).to_pylist())


def speeches(tables: Tables, selection: Selection, party: str) -> tuple[Speech, ...]:
    """What each voice says of what a party does; its own first, then who says most. Copies do not count."""
    where, values = replace(selection, dyad=None).where()
    sql = f"""
        SELECT voice, count(*) FILTER (stance = 'asserts') AS asserts, count(*) FILTER (stance = 'denies') AS denies,
               count(*) FILTER (stance = 'doubts') AS doubts
        FROM (SELECT c.stance AS stance, unnest({_VOICES}) AS voice FROM {claims_in_incidents()}
              WHERE {where} AND r.claim IS NULL AND list_contains({_PARTIES.format(side="actors")}, ?))
        GROUP BY voice ORDER BY voice <> ?, count(*) DESC, voice
    """
    rows = tables.query(sql, [*values, party, party]).to_pylist()
    return tuple(Speech(row["voice"], row["asserts"], row["denies"], row["doubts"]) for row in rows)


def disputes(tables: Tables, selection: Selection, party: str, most: int = 6) -> tuple[tuple[Said, ...], ...]:
    """Incidents of which a party denies or doubts its own act that others assert: its words first, then theirs; the latest first."""
    where, values = replace(selection, dyad=None).where()
    sql = f"""
        WITH told AS (
            SELECT i.key AS incident, coalesce(i.last, i.first) AS day, c.stance AS stance, {_VOICES} AS voices,
                   substr(d.text, greatest(c.span.start - {_REACH}, 0) + 1, least(c.span.start, {_REACH})) AS ahead,
                   c.words AS words, substr(d.text, c.span."end" + 1, {_REACH}) AS behind,
                   d.outlet AS outlet, c.document AS document, c.key AS claim,
                   list_contains({_VOICES}, ?) AND c.stance <> 'asserts' AS against
            FROM {claims_in_incidents()} JOIN documents d ON d.key = c.document
            WHERE {where} AND i.key IS NOT NULL AND r.claim IS NULL AND list_contains({_PARTIES.format(side="actors")}, ?)
        ), chosen AS (
            SELECT incident, max(day) AS day FROM told GROUP BY incident
            HAVING bool_or(against) AND bool_or(stance = 'asserts' AND NOT list_contains(voices, ?))
            ORDER BY day DESC NULLS LAST, incident LIMIT ?
        )
        SELECT told.*, chosen.day AS latest FROM told JOIN chosen USING (incident)
        WHERE against OR (stance = 'asserts' AND NOT list_contains(voices, ?))
        QUALIFY row_number() OVER (PARTITION BY incident, against ORDER BY claim) <= 2
        ORDER BY latest DESC NULLS LAST, incident, against DESC, claim
    """
    found: dict[str, list[Said]] = {}
    for row in tables.query(sql, [party, *values, party, party, most, party]).to_pylist():
        parts = _before(row["ahead"]), row["words"], _after(row["behind"])
        said = Said(row["incident"], row["stance"], tuple(row["voices"]), parts, row["outlet"], row["document"], row["claim"])
        found.setdefault(said.incident, []).append(said)
    return tuple(tuple(own) for own in found.values())


def _before(text: str) -> str:
    """The end of a stretch, from its paragraph or a whole word on."""
    line = text.rpartition("\n")
    return line[2] if line[1] or len(text) < _REACH else "…" + text.partition(" ")[2]


def _after(text: str) -> str:
    """The beginning of a stretch, up to the end of its paragraph or of a whole word."""
    line = text.partition("\n")
    return line[0] if line[1] or len(text) < _REACH else text.rpartition(" ")[0] + "…"


def wordings(tables: Tables, selection: Selection, party: str, most: int = 120) -> tuple[Wording, ...]:
    """How outlets word the acts of or on a party that any of them frames ("liberated", "occupied"); act by act, the latest first."""
    where, values = replace(selection, dyad=None).where()
    sides = " OR ".join(f"list_contains({_PARTIES.format(side=side)}, ?)" for side in ("actors", "recipients"))
    sql = f"""
        WITH told AS (
            SELECT {ACT} AS act, coalesce(i.last, i.first) AS day, i.key AS incident, c.type AS type, c.mode AS mode,
                   d.outlet AS outlet, c.words AS words, list_transform(c.framing, lambda f: f.word) AS framing, {_VOICES} AS voices,
                   c.document AS document, c.key AS claim
            FROM {claims_in_incidents()} JOIN documents d ON d.key = c.document
            WHERE {where} AND ({sides})
        )
        SELECT * FROM told WHERE act IN (SELECT act FROM told WHERE len(framing) > 0)
        ORDER BY max(day) OVER (PARTITION BY act) DESC NULLS LAST, act, outlet, claim LIMIT ?
    """
    return tuple(_wording(row) for row in tables.query(sql, [*values, party, party, most]).to_pylist())


def _wording(row: dict[str, Any]) -> Wording:
    return Wording(
        row["incident"] or row["claim"], row["type"], row["mode"], row["outlet"] or "an outlet not named", row["words"],
        tuple(row["framing"] or ()), tuple(row["voices"]), row["document"], row["claim"],
    )  # fmt: skip
