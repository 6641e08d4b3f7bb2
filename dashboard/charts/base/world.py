"""The map of the world: the shapes of countries, coloured by value, drawn as lines so that nothing is fetched.

The shapes are `data/reference/world.geojson`, from Natural Earth (public domain); a deployer can replace the file. The
projection is Equal Earth (Šavrič, Patterson and Jenny, 2018), in which areas are true to size.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import asin, cos, pi, sin, sqrt
from pathlib import Path
from typing import Final

from dashboard.charts.base.figure import Figure
from dashboard.charts.base.theme import Look, figure
from dashboard.i18n import _, ngettext, number, shown

FILE: Final = Path(__file__).parents[3] / "data" / "reference" / "world.geojson"
HEIGHT: Final = 414
SOUTH: Final = -1050
"""The lower edge of the map, in thousandths of the globe's radius."""
STEPS: Final = 4
"""The most colours of values."""
_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)

Place = tuple[int, int]
Line = tuple[list[int | None], list[int | None]]


def projected(longitude: float, latitude: float) -> Place:
    """Return a place on the map.

    Args:
        longitude: In degrees, -180 to 180.
        latitude: In degrees, -90 to 90.

    Returns:
        x and y, in whole thousandths of the globe's radius, which are short to send and finer than a screen.
    """
    bent = asin(sqrt(3) / 2 * sin(latitude * pi / 180))
    square = bent * bent
    spread = 9 * _A[3] * square**4 + 7 * _A[2] * square**3 + 3 * _A[1] * square + _A[0]
    x = 2 * sqrt(3) * (longitude * pi / 180) * cos(bent) / (3 * spread)
    y = bent * (_A[3] * square**4 + _A[2] * square**3 + _A[1] * square + _A[0])
    return round(1000 * x), round(1000 * y)


@cache
def _polygons() -> Mapping[str, list[list[list[list[float]]]]]:
    """Return the polygons of each country, as longitudes and latitudes."""
    return {each["id"]: each["geometry"]["coordinates"] for each in json.loads(FILE.read_text("utf-8"))["features"]}


@cache
def shapes() -> Mapping[str, Line]:
    """Return the outline of each country on the map, by its ISO code of three letters, the largest first."""
    outlines = {code: _outline(polygons) for code, polygons in _polygons().items()}
    return dict(sorted(outlines.items(), key=lambda pair: -_extent(pair[1])))


@cache
def centres() -> Mapping[str, Place]:
    """Return for each country the middle of its largest part, where its dot stands."""
    found = {}
    for code, polygons in _polygons().items():
        parts = [[projected(*place) for place in _in_one_piece(polygon[0])] for polygon in polygons]
        found[code] = _centroid(max(parts, key=_area))
    return found


def steps(values: Collection[float]) -> list[float]:
    """Return the lowest value of each colour, the smallest first: at most four, in round numbers."""
    known = sorted(value for value in values if value > 0)
    if not known:
        return []
    if len(set(known)) <= STEPS:
        return sorted(set(known))
    parts = [known[len(known) * part // STEPS] for part in range(STEPS)]
    return sorted({known[0], *(_rounded(part) for part in parts[1:])})


def draw(
    values: Mapping[str, float],
    picks: Mapping[str, str],
    texts: Mapping[str, str],
    missing: Collection[str],
    missing_label: str,
    look: Look,
    dots: Sequence[str] = (),
    dots_label: str = "",
) -> Figure:
    """Draw the map.

    Args:
        values: A value above zero for each country that has one.
        picks: What selecting a country filters by, by its code.
        texts: What is said of a country that one points at.
        missing: Countries that are hatched.
        missing_label: What the legend calls them.
        look: The colours.
        dots: Countries with a dot.
        dots_label: What the legend calls the dots.
    """
    lowest = steps(list(values.values()))
    colours = _colours(len(lowest), look)
    made = figure(look, HEIGHT, margin={"l": 0, "r": 0, "t": 0, "b": 66})
    for code, (x, y) in shapes().items():
        style: dict[str, object] = {"fillcolor": look.grid}
        if value := values.get(code):
            style = {"fillcolor": colours[sum(value >= low for low in lowest) - 1]}
        elif code in missing:
            style = {
                "fillpattern": {
                    "shape": "/",
                    "fgcolor": look.unknown,
                    "bgcolor": look.paper,
                    "size": 5,
                    "solidity": 0.2,
                }
            }
        made.add_scatter(
            x=x,
            y=y,
            mode="lines",
            fill="toself",
            hoveron="fills",
            hoverinfo="text" if code in texts else "skip",
            text=texts.get(code, ""),
            line={"color": look.paper if value else look.unknown, "width": 0.5},
            **style,
        )
    _targets(made, values, picks, texts)
    _dots(made, dots, look)
    made.update_xaxes(visible=False, constrain="domain", range=[-2750, 2750])
    made.update_yaxes(visible=False, scaleanchor="x", constrain="domain", constraintoward="top", range=[SOUTH, 1320])
    _legend(made, lowest, colours, missing_label if missing else "", dots_label if dots else "", look)
    return made


def boundaries() -> str:
    """Return the note that stands below every map."""
    return _(
        "The boundaries and names shown and the designations used on this map do not imply official endorsement or "
        "acceptance by the United Nations."
    )


def too_small(countries: Iterable[str]) -> list[str]:
    """Return a sentence with how many countries have no shape on the map; none if all have one.

    Args:
        countries: Their codes.
    """
    count = sum(code not in shapes() for code in countries)
    if not count:
        return []
    return [
        ngettext(
            "{n} country is too small for this map; see the list.",
            "{n} countries are too small for this map; see the list.",
            count,
        ).format(n=number(count))
    ]


def _targets(made: Figure, values: Mapping[str, float], picks: Mapping[str, str], texts: Mapping[str, str]) -> None:
    """Add an invisible dot in each country with a value, because a fill cannot be selected."""
    codes = [code for code in values if code in centres()]
    made.add_scatter(
        x=[centres()[code][0] for code in codes],
        y=[centres()[code][1] for code in codes],
        mode="markers",
        customdata=[[picks.get(code, code)] for code in codes],
        marker={"size": 16, "opacity": 0},
        hovertext=[texts.get(code, code) for code in codes],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _dots(made: Figure, dots: Sequence[str], look: Look) -> None:
    places = [centres()[code] for code in dots if code in centres()]
    made.add_scatter(
        x=[x for x, _y in places],
        y=[y for _x, y in places],
        mode="markers",
        hoverinfo="skip",
        marker={"size": 9, "symbol": "diamond", "color": look.hues[1], "line": {"width": 1.5, "color": look.paper}},
    )


def _legend(made: Figure, lowest: list[float], colours: list[str], missing: str, dots: str, look: Look) -> None:
    highest = [low - 1 for low in lowest[1:]]
    spans = [
        _("{low} to {high}").format(low=shown(low), high=shown(high)) if high > low else shown(low)
        for low, high in zip(lowest, highest, strict=False)
    ]
    spans += [_("{n} or more").format(n=shown(lowest[-1]))] if lowest else []
    parts = [f"<span style='color:{colour}'>■</span> {text}" for colour, text in zip(colours, spans, strict=True)]
    parts += [f"<span style='color:{look.unknown}'>▨</span> {missing}"] if missing else []
    parts += [f"<span style='color:{look.hues[1]}'>◆</span> {dots}"] if dots else []
    made.add_annotation(
        xref="paper",
        yref="y",  # a narrow map is less high than its figure
        x=0,
        y=SOUTH,
        yshift=-4,
        xanchor="left",
        yanchor="top",
        align="left",
        showarrow=False,
        text="<br>".join(filter(None, ["   ".join(parts[: len(spans)]), *parts[len(spans) :]])),  # a phone is narrow
        font={"size": 12, "color": look.muted},
    )


def _colours(count: int, look: Look) -> list[str]:
    return list(look.ramp[2:6][-count:]) if count else []


def _outline(polygons: list[list[list[list[float]]]]) -> Line:
    x: list[int | None] = []
    y: list[int | None] = []
    for ring in (ring for polygon in polygons for ring in polygon):
        places = [projected(*place) for place in _in_one_piece(ring)]
        x += [*(place[0] for place in places), None]
        y += [*(place[1] for place in places), None]
    return x[:-1], y[:-1]


def _in_one_piece(ring: list[list[float]]) -> list[list[float]]:
    """Return a ring across the date line as one that runs on beyond it, not around the globe."""
    longitudes = [place[0] for place in ring]
    if max(longitudes) - min(longitudes) < 300:
        return ring
    return [[x + 360 if x < 0 else x, y] for x, y in ring]


def _extent(line: Line) -> int:
    x, y = ([value for value in axis if value is not None] for axis in line)
    return (max(x) - min(x)) * (max(y) - min(y))


def _area(ring: list[Place]) -> float:
    return abs(sum(map(_cross, ring, ring[1:]))) / 2


def _cross(a: Place, b: Place) -> int:
    return a[0] * b[1] - b[0] * a[1]


def _centroid(ring: list[Place]) -> Place:
    twice = sum(map(_cross, ring, ring[1:]))
    if not twice:
        return ring[0]
    middle = (sum((a[axis] + b[axis]) * _cross(a, b) for a, b in pairwise(ring)) / (3 * twice) for axis in (0, 1))
    x, y = map(round, middle)
    return x, y


def _rounded(value: float) -> float:
    """Return a value rounded to one or two digits, as people divide scales."""
    digits = len(str(int(value)))
    step = 10 ** (digits - 1) / (2 if digits > 1 else 1)
    return float(max(1, round(value / step) * step))
