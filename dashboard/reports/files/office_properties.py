"""What Office files say about themselves: what they are, and nothing about the person or the machine that made them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from dashboard.reports.files.fitting import clean
from dashboard.reports.model import Report

LANGUAGES: Final = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}
"""The languages of texts as Office names them."""
APPLICATION: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Campaign reach</Application></Properties>"
)
"""The part `docProps/app.xml`."""
_DROPPED: Final = ("custom-properties", "thumbnail", "customXml", "commentAuthors", "vbaProject", "printerSettings")
"""What a model may hold of those who made it, or that runs."""


def describe(properties: Any, report: Report) -> None:
    """Write the properties of an Office file.

    Args:
        properties: The core properties of python-pptx or python-docx.
        report: The report.
    """
    made = dt.datetime.combine(report.request.made_on, dt.time())
    author = clean(report.brand.organisation)[:255] or "Campaign reach"
    properties.title, properties.subject = clean(f"{report.kind}: {report.title}")[:255], clean(report.scope)[:255]
    properties.author = properties.last_modified_by = author
    properties.created = properties.modified = properties.last_printed = made
    properties.language = language_of(report)
    properties.revision = 1
    properties.comments = properties.keywords = properties.category = properties.content_status = ""
    properties.identifier = properties.version = ""


def language_of(report: Report) -> str:
    """Return the language of a report as Office names it."""
    return LANGUAGES.get(report.request.language, report.request.language)


def without_traces(*parts: Any) -> None:
    """Remove what a model holds of those who made it.

    Args:
        parts: The main part and the package, of python-pptx or python-docx.
    """
    for part in parts:
        relations = getattr(part, "_rels", None) or part.rels
        for key, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in _DROPPED:
                relations.pop(key)
