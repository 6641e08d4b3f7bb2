"""The parts of the page Imports: adding files, their results, and undoing imports."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from common.messages import text_of
from dashboard.components import mapping_choices, mapping_panel, receipt_counts, uploads
from dashboard.components.markdown import as_text, filled
from dashboard.i18n import _, day, said
from data.formats.catalogue import label_of, readable
from data.formats.date_order import Order
from data.formats.model import NotRecognised
from data.importing.archives import file_name
from data.importing.ledger import Receipt
from data.importing.pipeline import WrongOption, import_files
from data.importing.undo import undo
from data.store.warehouse import Warehouse, WarehouseError


def drop_zone(warehouse: Warehouse) -> None:
    """Draw the field for files, which are imported when the button is pressed, and then their receipts."""
    files = st.file_uploader(
        _("Add exported files: CSV, Excel, JSON, or a ZIP of them"),
        type=uploads.ENDINGS,
        accept_multiple_files=True,
        max_upload_size=uploads.LIMIT,
        key=f"files_{st.session_state.setdefault('_upload', 0)}",
    )
    options = _options(warehouse)
    if st.button(_("Import"), type="primary", icon=":material/upload:", disabled=not files, key="import_files"):
        receipts = _import(files, warehouse, options)
        st.session_state["_receipts"] = receipts
        asking = {_upload(receipt) for receipt in receipts if receipt.can_be_mapped or receipt.asks_dates}
        st.session_state["_unknown"] = {
            name: file.getvalue() for file in files if (name := file_name(file.name)) in asking
        }
        st.session_state["_options"] = options
        st.session_state["_upload"] += 1  # an empty drop zone for the next files
        st.rerun()
    asked: set[str] = set()
    for receipt in st.session_state.get("_receipts", []):
        receipt_card(receipt)
        kept = st.session_state.get("_unknown", {})
        if receipt.can_be_mapped and receipt.file in kept:
            mapping_panel.offer(kept[receipt.file], receipt.file, warehouse)
        if receipt.asks_dates and (upload := _upload(receipt)) in kept and upload not in asked:
            asked.add(upload)  # once for all that an archive or a workbook holds
            _ask_order(upload, kept[upload], warehouse)


def _options(warehouse: Warehouse) -> dict[str, Any]:
    """Draw the fields for details missing from the files, and return them; by default each format's own rules apply."""
    with st.expander(_("Details missing from the files"), icon=":material/tune:", key="import_options"):
        known = readable(warehouse.directory)
        return {
            "format": st.selectbox(
                _("Format"),
                [name for name, fmt in known.items() if not fmt.refuse],
                index=None,
                key="import_format",
                format_func=lambda name: known[name].label,
                placeholder=_("detect automatically"),
            ),
            "timezone": st.selectbox(
                _("Time zone for times without one"),
                sorted(available_timezones()),
                index=None,
                key="import_timezone",
                placeholder=_("the file format’s own"),
            ),
            "dates": st.selectbox(
                _("Ambiguous dates (day first or month first)"),
                list(Order),
                index=None,
                format_func=mapping_choices.order_text,
                placeholder=_("detect from the file"),
                key="import_dates",
            ),
            "campaign": st.text_input(_("Campaign for rows without one"), key="import_campaign") or None,
            "captured": st.date_input(
                _("Date the counts were collected"),
                value=None,
                max_value="today",
                format="DD/MM/YYYY",
                key="import_captured",
            ),
        }


def _upload(receipt: Receipt) -> str:
    """Return the name of the uploaded file, which may contain several files."""
    return receipt.file.partition(" › ")[0]


def _ask_order(name: str, data: bytes, warehouse: Warehouse) -> None:
    """Ask which of day and month comes first, and import the file again with the answer."""
    with st.container(border=True, key=f"order_{name}"):
        question = filled(_("How are dates written in {file}?"), file=name)
        order = st.radio(
            question, list(Order), index=None, format_func=mapping_choices.order_text, key=f"order_of_{name}"
        )
        if st.button(_("Import again"), type="primary", disabled=not order, key=f"order_import_{name}"):
            file = BytesIO(data)
            file.name = name
            receipts = _import([file], warehouse, st.session_state.get("_options", {}) | {"dates": order})
            st.session_state["_receipts"] = [
                each for each in st.session_state["_receipts"] if _upload(each) != name
            ] + receipts
            st.rerun()


def _import(files: Sequence[Any], warehouse: Warehouse, options: dict[str, Any]) -> list[Receipt]:
    bar = st.progress(0.0, text=_("Importing…"))
    try:
        with uploads.on_disk(files, warehouse) as paths:
            return import_files(paths, warehouse, **options, progress=uploads.shown_in(bar))
    except (WarehouseError, NotRecognised, WrongOption) as error:
        return [Receipt(", ".join(file_name(file.name) for file in files), error=text_of(error))]


def receipt_card(receipt: Receipt) -> None:
    """Draw what became of a file."""
    if receipt.refusal:
        st.error(as_text(said(receipt.refusal)), icon=":material/error:")
        return
    line = filled(
        _("**{file}** read as {format}: {rows} = {parts}."),
        file=receipt.file,
        format=receipt.format_label or receipt.format or "",
        rows=receipt_counts.rows_read(receipt),
        parts=" + ".join(receipt_counts.became(receipt)),
    )
    text = "  \n".join([line, *map(as_text, receipt_counts.details(receipt))])
    to_correct = receipt.rejected or receipt.unread_cells
    (st.warning if to_correct else st.success)(
        text, icon=":material/rule:" if to_correct else ":material/check_circle:"
    )


def listed(warehouse: Warehouse) -> pd.DataFrame:
    """Return the list of imports.

    Returns:
        One row for each import, newest first; empty without imports.
    """
    return warehouse.imports() if warehouse.current else pd.DataFrame()


def table(done: pd.DataFrame, warehouse: Warehouse) -> int | None:
    """Draw the imports as a table, and return the selected import if it can be undone.

    Args:
        done: What `listed` returned.
        warehouse: The warehouse.
    """
    if done.empty:
        st.info(_("No files imported yet. Add a file above."), icon=":material/upload:")
        return None
    columns = {
        "import_id": _("Number"),
        "file": _("File"),
        "rows_read": _("Rows"),
        "accepted": _("Accepted"),
        "duplicates": _("Duplicates"),
        "rejected": _("Rejected"),
        "undone_at": _("Undone (UTC)"),
        "imported_at": _("Imported (UTC)"),
        "format": _("Format"),
    }
    known = readable(warehouse.directory)
    shown = (
        done[list(columns)]
        .assign(
            format=[label_of(name, known) for name in done["format"]],
            imported_at=_moments(done["imported_at"]),
            undone_at=_moments(done["undone_at"]),
        )
        .rename(columns=columns)
    )
    numbers = [columns[name] for name in ("rows_read", "accepted", "duplicates", "rejected")]
    chosen = st.dataframe(
        shown,
        hide_index=True,
        column_config={
            columns["file"]: st.column_config.Column(width=250),
            **{name: st.column_config.NumberColumn(format="localized") for name in numbers},
        },
        selection_mode="single-row",
        on_select="rerun",
        key="imports",
        alt=_("Imported files, newest first"),
        height=min(38 + 35 * len(shown), 420),
    )
    st.caption(_("With the keyboard, go to a row with the arrows and select it with Shift and Space."))
    rows = chosen.selection.rows
    return int(done["import_id"].iloc[rows[0]]) if rows and pd.isna(done["undone_at"].iloc[rows[0]]) else None


def _moments(times: pd.Series) -> pd.Series:
    """Return times as a reader writes them; empty where there is none."""
    return times.map(lambda time: "" if pd.isna(time) else f"{day(time, 'medium')} {time:%H:%M}")


def undo_button(warehouse: Warehouse, done: pd.DataFrame, chosen: int | None) -> None:
    """Undo the selected import after a question.

    Args:
        warehouse: The warehouse.
        done: What `listed` returned.
        chosen: The import.
    """
    if done.empty:
        return
    st.button(
        filled(_("Undo import {n}"), n=chosen) if chosen else _("Undo: select a row first"),
        icon=":material/undo:",
        disabled=chosen is None,
        on_click=lambda: st.session_state.update(_undo=chosen),
        key="undo",
    )
    if (asked := st.session_state.pop("_undo", None)) is not None:
        _confirm(warehouse, asked, str(done.set_index("import_id")["file"].get(asked)))


def _confirm(warehouse: Warehouse, import_id: int, file: str) -> None:
    @st.dialog(_("Undo this import?"))
    def ask() -> None:
        st.markdown(
            filled(
                _("All numbers return to what they would be without {file}. You can import the file again."), file=file
            )
        )
        if st.button(filled(_("Undo import {n}"), n=import_id), type="primary", key="undo_now"):
            try:
                undo(import_id, warehouse)
            except WarehouseError as error:
                st.error(as_text(said(error)))
                return
            st.session_state.pop("_receipts", None)
            st.rerun()

    ask()
