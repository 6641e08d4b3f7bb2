"""The legend: the look and the name of each trace, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.exports.svg.canvas import Canvas
from dashboard.exports.svg.elements import element, filled, stroked
from dashboard.exports.svg.symbols import symbol
from dashboard.exports.svg.text import MIDDLE, Text, drawn, text

SAMPLE: Final = 30
"""Width of the look of a trace, in pixels."""
GAP: Final = 5
ROW: Final = 1.5
"""Height of a row, as a share of the size of its text."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Legend:
    """The legend of a figure: its traces that have a name, each with its place among all."""

    traces: Sequence[tuple[int, dict[str, Any]]]

    @classmethod
    def of(cls, data: Sequence[dict[str, Any]], layout: Any) -> Legend:
        """Return the legend of a figure; it is empty where the figure shows none.

        Args:
            data: The traces of the figure.
            layout: The layout of the figure.
        """
        shown = layout.get("showlegend")
        named = [(place, each) for place, each in enumerate(data) if each.get("name") and each.get("showlegend", True)]
        return cls(named if shown else ())

    def box(self, canvas: Canvas) -> Box | None:
        """Return left, top, right and bottom; None if it is empty."""
        if not self.traces:
            return None
        rows = self._rows(canvas)
        settings = canvas.layout.get("legend", {})
        x, y = settings.get("x", 0), settings.get("y", 1.1)
        height = ROW * canvas.size * len(rows)
        left = canvas.left + x * (canvas.right - canvas.left)
        top = canvas.bottom - y * (canvas.bottom - canvas.top)
        if y >= 1:  # never over the plot
            top = min(top, canvas.top - GAP - height)
        width = max(sum(self._width(word) for _place, _trace, word in row) for row in rows)
        return left, top, left + min(width, canvas.right - left), top + height

    def drawn(self, canvas: Canvas) -> Iterator[str]:
        """Yield its elements."""
        box = self.box(canvas)
        if box is None:
            return
        left, top, _right, _bottom = box
        for place, row in enumerate(self._rows(canvas)):
            x, y = left, top + ROW * canvas.size * (place + 0.5)
            for number, trace, word in row:
                yield _sample(trace, canvas.hue(number), x, y)
                yield drawn(word, x + SAMPLE + GAP, y + MIDDLE * word.size, canvas.ink)
                x += self._width(word)

    def _rows(self, canvas: Canvas) -> list[list[tuple[int, dict[str, Any], Text]]]:
        """Return the traces in rows that are as wide as the plot."""
        rows: list[list[tuple[int, dict[str, Any], Text]]] = [[]]
        used, room = 0.0, canvas.right - canvas.left
        for place, trace in self.traces:
            word = text(trace["name"], canvas.size)
            if rows[-1] and used + self._width(word) > room:
                rows.append([])
                used = 0
            rows[-1].append((place, trace, word))
            used += self._width(word)
        return rows

    def _width(self, word: Text) -> float:
        return SAMPLE + 3 * GAP + word.width


def _sample(trace: dict[str, Any], hue: str, x: float, y: float) -> str:
    marker, line = trace.get("marker", {}), trace.get("line", {})
    colour = marker.get("color")
    colour = (colour[0] if isinstance(colour, list) else colour) or line.get("color") or hue
    middle = x + SAMPLE / 2
    if trace["type"] == "bar":
        return element("rect", x=middle - 6, y=y - 6, width=12, height=12, **filled(colour))
    mode = trace.get("mode") or "lines+markers"
    found = ""
    if "lines" in mode:
        style = stroked(line.get("color") or hue, float(line.get("width", 2)), line.get("dash"))
        found += element("path", d=f"M{x:.1f},{y:.1f}h{SAMPLE}", fill="none", **style)
    if "markers" in mode:
        name = marker.get("symbol") or "circle"
        size, border = marker.get("size") or 6, marker.get("line", {})
        found += symbol(
            name[0] if isinstance(name, list) else name,
            middle,
            y,
            float(size[0] if isinstance(size, list) else size),
            colour,
            border.get("color"),
            float(border.get("width") or 0),
        )
    return found
