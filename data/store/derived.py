"""What a version has besides the landed rows: reference lists, and tables and views derived by `sql/`."""

from __future__ import annotations

from pathlib import Path

import duckdb

from common import pointer
from common.rows import single_row
from data import schema, vocabularies
from data.parsing.values import FOLDED
from data.store import landing, migrations, refresh
from data.store.statements import load_sql

REFERENCE = Path(__file__).parents[1] / "reference"
LEDGER = {
    "imports",
    "rejects",
    "tombstones",
    "meta",
    "audit",
    "regions",
    "countries",
    "missions",
    "names",
    "platform_changes",
    "vocabularies",
}
"""The tables beside the landing tables that are not derived from them."""
PREPARED = ("supporter_facts", "photo_facts", "vote_facts", "photo_rows", "story_rows", "consent_days")
"""The tables that `prepared.sql` writes."""
PREPARED_FROM = ("thunderclaps", "supporters", "photos", "photo_votes", "stories", "consents")
"""The sheets they are made of."""
ROLLUPS = ("publisher_total", "publisher_day", "contributor_total", "contribution_day", "contribution_total")
"""The rollups by publisher, and of all contributions, as views of `publisher_views.sql` or tables of `publisher_tables.sql`."""
MANY_ROWS = 1_000
"""Rows of `daily` from which it pays to write smaller rollups."""
DIMENSIONS_WITH_LABELS = ("platform", "contributor_type", "account_type", "post_kind", "media_type")


def prepare(con: duckdb.DuckDBPyConnection) -> bool:
    """Make the tables of a new version, or update those that an earlier release wrote.

    Tables of imported rows are migrated. Derived tables are derived again if their definition has changed.

    Returns:
        Whether anything was made or changed.

    Raises:
        migrations.NewerRelease: The version has something that this release does not know.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE stale_posts (key_hash UBIGINT)")
    (hashes,) = single_row(con.execute("SELECT hash('how this database hashes')::VARCHAR"))
    ours = {"schema": str(pointer.SCHEMA), "definition": pointer.definition(), "hashes": hashes}
    theirs = migrations.stored_facts(con)
    if ours.items() <= theirs.items():
        return False
    migrations.migrate(con, theirs, load_sql("ledger"))
    rehash(con)
    for statement in _drop_derived(con):
        con.execute(statement)
    _load_reference(con)
    for statement in (
        *landing.sheet_views(),
        *map(load_sql, ("accounts", "tables", "prepared", "facts", "publisher_views")),
    ):
        con.execute(statement)
    con.execute("INSERT INTO stale_posts SELECT key_hash FROM landing.posts")
    con.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(ours.items()))
    refresh.refresh(con)
    con.execute("DELETE FROM stale_posts")
    return True


def write_prepared(con: duckdb.DuckDBPyConnection) -> None:
    """Write the tables that sheets make, once a version, after all that is imported into it or erased.

    Most warehouses have posts only, and to write empty tables costs more than to look whether any has rows.
    """
    tables = (*(f"landing.{name}" for name in PREPARED_FROM), *PREPARED)
    found = " UNION ALL ".join(f"(SELECT 1 FROM {name} LIMIT 1)" for name in tables)
    if con.execute(f"{found} LIMIT 1").fetchall():
        con.execute(load_sql("prepared"))
    write_rollups(con)


def write_rollups(con: duckdb.DuckDBPyConnection) -> None:
    """Write the rollups as tables where `daily` has many rows; else they stay views of it."""
    (rows,) = single_row(con.execute("SELECT count(*) FROM daily"))
    views = con.execute("SELECT view_name FROM duckdb_views() WHERE database_name = current_database()").fetchall()
    are_views = (ROLLUPS[0],) in views
    if rows < MANY_ROWS and are_views:
        return
    for name in ROLLUPS:
        con.execute(f"DROP {'VIEW' if are_views else 'TABLE'} {name}")
    con.execute(load_sql("publisher_tables" if rows >= MANY_ROWS else "publisher_views"))


def rehash(con: duckdb.DuckDBPyConnection) -> None:
    """Renew the key hashes of landed rows without one, or from another version of DuckDB."""
    for table in schema.TABLES.values():
        key = f"hash({', '.join(table.key)})"
        con.execute(f"UPDATE landing.{table.name} SET key_hash = {key} WHERE key_hash IS DISTINCT FROM {key}")


def _drop_derived(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return statements that drop every derived table and view."""
    found = con.execute(
        "SELECT table_type = 'VIEW', table_name FROM information_schema.tables"
        " WHERE table_schema = 'main' AND table_catalog = current_database()"
    ).fetchall()
    return [
        f"DROP {'VIEW' if view else 'TABLE'} {name}" for view, name in sorted(found, reverse=True) if name not in LEDGER
    ]


def _reference_files() -> list[Path]:
    return [
        REFERENCE / name
        for name in ("regions.csv", "countries.csv", "missions.csv", "platform_changes.csv", "thematic_areas.csv")
    ]


def _load_reference(con: duckdb.DuckDBPyConnection) -> None:
    for table in ("missions", "countries", "regions", "names", "platform_changes", "vocabularies"):
        con.execute(f"DELETE FROM {table}")
    read = "read_csv($path, header = true, all_varchar = true, nullstr = '\x01')"
    regions, countries, missions, changes, areas = (str(path) for path in _reference_files())
    con.execute(f"INSERT INTO regions SELECT region, name, city FROM {read}", {"path": regions})
    con.execute(
        f"INSERT INTO platform_changes SELECT day::DATE, platform, metric, change FROM {read}", {"path": changes}
    )
    con.execute(
        f"INSERT INTO countries SELECT country, iso2, name, nullif(region, '') FROM {read}", {"path": countries}
    )
    con.execute(
        f"INSERT INTO missions SELECT mission, kind, name, region, nullif(country, ''), try_cast(present AS BOOLEAN) FROM {read}",
        {"path": missions},
    )
    spelling, list_of_areas = FOLDED.format("spelling"), read.replace("$path", "$areas")
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
                UNION ALL SELECT 'thematic_area', area, area, 0 FROM {list_of_areas}
                UNION ALL SELECT 'thematic_area', name, area, 1 FROM {list_of_areas}
                UNION ALL SELECT 'thematic_area', unnest(string_split(themes, '|')), area, 2 FROM {list_of_areas}
            )
        ) WHERE folded <> '' GROUP BY list, folded
        """,
        {"path": countries, "areas": areas},
    )
    con.execute(f"INSERT INTO vocabularies SELECT 'thematic_area', area, name FROM {read}", {"path": areas})
    lists = {name: labels for name, labels in vocabularies.CHOICES.items() if name in DIMENSIONS_WITH_LABELS}
    con.executemany(
        "INSERT INTO vocabularies VALUES (?, ?, ?)",
        [(name, code, label) for name in lists for code, label in lists[name].items()],
    )
