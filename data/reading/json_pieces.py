"""One JSON object around a list, as apps and APIs give a whole channel, a page or an archive.

A large one becomes many small ones that hold a part of its longest list each. What holds a list, such as the name of
the channel, is repeated in every piece: the rows that come of them are the same.
"""

from __future__ import annotations

import gc
import mmap
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import orjson

LARGEST: Final = 512 * 2**20
"""Bytes of an object that is read whole; it takes several times as much memory."""
_PIECE: Final = 1_000
"""Items of the list in a piece."""
_AROUND: Final = 2**16
"""Bytes around the list that are worth repeating."""
_LEVELS: Final = 3
"""How deep below the object its list may lie, and how many names may stand beside it on each level."""
_BESIDE: Final = 20
_START: Final = 2**16
_LONG_NUMBER: Final = re.compile(rb"[\[,:]\s*-?\d{20}")


def whole(path: Path) -> dict[str, Any] | None:
    """Return the object that a file of UTF-8 text is; None if it is none, or several, or larger than `LARGEST`."""
    if path.stat().st_size > LARGEST or _has_further_line(path):
        return None
    collects = gc.isenabled()
    gc.disable()  # it would look through what has been read again and again
    try:
        document = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        return None
    finally:
        if collects:
            gc.enable()
    return document if isinstance(document, dict) else None


def has_long_numbers(path: Path) -> bool:
    """Return whether a file has numbers that `whole` rounds: those of twenty digits and more."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return _LONG_NUMBER.search(content) is not None


def _has_further_line(path: Path) -> bool:
    """Return whether an object begins on the second line, as in a file of one on each; this is seen without all of it."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        end = content.find(b"\n")
        return end > 0 and content[end : end + _START].lstrip().startswith(b"{") and content[end - 1 : end] in b"}\r"


def lists(document: Mapping[str, Any], levels: int = _LEVELS) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    """Yield the lists in an object and in the objects below it, each with the names that lead to it."""
    for name, value in document.items():
        if isinstance(value, list):
            yield (name,), value
        elif isinstance(value, dict) and levels > 1 and len(value) <= _BESIDE:
            yield from (((name, *path), items) for path, items in lists(value, levels - 1))


def longest(document: Mapping[str, Any]) -> tuple[tuple[str, ...], list[Any]]:
    """Return the longest list in an object with the names that lead to it; without any, both are empty."""
    return max(lists(document), key=lambda found: len(found[1]), default=((), []))


def in_pieces(path: Path) -> Path | None:
    """Return a file of pieces, one a line, of a file that is one object.

    Args:
        path: The file, of UTF-8 text.

    Returns:
        The file of pieces, beside it. None if it is not one object, is larger than `LARGEST`, has no list, or has too much
        around it to be repeated.
    """
    document = whole(path)
    return cut(document, path) if document and not has_long_numbers(path) else None


def cut(document: dict[str, Any], path: Path, most: int | None = None) -> Path | None:
    """Return a file of pieces, one a line, of an object; None as `in_pieces`.

    Args:
        document: The object.
        path: The file that it is from; the pieces are written beside it.
        most: How many items of the list are wanted.
    """
    names, items = longest(document)
    if not names or len(orjson.dumps(_with(document, names, []))) > _AROUND:
        return None
    starts = range(0, len(items[:most]), _PIECE)
    return write_lines(
        (_with(document, names, items[:most][start : start + _PIECE]) for start in starts), path.with_suffix(".pieces")
    )


def _with(document: Mapping[str, Any], names: tuple[str, ...], items: list[Any]) -> dict[str, Any]:
    """Return an object with other items in its list."""
    first, *further = names
    return {**document, first: _with(document[first], tuple(further), items) if further else items}


def write_lines(records: Iterable[Mapping[str, Any]], target: Path) -> Path:
    """Write objects, one a line, and return the file."""
    with target.open("wb") as file:
        file.writelines(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) for record in records)
    return target
