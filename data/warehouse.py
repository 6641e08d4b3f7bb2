"""The warehouse: a folder of database files that never change, and a pointer to the current one.

A writer copies the current version, changes the copy, and renames the pointer when all is safely on disk. Readers keep what they have open
and move on when the pointer moves. A writer that is killed leaves a draft that nobody reads; the next writer removes it.
"""

from __future__ import annotations

import getpass
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
from filelock import FileLock, Timeout

from data.rows import first_row
from data.sentences import Say
from data.version import prepare

POINTER = "CURRENT"
MEMORY = "500MB"
"""What the database may use while importing (`$REACH_MEMORY`); the rest goes to disk, and more makes it hardly faster."""
KEPT = 3
"""Versions kept: the current one and those that readers may still be moving away from."""
DEFAULT = Path(__file__).with_name("warehouse")
STORAGE = (duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException, OSError)
"""What is raised when disk or memory fail, not the data."""


class WarehouseError(RuntimeError):
    """The warehouse cannot be read or written; the message says what to do."""


def default_directory() -> Path:
    """`$REACH_WAREHOUSE`, else `data/warehouse`."""
    return Path(os.environ.get("REACH_WAREHOUSE") or DEFAULT)


@dataclass
class Draft:
    """The next version while it is being written. `changed` decides whether it is published."""

    con: duckdb.DuckDBPyConnection
    version: int
    directory: Path
    changed: bool = False
    erased: bool = False
    """Whether something was erased, so that no byte of it may stay: neither in this version nor in an earlier one."""


class Warehouse:
    """The versions in one directory. Reading never waits; one writer at a time."""

    def __init__(self, directory: Path | str | None = None) -> None:
        self.directory = Path(directory) if directory else default_directory()

    @property
    def current(self) -> Path | None:
        """The current version's file; None while there is none."""
        try:
            return self.directory / (self.directory / POINTER).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None

    @property
    def version(self) -> int:
        """The data version: counts publications, 0 before the first."""
        return int(self.current.stem.rpartition("-")[2]) if self.current else 0

    @contextmanager
    def read(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A read-only connection to the current version."""
        for attempt in (1, 2):  # a version may be removed between reading the pointer and opening
            if not (path := self.current):
                raise WarehouseError(Say.NO_DATA)
            try:
                con = duckdb.connect(str(path), read_only=True)
                break
            except duckdb.IOException as error:
                if attempt == 2:
                    raise WarehouseError(Say.NOT_OPENED.format(path=path, folder=self.directory)) from error
        try:
            yield con
        finally:
            con.close()

    @contextmanager
    def draft(self, wait: float = 120) -> Iterator[Draft]:
        """Write the next version. Published if the block ends well and set `changed`; otherwise nothing has happened.

        Raises `WarehouseError` when another writer does not finish within `wait` seconds.
        """
        self._make_directory()
        with self._lock(wait):
            self._sweep()
            version = self.version + 1
            path = self.directory / f"draft-{version:06}.duckdb"
            if self.current:
                shutil.copyfile(self.current, path)
            con = _open_draft(path)
            try:
                draft = Draft(con, version, self.directory)
                prepare(con)
                yield draft
                con.execute("CHECKPOINT")
                finished = _rewritten(con, path) if draft.erased else path
            except BaseException as error:
                con.close()
                self._sweep()
                if isinstance(error, STORAGE):
                    raise WarehouseError(Say.NOT_WRITTEN.format(folder=self.directory, reason=str(error).splitlines()[0])) from error
                raise
            con.close()
            if finished != path:
                path.unlink()
            if draft.changed:
                self._publish(finished, version, alone=draft.erased)
            self._sweep()

    def imports(self) -> pd.DataFrame:
        """One row an import, newest first."""
        with self.read() as con:
            return con.execute("SELECT * FROM imports ORDER BY import_id DESC").df()

    def rejects(self, import_id: int | None = None) -> pd.DataFrame:
        """Rejected rows of one import or of all that no mended row has settled.

        Columns: import_id, file, row_number, format, reason, raw (the cells as they came).
        """
        with self.read() as con:
            return con.execute(
                """
                SELECT r.import_id, i.file, r.row_number, i.format, r.reason, r.raw FROM rejects r JOIN imports i USING (import_id)
                WHERE r.resolved_by IS NULL AND ($import_id IS NULL OR r.import_id = $import_id) ORDER BY r.import_id, r.row_number
                """,
                {"import_id": import_id},
            ).df()

    def header(self, import_id: int) -> list[str]:
        """The columns of an imported file, in its order. Raises `WarehouseError` if there is no such import."""
        with self.read() as con:
            row = first_row(con.execute("SELECT header FROM imports WHERE import_id = $id", {"id": import_id}))
        if not row:
            raise WarehouseError(Say.NO_IMPORT.format(id=import_id))
        return list(row[0])

    def _make_directory(self) -> None:
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WarehouseError(Say.NOT_MADE.format(folder=self.directory, reason=error.strerror)) from error

    @contextmanager
    def _lock(self, wait: float) -> Iterator[None]:
        owner = self.directory / "LOCK.owner"
        try:
            with FileLock(self.directory / "LOCK", timeout=wait):
                owner.write_text(_process(), encoding="utf-8")
                yield
                owner.unlink(missing_ok=True)
        except Timeout as error:
            holder = owner.read_text(encoding="utf-8") if owner.exists() else Say.OTHER_PROCESS
            raise WarehouseError(Say.BUSY.format(reason=holder, folder=self.directory)) from error
        except PermissionError as error:
            raise WarehouseError(Say.READ_ONLY.format(folder=self.directory)) from error

    def _sweep(self) -> None:
        """Remove what drafts have left."""
        for leftover in self.directory.glob("draft-*"):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()

    def _publish(self, draft: Path, version: int, *, alone: bool) -> None:
        """Make a draft the current version; `alone` removes all earlier ones, else the last few are kept."""
        before, target = self.current, self.directory / f"version-{version:06}.duckdb"
        _flush(draft)
        draft.replace(target)
        if alone and before:
            self._remove_versions(keep={before, target})
            _take_place(target, before)
        pointer = self.directory / f"{POINTER}.new"
        pointer.write_text(target.name, encoding="utf-8")
        _flush(pointer)
        pointer.replace(self.directory / POINTER)
        _flush(self.directory)
        versions = sorted(self.directory.glob("version-*.duckdb"))
        self._remove_versions(keep={target} if alone else set(versions[-KEPT:]))

    def _remove_versions(self, keep: set[Path]) -> None:
        for version in set(self.directory.glob("version-*.duckdb")) - keep:
            version.unlink()


def _take_place(target: Path, before: Path) -> None:
    """Let the name of the version before lead to the new one. What was erased is gone in one moment, even if the next is a power cut."""
    link = target.with_name("draft-link")
    try:
        os.link(target, link)
    except OSError:  # a file system without links
        shutil.copyfile(target, link)
    link.replace(before)


def _rewritten(con: duckdb.DuckDBPyConnection, path: Path) -> Path:
    """A copy of the draft without the blocks that its changes have freed, in which what was erased could still be read."""
    target = path.with_suffix(".rewritten")
    con.execute("ATTACH '{}' AS rewritten (RECOVERY_MODE no_wal_writes)".format(str(target).replace("'", "''")))
    con.execute("COPY FROM DATABASE draft TO rewritten")
    con.execute("CHECKPOINT rewritten")
    con.execute("DETACH rewritten")
    return target


def _open_draft(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection that writes a draft. It keeps no write-ahead log: a draft that is not finished is thrown away."""
    memory = os.environ.get("REACH_MEMORY") or MEMORY
    con = duckdb.connect(config={"temp_directory": str(path.with_suffix(".scratch")), "memory_limit": memory})
    con.execute("SET TimeZone = 'UTC'")
    con.execute("ATTACH '{}' AS draft (RECOVERY_MODE no_wal_writes)".format(str(path).replace("'", "''")))
    con.execute("USE draft")
    con.execute("SET disabled_optimizers = 'in_clause'")  # it makes a join of every short list, which costs more than it saves here
    return con


def _process() -> str:
    """Who is writing, for those who have to wait."""
    try:
        return Say.PROCESS.format(id=os.getpid(), user=getpass.getuser())
    except (KeyError, OSError):  # a container may run under a number without a name
        return Say.UNNAMED_PROCESS.format(id=os.getpid())


def _flush(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows has no handle of a folder to flush
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
