"""Tables that sheets make are written anew whenever a version is published."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from data.importing.landed_sample import ensure_sample
from data.importing.undo import undo
from data.store import derived
from data.store.warehouse import Warehouse
from metrics import Selection, measure
from metrics.compiler.planner import carried
from metrics.definitions.fact_tables import FACT_TABLES
from tests.conftest import Imported

SUPPORTERS = "Thunderclap,Network,Supporter,Signed up,Friends and followers\nday,Twitter,ada,2014-12-01,120\n"


def rows(warehouse: Warehouse, table: str) -> int:
    with warehouse.read() as con:
        return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def test_they_follow_an_import_and_its_undo(imported: Imported) -> None:
    warehouse = imported({"supporters.csv": SUPPORTERS})
    assert rows(warehouse, "supporter_facts") == rows(warehouse, "supporters") == 1
    undo(1, warehouse)
    assert rows(warehouse, "supporter_facts") == 0


def test_a_warehouse_of_posts_writes_none(warehouse: Warehouse) -> None:
    with warehouse.draft(keep=False) as draft:
        before = draft.con.execute("SELECT table_name, table_oid FROM duckdb_tables()").fetchall()
        derived.write_prepared(draft.con)
        assert draft.con.execute("SELECT table_name, table_oid FROM duckdb_tables()").fetchall() == before


def test_contributions_are_the_same_from_tables_and_from_views(
    sample: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large warehouse has them added up in tables, a small one has views of its days."""
    small = Warehouse(tmp_path / "small")
    monkeypatch.setattr(derived, "MANY_ROWS", 10**9)
    ensure_sample(small)
    dimensions = carried(FACT_TABLES["contributions"])
    for where in (Selection(), Selection(start=dt.date(2014, 8, 1), end=dt.date(2014, 12, 1))):
        for by in set(dimensions) - {"contributor_type"}:
            large, other = (measure("contributions", by, where, warehouse=each.directory) for each in (sample, small))
            pd.testing.assert_frame_equal(large, other)
    kinds = "SELECT item_kind, sum(items) FROM {} GROUP BY ALL ORDER BY ALL"
    with sample.read() as large, small.read() as other:
        days, whole = (large.execute(kinds.format(f"contribution_{of}")).fetchall() for of in ("day", "total"))
        assert days == whole == other.execute(kinds.format("contribution_total")).fetchall()
        assert len(days) == 4
