"""The result of checking a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from dashboard.i18n import _
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


def disagreeing(checked: Iterable[Checked]) -> Iterator[Alteration]:
    """Yield the statements that the data do not give as the file says them.

    Args:
        checked: Statements of a file.
    """
    for each in checked:
        if each.outcome is not Outcome.SAME:
            yield Alteration(each.statement.label, each.today, each.statement.shown)


def of_later_data(then: int, now: int) -> tuple[Alteration, ...]:
    """Return that a file names a data version that these data never had; nothing if they had it.

    Args:
        then: The version that the file names.
        now: The version of the data.
    """
    return (Alteration(_("data version"), str(now), str(then)),) if then > now else ()


@dataclass(frozen=True)
class Verification:
    """The result of checking a file.

    Attributes:
        checked: What the file says, each held against the data.
        altered: What was changed in the file.
        others: Other texts and numbers of the file that the data give differently today.
        pictures: Pictures that are not those that were made, of which nothing can be said.
        reasons: Why the data give something else today.
        columns: Columns that are not derived again.
    """

    checked: tuple[Checked, ...]
    altered: tuple[Alteration, ...]
    others: tuple[Alteration, ...]
    pictures: tuple[str, ...]
    reasons: tuple[TranslatableText, ...]
    columns: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many statements have each outcome."""
        found = Counter(each.outcome for each in self.checked)
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def is_same(self) -> bool:
        """Whether the data give the same today, wherever nothing was altered."""
        return bool(self.checked) and not self.others and self.counts[Outcome.SAME] == len(self.checked)

    @property
    def is_sound(self) -> bool:
        """Whether everything was checked, and is as it was written and as the data give it today."""
        return self.is_same and not self.altered and not self.pictures and not self.columns
