"""A workbook says what its model says: numbers as numbers, native charts from cells, texts that never become formulas."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashboard.reports.brand import Brand
from dashboard.reports.compose import compose
from dashboard.reports.files import xlsx
from dashboard.reports.files.contents import UnreadableFile
from dashboard.reports.files.xlsx_record import SHEET
from dashboard.reports.model import Report, Request
from metrics import Selection, measure
from tests.support.reports import HOSTILE, LOGOS, UNSEEN, small_report

RECORD = ('{"text": "</t>&amp; “é”' + "x1y2" * 30_000 + '"}').encode()
WHERE = {"campaign": "migrationmeans"}


@pytest.fixture(scope="module")
def platforms(sample) -> Report:
    return compose(Request("campaign", Selection(WHERE), sections=("platforms",)), sample.directory)


def opened(file: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(file))


def changed(file: bytes, part: str, before: str, after: str) -> bytes:
    """A file in whose part something is replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                assert before.encode() in content
                content = content.replace(before.encode(), after.encode(), 1)
            new.writestr(name, content)
    return out.getvalue()


def texts(file: bytes) -> list[str]:
    return [piece.text for piece in xlsx.read(file).pieces]


def part_of(file: bytes, sheet: str) -> str:
    book = opened(file)
    return f"xl/worksheets/sheet{book.sheetnames.index(sheet) + 1}.xml"


def test_its_numbers_are_those_of_measure(platforms: Report, sample) -> None:
    book = opened(xlsx.write(platforms))
    assert book.sheetnames == [
        "Contents",
        "Findings",
        "1 Posts by platform",
        "2 Posts by language",
        "Definitions",
        "Data dictionary",
        SHEET,
    ]
    measured = measure(["posts"], ["platform"], WHERE, warehouse=sample.directory)
    sheet = book["1 Posts by platform"]
    rows = list(sheet[sheet.tables["numbers_1"].ref])
    assert [cell.value for cell in rows[0]] == ["Platform", "Posts"]
    assert sorted(row[1].value for row in rows[1:]) == sorted(measured["posts"])
    assert {row[1].number_format for row in rows[1:]} == {"#,##0"}


def test_a_native_chart_has_the_numbers_of_its_cells(platforms: Report) -> None:
    file = xlsx.write(platforms)
    sheet = opened(file)["1 Posts by platform"]
    (chart,) = sheet._charts
    (series,) = chart.series
    reference = series.val.numRef.f.rpartition("!")[2].replace("$", "")
    numbers = [row[0].value for row in sheet[reference]]
    assert numbers == [float(each.v) for each in series.val.numRef.numCache.pt] == [3013, 1418, 6]
    assert [each.v for each in series.cat.strRef.strCache.pt] == ["Twitter / X", "Facebook", "Tumblr"]


@pytest.mark.parametrize("label", HOSTILE)
def test_a_text_from_outside_stays_a_text(label: str) -> None:
    file = xlsx.write(small_report(label, "Kenya"))
    cells = [cell for sheet in opened(file) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert label in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.hyperlink and (cell.hyperlink.target or not cell.hyperlink.location)]
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        for name in package.namelist():
            assert not re.search(
                rb"<f>(?!'|Contents|Findings)|vbaProject|externalLink|TargetMode", package.read(name)
            ), name


def test_characters_that_nobody_sees_are_left_out() -> None:
    assert opened(xlsx.write(small_report(UNSEEN)))["Contents"]["A1"].value == "abcdef"


def test_numbers_days_and_hidden_values_are_what_they_are() -> None:
    book = opened(xlsx.write(small_report()))
    sheet = book.worksheets[2]
    rows = list(sheet[sheet.tables["numbers_1"].ref])
    assert [cell.value for cell in rows[1]][:3] == ["Kenya", 1001, 0.125]
    assert [cell.number_format for cell in rows[1]][1:] == ["#,##0", "0.00%", "d mmm yyyy"]
    assert rows[1][3].is_date
    hidden = [[cell.value for cell in row] for row in book.worksheets[3][book.worksheets[3].tables["numbers_2"].ref]]
    assert hidden == [["Mission", "Posts"], ["Kenya", "hidden for privacy"], ["Peru", 12.5]]


@pytest.mark.parametrize("label", ["two\nlines", "", "Mission", "MISSION", "m" * 300])
def test_headings_of_a_table_are_those_of_its_cells_and_differ(label: str) -> None:
    """Excel repairs a workbook where they are not, and tells people that it is damaged."""
    for sheet in opened(xlsx.write(small_report(label))).worksheets[2:4]:
        for table in sheet.tables.values():
            names = [column.name for column in table.tableColumns]
            assert names == [cell.value for cell in sheet[table.ref][0]]
            assert len({name.casefold() for name in names}) == len(names)
            assert all(names)
            assert "\n" not in "".join(names)


def test_a_logo_stands_on_the_first_sheet(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(LOGOS["logo.png"])
    book = opened(xlsx.write(small_report(brand=Brand(logo=tmp_path / "logo.png"))))
    assert len(book["Contents"]._images) == 1


def test_nothing_personal_stands_in_its_properties() -> None:
    properties = opened(xlsx.write(small_report())).properties
    assert (properties.creator, properties.lastModifiedBy) == ("Campaign reach", "Campaign reach")
    assert properties.created.date().isoformat() == "2026-01-31"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert xlsx.write(small_report("a")) == xlsx.write(small_report("a"))


def test_paper_and_foot_are_those_of_the_report() -> None:
    sheet = opened(xlsx.write(small_report("A & B", paper="Letter"))).worksheets[0]
    assert sheet.page_setup.paperSize == 1
    assert sheet.oddFooter.left.text.endswith("A && B · data version 7")
    assert "Synthetic sample data" in sheet.oddFooter.left.text


def test_a_record_changes_nothing_else_and_survives_openpyxl() -> None:
    file = xlsx.write(small_report(*HOSTILE))
    carrying = xlsx.with_record(file, RECORD)
    said, again = xlsx.read(file), xlsx.read(carrying)
    assert said.record is None
    assert again.record == RECORD
    assert (again.pieces, again.pictures) == (said.pieces, said.pictures)
    book, out = opened(carrying), io.BytesIO()
    assert book[SHEET].sheet_state == "veryHidden"
    book.save(out)
    saved = xlsx.read(out.getvalue())
    assert saved.record == RECORD
    assert [piece.text for piece in saved.pieces] == [piece.text for piece in said.pieces]


@pytest.mark.further
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_record_survives_libreoffice(tmp_path: Path) -> None:
    file = xlsx.with_record(xlsx.write(small_report()), RECORD)
    (tmp_path / "report.xlsx").write_bytes(file)
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run([*command, "--outdir", "saved", "report.xlsx"], cwd=tmp_path, check=True, capture_output=True)
    saved = xlsx.read((tmp_path / "saved" / "report.xlsx").read_bytes())
    assert saved.record == RECORD
    assert [piece.text for piece in saved.pieces] == texts(file)


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("1 Kenya", "<v>1001</v>", "<v>1009</v>"),
        ("1 Kenya", "<v>0.125</v>", "<v>0.126</v>"),
        ("2 Hidden values", "<v>12.5</v>", "<f>9+4</f><v>12.5</v>"),
        ("Findings", "<v>4437</v>", "<v>4438</v>"),
        ("xl/sharedStrings.xml", "4,437 posts", "4,438 posts"),
        ("xl/charts/chart1.xml", "<c:v>1001</c:v>", "<c:v>9001</c:v>"),
        ("xl/charts/chart1.xml", "<c:v>Somalia</c:v>", "<c:v>Sudan</c:v>"),
        ("xl/drawings/drawing1.xml", 'descr="Counted', 'descr="9,999 posts. Counted'),
        ("xl/styles.xml", 'formatCode="d mmm yyyy"', 'formatCode="&quot;9&quot;0"'),
        ("Contents", "data version 7", "data version 8"),
        ("xl/workbook.xml", 'name="Findings"', 'name="Results"'),
    ],
)
def test_a_change_is_found(part: str, before: str, after: str) -> None:
    file = xlsx.with_record(xlsx.write(small_report()), RECORD)
    path = part if part.startswith("xl/") else part_of(file, part)
    assert texts(changed(file, path, before, after)) != texts(file)


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("file", [b"", b"<html></html>", b"PK\x03\x04cut", _zip(), _zip(a=b"0" * 200_000_000)])
def test_a_file_that_is_none_is_refused(file: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"[A-Z].*\."):
        xlsx.read(file)


def test_a_workbook_with_two_sheets_of_one_name_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        xlsx.read(changed(xlsx.write(small_report()), "xl/workbook.xml", 'name="Findings"', 'name="Contents"'))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/charts/chart1.xml"])
def test_a_workbook_that_declares_entities_is_refused(part: str) -> None:
    file = xlsx.write(small_report())
    declared = "?>\n<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>"
    with pytest.raises(UnreadableFile):
        xlsx.read(changed(file, part, "?>", declared))
