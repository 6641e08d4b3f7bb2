"""Files that unpack to far more than they are, or name what no report has, are refused before they cost anything."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from types import ModuleType

import pytest
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from dashboard.reports.files import archive, docx, html, pdf, pptx, xlsx
from dashboard.reports.files.contents import UnreadableFile
from dashboard.reports.files.packages import Package, packed, repacked
from tests.support.reports import small_report

EMBEDDED = "ppt/embeddings/"


@pytest.fixture(scope="module")
def files() -> dict[ModuleType, bytes]:
    return {kind: kind.write(small_report()) for kind in (archive, docx, html, pptx, xlsx)}


def within(part: str, before: bytes, after: bytes) -> Callable[[bytes], bytes]:
    """A change of the first part of a package whose name begins so."""

    def change(file: bytes) -> bytes:
        package = Package(file)
        name = next(each for each in package.names if each.startswith(part) and before in package.bytes(each))
        return repacked(file, {name: package.bytes(name).replace(before, after, 1)})

    return change


def with_many_workbooks(file: bytes) -> bytes:
    """Each chart has a workbook that unpacks to many tags, none of them too many alone."""
    package = Package(file)
    name = next(each for each in package.names if each.startswith(EMBEDDED))
    book = package.bytes(name)
    large = within("xl/worksheets/", b"<sheetData>", b"<sheetData><row>" + b"<c/>" * 190_000 + b"</row>")(book)
    slide = next(
        each
        for each in package.names
        if re.fullmatch(r"ppt/slides/slide\d+\.xml", each) and b"graphicFrame" in package.bytes(each)
    )
    content = package.bytes(slide)
    frame = re.search(rb"<p:graphicFrame.*?</p:graphicFrame>", content, re.DOTALL)
    assert frame
    return repacked(file, {name: large, slide: content.replace(frame[0], frame[0] * 20, 1)})


BOMBS: dict[str, tuple[ModuleType, Callable[[bytes], bytes]]] = {
    "many tags in Word": (docx, within("word/document", b"<w:body>", b"<w:body>" + b"<w:p/>" * 300_000)),
    "many cells in Excel": (
        xlsx,
        within("xl/worksheets/", b"<sheetData", b"<x>" + b"<c/>" * 300_000 + b"</x><sheetData"),
    ),
    "many workbooks in PowerPoint": (pptx, with_many_workbooks),
    "many tags in HTML": (html, lambda file: file.replace(b"</body", b"<p>" * 200_000 + b"</body")),
    "many Word files": (archive, lambda file: repacked(file, {f"{n}.docx": b"" for n in range(9)})),
    "a long table": (archive, lambda file: repacked(file, {"a.csv": b"1," * 2_000_000})),
    "many tables": (archive, lambda file: packed({f"{n}.csv": b"1" for n in range(900)})),
}


def test_a_pdf_that_writes_more_than_a_report_is_refused() -> None:
    writer = PdfWriter(io.BytesIO(pdf.write(small_report())))
    content = StreamObject()
    content.set_data(b"BT (1) Tj ET " * 70_000)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(UnreadableFile, match="larger than a report"):
        pdf.read(out.getvalue())


@pytest.mark.parametrize(("kind", "change"), BOMBS.values(), ids=BOMBS)
def test_a_file_that_costs_more_than_a_report_is_refused(
    kind: ModuleType, change: Callable[[bytes], bytes], files: dict[ModuleType, bytes]
) -> None:
    with pytest.raises(UnreadableFile, match="larger than a report"):
        kind.read(change(files[kind]))
