"""Small warehouses as releases before this one wrote them, kept as statements in tests/data/warehouses."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Final

import duckdb

from common.pointer import KEY_FILE, SCHEMA
from data.store.warehouse import Warehouse
from tests.support.examples import first

FOLDER: Final = Path(__file__).parents[1] / "data" / "warehouses"
SHAPES: Final = sorted(path.stem for path in FOLDER.glob("*.sql"))
_ENDS: Final = (next(each for each in SHAPES if not each.isdigit()), f"{SCHEMA - 1}")
_FROM_BOTH_ENDS: Final = [*_ENDS, *(each for each in SHAPES if each not in _ENDS)]
ENDS: Final = first(2, _FROM_BOTH_ENDS, 2)
"""The oldest shape and the one before this release's; in a further run all others."""
OLDEST: Final = first(1, _FROM_BOTH_ENDS, 2)
"""The oldest shape, which takes every step of a migration; in a long run the newest, in a further one all others."""


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
