"""SQL that undoes the form in which a tool writes a cell: sums, pieces to join, HTML, and rewritten names."""

from __future__ import annotations

from typing import Final

from common.sql import literal
from data.formats.model import Column

_ENTITIES: Final = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&apos;": "'", "&nbsp;": " ", "&amp;": "&"}


def undone(text: str, column: Column) -> str:
    """Return SQL of a text without the form in which its tool writes it."""
    if column.total:
        text = (
            f"nullif(list_sum(list_transform(string_split({text}, ' '), lambda n: try_cast(n AS BIGINT)))::VARCHAR, '')"
        )
    if column.pieces:
        text = _put_together(text)
    if column.html:
        text = _without_tags(text)
    if column.rewrite:
        like, by = column.rewrite
        text = f"nullif(regexp_replace({text}, {literal(like)}, {literal(by)}), '')"
    return text


def _put_together(text: str) -> str:
    """Return SQL that joins pieces, which are texts or objects with a `text`."""
    each = "CASE json_type(p) WHEN 'VARCHAR' THEN p->>'$' ELSE p->>'$.text' END"
    pieces = f"array_to_string(list_transform(try_cast({text} AS JSON[]), lambda p: {each}), '')"
    return f"nullif(CASE WHEN starts_with({text}, '[') AND json_valid({text}) THEN {pieces} ELSE {text} END, '')"


def _without_tags(text: str) -> str:
    broken = f"regexp_replace({text}, '(?i)<br ?/?>|</p>\\s*<p>', chr(10), 'g')"
    bare = f"regexp_replace({broken}, '<[^>]*>', '', 'g')"
    for entity, letter in _ENTITIES.items():
        bare = f"replace({bare}, {literal(entity)}, {literal(letter)})"
    return f"nullif(trim({bare}), '')"
