"""`map` says what it guessed of a table and why, before the format that it proposes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli import main

TABLE = """Report of our tool
Réf;Quand;Permalink;Likes;Author name;Humeur;Réseau
501702184017428480;19/08/2014 14:05;https://www.facebook.com/page/posts/1;12;Ana;good;Facebook
501702184017428481;20/08/2014 08:00;https://x.com/a/status/2;1;Ben;bad;Twitter
501702184017428482;not a date;https://x.com/a/status/3;1;Cy;bad;Twitter
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "unser_tool.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def lines(text: str) -> list[list[str]]:
    """Return the cells of each line of a printed table."""
    return [re.split(r"\s{2,}", line.strip()) for line in text.splitlines()]


def test_each_column_is_shown_with_what_it_is_read_as_an_example_and_why(
    table: Path, at: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["map", str(table), "--mission", "KEN", "--column", "text=Humeur", *at]) == 0
    printed = capsys.readouterr()
    assert lines(printed.err)[:9] == [
        ["Column", "Read as", "Example", "Why"],
        ["Réf", "post_id", "501702184017428480", "its values"],
        ["Quand", "posted_at", "19/08/2014 14:05", "its values"],
        ["Permalink", "url", "https://www.facebook.com/page/posts/1", "its name"],
        ["Likes", "reactions", "12", "its name"],
        ["Author name", "account", "its name"],
        ["Humeur", "text", "good", "as you said"],
        ["Réseau", "platform", "Facebook", "its values"],
        ["(all rows)", "mission", "KEN", "as you said"],
    ]
    assert "With this format: 3 rows read = 2 accepted + 0 duplicates + 1 rejected." in printed.err
    assert "“Quand”: dates are read day first, such as 31/12/2014" in printed.err
    assert "row 5: Quand: “not a date”" in printed.err
    assert printed.out.startswith('label = "unser_tool"'), "only the format, to be written to a file"
    assert "Ana" not in printed.err


def test_columns_that_nothing_is_read_from_are_listed(
    table: Path, at: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["map", str(table), *at]) == 0
    assert "Left out: Humeur. Read one with --column OURS=THEIRS." in capsys.readouterr().err


def test_what_was_guessed_is_shown_where_something_is_missing(
    tmp_path: Path, at: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "short.csv"
    table.write_text("Permalink,Stück\nhttps://www.facebook.com/page/posts/1,12\n", encoding="utf-8")
    assert main(["map", str(table), *at]) == 2
    said = capsys.readouterr().err
    assert lines(said)[1] == ["Permalink", "url", "https://www.facebook.com/page/posts/1", "its name"]
    assert lines(said)[2] == ["(all rows)", "platform", "facebook", "its links"]
    assert "Choose a column for: when it was posted." in said
    assert "Give it with --column, such as --column posted_at=When, or --platform NAME." in said


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ("posted_at=Wann", "There is no column 'Wann' in the file. Its columns are: Réf, Quand, Permalink,"),
        ("posted=Quand", "There is no column 'posted'. Columns are: campaign, platform,"),
        ("Quand", "--column takes OURS=THEIRS, such as --column posted_at=When, not 'Quand'."),
    ],
)
def test_a_column_that_there_is_not_is_named(
    table: Path, at: list[str], capsys: pytest.CaptureFixture[str], chosen: str, sentence: str
) -> None:
    assert main(["map", str(table), "--column", chosen, *at]) == 2
    assert sentence in capsys.readouterr().err
