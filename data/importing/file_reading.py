"""Reading a file as far as its rows are judged, which takes nothing from other files that come in."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from common.messages import text_of
from common.rows import single_row
from data.formats.detect import Recognised, find, may_fit, recognise
from data.formats.model import NoFormat, NotRecognised
from data.importing import judging, ledger
from data.importing.joined_sheets import read_together
from data.importing.ledger import Options, Receipt
from data.messages import Message
from data.parsing.columns import Plan
from data.parsing.date_orders import Known, Undecided
from data.reading import text
from data.store.warehouse import STORAGE


@dataclass(frozen=True)
class TableRead:
    """A table whose rows are judged.

    Args:
        receipt: What is known of it so far.
        table: The table of text.
        found: Its format and header.
        options: What holds for it.
        plan: How its rows were judged; None before they were.
        lines: Its lines, if another connection has judged them.
    """

    receipt: Receipt
    table: text.TextTable
    found: Recognised
    options: Options
    plan: Plan | None = None
    lines: pa.Table | None = None

    @property
    def captured(self) -> judging.Capture:
        """When its counts were collected, as far as that is known without its rows."""
        mended = self.options.mends
        return judging.Capture(self.options.captured, mended.captured_at if mended else None)


def read_file(
    con: duckdb.DuckDBPyConnection, secret: bytes, path: Path, options: Options, scratch: Path
) -> Iterator[TableRead | Receipt]:
    """Yield the tables of a file, one after the other; a workbook with several sheets of known formats has several.

    The rows of a table are in `lines` and `parsed_rows` of the connection until the next one is read.

    Args:
        con: A connection to a draft.
        secret: The key of the pseudonyms.
        path: The file.
        options: What was said at import.
        scratch: A folder for what is rewritten.

    Yields:
        The receipt alone of a table that is refused, or was imported before.
    """
    candidates = list(options.known.values())
    try:
        with ThreadPoolExecutor(1) as beside:
            hashing = beside.submit(text.sha256, path)
            tables = text.read_tables(
                path,
                scratch,
                lambda head: any(not found.format.refuse for found in find(head, candidates)),
                lambda head: may_fit(head, candidates),
                lambda head: bool(find(head, candidates)),
            )
        digest = hashing.result()
    except text.Unreadable as error:
        yield Receipt(path.name, error=text_of(error))
        return
    except OSError as error:
        yield Receipt(path.name, error=Message.NOT_ALLOWED.format(file=path.name, reason=error.strerror))
        return
    for table in tables:
        yield _read_table(con, secret, table, digest, options)


def imported_before(con: duckdb.DuckDBPyConnection, secret: bytes, read: TableRead) -> Receipt | None:
    """Return the receipt of a table that was imported before in the same way; None if it was not."""
    known = ledger.imported_before(con, read.found, read.table, read.receipt, read.options)
    if known and read.options.accounts.get(str(read.receipt.sha256)):
        account = read.found.format.constants.get("account", "None")
        return known if ledger.has_account(con, known.import_id, account, secret) else None
    return known


def refused(receipt: Receipt, error: Exception) -> Receipt:
    """Return the receipt of a table that cannot be read; what the database says of a line quotes it."""
    reason = (
        text_of(error)
        if isinstance(error, text.Unreadable)
        else Message.NO_TABLE.format(file=receipt.file, reason=Message.BROKEN_LINES)
    )
    return replace(receipt, error=reason, asks_dates=isinstance(error, Undecided))


def readable_name(path: Path, scratch: Path) -> Path:
    """Return the file under a name that can be written down; old archives have names whose bytes are not text."""
    name = os.fsencode(path.name).decode("utf-8", "replace")
    if name == path.name:
        return path
    link = scratch / name
    link.symlink_to(path.absolute())
    return link


def _read_table(
    con: duckdb.DuckDBPyConnection, secret: bytes, table: text.TextTable, digest: str, options: Options
) -> TableRead | Receipt:
    receipt = Receipt(table.name, sha256=digest, encoding=table.encoding, notes=tuple(table.notes))
    try:
        found = recognise(table.name, table.head, options.known, options.format)
    except NotRecognised as error:
        return replace(receipt, error=text_of(error), can_be_mapped=isinstance(error, NoFormat))
    try:
        table, found = read_together(con, table, found)
    except STORAGE:
        raise
    except duckdb.Error as error:
        return refused(receipt, error)
    origin = ledger.origin(con, found, table)
    options = replace(options, mends=origin, campaign=options.campaign or (origin.campaign if origin else None))
    receipt = replace(
        receipt,
        notes=tuple(table.notes),
        format=found.format.name,
        format_label=found.format.label,
        timezone=options.timezone or (origin.timezone if origin else found.format.timezone),
        timezone_basis=(
            Message.CHOSEN if options.timezone else Message.BY_ORIGIN if origin else Message.BY_FORMAT
        ).format(),
    )
    account = _account(con, options.accounts.get(digest)) or (origin.account if origin else None)
    found = _exported_by(found, account)
    orders = json.loads(origin.date_orders or "{}") if origin else {}
    read = TableRead(receipt, table, found, options)
    if known := imported_before(con, secret, read):
        return known
    try:
        plan = judging.read(con, table, found, str(receipt.timezone), read.captured, Known(options.dates, orders))
    except STORAGE:
        raise
    except (text.Unreadable, duckdb.Error, UnicodeDecodeError) as error:
        return refused(receipt, error)
    return replace(read, plan=plan)


def _account(con: duckdb.DuckDBPyConnection, name: str | None) -> str | None:
    """Return the name of an account in the form in which names are compared, by the same functions as in files."""
    if not name:
        return None
    (folded,) = single_row(con.execute("SELECT nullif(lower(ltrim(trim($name), '@')), '')", {"name": name}))
    return str(folded) if folded else None


def _exported_by(found: Recognised, account: str | None) -> Recognised:
    """Return a table of which every row is of an account, if its format names none."""
    if not account or found.format.table != "posts" or "account" in found.format.columns:
        return found
    return replace(found, format=replace(found.format, constants=found.format.constants | {"account": account}))
