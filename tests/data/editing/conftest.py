"""A warehouse of which something is withdrawn."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from tests.conftest import Once
from tests.support.withdrawn import write_exports


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    return write_exports(tmp_path / "exports")


@pytest.fixture(scope="session")
def filled(once: Once) -> Path:
    """A warehouse into which everything came, in several versions."""

    def fill(folder: Path) -> None:
        for path in sorted(write_exports(folder / "all").iterdir()):
            receipt = import_files([path], Warehouse(folder / "filled"))[0]
            assert not receipt.error, receipt.error

    return once("withdrawn", fill) / "filled"


@pytest.fixture
def full(filled: Path, tmp_path: Path) -> Warehouse:
    return Warehouse(shutil.copytree(filled, tmp_path / "full"))
