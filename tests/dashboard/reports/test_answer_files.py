"""A file that was downloaded under a chart carries its question, so that its numbers are derived again."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from dashboard.exports import Provenance, record, to_csv, to_xlsx
from dashboard.reports.checked import Outcome
from dashboard.reports.files.contents import UnreadableFile
from dashboard.reports.verify import verify
from data.store.warehouse import Warehouse
from metrics import Assumptions, Selection, measure
from metrics.measure_command import Asked, command, parsed

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def folder(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    return sample.directory


@pytest.fixture
def frame(folder: Path) -> pd.DataFrame:
    return measure(["posts", "engagement"], ["platform"], {"campaign": "migrationmeans"}, warehouse=folder)


def carried(frame: pd.DataFrame) -> bytes:
    found = record.written(frame)
    assert found
    return found


FILES: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "posts.csv": lambda frame: to_csv(frame, Provenance.of(frame, "Posts")),
    "posts.xlsx": lambda frame: to_xlsx(frame, Provenance.of(frame, "Posts")),
    "posts.png": lambda frame: record.into_png(PNG, carried(frame)),
    "posts.svg": lambda frame: record.into_svg(b"<svg></svg>", carried(frame)),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_as_it_was_made_is_sound(name: str, frame: pd.DataFrame, folder: Path) -> None:
    found = verify(FILES[name](frame), name, folder)
    assert found.is_sound
    assert found.counts[Outcome.SAME] == 6
    assert bool(found.pictures) is name.endswith(("png", "svg"))


def changed_cell(file: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(file))
    sheet = book.worksheets[0]
    (cell,) = [each for row in sheet.iter_rows() for each in row if each.value == 3013]
    cell.value = 9013
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_cell_changed_in_a_workbook_is_found(frame: pd.DataFrame, folder: Path) -> None:
    found = verify(changed_cell(FILES["posts.xlsx"](frame)), "posts.xlsx", folder)
    assert [(each.written, each.found) for each in found.altered] == [("3013", "9013")]


def test_a_row_changed_in_a_csv_file_is_found_and_held_against_the_data(frame: pd.DataFrame, folder: Path) -> None:
    found = verify(FILES["posts.csv"](frame).replace(b"3013", b"9013"), "posts.csv", folder)
    assert not found.is_sound
    assert found.counts[Outcome.CHANGED] == 1
    assert {each.found for each in found.altered} >= {"9013"}
    assert any(each.place.startswith("row ") for each in found.altered), "the row is known to be another"


def test_a_number_changed_in_a_record_is_found(frame: pd.DataFrame, folder: Path) -> None:
    found = verify(FILES["posts.svg"](frame).replace(b"3013", b"9013"), "posts.svg", folder)
    assert [(each.written, each.found) for each in found.altered] == [("3013", "9013")]


def test_a_frame_that_no_question_gives_has_no_record(frame: pd.DataFrame, folder: Path) -> None:
    doubled = frame.assign(posts=frame["posts"] * 2)
    assert record.written(doubled) is None
    with pytest.raises(UnreadableFile, match="no record"):
        verify(to_csv(doubled, Provenance.of(doubled, "Posts")), "posts.csv", folder)


@pytest.mark.parametrize(
    "file", [b"", b"a,b\n1,2\n", b"query,row_check,data_version\nrm -rf /,x,1\n", b'query,row_check\n"', b"\xff\xfe"]
)
def test_a_csv_file_of_others_is_refused_with_a_sentence(file: bytes, folder: Path) -> None:
    with pytest.raises(UnreadableFile):
        verify(file, "posts.csv", folder)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(("posts",)),
        Asked(
            ("posts", "engagement"), ("platform", "month"), Selection({"mission": ["KEN"]}, "2014-08-01", "2014-08-31")
        ),
        Asked(
            ("unique_reach_modelled",),
            (),
            Selection({"hashtag": ["a b", "ö'\"x"]}),
            None,
            Assumptions({"facebook": 9}, "chance", "language"),
        ),
    ],
)
def test_a_question_is_read_back_from_its_command(asked: Asked) -> None:
    assert parsed(command(asked)) == asked
