"""Workbooks become text tables, one a sheet: .xlsx and .xls through calamine, SpreadsheetML (XML that calls itself .xls) through expat."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import reduce
from itertools import count
from pathlib import Path
from typing import Final, TextIO
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from data.sentences import Say
from data.tables import HEAD_ROWS, MAX_COLUMNS, MAX_UNPACKED, Fits, TextTable, Unreadable, plain, read_head, write_rows

MAX_RATIO = 200
"""A workbook packed tighter than this is a bomb, not a table."""
XLSX: Final = b"PK\x03\x04"
XLS: Final = b"\xd0\xcf\x11\xe0"
SPREADSHEET_ML: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
"""How a workbook of each kind begins; SpreadsheetML names its schema within its first bytes."""
_EXACT = 10**15
"""Excel keeps fifteen digits: a longer whole number in a numeric cell has been rounded."""
_CHUNK = 2**20
MAX_CELLS = 20_000_000
"""Cells between the first and the last of a sheet."""
_PLACE: Final = re.compile(rb"""<(?:\w+:)?(?:c|row)\s[^>]*?\br=["']([A-Z]{0,3})([0-9]{1,7})""")
_REFERENCE: Final = 256
"""Bytes within which a cell says where it is: so many may be cut by the end of a chunk."""


def read_workbook(path: Path, scratch: Path, fits: Fits) -> list[TextTable]:
    """The sheets of an .xlsx or .xls that `fits`, or its first. Raises `Unreadable` with a sentence."""
    with path.open("rb") as file:
        packed = file.read(4) == XLSX
    (_refuse_packed if packed else _refuse_old)(path)
    try:
        with _quiet():
            book = CalamineWorkbook.from_path(str(path))
            sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except BaseException as error:
        if not isinstance(error, CalamineError | OSError | ValueError) and type(error).__name__ != "PanicException":
            raise
        raise Unreadable(Say.NO_WORKBOOK.format(file=path.name)) from error
    tables = [
        table
        for index, (name, rows) in enumerate(sheets)
        if (table := _sheet(path, scratch / f"sheet{index}.csv", name if len(sheets) > 1 else "", "xlsx" if packed else "xls", rows))
    ]
    return _fitting(path, tables, fits)


def read_spreadsheet_ml(path: Path, scratch: Path, fits: Fits) -> list[TextTable]:
    """The sheets of an XML spreadsheet that `fits`, or its first. Raises `Unreadable` with a sentence."""
    return _fitting(path, [table for sheet in _SpreadsheetML(path, scratch).read() if (table := _headed(sheet)).head], fits)


def _fitting(path: Path, tables: Sequence[TextTable], fits: Fits) -> list[TextTable]:
    if not tables:
        raise Unreadable(Say.NO_ROWS.format(file=path.name))
    chosen = [table for table in tables if fits(table.head)] or list(tables[:1])
    if len(chosen) > 1:
        return chosen
    left_out = ", ".join(f"“{table.sheet}”" for table in tables if table is not chosen[0])
    notes = [Say.SHEET_TAKEN.format(sheet=chosen[0].sheet, sheets=left_out)] if left_out else []
    return [replace(chosen[0], name=path.name, notes=notes)]


# -- .xlsx and .xls


def _refuse_packed(path: Path) -> None:
    """Refuse archives that are no workbook, carry macros, or unpack to more than a table."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _refuse_content(path, entries)
            _refuse_sparse(path, archive)
    except Unreadable:
        raise
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
        raise Unreadable(Say.BROKEN_WORKBOOK.format(file=path.name)) from error


def _refuse_content(path: Path, entries: Sequence[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if not any(name.startswith("xl/") for name in names):
        raise Unreadable(Say.OTHER_ARCHIVE.format(file=path.name))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(Say.MACROS.format(file=path.name))
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(path.stat().st_size, 2**16):
        raise Unreadable(Say.LARGE_UNPACKED.format(file=path.name, n=f"{unpacked // 2**20:,}"))


def _refuse_sparse(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse a workbook with a cell so far from the others that what lies between would fill the memory: calamine makes cells of it all."""
    for entry in archive.infolist():  # any of them can be named as a sheet
        columns, rows = 0, 0
        with archive.open(entry) as part:
            before = b""
            while chunk := part.read(_CHUNK):
                text = before + chunk
                letters, digits = zip(*_PLACE.findall(text), (b"", b"0"), strict=True)
                columns = max(columns, *map(_number, set(letters)))
                rows = max(rows, *map(int, digits))
                before = text[-_REFERENCE:]
        if columns * rows > MAX_CELLS:
            raise Unreadable(Say.LARGE_WORKBOOK.format(file=path.name))


def _number(letters: bytes) -> int:
    """The number of a column, from 1: `A` is 1, `AA` is 27."""
    return reduce(lambda number, letter: 26 * number + letter - 64, letters, 0)


def _refuse_old(path: Path) -> None:
    """Refuse old workbooks that carry macros, are locked, or are larger than a table; they are not packed."""
    if path.stat().st_size > MAX_UNPACKED:
        raise Unreadable(Say.LARGE_WORKBOOK.format(file=path.name))
    content = path.read_bytes()
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Unreadable(Say.MACROS.format(file=path.name))
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable(Say.LOCKED_WORKBOOK.format(file=path.name))


@contextmanager
def _quiet() -> Iterator[None]:
    """Calamine panics at some damaged workbooks and says so on stderr, past Python: a reader gets the sentence instead."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _sheet(path: Path, target: Path, sheet: str, encoding: str, rows: Sequence[Sequence[object]]) -> TextTable | None:
    texts = [[_cell(value) for value in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    if not texts:
        return None
    write_rows(target, texts)
    head = [row for row in texts if row][:HEAD_ROWS]
    name = f"{path.name} › {sheet}" if sheet else path.name
    return TextTable(name, target, ",", encoding, head, sheet=sheet, quoted_by_us=True)


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
    return plain(str(value))


# -- SpreadsheetML


class _SpreadsheetML:
    """Writes each worksheet out as it is read. A document type, which is what entity bombs need, is refused."""

    def __init__(self, path: Path, scratch: Path) -> None:
        self.path, self.scratch = path, scratch
        self.tables: list[TextTable] = []
        self.places = count()
        self.out: TextIO | None = None
        self.sheet = ""
        self.row: list[str] = []
        self.kind = ""
        self.text: list[str] = []
        self.written = 0

    def read(self) -> list[TextTable]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        try:
            for chunk in _chunks(self.path):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except Unreadable:
            raise
        except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: an encoding that nobody knows
            raise Unreadable(Say.DAMAGED.format(file=self.path.name, reason=error)) from error
        finally:
            if self.out:
                self.out.close()
        return self.tables

    def _doctype(self, *_: object) -> None:
        raise Unreadable(Say.DOCUMENT_TYPE.format(file=self.path.name))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        names = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        match name.rpartition(" ")[2]:
            case "Worksheet":
                self.sheet = names.get("Name", "")
                target = self.scratch / f"sheet{next(self.places)}.csv"
                self.out = target.open("w", encoding="utf-8", newline="")
                name = f"{self.path.name} › {self.sheet}"
                self.tables.append(TextTable(name, target, ",", "xml", [], sheet=self.sheet, quoted_by_us=True))
            case "Row":
                self.row = []
            case "Cell":
                self._skip_to(names.get("Index", ""))
                self.row.append("")
            case "Data":
                self.kind, self.text = names.get("Type", "String"), []

    def _skip_to(self, index: str) -> None:
        """Cells that are blank are left out and the next one says where it stands, counted from 1."""
        place = int(index) if index.isdecimal() else 0
        if max(place, len(self.row)) > MAX_COLUMNS:
            raise Unreadable(Say.WIDE_SHEET.format(file=self.path.name, n=f"{MAX_COLUMNS:,}"))
        self.row += [""] * (place - 1 - len(self.row))

    def _data(self, text: str) -> None:
        if self.kind:
            self.text.append(text)

    def _end(self, name: str) -> None:
        match name.rpartition(" ")[2]:
            case "Data" if self.row:
                self.row[-1] = _typed("".join(self.text), self.kind)
                self.kind = ""
            case "Row" if self.out and any(self.row):
                self.written += sum(map(len, self.row))
                if self.written > MAX_UNPACKED:
                    raise Unreadable(Say.LARGE_WORKBOOK.format(file=self.path.name))
                csv.writer(self.out, lineterminator="\n").writerow(self.row)
            case "Worksheet" if self.out:
                self.out.close()


def _typed(text: str, kind: str) -> str:
    """A cell as `_cell` would write it: SpreadsheetML says of each what it is."""
    if kind == "Number":
        try:
            return _cell(float(text)) if abs(float(text)) >= _EXACT or "." in text or "e" in text.lower() else text
        except ValueError:
            return text
    if kind == "DateTime":
        return text.replace("T", " ").removesuffix(".000").removesuffix(" 00:00:00")
    return plain(text)


def _headed(table: TextTable) -> TextTable:
    with table.path.open(encoding="utf-8", newline="") as file:
        return replace(table, head=read_head(file))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
