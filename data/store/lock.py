"""One writer at a time: the writer holds a lock in the folder, and a file beside it names the writer."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from common.pointer import WarehouseError
from data.messages import Message

LOCK: Final = "LOCK"
OWNER: Final = "LOCK.owner"
_LONGEST: Final = 200
"""Letters that say who is writing."""


@contextmanager
def alone(folder: Path, wait: float) -> Iterator[None]:
    """Hold the lock of a folder while the block runs.

    Args:
        folder: The warehouse.
        wait: Seconds to wait for another writer.

    Raises:
        WarehouseError: Another writer does not finish in time.
        OSError: The folder cannot be written.
    """
    lock, owner = FileLock(folder / LOCK, timeout=wait), folder / OWNER
    try:
        lock.acquire()
    except Timeout as error:
        raise WarehouseError(Message.BUSY.format(reason=_holder(owner), folder=folder)) from error
    try:
        with suppress(OSError):  # on a full disk nobody who waits learns who is writing
            owner.unlink(missing_ok=True)  # a link in its place would be followed
            owner.write_text(_this_process(), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            owner.unlink(missing_ok=True)
        lock.release()


def _holder(owner: Path) -> str:
    """Return who is writing, from the file beside the lock; of anything else in its place only a few letters."""
    text = ""
    with suppress(OSError):
        if owner.is_file() and not owner.is_symlink():
            with owner.open(encoding="utf-8", errors="ignore") as file:
                text = "".join(letter for letter in file.read(_LONGEST) if letter.isprintable())
    return text.strip() or str(Message.OTHER_PROCESS)


def _this_process() -> str:
    try:
        return Message.PROCESS.format(id=str(os.getpid()), user=getpass.getuser())
    except (KeyError, OSError):  # a container may run under a number without a name
        return Message.UNNAMED_PROCESS.format(id=str(os.getpid()))
