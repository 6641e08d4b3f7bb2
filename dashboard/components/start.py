"""What happens before a page is drawn: the first data, updates of older data, and notices about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from common import logs, settings
from common.messages import StoreMessage
from dashboard.components.markdown import as_text
from dashboard.i18n import _, said
from data.importing.pipeline import ensure_sample, migrate
from data.store.warehouse import Warehouse, WarehouseError


def ready() -> None:
    """Return once there are data that can be read; otherwise show what to do.

    An empty folder gets the sample campaign. Data of an earlier release are updated.
    """
    warehouse = Warehouse()
    try:
        settings.check()
        logs.start("info")
        if warehouse.is_new:
            with _progress(_("Loading the sample campaign. This happens once and can take a minute.")) as say:
                ensure_sample(warehouse, say)
        elif warehouse.is_older:
            with _progress(
                _("Data of an earlier release are being updated. This happens once and can take a minute.")
            ) as say:
                say("", 0.1)
                migrate(warehouse)
        elif not warehouse.current:
            raise WarehouseError(StoreMessage.NO_DATA)
        for notice in warehouse.notices():
            st.warning(as_text(said(notice)), icon=":material/warning:")
    except (WarehouseError, settings.SettingError) as error:
        st.error(as_text(said(error)), icon=":material/error:")
        st.stop()


@contextmanager
def _progress(text: str) -> Iterator[Callable[[str, float], None]]:
    bar = st.progress(0.0)

    def say(_what: str, share: float) -> None:
        bar.progress(share, text=as_text(text))

    yield say
    bar.empty()
