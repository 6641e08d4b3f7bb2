"""Importing: read, detect, map, judge, land, refresh, publish. Every file gets a receipt.

All files of one call become one new version: all of it is published or none. A file that cannot be imported is refused
with a message and does not stop the others. Within a file every row is accepted, a duplicate, or kept as a rejected row
with its reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
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
from data.formats.detect import named
from data.importing import archives, judging, ledger, load, sample_only
from data.importing.file_reading import TableRead, imported_before, read_file, readable_name, refused
from data.importing.folders import exports_in
from data.importing.ledger import Options, Receipt
from data.importing.read_ahead import reading_ahead
from data.messages import Message
from data.parsing import judged_lines
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
    receipts += _import_each(
        draft,
        files,
        options,
        lambda place: say(Message.READING.format(file=files[place].name), 0.9 * place / len(files)),
    )
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


def import_into(
    draft: Draft, path: Path, options: Options, ahead: Sequence[TableRead | Receipt] | None = None
) -> list[Receipt]:
    """Import one file, or the files of an archive, into a draft, and remove what was unpacked or rewritten.

    Args:
        draft: The draft.
        path: The file.
        options: What was said at import.
        ahead: What was read of the file already.
    """
    if ahead is not None:
        return [_land(draft, read) for read in ahead]
    if not _is(path, Path.is_file):
        return [
            Receipt(archives.file_name(path.name), error=Message.NO_FILE.format(file=archives.file_name(path.name)))
        ]
    with draft.scratch() as folder:
        scratch = Path(folder)
        path = readable_name(path, scratch)
        if not archives.is_archive(path):
            return [_land(draft, read) for read in read_file(draft.con, draft.key, path, options, scratch)]
        try:
            members = archives.unpack(path, scratch / "unpacked")
        except text.Unreadable as error:
            return [Receipt(path.name, error=text_of(error))]
        receipts = _import_each(draft, members, options)
    return [replace(receipt, file=f"{path.name} › {receipt.file}") for receipt in receipts]


def _import_each(
    draft: Draft, files: Sequence[Path], options: Options, say: Callable[[int], None] = lambda _place: None
) -> list[Receipt]:
    """Import files in their order, while the next ones are read."""
    receipts = []
    with reading_ahead(draft, files, options) as ahead:
        for place, path in enumerate(files):
            say(place)
            receipts += import_into(draft, path, options, ahead(place))
    return receipts


def _is(path: Path, kind: Callable[[Path], bool]) -> bool:
    """Return whether a path is a file or a folder; a name that is too long is neither."""
    try:
        return kind(path)
    except OSError:
        return False


def _land(draft: Draft, read: TableRead | Receipt) -> Receipt:
    """Land the rows of a table that was read; returns its receipt."""
    if isinstance(read, Receipt):
        return read
    assert read.plan is not None
    if read.lines is not None:
        if known := imported_before(draft.con, draft.key, read):  # since it was read
            return known
        judged_lines.give(draft.con, read.plan, read.lines)
    try:
        receipt = _landed(draft, read)
    except STORAGE:
        raise
    except (text.Unreadable, duckdb.Error, UnicodeDecodeError) as error:
        return refused(read.receipt, error)
    draft.changed = True
    return receipt


def _landed(draft: Draft, read: TableRead) -> Receipt:
    """Land the rows of a table; returns its receipt, which the warehouse keeps too."""
    con, table, receipt, options = draft.con, read.table, read.receipt, read.options
    assert read.plan is not None
    judged = judging.judge(con, table.name, read.found.format, read.plan, read.captured, options.campaign, draft.key)
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
