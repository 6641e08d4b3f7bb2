"""Which data version a reader saw at the last visit. Only the reader's browser knows it, in a cookie; no server keeps it."""

from __future__ import annotations

import re
import time
from typing import Final

import streamlit as st

from dashboard.components import which_data
from dashboard.remembered import version

PAUSE: Final = 4
"""Hours without a page after which the next one is another visit; `visits.js` says the same."""
_COOKIE: Final = re.compile(r"(?P<seen>[0-9]{1,9})-(?P<hour>[0-9]{1,9})-(?P<before>[0-9]{1,9})", re.ASCII)
"""The version that was seen last, the hour of it, and the version of the visit before."""


def cookie() -> str:
    """Return the name of the cookie: the team's own data and the sample have versions of their own."""
    return "reach_seen_sample" if which_data.is_sample() else "reach_seen"


def version_seen() -> int | None:
    """Return the data version of the reader's last visit; None at the first visit, and where no cookies are kept."""
    found = _COOKIE.fullmatch(str(st.context.cookies.get(cookie(), "")))
    if not found:
        return None
    is_another_visit = time.time() // 3600 - int(found["hour"]) >= PAUSE
    seen = int(found["seen" if is_another_visit else "before"])
    return seen if 0 < seen <= version()[1] else None
