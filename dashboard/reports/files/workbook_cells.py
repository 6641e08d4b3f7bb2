"""The cells of a workbook inside another file, such as the data of a native chart."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
from collections.abc import Iterator
from typing import Final

import xlsxwriter
from lxml import etree

from dashboard.reports.files.packages import Package, repacked
from dashboard.reports.files.texts import printable
from dashboard.reports.model import Plot, Report

Place = tuple[str, int, int]
"""The sheet, the row and the column of a cell, from 1."""
FORMATS: Final = {"share": "0.0%", "ratio": "#,##0.00"}
"""How native charts and cells write numbers; all others as counts."""
COUNT: Final = "#,##0"
_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_RANGE: Final = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?[0-9]{1,7})(?::(\$?[A-Z]{1,3}\$?[0-9]{1,7}))?"
)
_MOST: Final = 10_000
"""Cells of a range that are looked at."""


def written(plot: Plot, report: Report) -> bytes:
    """Return the workbook behind a native chart: categories in the first column, one series in each other one.

    A text stays a text, whatever it begins with, so that a label never becomes a formula or a link.

    Args:
        plot: The numbers.
        report: The report, which says when it was made.
    """
    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, plain) as book:
        made = dt.datetime.combine(report.request.made_on, dt.time())
        book.set_properties({"author": printable(report.brand.organisation) or "Campaign reach", "created": made})
        sheet = book.add_worksheet()
        form = book.add_format({"num_format": FORMATS.get(plot.form, COUNT)})
        for row, category in enumerate(plot.categories, 1):
            sheet.write_string(row, 0, category)
        for column, (name, values) in enumerate(plot.series, 1):
            sheet.write_string(0, column, name)
            for row, value in enumerate(values, 1):
                if value is not None:
                    sheet.write_number(row, column, value, form)
    return repacked(out.getvalue())


def cells(file: bytes, within: Package | None = None) -> dict[Place, str]:
    """Return the cells of a workbook: texts as they are, numbers as `numeral` writes them, formulas with their sign.

    Args:
        file: The workbook.
        within: The file that it is a part of.

    Raises:
        UnreadableFile: It is damaged or too large.
    """
    package = Package(file, within)
    main = package.linked("officeDocument")
    if main is None:
        return {}
    shared = package.linked("sharedStrings", main)
    texts = [_text(each) for each in package.xml(shared).iter("{*}si")] if shared else []
    parts = {link.id: link.part for link in package.links(main)}
    found: dict[Place, str] = {}
    for sheet in package.xml(main).iter("{*}sheet"):
        part = parts.get(next((value for name, value in sheet.items() if name.endswith("}id")), ""), "")
        if part in package and posixpath.dirname(part).endswith("worksheets"):
            name = sheet.get("name", "")
            found |= {(name, *place): text for place, text in _of_sheet(package.xml(part), texts)}
    return found


def in_range(reference: str) -> list[Place]:
    """Return the cells that a reference names, such as `Sheet1!$A$2:$A$4`, in order; none if it is no such reference.

    Args:
        reference: The reference.
    """
    match = _RANGE.fullmatch(reference)
    if not match:
        return []
    quoted, bare, first, last = match.groups()
    top, left = _place(first)
    bottom, right = _place(last or first)
    if (bottom - top + 1) * (right - left + 1) > _MOST:
        return []
    sheet = (quoted or bare).replace("''", "'")
    return [(sheet, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def place_of(reference: str) -> tuple[int, int] | None:
    """Return the row and the column of a cell, from 1; None if it is none.

    Args:
        reference: What a workbook calls it, such as `B7`.
    """
    return _place(reference) if _CELL.fullmatch(reference) else None


def numeral(text: str) -> str:
    """Return a number as pieces have it; a text that is none as it is.

    Programs keep fifteen digits of a number when they save it, so that only twelve are compared.

    Args:
        text: The number as a file has it.
    """
    try:
        value = float(f"{float(text):.12g}")
    except (ValueError, OverflowError):
        return text
    return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _of_sheet(sheet: etree._Element, texts: list[str]) -> Iterator[tuple[tuple[int, int], str]]:
    for cell in sheet.iter("{*}c"):
        place = place_of(cell.get("r", ""))
        formula = cell.findtext("{*}f")
        value = cell.findtext("{*}v") or ""
        kind = cell.get("t", "n")
        if kind == "s":
            text = texts[int(value)] if value.isdecimal() and int(value) < len(texts) else value
        else:
            text = _text(cell) if kind == "inlineStr" else numeral(value) if kind == "n" else value
        if formula is not None:
            text = f"={formula} {text}"
        if place and text:
            yield place, text


def _text(element: etree._Element) -> str:
    return "".join(each.text or "" for each in element.iter("{*}t"))


def _place(reference: str) -> tuple[int, int]:
    letters, digits = _CELL.fullmatch(reference).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits), column
