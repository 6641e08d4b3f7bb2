"""Totals and footers of an export are no posts; what they say is missing is noted."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from tests.support.examples import first

HEADER = "Content,Video title,Video publish time,Duration,Views,Impressions\n"
VIDEOS = 'abcDEFgh000,First,"Mar 1, 2025",60,1000,5\nabcDEFgh001,Second,"Mar 2, 2025",60,900,5\n'


def take(warehouse: Warehouse, tmp_path: Path, content: str) -> Receipt:
    path = tmp_path / "Table data.csv"
    path.write_text(content, encoding="utf-8")
    (receipt,) = import_files([path], warehouse)
    return receipt


@pytest.mark.parametrize("total", first(2, ["Total", "合計", "Gesamt", "Итого"]))
@pytest.mark.parametrize(
    "footer", first(1, ["Showing top 500 results", "Mostrando os primeiros 500 resultados", "500件の結果を表示"])
)
def test_what_was_cut_off_is_said_in_numbers(warehouse: Warehouse, tmp_path: Path, total: str, footer: str) -> None:
    receipt = take(warehouse, tmp_path, f"{HEADER}{total},,,,12000,90000\n{VIDEOS}{footer},,,,,\n")
    assert (receipt.rows_read, receipt.accepted, receipt.rejected, receipt.totals["views"]) == (2, 2, 0, 1900)
    assert receipt.notes[-2] == "2 rows are totals or notes, not posts, and were left out."
    assert "its total has more views (12,000) than its 2 posts together (1,900). Export" in receipt.notes[-1]


def test_one_post_is_said_in_singular(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(warehouse, tmp_path, f"{HEADER}Total,,,,12000,90000\n{VIDEOS.splitlines()[0]}\n")
    assert "its total has more views (12,000) than its 1 post (1,000). Export" in receipt.notes[-1]


@pytest.mark.parametrize("views", first(1, [1900, 1500, ""]))
def test_a_whole_export_lacks_nothing(warehouse: Warehouse, tmp_path: Path, views: object) -> None:
    receipt = take(warehouse, tmp_path, f"{HEADER}Total,,,,{views},10\n{VIDEOS}")
    assert receipt.notes == ("1 row is a total or a note, not a post, and was left out.",)


def test_a_video_without_title_and_day_is_a_reject_and_no_total(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(warehouse, tmp_path, f"{HEADER}Total,,,,2000,10\n{VIDEOS}abcDEFgh002,,,60,100,1\n")
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (3, 2, 1)
    assert not [note for note in receipt.notes if "missing" in note]
