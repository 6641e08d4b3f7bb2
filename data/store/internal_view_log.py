"""The log of the internal view: when it was used and what for, beside the warehouse, without names."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Final

from common.messages import StoreMessage
from data.store.warehouse import WarehouseError

LOG: Final = "steward.log"


def note(directory: Path, what: str) -> None:
    """Add a line with the time and `what` to a file that only its owner can read.

    Raises:
        WarehouseError: The file cannot be written.
    """
    path = directory / LOG
    line = f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ} {' '.join(what.split())}\n"
    try:
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            path.chmod(0o600)  # it may have been made with more
            os.write(file, line.encode())
        finally:
            os.close(file)
    except OSError as error:
        raise WarehouseError(StoreMessage.NOT_NOTED.format(file=path, reason=error.strerror or "")) from error
