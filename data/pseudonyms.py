"""Handles become pseudonyms: keyed BLAKE2b, the key in a file of its own beside the warehouse, never in the database."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from data.sentences import Say
from data.warehouse import WarehouseError

KEY_FILE = "pseudonym.key"
LENGTH: Final = 32
"""Bytes of a key."""
MARK = "pseudonym:"
"""Begins a cell that holds a pseudonym already, as an exported directory does."""


def key(directory: Path) -> bytes:
    """The warehouse's key, made at first use; whoever loses it cannot link new imports to old accounts.

    Raises `WarehouseError` where the file is there and holds no key.
    """
    path = directory / KEY_FILE
    if not path.exists():
        fresh = directory / f"{KEY_FILE}.new"
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)  # whole or not at all: with half a key anybody could work out who is who
    secret = path.read_bytes()
    if len(secret) != LENGTH:
        raise WarehouseError(Say.NO_KEY.format(file=path))
    return secret


def pseudonym(scope: str, handle: str, secret: bytes) -> str:
    """A handle's pseudonym: 16 hexadecimal digits; nobody's is nobody's. `scope` keeps equal handles on two platforms apart."""
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
