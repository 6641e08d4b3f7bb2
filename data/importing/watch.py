"""A watched folder: new files are imported once they stop growing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import sleep
from typing import Any

from data.importing.folders import exports_in
from data.importing.ledger import Receipt, link_out
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse

PAUSE = 5.0
"""Seconds between two looks."""

_Seen = dict[Path, tuple[int, int]]


def watch(
    folder: Path,
    warehouse: Warehouse,
    said: Mapping[str, Any] | None = None,
    *,
    pause: float = PAUSE,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Receipt]:
    """Import the files in a folder and those that appear, and yield each receipt.

    A file is imported when two looks find it unchanged, so that unfinished copies are left alone. Files are not moved;
    a known file is recognized by its hash.

    Args:
        folder: The folder.
        warehouse: The warehouse.
        said: Options of `import_files` (format, timezone, campaign, captured).
        pause: Seconds between two looks.
        stop: Whether to end.
    """
    before: _Seen = {}
    done: _Seen = {}
    left_out: set[Path] = set()
    while not stop():
        found = exports_in(folder)
        yield from (link_out(link) for link in found.links_out if link not in left_out)
        left_out = set(found.links_out)
        now = {path: state for path in found.files if (state := _state(path))}
        ready = [path for path, state in now.items() if before.get(path) == state and done.get(path) != state]
        if ready:
            yield from import_files(ready, warehouse, **(said or {}))
            done |= {path: now[path] for path in ready}
        before = now
        sleep(pause)


def _state(path: Path) -> tuple[int, int] | None:
    """Return size and time of a file; None if it has gone, as a browser's temporary file does."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_size, stat.st_mtime_ns
