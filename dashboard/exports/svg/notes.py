"""Shapes and annotations: lines, rectangles and texts at places of the plot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.exports.svg.axes import SMALLEST
from dashboard.exports.svg.canvas import Canvas
from dashboard.exports.svg.elements import element, filled, number, stroked
from dashboard.exports.svg.scales import Axis
from dashboard.exports.svg.text import ABOVE, drawn, text

_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0, "top": 0.0, "middle": 0.5, "bottom": 1.0}
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def shapes(canvas: Canvas, layer: str) -> Iterator[str]:
    """Yield the shapes below or above what is drawn of data.

    Args:
        canvas: What they are drawn on.
        layer: `below` or `above`.
    """
    for shape in canvas.layout.get("shapes") or ():
        if shape.get("layer", "above") == layer:
            yield _shape(shape, canvas)


def annotated(canvas: Canvas) -> Iterator[str]:
    """Yield the annotations.

    Args:
        canvas: What they are drawn on.
    """
    for note in canvas.layout.get("annotations") or ():
        yield _annotation(note, canvas)


def title(canvas: Canvas) -> str:
    """Return the title of the figure; empty if it has none.

    Args:
        canvas: What it is drawn on.
    """
    settings = canvas.layout.get("title") or {}
    if not settings.get("text"):
        return ""
    font = settings.get("font", {})
    word = text(settings["text"], float(font.get("size") or 1.4 * canvas.size))
    top = canvas.height * (1 - float(settings.get("y", 1))) - _SHARES[settings.get("yanchor", "top")] * word.height
    x, anchor = canvas.width * float(settings.get("x", 0.05)), _ANCHORS[settings.get("xanchor", "left")]
    return drawn(word, x, top + ABOVE * word.size, font.get("color") or canvas.ink, anchor)


def _shape(shape: Mapping[str, Any], canvas: Canvas) -> str:
    whole = [_ends(canvas, axis, shape) for axis in (canvas.x, canvas.y)]
    across, down = (_within(canvas, axis, shape) for axis in (canvas.x, canvas.y))
    if across is None or down is None:
        return ""
    (x0, x1), (y0, y1) = across, down
    line = shape.get("line", {})
    style = stroked(line.get("color") or "#444444", float(line.get("width", 2)), line.get("dash"))
    if shape.get("type") == "line":
        if x0 != x1 and y0 != y1:  # shortened at its ends, a slanting line would lean another way
            path = "M" + "L".join(f"{number(x or 0)},{number(y or 0)}" for x, y in zip(*whole, strict=True))
            return element("g", element("path", d=path, fill="none", **style), clip_path=canvas.clip())
        return element("path", d=f"M{number(x0)},{number(y0)}L{number(x1)},{number(y1)}", fill="none", **style)
    return element(
        "rect",
        x=min(x0, x1),
        y=min(y0, y1),
        width=abs(x1 - x0),
        height=abs(y1 - y0),
        **filled(shape.get("fillcolor")),
        **style,
    )


def _within(canvas: Canvas, axis: Axis, shape: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return the pixels of both ends of a shape along an axis, as far as they lie on it; None if it lies beyond."""
    reference, ends = shape.get(f"{axis.letter}ref") or axis.letter, _ends(canvas, axis, shape)
    if ends[0] is None or ends[1] is None:
        return None
    if reference != axis.letter:
        return ends[0], ends[1]
    if max(ends[0], ends[1]) < axis.start - 0.5 or min(ends[0], ends[1]) > axis.end + 0.5:
        return None
    first, last = (min(max(end, axis.start), axis.end) for end in (ends[0], ends[1]))
    return first, last


def _ends(canvas: Canvas, axis: Axis, shape: Mapping[str, Any]) -> list[float | None]:
    """Return the pixels of both ends of a shape along an axis."""
    reference = shape.get(f"{axis.letter}ref") or axis.letter
    return [canvas.along(axis, reference, shape[f"{axis.letter}{end}"]) for end in (0, 1)]


def _annotation(note: Mapping[str, Any], canvas: Canvas) -> str:
    font = note.get("font", {})
    word = text(note.get("text") or "", float(font.get("size") or canvas.size))
    x = _place(canvas, canvas.x, note)
    y = _place(canvas, canvas.y, note)
    if x is None or y is None or word.is_blank:
        return ""
    border = float(note.get("borderwidth", 1))
    edge = border + float(note.get("borderpad", 1))
    if word.width + 2 * edge > canvas.width:
        word = word.smaller(max((canvas.width - 2 * edge) / word.width, SMALLEST))
    width, height = word.width + 2 * edge, word.height + 2 * edge
    left = x + float(note.get("xshift") or 0) - _anchored(note, "x") * width
    top = y - float(note.get("yshift") or 0) - _anchored(note, "y") * height
    left = max(min(left, canvas.width - width), 0)  # no text is cut off at the edge of the picture
    align = note.get("align") or "center"
    box = ""
    if note.get("bgcolor") or note.get("bordercolor"):
        box = element(
            "rect",
            x=left + border / 2,
            y=top + border / 2,
            width=width - border,
            height=height - border,
            **filled(note.get("bgcolor")),
            **stroked(note.get("bordercolor"), border),
        )
    inside = left + edge + _SHARES[align] * word.width
    return box + drawn(word, inside, top + edge + ABOVE * word.size, font.get("color") or canvas.ink, _ANCHORS[align])


def _place(canvas: Canvas, axis: Axis, note: Mapping[str, Any]) -> float | None:
    """Return the pixel of an annotation; None beyond the axis. On a logarithmic axis it is given as a logarithm."""
    reference, value = note.get(f"{axis.letter}ref") or axis.letter, note.get(axis.letter)
    if value is None:
        return None
    if reference != axis.letter:
        return canvas.along(axis, reference, value)
    counted = float(value) if axis.kind == "log" else axis.count(value)
    return axis.pixel(counted) if counted is not None and axis.holds(counted) else None


def _anchored(note: Mapping[str, Any], letter: str) -> float:
    """Return which share of an annotation lies left of its place, or above it."""
    anchor = note.get(f"{letter}anchor")
    if anchor and anchor != "auto":
        return _SHARES[anchor]
    if (note.get(f"{letter}ref") or letter) == letter:
        return 0.5
    share = float(note[letter]) if letter == "x" else 1 - float(note[letter])
    return 0.0 if share < 1 / 3 else 1.0 if share > 2 / 3 else 0.5
