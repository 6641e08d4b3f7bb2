"""Imports: files are added, every row is accounted for, and every import can be undone."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard.components import (
    erasure_panel,
    guided_start,
    imports_panel,
    internal_access,
    rejected_panel,
    saved_formats_panel,
)
from dashboard.components.heading import heading
from dashboard.components.markdown import filled
from dashboard.components.page import Group, Page
from dashboard.i18n import _, ngettext, number
from data.store.warehouse import Warehouse

PAGE: Final = Page(
    "data",
    lambda: _("Imports"),
    lambda: _("Add files, undo, correct, erase"),
    Group.DATA,
    3,
    filters=(),
    is_about_all=True,
)


def page() -> None:
    """Draw the page."""
    warehouse = Warehouse()
    heading(_("Imports"))
    st.caption(
        _(
            "Import files as you exported them. Each row is accepted, a duplicate, or rejected with a reason. You can "
            "undo any import."
        )
    )
    with st.container(border=True, key="card_import"):
        st.header(_("Import files"), anchor=False)
        imports_panel.drop_zone(warehouse)
        st.button(_("Import step by step"), icon=":material/checklist:", on_click=guided_start.open_, key="guided")
    st.header(_("Imported files"), anchor=False)
    done = imports_panel.listed(warehouse)
    files = ngettext("{n} file, data version {version}", "{n} files, data version {version}", len(done))
    st.caption(filled(files, n=number(len(done)), version=warehouse.version))
    chosen = imports_panel.table(done, warehouse)
    imports_panel.undo_button(warehouse, done, chosen)
    st.header(_("Saved formats"), anchor=False)
    saved_formats_panel.listed(warehouse)
    st.header(_("Rejected rows"), anchor=False)
    rejected_panel.reasons(warehouse)
    internal_access.switch()
    st.header(_("Withdrawn consent"), anchor=False)
    st.caption(
        _(
            "Erasing a consent also erases everything it covers. Importing a consent sheet that marks it as withdrawn "
            "does the same."
        )
    )
    erasure_panel.ask(warehouse)
    erasure_panel.done(warehouse)
