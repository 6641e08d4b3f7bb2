"""The rows of an import in words: accepted, duplicates and rejected."""

from __future__ import annotations

from dashboard.i18n import ngettext, number
from data.importing.ledger import Receipt


def rows_read(receipt: Receipt) -> str:
    """Return how many rows a file has."""
    return ngettext("{n} row", "{n} rows", receipt.rows_read).format(n=number(receipt.rows_read))


def became(receipt: Receipt, *, with_duplicates: bool = True) -> list[str]:
    """Return what became of the rows, each part with its number."""
    duplicates = ngettext("{n} duplicate", "{n} duplicates", receipt.duplicates).format(n=number(receipt.duplicates))
    return [
        ngettext("{n} accepted", "{n} accepted", receipt.accepted).format(n=number(receipt.accepted)),
        *([duplicates] if with_duplicates else []),
        ngettext("{n} rejected", "{n} rejected", receipt.rejected).format(n=number(receipt.rejected)),
    ]
