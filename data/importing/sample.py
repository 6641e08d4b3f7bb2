"""Importing the synthetic sample campaign, and taking it out again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from common.messages import StoreMessage
from data.importing.ledger import Receipt
from data.importing.pipeline import Progress, import_files
from data.importing.undo import take_back
from data.messages import Message
from data.store.warehouse import Warehouse, WarehouseError

SAMPLE = Path(__file__).parents[1] / "sample" / "exports"


def import_sample(warehouse: Warehouse, progress: Progress | None = None) -> list[Receipt]:
    """Import the synthetic sample campaign into a new warehouse, in the same way as any export.

    Raises:
        WarehouseError: The folder is not empty, because made-up data must not mix with a team's own.
    """
    if not warehouse.is_new:
        raise WarehouseError(Message.NOT_EMPTY.format(folder=warehouse.directory))
    return import_files([SAMPLE], warehouse, progress=progress)


def remove_sample(warehouse: Warehouse) -> list[Receipt]:
    """Take the synthetic sample out of a warehouse in one step; what is a team's own stays.

    Returns:
        What was taken back, a receipt for each import; empty where nothing of the sample is in.

    Raises:
        WarehouseError: if there are no data, or they cannot be written.
    """
    if not warehouse.current:
        raise WarehouseError(StoreMessage.NO_DATA)
    with warehouse.draft() as draft:
        made_up = "SELECT import_id FROM imports WHERE is_synthetic AND undone_at IS NULL ORDER BY import_id"
        ids = [import_id for (import_id,) in draft.con.execute(made_up).fetchall()]
        receipts = take_back(draft, ids)
    return [replace(receipt, version=warehouse.version) for receipt in receipts]
