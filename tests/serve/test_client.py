"""The client against a desk that is served."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import InputError, StoreError
from dragoman.serve.client import Client
from dragoman.store.judgements import Decisions

sys.path.insert(0, str(Path(__file__).parent / "web"))
from made_store import CLAIMS, COMMITMENT, DOCUMENTS, INCIDENTS, make_store
from made_store import key as claim_key
from visitors import serving


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    """The address of a desk that asks for tokens, and its decisions."""
    from dragoman.serve.web.access import Access
    from dragoman.serve.web.app import Options

    folder = tmp_path_factory.mktemp("client")
    lake = make_store(folder / "store")
    with ExitStack() as held:
        decisions = held.enter_context(Decisions.open(folder / "decisions.sqlite"))
        yield held.enter_context(serving(lake, Options(Access(keys=decisions.tokens)), decisions)), decisions


@pytest.fixture(scope="module")
def client(desk: tuple[str, Any]) -> Client:
    address, decisions = desk
    return Client(address, decisions.tokens.make("mira", "reviewer"))


def test_everything_is_read_as_records(client: Client) -> None:
    assert client.store().rows["claims"] == len(CLAIMS)
    assert {one.key for one in client.incidents(background=True)} == {one.incident.key for one in INCIDENTS.values()}
    assert client.incident(claim_key("denied")).happened == INCIDENTS["shelling"]
    assert [one.claim for one in client.claims(document=DOCUMENTS["talks"].key)] == [CLAIMS["met"][1]]
    assert client.claim(claim_key("toll")).claim == CLAIMS["toll"][1]
    assert {one.key for one in client.documents(since=date(2022, 9, 15))} == {DOCUMENTS["talks"].key}
    assert client.document(DOCUMENTS["wire"].key).document == DOCUMENTS["wire"]
    assert client.series("ARM", "AZE", by="day").steps
    assert list(client.commitments(state="breach alleged")) == [COMMITMENT]
    assert client.commitment(COMMITMENT.key) == COMMITMENT
    assert "ARM.MIL" in {one.code for one in client.actors()}
    assert client.search("shelled", within="claims", outlet="Yerevan Herald").reports == 1


def test_filters_may_have_several_values(client: Client) -> None:
    found = {one.status for one in client.incidents(status=["contested", "one-sided"], since=date(2022, 9, 1))}

    assert found == {"contested", "one-sided"}


def test_what_has_not_changed_is_not_read_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.store()
    asked: list[object] = []
    ask = client._ask
    monkeypatch.setattr(client, "_ask", lambda request: asked.append(found := ask(request)) or found)

    assert client.store() == first
    assert asked == [None], "the desk says that the kept answer still holds"


def test_a_judgement_is_made_and_taken_back(client: Client) -> None:
    made = client.judge("correct", [claim_key("repelled")], field="type", value="PROTEST", note="a march")

    assert made.judgement.author == "mira"
    assert [one.judgement for one in client.judgements(claim_key("repelled"))] == [made.judgement]

    undone = client.undo(made.judgement.key, "a slip")

    assert undone.judgement.undoes == made.judgement.key
    assert [one.stands for one in client.judgements(claim_key("repelled"))] == [False, False]


def test_what_the_desk_refuses_is_said(client: Client, desk: tuple[str, Any]) -> None:
    with pytest.raises(InputError, match="No claim has this key"):
        client.claim("f" * 32)
    with pytest.raises(InputError, match="no such filter here"):
        list(client.incidents(kind="ASSAULT"))
    with pytest.raises(InputError, match="asks for a token"):
        Client(desk[0]).store()
    with pytest.raises(InputError, match="not known"):
        Client(desk[0], "wrong").store()


def test_a_desk_that_is_not_there_is_said() -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        Client("http://127.0.0.1:9", timeout=2).store()


@pytest.mark.parametrize("address", ["", "127.0.0.1:8765", "file:///etc/passwd", "ftp://desk.example"])
def test_only_an_address_of_a_desk_is_taken(address: str) -> None:
    with pytest.raises(InputError, match="not the address of a desk"):
        Client(address)
