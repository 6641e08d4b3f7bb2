"""Check a file: derive each of its numbers again, and find what was changed in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path
from typing import Final

from dashboard.i18n import _, speaking
from dashboard.reports import record as records
from dashboard.reports.brand import BrandError
from dashboard.reports.compose import compose
from dashboard.reports.files.contents import Piece, UnreadableFile
from dashboard.reports.make import brand_digest, kind_of
from dashboard.reports.model import Report, Statement, statements
from metrics import MeasureError, UnknownName
from metrics.analyses.data_state import data_state, differences
from metrics.definitions.model import TranslatableText

MOST_COMPARED: Final = 3_000
"""Pieces that are compared in their order; of more, only which are there."""


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


def verify(file: bytes, name: str, warehouse: Path | None = None) -> Verification:
    """Check a report.

    Args:
        file: The file, which anybody may have changed.
        name: Its name, whose ending says what kind it is.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Raises:
        UnreadableFile: It is damaged, of an unknown kind, or has no record.
        MeasureError: There are no data.
    """
    kind = kind_of(name)
    contents = kind.read(file)
    if contents.record is None:
        raise UnreadableFile(
            _("This file has no record of its numbers: it was not made here, or the record was removed.")
        )
    found = records.read(contents.record)
    now = data_state(found.state.definitions, warehouse=warehouse)
    today = _today(found, warehouse)
    checked = tuple(_checked(found.statements, today))
    reasons = differences(found.state, now)
    expected = found.contents
    if not reasons and today is not None and found.brand == _brand():
        # The data are the same, so what the file must say does not depend on what its record says.
        with speaking(found.request.language):
            expected = kind.read(kind.write(today))
    altered = tuple(_altered(expected.pieces, contents.pieces))
    if not reasons:
        altered += tuple(
            Alteration(each.statement.label, each.today, each.statement.shown)
            for each in checked
            if each.outcome is not Outcome.SAME
        )
    written = {each.text for each in found.contents.pictures}
    pictures = tuple(each.place for each in contents.pictures if each.text not in written)
    return Verification(checked, altered, pictures, reasons)


def _brand() -> str:
    try:
        return brand_digest()
    except BrandError:
        return ""


def _today(found: records.Record, warehouse: Path | None) -> Report | None:
    try:
        return compose(found.request, warehouse)
    except (MeasureError, UnknownName):
        return None


def _checked(written: Sequence[Statement], report: Report | None) -> Iterator[Checked]:
    today = {each.key: each for each in statements(report)} if report else {}
    for each in written:
        now = today.get(each.key)
        if now is None:
            yield Checked(each, Outcome.NOT_DERIVABLE)
        else:
            same = now.shown == each.shown and records.plain(now.value) == each.value
            yield Checked(each, Outcome.SAME if same else Outcome.CHANGED, now.shown)


def _altered(written: Sequence[Piece], found: Sequence[Piece]) -> Iterator[Alteration]:
    """Yield where two sequences of pieces differ."""
    start = 0
    while start < min(len(written), len(found)) and written[start].text == found[start].text:
        start += 1
    end = 0
    while end < min(len(written), len(found)) - start and written[-1 - end].text == found[-1 - end].text:
        end += 1
    before, after = written[start : len(written) - end], found[start : len(found) - end]
    if max(len(before), len(after)) > MOST_COMPARED:
        yield from _by_count(before, after)
        return
    matcher = SequenceMatcher(None, [each.text for each in before], [each.text for each in after], autojunk=False)
    for tag, one, one_end, other, other_end in matcher.get_opcodes():
        if tag != "equal":
            yield from _pairs(before[one:one_end], after[other:other_end])


def _pairs(before: Sequence[Piece], after: Sequence[Piece]) -> Iterator[Alteration]:
    for place in range(max(len(before), len(after))):
        one = before[place] if place < len(before) else None
        other = after[place] if place < len(after) else None
        where = (other or one).place  # type: ignore[union-attr]
        yield Alteration(where, one.text if one else "", other.text if other else "")


def _by_count(before: Sequence[Piece], after: Sequence[Piece]) -> Iterator[Alteration]:
    """Yield what only one of two long sequences has."""
    more, fewer = Counter(each.text for each in before), Counter(each.text for each in after)
    missing, added = more - fewer, fewer - more
    for each in before:
        if missing[each.text]:
            missing[each.text] -= 1
            yield Alteration(each.place, each.text, "")
    for each in after:
        if added[each.text]:
            added[each.text] -= 1
            yield Alteration(each.place, "", each.text)
