"""The panel for a table in an unknown format: its columns are mapped once, tried out and saved."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

import streamlit as st

from dashboard.components import receipt_counts
from dashboard.components.markdown import as_text, filled
from dashboard.i18n import _, said
from data import missions, networks
from data.editing import custom_formats, mapping_suggestions
from data.formats.catalogue import THOUSANDS, every
from data.formats.date_order import Order
from data.formats.model import Format, NotRecognised
from data.importing.archives import file_name
from data.importing.pipeline import import_files
from data.reading.text_table import Unreadable
from data.store.kept_messages import reasons
from data.store.warehouse import Warehouse, WarehouseError
from metrics import DIMENSIONS, METRICS

_NEEDED: Final = ("post_id", "url", "posted_at", "platform")


def offer(file_bytes: bytes, name: str, warehouse: Warehouse) -> None:
    """Draw the choices that map a file's columns, a preview, and the button that saves the format and imports.

    The receipt replaces the file's earlier one in the session's `_receipts`.
    """
    key = f"map_{hashlib.sha256(name.encode() + file_bytes).hexdigest()[:8]}"
    try:
        rows = _head(file_bytes, name, str(warehouse.directory))
        with st.container(border=True, key=f"{key}_card"):
            st.markdown(
                filled(
                    _("**{file}**: tell us once which column is which. Similar files are then recognized."), file=name
                )
            )
            _tried(file_bytes, name, _asked(rows, name, warehouse, key), warehouse, key)
    except (Unreadable, NotRecognised, WarehouseError) as error:
        st.warning(as_text(said(error)), icon=":material/rule:")


def _asked(rows: list[list[str]], name: str, warehouse: Warehouse, key: str) -> Format:
    """Return the format that the choices make.

    Raises:
        NotRecognised: Something is missing; the message says what.
    """
    widest = max(
        range(len(rows)), key=lambda place: sum(bool(cell.strip()) for cell in rows[place])
    )  # notes above a header are narrower
    place = (
        int(st.number_input(_("Row with the column names"), 1, len(rows), widest + 1, key=f"{key}_row", width=260)) - 1
    )
    header, below = rows[place], rows[place + 1 :]
    st.dataframe(_numbered(header, below[:5]), alt=_("First rows of the file"), key=f"{key}_head")
    mapping, given, timezone = _columns(header, below, f"{key}_{place}")
    cells = (
        [row[at] for at in [header.index(mapping["posted_at"])] for row in below if at < len(row)]
        if "posted_at" in mapping
        else []
    )
    order, thousands = _how_written(key)
    title = st.text_input(_("Name of the format"), re.sub(r"[\W\d_]+", " ", Path(name).stem).strip(), key=f"{key}_name")
    fmt = custom_formats.propose(
        title,
        header,
        mapping,
        **given,
        timezone=timezone,
        date_patterns=mapping_suggestions.patterns_for(cells),
        dates=order,
        thousands=thousands,
    )
    if fmt.name in every(warehouse.directory):
        raise NotRecognised(_("A format named {name} already exists. Choose another name.").format(name=fmt.name))
    return fmt


def _how_written(key: str) -> tuple[Order | None, str]:
    """Draw the choices of the order of dates, if the file does not show it, and of the thousands separator."""
    left, right = st.columns(2)
    with left:
        order = st.selectbox(
            _("Ambiguous dates (day first or month first)"),
            list(Order),
            index=None,
            format_func=order_text,
            placeholder=_("detect from the file"),
            key=f"{key}_order",
        )
    with right:
        thousands = st.selectbox(
            _("Thousands separator"),
            THOUSANDS,
            index=None,
            format_func=lambda sign: f"1{sign}204",
            placeholder=_("not chosen"),
            key=f"{key}_thousands",
        )
    return Order(order) if order else None, thousands or ""


def order_text(order: Order) -> str:
    """Return what an order of day and month means, by an example."""
    return _("Day first: 05/07 is 5 July") if order == Order.DAY_FIRST else _("Month first: 05/07 is 7 May")


def mission_choice(label: str, nothing: str, key: str) -> str | None:
    """Draw the choice of a mission, from all that there are, and return its code.

    Args:
        label: What is asked.
        nothing: What stands where none is chosen.
        key: The key of the choice.
    """
    return st.selectbox(
        as_text(label),
        list(missions.NAMES),
        index=None,
        format_func=missions.NAMES.__getitem__,
        placeholder=nothing,
        key=key,
    )


def _columns(
    header: Sequence[str], rows: Sequence[Sequence[str]], key: str
) -> tuple[dict[str, str], dict[str, str | None], str]:
    """The column of the file for each of ours, what holds for all rows where no column says it, and the time zone."""
    found, suggested, labels = (
        list(dict.fromkeys(cell for cell in header if cell.strip())),
        mapping_suggestions.suggest(header, rows),
        _labels(),
    )

    def choose(name: str) -> str | None:
        prefilled = suggested.get(name)
        return st.selectbox(
            as_text(labels.get(name, name)),
            found,
            index=found.index(prefilled) if prefilled else None,
            placeholder=_("no column"),
            key=f"{key}_{name}",
        )

    chosen: dict[str, str | None] = {}
    left, right = st.columns(2)
    with left:
        chosen |= {name: choose(name) for name in ("post_id", "posted_at", "platform")}
    with right:
        chosen["url"] = choose("url")
        zones = sorted(available_timezones())
        timezone = st.selectbox(_("Time zone"), zones, index=zones.index("UTC"), key=f"{key}_zone")
        platform = st.selectbox(
            _("Or one platform for all rows"),
            list(networks.NAMES),
            index=None,
            format_func=lambda code: _(networks.NAMES[code]),
            placeholder=_("not chosen"),
            disabled=bool(chosen["platform"]),
            key=f"{key}_all",
        )
    with left:
        campaign = st.text_input(_("Campaign for rows without one"), key=f"{key}_campaign_of_all")
    with right:
        mission = mission_choice(_("Mission of all rows"), _("not chosen"), f"{key}_mission_of_all")
    with st.expander(_("Other columns"), key=f"{key}_others"):
        for name, column in zip((name for name in labels if name not in _NEEDED), cycle(st.columns(3)), strict=False):
            with column:
                chosen[name] = choose(name)
    given = {"platform": platform, "campaign": campaign.strip() or None, "mission": mission}
    return {name: source for name, source in chosen.items() if source}, given, timezone


def _labels() -> dict[str, str]:
    """Return the names of our columns in the current language."""
    own = {
        "post_id": _("Post ID"),
        "url": _("Link to the post"),
        "posted_at": _("Posted at"),
        "text": _("Text"),
        "account": _("Account"),
        "contributor_basis": _("Source of the contributor type"),
        "posted_on_behalf": _("Posted on someone’s behalf"),
        "deleted_at": _("Deleted at"),
        "consent": _("Consent"),
        "followers": _("Followers"),
        "captured_at": _("Counts collected at"),
        "saves": _("Saves"),
    }
    labels = {}
    for name, (label, _about) in mapping_suggestions.columns().items():
        known = METRICS.get(name) or DIMENSIONS.get(name)
        labels[name] = own.get(name) or (_(known.label) if known else label)
    return labels


def _tried(data: bytes, name: str, fmt: Format, warehouse: Warehouse, key: str) -> None:
    """Draw what would happen to the file, and the button that imports it."""
    tried = _preview(data, name, fmt, str(warehouse.directory), warehouse.version)
    if tried.receipt.asks_dates:
        raise NotRecognised(_("Dates in this file could be day first or month first. Choose one above."))
    if tried.receipt.error:
        raise NotRecognised(tried.receipt.error)
    st.markdown(
        filled(
            _("**Preview:** {rows} = {parts}."),
            rows=receipt_counts.rows_read(tried.receipt),
            parts=" + ".join(receipt_counts.became(tried.receipt)),
        )
    )
    for note in tried.receipt.notes:
        st.caption(as_text(said(note)))
    labels = _labels() | {"row_number": _("Row"), "reason": _("Reason")}
    if len(tried.accepted):
        st.dataframe(
            tried.accepted.head(10).rename(columns=labels),
            hide_index=True,
            alt=_("First rows that would be accepted"),
            key=f"{key}_accepted",
        )
        st.caption(_("Times are in UTC. Accounts are stored as pseudonyms only and are not shown."))
    if len(tried.rejected):
        rejected = tried.rejected[["row_number", "reason"]].head(10)
        rejected = rejected.assign(reason=list(map(said, reasons(tried.rejected.head(10))))).rename(columns=labels)
        st.dataframe(rejected, hide_index=True, alt=_("First rows that would be rejected"), key=f"{key}_rejected")
    is_empty = not tried.receipt.accepted and not tried.receipt.duplicates
    if is_empty:
        st.warning(_("No row would be accepted. Choose other columns before you save."), icon=":material/rule:")
    if st.button(
        _("Save the format and import"), type="primary", icon=":material/save:", disabled=is_empty, key=f"{key}_save"
    ):
        custom_formats.save(fmt, warehouse)
        with _file(data, name, warehouse) as path:
            receipts = import_files([path], warehouse)
        st.session_state["_receipts"] = [
            each for each in st.session_state.get("_receipts", []) if each.file != name
        ] + receipts
        st.rerun()


def _numbered(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Return rows below their header as a table; a repeated name gets its place, because names must differ."""
    names = [cell if cell and cell not in header[:at] else f"{cell} ({at + 1})" for at, cell in enumerate(header)]
    return {name: [row[at] if at < len(row) else "" for row in rows] for at, name in enumerate(names)}


@st.cache_data(max_entries=20, show_spinner=False)
def _head(data: bytes, name: str, directory: str) -> list[list[str]]:
    with _file(data, name, Warehouse(directory)) as path:
        return custom_formats.head(path)


@st.cache_data(max_entries=20, show_spinner=False)
def _preview(data: bytes, name: str, fmt: Format, directory: str, version: int) -> custom_formats.Preview:
    warehouse = Warehouse(directory)
    with _file(data, name, warehouse) as path:
        return custom_formats.preview(path, fmt, warehouse)


@contextmanager
def _file(data: bytes, name: str, warehouse: Warehouse) -> Iterator[Path]:
    """Write the file under its own name for as long as it is read."""
    with warehouse.scratch() as folder:
        path = folder / file_name(name)
        path.write_bytes(data)
        yield path
