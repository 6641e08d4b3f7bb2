"""What can be compared with what: a period with the one before it, if both are counted in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pandas as pd

from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.answers import attached
from metrics.api import as_selection, ask
from metrics.definitions.fact_tables import DAILY
from metrics.definitions.model import Selection, SeriesBreak, TranslatableText, as_day

LAST_DAYS: Final = 30
"""The days that are compared for a whole campaign, which has no period before it."""


@dataclass(frozen=True)
class Before:
    """A period and the one before it, of the same length.

    Attributes:
        now: The selection of the period.
        before: The same selection in the period before.
        sentence: What is compared.
    """

    now: Selection
    before: Selection
    sentence: TranslatableText


def period_before(
    where: Where = None,
    as_of: date | str | None = None,
    *,
    metrics: Sequence[str] = ("posts",),
    warehouse: Path | None = None,
) -> Before | TranslatableText:
    """Return with which period before it a selection can be compared.

    A selection without a period has none before it, so its last 30 days are compared with the 30 before. A period that
    ends after the last post ends with that post.

    Args:
        where: The selection.
        as_of: Use data as of the end of this day.
        metrics: The metrics to be compared, none of which may be counted differently within the two periods.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        The two selections and what is compared in a sentence, or a sentence with the reason why there is no period to
        compare with: no posts, no data from the whole period before, or a change in how a platform counts.
    """
    chosen = as_selection(where, warehouse)
    held = _days(chosen, as_of, warehouse)
    if held is None or (chosen.start and chosen.start > held[1]) or (chosen.end and chosen.end < held[0]):
        return TranslatableText("There are no posts in this period, so there is nothing to compare.")
    first, last = held
    end = min(chosen.end or last, last)
    is_whole = not chosen.start and not chosen.end
    start = end - timedelta(days=LAST_DAYS - 1) if is_whole else max(chosen.start or first, first)
    length = (end - start).days + 1
    before = Selection(chosen.where, start - timedelta(days=length), start - timedelta(days=1))
    if before.start < first:  # type: ignore[operator]
        return _too_early(length, first, is_whole=is_whole)
    now = Selection(chosen.where, start, end)
    if changes := changes_between((before, now), metrics, as_of, warehouse=warehouse):
        return TranslatableText(
            "The two periods cannot be compared, because a platform changed how it counts. {change}",
            change=changes[0].sentence,
        )
    return Before(now, before, _compared(start, end, length, is_whole=is_whole))


def changes_between(
    sides: Sequence[Selection],
    metrics: Sequence[str],
    as_of: date | str | None = None,
    *,
    warehouse: Path | None = None,
) -> tuple[SeriesBreak, ...]:
    """Return the days within several selections on which a platform changed how it counts one of the metrics.

    Args:
        sides: The selections that are compared, each with its first and its last day.
        metrics: The metrics that are compared.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        The changes that have posts on both sides, of any of the selections.
    """
    named = set.intersection(*(set(each.where) for each in sides))
    together = Selection(
        named, min(each.start for each in sides if each.start), max(each.end for each in sides if each.end)
    )
    return attached(ask(list(metrics), (), together, as_of, warehouse=warehouse)).breaks


def _days(chosen: Selection, as_of: date | str | None, warehouse: Path | None) -> tuple[date, date] | None:
    """Return the first and the last day with posts of the campaign, whatever else is filtered."""
    campaign = Selection({"campaign": chosen.values("campaign")})
    condition, params = filter_of("posts", campaign, as_day(as_of), DAILY)
    found = rows_of(
        f"SELECT min(day) AS first_day, max(day) AS last_day FROM {DAILY.name} WHERE {condition}", params, warehouse
    ).iloc[0]
    if pd.isna(found["first_day"]):
        return None
    return found["first_day"].date(), found["last_day"].date()


def _too_early(length: int, first: date, *, is_whole: bool) -> TranslatableText:
    if is_whole:
        return TranslatableText(
            "These data start on {first}, too late to compare the last {n} days with the {n} before.",
            first=first,
            n=length,
        )
    if length == 1:
        return TranslatableText("These data start on {first}, so there is no day before to compare with.", first=first)
    return TranslatableText(
        "These data start on {first}, so there are no {n} days before to compare with.", first=first, n=length
    )


def _compared(start: date, end: date, length: int, *, is_whole: bool) -> TranslatableText:
    if is_whole:
        return TranslatableText(
            "Last {n} days ({start} to {end}) against the {n} days before", n=length, start=start, end=end
        )
    if length == 1:
        return TranslatableText("{day} against the day before", day=start)
    return TranslatableText("{start} to {end} against the {n} days before", start=start, end=end, n=length)
