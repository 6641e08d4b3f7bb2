"""The commands of the terminal and their options.

Nothing heavy is imported here, so that help and errors appear at once.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any, Final, NoReturn

from common.quoting import quoted, shortened
from data.formats.date_order import Order
from terminal.outcomes import WRONG_USAGE

_ASKING: Final = ("measure", "metrics", "dimensions", "check", "claims")
_REPORTING: Final = ("report", "verify", "send")
_MODULES: Final = (
    {"start": "starting", "map": "mapping", "formats": "mapping"}
    | dict.fromkeys(_ASKING, "asking")
    | dict.fromkeys(_REPORTING, "reporting")
)
_WITHOUT_DATA: Final = ("formats", "map", "metrics", "dimensions", "sample")
_WRITING: Final = ("import", "start", "undo", "purge", "migrate")
"""Commands that only ask, the modules of `terminal` that do not import, commands that read no data, those that write."""
_LONGEST_IMPORT: Final = 9
"""Digits of an import's number."""
_BY: Final = "break down by this dimension; repeat for more; `dimensions` lists them"
_WHERE: Final = "filter; repeat for more; several values of one dimension are alternatives"
_FROM: Final = "first day counted, such as 2014-08-19"
_TO: Final = "last day counted"


_ENDINGS: Final = ("pdf", "pptx", "docx", "xlsx", "html", "zip")
COMMAND: Final = "campaign-reach"
"""The command that pyproject.toml adds."""


class _Parser(argparse.ArgumentParser):
    """Errors are one sentence, without the usage block; one about words too many says how to repeat an option."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse the words of a command, and say of those too many after an option that it is repeated."""
        options, others = super().parse_known_args(args, namespace)
        if others and not others[0].startswith("-"):
            words = list(sys.argv[1:] if args is None else args)
            for option in self._actions:
                if isinstance(option, argparse._AppendAction) and (first := _before(words, others[0], option)):
                    self.error(_repeated(option, [first, *takewhile(lambda word: not word.startswith("-"), others)]))
        return options, others

    def error(self, message: str) -> NoReturn:
        message = re.sub(r"\S+", lambda word: shortened(word[0]), message)
        self.exit(WRONG_USAGE, f"{message[0].upper()}{message[1:]}. See `{self.prog} --help`.\n")


def _before(words: Sequence[str], other: str, option: argparse.Action) -> str:
    """Return the value of an option that stands right before a word too many; empty if another word does."""
    place = words.index(other)
    flag, _, value = words[place - 1].partition("=")
    if flag in option.option_strings and value:
        return value
    return words[place - 1] if place > 1 and words[place - 2] in option.option_strings else ""


def _repeated(option: argparse.Action, values: Sequence[str]) -> str:
    """Return what to write where an option was given several values at once, or one with spaces."""
    flag, metavar = option.option_strings[0], str(option.metavar)
    if metavar == "NAME" or ("=" in metavar and not all("=" in value for value in values)):
        return f'put a value with spaces in quotation marks: {flag} "{" ".join(values)}"'
    return f"{flag} takes one {metavar}. Repeat it: {' '.join(f'{flag} {value}' for value in values)}"


def _called() -> str:
    """Return what somebody typed to get here: the command that installing adds, or the script."""
    return COMMAND if Path(sys.argv[0]).stem == COMMAND else "python cli.py"


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line.

    Returns:
        A parser whose result has the `command`, whether it `looks` at existing data, and whether it `writes`.
    """
    whole = _Parser(prog=_called(), description="Import campaign data, query metrics and check published figures.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    everywhere = _Parser(add_help=False)
    everywhere.add_argument(
        "--warehouse",
        type=Path,
        metavar="DIR",
        help="folder with the data (default: $REACH_WAREHOUSE, else data/warehouse)",
    )

    def command(name: str, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text, parents=[everywhere])
        made.set_defaults(
            module=_MODULES.get(name, "importing"), looks=name not in _WITHOUT_DATA, writes=name in _WRITING
        )
        return made

    starting = command("start", "Show what files contain, ask for their campaign and accounts, and import them.")
    starting.add_argument("paths", nargs="+", metavar="PATH", help="file, ZIP archive or folder to import")
    starting.add_argument("--campaign", metavar="NAME", help="name of the campaign (default: its first hashtag)")
    starting.add_argument(
        "--hashtags", metavar="WORDS", help="hashtags of the campaign, - for none (default: the most frequent one)"
    )
    starting.add_argument(
        "--all-posts",
        action="store_true",
        help="all posts of the files belong to the campaign, with or without a hashtag",
    )
    starting.add_argument("--from", dest="start", type=_day, metavar="DAY", help="first day of the campaign")
    starting.add_argument("--to", dest="end", type=_day, metavar="DAY", help="last day of the campaign")
    starting.add_argument(
        "--mission",
        action="append",
        default=[],
        metavar="CODE",
        help="mission of the accounts that exported the files; ACCOUNT=CODE or FILE=CODE for one of them; repeat for more",
    )
    starting.add_argument(
        "--account",
        action="append",
        default=[],
        metavar="NAME",
        help="name of the account that exported files that do not name it; FILE=NAME for one of them; repeat for more",
    )
    starting.add_argument(
        "--contributor-type",
        action="append",
        default=[],
        metavar="TYPE",
        help="who speaks through these accounts, such as mission or staff (default: mission); ACCOUNT=TYPE or FILE=TYPE for "
        "one of them; repeat for more",
    )
    starting.add_argument(
        "--dates", choices=list(Order), help="order of day and month, if dates in the files are ambiguous"
    )
    starting.add_argument(
        "--sheets",
        type=Path,
        metavar="FOLDER",
        help="write the sheets that let you see more (targets, events, directory) here, filled in with what is known",
    )
    starting.add_argument("--yes", action="store_true", help="import without asking")

    adding = command("import", "Import exported files or folders.")
    adding.add_argument("paths", nargs="+", metavar="PATH", help="file, ZIP archive or folder to import")
    adding.add_argument("--format", metavar="NAME", help="file format, if more than one matches; `formats` lists them")
    adding.add_argument("--timezone", metavar="ZONE", help="time zone for times without one, such as Europe/Zurich")
    adding.add_argument(
        "--dates", choices=list(Order), help="order of day and month, if dates in the file are ambiguous"
    )
    adding.add_argument("--campaign", metavar="ID", help="campaign for rows without one")
    adding.add_argument(
        "--captured", type=_day, metavar="DAY", help="date the counts were collected, if it is missing from the file"
    )
    adding.add_argument("--watch", action="store_true", help="keep importing new files in the folder until interrupted")
    adding.add_argument("--json", action="store_true", help="print one JSON object for each file")

    asking = command("measure", "Query metrics, broken down by dimensions and filtered.")
    asking.add_argument("metrics", nargs="+", metavar="METRIC", help="name of a metric; `metrics` lists them")
    asking.add_argument("--by", action="append", default=[], metavar="DIM", help=_BY)
    _add_filters(asking)
    asking.add_argument(
        "--universe",
        action="append",
        default=[],
        metavar="PLATFORM=NUMBER",
        help="audience size of a platform; NUMBER alone is for all platforms together",
    )
    asking.add_argument(
        "--overlap",
        choices=("any", "chance"),
        default="any",
        help="chance: assume that audiences overlap at least as much as by chance",
    )
    asking.add_argument(
        "--within",
        default="",
        metavar="DIM",
        help="apply the overlap assumption only within each value of a dimension, such as language",
    )
    asking.add_argument(
        "--n",
        action="store_true",
        help="add a column with the number of posts (or other items) each number is based on",
    )
    asking.add_argument(
        "--format", choices=("table", "csv", "json"), default="table", help="how to print the numbers (default: table)"
    )

    listing = command(
        "formats", "List the file formats, one on each line, or print, edit, try or delete one that you saved."
    )
    choice = listing.add_mutually_exclusive_group()
    choice.add_argument("--saved", action="store_true", help="list the formats that you saved only")
    choice.add_argument("--print", dest="printed", metavar="NAME", help="print a saved format")
    choice.add_argument(
        "--load", type=Path, metavar="FILE", help="save a format from its file, in place of one of its name"
    )
    choice.add_argument(
        "--edit", dest="edited", metavar="NAME", help="open a saved format in your text editor ($EDITOR)"
    )
    choice.add_argument("--delete", metavar="NAME", help="delete a saved format; what was imported with it stays")
    choice.add_argument(
        "--try",
        dest="tried",
        nargs=2,
        metavar=("NAME", "FILE"),
        help="show what a saved format makes of a file; nothing is imported",
    )
    listing.add_argument(
        "--captured", type=_day, metavar="DAY", help="with --try: date the counts were collected, if it is missing"
    )
    mapping = command("map", "Propose a format for a table that is not recognized, and print it.")
    mapping.add_argument("file", type=Path, metavar="FILE", help="table to look at")
    mapping.add_argument("--save", metavar="NAME", help="save the format under this name; later imports find it")
    mapping.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help="which column is which, such as posted_at=When; repeat for more",
    )
    mapping.add_argument(
        "--counts", action="store_true", help="a row is not a post, but counts of a post that another file brings"
    )
    mapping.add_argument(
        "--captured", type=_day, metavar="DAY", help="date the counts were collected, if it is missing from the file"
    )
    mapping.add_argument("--sheet", metavar="NAME", help="sheet of the workbook (default: the one with most columns)")
    mapping.add_argument("--with", dest="beside", metavar="SHEET", help="another sheet to read together with it")
    mapping.add_argument(
        "--key", metavar="COLUMN", help="column of both sheets by which their rows belong together (default: the first)"
    )
    mapping.add_argument("--platform", metavar="NAME", help="platform of all rows, if no column has it")
    mapping.add_argument("--campaign", metavar="ID", help="campaign of all rows, if no column has it")
    mapping.add_argument("--mission", metavar="CODE", help="mission of all rows, if no column has it")
    mapping.add_argument("--timezone", metavar="ZONE", default="UTC", help="time zone of times without one")
    mapping.add_argument("--dates", choices=list(Order), help="order of day and month, if dates are ambiguous")
    mapping.add_argument(
        "--thousands", metavar="SIGN", default="", help="what stands between thousands: . , or a space"
    )
    command("metrics", "List the metrics, one on each line.")
    command("dimensions", "List the dimensions, one on each line.")
    command("accounts", "List the organization's own accounts, with mission, posts and profile.")
    command("imports", "List the imports, newest first.")
    rejecting = command("rejects", "Show rejected rows and unreadable cells, or write them to a file for correction.")
    rejecting.add_argument(
        "import_id", nargs="?", type=_import_number, metavar="IMPORT", help="number of an import (default: all imports)"
    )
    rejecting.add_argument("--output", type=Path, metavar="FILE.csv", help="file to write, to correct and import again")
    undoing = command("undo", "Undo imports.")
    undoing.add_argument(
        "import_ids", nargs="+", type=_import_number, metavar="IMPORT", help="number of an import; `imports` lists them"
    )
    erasing = command("purge", "Erase permanently a consent with everything it covers, a story, a photo or a post.")
    erasing.add_argument(
        "name", metavar="CONSENT_OR_POST", help="an ID, a post as twitter/501702184017428480, or a link"
    )
    checking = command("check", "Run the quality checks and print what to do about each problem.")
    checking.add_argument("--from", dest="start", type=_day, metavar="DAY", help=_FROM)
    checking.add_argument("--to", dest="end", type=_day, metavar="DAY", help=_TO)
    checking.add_argument("--where", action="append", default=[], metavar="DIM=VALUE", help=_WHERE)
    publishing = command("claims", "Check the published figures against the data.")
    publishing.add_argument("--json", action="store_true", help="print a JSON list")
    reporting = command(
        "report", "Make a report as PDF, PowerPoint, Word, Excel, HTML, or all of them in a ZIP archive."
    )
    reporting.add_argument(
        "--output",
        type=Path,
        required=True,
        metavar="FILE",
        help="file to write; its ending says what kind: .pdf .pptx .docx .xlsx .html .zip",
    )
    reporting.add_argument(
        "--each",
        metavar="DIM",
        help="make one report for each value of a dimension, such as mission; its code is added to FILE",
    )
    _add_report_options(reporting)
    _add_filters(reporting)
    reporting.add_argument(
        "--publish", metavar="NAME", help="record the headline numbers as published figures, with NAME as their source"
    )
    verifying = command("verify", "Check a report: derive its numbers again, and find what was changed in the file.")
    verifying.add_argument("file", type=Path, metavar="FILE", help="report to check")
    verifying.add_argument("--json", action="store_true", help="print the result as JSON")
    sending = command("send", "Make a report and send it by e-mail, to each recipient in their language.")
    sending.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="FILE",
        help="CSV file of recipients: columns email and language (en, fr, es)",
    )
    sending.add_argument("--attach", choices=_ENDINGS, default="pdf", help="kind of file to attach (default: pdf)")
    sending.add_argument(
        "--newest", type=int, default=None, metavar="DAYS", help="send only if the newest import is at most this old"
    )
    _add_report_options(sending)
    _add_filters(sending, last="--until")
    command("migrate", "Update data written by an earlier release.")
    sampling = command("sample", "Import the synthetic sample data, or remove them.")
    sampling.add_argument(
        "--remove", action="store_true", help="remove everything that the sample imported; your own data stay"
    )
    return whole


def _add_filters(made: argparse.ArgumentParser, last: str = "--to") -> None:
    made.add_argument("--where", action="append", default=[], metavar="DIM=VALUE", help=_WHERE)
    made.add_argument("--from", dest="start", type=_day, metavar="DAY", help=_FROM)
    made.add_argument(last, dest="end", type=_day, metavar="DAY", help=_TO)
    made.add_argument("--as-of", type=_day, metavar="DAY", help="data as of the end of that day")


def _add_report_options(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--template",
        metavar="NAME",
        help="campaign, mission, donor, event or month (default: campaign, with --each: mission)",
    )
    made.add_argument(
        "--section", action="append", default=[], metavar="NAME", help="have only this section; repeat for more"
    )
    made.add_argument("--language", choices=("en", "fr", "es"), default="en", help="language (default: en)")
    made.add_argument("--paper", choices=("A4", "Letter"), default="A4", help="size of a page (default: A4)")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{quoted(text)} is not a day. Write it as 2014-08-19") from None


def _import_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > _LONGEST_IMPORT:
        raise argparse.ArgumentTypeError(
            f"{quoted(text)} is not the number of an import. `python cli.py imports` lists them"
        )
    return int(text)
