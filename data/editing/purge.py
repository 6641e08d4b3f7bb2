"""Erasing what somebody withdraws from every version, so that no import brings it back; dates and counts stay."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

import duckdb

from common.rows import first_row, single_row
from data import networks, vocabularies
from data.messages import Message
from data.parsing import post_urls
from data.privacy import erasure, tombstones
from data.store import refresh
from data.store.warehouse import Warehouse, WarehouseError

_SHEETS: Final = ("consent", "story", "photo")
_OF: Final = {"story": "stories", "photo": "photos", "post": "posts"}


class NotFound(WarehouseError):
    """No item, or more than one, has the given name; the message never repeats it."""


@dataclass(frozen=True)
class Purged:
    """What an erasure removes, or has removed."""

    kind: str
    """consent, story, photo or post"""
    stories: int = 0
    photos: int = 0
    posts: int = 0
    rejected: int = 0
    """Rejected rows that name it, which lose their cells."""
    withdrawn_on: dt.date | None = None
    """When it was withdrawn, if that was before: then nothing is left to erase."""
    version: int | None = None
    """The first data version without it; None while it has not been purged."""


@dataclass(frozen=True)
class _Item:
    """Something that was imported, as the files name it; a post by platform/post_id."""

    kind: str
    name: str


def look(name: str, warehouse: Warehouse) -> Purged:
    """Return what `purge` would erase.

    Raises:
        NotFound: No item, or more than one, has that name.
    """
    if not warehouse.current:
        raise WarehouseError(Message.NO_PURGE)
    with warehouse.draft(keep=False) as draft:
        tombstones.arm(draft.con, draft.key)
        item = _find(draft.con, name)
        return item if isinstance(item, Purged) else _covered(draft.con, item)


def purge(name: str, warehouse: Warehouse) -> Purged:
    """Erase a consent with everything it covers, a story, a photo or a post, from all data versions.

    An erasure cannot be undone. What was withdrawn before is not an error.

    Args:
        name: Its ID, if necessary after its kind or platform (consent/7, twitter/501702184017428480), or a post's link.
        warehouse: The warehouse.

    Raises:
        NotFound: No item, or more than one, has that name.
    """
    if not warehouse.current:
        raise WarehouseError(Message.NO_PURGE)
    with warehouse.draft() as draft:
        tombstones.arm(draft.con, draft.key)
        item = _find(draft.con, name)
        if isinstance(item, Purged):
            purged = item
        else:
            purged = _covered(draft.con, item)
            _bury(draft.con, item)
            erasure.erase(draft.con, draft.key)
            refresh.refresh(draft.con)
        draft.changed = draft.erased = True  # also what was withdrawn before: its purge may have been killed half way
    return replace(purged, version=warehouse.version)


# -- what is meant


def _find(con: duckdb.DuckDBPyConnection, name: str) -> _Item | Purged:
    """Return the only item with a name, or the day on which it was withdrawn before."""
    name = name.strip()
    first, _, rest = name.partition("/")
    place = vocabularies.OTHER_SPELLINGS["platform"].get(first.lower(), first.lower())
    found = _known(con, name)
    if not found and rest and first in _SHEETS:
        found = [item for item in _known(con, rest) if item.kind == first]
    if not found and rest:
        found = [item for item in _known(con, rest) if item.name == f"{place}/{rest}"]
    if len(found) > 1:
        *ways, last = (f"{item.kind if item.kind != 'post' else item.name.partition('/')[0]}/" for item in found)
        raise NotFound(Message.SEVERAL_NAMED.format(n=len(found), ways=", ".join(ways), last=last))
    if found:
        return found[0]
    if (before := _withdrawn(con, name)) is not None:
        return before
    raise NotFound(Message.NONE_NAMED)


def _known(con: duckdb.DuckDBPyConnection, name: str) -> list[_Item]:
    """Return all items with a name: consents, stories and photos, and posts with that ID or link."""
    sheets = " UNION ".join(
        f"SELECT '{kind}' AS kind, {column} AS name FROM landing.{table} WHERE {column} = $name"
        for table, names in tombstones.NAMES.items()
        for kind, column in names.items()
        if kind in _SHEETS
    )
    found = con.execute(
        f"""
        {sheets}
        UNION SELECT 'post', platform || '/' || post_id FROM landing.posts WHERE post_id = $id OR url = $name
        UNION SELECT split_part(named, ':', 1), regexp_replace(named, '^[a-z]+:', '') FROM (SELECT unnest(named) AS named FROM rejects)
            WHERE named IN ({", ".join(f"'{kind}:' || $name" for kind in _SHEETS)}) OR regexp_replace(named, '^post:[^/]*/', '') = $id
        ORDER BY ALL
        """,
        {"name": name, "id": _post_id(con, name)},
    ).fetchall()
    return [_Item(kind, called) for kind, called in found if not called.startswith(tombstones.GONE)]


def _post_id(con: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """Return the ID of the post with a name or link; None if there is none."""
    if "/" not in name:
        return name
    (found,) = single_row(
        con.execute(f"SELECT {post_urls.post_id('link')} FROM (SELECT $name AS link)", {"name": name})
    )
    return str(found) if found else None


def _networks(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the networks of the reference data and those of imported files."""
    return {
        *networks.NAMES,
        *(name for (name,) in con.execute("SELECT DISTINCT platform FROM landing.posts").fetchall()),
    }


def _withdrawn(con: duckdb.DuckDBPyConnection, name: str) -> Purged | None:
    """Return what is known about a name that was withdrawn before."""
    first, _, rest = name.partition("/")
    post = _post_id(con, name)
    names = [f"{kind}:{name}" for kind in (*_SHEETS, "post")] + [f"{first}:{rest}"]
    names += [f"post:{place}/{post}" for place in _networks(con)] if post else []
    withdrawn = "SELECT kind, withdrawn_on FROM tombstones WHERE item IN (SELECT keyed(unnest($names::VARCHAR[]))) ORDER BY ALL LIMIT 1"
    row = first_row(con.execute(withdrawn, {"names": names}))
    return Purged(str(row[0]), withdrawn_on=row[1]) if row else None


# -- what goes


def _covered(con: duckdb.DuckDBPyConnection, item: _Item) -> Purged:
    """Return how much an item is and covers."""
    covered = "".join(
        f" UNION SELECT '{kind}:' || {name} FROM landing.{table} WHERE '{item.kind}' = 'consent' AND consent = $name"
        for table in tombstones.COVERED
        for kind, name in list(tombstones.NAMES[table].items())[:1]
    )
    counts = con.execute(
        f"""
        WITH names AS (SELECT $kind || ':' || $name AS name{covered})
        SELECT {", ".join(f"count(*) FILTER (starts_with(name, '{kind}:')) AS {plural}" for kind, plural in _OF.items())},
            (SELECT count(*) FROM rejects WHERE list_has_any(named, (SELECT list(name) FROM names))) AS rejected
        FROM names
        """,
        {"kind": item.kind, "name": item.name},
    )
    names = [column[0] for column in counts.description or []]
    return Purged(item.kind, **dict(zip(names, single_row(counts), strict=True)))


def _bury(con: duckdb.DuckDBPyConnection, item: _Item) -> None:
    """Make the tombstone of an item; of a post also the traces in what was said of it (`purged_traces`, one row a text)."""
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE purged_traces AS
        SELECT $kind AS kind, $name AS name, url AS link, text AS words, current_date AS withdrawn_on, 'request' AS reason FROM (
            SELECT NULL AS url, NULL AS text
            UNION SELECT url, text FROM landing.posts WHERE $kind = 'post' AND platform || '/' || post_id = $name)
        """,
        {"kind": item.kind, "name": item.name},
    )
    tombstones.bury(con, "FROM purged_traces")
    con.execute("DROP TABLE purged_traces")
