"""What `map` guessed of a table: which column is read as what, with an example and the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.editing import mapping_suggestions
from data.editing.mapping_suggestions import Suggestion
from data.reading import header_row

_WIDEST = 40
"""Letters that a cell of the table has room for."""
_ACCOUNT = "account"
"""The column of which no example is shown, because it names people."""
_HEADINGS = ("Column", "Read as", "Example", "Why")


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    mapping: Mapping[str, str],
    given: Mapping[str, str],
    platform: str | None = None,
) -> str:
    """Return the columns of a file that are read, in its order, and what holds for all rows.

    Args:
        header: The columns of the file.
        rows: The first rows below it.
        mapping: The column of the file for each of ours.
        given: What holds for all rows, by our columns.
        platform: The platform that was typed; another one is told by the links.
    """
    guessed = mapping_suggestions.suggestions(header, rows)
    cells = [
        (source, name, _example(header, rows, name, source), _why(name, source, guessed))
        for source in dict.fromkeys(header)
        for name, chosen in mapping.items()
        if chosen == source
    ]
    cells += [
        ("(all rows)", name, value, "its links" if name == "platform" and not platform else "as you said")
        for name, value in given.items()
    ]
    lines = [tuple(map(_short, line)) for line in (_HEADINGS, *cells)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def left_out(header: Sequence[str], mapping: Mapping[str, str]) -> str:
    """Return the columns that nothing is read from; empty if there are none."""
    read = set(mapping.values())
    names = [name for name in dict.fromkeys(header) if name.strip() and name not in read]
    return header_row.shown(names, len(names)) if names else ""


def _example(header: Sequence[str], rows: Sequence[Sequence[str]], name: str, source: str) -> str:
    place = header.index(source)
    cells = (row[place].strip() for row in rows if place < len(row))
    return "" if name == _ACCOUNT else next(filter(None, cells), "")


def _why(name: str, source: str, guessed: Mapping[str, Suggestion]) -> str:
    found = guessed.get(name)
    if not found or found.source != source:
        return "as you said"
    return "its values" if found.by_values else "its name"


def _short(cell: str) -> str:
    flat = " ".join(cell.split())
    return flat if len(flat) <= _WIDEST else f"{flat[: _WIDEST - 1]}…"
