"""Data are not lost: whatever becomes of the pointer, the key, a file of the warehouse, the disk or a setting, the
answer is a sentence."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cli import main
from common import pointer
from common.pointer import KEY_FILE
from data.editing.purge import purge
from data.importing.landed_sample import ensure_sample
from data.importing.pipeline import import_files
from data.importing.sample import import_sample
from data.store.warehouse import Warehouse, WarehouseError
from metrics import measure
from tests.support.examples import first
from tests.support.small_warehouse import names, posts, sheet, status_and_error

ROOT = Path(__file__).parents[3]


def test_who_is_writing_is_said_in_a_few_plain_letters_whatever_is_in_the_place_of_the_name(
    full: Warehouse, tmp_path: Path
) -> None:
    owner, other = full.directory / "LOCK.owner", tmp_path / "somebody's words"

    def told_while_writing() -> str:
        with pytest.raises(WarehouseError) as refused, Warehouse(full.directory).draft(wait=0):
            pass
        return str(refused.value)

    with full.draft():
        assert f"process {os.getpid()} of " in told_while_writing()
        owner.write_text("\x1b[2J\u202e" + "w" * 2_000_000, encoding="utf-8")
        assert "is in use by [2J" + "w" * 195 + "." in told_while_writing()
        owner.unlink()
        other.write_text("private", encoding="utf-8")
        owner.symlink_to(other)
        assert told_while_writing().endswith("is in use by another process. Wait until it finishes and try again.")
        owner.unlink()
        os.mkfifo(owner)
        assert told_while_writing().endswith("is in use by another process. Wait until it finishes and try again.")
    owner.symlink_to(other)
    with full.draft():
        assert not owner.is_symlink()
    assert other.read_text(encoding="utf-8") == "private", "nothing is written through a link"


def test_the_sample_goes_only_where_nothing_is(
    full: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (full.directory / "CURRENT").unlink()
    holding = {
        "a key": KEY_FILE,
        "a pointer": "CURRENT",
        "a version": "version-000001.duckdb",
        "something else": "letter.txt",
    }
    for place, name in enumerate(holding.values()):
        folder = tmp_path / str(place)
        folder.mkdir()
        (folder / name).write_bytes(b"a key for tests only, 32 bytes..")
        assert status_and_error(capsys, "sample", Warehouse(folder)) == (
            3,
            f"{folder} is not empty, so the sample was not imported. Import your exports, or name another folder with --warehouse.\n",
        )
    for warehouse in (full, *(Warehouse(tmp_path / str(place)) for place in range(len(holding)))):
        before = names(warehouse)
        assert not ensure_sample(warehouse)
        with pytest.raises(WarehouseError, match="is not empty"):
            import_sample(warehouse)
        assert names(warehouse) == before
    killed = tmp_path / "killed"
    (killed / "draft-000001.scratch").mkdir(parents=True)
    (killed / "draft-000001.duckdb").write_bytes(b"half")
    (killed / "LOCK").touch()
    assert Warehouse(killed).is_new, "what a killed first import leaves is nothing"


# -- the key


@pytest.mark.parametrize("key", first(2, [None, b"another key for tests, 32 bytes.", b"half a key"]))
def test_without_its_key_nothing_is_written(
    full: Warehouse, three: Path, key: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    path = full.directory / KEY_FILE
    right = path.read_bytes()
    path.unlink()
    if key:
        path.write_bytes(key)
    before = names(full)
    for command in (f"import {three}", "undo 1", "purge twitter/1", "migrate"):
        status, error = status_and_error(capsys, command, full)
        assert status == 3
        assert str(path) in error
        assert "from a backup" in error
    assert (names(full) - {"LOCK"}, full.version) == (before - {"LOCK"}, 2)
    status, error = status_and_error(capsys, "measure posts --format csv", full)
    assert (status, str(path) in error) == (0, True), "numbers can be read, and what is wrong is said"
    path.write_bytes(right)
    assert import_files([three], full)[0].version == 3


def test_a_purged_post_does_not_come_back_when_the_key_is_lost(full: Warehouse, tmp_path: Path) -> None:
    purge("twitter/7", full)
    (full.directory / KEY_FILE).unlink()
    with pytest.raises(WarehouseError, match=r"pseudonym\.key is missing"):
        import_files([sheet(tmp_path, "again", range(100))], full)
    assert b"words 7\n" not in (full.current or full.directory).read_bytes().replace(b"\0", b"\n")


def test_a_first_import_that_comes_to_nothing_leaves_no_key(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "new")
    (tmp_path / "bad.csv").write_text("foo,bar\n1,2\n", encoding="utf-8")
    assert import_files([tmp_path / "bad.csv"], warehouse)[0].error
    assert warehouse.is_new


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_only_the_owner_can_read_it(full: Warehouse, three: Path) -> None:
    assert stat.S_IMODE(full.directory.stat().st_mode) & 0o077 == 0
    purge("twitter/7", full)
    import_files([three], full)
    for path in (*full.directory.glob("version-*"), full.directory / KEY_FILE):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    with full.scratch() as folder:
        assert folder.parent == full.directory
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.long
def test_files_about_to_be_imported_outlive_other_writers_and_no_crash(full: Warehouse, three: Path) -> None:
    with full.scratch() as folder:
        (folder / "upload.csv").write_bytes(three.read_bytes())
        import_files([three], full)
        assert import_files([folder / "upload.csv"], full)[0].rows_read == 3
    assert not folder.exists()
    killed = [
        sys.executable,
        "-c",
        "import os, sys\nfrom data.store.warehouse import Warehouse\nwith Warehouse(sys.argv[1]).scratch() as folder:\n"
        "    (folder / 'upload.csv').write_text('private')\n    os.kill(os.getpid(), 9)",
    ]
    subprocess.run([*killed, str(full.directory)], cwd=ROOT, check=False)
    assert list(full.directory.glob("draft-*/upload.csv"))
    import_files([three], full)
    assert not list(full.directory.glob("draft-*"))


# -- settings


@pytest.mark.parametrize(
    ("name", "value", "command", "sentence"),
    [
        (
            "REACH_MEMORY",
            "lots",
            "import {three}",
            "REACH_MEMORY is 'lots', which is not an amount of memory. Set it to",
        ),
        ("REACH_MEMORY", "-1GB", "undo 1", "REACH_MEMORY is '-1GB'"),
        ("REACH_MEMORY", "0GB", "undo 1", "REACH_MEMORY is '0GB'"),
        ("REACH_MEMORY", "9" * 400 + "GB", "undo 1", "REACH_MEMORY is '999"),
        ("REACH_MEMORY", "4GB'; DROP", "undo 1", "REACH_MEMORY is"),
        (
            "REACH_THRESHOLD",
            "ten",
            "measure posts",
            "REACH_THRESHOLD is 'ten'. Set it to a whole number of people, 10 or more",
        ),
        ("REACH_THRESHOLD", "-3", "measure posts", "REACH_THRESHOLD is '-3'"),
        ("REACH_THRESHOLD", "9", "measure posts", "REACH_THRESHOLD is '9'"),
        ("REACH_THRESHOLD", "9", "undo 1", "REACH_THRESHOLD is '9'"),
        ("REACH_THRESHOLD", "9" * 400, "measure posts", "REACH_THRESHOLD is '999"),
        ("REACH_THRESHOLD", "١٠", "measure posts", "REACH_THRESHOLD is '١٠'"),
    ],
)
def test_a_setting_that_cannot_be_read_is_a_sentence(
    full: Warehouse,
    three: Path,
    name: str,
    value: str,
    command: str,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(name, value)
    command += " --by contributor_type" if command.startswith("measure") else ""
    status, error = status_and_error(capsys, command.format(three=three), full)
    assert status in (2, 3)
    assert sentence in error
    assert len(error) < 250


@pytest.mark.parametrize("name", first(1, ["REACH_MEMORY", "REACH_THRESHOLD", "REACH_WAREHOUSE"]))
def test_a_setting_that_is_empty_is_not_set(
    full: Warehouse, three: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "")
    assert import_files([three], full)[0].accepted == 3
    measure("posts", ["mission", "account_type"], warehouse=full.directory)


@pytest.mark.parametrize("where", ["x" * 300, "letter.txt", "letter.txt/below", "\udcff"])
def test_a_warehouse_that_cannot_be_is_a_sentence(
    tmp_path: Path, three: Path, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("in the way", encoding="utf-8")
    for command in ("measure posts", "check", "imports", f"import {three}", "undo 1", "sample", "migrate", "formats"):
        status, error = status_and_error(capsys, command, Warehouse(tmp_path / where))
        assert status in (0, 1, 3)
        assert bool(error) == bool(status == 3)


def test_what_is_checked_is_read_once_for_each_version(full: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    posts(full)
    opened = []
    connect = pointer.connect
    monkeypatch.setattr(pointer, "connect", lambda file: opened.append(file) or connect(file))
    for _ in range(3):
        posts(full)
        full.notices()
    assert opened == []


def test_a_name_that_no_file_can_have_holds_up_no_other(
    full: Warehouse, three: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(three.parent / ("x" * 300)), str(three), "--warehouse", str(full.directory)]) == 1
    said = capsys.readouterr()
    assert "3 rows read = 3 accepted" in said.out
    assert said.err.startswith("There is no file xxx")
    assert len(said.err) < 300


@pytest.mark.parametrize(
    ("command", "status"),
    first(
        5,
        [
            ("measure posts --as-of 9999-12-31", 0),
            ("measure posts --from 0001-01-01 --to 9999-12-31 --by day", 0),
            ("check --to 9999-12-31", 0),
            ("undo {long}", 2),
            ("rejects {longest}", 2),
            ("measure frequency --universe {long}", 2),
            ("measure frequency --universe facebook={longest}", 2),
            ("measure posts --where hour={long}", 2),
            ("purge {long}", 3),
            ("rejects 1 --output {long}", 3),
            ("{long}", 2),
            ("import x.csv --timezone {long}", 2),
            ("import x.csv --format {long}", 2),
            ("import x.csv --dates {long}", 2),
            ("import {long}", 3),
            ("measure {long}", 2),
            ("measure posts --by {long}", 2),
            ("measure posts --where {long}=1", 2),
            ("measure posts --where platform={long}", 2),
            ("measure posts --where hashtag={long}", 0),
            ("measure posts --format {long}", 2),
        ],
    ),
)
def test_extreme_days_and_numbers_are_answered(
    full: Warehouse, command: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    command = command.format(long="9" * 400, longest="9" * 5000)
    try:
        got = main([*command.split(), "--warehouse", str(full.directory)])
    except SystemExit as end:
        got = int(end.code or 0)
    error = capsys.readouterr().err
    assert (got, "mistake in the project" in error, bool(error) or status == 0) == (status, False, True)
    assert "9" * 201 not in error, "what was typed is repeated as far as anybody reads it"


def test_a_reader_that_stops_reading_is_no_error(full: Warehouse) -> None:
    command = [sys.executable, "cli.py", "metrics"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0


def test_a_mistake_of_the_project_is_a_sentence_that_quotes_no_data(
    full: Warehouse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("somebody's words")

    monkeypatch.setattr("metrics.measure", fail)
    status, error = status_and_error(capsys, "measure posts", full)
    assert status == 3
    assert "This is a mistake in the project (ValueError in " in error
    assert "words" not in error


def test_the_sample_says_how_many_files_were_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    sheet(exports, "synthetic_posts", range(3))
    (exports / "bad.csv").write_text("foo,bar\n1,2\n", encoding="utf-8")
    monkeypatch.setattr("data.importing.sample.SAMPLE", exports)
    assert main(["sample", "--warehouse", str(tmp_path / "new")]) == 1
    said = capsys.readouterr()
    assert "The synthetic sample is imported: 1 file, 3 rows, 0 of them" in said.out
    assert said.err.startswith("bad.csv is not in a known format")
