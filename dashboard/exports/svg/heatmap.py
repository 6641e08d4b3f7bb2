"""Heatmaps: cells shaded by their value, with their texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from dashboard.exports.svg.bars import contrast
from dashboard.exports.svg.canvas import Canvas
from dashboard.exports.svg.elements import element, filled
from dashboard.exports.svg.scales import Axis, Extent
from dashboard.exports.svg.text import MIDDLE, drawn, text


def extents(trace: Mapping[str, Any], x: Axis, y: Axis) -> Iterator[tuple[str, Extent]]:
    """Yield what a heatmap covers along each axis, with its letter.

    Args:
        trace: The trace.
        x: The horizontal axis.
        y: The vertical axis.
    """
    for axis, values in ((x, trace.get("x")), (y, trace.get("y"))):
        counted = [each for each in map(axis.count, values or ()) if each is not None]
        if counted:
            yield axis.letter, Extent(min(counted) - 0.5, max(counted) + 0.5, padded=False)


def cells(trace: Mapping[str, Any], canvas: Canvas) -> tuple[str, str]:
    """Return the cells of a heatmap as elements, and their texts.

    Args:
        trace: The trace.
        canvas: What it is drawn on.
    """
    values = trace["z"]
    known = [value for row in values for value in row if value is not None]
    low, high = trace.get("zmin"), trace.get("zmax")
    low = min(known, default=0) if low is None else low
    high = max(known, default=1) if high is None else high
    columns, rows = _bounds(canvas.x, trace["x"]), _bounds(canvas.y, trace["y"])
    across, down = float(trace.get("xgap") or 0), float(trace.get("ygap") or 0)
    font = trace.get("textfont", {})
    size = float(font.get("size") or canvas.size)
    boxes, texts = [], []
    for row, (top, bottom) in enumerate(rows):
        for column, (left, right) in enumerate(columns):
            value = values[row][column]
            if value is None:
                continue
            shade = _shade(trace["colorscale"], (value - low) / (high - low) if high > low else 0.0)
            x, y, width, height = left + across / 2, top + down / 2, right - left - across, bottom - top - down
            boxes.append(element("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), **filled(shade)))
            said = trace["text"][row][column] if trace.get("text") and trace.get("texttemplate") else ""
            if said:
                ink = font.get("color") or contrast(shade)
                word = text(said, size)
                word = word.smaller(min(1.0, max(right - left, 1) / word.width))
                texts.append(drawn(word, (left + right) / 2, (top + bottom) / 2 + MIDDLE * word.size, ink, "middle"))
    return "".join(boxes), "".join(texts)


def _bounds(axis: Axis, values: Sequence[Any]) -> list[tuple[float, float]]:
    """Return the pixels at which each row or column begins and ends."""
    found = []
    for value in values:
        middle = axis.count(value)
        a, b = axis.pixel((middle or 0.0) - 0.5), axis.pixel((middle or 0.0) + 0.5)
        found.append((min(a, b), max(a, b)))
    return found


def _shade(scale: Sequence[Sequence[Any]], share: float) -> str:
    """Return the colour of a share of a scale of colours, which are given as #RRGGBB."""
    if share <= scale[0][0]:
        return str(scale[0][1])
    for (low, below), (high, above) in pairwise(scale):
        if share <= high:
            part = (share - low) / (high - low)
            mixed = (
                round(int(below[place : place + 2], 16) * (1 - part) + int(above[place : place + 2], 16) * part)
                for place in (1, 3, 5)
            )
            return "#" + "".join(f"{each:02X}" for each in mixed)
    return str(scale[-1][1])
