"""Small work is done by one thread: where there is little to share, the others spend the processor on waiting."""

from __future__ import annotations

import duckdb


def use(con: duckdb.DuckDBPyConnection, *, small: bool) -> None:
    """What follows is small work, or is not and may use all threads that the database has by default."""
    con.execute("SET threads = 1" if small else "RESET threads")
