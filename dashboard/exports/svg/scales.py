"""Axes: from a value to its place in pixels, and which values an axis covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log10
from typing import Any, Final

DAY: Final = 86_400_000
"""Milliseconds: an axis of dates counts them since 1970."""
PADDING: Final = 0.05
"""Share of an axis that stays free beyond the values where nothing sets its ends."""
_EPOCH: Final = dt.datetime(1970, 1, 1)


@dataclass
class Axis:
    """One axis: its settings, its ends in the units it counts by, and where they lie in pixels."""

    letter: str
    settings: Mapping[str, Any]
    kind: str
    categories: Mapping[Any, int] = field(default_factory=dict)
    low: float = 0.0
    high: float = 1.0
    first: float = 0.0
    """The pixel of `low`."""
    last: float = 1.0
    """The pixel of `high`."""

    @property
    def length(self) -> float:
        """Its length in pixels."""
        return abs(self.last - self.first)

    @property
    def start(self) -> float:
        """Its pixel furthest left, or at the top."""
        return min(self.first, self.last)

    @property
    def end(self) -> float:
        """Its pixel furthest right, or at the bottom."""
        return max(self.first, self.last)

    @property
    def visible(self) -> bool:
        """Whether anything is drawn of it."""
        return bool(self.settings.get("visible", True))

    @property
    def side(self) -> str:
        """Where its labels stand."""
        return str(self.settings.get("side") or ("bottom" if self.letter == "x" else "left"))

    def count(self, value: Any) -> float | None:
        """Return a value in the units of the axis; None where it has no place."""
        if value is None:
            return None
        if self.kind == "date":
            return milliseconds(value)
        if self.kind == "category":
            place = self.categories.get(value, value)
            return float(place) if isinstance(place, int | float) else None
        if self.kind == "log":
            return log10(value) if value > 0 else None
        return float(value)

    def end_of_range(self, value: Any) -> float:
        """Return an end of a range, which on a logarithmic axis is a logarithm already, in the units of the axis."""
        return milliseconds(value) if self.kind == "date" else float(value)

    def pixel(self, counted: float) -> float:
        """Return the place of what is counted in the units of the axis."""
        return self.first + (counted - self.low) / (self.high - self.low) * (self.last - self.first)

    def pixels(self, values: Iterable[Any]) -> list[float | None]:
        """Return the place of each value."""
        scale = (self.last - self.first) / (self.high - self.low)
        offset = self.first - self.low * scale
        if self.kind == "linear":  # most axes, and maps of ten thousand points
            return [None if value is None else offset + value * scale for value in values]
        counted = map(self.count, values)
        return [None if each is None else offset + each * scale for each in counted]

    def holds(self, counted: float) -> bool:
        """Return whether what is counted lies within the ends."""
        slack = 1e-9 * abs(self.high - self.low)
        return min(self.low, self.high) - slack <= counted <= max(self.low, self.high) + slack


def milliseconds(value: Any) -> float:
    """Return a day or moment, written after ISO 8601, as an axis counts it; numbers are counted already."""
    if isinstance(value, int | float):
        return float(value)
    moment = dt.datetime.fromisoformat(value)
    if moment.tzinfo:
        moment = moment.astimezone(dt.UTC).replace(tzinfo=None)
    return (moment - _EPOCH).total_seconds() * 1000


def axis_of(letter: str, settings: Mapping[str, Any], data: Sequence[Mapping[str, Any]]) -> Axis:
    """Return an axis of the type that is set, or of that of the first value along it; categories in their order.

    Args:
        letter: `x` or `y`.
        settings: Its settings.
        data: The traces that are drawn along it.
    """
    values = [value for trace in data for value in trace.get(letter) or () if value is not None]
    kind = settings.get("type") or _kind(values[0] if values else None)
    categories = {value: place for place, value in enumerate(dict.fromkeys(values))} if kind == "category" else {}
    return Axis(letter, settings, kind, categories)


def _kind(value: Any) -> str:
    if not isinstance(value, str):
        return "linear"
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return "category"
    return "date"


@dataclass
class Extent:
    """What a trace covers along an axis, and whether room is left beyond it."""

    low: float
    high: float
    padded: bool = True
    pixels: float = 0.0
    """Room for dots on both sides, in pixels."""
    grounded: bool = False
    """Whether no room is left at zero, because bars stand there."""


def set_range(axis: Axis, extents: Sequence[Extent]) -> None:
    """Set the ends of an axis: as its settings say, or so that it covers all traces.

    Args:
        axis: The axis, with its place in pixels.
        extents: What each trace covers.
    """
    given = axis.settings.get("range")
    if given and given[0] is not None and given[1] is not None:
        axis.low, axis.high = (axis.end_of_range(end) for end in given)
    else:
        axis.low, axis.high = _covering(axis, extents)
        if axis.settings.get("autorange") == "reversed":
            axis.low, axis.high = axis.high, axis.low
    if axis.low == axis.high:
        axis.low, axis.high = axis.low - 1, axis.high + 1


def _covering(axis: Axis, extents: Sequence[Extent]) -> tuple[float, float]:
    if not extents:
        return (0.0, 1.0) if axis.kind != "date" else (0.0, float(DAY))
    low, high = min(each.low for each in extents), max(each.high for each in extents)
    grounded = all(each.grounded for each in extents) or axis.settings.get("rangemode") == "tozero"
    if grounded and axis.kind == "linear":
        low, high = min(low, 0.0), max(high, 0.0)
    room = PADDING if any(each.padded for each in extents) else 0.0
    dots = max(each.pixels for each in extents) / max(axis.length, 1)
    share = room + dots
    below = 0.0 if grounded and low == 0 else share
    above = 0.0 if grounded and high == 0 else share
    span = (high - low) / max(1 - below - above, 0.1)
    return low - below * span, high + above * span
