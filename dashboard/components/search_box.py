"""The search at the top of every page."""

from __future__ import annotations

import streamlit as st

from dashboard.components import address, html, search
from dashboard.components.markdown import filled
from dashboard.i18n import _


def search_box() -> None:
    """Draw the field, and below it what was found."""
    with st.container(key="search_row"):
        typed = st.text_input(
            _("Search"),
            key="find_anything",
            icon=":material/search:",
            placeholder=_("Missions, pages, definitions, hashtags, events, own accounts"),
            label_visibility="collapsed",
        )
    if not typed:
        return
    found = search.find(typed)
    if not found:
        st.info(
            filled(_("Nothing is called “{typed}”. Try another word, or look at the list of missions."), typed=typed),
            icon=":material/search_off:",
        )
        return
    with st.container(border=True, key="found"):
        html.inline(
            html.under(html.link(each.label, address.link(each.path, **each.values) + _anchor(each)), each.kind)
            for each in found
        )


def _anchor(entry: search.Entry) -> str:
    return f"#{entry.anchor}" if entry.anchor else ""
