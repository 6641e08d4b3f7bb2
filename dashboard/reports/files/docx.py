"""Reports as Word files: headings, numbered figures with descriptions, real tables, a table of contents.

LibreOffice 7.4 keeps texts, tables, pictures and the record when it opens and saves such a file. Microsoft Office has
not been tried.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from dashboard.i18n import _, ngettext, number, speaking
from dashboard.reports.files import word_parts as parts
from dashboard.reports.files.colours import title_colour
from dashboard.reports.files.docx_reading import read
from dashboard.reports.files.fitting import clean
from dashboard.reports.files.grids import Grid, grid
from dashboard.reports.files.office_properties import APPLICATION, describe, language_of, without_traces
from dashboard.reports.files.office_record import with_record
from dashboard.reports.files.packages import repacked
from dashboard.reports.files.texts import closing
from dashboard.reports.model import Block, Figure, Quotations, Report, Section, Style, Table, Text, Tiles
from dashboard.reports.pictures import logo_of, png_of

__all__ = ["read", "with_record", "write"]
MOST_ROWS: Final = 60
"""Rows of a table; the Excel file has all."""
_PER_POINT: Final = 1.5
"""Pixels of a chart for each point of the page."""


def write(report: Report) -> bytes:
    """Return a report as a Word file, without a record; the same report gives the same bytes.

    Args:
        report: The report.

    Raises:
        BrandError: The logo of the organisation cannot be used.
    """
    with speaking(report.request.language):
        document = _Writer(report).build()
    describe(document.core_properties, report)
    out = BytesIO()
    document.save(out)
    return repacked(out.getvalue(), {"docProps/app.xml": APPLICATION})


class _Writer:
    """Writes a report into a document.

    Args:
        report: The report.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self.document: Any = Document()
        self.accent = title_colour(report.brand)
        self.width, self.height = parts.SIZES[report.request.paper]
        self.room = self.width - 2 * parts.MARGIN
        self._headings = self._figures = self._tables = 0

    def build(self) -> Any:
        """Return the document of python-docx."""
        without_traces(self.document.part, self.document.part.package)
        parts.set_styles(self.document, self.report.brand, language_of(self.report))
        self._settings()
        self._paper()
        self._opening()
        for section in self.report.sections:
            self._section(section)
        self._numbers()
        self._definitions()
        self._heading(_("How this report was made"))
        for text in closing(self.report):
            parts.paragraph(self.document, text)
        return self.document

    def _settings(self) -> None:
        settings = self.document.settings.element
        for each in settings.findall(qn("w:rsids")):
            settings.remove(each)
        for each in settings.findall(qn("w:zoom")):
            each.set(qn("w:percent"), "100")
        for each in settings.iter(qn("w:compatSetting")):
            if each.get(qn("w:name")) == "compatibilityMode":
                each.set(qn("w:val"), "15")

    def _paper(self) -> None:
        """Set the size of the paper, and write what stands at the head and at the foot of each page."""
        report, page = self.report, self.document.sections[0]
        page.page_width, page.page_height = Pt(self.width), Pt(self.height)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Pt(parts.MARGIN)
        page.header_distance = page.footer_distance = Pt(28)
        head = page.header.paragraphs[0]
        parts.write(head, " · ".join(filter(None, (report.brand.organisation, report.kind, report.title))))
        foot = page.footer.paragraphs[0]
        for warning in report.warnings:
            before = foot.insert_paragraph_before(style="Warning")
            before.paragraph_format.space_after = Pt(0)
            parts.write(before, warning)
        parts.write(foot, " · ".join(filter(None, (report.source, report.brand.footer))))
        last = parts.styled(page.footer, "Footer")
        last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._page_number(last)

    @staticmethod
    def _page_number(into: Any) -> None:
        """Write “Page 1 of 9”, in the order of the language."""
        said = _("Page {n} of {all}")
        fields = {"{n}": "PAGE", "{all}": "NUMPAGES"}
        while said:
            place, sign = min((said.find(sign) % (len(said) + 1), sign) for sign in fields)
            into.add_run(said[:place])
            if place < len(said):
                parts.field(into, fields[sign], "1")
            said = said[place + len(sign) :]

    def _opening(self) -> None:
        report, document = self.report, self.document
        logo = logo_of(report.brand)
        if logo is not None:
            shape = document.add_paragraph().add_run().add_picture(BytesIO(logo), height=Pt(48))
            shape._inline.docPr.set("descr", clean(report.brand.organisation))
        parts.paragraph(document, report.kind, "Subtitle")
        parts.paragraph(document, report.title, "Title")
        for text in filter(None, (report.scope, report.made, report.brand.organisation)):
            parts.paragraph(document, text, "Subtitle")
        for text in report.warnings:
            parts.paragraph(document, text, "Warning")
        parts.paragraph(document, _("Contents"), "TOC Heading")
        numbers = [_("Numbers of the figures")] if report.figures else []
        ends = [_("Definitions")] if report.definitions else []
        titles = [*(section.title for section in report.sections), *numbers, *ends, _("How this report was made")]
        parts.contents(document, titles)

    def _heading(self, text: str) -> None:
        added = parts.styled(self.document, "Heading 1")
        parts.write(added, text)
        self._headings += 1
        parts.bookmark(added, self._headings)

    def _section(self, section: Section) -> None:
        self._heading(section.title)
        if section.stage:
            parts.paragraph(self.document, section.stage[:1].upper() + section.stage[1:], "Step")
        first = section.blocks[0] if section.blocks else None
        if not isinstance(first, Figure) or first.title != section.finding:
            parts.paragraph(self.document, section.finding, "Finding")
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        if isinstance(block, Text):
            self._text(block)
        elif isinstance(block, Tiles):
            self._tiles(block)
        elif isinstance(block, Table):
            self._caption("Table", _("Table {n}. {title}"), self._next_table(), block.title)
            self._grid(grid(block))
            for note in block.notes:
                parts.paragraph(self.document, note, "Note")
        elif isinstance(block, Quotations):
            self._quotations(block)
        else:
            self._figure(block)

    def _text(self, block: Text) -> None:
        if block.title:
            parts.paragraph(self.document, block.title, "Heading 2")
        styles = {Style.LEAD: "Finding", Style.LIST: "List Bullet", Style.NOTE: "Note"}
        for sentence in block.sentences:
            parts.paragraph(self.document, sentence, styles.get(block.style, "Normal"))

    def _tiles(self, block: Tiles) -> None:
        rows = tuple((tile.label, tile.shown, tile.note, tile.change) for tile in block.tiles)
        head = (_("Metric"), _("Value"), _("Note"), _("Against the period before"))
        used = [place for place in range(4) if place < 2 or any(row[place] for row in rows)]
        texts = [[row[place] for place in used] for row in (head, *rows)]
        looks = {"first": "Cell title", "second": "Number"}
        parts.table(self.document, texts, [False] * len(used), self.room, self.accent, **looks)
        self._gap()

    def _grid(self, laid_out: Grid) -> None:
        shown = laid_out.rows[:MOST_ROWS]
        parts.table(self.document, [laid_out.head, *shown], laid_out.is_number, self.room, self.accent)
        left = len(laid_out.rows) - len(shown)
        if left:
            text = ngettext("{n} more row in the Excel file.", "{n} more rows in the Excel file.", left)
            parts.paragraph(self.document, text.format(n=number(left)), "Note")
        self._gap()

    def _gap(self) -> None:
        """Leave a little room after a table."""
        parts.styled(self.document, "Cell")

    def _figure(self, figure: Figure) -> None:
        parts.paragraph(self.document, figure.title, "Heading 2")
        if figure.caption and figure.caption != figure.title:
            parts.paragraph(self.document, figure.caption).paragraph_format.keep_with_next = True
        drawn = png_of(figure, self.room * _PER_POINT)
        description = f"{figure.title}. {figure.chart.summary}"
        tallest = self.height - 2 * parts.MARGIN - 150
        parts.picture(self.document, BytesIO(drawn), self.room, tallest, figure.topic, description)
        self._figures += 1
        self._caption("Figure", _("Figure {n}. {title}"), self._figures, figure.topic)
        for note in filter(None, (figure.notes, figure.provenance.hidden_note())):
            parts.paragraph(self.document, note, "Note")

    def _caption(self, kind: str, pattern: str, place: int, title: str) -> None:
        """Write a numbered caption; a table has it above, so that it stays with what follows."""
        added = parts.styled(self.document, "Caption")
        added.paragraph_format.keep_with_next = kind == "Table"
        before, _sign, after = pattern.partition("{n}")
        added.add_run(before)
        parts.field(added, f"SEQ {kind} \\* ARABIC", str(place))
        parts.write(added, after.format(title=clean(title)))

    def _next_table(self) -> int:
        self._tables += 1
        return self._tables

    def _quotations(self, block: Quotations) -> None:
        for quoted in block.quotations:
            parts.paragraph(self.document, quoted.title, "Heading 3")
            if quoted.refusal:
                parts.paragraph(self.document, quoted.refusal)
                continue
            said = [parts.paragraph(self.document, quoted.sentence, "Quote")]
            beside = _("Say with it: {text}")
            said += [parts.paragraph(self.document, beside.format(text=text)) for text in quoted.say_with]
            if quoted.do_not_say:
                said.append(parts.paragraph(self.document, quoted.do_not_say, "Warning"))
            for each in said[:-1]:
                each.paragraph_format.keep_with_next = True

    def _numbers(self) -> None:
        """Write the numbers of all figures as tables."""
        if not self.report.figures:
            return
        self._heading(_("Numbers of the figures"))
        for place, figure in enumerate(self.report.figures, 1):
            title = _("Figure {n}. {title}").format(n=place, title=figure.title)
            self._caption("Table", _("Table {n}. {title}"), self._next_table(), title)
            self._grid(grid(figure.table))
            for note in figure.table.notes:
                parts.paragraph(self.document, note, "Note")

    def _definitions(self) -> None:
        if self.report.definitions:
            self._heading(_("Definitions"))
            texts = [(_("Metric"), _("Definition")), *self.report.definitions]
            parts.table(self.document, texts, (False, False), self.room, self.accent, first="Cell title")
            self._gap()
