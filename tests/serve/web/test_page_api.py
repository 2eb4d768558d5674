"""The interface for programs: answers, cursors, tags, refusals, judgements, and its description."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from made_store import CLAIMS, COMMITMENT, DOCUMENTS, INCIDENTS, make_store
from made_store import key as claim_key
from starlette.testclient import TestClient
from visitors import open_client

from dragoman.serve.web.access import Access, Limits
from dragoman.serve.web.app import Options
from dragoman.store.judgements import Decisions
from dragoman.store.lake import Lake

FREE = Limits(rate=1e6, burst=1_000_000, changes=1e6, changes_burst=1_000_000)


def get(client: TestClient, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == status, answer.text
    return answer.json()


def names(items: list[dict[str, Any]]) -> set[str]:
    keys = {one["key"] for one in items}
    return {name for name, one in INCIDENTS.items() if one.incident.key in keys}


# --- answers -----------------------------------------------------------------------------------------------------------


def test_the_store_is_counted(client: TestClient) -> None:
    state = get(client, "/store")

    assert state["rows"]["claims"] == len(CLAIMS)
    assert state["rows"]["documents"] == len(DOCUMENTS)
    assert state["latest"] == "2022-09-15"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=contested", {"shelling"}),
        ("type=CONSULT", {"talks", "due"}),
        ("since=2022-09-14&until=2022-09-30", {"accusation", "repelled", "talks"}),
        ("party=IGO:EU", {"talks"}),
        ("place=SOTK", {"shelling"}),
        ("dyad=ARM,RUS", set()),
    ],
)
def test_incidents_follow_the_filters_of_the_pages(client: TestClient, query: str, found: set[str]) -> None:
    assert names(get(client, f"/incidents?{query}")["items"]) == found


@pytest.mark.parametrize("name", ["shelled", "denied", "toll", "copied"])
def test_an_incident_is_found_by_any_of_its_claims(client: TestClient, name: str) -> None:
    found = get(client, f"/incidents/{claim_key(name)}")

    assert found["happened"]["incident"]["key"] == INCIDENTS["shelling"].incident.key
    assert {one["claim"]["key"] for one in found["claims"]} == {claim_key(one) for one in ("shelled", "denied", "toll")}


def test_a_claim_says_where_it_stands(client: TestClient) -> None:
    found = get(client, f"/claims/{claim_key('copied')}")

    assert found["repeats"] == claim_key("shelled")
    assert found["status"] == "contested"
    assert found["words"] == "shelled"
    assert found["claim"]["span"] == list(CLAIMS["copied"][1].span)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=contested", {"shelled", "denied", "toll", "copied"}),
        ("type=AGREE&background=true", {"promised"}),
        ("type=AGREE", set()),
        ("place=kalb", {"repelled"}),
        ("party=IGO:EU", {"met"}),
        (f"document={DOCUMENTS['talks'].key}", {"met"}),
    ],
)
def test_claims_follow_filters(client: TestClient, query: str, found: set[str]) -> None:
    keys = {one["claim"]["key"] for one in get(client, f"/claims?{query}")["items"]}

    assert {name for name in CLAIMS if claim_key(name) in keys} == found


def test_a_document_has_what_was_read_out_of_it(client: TestClient) -> None:
    found = get(client, f"/documents/{DOCUMENTS['wire'].key}")

    assert found["document"]["text"] == DOCUMENTS["wire"].text
    assert [one["claim"]["key"] for one in found["claims"]] == [claim_key(one) for one in ("shelled", "denied", "due", "promised")]
    assert [one["document"] for one in found["copies"]] == [DOCUMENTS["reprint"].key]
    assert len(found["quotations"]) == 1
    assert get(client, "/documents?outlet=Baku+Courier")["items"][0]["claims"] == 1


def test_a_series_runs_both_ways(client: TestClient) -> None:
    steps = get(client, "/dyads/ARM/AZE/series?by=day")["steps"]

    shelling = next(one for one in steps if one["period"] == "2022-09-13")
    assert (shelling["source"], shelling["contested"]) == ("AZE", [0, 0, 0, 1])


def test_commitments_are_found_by_state_and_key(client: TestClient) -> None:
    assert get(client, "/commitments?state=lapsed")["items"] == []
    assert [one["key"] for one in get(client, "/commitments?party=IGO:EU")["items"]] == [COMMITMENT.key]
    assert get(client, f"/commitments/{COMMITMENT.key}")["what"] == "no use of force along the border"


def test_actors_are_counted_and_named(client: TestClient) -> None:
    found = {one["code"]: one for one in get(client, "/actors")["items"]}

    assert found["AZE.MIL"]["acts"] == 4
    assert found["IGO:EU"]["mediates"] == 1
    assert found["ARM.MIL"]["name"] == "Armenia’s armed forces"


def test_words_are_found(client: TestClient) -> None:
    found = get(client, "/search?q=shelled&status=contested")

    assert found["reports"] == 3
    assert {claim["status"] for hit in found["hits"] for claim in hit["claims"]} == {"contested"}


# --- cursors and tags --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/incidents?background=true", "/claims?background=true", "/documents?", "/actors?"])
def test_pages_give_every_item_once(client: TestClient, path: str) -> None:
    whole = get(client, f"{path}&limit=200")
    assert whole["next"] is None

    parts: list[Any] = []
    cursor = ""
    while cursor is not None:
        page = get(client, f"{path}&limit=2&cursor={cursor}")
        parts += page["items"]
        cursor = page["next"]

    assert parts == whole["items"]
    assert len(parts) > 3


@pytest.mark.parametrize("cursor", ["x", "AAAA", "W10", "é", "WyJhIiwiMjAyMi0wOS0xMyIsIngiXQ"])
def test_a_strange_cursor_is_refused(client: TestClient, cursor: str) -> None:
    assert "cursor" in get(client, f"/claims?cursor={cursor}", 400)["error"]["detail"]


def test_a_cursor_of_other_filters_is_refused(client: TestClient) -> None:
    cursor = get(client, "/claims?limit=1")["next"]

    assert "other filters" in get(client, f"/claims?limit=1&type=ASSAULT&cursor={cursor}", 400)["error"]["detail"]
    assert "other filters" in get(client, f"/incidents?cursor={cursor}", 400)["error"]["detail"]


@pytest.mark.parametrize("path", ["/store", "/incidents?party=ARM", f"/claims/{claim_key('toll')}"])
def test_what_has_not_changed_is_not_sent_again(lake: Lake, path: str) -> None:
    with open_client(lake) as one, open_client(lake) as other:
        first = one.get(f"/api/v1{path}")
        again = other.get(f"/api/v1{path}", headers={"if-none-match": first.headers["etag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]


def test_another_address_has_another_tag(client: TestClient) -> None:
    tags = {client.get(f"/api/v1/{path}").headers["etag"] for path in ("claims", "claims?limit=2", "incidents")}

    assert len(tags) == 3


# --- refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/incidents/" + "0" * 32, 404, "No incident"),
        ("/incidents/nothing", 422, "key"),
        ("/claims/" + "f" * 32, 404, "No claim"),
        ("/documents/" + "f" * 32, 404, "No report"),
        ("/commitments/" + "f" * 32, 404, "No commitment"),
        ("/nothing", 404, "nothing"),
        ("/claims?since=2022-02-30", 400, "since"),
        ("/claims?since=2022-02-03&until=2022-02-01", 400, "since"),
        ("/claims?since=yesterday", 422, "since"),
        ("/claims?status=sure", 400, "status"),
        ("/claims?limit=201", 422, "limit"),
        ("/claims?form=ASSAULT", 400, "form"),
        ("/documents?outlet=%00", 400, "outlet"),
        ("/dyads/ARM/aze/series", 422, "other"),
        ("/search", 422, "q"),
    ],
)
def test_refusals_are_objects_of_one_form(client: TestClient, path: str, status: int, word: str) -> None:
    answer = client.get(f"/api/v1{path}")

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"status", "title", "detail"}
    assert answer.json()["error"]["status"] == status
    assert word in answer.json()["error"]["detail"]


# --- judgements --------------------------------------------------------------------------------------------------------


@pytest.fixture
def judging(tmp_path: Path) -> Iterator[tuple[TestClient, Decisions, Lake]]:
    own = make_store(tmp_path / "store")
    with Decisions.open(tmp_path / "decisions.sqlite") as decisions, open_client(own, decisions=decisions) as client:
        yield client, decisions, own


def test_a_judgement_is_signed_kept_and_undone(judging: tuple[TestClient, Decisions, Lake]) -> None:
    client, decisions, lake = judging
    before = lake.snapshot().versions.sequence
    body = {"verdict": "correct", "claims": [claim_key("repelled")], "field": "type", "value": "PROTEST", "note": "a march"}

    made = client.post("/api/v1/judgements", json=body)

    assert made.status_code == 201
    assert made.json()["judgement"]["author"] == "local"
    assert [one.value for one in decisions.current()] == ['"PROTEST"']
    assert lake.snapshot().versions.sequence > before
    types = {one["type"] for one in get(client, "/incidents?limit=200&since=2022-09-14&until=2022-09-14")["items"]}
    assert "PROTEST" in types

    undone = client.post(f"/api/v1/judgements/{made.json()['judgement']['key']}/undo", json={})

    assert undone.json()["judgement"]["undoes"] == made.json()["judgement"]["key"]
    assert decisions.current() == ()
    listed = get(client, "/judgements")["items"]
    assert [one["stands"] for one in listed] == [False, False]
    assert get(client, f"/judgements?claim={claim_key('met')}")["items"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"verdict": "accept", "claims": ["f" * 32]}, 404),
        ({"verdict": "accept", "claims": [claim_key("met"), claim_key("due")]}, 400),
        ({"verdict": "same", "claims": [claim_key("met")]}, 400),
        ({"verdict": "correct", "claims": [claim_key("met")], "field": "type"}, 400),
        ({"verdict": "correct", "claims": [claim_key("met")], "field": "key", "value": "x"}, 400),
        ({"verdict": "accept", "claims": [claim_key("met")], "note": "a\0b"}, 400),
        ({"verdict": "nonsense", "claims": [claim_key("met")]}, 422),
        ({"verdict": "accept", "claims": []}, 422),
        ({"verdict": "accept", "claims": [claim_key("met")], "who": "somebody else"}, 422),
    ],
)
def test_a_judgement_that_does_not_fit_is_refused(judging: Any, body: dict[str, Any], status: int) -> None:
    client, decisions, _ = judging

    assert client.post("/api/v1/judgements", json=body).status_code == status
    assert decisions.history() == ()


def test_only_a_reviewer_may_judge(tmp_path: Path, lake: Lake) -> None:
    body = {"verdict": "accept", "claims": [claim_key("met")]}
    with Decisions.open(tmp_path / "decisions.sqlite") as decisions:
        reader = {"authorization": f"Bearer {decisions.tokens.make('rana', 'reader')}"}
        with open_client(lake, Options(Access(keys=decisions.tokens)), decisions) as client:
            assert client.get("/api/v1/incidents").status_code == 401
            assert client.get("/api/v1/incidents", headers=reader).status_code == 200
            refused = client.post("/api/v1/judgements", json=body, headers=reader)
            assert client.post("/api/v1/judgements", json=body).status_code == 401

    assert refused.status_code == 403
    assert "reviewer" in refused.json()["error"]["detail"]


def test_a_desk_without_decisions_says_so(client: TestClient) -> None:
    body = {"verdict": "accept", "claims": [claim_key("met")]}

    assert client.post("/api/v1/judgements", json=body).status_code == 409
    assert get(client, "/judgements") == {"items": [], "next": None}


# --- its description ---------------------------------------------------------------------------------------------------


def test_the_description_is_complete(client: TestClient) -> None:
    described = get(client, "/openapi.json")
    operations = [(path, one) for path, methods in described["paths"].items() for one in methods.values()]

    assert len(operations) >= 15
    for path, one in operations:
        assert path.startswith("/api/v1/")
        assert len(one["description"]) > 10
        good = one["responses"].get("200") or one["responses"]["201"]
        content = good["content"]["application/json"]
        jsonschema.Draft202012Validator({**content["schema"], "components": described["components"]}).validate(content["example"])
        for parameter in one.get("parameters", []):
            assert parameter["schema"].get("examples") or parameter.get("examples"), (path, parameter["name"])
        for status in ("400", "401", "403", "422", "429", "503"):
            problem = one["responses"][status]["content"]["application/problem+json"]
            jsonschema.Draft202012Validator(problem["schema"]).validate(problem["example"])


def test_every_name_in_the_description_is_of_one_record(client: TestClient) -> None:
    names = get(client, "/openapi.json")["components"]["schemas"]

    assert [name for name in names if re.search(r"__", name)] == []


def test_no_request_makes_it_fail_and_every_answer_holds_to_the_description(lake: Lake, tmp_path: Path) -> None:
    schemathesis = pytest.importorskip("schemathesis")
    from hypothesis import HealthCheck, Phase, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

    tried: set[str] = set()
    turns, keys = itertools.count(), itertools.cycle([*map(claim_key, CLAIMS), *(one.key for one in DOCUMENTS.values())])
    checks = [not_a_server_error, response_schema_conformance, status_code_conformance, content_type_conformance]
    own = make_store(tmp_path / "store")
    with Decisions.open(tmp_path / "decisions.sqlite") as decisions:
        app = open_client(own, Options(Access(limits=FREE)), decisions).app
        schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"host": "127.0.0.1"})

        for found in schema.get_all_operations():
            operation = found.ok()

            @settings(
                max_examples=15, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            def ask(case: Any) -> None:
                if "key" in case.path_parameters and next(turns) % 2:
                    case.path_parameters["key"] = next(keys)
                case.headers = {**(case.headers or {}), "host": "127.0.0.1"}
                case.call_and_validate(checks=checks)

            schemathesis_given(operation, ask)
            tried.add(operation.label)
    assert len(tried) >= 15


def schemathesis_given(operation: Any, ask: Any) -> None:
    """Run a function with made-up cases of one operation."""
    from hypothesis import given

    given(case=operation.as_strategy())(ask)()
