"""A number is written down before it is published, as an import of its own."""

from __future__ import annotations

import pytest

from data.editing import published_figures
from data.importing.undo import undo
from data.store.warehouse import Warehouse
from tests.support.examples import first

FIGURE = {
    "metric": "posts",
    "value": 4437,
    "qualifier": "over",
    "filters": 'theme="food; music, and rain"',
    "data_version": 7,
}


def figures(warehouse: Warehouse) -> list[dict[str, object]]:
    with warehouse.read() as con:
        return con.execute("SELECT * FROM claims").df().to_dict("records")


def test_a_frozen_number_keeps_its_question_and_can_be_undone(warehouse: Warehouse) -> None:
    receipt = published_figures.freeze(FIGURE, warehouse)
    assert (receipt.accepted, receipt.rejected, receipt.format) == (1, 0, "claim_sheet")
    (row,) = figures(warehouse)
    assert {name: row[name] for name in FIGURE} == FIGURE
    assert str(row["claim"]).startswith("posts-")
    assert row["as_of"] == row["claim"][6:10] + "-" + row["claim"][10:12] + "-" + row["claim"][12:14]
    undo(int(receipt.import_id or 0), warehouse)
    assert figures(warehouse) == []


@pytest.mark.parametrize("value", first(2, [0.333, 1.25, 12.345, 0.04712345671234, 521840, 3.0]))
def test_the_number_comes_back_as_it_was_read(warehouse: Warehouse, value: float) -> None:
    published_figures.freeze({"metric": "posts", "value": value}, warehouse)
    assert figures(warehouse)[0]["value"] == pytest.approx(value, abs=1e-10)


def test_a_number_of_made_up_data_says_so_for_good(warehouse: Warehouse) -> None:
    receipt = published_figures.freeze(FIGURE, warehouse, synthetic=True)
    assert receipt.file.startswith("synthetic_frozen posts")
    assert [row["is_synthetic"] for row in figures(warehouse)] == [True]


def test_what_the_sheet_does_not_take_is_a_reject(warehouse: Warehouse) -> None:
    receipt = published_figures.freeze({**FIGURE, "filters": "theme"}, warehouse)
    assert (receipt.accepted, receipt.rejected) == (0, 1)
    assert "Write it as platform=twitter, facebook; mission=KEN" in warehouse.rejects()["reason"][0]
