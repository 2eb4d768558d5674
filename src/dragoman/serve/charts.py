"""Charts as SVG: Altair specifications drawn by vl-convert. The only door to both."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct

from dragoman.analyse.series import Series

if TYPE_CHECKING:
    import altair

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
"""The four quads in PLOVER's order; the first two are drawn above zero, the others below."""
COLOURS = ("#56b4e9", "#0072b2", "#e69f00", "#d55e00")
"""One colour for each quad, told apart whatever colours one sees (Okabe and Ito 2008)."""
_WIDTH, _HEIGHT, _WIDEST_BAR = 640, 170, 22
_DAYS = {"day": 1, "week": 7, "month": 30}
_TICKS = 6


class Theme(Struct, frozen=True):
    """Colours of what is no data."""

    background: str
    ink: str
    faint: str
    line: str


LIGHT = Theme("#ffffff", "#1f2328", "#d8dee4", "#000000")
DARK = Theme("#16191d", "#e6e8ea", "#3d444d", "#ffffff")


def series_svg(series: Series, theme: Theme = LIGHT) -> str:
    """Draw the series of a dyad, one direction above the other.

    Cooperation stands above zero and conflict below; contested acts are drawn hollow with a broken outline, outermost in
    their bar; a line gives the mean PLOVER score on the scale at the right.

    Args:
        series: at least one step; without any the chart says that there is nothing.
        theme: ``LIGHT`` or ``DARK``.
    """
    import vl_convert

    return str(vl_convert.vegalite_to_svg(vl_spec=series_spec(series, theme)))


def series_spec(series: Series, theme: Theme = LIGHT) -> dict[str, Any]:
    """The Vega-Lite specification of a series, with its data."""
    import altair

    bars = _bars(series)
    most = max((abs(bar["to"]) for bar in bars), default=1)
    both = altair.vconcat(
        _way(series, series.one, series.other, bars, most, theme), _way(series, series.other, series.one, bars, most, theme),
        background=theme.background, spacing=24,
    )  # fmt: skip
    both = both.configure(font="sans-serif").configure_view(stroke=None)
    both = both.configure_axis(
        labelColor=theme.ink, titleColor=theme.ink, gridColor=theme.faint, domainColor=theme.ink, tickColor=theme.ink
    )
    both = both.configure_title(color=theme.ink, subtitleColor=theme.ink, anchor="start", fontSize=14)
    both = both.configure_legend(labelColor=theme.ink, orient="bottom", symbolType="square", columns=4)
    spec: dict[str, Any] = both.to_dict()
    return spec


def _way(series: Series, source: str, target: str, bars: list[dict[str, Any]], most: int, theme: Theme) -> altair.LayerChart:
    """One direction: bars from zero outwards, and the score."""
    import altair

    x = _time(series)
    counts = altair.Y(
        "from:Q", title="conflict ← acts → cooperation", scale=altair.Scale(domain=[-most, most], nice=True),
        axis=altair.Axis(tickMinStep=1, labelExpr="format(abs(datum.value), 'd')"),
    )  # fmt: skip
    quads = altair.Color("quad:N", title=None, scale=altair.Scale(domain=list(QUADS), range=list(COLOURS)))
    base = altair.Chart(altair.InlineData(values=[bar for bar in bars if bar["source"] == source]))
    size = _bar_width(series)
    solid = base.transform_filter("!datum.contested").mark_bar(size=size)
    hollow = base.transform_filter("datum.contested").mark_bar(size=size, filled=False, strokeDash=[3, 2], strokeWidth=1.5)
    zero = altair.Chart(altair.InlineData(values=[{"from": 0}])).mark_rule(color=theme.ink).encode(y=counts)
    acts = altair.layer(*(layer.encode(x=x, y=counts, y2="to:Q", color=quads) for layer in (solid, hollow)), zero)
    told = [{"period": step.period.isoformat(), "score": step.score} for step in series.steps if step.source == source]
    score = altair.Chart(altair.InlineData(values=told)).mark_line(
        color=theme.line, strokeWidth=1.4, point={"color": theme.line, "size": 16}
    )
    scale, axis = altair.Scale(domain=[-10, 10]), altair.Axis(grid=False, orient="right")
    line = score.encode(x=x, y=altair.Y("score:Q", title="mean PLOVER score (line)", scale=scale, axis=axis))
    title = {"text": f"{source} → {target}", "subtitle": "filled: asserted; hollow: contested" if told else "nothing told"}
    both = altair.layer(acts, line).resolve_scale(y="independent")
    return cast("altair.LayerChart", both.properties(title=title, width=_WIDTH, height=_HEIGHT))


def _time(series: Series) -> altair.X:
    """The axis of time: from a period before the first step to one after the last, in whatever direction."""
    import altair

    days = [step.period for step in series.steps]
    if not days:
        return altair.X("period:T", title=None, axis=altair.Axis(labels=False, ticks=False))
    margin = timedelta(days=_DAYS[series.by])
    ends = [{"year": day.year, "month": day.month, "date": day.day, "utc": True} for day in (min(days) - margin, max(days) + margin)]
    apart = -(-(max(days) - min(days) + 2 * margin).days // (_TICKS * margin.days))
    ticks = {"interval": series.by, "step": apart}
    axis = altair.Axis(labelOverlap=True, format="%b %Y" if series.by == "month" else "%-d %b %Y", tickCount=ticks)
    return altair.X("period:T", title=f"{series.by} in which the act began", scale=altair.Scale(type="utc", domain=ends), axis=axis)


def _bar_width(series: Series) -> float:
    """Pixels that leave room between the bars of neighbouring periods."""
    days = [step.period for step in series.steps]
    periods = (max(days) - min(days)).days / _DAYS[series.by] + 3 if days else 1.0
    return round(max(1.0, min(_WIDEST_BAR, 0.7 * _WIDTH / periods)), 1)


def _bars(series: Series) -> list[dict[str, Any]]:
    """Stacked pieces: from zero outwards the asserted acts, the milder quad first, then the contested ones."""
    bars = []
    for step in series.steps:
        for sign, quads in ((1, (0, 1)), (-1, (2, 3))):
            height = 0
            for contested, counts in ((False, step.asserted), (True, step.contested)):
                for quad in quads:
                    if counts[quad]:
                        bars.append({
                            "period": step.period.isoformat(), "source": step.source, "quad": QUADS[quad], "contested": contested,
                            "from": sign * height, "to": sign * (height + counts[quad]),
                        })  # fmt: skip
                        height += counts[quad]
    return bars
