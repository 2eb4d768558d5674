"""Entries of the codebook for the terminal."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.analyse.coverage import Gap
from dragoman.codebook.load import Codebook
from dragoman.codebook.shapes import ActorEntry, Cue, EventType
from dragoman.serve.words import visible

_MOST_CUES = 60


def nearest(name: str, codebook: Codebook) -> str:
    """List entries that are spelt much like ``name``, or whose actor is called so."""
    called = [actor.code for actor in codebook.actors if name.casefold() in {one.casefold() for one in actor.names}]
    known = [*codebook.events, *(actor.code for actor in codebook.actors)]
    return ", ".join(dict.fromkeys([*called, *difflib.get_close_matches(name.upper(), known, 4, 0.7)]))


def event_view(event: EventType) -> RenderableType:
    """Show an event type with its modes, cues and examples."""
    quad = ("", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict")[event.quad]
    modes = _table("mode", "definition", "score", "CAMEO")
    for mode in event.modes:
        modes.add_row(mode.name, mode.definition, f"{mode.score:+.1f}", mode.cameo)
    parts: list[RenderableType] = [
        Text.assemble(
            (event.type, "bold"), f"  quad {event.quad} ({quad}), score {event.score:+.1f}, CAMEO {event.cameo}"
        ),
        Text(event.definition),
    ]
    parts += [modes] if event.modes else []
    for language, cues in event.cues.items():
        table = _table(f"cue ({language})", "pattern", "mode")
        for cue in cues[:_MOST_CUES]:
            table.add_row(_cue(cue), cue.pattern, cue.mode or "")
        if len(cues) > _MOST_CUES:
            table.add_row(f"… and {len(cues) - _MOST_CUES} more", "", "")
        parts.append(table)
    for language, examples in event.examples.items():
        table = _table(f"example ({language})", "is one", "mode")
        for example in examples:
            table.add_row(example.text, "yes" if example.match else "no", example.mode or "")
        parts.append(table)
    return Group(*parts)


def _cue(cue: Cue) -> str:
    line = ", ".join(cue.lemmas)
    if cue.preposition:
        line += f" {cue.preposition}"
    return f"{line} + {', '.join(cue.objects)}" if cue.objects else line


def gaps_view(title: str, gaps: Sequence[Gap]) -> RenderableType:
    """Show what the codebook lacks, the most frequent first, each with the words around its first place."""
    table = _table("times", "in", title, "for example")
    for gap in gaps:
        table.add_row(f"{gap.times:,}", f"{gap.documents:,}", visible(gap.words), visible(f"… {gap.example} …"))
    return table


def actor_view(actor: ActorEntry) -> RenderableType:
    """Show an actor with its names, organs and terms of office."""
    head = Text.assemble((actor.code, "bold"), f"  {actor.name} ({actor.kind})")
    grid = Table.grid(padding=(0, 2))
    lists = (
        ("names", actor.names), ("weak names", actor.weak), ("demonyms", actor.demonyms), ("capital", actor.capital),
        ("metonyms", actor.metonyms), ("claimed by", actor.claimed_by), ("members", actor.members),
    )  # fmt: skip
    for name, values in lists:
        if values:
            grid.add_row(Text(name, style="dim"), ", ".join(values))
    parts: list[RenderableType] = [head, grid]
    if actor.organs:
        table = _table("organ", "kind", "sector")
        for organ in actor.organs:
            table.add_row(", ".join(organ.names), organ.kind, organ.sector)
        parts.append(table)
    if actor.roles:
        table = _table("office", "person", "since", "until", "source")
        for role in actor.roles:
            until = role.until.isoformat() if role.until is not None else "today"
            table.add_row(role.office, role.person, role.since.isoformat(), until, role.source)
        parts.append(table)
    if actor.source:
        parts.append(Text(f"source: {actor.source}", style="dim"))
    return Group(*parts)


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
