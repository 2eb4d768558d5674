"""Reads the codebook: every TOML file under ``data/``, a user's folders laid over it by file name.

A file's place says its shape (``actors/*.toml`` is an ``ActorFile``). Decoding is strict, so that a typing error in a
file stops the run with the file's name and the key. Nothing is written to disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct, field

from dragoman.codebook.shapes import (
    ActorEntry,
    ActorFile,
    EventType,
    PlaceEntry,
    PlaceFile,
    Reporting,
    ReportingFile,
    Role,
    RoleFile,
    RoleNoun,
    WordClasses,
)
from dragoman.errors import CodebookError

DATA = Path(__file__).parent / "data"
"""The codebook that comes with the package."""

ACTOR_FOLDERS = ("actors", "bodies", "groups", "people")
"""Folders whose files are of shape ``ActorFile``; entries with the same code are merged."""

FIELD_FILES = frozenset({"reporting.toml", "roles.toml", "classes.toml"})
"""Files of a language that have a field of their own in ``Codebook``; the others are read by ``Codebook.language``."""

_T = TypeVar("_T")


class Codebook(Struct, frozen=True):
    """Everything the stages know of the world and of a language, typed and merged.

    ``files`` holds the bytes of the language files that have no field of their own, by file name; ``language`` reads
    them. ``digest`` is blake2b over the names and bytes of all files that were read: it goes into every sighting.
    """

    digest: str
    events: dict[str, EventType] = field(default_factory=dict)
    actors: tuple[ActorEntry, ...] = ()
    places: tuple[PlaceEntry, ...] = ()
    reporting: tuple[Reporting, ...] = ()
    roles: tuple[RoleNoun, ...] = ()
    classes: WordClasses = field(default_factory=lambda: WordClasses({}))
    files: dict[str, bytes] = field(default_factory=dict)

    def actor(self, code: str) -> ActorEntry | None:
        """The entry with the code, or none."""
        return _by_code(self.actors).get(code)

    def language(self, name: str, shape: type[_T]) -> _T:
        """Read ``languages/<code>/<name>.toml`` as ``shape``.

        Raises:
            CodebookError: there is no such file, or it has another shape.
        """
        raw = self.files.get(f"{name}.toml")
        if raw is None:
            raise CodebookError(f"languages: no file {name}.toml")
        try:
            return msgspec.toml.decode(raw, type=shape)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise CodebookError(f"{name}.toml: {error}") from error


def load(folders: Iterable[str | Path] = (), language: str = "en") -> Codebook:
    """Read our codebook with the folders laid over it, the last one uppermost. Read once in each process.

    Args:
        folders: a user's folders, laid out as ours; a file replaces ours of the same name in the same place.
        language: the folder of ``languages/`` to read.

    Raises:
        CodebookError: a folder is missing, or a file cannot be decoded; names the file and the key.
    """
    return _load(tuple(Path(folder) for folder in folders), language)


@cache
def _load(folders: tuple[Path, ...], language: str) -> Codebook:
    files = codebook_files((DATA, *folders))
    raw = {name: _read(path) for name, path in files.items()}
    return Codebook(
        digest=_digest(raw),
        events=_events(raw, files),
        actors=_actors(raw, files),
        places=tuple(place for name in _under(raw, "places") for place in _toml(raw, files, name, PlaceFile).place),
        reporting=_one(raw, files, f"languages/{language}/reporting.toml", ReportingFile, ReportingFile(())).cue,
        roles=_one(raw, files, f"languages/{language}/roles.toml", RoleFile, RoleFile(())).role,
        classes=_one(raw, files, f"languages/{language}/classes.toml", WordClasses, WordClasses({})),
        files={
            name.rsplit("/", 1)[1]: raw[name]
            for name in _under(raw, f"languages/{language}")
            if name.rsplit("/", 1)[1] not in FIELD_FILES
        },
    )


def codebook_files(folders: Sequence[Path]) -> dict[str, Path]:
    """Every file by its place under ``data/``; later folders replace earlier ones.

    Raises:
        CodebookError: a folder is missing.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise CodebookError(f"{folder}: no such folder")
        for path in sorted(folder.rglob("*.toml")):
            found[path.relative_to(folder).as_posix()] = path
        territories = folder / "built" / "territories.json"
        if territories.is_file():
            found["built/territories.json"] = territories
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CodebookError(f"{path}: {error.strerror}") from error


def _digest(raw: dict[str, bytes]) -> str:
    """Blake2b over names and contents, each with its length before it."""
    digest = hashlib.blake2b(digest_size=16)
    for name in sorted(raw):
        for part in (name.encode(), raw[name]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def _under(raw: dict[str, bytes], folder: str) -> list[str]:
    return sorted(name for name in raw if name.startswith(f"{folder}/") and name.endswith(".toml"))


def _toml(raw: dict[str, bytes], files: dict[str, Path], name: str, shape: type[_T]) -> _T:
    try:
        return msgspec.toml.decode(raw[name], type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # ValidationError is a DecodeError; its text ends with the key ("at `$.actor[3].code`").
        raise CodebookError(f"{files[name]}: {error}") from error


def _one(raw: dict[str, bytes], files: dict[str, Path], name: str, shape: type[_T], default: _T) -> _T:
    return _toml(raw, files, name, shape) if name in raw else default


def _events(raw: dict[str, bytes], files: dict[str, Path]) -> dict[str, EventType]:
    events: dict[str, EventType] = {}
    for name in _under(raw, "events"):
        event = _toml(raw, files, name, EventType)
        if event.type in events:
            raise CodebookError(f"{files[name]}: type: {event.type} is defined twice")
        events[event.type] = event
    return events


def _actors(raw: dict[str, bytes], files: dict[str, Path]) -> tuple[ActorEntry, ...]:
    merged: dict[str, ActorEntry] = {}
    if "built/territories.json" in raw:
        try:
            built = msgspec.json.decode(raw["built/territories.json"], type=ActorFile)
        except msgspec.DecodeError as error:
            raise CodebookError(f"{files['built/territories.json']}: {error}") from error
        merged = {entry.code: entry for entry in built.actor}
    for folder in ACTOR_FOLDERS:
        for name in _under(raw, folder):
            for entry in _toml(raw, files, name, ActorFile).actor:
                known = merged.get(entry.code)
                merged[entry.code] = entry if known is None else _merge(known, entry)
    return tuple(merged[code] for code in sorted(merged))


def _merge(old: ActorEntry, new: ActorEntry) -> ActorEntry:
    """``new`` laid over ``old``: lists are joined, single values are taken from ``new`` where it has them.

    A name that either calls weak is weak.
    """
    weak = _joined(old.weak, new.weak)
    return ActorEntry(
        code=old.code,
        kind=new.kind,
        name=new.name or old.name,
        names=tuple(name for name in _joined(old.names, new.names) if name not in weak),
        weak=weak,
        demonyms=_joined(old.demonyms, new.demonyms),
        capital=_joined(old.capital, new.capital),
        metonyms=_joined(old.metonyms, new.metonyms),
        organs=_joined(old.organs, new.organs),
        roles=_merge_roles(old.roles, new.roles),
        parent=new.parent or old.parent,
        claimed_by=_joined(old.claimed_by, new.claimed_by),
        members=_joined(old.members, new.members),
        since=new.since or old.since,
        until=new.until or old.until,
        iso2=new.iso2 or old.iso2,
        source=new.source or old.source,
    )


def _joined(old: tuple[_T, ...], new: tuple[_T, ...]) -> tuple[_T, ...]:
    return old + tuple(item for item in new if item not in old)


def _merge_roles(old: tuple[Role, ...], new: tuple[Role, ...]) -> tuple[Role, ...]:
    return tuple(sorted(_joined(old, new), key=lambda role: (role.since, role.office, role.person)))


@cache
def _by_code(actors: tuple[ActorEntry, ...]) -> dict[str, ActorEntry]:
    return {entry.code: entry for entry in actors}
