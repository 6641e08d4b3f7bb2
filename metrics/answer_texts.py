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
    """Return an answer as the lines of a table.

    Args:
        frame: What `measure` returned.

    Returns:
        Text in which hidden values say so and missing values are a dash.
    """
    return readable(frame, attached(frame)).to_string(index=False) if len(frame) else "No data match these filters."


def csv(frame: pd.DataFrame) -> str:
    """Return an answer as CSV.

    Args:
        frame: What `measure` returned.

    Returns:
        Text in which hidden and missing values are empty.
    """
    return with_days(frame).to_csv(index=False)


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return an answer as one object for each row.

    Args:
        frame: What `measure` returned.

    Returns:
        Objects with days as text, missing values as None, and the names of hidden metrics.
    """
    plain = with_days(frame).astype(object)
    rows = plain.where(plain.notna(), None).to_dict("records")
    for place, names in attached(frame).suppressed_cells.items():
        rows[place]["suppressed"] = list(names)
    return [{str(name): value for name, value in row.items()} for row in rows]


def cautions(frame: pd.DataFrame) -> list[str]:
    """Return what to know about the numbers, without doubts about filters, which are raised as warnings.

    Args:
        frame: What `measure` returned.
    """
    metadata = attached(frame)
    return [text for text in metadata.warnings if text not in metadata.doubts]


def foundations(frame: pd.DataFrame) -> list[str]:
    """Return on how many items each number is based, and the assumptions.

    Args:
        frame: What `measure` returned.

    Returns:
        One line for each.
    """
    metadata = attached(frame)
    sizes = ", ".join(f"{name} {size}" for name, size in sample_sizes(metadata).items())
    lines = {"Based on": sizes, "Assumptions": metadata.assumptions}
    return [f"{title}: {text}." for title, text in lines.items() if text]


def since(frame: pd.DataFrame, day: date | None, where: Selection, warehouse: Path | None) -> Iterator[str]:
    """Yield what changed since an earlier day, if the answer counts posts.

    Args:
        frame: What `measure` returned.
        day: The day; None for today, and then nothing is yielded.
        where: The selection.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.
    """
    if day and changes_since.on_posts(frame) and (found := changes_since.since(day, where, warehouse=warehouse)):
        changes = (_PUBLISHED.english(found.posted), _REVISED.english(found.revised), _ADDED.english(found.learned))
        yield f"Since {day}: {', '.join(changes)}."
