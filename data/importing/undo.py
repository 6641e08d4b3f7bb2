"""Undoing imports: all numbers become what they would be without them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import duckdb

from common.rows import first_row
from data import schema
from data.importing.ledger import Receipt
from data.messages import Message
from data.parsing.dates import now
from data.privacy import erasure
from data.store import refresh
from data.store.warehouse import Draft, Warehouse, WarehouseError


def undo(import_id: int, warehouse: Warehouse) -> Receipt:
    """Undo an import: all numbers become what they would be without it. It stays in the list of imports.

    Raises:
        WarehouseError: There is no such import, or it was undone already.
    """
    (receipt,) = undo_all([import_id], warehouse)
    return receipt


def undo_all(import_ids: Iterable[int], warehouse: Warehouse) -> list[Receipt]:
    """Undo several imports in one step, as `undo` does.

    Raises:
        WarehouseError: One of them does not exist or is undone already; then nothing has happened.
    """
    if not warehouse.current:
        raise WarehouseError(Message.NO_UNDO)
    with warehouse.draft() as draft:
        receipts = take_back(draft, import_ids)
    return [replace(receipt, version=warehouse.version) for receipt in receipts]


def take_back(draft: Draft, ids: Iterable[int]) -> list[Receipt]:
    """Take imports out of a draft and derive again what rested on them.

    Raises:
        WarehouseError: One of them does not exist or is undone already.
    """
    con, receipts = draft.con, []
    con.execute("BEGIN")
    for import_id in ids:
        receipt, landed_in = _undoable(con, import_id)
        table, this = schema.TABLES[landed_in], {"id": import_id}
        refresh.mark_stale(con, table, import_id)
        con.execute(f"DELETE FROM landing.{table.name} WHERE import_id = $id", this)
        con.execute("DELETE FROM rejects WHERE import_id = $id", this)
        con.execute("UPDATE rejects SET resolved_by = NULL WHERE resolved_by = $id", this)
        con.execute("UPDATE imports SET undone_at = $now WHERE import_id = $id", {**this, "now": now()})
        con.execute("INSERT INTO audit VALUES ($now, 'undo', $id, $file)", {**this, "now": now(), "file": receipt.file})
        receipts.append(receipt)
    con.execute("COMMIT")
    if receipts:
        draft.erased = erasure.after_undo(con, draft.key) > 0
        refresh.refresh(con)
        draft.changed = True
    return receipts


def _undoable(con: duckdb.DuckDBPyConnection, import_id: int) -> tuple[Receipt, str]:
    columns = "file, format, sha256, rows_read, accepted, duplicates, rejected, undone_at, landed_in"
    row = first_row(con.execute(f"SELECT {columns} FROM imports WHERE import_id = $id", {"id": import_id}))
    if not row:
        raise WarehouseError(Message.NO_IMPORT.format(id=str(import_id)))
    if row[7]:
        raise WarehouseError(Message.UNDONE.format(id=str(import_id), moment=f"{row[7]:%Y-%m-%d %H:%M}"))
    names = ("file", "format", "sha256", "rows_read", "accepted", "duplicates", "rejected")
    return Receipt(**dict(zip(names, row[:7], strict=True)), import_id=import_id), str(row[8])
