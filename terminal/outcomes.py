"""What is printed, and how a command ends."""

from __future__ import annotations

import sys

from common.quoting import printable

DONE, SOME_REJECTED, WRONG_USAGE, NOTHING_DONE = range(4)
"""Exit statuses."""


class WrongUsage(ValueError):
    """The command line cannot be understood. The message says how to write it."""


def say(text: object) -> None:
    """Print what people read."""
    print(printable(str(text)), flush=True)


def note(text: object) -> None:
    """Print what people read beside the answer."""
    print(printable(str(text)), file=sys.stderr)
