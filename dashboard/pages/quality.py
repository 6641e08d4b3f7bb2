"""Data quality: what to know before you trust a number, and what to do about it."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

import pandas as pd
import streamlit as st

from dashboard import analyses
from dashboard.components import address, filters, html, tables
from dashboard.components.heading import heading
from dashboard.components.markdown import as_text, filled
from dashboard.components.page import EVERY_FILTER, PAGES, Group, Page
from dashboard.i18n import _, day, ngettext, number, said
from metrics import METRICS, Selection
from metrics.analyses.data_quality import result_text
from metrics.analyses.quality_checks import CHECKS, Severity

PAGE: Final = Page(
    "quality",
    lambda: _("Data quality"),
    lambda: _("What should I know before I trust a number?"),
    Group.DATA,
    2,
    filters=tuple(name for name in EVERY_FILTER if name != "as_of"),
    is_about_all=True,
)


_ICONS: Final = {
    Severity.HIGH: ":material/error:",
    Severity.MEDIUM: ":material/warning:",
    Severity.LOW: ":material/info:",
}
_COLOURS: Final[dict[Severity, Literal["red", "orange", "gray"]]] = {
    Severity.HIGH: "red",
    Severity.MEDIUM: "orange",
    Severity.LOW: "gray",
}
_DIRECTORY, _IMPORTS, _EVENTS = "contributors", "data", "events"
_CORRECTED_ON: Final = {
    "contributor_type_unknown": (_DIRECTORY,),
    "mission_unknown": (_DIRECTORY,),
    "country_unknown": (_DIRECTORY,),
    "without_campaign": (_IMPORTS,),
    "silent_days": (_IMPORTS, _EVENTS),
    "falling_counts": (_IMPORTS,),
    "negative_counts": (_IMPORTS,),
    "not_settled": (_IMPORTS,),
    "counts_without_post": (_IMPORTS,),
    "rejected_rows": (_IMPORTS,),
    "unreadable_cells": (_IMPORTS,),
}
"""The pages on which something can be done about a result, by check."""


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    findings = analyses.quality(where)
    found, good = findings[findings["found"] > 0], findings[findings["found"] == 0]
    heading(_answer(found["severity"]), where)
    st.caption(filled(ngettext("{n} without problems", "{n} without problems", len(good)), n=number(len(good))))
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
    for severity in Severity:
        of_severity = found[found["severity"] == severity.value]
        if len(of_severity):
            st.subheader(
                filled(_("{severity} ({n})"), severity=_(severity.label), n=number(len(of_severity))), anchor=False
            )
            st.caption(_(severity.meaning))
        for row in of_severity.to_dict("records"):
            _finding(row["check"], row["found"], row["among"], severity, where)
    with st.expander(_("Checks without problems"), icon=":material/check_circle:", key="quality_good"):
        for row in good.to_dict("records"):
            st.markdown(f"**{_(CHECKS[row['check']].label)}** · {as_text(_sentence(row['check'], 0, row['among']))}")


def _answer(severities: pd.Series) -> str:
    """Return how many checks found something, and how many of them are serious."""
    if severities.empty:
        return _("No quality check found a problem")
    serious = int((severities == Severity.HIGH.value).sum())
    answer = ngettext("{n} quality check needs attention", "{n} quality checks need attention", len(severities)).format(
        n=number(len(severities))
    )
    if not serious:
        return answer
    part = ngettext("{n} of them is serious", "{n} of them are serious", serious).format(n=number(serious))
    return _("{answer}; {part}").format(answer=answer, part=part)


def _finding(check: str, found: int, among: int, severity: Severity, where: Selection) -> None:
    asked = CHECKS[check]
    with st.container(border=True, key=f"card_{check}", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.header(_(asked.label), anchor=False)
            st.badge(_(severity.label), icon=_ICONS[severity], color=_COLOURS[severity])
        st.markdown(as_text(_sentence(check, found, among)))
        st.markdown(filled(_("**What it does to numbers.** {effect}"), effect=_(asked.effect)))
        st.markdown(filled(_("**What to do.** {advice}"), advice=_(asked.advice)))
        links = [html.link(_(METRICS[name].label), f"{address.link('definitions')}#{name}") for name in asked.affects]
        html.inline(
            [*links, *(html.link(PAGES[path].title(), address.link(path)) for path in _CORRECTED_ON.get(check, ()))]
        )
        if asked.has_list and st.toggle(_("Show the posts"), key=f"rows_{check}"):
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
