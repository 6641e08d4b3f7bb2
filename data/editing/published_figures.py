"""Saving numbers as published figures, with the queries that give them, before they are published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from data.editing import sheets
from data.importing.ledger import SYNTHETIC, Receipt
from data.store.warehouse import Warehouse

FORMAT: Final = "claim_sheet"


def freeze(figure: Mapping[str, object], warehouse: Warehouse, *, synthetic: bool = False) -> Receipt:
    """Import one number of today as a sheet of published figures.

    Args:
        figure: Columns of that sheet, at least `metric` and `value`. Its ID and its day are added.
        warehouse: The warehouse.
        synthetic: Whether the number comes from made-up data, which is recorded permanently.

    Returns:
        The receipt; a value that the sheet does not accept is a rejected row in it.

    Raises:
        WarehouseError: The warehouse cannot be written.
    """
    return freeze_all([figure], warehouse, synthetic=synthetic)


def freeze_all(figures: Sequence[Mapping[str, object]], warehouse: Warehouse, *, synthetic: bool = False) -> Receipt:
    """Import several numbers of today, each of another metric, as one sheet of published figures.

    Args:
        figures: As for `freeze`.
        warehouse: The warehouse.
        synthetic: Whether the numbers come from made-up data.

    Returns:
        The receipt.

    Raises:
        WarehouseError: The warehouse cannot be written.
    """
    now = dt.datetime.now(dt.UTC)
    rows = [
        {
            "as_of": f"{now:%Y-%m-%d}",
            **figure,
            "claim": f"{figure['metric']}-{now:%Y%m%d-%H%M%S}",
            "value": _written(figure["value"]),
        }
        for figure in figures
    ]
    name = rows[0]["claim"] if len(rows) == 1 else f"{len(rows)} figures {now:%Y%m%d-%H%M%S}"
    return sheets.import_rows(f"{SYNTHETIC if synthetic else ''}frozen {name}", FORMAT, rows, warehouse)


def _written(value: object) -> object:
    """Return the number with ten decimals, so that a share with three is not read as thousands."""
    return f"{value:.10f}" if isinstance(value, float) and not value.is_integer() else value
