"""What to import where a page has no data, with the blank sheets for it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.components.markdown import as_text
from dashboard.i18n import _
from data.formats.templates import FOLDER


def offer(sentence: str, sheets: Mapping[str, str]) -> None:
    """Draw what to import, and a button for each blank sheet.

    Args:
        sentence: What is missing, and what to do.
        sheets: What each sheet is called, by the name of its format.
    """
    st.info(as_text(sentence), icon=":material/upload:")
    with st.container(horizontal=True, gap="small"):
        for name, label in sheets.items():
            st.download_button(
                as_text(_("{sheet} (Excel)").format(sheet=label)),
                (FOLDER / f"{name}.xlsx").read_bytes(),
                f"{name}.xlsx",
                icon=":material/download:",
                on_click="ignore",
                mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                key=f"blank_{name}",
            )
