"""Today: what a day brought and how things stood, without any clock."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dragoman.analyse.overview import calendar, overview
from dragoman.serve.web.desk import Now
from dragoman.serve.web.filters import day_of
from dragoman.serve.web.rendering import render

router = APIRouter(include_in_schema=False)


@router.get("/")
def today(request: Request, now: Now, day: str = Query("", max_length=20)) -> Response:
    """The first page; ``day`` moves it through the store, by default to the last day on which a report was published."""
    days = now.ask(calendar)
    chosen: date | None = day_of("day", day) or days.latest
    if chosen is None:
        return render(request, "today_empty.html", undated=days.undated)
    return render(request, "today.html", found=now.ask(overview, chosen), days=days, latest=chosen == days.latest)
