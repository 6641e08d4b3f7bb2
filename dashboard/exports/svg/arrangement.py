"""Where the plot lies in the picture: margins that hold every label, the legend, and axes of one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard.exports.svg.axes import Scale, placed
from dashboard.exports.svg.canvas import Canvas
from dashboard.exports.svg.legend import Legend
from dashboard.exports.svg.scales import Extent, set_range

ROUNDS: Final = 4
"""How often margins are set anew: labels turn or move where there is less room for them."""
LEAST: Final = 20.0
"""Pixels that a plot keeps, however long its labels are."""
_MARGIN: Final[Mapping[str, float]] = {"l": 80, "r": 80, "t": 100, "b": 80}


def arrange(canvas: Canvas, covered: Mapping[str, Sequence[Extent]], legend: Legend) -> tuple[Scale, Scale]:
    """Place the plot, and return both axes with their labels.

    Args:
        canvas: What it is drawn on; its box and its axes are set.
        covered: What traces cover along `x` and along `y`.
        legend: The legend, which may be empty.
    """
    least = {**_MARGIN, **canvas.layout.get("margin", {})}
    gap = min(12, *least.values())
    margin = dict(least)
    for _round in range(ROUNDS):
        _place(canvas, margin, covered)
        scales = placed(canvas.x, canvas), placed(canvas.y, canvas)
        needed = _needed(canvas, scales, legend, gap)
        wider = {side: max(room, needed[side]) for side, room in margin.items()}
        covered_by = max((a.covers(b) for a in scales[1].labels for b in scales[0].labels), default=0.0)
        if canvas.x.side == "bottom":
            canvas.further += covered_by
        if covered_by < 0.5 and all(wider[side] - room < 0.5 for side, room in margin.items()):
            break
        margin = wider
    return scales


def _place(canvas: Canvas, margin: Mapping[str, float], covered: Mapping[str, Sequence[Extent]]) -> None:
    """Set the box of the plot, and pixels and ends of both axes."""
    canvas.left, canvas.top = margin["l"], margin["t"]
    canvas.right = max(canvas.width - margin["r"], canvas.left + LEAST)
    canvas.bottom = max(canvas.height - margin["b"], canvas.top + LEAST)
    for axis, start, end in ((canvas.x, canvas.left, canvas.right), (canvas.y, canvas.bottom, canvas.top)):
        low, high = axis.settings.get("domain") or (0, 1)
        axis.first, axis.last = start + low * (end - start), start + high * (end - start)
        set_range(axis, covered[axis.letter])
    if any(axis.settings.get("scaleanchor") for axis in (canvas.x, canvas.y)):
        _one_scale(canvas)


def _one_scale(canvas: Canvas) -> None:
    """Shorten one of the axes, so that a unit is as long on both."""
    unit = min(axis.length / abs(axis.high - axis.low) for axis in (canvas.x, canvas.y))
    for axis in (canvas.x, canvas.y):
        spare = axis.length - unit * abs(axis.high - axis.low)
        towards = axis.settings.get("constraintoward") or "center"
        share = {"left": 0.0, "bottom": 0.0, "right": 1.0, "top": 1.0}.get(towards, 0.5)
        direction = 1 if axis.last > axis.first else -1
        axis.first, axis.last = axis.first + direction * share * spare, axis.last - direction * (1 - share) * spare


def _needed(canvas: Canvas, scales: Sequence[Scale], legend: Legend, gap: float) -> dict[str, float]:
    """Return how wide each margin has to be for what stands in it."""
    found = dict.fromkeys("lrtb", 0.0)
    for scale in scales:
        if scale.axis.settings.get("automargin") and scale.box:
            _grow(found, canvas, scale.box, gap)
    if box := legend.box(canvas):
        _grow(found, canvas, box, gap)
    return found


def _grow(found: dict[str, float], canvas: Canvas, box: tuple[float, float, float, float], gap: float) -> None:
    left, top, right, bottom = box
    beyond = {"l": canvas.left - left, "t": canvas.top - top, "r": right - canvas.right, "b": bottom - canvas.bottom}
    for side, room in beyond.items():
        if room > 0:
            found[side] = max(found[side], room + gap)
