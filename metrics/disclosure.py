"""Small cells: numbers that few people stand behind are hidden before anybody sees them.

Where a question crosses a place (mission or country) with whose voice it is, a cell that rests on 1 to 9 people shows no number at all.
Asking for contributors one by one tells whose voice it is as well, because those who need protection are withheld there.

This is primary suppression only. What is hidden here can still be worked out where totals and all other cells of a table are
published; secondary suppression, dominance and the check of a filter's complement are not done yet.
"""

from __future__ import annotations

import os
from typing import Final

import pandas as pd

from metrics.bases import BASES
from metrics.model import Kind, MeasureError, Metric
from metrics.query import Question, carried

PLACES: Final = {"mission", "country"}
VOICES: Final = {"contributor_type", "contributor"}


def threshold() -> int:
    """The least number of people a protected cell must rest on: `$REACH_THRESHOLD`, else 10."""
    text = os.environ.get("REACH_THRESHOLD", "10")
    if not text.isdecimal():
        raise MeasureError(f"REACH_THRESHOLD is {text!r}, which is no number of people. Set it to a whole number, or unset it for 10.")
    return int(text)


def crosses(question: Question) -> bool:
    """Whether the question narrows down to a place and a voice at once, by breakdown or by filter."""
    touched = set(question.dimensions)
    return bool(touched & PLACES) and bool(touched & VOICES)


def filters_sensitive(question: Question) -> bool:
    """Whether the selection itself is limited to a place or a voice, so that shares of it would speak of a protected cell."""
    return bool(set(question.selection.names) & (PLACES | VOICES))


def guards(question: Question) -> tuple[Metric, ...]:
    """Counts of the people behind each cell, to be asked along with the question; none where it crosses nothing."""
    if not crosses(question):
        return ()
    names = dict.fromkeys(name for metric in question.metrics for name in BASES[metric.base].guards)
    able = [BASES[name] for name in names if set(question.dimensions) <= set(carried(BASES[name]))]
    return tuple(
        Metric(_guard(base.name), f"People behind {base.noun}", base.persons, Kind.UNIQUE, "persons", "", base=base.name) for base in able
    )


def suppress(frame: pd.DataFrame, question: Question) -> tuple[pd.DataFrame, dict[int, list[str]]]:
    """The frame with small cells emptied and without the guards, and what was hidden: row position -> metrics."""
    asked = [guard.name for guard in guards(question)]
    hidden: dict[int, list[str]] = {}
    if not asked:
        return frame, hidden
    for metric in question.metrics:
        behind = [_guard(name) for name in BASES[metric.base].guards if _guard(name) in asked]
        people = frame[behind].fillna(0)
        small = ((people > 0) & (people < threshold())).any(axis=1)
        frame[metric.name] = frame[metric.name].mask(small)
        for row in small.to_numpy().nonzero()[0]:
            hidden.setdefault(int(row), []).append(metric.name)
    return frame.drop(columns=asked), dict(sorted(hidden.items()))


def sentences(question: Question, cells: int) -> list[str]:
    """What a reader must know about what is hidden."""
    if not crosses(question):
        return []
    told = []
    if cells:
        told.append(f"{cells} numbers are hidden because fewer than {threshold()} people stand behind each of them.")
    stand_ins = dict.fromkeys(BASES[metric.base] for metric in question.metrics if BASES[metric.base].persons_unit)
    for base in stand_ins:
        told.append(f"People behind {base.noun} are not known: cells with fewer than {threshold()} {base.persons_unit} are hidden.")
    return told


def _guard(base: str) -> str:
    return f"people_behind_{base}"
