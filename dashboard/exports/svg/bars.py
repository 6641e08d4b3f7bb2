"""Bars: upright or level, beside each other, stacked or over each other, with their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final

from dashboard.exports.svg.canvas import Canvas
from dashboard.exports.svg.elements import element, filled, number, stroked
from dashboard.exports.svg.scales import Axis, Extent
from dashboard.exports.svg.text import ABOVE, MIDDLE, Text, drawn, text

DARK: Final = "#131C2B"
"""A text on a bright colour."""
PAD: Final = 3
"""From the end of a bar to its text, in pixels."""


@dataclass(frozen=True)
class Bar:
    """One bar: its middle and its width along one axis, its foot and its end along the other, in units of the axes."""

    place: int
    middle: float
    width: float
    foot: float
    end: float


def is_level(trace: Mapping[str, Any]) -> bool:
    """Return whether the bars of a trace lie."""
    return trace.get("orientation") == "h"


def laid_out(traces: Sequence[dict[str, Any]], x: Axis, y: Axis, layout: Mapping[str, Any]) -> list[list[Bar]]:
    """Return the bars of each trace.

    Args:
        traces: All traces of bars of a figure.
        x: The horizontal axis.
        y: The vertical axis.
        layout: The layout, which says whether bars are stacked.
    """
    mode = layout.get("barmode") or "group"
    middles = [_counted(trace, x, y, along=True) for trace in traces]
    slot = _slot([middle for each in middles for middle in each if middle is not None])
    free = 1 - float(layout.get("bargap", 0.2))
    beside = len(traces) if mode == "group" else 1
    tops: dict[tuple[float, bool], float] = {}
    found = []
    for order, (trace, own) in enumerate(zip(traces, middles, strict=True)):
        bars = []
        lengths, feet, widths = _counted(trace, x, y, along=False), trace.get("base") or 0, trace.get("width")
        for place, (middle, length) in enumerate(zip(own, lengths, strict=True)):
            if middle is None or length is None:
                continue
            width = widths[place] if isinstance(widths, list) else widths
            foot = float(feet[place] if isinstance(feet, list) else feet)
            if mode == "stack":
                foot += tops.get((middle, length < 0), 0.0)
                tops[middle, length < 0] = foot + length
            wide = slot * free / beside if width is None else float(width)
            shift = (order - (beside - 1) / 2) * wide if beside > 1 else 0
            bars.append(Bar(place, middle + shift, wide, foot, foot + length))
        found.append(bars)
    return found


def extents(traces: Sequence[dict[str, Any]], bars: Sequence[Sequence[Bar]]) -> Iterator[tuple[str, Extent]]:
    """Yield what bars cover along each axis, with its letter.

    Args:
        traces: All traces of bars of a figure.
        bars: Their bars.
    """
    for trace, own in zip(traces, bars, strict=True):
        if own:
            along, across = ("y", "x") if is_level(trace) else ("x", "y")
            slot = max(_slot([bar.middle for bar in own]), *(bar.width for bar in own))
            middles = [bar.middle for bar in own]
            yield along, Extent(min(middles) - slot / 2, max(middles) + slot / 2, padded=False)
            ends = [end for bar in own for end in (bar.foot, bar.end)]
            yield across, Extent(min(ends), max(ends), grounded=True)


def bars_of(trace: Mapping[str, Any], bars: Sequence[Bar], hue: str, canvas: Canvas) -> tuple[str, str]:
    """Return the bars of a trace as elements, and their texts.

    Args:
        trace: The trace.
        bars: Its bars.
        hue: Its colour if it has none.
        canvas: What it is drawn on.
    """
    boxes, texts = [], []
    marker = trace.get("marker", {})
    for bar in bars:
        box = _box(bar, trace, canvas)
        shade = _at(marker.get("color"), bar.place) or hue
        pattern = {name: _at(value, bar.place) for name, value in marker.get("pattern", {}).items()}
        hatched = canvas.pattern(pattern, shade)
        line = marker.get("line", {})
        style = (filled(shade) if hatched is None else {"fill": hatched}) | stroked(
            _at(line.get("color"), bar.place) or "#444444", float(_at(line.get("width"), bar.place) or 0)
        )
        opacity = _at(marker.get("opacity", trace.get("opacity")), bar.place)
        boxes.append(element("path", d=_path(box, trace, marker.get("cornerradius") or 0), opacity=opacity, **style))
        texts.append(_text(bar, box, trace, shade, canvas))
    return "".join(boxes), "".join(texts)


def _counted(trace: Mapping[str, Any], x: Axis, y: Axis, *, along: bool) -> list[float | None]:
    """Return the middles of bars, or their lengths, in the units of their axis."""
    axis, values = (x, trace.get("x")) if along != is_level(trace) else (y, trace.get("y"))
    if along:
        return [axis.count(value) for value in values or ()]
    return [None if value is None else float(value) for value in values or ()]


def _slot(middles: Sequence[float]) -> float:
    """Return the smallest distance of neighbours; 1 for a single one."""
    ordered = sorted(set(middles))
    return min((b - a for a, b in pairwise(ordered)), default=1.0)


def _at(value: Any, place: int) -> Any:
    if isinstance(value, list):
        return value[place] if place < len(value) else None
    return value


def _box(bar: Bar, trace: Mapping[str, Any], canvas: Canvas) -> tuple[float, float, float, float]:
    """Return x and y of the foot, then of the end of a bar, in pixels, from one side of it to the other."""
    along, across = (canvas.y, canvas.x) if is_level(trace) else (canvas.x, canvas.y)
    a, b = along.pixel(bar.middle - bar.width / 2), along.pixel(bar.middle + bar.width / 2)
    foot, end = (
        across.pixel(each if across.kind != "log" else across.count(each) or across.low) for each in (bar.foot, bar.end)
    )
    return (foot, min(a, b), end, max(a, b)) if is_level(trace) else (min(a, b), foot, max(a, b), end)


def _path(box: tuple[float, float, float, float], trace: Mapping[str, Any], radius: float) -> str:
    """Return a rectangle; the corners at its end are round."""
    x0, y0, x1, y1 = box
    round_by = min(radius, abs(x1 - x0), abs(y1 - y0), (abs(y1 - y0) if is_level(trace) else abs(x1 - x0)) / 2)
    n = number
    if round_by < 0.3:
        return f"M{n(x0)},{n(y0)}H{n(x1)}V{n(y1)}H{n(x0)}Z"
    if is_level(trace):
        turn = round_by if x1 > x0 else -round_by
        sweep = int(x1 > x0)
        arc = f"A{n(round_by)},{n(round_by)} 0 0 {sweep} "
        return (
            f"M{n(x0)},{n(y0)}H{n(x1 - turn)}{arc}{n(x1)},{n(y0 + round_by)}"
            f"V{n(y1 - round_by)}{arc}{n(x1 - turn)},{n(y1)}H{n(x0)}Z"
        )
    turn = round_by if y1 > y0 else -round_by
    sweep = int(y1 < y0)
    arc = f"A{n(round_by)},{n(round_by)} 0 0 {sweep} "
    return (
        f"M{n(x0)},{n(y0)}V{n(y1 - turn)}{arc}{n(x0 + round_by)},{n(y1)}"
        f"H{n(x1 - round_by)}{arc}{n(x1)},{n(y1 - turn)}V{n(y0)}Z"
    )


def _text(
    bar: Bar, box: tuple[float, float, float, float], trace: Mapping[str, Any], shade: str, canvas: Canvas
) -> str:
    position = trace.get("textposition") or "auto"
    said = _at(trace.get("text"), bar.place)
    if said in (None, "") or position == "none":
        return ""
    font = trace.get("textfont", {})
    word = text(str(said), float(font.get("size") or canvas.size))
    x0, y0, x1, y1 = box
    length, breadth = (abs(x1 - x0), abs(y1 - y0)) if is_level(trace) else (abs(y1 - y0), abs(x1 - x0))
    long, wide = (word.width, word.height) if is_level(trace) else (word.height, word.width)
    inside = position == "inside" or (position == "auto" and long + 2 * PAD <= length and wide <= breadth)
    if trace.get("constraintext", "both") in ("both", "inside" if inside else "outside") and wide > breadth:
        word = word.smaller(max(breadth / wide, 0.1))
    colour = font.get("color") or (contrast(shade) if inside else canvas.ink)
    return _level_text(word, box, inside, colour) if is_level(trace) else _upright_text(word, box, inside, colour)


def _level_text(word: Text, box: tuple[float, float, float, float], inside: bool, colour: str) -> str:
    x0, y0, x1, y1 = box
    forwards = x1 >= x0
    x = x1 + (PAD if forwards != inside else -PAD)
    return drawn(word, x, (y0 + y1) / 2 + MIDDLE * word.size, colour, "start" if forwards != inside else "end")


def _upright_text(word: Text, box: tuple[float, float, float, float], inside: bool, colour: str) -> str:
    x0, y0, x1, y1 = box
    upwards = y1 <= y0
    top = y1 - PAD - word.height if upwards != inside else y1 + PAD
    return drawn(word, (x0 + x1) / 2, top + ABOVE * word.size, colour, "middle")


def contrast(shade: str) -> str:
    """Return the colour of a text on another colour: dark or white, whichever differs more (WCAG 2, contrast ratio).

    Args:
        shade: The colour behind it, as #RRGGBB.
    """
    if not (shade.startswith("#") and len(shade) == 7):
        return DARK
    light = luminance(shade)
    return "#FFFFFF" if 1.05 / (light + 0.05) > (light + 0.05) / (luminance(DARK) + 0.05) else DARK


@cache
def luminance(shade: str) -> float:
    """Return how bright a colour is, from 0 to 1 (WCAG 2, relative luminance).

    Args:
        shade: The colour, as #RRGGBB.
    """
    parts = (int(shade[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
