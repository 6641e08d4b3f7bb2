"""Check a CSV file: each row has the question that gives it, and a short hash."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from common.formulas import harmless
from dashboard.exports import Provenance, record, to_csv
from dashboard.i18n import _, speaking
from dashboard.reports import report_command
from dashboard.reports.answer_files import MOST, answered, compared, missing
from dashboard.reports.checked import Alteration, Checked, Outcome, Verification, disagreeing, of_later_data
from dashboard.reports.compose import compose
from dashboard.reports.files import archive
from dashboard.reports.files.contents import Piece, damaged, damaged_record, too_large, without_record
from dashboard.reports.model import Figure, Request, Statement
from dashboard.reports.piece_differences import alterations
from dashboard.reports.record import BROKEN
from metrics import MeasureError, UnknownName
from metrics.analyses.data_state import other_version
from metrics.api import data_version
from metrics.measure_command import Asked, parsed

LARGEST: Final = 50_000_000
"""Bytes of a file: one of a hundred thousand rows is half of it."""
QUERY: Final = "query"
VERSION: Final = "data_version"
CHECK: Final = "row_check"


@dataclass(frozen=True)
class Lines:
    """A CSV file.

    Attributes:
        head: The names of its columns.
        rows: Its rows.
    """

    head: list[str]
    rows: list[list[str]]

    def column(self, name: str) -> list[str]:
        """Return the cells of a column."""
        place = self.head.index(name)
        return [row[place] for row in self.rows]

    @property
    def version(self) -> int:
        """The data version that it names."""
        return int(self.column(VERSION)[0])

    def altered(self) -> Iterator[Alteration]:
        """Yield the rows that are not what was written."""
        checks = record.row_checks(self.head[:-1], [row[:-1] for row in self.rows])
        for number, (row, check) in enumerate(zip(self.rows, checks, strict=True), 2):
            if row[-1] != check:
                yield Alteration(_("row {n}").format(n=number), "", ", ".join(filter(None, row[:-1])))


def lines_of(file: bytes) -> Lines:
    """Return a CSV file that says how to check it.

    Args:
        file: The file, which anybody may have changed.

    Raises:
        UnreadableFile: It is damaged, too large, or says nothing of where its numbers come from.
    """
    if len(file) > LARGEST:
        raise too_large()
    try:
        rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise damaged() from error
    head, body = (rows[0], [row for row in rows[1:] if row]) if rows else ([], [])
    if CHECK not in head or VERSION not in head or not body:
        raise without_record()
    if len(body) > MOST:
        raise too_large()
    if head[-1] != CHECK or len(set(head)) < len(head) or any(len(row) != len(head) for row in body):
        raise damaged()
    return Lines(head, body)


def verify(lines: Lines, warehouse: Path | None = None) -> Verification:
    """Check a CSV file that was downloaded under a chart, or a table of a report.

    Args:
        lines: The file.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Raises:
        UnreadableFile: Its question cannot be read.
        MeasureError: There are no data.
    """
    if archive.REPORT in lines.head:
        return _verify_table(lines, warehouse)
    now = data_version(warehouse=warehouse)
    try:
        asked, version = parsed(lines.column(QUERY)[0]), lines.version
        rows = [*zip(*map(lines.column, asked.by), *map(_numbers, map(lines.column, asked.metrics)), strict=True)]
    except BROKEN as error:
        raise damaged_record() from error
    today = answered(asked, warehouse)
    named = _named(today, asked)
    checked = tuple(compared(rows, today, asked, named))
    told = _told(lines, today, version)
    expected = {*asked.by, *asked.metrics, *told, CHECK}
    others = (
        *missing(rows, today, asked, named),
        *_of_source(lines, told),
        *(Alteration(name, name, "") for name in told if name not in lines.head),
    )
    altered = tuple(lines.altered())
    not_checked = tuple(name for name in lines.head if name not in expected)
    if version != now:
        others += of_later_data(version, now)
        return Verification(checked, altered, others, (), (other_version(version, now),), not_checked)
    return Verification(checked, (*altered, *disagreeing(checked), *others), (), (), (), not_checked)


def _verify_table(lines: Lines, warehouse: Path | None) -> Verification:
    """Check a table of a report: the report is composed again, and the table made anew from it."""
    now = data_version(warehouse=warehouse)
    try:
        request, key = report_command.parsed(lines.column(archive.REPORT)[0]), lines.column("table")[0]
        version = lines.version
    except BROKEN as error:
        raise damaged_record() from error
    fresh = _fresh_table(request, key, version, warehouse)
    checked = tuple(_cells(lines, fresh))
    differences = tuple(alterations(_pieces(fresh), _pieces(lines)))
    altered = tuple(lines.altered())
    if version == now:
        return Verification(checked, (*altered, *differences), (), (), ())
    others = (*differences, *of_later_data(version, now))
    return Verification(checked, altered, others, (), (other_version(version, now),))


def _fresh_table(request: Request, key: str, version: int, warehouse: Path | None) -> Lines:
    try:
        with speaking(request.language):
            report = compose(request, warehouse, version)
            block = archive.tables(report).get(key)
            if block is None:
                return Lines([], [])
            file = archive.as_csv(block.table if isinstance(block, Figure) else block, key, report)
    except (MeasureError, UnknownName):
        return Lines([], [])
    return lines_of(file)


def _cells(lines: Lines, fresh: Lines) -> Iterator[Checked]:
    """Yield each number of a table, held against the one that stands in the same place today."""
    for number, row in enumerate(lines.rows):
        for place, (title, cell) in enumerate(zip(lines.head[:-5], row, strict=False)):
            if place and cell:
                said = Statement(f"{number}/{place}", f"{row[0]}: {title}", cell)
                today = fresh.rows[number] if number < len(fresh.rows) else []
                now = today[place] if place < len(today) else None
                same = Outcome.SAME if now == cell else Outcome.CHANGED
                yield Checked(said, Outcome.NOT_DERIVABLE if now is None else same, now or "")


def _pieces(lines: Lines) -> list[Piece]:
    rows = [lines.head, *(row[:-1] for row in lines.rows)]
    return [
        Piece(_("row {n}").format(n=n), f"{place} {cell}")
        for n, row in enumerate(rows, 1)
        for place, cell in enumerate(row)
    ]


def _numbers(cells: Sequence[str]) -> list[str | int | float | None]:
    return [record.plain(float(cell)) if cell else None for cell in cells]


def _named(today: pd.DataFrame | None, asked: Asked) -> dict[str, str]:
    """Return what a file writes for values that a spreadsheet would run."""
    if today is None:
        return {}
    values = {str(value) for name in asked.by for value in today[name].dropna().unique()}
    return {value: safe for value in values if (safe := harmless(value)) != value}


def _told(lines: Lines, today: pd.DataFrame | None, version: int) -> dict[str, str]:
    """Return what each row has to say of where it comes from, by column."""
    if today is None:
        return {}
    source = list(csv.reader(io.StringIO(to_csv(today, Provenance.of(today, "")).decode("utf-8-sig"), newline="")))
    told = {name: cell for name, cell in zip(*source[:2], strict=True) if name not in (*today.columns, CHECK)}
    return told | {VERSION: str(version)} if VERSION in told else told


def _of_source(lines: Lines, told: dict[str, str]) -> Iterator[Alteration]:
    for name, expected in told.items():
        if name in lines.head:
            for other in dict.fromkeys(cell for cell in lines.column(name) if cell != expected):
                yield Alteration(name, expected, other)
