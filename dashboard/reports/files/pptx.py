"""Reports as PowerPoint files: slides of 16:9 with native charts and tables, and notes for the speaker.

Charts that Office has no kind for, such as maps and ranges, are pictures. LibreOffice 7.4 keeps texts, tables, the
numbers of charts and the record when it opens and saves such a file, but drops the descriptions of charts and the
workbooks behind them; the notes say the same as the descriptions. Microsoft Office has not been tried.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn

from dashboard.i18n import speaking
from dashboard.reports.files.office_properties import APPLICATION, describe, language_of
from dashboard.reports.files.office_record import with_record
from dashboard.reports.files.packages import repacked
from dashboard.reports.files.pptx_reading import read
from dashboard.reports.files.slides import Deck
from dashboard.reports.model import Report

__all__ = ["read", "with_record", "write"]


def write(report: Report) -> bytes:
    """Return a report as a PowerPoint file, without a record; the same report gives the same bytes.

    Args:
        report: The report.

    Raises:
        BrandError: The slide master or the logo of the organisation cannot be used.
    """
    with speaking(report.request.language):
        deck = Deck(report).build()
    for slide in deck.slides:
        _speak(slide._element, language_of(report))
        _speak(slide.notes_slide._element, language_of(report))
    describe(deck.core_properties, report)
    out = BytesIO()
    deck.save(out)
    return repacked(out.getvalue(), {"docProps/app.xml": APPLICATION})


def _speak(root: Any, language: str) -> None:
    """Say in which language the texts of a slide are, so that they are read aloud rightly."""
    for run in root.iter(qn("a:r"), qn("a:fld")):
        properties = run.find(qn("a:rPr"))
        if properties is None:
            properties = etree.Element(qn("a:rPr"))
            run.insert(0, properties)
        properties.set("lang", language)
