"""Bytes become a text table: any encoding, line end and delimiter, CSV or XLSX, with every cell kept as it was written.

Whatever a file is, it is first written out as UTF-8 comma- or otherwise-separated text with `\\n` line ends, and then
read by DuckDB with every column as text: one way in, so one place for ragged rows and broken quotes.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

MAX_FILE = 8 * 2**30
MAX_WORKBOOK = 1 * 2**30
"""Most bytes a workbook may unpack to."""
MAX_RATIO = 200
"""A workbook packed tighter than this is a bomb, not a table."""
MAX_COLUMNS = 2_000
MAX_LINE = 32 * 2**20
SPARE = 256
"""Fields a row may have beyond its header before its tail is cut."""
HEAD_ROWS = 40
DELIMITERS = (",", ";", "\t", "|")
_CHUNK = 4 * 2**20
_EXACT = 10**15
"""Excel keeps fifteen digits: a longer whole number in a numeric cell has been rounded."""


class Unreadable(ValueError):
    """The file cannot be read as a table; the message says why and what to do."""


@dataclass(frozen=True)
class TextTable:
    """A table of text in a UTF-8 file, not yet interpreted: where it is, how it is delimited, how it begins."""

    name: str
    """The file's name, and the sheet's where several sheets of a workbook are read."""
    path: Path
    delimiter: str
    encoding: str
    head: list[list[str]]
    """The first rows, blank lines left out: somewhere among them is the header."""
    sheet: str = ""
    quoted_by_us: bool = False
    notes: list[str] = field(default_factory=list)


Fits = Callable[[list[list[str]]], bool]
"""Whether some format recognises a header in these first rows."""


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_tables(path: Path, scratch: Path, fits: Fits) -> list[TextTable]:
    """The tables in a file: one for a text file, one a sheet for a workbook.

    `fits` decides between delimiters and between sheets. Raises `Unreadable` with a sentence.
    """
    if path.stat().st_size == 0:
        raise Unreadable(f"{path.name} is empty: export it again.")
    if path.stat().st_size > MAX_FILE:
        raise Unreadable(f"{path.name} is larger than {MAX_FILE // 2**30} GB: split it by period and import the parts.")
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PK\x03\x04"):
        return _workbook(path, scratch, fits)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(f"{path.name} is an old Excel workbook (.xls): save it as .xlsx or CSV and import that.")
    return [_text(path, scratch, fits)]


def load(con: duckdb.DuckDBPyConnection, table: TextTable, header_row: int, width: int) -> int:
    """Load the rows below the header into the temporary table `raw (n, c0, c1, ...)`; returns how many columns it has.

    `n` is the row's place in the file, counted from 1 at the first row that is not blank. A row shorter than the header ends in NULLs; a
    row longer than it fills the columns after `width`. Rows without any text are left out.
    """
    columns = width + 1
    _load(con, table, header_row, columns)
    overfull = con.execute(f"SELECT count(*) FROM raw WHERE c{width} IS NOT NULL").fetchone()
    if overfull and overfull[0]:
        columns = width + SPARE
        _load(con, table, header_row, columns)
    return columns


def _load(con: duckdb.DuckDBPyConnection, table: TextTable, header_row: int, columns: int) -> None:
    names = [f"c{i}" for i in range(columns)]
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE raw AS
        SELECT * FROM (
            SELECT row_number() OVER () AS n, * FROM read_csv(
                $path, auto_detect = false, header = false, columns = {{{", ".join(f"'{c}': 'VARCHAR'" for c in names)}}},
                delim = $delimiter, quote = '"', escape = '"', nullstr = '\x01', null_padding = true, strict_mode = false,
                parallel = false, max_line_size = {MAX_LINE})
        )
        WHERE n > $header_row AND NOT ({" AND ".join(f"coalesce({c}, '') = ''" for c in names)})
        """,
        {"path": str(table.path), "delimiter": table.delimiter, "header_row": header_row + 1},
    )


# -- text files


def _text(path: Path, scratch: Path, fits: Fits) -> TextTable:
    encoding, errors = _encoding(path)
    target = scratch / "table.csv"
    replaced = _decode(path, target, encoding, errors)
    if target.stat().st_size == 0:
        raise Unreadable(f"{path.name} holds no text: export it again.")
    with target.open(encoding="utf-8", newline="") as file:
        start = file.read(2**20)
    heads = {delimiter: _head(start, delimiter) for delimiter in DELIMITERS}
    fitting = [d for d, head in heads.items() if fits(head)]
    delimiter = fitting[0] if fitting else max(DELIMITERS, key=lambda d: sum(len(row) - 1 for row in heads[d]))
    if not heads[delimiter]:
        raise Unreadable(f"{path.name} holds no rows: export it again.")
    notes = [f"{replaced} characters could not be read as {encoding} and stand as \N{REPLACEMENT CHARACTER}."] if replaced else []
    return TextTable(path.name, target, delimiter, encoding, heads[delimiter], notes=notes)


def _head(start: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(MAX_LINE)
    rows = (row for row in csv.reader(io.StringIO(start, newline=""), delimiter=delimiter) if row)
    try:
        return list(islice(rows, HEAD_ROWS))
    except csv.Error:
        return []


def _encoding(path: Path) -> tuple[str, str]:
    """The file's encoding, and how bytes that break it are treated.

    Order of trust: a byte order mark; valid UTF-8; the zero bytes of UTF-16; mostly valid UTF-8; else cp1252, which every byte fits.
    """
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", "replace"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "replace"
    if start.count(b"\0") > len(start) // 8:
        return ("utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"), "replace"
    if _is_utf8(path):
        return "utf-8", "strict"
    good, bad = _utf8_sequences(start)
    return ("utf-8", "replace") if good > 4 * bad else ("cp1252", "c1")


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _utf8_sequences(sample: bytes) -> tuple[int, int]:
    """Characters beyond ASCII that are valid UTF-8, and bytes that are not."""
    text = sample.decode("utf-8", errors="replace")
    bad = text.count("\N{REPLACEMENT CHARACTER}")
    return sum(1 for c in text if c > "\x7f") - bad, bad


def _decode(path: Path, target: Path, encoding: str, errors: str) -> int:
    """Write the file as UTF-8 with `\\n` line ends and no NUL; returns how many characters had to be replaced."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    replaced = 0
    held = ""
    with target.open("w", encoding="utf-8", errors="replace", newline="") as out:
        for chunk in _chunks(path):
            text = held + decoder.decode(chunk)
            held = "\r" if text.endswith("\r") else ""  # the line feed may be in the next chunk
            replaced += text.count("\N{REPLACEMENT CHARACTER}")
            out.write(_plain(text[: len(text) - len(held)]))
        out.write(_plain(held + decoder.decode(b"", final=True)))
    return replaced


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _c1(error: UnicodeError) -> tuple[str, int]:
    """cp1252 leaves five bytes undefined; Latin-1 says what they are."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("c1", _c1)


# -- workbooks


def _workbook(path: Path, scratch: Path, fits: Fits) -> list[TextTable]:
    _refuse_bombs(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(f"{path.name} cannot be opened as a workbook: open it in Excel, save it as .xlsx and import that.") from error
    tables = [
        table
        for index, (name, rows) in enumerate(sheets)
        if (table := _sheet(path, scratch / f"sheet{index}.csv", name if len(sheets) > 1 else "", rows))
    ]
    if not tables:
        raise Unreadable(f"{path.name} holds no rows: export it again.")
    fitting = [table for table in tables if fits(table.head)] or tables[:1]
    return fitting if len(fitting) > 1 else [replace(fitting[0], name=path.name)]


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Unreadable(f"{path.name} is a broken archive: export it again.") from error
    names = {entry.filename for entry in entries}
    if not any(name.startswith("xl/") for name in names):
        raise Unreadable(f"{path.name} is an archive, not a workbook: unpack it and import the files.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(f"{path.name} carries macros: save it as .xlsx without macros and import that.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_WORKBOOK or unpacked > MAX_RATIO * max(path.stat().st_size, 2**16):
        raise Unreadable(
            f"{path.name} unpacks to {unpacked // 2**20} MB, more than a table of posts holds: save it as CSV and import that."
        )


def _sheet(path: Path, target: Path, sheet: str, rows: Sequence[Sequence[object]]) -> TextTable | None:
    texts = [[_cell(value) for value in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    if not texts:
        return None
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(texts)
    head = [row for row in texts if row][:HEAD_ROWS]
    name = f"{path.name} › {sheet}" if sheet else path.name
    return TextTable(name, target, ",", "xlsx", head, sheet=sheet, quoted_by_us=True)


def _cell(value: object) -> str:
    """A cell as text: whole numbers without a point, dates as ISO, rounded ids so that they can be told."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if abs(value) >= _EXACT:
            return f"{value:.14E}"
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d" if value.time() == dt.time() else "%Y-%m-%d %H:%M:%S")
    return _plain(str(value))
