"""What every slide has: a title, the section it belongs to, the source, what must be known, its number, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.charts.base.theme import LIGHT
from dashboard.i18n import _
from dashboard.reports.files import slide_parts as parts
from dashboard.reports.files.colours import WARNING, on, title_colour
from dashboard.reports.files.fitting import LEADING, clean, fitting_size, lines
from dashboard.reports.files.slide_master import Master
from dashboard.reports.files.slide_parts import Box, Line
from dashboard.reports.files.texts import COMMAND
from dashboard.reports.model import Report, Section

TITLE_SIZES: Final = (26, 24, 22, 20, 18, 16, 14)
_FIELD: Final = "{C1FF6DA9-008F-4B48-92A6-B652298478BF}"


@dataclass(frozen=True)
class Page:
    """A slide that has its title.

    Attributes:
        slide: The slide of python-pptx.
        box: What is left of it.
    """

    slide: Any
    box: Box


class Frame:
    """Adds slides.

    Args:
        report: The report.
        master: The slide master.
    """

    def __init__(self, report: Report, master: Master) -> None:
        self.report = report
        self.master = master
        self.room = master.right - master.left
        self._feet: list[Any] = []

    def cover(self) -> Any:
        """Return a new first slide, with title, kind, scope and logo."""
        report, master = self.report, self.master
        slide = master.presentation.slides.add_slide(master.cover)
        title = clean(report.title)
        _write(slide.shapes.title, title, fitting_size(title, (44, 36, 30, 24, 20), self.room, 120))
        texts = [*filter(None, map(clean, (report.kind, report.scope, report.made, report.brand.organisation)))]
        under = _second(slide)
        room = under.width / 12700 - 16 if under is not None else self.room
        tall = under.height / 12700 - 8 if under is not None else 100
        ground = LIGHT.ink if master.is_plain else ""
        for size in (18, 16, 14, 12, 11):
            said = [Line(text, size, colour=ground, before=4) for text in texts]
            if parts.high(said, room) <= tall:
                break
        if under is None:
            parts.text_box(slide, Box(master.left, master.bottom - 150, self.room, 100), said)
        else:
            parts.write(under.text_frame, said)
        _drop_empty(slide, {0, 1})
        self._foot(slide, None if master.is_plain else "")
        self._write_notes(slide, [self.how_to_check()])
        return slide

    def step(self, title: str, found: Sequence[tuple[str, str]]) -> None:
        """Add the slide that opens a step of the evaluation cycle.

        Args:
            title: The step.
            found: The title and the finding of each of its sections.
        """
        master = self.master
        slide = master.presentation.slides.add_slide(master.section)
        slide.shapes.title.text_frame.text = title
        ground = on(title_colour(self.report.brand)) if master.is_plain else ""
        under = _second(slide)
        tall = under.height / 12700 if under is not None else 300
        for size in (22, 20, 18, 16, 14):
            said = [
                line
                for name, finding in found
                for line in (Line(name, 14, True, ground, 14), Line(finding, size, False, ground))
            ]
            if parts.high(said, self.room - 20) <= tall:
                break
        if under is None:
            parts.text_box(slide, self._content(master.title_top + master.title_height + 8), said)
        else:
            parts.write(under.text_frame, said)
        _drop_empty(slide, {0, 1})
        self._foot(slide, ground)
        self._write_notes(slide, [self.how_to_check()])

    def page(self, title: str, section: Section | None, notes: Sequence[str] = ()) -> Page:
        """Add a slide with a title.

        Args:
            title: What it says.
            section: The section it belongs to; None outside sections.
            notes: What the speaker reads, besides how to check the numbers.
        """
        master = self.master
        slide = master.presentation.slides.add_slide(master.content)
        _drop_empty(slide, {0})
        text = clean(title)
        size = fitting_size(text, TITLE_SIZES, self.room, master.title_height)
        _write(slide.shapes.title, text, size)
        if section is not None:
            above = " · ".join(filter(None, (capital(section.stage), clean(section.title))))
            box = Box(master.left, max(2, master.title_top - 18), self.room, 16)
            parts.text_box(slide, box, [Line(above, 12, True, LIGHT.muted)])
        tall = lines(text, size, self.room) * size * LEADING + 6 if master.is_plain else master.title_height
        self._foot(slide)
        self._write_notes(slide, [*notes, self.how_to_check()])
        return Page(slide, self._content(master.title_top + tall + 8))

    def finish(self) -> None:
        """Put what stands at the foot of slides behind all else, so that it is read aloud last."""
        for element in self._feet:
            element.getparent().append(element)

    @staticmethod
    def how_to_check() -> str:
        """Return how a reader checks the numbers."""
        return _("To check the numbers of this file against the data, run: {command}").format(command=COMMAND)

    def _content(self, top: float) -> Box:
        return Box(self.master.left, top, self.room, self.master.bottom - 38 - top)

    def _foot(self, slide: Any, ground: str | None = None) -> None:
        """Write the source and what must be known.

        Args:
            slide: The slide.
            ground: The colour of all letters, empty for that of the slide master; by default one for each purpose.
        """
        report, master = self.report, self.master
        room = self.room - 70
        source = clean(" · ".join(filter(None, (report.source, report.brand.footer))))
        said = [Line(text, 10, True, WARNING if ground is None else ground) for text in report.warnings]
        muted = LIGHT.muted if ground is None else ground
        said.append(Line(source, fitting_size(source, (10, 9, 8), room, 13), False, muted))
        tall = parts.high(said, room)
        shape = parts.text_box(slide, Box(master.left, master.bottom - tall, room, tall), said, name=_("Source"))
        self._feet.append(shape._element)
        self._number(slide, muted)

    def _number(self, slide: Any, ground: str) -> None:
        """Write the number of the slide, in the place that the master has for it."""
        model = next((each for each in slide.slide_layout.placeholders if _kind(each) == "sldNum"), None)
        if model is None:
            box = Box(self.master.right - 60, self.master.bottom - 14, 60, 14)
            shape = parts.text_box(slide, box, [Line("", 10, False, ground)])
            shape.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
            element = shape._element
        else:
            element = deepcopy(model._element)
            element.nvSpPr.cNvPr.set("id", str(max(each.shape_id for each in slide.shapes) + 1))
            slide.shapes._spTree.append(element)
        self._feet.append(element)
        paragraph = element.txBody.findall(qn("a:p"))[0]
        for each in list(paragraph):
            if each.tag != qn("a:pPr"):
                paragraph.remove(each)
        field = etree.SubElement(paragraph, qn("a:fld"), id=_FIELD, type="slidenum")
        etree.SubElement(field, qn("a:rPr"))
        etree.SubElement(field, qn("a:t")).text = str(len(self.master.presentation.slides))

    @staticmethod
    def _write_notes(slide: Any, said: Sequence[str]) -> None:
        frame = slide.notes_slide.notes_text_frame
        for place, text in enumerate(dict.fromkeys(filter(None, map(clean, said)))):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.add_run().text = text


def capital(text: str) -> str:
    """Return a text with a capital letter in front."""
    return text[:1].upper() + text[1:]


def _write(shape: Any, text: str, size: float) -> None:
    shape.text_frame.text = text
    shape.text_frame.paragraphs[0].runs[0].font.size = Pt(size)


def _second(slide: Any) -> Any:
    return next((each for each in slide.placeholders if each.placeholder_format.idx == 1), None)


def _drop_empty(slide: Any, kept: set[int]) -> None:
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx not in kept:
            shape._element.getparent().remove(shape._element)


def _kind(shape: Any) -> str:
    return str(shape._element.find(f".//{qn('p:ph')}").get("type", "obj"))
