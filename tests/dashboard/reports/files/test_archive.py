"""An archive holds every kind of file and each table; what is changed in any of them is found."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

from dashboard.reports.files import archive, html, xlsx
from dashboard.reports.files.contents import UnreadableFile
from dashboard.reports.files.packages import packed
from tests.support.reports import HOSTILE, small_report


@pytest.fixture(scope="module")
def file() -> bytes:
    return archive.write(small_report(*HOSTILE))


def members(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def record_of(file: bytes) -> bytes:
    said = archive.read(file)
    parts = {"pieces": said.pieces, "pictures": said.pictures}
    return json.dumps({name: [[each.place, each.text] for each in found] for name, found in parts.items()}).encode()


def test_it_has_every_kind_and_each_table(file: bytes) -> None:
    names = list(members(file))
    stem = "campaign-report-1-1"
    assert names[:6] == ["README.txt", *(f"{stem}.{ending}" for ending in ("pdf", "pptx", "docx", "xlsx", "html"))]
    assert names[6:] == ["tables/01-1-1.csv", "tables/02-hidden-values.csv"]


@pytest.mark.parametrize("label", ["../../etc/passwd", "CON", "a/b\\c:d", "هيئة", "m" * 300, ". ."])
def test_names_are_safe(label: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MEMBERS", {"html": html})
    for name in members(archive.write(small_report(label))):
        assert len(name) < 80
        assert name == "README.txt" or name.strip("abcdefghijklmnopqrstuvwxyz0123456789-").strip("/.").count("/") <= 1
        assert ".." not in name
        assert not name.startswith("/")


def test_a_table_keeps_numbers_and_runs_nothing(file: bytes) -> None:
    text = members(file)["tables/01-1-1.csv"].decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert head == ["Mission", "'=1+1", "Share", "Day", "Source", "table", "data_version", "report", "row_check"]
    assert [row[1:4] for row in rows[:2]] == [["1001", "0.125", "2014-08-19"], ["1002", "0.125", "2014-08-19"]]
    assert {row[0] for row in rows} >= {"'=1+1", "'+41", "'-2", "'@cmd", "<script>alert(1)</script>"}
    assert all("data version 7 Synthetic sample data" in row[4] for row in rows)


def test_the_readme_says_what_is_in_it(file: bytes) -> None:
    text = members(file)["README.txt"].decode("utf-8-sig")
    assert "Synthetic sample data" in text
    assert "python cli.py verify FILE" in text
    assert all(name in text for name in members(file) if name != "README.txt")


def test_the_same_report_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MEMBERS", {"html": html})
    assert archive.write(small_report()) == archive.write(small_report())


def test_a_record_changes_nothing_else_and_each_file_has_its_part(file: bytes) -> None:
    record = record_of(file)
    carrying = archive.with_record(file, record)
    said, again = archive.read(file), archive.read(carrying)
    assert said.record is None
    assert again.record == record
    assert (again.pieces, again.pictures) == (said.pieces, said.pictures)
    own = xlsx.read(members(carrying)["campaign-report-1-1.xlsx"])
    assert own.record is not None
    assert [tuple(each) for each in json.loads(own.record)["pieces"]] == [
        (each.place, each.text) for each in own.pieces
    ]


def test_a_record_that_says_nothing_of_files_is_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MEMBERS", {"html": html})
    assert archive.read(archive.with_record(archive.write(small_report()), b"\xff")).record == b"\xff"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("tables/01-kenya.csv", b"1001", b"1002"),
        ("README.txt", b"data version 7", b"data version 8"),
        ("campaign-report-kenya.html", b">4,437<", b">4,438<"),
        ("more.csv", b"", b"9,999\r\n"),
    ],
)
def test_a_change_is_found(name: str, before: bytes, after: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MEMBERS", {"html": html})
    file = archive.write(small_report())
    parts = members(file)
    content = parts.get(name, b"")
    assert before in content
    changed = packed(parts | {name: content.replace(before, after, 1) if before else after})
    assert archive.read(changed).pieces != archive.read(file).pieces


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"<html></html>",
        packed({"a.html": b"no"}),
        packed({"a.csv": b"\xff\xfe\x00"}),
        packed({"a.txt": b"\0" * 150_000_000}),
    ],
)
def test_a_file_that_is_none_is_refused(file: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"[A-Z].*\."):
        archive.read(file)
