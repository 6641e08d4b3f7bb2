"""Make files of reports, each with the record by which it can be checked."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final, cast

from dashboard.i18n import _, speaking
from dashboard.reports import record
from dashboard.reports.files.contents import FileKind, UnreadableFile
from dashboard.reports.made_with import brand_digest, release_digest
from dashboard.reports.model import Report
from metrics.analyses.data_state import data_state

KINDS: Final = {"pdf": "pdf", "pptx": "pptx", "docx": "docx", "xlsx": "xlsx", "html": "html", "zip": "archive"}
"""The module of `dashboard.reports.files` for each ending."""


def kind_of(name: str) -> FileKind:
    """Return the kind of a file.

    Args:
        name: Its name.

    Raises:
        UnreadableFile: No kind of report has this ending.
    """
    ending = Path(name).suffix.lower().lstrip(".")
    if ending not in KINDS:
        raise UnreadableFile(
            _("A report ends in {endings}, not in {ending}.").format(
                endings=", ".join(f".{each}" for each in KINDS), ending=f".{ending[:20]}" if ending else _("nothing")
            )
        )
    # Writers load large libraries, so each is loaded when it is needed.
    return cast(FileKind, import_module(f"dashboard.reports.files.{KINDS[ending]}"))


def made(report: Report, ending: str, warehouse: Path | None = None) -> bytes:
    """Return a report as a file that carries its record.

    Args:
        report: The report.
        ending: A key of `KINDS`.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.
    """
    kind = kind_of(f"report.{ending}")
    with speaking(report.request.language):
        file = kind.write(report)
        state = data_state(report.metrics, warehouse=warehouse)
        made_with = record.MadeWith(release_digest(), brand_digest())
        return kind.with_record(file, record.written(report, state, made_with, kind.read(file)))
