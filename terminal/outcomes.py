"""Printed lines and exit statuses."""

from __future__ import annotations

import sys

from common.quoting import printable

DONE, SOME_REJECTED, WRONG_USAGE, NOTHING_DONE = range(4)
"""Exit statuses."""


class WrongUsage(ValueError):
    """A command line that is not valid. The message says how to write it."""


def say(text: object) -> None:
    """Print a line of the result."""
    print(printable(str(text)), flush=True)


def note(text: object) -> None:
    """Print a line for people beside the result, to standard error."""
    print(printable(str(text)), file=sys.stderr)
