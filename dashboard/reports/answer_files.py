"""Check a workbook or an image that was downloaded under a chart: its question is asked again.

A workbook is made again from today's answer and held against the file; an image is held by a hash.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from dashboard.exports import Provenance, record
from dashboard.exports.tables import SAID, workbook
from dashboard.i18n import LANGUAGES, _, speaking
from dashboard.reports.checked import Alteration, Checked, Outcome, Verification, disagreeing, of_later_data
from dashboard.reports.files import xlsx_reading
from dashboard.reports.files.contents import (
    Piece,
    UnreadableFile,
    damaged_record,
    of_later_release,
    too_large,
    without_record,
)
from dashboard.reports.files.workbook_cells import cells, numeral
from dashboard.reports.model import Statement
from dashboard.reports.piece_differences import alterations
from dashboard.reports.record import BROKEN
from metrics import METRICS, MeasureError, api
from metrics.analyses.data_state import DataState, data_state, differences
from metrics.measure_command import Asked, parsed

_IMAGES: Final = {".png": record.from_png, ".svg": record.from_svg}
LARGEST_IMAGE: Final = 20_000_000
"""Bytes of an image: one for slides is a fiftieth of it."""
MOST: Final = 100_000
"""Rows of a file that is checked."""
_QUERY: Final = '"query":'
_HEAD: Final = 100
"""Characters of a record within which it says what it is of."""
Row = tuple[str, ...]


@dataclass(frozen=True)
class AnswerFile:
    """What a file says.

    Attributes:
        asked: The question.
        state: What the data were.
        columns: The columns of the table that was drawn or written.
        days: Those of them that have days.
        rows: Its rows, as the record has them.
        about: What a page said of a chart, by name; empty for an image.
        formats: The format of columns with numbers.
        pieces: What the workbook says; none of an image.
        is_other_picture: Whether an image is not the one that was made.
    """

    asked: Asked
    state: DataState
    columns: tuple[str, ...]
    days: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    about: Mapping[str, str]
    formats: Mapping[str, str]
    pieces: tuple[Piece, ...] = ()
    is_other_picture: bool = False

    @property
    def derived(self) -> list[str]:
        """The columns that the question gives."""
        return [*self.asked.by, *self.asked.metrics]

    @property
    def others(self) -> tuple[str, ...]:
        """The columns of a workbook that it does not give, and the sheet about them, whose warnings it does not give."""
        if not self.pieces:
            return ()  # an image has no columns, and is known by its hash
        others = tuple(name for name in self.columns if name not in self.derived)
        with speaking(self.about["language"]):
            return (*others, _("About")) if others else ()


def read(file: bytes, ending: str) -> AnswerFile | None:
    """Return what a file says that was downloaded under a chart; None if it is a report or of another kind.

    Args:
        file: The file, which anybody may have changed.
        ending: Its ending, with a dot.

    Raises:
        UnreadableFile: It has no record, or one that cannot be read.
    """
    if ending in _IMAGES:
        if len(file) > LARGEST_IMAGE:
            raise too_large()
        found = _IMAGES[ending](file)
        if found is None:
            raise without_record()
        carried, picture = found
        said = _loaded(carried)
        is_other = said.get("picture") != record.picture_digest(picture)
        return replace(_of_record(said), is_other_picture=is_other)
    if ending != ".xlsx":
        return None
    parts = sorted((place, text) for place, text in cells(file).items() if place[0] == record.KEYWORD)
    text = "".join(text for _place, text in parts)
    if _QUERY not in text[:_HEAD]:
        return None  # the workbook of a report has a record of its own
    return replace(_of_record(_loaded(text.encode())), pieces=xlsx_reading.contents(file).pieces)


def verify(found: AnswerFile, warehouse: Path | None = None) -> Verification:
    """Check a file that was downloaded under a chart.

    Args:
        found: What `read` returned.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Raises:
        MeasureError: There are no data.
    """
    now = data_state(found.asked.metrics, warehouse=warehouse)
    reasons = differences(found.state, now)
    today = answered(found.asked, warehouse)
    places = [found.columns.index(name) for name in found.derived]
    rows = [[row[place] for place in places] for row in found.rows]
    checked = tuple(compared(rows, today, found.asked))
    left_out = tuple(missing(rows, today, found.asked))
    wrong = (*(disagreeing(checked) if not reasons else ()), *_outside(found, today, reasons))
    pictures = (_("the picture"),) if found.is_other_picture else ()
    altered = tuple(dict.fromkeys((*wrong, *(left_out if not reasons else ()))))
    others = (*left_out, *of_later_data(found.state.version, now.version)) if reasons else ()
    return Verification(checked, altered, others, pictures, reasons, found.others)


def answered(asked: Asked, warehouse: Path | None) -> pd.DataFrame | None:
    """Return what the data give for a question today.

    Args:
        asked: The question.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        The frame; None if the data give nothing.
    """
    try:
        return api.ask(
            asked.metrics, asked.by, asked.where, asked.as_of, assumptions=asked.assumptions, warehouse=warehouse
        )
    except MeasureError:
        return None


def compared(
    rows: Sequence[Sequence[Any]], today: pd.DataFrame | None, asked: Asked, named: Mapping[str, str] | None = None
) -> Iterator[Checked]:
    """Yield each number of a table, held against what the data give today.

    Args:
        rows: Its rows: the values of the dimensions of the question, then of its metrics.
        today: What the data give.
        asked: The question.
        named: What a file writes for values that it does not write as they are.
    """
    known = dict(_keyed(_plain(today, asked), asked, named or {}))
    for key, values in _keyed(rows, asked, {}):
        now = known.get(key)
        for place, (name, value) in enumerate(zip(asked.metrics, values, strict=True)):
            said = Statement(f"{'|'.join(key)}/{name}", _label(key, name), shown(value), value)
            if now is not None:
                same = shown(now[place]) == shown(value)
                yield Checked(said, Outcome.SAME if same else Outcome.CHANGED, shown(now[place]))
            elif value is None or (value == 0 and METRICS[name].format == "count" and today is not None):
                yield Checked(said, Outcome.SAME, shown(value))  # of that the data have nothing, as the file says
            else:
                yield Checked(said, Outcome.NOT_DERIVABLE)


def missing(
    rows: Sequence[Sequence[Any]], today: pd.DataFrame | None, asked: Asked, named: Mapping[str, str] | None = None
) -> Iterator[Alteration]:
    """Yield the rows that the data give and that a table has not, and those that it has twice.

    Args:
        rows: The rows of the table, as `compared` takes them.
        today: What the data give.
        asked: The question.
        named: What a file writes for values that it does not write as they are.
    """
    there: dict[Row, int] = {}
    for key, _values in _keyed(rows, asked, {}):
        there[key] = there.get(key, 0) + 1
    for key, values in _keyed(_plain(today, asked), asked, named or {}):
        if key not in there:
            yield Alteration(_("row"), ", ".join((*key, *map(shown, values))), "")
    for key, count in there.items():
        if count > 1:
            yield Alteration(_("row"), "", ", ".join(key))


def shown(value: Any) -> str:
    """Return a number as it is compared."""
    return "" if value is None else numeral(str(value))


def _label(key: Row, metric: str) -> str:
    about = ", ".join(filter(None, key))
    return f"{about}: {_(METRICS[metric].label)}" if about else _(METRICS[metric].label)


def _plain(today: pd.DataFrame | None, asked: Asked) -> list[list[Any]]:
    if today is None:
        return []
    columns = [*asked.by, *asked.metrics]
    return [[record.plain(cell) for cell in row] for row in today[columns].itertuples(index=False)]


def _keyed(
    rows: Sequence[Sequence[Any]], asked: Asked, named: Mapping[str, str]
) -> Iterator[tuple[Row, Sequence[Any]]]:
    for row in rows:
        key = ("" if each is None else str(each) for each in row[: len(asked.by)])
        yield tuple(named.get(each, each) for each in key), row[len(asked.by) :]


def _outside(found: AnswerFile, today: pd.DataFrame | None, reasons: Sequence[object]) -> Iterator[Alteration]:
    """Yield what a workbook says otherwise than the one that is made again from its record and today's answer."""
    if not found.pieces:
        return
    frame = pd.DataFrame([list(row) for row in found.rows], columns=list(found.columns))
    for name in found.days:
        frame[name] = pd.to_datetime(frame[name])
    if today is not None:
        frame.attrs = today.attrs
    with speaking(found.about["language"]):
        said: dict[str, Any] = {name: found.about[name] for name in SAID}
        about = replace(Provenance.of(frame, ""), **said, data_version=found.state.version)
        fresh = xlsx_reading.contents(workbook(frame, about, found.formats)).pieces
        sheet = _("Data")
    is_whole = not reasons and not found.others
    for each in alterations(fresh, found.pieces):
        # What else a workbook says, such as warnings, can be said otherwise of other data, or by more than one question.
        if is_whole or each.place.startswith(sheet):
            yield each


def _loaded(carried: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(carried)
        if said["campaign_reach_record"] > record.FORMAT:
            raise of_later_release()
        said.get("query")
    except UnreadableFile:
        raise
    except BROKEN as error:
        raise damaged_record() from error
    return dict(said)


def _of_record(said: Mapping[str, Any]) -> AnswerFile:
    try:
        asked, state = parsed(said["query"]), DataState.of_dict(said["state"])
        columns, rows = tuple(map(str, said["columns"])), tuple(map(tuple, said["rows"]))
        about = {name: str(text) for name, text in said.get("about", {}).items()}
        if set(asked.by) | set(asked.metrics) > set(columns) or len(set(columns)) < len(columns) or len(rows) > MOST:
            raise ValueError
        if any(len(row) != len(columns) or not all(map(_is_plain, row)) for row in rows):
            raise ValueError
        if about and about["language"] not in LANGUAGES:
            raise ValueError
        days = tuple(name for name in map(str, said["days"]) if name in columns)
        formats = {str(name): str(form) for name, form in said.get("formats", {}).items()}
        if set(formats.values()) - {"count", "share", "ratio"}:
            raise ValueError
        for name in days:
            pd.to_datetime([row[columns.index(name)] for row in rows])
        return AnswerFile(asked, state, columns, days, rows, about, formats)
    except BROKEN as error:
        raise damaged_record() from error


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str) or (isinstance(value, int | float) and abs(value) < 1e300)
