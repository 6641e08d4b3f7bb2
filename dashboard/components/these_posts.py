"""“See these posts”: from a chart to the Posts page, with the scope of a bar, a day or a hashtag in the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.components import address, choices, filters, html, opened
from dashboard.components.html import Html
from dashboard.components.markdown import as_text, filled
from dashboard.components.page import PAGES
from dashboard.i18n import _, day, month, shown
from metrics import DIMENSIONS, METRICS, Selection

POSTS: Final = "posts"
"""The address of the Posts page."""
BESIDE: Final = ("country", "thematic_area", "theme", "hashtag", "language", "media_type")
"""What the Posts page can be narrowed by beside the filters of all pages, one value each."""
START: Final[dict[str, str | int]] = dict.fromkeys(BESIDE, "")
"""What the address of the Posts page keeps of it, with its start."""
MOST: Final = 12
"""The most links below a chart."""
_DAYS: Final = ("day", "month")
Links = Callable[[], list[Html]]
"""Makes the links of a chart."""


def links(ask: Callable[[], pd.DataFrame], dimension: str, metric: str) -> Links | None:
    """Return what makes a link to the posts behind each row of a chart, those with most first.

    Args:
        ask: Returns a measured frame by one dimension.
        dimension: The dimension.
        metric: The metric, by which rows are sorted.

    Returns:
        None if the metric does not count posts, or posts cannot be listed by the dimension.
    """
    is_listed = dimension in (*_DAYS, *BESIDE, *filters.NARROWING, filters.KINDS)
    if METRICS[metric].base != "posts" or not is_listed:
        return None
    return lambda: _links(ask(), dimension, metric)


def _links(frame: pd.DataFrame, dimension: str, metric: str) -> list[Html]:
    is_day = dimension in _DAYS
    rows = frame.dropna(subset=[dimension, metric])
    rows = rows[rows[dimension] != DIMENSIONS[dimension].rest].sort_values(metric, ascending=False).head(MOST)
    named = {} if is_day else queries.names(dimension)
    return [
        html.link(
            _("{name}: {value}").format(
                name=_written(dimension, code) if is_day else named.get(code, code),
                value=shown(value, METRICS[metric].format),
            ),
            link(**(_days(dimension, code) if is_day else {dimension: str(code)})),
        )
        for code, value in zip(rows[dimension], rows[metric], strict=True)
    ]


def link(**values: str) -> str:
    """Return the address of the Posts page with the filters of this page, and these values beside or instead of them.

    Args:
        values: Values by dimension, or the first and last day as `from` and `to`.
    """
    nothing: dict[str, str] = dict.fromkeys(PAGES[POSTS].keeps, "")
    return address.link(POSTS, **(nothing | values))


def popover(slug: str, make: Links | None) -> None:
    """Draw the button that opens the links of a chart; nothing without links.

    Args:
        slug: The key of the chart.
        make: Makes the links.
    """
    if make is None:
        return
    inside = opened.popover(_("See these posts"), ":material/list:", f"posts_{slug}")
    if inside is None:
        return
    with inside:
        st.caption(_("Posts that may be shown one by one, with the filters of this page:"))
        html.inline([html.link(_("All of them"), link()), *make()])


def narrowed(where: Selection) -> Selection:
    """Return the selection of the Posts page, narrowed by what its address has beside the filters.

    A value that the data do not have is named and left out.

    Args:
        where: The selection of the filters.
    """
    chosen = {name: str(choices.chosen(name)) for name in BESIDE if choices.chosen(name)}
    unknown = [name for name, code in chosen.items() if code not in queries.options(name)]
    if unknown:
        st.warning(
            filled(
                _("Ignored, because the data do not contain them: {values}."),
                values=", ".join(chosen[name] for name in unknown),
            )
        )
    known = {name: code for name, code in chosen.items() if name not in unknown}
    return Selection([*where.where, *known.items()], where.start, where.end)


def clearing(where: Selection) -> None:
    """Draw a button for each narrowing, which clears it.

    Args:
        where: The selection of the Posts page.
    """
    names = [name for name in BESIDE if where.values(name)]
    if not names:
        return
    with st.container(horizontal=True, gap="small", key="narrowed"):
        for name in names:
            code = where.values(name)[0]
            st.button(
                as_text(
                    _("{name}: {value}").format(name=queries.titled(name), value=queries.names(name).get(code, code))
                ),
                icon=":material/close:",
                on_click=_clear,
                args=(name,),
                key=f"clear_{name}",
                help=_("Clear this filter"),
            )


def _clear(name: str) -> None:
    st.session_state[name] = ""
    st.session_state["page"] = 1


def _days(dimension: str, first: pd.Timestamp) -> dict[str, str]:
    last = first + pd.offsets.MonthEnd(0) if dimension == "month" else first
    return {"from": first.date().isoformat(), "to": last.date().isoformat()}


def _written(dimension: str, at: pd.Timestamp) -> str:
    return month(at) if dimension == "month" else day(at)
