"""The symbols of dots: paths around a place, as plotly.js draws them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, pi, sin, sqrt
from typing import Final

from dashboard.exports.svg.elements import element, filled, number, stroked


def symbol(name: str, x: float, y: float, size: float, colour: str, line_colour: str | None, line_width: float) -> str:
    """Return a dot as an element.

    Args:
        name: Its symbol; `-open` at its end leaves it empty, with a line in its colour.
        x: Its middle.
        y: Its middle.
        size: Its size in pixels.
        colour: Its colour.
        line_colour: The colour of the line around it.
        line_width: The width of that line.
    """
    shape = name.removesuffix("-open")
    is_open = shape != name
    line = stroked(colour if is_open else line_colour or colour, line_width or (1 if is_open else 0))
    fill = filled(None if is_open or shape in _LINES else colour)
    if shape == "circle":
        return element("circle", cx=x, cy=y, r=size / 2, **fill, **line)
    return element("path", d=_PATHS[shape](x, y, size / 2), **fill, **line)


def _polygon(*corners: tuple[float, float]) -> Callable[[float, float, float], str]:
    """Return what makes a path of corners, which are given in shares of the radius."""

    def path(x: float, y: float, radius: float) -> str:
        return "M" + "L".join(f"{number(x + a * radius)},{number(y + b * radius)}" for a, b in corners) + "Z"

    return path


def _segment(a: float, b: float) -> Callable[[float, float, float], str]:
    def path(x: float, y: float, radius: float) -> str:
        across, down = a * radius, b * radius
        return f"M{number(x - across)},{number(y - down)}L{number(x + across)},{number(y + down)}"

    return path


def _star() -> Callable[[float, float, float], str]:
    corners = []
    for place in range(10):
        angle, radius = pi * place / 5, 1.4 if place % 2 == 0 else 1.4 * 0.382
        corners.append((radius * sin(angle), -radius * cos(angle)))
    return _polygon(*corners)


_SIDE: Final = 2 / sqrt(3)
_PATHS: Final[Mapping[str, Callable[[float, float, float], str]]] = {
    "square": _polygon((1, 1), (1, -1), (-1, -1), (-1, 1)),
    "diamond": _polygon((1.3, 0), (0, -1.3), (-1.3, 0), (0, 1.3)),
    "cross": _polygon(
        *((1.2, 0.4), (0.4, 0.4), (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4)),
        *((-1.2, -0.4), (-0.4, -0.4), (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4)),
    ),
    "triangle-up": _polygon((-_SIDE, 0.5), (_SIDE, 0.5), (0, -1)),
    "triangle-down": _polygon((-_SIDE, -0.5), (_SIDE, -0.5), (0, 1)),
    "triangle-left": _polygon((0.5, -_SIDE), (0.5, _SIDE), (-1, 0)),
    "triangle-right": _polygon((-0.5, -_SIDE), (-0.5, _SIDE), (1, 0)),
    "star": _star(),
    "line-ns": _segment(0, 1.4),
    "line-ew": _segment(1.4, 0),
}
_LINES: Final = ("line-ns", "line-ew")
SYMBOLS: Final = tuple(f"{name}{end}" for name in ("circle", *_PATHS) for end in ("", "-open"))
