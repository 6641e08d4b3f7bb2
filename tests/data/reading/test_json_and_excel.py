"""JSON and workbooks of every kind go in; what breaks, overflows or reaches for other files gets a sentence."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

from data.formats.catalogue import formats
from data.formats.detect import may_fit
from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.parsing import post_urls
from data.reading.json_pieces import in_pieces
from data.reading.text import read_tables
from data.reading.text_table import HEAD_ROWS, MAX_LINE, UNREADABLE
from data.store.warehouse import Warehouse
from tests.support.examples import first

TWEET = {
    "id_str": "501702184017428480",
    "created_at": "Tue Aug 19 15:05:00 +0000 2014",
    "full_text": "hello",
    "retweet_count": "2",
    "favorite_count": "5",
}
SCHEMA = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'


def tweet(**changes: object) -> str:
    return json.dumps(TWEET | changes)


def sheet(cells: str, before: str = "") -> str:
    table = f"<Table><Row>{cells}</Row></Table>"
    return f'<?xml version="1.0"?>{before}<Workbook {SCHEMA}><Worksheet ss:Name="a">{table}</Worksheet></Workbook>'


def take(warehouse: Warehouse, path: Path, content: str | bytes) -> Receipt:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (receipt,) = import_files([path], warehouse)
    return receipt


@pytest.mark.parametrize(
    "content",
    first(
        4,
        [
            f"{tweet()}\n",
            f"{tweet()}\n\n\n",
            f"[{tweet()}]",
            f"window.YTD.tweets.part0 = [\n{tweet()}\n]",
            f"window.YTD.tweet.part12 = [ {tweet()} ];\n",
            json.dumps(TWEET, indent=2),
            tweet().encode("utf-16"),
            tweet().encode("utf-8-sig"),
            json.dumps([{"tweet": TWEET}]),
        ],
    ),
)
def test_json_however_it_is_wrapped_gives_the_same_post(
    warehouse: Warehouse, tmp_path: Path, content: str | bytes
) -> None:
    receipt = take(warehouse, tmp_path / "tweets.js", content)
    assert (receipt.format, receipt.accepted, receipt.totals["shares"]) == ("x_archive", 1, 2)
    with warehouse.read() as con:
        assert con.execute("SELECT text FROM posts").fetchall() == [("hello",)]


@pytest.mark.parametrize(
    "content",
    first(
        3,
        [
            json.dumps({"result": {"count": 1, "items": [TWEET]}, "ok": True}),
            json.dumps({"data": {"edges": [{"cursor": "x", "node": TWEET}]}}, indent=1),
            json.dumps({"users": [{"id": 1}, {"id": 2}], "found": [{"tweet": TWEET}]}),
            json.dumps({"data": [TWEET], "took": 3}),
        ],
    ),
)
def test_records_in_one_object_are_read_whatever_its_names_are(
    warehouse: Warehouse, tmp_path: Path, content: str
) -> None:
    receipt = take(warehouse, tmp_path / "collected.json", content)
    assert (receipt.error, receipt.format, receipt.accepted) == (None, "x_archive", 1)
    with warehouse.read() as con:
        assert con.execute("SELECT text FROM posts").fetchall() == [("hello",)]


@pytest.mark.parametrize("indent", [None, 1], ids=["one line", "many lines"])
def test_a_large_object_gives_the_rows_that_its_records_give_by_themselves(tmp_path: Path, indent: int | None) -> None:
    records = [
        {
            "id_str": str(10**17 + n),
            "created_at": "x",
            "full_text": f"{n} é\n",
            "share": n / 7,
            "in": {"a": [n], "b": None},
        }
        for n in range(2_500)
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"n": 1, "of": {"found": records}}, indent=indent), encoding="utf-8")
    rows = _rows(tmp_path / "b.json", tmp_path / "b", "id_str")
    assert len(rows) == 2_500
    assert rows == _rows(tmp_path / "a.jsonl", tmp_path / "a", "id_str")


def test_long_numbers_in_an_object_are_not_rounded(tmp_path: Path) -> None:
    number = "117222333444555666777"
    (tmp_path / "a.json").write_text(f'{{"items": [{{"a": {number}}}], "b": 1}}', encoding="utf-8")
    (row,) = _rows(tmp_path / "a.json", tmp_path / "read", "a")
    assert number in "".join(row.values())


def test_a_private_chat_stays_closed_however_it_is_wrapped(warehouse: Warehouse, tmp_path: Path) -> None:
    chat = json.loads(CHANNEL.read_text("utf-8")) | {"type": "personal_chat"}
    for name, content in {"a.json": chat, "b.json": {"chats": {"about": "", "list": [chat]}}}.items():
        receipt = take(warehouse, tmp_path / name, json.dumps(content, indent=1))
        assert receipt.error
    assert warehouse.version == 0


def test_of_a_large_object_that_nobody_knows_the_first_records_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.reading.json_wrapped.LARGE", 1)
    (tmp_path / "a.json").write_text(json.dumps({"of": {"all": [{"parcel": n} for n in range(5_000)]}}), "utf-8")
    (table,) = read_tables(tmp_path / "a.json", tmp_path, lambda _head: False, lambda _head: False)
    assert table.head[:2] == [["parcel", *UNREADABLE], ["0", "", ""]]
    assert sum(1 for _ in table.path.open(encoding="utf-8")) == HEAD_ROWS + 1


@pytest.mark.parametrize(
    "line",
    first(
        2,
        [
            tweet()[:40],
            '{"a":' * 100_000 + "1" + "}" * 100_000,
            tweet(full_text="CUT").replace("CUT", r"\ud83d half a letter"),
            "a note",
            "17",
        ],
    ),
)
def test_a_line_that_is_no_record_is_kept_and_the_others_go_in(warehouse: Warehouse, tmp_path: Path, line: str) -> None:
    receipt = take(warehouse, tmp_path / "tweets.jsonl", f"{tweet()}\n{line}\n{tweet(id_str='501702184017428481')}\n")
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (3, 2, 1)
    (reject,) = warehouse.rejects().itertuples()
    assert "not a complete JSON record" in reject.reason
    assert line in list(reject.raw)


def test_a_file_that_begins_with_a_broken_line_goes_in_all_the_same(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(warehouse, tmp_path / "tweets.jsonl", f"{tweet()[:40]}\n{tweet()}\n")
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (2, 1, 1)


def test_names_and_texts_that_mean_something_to_sql_and_csv(warehouse: Warehouse, tmp_path: Path) -> None:
    odd = {
        'a"b': 1,
        "c'd": 2,
        "e.f": {"g/h": 1, "~": 2},
        "": 3,
        "ID": 4,
        "id": 5,
        "full_text": 'he said, "no"\nand; left\r\n\u0000',
    }
    receipt = take(warehouse, tmp_path / "tweets.jsonl", tweet(**odd))
    assert (receipt.accepted, receipt.error) == (1, None)
    with warehouse.read() as con:
        assert con.execute("SELECT text FROM posts").fetchall() == [('he said, "no"\nand; left',)]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    first(
        3,
        [
            ("cut.js", f"window.YTD.tweets.part0 = [{tweet()},\n{tweet()[:30]}", "not complete JSON"),
            ("empty.js", "window.YTD.tweets.part0 = []", "contains no records"),
            ("names.jsonl", json.dumps({f"k{i}": 1 for i in range(5_000)}), "5,000 different names"),
            (
                "deep.json",
                "[" * 100_000 + "{}" + "]" * 100_000,
                "not in a known format|contains no records|not complete JSON",
            ),
            (
                "bomb.xls",
                sheet("", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'),
                "declares a document type",
            ),
            (
                "reach.xls",
                sheet("", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
                "declares a document type",
            ),
            (
                "wide.xls",
                sheet('<Cell ss:Index="999999999"><Data ss:Type="String">x</Data></Cell>'),
                "more than 2,000 columns",
            ),
            ("cut.xls", sheet("")[:-20], "is incomplete or damaged"),
            ("blank.xls", sheet(""), "contains no rows"),
            ("macros.xls", b"\xd0\xcf\x11\xe0" + "_VBA_PROJECT".encode("utf-16-le"), "contains macros"),
            ("locked.xls", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ],
    ),
)
def test_a_hostile_or_broken_file_is_refused_with_a_sentence(
    warehouse: Warehouse, tmp_path: Path, name: str, content: str | bytes, sentence: str
) -> None:
    import re

    receipt = take(warehouse, tmp_path / name, content)
    assert receipt.error
    assert re.search(sentence, receipt.error)
    assert str(tmp_path) not in receipt.error
    assert len(receipt.error) < 1_000
    assert warehouse.version == 0


def test_a_damaged_old_workbook_gives_a_sentence_and_no_panic(
    warehouse: Warehouse, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = (Path(__file__).parents[2] / "formats" / "linkedin_posts" / "a_page_content.xls").read_bytes()
    for cut in range(700, len(whole), 450):
        receipt = take(warehouse, tmp_path / "cut.xls", whole[:cut])
        assert receipt.error
        assert receipt.error.startswith("cut.xls ")
    assert "panicked" not in capfd.readouterr().err


@pytest.mark.parametrize(
    ("link", "identity"),
    [
        ("https://mobile.twitter.com/a/statuses/5/?s=20", "5"),
        ("https://x.com/i/web/status/99", "99"),
        ("https://www.instagram.com/some.one/reel/AbC_1-/?igshid=1", "AbC_1-"),
        ("https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A730619213", "730619213"),
        ("https://www.linkedin.com/posts/someone_tag-activity-7306192134921981953-AbCd", "7306192134921981953"),
        ("https://www.youtube.com/watch?t=1&v=dQw4w9WgXcQ&x=2", "dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ", "dQw4w9WgXcQ"),
        ("https://www.tiktok.com/@a.b/video/7672373276106181908?lang=en", "7672373276106181908"),
        ("https://www.facebook.com/page/posts/some-title/10158379885251509/?x=1", "10158379885251509"),
        ("https://www.facebook.com/permalink.php?id=88&story_fbid=pfbid0Ab", "pfbid0Ab"),
        ("https://www.facebook.com/a/photos/a.26.58.13/1728863393803543/?type=3", "1728863393803543"),
        ("https://www.facebook.com/groups/12/permalink/34/", "34"),
        ("https://www.facebook.com/12_34", "34"),
        ("HTTPS://Www.Example.ORG/News/Item/?utm_source=x&id=5&fbclid=2#top", "example.org/News/Item?id=5"),
        ("http://example.org/a/", "example.org/a"),
    ],
)
def test_the_same_post_is_told_by_its_link(link: str, identity: str) -> None:
    assert duckdb.execute(f"SELECT {post_urls.post_id('l')} FROM (SELECT $l AS l)", {"l": link}).fetchall() == [
        (identity,)
    ]


# -- records are read straight from the file where all of it is records, and unwrapped first where not


EXAMPLES = sorted(
    path
    for path in (Path(__file__).parents[2] / "formats").glob("*/*.*")
    if path.suffix in (".json", ".jsonl", ".ndjson") and "golden" not in path.name
)


def _rows(path: Path, scratch: Path, name: str = "") -> list[dict[str, str]]:
    """Return the rows of a table that some format fits if it has a column of that name, or in any case."""
    scratch.mkdir()
    (table,) = read_tables(path, scratch, lambda head: not name or name in head[0])
    with table.path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_both_ways_to_read_records_give_the_same(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    straight = _rows(path, tmp_path / "straight")
    monkeypatch.setattr("data.reading.json._names_of_records", lambda _con, _documents: {})
    assert _rows(path, tmp_path / "unwrapped") == straight


@pytest.mark.long
def test_brackets_in_a_text_hide_no_nesting(warehouse: Warehouse, tmp_path: Path) -> None:
    hidden = json.dumps({"a": "]" * 200_000})[:-1] + ', "b": ' + "[" * 100_000 + "]" * 100_000 + "}"
    receipt = take(warehouse, tmp_path / "tweets.jsonl", f"{tweet()}\n{hidden}\n")
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (2, 1, 1)
    shown = tweet(full_text="[" * 1_000)
    receipt = take(warehouse, tmp_path / "more.jsonl", shown.replace("501702184017428480", "501702184017428489") + "\n")
    assert (receipt.accepted, receipt.rejected) == (1, 0)


def test_of_a_file_that_nobody_knows_the_first_records_are_read(tmp_path: Path) -> None:
    (tmp_path / "parcels.jsonl").write_text('{"parcel": 1, "by": {"van": true}}\n' * 10_000, encoding="utf-8")
    (table,) = read_tables(tmp_path / "parcels.jsonl", tmp_path, lambda _head: False)
    assert table.head[:2] == [["parcel", "by.van", *UNREADABLE], ["1", "true", "", ""]]
    assert sum(1 for _ in table.path.open(encoding="utf-8")) == HEAD_ROWS + 1


@pytest.mark.parametrize("form", ["lines", "array"])
def test_a_large_file_that_no_format_could_fit_is_refused_by_its_first_records(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr("data.reading.json._LARGE", 1)
    monkeypatch.setattr("data.reading.json._FIRST", 2)
    parcels = ['{"sent": 1, "lost": 2}'] * 3
    later = [*parcels, '{"sent": 1, "where": "x"}', tweet()]
    between, (begin, end) = ("\n", ("", "\n")) if form == "lines" else (",\n", ("[", "]"))
    receipt = take(warehouse, tmp_path / "parcels.json", begin + between.join(later) + end)
    assert "Its columns are: sent, lost." in str(receipt.error), "what comes later is not read"
    sparse = ['{"id_str": "501702184017428481", "full_text": "x", "created_at": null}'] * 3 + [tweet()]
    receipt = take(warehouse, tmp_path / "tweets.json", begin + between.join(sparse) + end)
    assert (receipt.format, receipt.accepted, receipt.rejected) == ("x_archive", 1, 3), str(receipt.error)


CHANNEL = Path(__file__).parents[2] / "formats" / "telegram_export" / "result.json"


@pytest.mark.parametrize("indent", first(0, [None, 1]), ids=["one line", "many lines"])
def test_an_object_larger_than_a_record_may_be_is_read_by_the_parts_of_its_list(
    warehouse: Warehouse, tmp_path: Path, indent: int | None
) -> None:
    channel = json.loads(CHANNEL.read_text("utf-8"))
    (message, *_) = [each for each in channel["messages"] if each["type"] == "message"]
    channel["messages"] = [message | {"id": number, "text": 10_000 * "x"} for number in range(1, 3_501)]
    path = tmp_path / "result.json"
    path.write_text(json.dumps(channel, indent=indent), encoding="utf-8")
    assert path.stat().st_size > MAX_LINE
    (receipt,) = import_files([path], warehouse)
    assert (receipt.error, receipt.format, receipt.accepted) == (None, "telegram_export", 3_500)
    with warehouse.read() as con:
        assert con.execute("SELECT count(DISTINCT account), count(DISTINCT post_id) FROM posts").fetchall() == [
            (1, 3_500)
        ]


@pytest.mark.parametrize(
    ("content", "is_cut"),
    [
        ('{"a": 1, "b": [1, 2]}', True),
        ('{"a": 1}', False),
        ("[1, 2]", False),
        ('{"a": [1]} {"a": [2]}', False),
        ('{"a": [1], "b": {"c": "' + 70_000 * "x" + '"}}', False),
        ("{" * 3_000, False),
    ],
)
def test_what_is_one_object_around_one_list_is_cut_into_pieces(tmp_path: Path, content: str, is_cut: bool) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    assert bool(in_pieces(path)) == is_cut


def test_a_format_could_fit_if_more_than_a_third_of_its_names_are_there() -> None:
    tweets = formats()["x_tweet_table"]
    some = list(tweets.requires)
    assert may_fit([some[: len(some) // 3 + 1]], [tweets])
    assert not may_fit([["sent", "lost"]], formats().values())
    assert not may_fit([some[: len(some) // 3]], [tweets])
