"""A database in memory for SQL that only works values out, such as names that are folded as in files."""

from __future__ import annotations

from functools import cache

import duckdb


def connection() -> duckdb.DuckDBPyConnection:
    """Return a connection of its own to the one database in memory that this process has.

    To begin a database costs a hundredth of a second, and every format that is loaded has expressions to try. Nothing is
    stored in it: callers only select.
    """
    return _database().cursor()


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()
