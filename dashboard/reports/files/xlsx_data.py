"""A sheet for each chart and each table of a report: the finding, the chart, its numbers, and how they were counted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from dashboard.charts.base.theme import LIGHT
from dashboard.exports.tables import FORMATS
from dashboard.i18n import _
from dashboard.reports.files.grids import Cell, Grid, grid
from dashboard.reports.files.texts import printable
from dashboard.reports.files.xlsx_page import Page
from dashboard.reports.model import Figure, Plot, Report, Table
from dashboard.reports.pictures import png_of

WIDTH: Final = 760
ROW: Final = 20
"""Pixels of a chart's width, and of a row."""
LONGEST_NAME: Final = 31
"""Characters of a sheet's name."""
_FORBIDDEN: Final = dict.fromkeys(map(ord, "[]:*?/\\'"), " ")
_DOTS: Final = 96
"""Pixels on an inch of a screen."""
_SCALE: Final = 2.0
_SHORTEST: Final = 260
_OF_A_BAR: Final = 26
_OF_A_HEAD: Final = 20
"""Pixels of a bar, and characters of a heading before it is wrapped."""


@dataclass(frozen=True)
class Sheet:
    """A sheet with numbers.

    Attributes:
        name: Its name, which no other has.
        number: Its place among them, from 1.
        section: The title of the section it belongs to.
        table: The numbers.
        figure: The chart; None for a table without one.
    """

    name: str
    number: int
    section: str
    table: Table
    figure: Figure | None = None

    @property
    def title(self) -> str:
        """The finding of the chart, or the heading of the table."""
        return self.figure.title if self.figure else self.table.title


def sheets_of(report: Report) -> tuple[Sheet, ...]:
    """Return the sheets for the charts and tables of a report, in order.

    Args:
        report: The report.
    """
    found = [
        (section.title, block)
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Figure | Table)
    ]
    return tuple(
        Sheet(_name(number, block), number, section, *_parts(block)) for number, (section, block) in enumerate(found, 1)
    )


def add_data(page: Page, sheet: Sheet) -> None:
    """Add a sheet with a chart and its numbers to a workbook.

    Args:
        page: The workbook.
        sheet: What stands in it.
    """
    figure, laid = sheet.figure, grid(sheet.table)
    plot = figure.plot if figure else None
    made = page.sheet(sheet.name, _widths(laid, plot))
    row = 1 + page.heading(made, sheet.title, figure.caption if figure else sheet.section)
    if figure and not plot:
        row = _add_picture(made, row, figure)
    first = row + (_height(plot) // ROW + 2 if plot else 0)
    made.repeat_rows(first)
    last = _add_table(page, made, first, laid, f"numbers_{sheet.number}")
    if figure and plot:
        left = len(laid.head) + 1
        last = max(last, _add_plot_data(page, made, first, left, plot, f"chart_{sheet.number}"))
        _add_chart(page.book, made, row, (sheet.name, first, left), figure, plot)
    page.lines(made, last + 1, _notes(sheet), "muted")


def _name(number: int, block: Figure | Table) -> str:
    about = block.topic if isinstance(block, Figure) else block.title
    name = " ".join([str(number), *printable(about).translate(_FORBIDDEN).split()])
    if len(name) <= LONGEST_NAME:
        return name
    whole_words = name[: LONGEST_NAME + 1].rpartition(" ")[0]
    return whole_words if len(whole_words) > LONGEST_NAME // 2 else name[:LONGEST_NAME]


def _parts(block: Figure | Table) -> tuple[Table, Figure | None]:
    return (block.table, block) if isinstance(block, Figure) else (block, None)


def _notes(sheet: Sheet) -> Iterator[str]:
    if sheet.figure and sheet.figure.notes:
        yield sheet.figure.notes
    yield from sheet.table.notes
    if provenance := sheet.table.provenance or (sheet.figure and sheet.figure.provenance):
        yield _("Source: campaign data, {line}").format(line=provenance.line())
        yield from filter(None, (provenance.hidden_note(),))


def _widths(laid: Grid, plot: Plot | None) -> list[float]:
    columns = [(title, *(row[place] for row in laid.rows)) for place, title in enumerate(laid.head)]
    if plot:
        columns += [("",), ("", *plot.categories), *((name,) for name, _numbers in plot.series)]
    return [min(60, max(12, *(len(text) for text in (column[0][:_OF_A_HEAD], *column[1:]))) + 2) for column in columns]


def _add_table(page: Page, made: Any, row: int, laid: Grid, name: str) -> int:
    for at, cells in enumerate(laid.cells, row + 1):
        for column, cell in enumerate(cells):
            page.cell(made, at, column, cell)
    page.as_table(made, row, list(zip(laid.head, laid.is_number, strict=True)), len(laid.cells), name)
    return row + len(laid.cells) + 1


def _add_plot_data(page: Page, made: Any, row: int, left: int, plot: Plot, name: str) -> int:
    for at, category in enumerate(plot.categories, row + 1):
        page.write(made, at, left, category, "cell")
    for column, (_name, numbers) in enumerate(plot.series, left + 1):
        for at, number in enumerate(numbers, row + 1):
            if number is not None:
                page.cell(made, at, column, Cell("", number, plot.form))
    head = [(_("In the chart"), False), *((series, True) for series, _numbers in plot.series)]
    page.as_table(made, row, head, len(plot.categories), name, left)
    return row + len(plot.categories) + 1


def _add_chart(book: Any, made: Any, row: int, data: tuple[str, int, int], figure: Figure, plot: Plot) -> None:
    """Add a native chart; its texts are those of cells, so that none is read as a formula."""
    name, head, left = data
    last = head + len(plot.categories)
    chart = book.add_chart({"type": plot.kind})
    for place in range(len(plot.series)):
        column, hue = left + 1 + place, LIGHT.hues[place % len(LIGHT.hues)]
        chart.add_series(
            {
                "name": [name, head, column],
                "categories": [name, head + 1, left, last, left],
                "values": [name, head + 1, column, last, column],
                **_look(plot, hue),
            }
        )
    chart.set_title({"name": [name, 0, 0], "name_font": {"size": 12, "color": LIGHT.ink}, "overlay": False})
    texts = {"num_font": {"color": LIGHT.muted, "size": 9}, "line": {"color": LIGHT.grid}}
    numbers = {**texts, "num_format": FORMATS.get(plot.form, "0"), "major_gridlines": _line(LIGHT.grid, 0.75), "min": 0}
    if plot.kind == "bar":
        chart.set_y_axis({**texts, "reverse": True})
        chart.set_x_axis({**numbers, "label_position": "none", "major_gridlines": {"visible": False}})
    else:
        chart.set_x_axis(texts)
        chart.set_y_axis(numbers)
    chart.set_legend({"none": True} if len(plot.series) == 1 else {"position": "bottom"})
    chart.set_size({"width": WIDTH, "height": _height(plot)})
    made.insert_chart(row, 0, chart, {"description": printable(figure.chart.summary), "object_position": 2})


def _look(plot: Plot, hue: str) -> dict[str, Any]:
    if plot.kind == "line":
        return {"line": {"color": hue, "width": 2.25}}
    shown = {"value": True, "font": {"color": LIGHT.ink, "size": 9}, "num_format": FORMATS.get(plot.form, "0")}
    return {"fill": {"color": hue}, "gap": 45, **({"data_labels": shown} if plot.kind == "bar" else {})}


def _line(colour: str, width: float) -> dict[str, Any]:
    return {"visible": True, "line": {"color": colour, "width": width}}


def _height(plot: Plot) -> int:
    bars = len(plot.categories) * max(1, len(plot.series))
    return max(_SHORTEST, 90 + _OF_A_BAR * bars) if plot.kind == "bar" else 320


def _add_picture(made: Any, row: int, figure: Figure) -> int:
    picture = png_of(figure, WIDTH, scale=_SCALE)
    height = int.from_bytes(picture[20:24]) / _SCALE
    made.insert_image(
        row,
        0,
        "chart.png",
        {
            "image_data": io.BytesIO(picture),
            "x_scale": 1 / _SCALE,
            "y_scale": 1 / _SCALE,
            "description": printable(f"{figure.title}. {figure.chart.summary}"),
            "object_position": 2,
        },
    )
    return row + int(height) // ROW + 2
