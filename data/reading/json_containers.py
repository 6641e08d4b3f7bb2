"""JSON files that are one object with the records inside: exports of messengers, a page of an API, an archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import duckdb

from common.rows import first_row, single_row

PARENT: Final = "of"
"""The name under which a record carries what its container says of itself."""


class _Container(NamedTuple):
    """A kind of container: the names that lead to its records, its other names, whether it may have more, its `type`."""

    records: str
    beside: tuple[str, ...]
    more: bool = True
    type: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it has."""
        return (self.records.partition(".")[0], *self.beside)


_CONTAINERS: Final = (
    _Container(
        "messages", ("name", "type", "id"), type="public_.*|.*_channel"
    ),  # Telegram Desktop; never a private chat
    _Container("statuses", ("search_metadata",)),  # X, API 1.1
    _Container("items", ("kind", "etag")),  # YouTube Data API
    _Container("data.children", ("kind",)),  # a listing of Reddit
    _Container("data", ("paging",)),  # Graph API: Facebook, Instagram, Threads
    _Container("orderedItems", ("@context", "type")),  # Mastodon's archive
    _Container("feed", ("cursor",), more=False),  # Bluesky
    _Container("posts", ("cursor", "hitsTotal"), more=False),
    _Container("posts", ("cursor",), more=False),
)


def may_be_among(names: frozenset[str]) -> bool:
    """Return whether documents that have these names, all together, may be containers."""
    return any(names.issuperset(container.names) for container in _CONTAINERS)


def is_like_one(document: Mapping[str, Any]) -> bool:
    """Return whether an object has the names of a container, whatever its `type` is."""
    return any(
        document.keys() >= set(container.names) and isinstance(_below(document, container.records), list)
        for container in _CONTAINERS
    )


def _below(document: Any, names: str) -> Any:
    for name in names.split("."):
        document = document.get(name) if isinstance(document, dict) else None
    return document


def are_among(con: duckdb.DuckDBPyConnection, source: str, names: frozenset[str]) -> bool:
    """Return whether documents may be containers.

    Args:
        con: A connection.
        source: SQL that gives the documents, objects all of them, as `json`.
        names: The names that the documents have.
    """
    possible = [container for container in _CONTAINERS if names.issuperset(container.names)]
    if any("." not in container.records for container in possible):
        return True
    lists = " OR ".join(f"json_type(json, '$.{container.records}') = 'ARRAY'" for container in possible)
    return bool(possible) and first_row(con.execute(f"SELECT 1 FROM ({source}) WHERE {lists} LIMIT 1")) is not None


def unwrap(con: duckdb.DuckDBPyConnection) -> None:
    """Replace the containers in `documents` by their records, each with the scalar values of its container."""
    (names,) = single_row(
        con.execute("SELECT list(DISTINCT name) FROM (SELECT unnest(json_keys(doc)) AS name FROM documents)")
    )
    if not may_be_among(frozenset(names or ())):
        return
    for container in _CONTAINERS:
        beside = list(container.names)
        fits = "list_has_all(json_keys(doc), $beside)"
        fits += "" if container.more else " AND list_has_all($beside, json_keys(doc))"
        fits += f" AND regexp_full_match(doc->>'$.type', '{container.type}')" if container.type else ""
        con.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE documents AS
            WITH containers AS (
                SELECT n, doc->$path AS records, {_parent(container)} AS parent FROM documents
                WHERE json_type(doc) = 'OBJECT' AND {fits} AND json_type(doc, $path) = 'ARRAY'
            ),
            records AS (
                SELECT n, parent, unnest(records::JSON[]) AS record, generate_subscripts(records::JSON[], 1) AS i FROM containers
            )
            SELECT row_number() OVER (ORDER BY n, i) AS n, line, doc FROM (
                SELECT n, 0 AS i, line, doc FROM documents ANTI JOIN containers USING (n)
                UNION ALL
                SELECT n, i, record::VARCHAR,
                    CASE WHEN json_type(record) = 'OBJECT' THEN json_merge_patch({_whole("record")}, json_object('{PARENT}', parent)) END
                FROM records
            )
            """,
            {"beside": beside, "path": f"$.{container.records}"},
        )


def _parent(container: _Container) -> str:
    """Return SQL of the values of a container itself."""
    scalars = ", ".join(f"'{name}', doc->'$.\"{name}\"'" for name in container.beside if name in ("name", "type", "id"))
    return f"json_object({scalars})"


def _whole(record: str) -> str:
    """Return SQL of a record in which an address alone, such as a boost in an archive, becomes an object."""
    address = f"{record}->'$.object'"
    whole = f"json_merge_patch({record}, json_object('object', json_object('id', {address})))"
    return f"CASE WHEN json_type({address}) = 'VARCHAR' THEN {whole} ELSE {record} END"
