"""Frames as tables to read: names instead of codes, and words for hidden and unknown values."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.charts.base import series_breaks
from dashboard.charts.base.chart import hidden
from dashboard.charts.event_effect import parts
from dashboard.components.markdown import as_text
from dashboard.i18n import _, percent, said, shown
from data.vocabularies import QUALIFIERS
from metrics import DIMENSIONS, METRICS
from metrics.analyses.claim_wording import State
from metrics.answers import attached


def popover(slug: str, topic: str, frame: pd.DataFrame) -> None:
    """Draw the table of a chart, which has the same facts for people who cannot see it.

    Args:
        slug: The key of the chart.
        topic: Its topic.
        frame: The measured frame.
    """
    with st.popover(_("Table"), icon=":material/table:", type="tertiary", key=f"table_{slug}"):
        table = readable(frame)
        numbers = {
            str(name): st.column_config.NumberColumn(format="localized") for name in table.select_dtypes("number")
        }
        st.dataframe(table, hide_index=True, alt=topic, height=min(38 + 35 * len(table), 420), column_config=numbers)
        for each in series_breaks.of(frame):
            st.caption(as_text(said(each.sentence)))


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with names instead of codes and labels for columns.

    Args:
        frame: A measured frame.

    Returns:
        Texts and numbers of the same shape; hidden and unknown values say so.
    """
    return pd.DataFrame({_titled(str(column)): _readable(frame, str(column)) for column in frame.columns})


def _titled(column: str) -> str:
    if column in METRICS:
        return _(METRICS[column].label)
    if column in DIMENSIONS:
        return queries.titled(column)
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
        "lower": _("at least"),
        "upper": _("at most"),
        "state": _("Status"),
        "off_by_share": _("Differs by"),
        "conflicts_with": _("Contradicts"),
        "not_comparable_with": _("Not comparable with"),
        "metric": _("Metric"),
        "as_of": _("As of"),
        "source": _("Source"),
        "question": _("Query"),
        "lower_share": _("at least"),
        "upper_share": _("at most"),
        "n_posts": _("Posts"),
        "mean": _("Mean"),
        "median": _("Median"),
        "top_tenth": _("One post in ten has at least"),
        "above": _("Above the median of the platform"),
        "above_share": _("Share above the median"),
        "age_hours": _("Age in hours"),
        "of_last_share": _("Share of the engagement at the last age"),
        "authors": _("Authors"),
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
        "automatic": _("Automatic"),
        "expected": _("Expected"),
    }
    return listed_columns.get(column, column)


def _readable(frame: pd.DataFrame, column: str) -> pd.Series:
    values: pd.Series = frame[column]
    if column in METRICS:
        if METRICS[column].format == "count" and values.notna().all():
            return values
        texts = values.map(lambda value: shown(value, METRICS[column].format))
        texts = texts.mask(hidden(frame, column), _("hidden for privacy"))
    elif pd.api.types.is_datetime64_any_dtype(values):
        texts = values.dt.date
    elif column in (formats := attached(frame).formats):
        texts = values.map(lambda value: shown(value, formats[column]))
    elif column.endswith("share"):
        texts = values.map(percent)
    else:
        named = queries.names_of(frame, column) if column in DIMENSIONS else _codes(column)
        texts = values.map(lambda code: named.get(code, code))
    return pd.Series(texts)


def _codes(column: str) -> dict[str, str]:
    """Return the names by code of a column that is not a dimension."""
    if column == "part":
        return parts()
    codes = {"state": {state.value: state.label for state in State}, "qualifier": QUALIFIERS}
    return {code: _(label) for code, label in codes.get(column, {}).items()}
