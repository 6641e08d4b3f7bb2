"""Buttons that open something: what is inside is made only while it is open, since a page has many and few are opened."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.components.markdown import as_text


def popover(label: str, icon: str, key: str, **look: Any) -> DeltaGenerator | None:
    """Draw a button that opens something.

    Args:
        label: What the button says.
        icon: Its icon, as Streamlit names it.
        key: Its key.
        look: What else `st.popover` takes.

    Returns:
        The container for what is inside; None while it is closed.
    """
    button = st.popover(as_text(label), icon=icon, key=key, on_change="rerun", **({"type": "tertiary"} | look))
    return button if button.open else None
