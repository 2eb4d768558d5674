"""Fetching from a real server: addresses, redirects, sizes, times, robots.txt, pace."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from typing import Any

import pytest

from dragoman.errors import InputError
from dragoman.intake.addresses import is_public
from dragoman.intake.fetched import Conditions
from dragoman.intake.limits import Limits
from dragoman.intake.web import Fetcher

QUICK = Limits(pace_seconds=0.0, total_seconds=2.0, item_bytes=100_000)


def fetcher(limits: Limits = QUICK, **options: Any) -> Fetcher:
    return Fetcher(limits, allow_private=True, **options)


def test_a_page_with_what_its_headers_say(site: Any, reply: Any) -> None:
    site.pages["/a"] = reply(
        body="<p>Mali", kind="Text/HTML; charset=ISO-8859-1", ETag='"7"', Last_Modified="Thu, 04 Mar 2021 10:00:00 GMT"
    )
    page = fetcher().fetch(f"{site.url}/a#part")

    assert (page.url, page.data, page.kind, page.charset) == (f"{site.url}/a", b"<p>Mali", "text/html", "ISO-8859-1")
    assert page.conditions == Conditions('"7"', "Thu, 04 Mar 2021 10:00:00 GMT")
    assert site.asked == ["/robots.txt", "/a"]
    assert site.headers[1]["user-agent"].startswith("Dragoman/0.1 ") and "cookie" not in site.headers[1]


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "127.0.0.1", "169.254.169.254", "192.168.0.1", "172.16.0.1", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
     "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:8.8.8.8",
     "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::7f00:1", "fec0::1", "2001:db8::1", "no address"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_addresses_that_are_public() -> None:
    assert is_public("8.8.8.8") and is_public("2606:4700:4700::1111")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0"])
def test_private_hosts_are_refused_by_default_and_never_connected_to(site: Any, host: str) -> None:
    with pytest.raises(InputError, match=r"not one of the public internet|cannot be looked up"):
        Fetcher(QUICK).fetch(f"http://{host}:{site.port}/a")

    assert site.asked == []


def test_a_redirect_to_a_private_address_is_refused(site: Any, reply: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public name (its address stands in for one here) leads to a private one."""
    site.pages["/a"] = reply(302, Location=f"http://private.example:{site.port}/secret")
    site.pages["/secret"] = reply(body="secret")
    monkeypatch.setattr("dragoman.intake.addresses.is_public", lambda address: address == "127.0.0.1")
    names = {"public.example": ["127.0.0.1"], "private.example": ["127.0.0.2"]}
    one = Fetcher(QUICK, resolver=lambda host, port: names[host])

    with pytest.raises(InputError, match=r"127\.0\.0\.2 is not one of the public internet"):
        one.fetch(f"http://public.example:{site.port}/a")
    assert "/secret" not in site.asked


def test_a_name_that_changes_its_address_is_looked_up_once_per_connection_and_held_to(
    site: Any, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/a"] = reply(body="public")
    monkeypatch.setattr("dragoman.intake.addresses.is_public", lambda address: address == "127.0.0.1")
    answers = [["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]]
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    def no_second_look(*_: Any, **__: Any) -> Any:
        raise AssertionError("looked up again")

    one = Fetcher(QUICK, resolver=rebinding)
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: real(host, *rest, **more) if host == "127.0.0.1" else no_second_look()
    )
    assert one.fetch(f"http://changing.example:{site.port}/a").data == b"public"
    assert asked == ["changing.example"] * 2, "robots.txt and the page"
    with pytest.raises(InputError, match=r"10\.0\.0\.1"):
        one.fetch(f"http://changing.example:{site.port}/a")


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    one = Fetcher(QUICK, resolver=lambda host, port: ["8.8.8.8", "127.0.0.1"])
    with pytest.raises(InputError, match="not one of the public internet"):
        one.fetch("http://both.example/")


def test_a_name_that_takes_for_ever_to_look_up() -> None:
    def slow(host: str, port: int) -> list[str]:
        time.sleep(3)
        return []

    began = time.perf_counter()
    with pytest.raises(InputError, match=r"longer than 0\.2 seconds"):
        Fetcher(Limits(connect_seconds=0.2), resolver=slow).fetch("http://slow.example/")
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "file:///etc/passwd", "http://", "http:///x", "http://user:secret@a.example/", "http://a.example/\r\nX: y",
     "gopher://a.example", "http://a.example:99999/", "http://[::1", "http://" + "a" * 5_000, "http://a.example:0/", "http://a b/"],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(InputError) as caught:
        fetcher(resolver=lambda host, port: []).fetch(url)
    assert "secret" not in str(caught.value)


def test_redirects_are_followed_a_few_times(site: Any, reply: Any) -> None:
    for number in range(5):
        site.pages[f"/{number}"] = reply(301, Location=f"/{number + 1}")
    site.pages["/5"] = reply(body="there")
    site.pages["/round"] = reply(302, Location="/round")
    site.pages["/file"] = reply(302, Location="file:///etc/passwd")
    site.pages["/nowhere"] = reply(302)

    assert fetcher().fetch(f"{site.url}/0").url == f"{site.url}/5"
    for path, says in (("round", "more than 5 redirects"), ("file", "only http and https"), ("nowhere", "leads nowhere")):
        with pytest.raises(InputError, match=says):
            fetcher().fetch(f"{site.url}/{path}")


def test_bodies_that_are_too_long(site: Any, reply: Any) -> None:
    def endless(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 10_000)

    site.pages["/endless"] = endless
    site.pages["/declared"] = reply(body=b"", Content_Length="999999999")
    site.pages["/bomb"] = reply(body=gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    site.pages["/deflate"] = reply(body=zlib.compress(bytes(50_000_000)), Content_Encoding="deflate")
    began = time.perf_counter()
    for path in ("endless", "declared", "bomb", "deflate"):
        with pytest.raises(InputError, match="longer than 100,000 bytes"):
            fetcher().fetch(f"{site.url}/{path}")
    assert time.perf_counter() - began < 5


def test_packed_bodies(site: Any, reply: Any) -> None:
    raw = zlib.compressobj(wbits=-15)
    site.pages["/gzip"] = reply(body=gzip.compress(b"a page"), Content_Encoding="gzip")
    site.pages["/zlib"] = reply(body=zlib.compress(b"a page"), Content_Encoding="deflate")
    site.pages["/raw"] = reply(body=raw.compress(b"a page") + raw.flush(), Content_Encoding="deflate")
    site.pages["/br"] = reply(body=b"\x0b\x02\x80", Content_Encoding="br")
    site.pages["/cut"] = reply(body=gzip.compress(b"a page" * 99)[:-12], Content_Encoding="gzip")
    site.pages["/bad"] = reply(body=b"\x1f\x8b\x08rubbish that is long enough", Content_Encoding="gzip")

    assert [fetcher().fetch(f"{site.url}/{path}").data for path in ("gzip", "zlib", "raw")] == [b"a page"] * 3
    for path, says in (("br", "was not asked for"), ("cut", "ends in the middle"), ("bad", "damaged")):
        with pytest.raises(InputError, match=says):
            fetcher().fetch(f"{site.url}/{path}")


@pytest.mark.parametrize("where", ["body", "headers"])
def test_a_slow_drip_ends_in_time(site: Any, where: str) -> None:
    def drip(handler: Any) -> None:
        if where == "body":
            handler.send_response(200)
            handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"X")
            handler.wfile.flush()
            time.sleep(0.05)

    site.pages["/drip"] = drip
    began = time.perf_counter()
    with pytest.raises(InputError, match=r"no whole answer within 0\.6 seconds"):
        fetcher(Limits(total_seconds=0.6, pace_seconds=0)).fetch(f"{site.url}/drip")
    assert time.perf_counter() - began < 3


def test_answers_that_are_no_answer(site: Any) -> None:
    site.pages["/rubbish"] = lambda handler: handler.wfile.write(b"\x00\x01rubbish\r\n\r\n")
    site.pages["/nothing"] = lambda handler: None
    for path in ("rubbish", "nothing", "missing"):
        with pytest.raises(InputError, match=r"cannot be fetched|answered 404"):
            fetcher().fetch(f"{site.url}/{path}")
    site.close()
    with pytest.raises(InputError, match="cannot be"):
        fetcher().fetch(f"{site.url}/a")


def test_a_page_that_has_not_changed_is_not_sent_again(site: Any, reply: Any) -> None:
    site.pages["/a"] = reply(304, ETag='"8"')
    page = fetcher().fetch(f"{site.url}/a", Conditions('"7"', "Thu, 04 Mar 2021 10:00:00 GMT"))

    assert page.unchanged and page.data == b"" and page.conditions.etag == '"8"'
    assert site.headers[1]["if-none-match"] == '"7"'
    assert site.headers[1]["if-modified-since"] == "Thu, 04 Mar 2021 10:00:00 GMT"


def test_robots_are_obeyed_and_asked_once_a_day(site: Any, reply: Any, clock: Any) -> None:
    site.pages["/robots.txt"] = reply(
        body="User-agent: *\nAllow: /\n\nUser-agent: dragoman\nDisallow: /private\nCrawl-delay: 7\n", kind="text/plain"
    )
    site.pages["/a"] = reply(body="a")
    site.pages["/to"] = reply(302, Location="/private/x")
    one = fetcher(clock=clock)

    one.fetch(f"{site.url}/a")
    one.fetch(f"{site.url}/a")
    for path in ("private/x", "to"):
        with pytest.raises(InputError, match=r"robots\.txt of the host does not allow it"):
            one.fetch(f"{site.url}/{path}")
    assert site.asked.count("/robots.txt") == 1 and "/private/x" not in site.asked
    assert clock.slept == [7.0, 7.0]
    clock.time += 90_000
    one.fetch(f"{site.url}/a")
    assert site.asked.count("/robots.txt") == 2


def test_robots_that_cannot_be_had_forbid_and_that_are_not_there_allow(site: Any, reply: Any, clock: Any) -> None:
    site.pages["/a"] = reply(body="a")
    site.pages["/robots.txt"] = reply(503)
    one = fetcher(clock=clock)
    with pytest.raises(InputError, match=r"robots\.txt cannot be had \(status 503\)"):
        one.fetch(f"{site.url}/a")
    site.pages["/robots.txt"] = reply(403)
    clock.time += 601
    assert one.fetch(f"{site.url}/a").data == b"a"


def test_a_robots_file_without_end_is_cut(site: Any, reply: Any) -> None:
    site.pages["/robots.txt"] = reply(body="User-agent: *\nDisallow: /private\n" + "# more\n" * 200_000, kind="text/plain")
    site.pages["/a"] = reply(body="a")
    one = fetcher(Limits(pace_seconds=0, robots_bytes=10_000))

    assert one.fetch(f"{site.url}/a").data == b"a"
    with pytest.raises(InputError, match="does not allow"):
        one.fetch(f"{site.url}/private")


def test_a_host_is_asked_at_its_pace_and_hosts_do_not_wait_for_each_other(site: Any, reply: Any, clock: Any) -> None:
    site.pages["/a"] = reply(body="a")
    one = fetcher(Limits(pace_seconds=2.0), clock=clock, resolver=lambda host, port: ["127.0.0.1"])
    for host in ("one.example", "two.example"):
        one.fetch(f"http://{host}:{site.port}/a")
    assert clock.slept == [2.0, 2.0], "between robots.txt and the page of each"
    one.fetch(f"http://one.example:{site.port}/a")
    assert clock.slept == [2.0, 2.0], "two seconds have gone by with the other host"


def test_a_busy_host_is_left_alone_for_as_long_as_it_says(site: Any, reply: Any, clock: Any) -> None:
    answers = [reply(429, Retry_After="30"), reply(503), reply(body="at last")]

    def send(handler: Any) -> None:
        answers.pop(0)(handler)

    site.pages["/a"] = send

    assert fetcher(clock=clock).fetch(f"{site.url}/a").data == b"at last"
    assert clock.slept == [30.0, 4.0]


def test_a_host_that_stays_busy_is_given_up_and_one_that_asks_for_an_hour_is_not_asked_before(
    site: Any, reply: Any, clock: Any
) -> None:
    site.pages["/busy"] = reply(500)
    site.pages["/hour"] = reply(429, Retry_After="3600")
    one = fetcher(clock=clock)
    with pytest.raises(InputError, match="answered 500 3 times"):
        one.fetch(f"{site.url}/busy")
    assert clock.slept == [2.0, 4.0]
    clock.time += 100
    for _ in range(2):
        with pytest.raises(InputError, match=r"asks to wait 3,600 seconds more"):
            one.fetch(f"{site.url}/hour")
    assert site.asked.count("/hour") == 1
    clock.time += 3_601
    site.pages["/hour"] = reply(body="now")
    assert one.fetch(f"{site.url}/hour").data == b"now"


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("Thu, 01 Jan 1970 00:00:00 GMT", 2.0), ("soon", 2.0), ("-5", 2.0), ("9" * 40, 86_400.0), ("Sun, 13 Sep 2020 12:44:20 GMT", 60.0)],
)
def test_what_retry_after_may_say(asked: str, seconds: float, clock: Any) -> None:
    from dragoman.intake.pace import Pace

    assert Pace(Limits(), clock).back_off(asked, 0) == seconds
