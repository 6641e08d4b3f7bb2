"""What all tests share: a warehouse of their own, real exports where the folder with them exists, the sample imported once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.importing import import_sample
from data.pseudonyms import KEY_FILE
from data.warehouse import Warehouse

ROOT = Path(__file__).parent.parent
REAL_EXPORTS = Path(os.environ.get("REACH_FIXTURES") or ROOT.parent / "shared" / "fixtures")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the golden outputs of tests/formats anew")


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """An empty warehouse with a known key, so that pseudonyms are the same in every run."""
    directory = tmp_path / "warehouse"
    directory.mkdir()
    (directory / KEY_FILE).write_bytes(b"a key for tests only, 32 bytes..")
    return Warehouse(directory)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The sample campaign, imported once; tests only read it."""
    made = Warehouse(tmp_path_factory.mktemp("sample"))
    import_sample(made)
    return made


@pytest.fixture
def real_exports() -> Path:
    """The folder of real exports, which is not part of the project."""
    if not REAL_EXPORTS.is_dir():
        pytest.skip(f"no real exports in {REAL_EXPORTS}; set REACH_FIXTURES to the folder that holds them")
    return REAL_EXPORTS
