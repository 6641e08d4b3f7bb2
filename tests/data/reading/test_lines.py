"""Lines keep their places, whichever way a file is read: strictly by several threads, or leniently where something is
out of place."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from tests.support.examples import first

HEADER = "Platform,Post ID,Posted at,Contributor type,Country,Text,Reactions\n"


def sheet(rows: int, countries: bool, text: str = "said") -> list[str]:
    """Lines whose every tenth has a day that cannot be read; whose country is known, unknown or missing in turn."""
    country = ["Kenya", "", "Niger"] if countries else [""]
    return [
        f'Twitter,{n},{"soon" if n % 10 == 0 else "2014-08-19 10:00"},Donor,{country[n % len(country)]},"{text} {n}",{n}\n'
        for n in range(rows)
    ]


@pytest.mark.parametrize(
    ("countries", "broken"), first(2, [(True, False), (False, True), (False, False), (True, True)]), ids=str
)
def test_rows_keep_their_places(tmp_path: Path, countries: bool, broken: bool) -> None:
    lines = sheet(7_000, countries)
    if broken:
        lines[6_999] = "Twitter,6999,2014-08-19 10:00,Donor,,short\n"
    file = tmp_path / "posts.csv"
    file.write_text(HEADER + "".join(lines), "utf-8")
    warehouse = Warehouse(tmp_path / "warehouse")
    (receipt,) = import_files([file], warehouse)
    assert (receipt.rows_read, receipt.rejected) == (7_000, 700), receipt
    assert [(row.row_number, row.raw[1]) for row in warehouse.rejects().itertuples()] == [
        (n + 2, str(n)) for n in range(0, 7_000, 10)
    ]
    with warehouse.read() as con:
        assert con.execute("SELECT count(*) FROM landing.posts WHERE row_number <> post_id::BIGINT + 2").fetchall() == [
            (0,)
        ]


@pytest.mark.long
def test_texts_of_several_lines_across_the_pieces_that_threads_take(tmp_path: Path) -> None:
    text = 'a first line\nand,a,second,""one"" with commas\n' + "x" * 400
    file = tmp_path / "posts.csv"
    file.write_text(HEADER + "".join(sheet(40_000, countries=False, text=text)), "utf-8")
    assert file.stat().st_size > 16 * 2**20
    warehouse = Warehouse(tmp_path / "warehouse")
    (receipt,) = import_files([file], warehouse)
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (40_000, 36_000, 4_000)
    assert receipt.totals["reactions"] == sum(n for n in range(40_000) if n % 10)
    with warehouse.read() as con:
        (lengths,) = con.execute("SELECT count(DISTINCT text), min(length(text)) FROM posts").fetchall()
    assert lengths == (36_000, len(text.replace('""', '"')) + 2)
