"""The first start: with no data yet, the sample campaign is imported, so that there is something to look at."""

from __future__ import annotations

import streamlit as st

from dashboard.locale import _, said
from dashboard.pages.markdown import as_text
from data.importing import ensure_sample
from data.warehouse import Warehouse, WarehouseError


def ready() -> None:
    """Return once there are data; say what to do where there cannot be."""
    warehouse = Warehouse()
    if warehouse.current:
        return
    progress = st.progress(0.0)

    def say(_what: str, share: float) -> None:
        progress.progress(share, text=_("First start: the sample campaign is being imported. This takes a moment, once."))

    try:
        ensure_sample(warehouse, say)
    except WarehouseError as error:
        st.error(as_text(said(str(error))))
        st.stop()
    progress.empty()
