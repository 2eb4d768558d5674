"""Talks and commitments: lists with filters, and one commitment in order of time with the words of all who speak of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from made_store import CLAIMS, COMMITMENT, DOCUMENTS, GROUPING, INCIDENTS, make_store
from made_store import key as claim_key
from msgspec.structs import replace
from starlette.testclient import TestClient
from visitors import open_client

from dragoman.analyse.briefs import Wanted
from dragoman.analyse.talks import agreements, commitments, history, meetings
from dragoman.model.grouped import Grouping
from dragoman.model.incident import Breach
from dragoman.store.lake import Lake


def key(name: str) -> str:
    return INCIDENTS[name].incident.key


def section(page: str, heading: str) -> str:
    """The part of a page from a heading to the next of its kind."""
    return page.split(f'id="{heading}"', 1)[1].split("<h2", 1)[0]


def words_of(name: str) -> str:
    """The link from the words of a claim into its report."""
    return f"/report/{DOCUMENTS[CLAIMS[name][0]].key}?claim={claim_key(name)}#w-{claim_key(name)}"


def test_commitments_show_state_promise_and_who_alleges_the_breach(client: TestClient) -> None:
    page = section(client.get("/talks").text, "h-commitments")

    assert f'href="/commitment/{COMMITMENT.key}"' in page
    assert COMMITMENT.what in page
    assert "breach alleged by Armenia (1 claim)" in page
    assert words_of("promised") in page
    assert words_of("breach") in page, "the words of the alleged breach too"
    assert "guaranteed or mediated by" in page


def test_meetings_name_mediators_places_and_what_is_only_planned(client: TestClient) -> None:
    page = section(client.get("/talks").text, "h-meetings")

    rows = {name: row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) for name in ("talks", "due") if key(name) in row}
    assert "European Union" in rows["talks"]
    assert "Brussels" in rows["talks"]
    assert '<span class="flag">planned</span>' in rows["due"]
    assert "none named" in rows["due"]


def test_agreements_of_history_show_when_they_are_asked_for(client: TestClient) -> None:
    assert "None told" in section(client.get("/talks").text, "h-agreements")
    assert key("promise") in section(client.get("/talks?background=1").text, "h-agreements")


def test_filters_narrow_every_list(client: TestClient) -> None:
    page = client.get("/talks?since=2022-10-01").text

    assert key("due") in page
    assert key("talks") not in page
    assert COMMITMENT.key in page, "what has no end is still in force"
    assert COMMITMENT.key not in client.get("/talks?until=2022-07-31").text
    assert COMMITMENT.key not in client.get("/talks?party=FRA").text
    assert COMMITMENT.key in client.get("/talks?dyad=ARM,AZE").text


def test_states_narrow_commitments(client: TestClient) -> None:
    broken, kept = (client.get("/talks", params={"show": "commitments", "state": state}).text for state in ("breach alleged", "kept"))

    assert COMMITMENT.key in broken
    assert COMMITMENT.key not in kept
    assert "No commitment fits" in kept
    assert "h-meetings" not in kept


@pytest.mark.parametrize("asked", ["state=broken", "show=all", "since=soon"])
def test_what_cannot_be_asked_is_refused(client: TestClient, asked: str) -> None:
    assert client.get(f"/talks?{asked}").status_code == 400


def test_a_commitment_has_its_history_in_order_of_time(client: TestClient) -> None:
    page = client.get(f"/commitment/{COMMITMENT.key}").text

    told = page.split('class="history"')[1]
    assert told.index("Promised") < told.index("Alleged breach")
    assert words_of("promised") in told
    assert words_of("breach") in told
    assert f'href="/incident/{key("breaking")}"' in told
    assert "/dyad?dyad=ARM,AZE" in page
    assert "Armenia" in section(page, "h-history").split("alleged by")[1]


def test_a_claim_of_its_making_leads_to_a_commitment_and_others_do_not(tmp_path: Path) -> None:
    own = replace(COMMITMENT, key="0" * 32)
    with open_client(make_store(tmp_path / "store", grouping=Grouping(GROUPING.incidents, (own,), GROUPING.reprints))) as client:
        found = client.get(f"/commitment/{claim_key('promised')}", follow_redirects=False)
        assert (found.status_code, found.headers["location"]) == (307, f"/commitment/{own.key}")
        assert client.get(f"/commitment/{own.key}").status_code == 200
        assert client.get(f"/commitment/{claim_key('shelled')}").status_code == 404
        assert client.get("/commitment/..%2fx").status_code == 404


def test_the_list_of_commitments_has_its_place(client: TestClient) -> None:
    found = client.get("/commitments?party=ARM", follow_redirects=False)

    assert (found.status_code, found.headers["location"]) == (307, "/talks?party=ARM&show=commitments")


def test_claims_of_one_incident_are_one_event_with_those_who_deny_it(tmp_path: Path) -> None:
    broken = tuple(Breach(claim_key(name), voice) for name, voice in (("shelled", "ARM"), ("toll", "ARM"), ("repelled", "AZE")))
    own = replace(COMMITMENT, breached_by=broken, kept_by=(claim_key("met"),))
    lake = make_store(tmp_path / "store", grouping=Grouping(GROUPING.incidents, (own,), GROUPING.reprints))

    found = history(lake.snapshot(), own.key)

    assert found is not None
    assert [(one.part, one.day) for one in found.events] == [
        ("promise", date(2022, 8, 1)), ("breach", date(2022, 9, 13)), ("keeping", date(2022, 9, 14)), ("breach", date(2022, 9, 14)),
    ]  # fmt: skip
    shelling = found.events[1]
    assert set(shelling.claims) == {claim_key("shelled"), claim_key("toll")}
    assert shelling.alleged_by == ("ARM",)
    assert shelling.standing is not None
    assert shelling.standing.denied_by == CLAIMS["denied"][1].voice.codes
    assert found.cut == 0


def test_pages_of_a_list_count_from_one(lake: Lake) -> None:
    snapshot = lake.snapshot()

    first, second = (meetings(snapshot, Wanted(), page, 1) for page in (1, 2))
    assert (first.total, second.total) == (2, 2)
    assert [one.brief.key for one in (*first.listed, *second.listed)] == [key("due"), key("talks")], "the latest first"
    assert agreements(snapshot, Wanted(background=True)).total == 1
    assert commitments(snapshot, Wanted(), None, 2, 25).listed == ()


def test_hostile_words_of_a_commitment_stay_words(tmp_path: Path) -> None:
    own = replace(COMMITMENT, what="<script>alert(1)</script> \u202eevil", why="<img src=x onerror=alert(1)>")
    with open_client(make_store(tmp_path / "store", grouping=Grouping(GROUPING.incidents, (own,), GROUPING.reprints))) as client:
        for address in ("/talks", f"/commitment/{own.key}"):
            page = client.get(address).text
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert "\u202e" not in page
            assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    with open_client(Lake.create(tmp_path / "empty")) as client:
        page = client.get("/talks").text
        assert page.count("None told") == 2
        assert "No commitment fits" in page
        assert client.get("/dyads").status_code == 200
        assert client.get("/dyad?dyad=ARM,AZE").status_code == 200
