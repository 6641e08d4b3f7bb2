"""A cache of answers, valid for one data version."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, ParamSpec, TypeVar, cast

import streamlit as st

from common import settings
from metrics import data_version

P = ParamSpec("P")
R = TypeVar("R")
Version = tuple[str, int]
"""The folder of the data and their version: what an answer is kept for."""

_read: dict[str, int] = {}
"""The version of each folder that was read last: the team's own, and the sample's."""
_FORGET: Final[list[Callable[[], None]]] = []
"""Empties what `remembered` keeps."""


def remembered(answers: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep a number of answers of a function until other data are read."""

    def keeping(ask: Callable[P, R]) -> Callable[P, R]:
        kept = lru_cache(maxsize=answers)(ask)
        _FORGET.append(kept.cache_clear)
        return cast(Callable[P, R], kept)

    return keeping


def version() -> Version:
    """Return the data version to read, and forget answers of other versions, whose content may have been withdrawn."""
    folder, number = str(settings.warehouse_directory()), data_version()
    if _read.get(folder) != number:
        _forget()
    _read[folder] = number
    return folder, number


def _forget() -> None:
    for forget in _FORGET:
        forget()
    st.cache_data.clear()
    st.cache_resource.clear()
