"""A figure as one SVG: what is drawn, from the bottom to the top."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any, Final

from dashboard.charts.base.figure import Figure
from dashboard.charts.base.theme import FONT
from dashboard.exports.svg import axes, bars, heatmap, lines, notes
from dashboard.exports.svg.arrangement import arrange
from dashboard.exports.svg.attributes import check
from dashboard.exports.svg.canvas import Canvas
from dashboard.exports.svg.elements import element, filled, number, written
from dashboard.exports.svg.legend import Legend
from dashboard.exports.svg.scales import Extent, axis_of

HEIGHT: Final = 450.0
"""The height of a figure that has none."""

Data = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Drawing:
    """What a figure is drawn as: elements, and the definitions that they refer to by ids that begin with a prefix."""

    content: str
    definitions: str
    prefix: str


def svg(figure: Figure, *, width: float, height: float | None = None, title: str = "", description: str = "") -> str:
    """Draw a figure as an SVG, in its own colours; nothing in it moves, runs or is loaded.

    Args:
        figure: The figure.
        width: Its width in pixels.
        height: Its height; that of the figure if none is given.
        title: What screen readers call it.
        description: What it shows, for screen readers.

    Returns:
        One `svg` element, which stands in a file or in a page.

    Raises:
        UnknownAttribute: Something of the figure cannot be drawn, so that the picture would say something else.
    """
    tall = height_of(figure) if height is None else height
    return document(drawing(figure, width, tall), width, tall, title=title, description=description)


def height_of(figure: Figure) -> float:
    """Return the height of a figure in pixels.

    Args:
        figure: The figure.
    """
    return float(figure.layout.get("height") or HEIGHT)


def drawing(figure: Figure, width: float, height: float) -> Drawing:
    """Draw a figure as elements of a larger picture.

    Args:
        figure: The figure.
        width: Its width in pixels.
        height: Its height.

    Raises:
        UnknownAttribute: Something of the figure cannot be drawn.
    """
    data, layout = figure.data, figure.layout
    check(data, layout)
    asked = repr([data, layout, width, height]).encode("utf-8", "backslashreplace")
    prefix = f"c{blake2s(asked, digest_size=5).hexdigest()}-"
    x, y = (axis_of(letter, layout.get(f"{letter}axis", {}), data) for letter in "xy")
    canvas = Canvas(layout, float(width), float(height), prefix, x, y)
    content = "".join(_layers(canvas, data))
    return Drawing(content, "".join(canvas.definitions.values()), prefix)


def document(drawn: Drawing, width: float, height: float, *, title: str = "", description: str = "") -> str:
    """Return what was drawn as one SVG.

    Args:
        drawn: What was drawn.
        width: Its width in pixels.
        height: Its height.
        title: What screen readers call it.
        description: What it shows, for screen readers.
    """
    named = {"title": title, "desc": description}
    said = "".join(element(name, written(text), id=drawn.prefix + name) for name, text in named.items() if text)
    by = " ".join(drawn.prefix + name for name, text in named.items() if text)
    return element(
        "svg",
        said + (element("defs", drawn.definitions) if drawn.definitions else "") + drawn.content,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {number(width)} {number(height)}",
        font_family=FONT,
        role="img",
        aria_labelledby=by or None,
    )


def _layers(canvas: Canvas, data: Data) -> Iterator[str]:
    """Yield what is drawn, each part above those before it."""
    upright = [trace for trace in data if trace["type"] == "bar"]
    rows = bars.laid_out(upright, canvas.x, canvas.y, canvas.layout)
    legend = Legend.of(data, canvas.layout)
    scales = arrange(canvas, _covered(canvas, data, upright, rows), legend)
    yield _paper(canvas)
    yield from notes.shapes(canvas, "below")
    yield from (axes.grid(scale, canvas) for scale in scales)
    yield from _traces(canvas, data, dict(zip(map(id, upright), rows, strict=True)))
    yield from (axes.lines(scale, canvas) for scale in scales)
    for scale in scales:
        yield from axes.texts(scale, canvas)
    yield from notes.shapes(canvas, "above")
    yield from legend.drawn(canvas)
    yield from notes.annotated(canvas)
    yield notes.title(canvas)


def _covered(
    canvas: Canvas, data: Data, upright: Sequence[dict[str, Any]], rows: Sequence[Sequence[bars.Bar]]
) -> Mapping[str, list[Extent]]:
    """Return what traces cover along each axis that does not say where it begins and ends."""
    found: dict[str, list[Extent]] = {"x": [], "y": []}
    if all(axis.settings.get("range") for axis in (canvas.x, canvas.y)):
        return found
    for letter, extent in bars.extents(upright, rows):
        found[letter].append(extent)
    for trace in data:
        if trace["type"] != "bar":
            extents = heatmap.extents if trace["type"] == "heatmap" else lines.extents
            for letter, extent in extents(trace, canvas.x, canvas.y):
                found[letter].append(extent)
    return found


def _paper(canvas: Canvas) -> str:
    paper = filled(canvas.layout.get("paper_bgcolor"))
    if paper["fill"] == "none":
        return ""
    return element("rect", width=canvas.width, height=canvas.height, **paper)


def _traces(canvas: Canvas, data: Data, rows: Mapping[int, Sequence[bars.Bar]]) -> Iterator[str]:
    """Yield heatmaps, then bars, then lines, each with what may reach beyond the plot above what may not."""
    within: list[str] = []
    for place, above, beyond in _drawn(canvas, data, rows):
        within.append(place)
        if beyond:
            yield _clipped(canvas, within)
            within = []
            yield above
        else:
            within.append(above)
    yield _clipped(canvas, within)


def _clipped(canvas: Canvas, parts: Sequence[str]) -> str:
    content = "".join(parts)
    return element("g", content, clip_path=canvas.clip()) if content else ""


def _drawn(canvas: Canvas, data: Data, rows: Mapping[int, Sequence[bars.Bar]]) -> Iterator[tuple[str, str, bool]]:
    """Yield of each trace what lies within the plot, what stands above it, and whether that may reach beyond."""
    order = {"heatmap": 0, "bar": 1, "scatter": 2}
    before: dict[str, Any] | None = None
    for place, trace in sorted(enumerate(data), key=lambda each: order[each[1]["type"]]):
        hue, beyond = canvas.hue(place), trace.get("cliponaxis") is False
        if trace["type"] == "heatmap":
            yield *heatmap.cells(trace, canvas), False
        elif trace["type"] == "bar":
            yield *bars.bars_of(trace, rows[id(trace)], hue, canvas), beyond
        else:
            area = lines.area(trace, before, hue, canvas)
            yield area + lines.line(trace, hue, canvas), lines.dots(trace, hue, canvas), beyond
            before = trace
