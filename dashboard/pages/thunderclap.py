"""Thunderclap: who joined, its growth towards the goal, and the concentration of its social reach."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import analyses, goals, queries
from dashboard.charts import cumulative, supporter_concentration
from dashboard.charts.base.phrases import counted
from dashboard.components import blank_sheets, cards, event_card, filters, launch_weeks_card
from dashboard.components.heading import heading
from dashboard.components.page import Group, Page
from dashboard.i18n import _, number
from metrics import METRICS, Selection
from metrics.answers import attach, attached

PAGE: Final = Page(
    "thunderclap",
    lambda: _("Thunderclap"),
    lambda: _("Who joined, and what was the social reach?"),
    Group.RESULTS,
    6,
    keeps=event_card.BASELINE,
)


def page() -> None:
    """Draw the page."""
    chosen = filters.selection()
    found = _found(queries.narrowed(chosen, "thunderclap_supporters")[0])
    heading(_answer(found), chosen)
    if not _has_supporters(found):
        sheets = {
            "thunderclap_supporters": _("Thunderclap supporters"),
            "thunderclap_summary": _("Thunderclap summary"),
        }
        blank_sheets.offer(
            _(
                "No supporters match. Import the sheets “Thunderclap supporters” and “Thunderclap summary” on the Imports "
                "page, or clear a filter."
            ),
            sheets,
        )
        return
    where = cards.warn_unsupported_filters(chosen, "thunderclap_supporters")
    with st.grid(3, min_column_width=150, gap="small", key="tiles"):
        cards.tile("thunderclap_supporters", where, icon=":material/how_to_reg:")
        cards.tile("thunderclap_social_reach", where, _("potential, not de-duplicated"), ":material/campaign:")
        _supporters_behind_half(where)
    left, right = st.columns(2)
    with left:
        _supporters(where)
    with right:
        _social_reach(where)
    left, right = st.columns(2)
    with left:
        cards.breakdown("thunderclap_supporters", "platform", where)
        cards.breakdown("thunderclap_supporters", "contributor_type", where)
    with right:
        _concentration(where)
    _against_the_baseline(chosen)


def _found(where: Selection) -> pd.Series:
    return queries.ask(["thunderclap_supporters", "thunderclap_social_reach"], (), where).iloc[0]


def _has_supporters(found: pd.Series) -> bool:
    return pd.notna(found["thunderclap_supporters"]) and bool(found["thunderclap_supporters"])


def _answer(found: pd.Series) -> str:
    """Return how many joined, and how many friends and followers they have together."""
    if not _has_supporters(found):
        return _("No Thunderclap in these data")
    if pd.isna(found["thunderclap_social_reach"]):
        return counted(found["thunderclap_supporters"], METRICS["thunderclap_supporters"])
    return _("{supporters} with {connections}: potential, not de-duplicated").format(
        supporters=counted(found["thunderclap_supporters"], METRICS["thunderclap_supporters"]),
        connections=counted(found["thunderclap_social_reach"], METRICS["thunderclap_social_reach"]),
    )


def _against_the_baseline(chosen: Selection) -> None:
    """Draw people's own posts around a launch; the Thunderclap's automatic posts are counted separately."""
    if launches := analyses.launches(chosen):
        event_card.draw_choices(chosen)
        launch = event_card.chosen_launch(launches)
        event_card.card(launch, chosen)
        _weeks_around(launch, chosen)


@cards.show_reason_on_error
def _weeks_around(launch: dt.date, chosen: Selection) -> None:
    launch_weeks_card.draw(event_card.around(launch, chosen))


@cards.show_reason_on_error
def _supporters(where: Selection) -> None:
    frame, goal = queries.ask(["thunderclap_supporters"], ["day"], where), goals.thunderclap_goal(where)
    cards.card(
        "supporters-over-time",
        _("Supporters against the goal"),
        frame,
        where,
        lambda look: cumulative.supporters(frame, METRICS["thunderclap_supporters"], goal, look=look),
        key=goal,
    )


@cards.show_reason_on_error
def _social_reach(where: Selection) -> None:
    frame = queries.ask(["thunderclap_social_reach"], ["day"], where)
    cards.card(
        "social-reach-over-time",
        _("Social reach over time"),
        frame,
        where,
        lambda look: cumulative.social_reach(frame, METRICS["thunderclap_social_reach"], look=look),
    )


@cards.show_reason_on_error
def _concentration(where: Selection) -> None:
    frame = _shares(where)
    cards.card(
        "concentration",
        _("How concentrated: social reach"),
        frame,
        where,
        lambda look: supporter_concentration.concentration(frame, look=look),
        key=str(where),
    )


@cards.show_reason_on_error
def _supporters_behind_half(where: Selection) -> None:
    shares = _shares(where)
    half = supporter_concentration.half(shares)
    cards.figure(
        "supporters-behind-half",
        _("Supporters behind half of it"),
        number(half) if half else _("Unknown"),
        _("of {people}").format(people=number(len(shares))),
        ":material/groups:",
        frame=shares,
        where=where,
        about=_("The smallest number of supporters whose friends and followers make up half of the social reach."),
    )


def _shares(where: Selection) -> pd.DataFrame:
    """Return one row for each supporter, with the answer about their sum."""
    frame = analyses.concentration(where).copy()
    metadata, listed = attached(queries.ask(["thunderclap_social_reach"], (), where)), attached(frame)
    return attach(frame, replace(metadata, sql=listed.sql, params=listed.params), ())
