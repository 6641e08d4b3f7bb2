"""A small warehouse of two versions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from tests.support.small_warehouse import sheet


@pytest.fixture(scope="session")
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
