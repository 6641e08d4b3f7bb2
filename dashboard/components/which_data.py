"""Which data a reader looks at: the team's own, or the sample, in a folder of its own so that they never mix."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from common import settings
from dashboard.i18n import LANGUAGES

KEY: Final = "data"
"""What the address holds while the sample is looked at, `data=sample`."""
SAMPLE: Final = "sample"
_CHOSEN: Final = "_data"


def is_sample() -> bool:
    """Tell whether the reader looks at the sample in its own folder."""
    return get_script_run_ctx(suppress_warning=True) is not None and st.session_state.get(_CHOSEN) == SAMPLE


def take_from_address() -> None:
    """Look at what the address asks for, when a reader comes in."""
    if _CHOSEN not in st.session_state:
        st.session_state[_CHOSEN] = st.query_params.get(KEY, "")


def in_address() -> dict[str, list[str]]:
    """Return what the address has to hold so that a link opens the same data."""
    return {KEY: [SAMPLE]} if is_sample() else {}


def open_sample() -> None:
    """Look at the sample from the next run on."""
    _turn_to(SAMPLE)


def open_own() -> None:
    """Look at the team's own data from the next run on."""
    _turn_to("")


def _turn_to(data: str) -> None:
    """Filters and choices belong to the data they were made for; only the language stays."""
    language = st.session_state.get("lang")
    for key in list(st.session_state):
        del st.session_state[key]
    st.session_state[_CHOSEN] = data
    st.query_params.clear()
    if data:
        st.query_params[KEY] = data
    if language in LANGUAGES:
        st.query_params["lang"] = language


def _folder() -> Path | None:
    return settings.sample_directory() if is_sample() else None


settings.choose_by(_folder)
