"""Whatever becomes of a file of the warehouse or of the disk, the answer is a sentence, and the version before stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from common import pointer
from data.importing.landed_sample import ensure_sample
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse, WarehouseError
from metrics import MeasureError, measure
from tests.support.examples import first
from tests.support.small_warehouse import READING, names, posts, status_and_error

ROOT = Path(__file__).parents[3]
HEADERS, BLOCK = 3 * 4096, 256 * 1024
"""Bytes at the beginning of a version before its first block, and of each block."""


@pytest.mark.parametrize("share", first(2, [0, 0.5, 0.0001, 0.1, 0.9, 1 - 1e-7]))
def test_a_damaged_version_is_a_sentence_that_helps(
    full: Warehouse, three: Path, share: float, capsys: pytest.CaptureFixture[str]
) -> None:
    newest = full.directory / "version-000002.duckdb"
    os.truncate(newest, int(newest.stat().st_size * share))
    before = names(full)
    seen = set()
    for command in (*READING, "undo 1", f"import {three}", "purge 7", "migrate"):
        status, error = status_and_error(capsys, command, full)
        seen |= {(status, error)} - {(0, "")} if share > 0.5 else {(status, error)}
    assert (
        seen
        <= {
            (
                3,
                f"{newest} is damaged. Restore it from a backup, or delete {full.directory / 'CURRENT'}: "
                "the newest version that can be read is then used.\n",
            )
        }
        or share > 0.99
    )
    assert "check" not in "".join(error for _, error in seen)
    if share < 0.99:
        assert seen
        assert names(full) - {"LOCK"} == before - {"LOCK"}
        (full.directory / "CURRENT").unlink()
        assert posts(full) == 100


def test_a_damaged_only_version_sends_nobody_to_another_one(
    full: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    (full.directory / "version-000001.duckdb").unlink()
    newest = full.directory / "version-000002.duckdb"
    newest.write_bytes(newest.read_bytes()[:5000])
    assert (
        "the only data version, is damaged. Restore it from a backup, or import your files into a new folder."
        in (status_and_error(capsys, "measure posts", full)[1])
    )
    (full.directory / "CURRENT").unlink()
    for command in ("measure posts", "check", "undo 1"):
        status, error = status_and_error(capsys, command, full)
        assert (status, "No data version in" in error) == (3, True)
    assert not ensure_sample(full)


def test_garbage_within_a_block_is_a_sentence_also_where_it_is_met_while_reading(full: Warehouse) -> None:
    newest = full.directory / "version-000002.duckdb"
    content = newest.read_bytes()
    sentences: list[str] = []
    for place in reversed(range(HEADERS + 64, len(content), BLOCK)):
        newest.write_bytes(content[:place] + b"garbage." * 8 + content[place + 64 :])
        try:
            pointer.connect(newest).close()
        except WarehouseError:
            continue
        try:
            with full.read() as con:
                for (table,) in con.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall():
                    con.execute(f"FROM {table}").fetchall()
        except WarehouseError as error:
            sentences.append(str(error))
        if len(sentences) == 3:
            break
    assert [f"{newest} is damaged" in each for each in sentences] == [True] * 3


def test_garbage_within_a_version_is_a_sentence(full: Warehouse) -> None:
    newest = full.directory / "version-000002.duckdb"
    content = bytearray(newest.read_bytes())
    for place in range(12_288, len(content), 65_536):
        content[place : place + 64] = b"garbage." * 8
    newest.write_bytes(content)
    with pytest.raises(MeasureError, match="is damaged"):
        measure("posts", warehouse=full.directory)
    with pytest.raises(WarehouseError, match="is damaged"):
        full.imports()


@pytest.mark.skipif(sys.platform == "win32", reason="file sizes can be limited on POSIX only")
@pytest.mark.parametrize("room", first(2, [1000, 300_000, 0, 2_000_000]))
def test_a_full_disk_leaves_nothing_behind(full: Warehouse, three: Path, room: int) -> None:
    import resource

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    before = names(full)
    command = [sys.executable, "cli.py", "import", str(three), "--warehouse", str(full.directory)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=no_room)
    assert (done.returncode, done.stdout) == (3, "")
    assert "could not be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert names(full) - {"LOCK"} == before - {"LOCK"}
    assert posts(full) == 103


def test_a_disk_that_fills_up_while_publishing_leaves_the_old_version(
    full: Warehouse, three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(self: Warehouse, version: Path) -> None:
        raise OSError(28, "No space left on device")

    before = names(full)
    monkeypatch.setattr(Warehouse, "_point_to", no_room)
    with pytest.raises(WarehouseError, match="No space left on device"):
        import_files([three], full)
    assert names(full) - {"LOCK"} == before - {"LOCK"}
    assert (full.version, posts(full)) == (2, 103)
