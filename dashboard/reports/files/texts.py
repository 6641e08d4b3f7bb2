"""Texts as files hold them: without what nobody sees, and the sentences that stand at the end of each kind of file."""

from __future__ import annotations

import re
from typing import Final

from dashboard.i18n import _
from dashboard.reports.model import Report

COMMAND: Final = "python cli.py verify FILE"
"""What checks a file; the same in every language."""
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Characters that XML forbids, that nobody sees, or that turn the direction of what stands around them."""


def printable(text: str) -> str:
    """Return a text without control characters and without marks that turn the direction of other texts."""
    return _UNSEEN.sub("", text)


def one_line(text: str) -> str:
    """Return a text with single spaces, as files are compared."""
    return " ".join(text.split())


def closing(report: Report) -> tuple[str, ...]:
    """Return the sentences at the end of a file: what is left out, how to check it, and the disclaimer.

    Args:
        report: The report.
    """
    check = _("To check the numbers of this file against the data, run: {command}").format(command=COMMAND)
    return tuple(filter(None, (*report.left_out, check, report.source, report.made, report.brand.disclaimer)))
