"""The simplest kind of report file: its texts line by line, and its record in the last line."""

from __future__ import annotations

import base64

from dashboard.reports.files.contents import Contents, Piece
from dashboard.reports.model import Report, statements

_RECORD = b"record:"


def write(report: Report) -> bytes:
    """Write each statement in a line."""
    return "\n".join(each.shown.replace("\n", " ") for each in statements(report)).encode()


def read(file: bytes) -> Contents:
    """Read lines and the record."""
    lines = file.split(b"\n")
    record = None
    if lines and lines[-1].startswith(_RECORD):
        record = base64.b64decode(lines.pop()[len(_RECORD) :])
    return Contents(tuple(Piece(f"line {n}", line.decode()) for n, line in enumerate(lines, 1)), (), record)


def with_record(file: bytes, record: bytes) -> bytes:
    """Add the record as the last line."""
    return file + b"\n" + _RECORD + base64.b64encode(record)
