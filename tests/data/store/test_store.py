"""Data are not lost: whatever becomes of the pointer, the key, a file of the warehouse, the disk or a setting, the
answer is a sentence."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from cli import main
from common import pointer
from common.pointer import KEY_FILE
from data.editing.purge import purge
from data.importing.pipeline import ensure_sample, import_files, import_sample, undo
from data.store.warehouse import Warehouse, WarehouseError
from metrics import MeasureError, measure
from metrics.compiler.engine import StoreWarning

ROOT = Path(__file__).parents[3]
HEADERS, BLOCK = 3 * 4096, 256 * 1024
"""Bytes at the beginning of a version before its first block, and of each block."""
HEADER = "Platform,Post ID,Posted at,Text,Account,Contributor type,Reactions\n"


def sheet(folder: Path, name: str, posts: range) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(
        HEADER + "".join(f"Twitter,{n},2014-08-19 10:00,words {n},someone {n},Public,1\n" for n in posts),
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of two versions: 100 posts, then 3 more."""
    place = Warehouse(tmp_path_factory.mktemp("filled") / "warehouse")
    exports = tmp_path_factory.mktemp("exports")
    import_files([sheet(exports, "first", range(100))], place)
    import_files([sheet(exports, "second", range(100, 103))], place)
    return place.directory


@pytest.fixture
def full(filled: Path, tmp_path: Path) -> Warehouse:
    return Warehouse(shutil.copytree(filled, tmp_path / "full"))


@pytest.fixture
def three(tmp_path: Path) -> Path:
    return sheet(tmp_path, "three", range(200, 203))


def posts(warehouse: Warehouse) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoreWarning)
        return int(measure("posts", warehouse=warehouse.directory)["posts"][0])


def names(warehouse: Warehouse) -> set[str]:
    return {path.name for path in warehouse.directory.iterdir()}


def told(capsys: pytest.CaptureFixture[str], command: str, warehouse: Warehouse) -> tuple[int, str]:
    """The exit status of a command and its standard error, which is a sentence and no traceback."""
    try:
        status = main([*command.split(), "--warehouse", str(warehouse.directory)])
    except SystemExit as end:
        status = int(end.code or 0)
    error = capsys.readouterr().err
    assert "Traceback" not in error
    assert len(error.strip().splitlines()) <= 1, error
    return status, error


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


# -- the pointer


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
    status, error = told(capsys, "measure posts --format csv", full)
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
    [
        b"",
        b"\xff\xfe\x00",
        b"version-1",
        b"../other/version-000001.duckdb",
        b"/etc/passwd",
        "version-٣.duckdb".encode(),
        b"x" * 10_000,
    ],
)
def test_a_pointer_that_names_no_version_is_refused(
    full: Warehouse, three: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (full.directory / "CURRENT").write_bytes(content)
    before = names(full)
    for command in (
        "measure posts",
        "check",
        "claims",
        "imports",
        "rejects",
        "undo 1",
        "purge 1",
        "migrate",
        f"import {three}",
        "sample",
    ):
        status, error = told(capsys, command, full)
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
        status, error = told(capsys, command, full)
        assert (status, "version-000002.duckdb is missing. Restore it, or delete" in error) == (3, True)
    (full.directory / "CURRENT").unlink()
    assert posts(full) == 100


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
        assert told(capsys, "sample", Warehouse(folder)) == (
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


@pytest.mark.parametrize("key", [None, b"another key for tests, 32 bytes.", b"half a key"])
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
        status, error = told(capsys, command, full)
        assert status == 3
        assert str(path) in error
        assert "from a backup" in error
    assert (names(full) - {"LOCK"}, full.version) == (before - {"LOCK"}, 2)
    status, error = told(capsys, "measure posts --format csv", full)
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


# -- damage, disk, settings


@pytest.mark.parametrize("share", [0, 0.0001, 0.1, 0.5, 0.9, 1 - 1e-7])
def test_a_damaged_version_is_a_sentence_that_helps(
    full: Warehouse, three: Path, share: float, capsys: pytest.CaptureFixture[str]
) -> None:
    newest = full.directory / "version-000002.duckdb"
    os.truncate(newest, int(newest.stat().st_size * share))
    before = names(full)
    seen = set()
    for command in (
        "measure posts",
        "check",
        "claims",
        "imports",
        "rejects",
        "undo 1",
        f"import {three}",
        "purge 7",
        "migrate",
    ):
        status, error = told(capsys, command, full)
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
        in (told(capsys, "measure posts", full)[1])
    )
    (full.directory / "CURRENT").unlink()
    for command in ("measure posts", "check", "undo 1"):
        status, error = told(capsys, command, full)
        assert (status, "No data version in" in error) == (3, True)
    assert not ensure_sample(full)


def test_garbage_within_a_block_is_a_sentence_also_where_it_is_met_while_reading(full: Warehouse) -> None:
    newest = full.directory / "version-000002.duckdb"
    content = newest.read_bytes()
    told: list[str] = []
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
            told.append(str(error))
        if len(told) == 3:
            break
    assert [f"{newest} is damaged" in each for each in told] == [True] * 3


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
    status, error = told(capsys, command.format(three=three), full)
    assert status in (2, 3)
    assert sentence in error
    assert len(error) < 250


@pytest.mark.parametrize("name", ["REACH_MEMORY", "REACH_THRESHOLD", "REACH_WAREHOUSE"])
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
        status, error = told(capsys, command, Warehouse(tmp_path / where))
        assert status in (0, 1, 3)
        assert bool(error) == bool(status == 3)


@pytest.mark.skipif(sys.platform == "win32", reason="file sizes can be limited on POSIX only")
@pytest.mark.parametrize("room", [0, 1000, 300_000, 2_000_000])
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
    status, error = told(capsys, "measure posts", full)
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
    monkeypatch.setattr("data.importing.pipeline.SAMPLE", exports)
    assert main(["sample", "--warehouse", str(tmp_path / "new")]) == 1
    said = capsys.readouterr()
    assert "The synthetic sample is imported: 1 file, 3 rows, 0 of them" in said.out
    assert said.err.startswith("bad.csv is not in a known format")
