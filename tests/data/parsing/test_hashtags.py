"""What is a hashtag, in what is derived and in what is left of withdrawn posts."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from data.importing.pipeline import import_files
from data.parsing.hashtags import hashtags, named
from data.store.warehouse import Warehouse


def found(text: str, declared: tuple[str, ...] = ()) -> list[str]:
    sql = f"SELECT {hashtags('t', 'd')} FROM (SELECT $text::VARCHAR AS t, $declared::VARCHAR[] AS d)"
    return list(duckdb.execute(sql, {"text": text, "declared": list(declared)}).fetchall()[0][0])


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#MigrationMeans, and #migrationmeans", ["migrationmeans"]),
        ("We&#39;re number #1 and item #2", []),
        ("&amp;#39; &amp;#x27; &quot;#said&quot;", ["said"]),
        ("see https://example.org/page#section, page#section and example.org/#start", []),
        ("www.example.org/#start https://t.co/a。#タグ", ["タグ"]),
        ("#one#two (#three)#four #five/#six", ["five", "four", "one", "six", "three", "two"]),
        ("word#none 9#none _#none &#none", []),
        ("##one #two##three # four #", ["one", "three", "two"]),
        ("#_none #2014", []),
        ("#été #e\u0301te\u0301", ["été"]),
        ("#हिन्दी_दिवस #هجرة", ["هجرة", "हिन्दी_दिवस"]),
        ("", []),
    ],
)
def test_hashtags_begin_with_a_letter_and_stand_in_what_people_wrote(text: str, tags: list[str]) -> None:
    assert found(text) == tags


def test_a_campaign_may_be_called_by_a_number() -> None:
    assert found("#16Days #17Days #1", ("16days",)) == ["16days"]


def test_a_cell_lists_hashtags_with_or_without_their_sign() -> None:
    assert duckdb.sql(
        f"SELECT {named('t')} FROM (SELECT '#MigrationMeans, E\u0301te\u0301; 16Days' AS t)"
    ).fetchall() == [(["migrationmeans", "été", "16days"],)]


def test_a_fragment_makes_no_post_part_of_a_campaign(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "campaigns.csv").write_text(
        "Campaign,Name,Hashtags\nwater,Water,#Wasser #E\u0301cole #16Days\n", encoding="utf-8"
    )
    (tmp_path / "tweets.csv").write_text(
        "created_at,text,url,replies,retweets,favorites\n"
        "08/19/14 14:05,https://example.org/page#wasser,https://twitter.com/a/status/501702184017428480,1,2,3\n"
        "08/19/14 14:05,#école,https://twitter.com/a/status/501702184017428481,1,2,3\n"
        "08/19/14 14:05,#16days,https://twitter.com/a/status/501702184017428482,1,2,3\n",
        encoding="utf-8",
    )
    import_files([tmp_path], warehouse)
    with warehouse.read() as con:
        assert con.execute("SELECT hashtags, campaigns FROM posts ORDER BY post_id").fetchall() == [
            ([], []),
            (["école"], ["water"]),
            (["16days"], ["water"]),
        ]


def test_a_header_is_known_however_its_letters_are_composed(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "video.csv").write_text(
        "Contenu,Titre de la vide\u0301o,Heure de publication de la vide\u0301o,Vues\nabcDEFgh000,Une école,2025-03-01,9\n",
        encoding="utf-8",
    )
    (receipt,) = import_files([tmp_path / "video.csv"], warehouse)
    assert (receipt.format, receipt.accepted) == ("youtube_videos", 1)
