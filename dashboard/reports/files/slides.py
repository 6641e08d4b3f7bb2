"""Slides: what stands on each, in the order of the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import groupby
from typing import Any, Final

from pptx.util import Pt

from dashboard.charts.base.theme import LIGHT
from dashboard.i18n import _, ngettext, number
from dashboard.reports.files import slide_parts as parts
from dashboard.reports.files.colours import WARNING, title_colour
from dashboard.reports.files.fitting import LEADING, clean, divided
from dashboard.reports.files.grids import grid
from dashboard.reports.files.slide_frame import Frame, Page, capital
from dashboard.reports.files.slide_master import master
from dashboard.reports.files.slide_parts import Box, Line
from dashboard.reports.files.texts import closing
from dashboard.reports.model import Block, Figure, Quotation, Quotations, Report, Section, Style, Table, Text, Tiles
from dashboard.reports.pictures import logo_of, png_of

BODY_SIZES: Final = (24, 22, 20, 18, 16, 15, 14)
SMALL: Final = 12
_PER_POINT: Final = 1.25
"""Pixels of a chart for each point of the slide, so that its letters are about as large as those beside it."""
_GAP: Final = 12.0
"""The room between two cards."""
_DETAIL: Final = 2.0
"""Pixels of a picture for each of these, so that it is sharp on a screen of double density."""


@dataclass(frozen=True)
class _Shown:
    """A block as slides show it: texts that follow each other as one, and a note with what it is about."""

    block: Figure | Tiles | Table | Quotations | tuple[Text, ...]
    notes: tuple[str, ...] = ()


class Deck:
    """The slides of a report.

    Args:
        report: The report.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self.frame = Frame(report, master(report.brand))
        self.accent = title_colour(report.brand)
        self._meanings = dict(zip(report.metrics, report.definitions, strict=True))

    def build(self) -> Any:
        """Return the presentation with all slides."""
        self._logo(self.frame.cover())
        for stage, group in groupby(self.report.sections, key=lambda section: section.stage):
            sections = list(group)
            opens = bool(stage) and len(sections) > 1
            if opens:
                self.frame.step(capital(stage), [(section.title, section.finding) for section in sections])
            for section in sections:
                self._section(section, is_said=opens)
        self._definitions()
        self._method()
        self.frame.finish()
        return self.frame.master.presentation

    def _logo(self, slide: Any) -> None:
        logo = logo_of(self.report.brand)
        if logo is not None:
            picture = slide.shapes.add_picture(BytesIO(logo), 0, Pt(36), height=Pt(60))
            picture.left = Pt(self.frame.master.right) - picture.width
            picture._element.nvPicPr.cNvPr.set("descr", clean(self.report.brand.organisation))

    def _section(self, section: Section, *, is_said: bool) -> None:
        """Add the slides of a section.

        Args:
            section: The section.
            is_said: Whether its finding stands on the slide that opens its step; a chart then has its own alone.
        """
        finding = section.finding
        for shown in _shown(section.blocks):
            if is_said and isinstance(shown.block, Figure):
                self._figure(section, shown.block, shown.notes, "")
            else:
                self._block(section, shown, finding)
                finding = ""

    def _block(self, section: Section, shown: _Shown, finding: str) -> None:
        """Add the slides of a block, with the finding of its section if no slide before has it."""
        block = shown.block
        if isinstance(block, Figure):
            self._figure(section, block, shown.notes, finding if finding != block.title else "")
            return
        if isinstance(block, Tiles):
            self._tiles(section, block, shown.notes, finding)
        elif isinstance(block, Table):
            self._table(section, block, finding)
        elif isinstance(block, Quotations):
            self._cards(section, finding or section.title, [_quotation(each) for each in block.quotations])
        else:
            self._text_blocks(section, block, finding)

    def _figure(self, section: Section, figure: Figure, more: Sequence[str], finding: str) -> None:
        provenance = figure.provenance
        description = clean(f"{figure.title}. {figure.chart.summary}")
        said = [description, *more, *self._defined(provenance.definitions), *provenance.warnings]
        page = self.frame.page(figure.title, section, [*said, provenance.hidden_note(), provenance.line()])
        above = [Line(finding, 16, True)] if finding else []
        if figure.caption and figure.caption != figure.title:
            above.append(Line(figure.caption, 14, colour=LIGHT.muted, before=4 if above else 0))
        box = _above(page, page.box, above)
        if figure.plot or _height(figure) < box.height * _PER_POINT:  # a higher one needs all the room
            box = _below(page, box, (figure.notes, *more, provenance.hidden_note()))
        if figure.plot is None:
            _picture(page.slide, box, figure, description)
            return
        if figure.plot.kind == "bar":  # few bars are not much thicker than many
            box = replace(box, height=min(box.height, 24 + 64 * len(figure.plot.categories)))
        parts.native_chart(page.slide, box, figure.plot, description, self.report)

    def _tiles(self, section: Section, block: Tiles, more: Sequence[str], finding: str) -> None:
        said = self._defined([(tile.key, "") for tile in block.tiles])
        page = self.frame.page(finding or section.title, section, said)
        box = _below(page, page.box, more)
        parts.tiles(page.slide, box, block.tiles, self.accent)

    def _table(self, section: Section, table: Table, finding: str) -> None:
        said = self._defined(table.provenance.definitions) if table.provenance else []
        page = self.frame.page(finding or table.title, section, said)
        box = _above(page, page.box, [Line(table.title, 14, True, LIGHT.muted)] if finding else [])
        notes = [Line(note, SMALL, colour=LIGHT.muted, before=2) for note in table.notes]
        room = box.height - parts.high(notes, box.width) - SMALL * LEADING - 12
        laid_out = grid(table)
        fits = parts.fitted(laid_out, box.width, room)
        parts.native_table(page.slide, box, laid_out, fits, clean(table.title))
        left = len(laid_out.rows) - len(fits.heights) + 1
        if left:
            text = ngettext("{n} more row in the Excel file.", "{n} more rows in the Excel file.", left)
            notes = [Line(text.format(n=number(left)), SMALL, True, LIGHT.muted), *notes]
        if notes:
            parts.text_box(page.slide, box.below(box.top + sum(fits.heights) + 8), notes)

    def _cards(self, section: Section, title: str, cards: Sequence[list[Line]]) -> None:
        heights = [parts.high(card, self.frame.room - 24) + 18 for card in cards]
        waiting = list(zip(cards, heights, strict=True))
        page = self.frame.page(title, section)
        for place, count in enumerate(divided([tall + _GAP for tall in heights], page.box.height)):
            if place:
                page = self.frame.page(title, section)
            box = page.box
            for card, tall in waiting[:count]:
                parts.text_box(page.slide, replace(box, height=tall), card, card=True, name=clean(card[0].text))
                box = box.below(box.top + tall + _GAP)
            waiting = waiting[count:]

    def _text_blocks(self, section: Section, blocks: tuple[Text, ...], finding: str) -> None:
        titles = [block.title for block in blocks if block.title]
        title = finding or next(iter(titles), section.title)
        said: list[Line] = []
        for block in sorted(blocks, key=lambda block: block.style is Style.NOTE):
            if block.title and block.title != title:
                said.append(Line(block.title, 16, True, self.accent, 12))
            is_note = block.style is Style.NOTE
            look = Line(
                "",
                13 if is_note else BODY_SIZES[0],
                block.style is Style.LEAD,
                LIGHT.muted if is_note else LIGHT.ink,
                8,
                block.style is Style.LIST,
            )
            said += [replace(look, text=sentence) for sentence in block.sentences]
        self._texts(section, title, said)

    def _texts(self, section: Section | None, title: str, said: Sequence[Line]) -> None:
        """Add slides with texts: one in the largest size in which all fit, or else several."""
        page = self.frame.page(title, section)
        room = page.box.height
        for size in BODY_SIZES:
            sized = [replace(line, size=min(line.size, size)) for line in said]
            if parts.high(sized, page.box.width) <= room:
                break
        groups = list(_with_headings(sized))
        for place, count in enumerate(divided([parts.high(group, page.box.width) for group in groups], room)):
            if place:
                page = self.frame.page(title, section)
            parts.text_box(page.slide, page.box, [line for group in groups[:count] for line in group])
            groups = groups[count:]

    def _definitions(self) -> None:
        said = [
            line
            for label, meaning in self.report.definitions
            for line in (Line(label, 14, True, self.accent, 8), Line(meaning, 14))
        ]
        if said:
            self._texts(None, _("Definitions"), said)

    def _method(self) -> None:
        self._texts(None, _("How this report was made"), [Line(text, 16, before=8) for text in closing(self.report)])

    def _defined(self, definitions: Sequence[tuple[str, str]]) -> list[str]:
        found = (self._meanings[name] for name, _text in definitions if name in self._meanings)
        return [f"{label}: {meaning}" for label, meaning in found]


def _shown(blocks: Sequence[Block]) -> Iterator[_Shown]:
    """Yield the blocks of a section; a note without a title stands with the chart or the numbers before it."""
    waiting: _Shown | None = None
    texts: list[Text] = []
    for block in blocks:
        if isinstance(block, Text):
            if waiting and not texts and block.style is Style.NOTE and not block.title:
                waiting = replace(waiting, notes=(*waiting.notes, *block.sentences))
            else:
                texts.append(block)
            continue
        if waiting:
            yield waiting
        if texts:
            yield _Shown(tuple(texts))
            texts = []
        waiting = _Shown(block)
    if waiting:
        yield waiting
    if texts:
        yield _Shown(tuple(texts))


def _above(page: Page, box: Box, said: Sequence[Line]) -> Box:
    """Write texts above what a slide shows, and return what is left of the slide."""
    if not said:
        return box
    tall = parts.high(said, box.width)
    parts.text_box(page.slide, replace(box, height=tall), said)
    return box.below(box.top + tall + 8)


def _below(page: Page, box: Box, texts: Sequence[str]) -> Box:
    """Write how something was counted below it, and return what is left; long ones stand in the notes alone."""
    said = [Line(text, SMALL, colour=LIGHT.muted, before=2) for text in dict.fromkeys(filter(None, texts))]
    tall = parts.high(said, box.width)
    if not said or tall > box.height / 4:
        return box
    parts.text_box(page.slide, Box(box.left, box.top + box.height - tall, box.width, tall), said)
    return replace(box, height=box.height - tall - 8)


def _picture(slide: Any, box: Box, figure: Figure, description: str) -> None:
    """Add a chart as a picture, as large as there is room for."""
    room = box.height * _PER_POINT
    own = _height(figure)
    tall = min(max(room, own), own * 1.4)  # rows may stand further apart than on a page, and never closer
    wide = box.width * max(_PER_POINT, tall / box.height)
    picture = slide.shapes.add_picture(BytesIO(png_of(figure, wide, tall, _DETAIL)), Pt(box.left), Pt(box.top))
    scale = min(Pt(box.width) / picture.width, Pt(box.height) / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    picture.name = clean(figure.topic)
    picture._element.nvPicPr.cNvPr.set("descr", description)


def _height(figure: Figure) -> float:
    """Return how high a chart is on a page, in pixels."""
    return float(figure.chart.figure.layout.get("height") or 400)


def _quotation(quoted: Quotation) -> list[Line]:
    said = [Line(quoted.title, SMALL, True, LIGHT.muted)]
    if quoted.refusal:
        return [*said, Line(quoted.refusal, 14, before=2)]
    said.append(Line(quoted.sentence, 16, True, before=2))
    beside = _("Say with it: {text}")
    said += [Line(beside.format(text=text), SMALL, before=3) for text in quoted.say_with]
    if quoted.do_not_say:
        said.append(Line(quoted.do_not_say, SMALL, colour=WARNING, before=3))
    return said


def _with_headings(said: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield paragraphs, a heading together with the paragraph below it."""
    group: list[Line] = []
    for line in said:
        group.append(line)
        if not line.bold:
            yield group
            group = []
    if group:
        yield group
