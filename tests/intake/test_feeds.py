"""Feeds and sitemaps, and the reports that their entries stand for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dragoman.errors import InputError
from dragoman.intake.feeds import Entry, read_listing
from dragoman.intake.limits import Limits
from dragoman.intake.sources import open_items
from dragoman.intake.web import Fetcher
from dragoman.model.corpus import Item, Unread

DAY = date(2021, 3, 4)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>
<entry><id>tag:1</id><title>One</title><link href="/1"/>
<published>2021-03-04T23:30:00-05:00</published><updated>2021-03-09T00:00:00Z</updated>
<author><name>A. Writer</name></author><content type="html">&lt;p&gt;Mali left.&lt;/p&gt;</content></entry>
<entry><id>tag:2</id><title>Two</title><link href="https://a.example/2"/>
<updated>2021-03-09T00:00:00Z</updated><summary>Short.</summary></entry>
<entry><id>tag:1</id><title>One again</title><link href="/1"/></entry></feed>"""
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{0}/1</loc><lastmod>2022-01-01</lastmod><n:news>
<n:publication><n:name>Example News</n:name><n:language>en</n:language></n:publication>
<n:publication_date>2021-03-04T10:00:00Z</n:publication_date><n:title>One</n:title></n:news></url>
<url><loc>{0}/2</loc><lastmod>2022-01-01</lastmod></url><url><loc>javascript:alert(1)</loc></url></urlset>"""


def listing(text: str, base: str | None = "https://a.example/feed") -> Any:
    return read_listing(text.encode(), "feed", Limits(), base)


def test_atom() -> None:
    found = listing(ATOM)

    assert found.kind == "feed"
    assert found.entries == (
        Entry("tag:1", "https://a.example/1", "One", None, "A. Writer", None, DAY, "<p>Mali left.</p>"),
        Entry("tag:2", "https://a.example/2", "Two", None, None, None, None, None),
    ), "an update is no publication; what is listed twice counts once"


def test_rss_with_days_as_rss_1_has_them() -> None:
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <item><title>One</title><link>https://a.example/1</link><dc:date>2021-03-04T10:00:00Z</dc:date></item></rdf:RDF>"""
    (one,) = listing(rdf).entries
    assert (one.key, one.published) == ("https://a.example/1", DAY)


def test_a_news_sitemap_dates_by_publication_and_not_by_change() -> None:
    found = listing(SITEMAP.format("https://a.example"))

    assert found.kind == "sitemap"
    assert found.entries == (
        Entry("https://a.example/1", "https://a.example/1", "One", "Example News", None, "en", DAY),
        Entry("https://a.example/2", "https://a.example/2"),
    )


def test_a_feed_that_is_not_well_formed_is_mended() -> None:
    broken = "<rss version='2.0'><channel><item><title>A & B</title><link>https://a.example/1</link></item></channel>"
    assert [one.title for one in listing(broken).entries] == ["A & B"]


BILLION = (
    '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><rss version='2.0'><channel><item><title>&j;</title></item></channel></rss>"
)
EXTERNAL = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
EXTERNAL += '<rss version="2.0"><channel><item><title>&x;</title></item></channel></rss>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (BILLION.encode(), "declares entities"),
        (BILLION.encode("utf-16"), "declares entities"),
        (EXTERNAL.encode(), "declares entities"),
        (b"<rss><channel>" + b"<item>" * 10_000, "nested too deeply"),
        (b"<urlset>" + b"<url>" * 10_000, "nested too deeply"),
        (b"<rss>" + b"<a/>" * 600_000, "too many elements"),
        (b"<rss version='2.0'><channel>" + b"<item><title>x" * 90_000, "nested too deeply"),
        (b"<html><body>no feed", "neither a feed nor a sitemap"),
        (b"", "neither a feed nor a sitemap"),
        (b"<rss>" + b" " * 11_000_000, "longer than 10,000,000 bytes"),
        (b"<rss>\xff\xfe\xfd</rss>", "unreadable"),
        (b"<rss><channel>" + b"<item>&</item>" * 80_000, "damaged"),
    ],
    ids=["billion", "utf-16", "external", "deep", "deep-sitemap", "wide", "unclosed", "html", "empty", "long", "bytes", "broken-long"],
)
def test_hostile_feeds_are_refused(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_listing(data, "feed", Limits())


def fetcher() -> Fetcher:
    return Fetcher(Limits(pace_seconds=0), allow_private=True)


def read(url: str) -> tuple[list[Item], list[Unread]]:
    unread: list[Unread] = []
    return list(open_items(url, None, None, unread.append, fetcher())), unread


def test_the_pages_of_a_feed_are_fetched_and_its_own_text_stands_in(site: Any, reply: Any) -> None:
    site.pages["/feed"] = reply(body=ATOM.replace("https://a.example", site.url), kind="application/atom+xml")
    site.pages["/2"] = reply(body="<p>Togo left.", Last_Modified="Fri, 05 Mar 2021 10:00:00 GMT")
    items, unread = read(f"{site.url}/feed")

    assert not unread
    assert [(one.where, one.title, one.published, one.basis) for one in items] == [
        (f"{site.url}/1", "One", DAY, "feed"),
        (f"{site.url}/2", "Two", date(2021, 3, 5), "header"),
    ]
    assert b"<p>Mali left.</p>" in items[0].data and items[1].data == b"\xef\xbb\xbf<p>Togo left."


def test_an_index_of_sitemaps_is_followed_once(site: Any, reply: Any) -> None:
    index = (
        "<sitemapindex>"
        + "".join(f"<sitemap><loc>{site.url}/{name}</loc></sitemap>" for name in ("s.xml", "index.xml", "none.xml"))
        + "</sitemapindex>"
    )
    site.pages["/index.xml"] = reply(body=index, kind="application/xml")
    site.pages["/s.xml"] = reply(body=SITEMAP.format(site.url), kind="text/xml")
    site.pages["/1"] = reply(body="<p>Mali left.")
    items, unread = read(f"{site.url}/index.xml")

    assert [(one.url, one.outlet, one.language, one.published) for one in items] == [(f"{site.url}/1", "Example News", "en", DAY)]
    assert [one.where for one in unread] == [f"{site.url}/2", f"{site.url}/index.xml", f"{site.url}/none.xml"]


def test_a_feed_cannot_pose_as_a_party(site: Any, reply: Any) -> None:
    site.pages["/s.xml"] = reply(body=SITEMAP.format(site.url).replace("Example News", "mfa.am"), kind="text/xml")
    site.pages["/1"] = reply(body="<p>Mali left.")

    assert [one.outlet for one in read(f"{site.url}/s.xml")[0]] == [None]


def test_a_feed_that_never_ends(site: Any) -> None:
    def endless(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/rss+xml")
        handler.end_headers()
        handler.wfile.write(b"<rss version='2.0'><channel>")
        while True:
            handler.wfile.write(b"<item><title>more</title></item>" * 1_000)

    site.pages["/feed"] = endless
    items, unread = read(f"{site.url}/feed")
    assert not items and "longer than 10,000,000 bytes" in unread[0].reason
