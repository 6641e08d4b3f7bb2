"""The first chart of a visit as a picture, until the browser has loaded what draws charts.

On a slow line it stands there a quarter of a minute earlier.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2s
from html import escape
from typing import Final

import streamlit as st

from dashboard.charts.base.figure import Figure
from dashboard.exports.svg import UnknownAttribute, height_of, svg

NARROW: Final = 320
WIDE: Final = 900
"""How wide a picture is drawn for a phone and for other screens, in pixels; the page fits it to its place."""
LARGEST: Final = 60_000
"""Bytes of a picture. A map of the world has four times as many: on a slow line it would hold up all else."""
_SEEN: Final = "pictured"
"""Where the session keeps which chart was the first."""


@contextmanager
def before(figure: Figure, key: str, alt: str) -> Iterator[None]:
    """Draw a picture in the place of a chart that is drawn within, if it is the first chart of the visit.

    The picture goes when the chart stands there (static/page.css). It is sent again for the same chart only, which costs
    nothing, because browsers keep what they were sent.

    Args:
        figure: The figure of the chart.
        key: The key of the chart.
        alt: What the chart shows, in words, which the picture says as long as it stands there.
    """
    picture = _picture(figure) if _is_first(figure, key) else ""
    if not picture:
        yield
        return
    with st.container(key="pictured", gap=None):
        # Streamlit takes drawings out of a page, but leaves images.
        look = f'style="height: {height_of(figure):.0f}px" src="data:image/svg+xml;base64,{picture}"'
        st.html(f'<img class="picture" alt="{escape(alt)}" {look}>')
        yield


def _picture(figure: Figure) -> str:
    width = NARROW if "Mobi" in st.context.headers.get("User-Agent", "") else WIDE
    try:
        drawn = svg(figure, width=width).encode()
    except UnknownAttribute:
        return ""
    return b64encode(drawn).decode() if len(drawn) <= LARGEST else ""


def _is_first(figure: Figure, key: str) -> bool:
    if not st.context.headers:  # nobody looks
        return False
    first = st.session_state.get(_SEEN)
    if first and first[0] != key:
        return False
    this = key, blake2s(repr(figure.as_dict()).encode("utf-8", "backslashreplace")).hexdigest()
    return bool(st.session_state.setdefault(_SEEN, this) == this)
