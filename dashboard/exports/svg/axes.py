"""Axes as they are drawn: lines, ticks, labels that are never cut and never stand over each other, and titles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin
from typing import Any, Final

from dashboard.exports.svg.canvas import Canvas
from dashboard.exports.svg.elements import element, stroked
from dashboard.exports.svg.scales import Axis
from dashboard.exports.svg.text import ABOVE, BELOW, LINE, MIDDLE, Text, drawn, text
from dashboard.exports.svg.ticks import Tick, ticks

GAP: Final = 2
"""Least room between neighbouring labels, in pixels."""
ASCENT: Final = 0.76
"""How far letters reach above their base line, as a share of the size; the height of a line has more."""
DESCENT: Final = 0.1
SMALLEST: Final = 0.5
"""How small labels become at most where there is no room for them."""


@dataclass(frozen=True)
class Label:
    """A label of a tick: its text, its place, and how it is anchored and turned."""

    text: Text
    x: float
    y: float
    anchor: str
    angle: float

    def covers(self, other: Label) -> float:
        """Return by how many pixels the letters of another label, which stands lower, reach into these."""
        left, _top, right, bottom = self.box
        other_left, top, other_right, _bottom = other.box
        if other_left > right or left > other_right:
            return 0.0
        low = bottom - (BELOW - DESCENT) * self.text.size
        return max(low - top - (ABOVE - ASCENT) * other.text.size + 1, 0.0)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        width = self.text.width
        left = {"start": 0.0, "middle": -width / 2, "end": -width}[self.anchor]
        top, bottom = -ABOVE * self.text.size, self.text.height - ABOVE * self.text.size
        turn = radians(self.angle)
        corners = [
            (self.x + a * cos(turn) - b * sin(turn), self.y + a * sin(turn) + b * cos(turn))
            for a in (left, left + width)
            for b in (top, bottom)
        ]
        across, down = zip(*corners, strict=True)
        return min(across), min(down), max(across), max(down)


@dataclass(frozen=True)
class Scale:
    """An axis with its ticks, labels and title, placed."""

    axis: Axis
    ticks: list[Tick]
    labels: list[Label]
    title: Label | None

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """Left, top, right and bottom of all its texts; None without any."""
        boxes = [
            label.box for label in [*self.labels, *([self.title] if self.title else [])] if not label.text.is_blank
        ]
        if not boxes:
            return None
        left, top, right, bottom = zip(*boxes, strict=True)
        return min(left), min(top), max(right), max(bottom)


def placed(axis: Axis, canvas: Canvas) -> Scale:
    """Return an axis with its texts in their places.

    Args:
        axis: The axis, with its ends and its pixels.
        canvas: What it is drawn on.
    """
    found = ticks(axis, canvas.separators) if axis.visible else []
    labels: list[Label] = []
    if found and axis.settings.get("showticklabels", True):
        labels = _across(axis, found, canvas) if axis.letter == "x" else _beside(axis, found, canvas)
    return Scale(axis, found, labels, _title(axis, labels, canvas) if axis.visible else None)


def grid(scale: Scale, canvas: Canvas) -> str:
    """Return the lines of an axis across the plot.

    Args:
        scale: The axis.
        canvas: What it is drawn on.
    """
    settings = scale.axis.settings
    if not settings.get("showgrid", "gridcolor" in settings):
        return ""
    other = canvas.y if scale.axis.letter == "x" else canvas.x
    path = "".join(
        f"M{place:.1f},{other.start:.1f}V{other.end:.1f}"
        if scale.axis.letter == "x"
        else f"M{other.start:.1f},{place:.1f}H{other.end:.1f}"
        for place in (scale.axis.pixel(counted) for counted, _label in scale.ticks)
    )
    return _lines(path, settings.get("gridcolor") or "#EEEEEE")


def lines(scale: Scale, canvas: Canvas) -> str:
    """Return the line of an axis and its ticks.

    Args:
        scale: The axis.
        canvas: What it is drawn on.
    """
    axis, settings = scale.axis, scale.axis.settings
    if not axis.visible:
        return ""
    edge, outwards = _edge(axis, canvas)
    found = ""
    if _has_line(axis):
        ends = (axis.start, axis.end)
        path = (
            f"M{ends[0]:.1f},{edge:.1f}H{ends[1]:.1f}"
            if axis.letter == "x"
            else f"M{edge:.1f},{ends[0]:.1f}V{ends[1]:.1f}"
        )
        found += _lines(path, settings.get("linecolor") or "#444444")
    if length := _tick_length(axis):
        path = "".join(
            f"M{place:.1f},{edge:.1f}v{outwards * length:.1f}"
            if axis.letter == "x"
            else f"M{edge:.1f},{place:.1f}h{outwards * length:.1f}"
            for place in (axis.pixel(counted) for counted, _label in scale.ticks)
        )
        found += _lines(path, settings.get("tickcolor") or "#444444")
    return found


def texts(scale: Scale, canvas: Canvas) -> Iterator[str]:
    """Yield the labels and the title of an axis.

    Args:
        scale: The axis.
        canvas: What it is drawn on.
    """
    ink = _font(scale.axis, canvas)[1]
    for label in scale.labels:
        yield drawn(label.text, label.x, label.y, ink, label.anchor, label.angle)
    if scale.title:
        font = scale.axis.settings["title"].get("font", {})
        title = scale.title
        yield drawn(title.text, title.x, title.y, font.get("color") or canvas.ink, title.anchor, title.angle)


def _lines(path: str, colour: str) -> str:
    return element("path", d=path, fill="none", shape_rendering="crispEdges", **stroked(colour, 1)) if path else ""


def _font(axis: Axis, canvas: Canvas) -> tuple[float, str]:
    font = axis.settings.get("tickfont", {})
    return float(font.get("size") or canvas.size), str(font.get("color") or canvas.ink)


def _has_line(axis: Axis) -> bool:
    return bool(axis.settings.get("showline", "linecolor" in axis.settings))


def _tick_length(axis: Axis) -> float:
    settings = axis.settings
    outside = settings.get("ticks", "outside" if "ticklen" in settings or "tickcolor" in settings else "")
    return float(settings.get("ticklen", 5)) if outside else 0.0


def _edge(axis: Axis, canvas: Canvas) -> tuple[float, int]:
    """Return the pixel of the line of an axis, and in which direction its labels stand from it."""
    other = canvas.y if axis.letter == "x" else canvas.x
    return (other.end, 1) if axis.side in ("bottom", "right") else (other.start, -1)


def _standoff(axis: Axis, size: float) -> float:
    """Return how far labels stand from the line of an axis."""
    length = _tick_length(axis)
    return length + (0.2 * size if length or _has_line(axis) else 0) + 0.5


def _across(axis: Axis, found: list[Tick], canvas: Canvas) -> list[Label]:
    """Return the labels of a horizontal axis: level if there is room, else turned, else every other one."""
    size, _ink = _font(axis, canvas)
    words = [text(label, size) for _counted, label in found]
    places = [axis.pixel(counted) for counted, _label in found]
    edge, outwards = _edge(axis, canvas)
    fixed = axis.settings.get("tickangle")
    angles = [fixed] if fixed is not None else axis.settings.get("autotickangles") or [0, 30, 90]
    for angle in angles:
        labels = [
            _below(word, place, edge, outwards, _standoff(axis, size) + canvas.further, float(angle))
            for word, place in zip(words, places, strict=True)
        ]
        if _apart(labels, float(angle)):
            return labels
    return _thinned(labels, float(angles[-1]))


def _below(word: Text, place: float, edge: float, outwards: int, standoff: float, angle: float) -> Label:
    """Return a label below or above the line of an axis."""
    further = (len(word.lines) - 1) * LINE * word.size
    if not angle:
        up = 0.2 * word.size + further
        return Label(word, place, edge + standoff + word.size if outwards > 0 else edge - standoff - up, "middle", 0)
    anchor = "end" if angle * outwards < 0 else "start"
    turn = radians(angle)
    middle = MIDDLE * word.size - further / 2  # of all lines, on the tick
    x, y = place - middle * sin(turn), edge + outwards * (standoff + 0.3 * word.size) + middle * cos(turn)
    return Label(word, x, y, anchor, angle)


def _apart(labels: list[Label], angle: float) -> bool:
    """Return whether no label stands over its neighbour."""
    pairs = list(pairwise(labels))
    if not angle:
        return all(_room(a, b) >= GAP for a, b in pairs)
    return all(abs(b.x - a.x) * abs(sin(radians(angle))) >= max(a.text.height, b.text.height) * 0.9 for a, b in pairs)


def _room(a: Label, b: Label) -> float:
    first, second = sorted((a.box, b.box))
    return second[0] - first[2]


def _thinned(labels: list[Label], angle: float) -> list[Label]:
    """Return every second label, or every third …, so that those which are left stand apart."""
    for step in range(2, len(labels)):
        if _apart(labels[::step], angle):
            return labels[::step]
    return labels[:1]


def _beside(axis: Axis, found: list[Tick], canvas: Canvas) -> list[Label]:
    """Return the labels of a vertical axis, smaller where there is no room."""
    size, _ink = _font(axis, canvas)
    words = [text(label, size) for _counted, label in found]
    places = [axis.pixel(counted) for counted, _label in found]
    ordered = sorted(zip(places, words, strict=True), key=lambda each: each[0])
    tightest = min((2 * (b[0] - a[0]) / (a[1].height + b[1].height) for a, b in pairwise(ordered)), default=1)
    if tightest < 1:
        words = [word.smaller(max(tightest, SMALLEST)) for word in words]
    edge, outwards = _edge(axis, canvas)
    x = edge + outwards * _standoff(axis, size)
    return [
        Label(word, x, place + _first_line(word), "start" if outwards > 0 else "end", 0)
        for word, place in zip(words, places, strict=True)
    ]


def _first_line(word: Text) -> float:
    """Return how far the first base line lies below the middle of a text."""
    return MIDDLE * word.size - (len(word.lines) - 1) * LINE * word.size / 2


def _title(axis: Axis, labels: list[Label], canvas: Canvas) -> Label | None:
    """Return the title of an axis, beyond its labels."""
    title: Any = axis.settings.get("title") or {}
    if not title.get("text"):
        return None
    word = text(title["text"], float(title.get("font", {}).get("size") or 1.2 * canvas.size))
    edge, outwards = _edge(axis, canvas)
    middle = (axis.start + axis.end) / 2
    boxes = [label.box for label in labels]
    if axis.letter == "x":
        if outwards > 0:
            return Label(word, middle, max([edge, *(box[3] for box in boxes)]) + 4 + word.size, "middle", 0)
        lowest = min([edge, *(box[1] for box in boxes)]) - 4 - BELOW * word.size
        return Label(word, middle, lowest - (len(word.lines) - 1) * LINE * word.size, "middle", 0)
    if outwards < 0:
        x = min([edge, *(box[0] for box in boxes)]) - 6 - (word.height - ABOVE * word.size)
        return Label(word, x, middle, "middle", -90)
    return Label(word, max([edge, *(box[2] for box in boxes)]) + 6 + ABOVE * word.size, middle, "middle", -90)
