"""A PDF says what its model says, is tagged, and takes every text as a text; what is changed in it is found."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, NameObject, TextStringObject

from dashboard.exports.raster import legible
from dashboard.reports.brand import Brand
from dashboard.reports.compose import compose
from dashboard.reports.files import pdf
from dashboard.reports.files.contents import Piece, UnreadableFile
from dashboard.reports.model import Report, Request
from metrics import Selection, measure
from tests.support.examples import first
from tests.support.reports import HOSTILE, LOGOS, UNSEEN, small_report

RECORD = ('{"text": "endstream endobj “é”' + "x" * 5_000 + '"}').encode()
UNIVERSAL = b"<pdfuaid:part>1</pdfuaid:part>"
"""The claim that a file keeps to PDF/UA-1."""
WHERE = {"campaign": "migrationmeans"}


@pytest.fixture(scope="module")
def platforms(sample) -> Report:
    return compose(Request("campaign", Selection(WHERE), sections=("platforms",)), sample.directory)


@pytest.fixture(scope="module")
def small() -> bytes:
    return pdf.write(small_report())


def opened(file: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(file))


def texts(file: bytes) -> list[str]:
    return [piece.text for piece in pdf.read(file).pieces]


def by_poppler(file: bytes) -> str:
    """What another reader finds, in the order of the page."""
    if not shutil.which("pdftotext"):
        pytest.skip("poppler is not installed")
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=file, capture_output=True, check=True
    ).stdout.decode()


def test_its_numbers_are_those_of_measure(platforms: Report, sample) -> None:
    found = by_poppler(pdf.write(platforms))
    measured = measure(["posts"], ["platform"], WHERE, warehouse=sample.directory)
    rows = dict(re.findall(r"^ *(Facebook|Tumblr|Twitter / X) +([\d,]+)$", found, re.MULTILINE))
    assert sorted(int(text.replace(",", "")) for text in rows.values()) == sorted(measured["posts"])


def test_it_is_tagged_and_has_bookmarks_and_alternative_texts(platforms: Report) -> None:
    file = pdf.write(platforms)
    root: Any = opened(file).root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert UNIVERSAL in root["/Metadata"].get_data()
    places = [piece.place for piece in pdf.read(file).pieces]
    assert places.count("alternative text") == len(platforms.figures)
    assert places.count("bookmark") > len(platforms.sections)
    said = texts(file)
    assert all(f"{figure.title}. {figure.chart.summary}" in said for figure in platforms.figures)


@pytest.mark.parametrize(("name", "content"), LOGOS.items())
def test_a_logo_stands_on_the_first_page(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    file = pdf.write(small_report(brand=Brand("The organisation", logo=tmp_path / name)))
    assert UNIVERSAL in opened(file).root_object["/Metadata"].get_data()  # type: ignore[attr-defined]
    assert Piece("alternative text", "The organisation") in pdf.read(file).pieces


def test_a_short_report_has_no_contents(small: bytes) -> None:
    assert "Contents" not in texts(small)


def test_the_first_page_answers_with_the_headline_numbers(sample) -> None:
    where = Selection({"campaign": "migrationmeans"})
    sections = ("headline", "platforms", "targets", "thunderclap", "quotes", "quality")
    report = compose(Request(where=where, sections=sections), sample.directory)
    first = PdfReader(io.BytesIO(pdf.write(report))).pages[0].extract_text()
    assert "passed its target" in first
    assert "521,840" in first
    assert first.index("521,840") < first.index("Contents")


def test_its_pages_can_be_looked_at_before(platforms: Report) -> None:
    drawn = pdf.pages(platforms)
    assert len(drawn) == len(opened(pdf.write(platforms)).pages)
    assert all(page.startswith(b"\x89PNG") for page in drawn)


def one_pager(mission: str, language: str, sample) -> int:
    where = Selection({"campaign": "migrationmeans", "mission": mission})
    report = compose(Request("mission", where, language=language), sample.directory)
    return len(PdfReader(io.BytesIO(pdf.write(report))).pages)


def test_a_mission_has_one_page(sample) -> None:
    assert one_pager("KEN", "fr", sample) == 1


@pytest.mark.parametrize("language", first(0, ["en", "fr", "es"], 1))
def test_every_mission_has_one_page(language: str, sample) -> None:
    codes = measure(["posts"], ["mission"], warehouse=sample.directory)["mission"]
    assert {one_pager(str(code), language, sample) for code in codes if code != "unknown"} == {1}


def test_charts_are_drawn_as_vectors(small: bytes) -> None:
    for page in opened(small).pages:
        assert len(page.images) == 0


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_the_size_of_pages_is_that_of_the_request(paper: str, size: tuple[int, int]) -> None:
    box = opened(pdf.write(small_report("a", paper=paper))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


@pytest.mark.parametrize("label", [label for label in HOSTILE if label.isascii()])
def test_a_text_from_outside_stays_a_text(label: str) -> None:
    file = pdf.write(small_report(label, "Kenya"))
    assert UNIVERSAL in opened(file).root_object["/Metadata"].get_data()  # type: ignore[attr-defined]
    said = " ".join(texts(file))
    assert "".join(label.split()) in "".join(said.replace("\u200b", "").split())


@pytest.mark.parametrize("label", ["هيئة الهجرة 2014", "日本語 한국어", "𓀀"])
def test_letters_of_every_script_are_seen(label: str) -> None:
    file = opened(pdf.write(small_report(label)))
    assert file.metadata.title == f"{legible(label)}: Campaign report"  # type: ignore[union-attr]
    assert UNIVERSAL in file.root_object["/Metadata"].get_data()  # type: ignore[attr-defined]


def test_a_mark_that_no_font_has_makes_a_file_without_the_claim() -> None:
    file = opened(pdf.write(small_report("a\U0001e8d0")))
    assert UNIVERSAL not in file.root_object["/Metadata"].get_data()  # type: ignore[attr-defined]


def test_characters_that_nobody_sees_are_left_out() -> None:
    assert opened(pdf.write(small_report(UNSEEN))).metadata.title == "abcdef: Campaign report"  # type: ignore[union-attr]


def test_the_note_on_synthetic_data_and_the_source_stand_on_every_page(platforms: Report) -> None:
    for page in opened(pdf.write(platforms)).pages:
        found = page.extract_text()
        assert "Synthetic sample data" in found
        assert "Source: campaign data" in found


def test_nothing_personal_stands_in_its_properties(small: bytes) -> None:
    about: Any = opened(small).metadata
    assert (about["/Author"], about["/CreationDate"]) == ("Campaign reach", "D:20260131000000Z")


def test_the_same_report_gives_the_same_bytes(small: bytes) -> None:
    assert pdf.write(small_report()) == small


def test_a_record_changes_nothing_else(small: bytes) -> None:
    carrying = pdf.with_record(small, RECORD)
    said, again = pdf.read(small), pdf.read(carrying)
    assert said.record is None
    assert again.record == RECORD
    assert (again.pieces, again.pictures) == (said.pieces, said.pictures)
    assert carrying.startswith(small)
    assert b"/Info" in carrying[len(small) :]  # poppler shows the title of the last part only
    assert pdf.with_record(small, RECORD) == carrying
    assert opened(carrying).metadata.title == "Kenya: Campaign report"  # type: ignore[union-attr]


def test_a_record_survives_being_saved(small: bytes) -> None:
    out = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(pdf.with_record(small, RECORD))).write(out)
    saved = pdf.read(out.getvalue())
    assert saved.record == RECORD
    assert [piece.text for piece in saved.pieces] == texts(small)


def _page(file: bytes, text: str) -> int:
    return next(place for place, page in enumerate(opened(file).pages) if text in page.extract_text())


def _saved(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_number_that_is_written_over_is_found(small: bytes) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(small))
    page = writer.pages[_page(small, "1,001")]
    content = DecodedStreamObject()
    before = page.get_contents().get_data()  # type: ignore[union-attr]
    words = re.findall(rb"\[\((?:[^\\)]|\\.)*\)\]TJ", before)
    content.set_data(before.replace(words[-1], words[0], 1))
    page[NameObject("/Contents")] = content
    changed = pdf.read(_saved(writer))
    assert [piece.text for piece in changed.pieces] != texts(small)
    assert changed.pictures != pdf.read(small).pictures


def test_a_note_on_top_is_found(small: bytes) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(small))
    writer.add_annotation(1, FreeText(text="9,999", rect=(50, 550, 200, 650)))
    assert "9,999" in texts(_saved(writer))


def test_a_change_of_what_is_read_aloud_is_found(small: bytes) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(small))
    for each in writer._objects:
        if isinstance(each, dict) and "/Alt" in each:
            each[NameObject("/Alt")] = TextStringObject("9,999 posts")
    assert "9,999 posts" in texts(_saved(writer))


@pytest.mark.parametrize("file", [b"", b"<html></html>", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"PK\x03\x04"])
def test_a_file_that_is_none_is_refused(file: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"[A-Z].*\."):
        pdf.read(file)


def test_a_file_that_is_cut_or_unpacks_without_end_is_refused(small: bytes) -> None:
    with pytest.raises(UnreadableFile):
        pdf.read(small[: len(small) // 2])
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    bomb = DecodedStreamObject()
    bomb.set_data(b"0 0 m " * 7_000_000)
    page[NameObject("/Contents")] = writer._add_object(bomb.flate_encode(9))
    with pytest.raises(UnreadableFile):
        pdf.read(_saved(writer))
