"""The tables of an archive are checked by themselves, once they are unpacked."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.exports import record
from dashboard.reports import report_command
from dashboard.reports.compose import compose
from dashboard.reports.files import archive
from dashboard.reports.files.contents import UnreadableFile
from dashboard.reports.model import Figure, Request
from dashboard.reports.verify import verify
from data.store.warehouse import Warehouse
from metrics import Selection

REQUEST = Request("donor", Selection({"campaign": "migrationmeans"}), language="fr", sections=("targets", "platforms"))


@pytest.fixture(scope="module")
def folder(sample: Warehouse) -> Path:
    return sample.directory


@pytest.fixture(scope="module")
def tables(folder: Path) -> dict[str, bytes]:
    report = compose(REQUEST, folder)
    return {
        key: archive.as_csv(block.table if isinstance(block, Figure) else block, key, report)
        for key, block in archive.tables(report).items()
    }


def test_every_table_is_sound_as_it_was_made(tables: dict[str, bytes], folder: Path) -> None:
    assert len(tables) > 2
    for key, file in tables.items():
        found = verify(file, "table.csv", folder)
        assert found.is_sound, key
        assert found.checked


def forged(file: bytes, change: Callable[[list[list[str]]], object]) -> bytes:
    rows = [row[:-1] for row in csv.reader(io.StringIO(file.decode("utf-8-sig")))]
    change(rows)
    out = io.StringIO()
    checks = ["row_check", *record.row_checks(rows[0], rows[1:])]
    csv.writer(out).writerows([*row, check] for row, check in zip(rows, checks, strict=True))
    return out.getvalue().encode("utf-8-sig")


def put(column: str, value: str) -> Callable[[list[list[str]]], object]:
    return lambda rows: [row.__setitem__(rows[0].index(column), value) for row in rows[1:]]


CHANGES: dict[str, Callable[[list[list[str]]], object]] = {
    "number": lambda rows: rows[1].__setitem__(1, "9999999"),
    "what a row is about": lambda rows: rows[1].__setitem__(0, "TikTok"),
    "title": lambda rows: rows[0].__setitem__(1, "Personnes"),
    "a row less": lambda rows: rows.pop(),
    "rows changed over": lambda rows: rows.append(rows.pop(1)),
    "version": put("data_version", "99"),
    "another table": put("table", "targets/none"),
    "another report": put(
        "report", "python cli.py report --template donor --language fr --paper A4 --where mission=KEN"
    ),
    "another source": put("Source", "IOM"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_table_that_was_changed_with_its_checks_is_not_the_same(
    change: Callable[[list[list[str]]], object], tables: dict[str, bytes], folder: Path
) -> None:
    file = next(file for key, file in tables.items() if key.startswith("platforms"))
    assert verify(forged(file, lambda _rows: None), "table.csv", folder).is_sound
    assert not verify(forged(file, change), "table.csv", folder).is_sound


@pytest.mark.parametrize(
    "text", ["rm -rf /", "python cli.py report --template ../x", "python cli.py report " * 900, ""]
)
def test_a_command_that_makes_no_report_is_refused(text: str, tables: dict[str, bytes], folder: Path) -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        verify(forged(next(iter(tables.values())), put("report", text)), "table.csv", folder)


def test_a_report_is_read_back_from_its_command() -> None:
    where = Selection({"mission": ["KEN", "a b'\"ö"]}, "2014-08-01", "2014-08-31")
    asked = Request("month", where, None, "es", ("reach",), "Letter")
    assert report_command.parsed(report_command.command(asked)) == asked
