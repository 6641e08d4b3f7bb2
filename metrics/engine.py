"""Where the tables are read from: the current version of the warehouse, opened read-only.

A version is a file that never changes; the file `CURRENT` names the one to read. Readers keep one connection to it and move on when
the name changes, so nobody waits for an import and nobody sees half of one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol

import duckdb
import pyarrow as pa

from metrics.model import NoData, Sentence

DEFAULT: Final = Path(__file__).resolve().parents[1] / "data" / "warehouse"


class Engine(Protocol):
    """What measures need from a database."""

    @property
    def version(self) -> int:
        """The data version that is read."""

    def query(self, sql: str, params: Mapping[str, Any]) -> pa.Table:
        """The rows of a statement with named parameters `$name`."""


class DuckDB:
    """One version of the warehouse. Safe to share between threads: every query has a cursor of its own."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection = duckdb.connect(file, read_only=True)

    @property
    def version(self) -> int:
        number = re.search(r"\d+", self._file.name)
        return int(number[0]) if number else 0

    def query(self, sql: str, params: Mapping[str, Any]) -> pa.Table:
        return self._connection.cursor().sql(sql, params=dict(params)).to_arrow_table()


_open: dict[Path, tuple[str, DuckDB]] = {}
_lock: Final = Lock()


def engine(warehouse: Path | None = None) -> Engine:
    """The current version of `warehouse` (default `$REACH_WAREHOUSE`, else data/warehouse); raises NoData where there is none."""
    folder = Path(warehouse or os.environ.get("REACH_WAREHOUSE") or DEFAULT).resolve()
    try:
        return _current(folder)
    except duckdb.IOException:
        pass  # an import moved the pointer and cleared the old version in between: read the pointer again
    try:
        return _current(folder)
    except duckdb.IOException as error:
        raise NoData(
            Sentence(
                "The data in {folder} cannot be opened: run python cli.py check, or restore the folder from a backup.", folder=str(folder)
            )
        ) from error


def _current(folder: Path) -> DuckDB:
    pointer = folder / "CURRENT"
    if not pointer.is_file():
        raise NoData(Sentence("There is no data yet: run python cli.py sample, or import your exports."))
    name = pointer.read_text("utf-8").strip()
    with _lock:
        known = _open.get(folder)
        if known is None or known[0] != name:
            # The old connection is not closed but let go: queries that still run on it end in peace.
            known = _open[folder] = (name, DuckDB(folder / name))
        return known[1]
