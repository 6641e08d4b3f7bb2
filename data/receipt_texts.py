"""Receipts of imports and results of erasures, as the terminal prints them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from data.editing.purge import Purged
from data.importing.ledger import Receipt

_SEVERAL: Final = {"story": "stories"}
"""Words that do not take an s."""


def receipt_text(receipt: Receipt) -> str:
    """Return a receipt in lines: the sum that always holds, how times were read, what was added and noted."""
    if receipt.error:
        return f"{receipt.file}: not imported."
    if receipt.left_out:
        return "\n".join([f"{receipt.file}: left out.", *(f"  {note}" for note in receipt.notes)])
    lines = [
        f"{receipt.file}: {_named(receipt.format, receipt.format_label)}, {receipt.encoding}",
        f"  {sum_text(receipt)}",
        *how_read(receipt),
    ]
    if receipt.totals:
        lines.append("  " + ", ".join(f"{name} {value:,}" for name, value in receipt.totals.items()))
    if receipt.rejected or receipt.unread_cells:
        lines.append(f"  see the reasons: python cli.py rejects {receipt.import_id}")
    return "\n".join([*lines, *(f"  {note}" for note in receipt.notes)])


def how_read(receipt: Receipt) -> list[str]:
    """Return how times and dates of a file are read, and when its counts were, a line each."""
    lines = [
        f"  times without a zone are {receipt.zone} ({receipt.timezone_basis})",
        *(f"  {sentence}" for sentence in receipt.dates),
    ]
    if receipt.captured_at:
        lines.append(f"  counts as of {receipt.captured_at} UTC ({receipt.captured_basis})")
    return lines


def _named(name: str | None, label: str) -> str:
    """Return a format by its label, and the name by which commands take it."""
    return f"{label} ({name})" if label and label != name else name or ""


def sum_text(counts: Any) -> str:
    """Return the sum that always holds, for a receipt or a row of the list of imports."""
    duplicates = counted(int(counts.duplicates), "duplicate")
    return f"{counted(int(counts.rows_read), 'row')} read = {counts.accepted:,} accepted + {duplicates} + {counts.rejected:,} rejected"


def purged_text(purged: Purged) -> str:
    """Return what was erased; never what it was called."""
    if purged.withdrawn_on:
        return f"This {purged.kind} was withdrawn on {purged.withdrawn_on}. Version {purged.version} contains nothing of it."
    counts = {"story": purged.stories, "photo": purged.photos, "post": purged.posts, "rejected row": purged.rejected}
    parts = ", ".join(counted(number, what) for what, number in counts.items() if number)
    return (
        f"The {purged.kind} was erased{f' ({parts})' if parts else ''}. Version {purged.version} keeps dates and counts; earlier versions "
        "were deleted.\nDelete it from your own files too. Importing them again does not bring it back."
    )


def erased_text(detail: str) -> str:
    """Return what the list of erasures says, such as `2 post, 1 story`, as people read it."""
    pairs = [part.partition(" ") for part in detail.split(", ")]
    return (
        ", ".join(counted(int(number), what) for number, _, what in pairs)
        if all(n.isdecimal() for n, _, _ in pairs)
        else detail
    )


def import_text(row: Any, label: str) -> str:
    """Return a row of the list of imports in a line.

    Args:
        row: The import.
        label: What people call its format.
    """
    state = f"version {row.version}" if pd.isna(row.undone_at) else f"undone {row.undone_at.date()}"
    return f"{row.import_id:<5} {row.file} · {_named(row.format, label)} · {sum_text(row)} · {state}"


def taken_text(receipts: Sequence[Receipt]) -> str:
    """Return how many files and rows were imported, and how many of them rejected."""
    rows, rejected = sum(receipt.rows_read for receipt in receipts), sum(receipt.rejected for receipt in receipts)
    return f"{counted(len(receipts), 'file')}, {counted(rows, 'row')}, {rejected:,} of them rejected"


def counted(number: int, what: str) -> str:
    """Return a number of things in words that fit."""
    return f"{number:,} {what if number == 1 else _SEVERAL.get(what, f'{what}s')}"
