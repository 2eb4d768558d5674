"""The text, JSON and HTML views of a ledger."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from io import StringIO

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.console import Console
from sample_ledger import AUTUMN, CLAIMS, FIRE, FRIDAY, LEDGER, NO_FIRE, SHELL, TEXT

from dragoman.model.claim import Actor, Quotation, Voice
from dragoman.model.event import Casualty, When
from dragoman.model.incident import Failure, Ledger
from dragoman.model.text import Bounds, Document, Mark
from dragoman.serve.html import to_html
from dragoman.serve.json import to_json, to_jsonl
from dragoman.serve.text import show
from dragoman.serve.words import Book, visible, when


def screen(ledger: Ledger, width: int = 100) -> str:
    out = StringIO()
    show(ledger, Console(file=out, width=width, emoji=False, markup=False))
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 80, 100, 140, 200])
def test_the_text_view_says_everything_at_any_width_and_without_colour(width: int) -> None:
    seen = screen(LEDGER, width)

    assert "\x1b" not in seen
    assert max(map(len, seen.splitlines())) <= width
    order = ["Contested", "Claims", "Commitments", "Quotations", "Timeline", "background", "Set aside", "Not read"]
    places = [seen.index(title) for title in order if title != "background"]
    assert places == sorted(places)
    for words in (
        "denies",
        "planned",
        "threatened",
        "requested",
        "⊘",
        "◷",
        "▲",
        "(anonymous)",
        "breach alleged",
        "related-link",
    ):
        assert words in seen


def test_accounts_stand_beside_each_other_where_there_is_room() -> None:
    beside = [line for line in screen(LEDGER, 80).splitlines() if "NORLAND SAYS" in line]
    below = [line for line in screen(LEDGER, 50).splitlines() if "NORLAND SAYS" in line]

    assert "SUDLAND SAYS" in beside[0]
    assert "SUDLAND SAYS" not in below[0]


def test_background_stands_apart_in_the_timeline() -> None:
    timeline = screen(LEDGER).split("Timeline")[1].split("Set aside")[0]
    news, background = timeline.split("background, not what the report is news of")

    assert "COERCE" not in news
    assert "COERCE" in background
    assert "ASSAULT / firearms" not in background


def test_an_undated_report_says_what_its_dates_rest_on() -> None:
    bounds = Bounds(date(2020, 12, 1), None, ("the autumn of 2020 is past",))
    seen = screen(replace(LEDGER, document=replace(LEDGER.document, published=None, published_bounds=bounds)))

    assert "publication date not known" in seen
    assert "the autumn of 2020 is past" in " ".join(seen.split())


def test_an_empty_ledger_is_a_view_too() -> None:
    empty = Ledger(Document("0" * 32, "Nothing happened."))

    assert "Claims · none" in screen(empty)
    assert "Nothing in this report" in to_html(empty)
    assert to_jsonl(empty) == b""


def test_keys_in_explanations_become_numbers() -> None:
    incident = replace(LEDGER.incidents[0], why=f"AZE says this ({FIRE.key[:8]}), ARM that ({NO_FIRE.key}), deadbeef")
    book = Book(replace(LEDGER, incidents=(incident,)))

    assert book.explained(incident.why) == "AZE says this (claim 2), ARM that (claim 3), deadbeef"


def test_json_is_the_schema_of_the_ledger() -> None:
    data = json.loads(to_json(LEDGER))

    assert list(data) == ["schema", "document", "claims", "quotations", "incidents", "commitments", "failures"]
    assert data["schema"] == "dragoman/ledger/1"
    assert list(data["document"]) == [
        "key", "title", "outlet", "carrier", "published", "published_bounds", "language", "text", "marks",
    ]  # fmt: skip
    assert data["document"]["published"] == "2021-03-05"
    claim = data["claims"][1]
    assert list(claim) == [
        "key", "type", "mode", "contexts", "plover", "actors", "recipients", "mediators", "voice", "stance", "reality",
        "background", "date", "places", "casualties", "framing", "span", "confidence", "sightings",
    ]  # fmt: skip
    assert claim["confidence"] is None
    assert claim["date"]["first"] == "2021-03-05"
    assert TEXT[slice(*claim["span"])] == "opened fire"
    assert list(data["commitments"][0]) == [
        "claim", "parties", "guarantors", "what", "from", "until", "kept_by", "breached_by",
    ]  # fmt: skip
    assert set(data["claims"][0]["places"][0]) >= {"name", "geonameid", "lat", "lon", "country", "precision", "span"}
    assert msgspec.json.decode(to_json(LEDGER), type=Ledger) == LEDGER


def test_one_line_of_json_for_each_claim_with_its_document() -> None:
    lines = [json.loads(line) for line in to_jsonl(LEDGER).splitlines()]

    assert [line["key"] for line in lines] == [claim.key for claim in CLAIMS]
    assert {line["document"] for line in lines} == {LEDGER.document.key}
    assert next(iter(lines[0])) == "document"


class Page(HTMLParser):
    """What a browser would make of a page: its tags, ids, links and the words of the report."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.report = ""
        self._inside = False
        self._skip = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        self.ids += [found["id"]] if found.get("id") else []
        self.links += [found["href"] or ""] if "href" in found else []
        self._inside = self._inside or tag == "main"
        self._skip += tag == "sup"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "main"
        self._skip -= tag == "sup"
        self.report += "\n" if self._inside and tag == "p" else ""

    def handle_data(self, data: str) -> None:
        if self._inside and not self._skip:
            self.report += data


def test_the_page_shows_the_whole_report_and_links_claims_to_words_and_back() -> None:
    page = Page(to_html(LEDGER))

    assert [line.strip() for line in page.report.split("\n") if line.strip()] == [
        line for line in TEXT.split("\n") if line
    ]
    assert len(page.ids) == len(set(page.ids))
    for number in range(1, len(CLAIMS) + 1):
        assert {f"claim-{number}", f"words-{number}"} <= set(page.ids)
        assert {f"#claim-{number}", f"#words-{number}"} <= set(page.links)
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)


def test_the_page_asks_nothing_of_any_other_place_and_runs_nothing() -> None:
    source = to_html(LEDGER)
    page = Page(source)

    assert "default-src 'none'" in source
    assert not {"script", "link", "img", "iframe", "object", "form", "svg"} & {tag for tag, _ in page.tags}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "style"]
    assert not re.search(r"https?://|@import|url\(|javascript:", source)


def test_every_layer_is_highlighted_and_overlaps_keep_both() -> None:
    source = to_html(LEDGER)

    for layer in ("act", "actor", "source", "cue", "quote", "date", "place", "framing", "aside"):
        assert re.search(rf'class="[^"]*\bl-{layer}\b[^"]*\bc?\d*[^"]*">', source)
    assert re.search(r'class="l-act l-quote c2" href="#claim-2">opened fire</a>', source)


NASTY = st.sampled_from(
    ["<script>alert(1)</script>", "</style><b>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x", "{{ "
        "7*7 }}", "{% if %}",
     "&amp;", "&lt;", "\u202e", "\u2066", "\u200f", "\x1b[31m", "\x07", "\x00", "\u2028", "]]>", "<!--", "-->",
     "😀", "é", "\r", "\n", " "]
)  # fmt: skip
HOSTILE = st.lists(NASTY | st.text(max_size=8), min_size=1, max_size=12).map("".join)


def hostile_ledger(text: str, cut: list[int]) -> Ledger:
    """A ledger in which every string is the text and the spans lie where ``cut`` says."""
    ends = sorted(number % (len(text) + 1) for number in cut)
    spans = [(ends[0], ends[1]), (ends[1], ends[2]), (ends[0], ends[2]), (ends[2], ends[3])]
    voice = Voice((text,), (text, text), person=text, span=spans[3])
    claims = tuple(
        replace(
            claim, span=span, actors=(Actor(text, text, None, spans[2]),), recipients=(), mediators=(), voice=voice,
            mode=text, date=When(FRIDAY, FRIDAY, "day", spans[1], text), places=(),
        )
        for claim, span in zip((FIRE, NO_FIRE, SHELL), spans, strict=False)
    )  # fmt: skip
    document = Document(
        "0" * 32, text, text, text, marks=(Mark("credit", spans[1]),) if spans[1][0] < spans[1][1] else ()
    )
    incident = replace(LEDGER.incidents[0], why=text)
    quotation = Quotation(voice, "mixed", spans[0], (spans[2],))
    commitment = replace(LEDGER.commitments[0], what=text, parties=(text,), guarantors=(text,), claim=FIRE.key)
    return Ledger(document, claims, (quotation,), (incident,), (commitment,), (Failure(text, text, spans[0]),))


TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "p", "span", "h1", "bdi", "time", "nav",
    "section", "h2", "article",
    "strong", "div", "h3", "q", "table", "caption", "tr", "th", "td", "fieldset", "legend", "label", "input",
    "main", "sup", "details",
    "summary", "ul", "li", "ol", "dl", "dt", "dd", "footer",
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(HOSTILE, st.lists(st.integers(0, 500), min_size=4, max_size=4))
def test_hostile_strings_never_reach_the_page_unescaped(text: str, cut: list[int]) -> None:
    source = to_html(hostile_ledger(text, cut))
    page = Page(source)

    assert {tag for tag, _ in page.tags} <= TAGS
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert "<img" not in source
    assert "<script" not in source
    assert not set(source) & {"\u202e", "\u2066", "\u200f", "\x1b", "\x07", "\x00"}
    assert page.ids == [one for one in page.ids if re.fullmatch(r"[a-z]+(-[a-z0-9]+)?", one)]


@settings(max_examples=40, deadline=None)
@given(HOSTILE, st.lists(st.integers(0, 500), min_size=4, max_size=4), st.sampled_from([60, 130]))
def test_hostile_strings_neither_break_the_text_view_nor_steer_the_terminal(
    text: str, cut: list[int], width: int
) -> None:
    seen = screen(hostile_ledger(text, cut), width)

    assert not set(seen) & {"\x1b", "\x07", "\x00", "\u202e", "\u2066", "\r"}


def test_what_is_written_of_days_and_tolls() -> None:
    assert when(AUTUMN) == "1 Sep – 21 Dec 2019"
    assert when(None) == "undated"
    assert when(replace(AUTUMN, last=None)) == "since Sun 1 Sep 2019"
    assert when(replace(AUTUMN, first=None)) == "until Sat 21 Dec 2019"
    assert when(replace(AUTUMN, first=date(2018, 9, 1))) == "1 Sep 2018 – 21 Dec 2019"
    assert when(replace(AUTUMN, first=date(2019, 12, 1))) == "1–21 Dec 2019"
    assert Book(LEDGER).toll(Casualty("killed", 0, 0, ("NOR",))) == "nobody killed (Norland)"
    assert Book(LEDGER).toll(Casualty("killed", 5, None)) == "at least 5 killed"
    assert Book(LEDGER).toll(Casualty("wounded", None, 9)) == "at most 9 wounded"
    assert Book(LEDGER).toll(Casualty("captured", 3, 9)) == "3–9 captured"
    assert Book(LEDGER).toll(Casualty("missing", None, None)) == "some missing"
    assert visible("a\u202eb\x07") == "a‹U+202E›b‹U+0007›"
