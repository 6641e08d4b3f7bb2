"""What a page counts: the filters that are chosen, as a selection, a campaign and a period."""

from __future__ import annotations

import datetime as dt
from typing import Final

import streamlit as st

from dashboard import queries
from dashboard.components import scope
from dashboard.components.page import EVERY_FILTER, PAGES, Page
from metrics import Selection

NARROWING: Final = ("platform", "region", "mission", "account_type", "account")
KINDS: Final = "post_kind"


def selection() -> Selection:
    """Return the current selection, of the filters that act on the page. A period of the whole campaign is no filter."""
    acting = _page().filters
    where = {"campaign": [code]} if (code := campaign()) else {}
    where |= narrowing()
    start, end = _narrower_period()
    if "period" not in acting:
        start, end = None, None
    return Selection({name: values for name, values in where.items() if name in acting}, start, end)


def without_effect() -> list[str]:
    """Return the filters that are chosen and do not act on the page; a campaign is chosen anew by most pages."""
    chosen = [*narrowing(), *(["period"] if any(_narrower_period()) else [])]
    return [name for name in EVERY_FILTER if name in chosen and name not in _page().filters]


def acts(dimension: str) -> bool:
    """Return whether the page can be filtered by a dimension."""
    return dimension in NARROWING and dimension in _page().filters


def narrowing() -> dict[str, list[str]]:
    """Return what is chosen of the filters that leave posts of a campaign out, on whatever page."""
    state = st.session_state
    chosen = {name: list(state[name]) for name in NARROWING if state.get(name)}
    all_kinds = queries.options(KINDS)
    return chosen if set(state[KINDS] or all_kinds) == set(all_kinds) else chosen | {KINDS: list(state[KINDS])}


def _page() -> Page:
    return PAGES[st.session_state["_path"]]


def _narrower_period() -> tuple[dt.date | None, dt.date | None]:
    """Return the ends of the period that lie within the days of the campaign."""
    (start, end), (low, high) = period(), span()
    return start if start > low else None, end if end < high else None


def campaign() -> str | None:
    """Return the campaign of the page; None for all posts."""
    chosen: str | None = st.session_state["campaign"]
    if chosen:
        return None if chosen == scope.ALL else chosen
    return None if _page().is_about_all else scope.of_itself()


def period() -> tuple[dt.date, dt.date]:
    """Return the first and the last day, also while only the first has been chosen."""
    chosen: tuple[dt.date, ...] = st.session_state.period
    return with_both_ends(chosen[0], chosen[1] if len(chosen) > 1 else None) if chosen else span()


def show_latest() -> None:
    """Stop looking back."""
    st.session_state["as_of"] = None


def show_without_campaign() -> None:
    """Show the posts that belong to no campaign."""
    st.session_state["campaign"] = scope.NONE


def toggle(dimension: str, code: str) -> None:
    """Add a value to a filter or remove it, as selecting a bar does."""
    chosen = list(st.session_state.get(dimension) or [])
    st.session_state[dimension] = [each for each in chosen if each != code] if code in chosen else [*chosen, code]


def span() -> tuple[dt.date, dt.date]:
    """Return the period from which pages start: all days of the campaign."""
    return scope.days(campaign())


def known_days() -> tuple[dt.date, dt.date]:
    """Return the first and the last day of all data, of any campaign."""
    return scope.days(None)


def last_day() -> dt.date:
    """Return the last day that can be chosen; counts are also collected after the last post."""
    return max(dt.date.today(), known_days()[1])


def with_both_ends(start: dt.date | None, end: dt.date | None) -> tuple[dt.date, dt.date]:
    """Return a period with its missing ends: those of the campaign, or of all data if it lies outside the campaign."""
    (low, high), (first, last) = span(), known_days()
    start = start or (low if end is None or end >= low else first)
    return start, end or (high if start <= high else last)
