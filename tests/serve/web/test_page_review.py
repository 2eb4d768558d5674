"""Review: the queue, judgements that change incidents at once, what takes them back, and who may."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from judged_store import Judging, judging
from made_store import CLAIMS
from made_store import key as claim_key
from starlette.testclient import TestClient
from visitors import LOCAL, form_token

from dragoman.analyse.briefs import Wanted
from dragoman.analyse.review import after, queue
from dragoman.reconcile.judged import CORRECTABLE, corrected
from dragoman.serve.web.correcting import FIELDS, text_of

TOLL = claim_key("toll")
AT = f"/review/claim/{TOLL}"


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[Judging]:
    with judging(tmp_path) as desk:
        yield desk


def form_of(client: TestClient, address: str) -> dict[str, str]:
    """What the form of corrections at an address would send unchanged."""
    page = client.get(address).text
    fields = {"csrf": form_token(page), "verdict": "correct", "signed": "Ana Tarrow"}
    was = dict(re.findall(r'name="was-(\w+)" value="([^"]*)"', page))
    first, _, last = was["date"].partition("/")
    return fields | was | {f"was-{name}": value for name, value in was.items()} | {"first": first, "last": last}


def send(client: TestClient, address: str, **fields: Any) -> Any:
    """Send a form to an address with the token of its page, and follow where it leads."""
    return client.post(address, data={"csrf": form_token(client.get(address).text), "signed": "Ana Tarrow"} | fields)


def incident_of(desk: Judging, claim: str) -> dict[str, Any] | None:
    found = desk.lake.snapshot().query("SELECT * FROM incidents WHERE list_contains(claims, ?)", [claim]).to_pylist()
    return found[0] if found else None


def test_the_form_knows_every_field_that_can_be_corrected() -> None:
    assert set(FIELDS) == set(CORRECTABLE)


def test_the_queue_puts_what_is_contested_and_doubtful_first_and_says_why(judged: Judging) -> None:
    page = judged.client.get("/review").text
    found = queue(judged.desk.now(), Wanted(), frozenset())

    assert found.total == len(found.waiting) >= 7
    assert [one.score for one in found.waiting] == sorted((one.score for one in found.waiting), reverse=True)
    assert found.waiting[0].status == "contested"
    assert "parties contradict each other" in page
    assert "it alone says what it says of" in page


def test_what_was_judged_waits_no_more_and_the_next_one_follows(judged: Judging) -> None:
    order = [one.claim for one in queue(judged.desk.now(), Wanted(), frozenset()).waiting]
    answer = send(judged.client, f"/review/claim/{order[0]}", verdict="accept")

    assert answer.status_code == 200
    assert answer.url.path == f"/review/claim/{order[1]}"
    assert order[0] not in {one.claim for one in queue(judged.desk.now(), Wanted(), frozenset({order[0]})).waiting}
    assert after(judged.desk.now(), Wanted(), frozenset({order[0]}), order[0]) == order[1]
    assert "Ana Tarrow accepted" in answer.text


def test_a_correction_changes_incident_and_history_and_undo_brings_everything_back(judged: Judging) -> None:
    client, before = judged.client, judged.said()
    was = incident_of(judged, TOLL)
    assert was is not None
    assert claim_key("shelled") in was["claims"]
    form = form_of(client, AT) | {"first": "2022-08-02", "last": "2022-08-02", "note": "a slip of the date"}
    answer = client.post(AT, data=form)

    assert answer.status_code == 200
    now = incident_of(judged, TOLL)
    assert now is not None
    assert now["first"].isoformat() == "2022-08-02"
    assert claim_key("shelled") not in now["claims"]
    assert judged.said() != before
    history = client.get("/review/history").text
    assert "Ana Tarrow" in history
    assert "a slip of the date" in history
    assert "2022-08-02" in history
    [made] = judged.decisions.current()
    back = client.post("/review/undo", data={"csrf": form_token(history), "keys": made.key, "signed": "Boris Reed"})

    assert back.url.path == "/review/history"
    assert "taken back by <bdi>Boris Reed</bdi>" in back.text
    assert judged.decisions.current() == ()
    assert judged.said() == before


def test_taking_back_can_be_taken_back(judged: Judging) -> None:
    send(judged.client, AT, verdict="background")
    after_it = judged.said()
    [made] = judged.decisions.current()
    page = judged.client.get("/review/history").text
    page = judged.client.post("/review/undo", data={"csrf": form_token(page), "keys": made.key}).text
    assert "Let it stand again" in page
    undoing = judged.decisions.history()[-1].key
    judged.client.post("/review/undo", data={"csrf": form_token(page), "keys": undoing})

    assert [one.key for one in judged.decisions.current()] == [made.key]
    assert judged.said() == after_it
    again = judged.client.post("/review/undo", data={"csrf": form_token(page), "keys": undoing})
    assert again.status_code == 400


def test_claims_are_split_from_their_incident_and_joined_to_another(judged: Judging) -> None:
    before = judged.said()
    send(judged.client, AT, verdict="different", **{"with": [claim_key("shelled"), claim_key("denied")]})
    now = incident_of(judged, TOLL)
    assert now is not None
    assert claim_key("shelled") not in now["claims"]
    assert len(judged.decisions.current()) == 2, "one judgement for each pair: the other two stay together"

    met = incident_of(judged, claim_key("met"))
    assert met is not None
    send(judged.client, f"/review/claim/{claim_key('due')}", verdict="same", other=f"{LOCAL}/incident/{met['key']}?x=1")
    joined = incident_of(judged, claim_key("due"))
    assert joined is not None
    assert claim_key("met") in joined["claims"]

    page = judged.client.get("/review/history").text
    keys = ",".join(one.key for one in judged.decisions.current())
    judged.client.post("/review/undo", data={"csrf": form_token(page), "keys": keys})
    assert judged.said() == before


@pytest.mark.parametrize(("field", "text", "expected"), [
    ("type", "COERCE", "COERCE"), ("mode", "firearms", "firearms"), ("stance", "doubts", "doubts"), ("reality", "planned", "planned"),
    ("background", "yes", "yes"), ("voice", "aze.gov", "AZE.GOV"), ("actors", "ARM.MIL, RUS", "ARM.MIL, RUS"), ("recipients", "", ""),
    ("mediators", "IGO:EU", "IGO:EU"), ("places", "Kalbajar; Nowhere Hill", "Kalbajar; Nowhere Hill"),
    ("casualties", "killed 105 ARM.MIL\r\nwounded 10-? ARM.CVL", "killed 105 ARM.MIL\nwounded 10-? ARM.CVL"),
])  # fmt: skip
def test_every_field_can_be_corrected_by_the_form(judged: Judging, field: str, text: str, expected: str) -> None:
    judged.client.post(AT, data=form_of(judged.client, AT) | {field: text})
    [made] = judged.decisions.current()

    assert made.field == field
    assert text_of(corrected(CLAIMS["toll"][1], field, made.value or ""), field) == expected
    assert judged.client.get(AT).status_code == judged.client.get("/review/history").status_code == 200


def test_a_place_and_a_party_that_stay_keep_what_was_known_of_them(judged: Judging) -> None:
    judged.client.post(AT, data=form_of(judged.client, AT) | {"places": "Sotk; Kalbajar", "actors": "AZE.MIL, AZE.GOV"})
    made = {one.field: json.loads(one.value or "") for one in judged.decisions.current()}

    assert [(one["name"], one["lat"]) for one in made["places"]] == [("Sotk", 40.2), ("Kalbajar", 40.1)]
    assert made["actors"][0]["span"] is not None
    assert made["actors"][1] == "AZE.GOV"


@pytest.mark.parametrize(("field", "text", "said"), [
    ("type", "MURDER", "types are"), ("actors", "XQZZY", "nobody has the code"), ("voice", "", "somebody says it"),
    ("casualties", "killed many", "write a line as"), ("casualties", "killed 9-3", "wrong way round"),
    ("last", "2022-01-01", "comes after"), ("last", "2022-99-01", "is no date"),
    ("stance", "shouts", "is no stance"), ("mode", "<script>", "small letters"),
])  # fmt: skip
def test_a_value_that_a_field_cannot_have_is_refused_and_nothing_is_kept(judged: Judging, field: str, text: str, said: str) -> None:
    answer = judged.client.post(AT, data=form_of(judged.client, AT) | {field: text})

    assert answer.status_code == 400
    assert said in answer.text
    assert judged.decisions.history() == ()


@pytest.mark.parametrize("fields", [
    {"verdict": "correct"}, {"verdict": "eat"}, {"verdict": "same"}, {"verdict": "different", "with": "0" * 32},
    {"verdict": "same", "other": "no key"}, {"verdict": "same", "with": TOLL}, {"verdict": "accept", "signed": "x" * 81},
])  # fmt: skip
def test_a_decision_about_nothing_is_refused(judged: Judging, fields: dict[str, str]) -> None:
    assert send(judged.client, AT, **fields).status_code == 400
    assert judged.decisions.history() == ()


def test_a_form_of_nobody_is_refused(judged: Judging) -> None:
    assert judged.client.post(AT, data={"verdict": "accept"}).status_code == 403
    assert judged.client.post("/review/undo", data={"keys": TOLL}).status_code == 403


def test_only_a_reviewer_judges_and_signs_with_the_name_of_the_token(tmp_path: Path) -> None:
    with judging(tmp_path, guarded=True) as desk:
        reader = {"authorization": f"Bearer {desk.decisions.tokens.make('Carl Look', 'reader')}"}
        reviewer = {"authorization": f"Bearer {desk.decisions.tokens.make('Dora Judge', 'reviewer')}"}
        body = {"verdict": "accept", "signed": "Somebody Else"}

        assert desk.client.get(AT, headers=reader).status_code == 200
        assert "Accept as it stands" not in desk.client.get(AT, headers=reader).text
        assert desk.client.post(AT, data=body, headers=reader).status_code == 403
        assert desk.client.post("/review/undo", data={"keys": TOLL}, headers=reader).status_code == 403
        assert desk.client.post(AT, data=body, headers=reviewer).status_code == 200
        assert [one.author for one in desk.decisions.history()] == ["Dora Judge"]


def test_judgements_are_exported_as_json_lines(judged: Judging) -> None:
    send(judged.client, AT, verdict="accept", note="seen <b>both</b>")
    [made] = judged.decisions.current()
    judged.decisions.undo(made.key, "Boris Reed")
    lines = [json.loads(line) for line in judged.client.get("/review/judgements.jsonl").text.splitlines()]

    assert [(one["author"], one["verdict"], one["undoes"]) for one in lines] == [
        ("Ana Tarrow", "accept", None), ("Boris Reed", "accept", made.key),
    ]  # fmt: skip
    assert judged.client.get("/review/judgements.jsonl?standing=1").text == ""
    assert "<b>" not in judged.client.get("/review/history").text


def test_a_desk_without_decisions_shows_the_queue_and_takes_nothing(client: TestClient) -> None:
    page = client.get("/review").text

    assert "takes no judgement" in page
    assert client.get(AT).status_code == client.get("/review/history").status_code == 200
    assert client.post(AT, data={"csrf": form_token_of(client), "verdict": "accept"}).status_code == 409
    assert client.get("/review/judgements.jsonl").status_code == 409


def form_token_of(client: TestClient) -> str:
    """A token of a form, of a page that is always there."""
    return form_token(client.get("/enter").text)


@pytest.mark.parametrize("address", ["/review/claim/nothing", f"/review/claim/{'0' * 32}"])
def test_a_claim_that_is_not_there(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


# --- in a browser ------------------------------------------------------------------------------------------------------


@contextmanager
def opened(desk: Judging) -> Iterator[str]:
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(desk.app, "127.0.0.1", 0, log_config=None, lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield f"{LOCAL}:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_journey_from_the_queue_to_a_correction_and_back(browser: Any, judged: Judging, scripts: bool) -> None:
    before = judged.said()
    with opened(judged) as address:
        context = browser.new_context(java_script_enabled=scripts, base_url=address, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        strange: list[str] = []
        page.on("pageerror", lambda error: strange.append(str(error)))
        page.on("console", lambda message: strange.append(message.text) if message.type == "error" else None)
        page.goto("/review")
        first = page.locator(".queue h2 a").first.get_attribute("href")
        if scripts:
            page.wait_for_selector(".hint")
            page.keyboard.press("n")
        else:
            page.get_by_role("link", name="Begin with the first").click()
        page.wait_for_url(f"**{first}")
        page.goto(AT)
        if scripts:
            page.wait_for_selector(".hint")
            page.keyboard.press("c")
            assert page.evaluate("document.activeElement.name") == "type"
        else:
            page.locator("details.correct summary").click()
        form = page.locator("details.correct form")
        form.get_by_label("What was done").select_option("COERCE")
        form.get_by_label("Signed by").fill("Ana Tarrow")
        form.get_by_role("button", name="Save the corrections").click()
        page.wait_for_url("**done=*")
        assert page.locator(".flash").inner_text().startswith("Ana Tarrow corrected what was done from ASSAULT to COERCE")
        assert page.get_by_role("heading", level=1).inner_text().startswith("Coercion")
        changed = incident_of(judged, TOLL)
        assert changed is not None
        assert changed["type"] == "COERCE"
        page.goto(f"/incident/{TOLL}")
        assert "Coercion" in page.locator("main").inner_text() or changed["type"] == "COERCE"
        page.goto("/review/history")
        page.get_by_role("button", name="Take back").click()
        page.wait_for_load_state()
        assert "taken back by Ana Tarrow" in page.locator("table.history").inner_text()
        context.close()

    assert strange == []
    assert judged.said() == before


def test_keys_accept_and_take_back_but_not_while_typing_and_not_when_turned_off(browser: Any, judged: Judging) -> None:
    with opened(judged) as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto(AT)
        page.wait_for_selector(".hint")
        page.get_by_label("Why (if you like)").first.fill("")
        page.keyboard.type("abracadabra")
        assert judged.decisions.history() == ()
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        page.wait_for_url("**done=*")
        assert [one.verdict for one in judged.decisions.current()] == ["accept"]
        page.wait_for_selector(".hint")
        page.keyboard.press("u")
        page.wait_for_url(f"**{AT}")
        assert judged.decisions.current() == ()
        page.locator("details.keys summary").click()
        page.get_by_label("Keys work").uncheck()
        page.locator("h1").click()
        page.keyboard.press("a")
        page.wait_for_timeout(300)
        context.close()

    assert judged.decisions.current() == ()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(browser: Any, judged: Judging, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    made = judged.decisions.judge("accept", [TOLL], "Ana Tarrow")
    judged.desk.changed()
    with opened(judged) as address:
        context = browser.new_context(color_scheme=scheme, base_url=address)
        page = context.new_page()
        for path in ("/review", f"{AT}?done={made.key}", "/review/history"):
            page.goto(path)
            for summary in page.locator("summary").all():
                summary.click()
            found = [one["id"] for one in axe.run(page).response["violations"] if one["impact"] in {"serious", "critical", "moderate"}]
            assert found == [], path
            for width in (320, 390, 768):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        context.close()
