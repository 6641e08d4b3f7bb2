"""Reach: the answer, the ladder, what is assumed, and how published figures compare; method and concentration fold."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import analyses, queries
from dashboard.charts import claimed_vs_reached, follower_concentration, reach_by_platform, reach_ladder
from dashboard.components import assumptions_panel, cards, claim_cards, filters, quotes_panel
from dashboard.components.heading import heading
from dashboard.components.markdown import as_text, bullets, filled
from dashboard.components.page import Group, Page
from dashboard.i18n import _, listed, said
from dashboard.wording import reach
from metrics import METRICS, Assumptions, Selection
from metrics.analyses.claim_wording import caution
from metrics.analyses.follower_concentration import Sum
from metrics.answers import attach, attached

PAGE: Final = Page(
    "reach",
    lambda: _("Reach"),
    lambda: _("How many accounts, and what may I quote?"),
    Group.RESULTS,
    2,
    keeps=assumptions_panel.START,
)
FIGURES = (
    "claim",
    "campaign",
    "qualifier",
    "value",
    "unit_as_published",
    "metric",
    "range_lower",
    "range_upper",
    "by_lower",
    "by_upper",
    "coverage_share",
    "source",
    "question",
)
"""What the table of published figures holds."""


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    assumptions = assumptions_panel.assumed(where)
    frame = queries.ask(reach_ladder.LADDER, (), where, assumptions)
    by_platform = queries.ask(["gross_reach"], ["platform"], where)
    heading(reach.answer(frame), where, reach.lead(by_platform, queries.names("platform")))
    quotes_panel.popover("unique_reach_upper", where)
    _ladder(frame, where, assumptions)
    assumptions_panel.panel(where, assumptions)
    left, right = st.columns(2)
    with left:
        _platforms(where, assumptions)
    with right:
        _published(where)
    _concentration("potential_reach", where)
    _concentration("thunderclap_social_reach", where)
    with st.expander(_("Each of these numbers means something else, and none is a number of people"), key="meanings"):
        st.markdown("\n".join(f"- {sentence}" for sentence in reach_ladder.meanings(frame)))


@cards.show_reason_on_error
def _ladder(frame: pd.DataFrame, where: Selection, assumptions: Assumptions) -> None:
    named = queries.names_in_assumptions()
    cards.card(
        "ladder-of-reach",
        _("From potential reach to engagement"),
        frame,
        where,
        lambda look: reach_ladder.ladder(frame, named, look=look),
        key=assumptions,
    )


@cards.show_reason_on_error
def _platforms(where: Selection, assumptions: Assumptions) -> None:
    frame, together = (
        analyses.reach_by_platform(where, assumptions),
        queries.ask(reach_ladder.LADDER, (), where, assumptions),
    )
    named = queries.names_in_assumptions()
    cards.card(
        "reach-by-platform",
        _("Unique reach by platform"),
        frame,
        where,
        lambda look: reach_by_platform.platforms(frame, together, named, look=look),
        key=assumptions,
    )


@cards.show_reason_on_error
def _published(where: Selection) -> None:
    """Draw published figures of reach; each has its own query, so only the campaign is a filter."""
    ledger = analyses.claims(Selection({"campaign": where.values("campaign")}))
    found = claimed_vs_reached.comparable(ledger)
    if found.empty:
        return
    units = found["unit_as_published"].map(queries.in_own_words, na_action="ignore")
    frame = found.rename(columns={"coverage": "coverage_share"}).assign(unit_as_published=units)[list(FIGURES)]
    own, formats = _("each figure has its own filters"), {"by_lower": "ratio", "by_upper": "ratio"}
    attach(frame, replace(attached(ledger), selected=own, formats=formats), formats)
    words = claim_cards.words()
    cautions = dict.fromkeys(said(each) for row in found.to_dict("records") if (each := caution(row, words)))
    cards.card(
        "published-reach",
        _("Published figures and the accounts behind them"),
        frame,
        where,
        lambda look: claimed_vs_reached.inflation(found, words, look=look),
        note=bullets(cautions),
        key=tuple(found["claim"]),
    )


@cards.show_reason_on_error
def _concentration(metric: Sum, where: Selection) -> None:
    narrowed, missing = queries.narrowed(where, metric)
    frame: pd.DataFrame = analyses.follower_concentration(metric, narrowed)
    others = listed(queries.phrase(name) for name in missing if name != filters.KINDS)
    finding = _("{metric}: {finding}").format(
        metric=_(METRICS[metric].label), finding=follower_concentration.largest_accounts(frame, METRICS[metric]).title
    )
    with st.expander(as_text(finding), key=f"fold_{metric}"):
        cards.card(
            f"concentration-of-{metric}".replace("_", "-"),
            _("How concentrated: {metric}").format(metric=_(METRICS[metric].label)),
            frame,
            narrowed,
            lambda look: follower_concentration.largest_accounts(frame, METRICS[metric], look=look),
            note=filled(_("Not filtered by {dimensions}: this chart’s data do not include it."), dimensions=others)
            if others
            else "",
        )
