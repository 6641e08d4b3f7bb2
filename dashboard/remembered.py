"""A cache of answers, valid for one data version and the day that the reader looks back to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Concatenate, Final, Generic, ParamSpec, TypeVar, cast

import streamlit as st

from common import settings
from metrics import data_version

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
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


@dataclass(frozen=True, eq=False)
class Unkeyed(Generic[T]):
    """What a function needs for an answer that it is not known by, because other arguments say what it is."""

    value: T

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unkeyed)

    def __hash__(self) -> int:
        return 0


def as_known(answers: int) -> Callable[[Callable[Concatenate[dt.date | None, P], R]], Callable[P, R]]:
    """Let a function answer as of the day looked back to, and keep a number of its answers until other data are read.

    They are kept for a day at most, because a consent can end from one day to the next.

    Args:
        answers: How many.

    Returns:
        A decorator of functions that take this day first; callers leave it out.
    """

    def keeping(ask: Callable[Concatenate[dt.date | None, P], R]) -> Callable[P, R]:
        @remembered(answers)
        def kept(_version: Version, _today: dt.date, as_of: dt.date | None, *given: P.args, **named: P.kwargs) -> R:
            return ask(as_of, *given, **named)

        @wraps(ask)
        def asked(*given: P.args, **named: P.kwargs) -> R:
            return kept(version(), dt.date.today(), known_on(), *given, **named)

        return asked

    return keeping


def as_of_today(answers: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep a number of answers of a function, which are as of today, until other data are read.

    Args:
        answers: How many.
    """

    def keeping(ask: Callable[P, R]) -> Callable[P, R]:
        @remembered(answers)
        def kept(_version: Version, _today: dt.date, *given: P.args, **named: P.kwargs) -> R:
            return ask(*given, **named)

        @wraps(ask)
        def asked(*given: P.args, **named: P.kwargs) -> R:
            return kept(version(), dt.date.today(), *given, **named)

        return asked

    return keeping


def known_on() -> dt.date | None:
    """Return the day that the reader looks back to; None for today."""
    chosen: dt.date | None = st.session_state.get("as_of")
    return chosen


def version() -> Version:
    """Return the data version to read, and forget answers of other versions, whose content may have been withdrawn."""
    directory = settings.warehouse_directory()
    folder, number = str(directory), data_version(warehouse=directory)
    if _read.get(folder) != number:
        forget()
    _read[folder] = number
    return folder, number


def forget() -> None:
    """Forget all answers."""
    for forget in _FORGET:
        forget()
    st.cache_data.clear()
    st.cache_resource.clear()
