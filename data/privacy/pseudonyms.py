"""Handles become pseudonyms: keyed BLAKE2b, the key in a file of its own beside the warehouse, never in the
database."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from common.pointer import KEY_FILE, KEY_LENGTH, WarehouseError, is_key_of
from data.messages import Message

MARK: Final = "pseudonym:"
"""Begins a cell that holds a pseudonym already, as an exported directory does."""


def key(directory: Path) -> bytes:
    """Return the warehouse's key.

    Raises:
        WarehouseError: if it is not there, or the file holds no key.
    """
    secret = existing_key(directory, needed=True)
    assert secret is not None
    return secret


def existing_key(directory: Path, *, needed: bool) -> bytes | None:
    """Return the key that is there. Without it nobody can link new imports to the accounts that are known, or know what
    was erased.

    Args:
        directory: the warehouse's folder.
        needed: whether there must be one, because there are data.

    Returns:
        The key, or None where there is none and none is needed.

    Raises:
        WarehouseError: if one is needed and not there, or the file holds no key.
    """
    path = directory / KEY_FILE
    if not path.exists() and not needed:
        return None
    try:
        secret = path.read_bytes()
    except FileNotFoundError as error:
        raise WarehouseError(Message.KEY_MISSING.format(file=path)) from error
    if len(secret) != KEY_LENGTH:
        raise WarehouseError(Message.NO_KEY.format(file=path))
    return secret


def check_key(directory: Path, secret: bytes, check: str | None) -> None:
    """Check that a key is the one the data were written with, as far as they say; those of early releases do not.

    Raises:
        WarehouseError: if it is another one.
    """
    if check and not is_key_of(secret, check):
        raise WarehouseError(Message.OTHER_KEY.format(file=directory / KEY_FILE))


def fresh_key() -> bytes:
    """Return a key that nobody has had."""
    return secrets.token_bytes(KEY_LENGTH)


def save_key(directory: Path, secret: bytes) -> None:
    """Write the key of a new warehouse, whole or not at all: with half a key anybody could work out who is who."""
    fresh = directory / f"draft-{KEY_FILE}"
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(directory / KEY_FILE)


def pseudonym(scope: str, handle: str, secret: bytes) -> str:
    """A handle's pseudonym: 16 hexadecimal digits; nobody's is nobody's. `scope` keeps equal handles on two platforms
    apart."""
    if not handle:
        return ""
    if handle.startswith(MARK):
        return handle.removeprefix(MARK)
    return hashlib.blake2b(f"{scope}:{handle}".encode(), key=secret, digest_size=8).hexdigest()


def collect(con: duckdb.DuckDBPyConnection, table: str, scopes: dict[str, str], secret: bytes) -> None:
    """Make the temporary table `pseudonyms (scope, handle, pseudonym)` for the handles in a table.

    `scopes` gives for each column that holds handles the SQL of its scope.
    """
    found = [
        pair
        for column, scope in scopes.items()
        for pair in con.execute(
            f"SELECT DISTINCT {scope}, {column} FROM {table} WHERE {column} IS NOT NULL AND {scope} IS NOT NULL"
        ).fetchall()
    ]
    pairs = pa.table(
        {
            "scope": pa.array([scope for scope, _ in found], pa.string()),
            "handle": pa.array([handle for _, handle in found], pa.string()),
            "pseudonym": pa.array([pseudonym(scope, handle, secret) for scope, handle in found], pa.string()),
        }
    )
    con.register("pairs", pairs)
    con.execute("CREATE OR REPLACE TEMP TABLE pseudonyms AS SELECT * FROM pairs")
    con.unregister("pairs")
