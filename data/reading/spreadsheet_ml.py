"""Sheets of SpreadsheetML, an XML format with the ending .xls. Files with a document type are refused.

Entity bombs need a document type.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.parsers import expat

from data.messages import Message
from data.reading.text_table import EXACT, MAX_COLUMNS, MAX_LINE, Unreadable, number_text, plain

_CHUNK = 2**16
"""Bytes parsed at a time. All rows of a chunk are held, and a row of one far cell is much longer than its XML."""

Row = list[str]
_Sheet = tuple[int, str]
"""The place of a sheet in its workbook, and its name."""


def sheets_of_xml(path: Path) -> Iterator[tuple[str, Iterator[Row]]]:
    """Yield the name and the rows of each sheet with a filled cell, without blank rows, one sheet after the other.

    Raises:
        Unreadable: The file is refused; the message says why.
    """
    for (_, name), rows in groupby(_rows(path), key=lambda pair: pair[0]):
        yield name, (row for _, row in rows)


def _rows(path: Path) -> Iterator[tuple[_Sheet, Row]]:
    parser = _Parser(path.name)
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield from parser.feed(chunk)
        yield from parser.feed(b"", last=True)
    except expat.ExpatError as error:
        raise Unreadable(Message.DAMAGED.format(file=path.name, reason=error)) from error
    except (LookupError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(
            Message.DAMAGED.format(file=path.name, reason=expat.errors.XML_ERROR_UNKNOWN_ENCODING)
        ) from error


class _Parser:
    """Gives the rows that end in each piece of the file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sheet: _Sheet = (0, "")
        self.rows: list[tuple[_Sheet, Row]] = []
        self.row: Row = []
        self.kind = ""
        self.text: list[str] = []
        self.length = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data

    def feed(self, chunk: bytes, *, last: bool = False) -> list[tuple[_Sheet, Row]]:
        self.rows = []
        self.parser.Parse(chunk, last)
        return self.rows

    def _doctype(self, *_: object) -> None:
        raise Unreadable(Message.DOCUMENT_TYPE.format(file=self.file))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        names = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        match name.rpartition(" ")[2]:
            case "Worksheet":
                self.sheet = (self.sheet[0] + 1, names.get("Name", ""))
            case "Row":
                self.row = []
            case "Cell":
                self._skip_to(names.get("Index", ""))
                self.row.append("")
            case "Data":
                self.kind, self.text, self.length = names.get("Type", "String"), [], 0

    def _skip_to(self, index: str) -> None:
        """Add blank cells up to a place: SpreadsheetML leaves them out, and the next cell gives its place from 1."""
        place = int(index) if index.isdecimal() else 0
        if max(place, len(self.row)) > MAX_COLUMNS:
            raise Unreadable(Message.WIDE_SHEET.format(file=self.file, n=MAX_COLUMNS))
        self.row += [""] * (place - 1 - len(self.row))

    def _data(self, text: str) -> None:
        if self.kind:
            self.text.append(text)
            self.length += len(text)
            if self.length > MAX_LINE:
                raise Unreadable(Message.LARGE_WORKBOOK.format(file=self.file))

    def _end(self, name: str) -> None:
        match name.rpartition(" ")[2]:
            case "Data" if self.row:
                self.row[-1] = _text("".join(self.text), self.kind)
                self.kind = ""
            case "Row" if any(self.row):
                self.rows.append((self.sheet, self.row))


def _text(text: str, kind: str) -> str:
    """Return a cell as .xlsx has it; SpreadsheetML gives the type of each."""
    if kind == "Number":
        try:
            return number_text(float(text)) if abs(float(text)) >= EXACT or "." in text or "e" in text.lower() else text
        except ValueError:
            return text
    if kind == "DateTime":
        return text.replace("T", " ").removesuffix(".000").removesuffix(" 00:00:00")
    return plain(text)
