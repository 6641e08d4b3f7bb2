"""The record that a file carries: what was asked, of which data, and what the file says.

It is read from files that anybody may have changed, so nothing in it is run, and nothing is believed that is not
derived again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from dashboard.i18n import LANGUAGES, _
from dashboard.reports.files.contents import Contents, Piece, UnreadableFile, damaged_record, of_later_release
from dashboard.reports.model import Report, Request, Statement, Value, statements
from dashboard.reports.templates import PARTS, TEMPLATES
from metrics import MeasureError, Selection, UnknownName
from metrics.analyses.data_state import DataState

FORMAT: Final = 1
"""The form of records; a later release reads earlier ones."""
LARGEST: Final = 20_000_000
"""Bytes of a record: one of a report with every table is a hundredth of it."""
BROKEN: Final = (
    *(KeyError, TypeError, ValueError, IndexError, RecursionError, AttributeError, ArithmeticError),
    *(MeasureError, UnknownName),
)
"""What a record that somebody changed can raise while it is read."""
MOST: Final = 100_000
"""Statements and pieces that a record may have."""


@dataclass(frozen=True)
class MadeWith:
    """What a file was made with.

    Attributes:
        release: A hash of the project's code and libraries; empty in files of early releases.
        brand: A hash of how reports were to look.
    """

    release: str
    brand: str


@dataclass(frozen=True)
class Record:
    """What a file carries.

    Attributes:
        request: What was asked.
        state: What the data were.
        made_with: What the file was made with.
        statements: What the report says.
        contents: What the file said when it was made.
    """

    request: Request
    state: DataState
    made_with: MadeWith
    statements: tuple[Statement, ...]
    contents: Contents


def written(report: Report, state: DataState, made_with: MadeWith, contents: Contents) -> bytes:
    """Return the record of a file.

    Args:
        report: The report.
        state: What the data are.
        made_with: What the file is made with.
        contents: What the file says.
    """
    asked = report.request
    said = {
        "campaign_reach_record": FORMAT,
        "request": {
            "template": asked.template,
            **asked.where.as_dict(),
            "as_of": _day(asked.as_of),
            "language": asked.language,
            "sections": list(asked.sections),
            "paper": asked.paper,
            "made_on": _day(asked.made_on),
        },
        "state": asdict(state),
        "release": made_with.release,
        "brand": made_with.brand,
        "statements": [[each.key, each.label, each.shown, plain(each.value)] for each in statements(report)],
        "pieces": [[each.place, each.text] for each in contents.pieces],
        "pictures": [[each.place, each.text] for each in contents.pictures],
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def read(record: bytes) -> Record:
    """Return a record as it was written.

    Args:
        record: The bytes, which anybody may have changed.

    Raises:
        UnreadableFile: It is no record, or one of a later release.
    """
    if len(record) > LARGEST:
        raise UnreadableFile(_("The record in this file is too large. It was not made here."))
    try:
        said = json.loads(record)
        form = said["campaign_reach_record"]
        if not isinstance(form, int) or form > FORMAT:
            raise of_later_release()
        if form < 1:
            raise ValueError
        return _read(said)
    except UnreadableFile:
        raise
    except BROKEN as error:
        raise damaged_record() from error


def _read(said: Mapping[str, Any]) -> Record:
    asked = said["request"]
    if asked["template"] not in TEMPLATES or asked["language"] not in LANGUAGES:
        raise ValueError
    if set(asked["sections"]) - set(PARTS) or len(set(asked["sections"])) < len(asked["sections"]):
        raise ValueError
    made_on = _as_day(asked["made_on"])
    if made_on is None or asked["paper"] not in ("A4", "Letter"):
        raise ValueError
    return Record(
        Request(
            asked["template"],
            Selection.of_dict(asked),
            _as_day(asked["as_of"]),
            asked["language"],
            tuple(asked["sections"]),
            asked["paper"],
            made_on,
        ),
        DataState.of_dict(said["state"]),
        MadeWith(str(said.get("release", "")), str(said["brand"])),
        tuple(
            Statement(str(key), str(label), str(shown), value if isinstance(value, int | float | str) else None)
            for key, label, shown, value in _few(said["statements"])
        ),
        Contents(_pieces(said["pieces"]), _pieces(said["pictures"])),
    )


def _pieces(said: Sequence[Any]) -> tuple[Piece, ...]:
    return tuple(Piece(str(place), str(text)) for place, text in _few(said))


def _few(items: Sequence[Any]) -> Sequence[Any]:
    if not isinstance(items, list) or len(items) > MOST:
        raise ValueError
    return items


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _as_day(text: Any) -> date | None:
    return None if text is None else date.fromisoformat(text)


def plain(value: Value) -> int | float | str | None:
    """Return a value as a record holds it."""
    return value.isoformat() if isinstance(value, date) else value
