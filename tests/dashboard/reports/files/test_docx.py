"""A Word report says what its model says, runs nothing, and every change of it is found."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from dashboard.reports.brand import Brand
from dashboard.reports.compose import compose
from dashboard.reports.files import docx
from dashboard.reports.files.contents import UnreadableFile
from dashboard.reports.files.office_record import PROPERTY
from dashboard.reports.files.packages import Package, packed, repacked
from dashboard.reports.model import Report, Request, Tiles
from metrics import Selection, measure
from tests.support.examples import first
from tests.support.office import changed, converted, parts
from tests.support.reports import HOSTILE, UNSEEN, small_report

TELLING = sorted(HOSTILE, key=lambda label: label[:2] not in ("=1", "<s", "#s", "هي"))
"""Labels, one of each kind first."""
RECORD = '{"text": "</record><b>&amp; “é”"}'.encode()
KENYA = {"campaign": "migrationmeans", "mission": "KEN"}
BODY = "word/document.xml"


def opened(file: bytes):
    return Document(io.BytesIO(file))


def texts(file: bytes, style: str = "") -> list[str]:
    return [each.text for each in opened(file).paragraphs if style in ("", each.style.name)]


def tables(file: bytes) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in opened(file).tables]


@pytest.fixture(scope="module")
def mission(sample) -> Report:
    return compose(Request("mission", Selection(KENYA), language="fr", paper="Letter"), sample.directory)


@pytest.fixture(scope="module")
def made(mission: Report) -> bytes:
    return docx.write(mission)


@pytest.fixture(scope="module")
def small() -> bytes:
    return docx.write(small_report())


def test_its_numbers_are_those_of_measure(mission: Report, made: bytes, sample) -> None:
    file = made
    found = tables(file)
    tile = next(tile for block in mission.sections[0].blocks if isinstance(block, Tiles) for tile in block.tiles)
    assert tile.value == measure(["posts"], where=KENYA, warehouse=sample.directory)["posts"].iloc[0]
    assert tile.shown in [row[1] for row in found[0]]
    measured = measure(["posts"], ["platform"], KENYA, warehouse=sample.directory)
    title = next(figure.title for figure in mission.figures if figure.key == "posts-by-platform")
    captions = [text for text in texts(file, "Caption") if text.startswith("Tableau")]
    place = next(number for number, text in enumerate(captions) if title in text)
    assert sorted(int(row[1]) for row in found[place + 1][1:]) == sorted(measured["posts"])


def test_it_has_headings_figures_with_captions_and_a_table_of_contents(mission: Report, made: bytes) -> None:
    file = made
    document = opened(file)
    sections = [section.title for section in mission.sections]
    assert texts(file, "Heading 1")[: len(sections)] == sections
    assert texts(file, "toc 1") == texts(file, "Heading 1")
    marks = {each.get(qn("w:name")) for each in document.element.iter(qn("w:bookmarkStart"))}
    assert [each.get(qn("w:anchor")) in marks for each in document.element.iter(qn("w:hyperlink"))] == [True] * len(
        marks
    )
    described = [each.get("descr") for each in document.element.iter(qn("wp:docPr"))]
    assert described == [f"{figure.title}. {figure.chart.summary}" for figure in mission.figures]
    figures = [text for text in texts(file, "Caption") if text.startswith("Figure")]
    assert figures == [f"Figure {n}. {each.topic}" for n, each in enumerate(mission.figures, 1)]


def test_each_page_has_source_warning_and_number(mission: Report, made: bytes) -> None:
    page = opened(made).sections[0]
    assert (page.page_width.pt, page.page_height.pt) == (612, 792)
    said = [each.text for each in page.footer.paragraphs]
    assert mission.warnings[0] in said
    assert mission.source in said
    assert "Page 1 sur 1" in said
    assert "PAGE" in page.footer._element.xml
    assert "NUMPAGES" in page.footer._element.xml


def test_the_first_row_of_each_table_is_repeated(small: bytes) -> None:
    for table in opened(small).tables:
        assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows][:2] == [True, False]


def test_texts_are_marked_with_their_language(made: bytes) -> None:
    assert opened(made).styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "fr-FR"


@pytest.mark.parametrize("label", first(4, TELLING))
def test_a_text_from_outside_stays_a_text(label: str) -> None:
    file = docx.write(small_report(label, "Kenya"))
    shown = " ".join(label.split())
    assert shown in texts(file, "Title")
    assert shown in [row[0] for table in tables(file) for row in table]
    assert 'TargetMode="External"' not in "".join(parts(file, ".rels").values())
    instructions = {each.text.split()[0] for each in opened(file).element.iter(qn("w:instrText"))}
    assert instructions == {"TOC", "SEQ"}


def test_a_table_is_never_wider_than_the_page(small: bytes) -> None:
    for file in (small, docx.write(small_report(*HOSTILE))):
        document = opened(file)
        page = document.sections[0]
        room = page.page_width - page.left_margin - page.right_margin
        assert all(sum(column.width for column in table.columns) <= room + 20 for table in document.tables)


def test_characters_that_nobody_sees_are_left_out() -> None:
    assert "abcde" in texts(docx.write(small_report(UNSEEN)), "Title")[0]


def test_a_text_that_runs_to_the_left_says_so() -> None:
    document = opened(docx.write(small_report("هيئة الهجرة")))
    title = next(each for each in document.paragraphs if each.style.name == "Title")
    assert title._p.pPr.find(qn("w:bidi")) is not None
    assert title.runs[0].font.rtl


def test_a_long_table_is_cut_and_says_so() -> None:
    report = small_report()
    section = report.sections[0]
    table = section.blocks[5]
    long = dataclasses.replace(
        table, rows=table.rows * 50, texts=table.texts * 50, row_keys=tuple(map(str, range(100)))
    )
    file = docx.write(dataclasses.replace(report, sections=(dataclasses.replace(section, blocks=(long,)),)))
    shown = len(tables(file)[0]) - 1
    assert shown == docx.MOST_ROWS
    assert f"{100 - shown} more rows in the Excel file." in texts(file)


def test_the_same_report_gives_the_same_bytes(small: bytes) -> None:
    assert docx.write(small_report()) == small


def test_nothing_in_it_tells_who_made_it(small: bytes) -> None:
    properties = opened(small).core_properties
    assert (properties.author, properties.last_modified_by) == ("Campaign reach", "Campaign reach")
    assert properties.created == properties.modified == dt.datetime(2026, 1, 31, tzinfo=properties.created.tzinfo)
    assert not [name for name in Package(small).names if "thumbnail" in name or name.startswith("customXml")]
    assert "rsid" not in Package(small).bytes("word/settings.xml").decode()


def test_the_organisation_is_named_and_its_colour_used() -> None:
    file = docx.write(small_report(brand=Brand("IOM <Kenya>", "#7A1230", "Foot & note", "Disclaimer > all")))
    document = opened(file)
    assert "IOM <Kenya>" in texts(file, "Subtitle")
    assert "Disclaimer > all" in texts(file)
    assert any("Foot & note" in each.text for each in document.sections[0].footer.paragraphs)
    assert str(document.styles["Heading 1"].font.color.rgb) == "7A1230"
    assert document.core_properties.author == "IOM <Kenya>"


def test_the_logo_stands_on_the_first_page(small: bytes, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="2" height="1"/></svg>')
    document = opened(docx.write(small_report(brand=Brand("IOM", logo=logo))))
    assert len(document.inline_shapes) == len(opened(small).inline_shapes) + 1
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "IOM"


def test_a_record_changes_nothing_else(small: bytes) -> None:
    carrying = docx.with_record(small, RECORD)
    said, again = docx.read(small), docx.read(carrying)
    assert said.record is None
    assert again.record == RECORD
    assert (again.pieces, again.pictures) == (said.pieces, said.pictures)
    assert texts(carrying) == texts(small)


def test_a_record_is_found_in_each_of_its_places(small: bytes) -> None:
    carrying = docx.with_record(small, RECORD)
    assert docx.read(repacked(carrying, {"customXml/item1.xml": b"<other/>"})).record == RECORD
    assert docx.read(changed(carrying, "docProps/custom", PROPERTY, "Other")).record == RECORD


_PARAGRAPH = "<w:p><w:r><w:t>9,999</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        (BODY, ">4,437<", ">4,438<"),
        (BODY, ">1,001<", ">9,001<"),
        (BODY, "hidden for privacy", "12"),
        (BODY, "Another sentence.", "Another sentence!"),
        (BODY, "<w:t>12.5</w:t>", ""),
        (BODY, 'descr="Kenya has the most.', 'descr="Peru has the most.'),
        (BODY, "<w:sectPr", f"{_PARAGRAPH}<w:sectPr"),
        (BODY, "<w:sectPr", f"<w:sdt><w:sdtContent>{_PARAGRAPH}</w:sdtContent></w:sdt><w:sectPr"),
        (BODY, ">1</w:t>", ">7</w:t>"),
        (BODY, "<w:t>4,437</w:t>", "<w:rPr><w:vanish/></w:rPr><w:t>4,437</w:t>"),
        ("word/styles", '<w:name w:val="Number"/>', '<w:name w:val="Number"/><w:rPr><w:vanish/></w:rPr>'),
        ("word/footer", "data version 7", "data version 8"),
        ("word/header", "Campaign report", "Other report"),
    ],
)
def test_a_change_is_found(part: str, before: str, after: str, small: bytes) -> None:
    assert docx.read(changed(small, part, before, after)).pieces != docx.read(small).pieces


def test_the_number_of_a_page_is_no_change(small: bytes) -> None:
    foot = next(name for name, text in parts(small).items() if name.startswith("word/footer") and "NUMPAGES" in text)
    text = Package(small).bytes(foot).decode()
    assert docx.read(repacked(small, {foot: text.replace(">1<", ">24<").encode()})).pieces == docx.read(small).pieces


def test_a_number_is_a_piece_with_its_place(small: bytes) -> None:
    pieces = docx.read(small).pieces
    assert [piece.place for piece in pieces if piece.text == "12.5"] == ["Kenya has the most, table 2, row 3, column 2"]


def test_another_picture_is_told(small: bytes) -> None:
    name = next(name for name in Package(small).names if name.endswith(".png"))
    found = docx.read(repacked(small, {name: b"another"}))
    assert found.pieces == docx.read(small).pieces
    assert found.pictures != docx.read(small).pictures


@pytest.mark.parametrize("kind", ["none", "cut", "empty", "entities", "other"])
def test_a_file_that_is_none_is_refused(kind: str, small: bytes) -> None:
    entities = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    links = Package(small).bytes("_rels/.rels")
    file = {
        "none": b"",
        "cut": small[: len(small) // 2],
        "empty": packed({}),
        "entities": repacked(small, {BODY: entities}),
        "other": repacked(small, {"_rels/.rels": links.replace(b"word/document", b"ppt/presentation")}),
    }[kind]
    with pytest.raises(UnreadableFile, match=r"^[A-Z].*\."):
        docx.read(file)


@pytest.mark.further
def test_libreoffice_keeps_what_it_says_and_its_record(made: bytes, tmp_path: Path) -> None:
    file = docx.with_record(made, RECORD)
    before, after = docx.read(file), docx.read(converted(file, "docx", "docx", tmp_path))
    assert after.record == RECORD
    assert [piece.text for piece in after.pieces] == [piece.text for piece in before.pieces]
    assert [piece.text for piece in after.pictures] == [piece.text for piece in before.pictures]
