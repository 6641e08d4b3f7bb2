"""What programs show though it is no text of the page: bound fields, watermarks, bullets, comments, drawings over charts."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from types import ModuleType

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject

from dashboard.reports.files import docx, html, pdf, pptx, xlsx
from dashboard.reports.files.contents import Contents, UnreadableFile
from dashboard.reports.files.packages import RELATIONSHIPS, Package, repacked, with_links
from dashboard.reports.files.texts import one_line
from tests.support.reports import small_report

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NUMBER = "9,999,999"
W = "word/document.xml"
Change = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def files() -> dict[ModuleType, bytes]:
    return {kind: kind.write(small_report()) for kind in (docx, html, pdf, pptx, xlsx)}


def put(part: str, before: str, after: str) -> Change:
    """A change of the first part of a package whose name matches and that has a text."""

    def change(file: bytes) -> bytes:
        package = Package(file)
        name, text = next(
            (name, text)
            for name in package.names
            if re.fullmatch(part, name) and before in (text := package.bytes(name).decode())
        )
        return repacked(file, {name: text.replace(before, after, 1).encode()})

    return change


def linked(part: str, kind: str, name: str, content: str) -> Change:
    """A change that adds a part to what another one names."""

    def change(file: bytes) -> bytes:
        package = Package(file)
        owner = next(each for each in package.names if re.fullmatch(part, each))
        folder, base = owner.rsplit("/", 1)
        relations = f"{folder}/_rels/{base}.rels"
        known = package.bytes(relations) if relations in package else None
        links = with_links(known, [(f"{OFFICE}/{kind}", f"/{name}")])
        return repacked(file, {name: content.encode(), relations: links})

    return change


def paragraph(inside: str) -> Change:
    return put(W, "<w:body>", f"<w:body><w:p>{inside}</w:p>")


TEXT = (
    f'<x xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>{NUMBER}</a:t></a:r></a:p></x>'
)
BOUND = '<w:sdtPr><w:dataBinding w:xpath="/a[1]" w:storeItemID="{9,999,999}"/></w:sdtPr>'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
FIELD = '<w:fldSimple w:instr="{}"><w:r><w:t>{}</w:t></w:r></w:fldSimple>'
COMMENT = f'<w:comments xmlns:w="w"><w:p><w:r><w:t>{NUMBER}</w:t></w:r></w:p></w:comments>'
OLD = f"<xml {VML}><v:textpath string='{NUMBER}'/></xml>"
PAGE = f'<a:p><a:fld id="{{1}}" type="slidenum"><a:t>{NUMBER} people</a:t></a:fld>'
CHANGES: dict[str, tuple[ModuleType, Change]] = {
    "text bound to other data": (docx, put(W, "<w:body>", f"<w:body><w:sdt>{BOUND}<w:sdtContent/></w:sdt>")),
    "watermark": (docx, paragraph(f'<w:r><w:pict><v:textpath {VML} string="{NUMBER}"/></w:pict></w:r>')),
    "calculated field": (docx, paragraph(FIELD.format(f"= {NUMBER}", "4,437"))),
    "text as the number of a page": (docx, paragraph(FIELD.format("PAGE", f"{NUMBER} people"))),
    "number of a list": (docx, put("word/numbering.xml", 'w:lvlText w:val="', f'w:lvlText w:val="{NUMBER} ')),
    "comment in Word": (docx, linked(W, "comments", "word/comments.xml", COMMENT)),
    "comment on a slide": (pptx, linked(r"ppt/slides/slide2\.xml", "comments", "ppt/comments/c1.xml", TEXT)),
    "macros of slides": (pptx, linked(r"ppt/presentation\.xml", "vbaProject", "ppt/vbaProject.bin", NUMBER)),
    "bullet": (pptx, put(r"ppt/slides/slide\d+\.xml", "<a:p>", f'<a:p><a:pPr><a:buChar char="{NUMBER}"/></a:pPr>')),
    "number of a slide": (pptx, put(r"ppt/slides/slide\d+\.xml", "<a:p>", PAGE)),
    "drawing over a chart": (pptx, linked(r"ppt/charts/chart\d+\.xml", "chartUserShapes", "ppt/drawings/d1.xml", TEXT)),
    "drawing over a chart in Excel": (xlsx, linked(r"xl/charts/chart\d+\.xml", "chartUserShapes", "xl/drawings/d99.xml", TEXT)),
    "old drawing in Excel": (xlsx, linked(r"xl/worksheets/sheet2\.xml", "vmlDrawing", "xl/drawings/v1.vml", OLD)),
    "macros of a workbook": (xlsx, linked(r"xl/workbook\.xml", "vbaProject", "xl/vbaProject.bin", NUMBER)),
    "object in a sheet": (xlsx, linked(r"xl/worksheets/sheet2\.xml", "oleObject", "xl/embeddings/o.bin", NUMBER)),
}  # fmt: skip


def said(contents: Contents) -> list[str]:
    return [each.text for each in contents.pieces]


@pytest.mark.parametrize(("kind", "change"), CHANGES.values(), ids=CHANGES)
def test_what_a_program_shows_beside_the_texts_is_read(
    kind: ModuleType, change: Change, files: dict[ModuleType, bytes]
) -> None:
    before, after = said(kind.read(files[kind])), said(kind.read(change(files[kind])))
    assert after != before


def in_pdf(file: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(io.BytesIO(file))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_drawn_link(writer: PdfWriter) -> None:
    look = StreamObject()
    look.set_data(b"0 0 m 9 9 l S")
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject(map(FloatObject, (0, 0, 99, 99))),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
        }
    )
    writer.add_annotation(0, note)


def cropped(writer: PdfWriter) -> None:
    writer.pages[0].cropbox.upper_right = (200, 200)


def with_other_letters(writer: PdfWriter) -> None:
    fonts = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    next(iter(fonts.values())).get_object()[NameObject("/Encoding")] = NameObject("/Identity-V")


@pytest.mark.parametrize("change", [with_drawn_link, cropped, with_other_letters])
def test_a_pdf_that_is_drawn_otherwise_is_another(
    change: Callable[[PdfWriter], object], files: dict[ModuleType, bytes]
) -> None:
    before = pdf.read(in_pdf(files[pdf], lambda _writer: None))
    after = pdf.read(in_pdf(files[pdf], change))
    assert before.pictures == pdf.read(files[pdf]).pictures, "saving alone changes no page"
    assert (said(after), after.pictures) != (said(before), before.pictures)
    assert PdfReader(io.BytesIO(files[pdf])).pages


def test_a_record_that_ends_a_script_early_is_refused(files: dict[ModuleType, bytes]) -> None:
    file = html.with_record(files[html], b'{"a": "</script >"}')
    assert html.read(file).record == b'{"a": "</script >"}'
    with pytest.raises(UnreadableFile, match="damaged"):
        html.read(file.replace(b"\\u003c/script >", f"</script x><p>{NUMBER}".encode()))


def test_numbers_of_pages_are_no_texts(files: dict[ModuleType, bytes]) -> None:
    assert RELATIONSHIPS
    for kind in (docx, pptx):
        assert not any(re.fullmatch(r"\d+ ?/ ?\d+|‹#›", one_line(text)) for text in said(kind.read(files[kind])))
