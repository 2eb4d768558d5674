"""Shapes of the files that know what belongs to a page and not to its report, and which language a text is in."""

from __future__ import annotations

from msgspec import Struct


class Furniture(Struct, frozen=True, forbid_unknown_fields=True):
    """``languages/<code>/furniture.toml``: lines that pages carry around a report. All entries are lower-case.

    A *line* entry stands for a whole paragraph (final stops, colons and brackets around it are ignored). An *opener*
    begins a paragraph. ``agencies`` are names that stand alone as credits; ``photographers`` those of picture desks.
    ``connectives`` may stay lower-case inside a byline; ``fillers`` are words whose presence or absence does not make
    two paragraphs differ; ``months`` and ``zones`` make up date lines.
    """

    related_lines: tuple[str, ...] = ()
    related_openers: tuple[str, ...] = ()
    navigation_lines: tuple[str, ...] = ()
    navigation_openers: tuple[str, ...] = ()
    advertisement_lines: tuple[str, ...] = ()
    advertisement_openers: tuple[str, ...] = ()
    credit_lines: tuple[str, ...] = ()
    credit_openers: tuple[str, ...] = ()
    byline_openers: tuple[str, ...] = ()
    caption_openers: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    connectives: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()

    def over(self, other: Furniture) -> Furniture:
        """Return these entries together with those of ``other``."""
        return Furniture(*(getattr(other, name) + getattr(self, name) for name in self.__struct_fields__))


class Outlet(Struct, frozen=True, forbid_unknown_fields=True):
    """``outlets/<domain>.toml``: an outlet's names and the furniture of its pages."""

    name: str
    names: tuple[str, ...] = ()
    language: str = "en"
    carrier: str | None = None
    """The code of the party whose own outlet it is (a ministry's page), or null."""
    furniture: Furniture = Furniture()


class Tongue(Struct, frozen=True, forbid_unknown_fields=True):
    """A language by its commonest short words (``words``) or by its script (``script``, with telling ``letters``)."""

    code: str
    name: str
    words: tuple[str, ...] = ()
    script: str | None = None
    letters: str = ""


class Tongues(Struct, frozen=True, forbid_unknown_fields=True):
    """``detect/languages.toml``. ``scripts`` gives the first and last code point of each script's letters."""

    scripts: dict[str, tuple[tuple[int, int], ...]]
    tongue: tuple[Tongue, ...]
