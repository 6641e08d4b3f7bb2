"""A report as PDF, set by typst: tagged, with bookmarks, charts as vectors, and alternative texts.

typst refuses what breaks PDF/UA-1 as far as it checks that; nobody else has checked it. A letter that no font of this
machine has is drawn as a frame; where one slips through, the file is set without that claim. The record is a file
attached to the PDF, which programs keep when they save it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import typst

from dashboard.exports.raster import FONTS, legible
from dashboard.i18n import _, speaking
from dashboard.reports.brand import Brand
from dashboard.reports.files import pdf_reading, pdf_record
from dashboard.reports.files.contents import Contents
from dashboard.reports.files.grids import Grid, grid
from dashboard.reports.files.texts import closing, printable
from dashboard.reports.model import Block, Figure, Quotation, Quotations, Report, Section, Table, Text, Tiles
from dashboard.reports.pictures import svg_of

TEMPLATE: Final = Path(__file__).with_name("report.typ")
WIDTH: Final = 680
"""Pixels of a chart's width, which become the width of a page."""
LONG: Final = 40
"""Characters of a cell that need not stand on one line."""
PPI: Final = 90
"""Pixels on an inch of the picture of a page: a page is as wide as a column of the dashboard."""
LONGEST: Final = 120
"""Characters from which a longer text gives its column no more room."""
Standard = Literal["ua-1"]
STANDARD: Final[Standard] = "ua-1"
"""The standard that typst holds a file against."""
_BROKEN: Final = "PDF/UA-1 error"
"""What typst says where a file would break it, as letters do that no font has."""


def write(report: Report) -> bytes:
    """Return a report as a file, without a record."""
    data = _data(report)
    try:
        return _set(data, [STANDARD])
    except typst.TypstError as error:
        if _BROKEN not in str(error):
            raise
        return _set(data, [])


def pages(report: Report) -> list[bytes]:
    """Return the pages of a report as pictures (PNG), for looking at them before a file is made."""
    inputs = {"report": _data(report)}
    drawn = typst.compile(TEMPLATE.read_bytes(), format="png", ppi=PPI, font_paths=_fonts(), sys_inputs=inputs)
    return drawn if isinstance(drawn, list) else [drawn] if drawn else []


def read(file: bytes) -> Contents:
    """Return what a file says.

    Raises:
        UnreadableFile: It is damaged, no PDF, or larger than a report can be.
    """
    return pdf_reading.contents(file)


def with_record(file: bytes, record: bytes) -> bytes:
    """Return a file that carries a record; nothing else changes."""
    return pdf_record.with_record(file, record)


def _data(report: Report) -> str:
    """Return what the template writes, in the language of the report."""
    with speaking(report.request.language):
        return legible(json.dumps(_printable(_report(report)), ensure_ascii=False))


def _set(data: str, standards: list[Standard]) -> bytes:
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"report": data},
        pdf_standards=[*standards],
        timestamp=0,
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, font_paths=[FONTS])


def _report(report: Report) -> dict[str, Any]:
    day = report.request.made_on
    return {
        "language": report.request.language,
        "paper": "a4" if report.request.paper == "A4" else "us-letter",
        "colour": report.brand.colour,
        "author": report.brand.organisation or "Campaign reach",
        "organisation": report.brand.organisation,
        "logo": _logo(report.brand),
        "footer": report.brand.footer,
        "made_on": {"year": day.year, "month": day.month, "day": day.day},
        "kind": report.kind,
        "title": report.title,
        "scope": report.scope,
        "warnings": report.warnings,
        "source": report.source,
        "made": report.made,
        "is_short": _is_short(report),
        "sections": [_section(section, report) for section in report.sections],
        "closing": closing(report),
        "definitions": report.definitions,
        "meanings": [
            _("{metric}: {meaning}").format(metric=metric, meaning=meaning) for metric, meaning in report.definitions
        ],
        "tables": [] if _is_short(report) else [_table(figure.table) for figure in report.figures],
        "words": _words(),
    }


def _is_short(report: Report) -> bool:
    """Return whether a report has one page: charts side by side, and no tables of their numbers, which other files have."""
    return report.request.template == "mission" and len(report.sections) == 1


def _logo(brand: Brand) -> dict[str, Any] | None:
    if brand.logo is None:
        return None
    content, kind = brand.logo.read_bytes(), brand.logo.suffix.lower().lstrip(".")
    name = brand.organisation or _("Logo")
    return {"content": content.decode("utf-8", "ignore") if kind == "svg" else [*content], "kind": kind, "name": name}


def _words() -> dict[str, str]:
    return {
        "contents": _("Contents"),
        "tables": _("The numbers of the figures"),
        "method": _("Definitions and method"),
        "definitions": _("Definitions"),
        "say_with": _("Say with it"),
    }


def _section(section: Section, report: Report) -> dict[str, Any]:
    return {
        "topic": " · ".join(filter(None, (section.title, section.stage.capitalize()))),
        "finding": section.finding,
        "blocks": [_block(block, report) for block in section.blocks],
    }


def _block(block: Block, report: Report) -> dict[str, Any]:
    if isinstance(block, Text):
        return {"kind": "text", "style": block.style, "title": block.title, "sentences": block.sentences}
    if isinstance(block, Tiles):
        tiles = [
            {"label": tile.label, "shown": tile.shown, "lines": list(filter(None, (tile.note, tile.change)))}
            for tile in block.tiles
        ]
        return {"kind": "tiles", "tiles": tiles}
    if isinstance(block, Quotations):
        return {"kind": "quotations", "quotations": [_quotation(each) for each in block.quotations]}
    if isinstance(block, Figure):
        return _figure(block, report)
    return {"kind": "table", **_table(block)}


def _quotation(quoted: Quotation) -> dict[str, Any]:
    return {
        "title": quoted.title,
        "sentence": quoted.sentence,
        "say_with": quoted.say_with,
        "do_not_say": quoted.do_not_say,
        "refusal": _("May not be quoted. {reason}").format(reason=quoted.refusal),
    }


def _figure(figure: Figure, report: Report) -> dict[str, Any]:
    return {
        "kind": "figure",
        "topic": figure.topic,
        "title": figure.title,
        "caption": figure.caption,
        "notes": figure.notes,
        "description": f"{figure.title}. {figure.chart.summary}",
        "svg": svg_of(figure, _width(figure, report)),
        "numbers": _("The numbers are in table {n}.").format(n=_number(figure, report)),
    }


def _width(figure: Figure, report: Report) -> float:
    """Return the width of a chart in pixels: on the one page of a short report, the first is lower and the others narrow."""
    if not _is_short(report):
        return WIDTH
    return WIDTH * 1.6 if figure is report.figures[0] else WIDTH * 0.6


def _number(figure: Figure, report: Report) -> int:
    """Return the number of a chart's table, which stands at the end, after those between the texts."""
    between = sum(isinstance(block, Table) for section in report.sections for block in section.blocks)
    return between + 1 + next(place for place, each in enumerate(report.figures) if each is figure)


def _table(table: Table) -> dict[str, Any]:
    laid = grid(table)
    return {
        "title": table.title,
        "grid": {"head": laid.head, "rows": laid.rows, "right": laid.is_number, "shares": _shares(laid)},
        "notes": table.notes,
    }


def _shares(laid: Grid) -> list[int]:
    """Return for each column how much of the free width it gets: by its longest text; 0 if it need not be broken."""
    longest = [max(map(len, column)) for column in zip(laid.head, *laid.rows, strict=True)]
    return [min(length, LONGEST) if length > LONG else 0 for length in longest]


def _printable(value: Any) -> Any:
    """Return data whose texts have only what can be printed."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(each) for key, each in value.items()}
    return [_printable(each) for each in value] if isinstance(value, list | tuple) else value
