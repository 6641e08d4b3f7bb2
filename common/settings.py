"""The settings that a person makes in the environment. One that is empty counts as not set."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from common.messages import StoreMessage
from common.quoting import quoted

WAREHOUSE: Final = Path(__file__).resolve().parents[1] / "data" / "warehouse"
MEMORY: Final = "500MB"
THRESHOLD: Final = 10
_MOST_PEOPLE: Final = 1_000_000
_SIZE: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,3})? ?[KMGT]i?B", re.IGNORECASE | re.ASCII)


class SettingError(ValueError):
    """A setting cannot be read. The message says how to write it."""


def warehouse_directory() -> Path:
    """Return where the data are: `$REACH_WAREHOUSE`, else `data/warehouse`."""
    return Path(os.environ.get("REACH_WAREHOUSE") or WAREHOUSE)


def import_memory() -> str:
    """Return how much memory an import may use: `$REACH_MEMORY`, else 500MB.

    Raises:
        SettingError: if it is no size.
    """
    text = (os.environ.get("REACH_MEMORY") or MEMORY).strip()
    if not _SIZE.fullmatch(text) or not float(re.split(r"[ kmgtKMGT]", text)[0]):
        raise SettingError(StoreMessage.NOT_A_SIZE.format(text=quoted(text), usual=MEMORY))
    return text


def least_people() -> int:
    """Return behind how many others nobody can be found: `$REACH_THRESHOLD`, else 10, which is the least there can be.

    Raises:
        SettingError: if it is no number of people, or a lower one.
    """
    text = (os.environ.get("REACH_THRESHOLD") or str(THRESHOLD)).strip()
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(_MOST_PEOPLE)) or not THRESHOLD <= int(text) <= _MOST_PEOPLE:
        raise SettingError(StoreMessage.NOT_PEOPLE.format(text=quoted(text), usual=THRESHOLD))
    return int(text)


def is_steward() -> bool:
    """Return whether the person who starts the dashboard says to keep these data: `$REACH_STEWARD` is 1. Anything else is no."""
    return os.environ.get("REACH_STEWARD", "").strip() == "1"
