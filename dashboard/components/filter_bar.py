"""The filter bar in the sidebar of each page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import queries
from dashboard.components import scope
from dashboard.components.address import NO_MORE, apply, of_filters, restore, write
from dashboard.components.filters import KINDS, campaign, known_days, last_day, period
from dashboard.components.markdown import as_text, filled
from dashboard.components.page import PAGES
from dashboard.i18n import LANGUAGES, _, listed, speak

_watch_page = st.components.v2.component(
    "watch_page", html="<span hidden>\n</span>", js=Path(__file__).with_name("page.js").read_text("utf-8")
)


def bar(path: str) -> None:
    """Draw the filters of a page in the sidebar."""
    state = st.session_state
    restore(path)
    speak(state.lang)
    with st.sidebar:
        with st.container(key="filters", gap="small"):
            st.header(_("Filters"), anchor=False)
            _widgets()
            if ignored := state.get("_ignored"):
                st.warning(
                    filled(_("Ignored, because the data do not contain them: {values}."), values=", ".join(ignored))
                )
            if voices := state.get("_voices"):
                named = listed(queries.names(NO_MORE).get(code, code) for code in voices)
                st.warning(
                    filled(
                        _("Ignored: {values}. Pages cannot be filtered by contributor type. Use “Published by”."),
                        values=named,
                    )
                )
            if others := state.get("_others"):
                st.warning(
                    filled(_("A page shows one campaign or all posts. Ignored: {values}."), values=", ".join(others))
                )
            st.button(
                _("Clear filters"),
                icon=":material/filter_alt_off:",
                on_click=apply,
                args=({},),
                disabled=not of_filters(),
            )
            st.caption(_("To share this view, copy the address from your browser."))
        st.segmented_control(
            _("Language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__, key="lang", required=True
        )
    if not PAGES[path].is_filtered:  # hidden rather than left out, which would clear them
        st.html("<style>.st-key-filters { display: none; }</style>")
    with st.sidebar.container(key="watch"):
        _watch_page(key="watch_page", data={"language": st.session_state.lang})
    write(path)


def _widgets() -> None:
    named = queries.names("campaign") | {scope.ALL: _("All posts")}
    st.selectbox(
        as_text(queries.titled("campaign")),
        [*scope.campaigns(), scope.ALL],
        index=None,
        key="campaign",
        placeholder=named.get(about := campaign() or scope.ALL, about),
        format_func=lambda code: named.get(code, code),
    )
    first, last = known_days()
    st.date_input(
        _("Period"), min_value=min(first, *period()), max_value=max(last, *period()), format="DD/MM/YYYY", key="period"
    )
    st.date_input(
        _("Data as of"),
        min_value=first,
        max_value=last_day(),
        format="DD/MM/YYYY",
        key="as_of",
        help=_("Shows posts and counts as they stood at the end of that day. Leave empty for the latest data."),
    )
    st.pills(
        as_text(queries.titled("platform")),
        queries.options("platform", largest_first=True),
        selection_mode="multi",
        key="platform",
        format_func=lambda code: as_text(queries.names("platform").get(code, code)),
    )
    _choice("region", queries.options("region"), _("All regions"))
    missions = queries.options("mission")  # and those without a post that a link has chosen
    others = [code for code in st.session_state.get("mission") or [] if code not in missions]
    _choice("mission", [*missions, *others], _("All missions"))
    _choice("account_type", queries.options("account_type"), _("All publishers"))
    if len(accounts := queries.options("account")) > 1:  # without own accounts there is nothing to choose
        _choice("account", accounts, _("All accounts"))
    st.pills(
        _("Post types to include"),
        queries.options(KINDS, largest_first=True),
        selection_mode="multi",
        key=KINDS,
        format_func=lambda code: as_text(queries.names(KINDS).get(code, code)),
        help=_("Choose which post types are counted. Thunderclap supporters are not affected."),
    )


def _choice(dimension: str, codes: list[str], placeholder: str) -> None:
    named = queries.names(dimension)
    st.multiselect(
        as_text(queries.titled(dimension)),
        codes,
        key=dimension,
        placeholder=placeholder,
        format_func=lambda code: named.get(code, code),
        filter_mode="contains",
        select_all=False,  # so that Enter takes the first that is found, not all of them
    )
