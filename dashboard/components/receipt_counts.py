"""What a receipt says in words: accepted, duplicates and rejected rows, sums, times, and its notes."""

from __future__ import annotations

from dashboard.i18n import _, ngettext, number, said
from data.importing.ledger import Receipt
from metrics import METRICS


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


def details(receipt: Receipt) -> list[str]:
    """Return what else there is to know of an import, a sentence each: sums, times, how dates are read, notes."""
    sums = " · ".join(
        f"{_(METRICS[name].label) if name in METRICS else name} {number(value)}"
        for name, value in receipt.totals.items()
    )
    times = _("Time zone: {zone} ({basis}). Encoding: {encoding}.").format(
        zone=receipt.zone, basis=said(receipt.timezone_basis or ""), encoding=receipt.encoding
    )
    captured = _("Counts as of {day} UTC ({basis}).").format(
        day=receipt.captured_at, basis=said(receipt.captured_basis or "")
    )
    known = (times if receipt.timezone else "", captured if receipt.captured_at else "")
    return [each for each in (sums, *known, *map(said, (*receipt.dates, *receipt.notes))) if each]
