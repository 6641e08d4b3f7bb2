"""What a version of the warehouse holds beside the landed rows: reference lists, and the tables and views derived by schema.sql."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data import schema
from data.cells import FOLDED
from data.rows import first_row, single_row

REFERENCE = Path(__file__).with_name("reference")
LEDGER = {
    "imports", "rejects", "tombstones", "meta", "audit", "regions", "countries", "missions", "names", "platform_changes", "vocabularies",
}  # fmt: skip
"""The tables beside the landing tables that are not derived from them."""
DIMENSIONS_WITH_LABELS = ("platform", "contributor_type", "account_type", "post_kind", "media_type")


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make or bring up to date the tables of a version. Derived tables are rebuilt when their definition has changed."""
    steps = schema.steps()
    references = (path.read_text(encoding="utf-8") for path in _reference_files())
    (hashes,) = single_row(con.execute("SELECT hash('how this database hashes')::VARCHAR"))
    definition = "\n".join([hashes, *steps.values(), *schema.landing_ddl(), *schema.sheet_views(), *references])
    con.execute(steps["ledger"])
    known = first_row(con.execute("SELECT value FROM meta WHERE key = 'definition'"))
    con.execute("CREATE OR REPLACE TEMP TABLE touched (key_hash UBIGINT)")
    if known and known[0] == definition:
        return
    moves = _set_older_aside(con)
    for statement in (*schema.landing_ddl(), *moves, *_rehash(), *_drop_derived(con)):
        con.execute(statement)
    _load_reference(con)
    for statement in (*schema.sheet_views(), steps["accounts"], steps["tables"], steps["facts"]):
        con.execute(statement)
    con.execute("INSERT INTO touched SELECT key_hash FROM landing.posts")
    con.execute("INSERT OR REPLACE INTO meta VALUES ('definition', $definition)", {"definition": definition})


def _set_older_aside(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Rename landing tables that an older version made with other columns; returns the statements that move their rows over."""
    columns = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'landing' ORDER BY column_index"
    held: dict[str, dict[str, str]] = {}
    for table, column, kind in con.execute(columns).fetchall():
        held.setdefault(table, {})[column] = kind
    moves = []
    for table in schema.TABLES.values():
        kept, wanted = held.get(table.name, {}), schema.LANDED | table.columns
        if kept and list(kept.items()) != list(wanted.items()):
            both = ", ".join(column for column in kept if column in wanted)
            con.execute(f"ALTER TABLE landing.{table.name} RENAME TO {table.name}_older")
            moves.append(f"INSERT INTO landing.{table.name} BY NAME SELECT {both} FROM landing.{table.name}_older")
            moves.append(f"DROP TABLE landing.{table.name}_older")
    return moves


def _rehash() -> list[str]:
    """Statements that mend the key hashes of landed rows, where they have none yet or another version of the database made them."""
    hashes = ((table.name, f"hash({', '.join(table.key)})") for table in schema.TABLES.values())
    return [f"UPDATE landing.{name} SET key_hash = {sql} WHERE key_hash IS DISTINCT FROM {sql}" for name, sql in hashes]


def _drop_derived(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Statements that drop every table and view that is derived from the landed rows."""
    found = con.execute(
        "SELECT table_type = 'VIEW', table_name FROM information_schema.tables"
        " WHERE table_schema = 'main' AND table_catalog = current_database()"
    ).fetchall()
    return [f"DROP {'VIEW' if view else 'TABLE'} {name}" for view, name in sorted(found, reverse=True) if name not in LEDGER]


def _reference_files() -> list[Path]:
    return [REFERENCE / name for name in ("regions.csv", "countries.csv", "missions.csv", "platform_changes.csv")]


def _load_reference(con: duckdb.DuckDBPyConnection) -> None:
    for table in ("missions", "countries", "regions", "names", "platform_changes", "vocabularies"):
        con.execute(f"DELETE FROM {table}")
    read = "read_csv($path, header = true, all_varchar = true, nullstr = '\x01')"
    regions, countries, missions, changes = (str(path) for path in _reference_files())
    con.execute(f"INSERT INTO regions SELECT region, name, city FROM {read}", {"path": regions})
    con.execute(f"INSERT INTO platform_changes SELECT day::DATE, platform, metric, change FROM {read}", {"path": changes})
    con.execute(f"INSERT INTO countries SELECT country, iso2, name, nullif(region, '') FROM {read}", {"path": countries})
    con.execute(
        f"INSERT INTO missions SELECT mission, kind, name, region, nullif(country, ''), try_cast(present AS BOOLEAN) FROM {read}",
        {"path": missions},
    )
    spelling = FOLDED.format("spelling")
    con.execute(
        f"""
        INSERT INTO names
        SELECT list, folded, arg_min(code, rank) FROM (
            SELECT *, {spelling} AS folded FROM (
                SELECT 'country' AS list, country AS spelling, country AS code, 0 AS rank FROM countries
                UNION ALL SELECT 'country', iso2, country, 1 FROM countries
                UNION ALL SELECT 'country', name, country, 2 FROM countries
                UNION ALL SELECT 'country', unnest(string_split(spellings, '|')), country, 3 FROM {read}
                UNION ALL SELECT 'mission', mission, mission, 0 FROM missions
                UNION ALL SELECT 'mission', name, mission, 1 FROM missions
                UNION ALL SELECT 'mission', 'IOM ' || name, mission, 2 FROM missions
                UNION ALL SELECT 'mission', iso2, mission, 3 FROM missions JOIN countries USING (country) WHERE kind = 'country'
            )
        ) WHERE folded <> '' GROUP BY list, folded
        """,
        {"path": countries},
    )
    lists = {name: labels for name, labels in schema.CHOICES.items() if name in DIMENSIONS_WITH_LABELS}
    con.executemany(
        "INSERT INTO vocabularies VALUES (?, ?, ?)", [(name, code, label) for name in lists for code, label in lists[name].items()]
    )
