"""Detection of formats by the folded names in the header; order, case and further columns do not matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from common.quoting import shortened
from data.formats.model import Format, NoFormat, NotRecognised, fold
from data.messages import Message
from data.reading.header_row import names_in, shown
from data.reading.json_containers import PARENT
from data.reading.text_table import UNREADABLE

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MISSING_AT_MOST: Final = 1 / 3
"""The share of its columns that a file may lack of the format that is named as the closest one."""


@dataclass(frozen=True)
class Recognised:
    """A format, and the row of the table's head that is its header."""

    format: Format
    header_row: int
    header: list[str]
    """The names as the file has them."""

    @property
    def names(self) -> list[str]:
        """The header in the names of the format, folded. A name that is in the header itself is not translated."""
        folded = [fold(name) for name in self.header]
        words = {local: word for local, word in self.format.translations.items() if word not in folded}
        return [words.get(name, name) for name in folded]


def find(head: Sequence[Sequence[str]], candidates: Iterable[Format]) -> list[Recognised]:
    """Return every format that fits, each with the first row of the head that is its header."""
    folded = [{fold(cell) for cell in row} for row in head]
    anywhere = frozenset().union(*folded)
    found = []
    for candidate in candidates:
        local = candidate.translations
        if not candidate.titled and not candidate.required <= anywhere | {
            local[cell] for cell in anywhere & local.keys()
        }:
            continue  # most formats, without a look at each row
        rows = (row if row.isdisjoint(local) else {local.get(cell, cell) for cell in row} for row in folded)
        place = next(
            (
                i
                for i, row in enumerate(rows)
                if candidate.required <= row
                and not candidate.forbidden & row
                and (not candidate.alone or row - {""} == candidate.required)
            ),
            None,
        )
        if candidate.titled:
            place = _below_title(head)
        if place is not None:
            found.append(Recognised(candidate, place, list(head[place])))
    return found


def may_fit(head: Sequence[Sequence[str]], candidates: Iterable[Format]) -> bool:
    """Return whether a format could fit records of which the first have these names.

    It could if more than a third of what it requires is there; the rest may stand in later records.
    """
    there = {fold(cell) for row in head for cell in row}
    return any(
        3 * len(candidate.required & (there | {candidate.translations.get(name, name) for name in there}))
        > len(candidate.required)
        for candidate in candidates
        if not candidate.titled
    )


def _below_title(head: Sequence[Sequence[str]]) -> int | None:
    """Return the header of two names below a title of one cell, in any language.

    The second name is the title or `Primary`, and its rows begin with a day.
    """
    rows = [[cell for cell in row if cell.strip()] for row in head]
    for place in range(1, len(rows) - 1):
        title, names, first = rows[place - 1 : place + 2]
        if (
            len(title) == 1
            and len(names) == 2
            and fold(names[1]) in (fold(title[0]), "primary")
            and _DAY.match(fold(first[0]) if first else "")
        ):
            return place
    return None


def recognise(
    name: str, head: Sequence[Sequence[str]], known: Mapping[str, Format], wanted: str | None = None
) -> Recognised:
    """Return the format of a table.

    Args:
        name: The name of the file.
        head: Its first rows.
        known: The formats to try.
        wanted: The format that a person chose; otherwise every format is tried.

    Raises:
        NotRecognised: No format fits, or several do. The message gives the closest format with its missing columns, or
            the formats that fit.
    """
    candidates = list(known.values()) if wanted is None else [named(wanted, known)]
    found = find(head, candidates)
    if len(found) > 1:
        *others, last = (f"{each.format.name} (“{each.format.label}”)" for each in found)
        raise NotRecognised(Message.SEVERAL.format(file=name, formats=", ".join(others), other=last))
    if not found:
        raise NoFormat(_nearest(name, head, candidates))
    if found[0].format.refuse:
        raise NotRecognised(
            Message.REFUSED.format(file=name, format=found[0].format.label, reason=found[0].format.refusal)
        )
    return found[0]


def named(name: str, known: Mapping[str, Format]) -> Format:
    """Return the format of that name.

    Raises:
        NotRecognised: There is none; the message suggests a similar name.
    """
    if name in known:
        return known[name]
    near, short = get_close_matches(name, known, n=1), shortened(name)
    raise NotRecognised(
        Message.NEAR_FORMAT.format(name=short, near=near[0]) if near else Message.UNKNOWN_FORMAT.format(name=short)
    )


def _nearest(name: str, head: Sequence[Sequence[str]], candidates: Sequence[Format]) -> str:
    rows = [{fold(cell) for cell in row if cell.strip()} for row in head] or [set()]

    def missing(candidate: Format) -> list[str]:
        translated = ({candidate.translations.get(cell, cell) for cell in row} for row in rows)
        return min(([c for c in candidate.requires if fold(c) not in row] for row in translated), key=len)

    described = [c for c in candidates if not c.alone] or candidates
    nearest = min(described, key=lambda c: len(missing(c)) / len(c.requires))
    lacks = missing(nearest)
    is_far = len(lacks) > len(nearest.requires) * _MISSING_AT_MOST
    if len(candidates) > 1 and (is_far or any(name.startswith(f"{PARENT}.") for name in lacks)):
        names = [name for name in names_in(head) if name not in UNREADABLE]
        return (
            Message.NO_FORMAT.format(file=name, columns=shown(names)) if names else Message.NO_HEADER.format(file=name)
        )
    if not lacks:
        header = next((row for row in head if nearest.required <= {fold(cell) for cell in row}), [])
        beyond = nearest.forbids or [cell for cell in header if fold(cell) not in nearest.required]
        return Message.TOO_MUCH.format(file=name, format=nearest.label, columns=", ".join(beyond))
    return Message.NEAREST.format(file=name, format=nearest.label, columns=", ".join(lacks))
