"""The accepted rows of a file, and those among them that are already known."""

from __future__ import annotations

import datetime as dt

import duckdb

from common.rows import single_row
from common.sql import literal
from data import schema
from data.parsing import columns
from data.store.row_fetching import fetch

MAY_BE_OWN = "own AND account_type IS DISTINCT FROM 'person'"
"""SQL of whether a row of the directory may name its account: names and links can be somebody's, and are kept of the
organisation's own accounts alone."""


def handles(table: schema.Table) -> dict[str, str]:
    """Return the columns of a table with account names, each with its scope."""
    scopes = {"account": "platform", "supporter": "platform", "person": "'person'"}
    return {column: scope for column, scope in scopes.items() if column in table.columns}


def fill(
    con: duckdb.DuckDBPyConnection, plan: columns.Plan, captured_at: dt.datetime | None, campaign: str | None
) -> None:
    """Make the temporary view `accepted_rows` of the rows without a reason.

    They have pseudonyms for account names, the file's snapshot time and campaign if they have none, and hashes of their
    key and content. A snapshot time that was only inferred is not content: the same counts in an overlapping export are
    a duplicate.

    Args:
        con: A draft's connection.
        plan: The plan for the file.
        captured_at: When the file's counts were collected.
        campaign: The campaign for rows without one.
    """
    table = plan.table
    values = {column: column for column in table.columns}
    joins = []
    for column, scope in handles(table).items():
        values[column] = f"of_{column}.pseudonym"
        joins.append(
            f"LEFT JOIN pseudonyms AS of_{column} ON of_{column}.handle = {column} AND of_{column}.scope = {scope}"
        )
    if "captured_at" in values:
        values["captured_at"] = f"coalesce(captured_at, {literal(captured_at)}::TIMESTAMP, posted_at)"
    if table.name == "accounts":
        values["as_of"] = f"coalesce(as_of, {literal(captured_at)}::TIMESTAMP)"
        values |= {column: f"CASE WHEN {MAY_BE_OWN} THEN {column} END" for column in schema.NAMES_ACCOUNT}
    if "campaign" in values:
        values["campaign"] = f"coalesce(campaign, {literal(campaign)})"
    written = ", ".join(f"{value} AS {column}" for column, value in values.items())
    inferred = [column for column in ("captured_at", "as_of") if values.get(column, column) != column]
    own = "".join(f", parsed_rows.{column} AS own_{column}" for column in inferred)
    content = [
        f"own_{column}" if column in inferred else column
        for column in table.columns
        if column != "day_only" and (column != "captured_at" or "captured_at" in plan.taken)
    ]
    but_own = f"EXCLUDE ({', '.join(f'own_{column}' for column in inferred)})" if inferred else ""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW accepted_rows AS
        SELECT * {but_own}, hash({", ".join(table.key)}) AS key_hash, hash({", ".join(content)}) AS content
        FROM (SELECT row_number, extra, {written}{own} FROM parsed_rows {" ".join(joins)} WHERE reasons IS NULL)
        """
    )


def mark_duplicates(con: duckdb.DuckDBPyConnection, table: schema.Table) -> None:
    """Make the temporary tables `repeated_rows` and `known_rows (row_number)`.

    They have one row for each row of the file whose content is above it in the file, or was imported earlier. On the
    way it makes `row_hashes` (one row for each accepted row), `repeated_keys` (one row for each key that is in the file
    several times, kept for the totals) and `same_key_places` (one row for each landed row with a key of the file). Rows
    are the same if both hashes agree, 128 bits together.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE row_hashes AS SELECT row_number, key_hash, content FROM erased_rows")
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE repeated_keys AS SELECT key_hash FROM row_hashes GROUP BY key_hash HAVING count(*) > 1;
        CREATE OR REPLACE TEMP TABLE same_key_places AS
        SELECT rowid AS place FROM landing.{table.name} SEMI JOIN row_hashes USING (key_hash);
        CREATE OR REPLACE TEMP TABLE repeated_rows (row_number BIGINT);
        CREATE OR REPLACE TEMP TABLE known_rows (row_number BIGINT);
        """
    )
    repeated, known = single_row(
        con.execute("SELECT (SELECT count(*) FROM repeated_keys), (SELECT count(*) FROM same_key_places)")
    )
    if repeated:
        con.execute(
            """
            INSERT INTO repeated_rows
            SELECT row_number FROM (
                SELECT row_number, row_number() OVER (PARTITION BY key_hash, content ORDER BY row_number) AS place
                FROM row_hashes SEMI JOIN repeated_keys USING (key_hash)
            ) WHERE place > 1
            """
        )
    if known:
        fetch(con, "same_key_rows", f"landing.{table.name}", "same_key_places")
        con.execute(
            """
            INSERT INTO known_rows
            SELECT row_number FROM row_hashes ANTI JOIN repeated_rows USING (row_number) SEMI JOIN same_key_rows USING (key_hash, content)
            """
        )
    con.execute("DROP TABLE row_hashes")
