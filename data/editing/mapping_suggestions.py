"""What the columns of an unknown table may be, by their names and by the values in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from data import networks
from data.formats.catalogue import formats
from data.formats.model import fold

SHEET: Final = "contribution_sheet"
PATTERNS: Final = tuple(
    f"{day}{time}"
    for day in ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y")
    for time in ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %H:%M:%S %z", " %H:%M %z")
)
"""Ways to write a moment with the name of its month; dates in digits are read without (dates.py)."""
_LISTENING: Final = {"sentiment", "hit sentence", "influencer", "media type", "tonality"}
"""Columns that listening tools have: their reach is an estimate of their own, and no platform's."""


@dataclass(frozen=True)
class Suggestion:
    """A column of a file that one of ours may come from, and whether its values say so rather than its name."""

    source: str
    by_values: bool


def columns() -> dict[str, tuple[str, str]]:
    """Return the columns to which a table of posts can be mapped: for each its label and its content."""
    return {name: (column.sources[0], column.about) for name, column in formats()[SHEET].columns.items()}


def suggest(header: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> dict[str, str]:
    """Suggest a source column for each column, for a person to confirm.

    Args:
        header: The columns of the file.
        rows: The first rows below them.

    Returns:
        The column of the file for each of ours that has one.
    """
    return {name: suggested.source for name, suggested in suggestions(header, rows).items()}


def suggestions(header: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> dict[str, Suggestion]:
    """Suggest a source column for each column, with the reason.

    Names that other formats use decide; what they leave open, the values do: links, moments, platforms, languages.

    Args:
        header: The columns of the file.
        rows: The first rows below them.
    """
    known: dict[str, list[str]] = {name: [fold(label)] for name, (label, _) in columns().items()}
    for fmt in formats().values():
        for name, column in fmt.columns.items() if fmt.table == "posts" else ():
            # a link is suggested as the link; what it holds is taken from it
            if not (column.id_in_link or column.extract or column.match):
                sources = {fold(source) for source in column.sources}
                elsewhere = (other for other, source in fmt.translations.items() if source in sources)
                known.setdefault(name, []).extend((*sources, *elsewhere))
    folded = {fold(name): name for name in reversed(header) if name.strip()}
    suggested: dict[str, Suggestion] = {}
    taken: set[str] = set()
    estimated = {"reach"} if _LISTENING & folded.keys() else set()
    for name in (name for name in columns() if name not in estimated):
        exact = [source for source in known[name] if source in folded]
        near = [match for source in known[name] for match in get_close_matches(source, folded, n=1, cutoff=0.86)]
        if found := next((folded[match] for match in exact + near if folded[match] not in taken), None):
            suggested[name] = Suggestion(found, by_values=False)
            taken.add(found)
    for name, reads in _VALUES.items():
        if name not in suggested:
            free = [source for source in dict.fromkeys(header) if source.strip() and source not in taken]
            least = 2 if name == "language" else 1  # two letters in one row are chance
            if found := next((source for source in free if _most(reads, _cells(header, rows, source), least)), None):
                suggested[name] = Suggestion(found, by_values=True)
                taken.add(found)
    return suggested


def platform_of_all(header: Sequence[str], rows: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> str | None:
    """Return the code of the network of all rows, if no column has it and all links are at one network.

    Args:
        header: The columns of the file.
        rows: The first rows below them.
        mapping: The column of the file for each of ours.
    """
    if "platform" in mapping or mapping.get("url") not in header:
        return None
    links = _cells(header, rows, mapping["url"])
    found = {next((code for code, at in _ADDRESSES.items() if at.search(link)), None) for link in links}
    return found.pop() if len(found) == 1 else None


def _cells(header: Sequence[str], rows: Sequence[Sequence[str]], source: str) -> list[str]:
    place = header.index(source)
    return [cell for row in rows if place < len(row) and (cell := row[place].strip())]


def _most(reads: Callable[[str], bool], cells: Sequence[str], least: int) -> bool:
    """Whether most cells are read so, and there are enough of them to tell."""
    return len(cells) >= least and sum(map(reads, cells)) > len(cells) / 2


def _is_moment(cell: str) -> bool:
    return bool(_MOMENT.match(cell)) or any(_reads(cell, pattern) for pattern in PATTERNS)


def _is_platform(cell: str) -> bool:
    word = cell.casefold()
    return word in _PLATFORMS


def patterns_for(cells: Sequence[str]) -> list[str]:
    """Return the patterns of times with the name of a month that read every one of the cells."""
    given = [cell.strip() for cell in cells if cell.strip()]
    return [pattern for pattern in PATTERNS if given and all(_reads(cell, pattern) for cell in given)]


def _reads(cell: str, pattern: str) -> bool:
    try:
        return dt.datetime.strptime(cell, pattern).year > 1990
    except ValueError:
        return False


_ADDRESSES: Final = {code: re.compile(pattern) for code, pattern in networks.ADDRESSES.items()}
_MOMENT: Final = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}([ T]\d{1,2}:\d{2}.*)?$")
_PLATFORMS: Final = {
    word.casefold() for words in (networks.NAMES, networks.NAMES.values(), networks.SPELLINGS) for word in words
}
_VALUES: Final[Mapping[str, Callable[[str], bool]]] = {
    "url": lambda cell: bool(re.match(r"https?://\S+$", cell)),
    "posted_at": _is_moment,
    "platform": _is_platform,
    "post_id": lambda cell: bool(re.match(r"\d{12,20}(_\d{5,20})?$", cell)),
    "text": lambda cell: cell.count(" ") > 2,
    "language": lambda cell: bool(re.match(r"[a-z]{2}(-[A-Z]{2})?$", cell)),
}
"""What shows by a cell's value which column it belongs to; the surest first."""
