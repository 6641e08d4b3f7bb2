"""Check a file: derive each of its numbers again, and find what was changed in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from dashboard.i18n import speaking
from dashboard.reports import answer_files
from dashboard.reports import record as records
from dashboard.reports.checked import Alteration, Checked, Outcome, Verification
from dashboard.reports.compose import compose
from dashboard.reports.files.contents import Piece, without_record
from dashboard.reports.make import brand_digest, kind_of
from dashboard.reports.model import Report, Statement, statements
from metrics import MeasureError, UnknownName
from metrics.analyses.data_state import data_state, differences

MOST_COMPARED: Final = 3_000
"""Pieces that are compared in their order; of more, only which are there."""


def verify(file: bytes, name: str, warehouse: Path | None = None) -> Verification:
    """Check a report, or a file that was downloaded under a chart.

    Args:
        file: The file, which anybody may have changed.
        name: Its name, whose ending says what kind it is.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Raises:
        UnreadableFile: It is damaged, of an unknown kind, or has no record.
        MeasureError: There are no data.
        BrandError: The file that says how reports look cannot be used.
    """
    ending = Path(name).suffix.lower()
    if answer := answer_files.read(file, ending):
        return answer_files.verify(answer, warehouse)
    kind = kind_of(name)
    contents = kind.read(file)
    if contents.record is None:
        raise without_record()
    found = records.read(contents.record)
    now = data_state(found.state.definitions, warehouse=warehouse)
    today = _today(found, warehouse)
    checked = tuple(_checked(found.statements, today))
    reasons = differences(found.state, now)
    expected = found.contents
    if not reasons and today is not None and found.brand == brand_digest():
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
