"""The current version of the warehouse, opened for reading.

A version is a file that never changes. The file `CURRENT` names the one to read. Readers keep one connection to it and
switch when the name changes, so nobody waits for an import and nobody sees half of one.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple, Protocol

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


_ANSWERS_KEPT: Final = 500
_ROWS_KEPT: Final = 2_000
"""Of a version, as many answers of as many rows."""
_FEW_POSTS: Final = 100_000
"""Up to which one thread reads a version: to share so little costs more than it saves."""


class StoreWarning(UserWarning):
    """A warning about a warehouse that can be read although its pointer is missing."""


class DuckDB:
    """One version of the warehouse. Threads can share it, because every query has a cursor of its own."""

    def __init__(self, found: pointer.Version, connection: duckdb.DuckDBPyConnection) -> None:
        self._found = found
        self._connection = connection
        self._answers: OrderedDict[tuple[object, ...], pa.Table] = OrderedDict()
        self._lock = Lock()

    @property
    def version(self) -> int:
        """The number of the data version."""
        return self._found.number

    def query(self, sql: str, params: Mapping[str, Any]) -> pa.Table:
        """Return the rows of a statement with named parameters `$name`.

        Parts of a page ask the same again, and a version never changes; only what holds today does. Rows by
        contributor type are not kept, because what of them is hidden is hidden later.
        """
        if "contributor_type" in sql:
            return self._asked(sql, params)
        question = sql, tuple(params.items()), dt.date.today()
        try:
            hash(question)
        except TypeError:  # a parameter is a list
            return self._asked(sql, params)
        with self._lock:
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question]
        return self._kept(question, self._asked(sql, params))

    def _kept(self, question: tuple[object, ...], answer: pa.Table) -> pa.Table:
        if answer.num_rows <= _ROWS_KEPT:
            with self._lock:
                self._answers[question] = answer
                if len(self._answers) > _ANSWERS_KEPT:
                    self._answers.popitem(last=False)
        return answer

    def _asked(self, sql: str, params: Mapping[str, Any]) -> pa.Table:
        try:
            with pointer.explaining(self._found.file):
                return self._connection.cursor().sql(sql, params=dict(params)).to_arrow_table()
        except pointer.WarehouseError as error:
            raise NoData(text_of(error)) from error


class _Open(NamedTuple):
    """A version that is open, and what its files were like when it was opened."""

    source: DuckDB
    files: tuple[Path, Path]
    """The pointer and the version."""
    states: tuple[pointer.State, pointer.State]


_open: dict[Path, _Open] = {}
_lock: Final = Lock()


def engine(warehouse: Path | None = None) -> Engine:
    """Return the current version of a warehouse.

    Args:
        warehouse: The folder with the data; `$REACH_WAREHOUSE` or data/warehouse by default.

    Raises:
        NoData: The warehouse cannot be read.
    """
    folder = (Path(warehouse) if warehouse else settings.warehouse_directory()).absolute()  # links are not followed
    try:
        with _lock:
            return _current(folder)
    except pointer.WarehouseError as error:
        raise NoData(text_of(error)) from error


def _current(folder: Path) -> DuckDB:
    """Return the version to read.

    A page asks for it hundreds of times, so the pointer is read only if its file is another than before.
    """
    known = _open.get(folder)
    if known and any(known.states[0]) and known.states == _states(known.files):
        return known.source
    named = folder / pointer.POINTER
    before = pointer.state(named)
    found = pointer.current(folder)
    if not (known and found and pointer.identity(found.file) == (known.files[1], known.states[1])):
        # The old connection is not closed but let go: queries that still run on it end in peace.
        found, connection = pointer.open_current(folder)
        if _has_few_posts(connection):
            connection.execute("SET threads = 1")
        known = _Open(DuckDB(found, connection), (named, found.file), ((0, 0, 0), (0, 0, 0)))
        for notice in pointer.notices(folder, with_key=False):
            warnings.warn(notice, StoreWarning, stacklevel=2)
    _open[folder] = known._replace(states=(before, pointer.state(known.files[1])))
    return known.source


def _has_few_posts(connection: duckdb.DuckDBPyConnection) -> bool:
    size = (
        "SELECT estimated_size FROM duckdb_tables() WHERE database_name = current_database() AND table_name = 'posts'"
    )
    return all(posts <= _FEW_POSTS for (posts,) in connection.execute(size).fetchall())


def _states(files: tuple[Path, Path]) -> tuple[pointer.State, pointer.State]:
    return pointer.state(files[0]), pointer.state(files[1])
