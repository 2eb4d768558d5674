"""A report as published: what is marked in it, a claim chosen, parts of a long one, copies."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from made_store import CLAIMS, DOCUMENTS, WIRE, claim, make_document, make_store
from made_store import key as claim_key
from starlette.testclient import TestClient
from visitors import open_client

from dragoman.model.grouped import Grouping

WIRE_PATH = f"/report/{DOCUMENTS['wire'].key}"


def plain(page: str) -> str:
    """The text of the report on a page, without numbers of claims and reasons."""
    text = page.split('class="text"', 1)[1].split("</article>", 1)[0].split(">", 1)[1]
    text = re.sub(r"<nav.*?</nav>|<sup>.*?</sup>|<span class=\"aside-why\">.*?</span>", "", text, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def test_the_text_is_whole(client: TestClient) -> None:
    page = client.get(WIRE_PATH).text

    assert [line for line in plain(page).split("\n") if line.strip()] == [line for line in WIRE.split("\n") if line.strip()]
    assert "published" in page
    assert "Caucasus Wire" in page


def test_what_is_set_aside_says_why(client: TestClient) -> None:
    page = client.get(WIRE_PATH).text

    assert "set aside: a link to another story" in page
    assert "set aside: who wrote it" in page


def test_a_chosen_claim_shows_its_fields_and_lights_its_words(client: TestClient) -> None:
    page = client.get(f"{WIRE_PATH}?claim={claim_key('shelled')}").text
    lit = [html.unescape(words) for words in re.findall(r'class="[^"]* lit"[^>]*>([^<]+)<', page)]

    assert lit == ["Armenia's defence ministry", "on Tuesday", "Azerbaijani forces", "shelled", "positions", "Sotk"]
    chosen = page.split('class="chosen"', 1)[1].split("</section>", 1)[0]
    for said in ("verb cue &#39;shell&#39;", "AZE.MIL", "weekday on or before 2022-09-13", "62 %", "CAMEO 194", "material conflict"):
        assert said in chosen, said
    assert "codebook 3f2a91c0" in chosen
    assert f'id="w-{claim_key("shelled")}"' in page


def test_layers_are_chosen_by_a_form_and_kept_by_the_address(client: TestClient) -> None:
    page = client.get(f"{WIRE_PATH}?show=place&show=date&show=nonsense").text
    checked = re.findall(r'name="show" value="([a-z]+)" id="[a-z-]+" checked', page)

    assert checked == ["date", "place"]
    assert f"claim={claim_key('shelled')}&amp;show=date&amp;show=place#w-" in page
    assert 'class="l-quote l-place"' in page or 'l-place' in page


def test_a_copy_names_its_original_and_the_original_its_copies(client: TestClient) -> None:
    copy = client.get(f"/report/{DOCUMENTS['reprint'].key}?claim={claim_key('copied')}").text
    original = client.get(WIRE_PATH).text

    assert "97 % the same text as" in copy
    assert WIRE_PATH in copy
    assert "the same sentence of the original" in copy
    assert "contested" in copy, "it stands in the incident of what it repeats"
    assert "a guess from its header" in copy
    assert f"/report/{DOCUMENTS['reprint'].key}" in original


def test_what_could_not_be_read_is_said(client: TestClient) -> None:
    assert "no sentence to ask about" in client.get(f"/report/{DOCUMENTS['courier'].key}").text


def test_unknown_reports_claims_and_parts_are_not_found(client: TestClient) -> None:
    for path in ("/report/x", f"/report/{'0' * 32}", f"{WIRE_PATH}?claim={'0' * 32}", f"{WIRE_PATH}?part=2"):
        assert client.get(path).status_code == 404
    assert client.get(f"{WIRE_PATH}?part=-1").status_code == 422


def test_overlapping_spans_of_several_claims_all_show(tmp_path: Path) -> None:
    text = "The army said rebels had shelled the northern bridge."
    document = make_document(text, "Wire", None)
    claims = {
        "whole": ("one", claim("whole", "ASSAULT", text, "had shelled the northern")),
        "inner": ("one", claim("inner", "ASSAULT", text, "shelled")),
        "late": ("one", claim("late", "COERCE", text, "the northern bridge")),
        "same": ("one", claim("same", "THREATEN", text, "shelled")),
    }
    keys = {name: one.key for name, (_, one) in claims.items()}
    with open_client(make_store(tmp_path / "s", {"one": document}, claims, Grouping())) as client:
        path = f"/report/{document.key}"
        page = client.get(path).text
        assert plain(page).strip() == text
        assert sorted(re.findall(r'id="w-([0-9a-f]+)"', page)) == sorted(keys.values())
        lit = re.findall(r'class="[^"]* lit"[^>]*>([^<]+)<', client.get(f"{path}?claim={keys['late']}").text)
        assert "".join(lit) == "the northern bridge"


def test_a_long_report_comes_in_parts_that_make_up_the_whole(tmp_path: Path) -> None:
    lines = ["Long report"] + [f"Line {i} tells that rebels shelled town {i}. " + "And more words. " * 20 for i in range(600)]
    lines.append("x" * 150_000)
    text = "\n".join(lines)
    document = make_document(text, "Wire", None)
    claims = {"last": ("one", claim("last", "ASSAULT", text, "shelled town 599"))}
    with open_client(make_store(tmp_path / "s", {"one": document}, claims, Grouping())) as client:
        path = f"/report/{document.key}"
        first = client.get(path)
        count = int(re.search(r"part 1 of (\d+)", first.text)[1])  # type: ignore[index]
        pages = [client.get(f"{path}?part={part}").text for part in range(1, count + 1)]
        joined = "".join(plain(page) for page in pages)
        assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", text)
        assert max(len(page) for page in pages) < 200_000
        chosen = client.get(f"{path}?claim={claims['last'][1].key}").text
        assert f'id="w-{claims["last"][1].key}"' in chosen, "the part with the claim is shown"


@pytest.mark.parametrize("name", CLAIMS)
def test_every_claim_can_be_chosen_in_its_report(client: TestClient, name: str) -> None:
    owner, one = CLAIMS[name]
    page = client.get(f"/report/{DOCUMENTS[owner].key}?claim={one.key}").text

    assert " lit\"" in page
    assert 'id="claim"' in page
