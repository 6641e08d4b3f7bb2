r"""Any file becomes a table of text: any encoding, line end and delimiter, CSV, workbook or JSON, unchanged.

A file is first written as delimited UTF-8 text with `\n` line ends, and then read by DuckDB with every column as text.
There is one way in, so there is one place for ragged rows and broken quotation marks.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

from common.sql import literal
from data.messages import Message
from data.reading.excel import read_workbook
from data.reading.json import BEGINS, read_records
from data.reading.text_table import (
    MAX_COLUMNS,
    MAX_LINE,
    SPREADSHEET_ML,
    XLS,
    XLSX,
    Fits,
    TextTable,
    Unreadable,
    plain,
    read_head,
)

__all__ = ["MAX_COLUMNS", "TextTable", "Unreadable", "read_tables", "sha256", "source"]

MAX_FILE = 8 * 2**30
DELIMITERS = (",", ";", "\t", "|")
_USUAL_LINE = 2 * 2**20
_CHUNK = 4 * 2**20


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_tables(
    path: Path, scratch: Path, fits: Fits, may_fit: Fits | None = None, known: Fits | None = None
) -> list[TextTable]:
    """Return the tables in a file: one for text and JSON, and one for each sheet of a workbook.

    Args:
        path: The file.
        scratch: The folder for the tables.
        fits: Whether some format fits the first rows; it decides between delimiters and between sheets.
        may_fit: Whether some format could fit a large file of JSON whose first records have these names; without it,
            all names are looked for.
        known: Whether the first rows of a sheet are of a known kind, also one that is refused: of a workbook that no
            format fits, such a sheet is read.

    Raises:
        Unreadable: The file cannot be read; the message says what to do.
    """
    if path.stat().st_size == 0:
        raise Unreadable(Message.EMPTY.format(file=path.name))
    if path.stat().st_size > MAX_FILE:
        raise Unreadable(Message.LARGE_FILE.format(file=path.name, n=MAX_FILE // 2**30))
    with path.open("rb") as file:
        start = file.read(2**12)
    if start.startswith((XLSX, XLS)) or SPREADSHEET_ML in start.replace(b"\0", b""):
        return read_workbook(path, scratch, fits, known)
    return [_text(path, scratch, fits, may_fit)]


def source(table: TextTable, columns: int, *, strict: bool) -> str:
    """Return SQL that reads every line of a table as text into the columns `c0, c1, ...`, in the order of the file.

    Args:
        table: The table.
        columns: How many columns to read.
        strict: Whether anything out of place is an error. Then several threads read the file. Otherwise short rows,
            long rows and broken quotation marks are read as far as possible; a short row ends in NULLs.
    """
    kinds = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(columns))
    line, buffer = (_USUAL_LINE, 4 * _USUAL_LINE) if strict else (MAX_LINE, MAX_LINE)
    how = "strict_mode = true" if strict else "null_padding = true, strict_mode = false, parallel = false"
    return f"""read_csv({literal(table.path)}, auto_detect = false, header = false, columns = {{{kinds}}},
        delim = {literal(table.delimiter)},
        quote = '"', escape = '"', nullstr = '\x01', max_line_size = {line}, buffer_size = {buffer}, {how})"""


# -- text files


def _text(path: Path, scratch: Path, fits: Fits, may_fit: Fits | None) -> TextTable:
    encoding, errors = _encoding(path)
    target = scratch / "text"
    replaced = _decode(path, target, encoding, errors)
    if target.stat().st_size == 0:
        raise Unreadable(Message.NO_TEXT.format(file=path.name))
    with target.open(encoding="utf-8", newline="") as file:
        start = file.read(2**20)
    if BEGINS.match(start):
        return read_records(path.name, target, scratch, encoding, fits, may_fit)
    if _has_endless_line(target):
        raise Unreadable(Message.ENDLESS_LINE.format(file=path.name, n=MAX_LINE // 2**20))
    heads = {delimiter: read_head(io.StringIO(start, newline=""), delimiter) for delimiter in DELIMITERS}
    fitting = [d for d, head in heads.items() if fits(head)]
    delimiter = fitting[0] if fitting else max(DELIMITERS, key=lambda d: sum(len(row) - 1 for row in heads[d]))
    if not heads[delimiter]:
        raise Unreadable(Message.NO_ROWS.format(file=path.name))
    notes = []
    if replaced:
        note = Message.REPLACED_CHARACTER if replaced == 1 else Message.REPLACED
        notes.append(note.format(n=replaced, encoding=encoding))
    return TextTable(path.name, target, delimiter, encoding, heads[delimiter], notes=notes)


def _encoding(path: Path) -> tuple[str, str]:
    """Return the file's encoding, and how to treat bytes that it does not allow.

    In this order: a byte order mark; valid UTF-8; the zero bytes of UTF-16; mostly valid UTF-8; else cp1252, which
    allows every byte.
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
    good, bad = _utf8_sequences(path)
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


def _utf8_sequences(path: Path) -> tuple[int, int]:
    """Count the characters beyond ASCII that are valid UTF-8, and the places that are not."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    good = bad = 0
    for chunk in _chunks(path):
        text = decoder.decode(chunk)
        replaced = text.count("\N{REPLACEMENT CHARACTER}")
        bad += replaced
        good += len(text) - len(text.encode("ascii", "ignore")) - replaced
    return good, bad


def _decode(path: Path, target: Path, encoding: str, errors: str) -> int:
    r"""Write the file as UTF-8 with `\n` line ends and no NUL, and return how many characters were replaced."""
    if errors == "strict":
        _tidy(path, target)
        return 0
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    replaced = 0
    held = ""
    with target.open("w", encoding="utf-8", errors="replace", newline="") as out:
        for chunk in _chunks(path):
            text = held + decoder.decode(chunk)
            held = "\r" if text.endswith("\r") else ""  # the line feed may be in the next chunk
            replaced += text.count("\N{REPLACEMENT CHARACTER}")
            out.write(plain(text[: len(text) - len(held)]))
        out.write(plain(held + decoder.decode(b"", final=True)))
    return replaced


def _has_endless_line(path: Path) -> bool:
    """Return whether a line is longer than any record, because a database would try to hold it in memory."""
    length = 0
    for chunk in _chunks(path):
        first = chunk.find(b"\n")
        length += len(chunk) if first < 0 else first
        if length > MAX_LINE:
            return True
        if first >= 0:
            length = len(chunk) - chunk.rfind(b"\n") - 1
    return False


def _tidy(path: Path, target: Path) -> None:
    """Write a file that is UTF-8 already, several times as fast, because its line ends are single bytes."""
    if not any(b"\r" in chunk or b"\0" in chunk for chunk in _chunks(path)):
        shutil.copyfile(path, target)
        return
    held = b""
    with target.open("wb") as out:
        for chunk in _chunks(path):
            chunk = held + chunk
            held = b"\r" if chunk.endswith(b"\r") else b""  # the line feed may be in the next chunk
            out.write(chunk[: len(chunk) - len(held)].replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\0", b""))
        out.write(b"\n" if held else b"")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _c1(error: UnicodeError) -> tuple[str, int]:
    """Decode the five bytes that cp1252 leaves undefined as Latin-1."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("c1", _c1)
