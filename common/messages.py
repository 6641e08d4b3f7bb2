"""Why a warehouse or a setting cannot be used, and what to do.

Printed and kept in English; pages recognize the templates (dashboard/i18n).
"""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class StoreMessage(StrEnum):
    """Templates, to be filled with `format`."""

    NO_DATA = "There is no data yet: run `python cli.py sample`, or import your exports."
    NOT_READ = "{file} cannot be read ({reason}). Check its name and that you may read it."
    POINTER_INVALID = "{file} does not name a data version. Delete it, and the newest version that can be read is used."
    VERSION_MISSING = "{version} is missing. Restore it, or delete {file}: the newest version that can be read is then used."
    DAMAGED = "{version} is damaged. Restore it from a backup, or delete {file}: the newest version that can be read is then used."
    ONLY_ONE_DAMAGED = "{version}, the only data version, is damaged. Restore it from a backup, or import your files into a new folder."
    ALL_DAMAGED = "No data version in {folder} can be read. Restore the folder from a backup, or import your files into a new folder."
    NOT_OURS = "{version} is a database, but not one of this project. Restore it from a backup, or name another folder with --warehouse."
    OPEN_ELSEWHERE = "Another program has {version} open for writing. Close it there and try again."
    OLDER = "{version} was written by an earlier release. Run `python cli.py migrate` to bring it up to date."
    NEWER = "{version} was written by a newer release of this project. Update the project and try again."
    NEWER_DATABASE = "{version} was written by DuckDB {written}, which is newer than {installed}. Install that newer duckdb and try again."
    NO_MEMORY = "The question needs more memory than there is ({reason}). Ask for less at once, or close other programs."

    # what is said while reading goes on
    POINTER_LOST = "{file} is missing, so the newest version that can be read is used: {version}."
    KEY_LOST = "{file} is missing. Numbers can be read, but nothing can be imported, undone or erased until you restore it from a backup."
    KEY_CHANGED = "{file} is not the key of these data. Nothing can be imported, undone or erased until you restore the right one."

    NOT_NOTED = "{file} cannot be written ({reason}), so the internal view stays closed. Check that you may write to it."

    # settings
    NOT_A_SIZE = "REACH_MEMORY is {text}, which is not an amount of memory. Set it to a size such as 4GB, or unset it for {usual}."
    NOT_PEOPLE = "REACH_THRESHOLD is {text}. Set it to a whole number of people, {usual} or more, or unset it."
