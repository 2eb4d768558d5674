"""The shapes of the codebook's TOML files. Decoding is strict: an unknown key or a wrong type is refused."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct, field

from dragoman.model.event import Reality, Stance


class _Shape(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every shape: frozen, and strict about keys."""


# --- events/<TYPE>.toml ------------------------------------------------------------------------------------------------


class Mode(_Shape, frozen=True):
    """How an act is done: PLOVER's mode, with its score and CAMEO code."""

    name: str
    definition: str
    score: float
    cameo: str
    contexts: tuple[str, ...] = ()


class Cue(_Shape, frozen=True):
    """Words that mark an act, with the grammar they stand in.

    ``pattern`` names the grammar:

    ``verb``     a verb (``lemmas``, with a particle as "carry out"); with ``objects`` its direct object must be headed by
                 one of these nouns, or by a noun of a class ("@place", "@people", "@weapon", see ``classes.toml``);
                 with ``preposition`` the noun stands behind that preposition ("come" + under + fire)
    ``noun``     a nominal (``lemmas``, several words with spaces: "air strike"); a light verb ("carried out an
                 air strike") passes its subject on as the actor without a cue of its own
    ``adjective`` a predicate adjective or participle ("missing", "hostile to")

    ``actor``, ``recipient`` and ``mediator`` say where in the grammar each stands, first found first: subject, object,
    dative, possessive, modifier (an adjective or compound before the noun), or a preposition (of, by, against, on, at,
    with, between, from, to, for, over, in, near ...). Left out, the defaults of the pattern apply: for a verb the
    subject acts and the object (or what stands behind at, on, against) receives; for a noun "by" or the possessive or
    modifier acts and of, on, against, at receives. A passive turns verb cues around by itself. ``mutual`` puts
    all parties into actors ("met", "clashes between"). ``unless`` names object lemmas (or classes) that block the cue.
    ``reality`` overrides what the grammar says ("foil" makes the attack negated). ``framing`` keeps the word as a
    loaded one. ``weak`` cues stand for an act only when both sides are actors. ``complement`` asks for an infinitive
    (``departure``: one of leaving) below the verb ("told X to leave"). Where ``actor`` is given and is not the subject, an
    intransitive verb is matched by its subject ("the truce collapsed"), and prepositions are looked for at that noun. The actor
    ``doer`` is the subject of a verb whose objects name what that subject must be ("the *paratroopers* landed").
    """

    pattern: Literal["verb", "noun", "adjective"]
    lemmas: tuple[str, ...]
    mode: str | None = None
    objects: tuple[str, ...] = ()
    preposition: str | None = None
    actor: tuple[str, ...] | None = None
    recipient: tuple[str, ...] | None = None
    mediator: tuple[str, ...] = ()
    mutual: bool = False
    unless: tuple[str, ...] = ()
    reality: Reality | None = None
    cameo: str | None = None
    contexts: tuple[str, ...] = ()
    framing: bool = False
    weak: bool = False
    complement: Literal["infinitive", "departure"] | None = None


class Example(_Shape, frozen=True):
    """A sentence of our own that shows a mode, or shows what is not this type.

    ``marked`` is null for a sentence that carries no event of the type (``match`` false).
    """

    text: str
    match: bool = True
    mode: str | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    reality: Reality = "actual"
    note: str = ""


class EventType(_Shape, frozen=True):
    """One PLOVER event type: ``events/<TYPE>.toml``."""

    type: str
    definition: str
    quad: int
    score: float
    cameo: str
    recipient_required: bool
    modes: tuple[Mode, ...] = ()
    cues: dict[str, tuple[Cue, ...]] = field(default_factory=dict)
    examples: dict[str, tuple[Example, ...]] = field(default_factory=dict)


# --- actors/*.toml -----------------------------------------------------------------------------------------------------


class Role(_Shape, frozen=True):
    """A term of office. ``grain`` says how exact ``since`` and ``until`` are; ``source`` the public list that has them.

    ``checked`` names a second source in which the term was looked up and found the same; empty where nobody has.
    """

    office: Literal[
        "head-of-state",
        "head-of-government",
        "foreign-minister",
        "defence-minister",
        "leader",
        "secretary-general",
        "spokesperson",
        "envoy",
    ]
    person: str
    since: date
    until: date | None = None
    grain: Literal["day", "month", "year"] = "day"
    source: str = ""
    checked: str = ""
    also: tuple[str, ...] = ()
    """Other spellings of the person's name ("Volodymyr Zelenskyy")."""


class Organ(_Shape, frozen=True):
    """A body that belongs to an actor: a ministry by its local name, a force, a service, a palace."""

    names: tuple[str, ...]
    sector: str
    kind: Literal["ministry", "force", "service", "parliament", "court", "palace", "agency", "police", "party", "other"]
    weak: tuple[str, ...] = ()
    """Names that need support: they count only in a text that names the country elsewhere ("the Rada")."""


class ActorEntry(_Shape, frozen=True):
    """A state, territory, body or group. ``code`` is ``ARM``, ``IGO:UN``, ``NGO:ICRC``, ``HAMAS.REB``, ``NKR`` ..."""

    code: str
    kind: Literal["state", "territory", "de-facto", "body", "ngo", "group", "coalition"]
    name: str
    names: tuple[str, ...]
    weak: tuple[str, ...] = ()
    """Names that identify only with support in the text ("the Union", "Georgia" beside Atlanta)."""
    demonyms: tuple[str, ...] = ()
    """Adjectives and names of people: Armenian, Armenians."""
    capital: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    """Palaces, squares and offices that stand for the government: the Kremlin, Downing Street."""
    organs: tuple[Organ, ...] = ()
    roles: tuple[Role, ...] = ()
    parent: str | None = None
    claimed_by: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    iso2: str | None = None
    source: str = ""


class ActorFile(_Shape, frozen=True):
    """``actors/<country or theme>.toml``."""

    actor: tuple[ActorEntry, ...]


# --- places/*.toml -----------------------------------------------------------------------------------------------------


class PlaceEntry(_Shape, frozen=True):
    """A contested or conflict-zone place that gazetteers lack, or an area, line or crossing.

    ``country`` is the state it belongs to under international law (ISO alpha-3) or null for a border; ``borders`` the
    states on both sides; ``claimed_by`` who else claims it; ``parent`` the name of a wider place.
    """

    name: str
    names: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    precision: Literal["point", "settlement", "district", "province", "country", "border", "region"] = "settlement"
    parent: str | None = None
    claimed_by: tuple[str, ...] = ()
    borders: tuple[str, ...] = ()
    geonameid: int | None = None
    until: date | None = None
    source: str = ""


class PlaceFile(_Shape, frozen=True):
    """``places/<region>.toml``."""

    place: tuple[PlaceEntry, ...]


# --- languages/<code>/*.toml -------------------------------------------------------------------------------------------


class Reporting(_Shape, frozen=True):
    """Verbs and nouns that give words to a source, grouped by how their argument stands.

    ``pattern``: ``clause`` (said that S), ``clause-to`` (told NP that S), ``gerund`` (denied V-ing),
    ``accuse`` (accused NP of V-ing or N), ``blame`` (blamed NP for N, blamed N on NP), ``infinitive`` (vowed to V),
    ``object-infinitive`` (urged NP to V), ``object`` (rejected N, condemned N), ``as`` (described N as),
    ``quote-as`` (quoted NP as saying), ``according`` (according to, citing), ``noun`` (nouns such as claim, statement),
    ``adverb`` (reportedly, allegedly), ``figure`` (put the toll at).
    ``act`` is the PLOVER type of the speech act itself, or null for plain saying.
    """

    lemmas: tuple[str, ...]
    patterns: tuple[
        Literal[
            "clause", "clause-to", "gerund", "accuse", "blame", "infinitive", "object-infinitive", "object", "as",
            "quote-as", "according", "noun", "adverb", "figure",
        ],
        ...,
    ]  # fmt: skip
    act: str | None = None
    stance: Stance = "asserts"
    reality: Reality = "actual"


class ReportingFile(_Shape, frozen=True):
    """``languages/<code>/reporting.toml``."""

    cue: tuple[Reporting, ...]


class RoleNoun(_Shape, frozen=True):
    """Nouns that, beside a country or a body, name an actor: forces → MIL, ministry → GOV, protesters → OPP.

    ``modifiers`` narrow the sector ("defence" + ministry → MIL). ``transparent`` nouns pass on what follows "of"
    ("members of", "positions of").
    """

    lemmas: tuple[str, ...]
    sector: str | None
    modifiers: tuple[str, ...] = ()
    transparent: bool = False
    person: bool = False
    """Whether the noun names a single office-holder or speaker (president, spokeswoman, official)."""


class RoleFile(_Shape, frozen=True):
    """``languages/<code>/roles.toml``."""

    role: tuple[RoleNoun, ...]


class WordClasses(_Shape, frozen=True):
    """``languages/<code>/classes.toml``: nouns by kind, referred to in cues as ``@place`` and so on."""

    classes: dict[str, tuple[str, ...]]


class ConfidenceFile(_Shape, frozen=True):
    """``languages/<code>/confidence.toml``: by field of a claim, the log-odds that each sign adds, and a ``bias``."""

    fields: dict[str, dict[str, float]]


class Embedding(_Shape, frozen=True):
    """``languages/<code>/embedding.toml``: lemmas by what they do to the act in their complement."""

    embedding: dict[str, tuple[str, ...]]
    light: dict[str, tuple[str, ...]]

    def effects(self) -> dict[str, str]:
        """Lemma → effect. A lemma under several effects keeps the first in the file's order."""
        found: dict[str, str] = {}
        for effect, lemmas in self.embedding.items():
            for lemma in lemmas:
                found.setdefault(lemma, effect)
        return found
