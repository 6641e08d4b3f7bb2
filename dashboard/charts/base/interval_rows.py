"""Rows with a name on the left, a number on the right, and below both its place on a common scale.

The scale is logarithmic and every row has its own unit. Nothing starts at zero and nothing is stacked, so nothing looks
as if it could be added up. Texts are part of the figure, so that a phone, an image and a screen show the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any, Final

from dashboard.charts.base.figure import Figure
from dashboard.charts.base.theme import Look, figure, isolated, wrapped
from dashboard.i18n import short

LINE: Final = 17
"""Height of a line of text, in pixels; the figure's vertical axis counts pixels."""
TRACK: Final = 24
GAP: Final = 16
WIDE: Final = 52
"""Letters of a note that a phone has room for; those of a name are a fourth wider."""
NOTE: Final = 34
"""The most letters in a line of a note."""
NARROWEST: Final = 22
"""The fewest letters in a line of a note beside the values; with less room it stands below them."""
BOLD: Final = 1.25


@dataclass(frozen=True)
class Track:
    """One row. `low` and `high` are the ends of an interval, or the same point; None if nothing is known."""

    name: str
    values: Sequence[str]
    """How many, in one line or two."""
    unit: str = ""
    note: str = ""
    low: float | None = None
    high: float | None = None
    further: float | None = None
    """How far a weaker interval goes on beyond `high`."""
    endless: bool = False
    """Whether nothing ends that weaker interval."""
    claimed: float | None = None
    """A number that was published and is held against the interval."""
    symbol: str = "circle"
    hue: int = 0
    heading: str = ""
    hover: str = ""

    @property
    def numbers(self) -> list[float]:
        """All numbers of the row."""
        return [
            float(each) for each in (self.low, self.high, self.further, self.claimed) if each is not None and each > 0
        ]


def tracks(rows: Sequence[Track], look: Look, foot: str = "") -> Figure:
    """Draw rows below each other, and `foot` below them."""
    ends = _ends(each for row in rows for each in row.numbers)
    text = wrapped(foot, WIDE, 5)
    height = sum(map(_height, rows)) + (LINE * (text.count("<br>") + 1) + 6 if foot else 0)
    made = figure(look, round(height) + 30)
    top = 0.0
    for row in rows:
        _row(made, row, top, ends, look)
        top += _height(row)
    _write(made, text, 0, top, look.muted, 12)
    decades = [10.0**power for power in range(round(log10(ends[0])), floor(log10(ends[1])) + 1)]
    made.update_xaxes(
        visible=any(row.numbers for row in rows),
        type="log",
        range=[log10(end) for end in ends],
        tickvals=decades,
        ticktext=[short(tick) for tick in decades],
        showgrid=True,
    )
    made.update_yaxes(range=[height, 0], visible=False)
    return made


def _ends(numbers: Iterable[float]) -> tuple[float, float]:
    """Return the ends of the scale: a whole decade below, and room for an arrow above."""
    known = list(numbers) or [1.0, 10.0]
    first = 10.0 ** floor(log10(min(known)) - 0.01)
    return max(first, 0.1), max(max(known) * 2.2, first * 100)


def _height(row: Track) -> float:
    return _text_height(row) + TRACK + GAP + (26 if row.heading else 0)


def _text_height(row: Track) -> float:
    return LINE * max(_above_note(row) + _lines(_note(row)), _values(row))


def _lines(text: str) -> int:
    return text.count("<br>") + 1 if text else 0


def _values(row: Track) -> int:
    """Return the lines on the right."""
    return len(row.values) + bool(row.unit)


def _name(row: Track) -> str:
    return wrapped(row.name, round(WIDE / BOLD - len(row.values[0])) - 3)


def _beside_values(row: Track) -> int:
    """Return how many letters have room to the left of the values."""
    widest = max([len(row.unit), *(BOLD * len(value) for value in row.values[1:])])
    return round(WIDE - widest) - 4


def _above_note(row: Track) -> int:
    """Return the lines above the note: the name, and the values if there is too little room beside them."""
    name = _lines(_name(row))
    return name if _beside_values(row) >= NARROWEST else max(name, _values(row))


def _note(row: Track) -> str:
    room = _beside_values(row)
    return wrapped(row.note, min(room, NOTE) if room >= NARROWEST else NOTE, 4)


def _row(made: Figure, row: Track, top: float, ends: tuple[float, float], look: Look) -> None:
    if row.heading:
        _write(made, row.heading.upper(), 0, top + 4, look.muted, 11)
        top += 26
    name = _name(row)
    _write(made, f"<b>{isolated(name)}</b>", 0, top, look.ink, 14)
    if row.note:
        _write(made, _note(row), 0, top + LINE * _above_note(row) + 1, look.muted, 12)
    _write(made, "<br>".join(f"<b>{value}</b>" for value in row.values), 1, top, look.ink, 14)
    if row.unit:
        _write(made, row.unit, 1, top + LINE * len(row.values) + 1, look.muted, 12)
    at = top + _text_height(row) + TRACK / 2
    _line(made, ends, at, look.grid, 2)
    _marks(made, row, at, ends, look)


def _marks(made: Figure, row: Track, at: float, ends: tuple[float, float], look: Look) -> None:
    first, last = ends
    colour = look.hues[row.hue]
    low, high = (None if end is None else max(float(end), first) for end in (row.low, row.high))
    if row.further is not None or row.endless:
        start, stop = high or first, last if row.endless else max(float(row.further or first), first)
        _line(made, (start, stop), at, colour, 2, dash="4px,3px")
        _dot(
            made, stop, at, "triangle-right-open" if row.endless else "line-ns-open", colour, 11 if row.endless else 14
        )
    if row.claimed is not None and low is not None and high is not None:
        _line(made, (min(low, row.claimed), max(high, row.claimed)), at, look.muted, 1.5)
    if low is not None and high is not None and low < high:
        _line(made, (low, high), at, colour, 8)
        for end in (low, high):
            _dot(made, end, at, "line-ns-open", colour, 18)
    elif low is not None:
        _dot(made, low, at, row.symbol, colour, 13)
    if row.claimed is not None:
        _dot(made, max(float(row.claimed), first), at, "diamond", look.hues[1], 15)
    if row.hover:
        spread = [first * (last / first) ** (step / 12) for step in range(13)]  # the whole track can be pointed at
        made.add_scatter(
            x=spread,
            y=[at] * len(spread),
            mode="markers",
            marker={"size": 24, "opacity": 0},
            hovertext=row.hover,
            hovertemplate="%{hovertext}<extra></extra>",
        )


def _line(made: Figure, ends: tuple[float, float], at: float, colour: str, width: float, **style: Any) -> None:
    made.add_scatter(
        x=list(ends),
        y=[at, at],
        mode="lines",
        line={"color": colour, "width": width, **style},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _dot(made: Figure, x: float, at: float, symbol: str, colour: str, size: float) -> None:
    made.add_scatter(
        x=[x],
        y=[at],
        mode="markers",
        hoverinfo="skip",
        cliponaxis=False,
        marker={"symbol": symbol, "size": size, "color": colour, "line": {"width": 2, "color": colour}},
    )


def _write(made: Figure, text: str, x: int, y: float, colour: str, size: float, **shift: float) -> None:
    side = "right" if x else "left"
    made.add_annotation(
        x=x,
        xref="paper",
        y=y,
        text=text,
        showarrow=False,
        xanchor=side,
        align=side,
        yanchor="top",
        font={"size": size, "color": colour},
        borderpad=0,
        **shift,
    )
