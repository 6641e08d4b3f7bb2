"""Rows are fetched by their places: those, and no others, however the places lie."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store.row_fetching import fetch

ROWS = 300_000


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute(f"CREATE TABLE items AS SELECT range AS item FROM range({ROWS})")
    made.execute("DELETE FROM items WHERE item % 1000 = 7 OR item BETWEEN 150000 AND 160000")
    return made


stretches = st.lists(st.tuples(st.integers(0, ROWS - 1), st.integers(1, 5000), st.integers(1, 40)), max_size=60)


@pytest.mark.long
@given(stretches)
def test_the_rows_at_some_places_and_no_others(
    con: duckdb.DuckDBPyConnection, stretches: list[tuple[int, int, int]]
) -> None:
    wanted = {item for first, length, step in stretches for item in range(first, min(first + length, ROWS), step)}
    con.execute(
        "CREATE OR REPLACE TEMP TABLE wanted AS SELECT unnest($items::BIGINT[]) AS item", {"items": sorted(wanted)}
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE places AS SELECT items.rowid AS place FROM items SEMI JOIN wanted USING (item)"
    )
    fetch(con, "fetched", "items", "places")
    missing = con.execute(
        "SELECT count(*) FROM (SELECT item FROM items SEMI JOIN wanted USING (item) EXCEPT FROM fetched)"
    ).fetchall()
    others = con.execute("SELECT count(*) FROM fetched ANTI JOIN wanted USING (item)").fetchall()
    assert (missing, others) == ([(0,)], [(0,)])


def test_a_whole_table_is_read_without_looking_places_up(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE OR REPLACE TEMP TABLE places AS SELECT rowid AS place FROM items")
    fetch(con, "fetched", "items", "places")
    assert "JOIN" not in str(con.execute("EXPLAIN SELECT count(*) FROM fetched").fetchall())
    assert (
        con.execute("SELECT count(*) FROM fetched").fetchall() == con.execute("SELECT count(*) FROM items").fetchall()
    )
