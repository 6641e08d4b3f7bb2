"""Replace account names by pseudonyms: BLAKE2b hashes with a secret key.

The key is in a file beside the warehouse, never in the database.
"""

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
"""The prefix of a cell that already has a pseudonym, as in an exported directory."""
SAMPLE_KEY: Final = hashlib.blake2b(b"the key of the sample, which is public", digest_size=KEY_LENGTH).digest()
"""The key under which the copy of the sample is kept (data/importing/landed_sample.py). It protects nobody: everybody
can read it here, so nothing but made-up data may come under it."""


def key(directory: Path) -> bytes:
    """Return the key of a warehouse.

    Args:
        directory: The folder of the warehouse.

    Raises:
        WarehouseError: There is no key, or the file has no valid key.
    """
    secret = existing_key(directory, needed=True)
    assert secret is not None
    return secret


def existing_key(directory: Path, *, needed: bool) -> bytes | None:
    """Return the key of a warehouse, if it has one.

    Without the key, new imports cannot be linked to known accounts, and erased items are not recognized.

    Args:
        directory: The folder of the warehouse.
        needed: Whether there must be a key, because there are data.

    Returns:
        The key; None if there is none and none is needed.

    Raises:
        WarehouseError: The key is needed and missing, or the file has no valid key.
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
    """Check that a key is the one that the data were written with.

    Data of early releases do not record a check value, and are not checked.

    Args:
        directory: The folder of the warehouse.
        secret: The key.
        check: The check value stored with the data, if any.

    Raises:
        WarehouseError: It is another key.
    """
    if check and not is_key_of(secret, check):
        raise WarehouseError(Message.OTHER_KEY.format(file=directory / KEY_FILE))


def fresh_key() -> bytes:
    """Return a new random key."""
    return secrets.token_bytes(KEY_LENGTH)


def save_key(directory: Path, secret: bytes) -> None:
    """Write the key of a new warehouse, completely or not at all.

    With half a key, pseudonyms could be traced back to account names. Only the owner can read the file.

    Args:
        directory: The folder of the warehouse.
        secret: The key.
    """
    fresh = directory / f"draft-{KEY_FILE}"
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(directory / KEY_FILE)


def pseudonym(scope: str, handle: str, secret: bytes) -> str:
    """Return the pseudonym of an account name.

    Args:
        scope: Distinguishes equal account names, such as those on two platforms.
        handle: The account name, or `MARK` followed by a pseudonym.
        secret: The key.

    Returns:
        16 hexadecimal digits; empty for an empty account name, and the given pseudonym where there is one already.
    """
    if not handle:
        return ""
    if handle.startswith(MARK):
        return handle.removeprefix(MARK)
    return hashlib.blake2b(f"{scope}:{handle}".encode(), key=secret, digest_size=8).hexdigest()


def collect(con: duckdb.DuckDBPyConnection, table: str, scopes: dict[str, str], secret: bytes) -> None:
    """Make the temporary table `pseudonyms` for the account names in a table.

    Its columns are scope, handle and pseudonym, one row for each pair of scope and account name in each column.

    Args:
        con: The connection.
        table: The table.
        scopes: For each column with account names, SQL of their scope.
        secret: The key.
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
