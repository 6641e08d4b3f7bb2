"""Files that readers upload: which are taken, where they lie while they are read, and how far reading has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from dashboard.components.markdown import as_text
from dashboard.i18n import said
from data.importing.archives import file_name
from data.importing.pipeline import Progress
from data.store.warehouse import Warehouse

Upload = Any
"""A file as Streamlit's uploader gives it: its name and its bytes."""
LIMIT: Final = 200
"""The largest file that pages take, in MB; larger files are imported in the terminal."""
ENDINGS: Final = ["csv", "tsv", "txt", "xlsx", "xls", "xml", "json", "jsonl", "js", "zip"]


@contextmanager
def on_disk(files: Sequence[Upload], warehouse: Warehouse) -> Iterator[list[Path]]:
    """Write files below the warehouse, each under its own name, for as long as they are read."""
    with warehouse.scratch() as folder:
        paths = []
        for place, file in enumerate(files):
            path = folder / str(place) / file_name(file.name)  # two files may share a name
            path.parent.mkdir()
            path.write_bytes(file.getbuffer())
            paths.append(path)
        yield paths


def shown_in(bar: Any) -> Progress:
    """Return what tells a progress bar how far an import has come."""

    def say(what: str, share: float) -> None:
        bar.progress(share, text=as_text(said(what)))

    return say
