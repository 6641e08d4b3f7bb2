"""Running one command, from its options to its exit status, with a message for every failure."""

from __future__ import annotations

import argparse
import gc
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Final

from common import logs, pointer, settings
from common.quoting import shortened
from terminal.outcomes import NOTHING_DONE, WRONG_USAGE, WrongUsage, note

_HERE: Final = Path(__file__).resolve().parents[1]


def run(options: argparse.Namespace) -> int:
    """Run a command.

    Args:
        options: What was parsed: the command, the module of `terminal` that does it, and its options.

    Returns:
        The exit status.

    Raises:
        BrokenPipeError: if the reader of the output has gone, as after `| head`.
    """
    module = import_module(f"terminal.{options.module}")
    _collect_garbage()
    try:
        settings.check()
        logs.start()
        if options.looks:
            folder = options.warehouse or settings.warehouse_directory()
            for notice in pointer.notices(folder, with_key=not options.writes):
                note(notice)
        status: int = module.COMMANDS[options.command](options)
        sys.stdout.flush()
    except (WrongUsage, settings.SettingError, *module.MISUSE) as error:
        return _failed(error, WRONG_USAGE)
    except BrokenPipeError:
        raise
    except (pointer.WarehouseError, *module.UNANSWERED) as error:
        return _failed(error, NOTHING_DONE)
    except OSError as error:
        return _failed(_file_trouble(error), NOTHING_DONE)
    except Exception as error:  # a mistake in the project; `python -X dev` shows where
        if sys.flags.dev_mode:
            raise
        return _failed(_own_mistake(error), NOTHING_DONE)
    return status


def _collect_garbage() -> None:
    """Look for garbage again, where a command did not while it loaded; what it loaded stays, and is not looked through."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _failed(reason: object, status: int) -> int:
    note(reason)
    return status


def _file_trouble(error: OSError) -> str:
    name = shortened(str(error.filename or "The output"))
    return f"{name} cannot be used ({error.strerror or error}). Name another file or folder."


def _own_mistake(error: Exception) -> str:
    """Return where the project failed, without the error's message, which can quote data."""
    places = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_HERE)
    ]
    where = (
        f"{Path(places[-1].filename).relative_to(_HERE)}, line {places[-1].lineno}" if places else "an unknown place"
    )
    return f"This is a mistake in the project ({type(error).__name__} in {where}). Nothing was changed. Please report this sentence."
