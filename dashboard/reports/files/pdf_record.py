"""The record of a PDF: a file attached to it, added behind what stands there, so that no byte before it changes."""

from __future__ import annotations

import io
from typing import Final

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject, TextStringObject

NAME: Final = "campaign-reach-record.json"
PROPERTY: Final = "/CampaignReachRecord"


def with_record(file: bytes, record: bytes) -> bytes:
    """Return a PDF that carries a record; nothing else changes.

    Args:
        file: The PDF as the writer made it.
        record: The record.
    """
    writer = PdfWriter(io.BytesIO(file), incremental=True)
    attached = writer.add_attachment(NAME, record)
    attached.alternative_name = TextStringObject(NAME)
    attached.description = TextStringObject("The record by which the numbers of this report are checked")
    attached.associated_file_relationship = NameObject("/Data")
    attached.subtype = NameObject("/application/json")
    writer.root_object[NameObject("/AF")] = ArrayObject([attached.pdf_object.indirect_reference])
    # An update names the document's properties only if one of them is new; without them, programs show no title.
    writer.add_metadata({PROPERTY: NAME})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def record_of(reader: PdfReader) -> bytes | None:
    """Return the record of a PDF; None if it has none.

    Args:
        reader: The PDF.
    """
    found = reader.attachments.get(NAME)
    return found[0] if found else None
