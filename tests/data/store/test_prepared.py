"""Tables that sheets make are written anew whenever a version is published."""

from __future__ import annotations

from data.importing.undo import undo
from data.store import derived
from data.store.warehouse import Warehouse
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
