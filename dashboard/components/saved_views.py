"""Saved views: what a reader looks at, under a name, for everybody who opens these data."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from common import settings
from dashboard.components import html, opened, which_data
from dashboard.components.address import of_view
from dashboard.components.html import Html
from dashboard.components.markdown import as_text
from dashboard.components.page import PAGES
from dashboard.i18n import _, said
from data.store import saved_views
from data.store.saved_views import LONGEST_NAME, SavedView
from data.store.warehouse import WarehouseError

OF_THE_READER: Final = ("search", "find", "lang", which_data.KEY)
"""What an address holds and a saved view does not: words that were typed, the language, and whose data they are."""
_REASON: Final = "_views_reason"


def offer(path: str) -> None:
    """Draw “Saved views” in the sidebar: those that can be opened, and what saves the open one.

    Args:
        path: The path of the page.
    """
    inside = opened.popover(_("Saved views"), ":material/bookmark:", "saved_views", type="secondary")
    if inside is None:
        return
    folder = settings.warehouse_directory()
    views = [view for view in saved_views.listed(folder) if view.page in PAGES and PAGES[view.page].is_there]
    with inside:
        if views:
            html.inline(map(_link, views))
        if not os.access(folder, os.W_OK):
            st.caption(_("These data are read-only here, so views cannot be saved."))
            return
        st.caption(
            _(
                "Everybody who opens this dashboard sees these views and can rename or delete them. Do not name people in them. "
                "Words that you search for are not saved."
            )
        )
        if reason := st.session_state.pop(_REASON, None):
            st.error(as_text(said(reason)), icon=":material/error:")
        _saving(folder, path)
        if views:
            _changing(folder, [view.name for view in views])


def _link(view: SavedView) -> Html:
    values = {**view.values, **which_data.in_address()}
    lang = st.query_params.get_all("lang")
    address = urlencode(values | ({"lang": lang} if lang else {}), doseq=True)
    return html.link(view.name, f"{view.page or '.'}?{address}" if address else view.page or ".")


def _saving(folder: Path, path: str) -> None:
    values = {key: each for key, each in of_view(path).items() if key not in OF_THE_READER}
    st.text_input(_("Name of this view"), max_chars=LONGEST_NAME, key="view_name")
    st.button(
        _("Save this view"),
        icon=":material/bookmark_add:",
        key="view_save",
        on_click=_try,
        args=(lambda: saved_views.save(folder, SavedView(st.session_state["view_name"], path, values)), "view_name"),
    )


def _changing(folder: Path, names: list[str]) -> None:
    chosen = st.selectbox(_("Rename or delete"), names, index=None, placeholder=_("Choose a view"), key="view_chosen")
    if chosen is None:
        return
    st.text_input(_("New name"), max_chars=LONGEST_NAME, key="view_new_name")
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Rename view"),
            key="view_rename",
            on_click=_try,
            args=(lambda: saved_views.rename(folder, chosen, st.session_state["view_new_name"]), "view_new_name"),
        )
        st.button(
            _("Delete view"),
            icon=":material/delete:",
            key="view_delete",
            on_click=_try,
            args=(lambda: saved_views.delete(folder, chosen), "view_chosen"),
        )


def _try(change: Callable[[], object], field: str) -> None:
    """Change the saved views, and empty the field that was for it; where it fails, keep the reason for the next run."""
    try:
        change()
    except WarehouseError as reason:
        st.session_state[_REASON] = reason
    else:
        st.session_state[field] = None if field == "view_chosen" else ""
