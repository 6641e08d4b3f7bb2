"""A report as the command that makes it, for tables that are checked by themselves."""

from __future__ import annotations

from typing import Final, Literal, cast

from dashboard.i18n import LANGUAGES
from dashboard.reports.model import Request
from dashboard.reports.templates import PARTS, TEMPLATES
from metrics.measure_command import SELECTING, last, read, selected, selection_options, written

START: Final = ("python", "cli.py", "report")


def command(request: Request) -> str:
    """Return the command that makes a report, without the file to write.

    Args:
        request: What it is about.
    """
    options = [
        ("--template", request.template),
        *(("--section", name) for name in request.sections),
        ("--language", request.language),
        ("--paper", request.paper),
        *selection_options(request.where, request.as_of),
    ]
    return f"{' '.join(START)} {written(options)}"


def parsed(text: str) -> Request:
    """Return what a report is about that a command makes.

    Args:
        text: What `command` wrote, which anybody may have changed.

    Raises:
        MeasureError: It is no such command.
        ValueError: It has a value that no report has.
    """
    words, found = read(text, START, (*SELECTING, "--template", "--section", "--language", "--paper"))
    template, language, paper = (last(found, name) or "" for name in ("--template", "--language", "--paper"))
    sections = tuple(found.get("--section", ()))
    if words or template not in TEMPLATES or language not in LANGUAGES or paper not in ("A4", "Letter"):
        raise ValueError
    if set(sections) - set(PARTS) or len(set(sections)) < len(sections):
        raise ValueError
    where, as_of = selected(found)
    return Request(template, where, as_of, language, sections, cast(Literal["A4", "Letter"], paper))
