"""Threads for small work: one is enough, because the others would spend processor time on waiting."""

from __future__ import annotations

import duckdb


def use(con: duckdb.DuckDBPyConnection, *, small: bool) -> None:
    """Use one thread for the following small work, or all threads that the database has by default."""
    con.execute("SET threads = 1" if small else "RESET threads")
