"""What can be asked of the terminal: the commands and their options.

Nothing heavy is imported here, so that help and a misspelt option are answered at once.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
from pathlib import Path
from typing import Final, NoReturn

from common.quoting import quoted, shortened
from data.formats.date_order import Order
from terminal.outcomes import WRONG_USAGE

_ASKING: Final = ("measure", "metrics", "dimensions", "check", "claims")
_WITHOUT_DATA: Final = ("formats", "metrics", "dimensions", "sample")
_WRITING: Final = ("import", "undo", "purge", "migrate")
"""Commands of `terminal.asking`, those that read no data that are there, and those that write."""
_LONGEST_IMPORT: Final = 9
"""Digits of an import's number."""


class _Parser(argparse.ArgumentParser):
    """Errors are one sentence, without the usage block."""

    def error(self, message: str) -> NoReturn:
        message = re.sub(r"\S+", lambda word: shortened(word[0]), message)
        self.exit(WRONG_USAGE, f"{message[0].upper()}{message[1:]}. See `python {self.prog} --help`.\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line.

    Returns:
        A parser whose result names the `command`, and says whether it `looks` at data that are there and whether it `writes`.
    """
    whole = _Parser(prog="cli.py", description="Campaign reach: exports go in, numbers that say what they mean come out.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    everywhere = _Parser(add_help=False)
    everywhere.add_argument(
        "--warehouse", type=Path, metavar="DIR", help="where the data are (default: $REACH_WAREHOUSE, else data/warehouse)"
    )

    def command(name: str, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text, parents=[everywhere])
        made.set_defaults(module="asking" if name in _ASKING else "importing", looks=name not in _WITHOUT_DATA, writes=name in _WRITING)
        return made

    adding = command("import", "Import export files, or folders of them.")
    adding.add_argument("paths", nargs="+", metavar="PATH")
    adding.add_argument("--format", metavar="NAME", help="the format, where more than one fits; see `formats`")
    adding.add_argument("--timezone", metavar="ZONE", help="zone of times that carry none, such as Europe/Zurich")
    adding.add_argument("--dates", choices=list(Order), help="how dates are read where nothing in the file tells if day or month is first")
    adding.add_argument("--campaign", metavar="ID", help="campaign of the rows that name none")
    adding.add_argument("--captured", type=_day, metavar="DAY", help="day the counts were read, where the file does not say")
    adding.add_argument("--watch", action="store_true", help="go on importing what appears in the folder, until interrupted")
    adding.add_argument("--json", action="store_true", help="print one object a file")

    asking = command("measure", "Print metrics, by dimensions, for a selection.")
    asking.add_argument("metrics", nargs="+", metavar="METRIC")
    asking.add_argument("--by", action="append", default=[], metavar="DIM")
    asking.add_argument(
        "--where", action="append", default=[], metavar="DIM=VALUE", help="repeat for more; values of one dimension are alternatives"
    )
    asking.add_argument("--from", dest="start", type=_day, metavar="DAY")
    asking.add_argument("--to", dest="end", type=_day, metavar="DAY")
    asking.add_argument("--as-of", type=_day, metavar="DAY", help="counts as they were known at the end of that day")
    asking.add_argument(
        "--universe", action="append", default=[], metavar="PLATFORM=NUMBER",
        help="accounts there are to be reached on a platform; a plain NUMBER for all platforms together",
    )  # fmt: skip
    asking.add_argument("--overlap", choices=("any", "chance"), default="any", help="chance: audiences overlap at least as by chance")
    asking.add_argument("--within", default="", metavar="DIM", help="chance holds only within each value of a dimension, such as language")
    asking.add_argument("--n", action="store_true", help="say in every row on how many posts, or other items, each number rests")
    asking.add_argument("--format", choices=("table", "csv", "json"), default="table")

    command("formats", "List the export formats, one a line.")
    command("metrics", "List the metrics, one a line.")
    command("dimensions", "List the dimensions, one a line.")
    command("imports", "List the imports, newest first.")
    rejecting = command("rejects", "Show rejected rows and unreadable cells, or write them to a file to correct and import again.")
    rejecting.add_argument("import_id", nargs="?", type=_import_number, metavar="IMPORT")
    rejecting.add_argument("--output", type=Path, metavar="FILE.csv")
    undoing = command("undo", "Take an import back.")
    undoing.add_argument("import_id", type=_import_number, metavar="IMPORT")
    erasing = command("purge", "Erase for good what somebody withdraws: a consent with all that it covers, a story, a photo or a post.")
    erasing.add_argument("name", metavar="CONSENT_OR_POST", help="an id, a post as twitter/501702184017428480, or its link")
    checking = command("check", "Print what a reader should know about the data, and what to do about it.")
    checking.add_argument("--from", dest="start", type=_day, metavar="DAY")
    checking.add_argument("--to", dest="end", type=_day, metavar="DAY")
    checking.add_argument("--where", action="append", default=[], metavar="DIM=VALUE")
    publishing = command("claims", "Print the published figures with what the data say to them now.")
    publishing.add_argument("--json", action="store_true", help="print a list of row objects")
    command("migrate", "Bring data that an earlier release wrote up to date.")
    command("sample", "Import the synthetic sample campaign.")
    return whole


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{quoted(text)} is not a day: write it as 2014-08-19") from None


def _import_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > _LONGEST_IMPORT:
        raise argparse.ArgumentTypeError(f"{quoted(text)} is not the number of an import: `python cli.py imports` lists them")
    return int(text)
