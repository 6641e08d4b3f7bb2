"""A file that was downloaded under a chart carries its question, so that its numbers are derived again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from dashboard.exports import Provenance, record, to_csv, to_xlsx
from dashboard.reports.check_texts import columns, pictures, verdict
from dashboard.reports.checked import Outcome
from dashboard.reports.files.contents import UnreadableFile
from dashboard.reports.verify import verify
from data.store.warehouse import Warehouse
from metrics import Assumptions, NoData, Selection, measure
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


FILES: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "posts.csv": lambda frame: to_csv(frame, Provenance.of(frame, "Posts")),
    "posts.xlsx": lambda frame: to_xlsx(frame, Provenance.of(frame, "Posts")),
    "posts.png": lambda frame: record.noted(PNG, frame, record.into_png),
    "posts.svg": lambda frame: record.noted(b"<svg><text>3,013</text></svg>", frame, record.into_svg),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_as_it_was_made_is_sound(name: str, frame: pd.DataFrame, folder: Path) -> None:
    found = verify(FILES[name](frame), name, folder)
    assert found.is_sound
    assert found.counts[Outcome.SAME] == 6
    assert verdict(found) == "The file was not changed, and the data give the same today."


def in_workbook(file: bytes, change: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(file))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell_of(book: openpyxl.Workbook, value: object) -> Any:
    (cell,) = [each for row in book.worksheets[0].iter_rows() for each in row if each.value == value]
    return cell


def note_of(book: openpyxl.Workbook, beginning: str) -> Any:
    return next(row[1] for row in book["About"].iter_rows() if str(row[1].value).startswith(beginning))


WORKBOOK_CHANGES: dict[str, Callable[[openpyxl.Workbook], object]] = {
    "number": lambda book: setattr(cell_of(book, 3013), "value", 9013),
    "number as text": lambda book: setattr(cell_of(book, 3013), "value", "9 013"),
    "formula": lambda book: setattr(cell_of(book, 3013), "value", "=9013"),
    "what a row is about": lambda book: setattr(cell_of(book, "twitter"), "value", "tiktok"),
    "title of a column": lambda book: setattr(cell_of(book, "posts"), "value", "people"),
    "how a number is written": lambda book: setattr(cell_of(book, 3013), "number_format", "0%"),
    "number divided by a thousand": lambda book: setattr(cell_of(book, 3013), "number_format", "#,##0,"),
    "number as a day": lambda book: setattr(cell_of(book, 3013), "number_format", "d mmm yyyy"),
    "words around a number": lambda book: setattr(cell_of(book, 3013), "number_format", '#,##0" million"'),
    "another column": lambda book: book.worksheets[0].cell(1, 9, "Real reach 9,000,000"),
    "another row": lambda book: book.worksheets[0].append(["youtube", 5, 5]),
    "a row less": lambda book: book.worksheets[0].delete_rows(3),
    "another sheet": lambda book: book.create_sheet("More").append([9_000_000]),
    "no data": lambda book: book.worksheets[0].delete_rows(1, 9),
    "no sheet of data": lambda book: book.remove(book.worksheets[0]),
    "synthetic": lambda book: setattr(note_of(book, "Synthetic sample"), "value", "No"),
    "a definition": lambda book: setattr(note_of(book, "Posts"), "value", "People reached"),
    "a hidden row": lambda book: setattr(book.worksheets[0].row_dimensions[3], "hidden", True),
    "a hidden sheet": lambda book: setattr(book["About"], "sheet_state", "hidden"),
}


@pytest.mark.parametrize("change", WORKBOOK_CHANGES.values(), ids=WORKBOOK_CHANGES)
def test_a_change_in_a_workbook_is_found(
    change: Callable[[openpyxl.Workbook], object], frame: pd.DataFrame, folder: Path
) -> None:
    found = verify(in_workbook(FILES["posts.xlsx"](frame), change), "posts.xlsx", folder)
    assert found.altered


def test_a_cell_changed_in_a_workbook_is_shown_beside_what_was_written(frame: pd.DataFrame, folder: Path) -> None:
    file = in_workbook(FILES["posts.xlsx"](frame), WORKBOOK_CHANGES["number"])
    found = verify(file, "posts.xlsx", folder)
    assert [(each.place, each.written, each.found) for each in found.altered] == [
        ("Data, row 4, column 2", "3013", "9013")
    ]
    saved = verify(in_workbook(FILES["posts.xlsx"](frame), lambda _book: None), "posts.xlsx", folder)
    assert saved.is_sound, "opening and saving changes nothing"


def forged(file: bytes, change: Callable[[list[list[str]]], object]) -> bytes:
    """A CSV file with a change, and with checks as if it had been written so."""
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    bare = [row[:-1] for row in rows]
    change(bare)
    checks = record.row_checks(bare[0], bare[1:])
    out = io.StringIO()
    csv.writer(out).writerows(
        [[*bare[0], "row_check"], *([*row, check] for row, check in zip(bare[1:], checks, strict=True))]
    )
    return out.getvalue().encode("utf-8-sig")


def put(rows: list[list[str]], column: str, value: str) -> None:
    place = rows[0].index(column)
    for row in rows[1:]:
        row[place] = value


CSV_CHANGES: dict[str, Callable[[list[list[str]]], object]] = {
    "number": lambda rows: rows[1].__setitem__(1, "9013"),
    "a row less": lambda rows: rows.pop(2),
    "a row twice": lambda rows: rows.append(list(rows[1])),
    "another row": lambda rows: rows.append(["youtube", *rows[1][1:]]),
    "titles changed over": lambda rows: rows.__setitem__(0, ["platform", "engagement", "posts", *rows[0][3:]]),
    "what a row is about": lambda rows: rows[1].__setitem__(0, "tiktok"),
    "synthetic": lambda rows: put(rows, "synthetic", "no"),
    "not synthetic at all": lambda rows: [row.pop(rows[0].index("synthetic")) for row in reversed(rows)],
    "filters": lambda rows: put(rows, "filters", "everything"),
    "as of": lambda rows: put(rows, "as_of", "2014-01-01"),
    "version": lambda rows: put(rows, "data_version", "999"),
    "query of one row": lambda rows: rows[2].__setitem__(rows[0].index("query"), "python cli.py measure views"),
    "another query": lambda rows: put(rows, "query", "python cli.py measure posts engagement --by platform"),
    "another column": lambda rows: [row.append(text) for row, text in zip(rows, ("Real reach", *"999"), strict=True)],
}


@pytest.mark.parametrize("change", CSV_CHANGES.values(), ids=CSV_CHANGES)
def test_a_change_in_a_csv_file_is_found_whatever_its_checks_say(
    change: Callable[[list[list[str]]], object], frame: pd.DataFrame, folder: Path
) -> None:
    file = FILES["posts.csv"](frame)
    assert verify(forged(file, lambda _rows: None), "posts.csv", folder).is_sound
    assert not verify(forged(file, change), "posts.csv", folder).is_sound


def test_rows_of_a_csv_file_that_were_moved_or_removed_are_found(frame: pd.DataFrame, folder: Path) -> None:
    head, *rows = FILES["posts.csv"](frame).splitlines(keepends=True)
    for lines in ((head, *reversed(rows)), (head, *rows[:-1]), (head, *rows, rows[0])):
        assert verify(b"".join(lines), "posts.csv", folder).altered


@pytest.mark.parametrize("name", FILES)
def test_the_data_of_the_folder_that_is_named_are_asked(
    name: str, frame: pd.DataFrame, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = FILES[name](frame)
    monkeypatch.setenv("REACH_WAREHOUSE", str(tmp_path))
    assert verify(file, name, folder).is_sound


@pytest.mark.parametrize("name", FILES)
def test_without_data_a_file_is_not_called_damaged(name: str, frame: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(NoData):
        verify(FILES[name](frame), name, tmp_path)


def test_a_row_that_begins_like_a_formula_is_known_again(folder: Path) -> None:
    frame = measure(["posts"], ["hashtag"], {"campaign": "migrationmeans"}, warehouse=folder)
    assert verify(FILES["posts.csv"](frame), "posts.csv", folder).is_sound


@pytest.mark.parametrize(
    ("name", "before", "after"), [("posts.svg", b"3,013<", b"9,013<"), ("posts.png", b"IEND", b"tEXt9,013IEND")]
)
def test_a_picture_that_was_changed_is_not_called_the_same(
    name: str, before: bytes, after: bytes, frame: pd.DataFrame, folder: Path
) -> None:
    found = verify(FILES[name](frame).replace(before, after), name, folder)
    assert not found.is_sound
    assert pictures(found) == "1 picture was changed, removed or saved again, so it was not checked: the picture."
    assert verdict(found).endswith("but not everything could be checked.")


@pytest.mark.parametrize("name", FILES)
def test_a_file_without_its_record_is_refused(name: str, frame: pd.DataFrame, folder: Path) -> None:
    def without(book: openpyxl.Workbook) -> None:
        book.remove(book["campaign-reach-record"])

    file = FILES[name](frame)
    file = in_workbook(file, without) if name.endswith("xlsx") else file
    file = file.replace(b"campaign-reach-record", b"c").replace(b"row_check", b"r")
    with pytest.raises(UnreadableFile, match="no record"):
        verify(file, name, folder)


def test_a_column_that_the_question_does_not_give_is_named(frame: pd.DataFrame, folder: Path) -> None:
    more = frame.assign(guessed=[1.5, 2.5, 3.5])
    more.attrs = frame.attrs
    for name in FILES:
        found = verify(FILES[name](more), name, folder)
        assert found.counts[Outcome.SAME] == 6
        assert not found.altered
        is_table = name.endswith(("csv", "xlsx"))
        assert found.is_sound is not is_table
        assert ("guessed" in columns(found)) is is_table


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
