"""The files of a folder to import. A link that leads out of the folder is left out, as nobody chose its target."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_HIDDEN = (".", "~$")
"""How hidden files and folders begin, and the lock files of Excel."""


@dataclass(frozen=True)
class Exports:
    """The files and the outward links found at a path."""

    files: list[Path]
    """In the order of their names."""
    links_out: list[Path]
    """Links to files and folders outside, which are left out."""


def exports_in(path: Path) -> Exports:
    """Return the file itself, or every file below a folder, without hidden files and folders that are links."""
    try:
        is_folder = path.is_dir()
    except OSError:  # such as a name longer than the system allows
        is_folder = False
    if not is_folder:
        return Exports([path], [])
    inside = path.resolve()
    files, links_out = [], []
    for folder, subfolders, names in os.walk(path):
        subfolders[:] = [name for name in subfolders if not name.startswith(_HIDDEN)]
        for found in (Path(folder, name) for name in (*subfolders, *names) if not name.startswith(_HIDDEN)):
            if (found.is_file() or found.is_dir()) and not found.resolve().is_relative_to(inside):
                links_out.append(found)
            elif found.is_file():
                files.append(found)
    return Exports(sorted(files), sorted(links_out))
