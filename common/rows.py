"""Reading a row of an answer. The rest of the answer is read too: a connection of DuckDB 2 does nothing else before the
end is reached."""

from __future__ import annotations

from typing import Any

import duckdb


def first_row(answer: duckdb.DuckDBPyConnection) -> tuple[Any, ...] | None:
    """The first row of an answer; None where it has none."""
    rows: list[tuple[Any, ...]] = answer.fetchall()
    return rows[0] if rows else None


def single_row(answer: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    """The row of an answer that always has one, such as a count. Raises `ValueError` where it has none or several."""
    (row,) = answer.fetchall()
    return tuple(row)
