"""The feed: incidents of any filter as Atom, for programs that watch for news."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as Xml

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dragoman.analyse.briefs import Brief, incident_list
from dragoman.analyse.overview import calendar
from dragoman.analyse.told import told_days
from dragoman.model.keys import content_key
from dragoman.serve.web.desk import Now, View
from dragoman.serve.web.filters import Asked
from dragoman.serve.web.names import STATUS_MEANS, act_name
from dragoman.serve.web.pages.incidents import wanted_by
from dragoman.serve.words import day, visible

router = APIRouter(include_in_schema=False)
_SIZE = 60
_ATOM = "http://www.w3.org/2005/Atom"
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold."""
MEDIA_TYPE = "application/atom+xml"


@router.get("/feed.atom")
def feed(request: Request, now: Now, filters: Asked) -> Response:
    """The latest incidents that the filters ask for; the page of a filter is no part of it."""
    shown = filters.but()
    found = now.ask(incident_list, wanted_by(shown), 1, _SIZE)
    told = now.ask(told_days, tuple(one.key for one in found.briefs))
    base = str(request.base_url).rstrip("/")
    latest = max(told.values(), default=None) or now.ask(calendar).latest
    root = Xml.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _add(root, "title", f"Dragoman: {_title(shown.query())}")
    _add(root, "id", f"urn:dragoman:feed:{content_key('feed', shown.query())}")
    _add(root, "updated", _moment(latest))
    _add(_add(root, "author"), "name", "Dragoman")
    Xml.SubElement(root, "link", {"rel": "self", "type": MEDIA_TYPE, "href": base + shown.address("/feed.atom")})
    Xml.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": base + shown.address("/incidents")})
    for one in found.briefs:
        _entry(root, one, told.get(one.key), base, now)
    data = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(data, media_type=MEDIA_TYPE)


def _entry(root: Xml.Element, one: Brief, told: date | None, base: str, now: View) -> None:
    entry = _add(root, "entry")
    actors, recipients = now.names.listed(one.actors) or "someone unnamed", now.names.listed(one.recipients)
    flags = [*(["denied"] if one.stance == "denies" else []), *([one.reality] if one.reality != "actual" else [])]
    who = f"{actors} → {recipients}" if recipients else actors
    said = f" ({', '.join(flags)})" if flags else ""
    _add(entry, "title", f"{act_name(one.type, one.mode)}: {who}{said} – {one.status}")
    _add(entry, "id", f"urn:dragoman:incident:{one.key}")
    _add(entry, "updated", _moment(told or one.last or one.first))
    Xml.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": f"{base}/incident/{one.key}"})
    for term in (one.type, one.status):
        Xml.SubElement(entry, "category", {"term": _fit(term)})
    _add(entry, "summary", _summary(one))


def _summary(one: Brief) -> str:
    """The incident in one plain sentence or two."""
    if one.first is None and one.last is None:
        when = "undated"
    else:
        ends = [day(end) for end in dict.fromkeys((one.first or one.last, one.last or one.first)) if end is not None]
        when = " – ".join(ends)
    where = "".join(f", {place}" for place in one.places[:3])
    counts = f"{one.claims} claim{'' if one.claims == 1 else 's'} in {one.texts} text{'' if one.texts == 1 else 's'}"
    return f"{when}{where}. {counts}; {one.status}: {STATUS_MEANS[one.status]}."


def _title(query: str) -> str:
    return f"incidents ({query})" if query else "incidents"


def _add(parent: Xml.Element, name: str, text: str = "") -> Xml.Element:
    made = Xml.SubElement(parent, name, {"type": "text"} if name in {"title", "summary"} else {})
    made.text = _fit(text)
    return made


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", visible(text))


def _moment(value: date | None) -> str:
    """A day as a feed wants it: its beginning in UTC; what has no day is told since the beginning of the era of feeds."""
    return f"{(value or date(1970, 1, 1)).isoformat()}T00:00:00Z"
