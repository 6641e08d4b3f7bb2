"""Events: whether people posted more than expected, and how much more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import analyses
from dashboard.components import address, blank_sheets, choices, event_card, filters, html
from dashboard.components.heading import heading
from dashboard.components.html import Column
from dashboard.components.markdown import as_text
from dashboard.components.page import Group, Page
from dashboard.i18n import _, day, ngettext, number
from dashboard.wording import events as wording
from metrics import MeasureError, Selection

PAGE: Final = Page(
    "events",
    lambda: _("Events"),
    lambda: _("Which days stood out?"),
    Group.RESULTS,
    7,
    keeps={"event": "", **event_card.BASELINE},
)
FIRST: Final = 15
"""Rows of the list that are in sight; the others open."""
TRIED = 10
"""So many of the events are tried, those that stood out most first, for one that can be estimated, to open the page on."""


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    events = analyses.events(where)
    if events.empty:
        heading(_("No events in this period"), where)
        blank_sheets.offer(
            _("Widen the period, or import an event sheet on the Imports page."), {"event_sheet": _("Events")}
        )
        return
    try:
        ranked = analyses.event_days(where)
    except MeasureError:
        heading(_("Events"), where)
        raise
    heading(
        wording.answer(ranked),
        where,
        _("A typical day is the median of the same day of the week. It is no proof of an effect."),
    )
    _ranking(ranked)
    above = st.container()
    event_card.draw_choices(where)
    with above:
        event = _chosen(events, ranked["day"].tolist(), where)
    event_card.card(event, where)


def _ranking(ranked: pd.DataFrame) -> None:
    columns = [Column(_("Event")), Column(_("Day")), Column(_("Posts that day, beside a typical day"))]
    rows = [
        (
            html.link(each["event"], address.link(PAGE.address, event=f"{each['day']:%Y-%m-%d}")),
            day(each["day"], "d MMM y"),
            wording.sentence(each),
        )
        for each in ranked.to_dict("records")
    ]
    with st.container(border=True, key="card_ranking", gap="small"):
        st.caption(_("All events, those furthest above a typical day first"))
        html.table(_("All events"), columns, rows[:FIRST])
        if more := rows[FIRST:]:
            words = ngettext("{n} more row", "{n} more rows", len(more)).format(n=number(len(more)))
            with st.expander(as_text(words), key="more_events"):
                html.table(_("All events"), columns, more)


def _chosen(events: pd.DataFrame, ranked: Sequence[dt.date], where: Selection) -> dt.date:
    """Return the event that the reader chose, by default the one with an estimate that stood out most."""
    named = {
        f"{at:%Y-%m-%d}": _("{name}: {value}").format(name=day(at), value=" · ".join(names))
        for at, names in events.groupby("day")["event"]
    }
    if choices.chosen("event") not in named or choices.untouched("event"):
        first = next((at for at in ranked[:TRIED] if event_card.is_estimable(at, where)), ranked[0])
        choices.start_from("event", f"{first:%Y-%m-%d}")
    st.selectbox(_("Event"), list(named), format_func=named.__getitem__, key="event", persist_state="session")
    return dt.date.fromisoformat(choices.chosen("event"))
