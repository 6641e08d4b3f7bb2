"""Tables as CSV or Excel files: numbers are numbers, and text is never a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import xlsxwriter

from common.formulas import harmless
from dashboard.exports import record
from dashboard.exports.provenance import Provenance
from dashboard.i18n import _, language, said
from metrics.measure_command import command

INTERNAL: Final = "internal: not protected"
"""The column by which each row says so; files are read by programs, so it is the same in every language."""
SAID: Final = ("title", "summary", "selected", "since", "assumed")
"""What a page says of a chart, which the record of its workbook repeats."""
FORMATS: Final = {"count": "#,##0", "share": "0.00%", "ratio": "#,##0.00"}


def to_csv(frame: pd.DataFrame, provenance: Provenance) -> bytes:
    """Return a table as CSV that Excel opens correctly; each row has its data version and filters.

    Args:
        frame: A measured frame.
        provenance: Where its numbers come from.
    """
    table = frame.assign(
        filters=provenance.filters,
        as_of=provenance.as_of.isoformat() if provenance.as_of else "latest",
        data_version=provenance.data_version,
        synthetic=provenance.synthetic,
    )
    if provenance.is_internal:
        table.insert(0, INTERNAL, "yes")
    if provenance.breaks:
        table["series_breaks"] = " ".join(f"{each.day} {each.platform}: {each.change}" for each in provenance.breaks)
    if provenance.based_on:
        table["based_on"] = provenance.based_on_note()
    if provenance.assumptions:
        table["assumptions"] = provenance.assumptions
    if provenance.suppressed:
        table["hidden_values"] = provenance.suppressed
    asked = record.question_of(frame)
    if asked is not None:
        table["query"] = command(asked)
    for name in table.columns:
        if pd.api.types.is_datetime64_any_dtype(table[name]):
            table[name] = table[name].dt.strftime("%Y-%m-%d")
        elif not pd.api.types.is_numeric_dtype(table[name]):
            table[name] = table[name].map(harmless)
    table.columns = [harmless(str(name)) for name in table.columns]
    if asked is not None:
        table["row_check"] = record.row_checks(list(table.columns), _as_written(table))
    return table.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _as_written(table: pd.DataFrame) -> list[list[str]]:
    """Return the cells of a table as a CSV file has them."""
    return list(csv.reader(io.StringIO(table.to_csv(index=False, header=False))))


def to_xlsx(frame: pd.DataFrame, provenance: Provenance, formats: Mapping[str, str] | None = None) -> bytes:
    """Return a workbook of two sheets, the data and what they mean, with the record by which it is checked.

    Args:
        frame: A measured frame.
        provenance: Where its numbers come from.
        formats: The format of each column with a metric: count, share or ratio.
    """
    carried = record.written(frame, about=_said(provenance), formats=dict(formats or {}))
    return workbook(frame, provenance, formats or {}, carried)


def workbook(
    frame: pd.DataFrame, provenance: Provenance, formats: Mapping[str, str], carried: bytes | None = None
) -> bytes:
    """Return a workbook of two sheets: the data, and what they mean.

    Args:
        frame: A measured frame.
        provenance: Where its numbers come from.
        formats: The format of each column with a metric: count, share or ratio.
        carried: The record by which it is checked; None for none.
    """
    made = io.BytesIO()
    literal = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(made, {"in_memory": True, **literal})
    book.set_properties({"title": provenance.title, "comments": provenance.line()})
    _data(book, frame.assign(**{INTERNAL: "yes"}) if provenance.is_internal else frame, formats)
    _about(book, provenance)
    _record(book, carried)
    book.close()
    return made.getvalue()


def _said(provenance: Provenance) -> dict[str, str]:
    """Return what a workbook says that its question does not give again."""
    return {name: getattr(provenance, name) for name in SAID} | {"language": language()}


def _record(book: Any, carried: bytes | None) -> None:
    """Write the record of a frame into a sheet that programs do not show, in cells that are long enough."""
    if carried is None:
        return
    sheet = book.add_worksheet(record.KEYWORD)
    sheet.very_hidden()
    text = carried.decode()
    for row, start in enumerate(range(0, len(text), record.CELL)):
        sheet.write_string(row, 0, text[start : start + record.CELL])


def _data(book: Any, frame: pd.DataFrame, formats: Mapping[str, str]) -> None:
    sheet = book.add_worksheet(_("Data"))
    head = book.add_format({"bold": True, "bottom": 1, "font_color": "#0033A0"})
    date = book.add_format({"num_format": "d mmm yyyy", "align": "left"})
    for column, name in enumerate(frame.columns):
        sheet.write_string(0, column, str(name), head)
        usual = "share" if str(name).endswith("share") else "count"
        shape = book.add_format({"num_format": FORMATS[formats.get(str(name), usual)]})
        for row, value in enumerate(frame[name], 1):
            _cell(sheet, row, column, value, shape, date)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(frame), 1), max(len(frame.columns) - 1, 0))
    sheet.autofit()


def _cell(sheet: Any, row: int, column: int, value: Any, number: Any, date: Any) -> None:
    if pd.isna(value):
        sheet.write_blank(row, column, None)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, pd.Timestamp(value).to_pydatetime(), date)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, float(value), number)


def _about(book: Any, provenance: Provenance) -> None:
    sheet = book.add_worksheet(_("About"))
    key = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    kinds = dict(provenance.kinds)
    lines = [
        (_("Protection"), provenance.internal_note()),
        (_("Title"), provenance.title),
        (_("Summary"), provenance.summary),
        *(
            (name, _("{text} (type of metric: {kind})").format(text=text, kind=_(kinds.get(name, ""))))
            for name, text in provenance.definitions
        ),
        (_("Based on"), provenance.based_on_note()),
        (_("Filters"), provenance.selected),
        (_("Filters (codes)"), provenance.filters),
        (_("Data as of"), provenance.known),
        (_("Since then"), provenance.since),
        (_("Assumptions"), provenance.assumed),
        (_("Data version"), "" if provenance.data_version is None else str(provenance.data_version)),
        (_("Synthetic data"), provenance.synthetic_note() or _("No")),
        (_("Hidden values"), provenance.hidden_note() or _("None")),
        *((_("Note"), said(warning)) for warning in provenance.warnings),
        *((_("Query"), sql) for sql in provenance.sql),
        (_("Made by"), _("Campaign reach, not an IOM product")),
    ]
    for row, (name, value) in enumerate((name, value) for name, value in lines if value):
        sheet.write_string(row, 0, name, key)
        sheet.write_string(row, 1, value, text)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 110)
