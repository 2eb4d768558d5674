"""Small reports of one war that never was, and a reader that reads them with the real pipeline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dragoman.batch.ingest import Summary
from dragoman.config import Config
from dragoman.model.corpus import Item

CONFIG = Config()
Into = Callable[..., Summary]
"""Reads items into a store in one run: the fixture ``into``."""

_TEXTS = (
    ("Niger army says Chad shelled Diffa", "Niger's army said on Tuesday that Chadian forces had shelled Diffa, killing three soldiers."
     "\n\nChad's defence ministry denied that its forces had opened fire.", "Agadez Wire", date(2031, 3, 4)),
    ("Chad denies attack on Diffa", "Chad on Wednesday denied that its troops had shelled Diffa on Tuesday.\n\n"
     "The defence ministry in N'Djamena accused Niger of firing first.", "Sahara Post", date(2031, 3, 5)),
    ("Talks in Kano", "The foreign ministers of Niger and Chad met in Kano on Friday.\n\nThey agreed to a ceasefire from Sunday.",
     "Lake Herald", date(2031, 3, 7)),
    ("Three dead in Diffa", "Three soldiers were killed when Chadian forces shelled Diffa on Tuesday, officials in Niamey said.",
     "Lake Herald", date(2031, 3, 5)),
)  # fmt: skip


def item(title: str, text: str, outlet: str, published: date | None, where: str | None = None) -> Item:
    body = f"{title}\n\n{text}".encode()
    basis = "given" if published else None
    return Item(where or f"{outlet}/{title}", body, "text", title=title, outlet=outlet, published=published, basis=basis)


def items() -> list[Item]:
    return [item(*one) for one in _TEXTS]
