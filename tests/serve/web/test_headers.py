"""What every response carries."""

from __future__ import annotations

import json
import logging

import pytest
from made_store import DOCUMENTS
from starlette.testclient import TestClient

PAGES = ("/", "/incidents", f"/report/{DOCUMENTS['wire'].key}", "/nowhere", "/incidents?since=x", "/static/desk.css", "/healthz")


@pytest.mark.parametrize("path", PAGES)
def test_every_response_forbids_what_a_page_does_not_need(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers
    assert headers["cache-control"]


@pytest.mark.parametrize("path", PAGES[:3])
def test_pages_hold_no_script_style_or_handler_of_their_own(client: TestClient, path: str) -> None:
    text = client.get(path).text

    assert "<style" not in text
    assert " style=" not in text
    assert " onclick=" not in text
    assert "<script type=\"module\" src=\"/static/" in text
    assert text.count("<script") == text.count("<script type=\"module\" src=\"/static/")


def test_a_page_that_did_not_change_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/incidents")
    again = client.get("/incidents", headers={"if-none-match": first.headers["etag"]})
    other = client.get("/incidents?status=contested", headers={"if-none-match": first.headers["etag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["content-security-policy"]
    assert other.status_code == 200
    assert "etag" not in client.get("/nowhere").headers


def test_the_stylesheet_is_kept_as_long_as_its_address_names_its_content(client: TestClient) -> None:
    import re

    address = re.search(r'href="(/static/desk\.css\?v=[0-9a-f]{12})"', client.get("/").text)
    assert address is not None
    assert "immutable" in client.get(address[1]).headers["cache-control"]
    assert client.get("/static/desk.css?v=old").headers["cache-control"] == "no-cache"


def test_head_is_get_without_the_body(client: TestClient) -> None:
    found = client.head("/incidents")

    assert found.status_code == 200
    assert found.content == b""
    assert found.headers["etag"]


def test_each_request_is_one_line_of_json_without_what_was_searched_for(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "dragoman.desk"):
        client.get("/incidents?place=Sotk")
    line = json.loads(caplog.messages[-1])

    assert line["event"] == "request"
    assert (line["method"], line["path"], line["status"], line["who"]) == ("GET", "/incidents", 200, "local")
    assert line["ms"] >= 0
    assert "Sotk" not in caplog.messages[-1]


def test_it_says_that_it_lives(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
