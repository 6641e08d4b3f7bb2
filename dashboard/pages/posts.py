"""Posts: those that may be shown one by one, to find, read and open."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import analyses, queries
from dashboard.components import choices, filters, post_download, post_list, these_posts
from dashboard.components.heading import heading
from dashboard.components.page import Group, Page
from dashboard.i18n import _, ngettext, number
from metrics import DIMENSIONS, Selection
from metrics.analyses import listings

PAGE: Final = Page(
    "posts",
    lambda: _("Posts"),
    lambda: _("Show me the posts"),
    Group.CONTENT,
    1,
    keeps={"search": "", "order": "newest", "page": 1, **these_posts.START},
)
UNKNOWN: Final = DIMENSIONS["language"].unknown
POSTS_A_PAGE = 20
"""Posts on a page."""


def page() -> None:
    """Draw the page."""
    where, orders = these_posts.narrowed(filters.selection()), _orders()
    choices.within("order", list(orders))
    search, order = choices.chosen("search"), choices.chosen("order")
    found, count = _turned(where, search, order)
    heading(_answer(count, search, where), where, _listed())
    these_posts.clearing(where)
    _choices(orders)
    if not count:
        nothing_is_listed = not search and analyses.withheld(where)
        st.info(
            _(
                "To list posts here, say on the Imports page which accounts are those of your offices, or import a "
                "contributor directory."
            )
            if nothing_is_listed
            else _("No posts match. Try another word, widen the period or clear a filter."),
            icon=":material/search_off:",
        )
        return
    st.html(post_list.as_html(found))
    post_download.draw(where, search, order, count)
    if count > POSTS_A_PAGE:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.pagination(math.ceil(count / POSTS_A_PAGE), key="page", persist_state="session")


def _turned(where: Selection, search: str, order: listings.Order) -> tuple[pd.DataFrame, int]:
    """Return the posts of the open page, or of the last one if there are fewer pages now, and the number of posts."""
    first = POSTS_A_PAGE * (choices.chosen("page") - 1)
    found, count = analyses.listed_posts(where, order, POSTS_A_PAGE, search, first)
    last = max(math.ceil(count / POSTS_A_PAGE), 1)
    if choices.chosen("page") <= last:
        return found, count
    st.session_state["page"] = last
    return _turned(where, search, order)


def _orders() -> dict[listings.Order, str]:
    return {
        "newest": _("Newest first"),
        "oldest": _("Oldest first"),
        "engagement": _("Most engagement"),
        "shares": _("Most shares"),
        "reactions": _("Most reactions"),
        "comments": _("Most comments"),
        "impressions": _("Most impressions"),
        "views": _("Most views"),
        "reach": _("Highest reach"),
    }


def _choices(orders: dict[listings.Order, str]) -> None:
    languages = [code for code in queries.options("language", largest_first=True) if code != UNKNOWN]
    with st.container(key="choices_of_posts"):
        left, middle, right = st.columns([5, 3, 3], vertical_alignment="bottom")
    left.text_input(
        _("Search the text"), key="search", icon=":material/search:", on_change=_first_page, persist_state="session"
    )
    choices.within("language", ["", *languages])
    named = queries.names("language") | {"": _("All languages")}
    middle.selectbox(
        _("Language of the posts"),
        ["", *languages],
        format_func=lambda code: named.get(code, code),
        key="language",
        on_change=_first_page,
        persist_state="session",
    )
    right.selectbox(
        _("Order"),
        list(orders),
        format_func=orders.__getitem__,
        key="order",
        on_change=_first_page,
        persist_state="session",
    )


def _first_page() -> None:
    st.session_state["page"] = 1


def _answer(count: int, search: str, where: Selection) -> str:
    """Return how many posts may be read and how many are only counted, or how many contain the text searched for."""
    if search:
        return ngettext("{n} post contains “{search}”", "{n} posts contain “{search}”", count).format(
            n=number(count), search=search
        )
    answer = ngettext("{n} post may be read one by one", "{n} posts may be read one by one", count)
    withheld = analyses.withheld(where)
    if withheld:
        others = ngettext("{n} is only counted", "{n} are only counted", withheld).format(n=number(withheld))
        return _("{listed}; {others}").format(listed=answer.format(n=number(count)), others=others)
    return answer.format(n=number(count))


def _listed() -> str:
    return _(
        "Posts of offices and organizations in their own voice are listed. All others are listed only with valid consent; "
        "posts deleted on their platform never are."
    )
