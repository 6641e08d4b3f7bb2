"""Internal view: missions by contributor type in full, the directory, and rejected rows."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import analyses, queries
from dashboard.charts import heatmap
from dashboard.components import cards, directory_table, filters, internal_access, rejected_panel
from dashboard.components.heading import heading
from dashboard.components.page import EVERY_FILTER, Group, Page
from dashboard.i18n import _
from data.store.warehouse import Warehouse
from metrics import METRICS, Selection

PAGE: Final = Page(
    "steward",
    lambda: _("Internal view"),
    lambda: _("What only the keepers of the data see"),
    Group.DATA,
    5,
    filters=tuple(name for name in EVERY_FILTER if name != "as_of"),
    is_about_all=True,
    is_shown=internal_access.are_allowed,
)


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    heading(_("Internal view"), where)
    if not internal_access.are_allowed():
        st.info(
            _("The internal view is closed. Switch on “I manage these data” on the Imports page."),
            icon=":material/lock:",
        )
        internal_access.switch()
        return
    if not internal_access.is_noted("the internal view"):
        return
    internal_access.mark()
    warehouse = Warehouse()
    _missions(where)
    st.header(_("Contributor directory"), anchor=False)
    _directory(warehouse)
    st.header(_("Rejected rows"), anchor=False)
    rejected_panel.rows(warehouse)


@cards.show_reason_on_error
def _missions(where: Selection) -> None:
    frame = analyses.missions_by_contributor_type(where)
    cards.card(
        "missions-by-contributor-type",
        _("Posts by mission and contributor type"),
        frame,
        where,
        lambda look: heatmap.heatmap(
            frame,
            "mission",
            "contributor_type",
            METRICS["posts"],
            queries.names("mission"),
            queries.names("contributor_type"),
            look=look,
            limit=len(frame),
        ),
        beside=_("Internal: not protected."),
    )


def _directory(warehouse: Warehouse) -> None:
    accounts = directory_table.listed(warehouse, with_examples=True)
    if accounts.empty:
        st.info(_("No accounts yet. Import files on the Imports page."), icon=":material/upload:")
        return
    directory_table.receipt(warehouse)
    st.caption(
        _(
            "Each account has its newest post as an example, so that you can tell who publishes. Mark the organization’s own "
            "accounts to show them by name."
        )
    )
    changes = directory_table.editor(accounts, warehouse)
    with st.container(horizontal=True, key="directory_tools"):
        directory_table.save_button(changes, warehouse)
        directory_table.download_button(warehouse)
    st.caption(
        _("Each save is an import that you can undo on the Imports page. Clearing a cell removes what was recorded.")
    )
