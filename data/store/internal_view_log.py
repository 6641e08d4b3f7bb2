"""The log of the internal view: when it was used and what for, beside the warehouse, without names."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from common.messages import StoreMessage
from data.store import private_files
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
        private_files.append(path, line)
    except OSError as error:
        raise WarehouseError(StoreMessage.NOT_NOTED.format(file=path, reason=error.strerror or "")) from error
