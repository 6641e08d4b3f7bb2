"""Commands that make, check and send reports."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Final

import metrics
from common import settings
from common.quoting import quoted
from dashboard.reports import check_texts, mail, publish
from dashboard.reports.brand import BrandError
from dashboard.reports.checked import Verification
from dashboard.reports.compose import compose
from dashboard.reports.files.contents import UnreadableFile
from dashboard.reports.make import KINDS, made
from dashboard.reports.model import Report, Request
from dashboard.reports.verify import verify
from data.editing import published_figures
from data.receipt_texts import counted
from data.store import report_log
from data.store.warehouse import Warehouse
from metrics.analyses import data_state
from metrics.definitions.model import Selection
from terminal.asking import saying_doubts, selection
from terminal.outcomes import DONE, NOTHING_DONE, SOME_REJECTED, WrongUsage, note, say

LARGEST: Final = 200_000_000
"""Bytes of a file that is checked."""
LISTED: Final = 50
"""Places that are listed one by one; `--json` has all."""


@saying_doubts()
def _report(options: argparse.Namespace) -> int:
    ending = options.output.suffix.lower().lstrip(".")
    if ending not in KINDS:
        raise WrongUsage(
            f"--output takes a file that ends in {', '.join(f'.{each}' for each in KINDS)}, not {quoted(options.output.name)}."
        )
    folder = options.output.absolute().parent
    if not folder.is_dir():
        raise WrongUsage(f"The folder {quoted(folder.name)} does not exist. Make it, or name another file.")
    missing = 0
    for path, request in _requests(options):
        try:
            report = compose(request, options.warehouse)
        except metrics.NoData as reason:
            if not options.each:
                raise
            missing += 1
            note(f"{path.name} is not made. {reason}")
            continue
        replace_file(path, made(report, ending, options.warehouse))
        report_log.note(options.warehouse or settings.warehouse_directory(), path)
        if options.publish:
            _publish(report, options.publish, options.warehouse)
        say(f"{path}: {report.kind}, {report.title}, {counted(len(report.sections), 'section')}.")
        for line in (*report.warnings, *report.left_out):
            note(line)
    return SOME_REJECTED if missing else DONE


def _requests(options: argparse.Namespace) -> Iterator[tuple[Path, Request]]:
    where = metrics.api.as_selection(selection(options), options.warehouse)
    if not options.each:
        yield options.output, _request(options, where)
        return
    frame = metrics.api.ask(["posts"], [options.each], where, options.as_of, warehouse=options.warehouse)
    dimension = metrics.DIMENSIONS[options.each]
    for code in sorted(set(map(str, frame[options.each])) - {dimension.unknown, dimension.rest, dimension.withheld}):
        others = {name: values for name, values in where.where if name != options.each}
        narrowed = Selection(others | {options.each: (code,)}, where.start, where.end)
        safe = "".join(letter if letter.isalnum() else "-" for letter in code)
        yield (
            options.output.with_name(f"{options.output.stem}-{safe}{options.output.suffix}"),
            _request(options, narrowed),
        )


def _request(options: argparse.Namespace, where: Selection) -> Request:
    usual = "mission" if getattr(options, "each", None) == "mission" else "campaign"
    return Request(
        options.template or usual, where, options.as_of, options.language, tuple(options.section), options.paper
    )


def replace_file(path: Path, content: bytes) -> None:
    """Write a file as a whole, so that nobody ever reads half of it and an interruption leaves the one before."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _publish(report: Report, source: str, warehouse: Path | None) -> None:
    figures = publish.headline_figures(report, source, warehouse)
    if not figures:
        note("This report has no headline number that could be recorded.")
        return
    receipt = published_figures.freeze_all(figures, Warehouse(warehouse), synthetic=report.is_synthetic)
    say(f"{receipt.accepted} published figures are recorded as import {receipt.import_id}. `claims` lists them.")


def _verify(options: argparse.Namespace) -> int:
    if options.file.exists() and not options.file.is_file():
        raise UnreadableFile(f"{quoted(options.file.name)} is not a file. Name a report.")
    with options.file.open("rb") as opened:
        file = opened.read(LARGEST + 1)
    if len(file) > LARGEST:
        raise UnreadableFile(f"{quoted(options.file.name)} is too large to be a report.")
    found = verify(file, options.file.name, options.warehouse)
    if options.json:
        print(json.dumps(_as_dict(found), ensure_ascii=False, indent=1))
    else:
        say(check_texts.verdict(found))
        say(check_texts.counts(found))
        for lines in (check_texts.alterations(found), check_texts.changes(found)):
            for line in islice(lines, LISTED):
                say(line)
            if more := sum(1 for _more in lines):
                say(f"And {more:,} more. `--json` lists all.")
        for line in filter(None, (check_texts.pictures(found), check_texts.columns(found))):
            say(line)
    return DONE if found.is_sound else SOME_REJECTED


def _as_dict(found: Verification) -> dict[str, object]:
    return {
        "sound": found.is_sound,
        "counts": {outcome.value: count for outcome, count in found.counts.items()},
        "altered": [asdict(each) for each in found.altered],
        "changed": [
            {
                "key": each.statement.key,
                "label": each.statement.label,
                "in_file": each.statement.shown,
                "today": each.today,
            }
            | {"outcome": each.outcome.value}
            for each in found.checked
            if each.outcome.value != "same"
        ],
        "changed_texts": [asdict(each) for each in found.others],
        "pictures_not_checked": list(found.pictures),
        "columns_not_checked": list(found.columns),
        "reasons": [str(each) for each in found.reasons],
    }


@saying_doubts()
def _send(options: argparse.Namespace) -> int:
    where = metrics.api.as_selection(selection(options), options.warehouse)
    to = mail.recipients(options.to, options.language)
    folder = options.warehouse or settings.warehouse_directory()
    if options.newest is not None:
        _refuse_stale(options.newest, options.warehouse)

    def report_in(language: str) -> tuple[Report, bytes]:
        report = compose(replace(_request(options, where), language=language), options.warehouse)
        return report, made(report, options.attach, options.warehouse)

    deliveries = mail.send(to, report_in, options.attach, folder)
    failed = [each for each in deliveries if not each.is_sent]
    say(
        f"Sent to {len(deliveries) - len(failed)} of {len(deliveries)} recipients. The log is {mail.LOG} in the folder of the data."
    )
    for each in failed:
        note(f"Not sent to {quoted(each.recipient.email)}. {each.problem} Run the command again to try once more.")
    return NOTHING_DONE if failed else DONE


def _refuse_stale(most: int, warehouse: Path | None) -> None:
    """Raise NotSent if the newest import is older than a number of days."""
    newest = data_state.newest_import(warehouse=warehouse)
    age = (dt.datetime.now(dt.UTC).replace(tzinfo=None) - newest).days if newest else None
    if age is None or age > most:
        when = f"{age} days old" if age is not None else "missing"
        raise mail.NotSent(f"The newest import is {when}, so the report would not be up to date. Nothing was sent.")


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "report": _report,
    "verify": _verify,
    "send": _send,
}
MISUSE: Final = (metrics.UnknownName, metrics.WrongArgument, BrandError)
"""Errors of the person who typed the command."""
UNANSWERED: Final = (metrics.MeasureError, UnreadableFile, mail.NotSent)
"""Why there is no report, or none that can be checked."""
