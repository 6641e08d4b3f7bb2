"""Small files are read in threads of their own, while the files before them are landed."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import duckdb

from data.importing import archives
from data.importing.file_reading import TableRead, read_file, readable_name
from data.importing.ledger import Options, Receipt
from data.parsing import judged_lines
from data.store.warehouse import Draft

_SMALL: Final = 2**20
"""Bytes of the largest file that is read ahead: of a larger one, reading the rows takes most of the time, which the
database shares among threads itself."""
_FEW: Final = 3
"""Fewer files are not worth a thread."""
_MOST_THREADS: Final = 3
"""More would wait for the one that lands."""
_WAITING: Final = 2
"""Files that may wait to be landed, so that their rows do not fill the memory."""

Read = list[TableRead | Receipt]


@contextmanager
def reading_ahead(draft: Draft, files: Sequence[Path], options: Options) -> Iterator[Callable[[int], Read | None]]:
    """Read files one after the other in other threads, if there are several and all are small.

    Args:
        draft: The draft into which they come.
        files: The files.
        options: What was said at import.

    Yields:
        A function that returns what was read of the file at a place; None where it was not read.
    """
    threads = min(_MOST_THREADS, (os.cpu_count() or 1) - 1)
    if threads < 1 or len(files) < _FEW or not all(map(_is_small, files)):
        yield lambda _place: None
        return
    connections, of_thread = list[duckdb.DuckDBPyConnection](), threading.local()

    def read(path: Path) -> Read:
        if not hasattr(of_thread, "con"):
            of_thread.con = draft.beside()
            connections.append(of_thread.con)
        return _read(of_thread.con, draft, path, options)

    waiting = dict[int, Future[Read]]()
    with ThreadPoolExecutor(threads) as pool:

        def take(place: int) -> Read:
            for following in range(place, min(place + threads + _WAITING, len(files))):
                if following not in waiting:
                    waiting[following] = pool.submit(read, files[following])
            return waiting.pop(place).result()

        try:
            yield take
        finally:
            pool.shutdown(cancel_futures=True)
            for con in connections:
                con.close()


def _read(con: duckdb.DuckDBPyConnection, draft: Draft, path: Path, options: Options) -> Read:
    """Return what a file has, with the lines that its own connection has judged."""
    with draft.scratch() as folder:
        scratch = Path(folder)
        return [
            read if isinstance(read, Receipt) else replace(read, lines=judged_lines.taken(con))
            for read in read_file(con, draft.key, readable_name(path, scratch), options, scratch)
        ]


def _is_small(path: Path) -> bool:
    """Return whether a path is a small file and no archive."""
    try:
        return path.is_file() and not archives.is_archive(path) and path.stat().st_size <= _SMALL
    except OSError:
        return False
