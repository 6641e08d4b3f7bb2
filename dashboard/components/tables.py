"""Frames as tables to read: names instead of codes, and words for hidden and unknown values."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.charts.base import series_breaks
from dashboard.components import opened
from dashboard.components.markdown import as_text
from dashboard.exports import readable as as_table
from dashboard.i18n import _, said


def popover(slug: str, topic: str, frame: pd.DataFrame, pick: str = "") -> None:
    """Draw the table of a chart, which has the same facts for people who cannot see it, and the same choice.

    Args:
        slug: The key of the chart.
        topic: Its topic.
        frame: The measured frame.
        pick: The dimension that selecting a bar filters by; a list chooses the same with the keyboard.
    """
    inside = opened.popover(_("Table"), ":material/table:", f"table_{slug}")
    if inside is None:
        return
    with inside:
        if pick:
            _choice(slug, pick)
        table = readable(frame)
        columns: dict[str, Any] = {
            str(name): st.column_config.NumberColumn(format="localized") for name in table.select_dtypes("number")
        } | {str(name): st.column_config.DateColumn(format="localized") for name in _days(table)}
        st.dataframe(table, hide_index=True, alt=topic, height=min(38 + 35 * len(table), 420), column_config=columns)
        for each in series_breaks.of(frame):
            st.caption(as_text(said(each.sentence)))


def _days(table: pd.DataFrame) -> list[str]:
    """Return the columns that hold a day in every row."""
    return [str(name) for name in table if pd.api.types.infer_dtype(table[name], skipna=False) == "date"]


def _choice(slug: str, dimension: str) -> None:
    key, named, chosen = f"only_{slug}", queries.names(dimension), list(st.session_state.get(dimension) or [])
    codes = queries.options(dimension, largest_first=True)
    st.session_state[key] = chosen  # the filter of the page may have been changed elsewhere

    def filter_page() -> None:
        st.session_state[dimension] = list(st.session_state[key])

    st.multiselect(
        _("Show only"),
        [*codes, *(code for code in chosen if code not in codes)],
        key=key,
        format_func=lambda code: named.get(code, code),
        placeholder=as_text(queries.titled(dimension)),
        select_all=False,
        on_change=filter_page,
    )


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with names instead of codes and labels for columns.

    Args:
        frame: A measured frame.

    Returns:
        Texts and numbers of the same shape; hidden and unknown values say so.
    """
    return as_table.readable(frame, lambda dimension: queries.names_of(frame, dimension))
