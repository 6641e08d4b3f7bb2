"""An answer in the forms that a terminal prints: a table, CSV, or objects for JSON, and what to know beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from metrics.analyses import changes_since
from metrics.answers import attached, readable, sample_sizes, with_days
from metrics.definitions.model import Noun, Selection

_PUBLISHED: Final = Noun("{n} post published", "{n} posts published")
_REVISED: Final = Noun("{n} count revised", "{n} counts revised")
_ADDED: Final = Noun("{n} count added", "{n} counts added")


def table(frame: pd.DataFrame) -> str:
    """Return an answer as lines of a table; what is hidden says so, what is missing is a dash."""
    return readable(frame, attached(frame)).to_string(index=False) if len(frame) else "No data match these filters."


def csv(frame: pd.DataFrame) -> str:
    """Return an answer as CSV, in which what is missing or hidden is empty."""
    return with_days(frame).to_csv(index=False)


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return an answer as row objects: days as text, missing as null, and the names of suppressed cells."""
    plain = with_days(frame).astype(object)
    rows = plain.where(plain.notna(), None).to_dict("records")
    for place, names in attached(frame).suppressed_cells.items():
        rows[place]["suppressed"] = list(names)
    return [{str(name): value for name, value in row.items()} for row in rows]


def cautions(frame: pd.DataFrame) -> list[str]:
    """Return what to know beside the numbers, but for doubts about filters, which are raised as warnings."""
    told = attached(frame)
    return [text for text in told.warnings if text not in told.doubts]


def foundations(frame: pd.DataFrame) -> list[str]:
    """Return on how many items each number is based, and the assumptions."""
    told = attached(frame)
    sizes = ", ".join(f"{name} {size}" for name, size in sample_sizes(told).items())
    lines = {"Based on": sizes, "Assumptions": told.assumptions}
    return [f"{title}: {text}." for title, text in lines.items() if text]


def since(frame: pd.DataFrame, day: date | None, where: Selection, warehouse: Path | None) -> Iterator[str]:
    """Yield what changed since the day looked back to, where the answer counts posts."""
    if day and changes_since.on_posts(frame) and (found := changes_since.since(day, where, warehouse=warehouse)):
        changes = (_PUBLISHED.english(found.posted), _REVISED.english(found.revised), _ADDED.english(found.learned))
        yield f"Since {day}: {', '.join(changes)}."
