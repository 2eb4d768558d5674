"""Search: what is found, how it is shown in its place, and how it is counted."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from made_store import DOCUMENTS, make_document, make_store
from made_store import key as claim_key
from starlette.testclient import TestClient
from visitors import open_client

from dragoman.analyse.search import Looked, search, terms_of
from dragoman.store.lake import Lake


def reports(lake: Lake, words: str, **more: Any) -> set[str]:
    keys = {hit.document for hit in search(lake.snapshot(), Looked(terms_of(words), **more)).hits}
    return {name for name, one in DOCUMENTS.items() if one.key in keys}


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("  shelled   Sotk ", ("shelled", "Sotk")),
        ('"prime  minister" said', ("prime minister", "said")),
        ("“prime minister”", ("prime minister",)),
        ('"unclosed words', ('"unclosed', "words")),
        ('""', ()),
        ("", ()),
        ("a b c d e f g h i j", tuple("abcdefgh")),
    ],
)
def test_words_are_parted(words: str, terms: tuple[str, ...]) -> None:
    assert terms_of(words) == terms


@pytest.mark.parametrize(
    ("words", "more", "found"),
    [
        ("SHELLED", {}, {"wire", "herald", "reprint"}),
        ('"prime minister" shelled', {}, {"herald"}),
        ("shelled", {"outlet": "Yerevan Herald"}, {"herald"}),
        ("shelled", {"month": "2022-10"}, set()),
        ("the", {"types": ("CONSULT",)}, {"talks", "wire"}),
        ("shelled", {"statuses": ("one-sided",)}, set()),
        ("forces", {"within": "quotations"}, {"wire"}),
        ("provocation", {"within": "claims"}, set()),
        ("saboteurs", {"within": "claims"}, {"courier"}),
        ("saboteurs", {"parties": ("ARM.MIL",)}, {"courier"}),
        ("saboteurs", {"parties": ("RUS",)}, set()),
        ("%", {}, set()),
        ("_otk", {}, set()),
        (".*", {}, set()),
        ("!", {}, set()),
    ],
)
def test_reports_are_found(lake: Lake, words: str, more: dict[str, Any], found: set[str]) -> None:
    assert reports(lake, words, **more) == found


def test_what_is_found_is_counted(lake: Lake) -> None:
    found = search(lake.snapshot(), Looked(("shelled",)))

    assert found.reports == 3
    assert dict(found.facets.outlets) == {"Caucasus Wire": 1, "Yerevan Herald": 1, "Morning Reprint": 1}
    assert dict(found.facets.months) == {"2022-09": 3}
    assert dict(found.facets.statuses)["contested"] >= 3
    assert dict(found.facets.parties)["AZE"] >= 3
    assert found.cut is False


def test_words_stand_in_their_place(lake: Lake) -> None:
    hit = next(one for one in search(lake.snapshot(), Looked(("sotk",))).hits if one.document == DOCUMENTS["herald"].key)
    said = "".join(part.text for part in hit.claims[0].parts).removeprefix("… ").removesuffix(" …")

    assert said in DOCUMENTS["herald"].text
    assert [part.text for part in hit.claims[0].parts if part.found] == ["Sotk"]
    assert [part.text for part in hit.claims[0].parts if part.told] == ["shelled"]


def test_the_page_links_words_into_the_report(client: TestClient) -> None:
    page = client.get("/search?q=shelled").text
    herald, claim = DOCUMENTS["herald"].key, claim_key("toll")

    assert f'<a href="/report/{herald}?claim={claim}#w-{claim}"><mark>shelled</mark></a>' in page
    assert f'<a href="/report/{DOCUMENTS["wire"].key}#:~:text=shelled"><mark>shelled</mark></a>' in page
    assert "3 reports" in page


def test_a_facet_narrows_and_its_chosen_value_leads_back(client: TestClient) -> None:
    page = client.get("/search?q=shelled").text
    narrower = unescape(re.search(r'href="(/search\?[^"]*outlet=Yerevan[^"]*)"', page)[1])  # type: ignore[index]
    narrowed = client.get(narrower).text

    assert "1 report" in narrowed
    assert re.search(r'<a href="/search\?q=shelled" aria-current="true"><bdi>Yerevan Herald</bdi>', narrowed) is not None


@pytest.mark.parametrize("query", ["in=texts", "month=2022-13", "month=x", "outlet=%00", "q=%00", "page=x", "type=x"])
def test_a_strange_address_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/search?{query}").status_code == 400


def test_without_words_the_page_says_how_to_search(client: TestClient) -> None:
    assert "All words must stand in the report" in client.get("/search").text
    assert "Nothing holds these words" in client.get("/search?q=zzzz").text
    assert client.get("/search?q=shelled&page=900").status_code == 200


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> & <b>Sotk</b>\n\n\u202e\"><img src=x onerror=alert(2)> Sotk\x07 Sotk-’”"
    hostile = make_document(text, "<i>outlet</i>", None)
    own = make_store(tmp_path / "store", {"hostile": hostile}, {})
    with open_client(own) as client:
        for words in ("Sotk", "<script>", '"><img', "onerror=alert(2)>", "\u202e"):
            page = client.get("/search", params={"q": words}).text
            assert "<script>alert" not in page
            assert "<img" not in page
            assert "<i>outlet" not in page
            assert "\u202e" not in page


def test_only_the_latest_reports_are_looked_into_and_this_is_said(
    lake: Lake, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.analyse.search.MOST_REPORTS", 2)
    found = search(lake.snapshot(), Looked(("the",)), size=14)

    assert found.cut is True
    assert found.reports == 2
    assert "Only the latest" in client.get("/search?q=a+t").text
