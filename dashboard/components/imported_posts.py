"""What came in, to be held against one's own count: posts by campaign, and by month and platform."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.components.markdown import as_text
from dashboard.i18n import _, month, shown

_HEIGHT = 420


def imported_posts() -> None:
    """Draw how many posts there are by campaign, and a table of them by month and platform."""
    frame = queries.latest(["posts"], ["month", "platform"])
    if frame.empty:
        return
    st.header(_("Posts by month and platform"), anchor=False)
    st.caption(as_text(_by_campaign()))
    table = _crossed(frame)
    numbers = {name: st.column_config.NumberColumn(format="localized") for name in table.columns[1:]}
    st.dataframe(
        table,
        hide_index=True,
        alt=_("Posts by month and platform"),
        height=min(38 + 35 * len(table), _HEIGHT),
        column_config=numbers,
    )
    st.caption(_("Months are counted in UTC: a post late in the evening can belong to the next month."))


def _by_campaign() -> str:
    """Return the campaigns with their posts; a post of two campaigns counts in both."""
    frame = queries.latest(["posts"], ["campaign"])
    named = queries.names("campaign")
    return " · ".join(
        _("{name}: {value}").format(name=named.get(code, code), value=shown(value))
        for code, value in zip(frame["campaign"], frame["posts"], strict=True)
    )


def _crossed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each month and one column for each platform, the one with most posts first.

    Args:
        frame: month, platform, posts.
    """
    named = queries.names("platform")
    largest = frame.groupby("platform")["posts"].sum().sort_values(ascending=False).index
    table = frame.pivot_table(index="month", columns="platform", values="posts", aggfunc="sum", fill_value=0)
    table = table[largest].astype(int)
    table.insert(0, _("Total"), table.sum(axis=1))
    table.insert(0, queries.titled("month"), [month(at) for at in table.index])
    return table.rename(columns=named)
