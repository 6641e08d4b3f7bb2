"""A question as the command that asks it in the terminal, for people to type and for files to be checked by."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from common.quoting import quoted
from metrics.compiler.expressions import find, find_dimension
from metrics.definitions.assumptions import Assumptions
from metrics.definitions.model import MeasureError, Selection, TranslatableText, as_day

START: Final = ("python", "cli.py", "measure")
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
        *(("--where", f"{name}={value}") for name, values in asked.where.where for value in values),
        ("--from", asked.where.start),
        ("--to", asked.where.end),
        ("--as-of", asked.as_of),
        *(("--universe", f"{name}={accounts}") for name, accounts in assumed.universe),
        ("--overlap", assumed.overlap if assumed.overlap != "any" else None),
        ("--within", assumed.within or None),
    ]
    said = [f"{option} {shlex.quote(str(value))}" for option, value in options if value is not None]
    return " ".join([*START, *asked.metrics, *said])


def parsed(text: str) -> Asked:
    """Return the question that a command asks.

    Args:
        text: What `command` wrote, which anybody may have changed.

    Raises:
        MeasureError: It is no such command.
        UnknownName: It names a metric or a dimension that does not exist.
    """
    try:
        words = shlex.split(text) if len(text) <= LONGEST else []
    except ValueError:
        words = []
    if tuple(words[: len(START)]) != START:
        raise _unreadable(text)
    rest = words[len(START) :]
    options = next((place for place, word in enumerate(rest) if word.startswith("--")), len(rest))
    metrics, pairs = rest[:options], list(zip(rest[options::2], rest[options + 1 :: 2], strict=False))
    if not metrics or (len(rest) - options) % 2:
        raise _unreadable(text)
    found: dict[str, list[str]] = {}
    for option, value in pairs:
        found.setdefault(option, []).append(value)
    if set(found) - {"--by", "--where", "--from", "--to", "--as-of", "--universe", "--overlap", "--within"}:
        raise _unreadable(text)
    where: dict[str, list[str]] = {}
    for condition in found.get("--where", ()):
        name, _equals, value = condition.partition("=")
        where.setdefault(name, []).append(value)
    universe = dict(each.rpartition("=")[::2] for each in found.get("--universe", ()))
    if not all(accounts.isascii() and accounts.isdecimal() for accounts in universe.values()):
        raise _unreadable(text)
    return Asked(
        tuple(find(name).name for name in metrics),
        tuple(find_dimension(name).name for name in found.get("--by", ())),
        Selection(where, _last(found, "--from"), _last(found, "--to")),
        as_day(_last(found, "--as-of")),
        Assumptions(
            {name: int(accounts) for name, accounts in universe.items()},
            "chance" if _last(found, "--overlap") == "chance" else "any",
            _last(found, "--within") or "",
        ),
    )


def _last(found: dict[str, list[str]], option: str) -> str | None:
    return found[option][-1] if option in found else None


def _unreadable(text: str) -> MeasureError:
    return MeasureError(TranslatableText("{text} is not a query that can be read.", text=quoted(text)))
