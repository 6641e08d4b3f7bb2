"""Rows of a large table are fetched by their places, which a scan of its keys has found, so that little of its other
columns is read."""

from __future__ import annotations

from typing import Final

import duckdb

from common.rows import single_row

STRETCHES: Final = 16
_VECTOR: Final = 2048
"""Rows that the database reads at once."""


def fetch(con: duckdb.DuckDBPyConnection, view: str, table: str, places: str) -> None:
    """Make the temporary view `view` of the rows of a table that stand at the places in a table `places (place)`, which
    are row ids.

    It holds as long as rows keep their row ids: to the end of a transaction. The table is read in stretches that hold
    all the places, each by a scan that skips the rest; where nothing else stands in them, places are not looked up at
    all.
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
