"""What a person chose of a saved format, to choose again: its columns, constants, zone, dates and numbers.

Whatever else was written into its file by hand stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from data.editing import mapping_suggestions
from data.editing.custom_formats import propose
from data.formats.date_order import Order
from data.formats.model import Column, Format, NotRecognised


@dataclass(frozen=True)
class Choices:
    """What a person chooses of a format.

    Args:
        mapping: The column of the file for each of ours.
        constants: What holds for all rows, by our columns.
        timezone: The time zone of times without an offset.
        dates: The order of day and month if a file does not show it.
        thousands: The thousands separator.
        date_patterns: Patterns of times with the name of a month.
    """

    mapping: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    timezone: str = "UTC"
    dates: Order | None = None
    thousands: str = ""
    date_patterns: Sequence[str] = ()


def choices_of(fmt: Format) -> Choices:
    """Return what a person chose of a format, as it is."""
    mapping = {name: column.sources[0] for name, column in fmt.columns.items() if _is_choice(name, column)}
    return Choices(mapping, dict(fmt.constants), fmt.timezone, Order(fmt.dates) if fmt.dates else None, fmt.thousands)


def sources(fmt: Format) -> list[str]:
    """Return the columns of files that a format names."""
    named = [*fmt.requires, *(source for column in fmt.columns.values() for source in column.sources)]
    return list(dict.fromkeys(named))


def is_counts(fmt: Format) -> bool:
    """Return whether a row of a format is no post, but counts of one."""
    return "posted_at" not in fmt.columns


def can_be_chosen(fmt: Format) -> bool:
    """Return whether the choices alone make a format like this one; others are edited as text."""
    if fmt.table != "posts" or len(fmt.beside) > 1 or len(fmt.beside_key) > 1:
        return False
    try:
        _made(fmt, choices_of(fmt), sources(fmt))
    except NotRecognised:
        return False
    return True


def edited(fmt: Format, choices: Choices, header: Iterable[str]) -> Format:
    """Return a format with other choices.

    Args:
        fmt: The format as it is.
        choices: What a person chose.
        header: The columns that can be chosen.

    Raises:
        Incomplete: Something is missing; the message says what.
    """
    before, after = _made(fmt, choices_of(fmt), sources(fmt)), _made(fmt, choices, list(header))
    by_hand = {
        each.name: getattr(fmt, each.name)
        for each in fields(Format)
        if each.name not in ("columns", "constants") and getattr(fmt, each.name) != getattr(before, each.name)
    }
    columns_by_hand = {
        name: column
        for name, column in fmt.columns.items()
        if column != before.columns.get(name) and _is_still_chosen(name, column, choices)
    }
    return replace(after, **by_hand, columns={**after.columns, **columns_by_hand})


def _is_still_chosen(name: str, column: Column, choices: Choices) -> bool:
    """Return whether a column that was written by hand still has its source, or none that can be chosen."""
    return choices.mapping.get(name) == (column.sources[0] if _is_choice(name, column) else None)


def _is_choice(name: str, column: Column) -> bool:
    """Return whether the source of a column was chosen, and does not follow from another's."""
    is_derived = column.id_in_link or column.network_in_link
    return bool(column.sources) and not is_derived and name in mapping_suggestions.columns()


def _made(fmt: Format, choices: Choices, header: Sequence[str]) -> Format:
    """Return the format that choices alone make, under the name of another."""
    made = propose(
        f"{fmt.name} edited",  # a name of its own, as if it were new
        header,
        choices.mapping,
        platform=choices.constants.get("platform"),
        campaign=choices.constants.get("campaign"),
        mission=choices.constants.get("mission"),
        timezone=choices.timezone,
        date_patterns=choices.date_patterns,
        dates=choices.dates,
        thousands=choices.thousands,
        counts=is_counts(fmt),
        beside=next(iter(fmt.beside), ""),
        key=next(iter(fmt.beside_key), ""),
    )
    others = {name: value for name, value in choices.constants.items() if name not in made.constants}
    return replace(made, name=fmt.name, label=fmt.label, constants={**made.constants, **others})
