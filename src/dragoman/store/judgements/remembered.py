"""What is kept between runs besides judgements: what is known of feeds, and tokens."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal, get_args

import sqlalchemy as sa
from msgspec import Struct

from dragoman.errors import InputError, StoreError
from dragoman.store.judgements.database import Database, is_repeat

Role = Literal["reader", "reviewer", "admin"]
"""Who may look, who may judge as well, and who may do everything."""

_tables = sa.MetaData()
_feeds = sa.Table("feeds", _tables, sa.Column("url", sa.Text), sa.Column("state", sa.Text))
_tokens = sa.Table("tokens", _tables, *(sa.Column(name, sa.Text) for name in ("name", "role", "hash", "made", "revoked")))


class FeedStates:
    """What is remembered of each feed between visits; what it is, the one who polls decides."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, url: str) -> bytes | None:
        """What was put for the feed, none if nothing was."""
        with self._database.reading() as connection:
            found = connection.execute(sa.select(_feeds.c.state).where(_feeds.c.url == url)).scalar()
        return None if found is None else str(found).encode()

    def put(self, url: str, state: bytes) -> None:
        """Remember something of the feed, in place of what was: UTF-8, such as JSON."""
        with self._database.writing() as connection:
            changed = connection.execute(_feeds.update().where(_feeds.c.url == url).values(state=state.decode()))
            if not changed.rowcount:
                connection.execute(_feeds.insert().values(url=url, state=state.decode()))


class Token(Struct, frozen=True):
    """A token without its secret."""

    name: str
    role: Role
    made: datetime
    revoked: datetime | None = None


class Tokens:
    """Secrets that open the desk and its interface to programs. Only their digests are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, name: str, role: Role) -> str:
        """Make a token and return its secret; it is never shown again.

        Raises:
            InputError: the role is none, or there was a token of this name.
        """
        if role not in get_args(Role):
            raise InputError(f"token: {role} is no role ({', '.join(get_args(Role))})")
        if not name.strip():
            raise InputError("token: it needs a name")
        secret = f"dragoman_{secrets.token_urlsafe(32)}"
        row = {"name": name, "role": role, "hash": _hashed(secret), "made": datetime.now(UTC).isoformat()}
        try:
            with self._database.writing() as connection:
                connection.execute(_tokens.insert().values(**row))
        except StoreError as error:
            if is_repeat(error):
                raise InputError(f"token: there was one called {name} already") from error
            raise
        return secret

    def revoke(self, name: str) -> None:
        """Make a token worthless for ever.

        Raises:
            InputError: there is no token of this name that still opens anything.
        """
        live = _tokens.update().where(_tokens.c.name == name, _tokens.c.revoked.is_(None))
        with self._database.writing() as connection:
            changed = connection.execute(live.values(revoked=datetime.now(UTC).isoformat())).rowcount
        if not changed:
            raise InputError(f"token: there is none called {name}")

    def check(self, secret: str) -> Token | None:
        """The token of this secret, none if there is none or it is revoked. It takes as long whatever the secret is."""
        asked, found = _hashed(secret), None
        for row in self._rows():
            if hmac.compare_digest(asked, row["hash"]) and row["revoked"] is None:
                found = _token(row)
        return found

    def list(self) -> tuple[Token, ...]:
        """All tokens, by name."""
        return tuple(_token(row) for row in self._rows())

    def _rows(self) -> Sequence[Any]:
        with self._database.reading() as connection:
            return connection.execute(sa.select(_tokens).order_by(_tokens.c.name)).mappings().all()


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _token(row: Any) -> Token:
    revoked = None if row["revoked"] is None else datetime.fromisoformat(row["revoked"])
    return Token(row["name"], row["role"], datetime.fromisoformat(row["made"]), revoked)
