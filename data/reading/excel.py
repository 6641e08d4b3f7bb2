"""Workbooks become tables of text, one for each sheet, in a separate process that a bad file may end.

One process reads one workbook after the other, and is replaced when a workbook has ended it. It writes the sheets into
the scratch folder and returns only their names through a pipe. Its limits are in `excel_process.py`.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock, Timer
from typing import Any, Final

from data.messages import Message, message
from data.reading.text_table import XLS, XLSX, Fits, TextTable, Unreadable, read_head

MEMORY = 2 * 2**30
"""Bytes of address space; only Linux holds to it. A table of a million posts takes about half."""
SECONDS = 15.0
SECONDS_A_MEGABYTE = 10.0
"""Processor time for a workbook: many times what an honest one takes."""
_PATIENCE = 4
"""How many times as long a workbook may take by the clock, because other work may hold it up."""
_STARTING = 120.0
"""Seconds by the clock that a process may take to start."""
_LONGEST = 2**20
"""Bytes of an answer."""
_TITLE = 31
"""Characters of a sheet's name in Excel; what is longer is no name."""
_ROOT: Final = Path(__file__).parents[2]
_ENVIRONMENT: Final = (
    "PATH",
    "HOME",
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONUSERBASE",
    "VIRTUAL_ENV",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LD_LIBRARY_PATH",
    "SYSTEMROOT",
    "USERPROFILE",
    "APPDATA",
)
"""What Python needs to start. The rest of the environment may hold secrets."""


def read_workbook(path: Path, scratch: Path, fits: Fits, known: Fits | None = None) -> list[TextTable]:
    """Return the sheets of a workbook that fit a format, or else one sheet, of which a large one has its first rows.

    That is the first one of a known kind, or else the first.

    Args:
        path: The workbook.
        scratch: The folder for its sheets.
        fits: Whether some format fits the first rows of a sheet.
        known: Whether the first rows are of a known kind, also one that is refused.

    Raises:
        Unreadable: The workbook cannot be read; the message says what to do.
    """
    with path.open("rb") as file:
        start = file.read(4)
    kind = {XLSX: "xlsx", XLS: "xls"}.get(start, "xml")
    tables, goes_on = _tables(path, scratch, kind, whole=False)
    if goes_on and any(fits(table.head) for table in tables):
        tables, _ = _tables(path, scratch, kind, whole=True)
    if not tables:
        raise Unreadable(Message.NO_ROWS.format(file=path.name))
    chosen = [table for table in tables if fits(table.head)] or [
        next((table for table in tables if known and known(table.head)), tables[0])
    ]
    others = tuple(table for table in tables if table not in chosen)
    if len(chosen) > 1:
        return [replace(table, others=others) for table in chosen]
    left_out = ", ".join(f"“{table.sheet}”" for table in others)
    notes = [Message.SHEET_TAKEN.format(sheet=chosen[0].sheet, sheets=left_out)] if left_out else []
    return [replace(chosen[0], name=path.name, others=others, notes=notes)]


def _tables(path: Path, scratch: Path, kind: str, *, whole: bool) -> tuple[list[TextTable], bool]:
    """Return the sheets of a workbook, and whether any of them goes on below what was read."""
    names, goes_on = _reader.sheets(path.absolute(), scratch.absolute(), whole=whole)
    return [_table(path, scratch / f"sheet{place}.csv", name, kind) for place, name in enumerate(names)], goes_on


def _table(path: Path, target: Path, sheet: str, kind: str) -> TextTable:
    with target.open(encoding="utf-8", newline="") as file:
        head = read_head(file)
    return TextTable(
        f"{path.name} › {sheet[:_TITLE]}", target, ",", kind, head, sheet=sheet[:_TITLE], quoted_by_us=True
    )


class _EndedError(Exception):
    """The process ended before it had answered."""


class _Process:
    """A process that reads workbooks, as its parent sees it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "data.reading.excel_process", str(MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        )
        self.asked = 0
        self.late = False
        """Whether it was ended because it took too long."""

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Return the answer of the process; raise `_EndedError` if there is none within some seconds."""
        assert self._process.stdin
        self.asked += 1
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise _EndedError from error
        return self.answer(seconds)

    def answer(self, seconds: float) -> dict[str, Any]:
        assert self._process.stdout
        clock = Timer(seconds, self._stop)
        clock.start()
        try:
            line = self._process.stdout.readline(_LONGEST)
        finally:
            clock.cancel()
        if not line.endswith(b"\n"):
            raise _EndedError
        reply: dict[str, Any] = json.loads(line)
        return reply

    def _stop(self) -> None:
        self.late = True
        self._process.kill()

    def end(self) -> None:
        self._process.kill()
        status = self._process.wait()
        self.late = self.late or status == -getattr(signal, "SIGXCPU", 0)
        for stream in (self._process.stdin, self._process.stdout):
            assert stream
            with suppress(OSError):  # what was not written yet has no reader
                stream.close()


class _Reader:
    """Reads one workbook at a time. Its process is started for the first one and ends with this one at the latest."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: _Process | None = None

    def sheets(self, path: Path, scratch: Path, *, whole: bool) -> tuple[list[str], bool]:
        """Have the sheets of a workbook written into `scratch`, or the first rows of a large one.

        Returns:
            Their names, and whether any of them goes on below what was written.

        Raises:
            Unreadable: The workbook is refused; the message says why.
            OSError: The disk fails.
        """
        seconds = SECONDS + SECONDS_A_MEGABYTE * path.stat().st_size / 2**20
        with self._lock:
            try:
                asked = {"path": str(path), "scratch": str(scratch), "seconds": seconds, "whole": whole}
                reply = self._ask(path.name, asked, seconds)
            except BaseException:
                self.end()
                raise
            if reply["last"]:
                self.end()
        if "refused" in reply:
            raise Unreadable(message(reply["refused"]))
        if "errno" in reply:
            raise OSError(reply["errno"], os.strerror(reply["errno"]))
        return [str(name) for name in reply["sheets"]], bool(reply["goes_on"])

    def _ask(self, file: str, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Ask the process for one file, and retry once in a new process if one that has read other files ends.

        Those files may have damaged it.
        """
        while True:
            process = self._process = self._process or self._started(file)
            try:
                return process.ask(request, seconds * _PATIENCE)
            except _EndedError as error:
                self.end()
                if process.late:
                    raise Unreadable(Message.READER_LATE.format(file=file, n=round(seconds))) from error
                if process.asked == 1:
                    raise Unreadable(Message.READER_ENDED.format(file=file)) from error

    def _started(self, file: str) -> _Process:
        try:
            process = self._process = _Process()
            process.answer(_STARTING)
        except (_EndedError, OSError) as error:
            raise Unreadable(Message.NO_READER.format(file=file)) from error
        return process

    def end(self) -> None:
        if self._process:
            self._process.end()
            self._process = None


_reader = _Reader()
atexit.register(_reader.end)
