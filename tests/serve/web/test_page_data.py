"""Data: exports that are sent while they are written, states of the store, and what changed between two of them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from judged_store import judging
from made_store import CLAIMS
from made_store import key as claim_key
from starlette.testclient import TestClient

from dragoman.analyse.states import changed, open_state, states
from dragoman.batch.regroup import regroup
from dragoman.serve.export import FORMATS
from dragoman.serve.web.pages.data import WHAT, _LeftError, _Pipe
from dragoman.store.lake import Lake

PRESENT = [name for name in CLAIMS if name != "promised"]


def test_every_format_is_offered_with_what_it_leaves_out(client: TestClient) -> None:
    page = client.get("/data").text

    assert set(WHAT) == {one.name for one in FORMATS}
    for one in FORMATS:
        assert f'href="/export/{one.name}"' in page
    assert "casualties by side, and other than killed and wounded" in page


@pytest.mark.parametrize("name", [one.name for one in FORMATS])
def test_every_format_comes_whole(client: TestClient, name: str) -> None:
    answer = client.get(f"/export/{name}")

    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="dragoman-{name}.')
    assert len(answer.content) > 100


def test_an_export_holds_what_the_filters_ask_for(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/export/csv").text)))
    assert {row["key"] for row in rows} == {claim_key(name) for name in PRESENT}
    lines = [json.loads(line) for line in client.get("/export/jsonl?type=CONSULT&since=2022-10-01").text.splitlines()]
    assert [line["key"] for line in lines] == [claim_key("due")]
    assert client.get("/export/jsonl?background=1").text.count("\n") == len(CLAIMS)
    assert 'href="/export/csv?type=CONSULT"' in client.get("/data?type=CONSULT&page=3").text


def test_what_a_format_leaves_out_is_counted(client: TestClient) -> None:
    page = client.get("/data?count=geojson").text

    assert re.search(r"<strong>\d+ rows?\.</strong> Left out: \d+ of", page)


@pytest.mark.parametrize("address", ["/export/csv?place=Sotk", "/export/csv?q=x", "/export/csv?party=ARM"])
def test_an_export_never_passes_over_a_filter(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("address", ["/export/xls", "/data?before=1&after=2", "/data?count=xls", "/export/..%2fetc"])
def test_what_is_not_there(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_reader_who_leaves_stops_the_writing() -> None:
    pipe = _Pipe()
    pipe.left.set()
    with pytest.raises(_LeftError):
        pipe.write(b"x" * 100_000)


def test_states_are_told_apart_and_compared_row_by_row(tmp_path: Path) -> None:
    with judging(tmp_path) as desk:
        made = desk.decisions.judge("different", [claim_key("toll"), claim_key("shelled")], "Ana Tarrow")
        regroup(desk.lake, desk.decisions.current())
        found = states(desk.lake.history())
        assert [one.what for one in found] == ["replace", "replace", "commit", "create"]
        difference = _between(desk.lake, found[2], found[1])
        assert {one.table for one in difference.rows} >= {"incidents"}
        assert all(one.status_before is None for one in difference.incidents)
        judged = _between(desk.lake, found[1], found[0])
        assert judged.incidents
        assert all(one.status_before is None or one.status is None or not one.same_claims for one in judged.incidents)
        assert judged.reports == ()
        assert len(_between(desk.lake, found[3], found[2]).reports) == 5

        page = desk.client.get(f"/data?before={found[1].name}&after={found[0].name}").text
        assert "Ana Tarrow" in page
        assert f"/review/claim/{made.claims[0]}" in page
        again = desk.client.get(f"/data?before={found[0].name}&after={found[0].name}").text
        assert "Nothing: every table says the same." in again


def _between(lake: Lake, before: Any, after: Any) -> Any:
    return changed(open_state(lake, before), open_state(lake, after))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(browser: Any, served: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(color_scheme=scheme, base_url=served)
    page = context.new_page()
    page.goto("/data?count=csv")
    page.get_by_role("button", name="What changed between them?").click()
    assert "before=" in page.url
    assert page.get_by_role("heading", name="What changed from").count() == 1
    found = [one["id"] for one in axe.run(page).response["violations"] if one["impact"] in {"serious", "critical", "moderate"}]
    assert found == []
    for width in (320, 390, 768):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
