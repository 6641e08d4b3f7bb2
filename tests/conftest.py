"""What all tests share: a warehouse of their own, real exports where the folder with them exists, the sample imported once."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from weakref import WeakKeyDictionary

import duckdb
import pyarrow as pa
import pytest
from filelock import FileLock

from data.importing.pipeline import import_files, import_sample
from data.privacy.pseudonyms import KEY_FILE
from data.store import warehouse as warehouses
from data.store.derived import prepare
from data.store.warehouse import Warehouse
from metrics.compiler import engine
from tests.support import examples

Once = Callable[[str, Callable[[Path], object]], Path]
Imported = Callable[[Mapping[str, str]], Warehouse]
ROOT = Path(__file__).parent.parent
USUAL = "not long and not further and not browser"
"""What a run without `-m` leaves out, as pyproject.toml has it."""
REAL_EXPORTS = Path(os.environ.get("REACH_FIXTURES") or ROOT.parent / "shared" / "fixtures")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the golden outputs of tests/formats anew")


def pytest_configure(config: pytest.Config) -> None:
    if config.option.markexpr == USUAL and all("browser" in Path(name.partition("::")[0]).parts for name in config.args):
        config.option.markexpr = "not long and not further"  # journeys that are named are meant
    # Whoever frees memory and takes it again does so thousands of times: kept, that costs a quarter less of the system's time.
    os.environ |= {"MALLOC_MMAP_THRESHOLD_": "1000000000", "MALLOC_TRIM_THRESHOLD_": "4000000000"}  # for the processes that are started
    examples.load(examples.LONG if config.option.markexpr in ("long", "further") else examples.USUAL)


def pytest_collection_finish() -> None:
    """What libraries and tests have made while they were loaded stays: to look through it for what can go costs a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 1_000)


def pytest_itemcollected(item: pytest.Item) -> None:
    """In a long run property tests look further than in a usual one."""
    if examples.looks_far() and getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
        item.add_marker("long")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Tests of files that are named run in this process, which is quicker than to start others; all else in one for each core."""
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
    """The first draft of a warehouse begins as a copy: hundreds of tests make one, and its tables are made by the same statements."""
    open_draft = warehouses._open_draft

    def copied(path: Path, memory: str) -> duckdb.DuckDBPyConnection:
        if not path.exists():
            shutil.copyfile(empty, path)
        return open_draft(path, memory)

    monkeypatch.setattr(warehouses, "_open_draft", copied)


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same question of the same version is asked once; what few tests have read last stays open, and no more: all fill the memory."""
    ask = engine.DuckDB.query

    def asked(version: engine.DuckDB, sql: str, params: Mapping[str, object]) -> pa.Table:
        known = _ANSWERS.setdefault(version, {})
        question = sql, repr(sorted(params.items()))
        if question not in known:
            known[question] = ask(version, sql, params)
        return known[question]

    monkeypatch.setattr(engine.DuckDB, "query", asked)
    yield
    for folder in [each for each in engine._open if each.name != "sample"][:-_OPEN]:
        del engine._open[folder]


_ANSWERS: WeakKeyDictionary[engine.DuckDB, dict[object, pa.Table]] = WeakKeyDictionary()
_OPEN = 3


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
    """Makes a warehouse of a test's own, into which files came that are given as name -> text; tests that name the same share one import."""

    def own(files: Mapping[str, str]) -> Warehouse:
        def fill(folder: Path) -> None:
            with_key(folder / "warehouse")
            for name, text in files.items():
                (folder / name).write_text(text, encoding="utf-8")
            import_files([folder / name for name in files], Warehouse(folder / "warehouse"))

        made = once(hashlib.sha256(repr(files).encode()).hexdigest(), fill)
        return Warehouse(shutil.copytree(made / "warehouse", tmp_path / "warehouse"))

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
