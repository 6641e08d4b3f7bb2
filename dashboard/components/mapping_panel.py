"""The panel for a table in an unknown format: its columns are mapped once, tried out and saved."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from common.messages import TranslatableText
from dashboard.components import format_preview, mapping_choices
from dashboard.components.markdown import as_text, filled
from dashboard.i18n import _, said
from data.editing import custom_formats, mapping_suggestions, saved_formats, workbook_sheets
from data.editing.edited_formats import Choices
from data.editing.workbook_sheets import Sheet
from data.formats.catalogue import every
from data.formats.model import Format, NotRecognised
from data.importing.pipeline import import_files
from data.messages import Message
from data.reading.text_table import Unreadable
from data.store.warehouse import Warehouse, WarehouseError


def offer(file_bytes: bytes, name: str, warehouse: Warehouse) -> None:
    """Draw the choices that map a file's columns, a preview, and the button that saves the format and imports.

    The receipt replaces the file's earlier one in the session's `_receipts`.
    """
    key = f"map_{hashlib.sha256(name.encode() + file_bytes).hexdigest()[:8]}"
    try:
        found = _sheets(file_bytes, name, str(warehouse.directory))
        with st.container(border=True, key=f"{key}_card"):
            st.markdown(
                filled(
                    _("**{file}**: tell us once which column is which. Similar files are then recognized."), file=name
                )
            )
            fmt, captured = _asked(found, name, warehouse, key)
            _saved(file_bytes, name, fmt, captured, warehouse, key)
    except (Unreadable, NotRecognised, WarehouseError) as error:
        st.warning(as_text(said(error)), icon=":material/rule:")


def _asked(found: Sequence[Sheet], name: str, warehouse: Warehouse, key: str) -> tuple[Format, dt.date | None]:
    """Return the format that the choices make, and the day that its counts were collected, if that was asked.

    Raises:
        NotRecognised: Something is missing; the message says what.
    """
    sheet, beside = _which_sheets(found, key)
    whole, key = key, f"{key}_{found.index(sheet)}"
    row = st.number_input(
        _("Row with the column names"), 1, len(sheet.rows), sheet.header_row + 1, key=f"{key}_row", width=260
    )
    header, below, shared = sheet.rows[int(row) - 1], sheet.rows[int(row) :], ""
    if beside:
        shared = _shared_column(header, beside, key)
        header, below = workbook_sheets.together(header, below, beside, shared)
    st.dataframe(_numbered(header, below[:5]), alt=_("First rows of the file"), key=f"{key}_head")
    kinds = {False: _("A post"), True: _("Counts of a post that is already imported")}
    counts = st.radio(
        _("What is one row?"), list(kinds), format_func=kinds.__getitem__, horizontal=True, key=f"{whole}_counts"
    )
    suggested = mapping_suggestions.suggest(header, below)
    platform = mapping_suggestions.platform_of_all(header, below, suggested)
    start = Choices(suggested, {"platform": platform} if platform else {})
    chosen, captured = mapping_choices.draw(header, start, f"{key}_{row}", counts=counts)
    moment = chosen.mapping.get("captured_at" if counts else "posted_at")
    cells = [row[at] for at in [header.index(moment)] for row in below if at < len(row)] if moment else []
    title = st.text_input(_("Name of the format"), re.sub(r"[\W\d_]+", " ", Path(name).stem).strip(), key=f"{key}_name")
    fmt = custom_formats.propose(
        title,
        header,
        chosen.mapping,
        **chosen.constants,
        timezone=chosen.timezone,
        date_patterns=mapping_suggestions.patterns_for(cells),
        dates=chosen.dates,
        thousands=chosen.thousands,
        counts=counts,
        beside=beside.name if beside else "",
        key=shared,
    )
    if fmt.name in every(warehouse.directory):
        raise NotRecognised(_("A format named {name} already exists. Choose another name.").format(name=fmt.name))
    return fmt, captured


def _which_sheets(found: Sequence[Sheet], key: str) -> tuple[Sheet, Sheet | None]:
    """Draw the choice of a sheet, and of another to read together with it, where there are several."""
    if len(found) == 1:
        return found[0], None
    left, right = st.columns(2)
    places, names = range(len(found)), [sheet.name for sheet in found]
    with left:
        first = found.index(workbook_sheets.widest(found))
        place = st.selectbox(_("Sheet"), places, first, format_func=names.__getitem__, key=f"{key}_sheet")
    with right:
        other = st.selectbox(
            _("Read together with another sheet"),
            [each for each in places if each != place],
            index=None,
            format_func=names.__getitem__,
            placeholder=_("not chosen"),
            key=f"{key}_beside",
        )
    return found[place], None if other is None else found[other]


def _shared_column(header: Sequence[str], beside: Sheet, key: str) -> str:
    """Draw the choice of the column by which the rows of two sheets belong together.

    Raises:
        NotRecognised: They share none.
    """
    shared = workbook_sheets.keys(header, beside)
    if not shared:
        raise NotRecognised(_("These two sheets have no column in common. Choose another sheet."))
    return st.selectbox(_("Column by which the rows of both belong together"), shared, key=f"{key}_key", width=320)


def _saved(data: bytes, name: str, fmt: Format, captured: dt.date | None, warehouse: Warehouse, key: str) -> None:
    """Draw what would happen to the file, and the button that saves the format and imports it."""
    undecided = _("Dates in this file could be day first or month first. Choose one above.")
    tried = format_preview.show(data, name, fmt, warehouse, captured, key, if_undecided=undecided)
    if not fmt.thousands and any(_is_ambiguous(note) for note in tried.receipt.notes):
        st.warning(
            _("Numbers such as 1.204 can be read in two ways. Choose the thousands separator above."),
            icon=":material/rule:",
        )
    if not tried.brings_something:
        st.warning(_("No row would be accepted. Choose other columns before you save."), icon=":material/rule:")
    if st.button(
        _("Save the format and import"),
        type="primary",
        icon=":material/save:",
        disabled=not tried.brings_something,
        key=f"{key}_save",
    ):
        saved_formats.save(fmt, warehouse)
        with format_preview.as_file(data, name, warehouse) as path:
            receipts = import_files([path], warehouse, captured=captured)
        st.session_state["_receipts"] = [
            each for each in st.session_state.get("_receipts", []) if each.file != name
        ] + receipts
        st.rerun()


def _is_ambiguous(note: TranslatableText) -> bool:
    """Return whether a note is about numbers whose point can be a thousands separator."""
    reason = note.values.get("reason")
    return isinstance(reason, TranslatableText) and reason.template == Message.TWO_NUMBERS


def _numbered(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Return rows below their header as a table; a repeated name gets its place, because names must differ."""
    names = [cell if cell and cell not in header[:at] else f"{cell} ({at + 1})" for at, cell in enumerate(header)]
    return {name: [row[at] if at < len(row) else "" for row in rows] for at, name in enumerate(names)}


@st.cache_data(max_entries=20, show_spinner=False)
def _sheets(data: bytes, name: str, directory: str) -> list[Sheet]:
    with format_preview.as_file(data, name, Warehouse(directory)) as path:
        return workbook_sheets.sheets(path)
