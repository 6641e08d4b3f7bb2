"""Archives, folders, a watched folder, and mended rows: how files come, and what settles what was rejected."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from data.importing import archives, watch
from data.importing.pipeline import import_files
from data.importing.rejects import write_rejects
from data.importing.undo import undo
from data.store.warehouse import Warehouse
from tests.support.examples import first

HEADER = "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"


def line(post: int, impressions: str = "10") -> str:
    return f"{post},https://twitter.com/a/status/{post},text,2021-01-30 12:56 +0000,{impressions},1,2,3,0\n"


def packed(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def posts(warehouse: Warehouse) -> int:
    with warehouse.read() as con:
        ((count,),) = con.execute("SELECT count(*) FROM posts").fetchall()
    return int(count)


def test_an_archive_gives_a_receipt_for_each_file(warehouse: Warehouse, tmp_path: Path) -> None:
    members = {
        "a/one.csv": HEADER + line(1),
        "b/one.csv": HEADER + line(2),
        "notes.txt": "nothing here",
        "__MACOSX/._one.csv": "x",
        ".DS_Store": "x",
    }
    receipts = import_files([packed(tmp_path / "exports.zip", dict(members))], warehouse)
    assert [(r.file, r.accepted, bool(r.error)) for r in receipts] == [
        ("exports.zip › one.csv", 1, False),
        ("exports.zip › one.csv", 1, False),
        ("exports.zip › notes.txt", 0, True),
    ]
    assert posts(warehouse) == 2


def test_a_folder_is_searched_to_its_depths(warehouse: Warehouse, tmp_path: Path) -> None:
    deep = tmp_path / "exports" / "2021" / "january"
    deep.mkdir(parents=True)
    (deep / "one.csv").write_text(HEADER + line(1), encoding="utf-8")
    (tmp_path / "exports" / ".hidden.csv").write_text(HEADER + line(2), encoding="utf-8")
    (tmp_path / "exports" / "~$book.xlsx").write_text("lock", encoding="utf-8")
    packed(tmp_path / "exports" / "more.zip", {"two.csv": HEADER + line(3)})
    assert [r.accepted for r in import_files([tmp_path / "exports"], warehouse)] == [1, 1]


def test_paths_in_an_archive_lead_nowhere(warehouse: Warehouse, tmp_path: Path) -> None:
    tricks = {
        "../../escaped.csv": HEADER + line(1),
        "/etc/escaped.csv": HEADER + line(2),
        "..\\..\\escaped.csv": HEADER + line(3),
    }
    folder = tmp_path / "exports"
    folder.mkdir()
    receipts = import_files([packed(folder / "tricks.zip", dict(tricks))], warehouse)
    assert [r.accepted for r in receipts] == [1, 1, 1]
    assert not list(tmp_path.rglob("escaped.csv"))
    assert not Path("/etc/escaped.csv").exists()


def test_a_link_in_an_archive_is_only_a_file(warehouse: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "links.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    (receipt,) = import_files([path], warehouse)
    assert receipt.error
    assert "root" not in receipt.error


@pytest.mark.parametrize(
    ("members", "sentence"),
    first(
        2,
        [
            ({"bomb.csv": b"0" * 300_000_000}, "far more than exports do"),
            ({"inner.zip": b"PK"}, "contains another archive, inner.zip"),
            ({"inner.tar.gz": b"x"}, "contains another archive"),
            ({}, "contains no files"),
        ],
    ),
)
def test_hostile_archives_are_refused(
    warehouse: Warehouse, tmp_path: Path, members: dict[str, bytes], sentence: str
) -> None:
    (receipt,) = import_files([packed(tmp_path / "hostile.zip", dict(members))], warehouse)
    assert receipt.error
    assert sentence in receipt.error


def test_too_many_files_are_refused(warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_FILES", 2)
    (receipt,) = import_files([packed(tmp_path / "many.zip", {f"{n}.csv": "x" for n in range(3)})], warehouse)
    assert receipt.error
    assert "Pack at most 2 together" in receipt.error


def test_a_watched_folder_imports_what_has_stopped_growing(warehouse: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    growing, looks = folder / "growing.csv", 0

    def stop() -> bool:
        nonlocal looks
        looks += 1
        if looks <= 3:
            growing.write_text(HEADER + "".join(line(n) for n in range(looks)), encoding="utf-8")
        return looks > 6

    receipts = list(watch.watch(folder, warehouse, pause=0.01, stop=stop))
    assert [(r.file, r.accepted) for r in receipts] == [("growing.csv", 3)]


@pytest.mark.long
def test_a_mended_row_settles_its_reject_and_undo_opens_it_again(warehouse: Warehouse, tmp_path: Path) -> None:
    export, sheet = tmp_path / "tweets.csv", tmp_path / "mend.csv"
    export.write_text(HEADER + line(1) + line(2, "many") + line(3, "few"), encoding="utf-8")
    import_files([export], warehouse)
    assert write_rejects(warehouse, 1, sheet) == 2
    sheet.write_text(sheet.read_text(encoding="utf-8-sig").replace(",many,", ",20,"), encoding="utf-8")
    (receipt,) = import_files([sheet], warehouse)
    assert (receipt.accepted, receipt.rejected, receipt.unread_cells) == (1, 0, 1)
    assert warehouse.rejects()[["import_id", "reason"]].to_numpy().tolist() == [
        [2, "impressions: “few” is not a whole number"]
    ]
    undo(2, warehouse)
    assert warehouse.rejects().import_id.tolist() == [1, 1]


def test_a_day_of_capture_can_be_chosen(warehouse: Warehouse, tmp_path: Path) -> None:
    import datetime as dt

    export = tmp_path / "tweets.csv"
    export.write_text(HEADER + line(1), encoding="utf-8")
    (receipt,) = import_files([export], warehouse, captured=dt.date(2021, 5, 1))
    assert (receipt.captured_at, receipt.captured_basis) == ("2021-05-01 00:00:00", "chosen at import")


def test_a_line_that_no_record_can_have_is_refused_before_it_is_held(tmp_path: Path) -> None:
    file = tmp_path / "endless.csv"
    with file.open("w") as out:
        out.write("Tweet id,Tweet permalink,Tweet text,time,impressions\n1,x,")
        for _ in range(40):
            out.write("a" * 2**20)
    (receipt,) = import_files([file], Warehouse(tmp_path / "warehouse"))
    assert "a line of more than 32 MB" in str(receipt.error)
