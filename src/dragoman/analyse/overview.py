"""What a day brought: new incidents, what is contested, talks, commitments under strain, dyads that changed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from datetime import date, timedelta
from math import log1p

import pyarrow as pa
from msgspec import Struct

from dragoman.analyse.briefs import Brief, briefs_from
from dragoman.analyse.digest import Digest, Tables, digest_of
from dragoman.model.grouped import State

WEEK, BEFORE = 7, 56
"""Days of the week that ends with the day looked at, and of the weeks before that it is compared with."""
AHEAD = 60
"""Days ahead within which a meeting counts as due."""
_STRAIN = 30
"""Days for which an alleged breach keeps a commitment among those under strain."""
_LAPSING = 14
_RANKED = 80
"""Incidents of a day among which those to be shown are chosen."""
_SHOWN = {"new": 14, "contested": 8, "held": 6, "due": 6, "strained": 6, "movers": 8}


class Calendar(Struct, frozen=True):
    """The days on which the reports of a store were published, in order, each with how many were."""

    days: tuple[date, ...]
    counts: tuple[int, ...]
    undated: int

    @property
    def latest(self) -> date | None:
        """The latest day of publication."""
        return self.days[-1] if self.days else None

    def count(self, day: date) -> int:
        """How many reports were published on a day."""
        at = bisect_left(self.days, day)
        return self.counts[at] if at < len(self.days) and self.days[at] == day else 0

    def before(self, day: date) -> date | None:
        """The last day of publication before a day."""
        at = bisect_left(self.days, day)
        return self.days[at - 1] if at else None

    def after(self, day: date) -> date | None:
        """The first day of publication after a day."""
        at = bisect_right(self.days, day)
        return self.days[at] if at < len(self.days) else None


class Strained(Struct, frozen=True):
    """A commitment under strain: alleged breaches of late by who alleges them, the last day on which one was told, or its end."""

    key: str
    what: str
    parties: tuple[str, ...]
    guarantors: tuple[str, ...]
    since: date | None
    until: date | None
    state: State
    alleged: tuple[tuple[str, int], ...]
    told: date | None


class Mover(Struct, frozen=True):
    """How acts of one party toward another changed: mean PLOVER score and number of acts, this week and over the weeks before.

    Scores run from -10 to 10; ``before`` is null where nothing was told of the two in those weeks.
    """

    source: str
    target: str
    now: float
    acts: int
    before: float | None
    acts_before: int

    @property
    def change(self) -> float:
        """By how much the score moved; against 0, which is neither good nor bad, where there was none before."""
        return round(self.now - (self.before or 0.0), 2)


class Overview(Struct, frozen=True):
    """A day: what its reports tell for the first time or tell on (``more`` counts what is not shown), and what stands open then."""

    day: date
    reports: int
    outlets: int
    new: tuple[Brief, ...]
    followed: tuple[Brief, ...]
    more: int
    contested: tuple[Brief, ...]
    held: tuple[Brief, ...]
    due: tuple[Brief, ...]
    strained: tuple[Strained, ...]
    movers: tuple[Mover, ...]


def calendar(tables: Tables) -> Calendar:
    """The days of publication of all reports."""
    found = tables.query("SELECT published, count(*) AS n FROM documents GROUP BY published ORDER BY published NULLS LAST")
    pairs = list(zip(found.column("published").to_pylist(), found.column("n").to_pylist(), strict=True))
    dated = [(day, count) for day, count in pairs if day is not None]
    return Calendar(tuple(day for day, _ in dated), tuple(count for _, count in dated), sum(n for day, n in pairs if day is None))


def overview(tables: Tables, day: date) -> Overview:
    """What the reports published on ``day`` brought, and how things stood.

    What was first told after that day is left out; statuses are those of the whole store.
    """
    digest = digest_of(tables)
    counts = "SELECT count(*) AS n, count(DISTINCT outlet) AS outlets FROM documents WHERE published = ?"
    told = tables.query(counts, [day]).to_pylist()[0]
    touched = _touched(tables, digest, day)
    since = {row["key"]: row["since"] for row in digest.at(touched.slice(0, _RANKED))}
    shown = sorted(briefs_from(digest.at(touched.slice(0, _RANKED))), key=_remoteness)[: _SHOWN["new"]]
    talks = _meetings(tables, digest, day)
    return Overview(
        day, told["n"], told["outlets"],
        tuple(one for one in shown if since[one.key] == day), tuple(one for one in shown if since[one.key] != day),
        touched.num_rows - len(shown), _contested(tables, digest, day),
        tuple(one for one in talks if _held(one) and _start(one) <= day)[: -_SHOWN["held"] - 1 : -1],
        tuple(one for one in talks if one.reality in {"planned", "promised"} and _start(one) > day)[: _SHOWN["due"]],
        _strained(tables, digest, day), _movers(tables, digest, day),
    )  # fmt: skip


def _remoteness(one: Brief) -> tuple[bool, bool, bool]:
    """What is told as having happened, on a day, to somebody, comes first; otherwise the order stays."""
    return (one.reality not in {"actual", "planned", "promised"}, one.first is None, not (one.actors or one.recipients))


def _held(one: Brief) -> bool:
    return one.reality == "actual" and one.stance == "asserts"


def _start(one: Brief) -> date:
    return one.first or one.last or date.min


def _touched(tables: Tables, digest: Digest, day: date) -> pa.Table:
    """The numbers of the incidents that reports of a day tell of; those that most of these tell come first."""
    sql = """
        SELECT b.row FROM tellings t JOIN briefs b ON b.row = t.row
        WHERE t.day = ? AND NOT b.background
        ORDER BY t.reports DESC, b.status = 'contested' DESC, b.type IN ('ASSAULT', 'CONSULT', 'AGREE', 'COERCE') DESC,
                 b.texts DESC, b.row
    """
    return tables.query(sql, [day], tellings=digest.tellings, briefs=digest.briefs)


_KNOWN = "NOT background AND (since IS NULL OR since <= ?)"
"""Incidents that a report published up to a day told of, or only ones without a day of publication."""


def _contested(tables: Tables, digest: Digest, day: date) -> tuple[Brief, ...]:
    sql = f"""
        SELECT row FROM briefs WHERE {_KNOWN} AND status = 'contested' AND coalesce(first, last) <= ? AND coalesce(last, first) > ?
        ORDER BY texts DESC, coalesce(last, first) DESC, key LIMIT ?
    """
    values = [day, day, day - timedelta(days=2 * WEEK), _SHOWN["contested"]]
    return briefs_from(digest.at(tables.query(sql, values, briefs=digest.briefs)))


def _meetings(tables: Tables, digest: Digest, day: date) -> tuple[Brief, ...]:
    sql = f"""
        SELECT row FROM briefs WHERE {_KNOWN} AND type = 'CONSULT' AND coalesce(first, last) > ? AND coalesce(first, last) <= ?
        ORDER BY coalesce(first, last), texts DESC, key LIMIT 400
    """
    values = [day, day - timedelta(days=WEEK), day + timedelta(days=AHEAD)]
    return briefs_from(digest.at(tables.query(sql, values, briefs=digest.briefs)))


def _strained(tables: Tables, digest: Digest, day: date) -> tuple[Strained, ...]:
    sql = """
        WITH alleged AS (
            SELECT k.key, k.b.alleged_by AS by, s.published AS told
            FROM (SELECT key, unnest(breached_by) AS b FROM commitments) k JOIN standing s ON s.claim = k.b.claim
            WHERE s.published <= ? AND s.published > ?
        )
        SELECT k.*, list(a.by) FILTER (a.by IS NOT NULL) AS alleged, max(a.told) AS told
        FROM commitments k LEFT JOIN alleged a USING (key)
        WHERE coalesce(k.since, ?) <= ? AND (a.key IS NOT NULL OR k.until BETWEEN ? AND ?)
        GROUP BY ALL ORDER BY told DESC NULLS LAST, k.since DESC NULLS LAST, k.key LIMIT ?
    """
    values = [day, day - timedelta(days=_STRAIN), day, day, day, day + timedelta(days=_LAPSING), _SHOWN["strained"]]
    return tuple(
        Strained(
            row["key"], row["what"], tuple(row["parties"]), tuple(row["guarantors"]), row["since"], row["until"], row["state"],
            tuple(sorted(Counter(row["alleged"] or ()).items(), key=lambda pair: (-pair[1], pair[0]))), row["told"],
        )
        for row in tables.query(sql, values, standing=digest.standing).to_pylist()
    )  # fmt: skip


def _movers(tables: Tables, digest: Digest, day: date) -> tuple[Mover, ...]:
    """Ordered pairs of parties whose acts changed most, a change counting more the more acts it rests on."""
    begin, week = day - timedelta(days=WEEK + BEFORE - 1), day - timedelta(days=WEEK - 1)
    sql = """
        SELECT source, target, avg(score) FILTER (day >= ?) AS now, count(*) FILTER (day >= ?) AS acts,
               avg(score) FILTER (day < ?) AS before, count(*) FILTER (day < ?) AS acts_before
        FROM acts WHERE day BETWEEN ? AND ? GROUP BY source, target HAVING acts > 0
    """
    rows = tables.query(sql, [week, week, week, week, begin, day], acts=digest.acts).to_pylist()
    moved = [
        Mover(row["source"], row["target"], round(row["now"], 2), row["acts"],
              None if row["before"] is None else round(row["before"], 2), row["acts_before"])
        for row in rows
    ]  # fmt: skip
    moved.sort(key=lambda one: (-abs(one.change) * log1p(one.acts), one.source, one.target))
    return tuple(one for one in moved if abs(one.change) >= 0.5)[: _SHOWN["movers"]]
