"""A report as a ZIP archive: every kind of file, each table as CSV, and a text that says what is in it.

Each file in it carries the record too, so that it can be checked by itself once it is unpacked.
"""

from __future__ import annotations

import csv
import io
import json
import posixpath
from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from common.formulas import harmless
from dashboard.exports import record
from dashboard.exports.provenance import plain
from dashboard.i18n import _, speaking
from dashboard.reports.files import docx, html, pdf, pptx, xlsx
from dashboard.reports.files.contents import Contents, FileKind, Piece, damaged, too_large
from dashboard.reports.files.grids import Cell, grid
from dashboard.reports.files.packages import Package, packed, repacked
from dashboard.reports.files.texts import closing, one_line, printable
from dashboard.reports.model import Figure, Report, Table
from dashboard.reports.report_command import command

MEMBERS: Final = {"pdf": pdf, "pptx": pptx, "docx": docx, "xlsx": xlsx, "html": html}
"""The kinds of file in an archive by their endings."""
README: Final = "README.txt"
RECORD: Final = "record.json"
TABLES: Final = "tables"
REPORT: Final = "report"
"""The column of a table with the command that makes its report."""
MOST_TABLES: Final = 500
"""Tables and other texts that are read: a report of everything has a tenth of it."""
LARGEST_TEXT: Final = 2_000_000
"""Bytes of each: that of the longest table is a hundredth of it."""
_LONGEST: Final = 60
"""Characters of a name, so that the whole path stays short enough for every system."""


def write(report: Report) -> bytes:
    """Return a report as a file, without a record."""
    with speaking(report.request.language):
        name = plain(f"{report.kind} {report.title}")[:_LONGEST].strip("-") or "report"
        files = {f"{name}.{ending}": kind.write(report) for ending, kind in MEMBERS.items()}
        tables = dict(_tables(report))
        return packed({README: _readme(report, [*files, *tables]), **files, **tables})


def read(file: bytes) -> Contents:
    """Return what a file says: what those in it say, and the names of all.

    Raises:
        UnreadableFile: It or a file in it is damaged, of another kind, or larger than a report can be.
    """
    package = Package(file)
    _refuse_too_many(package)
    pieces: list[Piece] = []
    pictures: list[Piece] = []
    for name in package.names:
        if name != RECORD:
            pieces.append(Piece(_("name of a file"), name))
            said = _read(name, package.bytes(name))
            pieces += (Piece(_placed(name, each), each.text) for each in said.pieces)
            pictures += (Piece(_placed(name, each), each.text) for each in said.pictures)
    return Contents(tuple(pieces), tuple(pictures), package.bytes(RECORD) if RECORD in package else None)


def _refuse_too_many(package: Package) -> None:
    """Refuse an archive that has more in it than a report: small files can unpack to large ones, a thousand times over."""
    endings = [posixpath.splitext(name)[1].lower().lstrip(".") for name in package.names]
    texts = [name for name in package.names if _kind(name) is None and name != RECORD]
    if any(endings.count(each) > 1 for each in MEMBERS) or len(texts) > MOST_TABLES:
        raise too_large()
    if any(package.size(name) > LARGEST_TEXT for name in texts):
        raise too_large()


def with_record(file: bytes, record: bytes) -> bytes:
    """Return a file that carries a record, and each file in it its part of that; nothing else changes."""
    package = Package(file)
    parts = {RECORD: record}
    for name in package.names:
        kind = _kind(name)
        if kind is not None and (own := _part_of(record, name)) is not None:
            parts[name] = kind.with_record(package.bytes(name), own)
    return repacked(file, parts)


def _part_of(record: bytes, name: str) -> bytes | None:
    """Return the record of one file, with what that file says only; None if the record does not say what files say."""
    try:
        said = json.loads(record)
        beginning = f"{name}: "
        parts = {
            part: [[place.removeprefix(beginning), text] for place, text in said[part] if place.startswith(beginning)]
            for part in ("pieces", "pictures")
        }
    except (ValueError, KeyError, TypeError):
        return None
    return json.dumps(said | parts, ensure_ascii=False, separators=(",", ":")).encode()


def _kind(name: str) -> FileKind | None:
    ending = posixpath.splitext(name)[1].lower().lstrip(".")
    return cast(FileKind | None, MEMBERS.get(ending))


def _read(name: str, content: bytes) -> Contents:
    kind = _kind(name)
    if kind is not None:
        return kind.read(content)
    try:
        text = content.decode("utf-8-sig")
        rows = (
            csv.reader(io.StringIO(text, newline=""))
            if name.endswith(".csv")
            else ([line] for line in text.splitlines())
        )
        return Contents(tuple(_cells(rows)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise damaged() from error


def _cells(rows: Iterable[list[str]]) -> Iterator[Piece]:
    for number, row in enumerate(rows, 1):
        for cell in row:
            if said := one_line(cell):
                yield Piece(_("line {n}").format(n=number), said)


def _placed(name: str, piece: Piece) -> str:
    return f"{name}: {piece.place}"


def _tables(report: Report) -> Iterator[tuple[str, bytes]]:
    for number, (key, block) in enumerate(tables(report).items(), 1):
        table = block.table if isinstance(block, Figure) else block
        about = plain(block.topic if isinstance(block, Figure) else block.title)[:_LONGEST].strip("-")
        yield f"{TABLES}/{number:02}-{about or 'table'}.csv", as_csv(table, key, report)


def tables(report: Report) -> dict[str, Figure | Table]:
    """Return the charts and tables of a report by what they are called in it, in order.

    Args:
        report: The report.
    """
    blocks = ((f"{section.key}/{block.key}", block) for section in report.sections for block in section.blocks)
    return {key: block for key, block in blocks if isinstance(block, Figure | Table)}


def as_csv(table: Table, key: str, report: Report) -> bytes:
    """Return a table that spreadsheets open correctly; each row says where it comes from, and how to check it.

    Args:
        table: The table.
        key: What it is called in the report.
        report: The report.
    """
    laid = grid(table)
    source = _text(" ".join((report.source, *report.warnings)))
    told = [source, key, report.data_version, command(report.request)]
    head = [*map(_text, laid.head), _("Source"), "table", "data_version", REPORT]
    rows = [[str(cell) for cell in (*map(_value, row), *told)] for row in laid.cells]
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow([*head, "row_check"])
    lines.writerows([*row, check] for row, check in zip(rows, record.row_checks(head, rows), strict=True))
    return out.getvalue().encode("utf-8-sig")


def _value(cell: Cell) -> Any:
    """Return a number or a day as programs read it, and a text, or why there is no number, as a text."""
    if cell.value is None or isinstance(cell.value, bool | str) or cell.form == "text":
        return _text(cell.text)
    return cell.value if isinstance(cell.value, int | float) else cell.value.isoformat()


def _text(text: str) -> str:
    return str(harmless(printable(text)))


def _readme(report: Report, names: Iterable[str]) -> bytes:
    uses = {
        "pdf": _("to read and print"),
        "pptx": _("slides with charts that can be edited"),
        "docx": _("text that can be edited"),
        "xlsx": _("all numbers, with charts"),
        "html": _("for a browser, also on a phone and without a network"),
        "csv": _("one table, for other programs"),
    }
    files = [f"{name}: {uses[posixpath.splitext(name)[1].lstrip('.')]}" for name in names]
    of_record = _("what the check of the numbers needs; leave it as it is")
    files.append(f"{RECORD}: {of_record}")
    paragraphs = [
        [f"{report.kind}: {report.title}", report.scope, report.brand.organisation],
        report.warnings,
        files,
        closing(report),
        [report.brand.footer],
    ]
    texts = ["\r\n".join(printable(line) for line in lines if line) for lines in paragraphs]
    return ("\r\n\r\n".join(filter(None, texts)) + "\r\n").encode("utf-8-sig")
