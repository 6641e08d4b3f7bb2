"""Commands that import, undo and erase, and that list imports."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from common.quoting import printable
from data.editing import contributor_directory, purge
from data.formats import catalogue, model
from data.importing import watch
from data.importing.ledger import Receipt
from data.importing.pipeline import WrongOption, import_files, migrate
from data.importing.rejects import write_rejects
from data.importing.sample import import_sample, remove_sample
from data.importing.undo import undo_all
from data.receipt_texts import counted, erased_text, import_text, purged_text, receipt_text, taken_text
from data.store import report_log
from data.store.warehouse import Warehouse
from terminal.outcomes import DONE, NOTHING_DONE, SOME_REJECTED, WrongUsage, note, say


def _import(options: argparse.Namespace) -> int:
    place = Warehouse(options.warehouse)
    said = {name: getattr(options, name) for name in ("format", "timezone", "campaign", "captured", "dates")}
    if options.watch:
        return _watch(options, place, said)
    receipts = import_files(options.paths, place, **said, progress=_progress)
    for receipt in receipts:
        _print_receipt(receipt, options.json)
    if not receipts:
        note("No files found. Give file names, or a folder that contains files.")
    return _import_status(receipts)


def _watch(options: argparse.Namespace, place: Warehouse, said: Mapping[str, Any]) -> int:
    if len(options.paths) != 1 or not Path(options.paths[0]).is_dir():
        raise WrongUsage("--watch needs exactly one folder. Give the folder where exported files appear.")
    try:
        for receipt in watch.watch(Path(options.paths[0]), place, said):
            _print_receipt(receipt, options.json)
    except KeyboardInterrupt:
        return DONE
    return DONE


def _sample(options: argparse.Namespace) -> int:
    if options.remove:
        return _remove_sample(Warehouse(options.warehouse))
    receipts = import_sample(Warehouse(options.warehouse), _progress)
    taken = [receipt for receipt in receipts if not receipt.error]
    if taken:
        say(f"The synthetic sample is imported: {taken_text(taken)} on purpose. See `python cli.py imports`.")
    for receipt in receipts:
        if receipt.error:
            note(receipt.refusal)
    return DONE if len(taken) == len(receipts) else SOME_REJECTED if taken else NOTHING_DONE


def _remove_sample(place: Warehouse) -> int:
    if not (removed := remove_sample(place)):
        note("There is nothing of the sample in these data. Nothing was changed.")
        return NOTHING_DONE
    say(f"The sample is removed ({counted(len(removed), 'file')}); the numbers are version {place.version}.")
    return DONE


def _migrate(options: argparse.Namespace) -> int:
    place = Warehouse(options.warehouse)
    if migrate(place):
        say(f"The data are brought up to date: version {place.version}.")
    else:
        say(f"Version {place.version} is up to date already. Nothing was changed.")
    return DONE


def _undo(options: argparse.Namespace) -> int:
    for receipt in undo_all(options.import_ids, Warehouse(options.warehouse)):
        say(f"Import {receipt.import_id} ({receipt.file}) is undone; the numbers are version {receipt.version}.")
    return DONE


def _purge(options: argparse.Namespace) -> int:
    place = Warehouse(options.warehouse)
    say(purged_text(purge.purge(options.name, place)))
    for file in report_log.made_before_erasure(place.directory):
        note(f"This report was made before an erasure and may hold what was erased. Delete it or make it again: {file}")
    return DONE


def _imports(options: argparse.Namespace) -> int:
    place = Warehouse(options.warehouse)
    known = catalogue.readable(place.directory)
    for _, row in place.imports().iterrows():
        say(import_text(row, catalogue.label_of(row.format, known)))
    for _, row in place.erasures().iterrows():
        say(f"–     erased {row.happened_at.date()} · {erased_text(row.detail)}")
    return DONE


def _accounts(options: argparse.Namespace) -> int:
    found = contributor_directory.own_accounts(Warehouse(options.warehouse))
    for row in found.accounts.to_dict("records"):
        say(
            f"{row['own_account']:<44} {row['mission']:<7} {counted(row['posts'], 'post'):>12}  {row['profile']}".rstrip()
        )
    if found.accounts.empty:
        say("No account is marked as own. Mark own accounts in the contributor directory, in the column “Own account”.")
    if found.incomplete:
        note(
            f"{counted(found.incomplete, 'more account')} marked as own, but not shown by name. Record an account type of office "
            "or organization, and a mission."
        )
    return DONE


def _rejects(options: argparse.Namespace) -> int:
    place = Warehouse(options.warehouse)
    if options.output:
        count = write_rejects(place, options.import_id, options.output)
        say(f"{counted(count, 'row')} to correct: see {options.output}.")
        return DONE
    for _, row in place.rejects(options.import_id).iterrows():
        what = "accepted, but a cell is unknown" if row.accepted else "rejected"
        say(f"import {row.import_id} · {row.file} · row {row.row_number} · {what} · {row.reason}")
    return DONE


def _import_status(receipts: Sequence[Receipt]) -> int:
    if all(receipt.error or receipt.left_out for receipt in receipts):
        return NOTHING_DONE
    return SOME_REJECTED if any(receipt.error or receipt.rejected for receipt in receipts) else DONE


def _print_receipt(receipt: Receipt, as_json: bool) -> None:
    if as_json:
        print(json.dumps(receipt.as_dict(), ensure_ascii=False), flush=True)
    else:
        say(receipt_text(receipt))
    if receipt.error:
        note(receipt.refusal)


def _progress(what: str, share: float) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{share:>4.0%}  {printable(what)}", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "import": _import,
    "sample": _sample,
    "migrate": _migrate,
    "undo": _undo,
    "purge": _purge,
    "accounts": _accounts,
    "imports": _imports,
    "rejects": _rejects,
}
MISUSE: Final = (model.NotRecognised, WrongOption)
"""Errors of the person who typed the command."""
UNANSWERED: Final = ()
"""Questions are asked by other commands."""
