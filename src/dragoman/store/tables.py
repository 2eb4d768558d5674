"""The tables of a store: their columns, what makes a row the same row, and which columns only speak of the run."""

from __future__ import annotations

import pyarrow as pa
from msgspec import Struct

SCHEMA = 1
"""Version of the tables; a store made by another one is migrated or refused."""

_TEXT, _DAY, _COUNT = pa.string(), pa.date32(), pa.int32()
_TEXTS = pa.list_(_TEXT)
_BITS = pa.list_(pa.int64())
"""Unsigned 64-bit numbers, kept as the signed ones of the same bits: Delta tables have no unsigned numbers."""
_SPAN = pa.struct([("start", _COUNT), ("end", _COUNT)])
ACTOR = pa.struct([("code", _TEXT), ("name", _TEXT), ("person", _TEXT), ("span", _SPAN)])
VOICE = pa.struct([
    ("codes", _TEXTS), ("chain", _TEXTS), ("person", _TEXT), ("anonymous", pa.bool_()), ("channel", _TEXT), ("span", _SPAN),
])  # fmt: skip
WHEN = pa.struct([("first", _DAY), ("last", _DAY), ("grain", _TEXT), ("span", _SPAN), ("basis", _TEXT)])
PLACE = pa.struct([
    ("name", _TEXT), ("geonameid", pa.int64()), ("lat", pa.float64()), ("lon", pa.float64()), ("country", _TEXT),
    ("precision", _TEXT), ("claimed_by", _TEXTS), ("span", _SPAN),
])  # fmt: skip
CASUALTY = pa.struct([
    ("kind", _TEXT), ("low", pa.int64()), ("high", pa.int64()), ("whose", _TEXTS), ("as_of", _DAY), ("span", _SPAN),
])  # fmt: skip
PLOVER = pa.struct([("type", _TEXT), ("mode", _TEXT), ("quad", pa.int8()), ("score", pa.float64()), ("cameo", _TEXT)])
FRAMING = pa.struct([("word", _TEXT), ("span", _SPAN)])
_CONFIDENCE = pa.struct([(name, pa.float64()) for name in ("type", "actors", "voice", "date", "place", "overall")])
FIGURE = pa.struct([
    ("claim", _TEXT), ("voice", _TEXT), ("low", pa.int64()), ("high", pa.int64()), ("as_of", _DAY), ("superseded_by", _TEXT),
])  # fmt: skip
TOLL = pa.struct([
    ("kind", _TEXT), ("whose", _TEXTS), ("best", pa.int64()), ("low", pa.int64()), ("high", pa.int64()), ("rule", _TEXT),
    ("figures", pa.list_(FIGURE)),
])  # fmt: skip
READING = pa.struct([("value", _TEXT), ("claims", _TEXTS)])
DISCREPANCY = pa.struct([("field", _TEXT), ("values", pa.list_(READING))])
LINK = pa.struct([("claim", _TEXT), ("other", _TEXT), ("score", pa.float64()), ("reasons", _TEXTS)])
MARK = pa.struct([("kind", _TEXT), ("span", _SPAN)])
BOUNDS = pa.struct([("first", _DAY), ("last", _DAY), ("basis", _TEXTS)])
BREACH = pa.struct([("claim", _TEXT), ("alleged_by", _TEXT)])


class Table(Struct, frozen=True):
    """A table: its Arrow schema, the columns that identify a row, and whether it is derived from the others."""

    schema: pa.Schema
    key: tuple[str, ...]
    derived: bool = False


RUN = "run"
"""The column of every observed table that names the run that wrote the row; no part of what a row says."""

_OBSERVED: dict[str, tuple[tuple[str, ...], list[tuple[str, pa.DataType]]]] = {
    "documents": (("key",), [
        ("key", _TEXT), ("title", _TEXT), ("outlet", _TEXT), ("carrier", _TEXT), ("language", _TEXT), ("published", _DAY),
        ("bounds", BOUNDS), ("text", _TEXT),
        ("marks", pa.list_(MARK)), ("words", _COUNT),
        ("sketch", pa.list_(pa.int32())), ("bands", pa.list_(pa.int32())),
    ]),
    "carriers": (("key",), [
        ("key", _TEXT), ("document", _TEXT), ("where", _TEXT), ("url", _TEXT), ("title", _TEXT), ("outlet", _TEXT),
        ("code", _TEXT), ("author", _TEXT), ("agency", _TEXT), ("language", _TEXT), ("published", _DAY), ("basis", _TEXT),
        ("guessed", pa.bool_()),
    ]),
    "claims": (("key",), [
        ("key", _TEXT), ("document", _TEXT), ("type", _TEXT), ("mode", _TEXT), ("contexts", _TEXTS), ("plover", PLOVER),
        ("actors", pa.list_(ACTOR)), ("recipients", pa.list_(ACTOR)), ("mediators", pa.list_(ACTOR)), ("voice", VOICE),
        ("stance", _TEXT), ("reality", _TEXT), ("background", pa.bool_()), ("date", WHEN), ("places", pa.list_(PLACE)),
        ("casualties", pa.list_(CASUALTY)), ("framing", pa.list_(FRAMING)), ("span", _SPAN), ("confidence", _CONFIDENCE),
        ("words", _TEXT), ("clause", _TEXT), ("sentence", _TEXT), ("blocks", _BITS),
    ]),
    "sightings": (("claim", "coder", "codebook"), [
        ("claim", _TEXT), ("document", _TEXT), ("coder", _TEXT), ("codebook", _TEXT), ("reasons", _TEXTS),
    ]),
    "quotations": (("key",), [
        ("key", _TEXT), ("document", _TEXT), ("voice", VOICE), ("kind", _TEXT), ("cue", _SPAN), ("spans", pa.list_(_SPAN)),
        ("words", _TEXTS),
    ]),
    "failures": (("key",), [
        ("key", _TEXT), ("item", _TEXT), ("document", _TEXT), ("where", _TEXT), ("stage", _TEXT), ("reason", _TEXT),
        ("span", _SPAN),
    ]),
}  # fmt: skip
_DERIVED: dict[str, tuple[tuple[str, ...], list[tuple[str, pa.DataType]]]] = {
    "incidents": (("key",), [
        ("key", _TEXT), ("status", _TEXT), ("why", _TEXT), ("type", _TEXT), ("background", pa.bool_()), ("first", _DAY),
        ("last", _DAY), ("parties", _TEXTS), ("places", _TEXTS), ("countries", _TEXTS), ("texts", _COUNT), ("claims", _TEXTS),
        ("discrepancies", pa.list_(DISCREPANCY)), ("tolls", pa.list_(TOLL)), ("links", pa.list_(LINK)),
    ]),
    "accounts": (("incident", "party"), [("incident", _TEXT), ("party", _TEXT), ("claims", _TEXTS)]),
    "members": (("claim",), [("claim", _TEXT), ("incident", _TEXT)]),
    "commitments": (("key",), [
        ("key", _TEXT), ("claims", _TEXTS), ("parties", _TEXTS), ("guarantors", _TEXTS), ("what", _TEXT), ("since", _DAY),
        ("until", _DAY), ("state", _TEXT), ("why", _TEXT), ("kept_by", _TEXTS), ("breached_by", pa.list_(BREACH)),
    ]),
    "copies": (("document",), [("document", _TEXT), ("original", _TEXT), ("likeness", pa.float64())]),
    "reprints": (("claim",), [("claim", _TEXT), ("of", _TEXT)]),
}  # fmt: skip
_RUNS = [
    ("key", _TEXT), ("command", _TEXT), ("version", _TEXT), ("codebook", _TEXT), ("settings", _TEXT),
    ("begun", pa.timestamp("us", tz="UTC")), ("ended", pa.timestamp("us", tz="UTC")), ("documents", pa.int64()),
    ("carriers", pa.int64()), ("claims", pa.int64()), ("failures", pa.int64()), ("seconds", pa.float64()),
]  # fmt: skip

TABLES: dict[str, Table] = {
    **{name: Table(pa.schema([*columns, (RUN, _TEXT)]), key) for name, (key, columns) in _OBSERVED.items()},
    **{name: Table(pa.schema(columns), key, derived=True) for name, (key, columns) in _DERIVED.items()},
    "runs": Table(pa.schema(_RUNS), ("key",)),
}
"""Every table of a store, by name. Observed ones hold what was read; derived ones follow from them and from judgements."""

OBSERVED = tuple(_OBSERVED)
DERIVED = tuple(_DERIVED)

ABOUT = {
    "documents": "a text as published, with what is set aside in it; `words` counts them, `sketch` and `bands` find its copies",
    "carriers": "a printing of a text: where it stood, who printed it, when, and how that day is known",
    "claims": "one voice saying one thing about one happening; `words` are those of its `span`, `clause` adds what "
    "follows in its clause, `sentence` is a digest of the sentence around it, `blocks` are where it meets "
    "claims that may tell of the same",
    "sightings": "which coder with which codebook found a claim, and why",
    "quotations": "words that a text gives to a voice",
    "failures": "what could not be read, or a stage that failed on a document, with the reason",
    "incidents": "claims about the same happening: status and why, what they agree on, where they differ, tolls, and why each "
    "claim was joined",
    "accounts": "one party's claims in an incident",
    "members": "in which incident each claim stands",
    "commitments": "a promise followed over all documents: made, kept, alleged breaches, lapsed",
    "copies": "documents whose text is another's but for local edits",
    "reprints": "claims of a copy that its original makes in the same sentence",
    "runs": "what was called, with which codebook and settings, and what came of it",
}
"""What a row of each table is."""


def describe() -> str:
    """The tables and their columns as Markdown, as the documentation shows them."""
    lines = ["| table | a row is | key | columns |", "|---|---|---|---|"]
    for name, table in TABLES.items():
        columns = ", ".join(f"`{field.name}` {_type_name(field.type)}" for field in table.schema)
        lines.append(f"| `{name}` | {ABOUT[name]} | {', '.join(f'`{column}`' for column in table.key)} | {columns} |")
    return "\n".join(lines)


_NAMES = {
    ACTOR: "actor", VOICE: "voice", WHEN: "when", PLACE: "place", CASUALTY: "casualty", PLOVER: "PLOVER", FRAMING: "framing",
    _CONFIDENCE: "confidence", FIGURE: "figure", TOLL: "toll", READING: "reading", DISCREPANCY: "discrepancy", LINK: "link",
    MARK: "mark", BOUNDS: "bounds", BREACH: "breach", _SPAN: "span", _TEXT: "text", _DAY: "day", pa.bool_(): "yes/no",
    pa.float64(): "number",
}  # fmt: skip


def describe_parts() -> str:
    """What the columns hold that are made of parts, as Markdown."""
    lines = ["| part | made of |", "|---|---|"]
    for kind, name in _NAMES.items():
        if pa.types.is_struct(kind):
            lines.append(f"| {name} | " + ", ".join(f"`{field.name}` {_type_name(field.type)}" for field in kind) + " |")
    return "\n".join(lines)


def _type_name(kind: pa.DataType) -> str:
    if kind in _NAMES:
        return _NAMES[kind]
    if pa.types.is_list(kind):
        return f"list of {_type_name(kind.value_type)}"
    return "time" if pa.types.is_timestamp(kind) else "whole number"
