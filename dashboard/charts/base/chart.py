"""The result of drawing a chart, the lengths of its texts, and how hidden values differ from unknown ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import pandas as pd

from dashboard.charts.base.figure import Figure
from dashboard.i18n import said
from metrics.answers import attached
from metrics.definitions.model import KindError, TranslatableText
from metrics.disclosure.combined_rows import HIDDEN_SUM

if TYPE_CHECKING:
    from metrics import Metric

Labels = Mapping[str, str]
"""Code -> the name people read, in the language being spoken."""


LONGEST_TITLE: Final = 60
LONGEST_CAPTION: Final = 140
"""Characters that a title and a caption have at most, so that they are read at a glance, on a phone too."""


@dataclass(frozen=True)
class Chart:
    """A figure with its finding as the title, and sentences that also serve people who cannot see it.

    Args:
        figure: The Plotly figure.
        title: The finding, of at most `LONGEST_TITLE` characters.
        sentences: What is counted, then how to read it, the most important first.
        empty: Whether there is nothing to show, so that the sentences say why.
        unrecorded: Whether what it would tell apart was recorded of nothing, so that there is one part, of the unknown.
    """

    figure: Figure
    title: str
    sentences: Sequence[str]
    empty: bool = False
    unrecorded: bool = False

    @property
    def summary(self) -> str:
        """All sentences, as files and screen readers have them."""
        return " ".join(self.sentences)

    @property
    def caption(self) -> str:
        """The first sentences, as many as fit below the title."""
        return " ".join(self.sentences[: self._fitting()])

    @property
    def notes(self) -> str:
        """The other sentences, which stand under “How was this counted?”."""
        return " ".join(self.sentences[self._fitting() :])

    def _fitting(self) -> int:
        """Return how many sentences the caption has: as many as fit, and the first in any case."""
        lengths = accumulate(len(sentence) + 1 for sentence in self.sentences)
        return max(1, sum(length - 1 <= LONGEST_CAPTION for length in lengths))


def fitting(*texts: str, longest: int = LONGEST_TITLE) -> str:
    """Return the first of several texts that is short enough, or else the last.

    Args:
        texts: The same said ever shorter. Names in them come from data, so none is sure to fit.
        longest: The number of characters it may have.
    """
    return next((text for text in texts if len(text) <= longest), texts[-1])


def known(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    """Return the rows with a value; missing and hidden values are not drawn, and never as zero.

    Args:
        frame: A measured frame.
        value: The column.

    Returns:
        The rows in which it is not missing.
    """
    return frame[frame[value].notna()]


def hidden(frame: pd.DataFrame, value: str) -> pd.Series:
    """Return which rows of a measured frame are hidden for privacy.

    Args:
        frame: A measured frame.
        value: The column.

    Returns:
        A boolean for each row, with the index of the frame.
    """
    cells = attached(frame).suppressed_cells
    return pd.Series([value in cells.get(place, ()) for place in range(len(frame))], index=frame.index, dtype=bool)


def hidden_note(frame: pd.DataFrame, value: str) -> str:
    """Return why values of a measured frame are hidden, as a sentence.

    Args:
        frame: A measured frame.
        value: The column.
    """
    reason = said(attached(frame).hidden_because.get(value, HIDDEN_SUM))
    return reason[:1].upper() + reason[1:]


def must_add(metric: Metric) -> None:
    """Raise KindError if a chart would add up a metric that must not be added up."""
    if not metric.kind.adds:
        raise KindError(
            TranslatableText("{metric} cannot be added up. {advice}", metric=metric.label, advice=metric.kind.advice)
        )
