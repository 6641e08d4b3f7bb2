"""Events: did people post more than they would have anyway, and by how much?"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from dashboard.locale import _, day
from dashboard.pages import answers, baseline, filters, parts
from metrics import MeasureError, Selection
from metrics.uplift import Uplift

TRIED = 10
"""So many of the last events are tried for one that can be estimated, to open the page on."""


def page() -> None:
    where = filters.selection()
    parts.heading(_("Events"), where)
    events = answers.events(where)
    if events.empty:
        st.info(_("No event lies in the period. Widen it, or import an event sheet on the Data page."), icon=":material/event_busy:")
        return
    above = st.container()
    baseline.choices(where)
    with above:
        event = _chosen(events, where)
    baseline.card(event, where)


def _chosen(events: pd.DataFrame, where: Selection) -> dt.date:
    """The event that the reader chose; at first the last one that can be estimated."""
    named = {f"{at:%Y-%m-%d}": f"{day(at)}: {' · '.join(names)}" for at, names in events.groupby("day")["event"]}
    if filters.chosen("event") not in named or filters.untouched("event"):
        filters.start_from("event", next((at for at in [*named][: -TRIED - 1 : -1] if _estimable(at, where)), [*named][-1]))
    st.selectbox(_("Event"), list(named), format_func=named.__getitem__, key="event", persist_state="session")
    return dt.date.fromisoformat(filters.chosen("event"))


def _estimable(at: str, where: Selection) -> bool:
    try:
        return isinstance(baseline.around(dt.date.fromisoformat(at), where).found, Uplift)
    except MeasureError:
        return False
