"""Small warehouses as releases before this one wrote them, kept as statements in tests/data/warehouses."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Final

import duckdb
import pytest

from common.pointer import KEY_FILE, SCHEMA
from data.store.warehouse import Warehouse

FOLDER: Final = Path(__file__).parents[1] / "data" / "warehouses"
SHAPES: Final = sorted(path.stem for path in FOLDER.glob("*.sql"))
_SHORT: Final = (f"{SCHEMA - 1}", next(each for each in SHAPES if not each.isdigit()))
ENDS: Final = [each if each in _SHORT else pytest.param(each, marks=pytest.mark.long) for each in SHAPES]
"""The shape before this release's and the oldest; in a long run all others too."""


def write(shape: str, directory: Path) -> Warehouse:
    """Return a warehouse of that shape, as its second version."""
    directory.mkdir()
    (directory / "version-000002.duckdb").write_bytes(_content(shape))
    (directory / "CURRENT").write_text("version-000002.duckdb", encoding="utf-8")
    (directory / KEY_FILE).write_bytes(b"a key for tests only, 32 bytes..")
    return Warehouse(directory)


@cache
def _content(shape: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "version.duckdb"
        with duckdb.connect(file) as con:
            con.execute((FOLDER / f"{shape}.sql").read_text(encoding="utf-8"))
        return file.read_bytes()


def change(warehouse: Warehouse, statement: str) -> None:
    """Change the current version, as no release would."""
    assert warehouse.current
    with duckdb.connect(warehouse.current) as con:
        con.execute(statement)
