"""Erase withdrawn items, and the text and links of deleted posts.

Rows keep what they are counted by. `meet` reduces the rows of a file that is imported, so that an old export does not
restore erased content. `erase` reduces rows of earlier imports when a version is published. In rows about other items,
text cells that mention a withdrawn item are erased; posts keep their hashtags.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import duckdb

from common.messages import TranslatableText
from common.rows import single_row
from data import schema, vocabularies
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
"""The columns kept in a row of a withdrawn item beside its name: dates, counts, and dimensions. Accounts get other
names (erased_authors.py)."""
_WORDY: Final = ("text", "url")
"""The columns of posts with free text; in other tables any text column can have it."""
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
        lambda kept, error: CASE WHEN error <> '' THEN replace(kept, error, '{HIDDEN}') ELSE kept END, reason),
        '“[^”]*”', '“{HIDDEN}”', 'g')
"""
"""SQL of the English reason of a rejection, without quoted text from the row and error messages of a platform."""
_FOUND: Final = "rowid IN (SELECT place FROM found)"
_DELETED_NAME: Final = "name IN (SELECT 'post:' || platform || '/' || post_id FROM deleted)"


def meet(con: duckdb.DuckDBPyConnection, table: schema.Table, secret: bytes) -> list[TranslatableText]:
    """Reduce the rows of a file that are about withdrawn or deleted items.

    It makes the temporary view `erased_rows`, with the columns of `accepted_rows`, in which such rows are reduced; and
    the temporary table `withheld_rejects (row_number)`, the rows with stored cells (rejected, or with a cell that could
    not be read) that name such an item or mention a withdrawn one.

    Args:
        con: The connection to a draft that has `accepted_rows` and `parsed_rows`, the rows of the file.
        table: The table that the file is imported into.
        secret: The key of the pseudonyms.

    Returns:
        Notes for the import summary.
    """
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
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE erased AS SELECT row_number, {gone} AS gone FROM {accepted} WHERE {gone} OR {silenced}"
    )
    if some(con, "parsed_rows WHERE cells IS NOT NULL"):
        _withhold_rejects(con, table, _DELETED_NAME if deleted else "false")
    columns = ", ".join(f"{sql} AS {name}" for name, sql in _met(con, table).items())
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW erased_rows AS SELECT {columns} FROM accepted_rows LEFT JOIN erased USING (row_number)"
    )
    return _notes(con)


def _withhold_rejects(con: duckdb.DuckDBPyConnection, table: schema.Table, is_deleted: str) -> None:
    """Note the rows with stored cells that name a withdrawn or deleted item, or mention a withdrawn one."""
    con.execute(
        f"""
        INSERT INTO withheld_rejects
        SELECT row_number FROM (SELECT row_number, unnest({named(table)}) AS name FROM parsed_rows WHERE cells IS NOT NULL)
        WHERE keyed(name) IN (SELECT item FROM buried) OR {is_deleted}
        UNION SELECT row_number FROM parsed_rows WHERE cells IS NOT NULL AND mentions(array_to_string(cells, chr(31)))
        """
    )


def erase(con: duckdb.DuckDBPyConnection, secret: bytes) -> int:
    """Erase withdrawn items and the text of deleted posts from past imports.

    Items are those withdrawn in this draft. The posts whose derived rows change are noted in `stale_posts`.

    Args:
        con: The connection to the draft.
        secret: The key of the pseudonyms.

    Returns:
        The number of tombstones made and rows changed, added up.
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
    """Erase the names of authors who only have withdrawn posts left.

    Args:
        con: The connection to the draft.
        secret: The key of the pseudonyms.

    Returns:
        The number of rows changed.
    """
    arm(con, secret)
    return erased_authors.settle(con)


def _find_deleted(con: duckdb.DuckDBPyConnection, *sources: str) -> bool:
    """Make the temporary table `deleted` of posts, and return whether it has any."""
    found = " UNION ".join(f"SELECT platform, post_id FROM {source} WHERE deleted_at IS NOT NULL" for source in sources)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE deleted AS SELECT DISTINCT *, hash(platform, post_id) AS key_hash FROM ({found})"
    )
    return some(con, "deleted")


# -- what is kept of a row


def _left(table: schema.Table) -> dict[str, str]:
    """Return SQL by column of what is kept in a row of a withdrawn item."""
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
    """Return SQL of the hashes of a row of a withdrawn item.

    They identify the row and its duplicates, but do not reveal what it was.
    """
    return {
        "key_hash": f"hash({', '.join(left[column] for column in table.key)})",
        "content": "hash(keyed(content::VARCHAR))",
    }


def _wordless(column: str) -> str:
    """Return SQL of what is kept of a cell with free text.

    Posts keep their hashtags, because they are counted by them.
    """
    return "tags(text)" if column == "text" else "NULL"


def _wordy(table: schema.Table) -> list[str]:
    """Return the columns of a table that can have free text."""
    if table.name == "posts":
        return [*_WORDY, "extra"]
    named = {*table.key, *NAMES.get(table.name, ()), *vocabularies.CHOICES}
    return [column for column, kind in table.columns.items() if kind == "VARCHAR" and column not in named] + ["extra"]


def _mentioning(table: schema.Table) -> str:
    """Return SQL that says whether a row mentions a withdrawn item."""
    return " OR ".join(f"mentions({column})" for column in _wordy(table))


def _met(con: duckdb.DuckDBPyConnection, table: schema.Table) -> dict[str, str]:
    """Return the columns of `erased_rows` as SQL over `accepted_rows` and `erased`.

    Expressions are added only if rows need them: most files have nothing withdrawn, and preparing to find hashtags
    costs more than all other work on a small file.
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
    if any(sql != column for column, sql in met.items()):
        know_campaigns(con)
    return met


def _notes(con: duckdb.DuckDBPyConnection) -> list[TranslatableText]:
    """Return the notes on withdrawn consents and rows for the import summary."""
    (consents,) = single_row(con.execute("SELECT count(*) FROM file_tombstones WHERE kind = 'consent'"))
    (rows,) = single_row(con.execute("SELECT count(*) FROM erased WHERE gone"))
    notes = [Message.WITHDRAWN_CONSENTS.format(n=consents)] if consents else []
    return notes + ([Message.WITHDRAWN_ROWS.format(n=rows)] if rows > consents else [])


# -- rows of earlier imports


def _erase_withdrawn(con: duckdb.DuckDBPyConnection, table: schema.Table) -> int:
    """Reduce the landed rows of withdrawn items in a table.

    Returns:
        The number of rows changed.
    """
    left = _left(table)
    if not _find(con, table, among(table.name, "new_tombstones")):
        return 0
    if table.name == "posts":
        con.execute(
            f"INSERT INTO stale_posts SELECT unnest([key_hash, {left['key_hash']}]) FROM landing.posts WHERE {_FOUND}"
        )
    return _update(con, f"landing.{table.name}", {**left, "extra": "NULL"}, _FOUND)


def _find(con: duckdb.DuckDBPyConnection, table: schema.Table, where: str) -> bool:
    """Make the temporary table `found (place)` of rows that meet a condition.

    A condition that is slow to evaluate is then evaluated once.

    Returns:
        Whether any row does.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE found AS SELECT rowid AS place FROM landing.{table.name} WHERE {where}")
    return some(con, "found")


def _erase_mentions(con: duckdb.DuckDBPyConnection, table: schema.Table) -> int:
    """Erase landed text cells that mention a withdrawn item.

    Returns:
        The number of rows changed.
    """
    if not _find(con, table, _mentioning(table)):
        return 0
    if table.name == "posts":
        con.execute(f"INSERT INTO stale_posts SELECT key_hash FROM landing.posts WHERE {_FOUND}")
    left = {
        column: f"CASE WHEN mentions({column}) THEN {_wordless(column)} ELSE {column} END" for column in _wordy(table)
    }
    return _update(con, f"landing.{table.name}", left, _FOUND)


def _erase_deleted(con: duckdb.DuckDBPyConnection) -> int:
    """Erase the text and links of the posts in `deleted` from all imports.

    Returns:
        The number of rows changed.
    """
    wordy = "url IS NOT NULL OR extra IS NOT NULL OR text IS DISTINCT FROM tags(text)"
    changed = _update(
        con, "landing.posts", {column: _wordless(column) for column in (*_WORDY, "extra")}, f"({wordy}) AND {_DELETED}"
    )
    return changed + _silence(con, _DELETED_NAME, "false")


def _silence(con: duckdb.DuckDBPyConnection, named: str, spoken_of: str) -> int:
    """Empty the rejected rows that name or mention an item.

    Args:
        con: The connection to the draft.
        named: SQL condition on the name of an item, `name`.
        spoken_of: SQL condition on a rejected row.

    Returns:
        The number of rows changed.
    """
    rows = f"""
        SELECT (import_id, row_number) FROM (SELECT import_id, row_number, unnest(named) AS name FROM rejects) WHERE {named}
        UNION ALL SELECT (import_id, row_number) FROM rejects WHERE {spoken_of}
    """
    kept_values = f"list_transform(reason_values, lambda v: {without_rows('v')})"
    left = {"raw": "[]", "named": "NULL", "reason": _SILENT_REASON, "reason_values": kept_values}
    return _update(con, "rejects", left, f"(import_id, row_number) IN ({rows})")


def _unname_files(con: duckdb.DuckDBPyConnection) -> int:
    """Replace names of files and sheets that mention a withdrawn item.

    Notes that mention one are emptied.

    Returns:
        The number of rows changed.
    """
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
    """Set columns where a condition holds, and return the number of rows changed."""
    return _count(
        con, f"UPDATE {table} SET {', '.join(f'{column} = {sql}' for column, sql in columns.items())} WHERE {where}"
    )


def _count(con: duckdb.DuckDBPyConnection, statement: str) -> int:
    """Run a statement, and return the number of rows changed."""
    (changed,) = single_row(con.execute(statement))
    return int(changed)
