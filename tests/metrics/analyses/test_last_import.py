"""What the last import changed: new posts, and posts of which it brought newer counts."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from data.importing.pipeline import import_files
from data.importing.undo import undo
from data.store.warehouse import Warehouse
from metrics import VoicesNotShown, data_version
from metrics.analyses.findings import findings
from metrics.analyses.last_import import last_import

HEADER = "Platform,Post ID,Posted at,Contributor type,Mission,Reactions,Captured at\n"


def take(warehouse: Warehouse, folder: Path, name: str, *rows: str) -> int:
    path = folder / f"{name}.csv"
    path.write_text(HEADER + "\n".join(rows), encoding="utf-8")
    (receipt,) = import_files([path], warehouse)
    assert not receipt.rejected
    assert receipt.import_id
    return receipt.import_id


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Three posts, of which a second file brings one anew, one with newer counts, and two others; tests only read
    them."""
    folder = tmp_path_factory.mktemp("brought")
    warehouse = Warehouse(folder / "warehouse")
    take(
        warehouse,
        folder,
        "first",
        "Twitter,1,2014-08-01 10:00,Public,Kenya,1,2014-08-02",
        "Twitter,2,2014-08-01 11:00,Public,Somalia,1,2014-08-02",
        "Twitter,3,2014-08-01 12:00,Public,Somalia,1,2014-08-02",
    )
    take(
        warehouse,
        folder,
        "second",
        "Twitter,1,2014-08-01 10:00,Public,Kenya,1,2014-08-02",
        "Twitter,2,2014-08-01 11:00,Public,Somalia,7,2014-09-02",
        "Twitter,4,2014-09-01 12:00,Public,Kenya,1,2014-09-02",
        "Twitter,5,2014-09-01 13:00,Public,Kenya,1,2014-09-02",
    )
    return warehouse


@pytest.fixture
def grown(brought: Warehouse, tmp_path: Path) -> Warehouse:
    """The same in a folder of its own."""
    return Warehouse(shutil.copytree(brought.directory, tmp_path / "grown"))


@pytest.mark.long
def test_new_posts_and_posts_with_newer_counts_are_told_apart(brought: Warehouse) -> None:
    found = last_import(warehouse=brought.directory)
    assert found
    assert (found.added, found.updated) == (2, 1)
    assert abs((found.day - dt.datetime.now(dt.UTC).date()).days) <= 1


@pytest.mark.long
def test_it_is_about_the_selection(brought: Warehouse) -> None:
    kenya, somalia = (last_import({"mission": code}, warehouse=brought.directory) for code in ("KEN", "SOM"))
    assert kenya
    assert somalia
    assert ((kenya.added, kenya.updated), (somalia.added, somalia.updated)) == ((2, 0), (0, 1))
    with pytest.raises(VoicesNotShown):
        last_import({"contributor_type": "public"}, warehouse=brought.directory)


def test_imports_since_a_visit_are_counted_together(grown: Warehouse, tmp_path: Path) -> None:
    visited = data_version(warehouse=grown.directory) - 1
    take(grown, tmp_path, "third", "Twitter,6,2014-10-01 12:00,Public,Kenya,1,2014-10-02")
    found = last_import(since=visited, warehouse=grown.directory)
    assert found
    assert (found.added, found.updated) == (3, 1)
    assert last_import(since=visited + 2, warehouse=grown.directory) is None, "nothing was imported since"
    assert last_import(since=0, warehouse=grown.directory) is None, "all came in since"


@pytest.mark.parametrize(
    ("visited", "sentence"),
    [
        (-1, "Imports since your last visit added 2 posts, and details to 1 post known before."),
        (0, "The last import added 2 posts, and details to 1 post known before."),
        (None, "The last import added 2 posts, and details to 1 post known before."),
    ],
)
def test_the_finding_is_about_the_last_visit_if_something_changed_since(
    brought: Warehouse, visited: int | None, sentence: str
) -> None:
    since = None if visited is None else data_version(warehouse=brought.directory) + visited
    found = {each.topic: each for each in findings(since=since, warehouse=brought.directory)}
    assert str(found["changed"].sentence) == sentence


def test_the_only_import_is_compared_with_nothing(warehouse: Warehouse, tmp_path: Path) -> None:
    take(warehouse, tmp_path, "first", "Twitter,1,2014-08-01 10:00,Public,Kenya,1,2014-08-02")
    assert last_import(warehouse=warehouse.directory) is None


@pytest.mark.long
def test_an_import_that_was_undone_changed_nothing(grown: Warehouse, tmp_path: Path) -> None:
    third = take(grown, tmp_path, "third", "Twitter,6,2014-10-01 12:00,Public,Kenya,1,2014-10-02")
    after = last_import(warehouse=grown.directory)
    assert after
    assert after.added == 1
    undo(third, grown)
    before = last_import(warehouse=grown.directory)
    assert before
    assert before.added == 2


def test_the_findings_say_it(brought: Warehouse) -> None:
    found = {each.topic: each for each in findings(warehouse=brought.directory)}
    assert str(found["changed"].sentence) == "The last import added 2 posts, and details to 1 post known before."
    assert "changed" not in {each.topic for each in findings({"mission": "JOR"}, warehouse=brought.directory)}
    assert "changed" not in {each.topic for each in findings(None, "2014-08-05", warehouse=brought.directory)}
