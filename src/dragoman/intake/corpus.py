"""The documents of a source, for questions to a corpus that is not kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from dragoman.config import Config
from dragoman.errors import InputError
from dragoman.intake.limits import Limits
from dragoman.intake.receive import receive
from dragoman.intake.sources import open_items
from dragoman.model.corpus import Unread
from dragoman.model.text import Document


def open_corpus(path: str, limit: int, complain: Callable[[str], None], config: Config | None = None) -> Iterator[Document]:
    """Yield the documents of a source, in the order of names and lines.

    Args:
        path: anything that ``open_items`` opens.
        limit: most bytes of one report.
        complain: told in one sentence of each report that cannot be read.
        config: the settings, for the outlets of a user's own codebook.

    Raises:
        InputError: there is no such file or folder.
    """
    settings = msgspec.structs.replace(config or Config(), max_bytes=limit)

    def tell(unread: Unread) -> None:
        complain(f"{unread.where}: {unread.reason}")

    for item in open_items(path, limits=Limits(item_bytes=limit), unread=tell):
        try:
            yield receive(item, settings)[0]
        except InputError as error:
            complain(str(error))
