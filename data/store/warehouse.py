"""The warehouse: a folder of database files that never change, and a pointer to the current one.

A writer copies the current version, changes the copy, and renames the pointer when everything is safely on disk.
Readers keep their open file and switch when the pointer moves. A killed writer leaves a draft that nobody reads; the
next writer removes it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd
from filelock import FileLock, Timeout

from common import pointer, settings
from common.messages import StoreMessage, text_of
from common.pointer import WarehouseError
from common.rows import first_row
from data.messages import Message
from data.parsing.message_sql import HIDDEN, without_rows
from data.privacy import pseudonyms, told_tables
from data.store import derived, draft_files, migrations, report_log
from data.store.lock import LOCK, OWNER, alone

__all__ = ["STORAGE", "Draft", "Warehouse", "WarehouseError"]

KEPT: Final = 3
"""Versions kept: the current one and those that readers may still be moving away from."""
STORAGE = (duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException, OSError)
"""What is raised when disk or memory fail, not the data."""
_LEFTOVERS: Final = "draft-*"
_IN_USE: Final = ".in-use"
"""Ends the name of the lock beside a folder of files that are about to be imported."""


@dataclass
class Draft:
    """The next version while it is being written. It is published if `changed` is set."""

    con: duckdb.DuckDBPyConnection
    version: int
    directory: Path
    key: bytes
    """The key of the pseudonyms."""
    changed: bool = False
    erased: bool = False
    """Whether something was erased, so that no byte of it may stay: neither in this version nor in an earlier one."""

    def beside(self) -> duckdb.DuckDBPyConnection:
        """Return another connection to the draft, for another thread; it must be closed before the draft ends."""
        return draft_files.beside(self.con)

    def scratch(self) -> tempfile.TemporaryDirectory[str]:
        """Return a folder for unpacked and rewritten files that only its owner can read.

        The next writer removes what is left of it.
        """
        return tempfile.TemporaryDirectory(prefix="draft-", dir=self.directory)


class Warehouse:
    """The versions in one folder. Reading never waits, and there is one writer at a time."""

    def __init__(self, directory: Path | str | None = None) -> None:
        self.directory = Path(directory) if directory else settings.warehouse_directory()

    @property
    def current(self) -> Path | None:
        """The file of the current version; None if there is none."""
        found = pointer.current(self.directory)
        return found.file if found else None

    @property
    def version(self) -> int:
        """The number of the data version: 0 before the first."""
        found = pointer.current(self.directory)
        return found.number if found else 0

    @property
    def is_new(self) -> bool:
        """Whether the folder is empty, apart from hidden files and the remains of a killed first import."""
        if not self.directory.exists():
            return True
        left = {path.name for path in self.directory.iterdir() if not path.name.startswith(".")}
        return not {name for name in left if name not in (LOCK, OWNER) and not name.startswith("draft-")}

    @property
    def is_older(self) -> bool:
        """Whether an earlier release wrote the current version, so that it has to be migrated before it can be read."""
        found = pointer.current(self.directory)
        return found is not None and pointer.is_older(found.file)

    def notices(self, *, writing: bool = False) -> list[str]:
        """Return what people must know about data that can be read: a missing pointer or key.

        Args:
            writing: Whether something is about to be written, which raises an error about the key.

        Raises:
            WarehouseError: The data cannot be read.
        """
        return pointer.notices(self.directory, with_key=not writing)

    @contextmanager
    def read(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a read-only connection to the current version.

        Raises:
            WarehouseError: There is none, or it cannot be read.
        """
        found, con = pointer.open_current(self.directory)
        with con, pointer.explaining(found.file):
            yield con

    @contextmanager
    def draft(self, wait: float = 120, *, keep: bool = True, first_key: bytes | None = None) -> Iterator[Draft]:
        """Write the next version, which is published if the block ends without an error and sets `changed`.

        A version that an earlier release wrote is migrated first, and then published in any case.

        Args:
            wait: Seconds to wait for another writer.
            keep: Whether to publish at all; without it, the block only tries something out.
            first_key: The key of the pseudonyms if the warehouse has none yet; a random one without it.

        Raises:
            WarehouseError: Another writer does not finish in time, the key is missing, or disk or memory fail.
        """
        try:
            memory = settings.import_memory()
            settings.least_people()
        except settings.SettingError as error:
            raise WarehouseError(text_of(error)) from error
        self._make_directory()
        with self._storage(), alone(self.directory, wait):
            try:
                self._sweep()
                before = pointer.current(self.directory)
                secret = pseudonyms.existing_key(self.directory, needed=before is not None)
                number = self._next_number(before)
                path = self.directory / f"draft-{number:06}.duckdb"
                with _reading(before):
                    if before:
                        draft_files.copy(before, path, secret or b"")
                    con = draft_files.open_draft(path, memory)
                    try:
                        draft = Draft(con, number, self.directory, secret or first_key or pseudonyms.fresh_key())
                        draft.changed = _prepare(con, before, draft.key)
                        yield draft
                        if publishes := draft.changed and keep:
                            derived.write_prepared(con)
                            told_tables.decide(con)
                            facts = pointer.said(con)
                            con.execute("CHECKPOINT")
                            finished = draft_files.rewritten(con, path) if draft.erased else path
                    finally:
                        con.close()
                if publishes:
                    if finished != path:
                        path.unlink()  # its freed blocks still hold what was erased
                    self._publish(finished, draft, before, is_first_key=not secret)
                    pointer.remember(self.directory / f"version-{number:06}.duckdb", facts)
                elif before and before.notice:
                    self._point_to(before.file)
            finally:
                self._sweep()

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Make a folder below the warehouse for files to import, which only their owner can read.

        It is removed at the end. The next writer removes what a killed process has left there.
        """
        self._make_directory()
        with self._storage():
            descriptor, lock = tempfile.mkstemp(_IN_USE, "draft-", self.directory)
            os.close(descriptor)
            folder = Path(lock.removesuffix(_IN_USE))
            try:
                with FileLock(lock):
                    folder.mkdir(mode=0o700)
                    yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
                Path(lock).unlink(missing_ok=True)

    def imports(self) -> pd.DataFrame:
        """Return the list of imports.

        Returns:
            One row for each import, newest first.
        """
        with self.read() as con:
            return con.execute("SELECT * FROM imports ORDER BY import_id DESC").df()

    def erasures(self) -> pd.DataFrame:
        """Return the list of erasures.

        Returns:
            One row for each, newest first: happened_at, and detail with the numbers of consents, stories, photos and
            posts.
        """
        with self.read() as con:
            return con.execute(
                "SELECT happened_at, detail FROM audit WHERE action IN ('erase', 'purge') ORDER BY happened_at DESC"
            ).df()

    def rejects(self, import_id: int | None = None) -> pd.DataFrame:
        """Return rejected rows, and accepted rows with cells to correct, that no later row has corrected.

        Args:
            import_id: The import; all without one.

        Returns:
            import_id, file, row_number, format, reason with reason_codes and reason_values (kept_messages.py), raw (the
            original cells; of an accepted row those that are used), accepted.
        """
        with self.read() as con:
            return con.execute(
                """
                SELECT r.import_id, i.file, r.row_number, i.format, r.reason, coalesce(r.reason_codes, []) AS reason_codes,
                    coalesce(r.reason_values, []) AS reason_values, r.raw,
                    coalesce(r.accepted, false) AS accepted
                FROM rejects r JOIN imports i USING (import_id)
                WHERE r.resolved_by IS NULL AND ($import_id IS NULL OR r.import_id = $import_id) ORDER BY r.import_id, r.row_number
                """,
                {"import_id": import_id},
            ).df()

    def kinds_of_rejects(self) -> pd.DataFrame:
        """Return how many rows are to be corrected by file and reason, without their cells.

        Returns:
            file, accepted, reason with reason_codes and reason_values, rows; most rows first. If an earlier release
            stored a reason only in English, its beginning, which quotes nothing.
        """
        with self.read() as con:
            return con.execute(
                f"""
                SELECT file, accepted, reason, reason_codes, reason_values, count(*) AS rows FROM (
                    SELECT i.file, coalesce(r.accepted, false) AS accepted, coalesce(r.reason_codes, []) AS reason_codes,
                        coalesce(list_transform(r.reason_values, lambda v: {without_rows("v")}), []) AS reason_values,
                        regexp_extract(r.reason, '^[^:“]*') || '{HIDDEN}' AS reason
                    FROM rejects r JOIN imports i USING (import_id) WHERE r.resolved_by IS NULL
                ) GROUP BY ALL ORDER BY rows DESC, file, reason
                """
            ).df()

    def header(self, import_id: int) -> list[str]:
        """Return the columns of an imported file in their order.

        Raises:
            WarehouseError: There is no such import.
        """
        with self.read() as con:
            row = first_row(con.execute("SELECT header FROM imports WHERE import_id = $id", {"id": import_id}))
        if not row:
            raise WarehouseError(Message.NO_IMPORT.format(id=str(import_id)))
        return list(row[0])

    def _make_directory(self) -> None:
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise WarehouseError(Message.NOT_MADE.format(folder=self.directory, reason=error.strerror)) from error

    @contextmanager
    def _storage(self) -> Iterator[None]:
        """Raise failures of disk and memory as a `WarehouseError`."""
        try:
            yield
        except PermissionError as error:
            raise WarehouseError(Message.READ_ONLY.format(folder=self.directory)) from error
        except STORAGE as error:
            raise self._not_written(error) from error

    def _not_written(self, error: Exception) -> WarehouseError:
        reason = str(getattr(error, "strerror", None) or error).splitlines()[0]
        return WarehouseError(Message.NOT_WRITTEN.format(folder=self.directory, reason=reason))

    def _next_number(self, before: pointer.Version | None) -> int:
        """Return the number of the next version; no number is used twice, whatever the pointer names."""
        return 1 + max([*map(pointer.number, pointer.versions(self.directory)), before.number if before else 0])

    def _sweep(self) -> None:
        """Remove what drafts have left, but for the files that another process is about to import."""
        for lock in self.directory.glob(f"{_LEFTOVERS}{_IN_USE}"):
            with suppress(Timeout, OSError), FileLock(lock, timeout=0):
                draft_files.remove(Path(str(lock).removesuffix(_IN_USE)))
                lock.unlink(missing_ok=True)
        for leftover in self.directory.glob(_LEFTOVERS):
            if not leftover.name.endswith(_IN_USE) and not leftover.with_name(leftover.name + _IN_USE).exists():
                draft_files.remove(leftover)

    def _publish(self, finished: Path, draft: Draft, before: pointer.Version | None, *, is_first_key: bool) -> None:
        """Make a draft the current version, and keep the last few earlier ones, but none after an erasure."""
        target = self.directory / f"version-{draft.version:06}.duckdb"
        draft_files.flush(finished)
        try:
            if is_first_key:
                pseudonyms.save_key(self.directory, draft.key)
            finished.replace(target)
            if draft.erased and before:
                self._remove_versions(keep={before.file, target})
                draft_files.take_place(target, before.file)
            self._point_to(target)
        except BaseException:  # a version that was not published must not be taken for one when the pointer is lost
            if not self._points_at(target):
                target.unlink(missing_ok=True)
                if is_first_key:
                    (self.directory / pointer.KEY_FILE).unlink(missing_ok=True)
            raise
        if draft.erased:
            self._remove_versions(keep={target})
            report_log.after_erasure(self.directory)
        else:
            with suppress(OSError):  # another program may have an earlier one open
                self._remove_versions(keep={target, *pointer.versions(self.directory)[-KEPT:]})

    def _point_to(self, version: Path) -> None:
        named = self.directory / f"draft-{pointer.POINTER}"
        named.write_text(version.name, encoding="utf-8")
        draft_files.flush(named)
        named.replace(self.directory / pointer.POINTER)
        with suppress(OSError):  # it is published: what fails from here on must not take it back
            draft_files.flush(self.directory)

    def _points_at(self, version: Path) -> bool:
        try:
            return pointer.name_of_current(self.directory) == version.name
        except WarehouseError:
            return False

    def _remove_versions(self, keep: set[Path]) -> None:
        for earlier in set(pointer.versions(self.directory)) - keep:
            earlier.unlink()


@contextmanager
def _reading(before: pointer.Version | None) -> Iterator[None]:
    """Raise an error that names the version before if it is damaged."""
    try:
        yield
    except duckdb.Error as error:
        if before and pointer.tells_damage(error):
            raise pointer.explained(before.file, error) from error
        raise


def _prepare(con: duckdb.DuckDBPyConnection, before: pointer.Version | None, secret: bytes) -> bool:
    """Make a draft's tables, or update those of an earlier release, and return whether the version before changed."""
    try:
        changed = derived.prepare(con) or told_tables.is_raised(con)
    except STORAGE:
        raise
    except migrations.NewerRelease as error:
        raise WarehouseError(StoreMessage.NEWER.format(version=before.file if before else "")) from error
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise WarehouseError(
            Message.NOT_MIGRATED.format(version=before.file if before else "", reason=reason)
        ) from error
    if not (before and pointer.facts(before.file).key_check):
        con.execute("INSERT OR IGNORE INTO meta VALUES ('key_check', $check)", {"check": pointer.key_check(secret)})
    return changed and before is not None
