"""Labelled sentences and short reports, one file per phenomenon, read from end to end.

``python tests/test_cases.py [--tier STRONG] [--phenomenon N] [-v]`` prints the share of passing cases for each
phenomenon and tier, then the failing cases; ``-v`` adds what was found instead.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import pytest
from msgspec import Struct

import dragoman
from casebook import (
    Case,
    Want,
    WantIncident,
    WantMark,
    WantQuotation,
    case_files,
    complaints,
    fits,
    found_instead,
    unmatched,
)
from dragoman.model.claim import NARRATOR, Actor, Claim, Quotation, Voice
from dragoman.model.event import Casualty, When
from dragoman.model.incident import Incident, Ledger
from dragoman.model.text import Document

FLOORS = {"STRONG": 1.0, "MEDIUM": 0.9, "WEAK": 0.7}

Reader = Callable[[str, date | None], Ledger]


# --- running ----------------------------------------------------------------------------------------------------------


class Outcome(Struct, frozen=True):
    """One case, read."""

    phenomenon: int
    case: Case
    wrong: tuple[str, ...]
    ledger: Ledger


def whole_reader(text: str, published: date | None) -> Ledger:
    return dragoman.read(text, published=published)


def run(reader: Reader, *, tier: str | None = None, phenomenon: int | None = None) -> list[Outcome]:
    """Read the chosen cases and compare."""
    outcomes = []
    for file in case_files():
        for case in file.case:
            if phenomenon in (None, file.phenomenon) and tier in (None, case.tier):
                ledger = reader(case.text, case.published)
                outcomes.append(Outcome(file.phenomenon, case, tuple(complaints(case, ledger)), ledger))
    return outcomes


def table(outcomes: Iterable[Outcome]) -> str:
    """Passing and all cases for each phenomenon and tier."""
    every, good = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    for o in outcomes:
        for key in ((o.phenomenon, o.case.tier), (0, o.case.tier), (o.phenomenon, "all"), (0, "all")):
            every[key] += 1
            good[key] += not o.wrong
    columns = (*FLOORS, "all")
    names = {file.phenomenon: file.name for file in case_files()} | {0: "together"}
    lines = [f"{'':>3} {'':<48}" + "".join(f"{column:>10}" for column in columns)]
    for number in [n for n in (*sorted(names)[1:], 0) if every[n, "all"]]:
        cells = (f"{good[number, c]}/{every[number, c]}" if every[number, c] else "" for c in columns)
        lines.append(f"{number or '':>3} {names[number]:<48}" + "".join(f"{cell:>10}" for cell in cells))
    return "\n".join(lines)


def report(outcomes: Sequence[Outcome], *, verbose: bool) -> str:
    """The table and the failing cases."""
    parts = [table(outcomes), ""]
    for o in outcomes:
        if o.wrong:
            parts += [f"{o.phenomenon:>2} {o.case.tier} {o.case.id}: {o.case.text!r}", *(f"    {w}" for w in o.wrong)]
            parts += [found_instead(o.ledger)] if verbose else []
    return "\n".join(parts)




@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return run(whole_reader)


@pytest.mark.parametrize("tier", FLOORS)
def test_enough_cases_of_the_tier_pass(tier: str, outcomes: list[Outcome]) -> None:
    chosen = [o for o in outcomes if o.case.tier == tier]

    share = sum(not o.wrong for o in chosen) / len(chosen)

    assert share >= FLOORS[tier], "\n" + report(chosen, verbose=True)


def stretches(case: Case) -> list[str]:
    """All words that a case quotes from its text."""
    wants = [w.on for w in (*case.expect, *case.forbid) if w.on is not None] + [m.on for m in case.marks]
    return wants + [q.starts for q in case.quotations] + [words for i in case.incidents for words in i.claims_on]


def test_every_phenomenon_has_its_cases() -> None:
    assert [file.phenomenon for file in case_files()] == list(range(1, 25))
    assert all(len(file.case) >= 11 for file in case_files())


def test_cases_quote_their_own_text_and_check_something() -> None:
    cases = [case for file in case_files() for case in file.case]

    assert [(c.id, words) for c in cases for words in stretches(c) if words not in c.text] == []
    assert [c.id for c in cases if not (c.expect or c.forbid or c.quotations or c.marks or c.count == 0)] == []
    assert [name for name, n in Counter(c.id for c in cases).items() if n > 1] == []


def grams(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return set(zip(words, words[1:], words[2:], strict=False))


def test_no_two_cases_are_near_copies() -> None:
    known = [(case.id, grams(case.text)) for file in case_files() for case in file.case]

    close = [
        (a, b)
        for i, (a, one) in enumerate(known)
        for b, other in known[:i]
        if len(one & other) >= 0.5 * min(len(one), len(other))
    ]

    assert close == []


TEXT = "Chad's army accused rebels of shelling Bol, which they denied."
SHELLING = Claim(
    key="k", type="ASSAULT", mode="heavy-weapons", contexts=(), plover=None,
    actors=(Actor("TCD.REB", "rebels"),), recipients=(), mediators=(), voice=Voice(("TCD.MIL",)),
    stance="asserts", reality="actual", background=False,
    date=When(date(2020, 1, 2), date(2020, 1, 2), "day", None, ""), places=(),
    casualties=(Casualty("killed", 4, None),), framing=(), span=(30, 38),
)  # fmt: skip


@pytest.mark.parametrize(
    ("want", "expected"),
    [
        (Want(type="ASSAULT", actors=("TCD",), recipients=(), voice="TCD.GOV", on="shelling"), True),
        (Want(casualties={"killed": (4,)}, date=(date(2020, 1, 2), date(2020, 1, 2))), True),
        (Want(casualties={"killed": (4, 4)}), False),
        (Want(date=()), False),
        (Want(voice="narrator"), False),
        (Want(voice=("TCD", "NER")), False),
        (Want(on="denied"), False),
        (Want(recipients=("TCD",)), False),
        (Want(mode="firearms"), False),
        (Want(background=True), False),
        (Want(anonymous=True), False),
    ],
)
def test_a_want_fits_a_claim_only_where_all_its_fields_agree(want: Want, expected: bool) -> None:
    assert fits(want, SHELLING, TEXT) is expected


def test_one_claim_serves_one_want() -> None:
    wants = (Want(type="ASSAULT"), Want(actors=("TCD",)))

    assert len(unmatched(wants, [SHELLING], TEXT)) == 1
    assert unmatched(wants, [SHELLING, SHELLING], TEXT) == []


def test_complaints_name_each_kind_of_fault() -> None:
    ledger = Ledger(
        Document("d", TEXT), (SHELLING,), (Quotation(NARRATOR, "direct", None, ((0, 4),)),),
        (Incident("i", "one-sided", "", ("k",), ()),),
    )  # fmt: skip
    good = Case("a", "STRONG", TEXT, count=1, incidents=(WantIncident(("shelling",), "one-sided"),),
                quotations=(WantQuotation("Chad", "narrator"),))  # fmt: skip
    bad = Case("b", "STRONG", TEXT, expect=(Want(type="ACCUSE"),), forbid=(Want(type="ASSAULT"),), count=2,
               quotations=(WantQuotation("rebels"),), incidents=(WantIncident(("shelling",), "contested"),),
               marks=(WantMark("credit", "Bol"),))  # fmt: skip

    assert complaints(good, ledger) == []
    assert [w.split(":")[0] for w in complaints(bad, ledger)] == [
        "missing", "must not be", "1 claims instead of 2", "no quotation", "no incident", "no mark",
    ]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the failing cases; the exit status says whether all floors are kept."""
    parser = argparse.ArgumentParser(description="Read the labelled cases and print which fail.")
    parser.add_argument("--tier", choices=list(FLOORS))
    parser.add_argument("--phenomenon", type=int)
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args(arguments)
    outcomes = run(whole_reader, tier=options.tier, phenomenon=options.phenomenon)
    sys.stdout.write(report(outcomes, verbose=options.verbose) + os.linesep)
    good, every = (Counter(str(o.case.tier) for o in outcomes if not (o.wrong and must)) for must in (True, False))
    return 0 if all(good[tier] >= floor * every[tier] for tier, floor in FLOORS.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
