"""Write the sheets of a workbook as CSV files: .xlsx, .xlsb and .xls through calamine, SpreadsheetML through expat.

Runs in the process that `excel.py` starts, and imports little, so that it starts fast.
"""

from __future__ import annotations

import csv
import datetime as dt
import errno
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import islice, repeat
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from data.messages import Message
from data.reading.spreadsheet_ml import sheets_of_xml
from data.reading.text_table import MAX_UNPACKED, XLS, XLSX, Unreadable, number_text, plain

MAX_RATIO = 200
"""A workbook packed tighter than this is a bomb, not a table."""
MAX_CELLS = 20_000_000
"""Cells between the first and the last of a sheet."""
MAX_SHEETS = 1_000
_CHUNK = 2**20
_BATCH = 1_000
"""Rows between two looks at how much has been written."""
_PLACE: Final = re.compile(rb"""<(?:[^\s<>/]*:)?(?:c|row)\s(?:[^<]*?\s)?r\s*=\s*["']\s*([A-Za-z]{0,9})([0-9]{1,9})""")
"""Where a cell, or a row, says that it is: `r` may stand behind any other attribute, in which no `<` can be."""
_OPEN_DOCUMENT: Final = {"mimetype", "content.xml"}
"""Parts of an OpenDocument file (.ods), which a workbook of Excel does not have."""

Row = Sequence[str]
Sheet = tuple[str, Iterable[Row]]
"""A sheet's name and its rows, as texts."""


def write_sheets(path: Path, scratch: Path, most: int = MAX_UNPACKED) -> list[str]:
    """Write each sheet of a workbook that has a filled cell to `scratch/sheet0.csv`, `sheet1.csv`, ...

    Args:
        path: The workbook.
        scratch: The folder to write to.
        most: The most bytes to write in total.

    Returns:
        The names of the sheets written, in the order of their files.

    Raises:
        Unreadable: The workbook is refused; the message says why.
        OSError: The disk fails.
    """
    written: list[str] = []
    size = 0
    try:
        for name, rows in _sheets(path):
            target = scratch / f"sheet{len(written)}.csv"
            if length := _write(target, rows, most - size):
                size += length
                written.append(name)
            if size > most or len(written) > MAX_SHEETS:
                raise Unreadable(Message.LARGE_WORKBOOK.format(file=path.name))
    except MemoryError as error:
        raise Unreadable(Message.LARGE_WORKBOOK.format(file=path.name)) from error
    except OSError as error:
        if error.errno == errno.EFBIG:  # the limit on the size of a file
            raise Unreadable(Message.LARGE_WORKBOOK.format(file=path.name)) from error
        raise
    return written


def _sheets(path: Path) -> Iterator[Sheet]:
    with path.open("rb") as file:
        start = file.read(4)
    if start == XLSX:
        _refuse_packed(path)
    elif start == XLS:
        _refuse_old(path)
    return _calamine(path) if start in (XLSX, XLS) else sheets_of_xml(path)


def _write(target: Path, rows: Iterable[Row], most: int) -> int:
    """Write rows as comma-separated UTF-8 and return the number of bytes, at most `most`.

    Blank rows at the end are left out.
    """
    filled = _without_blank_end(rows)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        while batch := list(islice(filled, _BATCH)):
            writer.writerows(batch)
            if file.tell() > most:
                break
    return target.stat().st_size


def _without_blank_end(rows: Iterable[Row]) -> Iterator[Row]:
    blank = 0
    for row in rows:
        if any(row):
            yield from repeat([""] * len(row), blank)
            blank = 0
            yield row
        else:
            blank += 1


# -- .xlsx, .xlsb and .xls


def _calamine(path: Path) -> Iterator[Sheet]:
    try:
        with path.open("rb") as file:  # by its content: a name with the ending of another kind is common
            book = CalamineWorkbook.from_filelike(file)
            for name in book.sheet_names:
                yield name, _rows(book.get_sheet_by_name(name))
    except PasswordError as error:
        raise Unreadable(Message.LOCKED_WORKBOOK.format(file=path.name)) from error
    except BaseException as error:
        if isinstance(error, CalamineError | ValueError) or type(error).__name__ == "PanicException":
            raise Unreadable(Message.NO_WORKBOOK.format(file=path.name)) from error
        raise


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Yield the rows from the first of the sheet on, so that a row's place is the one that Excel shows."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    return ([*before, *map(_text, row)] for row in sheet.iter_rows())


def _text(value: object) -> str:
    """Return a cell as text: whole numbers without a point, dates as ISO, rounded IDs in a form that shows it."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d" if value.time() == dt.time() else "%Y-%m-%d %H:%M:%S")
    return plain(str(value))


def _refuse_packed(path: Path) -> None:
    """Refuse archives that are no workbook, carry macros, or unpack to more than a table."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            refuse_content(path, entries)
            for entry in entries:  # any of them can be named as a sheet
                _refuse_sparse(path, archive, entry)
    except Unreadable:
        raise
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise Unreadable(Message.BROKEN_WORKBOOK.format(file=path.name)) from error


def refuse_content(path: Path, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse archives that are no workbook, carry macros, or unpack to more than a table, by their list of parts.

    Args:
        path: The archive.
        entries: Its parts.

    Raises:
        Unreadable: It is refused; the message says why.
    """
    names = {entry.filename for entry in entries}
    if names >= _OPEN_DOCUMENT:
        raise Unreadable(Message.OPEN_DOCUMENT.format(file=path.name))
    if not any(name.startswith("xl/") for name in names):
        raise Unreadable(Message.OTHER_ARCHIVE.format(file=path.name))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(Message.MACROS.format(file=path.name))
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(path.stat().st_size, 2**16):
        raise Unreadable(Message.LARGE_UNPACKED.format(file=path.name, n=unpacked // 2**20))


def _refuse_sparse(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuse a workbook with a cell so far from the others that the cells between would fill the memory.

    This message is for mistakes; a file that gets past it ends at the memory limit, if there is one.
    """
    columns, rows = 0, 0
    with archive.open(entry) as part:
        before = b""
        while chunk := part.read(_CHUNK):
            text = before + chunk
            letters, digits = zip(*_PLACE.findall(text), (b"", b"0"), strict=True)
            columns = max(columns, *map(_number, set(letters)))
            rows = max(rows, *map(int, digits))
            before = text[text.rfind(b"<") :] if b"<" in text else b""
            if len(before) > _CHUNK or columns * rows > MAX_CELLS:
                raise Unreadable(Message.LARGE_WORKBOOK.format(file=path.name))


def _number(letters: bytes) -> int:
    """Return the number of a column, from 1: `A` is 1, `AA` is 27."""
    return reduce(lambda number, letter: 26 * number + letter - 64, letters.upper(), 0)


def _refuse_old(path: Path) -> None:
    """Refuse old workbooks that carry macros, are locked, or are larger than a table; they are not packed."""
    if path.stat().st_size > MAX_UNPACKED:
        raise Unreadable(Message.LARGE_WORKBOOK.format(file=path.name))
    content = path.read_bytes()
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Unreadable(Message.MACROS.format(file=path.name))
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable(Message.LOCKED_WORKBOOK.format(file=path.name))
