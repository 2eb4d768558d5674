"""The shape of ``languages/<code>/speech.toml``: how words reach the reader, and words that carry none."""

from __future__ import annotations

from msgspec import Struct


class Speech(Struct, frozen=True, forbid_unknown_fields=True):
    """Closed word lists around reported speech.

    ``propositions`` are nouns that stand for something said ("the allegation"); ``sources`` nouns
    that can be cited as speaking; ``withheld`` nouns whose denial is no
    statement ("denied entry"); ``absent`` subjects that say nobody speaks; ``unmet`` verbs that undo what depends on
    them ("failed to agree"); ``light`` verbs that only carry a noun of saying; ``days`` nouns that make "on" a date;
    ``silence`` what one declines to do
    when there is nothing to report; ``unquoted`` cues that tell what somebody thinks, finds, wants or denies, which quotes
    nobody; ``allegations`` propositions that calling false, or treating with one of the verbs of ``scorn``, denies;
    ``reminding`` verbs by which a writer recalls something to the reader ("it will be recalled that");
    ``falsehoods`` words that call something false; ``evidence`` sources that contradict without being anybody;
    ``landless`` nouns and adjectives of sources and doers that belong to no country because the text speaks of one;
    ``minuted`` those by which a communiqué tells of talks ("it was noted that");
    ``guests`` people who stand in a land that is not theirs; ``bodies`` nouns that take up a firm or body named before;
    ``chiefs`` offices of bodies of several states, as they are written; ``mouths`` what speaks for another ("a
    spokesman", "a statement"); ``men`` and ``women`` nouns that tell whom "he" and "she" cannot be;
    ``finders`` those whose findings are published words ("the inquiry found");
    ``relative`` the relative pronouns; ``prepositions`` those that introduce a
    channel; ``channels`` the lemmas of nouns by the channel they name.
    """

    propositions: tuple[str, ...]
    sources: tuple[str, ...]
    withheld: tuple[str, ...]
    absent: tuple[str, ...]
    unmet: tuple[str, ...]
    light: tuple[str, ...]
    days: tuple[str, ...]
    silence: tuple[str, ...]
    relative: tuple[str, ...]
    prepositions: tuple[str, ...]
    channels: dict[str, tuple[str, ...]]
    unquoted: tuple[str, ...] = ()
    allegations: tuple[str, ...] = ()
    falsehoods: tuple[str, ...] = ()
    scorn: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    reminding: tuple[str, ...] = ()
    landless: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    finders: tuple[str, ...] = ()
    minuted: tuple[str, ...] = ()
    chiefs: tuple[str, ...] = ()
    mouths: tuple[str, ...] = ()
    men: tuple[str, ...] = ()
    women: tuple[str, ...] = ()
