"""Feeds polled under a clock that a test turns, against a real server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import ConfigError
from dragoman.intake.limits import Limits
from dragoman.intake.polling import Feed, FeedsFile, MemoryState, load_feeds, poll
from dragoman.intake.web import Fetcher
from dragoman.model.corpus import Item

LIMITS = Limits(pace_seconds=0)


def rss(*numbers: int, url: str) -> str:
    items = "".join(f"<item><guid>{n}</guid><title>T{n}</title><link>{url}/{n}</link></item>" for n in numbers)
    return f"<rss version='2.0'><channel>{items}</channel></rss>"


class Turns:
    """Runs the poller until so many seconds have gone by on the clock."""

    def __init__(self, clock: Any, *feeds: Feed, state: MemoryState | None = None) -> None:
        self.clock = clock
        self.feeds = FeedsFile(feeds)
        self.state = state or MemoryState()
        self.fetcher = Fetcher(LIMITS, allow_private=True, clock=clock)

    def run(self, seconds: float = 0.0, *, once: bool = True) -> list[str]:
        end = self.clock.now() + seconds
        found = poll(
            self.feeds,
            self.state,
            self.fetcher,
            lambda: not once and self.clock.now() >= end,
            once=once,
            clock=self.clock,
            limits=LIMITS,
        )
        return [f"{one.title} {one.outlet}" if isinstance(one, Item) else f"unread {one.where} {one.reason}" for one in found]


def test_only_what_is_new_comes_and_what_has_not_changed_is_not_sent(site: Any, reply: Any, clock: Any) -> None:
    for number in range(4):
        site.pages[f"/{number}"] = reply(body="<p>Mali left.")
    site.pages["/feed"] = reply(body=rss(1, 2, url=site.url), kind="application/rss+xml", ETag='"1"')
    turns = Turns(clock, Feed(f"{site.url}/feed", outlet="Example Wire"))

    assert turns.run() == ["T1 Example Wire", "T2 Example Wire"]
    site.pages["/feed"] = reply(304)
    assert turns.run() == []
    assert site.headers[-1]["if-none-match"] == '"1"'
    site.pages["/feed"] = reply(body=rss(3, 2, url=site.url), kind="application/rss+xml", ETag='"2"')
    assert turns.run() == ["T3 Example Wire"]
    assert turns.state.get(f"{site.url}/feed") == ('"2"', None, ("1", "2", "3"))


def test_feeds_have_their_turns_when_they_are_due(site: Any, reply: Any, clock: Any) -> None:
    for name in ("fast", "slow"):
        site.pages[f"/{name}"] = reply(body=rss(url=site.url), kind="application/rss+xml")
    turns = Turns(clock, Feed(f"{site.url}/slow", every="1h"), Feed(f"{site.url}/fast", every="15m"))

    assert turns.run(3_601, once=False) == []
    assert [path for path in site.asked if path != "/robots.txt"] == ["/slow", "/fast", "/fast", "/fast", "/fast", "/slow", "/fast"]
    assert max(clock.slept) <= 1.0, "the question whether to stop is asked every second"


def test_a_feed_that_fails_is_asked_less_and_less(site: Any, reply: Any, clock: Any) -> None:
    turns = Turns(clock, Feed(f"{site.url}/feed", every="1m"))
    found = turns.run(16 * 60, once=False)

    assert site.asked.count("/feed") == 4, "after 0, 2, 6 and 14 minutes"
    assert all("answered 404" in one for one in found) and len(found) == 4
    site.pages["/feed"] = reply(body=rss(url=site.url), kind="application/rss+xml")
    turns = Turns(clock, Feed(f"{site.url}/feed", every="1m"))
    turns.run(181, once=False)
    assert site.asked.count("/feed") == 8, "one that works has its turns again"


def test_a_page_that_cannot_be_had_is_asked_for_three_times(site: Any, reply: Any, clock: Any) -> None:
    site.pages["/feed"] = reply(body=rss(1, 2, url=site.url), kind="application/rss+xml", ETag='"1"')
    site.pages["/1"] = reply(body="<p>Mali left.")
    turns = Turns(clock, Feed(f"{site.url}/feed", every="1m"))
    found = turns.run(300, once=False)

    assert found[0] == "T1 None" and len(found) == 2 and found[1].startswith(f"unread {site.url}/2")
    assert site.asked.count("/2") == 3 and site.asked.count("/1") == 1
    assert turns.state.get(f"{site.url}/feed") == ('"1"', None, ("1", "2"))


def test_once_leaves_what_failed_to_the_next_run(site: Any, reply: Any, clock: Any) -> None:
    site.pages["/feed"] = reply(body=rss(1, url=site.url), kind="application/rss+xml", ETag='"1"')
    turns = Turns(clock, Feed(f"{site.url}/feed"))

    assert "answered 404" in turns.run()[0]
    site.pages["/1"] = reply(body="<p>Mali left.")
    assert turns.run() == ["T1 None"]


def test_stopping_in_the_middle_loses_nothing(site: Any, reply: Any, clock: Any) -> None:
    site.pages["/feed"] = reply(body=rss(1, 2, 3, url=site.url), kind="application/rss+xml", ETag='"1"')
    for number in range(1, 4):
        site.pages[f"/{number}"] = reply(body="<p>Mali left.")
    turns = Turns(clock, Feed(f"{site.url}/feed"))
    taken: list[str | None] = []
    for one in poll(turns.feeds, turns.state, turns.fetcher, lambda: len(taken) >= 2, once=True, clock=clock, limits=LIMITS):
        assert isinstance(one, Item)
        taken.append(one.title)
    assert taken == ["T1", "T2"]
    assert turns.state.get(f"{site.url}/feed") == (None, None, ("1", "2"))
    killed = poll(turns.feeds, turns.state, turns.fetcher, lambda: False, once=True, clock=clock, limits=LIMITS)
    next(killed)
    killed.close()  # type: ignore[attr-defined]
    assert turns.run() == ["T3 None"], "what nobody has taken to the end is new again"


def test_a_list_of_feeds(tmp_path: Path) -> None:
    path = tmp_path / "FEEDS.toml"
    path.write_text(
        '[[feed]]\nurl = "https://a.example/rss"\nevery = "2h"\noutlet = "Example Wire"\n'
        '[[feed]]\nurl = "https://b.example/rss"\nevery = "5s"\n'
    )
    feeds = load_feeds(path)

    assert feeds.feed[0] == Feed("https://a.example/rss", "2h", "Example Wire")
    assert [one.seconds() for one in feeds.feed] == [7_200.0, 60.0], "never more often than once a minute"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no feed"), ("[[feed]]\nevery = '1h'", "url"), ("[[feed]]\nurl = 'ftp://a'", "not an http"),
        ("[[feed", "TOML|Invalid|Expected"),
        ("[[feed]]\nurl = 'https://a'\nevery = 'often'", "not a time"), ("[[feed]]\nurl = 'https://a'\ncolour = 1", "colour"),
        ("[[feed]]\nurl = 'https://a'\n[[feed]]\nurl = 'https://a'", "twice"),
    ],
)  # fmt: skip
def test_lists_that_are_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "FEEDS.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=says):
        load_feeds(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        load_feeds(tmp_path / "none.toml")
