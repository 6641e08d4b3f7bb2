"""A saved format is edited: by the choices that made it, tried on a file, or as the text of its file."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import streamlit as st

from dashboard.components import format_preview, mapping_choices
from dashboard.components.markdown import as_text
from dashboard.components.uploads import Upload
from dashboard.i18n import _, said
from data.editing import mapping_suggestions, saved_formats, workbook_sheets
from data.editing.edited_formats import can_be_chosen, choices_of, edited, is_counts, sources
from data.formats.model import Format, NotRecognised, fold
from data.reading.text_table import Unreadable
from data.store.warehouse import Warehouse, WarehouseError


def draw(fmt: Format, file: Upload | None, warehouse: Warehouse) -> None:
    """Draw the choices of a format, or its text, and save what was changed.

    Args:
        fmt: The format as it is saved.
        file: A file to try the changes on; its columns can be chosen too.
        warehouse: Beside which the format is saved.
    """
    text = saved_formats.text_of(fmt.name, warehouse)
    is_simple = can_be_chosen(fmt)
    if not is_simple:
        st.caption(_("This format has rules that only its text shows."))
    as_toml = st.toggle(
        _("Edit as text (TOML)"), value=not is_simple, disabled=not is_simple, key=f"as_text_{fmt.name}"
    )
    if as_toml:
        text_of(fmt.name, warehouse)
        return
    try:
        _choices(fmt, file, warehouse, f"edit_{fmt.name}_{sha256(text.encode()).hexdigest()[:8]}")
    except (Unreadable, NotRecognised, WarehouseError) as error:
        st.warning(as_text(said(error)), icon=":material/rule:")


def text_of(name: str, warehouse: Warehouse) -> None:
    """Draw the text of a format, and save it when the button is pressed.

    Args:
        name: The name of the format.
        warehouse: Beside which it is saved.
    """
    before = saved_formats.text_of(name, warehouse)
    text = st.text_area(_("File of the format (TOML)"), before, height=320, key=f"text_of_{name}")
    if st.button(_("Save changes"), type="primary", disabled=text == before, key=f"save_text_of_{name}"):
        try:
            saved_formats.load(name, text, warehouse)
        except NotRecognised as error:
            st.error(as_text(said(error)), icon=":material/error:")
            return
        st.rerun()


def _choices(fmt: Format, file: Upload | None, warehouse: Warehouse, key: str) -> None:
    """Draw the choices, what they would make of the file, and the button that saves them.

    Raises:
        NotRecognised: Something is missing, or the file cannot be read with the choices; the message says what.
        Unreadable: The file cannot be read.
        WarehouseError: There is no room to try it.
    """
    found, rows = _columns_of(file, fmt, warehouse)
    label = st.text_input(_("Name of the format"), fmt.label, key=f"{key}_name").strip()
    header = list(dict.fromkeys([*sources(fmt), *found]))
    chosen, captured = mapping_choices.draw(header, choices_of(fmt), key, counts=is_counts(fmt))
    moment = chosen.mapping.get("captured_at" if is_counts(fmt) else "posted_at")
    if moment in found:
        cells = [row[found.index(moment)] for row in rows if found.index(moment) < len(row)]
        chosen = replace(chosen, date_patterns=mapping_suggestions.patterns_for(cells))
    changed = replace(edited(fmt, chosen, header), label=label or fmt.label)
    is_possible = changed != fmt
    if file and is_possible:
        tried = format_preview.show(file.getvalue(), file.name, changed, warehouse, captured, key)
        is_possible = tried.brings_something
        if not is_possible:
            st.warning(_("No row would be accepted. Choose other columns before you save."), icon=":material/rule:")
    elif not file:
        st.caption(_("To choose other columns and see what would change, add a file under “Try the format on a file”."))
    if st.button(_("Save changes"), type="primary", disabled=not is_possible, key="saved_format_save"):
        saved_formats.save(changed, warehouse)
        st.rerun()


def _columns_of(file: Upload | None, fmt: Format, warehouse: Warehouse) -> tuple[list[str], list[list[str]]]:
    """Return the columns of a file, those of other sheets named as the format names them, and its first rows."""
    if not file:
        return [], []
    with format_preview.as_file(file.getvalue(), file.name, warehouse) as path:
        found = workbook_sheets.sheets(path)
    own = max(found, key=lambda sheet: len(fmt.required & {fold(name) for row in sheet.rows for name in row}))
    header, rows = own.rows[own.header_row], own.rows[own.header_row + 1 :]
    for other in found:
        if other.name in fmt.beside and set(fmt.beside_key) <= set(header):
            header, rows = workbook_sheets.together(header, rows, other, fmt.beside_key[0])
    return list(header), [list(row) for row in rows]
