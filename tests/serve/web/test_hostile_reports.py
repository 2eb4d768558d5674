"""Hostile reports on every page: nothing runs, nothing leaks, nothing breaks out of its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from made_store import claim, make_document, make_store
from starlette.testclient import TestClient
from visitors import open_client

from dragoman.model.claim import Actor, Claim, Sighting, Voice
from dragoman.model.corpus import Carrier
from dragoman.model.event import Casualty, Framing, When
from dragoman.model.grouped import Figure, Followed, Grouping, Happened, Link, Toll
from dragoman.model.incident import Account, Breach, Discrepancy, Incident, Reading
from dragoman.model.keys import content_key
from dragoman.model.text import Document
from dragoman.model.world import Place
from dragoman.serve.web.rendering import outside
from dragoman.store.lake import Lake
from dragoman.store.rows import Rows, carrier_row

DAY = date(2022, 9, 13)
PAYLOADS = (
    "<script>window.ran=1</script>", "\"><img src=x onerror=window.ran=1>", "' onmouseover='window.ran=1",
    "</title><script>window.ran=1</script>", "{{ 7*7 }}{% raw %}", "${7*7}", "javascript:window.ran=1", "<svg/onload=window.ran=1>",
    "<style>*{display:none}</style>", "</p></main></body>", "<!--", "]]><script>window.ran=1</script>",
    "<a href=javascript:window.ran=1>x</a>", "<iframe src=//evil.example></iframe>", "<base href=//evil.example>",
    "<form action=//evil.example><input>", "<meta http-equiv=refresh content=0;url=//evil.example>", "../../../etc/passwd",
    "..\\..\\win.ini", "%2e%2e%2f", "\u202eevil\u202c", "\u2066a\u2069\u200f", "a\u0007\u001b[31m", "\ufeff\u061c",
    "e" + "\u0301" * 400, "x" * 3_000, "\u0085\u2028\u2029",
    "&lt;script&gt;&amp;#x3c;", "<table>" + "<tr><td>x" * 500, "=cmd|' /C calc'!A0",
)  # fmt: skip
"""Thirty ways to break out; ten documents of each shape below make three hundred reports."""
MANY = 10


def make_text(payload: str, number: int) -> str:
    return f"{payload} headline {number}\n\nThe {payload} army shelled {payload} town on {payload} day.\n\n" + "\t".join([payload] * 5)


def hostile_claim(payload: str, name: str, text: str) -> Claim:
    at = text.index("shelled")
    bad = (at + 8, at + 8 + len(payload))
    voice = Voice(("UNK",), (payload, "UNK"), payload, True, payload, (at - 5, at - 1))
    return claim(
        name, "ASSAULT", text, "shelled", voice, mode=payload, contexts=(payload,),
        actors=(Actor(payload, payload, payload, (4, 10)), Actor("ARM", payload)), recipients=(Actor("AZE", payload, None, bad),),
        mediators=(Actor(payload, payload),), stance="denies", date=When(DAY, DAY, "day", bad, payload),
        places=(Place(bad, payload, 1.0, 1.0, None, payload, "settlement", (payload,)),),
        casualties=(Casualty("killed", 1, 2, (payload,), DAY, bad), Casualty("wounded", 2**40, None, (), None, (0, 10**9))),
        framing=(Framing(payload, bad),), sightings=(Sighting(payload, payload, (payload, "x" * 5_000)),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    documents: dict[str, Document] = {}
    claims: dict[str, tuple[str, Claim]] = {}
    incidents: list[Happened] = []
    commitments: list[Followed] = []
    carriers: list[Carrier] = []
    for number, payload in enumerate(PAYLOADS * MANY):
        name, text = str(number), make_text(payload, number)
        documents[name] = document = make_document(text, payload, DAY)
        one = hostile_claim(payload, name, text)
        claims[name] = (name, one)
        key, keys = content_key("incident", one.key), (one.key,)
        figures = (Figure(one.key, payload, 1, 2, DAY), Figure(one.key, "ARM", 3, 4, date(2022, 9, 15), one.key))
        incidents.append(Happened(
            Incident(key, "contested", f"{payload}: {one.key[:8]} says {payload}", keys, (Account(payload, keys), Account("ARM", keys)),
                     (Discrepancy(payload, (Reading(payload, keys), Reading("1-2", keys))),)),
            "CONSULT" if number % 3 else "ASSAULT", False, DAY, DAY, ("ARM", "AZE", payload), (payload,) * 5, (payload,), 1,
            (Toll("killed", (payload,), None, 1, 2, payload, figures),), (Link(one.key, one.key, 1.0, (payload, one.key)),),
        ))  # fmt: skip
        breaches = (Breach(one.key, payload),)
        commitments.append(Followed(one.key, keys, (payload,), (payload,), payload, DAY, DAY, "breach alleged", payload, (), breaches))
        carriers.append(Carrier(content_key("c", name), document.key, *(payload,) * 8, DAY, "page"))
    lake = make_store(tmp_path_factory.mktemp("hostile") / "store", documents, claims, Grouping(tuple(incidents), tuple(commitments)))
    rows = Rows("hostile")
    rows.add("carriers", map(carrier_row, carriers))
    lake.commit("carriers", rows.tables())
    return lake


@pytest.fixture(scope="module")
def visitor(hostile: Lake) -> Iterator[TestClient]:
    with open_client(hostile) as client:
        yield client


def addresses(lake: Lake) -> list[str]:
    """Pages on which the reports show: all lists, every report, every fifth incident."""
    sql = "SELECT c.document, c.key AS claim, i.key FROM claims c JOIN incidents i ON c.key = i.claims[1] ORDER BY 1"
    rows = lake.snapshot().query(sql).to_pylist()
    own = [f"/report/{row['document']}?claim={row['claim']}&show=act&show=place" for row in rows]
    own += [f"/incident/{row['key']}" for row in rows[::5]]
    return ["/", "/?day=2022-09-13", "/?day=2022-09-20", *(f"/incidents?page={page}" for page in range(1, 13)), *own]


class Strict(HTMLParser):
    """Collects what a page must not have."""

    ALLOWED = frozenset(
        """html head meta title link script body a header div p nav ul li main footer section article h1 h2 h3 h4 form input label span
        select option button time bdi q table caption thead tbody tr th td details summary figure figcaption svg line text g circle
        rect path ol dl dt dd sup code meter fieldset legend br strong""".split()  # noqa: SIM905
    )
    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.bad: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.ALLOWED:
            self.bad.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "http-equiv"}:
                self.bad.append(f"{tag} {name}")
            leads = name in {"href", "src", "action", "formaction", "xlink:href"}
            if leads and not re.match(r"(/(?!/)|#|https?://)", value or ""):
                self.bad.append(f"{tag} {name}={value}")
            if leads and (value or "").startswith("http") and dict(attrs).get("rel") != "noopener noreferrer nofollow":
                self.bad.append(f"{tag} {name}={value}")
        if tag == "script" and not (dict(attrs).get("src") or "").startswith("/static/"):
            self.bad.append("a script")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.bad.append(f"</{tag}> closes nothing")


def test_three_hundred_reports_break_no_page(hostile: Lake, visitor: TestClient) -> None:
    visited = addresses(hostile)
    assert len(visited) > 350
    for path in visited:
        found = visitor.get(path)
        assert found.status_code == 200, path
        parser = Strict()
        parser.feed(found.text)
        parser.close()
        assert (parser.bad, parser.open) == ([], []), path
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]", found.text), path
        assert "root:x:" not in found.text


def test_templates_in_reports_stay_words(hostile: Lake, visitor: TestClient) -> None:
    document = make_document(make_text("{{ 7*7 }}{% raw %}", 4), "{{ 7*7 }}{% raw %}", DAY)

    assert "{{ 7*7 }}{% raw %} army" in re.sub(r"<[^>]+>", "", visitor.get(f"/report/{document.key}").text)


def test_nothing_runs_in_a_browser_and_nothing_is_asked_of_another_host(browser: Any, hostile: Lake, hostile_address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if not request.url.startswith((hostile_address, "data:")) else None)
    page.on("dialog", lambda dialog: asked.append("a dialog"))
    keys = [make_document(make_text(payload, number), payload, DAY).key for number, payload in enumerate(PAYLOADS)]
    incidents = [path for path in addresses(hostile) if path.startswith("/incident/")]
    for path in ["/?day=2022-09-13", "/incidents?page=3", *(f"/report/{key}" for key in keys), *incidents[:6]]:
        page.goto(f"{hostile_address}{path}")
        assert page.evaluate("window.ran") is None, path
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, path
        assert page.locator("footer.foot").count() == 1
        assert page.url.startswith(hostile_address)
    context.close()
    assert asked == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "file:///etc/passwd", "//evil.example", "http://",
        "https://a@b.example/",
        "http://x y", "http://x\n", "http://\u202eevil", "http://[bad", "", None, "http://" + "x" * 3000, "ftp://x.example/",
        "vbscript:x",
    ],
)  # fmt: skip
def test_links_lead_only_where_a_reader_may_safely_go(address: str | None) -> None:
    assert outside(address) is None


def test_plain_addresses_may_be_followed() -> None:
    assert outside("https://wire.example/a?b=c#d") == "https://wire.example/a?b=c#d"


def test_searching_for_hostile_words_echoes_them_harmlessly(visitor: TestClient) -> None:
    for payload in PAYLOADS:
        if len(payload) <= 200 and "\0" not in payload:
            found = visitor.get("/incidents", params={"place": payload})
            parser = Strict()
            parser.feed(found.text)
            assert found.status_code == 200
            assert parser.bad == []


def test_queries_are_parameters_and_never_sql(visitor: TestClient) -> None:
    everything = visitor.get("/incidents").text
    for place in ("' OR 1=1 --", "'; DROP TABLE incidents; --", "%%", "__", "x' UNION SELECT text FROM documents --"):
        assert ">0 happenings" in visitor.get("/incidents", params={"place": place}).text, place
    assert "300 happenings" in everything


@pytest.fixture(scope="module")
def hostile_address(hostile: Lake, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from visitors import serving

    with serving(hostile) as address:
        yield address


def test_the_store_of_hostile_reports_is_where_it_was(hostile: Lake) -> None:
    assert Path(str(hostile.folder.root)).is_dir()
