"""A question as the command that asks it in the terminal, for people to type and for files to be checked by."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from common.quoting import quoted
from metrics.compiler.expressions import find, find_dimension
from metrics.definitions.assumptions import Assumptions
from metrics.definitions.model import MeasureError, Selection, TranslatableText, as_day

START: Final = ("python", "cli.py", "measure")
SELECTING: Final = ("--where", "--from", "--to", "--as-of")
"""The options by which a command selects."""
LONGEST: Final = 5_000
"""Characters of a command that is read."""


@dataclass(frozen=True)
class Asked:
    """What `metrics.measure` is asked.

    Attributes:
        metrics: The metrics.
        by: The dimensions.
        where: The selection.
        as_of: The day looked back to; None for the latest data.
        assumptions: What is assumed about audiences.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: Selection = field(default_factory=Selection)
    as_of: date | None = None
    assumptions: Assumptions = field(default_factory=Assumptions)


def command(asked: Asked) -> str:
    """Return the command that asks a question.

    Args:
        asked: The question.
    """
    assumed = asked.assumptions
    options = [
        *(("--by", name) for name in asked.by),
        *selection_options(asked.where, asked.as_of),
        *(("--universe", f"{name}={accounts}") for name, accounts in assumed.universe),
        ("--overlap", assumed.overlap if assumed.overlap != "any" else None),
        ("--within", assumed.within or None),
    ]
    return " ".join([*START, *asked.metrics, written(options)])


def selection_options(where: Selection, as_of: date | None) -> list[tuple[str, object]]:
    """Return the options by which a command selects, those without a value too.

    Args:
        where: The selection.
        as_of: The day looked back to.
    """
    return [
        *(("--where", f"{name}={value}") for name, values in where.where for value in values),
        ("--from", where.start),
        ("--to", where.end),
        ("--as-of", as_of),
    ]


def written(options: Iterable[tuple[str, object]]) -> str:
    """Return options as they are typed, without those that have no value."""
    return " ".join(f"{option} {shlex.quote(str(value))}" for option, value in options if value is not None)


def parsed(text: str) -> Asked:
    """Return the question that a command asks.

    Args:
        text: What `command` wrote, which anybody may have changed.

    Raises:
        MeasureError: It is no such command.
        UnknownName: It names a metric or a dimension that does not exist.
    """
    metrics, found = read(text, START, (*SELECTING, "--by", "--universe", "--overlap", "--within"))
    if not metrics:
        raise _unreadable(text)
    universe = dict(each.rpartition("=")[::2] for each in found.get("--universe", ()))
    if not all(accounts.isascii() and accounts.isdecimal() for accounts in universe.values()):
        raise _unreadable(text)
    return Asked(
        tuple(find(name).name for name in metrics),
        tuple(find_dimension(name).name for name in found.get("--by", ())),
        *selected(found),
        Assumptions(
            {name: int(accounts) for name, accounts in universe.items()},
            "chance" if last(found, "--overlap") == "chance" else "any",
            last(found, "--within") or "",
        ),
    )


def read(text: str, start: Sequence[str], options: Iterable[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Return the words of a command and the values of each of its options.

    Args:
        text: The command, which anybody may have changed.
        start: The words that it must begin with.
        options: The options that it may have.

    Raises:
        MeasureError: It is no such command.
    """
    try:
        words = shlex.split(text) if len(text) <= LONGEST else []
    except ValueError:
        words = []
    if tuple(words[: len(start)]) != tuple(start):
        raise _unreadable(text)
    rest = words[len(start) :]
    first = next((place for place, word in enumerate(rest) if word.startswith("--")), len(rest))
    if (len(rest) - first) % 2:
        raise _unreadable(text)
    found: dict[str, list[str]] = {}
    for option, value in zip(rest[first::2], rest[first + 1 :: 2], strict=True):
        found.setdefault(option, []).append(value)
    if set(found) - set(options):
        raise _unreadable(text)
    return rest[:first], found


def selected(found: Mapping[str, Sequence[str]]) -> tuple[Selection, date | None]:
    """Return what the options of a command select, and the day looked back to.

    Args:
        found: The values of its options, as `read` returns them.
    """
    where: dict[str, list[str]] = {}
    for condition in found.get("--where", ()):
        name, _equals, value = condition.partition("=")
        where.setdefault(name, []).append(value)
    return Selection(where, last(found, "--from"), last(found, "--to")), as_day(last(found, "--as-of"))


def last(found: Mapping[str, Sequence[str]], option: str) -> str | None:
    """Return the last value of an option; None without one."""
    return found[option][-1] if option in found else None


def _unreadable(text: str) -> MeasureError:
    return MeasureError(TranslatableText("{text} is not a query that can be read.", text=quoted(text)))
