"""What people decide and what must be remembered between runs: judgements, feeds, tokens. The only door to SQLAlchemy."""

from __future__ import annotations

from dragoman.store.judgements.decisions import Decisions
from dragoman.store.judgements.remembered import FeedStates, Role, Token, Tokens

__all__ = ["Decisions", "FeedStates", "Role", "Token", "Tokens"]
