"""What all tests share: a warehouse of their own, real exports where the folder with them exists, the sample imported
once."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from filelock import FileLock

from common.pointer import KEY_FILE
from data.importing.pipeline import import_files
from data.importing.sample import import_sample
from data.store import draft_files
from data.store.derived import prepare
from data.store.warehouse import Warehouse
from metrics.compiler import engine
from tests.support import examples
from tests.support.tweets import HEADER, line

Once = Callable[[str, Callable[[Path], object]], Path]
Imported = Callable[..., Warehouse]
ROOT = Path(__file__).parent.parent
USUAL = "not long and not further and not browser"
"""What a run without `-m` leaves out, as pyproject.toml has it."""
REAL_EXPORTS = Path(os.environ.get("REACH_FIXTURES") or ROOT.parent / "shared" / "fixtures")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the golden outputs of tests/formats anew")


def pytest_configure(config: pytest.Config) -> None:
    if config.option.markexpr == USUAL and all(
        "browser" in Path(name.partition("::")[0]).parts for name in config.args
    ):
        config.option.markexpr = "not long and not further"  # journeys that are named are meant
    # Whoever frees memory and takes it again does so thousands of times: kept, that costs a quarter less of the
    # system's time.
    os.environ |= {
        "MALLOC_MMAP_THRESHOLD_": "1000000000",
        "MALLOC_TRIM_THRESHOLD_": "4000000000",
    }  # for the processes that are started
    examples.load(config.option.markexpr)
    if config.option.markexpr in (examples.LONG, "browser"):  # some of their cases are for a further run
        config.option.markexpr += " and not further"


def pytest_collection_finish() -> None:
    """What libraries and tests have made while they were loaded stays: to look through it for what can go costs a tenth
    of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 1_000)


def pytest_itemcollected(item: pytest.Item) -> None:
    """In longer runs property tests look further than in a usual one."""
    if (run := examples.looks()) != examples.USUAL and getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
        item.add_marker(run)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Tests of files that are named run in this process, which is quicker than to start others; all else in one for
    each core."""
    return 0 if all(Path(name.partition("::")[0]).is_file() for name in config.args) else None


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes a folder the first time that any of the processes which share the tests asks for its name."""
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root

    def folder(name: str, fill: Callable[[Path], object]) -> Path:
        made = shared / name
        with FileLock(shared / f"{name}.lock"):
            if not made.exists():
                unfinished = Path(tempfile.mkdtemp(dir=shared))
                fill(unfinished)
                unfinished.rename(made)
        return made

    return folder


@pytest.fixture(scope="session")
def empty(once: Once) -> Path:
    """The file of a version that holds nothing yet."""

    def made(folder: Path) -> None:
        with duckdb.connect(folder / "empty.duckdb") as con:
            prepare(con)

    return once("empty", made) / "empty.duckdb"


@pytest.fixture(autouse=True)
def first_draft(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first draft of a warehouse begins as a copy: hundreds of tests make one, and its tables are made by the same
    statements. None is compressed: to choose how takes longer than to write a few rows."""
    open_draft = draft_files.open_draft

    def copied(path: Path, memory: str) -> duckdb.DuckDBPyConnection:
        if not path.exists():
            shutil.copyfile(empty, path)
        con = open_draft(path, memory)
        con.execute("SET force_compression = 'uncompressed'")
        return con

    monkeypatch.setattr(draft_files, "open_draft", copied)


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Versions never change, so that each, and its copies, is asked the same question once; few stay open: all would
    fill the memory."""
    ask = engine.DuckDB.query

    def asked(version: engine.DuckDB, sql: str, params: Mapping[str, object]) -> pa.Table:
        try:
            file = version._found.file.stat()
        except FileNotFoundError:  # it was removed while it is read
            return ask(version, sql, params)
        question = file.st_size, file.st_mtime_ns, sql, repr(sorted(params.items()))
        known = _ANSWERS.pop(question, None)
        _ANSWERS[question] = ask(version, sql, params) if known is None else known
        if len(_ANSWERS) > _KEPT:
            del _ANSWERS[next(iter(_ANSWERS))]
        return _ANSWERS[question]

    monkeypatch.setattr(engine.DuckDB, "query", asked)
    yield
    for folder in list(engine._open)[:-_OPEN]:
        del engine._open[folder]


_ANSWERS: dict[tuple[object, ...], pa.Table] = {}
_KEPT = 3_000
_OPEN = 4


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """An empty warehouse with a known key, so that pseudonyms are the same in every run."""
    return Warehouse(with_key(tmp_path / "warehouse"))


def with_key(directory: Path) -> Path:
    directory.mkdir()
    (directory / KEY_FILE).write_bytes(b"a key for tests only, 32 bytes..")
    return directory


@pytest.fixture
def imported(once: Once, tmp_path: Path) -> Imported:
    """Makes a warehouse into which files came that are given as name -> text; tests that name the same share one
    import.

    Each test has a copy of its own, or only reads the one that all share.
    """

    def own(files: Mapping[str, str], *, shared: bool = False) -> Warehouse:
        def fill(folder: Path) -> None:
            with_key(folder / "warehouse")
            for name, text in files.items():
                (folder / name).write_text(text, encoding="utf-8")
            import_files([folder / name for name in files], Warehouse(folder / "warehouse"))

        made = once(hashlib.sha256(repr(files).encode()).hexdigest(), fill)
        return Warehouse(made / "warehouse" if shared else shutil.copytree(made / "warehouse", tmp_path / "warehouse"))

    return own


@pytest.fixture(scope="session")
def sample(once: Once) -> Warehouse:
    """The sample campaign, imported once; tests only read it."""
    return Warehouse(once("sample", lambda folder: import_sample(Warehouse(folder))))


@pytest.fixture
def real_exports() -> Path:
    """The folder of real exports, which is not part of the project."""
    if not REAL_EXPORTS.is_dir():
        pytest.skip(f"no real exports in {REAL_EXPORTS}; set REACH_FIXTURES to the folder that holds them")
    return REAL_EXPORTS


@pytest.fixture
def at(warehouse: Warehouse) -> list[str]:
    """Return the option of the terminal that names an empty warehouse."""
    return ["--warehouse", str(warehouse.directory)]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Return an export of three posts, of which one cannot be read."""
    path = tmp_path / "tweets.csv"
    path.write_text(
        HEADER + line("1") + line("2", "20") + line("3").replace("2021-01-30 12:56", "soon"), encoding="utf-8"
    )
    return path
