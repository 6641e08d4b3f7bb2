"""Saving a number as a published figure, with the query that gives it, before it is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
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
    now = dt.datetime.now(dt.UTC)
    claim = f"{figure['metric']}-{now:%Y%m%d-%H%M%S}"
    row = {"as_of": f"{now:%Y-%m-%d}", **figure, "claim": claim, "value": _written(figure["value"])}
    return sheets.import_rows(f"{SYNTHETIC if synthetic else ''}frozen {claim}", FORMAT, [row], warehouse)


def _written(value: object) -> object:
    """Return the number with ten decimals, so that a share with three is not read as thousands."""
    return f"{value:.10f}" if isinstance(value, float) and not value.is_integer() else value
