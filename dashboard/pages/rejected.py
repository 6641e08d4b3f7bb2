"""Rejected rows and unreadable cells: why, how many, the rows themselves, and the sheet on which they are corrected."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from dashboard.locale import _, ngettext, number, said
from dashboard.pages.markdown import filled
from data.rejects import write_rejects
from data.warehouse import Warehouse

_SHOWN = 200


def rejects(warehouse: Warehouse) -> None:
    """Rows to correct by reason, and those of one import to look at, download, correct and import again."""
    rows = warehouse.rejects() if warehouse.current else pd.DataFrame()
    if rows.empty:
        st.caption(_("No row is waiting to be mended."))
        return
    unread, rejected = int(rows["accepted"].sum()), int((~rows["accepted"]).sum())
    waiting = ngettext("{n} rejected row to correct.", "{n} rejected rows to correct.", rejected)
    cells = ngettext("{n} accepted row with an unreadable cell to correct.", "{n} accepted rows with unreadable cells to correct.", unread)
    told = [filled(text, n=number(count)) for text, count in ((waiting, rejected), (cells, unread)) if count]
    st.caption(" ".join(told))
    _by_reason(rows)
    files = dict(zip(rows["import_id"], rows["file"], strict=True))
    chosen = st.selectbox(_("Rows of the import"), list(files), format_func=lambda n: f"{n} · {files[n]}", key="rejected_import")
    _rows(warehouse, rows[rows["import_id"] == chosen], int(chosen))
    st.download_button(
        _("Download as a sheet to mend"), lambda: _sheet(warehouse, int(chosen)), f"rejected-rows-of-import-{chosen}.csv", "text/csv",
        icon=":material/download:", on_click="ignore", key="rejects",
    )  # fmt: skip
    st.caption(
        _("Mend the rows in the sheet and import it above: they are then settled. The columns in front name each row and its reason.")
    )


def _by_reason(rows: pd.DataFrame) -> None:
    """Reasons with what they quote left out, so that one mistake is one line."""
    kinds = rows.assign(kind=rows["reason"].map(lambda reason: re.sub("“[^”]*”", "“…”", reason)))
    counts = kinds.groupby(["kind", "accepted"], as_index=False).agg(rows=("kind", "size"), example=("reason", "first"))
    counts = counts.sort_values("rows", ascending=False).assign(
        kind=counts["kind"].map(said), example=counts["example"].map(said), accepted=counts["accepted"].map(_outcome)
    )
    labels = {"kind": _("Reason"), "accepted": _("Outcome"), "rows": _("Rows"), "example": _("For example")}
    st.dataframe(
        counts.rename(columns=labels), hide_index=True, alt=_("Rows to correct, by reason"), height=min(38 + 35 * len(counts), 320)
    )


def _outcome(accepted: bool) -> str:
    return _("row accepted, cell unknown") if accepted else _("row rejected")


def _rows(warehouse: Warehouse, rows: pd.DataFrame, import_id: int) -> None:
    """The rows as they came, under their own header. They can hold names, and are shown nowhere else."""
    with st.expander(_("See the rows: they can hold names"), icon=":material/visibility:", key="rejected_rows"):
        header = warehouse.header(import_id)
        names = [name if name and header.count(name) == 1 else f"{name} ({place})" for place, name in enumerate(header, 1)]
        cells = [[*row, *[None] * len(names)][: len(names)] for row in rows["raw"].head(_SHOWN)]
        table = pd.DataFrame(cells, columns=names)
        table.insert(0, _("Outcome"), list(rows["accepted"].head(_SHOWN).map(_outcome)))
        table.insert(0, _("Reason"), list(rows["reason"].head(_SHOWN).map(said)))
        table.insert(0, _("Row"), list(rows["row_number"].head(_SHOWN)))
        st.dataframe(table, hide_index=True, alt=_("Rows to correct, as they came"), height=min(38 + 35 * len(table), 420))


def _sheet(warehouse: Warehouse, import_id: int) -> bytes:
    with warehouse.scratch() as folder:
        path = folder / "rejects.csv"
        write_rejects(warehouse, import_id, path)
        return path.read_bytes()
