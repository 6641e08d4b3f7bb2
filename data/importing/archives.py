"""ZIP archives of exports, unpacked safely: nothing in an archive decides where or how much is written."""

from __future__ import annotations

import lzma
import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from data.messages import Message
from data.reading.text import Unreadable

MAX_FILES = 2_000
MAX_UNPACKED = 16 * 2**30
MAX_RATIO = 200
"""An archive packed tighter than this is a bomb, not exports."""
_FLOOR = 2**20
"""Small archives may be packed tighter: a sheet of zeros is no danger."""
_ENCRYPTED = 0x1
_LONGEST = 200
"""Bytes of a file's name."""


def is_archive(path: Path) -> bool:
    """Return whether a file is a ZIP of files, not a workbook, which is a ZIP too."""
    return path.suffix.lower() == ".zip" and path.is_file()


def unpack(path: Path, target: Path) -> list[Path]:
    """Unpack the files of an archive, each into a folder of its own, and return them in the order of their names.

    Hidden files and folders, such as those that macOS adds, are left out.

    Args:
        path: The archive.
        target: The folder to write to.

    Raises:
        Unreadable: The archive is refused; the message says why.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _hidden(entry.filename)]
            _refuse(path, entries)
            return [
                _extract(archive, entry, target / str(place))
                for place, entry in enumerate(sorted(entries, key=lambda e: e.filename))
            ]
    except Unreadable:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        NotImplementedError,
        EOFError,
        ValueError,
        OSError,
    ) as error:
        if (
            isinstance(error, OSError) and error.errno is not None
        ):  # the disk's trouble; what cannot be unpacked has no number
            raise
        raise Unreadable(Message.BROKEN_ARCHIVE.format(file=path.name)) from error


def _refuse(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise Unreadable(Message.NO_FILES.format(file=path.name))
    if len(entries) > MAX_FILES:
        raise Unreadable(Message.MANY_FILES.format(file=path.name, n=len(entries), most=MAX_FILES))
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Unreadable(Message.LOCKED_ARCHIVE.format(file=path.name))
    if nested := next(
        (
            entry.filename
            for entry in entries
            if entry.filename.lower().endswith((".zip", ".gz", ".7z", ".rar", ".tar"))
        ),
        None,
    ):
        raise Unreadable(Message.NESTED.format(file=path.name, nested=PurePosixPath(nested).name))
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(path.stat().st_size, _FLOOR):
        raise Unreadable(Message.LARGE_ARCHIVE.format(file=path.name, n=unpacked // 2**20))


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith((".", "__MACOSX", "~$")) for part in parts if part != "..")


def file_name(name: str) -> str:
    """Return the last part of a name, as long as file systems allow, with its ending."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return last.encode("utf-8", "replace")[-_LONGEST:].decode("utf-8", "ignore") if last.strip(".") else "unnamed"


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> Path:
    """Write one file under the last part of its name, and no more of it than the archive declares."""
    folder.mkdir(parents=True)
    target = folder / file_name(entry.filename)
    with archive.open(entry) as source, target.open("wb") as out:
        shutil.copyfileobj(source, out, 2**20)
    return target
