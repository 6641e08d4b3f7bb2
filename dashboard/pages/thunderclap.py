"""Thunderclap: who joined, how it grew to its goal, and how few supporters carry most of its social reach."""

from __future__ import annotations

import streamlit as st

from dashboard import charts
from dashboard.locale import MISSING, _, number
from dashboard.pages import answers, filters, parts
from metrics import METRICS, Selection


def page() -> None:
    chosen = filters.selection()
    parts.heading(_("Thunderclap"), chosen)
    where = parts.unheeded(chosen, "thunderclap_supporters")
    goal = answers.thunderclap_goal(where)
    growth = answers.ask(["thunderclap_supporters", "thunderclap_social_reach"], ["day"], where)
    with st.grid(3, min_column_width=150, gap="small", key="tiles"):
        parts.tile("thunderclap_supporters", where, icon=":material/how_to_reg:")
        parts.tile("thunderclap_social_reach", where, _("potential, not de-duplicated"), ":material/campaign:")
        _carriers(where)
    left, right = st.columns(2)
    with left:
        supporters = growth.drop(columns="thunderclap_social_reach")
        parts.card(
            "supporters-over-time", _("Supporters against the goal"), supporters, where,
            lambda look: charts.supporters(supporters, METRICS["thunderclap_supporters"], goal, look=look), key=goal,
        )  # fmt: skip
    with right:
        reach = growth.drop(columns="thunderclap_supporters")
        parts.card(
            "social-reach-over-time", _("Social reach as it grew"), reach, where,
            lambda look: charts.social_reach(reach, METRICS["thunderclap_social_reach"], look=look),
        )  # fmt: skip
    left, right = st.columns(2)
    with left:
        parts.breakdown("thunderclap_supporters", "platform", where)
        parts.breakdown("thunderclap_supporters", "contributor_type", where)
    with right:
        _concentration(where)


def _concentration(where: Selection) -> None:
    frame = answers.concentration(where).copy()
    frame.attrs = answers.ask(["thunderclap_social_reach"], (), where).attrs | {"sql": []}  # the same sum, one row a supporter
    parts.card(
        "concentration", _("Who carries the social reach"), frame, where,
        lambda look: charts.concentration(frame, look=look), key=str(where),
    )  # fmt: skip


def _carriers(where: Selection) -> None:
    shares = answers.concentration(where)
    half = charts.half(shares)
    st.metric(
        _("Supporters who carry half of it"), number(half) if half else MISSING, border=True, height="stretch", icon=":material/groups:",
        delta=_("of {people}").format(people=number(len(shares))), delta_arrow="off", delta_color="blue",
        help=_("The fewest supporters whose friends and followers together make up half of the social reach."),
    )  # fmt: skip
