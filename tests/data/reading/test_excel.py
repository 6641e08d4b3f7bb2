"""Workbooks are read in a process of their own: no file ends this one, and the files beside it go in."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import xlsxwriter

from cli import main
from data.importing import watch
from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.reading import excel, excel_head
from data.reading.excel_sheets import write_sheets
from data.reading.text import Unreadable, read_tables
from data.reading.text_table import HEAD_ROWS, read_head
from data.store.warehouse import Warehouse
from tests.support.examples import first

ROOT = Path(__file__).parents[3]
HEADER = ["Platform", "Post ID", "Posted at", "Contributor type", "Reactions"]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are those of Linux")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SCHEMA = "urn:schemas-microsoft-com:office:spreadsheet"


def relations(**targets: str) -> str:
    each = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>' for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{each}</Relationships>'


PARTS = {
    "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="a" sheetId="1" r:id="worksheet"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": relations(worksheet="worksheets/a.xml", sharedStrings="sharedStrings.xml"),
}


def raw(path: Path, rows: str, shared: str = "") -> Path:
    """A workbook of which every byte is chosen: its rows, and its shared strings, as XML."""
    parts = PARTS | {
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/worksheets/a.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def sound(path: Path, posts: int = 2) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("posts")
        page.write_row(0, 0, HEADER)
        for n in range(posts):
            page.write_row(n + 1, 0, ["Twitter", str(501702184017428480 + n), "2014-08-19 10:00", "Donor", n])
    return path


def text_bomb(path: Path) -> Path:
    """A text of 100 kB that twenty thousand cells share: 2 GB once each of them has its own."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001))
    return raw(path, cells, f"<si><t>{'x' * 100_000}</t></si>")


def read(path: Path, scratch: Path) -> list[list[str]]:
    scratch.mkdir(exist_ok=True)
    return read_tables(path, scratch, lambda _: False)[0].head


@pytest.fixture
def fresh() -> Iterator[None]:
    """No process is left from another test, and none of other limits for the next."""
    excel._reader.end()
    yield
    excel._reader.end()


def process() -> subprocess.Popen[bytes]:
    kept = excel._reader._process
    assert kept
    return kept._process


# -- what a workbook can do to its reader


FAR = [
    '<c r = "XFD1048576"><v>1</v></c>',
    "<c r='XFD1048576'><v>1</v></c>",
    '<c\nr\t=\n"XFD1048576"><v>1</v></c>',
    f'<c x="{"y" * 5_000}" r="XFD1048576"><v>1</v></c>',
    f'<c x="{"y" * 2_000_000}" r="XFD1048576"><v>1</v></c>',
    '<c x=">" r="XFD1048576"><v>1</v></c>',
    '<c r="xfd1048576"><v>1</v></c>',
    '<c r="ZZZZZZ9999999"><v>1</v></c>',
]


@pytest.mark.parametrize("cell", first(2, FAR), ids=range(len(FAR)))
def test_a_far_cell_is_refused_however_it_is_written(tmp_path: Path, warehouse: Warehouse, cell: str) -> None:
    path = raw(tmp_path / "far.xlsx", f'<row r="1"><c r="A1"><v>1</v></c></row><row>{cell}</row>')
    bad, fine = import_files([path, sound(tmp_path / "s.xlsx")], warehouse)
    assert (bad.error or "").startswith("far.xlsx is too large for a table of posts")
    assert fine.accepted == 2


@LINUX
def test_a_workbook_that_fills_the_memory_ends_its_process_only(
    tmp_path: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, fresh: None
) -> None:
    monkeypatch.setattr(excel, "MEMORY", 200 * 2**20)
    files = [sound(tmp_path / "a.xlsx"), text_bomb(tmp_path / "bomb.xlsx"), sound(tmp_path / "b.xlsx", 3)]
    first, bad, last = import_files(files, warehouse)
    assert bad.error and "needs more memory" in bad.error  # noqa: PT018
    assert (first.accepted, last.rows_read) == (2, 3)


@LINUX
def test_a_workbook_that_takes_too_long_is_stopped_by_its_processor_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: None
) -> None:
    monkeypatch.setattr(excel, "SECONDS", 0.1)
    monkeypatch.setattr(excel, "SECONDS_A_MEGABYTE", 0.0)
    monkeypatch.setattr(excel, "_PATIENCE", 10_000)
    path = raw(tmp_path / "slow.xlsx", "<row/>" * 2_000_000 + "<row><c><v>1</v></c></row>")
    with pytest.raises(Unreadable, match=r"Reading slow\.xlsx was stopped after"):
        read(path, tmp_path / "scratch")


@pytest.mark.skipif(os.name == "nt", reason="stops a process by a signal")
def test_a_process_that_does_not_answer_is_stopped_by_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: None
) -> None:
    path = sound(tmp_path / "s.xlsx")
    read(path, tmp_path / "scratch")
    monkeypatch.setattr(excel, "SECONDS", 0.05)
    process().send_signal(signal.SIGSTOP)
    with pytest.raises(Unreadable, match="was stopped after"):
        read(path, tmp_path / "scratch")
    monkeypatch.undo()
    assert read(path, tmp_path / "scratch")[0] == HEADER


@pytest.mark.parametrize(
    "sheets",
    [
        '<Worksheet ss:Name="a"><Table>'
        + '<Row><Cell ss:Index="2000"><Data>x</Data></Cell></Row>' * 2_000
        + "</Table></Worksheet>",
        '<Worksheet ss:Name="a"><Table><Row><Cell><Data>x</Data></Cell></Row></Table></Worksheet>' * 1_100,
    ],
    ids=["commas", "sheets"],
)
def test_a_workbook_that_would_fill_the_disk_is_refused(tmp_path: Path, sheets: str) -> None:
    path = tmp_path / "wide.xls"
    path.write_text(f'<Workbook xmlns="{SCHEMA}" xmlns:ss="{SCHEMA}">{sheets}</Workbook>', encoding="utf-8")
    with pytest.raises(Unreadable, match="too large for a table of posts"):
        write_sheets(path, tmp_path, most=2**20)
    assert sum(file.stat().st_size for file in tmp_path.glob("sheet*.csv")) < 2**22


HOSTILE = {
    "entity.xlsx": '<row r="1"><c r="A1" t="str"><v>&lol9;</v></c></row>',
    "index.xlsx": '<row r="1"><c r="A1" t="s"><v>99999999999</v></c></row>',
    "negative.xlsx": '<row r="0"><c r="A0"><v>1</v></c></row>',
    "letters.xlsx": '<row r="1"><c r="É1"><v>1</v></c></row>',
    "cut.xlsx": '<row r="1"><c r="A1"><v>1</v>',
    "huge_number.xlsx": f'<row r="1"><c r="A1"><v>{"9" * 5_000}</v></c></row>',
    "huge_date.xlsx": '<row r="1"><c r="A1" t="d"><v>999999-99-99T99:99:99</v></c></row>',
    "formula.xlsx": '<row r="1"><c r="A1"><f t="shared" ref="A1:XFD1048576" si="0">A1</f><v>1</v></c></row>',
    "deep.xlsx": "<a>" * 100_000 + "</a>" * 100_000,
    "merged.xlsx": '<row><c><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><sheetData>',
}


@pytest.mark.parametrize("name", first(2, HOSTILE))
def test_a_hostile_workbook_gives_a_sentence_or_a_table(tmp_path: Path, warehouse: Warehouse, name: str) -> None:
    bad, fine = import_files([raw(tmp_path / name, HOSTILE[name]), sound(tmp_path / "s.xlsx")], warehouse)
    assert bad.error
    assert fine.accepted == 2


def test_cut_and_changed_workbooks_give_a_sentence_or_a_table(tmp_path: Path, warehouse: Warehouse) -> None:
    content = sound(tmp_path / "s.xlsx", 20).read_bytes()
    files = []
    for place in range(0, len(content), 211):
        changed = bytearray(content)
        changed[place : place + 4] = b"\xff\x00\xff\x7f"
        for name, made in ((f"changed{place}.xlsx", bytes(changed)), (f"cut{place}.xlsx", content[:place])):
            (tmp_path / name).write_bytes(made)
            files.append(tmp_path / name)
    for receipt in import_files([file for file in files if file.stat().st_size], warehouse):
        assert receipt.error or receipt.rows_read == receipt.accepted + receipt.duplicates + receipt.rejected


def test_a_workbook_whose_name_has_the_ending_of_another_kind_is_read(tmp_path: Path, warehouse: Warehouse) -> None:
    (receipt,) = import_files([sound(tmp_path / "s.xlsx").rename(tmp_path / "s.xls")], warehouse)
    assert receipt.accepted == 2


# -- the process


def test_one_process_reads_many_workbooks_and_is_replaced_when_it_ends(tmp_path: Path, fresh: None) -> None:
    path = sound(tmp_path / "s.xlsx")
    read(path, tmp_path / "scratch")
    first = process()
    read(path, tmp_path / "scratch")
    assert process() is first
    first.kill()
    first.wait()
    assert read(path, tmp_path / "scratch")[0] == HEADER
    assert process() is not first


@LINUX
def test_the_process_has_limits_and_neither_secrets_nor_files_of_its_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: None
) -> None:
    monkeypatch.setenv("REACH_COOKIE_SECRET", "s3cret")
    with (tmp_path / "open").open("w") as held:
        os.set_inheritable(held.fileno(), True)
        read(sound(tmp_path / "s.xlsx"), tmp_path / "scratch")
        proc = Path(f"/proc/{process().pid}")
        opened = [str(link.readlink()) for link in (proc / "fd").iterdir()]
    assert sorted(name.partition(":")[0] for name in opened) == ["/dev/null"] * 3 + ["pipe"] * 2
    assert b"s3cret" not in (proc / "environ").read_bytes()
    limits = {line[:26].strip(): line[26:].split()[0] for line in (proc / "limits").read_text().splitlines()[1:]}
    assert limits["Max address space"] == str(excel.MEMORY)
    assert limits["Max core file size"] == "0"
    assert int(limits["Max cpu time"]) < 60
    assert int(limits["Max file size"]) <= 2**30
    assert (proc / "oom_score_adj").read_text().strip() == "1000"


def test_several_threads_read_at_once(tmp_path: Path, fresh: None) -> None:
    path = sound(tmp_path / "s.xlsx")
    with ThreadPoolExecutor(4) as threads:
        heads = list(threads.map(lambda n: read(path, tmp_path / f"scratch{n}"), range(12)))
    assert all(head[0] == HEADER for head in heads)


def test_the_process_imports_no_database_and_no_frames() -> None:
    script = "import sys, data.reading.excel_process; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"duckdb", "pandas", "numpy", "streamlit"}.isdisjoint(found.stdout.split())


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_the_process_ends_with_its_parent(tmp_path: Path) -> None:
    path = sound(tmp_path / "s.xlsx")
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom data.reading import excel as workbooks\n"
        f"workbooks.read_workbook(Path({str(path)!r}), Path({str(tmp_path)!r}), bool)\n"
        "print(workbooks._reader._process._process.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    found = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    child = Path(f"/proc/{int(found.stdout)}/cmdline")
    deadline = time.monotonic() + 20
    while child.exists() and b"excel_process" in child.read_bytes():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# -- from every door


def test_from_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    far = raw(tmp_path / "far.xlsx", f'<row r="1"><c r="A1"><v>1</v></c></row><row>{FAR[0]}</row>')
    assert (
        main(["import", str(far), str(sound(tmp_path / "s.xlsx")), "--json", "--warehouse", str(tmp_path / "w")]) == 1
    )
    printed = capfd.readouterr()
    bad, fine = map(json.loads, printed.out.splitlines())
    assert bad["error"].startswith("far.xlsx is too large")
    assert fine["accepted"] == 2
    assert "Traceback" not in printed.err


@LINUX
def test_from_a_watched_folder(
    tmp_path: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, fresh: None
) -> None:
    monkeypatch.setattr(excel, "MEMORY", 200 * 2**20)
    folder = tmp_path / "in"
    folder.mkdir()
    text_bomb(folder / "a.xlsx")
    sound(folder / "b.xlsx")
    receipts: list[Receipt] = list(watch.watch(folder, warehouse, pause=0, stop=lambda: warehouse.version > 0))
    assert [(receipt.file, receipt.accepted, receipt.error is None) for receipt in receipts] == [
        ("a.xlsx", 0, False),
        ("b.xlsx", 2, True),
    ]


# -- a large workbook is refused by its first rows


def large(path: Path, header: list[str], *, rows: int = 5_000) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("notes").write(0, 0, "made by hand")
        page = book.add_worksheet("posts")
        page.write_row(0, 0, header)
        for row in range(1, rows):
            number = 501702184017428480 + row * row * 7919
            page.write_row(row, 0, ["Twitter", str(number), "2014-08-19 10:00", "Donor", row, f"text {number}"])
    assert path.stat().st_size > excel_head.SMALL
    return path


def test_a_large_workbook_that_nobody_knows_is_read_no_farther_than_its_first_rows(tmp_path: Path) -> None:
    path = large(tmp_path / "parcels.xlsx", ["Lorry", "Parcel", "Day", "Sender", "Weight", "Remark"])
    (table,) = read_tables(path, tmp_path, lambda _: False)
    assert (table.sheet, [other.sheet for other in table.others]) == ("notes", ["posts"])
    (other,) = table.others
    assert sum(1 for _ in other.path.open(encoding="utf-8")) == HEAD_ROWS
    assert other.head[0][:2] == ["Lorry", "Parcel"]
    write_sheets(path, tmp_path)
    with (tmp_path / "sheet1.csv").open(encoding="utf-8", newline="") as whole:
        assert read_head(whole) == other.head


def test_a_large_workbook_of_a_known_format_is_read_whole(tmp_path: Path, warehouse: Warehouse) -> None:
    (receipt,) = import_files([large(tmp_path / "posts.xlsx", [*HEADER, "Text"])], warehouse)
    assert (receipt.error, receipt.accepted) == (None, 4_999)


def test_first_rows_that_are_blank_say_nothing(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(1, 60))
    filled = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{row * row * 7919**3}</t></is></c></row>'
        for row in range(60, 20_000)
    )
    path = raw(tmp_path / "late.xlsx", rows + filled)
    assert path.stat().st_size > excel_head.SMALL
    (table,) = read_tables(path, tmp_path, lambda _: False)
    assert sum(1 for _ in table.path.open(encoding="utf-8")) > HEAD_ROWS


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_first_rows_end_where_a_row_does_whatever_its_name_is_written_with(tmp_path: Path, prefix: str) -> None:
    sheet = f'<{prefix}worksheet xmlns{":x" if prefix else ""}="{MAIN}"><{prefix}sheetData>' + "".join(
        f'<{prefix}row r="{row}"><{prefix}c r="A{row}"><{prefix}v>{row * row * 7919**3}</{prefix}v></{prefix}c></{prefix}row>'
        for row in range(1, 30_000)
    )
    parts = PARTS | {"xl/worksheets/a.xml": f"{sheet}</{prefix}sheetData></{prefix}worksheet>"}
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    names, goes_on = excel_head.write_heads(path, tmp_path)
    assert (names, goes_on, not (tmp_path / "head.xlsx").exists()) == (["a"], True, True)
    assert sum(1 for _ in (tmp_path / "sheet0.csv").open(encoding="utf-8")) == HEAD_ROWS


def test_a_large_workbook_with_macros_is_refused_for_them(tmp_path: Path, warehouse: Warehouse) -> None:
    path = large(tmp_path / "macros.xlsx", ["Lorry", "Parcel"])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    (receipt,) = import_files([path], warehouse)
    assert "contains macros" in str(receipt.error)
