"""Commands that query numbers and list what can be queried."""

from __future__ import annotations

import argparse
import json
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import metrics
from common.quoting import quoted
from metrics import answer_texts
from metrics.answers import with_days
from terminal.outcomes import DONE, WrongUsage, note, say


@contextmanager
def saying_doubts() -> Iterator[None]:
    """Say each doubt about what was asked once, as a sentence of its own; other warnings as Python does."""
    usual, said = warnings.showwarning, set[str]()

    def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if not issubclass(category, metrics.UnknownValue):
            usual(message, category, *where, **more)
        elif str(message) not in said:
            said.add(str(message))
            note(message)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", metrics.MeasureWarning)  # printed beside the answer
        warnings.simplefilter("always", metrics.UnknownValue)
        warnings.simplefilter("ignore", metrics.StoreWarning)  # the warehouse's notices say the same
        warnings.showwarning = show
        yield


@saying_doubts()
def _measure(options: argparse.Namespace) -> int:
    where = selection(options)
    items = map(metrics.sample_size_metric, options.metrics) if options.n else ()
    asked = [*options.metrics, *items, *(_said_with(options.metrics) if options.format != "table" else ())]
    frame = metrics.measure(
        asked, options.by, where, options.as_of, assumptions=_assumptions(options), warehouse=options.warehouse
    )
    beside = answer_texts.cautions(frame)
    if options.format == "json":
        print(json.dumps(answer_texts.records(frame), ensure_ascii=False, indent=1))
    elif options.format == "csv":
        print(answer_texts.csv(frame), end="")
    else:
        say(answer_texts.table(frame))
        since = answer_texts.since(frame, options.as_of, where, options.warehouse)
        beside = [*answer_texts.foundations(frame), *since, *beside]
    for line in beside:
        note(line)
    return DONE


def _said_with(names: Iterable[str]) -> Iterator[str]:
    """Yield metrics without which those queried would be misread in a file, which has no warnings."""
    return (other for name in names if name in metrics.METRICS for other in metrics.METRICS[name].beside)


def _metrics(_: argparse.Namespace) -> int:
    for name, metric in metrics.METRICS.items():
        say(f"{name:<32} {metric.label} · {metric.kind} · {metric.unit}")
    return DONE


def _dimensions(_: argparse.Namespace) -> int:
    for name, dimension in metrics.DIMENSIONS.items():
        say(f"{name:<18} {dimension.label}")
    return DONE


@saying_doubts()
def _check(options: argparse.Namespace) -> int:
    from metrics.analyses import data_quality

    where = selection(options)
    for row in data_quality.check(where, warehouse=options.warehouse).to_dict("records"):
        say(f"{row['check']:<26} {row['sentence']}{' ' + row['effect'] + ' ' + row['advice'] if row['found'] else ''}")
    return DONE


@saying_doubts()
def _claims(options: argparse.Namespace) -> int:
    from data.vocabularies import QUALIFIERS
    from metrics.analyses import claim_wording, claims

    frame = claims.ledger(warehouse=options.warehouse)
    if options.json:
        rows = with_days(frame).to_dict("records")
        print(json.dumps([claim_wording.record(row, QUALIFIERS) for row in rows], ensure_ascii=False, indent=1))
    elif frame.empty:
        say("No published figure has been imported yet: fill in data/templates/claim_sheet.xlsx and import it.")
    else:
        say(claim_wording.table(frame, QUALIFIERS))
    return DONE


def selection(options: argparse.Namespace) -> metrics.Selection:
    """Return the filters of a command line.

    Raises:
        WrongUsage: A filter is not written as DIM=VALUE.
    """
    where: dict[str, list[str]] = {}
    for condition in options.where:
        name, equals, value = condition.partition("=")
        if not equals:
            raise WrongUsage(f"--where takes DIM=VALUE, such as --where platform=twitter, not {quoted(condition)}.")
        where.setdefault(name.strip(), []).append(value.strip())
    return metrics.Selection(where, start=options.start, end=options.end)


def _assumptions(options: argparse.Namespace) -> metrics.Assumptions:
    universe: dict[str, int] = {}
    for declared in options.universe:
        platform, equals, number = declared.rpartition("=")
        digits = number.replace(",", "").replace("_", "").strip()
        if not (digits.isascii() and digits.isdecimal()) or (equals and not platform.strip()):
            raise WrongUsage(
                f"--universe takes PLATFORM=NUMBER, such as --universe facebook=1000000, or a NUMBER, not {quoted(declared)}."
            )
        if len(digits.lstrip("0")) > len(str(metrics.Assumptions.MOST)):
            raise WrongUsage(f"--universe takes a NUMBER up to {metrics.Assumptions.MOST:,}, not {quoted(declared)}.")
        universe[platform.strip() or metrics.Assumptions.ALL] = int(digits)
    return metrics.Assumptions(universe, options.overlap, options.within)


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "measure": _measure,
    "metrics": _metrics,
    "dimensions": _dimensions,
    "check": _check,
    "claims": _claims,
}
MISUSE: Final = (metrics.UnknownName, metrics.WrongArgument)
"""Errors of the person who typed the command."""
UNANSWERED: Final = (metrics.MeasureError,)
"""Why a question has no answer."""
