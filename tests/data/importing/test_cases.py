"""Small cases with right values: each folder's inputs, imported together into an empty warehouse, give what its
`expected.json` says.

The cases are not part of the project. A key that nothing here reads fails, so that no right value is passed over.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data.formats.catalogue import formats
from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from metrics import measure
from tests.support.examples import first

CASES = Path(os.environ.get("REACH_CASES") or Path(__file__).parents[4] / "shared" / "cases")
NONE = f"no cases in {CASES}; set REACH_CASES to the folder that holds them"
ABOUT = ("expected.json", "why.md")
WAY_ON = {
    "headerless_prints_words": "first row",
    "meta_insights_sections_utf16": "Content",
    "refusal_names_unrelated_format": "on the Imports page or with `python cli.py map FILE`",
}
"""What a refusal must tell people to go to."""


@dataclass(frozen=True)
class Outcome:
    """What became of a case's inputs."""

    inputs: list[Path]
    receipts: list[Receipt]
    warehouse: Warehouse

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.warehouse.read() as con:
            return con.execute(sql).fetchall()

    def total(self, name: str) -> int:
        return sum(getattr(receipt, name) for receipt in self.receipts)

    def metric(self, name: str) -> int:
        return int(measure([name], warehouse=self.warehouse.directory)[name].iloc[0])

    def by(self, column: str) -> dict[str, int]:
        return dict(self.rows(f"SELECT {column}, count(*) FROM posts GROUP BY ALL"))

    def known(self, key: str) -> int:
        ((posts,),) = self.rows(f"SELECT count({key.removesuffix('_known_for_posts')}) FROM posts")
        return int(posts)

    def notes(self) -> str:
        return " ".join(note for receipt in self.receipts for note in receipt.notes)


Check = Callable[[Outcome, Any, str], None]


def _total(outcome: Outcome, wanted: int, key: str) -> None:
    assert outcome.total(key) == wanted


def _metric(outcome: Outcome, wanted: int, key: str) -> None:
    assert outcome.metric(key) == wanted


def _known(outcome: Outcome, wanted: int, key: str) -> None:
    assert outcome.known(key) == wanted


def _by(outcome: Outcome, wanted: Mapping[str, int], key: str) -> None:
    assert outcome.by(key.removeprefix("by_")) == dict(wanted)


def _posted_on(outcome: Outcome, wanted: list[str], _: str) -> None:
    assert sorted(str(day) for (day,) in outcome.rows("SELECT posted_at::DATE FROM posts")) == sorted(wanted)


def _posted_first(outcome: Outcome, wanted: str, _: str) -> None:
    assert outcome.rows("SELECT min(posted_at) FROM posts") == [(_utc(wanted),)]


def _captured_at(outcome: Outcome, wanted: str, _: str) -> None:
    assert outcome.rows("SELECT DISTINCT captured_at FROM landing.posts") == [(_utc(wanted),)]


def _utc(moment: str) -> dt.datetime:
    return dt.datetime.fromisoformat(moment).replace(tzinfo=None)


def _hashtags(outcome: Outcome, wanted: list[str], _: str) -> None:
    assert sorted(tag for (tag,) in outcome.rows("SELECT hashtag FROM post_hashtags")) == sorted(wanted)


def _format(outcome: Outcome, wanted: str, _: str) -> None:
    assert {receipt.format for receipt in outcome.receipts} <= set(re.findall(r"\w+", wanted))


def _left_out(outcome: Outcome, wanted: int, _: str) -> None:
    """Rows of the file that are not read as rows, of which the receipt has a note."""
    assert sum(map(_records, outcome.inputs)) - outcome.total("rows_read") == wanted
    assert outcome.notes()


def _records(path: Path) -> int:
    if path.suffix == ".json":
        return len(json.loads(path.read_text(encoding="utf-8"))["messages"])
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for row in csv.reader(file) if row) - 1


def _warning(outcome: Outcome, wanted: str, _: str) -> None:
    """Its numbers stand on the receipt; the wording is free."""
    assert set(re.findall(r"\d[\d,]*", wanted)) <= set(re.findall(r"\d[\d,]*", outcome.notes()))


def _refused(outcome: Outcome, _: str, __: str) -> None:
    """Nothing comes in, no format is named that it has nothing to do with, no row is quoted, and the way on is said."""
    assert outcome.total("rows_read") == 0
    for receipt in outcome.receipts:
        error = str(receipt.error)
        assert not [name for name in formats() if name != receipt.format and re.search(rf"\b{name}\b", error)]
        assert not [cell for path in outcome.inputs for cell in _cells(path) if cell in error]
        assert WAY_ON[outcome.inputs[0].parent.name] in error


def _cells(path: Path) -> list[str]:
    """What people wrote: the cells below the first row, and those of the first row where it is no header."""
    text = path.read_bytes().decode("utf-16" if path.read_bytes().startswith(b"\xff\xfe") else "utf-8")
    rows = list(csv.reader(text.splitlines()))
    below = rows if path.parent.name.startswith("headerless") else rows[1:]
    return [cell for row in below for cell in row if len(cell) > 3]


def _nothing(_: Outcome, __: object, ___: str) -> None:
    """For people."""


METRICS = ("posts", "reactions", "comments", "shares", "impressions", "clicks", "saves", "views", "contributors")
CHECKS: dict[str, Check] = {
    **dict.fromkeys(("rows_read", "accepted", "rejected"), _total),
    **dict.fromkeys(METRICS, _metric),
    **dict.fromkeys((f"{name}_known_for_posts" for name in METRICS), _known),
    **dict.fromkeys(("post_kind", "media_type", "by_platform"), _by),
    "posted_on": _posted_on,
    "posted_first_utc": _posted_first,
    "captured_at_should_be": _captured_at,
    "hashtags": _hashtags,
    "format_should_be": _format,
    "left_out": _left_out,
    "warning_should_say": _warning,
    "right": _refused,
    "note": _nothing,
    "product_today": _nothing,
}


def _parameters() -> list[Any]:
    found = first(2, sorted(path.parent.name for path in CASES.glob("*/expected.json")))
    return found or [pytest.param("", id="none", marks=pytest.mark.skip(NONE))]


def _expected(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "expected.json").read_text(encoding="utf-8")))


def test_every_right_value_is_read() -> None:
    """Apart, because a case that is expected to fail would hide it."""
    unread = {path.parent.name: _expected(path.parent).keys() - CHECKS.keys() for path in CASES.glob("*/expected.json")}
    assert not {name: keys for name, keys in unread.items() if keys}
    if not unread:
        pytest.skip(NONE)


@pytest.mark.parametrize("name", _parameters())
def test_a_case_has_its_right_values(warehouse: Warehouse, name: str) -> None:
    folder = CASES / name
    inputs = sorted(path for path in folder.iterdir() if path.name not in ABOUT)
    outcome = Outcome(inputs, import_files(inputs, warehouse), warehouse)
    for key, value in _expected(folder).items():
        CHECKS[key](outcome, value, key)
