"""An edit made on a page is an import of a sheet like any other, so it has a receipt and a line in the audit, and can
be undone."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from data.formats.detect import INTERNAL_COLUMN, formats
from data.importing.pipeline import Receipt, import_files
from data.store.warehouse import Warehouse

Row = Mapping[str, object]


def import_rows(name: str, fmt: str, rows: Iterable[Row], warehouse: Warehouse) -> Receipt:
    """Import rows as a sheet of a format of ours, under the name of a file; returns its receipt."""
    with warehouse.scratch() as folder:
        sheet = folder / f"{name}.csv"
        write(sheet, fmt, rows)
        (receipt,) = import_files([sheet], warehouse, format=fmt)
    return receipt


def write(target: Path, fmt: str, rows: Iterable[Row], *, is_internal: bool = False) -> None:
    """Write rows, by canonical column, as a sheet of a format; what a row lacks stays empty.

    With `is_internal` each row says that it is not protected, in a column that importing leaves out.
    """
    columns = formats()[fmt].columns
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        title, mark = ([INTERNAL_COLUMN], ["yes"]) if is_internal else ([], [])
        out.writerow([*title, *(column.sources[0] for column in columns.values())])
        out.writerows([*mark, *(row[name] if known(row.get(name)) else "" for name in columns)] for row in rows)


def known(value: Any) -> bool:
    """Whether there is a value; data frames write what is missing in several ways."""
    return not pd.isna(value)
