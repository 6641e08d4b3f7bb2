"""Single rows of query results. All rows are read, because a DuckDB 2 connection does nothing else before."""

from __future__ import annotations

from typing import Any

import duckdb


def first_row(answer: duckdb.DuckDBPyConnection) -> tuple[Any, ...] | None:
    """Return the first row of a result; None if it has none."""
    rows: list[tuple[Any, ...]] = answer.fetchall()
    return rows[0] if rows else None


def single_row(answer: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    """Return the row of a result that always has one, such as a count.

    Raises:
        ValueError: There is none, or there are several.
    """
    (row,) = answer.fetchall()
    return tuple(row)
