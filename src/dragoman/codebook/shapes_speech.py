"""The shape of ``languages/<code>/speech.toml``: how words reach the reader, and words that carry none."""

from __future__ import annotations

from msgspec import Struct


class Speech(Struct, frozen=True, forbid_unknown_fields=True):
    """Closed word lists around reported speech.

    ``propositions`` are nouns that stand for something said ("the allegation"); ``silence`` what one declines to do
    when there is nothing to report; ``relative`` the relative pronouns; ``prepositions`` those that introduce a
    channel; ``channels`` the lemmas of nouns by the channel they name.
    """

    propositions: tuple[str, ...]
    silence: tuple[str, ...]
    relative: tuple[str, ...]
    prepositions: tuple[str, ...]
    channels: dict[str, tuple[str, ...]]
