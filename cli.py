"""The command line: import, measure, look, undo. `python cli.py COMMAND --help` explains each command."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from terminal.outcomes import DONE
from terminal.parser import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: The words after `cli.py`; those of the process by default.

    Returns:
        The exit status: 0 done, 1 some rows or files rejected, 2 wrong usage, 3 nothing done because of an error.

    Raises:
        BrokenPipeError: if the reader of the output has gone, as after `| head`.
    """
    options = parser().parse_args(arguments)
    from terminal.running import run  # loads the database, which help and a misspelt option need not wait for

    return run(options)


def command() -> None:
    """Run the command line of this process and end the process with its status."""
    gc.disable()  # to look for garbage while the libraries load takes a tenth of the time; terminal/running.py goes on
    try:
        sys.exit(main())
    except BrokenPipeError:  # the reader of the output has gone, as after `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)


if __name__ == "__main__":
    command()
