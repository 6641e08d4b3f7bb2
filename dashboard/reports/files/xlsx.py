"""A report as an Excel workbook: a sheet for each chart and table, with native charts whose data stand in cells.

The record stands in a very hidden sheet. LibreOffice and openpyxl keep it when they open and save a workbook
(`test_xlsx.py`); Microsoft Excel has not been tried.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter

from dashboard.i18n import _, speaking
from dashboard.reports.brand import Brand
from dashboard.reports.files import xlsx_reading, xlsx_record
from dashboard.reports.files.contents import Contents
from dashboard.reports.files.grids import Cell
from dashboard.reports.files.packages import repacked
from dashboard.reports.files.texts import closing, printable
from dashboard.reports.files.xlsx_data import Sheet, add_data, sheets_of
from dashboard.reports.files.xlsx_page import Page
from dashboard.reports.model import Block, Form, Quotation, Quotations, Report, Section, Text, Tile, Tiles
from dashboard.reports.pictures import logo_of
from metrics.definitions.catalogue import METRICS

LOGO: Final = 60
"""Pixels of the height of a logo."""


def write(report: Report) -> bytes:
    """Return a report as a file, without a record."""
    out = io.BytesIO()
    literal = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with speaking(report.request.language), xlsxwriter.Workbook(out, {"in_memory": True, **literal}) as book:
        author = report.brand.organisation or "Campaign reach"
        made = dt.datetime.combine(report.request.made_on, dt.time())
        properties = {"title": f"{report.title}: {report.kind}", "author": author, "comments": report.source}
        book.set_properties({name: printable(text) for name, text in properties.items()} | {"created": made})
        page = Page(book, report)
        sheets = sheets_of(report)
        _contents(page, sheets)
        _findings(page)
        for sheet in sheets:
            add_data(page, sheet)
        _definitions(page)
        _dictionary(page, sheets)
        book.add_worksheet(xlsx_record.SHEET).very_hidden()
    return repacked(out.getvalue())


def read(file: bytes) -> Contents:
    """Return what a file says.

    Raises:
        UnreadableFile: It is damaged, no workbook, or larger than a report can be.
    """
    return xlsx_reading.contents(file)


def with_record(file: bytes, record: bytes) -> bytes:
    """Return a file that carries a record; nothing else changes."""
    return xlsx_record.with_record(file, record)


def _contents(page: Page, sheets: Sequence[Sheet]) -> None:
    report = page.report
    sheet = page.sheet(_("Contents"), (34, 64, 40))
    page.write(sheet, 0, 0, report.title, "title")
    _logo(sheet, report.brand)
    lines = [report.kind, report.scope, report.brand.organisation, report.made, report.source]
    row = page.lines(sheet, 1, filter(None, lines))
    row = page.lines(sheet, row, report.warnings, "warning") + 1
    for column, head in enumerate((_("Sheet"), _("Finding"), _("Section"))):
        page.write(sheet, row, column, head, "head")
    entries = [(_("Findings"), _("Headline numbers, findings and what may be quoted"), report.title)]
    entries += [(each.name, each.title, each.section) for each in sheets]
    entries += [(_("Definitions"), _("What each number means"), ""), (_("Data dictionary"), _("Every column"), "")]
    for at, (name, title, section) in enumerate(entries, row + 1):
        page.link(sheet, at, 0, name)
        page.write(sheet, at, 1, title, "wrapped")
        page.write(sheet, at, 2, section, "wrapped")
    page.lines(sheet, row + len(entries) + 2, closing(report), "muted")


def _logo(sheet: Any, brand: Brand) -> None:
    content = logo_of(brand)
    if content is None:
        return
    scale = LOGO / (int.from_bytes(content[20:24]) or LOGO)  # where a PNG says how high it is
    options = {"image_data": io.BytesIO(content), "x_scale": scale, "y_scale": scale}
    sheet.insert_image(0, 2, "logo.png", {**options, "description": brand.organisation or _("Logo")})


def _findings(page: Page) -> None:
    sheet = page.sheet(_("Findings"), (34, 22, 90))
    row = page.heading(sheet, page.report.title, page.report.scope)
    for section in page.report.sections:
        row = _section(page, sheet, row + 1, section)


def _section(page: Page, sheet: Any, row: int, section: Section) -> int:
    topic = " · ".join(filter(None, (section.title, section.stage.capitalize())))
    page.write(sheet, row, 0, topic, "muted")
    page.write(sheet, row + 1, 0, section.finding, "finding")
    row += 2
    for block in section.blocks:
        row = _block(page, sheet, row, block)
    return row


def _block(page: Page, sheet: Any, row: int, block: Block) -> int:
    if isinstance(block, Tiles):
        for row_, tile in enumerate(block.tiles, row):
            _tile(page, sheet, row_, tile)
        return row + len(block.tiles)
    if isinstance(block, Text):
        if block.title:
            page.write(sheet, row, 0, block.title, "head")
            row += 1
        return page.lines(sheet, row, block.sentences, across=2)
    if isinstance(block, Quotations):
        for quoted in block.quotations:
            row = _quotation(page, sheet, row, quoted)
    return row


def _tile(page: Page, sheet: Any, row: int, tile: Tile) -> None:
    page.write(sheet, row, 0, tile.label, "label")
    page.cell(sheet, row, 1, Cell(tile.shown, tile.value, _form(tile)))
    page.write(sheet, row, 2, " · ".join(filter(None, (tile.note, tile.change))), "cell")


def _form(tile: Tile) -> Form:
    metric = METRICS.get(tile.key)
    return metric.format if metric else "text"


def _quotation(page: Page, sheet: Any, row: int, quoted: Quotation) -> int:
    page.write(sheet, row, 0, quoted.title, "label")
    refused = _("May not be quoted. {reason}").format(reason=quoted.refusal)
    sentences = [quoted.sentence or refused, *quoted.say_with, quoted.do_not_say]
    return page.lines(sheet, row, filter(None, sentences), column=1, across=1)


def _definitions(page: Page) -> None:
    sheet = page.sheet(_("Definitions"), (44, 110))
    row = page.heading(sheet, _("Definitions"), _("What each number means"))
    page.table(sheet, row + 1, (_("Metric"), _("Definition")), page.report.definitions, "definitions")


def _dictionary(page: Page, sheets: Sequence[Sheet]) -> None:
    sheet = page.sheet(_("Data dictionary"), (34, 44, 14, 90))
    row = page.heading(sheet, _("Data dictionary"), _("Every column"))
    forms = {
        "text": _("text"),
        "day": _("day"),
        "count": _("count"),
        "share": _("share between 0 and 1"),
        "ratio": _("ratio"),
    }
    meanings = dict(page.report.definitions)
    rows = [
        (each.name, column.title, forms[column.form], meanings.get(column.title, ""))
        for each in sheets
        for column in each.table.columns
    ]
    page.table(sheet, row + 1, (_("Sheet"), _("Column"), _("Values"), _("Definition")), rows, "dictionary")
    note = _("A cell without a number says why: hidden for privacy, not reported or unknown. It is never zero.")
    page.lines(sheet, row + len(rows) + 3, [note], "muted")
