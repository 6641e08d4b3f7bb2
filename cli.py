"""The same work from a terminal: import, measure, look, undo. `python cli.py COMMAND --help` explains each command."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import sys
import traceback
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NoReturn

import metrics
from common import settings
from common.quoting import printable, quoted, shortened
from data.editing import purge
from data.formats import detect
from data.formats.date_order import Order
from data.formats.detect import NotRecognised
from data.importing import watch
from data.importing.pipeline import Receipt, WrongOption, import_files, import_sample, migrate, undo
from data.importing.rejects import write_rejects
from data.receipt_texts import counted, erased_text, import_text, purged_text, receipt_text, taken_text
from data.schema import QUALIFIERS
from data.store.warehouse import Warehouse, WarehouseError
from metrics import answer_texts
from metrics.analyses import claim_wording, claims, data_quality

DONE, SOME_REJECTED, WRONG_USAGE, NOTHING_DONE = range(4)
_WITHOUT_DATA: Final = ("formats", "metrics", "dimensions", "sample")
_WRITING: Final = ("import", "undo", "purge", "migrate")
"""Commands that read no data that are there, and those that write."""
_HERE: Final = Path(__file__).resolve().parent
_LONGEST_IMPORT: Final = 9
"""Digits of an import's number."""


class WrongUsage(ValueError):
    """The command line cannot be understood; the message says how to write it."""


class _Parser(argparse.ArgumentParser):
    """Errors are one sentence, without the usage block."""

    def error(self, message: str) -> NoReturn:
        message = re.sub(r"\S+", lambda word: shortened(word[0]), message)
        self.exit(WRONG_USAGE, f"{message[0].upper()}{message[1:]}. See `python {self.prog} --help`.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status.

    Raises:
        BrokenPipeError: if the reader of the output has gone, as after `| head`.
    """
    options = _parser().parse_args(arguments)
    try:
        with _saying_doubts():
            for notice in Warehouse(options.warehouse).notices(writing=options.writes) if options.looks else ():
                _note(notice)
            status: int = options.run(options)
        sys.stdout.flush()
    except (WrongUsage, metrics.UnknownName, metrics.WrongArgument, NotRecognised, WrongOption, settings.SettingError) as error:
        return _failed(error, WRONG_USAGE)
    except BrokenPipeError:
        raise
    except (metrics.MeasureError, WarehouseError) as error:
        return _failed(error, NOTHING_DONE)
    except OSError as error:
        return _failed(_file_trouble(error), NOTHING_DONE)
    except Exception as error:  # a mistake in the project; `python -X dev` shows where
        if sys.flags.dev_mode:
            raise
        return _failed(_own_mistake(error), NOTHING_DONE)
    return status


def _say(text: object) -> None:
    """Print what people read."""
    print(printable(str(text)), flush=True)


def _note(text: object) -> None:
    """Print what people read beside the answer."""
    print(printable(str(text)), file=sys.stderr)


def _failed(reason: object, status: int) -> int:
    _note(reason)
    return status


def _file_trouble(error: OSError) -> str:
    name = shortened(str(error.filename or "The output"))
    return f"{name} cannot be used ({error.strerror or error}). Name another file or folder."


def _own_mistake(error: Exception) -> str:
    """Where the project failed; not what the error says, which can quote data."""
    places = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_HERE)]
    where = f"{Path(places[-1].filename).relative_to(_HERE)}, line {places[-1].lineno}" if places else "an unknown place"
    return f"This is a mistake in the project ({type(error).__name__} in {where}). Nothing was changed. Please report this sentence."


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="cli.py", description="Campaign reach: exports go in, numbers that say what they mean come out.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    everywhere = _Parser(add_help=False)
    everywhere.add_argument(
        "--warehouse", type=Path, metavar="DIR", help="where the data are (default: $REACH_WAREHOUSE, else data/warehouse)"
    )

    def command(name: str, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text, parents=[everywhere])
        made.set_defaults(run=globals().get(f"_{name}"), looks=name not in _WITHOUT_DATA, writes=name in _WRITING)
        return made

    adding = command("import", "Import export files, or folders of them.")
    adding.set_defaults(run=_import)
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
    return parser


# -- commands


def _import(options: argparse.Namespace) -> int:
    place = Warehouse(options.warehouse)
    said = {name: getattr(options, name) for name in ("format", "timezone", "campaign", "captured", "dates")}
    if options.watch:
        return _watch(options, place, said)
    receipts = import_files(options.paths, place, **said, progress=_progress)
    for receipt in receipts:
        _print_receipt(receipt, options.json)
    if not receipts:
        _note("There is nothing to import in there: name files, or a folder that holds some.")
    return _import_status(receipts)


def _watch(options: argparse.Namespace, place: Warehouse, said: Mapping[str, Any]) -> int:
    if len(options.paths) != 1 or not Path(options.paths[0]).is_dir():
        raise WrongUsage("--watch takes one folder: name the one in which exports appear.")
    try:
        for receipt in watch.watch(Path(options.paths[0]), place, said):
            _print_receipt(receipt, options.json)
    except KeyboardInterrupt:
        return DONE
    return DONE


def _sample(options: argparse.Namespace) -> int:
    receipts = import_sample(Warehouse(options.warehouse), _progress)
    taken = [receipt for receipt in receipts if not receipt.error]
    if taken:
        _say(f"The synthetic sample is imported: {taken_text(taken)} on purpose. See `python cli.py imports`.")
    for receipt in receipts:
        if receipt.error:
            _note(receipt.error)
    return DONE if len(taken) == len(receipts) else SOME_REJECTED if taken else NOTHING_DONE


def _migrate(options: argparse.Namespace) -> int:
    place = Warehouse(options.warehouse)
    if migrate(place):
        _say(f"The data are brought up to date: version {place.version}.")
    else:
        _say(f"Version {place.version} is up to date already. Nothing was changed.")
    return DONE


def _measure(options: argparse.Namespace) -> int:
    selection = _selection(options)
    items = map(metrics.behind, options.metrics) if options.n else ()
    asked = [*options.metrics, *items, *(_said_with(options.metrics) if options.format != "table" else ())]
    frame = metrics.measure(
        asked, options.by, selection, options.as_of, assumptions=_assumptions(options), warehouse=options.warehouse
    )  # fmt: skip
    beside = answer_texts.cautions(frame)
    if options.format == "json":
        print(json.dumps(answer_texts.records(frame), ensure_ascii=False, indent=1))
    elif options.format == "csv":
        print(answer_texts.csv(frame), end="")
    else:
        _say(answer_texts.table(frame))
        since = answer_texts.since(frame, options.as_of, selection, options.warehouse)
        beside = [*answer_texts.behind(frame), *since, *beside]
    for line in beside:
        _note(line)
    return DONE


def _said_with(names: Iterable[str]) -> Iterator[str]:
    """Metrics without which those asked for would be misread in a file, which has no warnings beside it."""
    return (other for name in names if name in metrics.METRICS for other in metrics.METRICS[name].beside)


def _formats(options: argparse.Namespace) -> int:
    for name, fmt in detect.every(Warehouse(options.warehouse).directory).items():
        _say(f"{name:<26} {fmt.label}{' (recognised, and refused with the reason)' if fmt.refuse else ''}")
    return DONE


def _metrics(_: argparse.Namespace) -> int:
    for name, metric in metrics.METRICS.items():
        _say(f"{name:<32} {metric.label} · {metric.kind} · {metric.unit}")
    return DONE


def _dimensions(_: argparse.Namespace) -> int:
    for name, dimension in metrics.DIMENSIONS.items():
        _say(f"{name:<18} {dimension.label}")
    return DONE


def _imports(options: argparse.Namespace) -> int:
    place = Warehouse(options.warehouse)
    for _, row in place.imports().iterrows():
        _say(import_text(row))
    for _, row in place.erasures().iterrows():
        _say(f"–     erased {row.happened_at.date()} · {erased_text(row.detail)}")
    return DONE


def _rejects(options: argparse.Namespace) -> int:
    place = Warehouse(options.warehouse)
    if options.output:
        count = write_rejects(place, options.import_id, options.output)
        _say(f"{counted(count, 'row')} to correct: see {options.output}.")
        return DONE
    for _, row in place.rejects(options.import_id).iterrows():
        what = "accepted, but a cell is unknown" if row.accepted else "rejected"
        _say(f"import {row.import_id} · {row.file} · row {row.row_number} · {what} · {row.reason}")
    return DONE


def _check(options: argparse.Namespace) -> int:
    selection = _selection(options)
    for row in data_quality.check(selection, warehouse=options.warehouse).to_dict("records"):
        _say(f"{row['check']:<26} {row['sentence']}{' ' + row['advice'] if row['found'] else ''}")
    return DONE


def _claims(options: argparse.Namespace) -> int:
    frame = claims.ledger(warehouse=options.warehouse)
    if options.json:
        rows = answer_texts.with_days(frame).to_dict("records")
        print(json.dumps([claim_wording.record(row, QUALIFIERS) for row in rows], ensure_ascii=False, indent=1))
    elif frame.empty:
        _say("No published figure has been imported yet: fill in data/templates/claim_sheet.xlsx and import it.")
    else:
        _say(claim_wording.table(frame, QUALIFIERS))
    return DONE


def _undo(options: argparse.Namespace) -> int:
    receipt = undo(options.import_id, Warehouse(options.warehouse))
    _say(f"Import {receipt.import_id} ({receipt.file}) is undone; the numbers are version {receipt.version}.")
    return DONE


def _purge(options: argparse.Namespace) -> int:
    _say(purged_text(purge.purge(options.name, Warehouse(options.warehouse))))
    return DONE


# -- what was asked


def _selection(options: argparse.Namespace) -> metrics.Selection:
    where: dict[str, list[str]] = {}
    for condition in options.where:
        name, equals, value = condition.partition("=")
        if not equals:
            raise WrongUsage(f"--where takes DIM=VALUE, such as --where platform=twitter, not {quoted(condition)}.")
        where.setdefault(name.strip(), []).append(value.strip())
    return metrics.Selection(where, start=options.start, end=options.end)


def _assumptions(options: argparse.Namespace) -> metrics.Assumptions:
    universe: dict[str, int] = {}
    for declared in options.universe:
        platform, equals, number = declared.rpartition("=")
        digits = number.replace(",", "").replace("_", "").strip()
        if not (digits.isascii() and digits.isdecimal()) or (equals and not platform.strip()):
            raise WrongUsage(f"--universe takes PLATFORM=NUMBER, such as --universe facebook=1000000, or a NUMBER, not {quoted(declared)}.")
        if len(digits.lstrip("0")) > len(str(metrics.Assumptions.MOST)):
            raise WrongUsage(f"--universe takes a NUMBER up to {metrics.Assumptions.MOST:,}, not {quoted(declared)}.")
        universe[platform.strip() or metrics.Assumptions.ALL] = int(digits)
    return metrics.Assumptions(universe, options.overlap, options.within)


# -- what is printed


def _import_status(receipts: Sequence[Receipt]) -> int:
    if all(receipt.error or receipt.left_out for receipt in receipts):
        return NOTHING_DONE
    return SOME_REJECTED if any(receipt.error or receipt.rejected for receipt in receipts) else DONE


def _print_receipt(receipt: Receipt, as_json: bool) -> None:
    if as_json:
        print(json.dumps(receipt.as_dict(), ensure_ascii=False), flush=True)
    else:
        _say(receipt_text(receipt))
    if receipt.error:
        _note(receipt.error)


@contextmanager
def _saying_doubts() -> Iterator[None]:
    """Say each doubt about what was asked once, as a sentence of its own; other warnings as Python does."""
    usual, said = warnings.showwarning, set[str]()

    def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if not issubclass(category, metrics.UnknownValue):
            usual(message, category, *where, **more)
        elif str(message) not in said:
            said.add(str(message))
            _note(message)

    with warnings.catch_warnings():
        warnings.simplefilter("always", metrics.UnknownValue)
        warnings.simplefilter("ignore", metrics.StoreWarning)  # the warehouse's notices say the same
        warnings.showwarning = show
        yield


def _progress(what: str, share: float) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{share:>4.0%}  {printable(what)}", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{quoted(text)} is not a day: write it as 2014-08-19") from None


def _import_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > _LONGEST_IMPORT:
        raise argparse.ArgumentTypeError(f"{quoted(text)} is not the number of an import: `python cli.py imports` lists them")
    return int(text)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # the reader of the output has gone, as after `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
