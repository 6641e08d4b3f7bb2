"""Migrations of the tables of imported rows, from any earlier release to this one.

Their shape has a version, `SCHEMA` in common/pointer.py, which a warehouse stores in `meta`. Additions (a table, a
column) are found by comparing what exists with what is declared. Any other change needs a step in `STEPS`, and `SCHEMA`
grows by one. Warehouses of all versions are in tests/data/warehouses, and a test migrates each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import duckdb

from common.pointer import SCHEMA
from data import networks, schema, vocabularies
from data.formats.catalogue import formats
from data.formats.model import Format, fold
from data.parsing import post_urls
from data.privacy.tombstones import NAMES
from data.store import landing

Columns = dict[str, dict[str, str]]
"""Table -> column -> type, in their order."""


class NewerRelease(Exception):
    """The warehouse has something that this release does not know, so a newer one wrote it."""


def stored_facts(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return what a version says about itself; empty if it is new."""
    tables = "SELECT 1 FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main' AND table_name = 'meta'"
    return dict(con.execute("SELECT key, value FROM meta").fetchall()) if con.execute(tables).fetchall() else {}


def migrate(con: duckdb.DuckDBPyConnection, theirs: Mapping[str, str], ledger: str) -> None:
    """Make the tables of imported rows, or update them to the shape of this release.

    Args:
        con: A draft's connection.
        theirs: What the version says about itself.
        ledger: The statements that make the tables beside the landing tables.

    Raises:
        NewerRelease: A newer release wrote them.
    """
    if theirs:
        for step in STEPS[int(theirs.get("schema", 0)) :]:
            step(con)
    declared = _declared(ledger)
    held = _columns(con)
    if any(set(columns) - set(declared[table]) for table, columns in held.items() if table in declared):
        raise NewerRelease
    con.execute(ledger)
    for table, columns in declared.items():
        for column, kind in columns.items():
            if table in held and column not in held[table] and not table.startswith("landing."):
                con.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
    moves = _set_aside(con, held, declared)
    for statement in (*landing.landing_ddl(), *moves):
        con.execute(statement)
    if theirs and int(theirs.get("schema", 0)) == 0:
        _fill_in_what_early_releases_did_not_keep(con)


def _declared(ledger: str) -> Columns:
    with duckdb.connect() as con:
        for statement in (ledger, *landing.landing_ddl()):
            con.execute(statement)
        return _columns(con)


def _columns(con: duckdb.DuckDBPyConnection) -> Columns:
    found: Columns = {}
    columns = """
        SELECT CASE schema_name WHEN 'landing' THEN 'landing.' ELSE '' END || table_name, column_name, data_type FROM duckdb_columns()
        JOIN (SELECT table_oid FROM duckdb_tables() WHERE database_name = current_database()) USING (table_oid)
        WHERE database_name = current_database() AND schema_name IN ('main', 'landing') ORDER BY table_oid, column_index
    """
    for table, column, kind in con.execute(columns).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def _set_aside(con: duckdb.DuckDBPyConnection, held: Columns, declared: Columns) -> list[str]:
    """Rename landing tables that have other columns, and return the statements that move their rows."""
    moves = []
    for table, columns in declared.items():
        if table.startswith("landing.") and table in held and list(held[table].items()) != list(columns.items()):
            both = ", ".join(column for column in held[table] if column in columns)
            name = table.removeprefix("landing.")
            con.execute(f"ALTER TABLE {table} RENAME TO {name}_older")
            moves.append(f"INSERT INTO {table} BY NAME SELECT {both} FROM {table}_older")
            moves.append(f"DROP TABLE {table}_older")
    return moves


# -- releases before versions were counted


def _from_unnumbered(con: duckdb.DuckDBPyConnection) -> None:
    """Migrate from the first releases, which kept the cells that no column uses as a list."""
    for table, columns in _columns(con).items():
        if table.startswith("landing.") and columns.get("extra") == "VARCHAR[]":
            con.execute(f"ALTER TABLE {table} ALTER COLUMN extra TYPE VARCHAR USING array_to_string(extra, chr(31))")


def _fill_in_what_early_releases_did_not_keep(con: duckdb.DuckDBPyConnection) -> None:
    """Add the table of each landed row, the defaults of its format, and the items that rejected rows name."""
    landed = " UNION ".join(
        f"SELECT import_id, '{table.name}' AS name FROM landing.{table.name}" for table in schema.TABLES.values()
    )
    known = f"SELECT import_id, any_value(name) AS name FROM ({landed}) GROUP BY import_id"
    without = "landed_in IS NULL"
    con.execute(
        f"UPDATE imports SET landed_in = name FROM ({known}) AS known WHERE {without} AND known.import_id = imports.import_id"
    )
    for fmt in (fmt for fmt in formats().values() if fmt.table):
        con.execute(
            f"UPDATE imports SET landed_in = $table WHERE {without} AND format = $name",
            {"table": fmt.table, "name": fmt.name},
        )
    con.execute(
        "UPDATE imports SET landed_in = 'posts' WHERE landed_in IS NULL"
    )  # only posts are mapped by a team itself
    for fmt in (fmt for fmt in formats().values() if fmt.table == "posts"):
        _take_back_what_was_supposed(con, fmt)
    rejecting = "SELECT import_id, format, header FROM imports WHERE import_id IN (SELECT import_id FROM rejects WHERE named IS NULL)"
    for import_id, name, header in con.execute(rejecting).fetchall():
        if name in formats() and (sql := _named(formats()[name], header)):
            con.execute(f"UPDATE rejects SET named = {sql} WHERE import_id = $id AND named IS NULL", {"id": import_id})


def _take_back_what_was_supposed(con: duckdb.DuckDBPyConnection, fmt: Format) -> None:
    """Change defaults of a format that were landed like values of a row into defaults, which only fill gaps."""
    supposed = {name: column.otherwise for name, column in fmt.columns.items() if column.otherwise}
    supposed |= {name: code for name, code in fmt.constants.items() if name in schema.SUPPOSED}
    for name, code in supposed.items():
        column = fmt.columns.get(name)
        said = (
            {*column.match, *column.values, *(sign.says for group in column.signs for sign in group)}
            if column
            else set()
        )
        if code not in said:
            con.execute(
                f"""
                UPDATE landing.posts SET {name} = NULL WHERE {name} = $code
                    AND import_id IN (SELECT import_id FROM imports WHERE supposed IS NULL AND format = $format)
                """,
                {"code": code, "format": fmt.name},
            )
    filling = {name: code for name, code in supposed.items() if code != "unknown"}
    at_posting = "followers" in fmt.columns and fmt.columns["followers"].at_posting
    con.execute(
        "UPDATE imports SET supposed = $supposed, followers_at_posting = $at_posting WHERE supposed IS NULL AND format = $format",
        {"supposed": filling, "at_posting": at_posting, "format": fmt.name},
    )


def _named(fmt: Format, header: list[str]) -> str:
    """Return SQL of the item that a rejected row names, from its original cells; empty if no column does."""
    places = {fold(title): place for place, title in reversed([*enumerate(header, 1)])}

    def cell(column: str) -> str:
        sources = fmt.columns[column].sources if column in fmt.columns else ()
        return next(
            (f"nullif(trim(raw[{places[fold(source)]}]), '')" for source in sources if fold(source) in places), "NULL"
        )

    names = [f"'{kind}:' || {cell(kind)}" for kind in NAMES.get(fmt.table, {}) if kind != "post"]
    if fmt.table == "posts":
        platform = f"'{fmt.constants['platform']}'" if "platform" in fmt.constants else _platform(cell("platform"))
        names += [
            f"'post:' || {platform} || '/' || {post}"
            for post in (cell("post_id"), post_urls.post_id(f"({cell('url')})"))
        ]
    return f"list_filter([{', '.join(names)}]::VARCHAR[], lambda name: name IS NOT NULL)" if names else ""


def _platform(cell: str) -> str:
    spelled = {label.lower(): code for code, label in networks.NAMES.items()} | vocabularies.OTHER_SPELLINGS["platform"]
    cases = " ".join(f"WHEN '{spelling}' THEN '{code}'" for spelling, code in spelled.items())
    return f"CASE lower({cell}) {cases} ELSE lower({cell}) END"


# -- releases that kept messages in English alone


def _from_1(con: duckdb.DuckDBPyConnection) -> None:
    """Turn how the date of the counts is known into a code. Reasons and notes stay English, without codes."""
    bases = {
        "chosen": "chosen at import",
        "by_name": "the file''s name",
        "by_newest": "the newest post in the file",
        "by_origin": "the import whose rows it mends",
    }
    for code, english in bases.items():
        con.execute(f"UPDATE imports SET captured_basis = '{code}' WHERE captured_basis = '{english}'")


# -- releases that did not know the organisation's own accounts


def _from_2(_con: duckdb.DuckDBPyConnection) -> None:
    """Change nothing: the columns of own accounts are added, and no account is one until the directory says so."""


# -- releases whose stories had one country


def _from_3(_con: duckdb.DuckDBPyConnection) -> None:
    """Change nothing: the columns of where a story leads and where it was published are added, and are unknown."""


# -- releases whose sheets were in one language


def _from_4(_con: duckdb.DuckDBPyConnection) -> None:
    """Change nothing: the columns with texts in other languages are added, and are empty."""


# -- releases whose published figures had their unit in one language


def _from_5(_con: duckdb.DuckDBPyConnection) -> None:
    """Change nothing: the columns with the units in other languages are added, and are empty."""


STEPS: Final[tuple[Callable[[duckdb.DuckDBPyConnection], None], ...]] = (
    _from_unnumbered,
    _from_1,
    _from_2,
    _from_3,
    _from_4,
    _from_5,
)
"""What brings a warehouse from the version at its place to the next; the first from releases that counted none."""
assert len(STEPS) == SCHEMA
