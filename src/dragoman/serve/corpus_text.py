"""Views of a store for the terminal: incidents in a list, one incident account by account, commitments.

Everything that colour says is said by a sign or a word as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct
from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from dragoman.analyse.incidents import Case, Commitments, Incidents, Listed, Passage
from dragoman.model.claim import Claim
from dragoman.model.corpus import Carrier
from dragoman.model.event import When
from dragoman.model.grouped import Figure, Followed, Happened, Toll
from dragoman.model.incident import Ledger
from dragoman.serve.text import facts, headline, indented, quote, section
from dragoman.serve.words import STANCES, Book, day, visible, when

STATUS = {
    "contested": ("≠", "bold red"), "unverified": ("?", "yellow"), "one-sided": ("◐", "yellow"), "corroborated": ("✓", "green"),
    "uncontested": ("·", "dim"),
}  # fmt: skip
"""A sign and a style for each status."""
STATES = {"made": ("◆", "cyan"), "kept": ("✓", "green"), "breach alleged": ("✗", "red"), "lapsed": ("◇", "dim")}
_KEY = re.compile(r"\b[0-9a-f]{8}(?:[0-9a-f]{24})?\b")
_SHORT = 8
"""Digits of a key that a view shows."""
_NARROWEST_ACCOUNT = 36
_MOST_LINKS, _MOST_PRINTINGS = 12, 6


class CaseBook(Struct, frozen=True, dict=True):
    """A case with its claims numbered from 1: by day of publication, then document, then place in the text."""

    case: Case

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims in their order."""
        return tuple(sorted(self.case.claims, key=lambda one: (self._published(one), self.case.owners[one.key], one.span, one.key)))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each claim by its key."""
        return {claim.key: number for number, claim in enumerate(self.claims, 1)}

    @cached_property
    def by_key(self) -> dict[str, Claim]:
        """The claims by key."""
        return {claim.key: claim for claim in self.case.claims}

    @cached_property
    def _books(self) -> dict[str, Book]:
        told: dict[str, list[Claim]] = {}
        for claim in self.case.claims:
            told.setdefault(self.case.owners[claim.key], []).append(claim)
        return {owner: Book(Ledger(self.case.documents[owner], tuple(claims))) for owner, claims in told.items()}

    def book(self, claim: Claim) -> Book:
        """The words of the report that a claim stands in."""
        return self._books[self.case.owners[claim.key]]

    def name(self, code: str) -> str:
        """What a code is called in any of the reports, or the code."""
        called = (book.name(code) for book in self._books.values())
        return next((name for name in called if name != visible(code)), visible(code))

    def explained(self, why: str) -> str:
        """An explanation with every key of a claim in it replaced by its number."""
        short = {key[:_SHORT]: f"claim {number}" for key, number in self.numbers.items()}
        return visible(_KEY.sub(lambda found: short.get(found[0][:_SHORT], found[0]), why))

    def cited(self, keys: Sequence[str]) -> str:
        """Numbers of claims in brackets."""
        return "(" + ", ".join(str(self.numbers[key]) for key in keys if key in self.numbers) + ")"

    def _published(self, claim: Claim) -> date:
        return self.case.documents[self.case.owners[claim.key]].published or date.max


def show_incidents(found: Incidents, console: Console) -> None:
    """Write a list of incidents; each begins with the key of one of its claims."""
    if not found.listed:
        console.print(Text("No incident answers to this."))
        return
    for one in found.listed:
        console.print(_line(one), highlight=False)
        console.print(indented(Text(one_line(one.why), style="dim"), 4), highlight=False)
    more = found.total - len(found.listed)
    rest = f", {more:,} more not shown (--most)" if more else ""
    console.print(Text(f"\n{found.total:,} incidents{rest}. One of them in full: dragoman incident KEY", style="dim"), highlight=False)


def _line(one: Listed) -> Text:
    sign, style = STATUS[one.status]
    line = Text.assemble((f"{sign} {one.status}", style), f"  {one.claim[:_SHORT]}  ", (visible(one.type), "bold"))
    days = when(When(one.first, one.last, "range", None, ""))
    told = f"{_counted(one.claims, 'claim')} in {_counted(one.texts, 'text')}"
    parts = (", ".join(one.parties) or "nobody named", days, ", ".join(one.places), told)
    line.append("  " + " · ".join(one_line(part) for part in parts if part))
    return line


def show_case(case: Case, console: Console) -> None:
    """Write one incident: the accounts side by side, what they differ in, tolls by claimant, why its claims were joined."""
    book = CaseBook(case)
    for part in _case_parts(book, console.width):
        console.print(part, highlight=False, soft_wrap=False)


def _case_parts(book: CaseBook, width: int) -> Iterator[RenderableType]:
    happened = book.case.happened
    if happened is None:
        yield Text("This claim stands in no incident.", style="dim")
        yield _claim(book, book.claims[0])
        return
    yield _heading(happened)
    yield indented(Text.assemble((f"Why {happened.incident.status}: ", "bold"), book.explained(happened.incident.why)))
    for discrepancy in happened.incident.discrepancies:
        values = "  |  ".join(f"{book.name(one.value)} {book.cited(one.claims)}" for one in discrepancy.values)
        yield indented(Text.assemble((visible(f"Differ in {discrepancy.field}: "), "bold"), visible(values)))
    yield section(f"Accounts · {len(happened.incident.accounts)}")
    yield _accounts(book, happened, width)
    if happened.tolls:
        yield section(f"Tolls · {len(happened.tolls)}", "cyan")
        yield from (indented(_toll(book, toll)) for toll in happened.tolls)
        yield indented(Text(f"How best, low and high follow: {visible(happened.tolls[0].rule)}", style="dim"))
    yield from _links(book, happened)


def _heading(happened: Happened) -> RenderableType:
    incident = happened.incident
    sign, style = STATUS[incident.status]
    days = when(When(happened.first, happened.last, "range", None, ""))
    aside = ["background"] if happened.background else []
    parts = [happened.type, days, ", ".join(happened.places), ", ".join(happened.parties), *aside]
    told = f"{_counted(len(incident.claims), 'claim')} in {_counted(happened.texts, 'independent text')} · {incident.key[:_SHORT]}"
    line = Text.assemble((f"{sign} {incident.status}", style), "  ", (" · ".join(one_line(part) for part in parts if part), "bold"))
    return Panel(Group(line, Text(told, style="dim")), box=box.HEAVY, padding=(0, 1))


def _accounts(book: CaseBook, happened: Happened, width: int) -> RenderableType:
    """The accounts beside each other as far as there is room, the reports' own words last."""
    accounts = sorted(happened.incident.accounts, key=lambda account: account.party == "narrator")
    across = max(1, min(len(accounts), (width - 4) // _NARROWEST_ACCOUNT))
    table = Table(box=box.SIMPLE_HEAD, expand=True, show_header=False, padding=(0, 1), show_edge=False)
    for _ in range(across):
        table.add_column(ratio=1, overflow="fold")
    cells = []
    for account in accounts:
        head = "THE REPORTS THEMSELVES SAY" if account.party == "narrator" else f"{book.name(account.party)} says".upper()
        claims = [claim for claim in book.claims if claim.key in set(account.claims)]
        cells.append(Group(Text(head, style="bold reverse"), *(_claim(book, claim) for claim in claims)))
    for first in range(0, len(cells), across):
        row = cells[first : first + across]
        table.add_row(*row, *[""] * (across - len(row)))
    return table


def _claim(book: CaseBook, claim: Claim) -> RenderableType:
    """A claim by its number: what, who says it in which words, and who printed it."""
    report = book.book(claim)
    grid = Table.grid(expand=True, padding=(0, 1, 0, 0))
    grid.add_column(width=3, justify="right", style="dim")
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(str(book.numbers[claim.key]), headline(report, claim))
    anonymous = " (anonymous)" if claim.voice.anonymous else ""
    said = f"{report.voice(claim.voice)}{anonymous} {STANCES[claim.stance]}: "
    grid.add_row("", Text.assemble((said, "italic"), quote(report, claim)))
    grid.add_row("", Text(" · ".join(facts(report, claim)), style="cyan"))
    grid.add_row("", Text(f"{_printed(book.case.printings[claim.key])} · {claim.key[:_SHORT]}", style="dim"))
    return Padding(grid, (0, 0, 1, 0))


def _printed(carriers: Sequence[Carrier]) -> str:
    """Who printed it, the first one with its day, copies after it."""
    if not carriers:
        return "no printing known"
    names = [one_line(one.outlet or one.url or one.where) for one in carriers]
    first = f"{names[0]}, {day(carriers[0].published)}{' (guessed)' if carriers[0].guessed else ''}"
    others = list(dict.fromkeys(names[1:]))
    if not others:
        return first
    more = f" and {len(others) - _MOST_PRINTINGS} others" if len(others) > _MOST_PRINTINGS else ""
    return f"{first}; also {', '.join(others[:_MOST_PRINTINGS])}{more} ({len(carriers)} printings)"


def _toll(book: CaseBook, toll: Toll) -> RenderableType:
    whose = f" ({', '.join(book.name(code) for code in toll.whose)})" if toll.whose else ""
    best = "open" if toll.best is None else f"{toll.best:,}"
    line = Text.assemble((f"{toll.kind}{whose}: {best}", "bold"), f"  low {_end(toll.low)}, high {_end(toll.high)}")
    return Group(line, *(indented(_figure(book, figure), 4) for figure in toll.figures))


def _figure(book: CaseBook, figure: Figure) -> Text:
    number = _end(figure.low) if figure.low == figure.high else f"{_end(figure.low)}–{_end(figure.high)}"
    as_of = f", as of {day(figure.as_of)}" if figure.as_of is not None else ""
    line = Text(f"{book.name(figure.voice)}: {number}{as_of} {book.cited((figure.claim,))}")
    if figure.superseded_by is not None:
        line.append(f"  superseded by {book.cited((figure.superseded_by,))}", style="dim")
    return line


def _links(book: CaseBook, happened: Happened) -> Iterator[RenderableType]:
    if not happened.links:
        return
    yield section(f"Why these claims stand together · {len(happened.links)}")
    for link in happened.links[:_MOST_LINKS]:
        reasons = "; ".join(map(visible, link.reasons))
        yield indented(Text(f"{book.cited((link.claim,))} with {book.cited((link.other,))}, score {link.score:.1f}: {reasons}"))
    if len(happened.links) > _MOST_LINKS:
        yield indented(Text(f"and {len(happened.links) - _MOST_LINKS} more", style="dim"))


def show_commitments(found: Commitments, names: Mapping[str, str], console: Console) -> None:
    """Write commitments, each with how it stands and who alleges which breach.

    Args:
        found: what to show.
        names: what codes are called.
        console: where to.
    """
    if not found.followed:
        console.print(Text("No commitment answers to this."))
        return
    for one in found.followed:
        for part in _commitment(one, found.passages, names):
            console.print(part, highlight=False)
    alleged = sum(bool(one.breached_by) for one in found.followed)
    last = f"\n{_counted(len(found.followed), 'commitment')}, {alleged} with alleged breaches. Each in full: dragoman incident KEY"
    console.print(Text(last, style="dim"), highlight=False)


def _commitment(one: Followed, passages: Mapping[str, Passage], names: Mapping[str, str]) -> Iterator[RenderableType]:
    sign, style = STATES[one.state]
    parties = ", ".join(dict.fromkeys(_called(code, names) for code in one.parties))
    line = Text.assemble((f"{sign} {one.state}", style), "  ", (visible(one.what), "bold"), f" — {parties}")
    if one.guarantors:
        line.append(f"; guaranteed or brokered by {', '.join(_called(code, names) for code in one.guarantors)}")
    term = [*([f"from {day(one.since)}"] if one.since else []), *([f"until {day(one.until)}"] if one.until else [])]
    line.append(f"; {' '.join(term)}" if term else "")
    yield line
    told = f"told by {_counted(len(one.claims), 'claim')}: {_passage(one.claims[0], passages)}"
    yield indented(Text(told, style="dim"), 4)
    for breach in one.breached_by:
        alleged = f"✗ breach alleged by {_called(breach.alleged_by, names)}: {_passage(breach.claim, passages)}"
        yield indented(Text(alleged, style="red"), 4)
    for key in one.kept_by:
        yield indented(Text(f"✓ kept: {_passage(key, passages)}", style="green"), 4)


def _passage(key: str, passages: Mapping[str, Passage]) -> str:
    found = passages.get(key)
    if found is None:
        return key[:_SHORT]
    days = when(When(found.first, found.last, "range", None, ""))
    outlet = one_line(found.outlet or "outlet not known")
    return f"“{one_line(found.words)}”, {days} ({outlet}, {day(found.published)}) {key[:_SHORT]}"


def _called(code: str, names: Mapping[str, str]) -> str:
    """What a code is called; an organ by its state and its sector."""
    base, _, sector = code.partition(".")
    organ = f"{names[base]} ({sector})" if sector and base in names else code
    return {"narrator": "the report itself", "UNK": "not named"}.get(code) or visible(names.get(code, organ))


def one_line(text: str) -> str:
    """Text of a report on one line, with controls shown by their code points."""
    return visible(" ".join(text.split()))


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _end(value: int | None) -> str:
    return "open" if value is None else f"{value:,}"
