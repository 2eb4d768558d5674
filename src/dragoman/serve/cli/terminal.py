"""What every command shares: how it speaks to the terminal, refuses wrong input, and writes a ledger."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from msgspec.structs import replace

from dragoman.errors import DragomanError, InputError
from dragoman.serve.words import visible

if TYPE_CHECKING:
    from rich.console import Console

    from dragoman.config import Config
    from dragoman.model.incident import Ledger

_Command = TypeVar("_Command", bound=Callable[..., Any])
_REFUSED = 2
"""Exit status where the input, a setting or the codebook is wrong."""


class Format(StrEnum):
    """How a ledger is written."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    html = "html"


def refusing(command: _Command) -> _Command:
    """Turn the errors raised on purpose into one sentence on standard error and exit status 2."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except DragomanError as error:
            complain(str(error))
            raise typer.Exit(_REFUSED) from error

    return run  # type: ignore[return-value]  # a wrapper has its command's signature, which mypy cannot see


def complain(message: str) -> None:
    """Say one sentence on standard error."""
    print(f"dragoman: {visible(' '.join(message.split()))}", file=sys.stderr)


def surer(config: Config, least: float | None) -> Config:
    """The settings, with the least confidence that the command line asks for."""
    return config if least is None else replace(config, min_confidence=least)


def day_of(value: str | None) -> date | None:
    """Read the day that ``--published`` gives.

    Raises:
        InputError: it is no date.
    """
    if value is None:
        return None
    try:
        day = date.fromisoformat(value.strip())
    except ValueError as error:
        raise InputError(f"--published {value!r}: not a date; write it as 2021-03-05") from error
    if day > datetime.now(UTC).date():
        complain(f"warning: --published {day.isoformat()} lies in the future")
    return day


def console() -> Console:
    """Open the terminal, without emoji and markup: texts are hostile."""
    from rich.console import Console

    return Console(soft_wrap=False, emoji=False, markup=False)


def write_ledger(ledger: Ledger, format_: Format) -> None:
    """Write a ledger to standard output; always UTF-8 but for the text view, which the terminal decides."""
    if format_ is Format.text:
        from dragoman.serve.text import show as show_text

        screen = console()
        if screen.is_terminal:
            show_text(ledger, screen)
            return
        with screen.capture() as captured:
            show_text(ledger, screen)
        data = "".join(f"{line.rstrip()}\n" for line in captured.get().split("\n")).rstrip("\n").encode() + b"\n"
    elif format_ is Format.html:
        from dragoman.serve.html import to_html

        data = to_html(ledger).encode()
    else:
        from dragoman.serve.json import to_json, to_jsonl

        data = to_json(ledger) if format_ is Format.json else to_jsonl(ledger)
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
