"""Thunderclap: who joined, how it grew to its goal, and how few supporters carry most of its social reach."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.locale import MISSING, _, number
from dashboard.pages import answers, baseline, filters, parts
from metrics import METRICS, Selection


def page() -> None:
    chosen = filters.selection()
    parts.heading(_("Thunderclap"), chosen)
    where = parts.unheeded(chosen, "thunderclap_supporters")
    with st.grid(3, min_column_width=150, gap="small", key="tiles"):
        parts.tile("thunderclap_supporters", where, icon=":material/how_to_reg:")
        parts.tile("thunderclap_social_reach", where, _("potential, not de-duplicated"), ":material/campaign:")
        _carriers(where)
    left, right = st.columns(2)
    with left:
        _supporters(where)
    with right:
        _social_reach(where)
    left, right = st.columns(2)
    with left:
        parts.breakdown("thunderclap_supporters", "platform", where)
        parts.breakdown("thunderclap_supporters", "contributor_type", where)
    with right:
        _concentration(where)
    _against_the_baseline(chosen)


def _against_the_baseline(chosen: Selection) -> None:
    """What people posted by themselves around a launch; the Thunderclap's own posts are counted apart."""
    if launches := answers.launches(chosen):
        baseline.choices(chosen)
        baseline.card(baseline.one_of(launches), chosen)


@parts.or_reason
def _supporters(where: Selection) -> None:
    frame, goal = answers.ask(["thunderclap_supporters"], ["day"], where), answers.thunderclap_goal(where)
    parts.card(
        "supporters-over-time", _("Supporters against the goal"), frame, where,
        lambda look: charts.supporters(frame, METRICS["thunderclap_supporters"], goal, look=look), key=goal,
    )  # fmt: skip


@parts.or_reason
def _social_reach(where: Selection) -> None:
    frame = answers.ask(["thunderclap_social_reach"], ["day"], where)
    parts.card(
        "social-reach-over-time", _("Social reach as it grew"), frame, where,
        lambda look: charts.social_reach(frame, METRICS["thunderclap_social_reach"], look=look),
    )  # fmt: skip


@parts.or_reason
def _concentration(where: Selection) -> None:
    frame = _shares(where)
    parts.card(
        "concentration", _("Who carries the social reach"), frame, where,
        lambda look: charts.concentration(frame, look=look), key=str(where),
    )  # fmt: skip


@parts.or_reason
def _carriers(where: Selection) -> None:
    shares = _shares(where)
    half = charts.half(shares)
    parts.figure(
        "carriers", _("Supporters who carry half of it"), number(half) if half else MISSING,
        _("of {people}").format(people=number(len(shares))), ":material/groups:", frame=shares, where=where,
        about=_("The fewest supporters whose friends and followers together make up half of the social reach."),
    )  # fmt: skip


def _shares(where: Selection) -> pd.DataFrame:
    """One row a supporter, with what is to be known about the sum that they make up."""
    frame = answers.concentration(where).copy()
    frame.attrs = answers.ask(["thunderclap_social_reach"], (), where).attrs | frame.attrs
    return frame
