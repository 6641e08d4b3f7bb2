"""Importing: read, detect, map, judge, land, refresh, publish. Every file gets a receipt.

All files of one call become one new version: all of it is published or none. A file that cannot be imported is refused
with a message and does not stop the others. Within a file every row is accepted, a duplicate, or kept as a rejected row
with its reason.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from common import in_memory
from common.messages import StoreMessage, text_of
from common.quoting import shortened
from common.rows import single_row
from data.formats.catalogue import every
from data.formats.date_order import Order
from data.formats.detect import Recognised, find, may_fit, named, recognise
from data.formats.model import NoFormat, NotRecognised
from data.importing import archives, judging, ledger, load, sample_only
from data.importing.folders import exports_in
from data.importing.joined_sheets import read_together
from data.importing.ledger import Options, Receipt
from data.messages import Message
from data.parsing.date_orders import Known, Undecided
from data.parsing.dates import now, today
from data.parsing.values import FOLDED
from data.privacy import erasure
from data.reading import text
from data.store import refresh
from data.store.warehouse import STORAGE, Draft, Warehouse, WarehouseError

Progress = Callable[[str, float], None]
"""Called with what is being done and how much of the whole is done, 0 to 1."""


class WrongOption(ValueError):
    """An option of an import that is not valid; the message says how to write it."""


class UnknownZone(WrongOption):
    """A time zone that does not exist."""


def import_files(
    paths: Iterable[Path | str],
    warehouse: Warehouse,
    *,
    format: str | None = None,  # noqa: A002 - the word users know
    timezone: str | None = None,
    campaign: str | None = None,
    captured: dt.date | None = None,
    dates: str | None = None,
    progress: Progress | None = None,
) -> list[Receipt]:
    """Import files, archives of files, and folders of either into the next version of the warehouse.

    Args:
        paths: What to import.
        warehouse: The warehouse.
        format: The format, if more than one fits.
        timezone: The time zone of times without an offset.
        campaign: The campaign for rows without one.
        captured: The date the counts were collected.
        dates: `day-first` or `month-first`, for dates whose order a file does not show.
        progress: Is told what is being done.

    Returns:
        One receipt for each file.

    Raises:
        WarehouseError: The warehouse cannot be written.
        NotRecognised: The format does not exist.
        WrongOption: Another option is not valid.
    """
    options = options_for(warehouse, format, timezone, campaign, captured, dates)
    say = progress or (lambda _what, _share: None)
    with warehouse.draft() as draft:
        receipts = take_in(draft, paths, options, say)
        derive(draft, say)
    say(Message.DONE, 1.0)
    return published(receipts, warehouse)


def take_in(draft: Draft, paths: Iterable[Path | str], options: Options, say: Progress) -> list[Receipt]:
    """Import files, archives and folders into a draft; `derive` then makes of all together what readers read."""
    found = [exports_in(Path(path)) for path in paths]
    files = [file for exports in found for file in exports.files]
    receipts = [ledger.link_out(link) for exports in found for link in exports.links_out]
    for place, path in enumerate(files):
        say(Message.READING.format(file=path.name), 0.9 * place / len(files))
        receipts += import_into(draft, path, options)
    return receipts


def published(receipts: Iterable[Receipt], warehouse: Warehouse) -> list[Receipt]:
    """Return receipts with the version that their files came in with, and log them."""
    done = [replace(receipt, version=warehouse.version) for receipt in receipts]
    for receipt in done:
        ledger.log_import(receipt)
    return done


def migrate(warehouse: Warehouse) -> bool:
    """Update a warehouse that an earlier release wrote, and return whether anything had to be done.

    Raises:
        WarehouseError: There are no data, a newer release wrote them, or they cannot be updated.
    """
    if not warehouse.current:
        raise WarehouseError(StoreMessage.NO_DATA)
    with warehouse.draft() as draft:
        derive(draft)
    return draft.changed


def derive(draft: Draft, say: Progress | None = None) -> None:
    """Erase what the draft withdraws, and derive again what has changed.

    Once a draft, after all that comes in: an erasure is listed each time that it is looked for.
    """
    if not draft.changed:
        return
    if say:
        say(Message.ADDING_UP, 0.9)
    draft.erased = erasure.erase(draft.con, draft.key) > 0
    refresh.refresh(draft.con)


# -- what was asked


def options_for(
    warehouse: Warehouse,
    fmt: str | None = None,
    timezone: str | None = None,
    campaign: str | None = None,
    captured: dt.date | None = None,
    dates: str | None = None,
) -> Options:
    """Check what was said at import.

    Raises:
        NotRecognised: for a format that does not exist.
        WrongOption: for anything else that cannot be.
    """
    known = every(warehouse.directory)
    if fmt:
        named(fmt, known)
    if timezone:
        try:
            ZoneInfo(timezone)
        except (KeyError, ValueError, OSError) as error:
            raise UnknownZone(Message.UNKNOWN_ZONE.format(zone=shortened(timezone))) from error
    if dates and dates not in set(Order):
        raise WrongOption(Message.UNKNOWN_ORDER.format(name=shortened(dates)))
    if captured and captured > today() + dt.timedelta(days=1):
        raise WrongOption(Message.FUTURE_CAPTURE.format(day=captured))
    return Options(
        known,
        fmt,
        timezone,
        _folded(campaign) if campaign else None,
        min(dt.datetime.combine(captured, dt.time()), now()) if captured else None,
        Order(dates) if dates else None,
    )


def _folded(campaign: str) -> str | None:
    """Return a campaign's name folded as in sheets, by the same function of the database."""
    with in_memory.connection() as con:
        (name,) = single_row(con.execute(f"SELECT nullif({FOLDED.format('$name')}, '')", {"name": campaign}))
    return str(name) if name else None


# -- one file


def import_into(draft: Draft, path: Path, options: Options) -> list[Receipt]:
    """Import one file, or the files of an archive, into a draft, and remove what was unpacked or rewritten."""
    if not _is(path, Path.is_file):
        return [
            Receipt(archives.file_name(path.name), error=Message.NO_FILE.format(file=archives.file_name(path.name)))
        ]
    with draft.scratch() as folder:
        scratch = Path(folder)
        path = _readable_name(path, scratch)
        if not archives.is_archive(path):
            return _import_file(draft, path, options, scratch)
        try:
            members = archives.unpack(path, scratch / "unpacked")
        except text.Unreadable as error:
            return [Receipt(path.name, error=text_of(error))]
        receipts = [receipt for member in members for receipt in _import_file(draft, member, options, scratch)]
    return [replace(receipt, file=f"{path.name} › {receipt.file}") for receipt in receipts]


def _is(path: Path, kind: Callable[[Path], bool]) -> bool:
    """Return whether a path is a file or a folder; a name that is too long is neither."""
    try:
        return kind(path)
    except OSError:
        return False


def _readable_name(path: Path, scratch: Path) -> Path:
    """Return the file under a name that can be written down; old archives have names whose bytes are not text."""
    name = os.fsencode(path.name).decode("utf-8", "replace")
    if name == path.name:
        return path
    link = scratch / name
    link.symlink_to(path.absolute())
    return link


def _import_file(draft: Draft, path: Path, options: Options, scratch: Path) -> list[Receipt]:
    """Import one file; a workbook with several sheets of known formats gives a receipt a sheet."""
    candidates = list(options.known.values())
    try:
        with ThreadPoolExecutor(1) as beside:
            hashing = beside.submit(text.sha256, path)
            tables = text.read_tables(
                path,
                scratch,
                lambda head: any(not found.format.refuse for found in find(head, candidates)),
                lambda head: may_fit(head, candidates),
            )
        digest = hashing.result()
    except text.Unreadable as error:
        return [Receipt(path.name, error=text_of(error))]
    except OSError as error:
        return [Receipt(path.name, error=Message.NOT_ALLOWED.format(file=path.name, reason=error.strerror))]
    return [_import_table(draft, table, digest, options) for table in tables]


def _import_table(draft: Draft, table: text.TextTable, digest: str, options: Options) -> Receipt:
    receipt = Receipt(table.name, sha256=digest, encoding=table.encoding, notes=tuple(table.notes))
    try:
        found = recognise(table.name, table.head, options.known, options.format)
    except NotRecognised as error:
        return replace(receipt, error=text_of(error), can_be_mapped=isinstance(error, NoFormat))
    try:
        table, found = read_together(draft.con, table, found)
    except STORAGE:
        raise
    except duckdb.Error:
        return replace(receipt, error=Message.NO_TABLE.format(file=table.name, reason=Message.BROKEN_LINES))
    receipt = replace(receipt, notes=tuple(table.notes))
    origin = ledger.origin(draft.con, found, table)
    options = replace(options, mends=origin, campaign=options.campaign or (origin.campaign if origin else None))
    receipt = replace(
        receipt,
        format=found.format.name,
        format_label=found.format.label,
        timezone=options.timezone or (origin.timezone if origin else found.format.timezone),
        timezone_basis=(
            Message.CHOSEN if options.timezone else Message.BY_ORIGIN if origin else Message.BY_FORMAT
        ).format(),
    )
    account = _account(draft.con, options.accounts.get(digest)) or (origin.account if origin else None)
    found = _exported_by(found, account)
    known = ledger.imported_before(draft.con, found, table, receipt, options)
    if known and (
        not options.accounts.get(digest) or ledger.has_account(draft.con, known.import_id, str(account), draft.key)
    ):
        return known
    try:
        receipt = _land(draft, table, found, receipt, options)
    except STORAGE:
        raise
    except (text.Unreadable, duckdb.Error, UnicodeDecodeError) as error:
        # what the database says of a line quotes it
        said = (
            text_of(error)
            if isinstance(error, text.Unreadable)
            else Message.NO_TABLE.format(file=table.name, reason=Message.BROKEN_LINES)
        )
        return replace(receipt, error=said, asks_dates=isinstance(error, Undecided))
    draft.changed = True
    return receipt


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


def _land(draft: Draft, table: text.TextTable, found: Recognised, receipt: Receipt, options: Options) -> Receipt:
    """Judge and land the rows of a table; returns its receipt, which the warehouse keeps too."""
    con = draft.con
    captured = judging.Capture(options.captured, options.mends.captured_at if options.mends else None)
    orders = json.loads(options.mends.date_orders or "{}") if options.mends else {}
    known = Known(options.dates, orders)
    judged = judging.judge(con, table, found, str(receipt.timezone), options.campaign, captured, known, draft.key)
    if not ledger.is_synthetic(receipt.file, options):
        sample_only.check(con, table.name, judged.plan.table, draft.key)
    import_id, earlier = ledger.next_id(con), ledger.same_file(con, table, receipt)
    again = [Message.READ_AGAIN.format(id=", ".join(map(str, earlier)))] if earlier else []
    con.execute("BEGIN")
    try:
        tally = load.land(con, judged, import_id)
        receipt = replace(
            receipt,
            **{name: getattr(tally, name) for name in ("rows_read", "accepted", "duplicates", "rejected", "totals")},
            unread_cells=judged.unread,
            import_id=import_id,
            captured_at=f"{judged.captured_at:%Y-%m-%d %H:%M:%S}" if judged.captured_at else None,
            captured_basis=judged.captured_basis,
            dates=tuple(sentence for written in judged.plan.dates.values() for sentence in written.sentences),
            notes=(*receipt.notes, *judged.notes, *again),
        )
        ledger.settle(con, earlier, import_id)
        ledger.record(con, receipt, table, judged, options, draft.version)
    except STORAGE:
        raise  # the whole draft is thrown away
    except BaseException:
        con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")
    return receipt
