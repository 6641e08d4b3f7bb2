"""A question about one number as people write it in a sheet: metric, campaign, filters, period, and the day whose knowledge counts."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from metrics.model import MeasureError, Selection

_VALUE: Final = r'\s*(?:"(?:[^"]|"")*"|[^",;=]+)'
_FILTER: Final = re.compile(rf"\s*(\w+)\s*=({_VALUE}(?:,{_VALUE})*)(?:;|$)")
_NEEDS_QUOTES: Final = re.compile(r'[",;=]')


@dataclass(frozen=True)
class Asked:
    """A question that has one number for an answer; or two metrics, between which the number lies."""

    metrics: tuple[str, ...]
    where: Selection
    known_on: date | None

    @property
    def text(self) -> str:
        """The question as it is put in a terminal."""
        filters = [f"--where {shlex.quote(f'{name}={value}')}" for name, values in self.where.where for value in values]
        days = [("--from", self.where.start), ("--to", self.where.end), ("--as-of", self.known_on)]
        return " ".join(["python cli.py measure", *self.metrics, *filters, *(f"{option} {day}" for option, day in days if day)])


def asked(row: Mapping[Any, Any], as_of: date | None = None) -> Asked:
    """The question of a row with metric, campaign, filters, starts, ends and known_on; `as_of` goes back further where it is earlier.

    Raises MeasureError where it cannot be read.
    """
    metrics = tuple(filter(None, map(str.strip, _text(row["metric"]).split(";"))))
    if len(metrics) > 2:
        raise MeasureError("Name one metric, or the two between which the number lies.")
    filters = filters_of(_text(row["filters"]))
    if campaign := _text(row["campaign"]):
        filters.setdefault("campaign", [campaign])
    days = [day for day in (_day(row["known_on"]), as_of) if day]
    return Asked(metrics, Selection(filters, _day(row["starts"]), _day(row["ends"])), min(days, default=None))


def filters_of(text: str) -> dict[str, list[str]]:
    """`platform=twitter, facebook; mission=KEN` as values by dimension; raises MeasureError where it is written otherwise."""
    found: dict[str, list[str]] = {}
    place = 0
    while text[place:].strip():
        part = _FILTER.match(text, place)
        if part is None:
            raise MeasureError(f"The filters {text!r} cannot be read: write them as platform=twitter, facebook; mission=KEN.")
        found.setdefault(part[1], []).extend(_values(part[2]))
        place = part.end()
    return found


def filters_text(where: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Values by dimension as `filters_of` reads them."""
    return "; ".join(f"{name}={', '.join(map(_quoted, values))}" for name, values in where)


def _values(text: str) -> list[str]:
    each = (value.strip() for value in re.findall(_VALUE, text))
    return [value[1:-1].replace('""', '"') if value.startswith('"') else value for value in each]


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if _NEEDS_QUOTES.search(value) or value != value.strip() else value


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value).strip()


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
