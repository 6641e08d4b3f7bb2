"""What stands on slides: texts, headline numbers, native tables and native charts. All measures are in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.charts.base.theme import LIGHT
from dashboard.reports.files import workbook_cells
from dashboard.reports.files.colours import CARD, series_colours
from dashboard.reports.files.fitting import (
    LEADING,
    clean,
    column_widths,
    fitting_size,
    height,
    is_right_to_left,
    shortened,
)
from dashboard.reports.files.grids import Grid
from dashboard.reports.model import Plot, Report, Tile

LONGEST_LABEL: Final = 48
"""Characters of a label in a native chart: Office gives half of a chart to longer ones."""
_KINDS: Final = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "line": XL_CHART_TYPE.LINE,
}


@dataclass(frozen=True)
class Box:
    """A rectangle of a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    def below(self, top: float) -> Box:
        """Return what is left of it below a height."""
        return Box(self.left, top, self.width, self.top + self.height - top)


@dataclass(frozen=True)
class Line:
    """A paragraph.

    Attributes:
        text: Its text.
        size: The size of its letters.
        bold: Whether it is bold.
        colour: Its colour; empty for that of the slide master.
        before: The room above it.
        bullet: Whether it is an item of a list.
    """

    text: str
    size: float = 14
    bold: bool = False
    colour: str = LIGHT.ink
    before: float = 0
    bullet: bool = False

    def height(self, room: float) -> float:
        """Return about how high it is in a width."""
        return self.before + height(clean(self.text), self.size, room - (14 if self.bullet else 0))


def high(lines: Sequence[Line], room: float) -> float:
    """Return about how high paragraphs are in a width."""
    return sum(line.height(room) for line in lines)


def write(frame: Any, lines: Sequence[Line]) -> None:
    """Write paragraphs into a text frame.

    Args:
        frame: The text frame of python-pptx.
        lines: The paragraphs.
    """
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        text = clean(line.text)
        run = paragraph.add_run()
        run.text = text
        font = run.font
        font.size, font.bold = Pt(line.size), line.bold
        if line.colour:
            font.color.rgb = colour(line.colour)
        paragraph.space_before = Pt(line.before)
        properties = paragraph._p.get_or_add_pPr()
        if is_right_to_left(text):
            properties.set("rtl", "1")
        if line.bullet:
            properties.set("marL", "177800")
            properties.set("indent", "-177800")
            etree.SubElement(properties, qn("a:buFont"), typeface="Arial")
            etree.SubElement(properties, qn("a:buChar"), char="•")


def text_box(slide: Any, box: Box, lines: Sequence[Line], *, card: bool = False, name: str = "") -> Any:
    """Add paragraphs to a slide.

    Args:
        slide: The slide.
        box: Where.
        lines: The paragraphs.
        card: Whether they stand on a coloured ground.
        name: The name of the shape, as lists of what stands on a slide have it.

    Returns:
        The shape.
    """
    shape = slide.shapes.add_textbox(Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height))
    if name:
        shape.name = name
    frame = shape.text_frame
    inner = Pt(12) if card else 0
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = inner
    frame.margin_top = frame.margin_bottom = Pt(8) if card else 0
    if card:
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(CARD)
        frame.vertical_anchor = MSO_ANCHOR.TOP
    write(frame, lines)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
    return shape


def tiles(slide: Any, box: Box, found: Sequence[Tile], accent: str) -> None:
    """Add headline numbers to a slide, each on a ground of its own, three in a row.

    Args:
        slide: The slide.
        box: Where.
        found: The numbers, at most nine.
        accent: The colour of the numbers.
    """
    columns = 2 if len(found) in (2, 4) else min(3, max(1, len(found)))
    rows = -(-len(found) // columns)
    gap = 14.0
    wide = (box.width - gap * (columns - 1)) / columns
    most = (box.height - gap * (rows - 1)) / rows
    written = [_tile(tile, wide - 24, most - 16, accent) for tile in found]
    tall = min(most, max(high(lines, wide - 24) for lines in written) + 24)
    for number, (tile, lines) in enumerate(zip(found, written, strict=True)):
        row, column = divmod(number, columns)
        at = Box(box.left + column * (wide + gap), box.top + row * (tall + gap), wide, tall)
        text_box(slide, at, lines, card=True, name=clean(tile.label))


def _tile(tile: Tile, room: float, tall: float, accent: str) -> list[Line]:
    for shrink in (1.0, 0.9, 0.8, 0.7):
        size = fitting_size(tile.shown, [each * shrink for each in (34, 30, 26, 22, 18)], room, 34 * LEADING)
        lines = [Line(tile.label, 14 * shrink, True, LIGHT.muted), Line(tile.shown, size, True, accent, 2)]
        lines += [Line(text, 13 * shrink, before=3) for text in (tile.note, tile.change) if text]
        if high(lines, room) <= tall:
            break
    return lines


@dataclass(frozen=True)
class Fit:
    """A table as it fits on a slide.

    Attributes:
        widths: The width of each column.
        heights: The height of each row that fits, that of titles first.
        size: The size of letters.
    """

    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float


def fitted(table: Grid, room: float, tall: float) -> Fit:
    """Return how many rows of a table fit into a height, and how wide its columns are.

    Args:
        table: The table.
        room: Its width.
        tall: The height there is.
    """
    size = 13.0 if len(table.head) <= 6 else 11.0
    rows = [[clean(text) for text in row] for row in (table.head, *table.rows)]
    widths = column_widths(rows, [size] * len(table.head), room)
    heights: list[float] = []
    for row in rows:
        needed = max(height(text, size, wide - 14) for text, wide in zip(row, widths, strict=True)) + 8
        if heights and sum(heights) + needed > tall:
            break
        heights.append(needed)
    return Fit(tuple(widths), tuple(heights), size)


def native_table(slide: Any, box: Box, table: Grid, fits: Fit, name: str) -> None:
    """Add the rows of a table that fit.

    Args:
        slide: The slide.
        box: Where.
        table: The table.
        fits: How it fits.
        name: What it is about.
    """
    rows = len(fits.heights)
    place = Pt(box.left), Pt(box.top), Pt(sum(fits.widths)), Pt(sum(fits.heights))
    frame = slide.shapes.add_table(rows, len(table.head), *place)
    frame.name = name
    frame._element.nvGraphicFramePr.cNvPr.set("descr", name)
    native = frame.table
    for number, wide in enumerate(fits.widths):
        native.columns[number].width = Pt(wide)
    for row, texts in enumerate([table.head, *table.rows[: rows - 1]]):
        native.rows[row].height = Pt(fits.heights[row])
        for column, text in enumerate(texts):
            cell = native.cell(row, column)
            _write_cell(cell, clean(text), fits.size, row == 0, table.is_number[column])
            if row:  # the grounds of the usual style are tinted by the theme
                cell.fill.solid()
                cell.fill.fore_color.rgb = colour(CARD if row % 2 == 0 else LIGHT.paper)


def _write_cell(cell: Any, text: str, size: float, is_title: bool, is_number: bool) -> None:
    cell.margin_top = cell.margin_bottom = Pt(3)
    cell.margin_left = cell.margin_right = Pt(7)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(size), is_title
    if not is_title:
        run.font.color.rgb = colour(LIGHT.ink)
    if is_number:
        paragraph.alignment = PP_ALIGN.RIGHT
    if is_right_to_left(text):
        paragraph._p.get_or_add_pPr().set("rtl", "1")


def native_chart(slide: Any, box: Box, plot: Plot, description: str, report: Report) -> None:
    """Add a chart that can be edited, with its numbers.

    Args:
        slide: The slide.
        box: Where.
        plot: The numbers.
        description: What the chart says, for those who cannot see it.
        report: The report, for its colours and its day.
    """
    drawn = _labelled(plot)
    data = CategoryChartData(number_format=workbook_cells.FORMATS.get(drawn.form, workbook_cells.COUNT))
    data.categories = drawn.categories
    for name, values in drawn.series:
        data.add_series(name, values)
    place = Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height)
    frame = slide.shapes.add_chart(_KINDS[drawn.kind], *place, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", description)
    chart = frame.chart
    # Its own writer makes formulas of labels that begin with an equals sign.
    chart.part.chart_workbook.update_from_xlsx_blob(workbook_cells.written(drawn, report))
    for each in chart._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        each.set("val", each.get("val").lstrip("-"))  # python-pptx writes a sign that the format does not have
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(13), colour(LIGHT.ink)
    chart.has_legend = len(drawn.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    for series, hue in zip(chart.plots[0].series, series_colours(report.brand), strict=False):
        _paint(series, drawn.kind, hue)
    if drawn.kind == "bar":
        _write_bars(chart)
    else:
        _write_days(chart, drawn)
        _label_one(chart, drawn)


def _labelled(plot: Plot) -> Plot:
    series = tuple((shortened(clean(name), LONGEST_LABEL), values) for name, values in plot.series)
    return Plot(plot.kind, tuple(shortened(clean(each), LONGEST_LABEL) for each in plot.categories), series, plot.form)


def _paint(series: Any, kind: str, hue: str) -> None:
    if kind == "line":
        series.format.line.color.rgb, series.format.line.width = colour(hue), Pt(2.5)
        series.smooth = False
        series.marker.style = XL_MARKER_STYLE.NONE
    else:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour(hue)
        series.invert_if_negative = False


def _write_bars(chart: Any) -> None:
    """Name each bar and its number, so that no scale is needed; the first stands on top."""
    plot = chart.plots[0]
    plot.gap_width, plot.vary_by_categories = 40, False
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size = Pt(13)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    axis = chart.category_axis
    axis.reverse_order = True
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.color.rgb = colour(LIGHT.grid)


def _write_days(chart: Any, plot: Plot) -> None:
    """Draw a scale with thin lines, and name as many days as there is room for."""
    if plot.kind == "column":
        chart.plots[0].gap_width, chart.plots[0].vary_by_categories = 30, False
    value, axis = chart.value_axis, chart.category_axis
    value.major_gridlines.format.line.color.rgb = colour(LIGHT.grid)
    value.format.line.fill.background()
    value.major_tick_mark = XL_TICK_MARK.NONE
    value.tick_labels.font.size = Pt(12)
    if all(each is None or each >= 0 for _, values in plot.series for each in values):
        value.minimum_scale = 0
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.color.rgb = colour(LIGHT.unknown)
    axis.tick_labels.font.size = Pt(12)
    step = max(1, -(-len(plot.categories) // 9))
    element = axis._element
    for name in ("c:tickLblSkip", "c:tickMarkSkip"):
        skip = etree.Element(qn(name), val=str(step))
        last = element.find(qn("c:noMultiLvlLbl"))
        element.insert(len(element) if last is None else element.index(last), skip)


def _label_one(chart: Any, plot: Plot) -> None:
    """Write the number of the highest column, or at the end of a line, where there is one series only."""
    if len(plot.series) > 1:
        return
    values = [(value, place) for place, value in enumerate(plot.series[0][1]) if value is not None]
    if not values:
        return
    place = max(values)[1] if plot.kind == "column" else values[-1][1]
    label = chart.plots[0].series[0].points[place].data_label
    label.position = XL_LABEL_POSITION.OUTSIDE_END if plot.kind == "column" else XL_LABEL_POSITION.ABOVE
    label.font.size, label.font.bold = Pt(13), True
    element = label._dLbl
    element.find(qn("c:showVal")).set("val", "1")
    for name in ("c:showCatName", "c:showSerName", "c:showLegendKey", "c:showPercent"):
        shown = element.find(qn(name))
        if shown is not None:
            shown.set("val", "0")


def colour(code: str) -> RGBColor:
    """Return a colour such as `#0033A0` as python-pptx has it."""
    return RGBColor.from_string(code[1:].upper())
