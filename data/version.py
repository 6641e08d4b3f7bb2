"""What a version of the warehouse holds beside the landed rows: reference lists, and the tables and views derived by schema.sql."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data import schema
from data.cells import FOLDED

REFERENCE = Path(__file__).with_name("reference")
DIMENSIONS_WITH_LABELS = ("platform", "contributor_type", "account_type", "post_kind", "media_type")


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make or bring up to date the tables of a version. Derived tables are rebuilt when their definition has changed."""
    steps = schema.steps()
    references = (path.read_text(encoding="utf-8") for path in _reference_files())
    definition = "\n".join([*steps.values(), *schema.landing_ddl(), *schema.sheet_views(), *references])
    con.execute(steps["ledger"])
    known = con.execute("SELECT value FROM meta WHERE key = 'definition'").fetchone()
    con.execute("CREATE OR REPLACE TEMP TABLE touched (platform VARCHAR, post_id VARCHAR)")
    if known and known[0] == definition:
        return
    moves = _set_older_aside(con)
    for statement in (*schema.landing_ddl(), *moves):
        con.execute(statement)
    for table in ("posts", "engagement", "post_counts", "post_latest", "daily", "contributor_day"):
        con.execute(f"DROP TABLE IF EXISTS {table}")
    _load_reference(con)
    for statement in (*schema.sheet_views(), steps["accounts"], steps["tables"], steps["facts"]):
        con.execute(statement)
    con.execute("INSERT INTO touched SELECT DISTINCT platform, post_id FROM landing.posts")
    con.execute("INSERT OR REPLACE INTO meta VALUES ('definition', $definition)", {"definition": definition})


def _set_older_aside(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Rename landing tables that an older version made with other columns; returns the statements that move their rows over."""
    columns = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'landing' ORDER BY column_index"
    held: dict[str, dict[str, str]] = {}
    for table, column, kind in con.execute(columns).fetchall():
        held.setdefault(table, {})[column] = kind
    moves = []
    for table in schema.TABLES.values():
        kept = {column: kind for column, kind in held.get(table.name, {}).items() if column not in schema.LANDED}
        if kept and list(kept.items()) != list(table.columns.items()):
            both = ", ".join([*schema.LANDED, *(column for column in kept if column in table.columns)])
            con.execute(f"ALTER TABLE landing.{table.name} RENAME TO {table.name}_older")
            moves.append(f"INSERT INTO landing.{table.name} BY NAME SELECT {both} FROM landing.{table.name}_older")
            moves.append(f"DROP TABLE landing.{table.name}_older")
    return moves


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
