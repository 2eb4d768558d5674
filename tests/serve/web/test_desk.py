"""The desk: one state for each request, refreshed when there is a newer one, answers kept."""

from __future__ import annotations

import threading
import time
from typing import Any

import pyarrow as pa
import pytest

from dragoman.codebook.load import load
from dragoman.serve.web import desk as desk_module
from dragoman.serve.web.desk import Answers, Desk, View
from dragoman.serve.web.names import Names


class Versions:
    def __init__(self, sequence: int) -> None:
        self.sequence = sequence


class Made:
    """A state that knows its number only."""

    def __init__(self, sequence: int) -> None:
        self.versions = Versions(sequence)

    def query(self, query: str, parameters: Any = (), **given: pa.Table) -> pa.Table:
        return pa.table({"n": [self.versions.sequence]})


class Growing:
    """A store that may have a newer state whenever it is asked."""

    def __init__(self) -> None:
        self.state, self.asked = Made(1), 0

    def snapshot(self) -> Made:
        self.asked += 1
        return self.state


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Growing:
    """A store of which there is nothing to gather."""
    monkeypatch.setattr(desk_module, "gather", lambda state: object())
    return Growing()


def number(view: View, times: int = 1) -> int:
    return int(view.query("x").column("n")[0].as_py()) * times


def test_a_newer_state_is_looked_for_at_most_once_a_second(source: Growing, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(desk_module.time, "monotonic", lambda: now[0])
    desk = Desk(source, Names(load()))
    first = desk.now()
    source.state = Made(2)

    assert desk.now() is first
    assert desk.peek() is first
    assert source.asked == 1
    now[0] += 1.1
    assert desk.peek() is None
    assert desk.now().sequence == 2
    assert first.sequence == 1, "what a request was given does not change under it"


def test_a_judgement_made_here_is_seen_at_once(source: Growing) -> None:
    desk = Desk(source, Names(load()))
    desk.now()
    source.state = Made(2)
    desk.changed()

    assert desk.now().sequence == 2


def test_the_version_covers_store_and_decisions(source: Growing) -> None:
    decided = ["0"]
    desk = Desk(source, Names(load()), decided=lambda: decided[0])
    before = desk.now()
    decided[0] = "1"
    after = desk.now(fresh=True)

    assert before.version != after.version
    assert before.sequence == after.sequence


def test_an_answer_is_found_once_for_each_version_and_argument(source: Growing) -> None:
    desk, asked = Desk(source, Names(load())), []

    def question(view: View, times: int) -> int:
        asked.append(times)
        return number(view, times)

    assert [desk.now().ask(question, 2), desk.now().ask(question, 2), desk.now().ask(question, 3)] == [2, 2, 3]
    assert asked == [2, 3]
    source.state = Made(5)
    assert desk.now(fresh=True).ask(question, 2) == 10


def test_two_threads_that_ask_the_same_wait_for_one_answer() -> None:
    answers, asked = Answers(), []

    def find() -> int:
        asked.append(1)
        time.sleep(0.1)
        return 7

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(answers.get("q", find))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)

    assert found == [7] * 4
    assert asked == [1]


def test_answers_are_bounded_and_a_failure_is_no_answer() -> None:
    answers = Answers(2)
    for key in "abc":
        answers.get(key, key.upper)
    asked: list[int] = []
    answers.get("a", lambda: asked.append(1))
    assert asked == [1], "the one asked for longest ago went"

    def broken() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        answers.get("d", broken)
    assert answers.get("d", lambda: 4) == 4


def test_a_state_that_is_long_in_taking_is_taken_beside_while_the_old_one_is_shown(
    source: Growing, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    going = threading.Event()

    def slow(state: Any) -> Any:
        if state.versions.sequence > 1:
            going.wait(5)
        now[0] += 3.0
        return object()

    monkeypatch.setattr(desk_module.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(desk_module, "gather", slow)
    desk = Desk(source, Names(load()))
    assert desk.now().sequence == 1
    source.state = Made(2)
    now[0] += 2
    assert desk.now().sequence == 1, "it rests for a while after it took in a large state"
    now[0] += 20
    assert desk.now().sequence == 1
    going.set()
    until = time.perf_counter() + 5
    while desk.peek() is None or desk.peek().sequence == 1:  # type: ignore[union-attr]
        assert time.perf_counter() < until
        now[0] += 0.0
        desk.now()
        time.sleep(0.01)
    assert desk.now().sequence == 2
    source.state = Made(3)
    desk.changed()
    assert desk.now().sequence == 3, "a judgement made here is waited for"


def test_a_newer_state_is_never_taken_over_by_an_older_one(source: Growing) -> None:
    desk = Desk(source, Names(load()))
    desk.now()
    source.state = Made(3)
    desk.changed()
    desk._take(View(Made(2), desk.names, "", Answers()))

    assert desk.now().sequence == 3


def test_what_was_gathered_stays_when_only_a_decision_was_made(source: Growing) -> None:
    decided = ["0"]
    desk = Desk(source, Names(load()), decided=lambda: decided[0])
    before = desk.now().digest
    decided[0] = "1"

    assert desk.now(fresh=True).digest is before
