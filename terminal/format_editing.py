"""A saved format is edited in the text editor of the person at the terminal."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from common.quoting import quoted
from data.editing import saved_formats
from data.formats.catalogue import OWN
from data.formats.model import NotRecognised
from data.store.warehouse import Warehouse
from terminal.outcomes import WrongUsage, note


def edit(name: str, place: Warehouse) -> bool:
    """Open a saved format in an editor and save it; after a mistake again, if somebody is there.

    Args:
        name: The name of the format.
        place: The warehouse that it is saved beside.

    Returns:
        Whether it was changed.

    Raises:
        NotRecognised: No such format is saved, or what was written is none; the old one then stays.
        WrongUsage: There is no editor.
    """
    before = saved_formats.text_of(name, place)
    with place.scratch() as folder:
        file = folder / f"{name}.toml"
        file.write_text(before, encoding="utf-8")
        while True:
            _open(file, place.directory / OWN / file.name)
            text = file.read_text(encoding="utf-8", errors="replace")
            if text == before:
                return False
            try:
                saved_formats.load(name, text, place)
            except NotRecognised as error:
                if not sys.stdin.isatty():
                    raise
                note(error)
                if input("Edit it again? [Y/n]: ").strip().lower().startswith("n"):
                    return False
            else:
                return True


def _open(file: Path, saved: Path) -> None:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise WrongUsage(f"Set EDITOR to your text editor, or edit the file {saved} yourself.")
    try:
        subprocess.run([*shlex.split(editor), str(file)], check=True)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise WrongUsage(f"{quoted(editor)} cannot be started. Set EDITOR to your text editor.") from error
