"""A warehouse that an older version of the project wrote is read as it is, and brought up to date by the next import."""

from __future__ import annotations

from pathlib import Path

from data import frozen
from data.importing import import_files
from data.warehouse import Warehouse
from metrics import measure
from metrics.claims import ledger

FIGURES = "Figure,Campaign,Metric,Value,Qualifier,As of,Source\n"
POSTS = "Platform,Post ID,Posted at,Contributor type\nTwitter,1,2014-08-19 10:00,Donor\n"


def grow_old(warehouse: Warehouse) -> None:
    """Take away what came to published figures later, as a version of an earlier day looks; its own version counts on."""
    with warehouse.draft() as draft:
        for column in ("filters", "starts", "ends", "known_on", "data_version", "assumptions", "scope"):
            draft.con.execute(f"ALTER TABLE landing.claims DROP COLUMN {column}")
        draft.con.execute("ALTER TABLE landing.claims ALTER COLUMN value TYPE BIGINT")
        draft.con.execute(
            "CREATE OR REPLACE VIEW claims AS SELECT claim, campaign, metric, value, qualifier, unit_as_published, as_of, source,"
            " conflict_group FROM landing.claims"
        )
        draft.con.execute("UPDATE meta SET value = 'older' WHERE key = 'definition'")
        draft.changed = True


def test_an_older_warehouse_opens_and_takes_what_is_new(warehouse: Warehouse, tmp_path: Path) -> None:
    posts, figures = tmp_path / "posts.csv", tmp_path / "figures.csv"
    posts.write_text(POSTS, encoding="utf-8")
    figures.write_text(FIGURES + "A,,posts,1,exactly,2014,Web log\n", encoding="utf-8")
    import_files([posts, figures], warehouse)
    grow_old(warehouse)
    old = ledger(warehouse=warehouse.directory)
    assert (old["claim"].tolist(), old["state"].tolist()) == (["A"], ["reproduced"])

    receipt = frozen.freeze({"metric": "amplification", "value": 0.25, "filters": "platform=twitter"}, warehouse)
    assert (receipt.accepted, receipt.rejected) == (1, 0)
    with warehouse.read() as con:
        kept = con.execute("SELECT claim, value, filters FROM claims ORDER BY claim").fetchall()
    assert kept == [("A", 1.0, None), (receipt.file.removeprefix("frozen ").removesuffix(".csv"), 0.25, "platform=twitter")]
    assert measure("posts", warehouse=warehouse.directory)["posts"].tolist() == [1]
