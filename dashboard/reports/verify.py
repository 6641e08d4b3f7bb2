"""Check a file: derive each of its numbers again, and find what was changed in it.

Whatever its record says, a file is held against the file that the data give today. So nobody makes a false file look
sound by changing the record along with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeVar

from dashboard.i18n import speaking
from dashboard.reports import answer_files, csv_files
from dashboard.reports import record as records
from dashboard.reports.checked import Alteration, Checked, Outcome, Verification, disagreeing, of_later_data
from dashboard.reports.compose import compose
from dashboard.reports.files.contents import Contents, FileKind, UnreadableFile, damaged, without_record
from dashboard.reports.made_with import brand_digest, release_digest
from dashboard.reports.make import kind_of
from dashboard.reports.model import Report, Statement, statements
from dashboard.reports.piece_differences import alterations, other_pictures
from metrics import MeasureError, UnknownName
from metrics.analyses.data_state import data_state, differences
from metrics.definitions.model import TranslatableText

Read = TypeVar("Read")
_DAMAGED: Final = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError, MemoryError)
"""What reading a damaged file can lead to, beside what its reader expects."""


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
    if ending == ".csv":
        return csv_files.verify(csv_files.lines_of(file), warehouse)
    if answer := _guarded(answer_files.read, file, ending):
        return answer_files.verify(answer, warehouse)
    kind = kind_of(name)
    contents = _guarded(kind.read, file)
    if contents.record is None:
        raise without_record()
    found = records.read(contents.record)
    now = data_state(found.state.definitions, warehouse=warehouse)
    reasons = (*differences(found.state, now), *_made_otherwise(found.made_with))
    today = _today(found, warehouse)
    fresh = found.contents if today is None else _fresh(kind, today)
    checked = tuple(_checked(found.statements, today))

    recorded = tuple(alterations(found.contents.pieces, contents.pieces))
    derived = tuple(alterations(fresh.pieces, contents.pieces))
    if reasons:
        expected = found.contents if derived else fresh
        others = (*_others(checked, recorded, derived), *of_later_data(found.state.version, now.version))
        return Verification(checked, recorded, others, other_pictures(expected.pictures, contents.pictures), reasons)
    altered = tuple(dict.fromkeys((*derived, *_not_in(derived, recorded), *disagreeing(checked))))
    return Verification(checked, altered, (), other_pictures(fresh.pictures, contents.pictures), ())


def _others(
    checked: Sequence[Checked], recorded: Sequence[Alteration], derived: Sequence[Alteration]
) -> Iterator[Alteration]:
    """Yield once what a file says otherwise than the data of today, beside its statements and what was altered in it."""
    stated = {(each.today, each.statement.shown) for each in checked}
    others = {(each.written, each.found): each for each in _not_in(recorded, derived)}
    return (each for pair, each in others.items() if pair not in stated)


def _not_in(known: Sequence[Alteration], more: Sequence[Alteration]) -> Iterator[Alteration]:
    """Yield what is said of other places, or of other texts, than what is known."""
    places = {(each.place, each.found) for each in known}
    return (each for each in more if (each.place, each.found) not in places)


def _guarded(read: Callable[..., Read], file: bytes, *more: str) -> Read:
    """Return what a reader returns, or the error of a damaged file for whatever else it stumbles over."""
    try:
        return read(file, *more)
    except UnreadableFile:
        raise
    except _DAMAGED as error:
        raise damaged() from error


def _made_otherwise(made_with: records.MadeWith) -> Iterator[TranslatableText]:
    if made_with.release != release_digest():
        yield TranslatableText(
            "The file was made by another release of the project or of its libraries, which can word and draw differently."
        )
    if made_with.brand != brand_digest():
        yield TranslatableText(
            "How reports look was set otherwise when the file was made: check it with the same REACH_BRAND."
        )


def _today(found: records.Record, warehouse: Path | None) -> Report | None:
    try:
        return compose(found.request, warehouse, found.state.version)
    except (MeasureError, UnknownName):
        return None


def _fresh(kind: FileKind, today: Report) -> Contents:
    with speaking(today.request.language):
        return kind.read(kind.write(today))


def _checked(written: Sequence[Statement], report: Report | None) -> Iterator[Checked]:
    today = {each.key: each for each in statements(report)} if report else {}
    for each in written:
        now = today.get(each.key)
        if now is None:
            yield Checked(each, Outcome.NOT_DERIVABLE)
        else:
            same = now.shown == each.shown and records.plain(now.value) == each.value
            yield Checked(each, Outcome.SAME if same else Outcome.CHANGED, now.shown)
