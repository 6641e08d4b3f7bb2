"""The choices that map the columns of a table: which column is which, what holds for all rows, dates and numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import cycle
from zoneinfo import available_timezones

import streamlit as st

from dashboard.components import format_preview
from dashboard.components.markdown import as_text, filled
from dashboard.i18n import _
from data import missions, networks
from data.editing import custom_formats
from data.editing.edited_formats import Choices
from data.formats.date_order import Order
from data.formats.format_checks import THOUSANDS


def draw(header: Sequence[str], start: Choices, key: str, *, counts: bool) -> tuple[Choices, dt.date | None]:
    """Draw the choices.

    Args:
        header: The columns to choose from.
        start: What is chosen at first.
        key: Begins the keys of what is drawn.
        counts: Whether a row is no post, but counts of one.

    Returns:
        What is chosen, and the day that the counts were collected, if that was asked.
    """
    found = list(dict.fromkeys(cell for cell in header if cell.strip()))
    labels = format_preview.column_labels()
    if counts:
        labels = {name: label for name, label in labels.items() if name in custom_formats.COUNTED}

    def choose(name: str) -> str | None:
        prefilled = start.mapping.get(name)
        return st.selectbox(
            as_text(labels.get(name, name)),
            found,
            index=found.index(prefilled) if prefilled in found else None,
            placeholder=_("no column"),
            key=f"{key}_{name}",
        )

    first = ("post_id", "captured_at" if counts else "posted_at", "platform")
    chosen: dict[str, str | None] = {}
    captured = None
    left, right = st.columns(2)
    with left:
        chosen |= {name: choose(name) for name in first}
    with right:
        chosen["url"] = choose("url")
        zones = sorted(available_timezones())
        timezone = st.selectbox(_("Time zone"), zones, index=zones.index(start.timezone), key=f"{key}_zone")
        given = {"platform": _platform(start.constants.get("platform"), key, is_needed=not chosen["platform"])}
    if counts and not chosen["captured_at"]:
        with left:
            label = _("Date the counts were collected")
            captured = st.date_input(label, None, max_value="today", format="DD/MM/YYYY", key=f"{key}_captured")
    if not counts:
        with left:
            given["campaign"] = st.text_input(
                _("Campaign for rows without one"), start.constants.get("campaign", ""), key=f"{key}_campaign_of_all"
            ).strip()
        with right:
            given["mission"] = mission_choice(
                _("Mission of all rows"), _("not chosen"), f"{key}_mission_of_all", start.constants.get("mission")
            )
    with st.expander(_("Other columns"), key=f"{key}_others", expanded=counts):
        others = (name for name in labels if name not in (*first, "url"))
        for name, column in zip(others, cycle(st.columns(3)), strict=False):
            with column:
                chosen[name] = choose(name)
    if unread := [title for title in found if title not in chosen.values()]:
        st.caption(
            filled(
                _("Not read: {columns}. Choose above what they contain, if you need them."), columns=", ".join(unread)
            )
        )
    order, thousands = _how_written(start, key)
    others_given = {name: value for name, value in start.constants.items() if name not in given}
    return Choices(
        {name: source for name, source in chosen.items() if source},
        others_given | {name: value for name, value in given.items() if value},
        timezone,
        order,
        thousands,
    ), captured


def _platform(start: str | None, key: str, *, is_needed: bool) -> str | None:
    """Draw the choice of a platform for all rows, where no column has it."""
    codes = list(networks.NAMES) if start in (None, *networks.NAMES) else [*networks.NAMES, str(start)]
    chosen: str | None = st.selectbox(
        _("Or one platform for all rows"),
        codes,
        index=codes.index(start) if start else None,
        format_func=lambda code: _(networks.NAMES[code]) if code in networks.NAMES else as_text(code),
        placeholder=_("not chosen"),
        disabled=not is_needed,
        key=f"{key}_all",
    )
    return chosen


def _how_written(start: Choices, key: str) -> tuple[Order | None, str]:
    """Draw the choices of the order of dates, if the file does not show it, and of the thousands separator."""
    left, right = st.columns(2)
    with left:
        orders = list(Order)
        order = st.selectbox(
            _("Ambiguous dates (day first or month first)"),
            orders,
            index=orders.index(start.dates) if start.dates else None,
            format_func=order_text,
            placeholder=_("detect from the file"),
            key=f"{key}_order",
        )
    with right:
        thousands = st.selectbox(
            _("Thousands separator"),
            THOUSANDS,
            index=THOUSANDS.index(start.thousands) if start.thousands else None,
            format_func=lambda sign: f"1{sign}204",
            placeholder=_("not chosen"),
            key=f"{key}_thousands",
        )
    return Order(order) if order else None, thousands or ""


def order_text(order: Order) -> str:
    """Return what an order of day and month means, by an example."""
    return _("Day first: 05/07 is 5 July") if order == Order.DAY_FIRST else _("Month first: 05/07 is 7 May")


def mission_choice(label: str, nothing: str, key: str, start: str | None = None) -> str | None:
    """Draw the choice of a mission, from all that there are, and return its code.

    Args:
        label: What is asked.
        nothing: What stands where none is chosen.
        key: The key of the choice.
        start: The code of the mission that is chosen at first.
    """
    codes = list(missions.NAMES)
    return st.selectbox(
        as_text(label),
        codes,
        index=codes.index(start) if start in codes else None,
        format_func=missions.NAMES.__getitem__,
        placeholder=nothing,
        key=key,
    )
