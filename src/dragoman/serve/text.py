"""The text view of a ledger: what an analyst would pin to the wall.

Everything that colour says is said by a sign or a word as well, so that it reads the same in a pipe and in print.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.model.claim import Claim
from dragoman.model.incident import Incident, Ledger
from dragoman.serve.words import (
    DENIED,
    DOUBTED,
    GLYPHS,
    SET_ASIDE,
    STANCES,
    Book,
    act,
    day,
    glyph,
    visible,
    when,
    where,
)

_WIDE = 112
"""Columns from which the claims stand in a table."""

_NARROWEST_ACCOUNT = 30
_STYLES = {
    "actual": "bold", "negated": "magenta", "planned": "cyan", "promised": "cyan", "requested": "yellow",
    "threatened": "red", "hypothetical": "dim",
}  # fmt: skip
_STATUS = {"contested": "bold red", "unverified": "yellow", "one-sided": "yellow", "corroborated": "green"}


def show(ledger: Ledger, console: Console) -> None:
    """Write the view to a console, at its width."""
    book = Book(ledger)
    for part in _parts(book, console.width):
        console.print(part, highlight=False, soft_wrap=False)


def _parts(book: Book, width: int) -> Iterator[RenderableType]:
    yield from _heading(book)
    contested = [one for one in book.ledger.incidents if one.status == "contested"]
    if contested:
        yield section(f"Contested · {len(contested)}", "red")
        for incident in contested:
            yield _contested(book, incident, width)
    if book.claims:
        yield section(f"Claims · {len(book.claims)}")
        yield _key_to_signs(book)
        yield _claims_table(book) if width >= _WIDE else Group(*_claims_list(book))
    else:
        yield section("Claims · none")
        yield Text("  Nothing in this report reads as somebody doing something to somebody.", style="dim")
    yield from _commitments(book)
    yield from _quotations(book)
    yield from _timeline(book)
    yield from _rest(book)


def section(title: str, style: str = "blue") -> RenderableType:
    """A line across with a title, above a part of a view."""
    return Padding(Rule(Text(title, style=f"bold {style}"), align="left", style=style, characters="─"), (1, 0, 0, 0))


def _heading(book: Book) -> Iterator[RenderableType]:
    document = book.ledger.document
    yield Panel(Text(book.title, style="bold"), box=box.HEAVY, padding=(0, 1))
    count = len(document.text.split())
    said = [visible(document.outlet)] if document.outlet else []
    said.append(f"published {day(document.published)}" if document.published else "publication date not known")
    yield indented(Text(" · ".join([*said, f"{count:,} words", f"document {document.key[:12]}"])))
    yield indented(Text("Rests on: " + visible("; ".join(_grounds(book))), style="dim"))


def indented(line: RenderableType, by: int = 2) -> RenderableType:
    """A line moved in from the left."""
    return Padding(line, (0, 0, 0, by))


def _grounds(book: Book) -> list[str]:
    """Say what the ledger rests on: the day that relative dates are counted from, the coders and the codebook."""
    document = book.ledger.document
    grounds = []
    if document.published is None:
        bounds = document.published_bounds
        if bounds is not None and (bounds.first or bounds.last):
            because = f" ({'; '.join(bounds.basis)})" if bounds.basis else ""
            grounds.append(f"the text itself, written between {day(bounds.first)} and {day(bounds.last)}{because}")
        grounds.append("relative dates left open")
    else:
        grounds.append(f"relative dates counted from {document.published.isoformat()}")
    voices = len({claim.voice.codes for claim in book.claims})
    grounds.append(f"{len(book.claims)} claims by {voices} voices")
    coders = sorted({seen.coder for claim in book.claims for seen in claim.sightings})
    codebooks = sorted({seen.codebook[:8] for claim in book.claims for seen in claim.sightings})
    if coders:
        grounds.append(f"read by {', '.join(coders)} with codebook {', '.join(codebooks)}")
    return grounds


def _contested(book: Book, incident: Incident, width: int) -> RenderableType:
    """One contested happening: the accounts beside each other, below them what they differ in."""
    across = max(1, min(len(incident.accounts), (width - 6) // _NARROWEST_ACCOUNT))
    table = Table(box=box.SIMPLE_HEAD, expand=True, show_header=False, padding=(0, 1), show_edge=False)
    for _ in range(across):
        table.add_column(ratio=1, overflow="fold")
    cells = [_account(book, account.party, account.claims) for account in book.accounts(incident)]
    for first in range(0, len(cells), across):
        row = cells[first : first + across]
        table.add_row(*row, *[""] * (across - len(row)))
    below = [Text.assemble(("Why contested: ", "bold"), book.explained(incident.why))]
    for discrepancy in incident.discrepancies:
        values = "  |  ".join(
            f"{book.name(one.value)} {_numbers(book, one.claims)}" for one in discrepancy.values
        )  # fmt: skip
        below.append(Text.assemble((visible(f"Differ in {discrepancy.field}: "), "bold"), visible(values)))
    claims = [book.by_key[key] for key in incident.claims if key in book.by_key]
    title = " · ".join(
        dict.fromkeys(part for claim in claims[:1] for part in (claim.type, when(claim.date), where(claim)) if part)
    )
    return Panel(
        Group(table, Text(""), *below), title=Text(f"≠ {title}", style="bold red"), title_align="left",
        border_style="red", box=box.ROUNDED,
    )  # fmt: skip


def _account(book: Book, party: str, keys: tuple[str, ...]) -> RenderableType:
    lines: list[RenderableType] = [Text(f"{book.name(party)} says".upper(), style="bold reverse")]
    if party == "narrator":
        lines = [Text("THE REPORT ITSELF SAYS", style="bold reverse")]
    for claim in sorted((book.by_key[key] for key in keys if key in book.by_key), key=lambda one: one.span):
        said = Text.assemble((f"{book.voice(claim.voice)}: ", "italic"), quote(book, claim))
        lines.append(_numbered(book, claim, said, *(Text(book.toll(one), style="cyan") for one in claim.casualties)))
    return Group(*lines)


def _numbers(book: Book, keys: tuple[str, ...]) -> str:
    return "(" + ", ".join(str(book.numbers[key]) for key in keys if key in book.numbers) + ")"


def _style(claim: Claim) -> str:
    return _STYLES[claim.reality] if claim.stance == "asserts" else "bold magenta"


def _numbered(book: Book, claim: Claim, *lines: RenderableType) -> RenderableType:
    """Put the headline of a claim behind its number, with lines below it at the same indent."""
    grid = Table.grid(expand=True, padding=(0, 1, 0, 0))
    grid.add_column(width=3, justify="right", style="dim")
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(str(book.numbers[claim.key]), headline(book, claim))
    for line in lines:
        grid.add_row("", line)
    return grid


def facts(book: Book, claim: Claim) -> list[str]:
    """List when, where, how many people, and the loaded words that are kept beside the act."""
    framed = [f"in the word “{visible(one.word)}”" for one in claim.framing]
    return [part for part in (when(claim.date), where(claim), *map(book.toll, claim.casualties), *framed) if part]


def headline(book: Book, claim: Claim) -> Text:
    """Sign, act and parties of a claim on one line, and what keeps it from being plain fact."""
    style = _style(claim)
    line = Text.assemble((f"{glyph(claim)} {act(claim)}", style))
    line.append(f"  {book.parties(claim)}")
    for sign in _signs(claim):
        line.append(f"  [{sign}]", style="bold magenta" if sign in {"denies", "doubts"} else "dim")
    return line


def _signs(claim: Claim) -> list[str]:
    """List what must not be overlooked: a denial, a reality other than actual, background."""
    stance = [claim.stance] if claim.stance != "asserts" else []
    reality = [claim.reality] if claim.reality != "actual" else []
    return [*stance, *reality, *(["background"] if claim.background else [])]


def quote(book: Book, claim: Claim) -> Text:
    """The words of a claim, marked, with those around them."""
    before, words, after = book.context(claim.span)
    return Text.assemble(("“" + before, "dim"), (words, "bold underline"), (after + "”", "dim"))


def _key_to_signs(book: Book) -> RenderableType:
    used = {claim.reality for claim in book.claims}
    signs = [f"{sign} {name}" for name, sign in GLYPHS.items() if name in used]
    stances = {claim.stance for claim in book.claims}
    signs += [f"{sign} {name}" for name, sign in (("denies", DENIED), ("doubts", DOUBTED)) if name in stances]
    return Padding(Text("  ".join(signs), style="dim"), (0, 2, 1, 2))


def _claims_list(book: Book) -> Iterator[RenderableType]:
    """Each claim in a few lines, for narrow terminals."""
    for claim in book.claims:
        anonymous = " (anonymous)" if claim.voice.anonymous else ""
        voice = f"{book.voice(claim.voice)}{anonymous} {STANCES[claim.stance]}: "
        said = Text.assemble((voice, "italic"), quote(book, claim))
        yield _numbered(book, claim, Text(" · ".join(facts(book, claim)), style="cyan"), said)


def _claims_table(book: Book) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, expand=True, padding=(0, 1), show_edge=False)
    for name, ratio in (
        ("", None),
        ("act", 3),
        ("who → whom", 4),
        ("voice", 3),
        ("when, where", 3),
        ("in the text", 6),
    ):
        table.add_column(name, ratio=ratio, overflow="fold", no_wrap=ratio is None)
    for claim in book.claims:
        deed = Text(f"{glyph(claim)} {act(claim)}", style=_style(claim))
        for sign in _signs(claim):
            deed.append(f"\n  [{sign}]", style="bold magenta" if sign in {"denies", "doubts"} else "dim")
        voice = Text(f"{book.voice(claim.voice)} {STANCES[claim.stance]}", style="italic")
        if claim.voice.anonymous:
            voice.append("\n(anonymous)", style="dim")
        row = (
            str(book.numbers[claim.key]),
            deed,
            book.parties(claim),
            voice,
            "\n".join(facts(book, claim)),
            quote(book, claim),
        )
        table.add_row(*row, style="dim" if claim.background else "")
    return table


def _commitments(book: Book) -> Iterator[RenderableType]:
    if not book.ledger.commitments:
        return
    yield section(f"Commitments · {len(book.ledger.commitments)}", "cyan")
    for one in book.ledger.commitments:
        parties = ", ".join(dict.fromkeys(book.name(code) for code in one.parties))
        line = Text.assemble(("◆ ", "cyan"), (visible(one.what), "bold"), f" — {parties}")
        if one.guarantors:
            line.append(f"; guaranteed or brokered by {', '.join(book.name(code) for code in one.guarantors)}")
        since = f" from {day(one.since)}" if one.since is not None else ""
        term = f"{since} until {day(one.until)}" if one.until is not None else since
        line.append(f";{term}" if term else "")
        line.append(f" {_numbers(book, (one.claim,))}", style="dim")
        yield indented(line)
        for breach in one.breached_by:
            said = f"✗ breach alleged by {book.name(breach.alleged_by)} {_numbers(book, (breach.claim,))}"
            yield indented(Text(said, style="red"), 4)
        if one.kept_by:
            yield indented(Text(f"✓ kept by {_numbers(book, one.kept_by)}", style="green"), 4)


def _quotations(book: Book) -> Iterator[RenderableType]:
    if not book.ledger.quotations:
        return
    yield section(f"Quotations · {len(book.ledger.quotations)}")
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(ratio=2, overflow="fold")
    grid.add_column(width=8)
    grid.add_column(ratio=5, overflow="fold")
    for one in book.ledger.quotations:
        words = " … ".join(book.words(span) for span in one.spans)
        marks = ("“", "”") if one.kind != "indirect" else ("", "")
        grid.add_row(
            indented(Text(book.voice(one.voice), style="italic")),
            Text(one.kind, style="dim"),
            f"{marks[0]}{words}{marks[1]}",
        )
    yield grid


def _timeline(book: Book) -> Iterator[RenderableType]:
    dated = [claim for claim in book.claims if claim.date is not None and (claim.date.first or claim.date.last)]
    if not dated:
        return
    yield section("Timeline")
    for background in (False, True):
        rows = sorted((one for one in dated if one.background is background), key=_order)
        if rows and background:
            yield Text("  ┄┄ background, not what the report is news of ┄┄", style="dim")
        grid = Table.grid(expand=True, padding=(0, 1))
        grid.add_column(width=25)
        grid.add_column(ratio=1, overflow="fold")
        last = ""
        for claim in rows:
            days = when(claim.date)
            grid.add_row(indented(Text(days if days != last else "", style="cyan")), _numbered(book, claim))
            last = days
        if rows:
            yield grid


def _order(claim: Claim) -> tuple[str, int]:
    moment = claim.date and (claim.date.first or claim.date.last)
    return (moment.isoformat() if moment else "", claim.span[0])


def _rest(book: Book) -> Iterator[RenderableType]:
    aside = [one for one in book.ledger.document.marks if one.set_aside]
    if aside:
        yield section(f"Set aside · {len(aside)}")
        grid = Table.grid(expand=True, padding=(0, 1))
        grid.add_column(width=15)
        grid.add_column(ratio=1, overflow="fold")
        for one in aside:
            words = book.words(one.span, 100)
            grid.add_row(indented(Text(one.kind)), Text.assemble(words, (f"  {SET_ASIDE[one.kind]}", "dim")))
        yield grid
    if book.ledger.failures:
        yield section(f"Not read · {len(book.ledger.failures)}", "yellow")
        for failure in book.ledger.failures:
            at = f" (“{book.words(failure.span)}”)" if failure.span is not None else ""
            yield Text(f"  {visible(f'{failure.stage}: {failure.reason}')}{at}")
