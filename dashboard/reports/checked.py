"""The result of checking a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from dashboard.reports.model import Statement
from metrics.definitions.model import TranslatableText


class Outcome(StrEnum):
    """What became of something that a file says."""

    SAME = "same"
    CHANGED = "changed"
    """The data give something else today."""
    NOT_DERIVABLE = "not derivable"
    """The data give nothing for it today."""


@dataclass(frozen=True)
class Checked:
    """A statement of a file, held against the data of today.

    Attributes:
        statement: What the file says.
        outcome: What became of it.
        today: What the data give today; empty if nothing.
    """

    statement: Statement
    outcome: Outcome
    today: str = ""


@dataclass(frozen=True)
class Alteration:
    """Something in a file that is not what was written when it was made.

    Attributes:
        place: Where.
        written: What was written; empty if it was added.
        found: What stands there now; empty if it was removed.
    """

    place: str
    written: str
    found: str


@dataclass(frozen=True)
class Verification:
    """The result of checking a file.

    Attributes:
        checked: What the file says, each held against the data.
        altered: What was changed in the file.
        pictures: Pictures that were changed or saved again, of which nothing can be said.
        reasons: Why the data give something else today.
    """

    checked: tuple[Checked, ...]
    altered: tuple[Alteration, ...]
    pictures: tuple[str, ...]
    reasons: tuple[TranslatableText, ...]

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many statements have each outcome."""
        found = Counter(each.outcome for each in self.checked)
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def is_sound(self) -> bool:
        """Whether everything is as it was written and as the data give it today."""
        return not self.altered and self.counts[Outcome.SAME] == len(self.checked)
