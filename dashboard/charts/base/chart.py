"""What every chart hands on, and how it tells hidden values from unknown ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go

from dashboard.i18n import said
from metrics.answers import attached
from metrics.definitions.model import KindError, TranslatableText
from metrics.disclosure.voices import HIDDEN_SUM

if TYPE_CHECKING:
    from metrics import Metric

Labels = Mapping[str, str]
"""Code -> the name people read, in the language being spoken."""


@dataclass(frozen=True)
class Chart:
    """A figure with the finding as its title and a one-sentence summary that also serves who cannot see it."""

    figure: go.Figure
    title: str
    summary: str
    empty: bool = False


def known(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    """The rows that have an answer: a missing or hidden value is not drawn, and never as zero."""
    return frame[frame[value].notna()]


def hidden(frame: pd.DataFrame, value: str) -> pd.Series:
    """Which rows of a measured frame are empty to protect people, rather than because nothing is known."""
    cells = attached(frame).suppressed_cells
    return pd.Series([value in cells.get(place, ()) for place in range(len(frame))], index=frame.index, dtype=bool)


def hidden_note(frame: pd.DataFrame, value: str) -> str:
    """Why values of a measured frame are hidden, as a sentence of its own."""
    reason = said(attached(frame).hidden_because.get(value, HIDDEN_SUM))
    return reason[:1].upper() + reason[1:]


def must_add(metric: Metric) -> None:
    """Raises KindError, with the reason and what to ask instead, where a chart would add what does not add."""
    if not metric.kind.adds:
        raise KindError(
            TranslatableText("{metric} cannot be added up. {advice}", metric=metric.label, advice=metric.kind.advice)
        )
