"""Contributor directory: accounts without a recorded contributor type, to be completed in bulk."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard.components import directory_table
from dashboard.components.heading import heading
from dashboard.components.markdown import filled
from dashboard.components.page import Group, Page
from dashboard.i18n import _, ngettext, number
from data.store.warehouse import Warehouse

PAGE: Final = Page(
    "contributors",
    lambda: _("Contributor directory"),
    lambda: _("Who is behind an account?"),
    Group.DATA,
    4,
    filters=(),
    is_about_all=True,
)


def page() -> None:
    """Draw the page."""
    warehouse = Warehouse()
    heading(_("Contributor directory"))
    st.markdown(_("Enter only what the person stated or the mission recorded. Contributor types are never guessed."))
    accounts = directory_table.listed(warehouse)
    if accounts.empty:
        st.info(_("No accounts yet. Import files on the Imports page."), icon=":material/upload:")
        return
    open_ones = int((accounts["unclassified"] > 0).sum())
    st.caption(
        filled(ngettext("{n} account", "{n} accounts", len(accounts)), n=number(len(accounts)))
        + " · "
        + filled(ngettext("{n} with unclassified posts", "{n} with unclassified posts", open_ones), n=number(open_ones))
        + (
            " · " + _("accounts with fewer posts are not shown; edit them in the downloaded directory")
            if len(accounts) == directory_table.LIMIT
            else ""
        )
    )
    directory_table.receipt(warehouse)
    if open_ones:
        changes = directory_table.form(accounts, warehouse)
        directory_table.save_button(changes, warehouse)
        st.caption(_("Empty cells change nothing. Each save is an import that you can undo on the Imports page."))
    else:
        st.success(_("Every post has a contributor type."), icon=":material/check_circle:")
    directory_table.own_accounts(warehouse)
    st.caption(
        _(
            "To see and change what is recorded about accounts, switch on “I manage these data” on the Imports page "
            "and open the internal view."
        )
    )
