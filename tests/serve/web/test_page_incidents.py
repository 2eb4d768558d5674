"""The list of incidents with its filters, and an incident with its accounts side by side."""

from __future__ import annotations

import re

import pytest
from made_store import CLAIMS, DOCUMENTS, INCIDENTS
from made_store import key as claim_key
from starlette.testclient import TestClient


def key(name: str) -> str:
    return INCIDENTS[name].incident.key


def shown(page: str) -> set[str]:
    """The incidents that a list shows, by their names."""
    keys = set(re.findall(r'<h\d><a href="/incident/([0-9a-f]{32})"', page))
    return {name for name, one in INCIDENTS.items() if one.incident.key in keys}


ALL = {"shelling", "accusation", "breaking", "repelled", "talks", "due"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ALL),
        ("background=1", ALL | {"promise"}),
        ("status=contested", {"shelling"}),
        ("status=one-sided&status=contested", {"shelling", "breaking", "repelled"}),
        ("type=CONSULT", {"talks", "due"}),
        ("since=2022-09-14&until=2022-09-30", {"accusation", "repelled", "talks"}),
        ("place=SOTK", {"shelling"}),
        ("party=IGO:EU", {"talks"}),
        ("dyad=AZE.MIL,ARM&type=ASSAULT&until=2022-09-13", {"shelling"}),
        ("dyad=ARM,RUS", set()),
    ],
)
def test_filters_narrow_the_list(client: TestClient, query: str, names: set[str]) -> None:
    assert shown(client.get(f"/incidents?{query}").text) == names


def test_the_list_counts_by_status_and_leads_to_each(client: TestClient) -> None:
    page = client.get("/incidents?since=2022-09-01").text

    assert "5 happenings" in page
    assert 'href="/incidents?since=2022-09-01&amp;status=contested"' in page
    assert "contradict each other" in page


def test_accounts_stand_side_by_side_with_their_words(client: TestClient) -> None:
    page = client.get(f"/incident/{key('shelling')}").text
    accounts = page.split('class="accounts', 1)[1].split("</div>", 1)[0]

    assert re.findall(r'<h3 id="a-\d+">(?:<bdi[^>]*>)?([^<]+)', accounts) == ["Armenia", "Azerbaijan"]
    assert f'/report/{DOCUMENTS["wire"].key}?claim={claim_key("shelled")}#w-{claim_key("shelled")}">shelled</a>' in accounts
    assert "Azerbaijani forces had <a" in accounts
    assert "repeated in 1 copy" in accounts
    assert '<span class="flag f-denies">denies</span>' in accounts


def test_it_says_why_it_has_its_status_with_numbers_for_claims_and_names_for_codes(client: TestClient) -> None:
    page = client.get(f"/incident/{key('shelling')}").text
    why = re.sub(r"<[^>]+>", "", page.split('class="why"', 1)[1].split("</p>", 1)[0])

    assert "Armenia says asserted (" in why
    assert "Azerbaijan says denied (" in why
    assert claim_key("shelled")[:8] not in why


def test_it_shows_what_accounts_differ_in_and_agree_on(client: TestClient) -> None:
    page = client.get(f"/incident/{key('shelling')}").text
    differ = page.split('id="h-differ"', 1)[1].split("</table>", 1)[0]
    agree = page.split('id="h-agree"', 1)[1].split("</table>", 1)[0]

    assert "Whether it happened" in differ
    assert "Killed (Armenia)" in differ
    assert "<bdi>49</bdi>" in differ
    assert "<bdi>105</bdi>" in differ
    assert "Tue 13 Sep 2022" in agree
    assert "Sotk" in agree


def test_figures_are_told_and_drawn_by_claimant(client: TestClient) -> None:
    tolls = client.get(f"/incident/{key('shelling')}").text.split('id="h-tolls"', 1)[1].split("</section>", 1)[0]

    assert "the latest figure of the side that counts its own".capitalize() in tolls
    assert tolls.count('class="m-circle') == 2
    assert 'class="m-circle old"' in tolls
    assert tolls.count('<tr class="old">') == 1


def test_reports_copies_joins_and_neighbours_are_there(client: TestClient) -> None:
    page = client.get(f"/incident/{key('shelling')}").text

    assert "97 % alike" in page
    assert f"/report/{DOCUMENTS['reprint'].key}" in page
    assert 'href="https://wire.example/stories/1" rel="noopener noreferrer nofollow"' in page
    assert "same place Sotk" in page
    assert "7.25" in page
    after = page.split("<h3>After</h3>", 1)[1]
    assert key("repelled") in after
    assert key("shelling") in client.get(f"/incident/{key('repelled')}").text.split("<h3>Before</h3>", 1)[1]


@pytest.mark.parametrize("name", CLAIMS)
def test_any_claim_of_an_incident_is_its_address(client: TestClient, name: str) -> None:
    found = client.get(f"/incident/{claim_key(name)}", follow_redirects=False)
    meant = claim_key("shelled" if name == "copied" else name)
    own = next(one.incident.key for one in INCIDENTS.values() if meant in one.incident.claims)

    assert found.status_code == 307
    assert found.headers["location"] == f"/incident/{own}"


@pytest.mark.parametrize("path", ["x", "0" * 32, "0" * 31, "'; DROP TABLE claims; --"])
def test_what_is_no_incident_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/incident/{path}").status_code == 404
