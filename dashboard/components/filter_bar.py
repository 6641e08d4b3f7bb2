"""The filter bar in the sidebar: the filters that act on the page. The campaign is chosen above the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import queries
from dashboard.components import last_visit, saved_views, streamlit_texts
from dashboard.components.address import NO_MORE, apply, of_filters, restore, write
from dashboard.components.filters import KINDS, known_days, last_day, period
from dashboard.components.markdown import as_text, filled
from dashboard.components.page import PAGES
from dashboard.i18n import LANGUAGES, _, listed, speak
from dashboard.remembered import version

_watch_page = st.components.v2.component(
    "watch_page",
    html="<span hidden>\n</span>",
    js="\n".join(
        Path(__file__).with_name(name).read_text("utf-8")
        for name in ("folds.js", "pop_overs.js", "streamlit_texts.js", "visits.js", "page.js")
    ),
)


def bar(path: str) -> None:
    """Draw the filters of a page in the sidebar."""
    state = st.session_state
    restore(path)
    speak(state.lang)
    acting = [name for name in PAGES[path].filters if name in _WIDGETS]
    with st.sidebar:
        if acting:
            _filters(acting)
        saved_views.offer(path)
        st.segmented_control(
            _("Language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__, key="lang", required=True
        )
    with st.sidebar.container(key="watch"):
        _watch_page(
            key="watch_page",
            data={
                "language": st.session_state.lang,
                "cookie": last_visit.cookie(),
                "version": version()[1],
                **_texts(),
                "streamlit": streamlit_texts.texts(),
            },
        )
    write(path)


def _texts() -> dict[str, str]:
    """Return what the buttons say that are there on a phone only, and how a button is named by its chart."""
    return {
        "show": _("Show"),
        "hide": _("Hide"),
        "tools": _("Explain or download"),
        "quote": _("Explain or quote"),
        "save": _("Explain or save"),
        "named": _("{name}: {value}"),
    }


def _filters(acting: list[str]) -> None:
    with st.container(key="filters", gap="small"):
        st.header(_("Filters"), anchor=False)
        for name in acting:
            _WIDGETS[name]()
        _ignored()
        st.button(
            _("Clear filters"), icon=":material/filter_alt_off:", on_click=apply, args=({},), disabled=not of_filters()
        )
        st.caption(_("To share this view, copy the address from your browser."))


def _ignored() -> None:
    """Say which values of the address were left out."""
    state = st.session_state
    if ignored := state.get("_ignored"):
        st.warning(filled(_("Ignored, because the data do not contain them: {values}."), values=", ".join(ignored)))
    if voices := state.get("_voices"):
        named = listed(queries.names(NO_MORE).get(code, code) for code in voices)
        st.warning(
            filled(
                _("Ignored: {values}. Pages cannot be filtered by contributor type. Use “Published by”."), values=named
            )
        )
    if others := state.get("_others"):
        st.warning(filled(_("A page shows one campaign or all posts. Ignored: {values}."), values=", ".join(others)))


def _period() -> None:
    first, last = known_days()
    st.date_input(
        _("Period"),
        min_value=min(first, *period()),
        max_value=max(last, *period()),
        format="DD/MM/YYYY",
        key="period",
        persist_state="session",
    )


def _as_of() -> None:
    st.date_input(
        _("Data as of"),
        min_value=known_days()[0],
        max_value=last_day(),
        format="DD/MM/YYYY",
        key="as_of",
        help=_("Shows posts and counts as they stood at the end of that day. Leave empty for the latest data."),
        persist_state="session",
    )


def _pills(dimension: str, label: str, note: str | None = None) -> None:
    named = queries.names(dimension)
    st.pills(
        as_text(label),
        queries.options(dimension, largest_first=True),
        selection_mode="multi",
        key=dimension,
        format_func=lambda code: as_text(named.get(code, code)),
        help=note,
        persist_state="session",
    )


def _missions() -> None:
    missions = queries.options("mission")  # and those without a post that a link has chosen
    others = [code for code in st.session_state.get("mission") or [] if code not in missions]
    _choice("mission", [*missions, *others], _("All missions"))


def _accounts() -> None:
    if len(accounts := queries.options("account")) > 1:  # without own accounts there is nothing to choose
        _choice("account", accounts, _("All accounts"))


def _kinds() -> None:
    note = _("Choose which post types are counted. Thunderclap supporters are not affected.")
    _pills(KINDS, _("Post types to include"), note)


def _choice(dimension: str, codes: list[str], placeholder: str) -> None:
    named = queries.names(dimension)
    st.multiselect(
        as_text(queries.titled(dimension)),
        codes,
        key=dimension,
        placeholder=placeholder,
        format_func=lambda code: named.get(code, code),
        filter_mode="contains",
        persist_state="session",
        select_all=False,  # so that Enter takes the first that is found, not all of them
    )


_WIDGETS: Final[dict[str, Callable[[], None]]] = {
    "period": _period,
    "as_of": _as_of,
    "platform": lambda: _pills("platform", queries.titled("platform")),
    "region": lambda: _choice("region", queries.options("region"), _("All regions")),
    "mission": _missions,
    "account_type": lambda: _choice("account_type", queries.options("account_type"), _("All publishers")),
    "account": _accounts,
    KINDS: _kinds,
}
"""Draws the filter of each name; that of the campaign stands above the page."""
