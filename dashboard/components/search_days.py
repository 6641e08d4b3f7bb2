"""Days as people type them: 19 August, 19 août 2014, August 19 or 2014-08-19."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache
from typing import Final

from babel.dates import get_month_names

from dashboard import queries
from dashboard.i18n import LANGUAGES

_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_FIRST: Final = re.compile(
    r"(?P<day>\d{1,2})(?:er|st|nd|rd|th|\.)? (?:de )?(?P<month>[^\W\d]+)\.?(?:,? (?:de )?(?P<year>\d{4}))?"
)
_MONTH_FIRST: Final = re.compile(r"(?P<month>[^\W\d]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<year>\d{4}))?")
_LETTERS: Final = 3
"""The fewest letters of a month's name that are taken for it."""


def around(typed: str) -> dt.date | None:
    """Return the day that somebody typed; None if it is no day.

    Args:
        typed: What somebody typed. Without a year it is the last such day within the data.
    """
    text = _plain(typed)
    try:
        if _ISO.fullmatch(text):
            return dt.date.fromisoformat(text)
        found = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
        month = _months().get(found["month"][:_LETTERS] if found else "", ())
        number = next((number for name, number in month if found and name.startswith(found["month"])), None)
        if not found or number is None:
            return None
        if found["year"]:
            return dt.date(int(found["year"]), number, int(found["day"]))
        return _last(number, int(found["day"]))
    except ValueError:  # a 31st of a month that has none
        return None


def _last(month: int, number: int) -> dt.date | None:
    """Return the last such day between the first and the last post; in the year of the last post if there is none."""
    days = queries.latest(["posts"], ["day"])["day"].dropna()
    if days.empty:
        return None
    first, last = days.min().date(), days.max().date()
    at = dt.date(last.year, month, number)
    before = at.replace(year=last.year - 1)
    return before if at > last and before >= first else at


@cache
def _months() -> dict[str, tuple[tuple[str, int], ...]]:
    """Return the names of months in all languages, by their first letters."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for code in LANGUAGES:
        for number, name in get_month_names("wide", locale=code).items():
            written = _plain(name)
            key = written[:_LETTERS]
            found[key] = (*found.get(key, ()), (written, number))
    return found


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold().strip())
    return " ".join("".join(letter for letter in folded if not unicodedata.combining(letter)).split())
