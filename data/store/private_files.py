"""Files beside the data versions that their owner alone may read: written whole or not at all, or added to."""

from __future__ import annotations

import os
from pathlib import Path

from data.store.draft_files import OWNER_ONLY

_NOT_THROUGH_LINKS = getattr(os, "O_NOFOLLOW", 0)
"""A link that somebody put there would lead what is written to another file."""


def write(path: Path, text: str) -> None:
    """Write a file, whole or not at all.

    Args:
        path: The file; what it held is replaced.
        text: What it holds then.

    Raises:
        OSError: It cannot be written.
    """
    part = path.with_name(f"draft-{path.name}")
    _put(part, os.O_TRUNC, text)
    part.replace(path)


def append(path: Path, text: str) -> None:
    """Write at the end of a file, which is made if it is not there.

    Args:
        path: The file; if others could read it, they no longer can.
        text: What comes after what it holds.

    Raises:
        OSError: It cannot be written.
    """
    _put(path, os.O_APPEND, text)


def _put(path: Path, mode: int, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | mode | _NOT_THROUGH_LINKS, OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        path.chmod(OWNER_ONLY)  # it may have been made with more
        file.write(text.encode())
