"""The feed: valid Atom, the incidents of the filters, ids that stay, everything escaped."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

import feedparser
import pytest
from made_store import CLAIMS, GROUPING, INCIDENTS, make_store
from msgspec.structs import replace
from starlette.testclient import TestClient
from visitors import open_client

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: TestClient, query: str = "") -> Xml.Element:
    answer = client.get(f"/feed.atom{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml"
    return Xml.fromstring(answer.content)


def incidents(feed: Xml.Element) -> set[str]:
    keys = {(entry.findtext(f"{ATOM}id") or "").removeprefix("urn:dragoman:incident:") for entry in feed.iter(f"{ATOM}entry")}
    return {name for name, one in INCIDENTS.items() if one.incident.key in keys}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?status=contested", {"shelling"}),
        ("?type=CONSULT", {"talks", "due"}),
        ("?party=IGO:EU&page=7", {"talks"}),
        ("?dyad=ARM,RUS", set()),
        ("", {"shelling", "accusation", "breaking", "repelled", "talks", "due"}),
    ],
)
def test_a_feed_has_the_incidents_of_its_filters(client: TestClient, query: str, names: set[str]) -> None:
    assert incidents(read(client, query)) == names


def test_a_feed_has_what_atom_asks_for(client: TestClient) -> None:
    feed = read(client, "?status=contested")

    for part in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{ATOM}{name}")) == 1
            assert part.findtext(f"{ATOM}{name}")
        assert datetime.fromisoformat(part.findtext(f"{ATOM}updated") or "").tzinfo is not None
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Dragoman"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://127.0.0.1/feed.atom?status=contested", "alternate": "http://127.0.0.1/incidents?status=contested",
    }  # fmt: skip
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}updated") == "2022-09-14T00:00:00Z"
    assert "contested" in (entry.findtext(f"{ATOM}title") or "")
    assert client.get((entry.find(f"{ATOM}link").get("href") or "").removeprefix("http://127.0.0.1")).status_code == 200  # type: ignore[union-attr]


def test_ids_stay_and_other_filters_are_another_feed(client: TestClient) -> None:
    def own(query: str) -> str | None:
        return read(client, query).findtext(f"{ATOM}id")

    assert own("?status=contested&type=ASSAULT") == own("?type=ASSAULT&status=contested&page=2")
    assert own("?status=contested") != own("")


def test_a_feed_reader_finds_nothing_wrong(client: TestClient) -> None:
    parsed = feedparser.parse(client.get("/feed.atom").content)

    assert not parsed.bozo
    assert parsed.version == "atom10"
    assert len(parsed.entries) == 6


def test_hostile_names_are_escaped(tmp_path: Path) -> None:
    hostile = replace(INCIDENTS["shelling"], places=("]]><script>alert(1)</script>", "a\x01b\u202ec&\ufffe"))
    own = make_store(tmp_path / "store", grouping=replace(GROUPING, incidents=(hostile,)))
    with open_client(own) as client:
        text = client.get("/feed.atom?q=%3Cscript%3E").text
        feed = read(client)

    assert "<script" not in text
    summary = feed.findtext(f"{ATOM}entry/{ATOM}summary") or ""
    assert "]]><script>alert(1)</script>" in summary
    assert not {"\x01", "\u202e", "\ufffe"} & set(summary)
    assert len(CLAIMS) > 1


def test_a_strange_filter_is_refused(client: TestClient) -> None:
    assert client.get("/feed.atom?since=yesterday").status_code == 400
