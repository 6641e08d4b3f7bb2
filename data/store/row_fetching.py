"""Fetching rows of a large table by their places, so that little of its other columns is read.

A scan of the keys has found the places.
"""

from __future__ import annotations

from typing import Final

import duckdb

from common.rows import single_row

STRETCHES: Final = 16
_VECTOR: Final = 2048
"""Rows that the database reads at once."""


def fetch(con: duckdb.DuckDBPyConnection, view: str, table: str, places: str) -> None:
    """Make a temporary view of the rows of a table at given places.

    It is valid as long as rows keep their row IDs: until the end of a transaction. The table is read in ranges that
    contain all places, each by a scan that skips the rest. If nothing else is in them, places are not looked up.

    Args:
        con: A draft's connection.
        view: The name of the view.
        table: The table.
        places: A table `places (place)` of row IDs.
    """
    stretches = con.execute(
        f"""
        WITH vectors AS (SELECT DISTINCT place // {_VECTOR} AS vector FROM {places}),
        gaps AS (SELECT vector, vector - lag(vector) OVER (ORDER BY vector) AS gap FROM vectors),
        cuts AS (SELECT vector, gap > 1 AND row_number() OVER (ORDER BY gap DESC NULLS LAST) < {STRETCHES} AS cut FROM gaps),
        numbered AS (SELECT vector, count(*) FILTER (cut) OVER (ORDER BY vector) AS stretch FROM cuts)
        SELECT min(vector) * {_VECTOR}, max(vector) * {_VECTOR} + {_VECTOR - 1} FROM numbered GROUP BY stretch ORDER BY ALL
        """
    ).fetchall()
    conditions = [f"rowid BETWEEN {first} AND {last}" for first, last in stretches] or ["false"]
    held = " + ".join(f"(SELECT count(*) FROM {table} WHERE {condition})" for condition in conditions)
    (others,) = single_row(con.execute(f"SELECT {held} - (SELECT count(*) FROM {places})"))
    rows = " UNION ALL ".join(f"SELECT rowid AS place, * FROM {table} WHERE {condition}" for condition in conditions)
    wanted = f"WHERE place IN (SELECT place FROM {places})" if others else ""
    con.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT * EXCLUDE (place) FROM ({rows}) {wanted}")
