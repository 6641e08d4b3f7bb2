"""What happens before a page is drawn: the first data, updates of older data, and notices about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from common import logs, settings
from common.messages import StoreMessage
from dashboard.components import first_screen, guided_start, which_data
from dashboard.components.markdown import as_text
from dashboard.i18n import _, said
from data.importing.landed_sample import ensure_sample
from data.importing.pipeline import migrate
from data.store.warehouse import Warehouse, WarehouseError

_FIRST_SCREEN: Final = 20
"""More than the first screen has elements."""


def ready() -> None:
    """Return once there are data that can be read; otherwise show what to do.

    An empty folder gets the first screen, the sample's own folder gets the sample. Data of an earlier release are
    updated.
    """
    warehouse = Warehouse()
    try:
        settings.check()
        logs.start("info")
        if which_data.is_sample() and warehouse.is_new:
            with _progress(_("Loading the sample campaign. This happens once and takes a few seconds.")) as say:
                st.markdown(
                    _(
                        "This dashboard shows what a hashtag campaign achieved, from the files that platforms export. "
                        "Each number comes with its meaning, its uncertainty, and what it is not. Numbers that could "
                        "identify a person are not shown."
                    )
                )
                for _place in range(_FIRST_SCREEN):
                    st.empty()  # what the reader chose from stays on the screen until something takes its place
                ensure_sample(warehouse, say)
            st.rerun()
        elif is_first(warehouse):
            first_screen.show(warehouse)
            st.stop()
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


def is_first(warehouse: Warehouse) -> bool:
    """Tell whether the first screen stands in place of the pages, because there are no data or files come in."""
    return not which_data.is_sample() and (warehouse.is_new or guided_start.is_open())


@contextmanager
def _progress(text: str) -> Iterator[Callable[[str, float], None]]:
    bar = st.progress(0.0, text=as_text(text))

    def say(_what: str, share: float) -> None:
        bar.progress(share, text=as_text(text))

    yield say
    bar.empty()
