"""Quotes that are sound are left alone, whatever a text looks like; one left open costs its own line only."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest

from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from tests.support.examples import first, turns

HEADER = [
    "Tweet id",
    "Tweet permalink",
    "Tweet text",
    "time",
    "impressions",
    "retweets",
    "replies",
    "likes",
    "url clicks",
]
COMMAS = "Kenya, Jordan, Niger, Mali, Chad, Sudan, Yemen, Syria, Iraq"
"""As many commas as a row has."""


def row(post: int, text: str = "hello", impressions: int = 10) -> list[str]:
    link = f"https://twitter.com/a/status/{post}"
    return [str(post), link, text, "2021-01-30 12:56 +0000", str(impressions), "1", "1", "1", "0"]


def written(*rows: list[str], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def plain(post: int, text: str, delimiter: str = ",") -> str:
    """A line whose text stands as it is, with whatever quotes are in it."""
    return delimiter.join(row(post, text)) + "\n"


def take(warehouse: Warehouse, tmp_path: Path, content: str) -> Receipt:
    path = tmp_path / "export.csv"
    path.write_text(content, encoding="utf-8")
    (receipt,) = import_files([path], warehouse)
    assert receipt.rows_read == receipt.accepted + receipt.duplicates + receipt.rejected
    return receipt


def texts(warehouse: Warehouse) -> dict[str, str | None]:
    with warehouse.read() as con:
        return dict(con.execute("SELECT post_id, text FROM posts ORDER BY post_id").fetchall())


RAGGED = row(99)[:5]
"""A row without its last fields, which makes the whole file be read leniently."""


@pytest.mark.parametrize("ragged", [False, True], ids=["whole rows", "short rows"])
@pytest.mark.parametrize(
    "text",
    first(
        2,
        [
            f"Our stories\n{COMMAS}",
            '\n"\n,',
            f"{COMMAS}\n{COMMAS}\n{COMMAS}",
            'He said "now"\n' + COMMAS,
            '"',
            f"as in\n{','.join(row(77))}\nthat is",
        ],
    ),
)
def test_a_sound_text_is_one_cell_however_its_lines_look(
    warehouse: Warehouse, tmp_path: Path, text: str, ragged: bool
) -> None:
    receipt = take(
        warehouse, tmp_path, written(HEADER, row(1), row(2, text), *([RAGGED] if ragged else []), row(3, text))
    )
    assert (receipt.accepted, receipt.rejected) == (3 + ragged, 0)
    found = texts(warehouse)
    assert {found["2"], found["3"]} == {text.strip(" \t\n")}


@pytest.mark.parametrize("delimiter", first(1, [",", ";", "\t"]))
@pytest.mark.parametrize("together", first(2, [1, 4, 2, 3]))
@pytest.mark.parametrize("text", first(1, [f'"{COMMAS}', '"open', '"open ""and"" more']))
def test_open_quotes_next_to_each_other_are_rows_of_their_own(
    warehouse: Warehouse, tmp_path: Path, text: str, together: int, delimiter: str
) -> None:
    broken = "".join(plain(10 + n, text, delimiter) for n in range(together))
    receipt = take(
        warehouse,
        tmp_path,
        written(HEADER, row(1), delimiter=delimiter) + broken + written(row(3, "a\nb, c"), row(4), delimiter=delimiter),
    )
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (3 + together, 3, together)
    assert texts(warehouse) == {"1": "hello", "3": "a\nb, c", "4": "hello"}
    assert [list(raw)[-1] for raw in warehouse.rejects().raw] == broken.splitlines()


@pytest.mark.parametrize("lines", [f"Thank you all!\n{COMMAS}", f'x,y,z\n"quoted", and so on\n{COMMAS}, and more'])
def test_a_line_of_a_text_below_an_open_quote_is_no_record_without_an_id_and_a_date(
    warehouse: Warehouse, tmp_path: Path, lines: str
) -> None:
    receipt = take(warehouse, tmp_path, written(HEADER, row(1)) + plain(2, f'"open {lines}') + written(row(3), row(4)))
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (4, 3, 1)
    assert set(texts(warehouse)) == {"1", "3", "4"}


@pytest.mark.parametrize(
    ("cell", "text"),
    first(
        2,
        [
            ('"He said "now" to us"', 'He said "now" to us'),
            ('"He said "now, yes" to us"', 'He said "now, yes" to us'),
            ('"He said "now"\nand left"', 'He said "now"\nand left'),
            ('"He said ""now"" and "then" to us"', 'He said "now" and "then" to us'),
            ('5" of rain', '5" of rain'),
        ],
    ),
)
def test_quotes_inside_a_quoted_text_lose_no_letter(warehouse: Warehouse, tmp_path: Path, cell: str, text: str) -> None:
    receipt = take(warehouse, tmp_path, written(HEADER, row(1)) + plain(2, cell) + written(row(3), RAGGED))
    assert (receipt.accepted, receipt.rejected) == (4, 0)
    assert texts(warehouse)["2"] == text


def test_an_open_quote_at_the_end_keeps_what_follows_it(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(warehouse, tmp_path, written(HEADER, row(1)) + plain(2, '"open') + "a note\nanother\n")
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (2, 1, 1)
    assert list(warehouse.rejects().raw[0])[-1] == plain(2, '"open') + "a note\nanother"


def test_thousands_of_open_quotes_are_told_apart(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(
        warehouse, tmp_path, written(HEADER) + "".join(plain(n, '"open') for n in range(1, 4_001)) + written(row(5_000))
    )
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (4_001, 1, 4_000)


@pytest.mark.parametrize("seed", turns(2, 12))
def test_whatever_texts_hold_only_broken_lines_are_lost(warehouse: Warehouse, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    words = ["home", "Kenya,", "and", '"now"', "\n", ",", "é", "17", COMMAS, "https://x.org/a?b=1,2", "2021-01-30"]
    made: dict[str, str | None] = {}
    lines, broken = [], 0
    for post in range(1, 60):
        text = " ".join(chance.choices(words, k=chance.randint(1, 9)))
        line = written(row(post, text) if chance.random() < 0.8 else row(post, text)[:5])
        if chance.random() < 0.2:
            lines.append(plain(post, '"open ' + chance.choice(["", COMMAS, 'and ""more""'])))
            broken += 1
        else:
            lines.append(line)
            made[str(post)] = text.strip(" \t\n") or None
    receipt = take(warehouse, tmp_path, written(HEADER) + "".join(lines) + written(RAGGED))
    assert (receipt.rows_read, receipt.rejected) == (60, broken)
    assert texts(warehouse) == made | {"99": "hello"}
