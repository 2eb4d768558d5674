"""Judgements: what people decide about claims."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, get_args

import msgspec
import sqlalchemy as sa

from dragoman.errors import InputError, StoreError
from dragoman.model.corpus import Judgement, Verdict
from dragoman.model.keys import content_key
from dragoman.store.judgements.database import Database, is_repeat
from dragoman.store.judgements.remembered import FeedStates, Tokens
from dragoman.store.locks import Lock

_ALONE = frozenset({"accept", "correct", "background"})
"""Verdicts on one claim; the others speak of two or more."""

_tables = sa.MetaData()
_judgements = sa.Table(
    "judgements", _tables, sa.Column("number", sa.Integer, primary_key=True),
    *(sa.Column(name, sa.Text) for name in Judgement.__struct_fields__),
)  # fmt: skip
_judged = sa.Table("judged", _tables, sa.Column("claim", sa.Text), sa.Column("judgement", sa.Text))


class Decisions:
    """The decisions about one store. Judgements are only ever added: a later one supersedes, or takes back.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.feeds = FeedStates(database)
        self.tokens = Tokens(database)

    @classmethod
    def open(cls, url: str | Path) -> Decisions:
        """Open the database, made or brought up to date where that is needed.

        Args:
            url: a file's name, or an address such as ``postgresql://user@host/name``.

        Raises:
            ConfigError: the address is none, or its driver is not installed.
            StoreError: the database cannot be reached, or a newer Dragoman has made it.
        """
        return cls(Database(url))

    @property
    def lock(self) -> Lock:
        """The write lock of the store, for ``Lake.open``; it falls free when its process dies."""
        return self._database.lock

    def close(self) -> None:
        """Let go of all connections."""
        self._database.close()

    def __enter__(self) -> Decisions:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def judge(
        self, verdict: Verdict, claims: Sequence[str], author: str, field: str | None = None, value: str | None = None,
        note: str | None = None, made: datetime | None = None,
    ) -> Judgement:  # fmt: skip
        """Add a judgement.

        Args:
            verdict: what is decided.
            claims: the keys of the claims it speaks of.
            author: who decides.
            field: what ``correct`` corrects.
            value: its right value, as JSON.
            note: why, in words.
            made: when; now without.

        Raises:
            InputError: the verdict does not fit the claims, or the value is no JSON.
            StoreError: the database refuses.
        """
        claims = tuple(dict.fromkeys(claims))
        if (fault := _fault(verdict, claims, author, field, value)) is not None:
            raise InputError(f"judgement: {fault}")
        return self._add(Judgement("", verdict, claims, author, _moment(made), field, value, note))

    def undo(self, key: str, author: str, note: str | None = None, made: datetime | None = None) -> Judgement:
        """Take back a judgement (or what took one back); what it superseded stands again.

        Raises:
            InputError: there is no such judgement, or it is taken back already.
            StoreError: the database refuses.
        """
        with self._database.reading() as connection:
            found = connection.execute(sa.select(_judgements).where(_judgements.c.key == key)).mappings().first()
        if found is None:
            raise InputError(f"judgement: there is none with the key {key}")
        old = _judgement(found)
        try:
            return self._add(Judgement("", old.verdict, old.claims, author, _moment(made), note=note, undoes=key))
        except StoreError as error:
            if is_repeat(error):
                raise InputError(f"judgement: {key} is taken back already") from error
            raise

    def current(self) -> tuple[Judgement, ...]:
        """The judgements that stand, the earliest first: none that is taken back or superseded."""
        return _standing(self._read(sa.select(_judgements)))

    def history(self, claim: str | None = None) -> tuple[Judgement, ...]:
        """All judgements ever made, about one claim or about any, the earliest first."""
        query = sa.select(_judgements)
        if claim is not None:
            query = query.where(_judgements.c.key.in_(sa.select(_judged.c.judgement).where(_judged.c.claim == claim)))
        return self._read(query)

    def _read(self, query: sa.Select[Any]) -> tuple[Judgement, ...]:
        with self._database.reading() as connection:
            return tuple(_judgement(row) for row in connection.execute(query.order_by(_judgements.c.number)).mappings())

    def _add(self, judgement: Judgement) -> Judgement:
        fields = {name: getattr(judgement, name) for name in Judgement.__struct_fields__ if name != "key"}
        fields |= {"claims": msgspec.json.encode(judgement.claims).decode(), "made": judgement.made.isoformat()}
        key = content_key("judgement", *fields.values(), secrets.token_hex(8))
        with self._database.writing() as connection:
            connection.execute(_judgements.insert().values(key=key, **fields))
            connection.execute(_judged.insert(), [{"claim": claim, "judgement": key} for claim in judgement.claims])
        return msgspec.structs.replace(judgement, key=key)


def _fault(verdict: str, claims: Sequence[str], author: str, field: str | None, value: str | None) -> str | None:
    if verdict not in get_args(Verdict):
        return f"{verdict} is no verdict"
    if verdict in _ALONE and len(claims) != 1:
        return f"{verdict} speaks of one claim, not {len(claims)}"
    if verdict not in _ALONE and len(claims) < 2:
        return f"{verdict} speaks of two or more claims"
    if not author.strip():
        return "it needs an author"
    if (verdict == "correct") != (field is not None) or (field is None) != (value is None):
        return "a field with its value belongs to correct, and only there"
    try:
        msgspec.json.decode(value or "null")
    except msgspec.DecodeError as error:
        return f"the value is no JSON ({error})"
    return None


def _moment(made: datetime | None) -> datetime:
    return datetime.now(UTC) if made is None else made.astimezone(UTC)


def _judgement(row: Any) -> Judgement:
    fields = {name: row[name] for name in Judgement.__struct_fields__}
    claims = msgspec.json.decode(fields["claims"], type=tuple[str, ...])
    return Judgement(**{**fields, "claims": claims, "made": datetime.fromisoformat(fields["made"])})


def _standing(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    undone: set[str] = set()
    decided: set[object] = set()
    standing = []
    for one in reversed(tuple(judgements)):
        if one.key in undone:
            continue
        if one.undoes is not None:
            undone.add(one.undoes)
            continue
        together = one.verdict in ("same", "different")
        matter = ("together" if together else one.verdict, frozenset(one.claims), one.field)
        if matter not in decided:
            decided.add(matter)
            standing.append(one)
    return tuple(reversed(standing))
