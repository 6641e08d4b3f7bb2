"""Which reports were made from these data, so that after an erasure it is known where what was erased may still stand.

Reports that lie in the folder of the data are deleted then; others are listed, because they belong to whoever has them.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any, Final

from data.store import private_files

LOG: Final = "reports.jsonl"


def note(directory: Path, report: Path) -> None:
    """Add a report to the log, which only its owner can read.

    Args:
        directory: The folder of the data.
        report: The file of the report.
    """
    line = {"at": f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}", "file": str(report.absolute())}
    _write(directory, [*_read(directory), line])


def after_erasure(directory: Path) -> None:
    """Delete the reports that lie in the folder of the data, and mark all others as made before an erasure.

    Args:
        directory: The folder of the data.
    """
    kept = []
    for line in _read(directory):
        file = Path(line["file"])
        if file.is_relative_to(directory.absolute()):
            file.unlink(missing_ok=True)
        else:
            kept.append(line | {"before_erasure": True})
    if kept or (directory / LOG).exists():
        _write(directory, kept)


def made_before_erasure(directory: Path) -> list[str]:
    """Return the reports that are still there and were made before something was erased.

    Args:
        directory: The folder of the data.
    """
    files = [line["file"] for line in _read(directory) if line.get("before_erasure")]
    return [file for file in dict.fromkeys(files) if Path(file).is_file()]


def _read(directory: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in (directory / LOG).read_text("utf-8").splitlines() if line]
    except (FileNotFoundError, ValueError):
        return []


def _write(directory: Path, lines: list[dict[str, Any]]) -> None:
    made_anew = {line["file"]: line for line in lines}  # a report that was made again is not the earlier one
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in made_anew.values())
    private_files.write(directory / LOG, text)
