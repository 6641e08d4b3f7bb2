"""What a chart is drawn on: its size, its two axes, its looks, and what is defined once and used by several elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import pi, sqrt
from typing import Any, Final

from dashboard.exports.svg.elements import element, filled, number, stroked
from dashboard.exports.svg.scales import Axis

HUES: Final = ("#0033A0", "#C77F12", "#17937A", "#A35BC4", "#7A1230", "#5F6B7A")
"""The colours of traces where a figure names none."""


@dataclass
class Canvas:
    """The document that is being drawn."""

    layout: Mapping[str, Any]
    width: float
    height: float
    prefix: str
    """What all ids begin with, so that several charts can stand in one page."""
    x: Axis
    y: Axis
    left: float = 0.0
    """The box of the plot, in pixels; domains of axes are shares of it."""
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    further: float = 0.0
    """By how many pixels labels below the plot stand lower, so as not to meet those beside it."""
    definitions: dict[str, str] = field(default_factory=dict)

    @property
    def ink(self) -> str:
        """The colour of texts that have none."""
        return str(self.layout.get("font", {}).get("color") or "#131C2B")

    @property
    def size(self) -> float:
        """The size of texts that have none."""
        return float(self.layout.get("font", {}).get("size") or 12)

    @property
    def separators(self) -> str:
        """The decimal sign and the sign between thousands."""
        return str(self.layout.get("separators") or ".,")

    def hue(self, place: int) -> str:
        """Return the colour of a trace that has none.

        Args:
            place: Which trace it is, from 0.
        """
        hues: Sequence[str] = self.layout.get("colorway") or HUES
        return hues[place % len(hues)]

    def along(self, axis: Axis, reference: str, value: Any) -> float | None:
        """Return the pixel of a place that is a share of the plot or of the domain of an axis, or a value of it.

        Args:
            axis: The axis.
            reference: `paper`, the letter of the axis, or the letter with ` domain`.
            value: The place.
        """
        if reference == "paper":
            start, end = (self.left, self.right) if axis.letter == "x" else (self.bottom, self.top)
            return start + float(value) * (end - start)
        if reference.endswith(" domain"):
            start, end = (axis.start, axis.end) if axis.letter == "x" else (axis.end, axis.start)
            return start + float(value) * (end - start)
        counted = axis.count(value)
        return None if counted is None else axis.pixel(counted)

    def clip(self) -> str:
        """Return a reference to the box of both axes, beyond which nothing is drawn."""
        name = f"{self.prefix}plot"
        box = element("rect", x=self.x.start, y=self.y.start, width=self.x.length, height=self.y.length)
        self.definitions[name] = element("clipPath", box, id=name)
        return f"url(#{name})"

    def pattern(self, style: Mapping[str, Any], colour: str | None) -> str | None:
        """Return a reference to a hatching; None where it has no shape.

        Args:
            style: The pattern as a figure has it, with a single shape.
            colour: The colour of what is hatched.
        """
        shape = style.get("shape") or ""
        if not shape:
            return None
        below = style.get("bgcolor") or (colour if style.get("fillmode") == "overlay" else None)
        above = style.get("fgcolor") or colour or self.ink
        size, solidity = float(style.get("size") or 8), float(style.get("solidity") or 0.3)
        name = f"{self.prefix}{_digest(shape, below, above, size, solidity)}"
        if name not in self.definitions:
            ground = element("rect", width=size, height=size, **filled(below)) if below else ""
            self.definitions[name] = element(
                "pattern",
                ground + _hatch(shape, size, solidity, above),
                id=name,
                width=size,
                height=size,
                patternUnits="userSpaceOnUse",
            )
        return f"url(#{name})"


def _digest(*parts: Any) -> str:
    return "hatch-" + "".join(
        f"{ord(letter):x}" if not letter.isalnum() else letter for letter in "_".join(map(str, parts))
    )


def _hatch(shape: str, size: float, solidity: float, colour: str) -> str:
    """Return the lines or dots of one tile of a hatching, with the part of it that they cover."""
    if shape == ".":
        return element("circle", cx=size / 2, cy=size / 2, r=sqrt(solidity / pi) * size, **filled(colour))
    s, q = size, size / 4
    rising = f"M{-q},{q}l{2 * q},{-2 * q}M0,{s}L{s},0M{3 * q},{5 * q}l{2 * q},{-2 * q}"
    falling = f"M{3 * q},{-q}l{2 * q},{2 * q}M0,0L{s},{s}M{-q},{3 * q}l{2 * q},{2 * q}"
    level, upright = f"M0,{s / 2}H{s}", f"M{s / 2},0V{s}"
    paths = {"/": rising, "\\": falling, "x": rising + falling, "-": level, "|": upright, "+": level + upright}
    covered = 1 - sqrt(1 - solidity) if shape in "x+" else solidity
    width = covered * size / (sqrt(2) if shape in "/\\x" else 1)
    return element("path", d=paths[shape], fill="none", **stroked(colour, float(number(width))))
