"""A number is frozen: written down as a published figure, with the question that gives it, before it is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from data.editing import sheets
from data.importing.pipeline import SYNTHETIC, Receipt
from data.store.warehouse import Warehouse

FORMAT: Final = "claim_sheet"


def freeze(figure: Mapping[str, object], warehouse: Warehouse, *, synthetic: bool = False) -> Receipt:
    """Import one figure of today as a claim sheet of its own; `figure` holds columns of that sheet, `metric` and
    `value` at least.

    Its id and its day are added. `synthetic` marks a number that made-up data gave, for good. Returns the receipt: what
    the sheet does not take is a reject in it. Raises `WarehouseError` when the warehouse cannot be written.
    """
    now = dt.datetime.now(dt.UTC)
    claim = f"{figure['metric']}-{now:%Y%m%d-%H%M%S}"
    row = {"as_of": f"{now:%Y-%m-%d}", **figure, "claim": claim, "value": _written(figure["value"])}
    return sheets.import_rows(f"{SYNTHETIC if synthetic else ''}frozen {claim}", FORMAT, [row], warehouse)


def _written(value: object) -> object:
    """The number as it was read; with ten decimals, so that nobody takes a share of three for thousands."""
    return f"{value:.10f}" if isinstance(value, float) and not value.is_integer() else value
