"""The current version of the warehouse, opened for reading.

A version is a file that never changes. The file `CURRENT` names the one to read. Readers keep one connection to it and
switch when the name changes, so nobody waits for an import and nobody sees half of one.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol

import duckdb
import pyarrow as pa

from common import pointer, settings
from common.messages import text_of
from metrics.definitions.model import NoData


class Engine(Protocol):
    """What the compiler needs from a database."""

    @property
    def version(self) -> int:
        """The number of the data version."""

    def query(self, sql: str, params: Mapping[str, Any]) -> pa.Table:
        """Return the rows of a statement with named parameters `$name`."""


class StoreWarning(UserWarning):
    """A warning about a warehouse that can be read although its pointer is missing."""


class DuckDB:
    """One version of the warehouse. Threads can share it, because every query has a cursor of its own."""

    def __init__(self, found: pointer.Version, connection: duckdb.DuckDBPyConnection) -> None:
        self._found = found
        self._connection = connection

    @property
    def version(self) -> int:
        """The number of the data version."""
        return self._found.number

    def query(self, sql: str, params: Mapping[str, Any]) -> pa.Table:
        """Return the rows of a statement with named parameters `$name`."""
        try:
            with pointer.explaining(self._found.file):
                return self._connection.cursor().sql(sql, params=dict(params)).to_arrow_table()
        except pointer.WarehouseError as error:
            raise NoData(text_of(error)) from error


_Identity = tuple[Path, tuple[int, int, int]]
_open: dict[Path, tuple[_Identity, DuckDB]] = {}
_lock: Final = Lock()


def engine(warehouse: Path | None = None) -> Engine:
    """Return the current version of a warehouse.

    Args:
        warehouse: The folder with the data; `$REACH_WAREHOUSE` or data/warehouse by default.

    Raises:
        NoData: The warehouse cannot be read.
    """
    folder = Path(
        warehouse or settings.warehouse_directory()
    ).absolute()  # asked hundreds of times a page, so that links are not followed
    try:
        with _lock:
            return _current(folder)
    except pointer.WarehouseError as error:
        raise NoData(text_of(error)) from error


def _current(folder: Path) -> DuckDB:
    known, found = _open.get(folder), pointer.current(folder)
    if known and found and known[0] == pointer.identity(found.file):
        return known[1]
    # The old connection is not closed but let go: queries that still run on it end in peace.
    found, connection = pointer.open_current(folder)
    _open[folder] = (pointer.identity(found.file), DuckDB(found, connection))
    for notice in pointer.notices(folder, with_key=False):
        warnings.warn(notice, StoreWarning, stacklevel=2)
    return _open[folder][1]
