"""What all sheets of a workbook share: formats, texts that stay texts, real tables, and the foot of printed pages."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

from dashboard.exports.tables import FORMATS
from dashboard.i18n import _
from dashboard.reports.files.grids import Cell
from dashboard.reports.files.texts import one_line, printable
from dashboard.reports.model import Report

LONGEST: Final = 32_000
"""Characters of a cell; Excel takes 32,767."""
LONGEST_HEAD: Final = 250
"""Characters of a heading of a table."""
_LONGEST_FOOT: Final = 230
_LINE: Final = 15.0
_HIGHEST: Final = 400.0
"""Points that a line needs, and that a row may have."""
INK, MUTED, TINT = "#131C2B", "#4A5768", "#FDF1DD"
STYLES: Final[dict[str, dict[str, str | int | bool]]] = {
    "title": {"bold": True, "font_size": 18},
    "finding": {"bold": True, "font_size": 13},
    "head": {"bold": True, "valign": "top"},
    "column": {"bold": True, "text_wrap": True, "valign": "bottom", "indent": 1},
    "number column": {"bold": True, "text_wrap": True, "valign": "bottom", "align": "right"},
    "label": {"bold": True, "text_wrap": True, "valign": "top"},
    "text": {},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "cell": {"text_wrap": True, "valign": "top", "indent": 1},
    "right": {"align": "right", "valign": "top"},
    "muted": {"font_color": MUTED},
    "warning": {"bg_color": TINT, "font_color": "#7A4A00", "bold": True},
    "link": {"font_color": "#0033A0", "underline": 1, "valign": "top"},
    "day": {"num_format": "d mmm yyyy", "align": "left", "valign": "top", "indent": 1},
}


class Page:
    """A workbook that is being written.

    Args:
        book: The workbook.
        report: The report.
    """

    def __init__(self, book: Any, report: Report) -> None:
        self.book = book
        self.report = report
        self._formats: dict[str, Any] = {}
        self._widths: dict[str, Sequence[float]] = {}
        self._lines: dict[tuple[str, int], int] = {}

    def sheet(self, name: str, widths: Sequence[float]) -> Any:
        """Add a sheet.

        Args:
            name: Its name, which no other has.
            widths: The width of each column, in characters.
        """
        sheet = self.book.add_worksheet(name)
        self._widths[name] = widths
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.hide_gridlines(2)
        sheet.set_paper(9 if self.report.request.paper == "A4" else 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        running = " ".join((*self.report.warnings, self.report.source))
        sheet.set_footer(f"&L&8{_foot(running)}&R&8&P / &N")
        return sheet

    def format(self, style: str) -> Any:
        """Return a format; the same each time.

        Args:
            style: A key of `STYLES`, or the pattern of a number.
        """
        if style not in self._formats:
            look = STYLES.get(style) or ({} if style in STYLES else {"num_format": style, "valign": "top"})
            self._formats[style] = self.book.add_format({"font_color": INK, **look})
        return self._formats[style]

    def write(self, sheet: Any, row: int, column: int, text: str, style: str = "text") -> None:
        """Write a text, which stays one whatever it begins with."""
        shown = printable(text)[:LONGEST]
        sheet.write_string(row, column, shown, self.format(style))
        if STYLES[style].get("text_wrap"):
            self._make_room(sheet, row, shown, self._widths[sheet.name][column])

    def link(self, sheet: Any, row: int, column: int, name: str) -> None:
        """Write a link to another sheet."""
        sheet.write_url(row, column, f"internal:'{name}'!A1", self.format("link"), name)

    def cell(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        """Write a number or a day as one, and a text, or why there is no number, as a text."""
        value = cell.value
        if isinstance(value, bool | str) or value is None or cell.form == "text":
            self.write(sheet, row, column, cell.text, "cell" if cell.form in ("text", "day") else "right")
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), self.format("day"))
        else:
            whole = cell.form == "count" and not float(value).is_integer()
            sheet.write_number(row, column, value, self.format("#,##0.##" if whole else FORMATS[cell.form]))

    def lines(
        self, sheet: Any, row: int, texts: Iterable[str], style: str = "text", *, column: int = 0, across: int = 0
    ) -> int:
        """Write texts below each other, and return the row below them.

        Args:
            sheet: The sheet.
            row: The row of the first.
            texts: The texts.
            style: A key of `STYLES`.
            column: Their column.
            across: How many columns on the right belong to each, so that it has room.
        """
        for text in texts:
            if across:
                sheet.merge_range(row, column, row, column + across, "", self.format("wrapped"))
                sheet.write_string(row, column, printable(text)[:LONGEST], self.format("wrapped"))
                self._make_room(sheet, row, text, sum(self._widths[sheet.name][column : column + across + 1]))
            else:
                self.write(sheet, row, column, text, style)
            row += 1
        return row

    def heading(self, sheet: Any, title: str, caption: str) -> int:
        """Write the title of a sheet, the way back and what to know about the data; return the row below.

        Args:
            sheet: The sheet.
            title: The title.
            caption: What stands below it.
        """
        self.write(sheet, 0, 0, title, "title")
        self.write(sheet, 1, 0, caption, "muted")
        row = self.lines(sheet, 2, self.report.warnings, "warning")
        self.link(sheet, row, 0, _("Contents"))
        return row + 1

    def table(self, sheet: Any, row: int, head: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> None:
        """Write texts as a real table.

        Args:
            sheet: The sheet.
            row: The row of its headings.
            head: The headings.
            rows: The texts.
            name: What formulas call the table.
        """
        for at, texts in enumerate(rows, row + 1):
            for column, text in enumerate(texts):
                self.write(sheet, at, column, text, "wrapped")
        self.as_table(sheet, row, [(title, False) for title in head], len(rows), name)

    def _make_room(self, sheet: Any, row: int, text: str, width: float) -> None:
        """Make a row as high as its longest text needs, since not every program does so by itself."""
        lines = sum(math.ceil(max(len(part), 1) / max(width * 1.1, 1)) for part in text.split("\n"))
        if lines > self._lines.get((sheet.name, row), 1):
            self._lines[sheet.name, row] = lines
            sheet.set_row(row, min(_LINE * lines, _HIGHEST))

    def as_table(
        self, sheet: Any, row: int, head: Sequence[tuple[str, bool]], rows: int, name: str, left: int = 0
    ) -> None:
        """Make cells a real table, with headings that differ from each other.

        Args:
            sheet: The sheet.
            row: The row of its headings.
            head: The headings, and whether numbers stand below each.
            rows: How many rows stand below them.
            name: What formulas call it; letters, digits and underscores.
            left: Its first column.
        """
        met: dict[str, int] = {}
        columns = []
        for column, (title, is_number) in enumerate(head, left):
            plain = one_line(printable(title))[:LONGEST_HEAD] or "–"
            met[plain.casefold()] = met.get(plain.casefold(), 0) + 1
            number = met[plain.casefold()]
            unique = plain if number == 1 else f"{plain} ({number})"
            columns.append({"header": unique, "header_format": self.format("number column" if is_number else "column")})
            self._make_room(sheet, row, unique, self._widths[sheet.name][column])
        sheet.add_table(
            row,
            left,
            row + max(rows, 1),
            left + len(head) - 1,
            {"columns": columns, "name": name, "style": "Table Style Light 1", "autofilter": rows > 1},
        )


def _foot(text: str) -> str:
    """Return a text as the foot of a page has it, where `&` begins a command."""
    return printable(text)[:_LONGEST_FOOT].replace("&", "&&")[: _LONGEST_FOOT + 8].rstrip("&")
