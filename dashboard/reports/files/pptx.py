"""Reports as PowerPoint files: slides of 16:9 with native charts and tables, and notes for the speaker.

Charts that Office has no kind for, such as maps and ranges, are pictures. LibreOffice 7.4 keeps texts, tables, the
numbers of charts and the record when it opens and saves such a file, but drops the descriptions of charts and the
workbooks behind them; the notes say the same as the descriptions. Microsoft Office has not been tried.
"""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any, Final

from lxml import etree
from pptx.oxml.ns import qn

from dashboard.i18n import speaking
from dashboard.reports.files.fitting import clean
from dashboard.reports.files.office_record import with_record
from dashboard.reports.files.packages import repacked
from dashboard.reports.files.pptx_reading import read
from dashboard.reports.files.slides import Deck
from dashboard.reports.model import Report

__all__ = ["read", "with_record", "write"]
LANGUAGES: Final = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}
"""The languages of texts as Office names them."""
_APPLICATION: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Campaign reach</Application></Properties>"
)


def write(report: Report) -> bytes:
    """Return a report as a PowerPoint file, without a record; the same report gives the same bytes.

    Args:
        report: The report.

    Raises:
        BrandError: The slide master of the organisation cannot be used.
    """
    with speaking(report.request.language):
        deck = Deck(report).build()
    for slide in deck.slides:
        _speak(slide._element, report.request.language)
        _speak(slide.notes_slide._element, report.request.language)
    describe(deck.core_properties, report)
    out = BytesIO()
    deck.save(out)
    return repacked(out.getvalue(), {"docProps/app.xml": _APPLICATION})


def describe(properties: Any, report: Report) -> None:
    """Write the properties of an Office file: what it is, and nothing about the person or the machine that made it.

    Args:
        properties: The core properties of python-pptx or python-docx.
        report: The report.
    """
    made = dt.datetime.combine(report.request.made_on, dt.time())
    author = clean(report.brand.organisation)[:255] or "Campaign reach"
    properties.title, properties.subject = clean(f"{report.kind}: {report.title}")[:255], clean(report.scope)[:255]
    properties.author = properties.last_modified_by = author
    properties.created = properties.modified = properties.last_printed = made
    properties.language = LANGUAGES.get(report.request.language, report.request.language)
    properties.revision = 1
    properties.comments = properties.keywords = properties.category = properties.content_status = ""
    properties.identifier = properties.version = ""


def _speak(root: Any, language: str) -> None:
    """Say in which language the texts of a slide are, so that they are read aloud rightly."""
    for run in root.iter(qn("a:r"), qn("a:fld")):
        properties = run.find(qn("a:rPr"))
        if properties is None:
            properties = etree.Element(qn("a:rPr"))
            run.insert(0, properties)
        properties.set("lang", LANGUAGES.get(language, language))
