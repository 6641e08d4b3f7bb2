"""The landing tables, and views of those whose last snapshot of a key is used."""

from __future__ import annotations

from typing import Final

from data.schema import TABLES, Table

LANDED: Final = {
    "import_id": "INTEGER",
    "row_number": "BIGINT",
    "key_hash": "UBIGINT",
    "content": "UBIGINT",
    "extra": "VARCHAR",
}
"""What a landed row keeps beside its columns: import, place in the file, hashes of its key and content, cells that
nothing takes."""


def landing_ddl() -> list[str]:
    """Return statements that make the landing tables.

    `extra` has cells in the order of `imports.extra_header`, with U+001F between them.
    """
    return [
        f"CREATE TABLE IF NOT EXISTS landing.{table.name} ("
        + ", ".join(f"{column} {kind}" for column, kind in (LANDED | table.columns).items())
        + ")"
        for table in TABLES.values()
    ]


def sheet_views() -> list[str]:
    """Return statements that make one view for each table that is resolved row by row."""
    return [_sheet_view(table) for table in TABLES.values() if not table.by_column]


def _sheet_view(table: Table) -> str:
    columns = ", ".join(table.columns)
    by_content = ", ".join(f"{column} DESC NULLS LAST" for column in table.columns if column not in table.key)
    return f"""
        CREATE OR REPLACE VIEW {table.name} AS  -- {table.grain}
        SELECT DISTINCT ON ({", ".join(table.key)}) {columns}, is_synthetic
        FROM (SELECT l.*, i.is_synthetic, i.captured_at AS file_captured_at FROM landing.{table.name} l JOIN imports i USING (import_id))
        ORDER BY {", ".join(table.key)}, file_captured_at DESC NULLS LAST, {by_content}, is_synthetic
    """
