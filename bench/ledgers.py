"""Compare a ledger with the record that a careful reader made of the same report.

A claim of the program answers a claim of the record when it has its type and stands near it, or shares at least half of
its parties; each answers at most one, the best matches first. Three figures follow from that: ``pair`` (answered at all),
``triple`` (with the right parties on both sides, compared by country or group) and ``ledger`` (with the right voice, stance and
reality as well). Optional claims of the record count neither for nor against.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from dragoman.intake.files import make_document
from dragoman.model.claim import Claim
from dragoman.model.incident import Ledger
from dragoman.pipeline import Reader

NEAR = 160
"""Code points between a claim and its evidence that still count as the same passage."""
QUOTE_SLACK = 25
HALF = 0.5
FIELDS = ("voice", "stance", "reality", "background", "date", "mode", "mediators", "place", "casualties")
_ALWAYS = {"voice", "stance", "reality", "background"}


@dataclass(frozen=True)
class Told:
    """A claim of either side in the form that is compared."""

    type: str
    span: tuple[int, int] | None
    actors: frozenset[str]
    recipients: frozenset[str]
    fields: dict[str, Any]
    optional: bool = False
    words: str = ""
    key: str = ""
    confidence: dict[str, float] | None = None


@dataclass(frozen=True)
class Row:
    """What became of one claim: ``ledger``, ``triple``, ``pair`` or ``missed`` for the record's, ``extra`` for ours."""

    report: str
    words: str
    type: str
    outcome: str
    found_type: str | None = None
    wrong: tuple[str, ...] = ()
    confidence: dict[str, float] | None = None
    key: str = ""


@dataclass
class Comparison:
    """Counts of one report; they add up over reports."""

    report: str
    counts: Counter[str] = field(default_factory=Counter)
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """A gold report: its name, text, record and where it comes from."""

    name: str
    text: str
    record: dict[str, Any]

    @classmethod
    def open(cls, path: Path) -> Report:
        """Read ``NN-slug.yaml`` and the text beside it."""
        return cls(path.stem, path.with_suffix(".txt").read_text("utf-8"), yaml.safe_load(path.read_text("utf-8")))

    def read(self, reader: Reader) -> Ledger:
        """The program's ledger of the report."""
        about = self.record["document"]
        return reader.read(make_document(self.text, self.name, about.get("published"), about.get("outlet")))


def reports(folder: Path) -> list[Report]:
    """All gold reports of a folder, in the order of their names."""
    return [Report.open(path) for path in sorted(folder.glob("*.yaml"))]


def compare(report: Report, ledger: Ledger) -> Comparison:
    """Compare a ledger with the record of its report."""
    wanted = [recorded(c, report.text) for c in report.record.get("claims") or []]
    found = [_read(c, report.text) for c in ledger.claims]
    pairs = answers(wanted, found)
    done = Comparison(report.name)
    done.counts.update(wanted=sum(not w.optional for w in wanted), found=len(found) - sum(wanted[i].optional for i in pairs))
    for i, one in enumerate(wanted):
        if not one.optional:
            judge(done, one, found[pairs[i]] if i in pairs else None, found)
    answered = set(pairs.values())
    done.rows += [
        Row(report.name, f.words, f.type, "extra", confidence=f.confidence, key=f.key)
        for j, f in enumerate(found) if j not in answered
    ]  # fmt: skip
    _contested(done, report, wanted, found, pairs, ledger)
    _traps(done, report, ledger)
    _quotations(done, report, ledger)
    return done


def judge(done: Comparison, wanted: Told, found: Told | None, others: Sequence[Told]) -> None:
    """Add the row of one required claim and its counts."""
    if found is None:
        beside = next((o.type for o in others if o.span and wanted.span and _gap(o.span, wanted.span) == 0), None)
        done.rows.append(Row(done.report, wanted.words, wanted.type, "missed", beside))
        return
    asked = [name for name in FIELDS if wanted.fields[name] or name in _ALWAYS]
    wrong = [name for name in asked if not _agrees(name, wanted, found)]
    sides = wanted.actors == found.actors and wanted.recipients == found.recipients
    whole = sides and not {"voice", "stance", "reality"} & set(wrong)
    done.counts.update(pair=1, triple=int(sides), ledger=int(whole))
    for name in asked:
        done.counts.update({f"asked {name}": 1, f"right {name}": int(name not in wrong)})
    outcome = "ledger" if whole else "triple" if sides else "pair"
    wrong += [side for side in ("actors", "recipients") if getattr(wanted, side) != getattr(found, side)]
    done.rows.append(Row(done.report, wanted.words, wanted.type, outcome, found.type, tuple(wrong), found.confidence, found.key))


# --- one form for both sides ---------------------------------------------------------------------------------------------


def _owner(code: object) -> str:
    return str(code).partition(".")[0].partition("-")[0].upper()


def _owners(codes: Iterable[object]) -> frozenset[str]:
    return frozenset(map(_owner, codes)) - {"UNK"}


def _many(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _days(value: Sequence[date | str | None] | None) -> tuple[date, date] | None:
    if not value:
        return None
    first, last = (date.fromisoformat(str(v)[:10]) if v else None for v in value)
    return None if first is None and last is None else (first or date.min, last or date.max)


def recorded(claim: dict[str, Any], text: str) -> Told:
    """A claim of the record."""
    at = text.find(claim["evidence"])
    return Told(
        claim["type"], (at, at + len(claim["evidence"])) if at >= 0 else None,
        _owners(_many(claim.get("actors"))), _owners(_many(claim.get("recipients"))),
        {
            "voice": frozenset(v if v == "narrator" else _owner(v) for v in _many(claim.get("voice"))) or frozenset({"narrator"}),
            "stance": claim.get("stance", "asserts"), "reality": claim.get("reality", "actual"),
            "background": bool(claim.get("background")), "date": _days(claim.get("date")), "mode": claim.get("mode"),
            "mediators": _owners(_many(claim.get("mediators"))), "place": [str(p) for p in _many(claim.get("place"))],
            "casualties": frozenset((k, *v) for k, v in (claim.get("casualties") or {}).items() if isinstance(v, list)),
        },
        bool(claim.get("optional")), claim["evidence"],
    )  # fmt: skip


def _read(claim: Claim, text: str) -> Told:
    """A claim of the program."""
    when = claim.date
    return Told(
        claim.type, claim.span, _owners(a.code for a in claim.actors), _owners(a.code for a in claim.recipients),
        {
            "voice": frozenset(v if v == "narrator" else _owner(v) for v in claim.voice.codes),
            "stance": claim.stance, "reality": claim.reality, "background": claim.background,
            "date": _days((when.first, when.last)) if when is not None else None, "mode": claim.mode,
            "mediators": _owners(a.code for a in claim.mediators), "place": [p.name for p in claim.places],
            "casualties": frozenset((c.kind, c.low, c.high) for c in claim.casualties),
        },
        words=" ".join(text[slice(*claim.span)].split()), key=claim.key, confidence=claim.confidence,
    )  # fmt: skip


# --- matching --------------------------------------------------------------------------------------------------------


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, max(one[0], other[0]) - min(one[1], other[1]))


def _shared(wanted: Told, found: Told) -> float:
    """The share of parties in common, over the sides on which either names anybody."""
    sides = [(wanted.actors, found.actors), (wanted.recipients, found.recipients)]
    named = [(a, b) for a, b in sides if a or b]
    return sum(len(a & b) / len(a | b) for a, b in named) / len(named) if named else 0.0


def _agrees(name: str, wanted: Told, found: Told) -> bool:
    mine, theirs = wanted.fields[name], found.fields[name]
    if name == "voice":
        return bool(mine & theirs)
    if name == "date":
        return _near_days(mine, theirs)
    if name == "place":
        return any(a.casefold() in b.casefold() or b.casefold() in a.casefold() for a in mine for b in theirs if a and b)
    return bool(mine == theirs)


def _near_days(one: tuple[date, date] | None, other: tuple[date, date] | None) -> bool:
    """Whether two stretches of days meet, with one day of slack; two unknown ones do."""
    if one is None or other is None:
        return one is other
    return (max(one[0], other[0]) - min(one[1], other[1])).days <= 1


def _likeness(wanted: Told, found: Told) -> float:
    """How well a claim of ours answers one of the record; 0 where it cannot."""
    if wanted.type != found.type or found.span is None:
        return 0.0
    gap = _gap(wanted.span, found.span) if wanted.span else 10**6
    shared, near = _shared(wanted, found), gap <= NEAR
    if shared < HALF and not near:
        return 0.0
    agree = {name: _agrees(name, wanted, found) for name in ("voice", "stance", "reality", "background", "date")}
    small = 0.5 * (agree["reality"] + agree["background"] + agree["date"])
    return 3 * shared + 1.5 * near + agree["voice"] + agree["stance"] + small + 0.001 / (1 + gap)


def answers(wanted: Sequence[Told], found: Sequence[Told]) -> dict[int, int]:
    """Index of the answering claim for each answered claim of the record; required ones choose first."""
    scored = [(not w.optional, _likeness(w, f), i, j) for i, w in enumerate(wanted) for j, f in enumerate(found)]
    pairs: dict[int, int] = {}
    for _, likeness, i, j in sorted(scored, reverse=True):
        if likeness > 0 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


# --- incidents, traps, quotations ----------------------------------------------------------------------------------------


def _contested(
    done: Comparison, report: Report, wanted: Sequence[Told], found: Sequence[Told], pairs: dict[int, int], ledger: Ledger
) -> None:
    """Count the pairs of claims that must stand in one contested incident."""
    key_of = {wanted[i].words: found[j].key for i, j in pairs.items()}
    disputed = [set(i.claims) for i in ledger.incidents if i.status == "contested"]
    for couple in report.record.get("contested") or []:
        keys = {key_of.get(words) for words in couple}
        done.counts.update({"disputes": 1, "contested": int(None not in keys and any(keys <= d for d in disputed))})


def _traps(done: Comparison, report: Report, ledger: Ledger) -> None:
    """Count passages that tell nothing current and what was read out of them all the same."""
    current = [
        c for c in ledger.claims
        if c.reality == "actual" and not c.background and c.stance == "asserts" and c.type != "REQUEST"
    ]  # fmt: skip
    for words in report.record.get("not_events") or []:
        at = report.text.find(words)
        hit = [c for c in current if c.span[0] < at + len(words) and at < c.span[1]]
        done.counts.update({"traps": 1, "false current": int(bool(hit))})
        done.rows += [Row(report.name, words, c.type, "false current") for c in hit[:1]]


def _quotations(done: Comparison, report: Report, ledger: Ledger) -> None:
    """Count quotations with the right voice that begin where they should."""
    left = [
        (frozenset(v if v == "narrator" else _owner(v) for v in q.voice.codes), q.spans[0][0])
        for q in ledger.quotations if q.spans
    ]  # fmt: skip
    wanted = report.record.get("quotations") or []
    done.counts.update({"quotes wanted": len(wanted), "quotes found": len(left)})
    for one in wanted:
        who = frozenset(v if v == "narrator" else _owner(v) for v in _many(one.get("voice") or "UNK"))
        at = report.text.find(one["evidence"])
        hit = next((q for q in left if q[0] & who and abs(q[1] - at) <= QUOTE_SLACK), None)
        if hit is not None:
            left.remove(hit)
        done.counts.update({"quotes": int(hit is not None)})
        if hit is None:
            done.rows.append(Row(report.name, one["evidence"], "quotation", "missed"))


# --- figures -----------------------------------------------------------------------------------------------------------


def figures(counts: Counter[str]) -> dict[str, float]:
    """Per cent: F1 of pair, triple, ledger and quotes, accuracy of each field; and the false current ones as a number."""
    found = {name: _f1(counts[name], counts["found"], counts["wanted"]) for name in ("pair", "triple", "ledger")}
    found["quotes"] = _f1(counts["quotes"], counts["quotes found"], counts["quotes wanted"])
    for name in FIELDS:
        if counts[f"asked {name}"]:
            found[name] = round(100 * counts[f"right {name}"] / counts[f"asked {name}"], 1)
    if counts["disputes"]:
        found["contested"] = round(100 * counts["contested"] / counts["disputes"], 1)
    found["false current"] = counts["false current"]
    return found


def _f1(hits: int, found: int, wanted: int) -> float:
    return round(200 * hits / (found + wanted), 1) if found + wanted else 0.0
