"""What stands beside a published figure, in words."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from dashboard.i18n import _, day, month

_WHEN: Final = re.compile(r"(?:(before|about|after) )?(\d{4}(?:-\d\d){0,2})")
"""A day, a month or a year, as the sheet of published figures has it."""


def when(text: str, form: str = "long") -> str:
    """Return when a figure was true in the reader's language, where the sheet has a day, a month or a year.

    Args:
        text: Such as `2014-12-18`, `before 2014-12` or `about 2017`; anything else stays as it is.
        form: The form of a day, as `day` has it.
    """
    found = _WHEN.fullmatch(text.strip())
    if not found:
        return text
    word, written = found.groups()
    parts = written.split("-")
    try:
        at = dt.date(*map(int, [*parts, *["1"] * (3 - len(parts))]))
    except ValueError:
        return text
    if len(parts) == 3:
        days = {"before": _("before {day}"), "about": _("about {day}"), "after": _("after {day}")}
        return days[word].format(day=day(at, form)) if word else day(at, form)
    named = month(at) if len(parts) == 2 else written
    longer = {"before": _("before {year}"), "about": _("about {year}"), "after": _("after {year}")}
    return longer[word].format(year=named) if word else named
