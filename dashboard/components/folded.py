"""Parts of a page that are folded to their title, and made when they are opened."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.components.markdown import as_text


def folded(title: str, key: str, icon: str, draw: Callable[[], None]) -> None:
    """Draw the title of a part, and the part itself if it is open.

    What nobody looks at is neither asked for nor sent.

    Args:
        title: Its title.
        key: Its key.
        icon: Its icon.
        draw: Draws it.
    """
    part = st.expander(as_text(title), key=key, icon=icon, on_change="rerun")
    if part.open:
        with part:
            draw()
