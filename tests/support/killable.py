"""Runs commands of the terminal, each in a process of its own that is killed at a chosen moment while it writes.

Reads lines of JSON: the arguments, at which of its calls after the draft appeared the command is killed (0: it ends by
itself), and how many seconds later than that. Answers each with the number of those calls, 0 for a command that was
killed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[2]


def run(main: Callable[[Sequence[str]], int], arguments: Sequence[str], fatal: int, later: float) -> int:
    """Run a command until its fatal call; returns how many calls it made, from the first with a draft to its end."""
    folder = Path(arguments[arguments.index("--warehouse") + 1])
    calls = 0

    def count(_frame: FrameType, _event: str, _argument: Any) -> None:
        nonlocal calls
        if not calls and not any(name.startswith("draft-") for name in os.listdir(folder)):  # noqa: PTH208 - at every call
            return
        calls += 1
        if calls == fatal and later:
            signal.setitimer(
                signal.ITIMER_REAL, later
            )  # nothing catches its signal, so it ends the process as a kill does
        elif calls == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    main(arguments)
    sys.setprofile(None)
    return calls


def serve(main: Callable[[Sequence[str]], int]) -> None:
    """Fork a process for each line, which need not import anything anew."""
    for line in sys.stdin:
        receiver, sender = os.pipe()
        if not (child := os.fork()):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            os.write(sender, str(run(main, *json.loads(line))).encode())
            os._exit(0)
        os.close(sender)
        os.waitpid(child, 0)
        with os.fdopen(receiver) as made:
            sys.stdout.write(f"{made.read() or 0}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from cli import main
    from data.formats.catalogue import formats
    from terminal import importing, running

    loaded = (importing, running, formats())  # once, and not in each process, in which every call is counted
    serve(main)
