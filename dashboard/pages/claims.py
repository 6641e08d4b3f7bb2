"""Claims: figures that were published, each held against the data; those of one thing side by side."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import analyses
from dashboard.charts import claims
from dashboard.components import cards, claim_cards, filters, report_check
from dashboard.components.heading import heading
from dashboard.components.page import Group, Page
from dashboard.i18n import _

PAGE: Final = Page(
    "claims",
    lambda: _("Published figures"),
    lambda: _("Do our published numbers still match the data?"),
    Group.REPORTS,
    3,
    filters=("campaign", "as_of"),
    is_about_all=True,
)


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    ledger = analyses.claims(where)
    heading(  # without the period of the page, because figures have filters of their own
        claim_cards.answer(ledger),
        lead=_("The check is repeated whenever data or definitions change.") if len(ledger) else "",
    )
    with st.expander(_("Check a report"), icon=":material/fact_check:", key="claims_check"):
        report_check.drop_zone()
    if ledger.empty:
        claim_cards.adding()
        return
    shown = claim_cards.choice(ledger)
    cards.card(
        "published-figures",
        _("Published figures compared with the data"),
        claim_cards.table(shown),
        where,
        lambda look: claims.claims(shown, claim_cards.words(), look=look),
        key=tuple(shown["claim"]),
    )
    grouped = claim_cards.together(shown)
    for _group, rows in shown[grouped].groupby("conflict_group"):
        claim_cards.group(rows.to_dict("records"))
    with st.grid(2, min_column_width=320, gap="medium", key="claims_others"):
        for row in shown[~grouped].to_dict("records"):
            claim_cards.card(row)
    with st.expander(_("Add a figure"), icon=":material/add:", key="claims_add"):
        claim_cards.adding()
