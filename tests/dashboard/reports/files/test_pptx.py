"""A PowerPoint report says what its model says, runs nothing, and every change of it is found."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Pt

from dashboard.reports.brand import Brand, BrandError
from dashboard.reports.compose import compose
from dashboard.reports.files import pptx
from dashboard.reports.files.contents import UnreadableFile
from dashboard.reports.files.office_record import PROPERTY
from dashboard.reports.files.packages import LARGEST, Package, packed, repacked
from dashboard.reports.model import Report, Request, Tiles
from metrics import Selection, measure
from tests.support.examples import first
from tests.support.office import changed, converted, parts, with_workbook
from tests.support.reports import HOSTILE, UNSEEN, small_report

ROOT = Path(__file__).parents[4]
TELLING = sorted(HOSTILE, key=lambda label: label[:2] not in ("=1", "<s", "#s", "هي"))
"""Labels, one of each kind first."""
RECORD = '{"text": "</record><b>&amp; “é”"}'.encode()
KENYA = {"campaign": "migrationmeans", "mission": "KEN"}
WORKBOOK = "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"


def opened(file: bytes):
    return Presentation(io.BytesIO(file))


def texts(file: bytes) -> list[str]:
    """All texts of slides, without those of notes, tables and charts."""
    shapes = (shape for slide in opened(file).slides for shape in slide.shapes if shape.has_text_frame)
    return [paragraph.text for shape in shapes for paragraph in shape.text_frame.paragraphs]


def charts(file: bytes) -> list:
    return [shape.chart for slide in opened(file).slides for shape in slide.shapes if shape.has_chart]


def tables(file: bytes) -> list[list[list[str]]]:
    found = (shape.table for slide in opened(file).slides for shape in slide.shapes if shape.has_table)
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]


@pytest.fixture(scope="module")
def mission(sample) -> Report:
    return compose(Request("mission", Selection(KENYA), language="fr"), sample.directory)


@pytest.fixture(scope="module")
def made(mission: Report) -> bytes:
    return pptx.write(mission)


@pytest.fixture(scope="module")
def small() -> bytes:
    return pptx.write(small_report())


def test_its_numbers_are_those_of_measure(mission: Report, made: bytes, sample) -> None:
    file = made
    tile = next(tile for block in mission.sections[0].blocks if isinstance(block, Tiles) for tile in block.tiles)
    assert tile.value == measure(["posts"], where=KENYA, warehouse=sample.directory)["posts"].iloc[0]
    assert tile.shown in texts(file)
    measured = measure(["posts"], ["platform"], KENYA, warehouse=sample.directory)
    by_platform = next(figure for figure in mission.figures if figure.key == "posts-by-platform")
    chart = next(chart for chart in charts(file) if len(chart.plots[0].categories) == len(measured))
    assert sorted(chart.plots[0].series[0].values) == sorted(measured["posts"])
    assert list(chart.plots[0].categories) == list(by_platform.plot.categories)


def test_each_slide_has_title_source_number_and_notes(mission: Report, made: bytes) -> None:
    deck = opened(made)
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert {figure.title for figure in mission.figures} <= set(titles)
    for number, slide in enumerate(deck.slides, 1):
        said = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert slide.shapes.title.text_frame.text
        assert said[-1] == str(number)  # the foot is read aloud last
        assert [text for text in said if mission.source in text and mission.warnings[0] in text]
        assert "cli.py verify" in slide.notes_slide.notes_text_frame.text


def test_a_step_with_several_sections_has_a_slide_with_their_findings(small: bytes) -> None:
    report = small_report()
    other = dataclasses.replace(report.sections[0], key="other", title="Other", finding="Another finding", blocks=())
    slides = opened(pptx.write(dataclasses.replace(report, sections=(*report.sections, other)))).slides
    assert slides[1].slide_layout._element.get("type") == "secHead"
    said = [paragraph.text for paragraph in slides[1].placeholders[1].text_frame.paragraphs]
    assert said == ["Kenya", "Finding: Kenya", "Other", "Another finding"]
    assert not [slide for slide in opened(small).slides if slide.slide_layout._element.get("type") == "secHead"]


def test_each_chart_and_picture_is_described(mission: Report, made: bytes) -> None:
    shapes = [shape for slide in opened(made).slides for shape in slide.shapes]
    drawn = [shape for shape in shapes if shape.has_chart or shape.has_table or shape.shape_type == 13]
    assert len(drawn) >= len(mission.figures)
    assert all(shape._element.xpath(".//p:cNvPr/@descr") for shape in drawn)


def test_the_notes_of_a_chart_define_its_metric(small: bytes) -> None:
    slide = next(slide for slide in opened(small).slides if any(shape.has_chart for shape in slide.shapes))
    notes = slide.notes_slide.notes_text_frame.text.split("\n")
    assert notes[0].startswith("Kenya has the most. Counted: Kenya.")
    assert notes[1] == "Posts: Posts published: Kenya"


@pytest.mark.parametrize("label", first(4, TELLING))
def test_a_text_from_outside_stays_a_text(label: str) -> None:
    file = pptx.write(small_report(label, "Kenya"))
    shown = " ".join(label.split())
    assert opened(file).slides[0].shapes.title.text_frame.text == shown
    assert [row[0] for row in tables(file)[0]] == ["Mission", shown, "Peru"]
    category = charts(file)[0].plots[0].categories[0]
    assert category == shown or (category.endswith("…") and shown.startswith(category[:-1]))
    sheet = openpyxl.load_workbook(io.BytesIO(Package(file).bytes(WORKBOOK))).worksheets[0]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in sheet["A"][1:]] == [
        (category, "s", None),
        ("Kenya", "s", None),
    ]
    assert sheet["B1"].data_type == "s"
    assert 'TargetMode="External"' not in "".join(parts(file, ".rels").values())


def test_long_labels_stay_on_the_slide() -> None:
    deck = opened(pptx.write(small_report(*(f"{label} {n}" for n in range(5) for label in HOSTILE))))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_characters_that_nobody_sees_are_left_out() -> None:
    assert "abcde" in texts(pptx.write(small_report(UNSEEN)))[0]


def test_a_long_table_is_cut_and_says_so(small: bytes) -> None:
    report = small_report()
    section = report.sections[0]
    table = section.blocks[5]
    long = dataclasses.replace(table, rows=table.rows * 30, texts=table.texts * 30, row_keys=tuple(map(str, range(60))))
    blocks = (*section.blocks[:5], long)
    file = pptx.write(dataclasses.replace(report, sections=(dataclasses.replace(section, blocks=blocks),)))
    shown = len(tables(file)[0]) - 1
    assert 5 < shown < 60
    assert f"{60 - shown} more rows in the Excel file." in texts(file)
    assert not [text for text in texts(small) if "Excel" in text]


def test_the_same_report_gives_the_same_bytes(small: bytes) -> None:
    assert pptx.write(small_report()) == small


def test_nothing_in_it_tells_who_made_it(small: bytes) -> None:
    properties = opened(small).core_properties
    assert (properties.author, properties.last_modified_by) == ("Campaign reach", "Campaign reach")
    assert properties.created == properties.modified == dt.datetime(2026, 1, 31)
    assert properties.language == "en-GB"
    book = openpyxl.load_workbook(io.BytesIO(Package(small).bytes(WORKBOOK))).properties
    assert (book.creator, book.created) == ("Campaign reach", dt.datetime(2026, 1, 31))
    assert "docProps/thumbnail.jpeg" not in Package(small)


def test_the_slide_master_of_the_organisation_is_used(tmp_path: Path) -> None:
    own = Presentation()
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "An old slide"
    own.core_properties.author = "Somebody"
    own.slide_layouts[5].name = "Their layout"
    path = tmp_path / "own.pptx"
    own.save(path)
    file = pptx.write(small_report(brand=Brand("IOM <Kenya>", "#ABCDEF", "Foot & note", "Disclaimer > all", path)))
    deck = opened(file)
    assert (deck.slide_width, deck.slide_height) == (own.slide_width, own.slide_height)
    assert "Their layout" in {slide.slide_layout.name for slide in deck.slides}
    assert deck.core_properties.author == "IOM <Kenya>"
    said = "\n".join(texts(file))
    assert "An old slide" not in said
    assert "Foot & note" in said
    assert "Disclaimer > all" in said
    assert not [name for name, text in parts(file).items() if "Somebody" in text]


def test_the_logo_stands_on_the_first_slide(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="2" height="1"/></svg>')
    first = opened(pptx.write(small_report(brand=Brand("IOM", logo=logo)))).slides[0]
    picture = next(shape for shape in first.shapes if shape.shape_type == 13)
    assert picture._element.nvPicPr.cNvPr.get("descr") == "IOM"
    assert picture.left + picture.width <= Pt(960)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", packed({"a": b"b"})])
def test_a_slide_master_that_is_none_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "own.pptx"
    path.write_bytes(content)
    with pytest.raises(BrandError, match=r"own\.pptx.*PowerPoint"):
        pptx.write(small_report(brand=Brand(slides=path)))


def test_a_record_changes_nothing_else(small: bytes) -> None:
    carrying = pptx.with_record(small, RECORD)
    said, again = pptx.read(small), pptx.read(carrying)
    assert said.record is None
    assert again.record == RECORD
    assert (again.pieces, again.pictures) == (said.pieces, said.pictures)
    assert [slide.shapes.title.text for slide in opened(carrying).slides]


def test_a_record_is_found_in_each_of_its_places(small: bytes) -> None:
    carrying = pptx.with_record(small, RECORD)
    item = next(name for name in Package(carrying).names if name.startswith("customXml/item1"))
    assert pptx.read(repacked(carrying, {item: b"<other/>"})).record == RECORD
    assert pptx.read(changed(carrying, "docProps/custom", PROPERTY, "Other")).record == RECORD


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("ppt/slides/", ">4,437<", ">4,438<"),
        ("ppt/slides/", "hidden for privacy", "12"),
        ("ppt/slides/", "Another sentence.", "Another sentence!"),
        ("ppt/slides/", "Nobody knows", "Everybody knows"),
        ("ppt/slides/", "<a:t>12.5</a:t>", "<a:t/>"),
        ("ppt/slides/", 'descr="Kenya has the most.', 'descr="Peru has the most.'),
        ("ppt/slides/", "</p:spTree>", _sp := "<p:sp xmlns:p='http://schemas.openxmlformats.org/presentationml/2006/main' "
         "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><p:nvSpPr><p:cNvPr id='99' name='x'/><p:cNvSpPr/>"
         "<p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>9,999</a:t></a:r></a:p></p:txBody></p:sp>"
         "</p:spTree>"),
        ("ppt/slideLayouts/", "</p:spTree>", _sp),
        ("ppt/slideMasters/", "</p:spTree>", _sp),
        ("ppt/slides/", "<p:sld ", '<p:sld show="0" '),
        ("ppt/slides/", '<p:cNvPr id="3"', '<p:cNvPr hidden="1" id="3"'),
        ("ppt/notesSlides/", "Posts published", "Posts imagined"),
        ("ppt/charts/", "<c:v>1001.0</c:v>", "<c:v>9001.0</c:v>"),
        ("ppt/charts/", "<c:v>Kenya</c:v>", "<c:v>Peru</c:v>"),
        ("ppt/charts/", "<c:formatCode>#,##0</c:formatCode>", '<c:formatCode>"9,999"</c:formatCode>'),
        ("ppt/charts/", "<c:autoTitleDeleted", "<c:title><c:tx><c:rich><a:p><a:r><a:t>9,999</a:t></a:r></a:p></c:rich></c:tx>"
         "</c:title><c:autoTitleDeleted"),
    ],
)  # fmt: skip
def test_a_change_is_found(part: str, before: str, after: str, small: bytes) -> None:
    if part == "ppt/slideLayouts/":  # the layout of the slides with charts and tables
        part = next(name for name, text in parts(small).items() if name.startswith(part) and '"titleOnly"' in text)
    assert pptx.read(changed(small, part, before, after)).pieces != pptx.read(small).pieces


@pytest.mark.parametrize(("cell", "value"), [("B2", 9001), ("A2", "Peru"), ("B1", "Other"), ("D9", 5), ("B3", "=1+1")])
def test_a_change_behind_a_chart_is_found(cell: str, value: object, small: bytes) -> None:
    before = pptx.read(small).pieces
    assert pptx.read(with_workbook(small, WORKBOOK, lambda sheet: None)).pieces == before
    assert pptx.read(with_workbook(small, WORKBOOK, lambda sheet: sheet.__setitem__(cell, value))).pieces != before


def test_a_number_of_a_chart_is_a_piece_with_its_place(small: bytes) -> None:
    pieces = pptx.read(small).pieces
    assert [piece.place for piece in pieces if piece.text == "1001"] == ["slide 4, chart 1, point 1"]
    assert [piece.place for piece in pieces if piece.text == "12.5"] == ["slide 5, table 1, row 3, column 2"]


def test_another_picture_is_told(small: bytes) -> None:
    deck = opened(small)
    picture = deck.slides[0].shapes.add_picture(str(ROOT / "docs" / "overview.png"), Pt(0), Pt(0))
    picture._element.nvPicPr.cNvPr.set("descr", "")
    out = io.BytesIO()
    deck.save(out)
    found = pptx.read(out.getvalue())
    assert [piece.place for piece in found.pictures] == ["slide 1, picture"]
    assert found.pieces == pptx.read(small).pieces


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file, file.open("ppt/presentation.xml", "w") as part:
        for _ in range(LARGEST // 1_000_000 + 1):
            part.write(b"0" * 1_000_000)
    return out.getvalue()


def reread(small: bytes) -> bytes:
    """A slide that shows one large chart a thousand times."""
    chart = "ppt/charts/chart1.xml"
    large = Package(small).bytes(chart).replace(b"<c:plotArea>", b"<!--" + b"0" * 15_000_000 + b"--><c:plotArea>")
    slide = next(name for name, text in parts(small).items() if name.startswith("ppt/slides/s") and "<c:chart" in text)
    text = Package(small).bytes(slide).decode()
    found = re.search(r"<c:chart [^>]*>", text)[0]
    return repacked(small, {chart: large, slide: text.replace(found, found * 1000).encode()})


def twice() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("ppt/presentation.xml", "<a/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("ppt/presentation.xml", "<b/>")
    return out.getvalue()


@pytest.mark.parametrize("kind", ["none", "text", "cut", "empty", "bomb", "reread", "twice", "entities", "other"])
def test_a_file_that_is_none_is_refused(kind: str, small: bytes) -> None:
    entities = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    links = Package(small).bytes("_rels/.rels")
    files = {
        "none": lambda: b"",
        "text": lambda: b"\xff\xfe a text",
        "cut": lambda: small[: len(small) // 2],
        "empty": lambda: packed({}),
        "bomb": bomb,
        "reread": lambda: reread(small),
        "twice": twice,
        "entities": lambda: repacked(small, {"ppt/presentation.xml": entities}),
        "other": lambda: repacked(small, {"_rels/.rels": links.replace(b"ppt/presentation", b"word/document")}),
    }
    with pytest.raises(UnreadableFile, match=r"^[A-Z].*\."):
        pptx.read(files[kind]())


@pytest.mark.further
def test_libreoffice_keeps_what_it_says_and_its_record(made: bytes, tmp_path: Path) -> None:
    file = pptx.with_record(made, RECORD)
    before, after = pptx.read(file), pptx.read(converted(file, "pptx", "pptx", tmp_path))
    assert after.record == RECORD
    assert [piece.text for piece in after.pieces] == [piece.text for piece in before.pieces]
    assert [piece.text for piece in after.pictures] == [piece.text for piece in before.pictures]
