"""Check a file that was downloaded under a chart: its question is asked again, and its cells are compared."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from dashboard.exports import record
from dashboard.i18n import _
from dashboard.reports.checked import Alteration, Checked, Outcome, Verification
from dashboard.reports.files.contents import UnreadableFile, damaged, damaged_record, of_later_release, without_record
from dashboard.reports.files.workbook_cells import Place, cells, numeral
from dashboard.reports.model import Statement
from dashboard.reports.record import BROKEN
from metrics import METRICS, MeasureError, api
from metrics.analyses.data_state import DataState, data_state, differences
from metrics.measure_command import Asked, parsed

_IMAGES: Final = {".png": record.from_png, ".svg": record.from_svg}
MOST: Final = 100_000
"""Rows of a file that is checked."""
_QUERY: Final = b'"query":'
_HEAD: Final = 100
"""Bytes of a record within which it says what it is of."""
Row = tuple[str, ...]


@dataclass(frozen=True)
class AnswerFile:
    """What a file says.

    Attributes:
        asked: The question.
        state: What the data were; None if the file only says their version.
        version: The version of the data.
        rows: The cells of the dimensions and metrics, row by row, as the record has them; those of the file itself in
            a CSV file.
        altered: What was changed in the file.
        is_image: Whether its numbers are drawn, so that only those of its record can be checked.
    """

    asked: Asked
    state: DataState | None
    version: int
    rows: tuple[tuple[Any, ...], ...]
    altered: tuple[Alteration, ...] = ()
    is_image: bool = False


def read(file: bytes, ending: str) -> AnswerFile | None:
    """Return what a file says that was downloaded under a chart; None if it is a report or of another kind.

    Args:
        file: The file, which anybody may have changed.
        ending: Its ending, with a dot.

    Raises:
        UnreadableFile: It has no record, or one that cannot be read.
    """
    if ending == ".csv":
        return _of_csv(file)
    if ending in _IMAGES:
        return _of_record(_IMAGES[ending](file), is_image=True)
    if ending != ".xlsx":
        return None
    shown = cells(file)
    parts = sorted((row, text) for (sheet, row, _column), text in shown.items() if sheet == record.KEYWORD)
    carried = "".join(text for _row, text in parts).encode()
    if _QUERY not in carried[:_HEAD]:
        return None  # the workbook of a report has a record of its own
    found = _of_record(carried)
    return replace(found, altered=tuple(_in_sheet(shown, found)))


def verify(found: AnswerFile, warehouse: Path | None = None) -> Verification:
    """Check a file that was downloaded under a chart.

    Args:
        found: What `read` returned.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Raises:
        MeasureError: There are no data.
    """
    asked = found.asked
    now = data_state(asked.metrics, warehouse=warehouse)
    then = found.state or DataState(found.version, now.imports, now.erasures, now.definitions)
    try:
        frame = api.ask(
            asked.metrics, asked.by, asked.where, asked.as_of, assumptions=asked.assumptions, warehouse=warehouse
        )
    except MeasureError:
        today: dict[Row, Sequence[Any]] = {}
    else:
        columns = [*asked.by, *asked.metrics]
        today = dict(
            _keyed([[record.plain(cell) for cell in row] for row in frame[columns].itertuples(index=False)], asked)
        )
    checked = tuple(_checked(found, today))
    reasons = differences(then, now) if found.state else ()
    altered = found.altered
    if then.version == now.version:
        altered += tuple(
            Alteration(each.statement.label, each.today, each.statement.shown)
            for each in checked
            if each.outcome is not Outcome.SAME
        )
    return Verification(checked, altered, (_("the picture"),) if found.is_image else (), reasons)


def _of_record(carried: bytes | None, *, is_image: bool = False) -> AnswerFile:
    if carried is None:
        raise without_record()
    try:
        said = json.loads(carried)
        if said["campaign_reach_record"] > record.FORMAT:
            raise of_later_release()
        asked, state = parsed(said["query"]), DataState.of_dict(said["state"])
        if said["columns"] != [*asked.by, *asked.metrics] or len(said["rows"]) > MOST:
            raise ValueError
        return AnswerFile(asked, state, state.version, tuple(map(tuple, said["rows"])), is_image=is_image)
    except UnreadableFile:
        raise
    except BROKEN as error:
        raise damaged_record() from error


def _in_sheet(shown: Mapping[Place, str], found: AnswerFile) -> Iterator[Alteration]:
    """Yield the cells of the first sheet of a workbook that are not those of its record."""
    first = next(sheet for sheet, _row, _column in shown)
    columns = {text: column for (sheet, row, column), text in shown.items() if sheet == first and row == 1}
    for row, values in enumerate(found.rows, 2):
        for name, value in zip([*found.asked.by, *found.asked.metrics], values, strict=True):
            if name not in columns or name not in found.asked.metrics:
                continue
            text = shown.get((first, row, columns[name]), "")
            if _shown(text or None) != _shown(value):
                yield Alteration(f"{first}, {row}, {name}", _shown(value), text)


def _of_csv(file: bytes) -> AnswerFile:
    try:
        rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise damaged() from error
    head, body = (rows[0], [row for row in rows[1:] if row]) if rows else ([], [])
    if "query" not in head or "row_check" not in head or not body or len(body) > MOST:
        raise without_record()
    try:
        asked = parsed(body[0][head.index("query")])
        version = int(body[0][head.index("data_version")])
        places = [head.index(name) for name in (*asked.by, *asked.metrics)]
        cells_ = tuple(
            tuple(
                row[place] if name in asked.by else record.plain(float(row[place]) if row[place] else None)
                for name, place in zip((*asked.by, *asked.metrics), places, strict=True)
            )
            for row in body
        )
    except BROKEN as error:
        raise damaged_record() from error
    check = head.index("row_check")
    altered = tuple(
        Alteration(_("row {n}").format(n=number), "", ", ".join(row[place] for place in places))
        for number, row in enumerate(body, 2)
        if len(row) != len(head) or row[check] != record.row_check(row[:check])
    )
    return AnswerFile(asked, None, version, cells_, altered)


def _keyed(rows: Sequence[Sequence[Any]], asked: Asked) -> Iterator[tuple[Row, Sequence[Any]]]:
    for row in rows:
        yield tuple("" if each is None else str(each) for each in row[: len(asked.by)]), row[len(asked.by) :]


def _checked(found: AnswerFile, today: dict[Row, Sequence[Any]]) -> Iterator[Checked]:
    for key, values in _keyed(found.rows, found.asked):
        now = today.get(key)
        for place, (name, value) in enumerate(zip(found.asked.metrics, values, strict=True)):
            about = ", ".join(filter(None, key))
            label = f"{about}: {_(METRICS[name].label)}" if about else _(METRICS[name].label)
            said = Statement(f"{'|'.join(key)}/{name}", label, _shown(value), value)
            if now is None:
                yield Checked(said, Outcome.NOT_DERIVABLE)
            else:
                same = _shown(now[place]) == _shown(value)
                yield Checked(said, Outcome.SAME if same else Outcome.CHANGED, _shown(now[place]))


def _shown(value: Any) -> str:
    return "" if value is None else numeral(str(value))
