"""Settings that a person makes in the environment. An empty one counts as not set.

`SETTINGS` lists them all; `check` reads each once, so that a mistake is reported before any work begins.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from common.messages import StoreMessage
from common.quoting import quoted

WAREHOUSE: Final = Path(__file__).resolve().parents[1] / "data" / "warehouse"
MEMORY: Final = "500MB"
THRESHOLD: Final = 10
LEVELS: Final = ("debug", "info", "warning", "error")
_MOST_PEOPLE: Final = 1_000_000
_SERVER: Final = re.compile(r"[A-Za-z0-9.\-\[\]:]{1,255}:[0-9]{1,5}", re.ASCII)
_SIZE: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,3})? ?[KMGT]i?B", re.IGNORECASE | re.ASCII)


class SettingError(ValueError):
    """A setting that cannot be read. The message says how to write it."""


@dataclass(frozen=True)
class Setting:
    """A setting that a person makes in the environment.

    Args:
        name: The variable of the environment.
        default: What holds if it is not set; empty for none.
        help: What it is for.
        read: Reads it, and raises SettingError where that cannot be.
    """

    name: str
    default: str
    help: str
    read: Callable[[], object]


def warehouse_directory() -> Path:
    """Return where the data are: what `choose_by` says, else `$REACH_WAREHOUSE`, else `data/warehouse`."""
    return _chosen() or own_directory()


def own_directory() -> Path:
    """Return where the team's own data are: `$REACH_WAREHOUSE`, else `data/warehouse`."""
    return _path(_text("REACH_WAREHOUSE")) if _text("REACH_WAREHOUSE") else WAREHOUSE


@lru_cache(maxsize=8)
def _path(text: str) -> Path:
    return Path(text)  # asked hundreds of times a page


def sample_directory() -> Path:
    """Return where the dashboard keeps the sample, apart from the team's own data: a folder beside theirs."""
    own = own_directory().absolute()
    return own.with_name(f"{own.name}-sample")


def choose_by(choice: Callable[[], Path | None]) -> None:
    """Let whoever runs several readers at once say for each which data are meant.

    Args:
        choice: Gives the folder for whoever is asking now; None for the team's own.
    """
    global _chosen
    _chosen = choice


def _nothing_chosen() -> Path | None:
    return None


_chosen: Callable[[], Path | None] = _nothing_chosen


def import_memory() -> str:
    """Return how much memory an import may use: `$REACH_MEMORY`, else 500MB.

    Raises:
        SettingError: if it is no size.
    """
    text = _text("REACH_MEMORY").strip() or MEMORY
    if not _SIZE.fullmatch(text) or not float(re.split(r"[ kmgtKMGT]", text)[0]):
        raise SettingError(StoreMessage.NOT_A_SIZE.format(text=quoted(text), usual=MEMORY))
    return text


def least_people() -> int:
    """Return the minimum number of others' posts, and of accounts in a total: `$REACH_THRESHOLD`, else 10.

    Raises:
        SettingError: It is not a whole number, or below 10.
    """
    text = _text("REACH_THRESHOLD").strip() or str(THRESHOLD)
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(_MOST_PEOPLE))
    if not is_number or not THRESHOLD <= int(text) <= _MOST_PEOPLE:
        raise SettingError(StoreMessage.NOT_PEOPLE.format(text=quoted(text), usual=THRESHOLD))
    return int(text)


def is_steward() -> bool:
    """Return whether the person who starts the dashboard manages the data: whether `$REACH_STEWARD` is 1."""
    return _text("REACH_STEWARD").strip() == "1"


def brand_file() -> Path | None:
    """Return the file that says how reports look, `$REACH_BRAND`; None if it is not set."""
    text = _text("REACH_BRAND").strip()
    return Path(text) if text else None


def mail_server() -> str:
    """Return the mail server for reports, `$REACH_SMTP`, as host:port; empty if it is not set.

    Raises:
        SettingError: It has no port.
    """
    text = _text("REACH_SMTP").strip()
    if text and not _SERVER.fullmatch(text):
        raise SettingError(StoreMessage.NOT_A_SERVER.format(text=quoted(text)))
    return text


def mail_sender() -> str:
    """Return the address that reports are sent from, `$REACH_SENDER`; empty if it is not set."""
    return _text("REACH_SENDER").strip()


def mail_login() -> tuple[str, str]:
    """Return the user and the password for the mail server, `$REACH_LOGIN`; empty for none."""
    user, _colon, password = _text("REACH_LOGIN").partition(":")
    return user, password


def log_level() -> str:
    """Return the lowest level of log lines, `$REACH_LOG`; empty if nothing is logged.

    Raises:
        SettingError: It is not a level.
    """
    text = _text("REACH_LOG").strip().lower()
    if text and text not in LEVELS:
        raise SettingError(StoreMessage.NOT_A_LEVEL.format(text=quoted(text), levels=", ".join(LEVELS)))
    return text


SETTINGS: Final = (
    Setting("REACH_WAREHOUSE", "data/warehouse", "the folder that holds the data", warehouse_directory),
    Setting("REACH_MEMORY", MEMORY, "how much memory an import may use, such as 4GB", import_memory),
    Setting(
        "REACH_THRESHOLD",
        str(THRESHOLD),
        "the least number of others' posts, and of accounts behind a sum, with which contributor types are shown; it can be raised only",
        least_people,
    ),
    Setting("REACH_STEWARD", "", "1 opens the internal view to whoever uses the dashboard on this machine", is_steward),
    Setting("REACH_BRAND", "", "a TOML file with the organization's name, colour and footer for reports", brand_file),
    Setting("REACH_SMTP", "", "the mail server that sends reports, such as smtp.example.org:587", mail_server),
    Setting("REACH_SENDER", "", "the address that reports are sent from", mail_sender),
    Setting("REACH_LOGIN", "", "user and password of the mail server, with a colon between them", mail_login),
    Setting("REACH_LOG", "", f"log lines from this level on, on standard error: {', '.join(LEVELS)}", log_level),
)


def check() -> None:
    """Read every setting once.

    Raises:
        SettingError: for the first that cannot be read.
    """
    for setting in SETTINGS:
        setting.read()


def _text(name: str) -> str:
    return os.environ.get(name, "")
