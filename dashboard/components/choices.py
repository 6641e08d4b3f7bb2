"""Choices on a page that the address keeps: their values, where they start, and how they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard.components.markdown import as_text
from dashboard.components.page import starts


def chosen(key: str) -> Any:
    """Return the value of a choice that the address keeps.

    It is the start if Streamlit lost the value, as an interrupted run does.
    """
    value = st.session_state.get(key)
    return st.session_state.get("_last", {}).get(key, start_of(key)) if value is None else value


def start_from(key: str, value: str) -> None:
    """Let a choice start from a value in the data; the address does not keep it until another is chosen."""
    st.session_state.setdefault("_starts", {})[key] = st.session_state[key] = value


def untouched(key: str) -> bool:
    """Return whether a choice is as it started."""
    return bool(chosen(key) == start_of(key))


def start_of(key: str) -> Any:
    """Return the value from which a choice starts: one in the data, or else that of its page."""
    return st.session_state.get("_starts", {}).get(key, starts().get(key))


def one_of(
    key: str,
    label: str,
    options: Sequence[Any],
    named: Callable[[Any], str],
    note: str | None = None,
    *,
    folded: bool = False,
) -> None:
    """Draw a choice that the address keeps, side by side or folded; a value that is not an option becomes the start.

    Args:
        key: The key of the choice.
        label: Its label.
        options: The values.
        named: Returns the name of a value.
        note: A note.
        folded: Whether it is a list to open.
    """
    within(key, options)
    tooltip = as_text(note) if note else None
    if folded:
        st.selectbox(
            as_text(label), options, key=key, format_func=named, help=tooltip, persist_state="session", width=320
        )
    else:
        st.segmented_control(
            as_text(label),
            options,
            format_func=lambda each: as_text(named(each)),
            key=key,
            help=tooltip,
            persist_state="session",
            required=True,
            wrap=True,  # in a row, Streamlit would hide what has no room
        )


def within(key: str, options: Sequence[Any]) -> None:
    """Reset a choice whose value is not among the options, as the address can have it."""
    if st.session_state[key] not in options:
        st.session_state[key] = starts()[key]
