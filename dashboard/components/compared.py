"""What is compared: two to four periods, campaigns, missions or regions, which the address keeps."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import analyses, queries
from dashboard.charts.aligned_curves import LETTERS
from dashboard.components import choices, filters, scope
from dashboard.components.markdown import as_text, filled
from dashboard.i18n import _, period, said
from dashboard.remembered import as_known
from metrics import DIMENSIONS, Selection
from metrics.analyses import comparison
from metrics.analyses.comparison import KINDS, Difference

KEYS: Final = ("a", "b", "c", "d")
START: Final[dict[str, str | int]] = {"kind": KINDS[0], **dict.fromkeys(KEYS, "")}
"""What the address keeps, with its start."""
_DIMENSIONS: Final = {"campaigns": "campaign", "missions": "mission", "regions": "region"}


def panel(where: Selection) -> tuple[str, tuple[str, ...]]:
    """Draw the choice of what is compared.

    Args:
        where: The selection.

    Returns:
        The kind, and what is chosen of it: codes, or periods written as 2014-12-01/2014-12-18.
    """
    named = {"periods": _("Periods"), "campaigns": _("Campaigns"), "missions": _("Missions"), "regions": _("Regions")}
    choices.one_of("kind", _("Compare"), KINDS, named.__getitem__)
    kind = str(choices.chosen("kind"))
    options = _options(kind)
    usual = _usual(kind, options, where)
    found = []
    across = 2 if kind == "periods" else len(KEYS)  # two dates need the width of two names
    places = [column for _row in range(0, len(KEYS), across) for column in st.columns(across)]
    for place, column in enumerate(places):
        key = KEYS[place]
        value = _valid(kind, str(choices.chosen(key)), options) or (usual[place] if place < len(usual) else "")
        with column:
            if kind == "periods":
                _days(key, value, LETTERS[place])
            else:
                _code(key, value, LETTERS[place], options, queries.names(_DIMENSIONS[kind]))
        found.append(value)
    return kind, tuple(dict.fromkeys(filter(None, found)))


def name_of(kind: str, choice: Selection) -> str:
    """Return what one of the selections is called."""
    if kind == "periods" and choice.start and choice.end:
        return period(choice.start, choice.end)
    dimension = _DIMENSIONS[kind]
    (code,) = choice.values(dimension)
    return queries.names(dimension).get(code, code)


def _options(kind: str) -> list[str]:
    if kind == "periods":
        return []
    dimension = _DIMENSIONS[kind]
    codes = scope.with_posts() if kind == "campaigns" else queries.options(dimension, largest_first=True)
    return [code for code in codes if code not in (DIMENSIONS[dimension].unknown, DIMENSIONS[dimension].rest)]


def _usual(kind: str, options: list[str], where: Selection) -> list[str]:
    """Return what is compared until something is chosen: the period and the one before it, or the two largest."""
    if kind != "periods":
        return options[:2]
    before = analyses.period_before(where)
    if not isinstance(before, comparison.Before):
        st.info(as_text(said(before)), icon=":material/compare_arrows:")
        return []
    return [f"{each.start}/{each.end}" for each in (before.now, before.before)]


def _valid(kind: str, value: str, options: list[str]) -> str:
    if kind == "periods":
        return value if comparison.period_of(value) else ""
    return value if value in options else ""


def _days(key: str, value: str, letter: str) -> None:
    first, last = filters.known_days()
    found = comparison.period_of(value)
    shown: Any = tuple(min(max(each, first), last) for each in found) if found else ()
    widget = f"days_{key}"
    if len(st.session_state.get(widget, ())) != 1:  # while only the first day is chosen, it stays
        st.session_state[widget] = shown
    st.date_input(
        filled(_("Period {letter}"), letter=letter),
        min_value=first,
        max_value=last,
        format="DD/MM/YYYY",
        key=widget,
        on_change=_take_days,
        args=(key, widget),
    )


def _take_days(key: str, widget: str) -> None:
    chosen: tuple[dt.date, ...] = st.session_state[widget]
    if len(chosen) != 1:
        st.session_state[key] = "/".join(map(str, chosen))


def _code(key: str, value: str, letter: str, options: list[str], named: dict[str, str]) -> None:
    widget = f"code_{key}"
    st.session_state[widget] = value or None
    st.selectbox(
        as_text(letter),
        options,
        index=None,
        placeholder=_("Choose one"),
        format_func=lambda code: named.get(code, code),
        key=widget,
        on_change=_take_code,
        args=(key, widget),
    )


def _take_code(key: str, widget: str) -> None:
    st.session_state[key] = st.session_state[widget] or ""


# -- the numbers, as known on the day looked back to


@as_known(75)
def sides(as_of: dt.date | None, kind: str, chosen: tuple[str, ...], where: Selection) -> tuple[Selection, ...]:
    """Return the selections that are compared, as metrics.analyses.comparison does."""
    return tuple(comparison.sides(kind, chosen, where, as_of))


@as_known(75)
def numbers(as_of: dt.date | None, of: tuple[Selection, ...]) -> pd.DataFrame:
    """Return the numbers of several selections.

    Returns:
        The frame of `numbers` in metrics.analyses.comparison.
    """
    return comparison.numbers(of, as_of)


@as_known(75)
def curves(as_of: dt.date | None, of: tuple[Selection, ...]) -> pd.DataFrame:
    """Return the posts of several selections by day since their first day.

    Returns:
        The frame of `curves` in metrics.analyses.comparison.
    """
    return comparison.curves(of, as_of)


@as_known(75)
def differences(as_of: dt.date | None, of: tuple[Selection, ...]) -> dict[str, list[Difference]]:
    """Return how the first of several selections compares with each of the others, by metric."""
    return comparison.differences(of, numbers(of), as_of)
