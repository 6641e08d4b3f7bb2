"""The copy of the sample that opens quickly: it is what the exports give, and holds nobody's data but the sample's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from common.pointer import KEY_FILE
from data import schema
from data.editing import contributor_directory, published_figures, sheets
from data.importing import landed_sample
from data.importing.accepted_rows import handles
from data.importing.landed_sample import FOLDER, ensure_sample
from data.importing.pipeline import import_files
from data.importing.sample import SAMPLE
from data.privacy.pseudonyms import SAMPLE_KEY, pseudonym
from data.privacy.tombstones import GONE
from data.store.warehouse import Warehouse
from metrics import measure

RENEW = "the copy of the sample is not what its exports give today: `make renew`"
KEYED = {"key_hash", "content", "item", "imported_at", "happened_at"}
"""Columns that another key or another day changes."""
EXPORT = "synthetic_tweet_activity_metrics_IOM_HQ_20140601_20140701_en.csv"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The copy as a reader opens it; tests only read it."""
    warehouse = Warehouse(tmp_path_factory.mktemp("opened") / "sample")
    assert ensure_sample(warehouse)
    return warehouse


@pytest.fixture
def own(opened: Warehouse, tmp_path: Path) -> Warehouse:
    """A copy of the copy, which a test may change."""
    shutil.copytree(opened.directory, tmp_path / "sample")
    return Warehouse(tmp_path / "sample")


@pytest.mark.parametrize("table", landed_sample.TABLES)
def test_the_copy_has_the_rows_that_the_exports_give(table: str, sample: Warehouse, opened: Warehouse) -> None:
    rows = []
    for warehouse in (sample, opened):
        with warehouse.read() as con:
            rows.append(
                con.execute(f"SELECT {', '.join(_without_key(con, table))} FROM {table} ORDER BY ALL").fetchall()
            )
    assert rows[0] == rows[1], RENEW


def _without_key(con: duckdb.DuckDBPyConnection, table: str) -> Iterator[str]:
    """SQL of a table's columns that is equal under every key: an account is the place where it is met first."""
    declared = schema.TABLES.get(table.removeprefix("landing."))
    named = handles(declared) if declared else {}
    for name, kind, *_ in con.execute(f"DESCRIBE {table}").fetchall():
        if name in KEYED:
            continue
        if name in named:
            yield f"min((import_id, row_number)) OVER (PARTITION BY {named[name]}, {name})"
        yield (
            f"CASE WHEN starts_with({name}, '{GONE}') THEN '{GONE}' WHEN {name in named} THEN '' ELSE {name} END"
            if (kind == "VARCHAR")
            else name
        )


@pytest.mark.parametrize("table", landed_sample.TABLES)
def test_the_copy_has_the_columns_that_are_declared(table: str, opened: Warehouse) -> None:
    with opened.read() as con:
        shapes = [
            [column[:2] for column in con.execute(f"DESCRIBE FROM {source}").fetchall()]
            for source in (table, f"read_parquet('{FOLDER / table.removeprefix('landing.')}.parquet')")
        ]
    assert shapes[0] == shapes[1], RENEW


def test_numbers_are_those_of_the_imported_sample(sample: Warehouse, opened: Warehouse) -> None:
    names = ["posts", "contributors", "missions", "engagement", "thunderclap_supporters", "thunderclap_social_reach"]
    asked = [measure(names, warehouse=warehouse.directory) for warehouse in (sample, opened)]
    assert asked[0].equals(asked[1])
    assert asked[1][names].iloc[0].tolist()[0] == 4437
    by = [
        measure(["posts"], by=["contributor_type", "month"], warehouse=warehouse.directory)
        for warehouse in (sample, opened)
    ]
    assert by[0].equals(by[1])


def test_the_copy_is_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 2_000_000
    assert {file.stem for file in FOLDER.iterdir()} == {name.removeprefix("landing.") for name in landed_sample.TABLES}


def test_an_export_of_the_sample_brings_nothing_new(own: Warehouse, tmp_path: Path) -> None:
    again = tmp_path / EXPORT.replace("HQ", "hq")
    shutil.copyfile(SAMPLE / EXPORT, again)
    (receipt,) = import_files([again], own)
    assert (receipt.error, receipt.accepted, receipt.duplicates) == (None, 0, receipt.rows_read - receipt.rejected)
    assert receipt.duplicates


def test_its_key_is_the_public_one_and_an_import_of_ones_own_has_another(opened: Warehouse, sample: Warehouse) -> None:
    assert (opened.directory / KEY_FILE).read_bytes() == SAMPLE_KEY
    assert (sample.directory / KEY_FILE).read_bytes() != SAMPLE_KEY
    with opened.read() as con:
        ((found,),) = con.execute(
            "SELECT count(*) FROM landing.accounts WHERE platform = 'facebook' AND account = $name",
            {"name": pseudonym("facebook", "114527329121258", SAMPLE_KEY)},
        ).fetchall()
    assert found


def test_nobodys_data_come_in_under_the_public_key(own: Warehouse, tmp_path: Path) -> None:
    link = {"url": "https://twitter.com/amina/status/123456789", "posted_at": "2024-05-01 10:00"}
    rows = {
        "contribution_sheet": {"platform": "twitter", "account": "amina", "campaign": "means", **link},
        "contributor_directory": {"platform": "twitter", "account": "amina", "contributor_type": "migrant"},
        "consent_sheet": {"consent": "C-1", "given": "2024-05-01"},
    }
    for fmt, row in rows.items():
        sheets.write(tmp_path / f"{fmt}.csv", fmt, [row])
    before = own.version
    receipts = import_files([tmp_path / f"{fmt}.csv" for fmt in rows], own)
    assert [str(receipt.error) for receipt in receipts] == [
        f"{fmt}.csv was not imported. These data are the sample, and the key of its pseudonyms is public. "
        "Choose “Start with my files” and import it there."
        for fmt in rows
    ]
    assert own.version == before


@pytest.mark.long
def test_the_sample_can_be_edited(own: Warehouse) -> None:
    with own.read() as con:
        ((platform, account),) = con.execute("SELECT platform, account FROM accounts LIMIT 1").fetchall()
    edits = {"contributor_type": "donor", "person": "unknown"}
    receipt = contributor_directory.edit([{"platform": platform, "account": account, **edits}], own)
    assert (receipt.error, receipt.accepted) == (None, 1)
    receipt = published_figures.freeze({"metric": "posts", "value": 4437}, own)
    assert (receipt.error, receipt.accepted) == (None, 1)
