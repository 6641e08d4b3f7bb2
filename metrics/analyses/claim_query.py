"""The query of a published figure, as people write it in a sheet: metric, campaign, filters, period and day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from common.quoting import quoted
from metrics.definitions.assumptions import Assumptions
from metrics.definitions.model import MeasureError, Selection, TranslatableText
from metrics.measure_command import Asked

_VALUE: Final = r'\s*(?:"(?:[^"]|"")*"|[^",;=]+)'
_FILTER: Final = re.compile(rf"\s*(\w+)\s*=({_VALUE}(?:,{_VALUE})*)(?:;|$)")
_NEEDS_QUOTES: Final = re.compile(r'[",;=]')


def asked(row: Mapping[Any, Any], as_of: date | None = None) -> Asked:
    """Return the query of a row of the sheet of published figures: its result is one number, or the ends of a range.

    Args:
        row: The row, with metric, campaign, filters, starts, ends, known_on, universe and overlap.
        as_of: Use data as of this day if it is earlier than `known_on`.

    Raises:
        MeasureError: The row cannot be read as a query.
    """
    metrics = tuple(filter(None, map(str.strip, _text(row["metric"]).split(";"))))
    if len(metrics) > 2:
        raise MeasureError(TranslatableText("Give one metric, or two: the low end and the high end."))
    filters = filters_of(_text(row["filters"]))
    if campaign := _text(row["campaign"]):
        filters.setdefault("campaign", [campaign])
    days = [day for day in (_day(row["known_on"]), as_of) if day]
    assumptions = assumptions_of(_text(row["universe"]), _text(row["overlap"]))
    where = Selection(filters, _day(row["starts"]), _day(row["ends"]))
    return Asked(metrics, (), where, min(days, default=None), assumptions)


def filters_of(text: str) -> dict[str, list[str]]:
    """Return the filters in a text such as `platform=twitter, facebook; mission=KEN`.

    Returns:
        The values by dimension.

    Raises:
        MeasureError: The text is written in another way.
    """
    found: dict[str, list[str]] = {}
    place = 0
    while text[place:].strip():
        part = _FILTER.match(text, place)
        if part is None:
            raise MeasureError(
                TranslatableText(
                    "The filters {text} cannot be read. Write them as platform=twitter, facebook; mission=KEN.",
                    text=quoted(text),
                )
            )
        found.setdefault(part[1], []).extend(_values(part[2]))
        place = part.end()
    return found


def assumptions_of(universe: str, overlap: str) -> Assumptions:
    """Return the assumptions in two texts.

    Args:
        universe: Audience sizes, such as `facebook=1000000; twitter=2000000`, or one number for all platforms.
        overlap: `any`, `chance` or, for example, `chance within language`.

    Raises:
        MeasureError: A text is written in another way.
    """
    declared = filters_of(universe if "=" in universe or not universe else f"{Assumptions.ALL}={universe}")
    shape = re.fullmatch(r"(any|chance)?(?: within (\w+))?", overlap)
    try:
        accounts = {name: int(value) for name, values in declared.items() for value in values}
    except ValueError:
        raise MeasureError(
            TranslatableText(
                "The audience size {text} cannot be read. Write it as facebook=1000000; twitter=2000000.",
                text=quoted(universe),
            )
        ) from None
    if shape is None:
        raise MeasureError(
            TranslatableText(
                "The overlap {text} cannot be read. Write it as any, chance, or chance within language.",
                text=quoted(overlap),
            )
        )
    return Assumptions(accounts, "chance" if shape[1] == "chance" else "any", shape[2] or "")


def assumptions_text(assumptions: Assumptions) -> tuple[str, str]:
    """Return assumptions as the two texts that `assumptions_of` reads, empty where nothing is assumed."""
    overlap = "" if assumptions.overlap == "any" else assumptions.overlap
    within = f" within {assumptions.within}" if assumptions.within else ""
    return "; ".join(f"{name}={accounts}" for name, accounts in assumptions.universe), f"{overlap}{within}"


def filters_text(where: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Return filters as the text that `filters_of` reads."""
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
