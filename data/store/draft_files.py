"""The file of a draft: copied from the version before, opened, rewritten, flushed and published."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

import duckdb

from common import pointer
from common.sql import literal
from data.privacy import pseudonyms

OWNER_ONLY: Final = 0o600


def copy(before: pointer.Version, path: Path, secret: bytes) -> None:
    """Copy the version before, if this release may change it and the key belongs to it."""
    pointer.check_not_newer(before.file)
    pseudonyms.check_key(before.file.parent, secret, pointer.facts(before.file).key_check)
    path.touch(OWNER_ONLY)
    shutil.copyfile(before.file, path)


def open_draft(path: Path, memory: str) -> duckdb.DuckDBPyConnection:
    """Return a connection that writes a draft, without a write-ahead log because an unfinished draft is discarded."""
    scratch = path.with_suffix(".scratch")
    scratch.mkdir(mode=0o700)
    con = duckdb.connect(config={"temp_directory": str(scratch), "memory_limit": memory})
    con.execute(f"ATTACH {literal(path)} AS draft (RECOVERY_MODE no_wal_writes)")
    path.chmod(OWNER_ONLY)
    _set(con)
    return con


def beside(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return another connection to the draft of a connection, for another thread; temporary tables are its own."""
    other = con.cursor()
    _set(other)
    return other


def _set(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("SET TimeZone = 'UTC'")
    con.execute("USE draft")
    con.execute(
        "SET disabled_optimizers = 'in_clause'"
    )  # it makes a join of every short list, which costs more than it saves here


def rewritten(con: duckdb.DuckDBPyConnection, path: Path) -> Path:
    """Return a copy of the draft without freed blocks, in which erased content could still be read."""
    target = path.with_suffix(".rewritten")
    con.execute(f"ATTACH {literal(target)} AS rewritten (RECOVERY_MODE no_wal_writes)")
    target.chmod(OWNER_ONLY)
    con.execute("COPY FROM DATABASE draft TO rewritten")
    con.execute("CHECKPOINT rewritten")
    con.execute("DETACH rewritten")
    return target


def take_place(target: Path, before: Path) -> None:
    """Let the name of the version before lead to the new one, so that erased content is gone at once.

    This holds even if a power cut follows.
    """
    link = target.with_name("draft-link")
    try:
        os.link(target, link)
    except OSError:  # a file system without links
        shutil.copyfile(target, link)
    link.replace(before)


def flush(path: Path) -> None:
    """Make sure that a file or the entries of a folder are on the disk."""
    if os.name == "nt" and path.is_dir():  # Windows has no handle of a folder to flush
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(leftover: Path) -> None:
    """Remove a file or folder that an earlier writer has left."""
    if leftover.is_dir():
        shutil.rmtree(leftover, ignore_errors=True)
    else:
        leftover.unlink(missing_ok=True)
