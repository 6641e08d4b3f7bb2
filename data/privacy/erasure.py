"""What was withdrawn, and what was deleted on its platform, is erased: a row keeps what it is counted by, and nothing
brings the rest back.

An old export that is imported again lands as what was left of it (`meet`); what landed before is erased when the
version is published (`erase`). A row of something else that holds a trace of what was withdrawn loses the cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import duckdb

from common.messages import TranslatableText
from common.rows import single_row
from data import schema
from data.messages import Message
from data.parsing.message_sql import HIDDEN, without_rows
from data.privacy import erased_authors
from data.privacy.tombstones import (
    COVERED,
    NAMES,
    among,
    arm,
    bury,
    covered,
    know_campaigns,
    named,
    some,
    withdrawn_consents,
)

KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    "consents": ("withdrawn",),
    "stories": ("campaign", "nominated", "mission", "country", "contribution_to", "state", "council"),
    "photos": ("campaign", "mission", "country", "submitted", "contributor_type", "shortlisted", "documented"),
    "photo_votes": ("day", "votes"),
    "posts": (
        "platform",
        "account",
        "posted_at",
        "day_only",
        "language",
        "country",
        "media_type",
        "post_kind",
        "contributor_type",
        "contributor_basis",
        "posted_on_behalf",
        "mission",
        "theme",
        "campaign",
        "deleted_at",
        "followers",
        "captured_at",
        *schema.COUNTS,
    ),
}
"""What is left of a row beside its name: when it was, what it counts, and what it is counted by. Accounts get other
names (authors.py)."""
_WORDY: Final = ("text", "url")
"""Columns of posts in which people write; of other tables it can be any text."""
_DELETED: Final = (
    "(hash(platform, post_id) IN (SELECT key_hash FROM deleted)"
    " AND (platform, post_id) IN (SELECT (platform, post_id) FROM deleted))"
)
_IN_AUDIT: Final = """
    INSERT INTO audit
    SELECT now() AT TIME ZONE 'UTC', 'erase', NULL, string_agg(n || ' ' || kind, ', ' ORDER BY kind)
    FROM (SELECT kind, count(*) AS n FROM new_tombstones WHERE kind <> 'trace' GROUP BY kind) HAVING count(*) > 0
"""
_SILENT_REASON: Final = f"""
    regexp_replace(list_reduce(list_transform(coalesce(reason_values, []::JSON[]), lambda v: v->>'reason'),
        lambda told, error: CASE WHEN error <> '' THEN replace(told, error, '{HIDDEN}') ELSE told END, reason),
        '“[^”]*”', '“{HIDDEN}”', 'g')
"""
"""The English reason without what the row filled in: what is quoted, and what an error of a platform says."""
_FOUND: Final = "rowid IN (SELECT place FROM found)"
_DELETED_NAME: Final = "name IN (SELECT 'post:' || platform || '/' || post_id FROM deleted)"


def meet(con: duckdb.DuckDBPyConnection, table: schema.Table, secret: bytes) -> list[TranslatableText]:
    """Make the temporary view `erased_rows` of the rows in `accepted_rows`, with what is left of withdrawn and deleted
    things, and the temporary table `withheld_rejects (row_number)` of kept rows that speak of them. Returns
    what the receipt must say."""
    arm(con, secret)
    con.execute("DELETE FROM file_tombstones")
    accepted = f"(SELECT row_number, {', '.join(table.columns)} FROM parsed_rows WHERE reasons IS NULL)"
    if table.name == "consents":
        bury(con, withdrawn_consents(accepted), "file_tombstones")
    if table.name in COVERED and some(con, "buried WHERE kind = 'consent'"):
        bury(con, covered(table.name, accepted), "file_tombstones")
    con.execute("CREATE OR REPLACE TEMP TABLE withheld_rejects (row_number BIGINT)")
    deleted = table.name == "posts" and _find_deleted(con, accepted, "landing.posts")
    withdrawn = some(con, "buried")
    if not (deleted or withdrawn):
        con.execute("CREATE OR REPLACE TEMP VIEW erased_rows AS FROM accepted_rows")
        return []
    gone = among(table.name, "buried") if withdrawn else "false"
    silenced = _DELETED if deleted else "false"
    know_campaigns(con)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE erased AS SELECT row_number, {gone} AS gone FROM {accepted} WHERE {gone} OR {silenced};
        INSERT INTO withheld_rejects
        SELECT row_number FROM (SELECT row_number, unnest({named(table)}) AS name FROM parsed_rows WHERE cells IS NOT NULL)
        WHERE keyed(name) IN (SELECT item FROM buried) OR {_DELETED_NAME if deleted else "false"}
        UNION SELECT row_number FROM parsed_rows WHERE cells IS NOT NULL AND mentions(array_to_string(cells, chr(31)));
        """
    )
    columns = ", ".join(f"{sql} AS {name}" for name, sql in _met(con, table).items())
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW erased_rows AS SELECT {columns} FROM accepted_rows LEFT JOIN erased USING (row_number)"
    )
    return _told(con)


def erase(con: duckdb.DuckDBPyConnection, secret: bytes) -> int:
    """Erase what landed before of things that this draft withdraws, and of posts that are deleted by now; returns how
    many tombstones were made and rows changed.

    Posts whose derived rows change are noted in `stale_posts`.
    """
    arm(con, secret)
    bury(con, withdrawn_consents("landing.consents"))
    changed = 0
    if some(con, "new_tombstones"):
        know_campaigns(con)
        for name in COVERED:
            bury(con, covered(name, f"landing.{name}"))
        changed += sum(_erase_withdrawn(con, schema.TABLES[name]) for name in NAMES)
        changed += sum(_erase_mentions(con, table) for table in schema.TABLES.values())
        changed += _silence(
            con, "keyed(name) IN (SELECT item FROM new_tombstones)", "mentions(array_to_string(raw, chr(31)))"
        )
        changed += _count(con, "INSERT INTO tombstones FROM new_tombstones")
        con.execute(_IN_AUDIT)
    if _find_deleted(con, "landing.posts SEMI JOIN stale_posts USING (key_hash)"):
        know_campaigns(con)
        changed += _erase_deleted(con)
    return changed + erased_authors.settle(con) + _unname_files(con)


def after_undo(con: duckdb.DuckDBPyConnection, secret: bytes) -> int:
    """Erase the names of authors of whom nothing but withdrawn posts is left; returns how many rows were changed."""
    arm(con, secret)
    return erased_authors.settle(con)


def _find_deleted(con: duckdb.DuckDBPyConnection, *sources: str) -> bool:
    """Make the temporary table `deleted` of the posts that a source says are deleted; returns whether there are any."""
    found = " UNION ".join(f"SELECT platform, post_id FROM {source} WHERE deleted_at IS NOT NULL" for source in sources)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE deleted AS SELECT DISTINCT *, hash(platform, post_id) AS key_hash FROM ({found})"
    )
    return some(con, "deleted")


# -- what is left of a row


def _left(table: schema.Table) -> dict[str, str]:
    """Column -> SQL of what is left of it in a row of something withdrawn."""
    left = {column: column if column in KEPT[table.name] else "NULL" for column in table.columns}
    left |= {
        "post_id" if kind == "post" else kind: f"remains('{kind}:' || {name})"
        for kind, name in NAMES[table.name].items()
    }
    if table.name == "consents":
        left["withdrawn"] = (
            "coalesce(withdrawn, (SELECT min(withdrawn_on) FROM buried WHERE item = keyed('consent:' || consent)))"
        )
    if table.name == "posts":
        left |= {"posted_at": "date_trunc('hour', posted_at)", "text": "campaign_tags(text)"}
    return left | _hashes(table, left)


def _hashes(table: schema.Table, left: Mapping[str, str]) -> dict[str, str]:
    """The hashes of a row of something withdrawn: they find it and its duplicates again, and do not tell what it
    was."""
    return {
        "key_hash": f"hash({', '.join(left[column] for column in table.key)})",
        "content": "hash(keyed(content::VARCHAR))",
    }


def _wordless(column: str) -> str:
    """What is left of a cell in which people write: the hashtags that a post is counted by."""
    return "tags(text)" if column == "text" else "NULL"


def _wordy(table: schema.Table) -> list[str]:
    if table.name == "posts":
        return [*_WORDY, "extra"]
    named = {*table.key, *NAMES.get(table.name, ()), *schema.CHOICES}
    return [column for column, kind in table.columns.items() if kind == "VARCHAR" and column not in named] + ["extra"]


def _mentioning(table: schema.Table) -> str:
    """SQL that says whether a row holds a trace of what was withdrawn."""
    return " OR ".join(f"mentions({column})" for column in _wordy(table))


def _met(con: duckdb.DuckDBPyConnection, table: schema.Table) -> dict[str, str]:
    """The columns of `erased_rows`: SQL over `accepted_rows` and `erased`.

    Only what the rows ask for is in it: most files say nothing of what is withdrawn, and to have the words for finding
    hashtags ready costs more than all else that a small file needs.
    """
    met = {column: column for column in ("row_number", "extra", *table.columns, "key_hash", "content")}
    if some(con, f"accepted_rows WHERE {_mentioning(table)}"):
        met |= {
            column: f"CASE WHEN mentions({column}) THEN {_wordless(column)} ELSE {column} END"
            for column in _wordy(table)
        }
    if table.name == "posts" and some(con, "erased WHERE NOT gone"):
        met |= {
            column: f"CASE WHEN NOT gone THEN {_wordless(column)} ELSE {met[column]} END"
            for column in (*_WORDY, "extra")
        }
    if table.name in NAMES and some(con, "erased WHERE gone"):
        left = {"extra": "NULL"} | _left(table)
        met |= {
            column: f"CASE WHEN gone THEN {sql} ELSE {met[column]} END" for column, sql in left.items() if sql != column
        }
    return met


def _told(con: duckdb.DuckDBPyConnection) -> list[TranslatableText]:
    (consents,) = single_row(con.execute("SELECT count(*) FROM file_tombstones WHERE kind = 'consent'"))
    (rows,) = single_row(con.execute("SELECT count(*) FROM erased WHERE gone"))
    notes = [Message.WITHDRAWN_CONSENTS.format(n=consents)] if consents else []
    return notes + ([Message.WITHDRAWN_ROWS.format(n=rows)] if rows > consents else [])


# -- what landed before


def _erase_withdrawn(con: duckdb.DuckDBPyConnection, table: schema.Table) -> int:
    left = _left(table)
    if not _find(con, table, among(table.name, "new_tombstones")):
        return 0
    if table.name == "posts":
        con.execute(
            f"INSERT INTO stale_posts SELECT unnest([key_hash, {left['key_hash']}]) FROM landing.posts WHERE {_FOUND}"
        )
    return _update(con, f"landing.{table.name}", {**left, "extra": "NULL"}, _FOUND)


def _find(con: duckdb.DuckDBPyConnection, table: schema.Table, where: str) -> bool:
    """Make the temporary table `found (place)`, so that a condition that costs much is worked out once; returns whether
    there are any."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE found AS SELECT rowid AS place FROM landing.{table.name} WHERE {where}")
    return some(con, "found")


def _erase_mentions(con: duckdb.DuckDBPyConnection, table: schema.Table) -> int:
    if not _find(con, table, _mentioning(table)):
        return 0
    if table.name == "posts":
        con.execute(f"INSERT INTO stale_posts SELECT key_hash FROM landing.posts WHERE {_FOUND}")
    left = {
        column: f"CASE WHEN mentions({column}) THEN {_wordless(column)} ELSE {column} END" for column in _wordy(table)
    }
    return _update(con, f"landing.{table.name}", left, _FOUND)


def _erase_deleted(con: duckdb.DuckDBPyConnection) -> int:
    """Erase the words of the posts in `deleted`, wherever an import said them."""
    wordy = "url IS NOT NULL OR extra IS NOT NULL OR text IS DISTINCT FROM tags(text)"
    changed = _update(
        con, "landing.posts", {column: _wordless(column) for column in (*_WORDY, "extra")}, f"({wordy}) AND {_DELETED}"
    )
    return changed + _silence(con, _DELETED_NAME, "false")


def _silence(con: duckdb.DuckDBPyConnection, named: str, spoken_of: str) -> int:
    """Empty the rejected rows that name something, or speak of it."""
    rows = f"""
        SELECT (import_id, row_number) FROM (SELECT import_id, row_number, unnest(named) AS name FROM rejects) WHERE {named}
        UNION ALL SELECT (import_id, row_number) FROM rejects WHERE {spoken_of}
    """
    told = f"list_transform(reason_values, lambda v: {without_rows('v')})"
    left = {"raw": "[]", "named": "NULL", "reason": _SILENT_REASON, "reason_values": told}
    return _update(con, "rejects", left, f"(import_id, row_number) IN ({rows})")


def _unname_files(con: duckdb.DuckDBPyConnection) -> int:
    """Files and sheets can be named after what is withdrawn, and notes name sheets."""
    if not some(con, "buried WHERE kind = 'trace'"):
        return 0
    changed = 0
    for table, column in (("imports", "file"), ("imports", "sheet"), ("audit", "detail")):
        words = f"mentions(translate({column}, ' _.', '///'))"
        changed += _update(
            con,
            table,
            {column: "'named after what was withdrawn'"},
            f"{words} OR mentions(replace({column}, ' ', '/'))",
        )
    noted = "mentions(translate(array_to_string(notes, '/'), ' _.“”', '/////'))"
    return changed + _update(con, "imports", dict.fromkeys(("notes", "note_codes", "note_values"), "[]"), noted)


def _update(con: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str], where: str) -> int:
    """Set columns where something holds; returns how many rows were changed."""
    return _count(
        con, f"UPDATE {table} SET {', '.join(f'{column} = {sql}' for column, sql in columns.items())} WHERE {where}"
    )


def _count(con: duckdb.DuckDBPyConnection, statement: str) -> int:
    (changed,) = single_row(con.execute(statement))
    return int(changed)
