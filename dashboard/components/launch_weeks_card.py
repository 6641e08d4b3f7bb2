"""The card that says in plain words what happened around a launch of which no baseline is known."""

from __future__ import annotations

import datetime as dt
from typing import Final

import streamlit as st

from dashboard.components import html
from dashboard.components.html import Column
from dashboard.components.markdown import as_text
from dashboard.i18n import _, counted, day, ngettext, number
from metrics import METRICS
from metrics.analyses.around_launch import Weeks, weeks_around
from metrics.analyses.event_study import Around
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.statistics.event_effect import NotEstimable

_MONDAY: Final = dt.date(2024, 1, 1)
"""Any Monday, from which the names of the weekdays are taken."""


def draw(around: Around) -> None:
    """Draw the card; nothing where a baseline says more, or where whole weeks are missing.

    Args:
        around: The days around the launch.
    """
    found = weeks_around(around) if isinstance(around.found, NotEstimable) else None
    if found is None:
        return
    metric = METRICS[around.metric]
    with st.container(border=True, key="card_launch_weeks", gap="small"):
        st.caption(as_text(_("{metric} a day before and after the launch").format(metric=_(metric.label))))
        st.header(as_text(answer(found)), anchor=False)
        for sentence in sentences(around, found):
            st.markdown(as_text(sentence))
        columns = [Column(_("Weekday")), Column(_("A day before"), True), Column(_("A day after"), True)]
        rows = [
            (_weekday(row["weekday"]), number(row["before"], 1), number(row["after"], 1))
            for row in found.by_weekday.to_dict("records")
        ]
        rows.append((html.strong(_("All days")), number(found.before, 1), number(found.after, 1)))
        html.table(_("{metric} a day before and after the launch").format(metric=_(metric.label)), columns, rows)


def answer(found: Weeks) -> str:
    """Return how much there was a day on both sides, in one sentence."""
    values = {"before": number(found.before, 1), "after": number(found.after, 1)}
    if values["before"] == values["after"]:
        return _("{before} a day before and after the launch").format(**values)
    return _("{before} a day before the launch, {after} a day after it").format(**values)


def sentences(around: Around, found: Weeks) -> list[str]:
    """Return what was compared, on how many weekdays there was more, and what is counted apart."""
    weeks = ngettext("{n} week", "{n} weeks", found.weeks).format(n=number(found.weeks))
    compared = _("Compared: the {weeks} before the launch and the {weeks} after its day.")
    if found.has_sign_ups:
        compared = _("Compared: the {weeks} before the first sign-up and the {weeks} after the day of the launch.")
    said = [
        compared.format(weeks=weeks),
        _("More after the launch on {n} of 7 weekdays.").format(n=number(found.higher)),
    ]
    if found.on_the_day is not None:
        said.append(
            _("On the day itself, {day}: {n}.").format(
                day=day(around.day),
                n=counted(found.on_the_day, METRICS[around.metric].noun or FACT_TABLES["posts"].counted),
            )
        )
    if around.automatic:
        said.append(
            _("Counted apart: the message itself, posted automatically by supporters ({n}).").format(
                n=counted(around.automatic, METRICS[around.metric].noun or FACT_TABLES["posts"].counted)
            )
        )
    said.append(
        _(
            "This is a comparison, not an effect: other events and the time of year are in it. There are too few days for a baseline."
        )
    )
    return said


def _weekday(number_of_day: int) -> str:
    name = day(_MONDAY + dt.timedelta(days=int(number_of_day) - 1), "EEEE")
    return name[:1].upper() + name[1:]
