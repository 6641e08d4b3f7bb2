"""What a file says, read back from it, whoever wrote or changed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dashboard.i18n import _
from dashboard.reports.model import Report


class UnreadableFile(ValueError):
    """A file that cannot be read as what its name says. The message says what to do."""


def damaged() -> UnreadableFile:
    """Return the error of a file that cannot be read."""
    return UnreadableFile(_("The file is damaged or of another kind. Use the file as it was made."))


def too_large() -> UnreadableFile:
    """Return the error of a file that is larger than a report can be."""
    return UnreadableFile(_("The file is larger than a report can be. Use the file as it was made."))


def without_record() -> UnreadableFile:
    """Return the error of a file that does not say what its numbers come from."""
    return UnreadableFile(_("This file has no record of its numbers: it was not made here, or the record was removed."))


def damaged_record() -> UnreadableFile:
    """Return the error of a file whose record somebody changed."""
    return UnreadableFile(_("The record in this file is damaged, so its numbers cannot be checked."))


def of_later_release() -> UnreadableFile:
    """Return the error of a file whose record only a later release can read."""
    return UnreadableFile(_("This file was made by a later release. Update to check it."))


@dataclass(frozen=True)
class Piece:
    """A part of a file.

    Attributes:
        place: Where it stands, for people: `slide 3, table, row 2, column 4`.
        text: Its text, with single spaces; a number of a cell or a native chart as `repr` writes it; of a picture, the
            SHA-256 of its bytes.
    """

    place: str
    text: str


@dataclass(frozen=True)
class Contents:
    """What a file says.

    Attributes:
        pieces: Its texts, cells and numbers of native charts, in reading order.
        pictures: Its pictures.
        record: The record that was put into it; None if it has none.
    """

    pieces: tuple[Piece, ...]
    pictures: tuple[Piece, ...] = ()
    record: bytes | None = None


class FileKind(Protocol):
    """A kind of file, as each module of this room is one."""

    def write(self, report: Report) -> bytes:
        """Return a report as a file, without a record."""

    def read(self, file: bytes) -> Contents:
        """Return what a file says.

        Raises:
            UnreadableFile: It is damaged, of another kind, or larger than a report can be.
        """

    def with_record(self, file: bytes, record: bytes) -> bytes:
        """Return a file that carries a record, in a place that survives opening and saving; nothing else changes."""
