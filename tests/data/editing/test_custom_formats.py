"""A table that no format fits is mapped once, tried out, saved, and recognised from then on."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli import main
from data.editing import custom_formats, mapping_suggestions, saved_formats
from data.editing.workbook_sheets import sheets
from data.formats.date_order import Order
from data.formats.model import Column, Elsewhere, Format, NotRecognised, Sign, Unless
from data.importing.pipeline import import_files
from data.importing.undo import undo
from data.store.warehouse import Warehouse
from tests.support.examples import first

TABLE = """Report of our tool
Réf;Quand;Réseau;Adresse;J'aime;Partages;Humeur
1;19/08/2014 14:05;Facebook;https://www.facebook.com/page/posts/1;12;3;good
2;20/08/2014 08:00;Twitter;https://x.com/a/status/2;1;0;bad
3;not a date;Twitter;https://x.com/a/status/3;1;0;bad
"""
MAPPING = {
    "post_id": "Réf",
    "posted_at": "Quand",
    "platform": "Réseau",
    "url": "Adresse",
    "reactions": "J'aime",
    "shares": "Partages",
}


HEADER = [*MAPPING.values(), "Humeur"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "unser_tool.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_an_unknown_table_is_mapped_previewed_saved_and_recognised(
    table: Path, warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_files([table], warehouse)[0].error
    fmt = custom_formats.propose("Our tool", sheets(table)[0].rows[1], MAPPING, timezone="Europe/Paris")
    preview = custom_formats.preview(table, fmt, warehouse)
    assert (preview.receipt.rows_read, preview.receipt.accepted, preview.receipt.rejected) == (3, 2, 1)
    assert preview.accepted.reactions.tolist() == [12, 1]
    assert "cannot be read" in preview.rejected.reason[0]
    assert warehouse.version == 0, "a preview imports nothing"

    saved_formats.save(fmt, warehouse)
    (receipt,) = import_files([table], warehouse)
    assert (receipt.format, receipt.accepted, receipt.timezone) == ("our_tool", 2, "Europe/Paris")
    with warehouse.read() as con:
        assert con.execute("SELECT platform, post_id, posted_at::VARCHAR FROM posts ORDER BY post_id").fetchall() == [
            ("facebook", "1", "2014-08-19 12:05:00"),
            ("twitter", "2", "2014-08-20 06:00:00"),
        ]
    assert main(["formats", "--warehouse", str(warehouse.directory)]) == 0
    assert "our_tool" in capsys.readouterr().out


@given(
    optional=st.sets(st.sampled_from(sorted(mapping_suggestions.columns().keys() - {"posted_at", "url"}))),
    platform=st.sampled_from([None, "twitter", "facebook"]),
    counts=st.booleans(),
)
def test_whatever_is_mapped_the_file_that_is_saved_is_the_format(
    optional: set[str], platform: str | None, counts: bool
) -> None:
    mapping = {name: f"their {name}" for name in ("posted_at", "url", *sorted(optional))}
    mapping |= {"platform": "their platform"} if platform is None else {}
    mapping |= {"captured_at": "their posted_at", "reactions": "their reactions"} if counts else {}
    fmt = custom_formats.propose("Ours", [*mapping.values()], mapping, platform=platform, counts=counts)
    with TemporaryDirectory() as folder:
        place = Warehouse(Path(folder))
        saved_formats.save(fmt, place)
        assert saved_formats.saved(place) == {"ours": fmt}


def test_a_format_that_could_not_be_read_again_is_not_saved(warehouse: Warehouse) -> None:
    """A file that cannot be read stops every import."""
    with pytest.raises(NotRecognised, match="ourtable"):
        saved_formats.save(replace(custom_formats.propose("Ours", HEADER, MAPPING), table="ourtable"), warehouse)
    assert saved_formats.saved(warehouse) == {}


def test_an_import_can_be_undone_when_its_format_is_gone(table: Path, warehouse: Warehouse) -> None:
    fmt = custom_formats.propose("Our tool", sheets(table)[0].rows[1], MAPPING)
    path = saved_formats.save(fmt, warehouse)
    (receipt,) = import_files([table], warehouse)
    path.unlink()
    undo(int(receipt.import_id or 0), warehouse)
    with warehouse.read() as con:
        assert con.execute("SELECT count(*) FROM posts").fetchall() == [(0,)]


def test_columns_are_suggested_by_the_names_other_tools_use() -> None:
    header = ["Tweet id", "Publish time", "Permalink", "Likes", "Retweets", "Hide all", "Network"]
    suggested = mapping_suggestions.suggest(header)
    expected = {
        "post_id": "Tweet id",
        "posted_at": "Publish time",
        "url": "Permalink",
        "reactions": "Likes",
        "shares": "Retweets",
    }
    assert suggested | expected == suggested
    assert "Hide all" not in suggested.values()


@pytest.mark.parametrize(
    ("cells", "patterns"),
    [
        (["19 Aug 2014", "1 Feb 2014"], ["%d %b %Y"]),
        (["August 19, 2014 14:05"], ["%B %d, %Y %H:%M"]),
        (["01/02/2014"], []),
        (["soon"], []),
        ([], []),
    ],
)
def test_ways_to_read_dates_are_those_that_fit_every_cell(cells: list[str], patterns: list[str]) -> None:
    assert mapping_suggestions.patterns_for(cells) == patterns


def test_ids_come_from_links_where_a_tool_gives_none(table: Path, warehouse: Warehouse) -> None:
    mapping = {name: source for name, source in MAPPING.items() if name != "post_id"}
    fmt = custom_formats.propose("Our tool", sheets(table)[0].rows[1], mapping)
    saved_formats.save(fmt, warehouse)
    import_files([table], warehouse)
    with warehouse.read() as con:
        assert con.execute("SELECT post_id FROM posts ORDER BY post_id").fetchall() == [("1",), ("2",)]


@pytest.mark.parametrize(
    ("name", "mapping", "sentence"),
    [
        ("count_sheet", MAPPING, "Choose a name that no format has"),
        ("Our tool", {"post_id": "Réf"}, "when it was posted, the platform"),
        ("Our tool", MAPPING | {"url": "Nowhere"}, "Nowhere"),
    ],
)
def test_what_a_mapping_lacks_is_said(table: Path, name: str, mapping: dict[str, str], sentence: str) -> None:
    with pytest.raises(NotRecognised, match=sentence):
        custom_formats.propose(name, sheets(table)[0].rows[1], mapping)


def test_a_broken_format_file_is_named(table: Path, warehouse: Warehouse) -> None:
    fmt = custom_formats.propose("Our tool", sheets(table)[0].rows[1], MAPPING)
    saved_formats.save(fmt, warehouse).write_text("label = ", encoding="utf-8")
    with pytest.raises(NotRecognised, match=r"our_tool\.toml is not a valid format file"):
        import_files([table], warehouse)


WRITING = (Path(__file__).parents[3] / "docs" / "writing_a_format.md").read_text("utf-8")


def test_every_key_of_a_format_is_explained() -> None:
    keys = {field.name for kind in (Format, Column, Elsewhere, Unless, Sign) for field in fields(kind)} - {"name"}
    written = {
        "sources": "from",
        "unless": "[[unless]]",
        "elsewhere": "[elsewhere]",
        "translations": "[translations.LANGUAGE]",
        "constants": "[constants]",
        "columns": "[columns]",
    }
    for key in keys:
        assert f"`{written.get(key, key)}`" in WRITING, key


def test_the_formats_in_the_docs_work(tmp_path: Path) -> None:
    radio, weekly = re.findall(r"```toml\n(.*?)```", WRITING, re.S)
    (tmp_path / "warehouse" / "formats").mkdir(parents=True)
    for name, toml in {"community_radio": radio, "weekly": weekly}.items():
        (tmp_path / "warehouse" / "formats" / f"{name}.toml").write_text(toml, "utf-8")
    log, counts = tmp_path / "log.csv", tmp_path / "counts.csv"
    log.write_text("When,Link,Listeners\n19.08.2014 17:05,https://www.facebook.com/radio/posts/7,120\n", "utf-8")
    counts.write_text("Address,On,Seen\nhttps://www.facebook.com/radio/posts/7,2014-09-01,900\n", "utf-8")
    warehouse = Warehouse(tmp_path / "warehouse")
    receipts = import_files([log, counts], warehouse)
    assert [(receipt.format, receipt.accepted) for receipt in receipts] == [("community_radio", 1), ("weekly", 1)]
    with warehouse.read() as con:
        assert con.execute("SELECT post_id, posted_at::VARCHAR, reach, impressions FROM posts").fetchall() == [
            ("7", "2014-08-19 14:05:00", 120, 900)
        ]


NUMBERS = "Id;When;Link;Likes\n1;05/07/2014;https://www.facebook.com/page/posts/1;{}\n"


@pytest.mark.parametrize(
    ("thousands", "written", "read"),
    first(
        5,
        [
            (".", "1.204", 1204),
            (".", "1,204", None),
            (",", "1,204", 1204),
            (" ", "1\u202f204", 1204),
            ("", "1.204", None),
            (".", "1.204.000", 1_204_000),
            (".", "12,0", 12),
            (",", "1.204", None),
            (" ", "1 204", 1204),
            (" ", "1,204", None),
            ("", "1,204", 1204),
        ],
    ),
)
def test_a_mapped_format_says_how_thousands_and_dates_are_written(
    tmp_path: Path, warehouse: Warehouse, thousands: str, written: str, read: int | None
) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text(NUMBERS.format(written), encoding="utf-8")
    mapping = {"post_id": "Id", "posted_at": "When", "url": "Link", "reactions": "Likes"}
    asked = custom_formats.propose(
        "Numbers", sheets(path)[0].rows[0], mapping, platform="facebook", thousands=thousands
    )
    assert custom_formats.preview(path, asked, warehouse).receipt.asks_dates
    fmt = custom_formats.propose(
        "Numbers", sheets(path)[0].rows[0], mapping, platform="facebook", thousands=thousands, dates=Order.DAY_FIRST
    )
    saved_formats.save(fmt, warehouse)
    import_files([path], warehouse)
    with warehouse.read() as con:
        found = con.execute("SELECT posted_at::DATE::VARCHAR, reactions FROM landing.posts").fetchall()
    assert found in ([("2014-07-05", read)], []), "a count that cannot be read may cost the row, but is never another"
    assert (found == [("2014-07-05", read)]) or read is None


@pytest.mark.parametrize("network", [None, "Network"])
def test_retweets_of_a_mapped_table_do_not_count_for_who_passed_them_on(
    warehouse: Warehouse, tmp_path: Path, network: str | None
) -> None:
    table = tmp_path / "tweets.csv"
    table.write_text(
        "Nr,When,Words,Likes,Retweets,Network\n"
        "501702184017428480,2014-08-19 14:05,A school,3,2,Twitter\n501702184017428481,2014-08-19 14:06,RT @b: a well,900,70,Twitter\n",
        encoding="utf-8",
    )
    mapping = {"post_id": "Nr", "posted_at": "When", "text": "Words", "reactions": "Likes", "shares": "Retweets"}
    mapping |= {"platform": network} if network else {}
    saved_formats.save(
        custom_formats.propose("Our tweets", sheets(table)[0].rows[0], mapping, platform="twitter"), warehouse
    )
    (receipt,) = import_files([table], warehouse)
    assert (receipt.format, receipt.totals) == ("our_tweets", {"posts": 2, "reactions": 3, "shares": 2})
    with warehouse.read() as con:
        assert con.execute("SELECT post_kind FROM posts ORDER BY post_id").fetchall() == [("original",), ("share",)]


@pytest.mark.parametrize("total", ["Total,,,12", ",,Gesamt:,12", "合計,TOTAL,,12"])
def test_a_total_below_a_mapped_table_is_left_out_with_a_note(warehouse: Warehouse, tmp_path: Path, total: str) -> None:
    table = tmp_path / "ours.csv"
    table.write_text(
        "Nr,When,Words,Likes\n501702184017428480,2014-08-19 14:05,Total,5\n501702184017428481,2014-08-19 14:06,A well,7\n"
        f",,A school without a number,0\n{total}\n",
        encoding="utf-8",
    )
    mapping = {"post_id": "Nr", "posted_at": "When", "text": "Words", "reactions": "Likes"}
    fmt = custom_formats.propose("Ours", sheets(table)[0].rows[0], mapping, platform="facebook")
    seen = custom_formats.preview(table, fmt, warehouse).receipt
    saved_formats.save(fmt, warehouse)
    (receipt,) = import_files([table], warehouse)
    assert (receipt.rows_read, receipt.accepted, receipt.duplicates, receipt.rejected) == (3, 2, 0, 1)
    assert "1 row is a total or a note, not a post, and was left out." in receipt.notes
    assert (seen.rows_read, seen.rejected) == (3, 1)


def test_counts_of_mapped_posts_of_x_are_unknown_where_nothing_tells_retweets(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    table = tmp_path / "tweets.csv"
    table.write_text("Nr,When,Likes\n501702184017428480,2014-08-19 14:05,3\n", encoding="utf-8")
    mapping = {"post_id": "Nr", "posted_at": "When", "reactions": "Likes"}
    saved_formats.save(
        custom_formats.propose("Our tweets", sheets(table)[0].rows[0], mapping, platform="twitter"), warehouse
    )
    (receipt,) = import_files([table], warehouse)
    assert receipt.totals == {"posts": 1}
    assert "No column shows what these counts cover (Text). Left unknown: Reactions." in receipt.notes


@pytest.mark.parametrize(
    ("links", "platform"),
    [
        (["https://www.facebook.com/iom/posts/101", "facebook.com/iom/posts/102", ""], "facebook"),
        (["https://mastodon.example/@iom/112233445566778899"], "mastodon"),
        (["https://www.facebook.com/iom/posts/101", "https://x.com/iom/status/20"], None),
        (["https://www.facebook.com/iom/posts/101", "https://example.org/facebook.com"], None),
        ([""], None),
    ],
)
def test_the_platform_of_all_rows_is_suggested_by_their_links(links: list[str], platform: str | None) -> None:
    rows = [[link, "2014-08-19"] for link in links]
    assert mapping_suggestions.platform_of_all(["Link", "Day"], rows, {"url": "Link"}) == platform
    assert mapping_suggestions.platform_of_all(["Link", "Day"], rows, {"url": "Link", "platform": "Day"}) is None


def test_the_reach_that_a_listening_tool_estimates_is_not_suggested() -> None:
    assert "reach" in mapping_suggestions.suggest(["URL", "Date", "Reach"])
    assert "reach" not in mapping_suggestions.suggest(["URL", "Date", "Reach", "Sentiment"])


def test_names_are_known_in_the_languages_of_the_formats() -> None:
    assert mapping_suggestions.suggest(["Kommentare", "„Gefällt mir“-Angaben", "Impressions"]) == {
        "comments": "Kommentare",
        "reactions": "„Gefällt mir“-Angaben",
        "impressions": "Impressions",
    }


def test_what_names_leave_open_the_values_say() -> None:
    header = ["A", "B", "C", "D", "E", "F"]
    rows = [
        [
            "fr",
            "https://x.com/a/status/1",
            "Facebook",
            "19/08/2014 14:05",
            "501702184017428480",
            "words of a post, several",
        ],
        ["es", "https://x.com/a/status/2", "Bluesky", "20 Aug 2014", "501702184017428481", "other words of a post"],
    ]
    assert mapping_suggestions.suggest(header, rows) == {
        "url": "B",
        "posted_at": "D",
        "platform": "C",
        "post_id": "E",
        "text": "F",
        "language": "A",
    }
    assert mapping_suggestions.suggest(header, [["fr", "", "", "", "", ""]]) == {}, "two letters in one row are chance"
    assert mapping_suggestions.suggest(header, rows[:1]).keys() == {"url", "posted_at", "platform", "post_id", "text"}
    assert mapping_suggestions.suggest(["Posted at", "When"], [["x", "2014-08-19"]] * 3) == {
        "posted_at": "Posted at"
    }, "a name is surer than values"


def test_what_holds_for_all_rows_is_part_of_the_format(table: Path, warehouse: Warehouse) -> None:
    fmt = custom_formats.propose(
        "Our tool", sheets(table)[0].rows[1], MAPPING, platform="tumblr", campaign="means", mission="KEN"
    )
    assert fmt.constants == {"campaign": "means", "mission": "KEN"}, "a column says the platform"
    saved_formats.save(fmt, warehouse)
    import_files([table], warehouse)
    with warehouse.read() as con:
        assert con.execute("SELECT DISTINCT mission, campaigns FROM posts").fetchall() == [("KEN", ["means"])]


def test_a_proposal_under_which_nothing_would_come_in_is_not_saved(
    warehouse: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "odd.csv").write_text("Link,Posted at\nnone,never\nnone,never\n", encoding="utf-8")
    at = ["--warehouse", str(warehouse.directory)]
    assert main(["map", str(tmp_path / "odd.csv"), "--save", "odd", "--platform", "twitter", *at]) == 3
    assert "was not saved" in capsys.readouterr().err
    assert saved_formats.saved(warehouse) == {}
