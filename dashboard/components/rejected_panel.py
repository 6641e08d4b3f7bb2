"""Rejected rows and unreadable cells: reasons and numbers for everyone, and the rows in the internal view."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components import internal_access
from dashboard.components.markdown import filled
from dashboard.i18n import _, ngettext, number, said
from data.importing.rejects import write_rejects
from data.store import kept_messages
from data.store.warehouse import Warehouse

_SHOWN = 200


def reasons(warehouse: Warehouse) -> None:
    """Draw the rows to correct by reason, without their cells."""
    kinds = warehouse.kinds_of_rejects() if warehouse.current else pd.DataFrame()
    if kinds.empty:
        st.caption(_("No rejected rows to correct."))
        return
    unread, rejected = (int(kinds.loc[kinds["accepted"] == is_accepted, "rows"].sum()) for is_accepted in (True, False))
    waiting = ngettext("{n} rejected row to correct.", "{n} rejected rows to correct.", rejected)
    cells = ngettext(
        "{n} accepted row with an unreadable cell to correct.",
        "{n} accepted rows with unreadable cells to correct.",
        unread,
    )
    counts = [filled(text, n=number(count)) for text, count in ((waiting, rejected), (cells, unread)) if count]
    st.caption(" ".join(counts))
    kinds = kinds.assign(kind=list(map(said, kept_messages.reasons(kinds))), accepted=kinds["accepted"].map(_outcome))
    labels = {"file": _("File"), "rows": _("Rows"), "kind": _("Reason"), "accepted": _("Outcome")}
    table = kinds[list(labels)].rename(columns=labels)
    st.dataframe(table, hide_index=True, alt=_("Rows to correct, by reason"), height=min(38 + 35 * len(kinds), 320))
    st.caption(
        _("See and download the rows in the internal view.")
        if internal_access.are_allowed()
        else _(
            "To see the rows and download them for correction, switch on “I manage these data” and open the internal "
            "view."
        )
    )


def rows(warehouse: Warehouse) -> None:
    """Draw the original rows of one import with their reasons, and the sheet to correct and import again."""
    waiting = _waiting(warehouse)
    if waiting.empty:
        st.caption(_("No rejected rows to correct."))
        return
    files = dict(zip(waiting["import_id"], waiting["file"], strict=True))
    chosen = int(
        st.selectbox(_("Import"), list(files), format_func=lambda n: f"{n} · {files[n]}", key="rejected_import")
    )
    _as_they_came(warehouse, waiting[waiting["import_id"] == chosen], chosen)
    st.download_button(
        _("Download rejected rows (CSV)"),
        lambda: _sheet(warehouse, chosen),
        f"internal-not-protected_rejected-rows-of-import-{chosen}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="rejects",
    )
    st.caption(
        _(
            "Correct the rows in the file and import it on the Imports page. They then leave this list. The first "
            "columns show each row and its reason."
        )
    )


def _waiting(warehouse: Warehouse) -> pd.DataFrame:
    return warehouse.rejects() if warehouse.current else pd.DataFrame()


def _outcome(accepted: bool) -> str:
    return _("row accepted, cell not read") if accepted else _("row rejected")


def _as_they_came(warehouse: Warehouse, rows: pd.DataFrame, import_id: int) -> None:
    header = warehouse.header(import_id)
    names = [name if name and header.count(name) == 1 else f"{name} ({place})" for place, name in enumerate(header, 1)]
    cells = [[*row, *[None] * len(names)][: len(names)] for row in rows["raw"].head(_SHOWN)]
    table = pd.DataFrame(cells, columns=names)
    table.insert(0, _("Outcome"), list(rows["accepted"].head(_SHOWN).map(_outcome)))
    table.insert(0, _("Reason"), list(map(said, kept_messages.reasons(rows.head(_SHOWN)))))
    table.insert(0, _("Row"), list(rows["row_number"].head(_SHOWN)))
    st.dataframe(table, hide_index=True, alt=_("Rows to correct, as imported"), height=min(38 + 35 * len(table), 420))


def _sheet(warehouse: Warehouse, import_id: int) -> bytes:
    internal_access.note(f"downloaded the rejected rows of import {import_id}")
    with warehouse.scratch() as folder:
        path = folder / "rejects.csv"
        write_rejects(warehouse, import_id, path, is_internal=True)
        return path.read_bytes()
