"""Data that an earlier release wrote are brought up to date, or the reader is told what to run; a newer release's are
left alone.

`warehouses` holds a small warehouse of each shape as statements. `pytest --renew tests/data/store/test_migrations.py`
writes that of this release anew while it is not released yet; afterwards a change of shape takes a step in
data/store/migrations.py and a file of its own.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cli import main
from common import pointer
from common.pointer import KEY_FILE
from data.editing.purge import purge
from data.importing.pipeline import import_files, migrate
from data.importing.undo import undo
from data.messages import Message
from data.schema import OTHER_ACCOUNTS
from data.store import kept_messages, migrations
from data.store.warehouse import Warehouse, WarehouseError
from metrics import MeasureError, measure
from tests.support.earlier import ENDS, FOLDER, OLDEST, change, write
from tests.support.small_warehouse import READING

FILES = {
    "campaigns.csv": "Campaign,Name,Hashtags\nheroes,Heroes,#Heroes\n",
    "contributions_2014-09-01.csv": "Platform,Post ID,Link,Posted at,Text,Account,Contributor type,Mission,Reactions\n"
    "Twitter,501702184017428480,https://twitter.com/a/status/501702184017428480,2014-08-19 14:05,"
    '"some words #Heroes",ann,Migrant,KEN,40\n'
    "Twitter,501702184017428999,https://twitter.com/b/status/501702184017428999,2014-08-20 09:00,another,b,Migrant,UGA,7\n"
    "Twitter,501702184017428998,https://twitter.com/b/status/501702184017428998,31.31.2014,another,b,Migrant,UGA,7\n",
    "contributions_2014-10-01.csv": "Platform,Post ID,Link,Posted at,Text,Account,Contributor type,Mission,Reactions\n"
    "Twitter,501702184017428480,https://twitter.com/a/status/501702184017428480,2014-08-19 14:05,"
    '"some words #Heroes",ann,Migrant,KEN,45\n',
    "x_20140801_20140901_en.csv": "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"
    '501702184017428111,https://twitter.com/office/status/501702184017428111,"from the office #Heroes",'
    "2014-08-19 15:00 +0000,50,0,0,4,0\n",
    "directory.csv": "Platform,Account,Account type,Contributor type,Mission,Followers,As of\n"
    "Twitter,ann,Person,Migrant,KEN,90,2014-06-01\n",
    "stories.csv": "Story,Campaign,Nominated,Mission,Country,Contribution to,State,For Council,Consent\n"
    "story-7,heroes,2014-08-02,KEN,KEN,host,accepted,no,consent-7\n"
    "story-8,heroes,soon,KEN,KEN,host,accepted,no,consent-7\n",
}
"""What was imported into every one of the warehouses."""
NUMBERS = {"posts": 3, "impressions": 50, "reactions": 56, "contributors": 3}
POST = "501702184017428480"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(params=ENDS)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Warehouse:
    """A warehouse of an earlier shape, from which something else was derived than today."""
    return write(request.param, tmp_path / "older")


@pytest.fixture(params=OLDEST)
def oldest(request: pytest.FixtureRequest, tmp_path: Path) -> Warehouse:
    return write(request.param, tmp_path / "older")


def numbers(warehouse: Warehouse) -> dict[str, Any]:
    (row,) = measure(list(NUMBERS), warehouse=warehouse.directory).to_dict("records")
    return {str(name): int(value) for name, value in row.items()}


def test_reading_says_what_to_run(oldest: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    for command in READING:
        assert main([*command.split(), "--warehouse", str(oldest.directory)]) == 3
        printed = capsys.readouterr().err
        assert "version-000002.duckdb was written by an earlier release. Run `python cli.py migrate`" in printed
        assert len(printed.splitlines()) == 1
    with pytest.raises(MeasureError, match=r"Run `python cli\.py migrate`"):
        measure("posts", warehouse=oldest.directory)


def test_migrate_brings_it_up_to_date_once(older: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", "--warehouse", str(older.directory)]) == 0
    assert "brought up to date: version 3" in capsys.readouterr().out
    assert numbers(older) == NUMBERS
    assert measure("posts", "mission", warehouse=older.directory).set_index("mission")["posts"].to_dict() == {
        "KEN": 1,
        "UGA": 1,
        "unknown": 1,
    }
    assert main(["migrate", "--warehouse", str(older.directory)]) == 0
    assert "Nothing was changed" in capsys.readouterr().out
    assert older.version == 3
    assert len(older.rejects()) == 2


@pytest.mark.long
def test_importing_unchanged_files_heals_it(oldest: Warehouse, exports: Path) -> None:
    receipts = import_files([exports], oldest)
    assert all(receipt.accepted == 0 and receipt.version == 3 for receipt in receipts)
    assert all("This file was already imported" in " ".join(receipt.notes) for receipt in receipts)
    assert numbers(oldest) == NUMBERS


@pytest.mark.long
def test_what_a_format_supposed_does_not_stand_against_what_is_recorded(oldest: Warehouse, tmp_path: Path) -> None:
    """Early releases landed “original” for posts of an export that says no kind."""
    sheet = tmp_path / "contributions_2014-08-20.csv"
    sheet.write_text(
        "Platform,Post ID,Posted at,Contributor type,Kind\nTwitter,501702184017428111,2014-08-19 15:00,IOM mission,Thunderclap\n",
        encoding="utf-8",
    )
    import_files([sheet], oldest)
    with oldest.read() as con:
        assert con.execute("SELECT post_kind FROM posts WHERE post_id = '501702184017428111'").fetchall() == [
            ("thunderclap",)
        ]


@pytest.mark.long
def test_a_changed_file_is_imported(oldest: Warehouse, exports: Path) -> None:
    (exports / "contributions_2014-11-01.csv").write_text(
        FILES["contributions_2014-10-01.csv"].replace(",45", ",60"), encoding="utf-8"
    )
    import_files([exports / "contributions_2014-11-01.csv"], oldest)
    assert numbers(oldest) == NUMBERS | {"reactions": 71}


@pytest.mark.long
def test_accounts_can_be_marked_as_own(older: Warehouse, tmp_path: Path) -> None:
    """Of releases that did not know own accounts, none is one until the directory says so."""
    migrate(older)
    assert measure("posts", "account", warehouse=older.directory).to_dict("records") == [
        {"account": OTHER_ACCOUNTS, "posts": 3}
    ]
    sheet = tmp_path / "directory_2014-12-01.csv"
    sheet.write_text(
        "Platform,Account,Account type,Contributor type,Mission,Own account\nTwitter,office,Office,IOM mission,UGA,yes\n",
        encoding="utf-8",
    )
    import_files([sheet], older)
    assert measure("posts", "account", warehouse=older.directory).set_index("account")["posts"].to_dict() == {
        "IOM Uganda (Twitter / X)": 1,
        OTHER_ACCOUNTS: 2,
    }


@pytest.mark.long
def test_an_import_is_undone(oldest: Warehouse) -> None:
    assert undo(3, oldest).version == 3
    assert numbers(oldest) == NUMBERS | {"reactions": 51}


@pytest.mark.long
def test_a_post_and_a_consent_are_purged(oldest: Warehouse) -> None:
    assert purge(f"twitter/{POST}", oldest).posts == 1
    assert purge("consent-7", oldest).rejected == 1, "the rejected row names it"
    assert purge("twitter/501702184017428998", oldest).rejected == 1
    assert {name: value for name, value in numbers(oldest).items() if name != "contributors"} == {
        name: value for name, value in NUMBERS.items() if name != "contributors"
    }
    content = b"".join(path.read_bytes() for path in oldest.directory.glob("version-*"))
    for mark in (POST, "some words", "story-7", "consent-7", "501702184017428998"):
        assert mark.encode() not in content


def test_how_a_capture_is_known_becomes_a_code_and_english_stays(oldest: Warehouse) -> None:
    migrate(oldest)
    assert set(oldest.imports()["captured_basis"].dropna()) <= {message.code for message in Message}
    assert any("soon" in reason for reason in kept_messages.reasons(oldest.rejects()))


@pytest.mark.long
def test_what_is_only_tried_out_changes_nothing(oldest: Warehouse) -> None:
    with oldest.draft(keep=False) as draft:
        assert draft.con.execute("SELECT count(*) FROM posts").fetchall() == [(3,)]
    assert oldest.version == 2


@pytest.mark.long
def test_cells_that_no_column_takes_are_kept(tmp_path: Path) -> None:
    older = write("unnumbered_1_first", tmp_path / "older")
    migrate(older)
    with older.read() as con:
        assert con.execute("SELECT extra FROM landing.stories").fetchall() == [("Ombersley\x1fby hand",)]


def test_a_key_that_early_releases_did_not_note_is_noted(oldest: Warehouse, exports: Path) -> None:
    migrate(oldest)
    (oldest.directory / KEY_FILE).write_bytes(b"another key for tests, 32 bytes.")
    with pytest.raises(WarehouseError, match="is not the key of these data"):
        import_files([exports], oldest)


# -- what is not older


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE meta SET value = '{pointer.SCHEMA + 1}' WHERE key = 'schema'",
        "ALTER TABLE landing.posts ADD COLUMN mood VARCHAR; UPDATE meta SET value = 'x' WHERE key = 'definition'",
    ],
)
def test_a_newer_release_is_told_apart(
    warehouse: Warehouse, exports: Path, statement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    import_files([exports], warehouse)
    change(warehouse, statement)
    before = warehouse.current and warehouse.current.read_bytes()
    commands = [["import", str(exports)], ["undo", "1"], ["purge", POST], ["migrate"]]
    for command in commands if "mood" in statement else [["measure", "posts"], ["check"], *commands]:
        assert main([*command, "--warehouse", str(warehouse.directory)]) == 3
        printed = capsys.readouterr().err
        assert "was written by a newer release of this project. Update the project" in printed
        assert len(printed.splitlines()) == 1
    assert (warehouse.version, warehouse.current and warehouse.current.read_bytes()) == (1, before)


def test_a_newer_database_is_told_apart_from_a_damaged_file(
    warehouse: Warehouse, exports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_files([exports], warehouse)
    assert warehouse.current
    content = bytearray(warehouse.current.read_bytes())
    content[12:20], content[52:59] = (999).to_bytes(8, "little"), b"v99.1.0"
    warehouse.current.write_bytes(content)
    for command in ("measure posts", "check", "undo 1", "migrate"):
        assert main([*command.split(), "--warehouse", str(warehouse.directory)]) == 3
        assert "was written by DuckDB 99.1.0, which is newer than " in capsys.readouterr().err


def test_another_database_is_told_apart(warehouse: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    with duckdb.connect(warehouse.directory / "version-000001.duckdb") as con:
        con.execute("CREATE TABLE cats (name VARCHAR)")
    (warehouse.directory / "CURRENT").write_text("version-000001.duckdb", encoding="utf-8")
    for command in ("measure posts", "migrate"):
        assert main([*command.split(), "--warehouse", str(warehouse.directory)]) == 3
        assert "is a database, but not one of this project" in capsys.readouterr().err


def test_what_cannot_be_brought_up_to_date_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    older = write("unnumbered_3_last", tmp_path / "older")
    change(
        older,
        "ALTER TABLE landing.posts ALTER COLUMN reactions TYPE VARCHAR; UPDATE landing.posts SET reactions = 'many'",
    )
    assert main(["migrate", "--warehouse", str(older.directory)]) == 3
    printed = capsys.readouterr().err
    assert re.search(
        r"cannot be brought up to date \(.*\)\. Nothing was changed: import your files into a new folder\.$", printed
    )
    assert older.version == 2


# -- the shape of this release


def shape(con: duckdb.DuckDBPyConnection) -> set[tuple[str, str, str]]:
    """Tables, columns and types of what is imported."""
    columns = "SELECT schema_name || '.' || table_name, column_name, data_type FROM duckdb_columns()"
    rows = con.execute(f"{columns} WHERE database_name = current_database()").fetchall()
    return {row for row in rows if row[0].startswith("landing.") or row[0] in {f"main.{n}" for n in LEDGER}}


LEDGER = ("imports", "rejects", "tombstones", "meta", "audit")


def test_whatever_defines_the_derived_tables_is_in_their_digest() -> None:
    text = (pointer.DATA / "store" / "statements.py").read_text(encoding="utf-8")
    imported = {
        f"{name.replace('.', '/')}.py" for name in re.findall(r"^from data\.([\w.]+) import", text, re.MULTILINE)
    }
    statements_kept = {f"store/sql/{path.name}" for path in (pointer.DATA / "store" / "sql").iterdir()}
    assert {"schema.py", *imported, *statements_kept} <= set(pointer.DEFINED_BY)


def test_the_shape_of_this_release_is_kept_as_a_warehouse(
    warehouse: Warehouse, exports: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    import_files(sorted(exports.iterdir()), warehouse)
    assert len(migrations.STEPS) == pointer.SCHEMA
    kept = FOLDER / f"{pointer.SCHEMA}.sql"
    with warehouse.read() as con:
        if pytestconfig.getoption("--renew"):
            kept.write_text(statements(con), encoding="utf-8")
        with duckdb.connect() as other:
            other.execute(kept.read_text(encoding="utf-8"))
            assert shape(con) == shape(other), (
                "add a step to data/store/migrations.py, or renew the file if this version is not released yet"
            )


def statements(con: duckdb.DuckDBPyConnection) -> str:
    """What makes the tables of what is imported, and their rows."""
    about = f"-- The shape of version {pointer.SCHEMA}."
    tables = con.execute(
        "SELECT schema_name, table_name, sql FROM duckdb_tables() WHERE database_name = current_database() ORDER BY ALL"
    ).fetchall()
    kept = [(f"{s}.{t}", " ".join(sql.split()).rstrip(";")) for s, t, sql in tables if s == "landing" or t in LEDGER]
    lines = [about, "CREATE SCHEMA landing;", *(f"{sql};" for _, sql in kept)]
    for table, _ in kept:
        if rows := con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall():
            shown = (
                [(key, "older" if key in ("definition", "hashes") else value) for key, value in rows]
                if table == "main.meta"
                else rows
            )
            lines.append(
                f"INSERT INTO {table} VALUES\n" + ",\n".join(f"({', '.join(map(literal, row))})" for row in shown) + ";"
            )
    derived = ["CREATE TABLE posts (platform VARCHAR, post_id VARCHAR);", "CREATE VIEW labels AS SELECT 1 AS label;"]
    return "\n".join([*lines, "-- what was derived in another way", *derived, ""])


def literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        return f"MAP {{{', '.join(f'{literal(key)}: {literal(each)}' for key, each in value.items())}}}"
    if isinstance(value, bool | int | float):
        return str(value).lower()
    return "'" + str(value).replace("'", "''") + "'"
