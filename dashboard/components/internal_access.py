"""Access to the internal view: only for the person at this computer who says that they manage the data.

The default is no: whatever is missing or cannot be read counts as no. The switch is kept for the visit, never in the
address.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from common import settings
from dashboard.components.markdown import as_text
from dashboard.i18n import _, said
from dashboard.server import is_asked_directly, serves_itself_only
from data.store import internal_view_log
from data.store.warehouse import Warehouse, WarehouseError

SWITCH: Final = "keeps_data"


def are_allowed() -> bool:
    """Return whether this visit may see unprotected data: it is at this computer, and the person manages the data."""
    return can_be() and (settings.is_steward() or st.session_state.get(SWITCH) is True)


def can_be() -> bool:
    """Return whether this visit is at the computer of the server, which serves no other, with nothing in between."""
    headers = st.context.headers
    pairs = [(name, value) for name in headers for value in headers.get_all(name)]
    return serves_itself_only() and st.context.ip_address is None and is_asked_directly(pairs)


def switch() -> None:
    """Draw the switch “I manage these data”, or why it is not available."""
    if not can_be():
        st.caption(_("The internal view opens only on the computer that runs the dashboard, with no proxy in between."))
    elif settings.is_steward():
        st.caption(_("The internal view is on: REACH_STEWARD is 1 where the dashboard was started."))
    else:
        st.toggle(
            _("I manage these data"),
            key=SWITCH,
            persist_state="session",
            help=_(
                "Opens the internal view: rejected rows, what is recorded about accounts, and missions by "
                "contributor type."
            ),
        )


def mark() -> None:
    """Draw the mark above everything that is not protected."""
    with st.container(key="internal"):
        st.markdown(
            ":material/lock: "
            + _(
                "**Internal: not protected.** These data can identify people. Do not publish them or pass them on. "
                "Every visit is recorded."
            )
        )


def note(what: str) -> None:
    """Log what was looked at or downloaded.

    Raises:
        WarehouseError: It cannot be logged, so it must not be shown.
    """
    internal_view_log.note(Warehouse().directory, what)


def is_noted(what: str) -> bool:
    """Log that a page was opened, once each time, and return whether it may be shown; if not, show why."""
    if not st.session_state.get("_turned") and st.session_state.get("_noted") == what:
        return True
    try:
        note(f"opened {what}")
    except WarehouseError as error:
        st.session_state.pop("_noted", None)
        st.error(as_text(said(error)), icon=":material/error:")
        return False
    st.session_state["_noted"] = what
    return True
