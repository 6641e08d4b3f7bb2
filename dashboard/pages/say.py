"""What you may say: for each headline number a sentence that can be quoted as it stands."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import analyses
from dashboard.components import filters, quotes_panel
from dashboard.components.heading import heading
from dashboard.components.markdown import as_text, filled
from dashboard.components.page import Group, Page
from dashboard.i18n import _, ngettext, number, said

PAGE: Final = Page(
    "say", lambda: _("What you may say"), lambda: _("Which sentence may I quote today?"), Group.CONTENT, 4
)


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    found = analyses.quotes(where)
    count = sum(each.sentence is not None for each in found)
    template = ngettext("{n} number may be quoted as it stands", "{n} numbers may be quoted as they stand", count)
    heading(
        template.format(n=number(count)) if count else _("No number may be quoted"),
        where,
        _("Quote a sentence as a whole: its days and its campaign belong to the number."),
    )
    if not found:
        st.info(_("No data match these filters."))
    for quote in found:
        with st.container(border=True, key=f"quote_{quote.metric}", gap="small"):
            st.header(as_text(said(quote.title)), anchor=False)
            quotes_panel.sentences(quote)
    st.caption(
        filled(_("The same sentences stand under the numbers, behind “{button}”."), button=_("What you may say"))
    )
