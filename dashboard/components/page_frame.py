"""What stands around every page: whether data are made up, which day is looked back to, and who made this."""

from __future__ import annotations

import streamlit as st

from dashboard import queries
from dashboard.components import cards, filters, which_data
from dashboard.components.markdown import as_text, filled
from dashboard.components.page import PAGES
from dashboard.i18n import _, day, listed, said
from dashboard.remembered import known_on
from data.importing.sample import remove_sample
from data.store.warehouse import Warehouse, WarehouseError
from metrics import data_version
from metrics.answers import attached


def banner() -> None:
    """Draw the note about made-up data on every page that shows them."""
    synthetic = attached(queries.latest(["posts"])).synthetic
    if synthetic in ("yes", "part"):
        with st.container(
            key="synthetic", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
        ):
            st.markdown(
                ":material/science: "
                + (
                    _(
                        "**Synthetic sample data**, made up to match the published totals of #MigrationMeans. They "
                        "do not describe real people."
                    )
                    if synthetic == "yes"
                    else _(
                        "**Sample data and your data are mixed.** All totals include both. Remove the sample to see "
                        "your data alone."
                    )
                ),
                width="stretch",
            )
            if which_data.is_sample():
                st.button(_("Start with my files"), on_click=which_data.open_own, key="leave_sample")
            else:
                _remove_sample()


def _remove_sample() -> None:
    if not st.button(_("Remove the sample"), icon=":material/delete:", key="remove_sample"):
        return
    try:
        remove_sample(Warehouse())
    except WarehouseError as error:
        st.error(as_text(said(error)), icon=":material/error:")
    else:
        st.rerun()


def looking_back(path: str) -> None:
    """Draw the note about the day looked back to, what changed since, and the way back to today."""
    known = known_on()
    if known is None:
        return
    if PAGES[path].is_as_of_today:
        st.caption(filled(_("This page always shows the latest data, not the data as of {day}."), day=day(known)))
        return
    with st.container(key="known", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(
            ":material/history: "
            + filled(_("**Data as of {day}.** {changes}"), day=day(known), changes=cards.changed(filters.selection())),
            width="content",
        )
        st.button(_("Show the latest data"), icon=":material/update:", on_click=filters.show_latest, key="today")


def without_effect() -> None:
    """Draw which of the chosen filters do not act on the page, so that nobody takes its numbers for narrower ones."""
    if not PAGES[st.session_state["_path"]].filters or not (names := filters.without_effect()):
        return
    named = listed(_("period") if name == "period" else queries.phrase(name) for name in names)
    sentence = filled(_("Not filtered by {dimensions} on this page."), dimensions=named)
    st.caption(f":material/filter_alt_off: {sentence}")


def footer() -> None:
    """Draw who made this, and from which data."""
    with st.container(key="footer"):
        st.caption(filled(_("Campaign reach · not an IOM product · data version {n}"), n=data_version()))
