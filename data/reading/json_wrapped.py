"""One JSON object around records, whatever its names are: its longest list of objects is read as if it were the file.

What is known by its names (json_containers.py) is read as such, and an object that is a record itself stays one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from data.reading import json_containers, json_pages, json_pieces
from data.reading.json_names import Column
from data.reading.text_table import HEAD_ROWS, Fits

LARGE: Final = 8 * 2**20
"""From this size on an object is no record, and the first records of a file are looked at before all others."""
_SOME: Final = 1_000
"""How many records are looked at."""
_OF_OTHERS: Final = frozenset(
    ("comments", "replies", "reactions", "likes", "users", "followers", "following", "members", "chats")
)
"""Names of lists that hold no posts of the file's own."""

Columns = Callable[[list[Any]], Iterable[Column]]
"""Returns the columns that objects have."""


def unwrapped(path: Path, document: dict[str, Any], columns: Columns, fits: Fits, may_fit: Fits | None) -> Path | None:
    """Return a file of the records in an object, one a line.

    Args:
        path: The file, of UTF-8 text.
        document: The object that it is.
        columns: The columns that objects have.
        fits: Whether some format fits names.
        may_fit: Whether some format could fit records of which the first ones have these names.

    Returns:
        The file, beside the other one. It has the first records only where no format could fit a large file. None if the
        object is to be read as it is.
    """
    is_large, could = path.stat().st_size >= LARGE, may_fit or fits
    if json_pages.is_page(document):
        return None
    if json_containers.is_like_one(document):
        # Also one that is small: Mastodon writes an empty list before the full one, under the same name.
        records = json_pieces.longest(document)[1]
        is_hopeless = is_large and not could([_names(columns(records[:_SOME]))])
        if is_hopeless or not json_pieces.has_long_numbers(path):
            return json_pieces.cut(document, path, HEAD_ROWS if is_hopeless else None)
        return None
    records = _records(document)
    if not records or (not is_large and _is_record(document, columns, fits)):
        return None
    forms = {form: _names(columns([_form(each, form) for each in records[:_SOME]])) for form in ("", *_inner(records))}
    form = next((form for form, found in forms.items() if fits([found])), None)
    if form is None:
        form = next((form for form, found in forms.items() if could([found])), "")
    is_hopeless = is_large and not could([forms[form]])
    if not is_hopeless and json_pieces.has_long_numbers(path):
        return None
    chosen = records[:HEAD_ROWS] if is_hopeless else records
    return json_pieces.write_lines((_form(each, form) for each in chosen), path.with_suffix(".records"))


def _is_record(document: dict[str, Any], columns: Columns, fits: Fits) -> bool:
    """Return whether an object is a record itself. What is in each member of its lists may be of many records."""
    return fits([[column.name for column in columns([document]) if not column.many]])


def _names(columns: Iterable[Column]) -> list[str]:
    return [column.name for column in columns]


def _records(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the longest list of objects in an object; empty if there is none, or if it holds what others wrote."""
    found = [
        (path, items)
        for path, items in json_pieces.lists(document)
        if items and all(isinstance(item, dict) and item for item in items) and _OF_OTHERS.isdisjoint(path)
    ]
    records = max((items for _path, items in found), key=len, default=[])
    return [] if any(map(json_containers.is_like_one, records[:_SOME])) else records


def _inner(records: list[dict[str, Any]]) -> list[str]:
    """Return the name under which each record has its values, if these are all in one object: `node`, `tweet`."""
    first = [name for name, value in records[0].items() if isinstance(value, dict)]
    return first if len(first) == 1 and all(isinstance(each.get(first[0]), dict) for each in records) else []


def _form(record: dict[str, Any], name: str) -> Any:
    return record[name] if name else record
