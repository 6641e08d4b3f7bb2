"""Stories from the country of origin over the country of transit to the host country, as bands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from dashboard.charts.base.chart import Chart, Labels, fitting
from dashboard.charts.base.figure import Figure
from dashboard.charts.base.phrases import counted, nothing
from dashboard.charts.base.theme import LIGHT, Look, as_drawn, figure, isolated, wrapped
from dashboard.i18n import _, number
from metrics.definitions.catalogue import METRICS

STAGES: Final = ("origin", "transit", "host")
"""From left to right."""
UNKNOWN, OTHERS = "unknown", "others"
MOST: Final = 7
"""The most countries of a stage; the stories of all others are drawn together."""
_WIDE: Final = 0.028
"""Width of a country, as a part of the chart's."""
_BETWEEN: Final = 0.035
"""The gap between two countries, as a part of the chart's height."""
_STEPS: Final = np.linspace(0, 1, 24)
_CURVE: Final = 3 * _STEPS**2 - 2 * _STEPS**3


@dataclass(frozen=True)
class Place:
    """A country of one stage as it is drawn: its stories, and where it begins and ends, from 0 at the top."""

    stage: int
    code: str
    stories: int
    top: float
    bottom: float


def story_routes(frame: pd.DataFrame, labels: Labels, *, look: Look = LIGHT) -> Chart:
    """Draw a band for each route; its width is the number of stories.

    Args:
        frame: The frame of `routes` in metrics.analyses.story_coverage.
        labels: Names of countries by code.
        look: The colours.
    """
    if frame.empty:
        return nothing(look)
    named = {**labels, UNKNOWN: _("Not recorded"), OTHERS: _("Other countries")}
    routes = _with_others(frame)
    places = {(place.stage, place.code): place for place in _places(routes)}
    made = figure(look, 90 + 46 * max(routes[stage].nunique() for stage in STAGES))
    _bands(made, routes, places, named, look)
    for place in places.values():
        _country(made, place, named, look)
    for stage, title in enumerate((_("Home country"), _("Transit country"), _("Host country"))):
        made.add_annotation(
            x=_side(stage), y=-0.05, text=f"<b>{as_drawn(title)}</b>", showarrow=False, xanchor="left",
            font={"size": 12, "color": look.ink},
        )  # fmt: skip
    made.update_xaxes(visible=False, range=[-0.01, 1.01])
    made.update_yaxes(visible=False, range=[1.02, -0.1])
    return Chart(made, _title(frame, named), _sentences(frame, routes, named))


def _with_others(frame: pd.DataFrame) -> pd.DataFrame:
    """Return routes in which the countries of each stage with fewest stories are one."""
    rows = frame[[*STAGES, "stories"]].copy()
    for stage in STAGES:
        most = rows[rows[stage] != UNKNOWN].groupby(stage)["stories"].sum().nlargest(MOST, keep="first").index
        rows[stage] = rows[stage].where(rows[stage].isin(most) | (rows[stage] == UNKNOWN), OTHERS)
    return rows.groupby(list(STAGES))["stories"].sum().reset_index()


def _places(routes: pd.DataFrame) -> Iterator[Place]:
    """Yield the countries of each stage one below the other, those with most stories first."""
    every = float(routes["stories"].sum())
    for stage, name in enumerate(STAGES):
        sums = routes.groupby(name)["stories"].sum()
        codes = sorted(sums.index, key=lambda code: (code in (OTHERS, UNKNOWN), code == UNKNOWN, -sums[code], code))
        room, top = 1 - _BETWEEN * (len(codes) - 1), 0.0
        for code in codes:
            bottom = top + room * sums[code] / every
            yield Place(stage, str(code), int(sums[code]), top, bottom)
            top = bottom + _BETWEEN


def _bands(made: Figure, routes: pd.DataFrame, places: dict[tuple[int, str], Place], named: Labels, look: Look) -> None:
    """Draw one band between two stages for each pair of countries, in the order of the countries on both sides."""
    for stage in range(len(STAGES) - 1):
        left, right = STAGES[stage], STAGES[stage + 1]
        pairs = routes.groupby([left, right])["stories"].sum().reset_index()
        used: dict[tuple[int, str], float] = {}
        order = pairs.assign(
            one=[places[stage, code].top for code in pairs[left]],
            other=[places[stage + 1, code].top for code in pairs[right]],
        ).sort_values(["one", "other"])
        for row in order.to_dict("records"):
            ends = []
            for at, code in ((stage, row[left]), (stage + 1, row[right])):
                place = places[at, code]
                top = place.top + used.get((at, code), 0.0)
                height = (place.bottom - place.top) * row["stories"] / place.stories
                used[at, code] = used.get((at, code), 0.0) + height
                ends.append((top, top + height))
            (one_top, one_bottom), (other_top, other_bottom) = ends
            start, end = _side(stage) + _WIDE, _side(stage + 1)
            along = start + (end - start) * _STEPS
            upper, lower = one_top + (other_top - one_top) * _CURVE, one_bottom + (other_bottom - one_bottom) * _CURVE
            words = f"{named.get(row[left], row[left])} → {named.get(row[right], row[right])}"
            made.add_scatter(
                x=[*along, *along[::-1]],
                y=[*upper, *lower[::-1]],
                mode="lines",
                fill="toself",
                fillcolor=look.fill,
                line={"width": 0.5, "color": look.quiet},
                hoveron="fills",
                text=f"{as_drawn(words)}: {counted(row['stories'], METRICS['stories'])}",
                hoverinfo="text",
            )


def _country(made: Figure, place: Place, named: Labels, look: Look) -> None:
    left = _side(place.stage)
    made.add_shape(
        type="rect", x0=left, x1=left + _WIDE, y0=place.top, y1=place.bottom, line={"width": 0},
        fillcolor=look.unknown if place.code in (UNKNOWN, OTHERS) else look.accent,
    )  # fmt: skip
    made.add_annotation(
        x=left + _WIDE + 0.008, y=(place.top + place.bottom) / 2, showarrow=False, xanchor="left", align="left",
        text=f"{isolated(wrapped(named.get(place.code, place.code), 14))} {number(place.stories)}",
        font={"size": 12, "color": look.ink},
    )  # fmt: skip


def _side(stage: int) -> float:
    """Return where a stage begins; to the right of each there is room for the names, of the last one too."""
    return stage * 0.345


def _has_one_first(frame: pd.DataFrame) -> bool:
    return bool((frame["stories"] == frame["stories"].iloc[0]).sum() == 1)


def _title(frame: pd.DataFrame, named: Labels) -> str:
    first = frame.iloc[0]
    origin, host = (named.get(first[name], first[name]) for name in ("origin", "host"))
    value = counted(first["stories"], METRICS["stories"])
    if not _has_one_first(frame):
        return _("{n} stories with a route").format(n=number(frame["stories"].sum()))
    return fitting(
        _("{origin} to {host} has the most: {n}").format(origin=origin, host=host, n=number(first["stories"])),
        _("Most frequent route: {value}").format(value=value),
    )


def _most_frequent(first: pd.Series, named: Labels) -> str:
    places = {name: named.get(first[name], first[name]) for name in STAGES}
    if first["transit"] == UNKNOWN:
        return _("Most frequent: {origin} to {host}, transit not recorded.").format(**places)
    return _("Most frequent: {origin} to {host} through {transit}.").format(**places)


def _sentences(frame: pd.DataFrame, routes: pd.DataFrame, named: Labels) -> list[str]:
    sentences = [
        _("From left to right: home, transit and host country. The wider a band, the more stories."),
        *([_most_frequent(frame.iloc[0], named)] if _has_one_first(frame) else []),
        _("Stories that may be published and have one of the three countries in the story sheet."),
    ]
    if any((routes[stage] == OTHERS).any() for stage in STAGES):
        sentences.append(_("The table names all countries."))
    return sentences
