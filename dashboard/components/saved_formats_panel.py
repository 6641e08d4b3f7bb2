"""The formats that a team has saved: a list, what was read with them before an edit, and each to try, edit and delete."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.components import format_editor, format_preview, uploads
from dashboard.components.markdown import as_text, filled
from dashboard.components.uploads import Upload
from dashboard.i18n import _, said
from dashboard.i18n import listed as listed_words
from data.editing import saved_formats
from data.formats.model import Format, NotRecognised
from data.importing.undo import undo_all
from data.reading.text_table import Unreadable
from data.store.warehouse import Warehouse, WarehouseError

_UNDONE = "_undone_files"
"""Where the session keeps which files were undone by the last click."""


def listed(warehouse: Warehouse) -> None:
    """Draw the saved formats; where there are none, say how one is made, and where one is broken, let it be corrected."""
    if broken := saved_formats.broken(warehouse):
        for of_file, reason in broken.items():
            st.warning(as_text(said(reason)), icon=":material/rule:")
            format_editor.text_of(of_file, warehouse)
        return
    saved = saved_formats.saved(warehouse)
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
    _outdated(saved, warehouse)
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
            saved_formats.text_of(name, warehouse),
            f"{name}.toml",
            "text/plain",
            icon=":material/download:",
            on_click="ignore",
            key="saved_format_file",
        )
        if st.button(_("Delete the format"), icon=":material/delete:", key="saved_format_delete"):
            saved_formats.delete(name, warehouse)
            st.rerun()
    st.caption(filled(_("What was imported with {name} stays."), name=saved[name].label))
    file = _trial(name, saved[name], warehouse)
    with st.expander(_("Edit the format"), icon=":material/edit:", key="saved_format_edit"):
        format_editor.draw(saved[name], file, warehouse)


def _trial(name: str, fmt: Format, warehouse: Warehouse) -> Upload | None:
    """Draw a field for a file, and what the format would make of it; return the file."""
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
            return None
        try:
            format_preview.show(file.getvalue(), file.name, fmt, warehouse, captured, f"try_{name}")
        except (Unreadable, NotRecognised, WarehouseError) as error:
            st.warning(as_text(said(error)), icon=":material/rule:")
        return file


def _outdated(saved: Mapping[str, Format], warehouse: Warehouse) -> None:
    """Say which files were read with a format as it was before an edit, and offer to undo their imports."""
    found = [each for name in saved for each in saved_formats.outdated(name, warehouse)]
    if files := st.session_state.pop(_UNDONE, ""):
        st.success(
            filled(_("Undone: {files}. Add the same files at the top of this page to import them again."), files=files),
            icon=":material/undo:",
        )
    if not found:
        return
    st.info(
        filled(
            _("These files were read with the format as it was: {files}. Undo their imports, then import them again."),
            files=listed_words(f"{each.file} ({each.import_id})" for each in found),
        ),
        icon=":material/replay:",
    )
    if st.button(_("Undo these imports"), icon=":material/undo:", key="saved_format_undo"):
        try:
            undo_all([each.import_id for each in found], warehouse)
        except WarehouseError as error:
            st.error(as_text(said(error)), icon=":material/error:")
            return
        st.session_state.pop("_receipts", None)  # they tell of imports that are no more
        st.session_state[_UNDONE] = listed_words(each.file for each in found)
        st.rerun()
