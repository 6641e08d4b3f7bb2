"""The card that compares an event with its baseline, and its choices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import analyses, queries
from dashboard.charts import event_effect
from dashboard.components import cards, choices, scope
from dashboard.components.markdown import bullets
from dashboard.i18n import _, day, ngettext, number
from metrics import METRICS, MeasureError, Selection
from metrics.analyses.event_study import Around
from metrics.statistics.event_effect import LENGTH

LENGTHS: Final = (1, 3, 7, 14)
COUNTED: Final = ("posts", "engagement")

BASELINE: Final[Mapping[str, str | int]] = {"length": LENGTH, "counted": "posts", "beside": ""}
"""How an event is held against its baseline: the days of the window, what is counted, and the campaign it is compared
with."""


def draw_choices(where: Selection) -> None:
    """Draw the choices: the window, the metric, and a campaign to compare with."""
    others = _others(where)
    named = queries.names("campaign")
    with st.container(horizontal=True, key="baseline_choices"):
        choices.one_of(
            "length",
            _("Days to count"),
            LENGTHS,
            _days,
            _(
                "The event day and the days after it; choose before you look at the result. More days catch later "
                "effects, and more unrelated activity."
            ),
        )
        choices.one_of("counted", _("Metric"), COUNTED, lambda name: _(METRICS[name].label))
        if others:
            choices.one_of(
                "beside",
                _("Compare with"),
                ("", *others),
                lambda code: named.get(code, code) if code else _("no campaign"),
                _("A campaign that the event did not affect. Its change on the same days is then expected here too."),
                folded=True,
            )
        else:
            st.session_state["beside"] = ""


def around(at: dt.date, where: Selection) -> Around:
    """Return the days around an event, with the current choices."""
    found = analyses.above_baseline(at, *_compared(where))
    return replace(found, event=queries.in_own_words(found.event))


def is_estimable(at: dt.date, where: Selection) -> bool:
    """Return whether there is an estimate for an event, with the current choices."""
    try:
        return analyses.is_estimable(at, *_compared(where))
    except MeasureError:
        return False


def _compared(where: Selection) -> tuple[str, int, Selection, Selection | None]:
    """Return what is counted, on how many days, of which posts, and beside which."""
    length, counted, other = map(choices.chosen, BASELINE)
    return counted, length, where, Selection({"campaign": other}, where.start, where.end) if other else None


@cards.show_reason_on_error
def card(at: dt.date, where: Selection) -> None:
    """Draw how far an event lies above its baseline with what to know about it, or the reason why it is unknown."""
    found = around(at, where)
    metric = METRICS[found.metric]
    cards.card(
        "above-baseline",
        _("{metric} compared with baseline").format(metric=_(metric.label)),
        found.days,
        found.where,
        lambda look: event_effect.above_baseline(found, metric, look=look),
        key=(at, *map(choices.chosen, BASELINE)),
    )
    if checks := list(event_effect.beside(found)):
        with st.expander(_("How the baseline was checked"), key="baseline_checks"):
            st.markdown(bullets(checks))


def chosen_launch(launches: list[dt.date]) -> dt.date:
    """Return the launch to look at: the only one, or the one that the reader chooses, by default the last."""
    if len(launches) == 1:
        return launches[0]
    return st.selectbox(_("Launched on"), launches[::-1], format_func=day, key="launch", persist_state="session")


def _days(length: int) -> str:
    return ngettext("{n} day", "{n} days", length).format(n=number(length))


def _others(where: Selection) -> list[str]:
    """Return campaigns with posts that are not in the selection; empty if all are."""
    mine = where.values("campaign")
    return [code for code in scope.with_posts() if mine and code not in mine]
