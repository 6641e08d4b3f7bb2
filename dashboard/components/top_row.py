"""The top of every page: which campaign it is about, and the search."""

from __future__ import annotations

import streamlit as st

from dashboard import queries
from dashboard.components import address, filters, html, scope, search
from dashboard.components.markdown import as_text, filled
from dashboard.components.page import PAGES
from dashboard.i18n import _


def top_row(path: str) -> None:
    """Draw the campaign, where it acts, beside the search, and below them what was found.

    Args:
        path: The path of the page.
    """
    with st.container(key="top_row", horizontal=True, horizontal_alignment="distribute", gap="small"):
        if "campaign" in PAGES[path].filters:
            _campaign()
        typed = st.text_input(
            _("Search"),
            key="find_anything",
            icon=":material/search:",
            placeholder=_("Missions, pages, definitions, hashtags, events, own accounts"),
            label_visibility="collapsed",
            width=480,
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


def _campaign() -> None:
    """Draw the choice of the campaign, which says what the page is about before anything is chosen."""
    named = queries.names("campaign") | {scope.ALL: _("All posts")}
    st.selectbox(
        as_text(queries.titled("campaign")),
        [*scope.campaigns(), scope.ALL],
        index=None,
        key="campaign",
        placeholder=named.get(about := filters.campaign() or scope.ALL, about),
        format_func=lambda code: named.get(code, code),
        label_visibility="collapsed",
        width=320,
        persist_state="session",
    )


def _anchor(entry: search.Entry) -> str:
    return f"#{entry.anchor}" if entry.anchor else ""
