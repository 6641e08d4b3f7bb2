"""The formats that a team has saved: a list, each with its file to download and a button to delete it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components import format_preview, uploads
from dashboard.components.markdown import as_text, filled
from dashboard.i18n import _, said
from dashboard.i18n import listed as listed_words
from data.editing import custom_formats
from data.formats.model import Format, NotRecognised
from data.importing.undo import undo_all
from data.reading.text_table import Unreadable
from data.store.warehouse import Warehouse, WarehouseError


def listed(warehouse: Warehouse) -> None:
    """Draw the saved formats; where there are none, say how one is made."""
    try:
        saved = custom_formats.saved(warehouse)
    except NotRecognised as error:
        st.warning(as_text(said(error)), icon=":material/rule:")
        return
    if not saved:
        st.caption(_("No saved formats. Import a table that is not recognized, and say which column is which."))
        return
    table = pd.DataFrame(
        {
            _("Name"): [fmt.label for fmt in saved.values()],
            _("Columns"): [", ".join(fmt.requires) for fmt in saved.values()],
            _("Time zone"): [fmt.timezone for fmt in saved.values()],
        }
    )
    st.dataframe(table, hide_index=True, alt=_("Saved formats"), key="saved_formats")
    name = st.selectbox(
        _("Saved format"),
        list(saved),
        index=None,
        format_func=lambda each: saved[each].label,
        placeholder=_("not chosen"),
        key="saved_format",
        width=320,
    )
    if not name:
        return
    with st.container(horizontal=True, key="saved_format_tools"):
        st.download_button(
            _("Download the format"),
            custom_formats.text_of(name, warehouse),
            f"{name}.toml",
            "text/plain",
            icon=":material/download:",
            on_click="ignore",
            key="saved_format_file",
        )
        if st.button(_("Delete the format"), icon=":material/delete:", key="saved_format_delete"):
            custom_formats.delete(name, warehouse)
            st.rerun()
    st.caption(filled(_("What was imported with {name} stays."), name=saved[name].label))
    _trial(name, saved[name], warehouse)
    _editor(name, warehouse)


def _trial(name: str, fmt: Format, warehouse: Warehouse) -> None:
    """Draw a field for a file, and what the format would make of it."""
    with st.expander(_("Try the format on a file"), icon=":material/experiment:", key="saved_format_trial"):
        st.caption(_("Nothing is imported."))
        file = st.file_uploader(
            _("File to try"), type=uploads.ENDINGS, max_upload_size=uploads.LIMIT, key=f"try_{name}"
        )
        captured = None
        if "posted_at" not in fmt.columns and "captured_at" not in fmt.columns:
            label = _("Date the counts were collected")
            captured = st.date_input(label, None, max_value="today", format="DD/MM/YYYY", key=f"try_{name}_captured")
        if not file:
            return
        try:
            format_preview.show(file.getvalue(), file.name, fmt, warehouse, captured, f"try_{name}")
        except (Unreadable, NotRecognised, WarehouseError) as error:
            st.warning(as_text(said(error)), icon=":material/rule:")


def _editor(name: str, warehouse: Warehouse) -> None:
    """Draw the file of a format to edit, and offer to read again what came in with it."""
    with st.expander(_("Edit the format"), icon=":material/edit:", key="saved_format_edit"):
        before = custom_formats.text_of(name, warehouse)
        text = st.text_area(_("File of the format (TOML)"), before, height=320, key=f"text_of_{name}")
        if st.button(_("Save changes"), type="primary", disabled=text == before, key="saved_format_save"):
            try:
                custom_formats.load(name, text, warehouse)
            except NotRecognised as error:
                st.error(as_text(said(error)), icon=":material/error:")
                return
            # What is imported after this was read with the format as it is now.
            st.session_state["_read_before_edit"] = (
                name,
                {number for number, _file in custom_formats.imports_with(name, warehouse)},
            )
            st.rerun()
    edited, stale = st.session_state.get("_read_before_edit", ("", set()))
    earlier = [each for each in custom_formats.imports_with(name, warehouse) if edited == name and each[0] in stale]
    if earlier:
        st.info(
            filled(
                _(
                    "These files were read with the format as it was: {files}. Undo their imports, then import them again."
                ),
                files=listed_words(f"{file} ({number})" for number, file in earlier),
            ),
            icon=":material/replay:",
        )
        if st.button(_("Undo these imports"), icon=":material/undo:", key="saved_format_undo"):
            try:
                undo_all([number for number, _file in earlier], warehouse)
            except WarehouseError as error:
                st.error(as_text(said(error)), icon=":material/error:")
                return
            st.session_state.pop("_read_before_edit")
            st.rerun()
