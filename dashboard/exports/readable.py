"""Frames as tables to read: names instead of codes, and words for hidden and unknown values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from dashboard.charts.base.chart import Labels, hidden
from dashboard.charts.event_effect import parts
from dashboard.i18n import _, percent, shown
from data.vocabularies import QUALIFIERS
from metrics.analyses.claim_wording import State
from metrics.answers import attached
from metrics.definitions.catalogue import DIMENSIONS, METRICS
from metrics.definitions.kinds import Kind

Names = Callable[[str], Labels]
"""Gives the names of a dimension's values by code."""


def readable(frame: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Return a frame with names instead of codes and labels for columns.

    Args:
        frame: A measured frame.
        names: Gives the names of the values of a dimension of the frame.

    Returns:
        Texts and numbers of the same shape; hidden and unknown values say so.
    """
    return pd.DataFrame({titled(str(column)): _readable(frame, str(column), names) for column in frame.columns})


def titled(column: str) -> str:
    """Return the title of a column of a measured frame or a listing."""
    if column in METRICS:
        return _(METRICS[column].label)
    if column in DIMENSIONS:
        return _(DIMENSIONS[column].label)
    listed_columns = {
        "rank": _("Rank"),
        "side": _("Compared"),
        "day_number": _("Days since the first day"),
        "total": _("Added up"),
        "connections": _("Friends and followers"),
        "share": _("Share of the total"),
        "cumulative_share": _("Cumulative share"),
        "claim": _("Figure"),
        "qualifier": _("Qualifier"),
        "value": _("Published"),
        "unit_as_published": _("Unit"),
        "derived": _("In the data"),
        "lower": _("From"),
        "upper": _("To"),
        "state": _("Status"),
        "off_by_share": _("Differs by"),
        "conflicts_with": _("Contradicts"),
        "not_comparable_with": _("Not comparable with"),
        "metric": _("Metric"),
        "as_of": _("As of"),
        "source": _("Source"),
        "question": _("Query"),
        "lower_share": _("Interval, low end"),
        "upper_share": _("Interval, high end"),
        "n_posts": _("Posts"),
        "mean": _("Mean"),
        "median": _("Median"),
        "top_tenth": _("One post in ten has at least"),
        "above": _("Above the median of the platform"),
        "above_share": _("Share above the median"),
        "age_hours": _("Age in hours"),
        "of_last_share": _("Share of the engagement at the last age"),
        "authors": _("Authors"),
        "origin": _("Home country"),
        "transit": _("Transit country"),
        "host": _("Host country"),
        "other": _("Used with"),
        "of_rarer_share": _("Share of the posts with the rarer one"),
        "effective_authors": _("Effective authors"),
        "posts_with_displays_only": _("Posts with impressions only"),
        "posts_with_neither": _("Posts with neither"),
        "accounts": _("Accounts"),
        "range_lower": _("Low end"),
        "range_upper": _("High end"),
        "by_lower": _("Times the low end"),
        "by_upper": _("Times the high end"),
        "coverage_share": _("Based on"),
        "part": _("Part"),
        "automatic": _("Sent automatically"),
        "expected": _("Expected"),
        "event": _("Event"),
        "typical": _("Typical day"),
        "first_day": _("First post"),
        "last_day": _("Last post"),
    }
    return listed_columns.get(column, column)


def absent(column: str) -> str:
    """Return what stands in a cell of a column where there is no value: never a dash, which says nothing.

    Args:
        column: A column of a measured frame or a listing.
    """
    if column in METRICS:
        return _("no estimate") if METRICS[column].kind is Kind.MODELLED else _("not reported")
    reasons = {
        "lower_share": _("no interval"),
        "upper_share": _("no interval"),
        "median": _("too few posts"),
        "top_tenth": _("too few posts"),
        "typical": _("too few days"),
        "derived": _("not in the data"),
        "off_by_share": _("not known"),
        "first_day": _("no post"),
        "last_day": _("no post"),
        "expected": _("no estimate"),
        "lower": _("no estimate"),
        "upper": _("no estimate"),
    }
    return reasons.get(column, _("unknown"))


_PLACES: Final = ("origin", "transit", "host")
"""Columns with countries of a story."""


def _readable(frame: pd.DataFrame, column: str, names: Names) -> pd.Series:
    values: pd.Series = frame[column]
    if column in METRICS:
        if METRICS[column].format == "count" and values.notna().all():
            return values
        texts = values.map(lambda value: shown(value, METRICS[column].format)).mask(values.isna(), absent(column))
        texts = texts.mask(hidden(frame, column), _("hidden for privacy"))
    elif pd.api.types.is_datetime64_any_dtype(values):
        texts = values.dt.date.astype(object).mask(values.isna(), absent(column))
    elif column in (formats := attached(frame).formats):
        texts = values.map(lambda value: shown(value, formats[column])).mask(values.isna(), absent(column))
    elif column.endswith("share"):
        texts = values.map(percent).mask(values.isna(), absent(column))
    else:
        named = names(column) if column in DIMENSIONS else _codes(column)
        if column in _PLACES:
            named = {**names("country"), "unknown": _("Not recorded")}
        texts = values.map(lambda code: named.get(code, code))
    return pd.Series(texts)


def _codes(column: str) -> dict[str, str]:
    """Return the names by code of a column that is not a dimension."""
    if column == "part":
        return parts()
    codes = {"state": {state.value: state.label for state in State}, "qualifier": QUALIFIERS}
    return {code: _(label) for code, label in codes.get(column, {}).items()}
