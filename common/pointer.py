"""A warehouse as readers meet it: a folder of versions that never change, and a pointer to the current one.

Whoever reads asks here which version is current and whether it can be read, so that the terminal, pages and notebooks
say the same about a lost pointer, a damaged file or another release. Only `data` writes.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import duckdb

from common.messages import StoreMessage

POINTER: Final = "CURRENT"
KEY_FILE: Final = "pseudonym.key"
KEY_LENGTH: Final = 32
"""Bytes of a key."""
SCHEMA: Final = 6
"""The version of the tables that hold what was imported. data/store/migrations.py brings older ones to it."""
DATA: Final = Path(__file__).resolve().parents[1] / "data"
DEFINED_BY: Final = (
    "schema.py",
    "networks.py",
    "vocabularies.py",
    "parsing/hashtags.py",
    "parsing/values.py",
    "store/statements.py",
    "store/landing.py",
    "store/derived.py",
    *(
        f"store/sql/{name}.sql"
        for name in (
            "ledger",
            "accounts",
            "tables",
            "prepared",
            "publisher_views",
            "publisher_tables",
            "facts",
            "find",
            "gather",
            "choose",
            "derive",
            "rollup",
        )
    ),
    "privacy/derivable_sums.py",
    "privacy/sound_sums.py",
    "privacy/told_tables.py",
    "privacy/told_sums.py",
    "privacy/voices.py",
    *(
        f"reference/{name}.csv"
        for name in ("regions", "countries", "missions", "platform_changes", "platforms", "thematic_areas")
    ),
)
"""The files that say what is derived from what was imported. A version in which they were others is derived anew."""
_VERSION: Final = re.compile(r"version-([0-9]+)\.duckdb", re.ASCII)
_POINTER_BYTES: Final = 200
_REMEMBERED: Final = 32
"""Of how many versions it is remembered what they say about themselves."""
_BROKEN: Final = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
"""What DuckDB raises of a file that it cannot read."""
_GARBLED: Final = re.compile("read enough bytes|Corrupt database|checksum|not a valid DuckDB", re.IGNORECASE)


State = tuple[int, int, int]
"""What is another for another content of a file."""


class WarehouseError(RuntimeError):
    """The warehouse cannot be read or written. The message says what to do."""


@dataclass(frozen=True)
class Version:
    """A data version and the file that holds it."""

    file: Path
    notice: str = ""
    """What people must be told about how it was found."""

    @property
    def number(self) -> int:
        """The number of the data version, which counts publications."""
        return number(self.file)


@dataclass(frozen=True)
class Facts:
    """What a version says about itself; None where it does not."""

    schema: int | None
    definition: str | None
    key_check: str | None


_facts: Final[dict[object, Facts]] = {}
"""What versions say about themselves, by `identity`."""


# -- which version


def number(file: Path) -> int:
    """Return the number in the name of a version, 0 for another name."""
    found = _VERSION.fullmatch(file.name)
    return int(found[1]) if found else 0


def versions(folder: Path) -> list[Path]:
    """Return the files of all versions in a folder, the newest last."""
    return sorted((path for path in folder.glob("version-*.duckdb") if _VERSION.fullmatch(path.name)), key=number)


def current(folder: Path) -> Version | None:
    """Return the version to read, or None where there is none yet.

    That is the one the pointer names. Where the pointer is lost, it is the newest that can be read from its first byte
    to its last.

    Raises:
        WarehouseError: if the pointer names no version, or none of the versions can be read.
    """
    named = name_of_current(folder)
    if named is None:
        return _newest(folder)
    if not _VERSION.fullmatch(named):
        raise WarehouseError(StoreMessage.POINTER_INVALID.format(file=folder / POINTER))
    return Version(folder / named)


def name_of_current(folder: Path) -> str | None:
    """Return what the pointer names, or None where there is no pointer.

    Raises:
        WarehouseError: if the pointer is there and cannot be read.
    """
    pointer = folder / POINTER
    try:
        with pointer.open("rb") as file:
            return file.read(_POINTER_BYTES).decode("utf-8", "replace").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise WarehouseError(StoreMessage.NOT_READABLE.format(file=pointer, reason=_reason(error))) from error


def _newest(folder: Path) -> Version | None:
    found = versions(folder)
    for file in reversed(found):
        if _is_sound(file, state(file)):
            return Version(file, StoreMessage.POINTER_LOST.format(file=folder / POINTER, version=file.name))
    if found:
        raise WarehouseError(StoreMessage.ALL_DAMAGED.format(folder=folder))
    return None


@lru_cache(maxsize=32)
def _is_sound(file: Path, _state: object) -> bool:
    """Return whether every block of a version can be read."""
    tables = "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database()"
    try:
        with duckdb.connect(file, read_only=True) as con:
            for schema, table in con.execute(tables).fetchall():
                con.execute(f'SELECT bit_xor(hash(COLUMNS(*))) FROM "{schema}"."{table}"').fetchall()
            return bool(con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'meta'").fetchall()[0][0])
    except duckdb.Error:
        return False


def state(file: Path) -> State:
    """Return what changes with the content of a file; zeros without one."""
    try:
        stat = file.stat()
    except OSError:
        return 0, 0, 0
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


# -- whether it can be read


def open_current(folder: Path) -> tuple[Version, duckdb.DuckDBPyConnection]:
    """Open the current version read-only; it is of this release and belongs to this project.

    Raises:
        WarehouseError: if there is none, or it cannot be read.
    """
    for last in (False, True):  # a version may be removed between reading the pointer and opening
        version = current(folder)
        if version is None:
            raise WarehouseError(StoreMessage.NO_DATA)
        try:
            con = connect(version.file)
            facts(version.file, con)
            check_release(version.file)
        except WarehouseError:
            if last or version.file.exists():
                raise
        else:
            return version, con
    raise AssertionError("the second attempt returns or raises")


def connect(file: Path) -> duckdb.DuckDBPyConnection:
    """Open a version read-only, whichever release wrote it.

    Raises:
        WarehouseError: if it cannot be opened, with the reason.
    """
    try:
        return duckdb.connect(file, read_only=True)
    except duckdb.Error as error:
        raise explained(file, error) from error


def identity(file: Path) -> tuple[Path, State]:
    """Return what tells one content of a version's file from another, as after a backup was restored."""
    return file, state(file)


def facts(file: Path, con: duckdb.DuckDBPyConnection | None = None) -> Facts:
    """Return what a version says about itself. It is read once, because a version never changes.

    Args:
        file: the version.
        con: a connection to it; without one, the file is opened to ask, which takes longer than the question.

    Raises:
        WarehouseError: if the file cannot be read, or is no version of this project.
    """
    known = _facts.get(identity(file))
    if known is None:
        with nullcontext(con) if con else connect(file) as reading, explaining(file):
            try:
                known = said(reading)
            except (duckdb.CatalogException, duckdb.BinderException) as error:
                raise WarehouseError(StoreMessage.NOT_OURS.format(version=file)) from error
        remember(file, known)
    return known


def remember(file: Path, facts_read: Facts) -> None:
    """Remember what a version says about itself, so that its file need not be opened once more to ask."""
    for oldest in list(_facts)[: 1 - _REMEMBERED]:
        _facts.pop(oldest, None)
    _facts[identity(file)] = facts_read


def said(con: duckdb.DuckDBPyConnection) -> Facts:
    """Return what the version on a connection says about itself."""
    meta = dict(
        con.execute("SELECT key, value FROM meta WHERE key IN ('schema', 'definition', 'key_check')").fetchall()
    )
    schema = meta.get("schema", "")
    return Facts(int(schema) if schema.isdecimal() else None, meta.get("definition"), meta.get("key_check"))


def check_release(file: Path) -> None:
    """Check that this release wrote a version, or one that derives the same from what was imported.

    Raises:
        WarehouseError: if an earlier or a newer one did.
    """
    check_not_newer(file)
    if is_older(file):
        raise WarehouseError(StoreMessage.OLDER.format(version=file))


def is_older(file: Path) -> bool:
    """Return whether an earlier release wrote a version, or derived something else from what was imported.

    Raises:
        WarehouseError: if the file cannot be read.
    """
    its = facts(file)
    return (its.schema or 0) <= SCHEMA and (its.schema, its.definition) != (SCHEMA, definition())


def check_not_newer(file: Path) -> None:
    """Check that no newer release wrote a version, which only that one can bring up to date.

    Raises:
        WarehouseError: if one did.
    """
    if (facts(file).schema or 0) > SCHEMA:
        raise WarehouseError(StoreMessage.NEWER.format(version=file))


@lru_cache(maxsize=1)
def definition() -> str:
    """Return a digest of the files that say what is derived from what was imported."""
    text = "\0".join((DATA / name).read_text(encoding="utf-8") for name in DEFINED_BY)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@contextmanager
def explaining(file: Path) -> Iterator[None]:
    """Raise what fails because a version's file cannot be read as a `WarehouseError` that says so."""
    try:
        yield
    except duckdb.Error as error:
        if _is_broken(error) or isinstance(error, duckdb.OutOfMemoryException):
            raise explained(file, error) from error
        raise


def explained(file: Path, error: Exception) -> WarehouseError:
    """Return why a version could not be opened or read, and what to do."""
    written, installed = _written_by(file), duckdb.__version__
    if isinstance(error, duckdb.OutOfMemoryException):
        message = StoreMessage.NO_MEMORY.format(reason=_reason(error))
    elif not file.exists():
        message = StoreMessage.VERSION_MISSING.format(version=file.name, file=file.parent / POINTER)
    elif not os.access(file, os.R_OK):
        message = StoreMessage.NOT_READABLE.format(file=file, reason="Permission denied")
    elif "Could not set lock" in str(error):
        message = StoreMessage.OPEN_ELSEWHERE.format(version=file)
    elif _numbers(written) > _numbers(installed):
        message = StoreMessage.NEWER_DATABASE.format(
            version=file, written=written.removeprefix("v"), installed=installed
        )
    elif len(versions(file.parent)) > 1:
        message = StoreMessage.VERSION_DAMAGED.format(version=file, file=file.parent / POINTER)
    else:
        message = StoreMessage.ONLY_ONE_DAMAGED.format(version=file)
    return WarehouseError(message)


def tells_damage(error: Exception) -> bool:
    """Return whether what DuckDB raised speaks of a file that is cut off or garbled, and not of memory or the disk."""
    return _is_broken(error) and bool(_GARBLED.search(str(error)))


def _is_broken(error: Exception) -> bool:
    """Return whether DuckDB could not read a file.

    Version 2 has no error class of its own for a block with a wrong checksum.
    """
    return isinstance(error, _BROKEN) or (type(error) is duckdb.Error and bool(_GARBLED.search(str(error))))


def _written_by(file: Path) -> str:
    """Return the version of DuckDB in the header of a database file, such as `v1.5.6`; empty without one."""
    try:
        with file.open("rb") as content:
            head = content.read(84)
    except OSError:
        return ""
    return head[52:].partition(b"\0")[0].decode("ascii", "replace") if head[8:12] == b"DUCK" else ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"[0-9]{1,6}", version)[:3])


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).splitlines()[0]


# -- what people must be told while reading goes on


def notices(folder: Path, *, with_key: bool = True) -> list[str]:
    """Return what people must know about a warehouse that can be read: a missing pointer, or a missing or wrong key.

    Raises:
        WarehouseError: The warehouse cannot be read.
    """
    version = current(folder)
    if version is None:
        return []
    check_not_newer(version.file)
    sentences = [version.notice, _about_key(folder / KEY_FILE, facts(version.file).key_check) if with_key else ""]
    return [sentence for sentence in sentences if sentence]


def _about_key(key: Path, check: str | None) -> str:
    try:
        secret = key.read_bytes()
    except FileNotFoundError:
        return StoreMessage.KEY_LOST.format(file=key)
    except OSError:  # the key can be kept from those who only read
        return ""
    return StoreMessage.KEY_CHANGED.format(file=key) if check and not is_key_of(secret, check) else ""


def key_check(secret: bytes) -> str:
    """Return what a version keeps to recognize its key by. It tells nothing about the key."""
    return hashlib.blake2b(b"the key of this warehouse", key=secret[:64], digest_size=16).hexdigest()


def is_key_of(secret: bytes, check: str) -> bool:
    """Return whether a key is the one that a version was written with."""
    return len(secret) == KEY_LENGTH and hmac.compare_digest(key_check(secret), check)
