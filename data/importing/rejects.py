"""Rejected rows, and rows with unreadable cells, as a sheet to correct and import again."""

from __future__ import annotations

import csv
from pathlib import Path

from common.formulas import harmless
from data.formats.written_columns import INTERNAL_COLUMN, REASON_COLUMN, REJECT_COLUMN
from data.store.warehouse import Warehouse


def write_rejects(warehouse: Warehouse, import_id: int | None, target: Path, *, is_internal: bool = False) -> int:
    """Write rows to correct as CSV, and return how many.

    The rows of one import have its own columns, after the row and the reason, so that the corrected file imports like
    the original and corrects these rows. An accepted row is there for an unreadable cell, and has only the cells that
    are used. The rows of all imports are a list. Corrected rows are left out. A cell that a spreadsheet would run as a
    formula gets an apostrophe, which the import removes.

    Args:
        warehouse: The warehouse.
        import_id: The import; all without one.
        target: The file to write.
        is_internal: Whether each row says that it is not protected, in a column that the import ignores.
    """
    rejects = warehouse.rejects(import_id).to_dict("records")
    if import_id is None:
        header = ["Import", "File", "Row", "Format", "Accepted", REASON_COLUMN, "Cells"]
        rows = [
            [
                r["import_id"],
                r["file"],
                r["row_number"],
                r["format"],
                "yes" if r["accepted"] else "no",
                r["reason"],
                " | ".join(c or "" for c in r["raw"]),
            ]
            for r in rejects
        ]
    else:
        header = [REASON_COLUMN, REJECT_COLUMN, *warehouse.header(import_id)]
        rows = [
            [r["reason"], f"import {import_id} row {r['row_number']}", *(c or "" for c in r["raw"])] for r in rejects
        ]
    if is_internal:
        header, rows = [INTERNAL_COLUMN, *header], [["yes", *row] for row in rows]
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *([harmless(cell) for cell in row] for row in rows)])
    return len(rows)
