"""Edits on pages, imported as sheets like any other, so that they have an import summary and can be undone."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from data.formats.catalogue import formats
from data.formats.written_columns import INTERNAL_COLUMN
from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse

Row = Mapping[str, object]


def import_rows(name: str, fmt: str, rows: Iterable[Row], warehouse: Warehouse) -> Receipt:
    """Import rows as one of the project's sheets, under the name of a file, and return its receipt."""
    with warehouse.scratch() as folder:
        sheet = folder / f"{name}.csv"
        write(sheet, fmt, rows)
        (receipt,) = import_files([sheet], warehouse, format=fmt)
    return receipt


def write(target: Path, fmt: str, rows: Iterable[Row], *, is_internal: bool = False) -> None:
    """Write rows as a sheet of a format; missing values stay empty.

    Args:
        target: The file to write.
        fmt: The format.
        rows: Values by column of the table.
        is_internal: Whether each row says that it is not protected, in a column that the import ignores.
    """
    columns = formats()[fmt].columns
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        title, mark = ([INTERNAL_COLUMN], ["yes"]) if is_internal else ([], [])
        out.writerow([*title, *(column.sources[0] for column in columns.values())])
        out.writerows([*mark, *(row[name] if known(row.get(name)) else "" for name in columns)] for row in rows)


def known(value: Any) -> bool:
    """Return whether there is a value; data frames have several kinds of missing values."""
    return not pd.isna(value)
