"""Ticks: which values of an axis have a label, and what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from math import ceil, floor, log10
from typing import Final

from dashboard.exports.svg.scales import DAY, Axis
from dashboard.i18n import day

Tick = tuple[float, str]
"""Where it stands, in the units of the axis, and its label."""
_UNITS: Final = ((0, ""), (3, "k"), (6, "M"), (9, "B"), (12, "T"))
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
_DAYS: Final = (1, 2, 7, 14)
_HOURS: Final = (1, 3, 6, 12)


def ticks(axis: Axis, separators: str) -> list[Tick]:
    """Return the ticks of an axis that lie on it.

    Args:
        axis: The axis, with its ends and its place in pixels.
        separators: The decimal sign and the sign between thousands.
    """
    settings = axis.settings
    if settings.get("tickvals") is not None:
        places = [axis.count(value) for value in settings["tickvals"]]
        texts = settings.get("ticktext")
        form = str(settings.get("tickformat") or "")
        step = _rough(axis) if len(places) < 2 else abs((places[1] or 0) - (places[0] or 0))
        found = [
            (
                place,
                str(texts[n]) if texts is not None and n < len(texts) else _said(axis, place, step, form, separators),
            )
            for n, place in enumerate(places)
            if place is not None
        ]
        return [each for each in found if axis.holds(each[0])]
    return list({"date": _dates, "log": _decades, "category": _categories}.get(axis.kind, _numbers)(axis, separators))


def formatted(value: float, form: str, separators: str, decimals: int = 0) -> str:
    """Return a number as a format of d3 writes it.

    Args:
        value: The number.
        form: The format: one of those in `attributes.VALUES`.
        separators: The decimal sign and the sign between thousands.
        decimals: How many decimals are needed to tell neighbours apart, where the format does not say.
    """
    point, group = separators[:1] or ".", separators[1:] or ","
    if form.endswith("%"):
        return formatted(100 * value, f"{form[:-1]}f", separators) + "%"
    places = int(form[-2]) if form.endswith("f") else 0 if form.endswith("d") else decimals
    text = f"{value:,.{places}f}" if form.startswith(",") else f"{value:.{places}f}"
    if form[-1:] not in ("f", "d") and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−").replace(",", "\0").replace(".", point).replace("\0", group)


def _rough(axis: Axis) -> float:
    """Return how far ticks are apart at least, in the units of the axis."""
    count = axis.settings.get("nticks")
    if not count:
        room = 40 if axis.letter == "y" else 80
        count = min(max(axis.length / room, 4), 9) + 1
    return abs(axis.high - axis.low) / float(count)


def _step(rough: float) -> float:
    """Return the round number that is at least as large: 2, 5 or 10 times a power of ten."""
    base = 10.0 ** floor(log10(rough) + 1e-12)
    return base * next(factor for factor in (2, 5, 10) if rough / base <= factor + 1e-9)


def _between(axis: Axis, step: float) -> Iterator[float]:
    low, high = sorted((axis.low, axis.high))
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return (step * place for place in range(first, last + 1))


def _numbers(axis: Axis, separators: str) -> Iterator[Tick]:
    step = float(axis.settings.get("dtick") or _step(_rough(axis)))
    form = str(axis.settings.get("tickformat") or "")
    return ((value, _said(axis, value, step, form, separators)) for value in _between(axis, step))


def _said(axis: Axis, counted: float, step: float, form: str, separators: str) -> str:
    """Return the label of a place on an axis of numbers."""
    value = 10**counted if axis.kind == "log" else counted
    decimals = max(0, -floor(log10(step) + 1e-9)) if step and axis.kind != "log" else 0
    if form:
        return formatted(value, form, separators, decimals)
    largest = max(abs(axis.low), abs(axis.high)) if axis.kind != "log" else abs(value)
    power = floor(log10(largest) + 0.01) if largest else 0
    exponent, unit = next(
        each for each in reversed(_UNITS) if each[0] <= (3 * round((power - 1) / 3) if power > 3 else 0)
    )
    small = max(0, decimals if not exponent else exponent - floor(log10(step) + 1e-9) if step else 0)
    text = formatted(value / 10**exponent, ",", separators, small)
    return text + unit if value else text


def _categories(axis: Axis, _separators: str) -> Iterator[Tick]:
    return ((float(place), str(name)) for name, place in axis.categories.items())


def _decades(axis: Axis, separators: str) -> Iterator[Tick]:
    step = max(1.0, float(ceil(_rough(axis))))
    return ((place, _said(axis, place, step, "", separators)) for place in _between(axis, step))


def _dates(axis: Axis, _separators: str) -> Iterator[Tick]:
    """Yield months, days or hours, in the reader's language, with the year where it changes."""
    low, high = sorted((axis.low, axis.high))
    rough = _rough(axis)
    moments = list(_moments(low, high, rough))
    form = "MMM" if rough > 20 * DAY else "d MMM" if rough > DAY / 2 else "HH:mm"
    before: int | None = None
    for moment in moments:
        text = day(moment, form) if form != "HH:mm" else f"{moment:%H:%M}"
        wider = moment.year if form != "HH:mm" else moment.toordinal()
        if wider != before:
            text += f"<br>{moment.year}" if form != "HH:mm" else f"<br>{day(moment, 'd MMM')}"
        before = wider
        yield (moment - dt.datetime(1970, 1, 1)).total_seconds() * 1000, text


_EPOCH: Final = dt.datetime(1970, 1, 1)
_FIRST, _LAST = ((day - _EPOCH).total_seconds() * 1000 for day in (dt.datetime(2, 1, 1), dt.datetime(9998, 1, 1)))


def _moments(low: float, high: float, rough: float) -> Iterator[dt.datetime]:
    # What lies around the last days that can be written has no tick.
    start, end = (_EPOCH + dt.timedelta(milliseconds=min(max(each, _FIRST), _LAST)) for each in (low, high))
    if rough > 20 * DAY:
        step = next((months for months in _MONTHS if rough <= months * 31 * DAY), _MONTHS[-1])
        months = start.year * 12 + start.month - 1
        first = ceil((months + (start > dt.datetime(start.year, start.month, 1))) / step) * step
        last = end.year * 12 + end.month - 1
        return (dt.datetime(each // 12, each % 12 + 1, 1) for each in range(first, last + 1, step))
    if rough > DAY / 2:
        unit = dt.timedelta(days=next((days for days in _DAYS if rough <= days * DAY), 14))
    else:
        unit = dt.timedelta(hours=next((hours for hours in _HOURS if rough <= hours * DAY / 24), 12))
    origin = dt.datetime(1970, 1, 5)  # a Monday, where weeks begin
    count = ceil((start - origin) / unit)
    return (origin + unit * each for each in range(count, floor((end - origin) / unit) + 1))
