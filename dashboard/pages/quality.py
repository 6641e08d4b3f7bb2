"""Data quality: what to know before you trust a number, and what to do about it."""

from __future__ import annotations

import datetime as dt
from typing import Final

import streamlit as st

from dashboard import analyses
from dashboard.components import filters, tables
from dashboard.components.heading import heading
from dashboard.components.markdown import as_text, filled
from dashboard.components.page import Group, Page
from dashboard.i18n import _, day, ngettext, number, said
from metrics import Selection
from metrics.analyses.data_quality import CHECKS, result_text

PAGE: Final = Page(
    "quality",
    lambda: _("Data quality"),
    lambda: _("What should I know before I trust a number?"),
    Group.DATA,
    2,
    is_about_all=True,
    is_as_of_today=True,
)


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    heading(_("Data quality"), where)
    findings = analyses.quality(where)
    found, good = findings[findings["found"] > 0], findings[findings["found"] == 0]
    st.caption(
        filled(
            ngettext("{n} quality check needs attention", "{n} quality checks need attention", len(found)),
            n=number(len(found)),
        )
        + " · "
        + filled(ngettext("{n} without problems", "{n} without problems", len(good)), n=number(len(good)))
    )
    newest = analyses.newest_change()
    days = max(0, (dt.date.today() - newest).days)
    st.caption(
        filled(
            ngettext(
                "Changes in how platforms count are known up to {day}, {n} day ago. Newer ones are not marked.",
                "Changes in how platforms count are known up to {day}, {n} days ago. Newer ones are not marked.",
                days,
            ),
            day=day(newest),
            n=number(days),
        )
    )
    for row in found.to_dict("records"):
        _finding(row["check"], row["found"], row["among"], where)
    with st.expander(_("Checks without problems"), icon=":material/check_circle:", key="quality_good"):
        for row in good.to_dict("records"):
            st.markdown(f"**{_(CHECKS[row['check']].label)}** · {as_text(_sentence(row['check'], 0, row['among']))}")


def _finding(check: str, found: int, among: int, where: Selection) -> None:
    with st.container(border=True, key=f"card_{check}", gap="small"):
        st.header(_(CHECKS[check].label), anchor=False)
        st.markdown(f":material/flag: {as_text(_sentence(check, found, among))}")
        st.caption(_(CHECKS[check].advice))
        if CHECKS[check].has_list and st.toggle(_("Show the posts"), key=f"rows_{check}"):
            _rows(check, where)


def _rows(check: str, where: Selection) -> None:
    listed, others = analyses.posts_behind(check, where)
    if len(listed):
        st.dataframe(
            tables.readable(listed), hide_index=True, alt=_(CHECKS[check].label), height=min(38 + 35 * len(listed), 420)
        )
    if others:
        st.caption(
            filled(
                ngettext(
                    "{n} more post is not listed: there is no valid consent for it, or there are too many.",
                    "{n} more posts are not listed: there is no valid consent for them, or there are too many.",
                    others,
                ),
                n=number(others),
            )
        )


def _sentence(check: str, found: int, among: int) -> str:
    return said(result_text(CHECKS[check], found, among))
