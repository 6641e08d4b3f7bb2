"""What a format goes by: signs of what is not a post's own, and what holds where a file lacks them."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.formats.catalogue import every, formats
from data.formats.model import Format, NotRecognised, fold
from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.schema import TABLES
from data.store.warehouse import Warehouse

FORMATS = [fmt for fmt in formats().values() if not fmt.refuse]


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.name)
def test_no_condition_of_a_format_does_nothing_unnoticed(fmt: Format) -> None:
    """Every file has the columns that a condition goes by, or the format says what holds without them."""
    required = {fold(name) for name in fmt.requires}
    conditions = [([[rows["column"]]], rows.get("absent")) for rows in (fmt.only, fmt.note_row) if rows]
    for column in fmt.columns.values():
        groups = [[sign.column for sign in group] for group in column.signs]
        groups += [[source] for source in column.sources] if column.match else []
        stated = column.absent or column.otherwise == "unknown"
        conditions += [(groups, stated)] if groups else []
    for groups, stated in conditions:
        assert stated or any(required >= {fold(name) for name in group} for group in groups), groups


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.name)
def test_what_identifies_a_row_is_in_every_file(fmt: Format) -> None:
    required = {fold(name) for name in fmt.requires}
    key = {*TABLES[fmt.table].key, *({"posted_at"} & fmt.columns.keys())} - fmt.constants.keys() - {"as_of"}
    for name in {*key, *fmt.identity} - ({"post_id"} if fmt.identity else set()):
        column = fmt.columns[name]
        assert required & {fold(source) for source in column.sources}, name


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('only = { column = "Kind", like = "post", else = "No post." }', "Kind"),
        ('note_row = { column = "Kind", like = "Total" }', "Kind"),
        ('[columns.post_kind]\nfrom = ["Kind"]\nmatch = { share = "RT" }\notherwise = "original"', "Kind"),
        (
            '[columns.post_kind]\nsigns = [[{ column = "Kind", like = "RT", says = "share" }]]\notherwise = "original"',
            "Kind",
        ),
        ('[columns.contributor_type]\nfrom = ["Link"]\notherwise = "public"', "contributor_type"),
    ],
    ids=["only", "note_row", "match", "signs", "a_voice_that_is_supposed"],
)
def test_a_format_with_such_a_condition_is_refused(tmp_path: Path, text: str, columns: str) -> None:
    folder = tmp_path / "formats"
    folder.mkdir()
    rest = '[constants]\nplatform = "twitter"\n[columns.post_id]\nfrom = ["Link"]'
    (folder / "ours.toml").write_text(
        f'label = "Ours"\ntable = "posts"\nrequires = ["Link"]\n{text}\n{rest}\n', encoding="utf-8"
    )
    with pytest.raises(NotRecognised, match=columns):
        every(tmp_path)


def _import(warehouse: Warehouse, folder: Path, name: str, text: str) -> Receipt:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    (receipt,) = import_files([path], warehouse)
    return receipt


OURS = """label = "Ours"
table = "posts"
requires = ["Link", "When", "Shares"]

[[unless]]
signs = [[{ column = "Passed on", like = "^yes$" }]]
leave_out = ["shares", "video_views"]

[constants]
platform = "twitter"
media_type = "text"

[columns]
post_id = { from = ["Link"], id_in_link = true }
posted_at = { from = ["When"], patterns = ["%Y-%m-%d %H:%M"] }
shares = { from = ["Shares"] }
reactions = { from = ["Likes"] }
post_kind = { from = ["Kind"], match = { share = "^RT" }, otherwise = "original", absent = "original" }
"""


@pytest.fixture
def ours(warehouse: Warehouse) -> Warehouse:
    folder = warehouse.directory / "formats"
    folder.mkdir()
    (folder / "ours.toml").write_text(OURS, encoding="utf-8")
    return warehouse


def test_counts_are_unknown_where_no_column_tells_whose_they_are(ours: Warehouse, tmp_path: Path) -> None:
    receipt = _import(
        ours,
        tmp_path,
        "a.csv",
        "Link,When,Shares,Likes\nhttps://x.com/a/status/501702184017428480,2014-08-19 14:05,500,3\n",
    )
    assert receipt.totals == {"posts": 1, "reactions": 3}
    assert receipt.notes == (
        "No column shows what these counts cover (Passed on). Left unknown: Shares, Video views.",
        "No column shows the post type (Kind). All are counted as: Original posts.",
    )


def test_a_post_type_that_no_column_shows_may_be_unknown(ours: Warehouse, tmp_path: Path) -> None:
    path = ours.directory / "formats" / "ours.toml"
    path.write_text(OURS.replace('absent = "original"', 'absent = "unknown"'), encoding="utf-8")
    receipt = _import(
        ours,
        tmp_path,
        "a.csv",
        "Link,When,Shares,Likes\nhttps://x.com/a/status/501702184017428480,2014-08-19 14:05,5,3\n",
    )
    assert receipt.accepted == 1
    assert "No column shows the post type (Kind). All are counted as: Unknown." in receipt.notes


@pytest.mark.long
def test_a_recorded_value_wins_whatever_comes_later(ours: Warehouse, tmp_path: Path) -> None:
    """What a format supposes fills a gap, also that of another import; a later import with a value of its own replaces
    the earlier."""
    link = "https://x.com/a/status/501702184017428480"
    sheet = "Platform,Post ID,Posted at,Contributor type,Media,Kind\nTwitter,501702184017428480,2014-08-19 14:05,Public,{},{}\n"
    table = f"Link,When,Shares,Passed on,Kind\n{link},2014-08-19 14:05,1,no,{{}}\n"
    (tmp_path / "a 2014-09-01.csv").write_text(table.format(""), encoding="utf-8")
    (tmp_path / "b 2014-10-01.csv").write_text(
        sheet.format("Photo", "Thunderclap").replace("Public", "General public"), encoding="utf-8"
    )
    (tmp_path / "c 2014-11-01.csv").write_text(table.format(""), encoding="utf-8")
    found = []
    for path in sorted(tmp_path.glob("*.csv")):
        import_files([path], ours)
        with ours.read() as con:
            found += con.execute("SELECT media_type, post_kind FROM posts").fetchall()
    assert found == [("text", "original"), ("photo", "thunderclap"), ("photo", "thunderclap")]
    (tmp_path / "d 2014-12-01.csv").write_text(table.format("RT"), encoding="utf-8")
    import_files([tmp_path / "d 2014-12-01.csv"], ours)
    with ours.read() as con:
        assert con.execute("SELECT media_type, post_kind FROM posts").fetchall() == [("photo", "share")]


MENTIONS = "id,Title,Detail,Link,Publish date,Media type,Author name\n"


def test_what_is_no_post_of_a_platform_is_left_out_by_kind(warehouse: Warehouse, tmp_path: Path) -> None:
    """A mention of a network without a link to its post is a post, and a reject; a kind that is no short name is not
    shown."""
    rows = [
        ("https://twitter.com/a/status/1600000000000000001", "Twitter"),
        ("https://news.example.org/1", "Online press"),
        ("https://news.example.org/2", "Online press"),
        ("https://blog.example.org/twitter.com/3", "Blogs"),
        ("", "Radio"),
        ("https://paper.example.org/4", "words " * 20),
        ("https://www.facebook.com/page/posts/4", ""),
        ("https://t.example.org/5", "X (Twitter)"),
    ]
    text = MENTIONS + "".join(
        f"{n},t,hello,{link},2022-12-06 09:00:00,{kind},a\n" for n, (link, kind) in enumerate(rows)
    )
    receipt = _import(warehouse, tmp_path, "mentions.csv", text)
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (3, 2, 1)
    assert "5 rows are not posts and were left out (Online press 2, Blogs 1, Radio 1, ? 1)." in receipt.notes
    (reject,) = warehouse.rejects().itertuples()
    assert (reject.row_number, "t.example.org" in reject.reason) == (9, True)
