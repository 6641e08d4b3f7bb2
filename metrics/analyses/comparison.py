"""What can be compared with what, if it is counted in the same way: periods, campaigns, missions and regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce
from pathlib import Path
from typing import Any, Final

import pandas as pd

from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.answers import attach, attached, with_queries
from metrics.api import as_selection, ask
from metrics.compiler.planner import with_days
from metrics.definitions.fact_tables import single_posts
from metrics.definitions.model import Selection, SeriesBreak, TranslatableText, as_day
from metrics.disclosure import voices
from metrics.statistics.intervals import ratio_of_rates

KINDS: Final = ("periods", "campaigns", "missions", "regions")
"""What can be compared with its like."""
MOST: Final = 4
"""The most that are compared at once."""
METRICS: Final = ("posts", "contributors", "missions", "engagement", "engagement_per_post")
"""The metrics that stand side by side, beside the range of reach."""
REACH: Final = ("unique_reach_lower", "unique_reach_upper", "posts_that_report_reach")
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


class State(StrEnum):
    """How two numbers compare, the first with the second."""

    MORE = "more"
    FEWER = "fewer"
    EQUAL = "equal"
    UNCLEAR = "unclear"
    """The interval of an estimate holds no difference, too."""
    OVERLAP = "overlap"
    """The two ranges have numbers in common."""
    UNKNOWN = "unknown"
    """One of the numbers is not known."""
    REFUSED = "refused"
    """They are not counted in the same way."""


@dataclass(frozen=True)
class Difference:
    """How a number compares with another one.

    Attributes:
        state: Which is larger, or why that cannot be said.
        share: The difference as a share of the second number; None for ranges, and where there is no such share.
        low: The low end of the interval of the first divided by the second; None for counts.
        high: Its high end.
        reason: Why they are not compared.
    """

    state: State
    share: float | None = None
    low: float | None = None
    high: float | None = None
    reason: TranslatableText | None = None


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


def sides(
    kind: str,
    choices: Sequence[str],
    where: Where = None,
    as_of: date | str | None = None,
    *,
    warehouse: Path | None = None,
) -> list[Selection]:
    """Return what is compared, each with its first and its last day.

    Periods and campaigns are compared over the same number of days from their first day on, as many as the shortest of
    them has; missions and regions over the same days.

    Args:
        kind: One of `KINDS`.
        choices: Codes, or periods written as 2014-12-01/2014-12-18.
        where: The selection, whose other filters all of them have.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        A selection for each choice, within the days with posts; none for one without such a day, or that is not a period.
    """
    chosen = as_selection(where, warehouse)
    dimension = kind.removesuffix("s")
    replaced = {"period": (), "campaign": ("campaign",)}.get(dimension, ("mission", "region"))
    others = [(name, values) for name, values in chosen.where if name not in replaced]
    found: list[tuple[Selection, date, date]] = []
    for choice in choices:
        one = Selection(others if dimension == "period" else [*others, (dimension, choice)])
        held, wanted = _days(one, as_of, warehouse), (chosen.start, chosen.end)
        if dimension == "period":
            wanted = period_of(choice) or (date.max, date.min)
        elif dimension == "campaign":
            wanted = None, None
        if held is None:
            continue
        start, end = max(wanted[0] or held[0], held[0]), min(wanted[1] or held[1], held[1])
        if start <= end:
            found.append((one, start, end))
    length = min((end - start for _, start, end in found), default=timedelta())
    return [Selection(one.where, start, start + length) for one, start, _ in found]


def period_of(text: str) -> tuple[date, date] | None:
    """Return the first and the last day of a period written as 2014-12-01/2014-12-18; None if it is not one."""
    try:
        start, end = map(date.fromisoformat, text.split("/"))
    except ValueError:
        return None
    return (start, end) if start <= end else None


def numbers(of: Sequence[Selection], as_of: date | str | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Return the numbers of several selections.

    Args:
        of: The selections.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each selection: `METRICS` and `REACH`.

    Raises:
        VoicesNotShown: A selection has a filter by contributor type.
    """
    for each in of:
        voices.check_list(each)
    found = [ask([*METRICS, *REACH], (), each, as_of, warehouse=warehouse) for each in of]
    return pd.concat(found, ignore_index=True)


def curves(of: Sequence[Selection], as_of: date | str | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Return the posts of several selections by day since their first day.

    Args:
        of: The selections, each with its first and its last day.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each selection and day: side (0 is the first selection), day_number (1 is the first day), day, posts
        (0 on a day without any) and total (posts up to that day).

    Raises:
        VoicesNotShown: A selection has a filter by contributor type.
    """
    found, answers = [], []
    for side, each in enumerate(of):
        voices.check_list(each)
        frame = ask(["posts"], ["day"], each, as_of, warehouse=warehouse)
        days = pd.date_range(str(each.start), str(each.end), freq="D")
        posts = frame.set_index("day")["posts"].reindex(days).fillna(0).astype("Int64").to_numpy()
        rows = pd.DataFrame({"side": side, "day_number": range(1, len(days) + 1), "day": days, "posts": posts})
        found.append(rows.assign(total=rows["posts"].cumsum()))
        answers.append(attached(frame))
    return attach(pd.concat(found, ignore_index=True), reduce(with_queries, answers), ())


def differences(
    of: Sequence[Selection], values: pd.DataFrame, as_of: date | str | None = None, *, warehouse: Path | None = None
) -> dict[str, list[Difference]]:
    """Return how the first of several selections compares with each of the others.

    Args:
        of: The selections.
        values: What `numbers` returned for them.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        For each of `METRICS`, and for `reach`, a difference for each of the others.
    """
    first = values.iloc[0]
    found: dict[str, list[Difference]] = {name: [] for name in (*METRICS, "reach")}
    for place, other in enumerate(of[1:], start=1):
        row = values.iloc[place]
        for name in METRICS:
            found[name].append(of_counts(first[name], row[name]))
        rates = _by_author(of[0], as_of, warehouse).merge(
            _by_author(other, as_of, warehouse), "outer", "author", suffixes=("", "_other")
        )
        columns = (rates[name].fillna(0) for name in ("top", "bottom", "top_other", "bottom_other"))
        found["engagement_per_post"][-1] = _of_rates(found["engagement_per_post"][-1], ratio_of_rates(*columns))
        found["reach"].append(_of_reach((of[0], other), first, row, as_of, warehouse))
    return found


def of_counts(one: Any, other: Any) -> Difference:
    """Return how a count compares with another one; NA is a count that is not known."""
    if pd.isna(one) or pd.isna(other):
        return Difference(State.UNKNOWN)
    share = float(one) / float(other) - 1 if other else None
    if one == other:
        return Difference(State.EQUAL, share)
    return Difference(State.MORE if one > other else State.FEWER, share)


def of_ranges(one: tuple[Any, Any], other: tuple[Any, Any]) -> Difference:
    """Return how a range compares with another one: only ranges without a common number differ."""
    if any(map(pd.isna, (*one, *other))):
        return Difference(State.UNKNOWN)
    if one[0] > other[1]:
        return Difference(State.MORE)
    return Difference(State.FEWER if one[1] < other[0] else State.OVERLAP)


def _of_rates(difference: Difference, interval: tuple[float, float] | None) -> Difference:
    """Return a difference of rates, which is one only if its interval says so."""
    if difference.state is State.UNKNOWN:
        return difference
    if interval is None:
        too_few = TranslatableText("too few authors for an interval")
        return Difference(State.UNCLEAR, difference.share, reason=too_few)
    low, high = interval
    state = State.MORE if low > 1 else State.FEWER if high < 1 else State.UNCLEAR
    return Difference(state, difference.share, low, high)


def _of_reach(
    pair: tuple[Selection, Selection],
    one: pd.Series,
    other: pd.Series,
    as_of: date | str | None,
    warehouse: Path | None,
) -> Difference:
    is_same_time = (pair[0].start, pair[0].end) == (pair[1].start, pair[1].end)
    if not is_same_time and (changes := changes_between(pair, REACH, as_of, warehouse=warehouse)):
        return Difference(State.REFUSED, reason=changes[0].sentence)
    return of_ranges((one[REACH[0]], one[REACH[1]]), (other[REACH[0]], other[REACH[1]]))


def _by_author(where: Selection, as_of: date | str | None, warehouse: Path | None) -> pd.DataFrame:
    """Return the engagement of each author and the posts that report it: author, top, bottom."""
    day = as_day(as_of)
    table = single_posts(is_looked_back=day is not None)
    condition, params = filter_of("posts", where, day, table)
    return rows_of(
        "SELECT coalesce(contributor, 'unknown') AS author, sum(engagement) AS top, count(engagement) AS bottom"
        f" FROM {table.name} WHERE {condition} GROUP BY ALL HAVING bottom > 0 ORDER BY author",
        params,
        warehouse,
    )


def _days(chosen: Selection, as_of: date | str | None, warehouse: Path | None) -> tuple[date, date] | None:
    """Return the first and the last day with posts of the campaign, whatever else is filtered."""
    campaign = Selection({"campaign": chosen.values("campaign")})
    table = with_days("posts", campaign)
    condition, params = filter_of("posts", campaign, as_day(as_of), table)
    found = rows_of(
        f"SELECT min(day) AS first_day, max(day) AS last_day FROM {table.name} WHERE {condition}", params, warehouse
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
