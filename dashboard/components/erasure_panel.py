"""The panel for erasing withdrawn content: find it, see what will be erased, and confirm."""

from __future__ import annotations

import os
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.components.markdown import as_text, filled
from dashboard.i18n import _, day, listed, ngettext, number, said
from data.editing.purge import Purged, look, purge
from data.store import report_log
from data.store.warehouse import Warehouse, WarehouseError

_ASKED: Final = "_withdrawal"
"""Holds the name that was looked up and what would go with it, until the reader has decided."""


def ask(warehouse: Warehouse) -> None:
    """Draw the field for the name, and what would be erased."""
    if st.session_state.pop("_withdrawn", False):
        st.toast(_("Erased. Only dates and counts remain."), icon=":material/check_circle:", duration="long")
    sealed = not os.access(warehouse.directory, os.W_OK)
    turn = st.session_state.setdefault("_withdrawal_turn", 0)
    with st.form("withdrawal", border=False):
        name = st.text_input(_("ID of a consent, story, photo or post, or link to a post"), key=f"withdrawn_{turn}")
        if st.form_submit_button(_("Find"), icon=":material/search:", disabled=sealed):
            _look_up(name, warehouse)
    if _ASKED in st.session_state:
        asked, found = st.session_state[_ASKED]
        with st.container(border=True, key="card_withdrawal"):
            _confirm(asked, found, warehouse)


def done(warehouse: Warehouse) -> None:
    """Draw the list of erasures, newest first: how much was erased, never what."""
    for _number, row in (warehouse.erasures() if warehouse.current else pd.DataFrame()).iterrows():
        pairs = (part.split(" ") for part in row["detail"].split(", "))
        parts = [_counted(int(count), kind) for count, kind in pairs]
        st.markdown(filled(_("Erased on {day}: {parts}."), day=day(row["happened_at"], "medium"), parts=listed(parts)))
    for file in report_log.made_before_erasure(warehouse.directory):
        text = _(
            "This report was made before an erasure and may hold what was erased. Delete it or make it again: {file}"
        )
        st.warning(filled(text, file=file), icon=":material/warning:")


def _look_up(name: str, warehouse: Warehouse) -> None:
    st.session_state.pop(_ASKED, None)
    try:
        found = look(name, warehouse)
    except WarehouseError as error:
        st.error(as_text(said(error)), icon=":material/error:")
        return
    if found.withdrawn_on:
        st.info(
            filled(_("It was withdrawn on {day}. Nothing is left to erase."), day=day(found.withdrawn_on)),
            icon=":material/info:",
        )
        return
    st.session_state[_ASKED] = name, found
    st.session_state["_withdrawal_turn"] += (
        1  # an empty field, so that no name stays in it; one that is not found stays to be corrected
    )
    st.rerun()


def _confirm(name: str, found: Purged, warehouse: Warehouse) -> None:
    st.text(name)
    st.markdown(filled(_("To be erased: {parts}."), parts=listed(_parts(found))))
    st.markdown(
        _(
            "Texts, links, titles and pseudonyms are erased from this and all earlier data versions. Dates and counts "
            "stay."
        )
    )
    st.markdown(_("This cannot be undone. Delete it from your own files too."))
    with st.container(horizontal=True):
        erase = st.button(_("Erase permanently"), type="primary", icon=":material/delete_forever:", key="withdraw")
        keep = st.button(_("Cancel"), key="withdraw_not")
    if not (erase or keep):
        return
    if erase:
        try:
            purge(name, warehouse)
        except WarehouseError as error:
            st.error(as_text(said(error)), icon=":material/error:")
            return
        st.session_state["_withdrawn"] = True
        for kept in ("_receipts", "_unknown"):  # what was dropped here can hold it
            st.session_state.pop(kept, None)
    del st.session_state[_ASKED]
    st.rerun()


def _parts(found: Purged) -> list[str]:
    counts = {
        "consent": int(found.kind == "consent"),
        "story": found.stories,
        "photo": found.photos,
        "post": found.posts,
    }
    parts = [_counted(count, kind) for kind, count in counts.items() if count]
    cells = ngettext("the cells of {n} rejected row", "the cells of {n} rejected rows", found.rejected).format(
        n=number(found.rejected)
    )
    return [*parts, cells] if found.rejected else parts


def _counted(count: int, kind: str) -> str:
    texts = {
        "consent": ngettext("{n} consent", "{n} consents", count),
        "story": ngettext("{n} story", "{n} stories", count),
        "photo": ngettext("{n} photo", "{n} photos", count),
        "post": ngettext("{n} post", "{n} posts", count),
    }
    return texts[kind].format(n=number(count))
