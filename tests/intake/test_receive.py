"""Items taken in: text, outlet, day and what it rests on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.config import Config
from dragoman.errors import InputError
from dragoman.intake.days import day, day_in_address
from dragoman.intake.encodings import surely_cp1252
from dragoman.intake.receive import receive
from dragoman.model.corpus import Item

BODY = "<p>Envoys of the two governments opened talks in the capital on Thursday, officials said, after a night of shelling.</p>"
DAY = date(2021, 3, 4)


def page(head: str = "", body: str = BODY, root: str = "<html>") -> bytes:
    title = "<title>Talks open</title>"
    article = f"<article><h1>Talks open</h1>{body}</article>"
    return f"<!DOCTYPE html>{root}<head>{title}{head}</head><body>{article}</body></html>".encode()


def take(data: bytes, config: Config | None = None, **said: Any) -> Any:
    return receive(Item(said.pop("where", "a"), data, **said), config or Config())


def test_a_text_with_what_its_table_says() -> None:
    document, carrier = take(
        b"The minister left.", kind="text", url="https://www.mfa.am/en/1", title="Left", outlet="mfa.am", author="A. Writer",
        agency="Example Agency", language="en-GB", published=DAY, basis="given",
    )  # fmt: skip

    assert (document.text, document.title, document.published, document.carrier) == ("The minister left.", "Left", DAY, "ARM.GOV")
    assert (carrier.document, carrier.url, carrier.title, carrier.author) == (
        document.key,
        "https://www.mfa.am/en/1",
        "Left",
        "A. Writer",
    )
    assert (carrier.outlet, carrier.code, carrier.agency, carrier.language) == (
        "Ministry of Foreign Affairs of Armenia", "ARM.GOV", "Example Agency", "en",
    )  # fmt: skip
    assert (carrier.published, carrier.basis, carrier.guessed) == (DAY, "given", False)


def test_the_same_text_printed_twice_is_one_document_with_two_carriers() -> None:
    one, first = take(b"The minister left.", where="a")
    two, second = take(b"\xef\xbb\xbfThe minister left.", where="b")

    assert one.key == two.key == first.document == second.document and first.key != second.key


META = "<meta property='article:published_time' content='2021-03-01T10:00:00Z'>"
LINKED = '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2021-03-02"}</script>'
STAMP = "<time itemprop='datePublished' datetime='2021-03-03'>3 March</time>"
FEED: dict[str, Any] = {"published": DAY, "basis": "feed"}
GIVEN: dict[str, Any] = {"published": DAY, "basis": "given"}
HEADER: dict[str, Any] = {"published": DAY, "basis": "header"}
ADDRESS: dict[str, Any] = {"url": "https://a.example/2021/03/05/talks"}


@pytest.mark.parametrize(
    ("data", "said", "published", "basis"),
    [
        (page(META + LINKED, STAMP + BODY), GIVEN, DAY, "given"),
        (page(META + LINKED, STAMP + BODY), FEED, date(2021, 3, 1), "metadata"),
        (page(LINKED, STAMP + BODY), FEED, date(2021, 3, 2), "json-ld"),
        (page("", STAMP + BODY), FEED, date(2021, 3, 3), "page"),
        (page("", STAMP.replace("itemprop='datePublished'", "pubdate") + BODY), {}, date(2021, 3, 3), "page"),
        (page("", STAMP.replace("itemprop='datePublished'", "") + BODY), {}, None, None),
        (page(), {**FEED, **ADDRESS}, DAY, "feed"),
        (page(), {**HEADER, **ADDRESS}, DAY, "header"),
        (page(), ADDRESS, date(2021, 3, 5), "address"),
        (page("<link rel='canonical' href='https://a.example/2021-03-06-talks'>"), {}, date(2021, 3, 6), "address"),
        (page(), {"url": "https://a.example/123456/20210"}, None, None),
    ],
)
def test_the_day_comes_from_the_surest_place_and_a_guess_dates_nothing(data: bytes, said: Any, published: Any, basis: Any) -> None:
    document, carrier = take(data, kind="html", **said)

    assert (carrier.published, carrier.basis) == (published, basis)
    assert document.published == (None if basis in {"header", "address"} else published)


def test_what_a_page_says_of_itself() -> None:
    head = (
        "<meta name='author' content='Ann Writer'><link rel='canonical' href='https://news.example/1'>"
        "<meta property='og:site_name' content='Example News'>"
        '<script type="application/ld+json">[{"@type":"Organization","name":"X"},{"@type":"NewsArticle","inLanguage":"en-US",'
        '"publisher":{"name":"Example News"},"sourceOrganization":[{"@type":"Organization","name":"Example Wire"}]}]</script>'
    )
    _, carrier = take(page(head), kind="html")

    assert (carrier.outlet, carrier.author, carrier.agency) == ("Example News", "Ann Writer", "Example Wire")
    assert (carrier.language, carrier.url, carrier.title) == ("en", "https://news.example/1", "Talks open")


@pytest.mark.parametrize(
    ("head", "agency"),
    [
        ("<meta name='author' content='AFP'>", "AFP"),
        ("<meta name='author' content='A. Writer'>", None),
        ("<meta name='agency' content='Example Wire'>", "Example Wire"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","publisher":{"name":"N"},"provider":{"name":"N"}}</script>', None),
    ],
)
def test_the_wire_that_a_text_is_credited_to(head: str, agency: str | None) -> None:
    assert take(page(head), kind="html")[1].agency == agency


def test_outlets_are_known_by_the_domain_and_a_page_cannot_pose_as_a_party() -> None:
    posing = page("<meta property='og:site_name' content='mfa.am'>")

    assert take(page(), kind="html", url="https://www.mfa.am/en/1")[1].code == "ARM.GOV"
    assert take(page(), kind="html", url="https://tass.com/1")[1].outlet == "TASS"
    assert take(posing, kind="html")[1].code == "ARM.GOV", "a saved page without an address is believed, as open_report does"
    document, carrier = take(posing, kind="html", url="https://evil.example/1")
    assert (carrier.outlet, carrier.code, document.carrier) == ("evil.example", None, None)
    assert take(b"Mali left.", url="https://mfa.am.evil.example/1")[1].code is None
    assert take(b"Mali left.", url="http://[broken")[1].outlet is None


def test_a_users_own_outlets_count(tmp_path: Path) -> None:
    (tmp_path / "outlets").mkdir()
    (tmp_path / "outlets" / "mod.example.toml").write_text('name = "Example Ministry"\ncarrier = "MLI.GOV"\n')
    config = Config(codebook=(str(tmp_path),))

    assert take(b"Mali left.", config, url="https://mod.example/1")[1].code == "MLI.GOV"


ENGLISH = "The ministry said on Friday that the troops had left the town after talks with the neighbour. "


@pytest.mark.parametrize(
    ("data", "kind", "text"),
    [
        (ENGLISH.encode("utf-16"), "auto", ENGLISH),
        (ENGLISH.encode("utf-32"), "auto", ENGLISH),
        ((ENGLISH + "“It was quiet,” – café").encode("cp1252"), "text", ENGLISH + "“It was quiet,” – café"),
        (ENGLISH.encode() + "Liège".encode(), "text", ENGLISH + "Liège"),
        (page("<meta charset='windows-1251'>").replace(b"officials", "Киев".encode("cp1251")), "html", "Киев"),
        (page("<meta charset='windows-1251'>").replace(b"officials", "Київ".encode()), "html", "Київ"),
        (page("<meta charset='iso-8859-1'>").replace(b"officials", b"\x93so\x94"), "html", "“so”"),
    ],
)
def test_encodings(data: bytes, kind: Any, text: str) -> None:
    assert text in take(data, kind=kind)[0].text


@pytest.mark.parametrize(
    ("data", "said", "says"),
    [
        (b"", {}, "empty"),
        (b"%PDF-1.7", {}, "PDF"),
        (b"Mali\x00left", {}, "binary"),
        (ENGLISH.encode() + b"El Ni\xf1o", {}, "unreadable as UTF-8"),
        (ENGLISH.encode() + "Министерство".encode("cp1251"), {}, "unreadable as UTF-8"),
        ("Müller".encode("cp1252"), {}, "unreadable as UTF-8"),
        (b"\xff\xfeA", {}, "unreadable as UTF-16"),
        (b"\xff\xfe\x00\x00abc", {}, "unreadable as UTF-32"),
        (b"x " * 1_000, {}, "longer than 1,000 bytes"),
        (b"Mali left.", {"language": "fr"}, "'fr', a language that is not supported"),
        (b"Mali left.", {"language": "Russian"}, "not supported"),
        (page("", "<div>" * 10_000 + "x"), {"kind": "html"}, "longer"),
        (b"<html><body>", {"kind": "html"}, "no article"),
    ],
)
def test_refused_in_one_sentence(data: bytes, said: Any, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        take(data, Config(max_bytes=1_000), where="place", **said)
    assert str(caught.value).startswith("place: ")


@pytest.mark.parametrize("language", ["en", "EN-gb", "en_US", "eng", "English", "", "und", None])
def test_ways_to_say_english(language: str | None) -> None:
    assert take(b"Mali left.", language=language)[0].language == "en"


def test_windows_1252_only_when_sure() -> None:
    quotes = (ENGLISH + "“So,” it said.").encode("cp1252")
    assert surely_cp1252(quotes)
    assert not surely_cp1252(quotes + b"\x81") and not surely_cp1252(quotes[-10:]) and not surely_cp1252(ENGLISH.encode())
    assert not surely_cp1252(("ş ğ ı " * 3 + ENGLISH * 3).encode("cp1254")), "Turkish letters stand where others read Icelandic ones"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2021-03-04", DAY), ("2021-03-04T23:30:00-05:00", DAY), ("2021-03-04 10:00:00.123", DAY), ("2021/3/4", DAY), ("20210304", DAY),
        ("20210304T101500Z", DAY), ("Thu, 04 Mar 2021 23:30:00 -0500", DAY), ("4 March 2021", DAY),
        ("March 4, 2021", DAY), ("4-Mar-2021", DAY),
        ("Thursday, March 4, 2021 10:00 am", DAY), (1614816000, DAY), (1614816000000, DAY), (1614816000.5, DAY), (20210304, DAY),
        ("03/04/2021", None), ("2021-02-30", None), ("2021-13-01", None), ("2021", None), ("yesterday", None), (5, None), (True, None),
        (float("inf"), None), (10**30, None), ([], None), ("2021-03-041", None), ("9" * 100, None),
    ],
)  # fmt: skip
def test_days(written: object, found: date | None) -> None:
    assert day(written) == found


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://a.example/2021/03/04/talks", DAY), ("https://a.example/news/2021-03-04-talks.html", DAY),
        ("https://a.example/2021/3/4", DAY),
        ("https://2021-03-04.example/x", None), ("https://a.example/x?d=2021-03-04", None),
        ("https://a.example/2021/13/41/2021-03-04", DAY),
        ("https://a.example/12021/03/04", None), ("https://a.example/2021-03/04", None), ("", None),
    ],
)  # fmt: skip
def test_days_in_addresses(url: str, found: date | None) -> None:
    assert day_in_address(url) == found
