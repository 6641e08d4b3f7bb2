"""Lines, dots and areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from dashboard.exports.svg.canvas import Canvas
from dashboard.exports.svg.elements import colour as plain
from dashboard.exports.svg.elements import element, filled, stroked
from dashboard.exports.svg.scales import Axis, Extent
from dashboard.exports.svg.symbols import symbol
from dashboard.exports.svg.text import ABOVE, drawn, text

FEW: Final = 20
"""Traces with fewer places have dots where they do not say so."""
PAD: Final = 3
"""From a dot to its text beside it, in pixels."""
VERTICAL: Final = {"top": -1, "middle": 0, "bottom": 1}
HORIZONTAL: Final = {"left": -1, "center": 0, "right": 1}
FAINT: Final = 0.5
"""The opacity of an area that has no colour of its own."""

Points = list[tuple[float, float]]


def mode_of(trace: Mapping[str, Any]) -> str:
    """Return what is drawn of a trace: lines, markers, text."""
    return str(trace.get("mode") or ("lines+markers" if len(trace.get("x") or ()) < FEW else "lines"))


def extents(trace: Mapping[str, Any], x: Axis, y: Axis) -> Iterator[tuple[str, Extent]]:
    """Yield what a trace covers along each axis, with its letter.

    Args:
        trace: The trace.
        x: The horizontal axis.
        y: The vertical axis.
    """
    has_dots = "markers" in mode_of(trace)
    size = trace.get("marker", {}).get("size") or 6
    room = (max(size) if isinstance(size, list) else size) / 2 if has_dots else 0
    for axis, values in ((x, trace.get("x")), (y, trace.get("y"))):
        counted = [each for each in map(axis.count, values or ()) if each is not None]
        if axis.letter == "y" and trace.get("fill") == "tozeroy":
            counted.append(0.0)
        if counted:
            yield axis.letter, Extent(min(counted), max(counted), axis.letter == "y" or has_dots, room)


def area(trace: Mapping[str, Any], before: Mapping[str, Any] | None, hue: str, canvas: Canvas) -> str:
    """Return the area of a trace: below its line, between it and the line before it, or within it.

    Args:
        trace: The trace.
        before: The trace before it.
        hue: Its colour if it has none.
        canvas: What it is drawn on.
    """
    fill = trace.get("fill") or "none"
    parts = _parts(trace, canvas)
    if fill == "none" or not parts:
        return ""
    if fill == "tozeroy":
        ground = canvas.y.pixel(0.0 if canvas.y.kind == "linear" else canvas.y.low)
        path = "".join(
            f"{_path(part)}V{ground:.1f}H{part[0][0]:.1f}Z" for part in map(_stepped(trace), parts) if len(part) > 1
        )
    elif fill == "tonexty" and before is not None and (others := _parts(before, canvas)):
        step, other = _stepped(trace), _stepped(before)
        path = _path([*step(parts[0]), *reversed(other(others[0]))]) + "Z"
    else:
        path = "".join(f"{_path(part)}Z" for part in parts)
    hatched = canvas.pattern(trace.get("fillpattern", {}), trace.get("fillcolor"))
    if hatched:
        return element("path", d=path, fill=hatched)
    shade = trace.get("fillcolor") or trace.get("line", {}).get("color") or hue
    style = filled(shade)
    if not trace.get("fillcolor"):
        style["fill_opacity"] = FAINT * (plain(shade)[1] or 1)
    return element("path", d=path, **style)


def line(trace: Mapping[str, Any], hue: str, canvas: Canvas) -> str:
    """Return the line of a trace.

    Args:
        trace: The trace.
        hue: Its colour if it has none.
        canvas: What it is drawn on.
    """
    if "lines" not in mode_of(trace):
        return ""
    settings = trace.get("line", {})
    end = "Z" if trace.get("fill") == "toself" else ""
    path = "".join(_path(part) + end for part in map(_stepped(trace), _parts(trace, canvas)) if len(part) > 1)
    if not path:
        return ""
    style = stroked(settings.get("color") or hue, float(settings.get("width", 2)), settings.get("dash"))
    return element("path", d=path, fill="none", stroke_linejoin="round", opacity=trace.get("opacity"), **style)


def dots(trace: Mapping[str, Any], hue: str, canvas: Canvas) -> str:
    """Return the dots and texts of a trace.

    Args:
        trace: The trace.
        hue: Its colour if it has none.
        canvas: What it is drawn on.
    """
    found: list[str] = []
    if "markers" in mode_of(trace):
        found += _dots(trace, hue, canvas)
    if "text" in mode_of(trace):
        found += _texts(trace, canvas)
    return "".join(found)


def _texts(trace: Mapping[str, Any], canvas: Canvas) -> Iterator[str]:
    """Yield the texts at, above, below or beside the places of a trace."""
    font = trace.get("textfont", {})
    for place, (x, y) in _places(trace, canvas):
        word = text(str(_at(trace.get("text"), place) or ""), float(_at(font.get("size"), place) or canvas.size))
        down, across = (_at(trace.get("textposition"), place) or "middle center").split()
        room = float(_at(trace.get("marker", {}).get("size"), place) or 6) / 2 if "markers" in mode_of(trace) else 0
        side, above = HORIZONTAL[across], VERTICAL[down]
        top = y - word.height / 2 + above * (word.height / 2 + room)
        beside = x + side * (room + PAD) if not above else x
        anchor = {-1: "end", 0: "middle", 1: "start"}[side]
        yield drawn(word, beside, top + ABOVE * word.size, _at(font.get("color"), place) or canvas.ink, anchor)


def _dots(trace: Mapping[str, Any], hue: str, canvas: Canvas) -> Iterator[str]:
    marker = trace.get("marker", {})
    border = marker.get("line", {})
    for place, (x, y) in _places(trace, canvas):
        opacity = _at(marker.get("opacity", trace.get("opacity")), place)
        if opacity == 0:
            continue
        own = _at(marker.get("color"), place) or trace.get("line", {}).get("color") or hue
        dot = symbol(
            _at(marker.get("symbol"), place) or "circle",
            x,
            y,
            float(_at(marker.get("size"), place) or 6),
            own,
            _at(border.get("color"), place),
            float(_at(border.get("width"), place) or 0),
        )
        yield dot if opacity in (None, 1) else element("g", dot, opacity=opacity)


def _at(value: Any, place: int) -> Any:
    if isinstance(value, list):
        return value[place] if place < len(value) else None
    return value


def _places(trace: Mapping[str, Any], canvas: Canvas) -> Iterator[tuple[int, tuple[float, float]]]:
    across, down = canvas.x.pixels(trace.get("x") or ()), canvas.y.pixels(trace.get("y") or ())
    for place, (x, y) in enumerate(zip(across, down, strict=False)):
        if x is not None and y is not None:
            yield place, (x, y)


def _parts(trace: Mapping[str, Any], canvas: Canvas) -> list[Points]:
    """Return the places of a trace, in parts that end where a value is missing."""
    parts: list[Points] = [[]]
    across, down = canvas.x.pixels(trace.get("x") or ()), canvas.y.pixels(trace.get("y") or ())
    for x, y in zip(across, down, strict=False):
        if x is None or y is None:
            parts.append([])
        else:
            parts[-1].append((x, y))
    return [part for part in parts if part]


def _stepped(trace: Mapping[str, Any]) -> Any:
    """Return what turns places into those of a stair, where a trace is one."""
    return _stair if trace.get("line", {}).get("shape") == "hv" else lambda part: part


def _stair(part: Points) -> Points:
    found = part[:1]
    for (_x0, y0), (x1, y1) in pairwise(part):
        found += [(x1, y0), (x1, y1)]
    return found


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join([f"{x:.1f},{y:.1f}" for x, y in points])
