"""The first rows of each sheet of a large workbook, by which it can be refused without reading the rest.

The parser reads a sheet whole or not at all. So a copy is made in which each sheet ends after its first rows.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from itertools import islice
from pathlib import Path
from typing import IO, Final

from data.reading.excel_sheets import refuse_content, write_sheets
from data.reading.text_table import HEAD_ROWS, XLSX, Unreadable

SMALL: Final = 2**17
"""Bytes up to which a workbook is read whole at once."""
_FARTHEST: Final = 8 * 2**20
"""Bytes of a sheet within which its first rows end; else it is kept whole."""
_CHUNK: Final = 2**18
_DATA: Final = re.compile(rb"<(?P<prefix>(?:[A-Za-z_][\w.-]*:)?)sheetData[\s>]")
_VALUE: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:v|is)[\s>]")
_END_OF_ROW: Final = re.compile(rb"</(?:[A-Za-z_][\w.-]*:)?row\s*>")


def write_heads(path: Path, scratch: Path) -> tuple[list[str], bool]:
    """Write the first rows of each sheet of a workbook, or all of them if it is small or of another kind than .xlsx.

    Args:
        path: The workbook.
        scratch: The folder to write to, `sheet0.csv`, `sheet1.csv`, ...

    Returns:
        The names of the sheets written, in the order of their files, and whether any of them goes on.

    Raises:
        Unreadable: The workbook is refused; the message says why.
        OSError: The disk fails.
    """
    with path.open("rb") as file:
        is_packed = file.read(4) == XLSX
    copy = scratch / "head.xlsx"
    try:
        if is_packed and path.stat().st_size > SMALL and _shorten(path, copy):
            return write_sheets(copy, scratch), True
    except (Unreadable, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError):
        pass  # what is wrong with it, reading it whole says
    finally:
        copy.unlink(missing_ok=True)
    return write_sheets(path, scratch), False


def _shorten(path: Path, target: Path) -> bool:
    """Copy a workbook with the first rows of each sheet, and return whether any sheet goes on.

    Raises:
        Unreadable: The workbook is refused.
        ValueError: The first rows of a sheet are blank, so that the rest tells what it is.
    """
    goes_on = False
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        refuse_content(path, source.infolist())
        for entry in source.infolist():
            if not entry.filename.endswith((".xml", ".rels")):
                continue  # pictures and the like
            with source.open(entry) as part:
                head = _first_rows(part)
            copy.writestr(entry.filename, source.read(entry) if head is None else head)
            goes_on = goes_on or head is not None
    return goes_on


def _first_rows(part: IO[bytes]) -> bytes | None:
    """Return a part of a workbook up to the end of its first rows; None if it is no sheet, or has no more."""
    text = part.read(_CHUNK)
    if not (begin := _DATA.search(text)):
        return None
    while len(ends := [*islice(_END_OF_ROW.finditer(text, begin.end()), HEAD_ROWS)]) < HEAD_ROWS:
        if len(text) > _FARTHEST or not (chunk := part.read(_CHUNK)):
            return None
        text += chunk
    rows = text[: ends[-1].end()]
    if not _VALUE.search(rows, begin.end()):
        raise ValueError
    return rows + b"</%bsheetData></%bworksheet>" % (begin["prefix"], begin["prefix"])
