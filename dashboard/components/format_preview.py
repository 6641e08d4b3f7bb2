"""What a format would make of a file, before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from dashboard.components import receipt_counts
from dashboard.components.markdown import as_text, filled
from dashboard.i18n import _, ngettext, number, said
from data.editing import custom_formats, mapping_suggestions
from data.formats.model import Format, NotRecognised
from data.importing.archives import file_name
from data.importing.ledger import Receipt
from data.store.kept_messages import reasons
from data.store.warehouse import Warehouse
from metrics import DIMENSIONS, METRICS


def show(
    data: bytes,
    name: str,
    fmt: Format,
    warehouse: Warehouse,
    captured: dt.date | None,
    key: str,
    *,
    if_undecided: str = "",
) -> custom_formats.Preview:
    """Draw what would become of a file: its counts of rows, the first that would be accepted, those that would not.

    Args:
        data: The file.
        name: Its name.
        fmt: The format by which it is read.
        warehouse: Where it would be imported.
        captured: The day that its counts were collected, if it does not say it.
        key: Begins the keys of what is drawn.
        if_undecided: What to do where dates can be day first or month first; what an import would say without it.

    Returns:
        What would happen.

    Raises:
        NotRecognised: The file cannot be read with the format; the message says why.
    """
    tried = _tried(data, name, fmt, captured, str(warehouse.directory), warehouse.version)
    if tried.receipt.asks_dates and if_undecided:
        raise NotRecognised(if_undecided)
    if tried.receipt.error:
        raise NotRecognised(tried.receipt.error)
    st.markdown(filled(_("**Preview:** {rows} = {parts}."), **_counts(tried.receipt)))
    if tried.known is not None:
        of_posts = ngettext(
            "{n} row is of a post that is imported.", "{n} rows are of posts that are imported.", tried.known
        )
        st.markdown(filled(of_posts, n=number(tried.known)))
    for other in tried.others:
        of_rows = filled(_("{rows} = {parts}."), **_counts(other))
        st.caption(as_text(said(other.refusal)) if other.refusal else f"{as_text(other.file)} · {of_rows}")
    for sentence in receipt_counts.details(tried.receipt):
        st.caption(as_text(sentence))
    _rows(tried, key)
    return tried


def _counts(receipt: Receipt) -> dict[str, str]:
    return {"rows": receipt_counts.rows_read(receipt), "parts": " + ".join(receipt_counts.became(receipt))}


def _rows(tried: custom_formats.Preview, key: str) -> None:
    labels = column_labels() | {"row_number": _("Row"), "reason": _("Reason")}
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


def column_labels() -> dict[str, str]:
    """Return the names of the columns of posts in the current language."""
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


@st.cache_data(max_entries=20, show_spinner=False)
def _tried(
    data: bytes, name: str, fmt: Format, captured: dt.date | None, directory: str, version: int
) -> custom_formats.Preview:
    warehouse = Warehouse(directory)
    with as_file(data, name, warehouse) as path:
        return custom_formats.preview(path, fmt, warehouse, captured)


@contextmanager
def as_file(data: bytes, name: str, warehouse: Warehouse) -> Iterator[Path]:
    """Write an uploaded file under its own name for as long as it is read.

    Args:
        data: The file.
        name: Its name.
        warehouse: Below which it lies.
    """
    with warehouse.scratch() as folder:
        path = folder / file_name(name)
        path.write_bytes(data)
        yield path
