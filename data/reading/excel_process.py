"""The process that reads workbooks, started by `excel.py` as `python -m data.reading.excel_process MEMORY`.

It reads one line of JSON for each workbook and writes one: the names of the sheets and whether they go on below what was
written, or why there are none.
"""

from __future__ import annotations

import json
import math
import os
import signal
import sys
import time
from pathlib import Path
from typing import IO, Any, Final

try:
    import resource
except ImportError:  # Windows has none
    resource = None  # type: ignore[assignment]

from common.messages import text_of
from data.reading.excel_head import write_heads
from data.reading.excel_sheets import write_sheets
from data.reading.text_table import MAX_UNPACKED, Unreadable

_SWOLLEN: Final = 5
"""A process that holds more than a fifth of its memory after a workbook is not used again: too little is left for
others."""


def main() -> None:
    """Read workbooks until there is no more input, or too much memory is used."""
    memory = int(sys.argv[1])
    requests, replies = _channels()
    _limit(memory)
    replies.write(b"{}\n")
    for line in requests:
        request = json.loads(line)
        _limit_time(request["seconds"])
        reply = _answer(Path(request["path"]), Path(request["scratch"]), whole=request["whole"])
        replies.write(json.dumps(reply | {"last": _held() > memory // _SWOLLEN}).encode() + b"\n")


def _answer(path: Path, scratch: Path, *, whole: bool) -> dict[str, Any]:
    try:
        names, goes_on = (write_sheets(path, scratch), False) if whole else write_heads(path, scratch)
        return {"sheets": names, "goes_on": goes_on}
    except Unreadable as error:
        return {"refused": text_of(error).as_dict()}
    except OSError as error:
        return {"errno": error.errno}


def _channels() -> tuple[IO[bytes], IO[bytes]]:
    """Return the streams for requests and replies; code that reads standard input or prints does not reach them."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    return requests, replies


def _limit(memory: int) -> None:
    """Limit memory and the size of files, write no core dump, and be the first to be ended when memory runs out."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if resource is None:
        return
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, MAX_UNPACKED),
        (resource.RLIMIT_CORE, 0),
    ):
        _set(limit, value)
    if sys.platform == "linux":
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _limit_time(seconds: float) -> None:
    """End this process after so many seconds of processor time from now on."""
    if resource is not None:
        _set(resource.RLIMIT_CPU, math.ceil(time.process_time() + seconds))


def _set(limit: int, value: int) -> None:
    """Lower a limit as far as the system allows; macOS has one on address space but refuses to set it."""
    assert resource is not None
    _, most = resource.getrlimit(limit)
    try:
        resource.setrlimit(limit, (value if most == resource.RLIM_INFINITY else min(value, most), most))
    except (OSError, ValueError):
        return


def _held() -> int:
    """Return the bytes of address space of this process; 0 if the system does not limit them."""
    if resource is None or sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    main()
