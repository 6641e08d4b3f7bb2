"""Whatever becomes of the pointer, no data are lost, and the answer is a sentence."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from data.importing.pipeline import import_files
from data.importing.undo import undo
from data.store.warehouse import Warehouse, WarehouseError
from metrics import measure
from metrics.compiler.engine import StoreWarning
from tests.support.examples import first
from tests.support.small_warehouse import READING, names, posts, sheet, status_and_error


def test_a_lost_pointer_loses_nothing(full: Warehouse, three: Path) -> None:
    first = (full.directory / "version-000001.duckdb").read_bytes()
    (full.directory / "CURRENT").unlink()
    assert (full.version, posts(full)) == (2, 103)
    assert import_files([three], full)[0].version == 3
    assert (full.directory / "CURRENT").read_text() == "version-000003.duckdb"
    assert posts(full) == 106
    assert (full.directory / "version-000001.duckdb").read_bytes() == first
    assert {"version-000001.duckdb", "version-000002.duckdb", "version-000003.duckdb"} < names(full)


def test_that_the_pointer_is_lost_is_said(full: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    (full.directory / "CURRENT").unlink()
    status, error = status_and_error(capsys, "measure posts --format csv", full)
    assert status == 0
    assert "CURRENT is missing, so the newest version that can be read is used: version-000002.duckdb." in error
    with pytest.warns(StoreWarning, match="CURRENT is missing"):
        measure("posts", warehouse=Path(shutil.copytree(full.directory, full.directory.parent / "other")))


def test_the_next_writer_restores_a_lost_pointer(full: Warehouse, tmp_path: Path) -> None:
    (full.directory / "CURRENT").unlink()
    with pytest.raises(WarehouseError, match="no import 77"):
        undo(77, full)
    import_files([sheet(tmp_path, "second", range(100, 103))], full)
    assert (full.directory / "CURRENT").read_text() == "version-000002.duckdb"


def test_a_version_that_was_cut_off_is_not_taken_for_the_newest(full: Warehouse, three: Path) -> None:
    (full.directory / "CURRENT").unlink()
    newest = full.directory / "version-000002.duckdb"
    for share in (0.9, 0.5, 0.1, 0):
        os.truncate(newest, int(newest.stat().st_size * share))
        assert (full.version, posts(full)) == (1, 100), share
    assert import_files([three], full)[0].version == 3, "a number is never given twice"
    assert posts(full) == 103


def test_what_the_pointer_names_is_never_removed(full: Warehouse, three: Path) -> None:
    (full.directory / "CURRENT").write_text("version-000001.duckdb")
    for number in range(5, 9):
        shutil.copy(full.directory / "version-000002.duckdb", full.directory / f"version-{number:06}.duckdb")
    assert import_files([three], full)[0].version == 9
    assert posts(full) == 103, "the pointer decided from which version"
    assert (full.directory / "CURRENT").read_text() == "version-000009.duckdb"
    assert "version-000009.duckdb" in names(full)


def test_versions_are_ordered_by_their_numbers(full: Warehouse, three: Path) -> None:
    (full.directory / "version-000002.duckdb").rename(full.directory / "version-1000000.duckdb")
    (full.directory / "version-000001.duckdb").rename(full.directory / "version-999999.duckdb")
    (full.directory / "CURRENT").unlink()
    assert (full.version, posts(full)) == (1_000_000, 103)
    assert import_files([three], full)[0].version == 1_000_001


@pytest.mark.parametrize(
    "content",
    first(
        2,
        [
            b"",
            b"../other/version-000001.duckdb",
            b"\xff\xfe\x00",
            b"version-1",
            b"/etc/passwd",
            "version-٣.duckdb".encode(),
            b"x" * 10_000,
        ],
    ),
)
def test_a_pointer_that_names_no_version_is_refused(
    full: Warehouse, three: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (full.directory / "CURRENT").write_bytes(content)
    before = names(full)
    for command in (*READING, "undo 1", "purge 1", "migrate", f"import {three}", "sample"):
        status, error = status_and_error(capsys, command, full)
        assert status == 3
        assert (
            "CURRENT does not name a data version. Delete it, and the newest version that can be read is used." in error
            or (command == "sample" and "is not empty" in error)
        )
    assert names(full) - {"LOCK"} == before - {"LOCK"}
    (full.directory / "CURRENT").unlink()
    assert posts(full) == 103, "what the sentence says helps"


def test_a_pointer_to_a_version_that_is_gone_says_what_helps(
    full: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    (full.directory / "version-000002.duckdb").unlink()
    for command in ("measure posts", "check", "undo 1"):
        status, error = status_and_error(capsys, command, full)
        assert (status, "version-000002.duckdb is missing. Restore it, or delete" in error) == (3, True)
    (full.directory / "CURRENT").unlink()
    assert posts(full) == 100
