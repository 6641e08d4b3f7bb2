"""The internal view, for who keeps the data: missions by contributor type in full, the directory, and the rows of rejects."""

from __future__ import annotations

import streamlit as st

from dashboard import charts
from dashboard.locale import _
from dashboard.pages import answers, directory, filters, parts, rejected, stewards
from data.warehouse import Warehouse
from metrics import METRICS, Selection


def page() -> None:
    where = filters.selection()
    parts.heading(_("Internal view"), where)
    if not stewards.are_allowed():
        st.info(_("The internal view is closed. Switch on “I keep these data” on the Data page."), icon=":material/lock:")
        stewards.switch()
        return
    if not stewards.is_noted("the internal view"):
        return
    stewards.mark()
    warehouse = Warehouse()
    _missions(where)
    st.header(_("Contributor directory"), anchor=False)
    _directory(warehouse)
    st.header(_("Rejected rows"), anchor=False)
    rejected.rows(warehouse)


@parts.or_reason
def _missions(where: Selection) -> None:
    frame = answers.missions_by_contributor_type(where)
    parts.card(
        "missions-by-contributor-type", _("Posts by mission and contributor type"), frame, where,
        lambda look: charts.heatmap(
            frame, "mission", "contributor_type", METRICS["posts"], answers.names("mission"), answers.names("contributor_type"),
            look=look, limit=len(frame),
        ),
        beside=_("Internal: not protected."),
    )  # fmt: skip


def _directory(warehouse: Warehouse) -> None:
    accounts = directory.listed(warehouse)
    if accounts.empty:
        st.info(_("No account has posted yet. Import an export on the Data page."), icon=":material/upload:")
        return
    directory.receipt(warehouse)
    changes = directory.editor(accounts, warehouse)
    with st.container(horizontal=True, key="directory_tools"):
        directory.save_button(changes, warehouse)
        directory.download_button(warehouse)
    st.caption(_("An edit is an import: it is listed on the Data page, and can be undone there. An emptied cell is no longer known."))
