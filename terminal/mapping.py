"""Tables that no format fits: propose a format, and list, print, load, try and delete saved ones."""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from common.quoting import quoted, shortened
from data.editing import custom_formats, mapping_suggestions, saved_formats, workbook_sheets
from data.editing.workbook_sheets import Sheet
from data.formats import catalogue, format_file, model
from data.formats.date_order import Order
from data.importing.archives import file_name
from data.importing.pipeline import WrongOption
from data.reading import header_row
from data.reading.text_table import Unreadable
from data.receipt_texts import sum_text
from data.store.warehouse import Warehouse
from terminal import format_editing, guessed_columns
from terminal.outcomes import DONE, NOTHING_DONE, WrongUsage, note, say

_SHOWN: Final = 5
"""Rows shown of a file that is tried out."""


def _map(options: argparse.Namespace) -> int:
    place = Warehouse(options.warehouse)
    if not _is_file(options.file):
        return NOTHING_DONE
    with place.scratch() as folder:
        file = folder / file_name(options.file.name)
        shutil.copyfile(options.file, file)
        fmt = _proposed(file, options)
        tried = custom_formats.preview(file, fmt, place, options.captured)
    say(format_file.as_toml(fmt))
    note(tried.receipt.refusal or f"With this format: {sum_text(tried.receipt)}.")
    for sentence in (*tried.receipt.dates, *tried.receipt.notes):
        note(sentence)
    for row in tried.rejected.head(_SHOWN).itertuples():
        note(f"row {row.row_number}: {row.reason}")
    if tried.known is not None:
        note(f"Rows of posts that are imported: {tried.known:,}.")
    if not options.save:
        note("Nothing was saved. Add --save NAME to keep it, then import the file.")
        return DONE
    if not tried.brings_something:
        note("The format was not saved, because no row would be accepted.")
        return NOTHING_DONE
    saved_formats.save(fmt, place)
    note(f"Saved as {fmt.name}. Import the file now.")
    _note_outdated(fmt.name, place)
    return DONE


def _note_outdated(name: str, place: Warehouse) -> None:
    """Say which imports were read with a format as it was before an edit, and how to read their files again."""
    found = saved_formats.outdated(name, place)
    if not found:
        return
    files = ", ".join(f"{each.file} (import {each.import_id})" for each in found)
    numbers = " ".join(str(each.import_id) for each in found)
    if len(found) == 1:
        note(
            f"{files} was read with the format as it was. "
            f"Undo the import with `python cli.py undo {numbers}`, then import the file again."
        )
    else:
        note(
            f"{len(found)} files were read with the format as it was: {files}. "
            f"Undo the imports with `python cli.py undo {numbers}`, then import the files again."
        )


def _is_file(path: Path) -> bool:
    if path.is_file():
        return True
    note(f"{shortened(str(path))} is not a file. Give the name of a table.")
    return False


def _proposed(file: Path, options: argparse.Namespace) -> model.Format:
    """Return the format that the names and values of the table, and what was typed, make; say what was guessed."""
    sheet, beside = _sheets(file, options)
    header, below, key = sheet.rows[sheet.header_row], sheet.rows[sheet.header_row + 1 :], ""
    if beside:
        shared = workbook_sheets.keys(header, beside)
        key = options.key or next(iter(shared), "")
        if key not in shared:
            raise WrongUsage(f"Give a column of both sheets with --key. They share: {', '.join(shared) or 'none'}.")
        header, below = workbook_sheets.together(header, below, beside, key)
    mapping = mapping_suggestions.suggest(header, below) | _chosen_columns(options.column, header)
    given = {name: value for name in ("platform", "campaign", "mission") if (value := getattr(options, name))}
    if "platform" not in given and (platform := mapping_suggestions.platform_of_all(header, below, mapping)):
        given["platform"] = platform
    note(guessed_columns.table(header, below, mapping, given, options.platform))
    if others := guessed_columns.left_out(header, mapping):
        note(f"Left out: {others}. Read one with --column OURS=THEIRS.")
    moment = mapping.get("captured_at" if options.counts else "posted_at", "")
    moments = (
        [row[header.index(moment)] for row in below if len(row) > header.index(moment)] if moment in header else []
    )
    try:
        return custom_formats.propose(
            options.save or options.file.stem,
            header,
            mapping,
            **given,
            timezone=options.timezone,
            date_patterns=mapping_suggestions.patterns_for(moments),
            dates=Order(options.dates) if options.dates else None,
            thousands=options.thousands,
            counts=options.counts,
            beside=beside.name if beside else "",
            key=key,
        )
    except custom_formats.Incomplete as error:
        how = "Give it with --column, such as --column posted_at=When, or --platform NAME."
        raise WrongUsage(f"{error} {how}") from error


def _sheets(file: Path, options: argparse.Namespace) -> tuple[Sheet, Sheet | None]:
    """Return the sheet to map, the widest unless another was named, and the one to read together with it."""
    found = workbook_sheets.sheets(file)
    named = {sheet.name: sheet for sheet in found if sheet.name}
    for name in (options.sheet, options.beside):
        if name and name not in named:
            raise WrongUsage(f"There is no sheet {quoted(name)}. Sheets are: {', '.join(named) or 'none'}.")
    return named[options.sheet] if options.sheet else workbook_sheets.widest(found), named[
        options.beside
    ] if options.beside else None


def _chosen_columns(words: Sequence[str], header: Sequence[str]) -> dict[str, str]:
    """Which column is which, as it was typed: ours=theirs."""
    chosen = {}
    for word in words:
        ours, equals, theirs = word.partition("=")
        if not equals:
            raise WrongUsage(f"--column takes OURS=THEIRS, such as --column posted_at=When, not {quoted(word)}.")
        if ours not in mapping_suggestions.columns():
            known = ", ".join(mapping_suggestions.columns())
            raise WrongUsage(f"There is no column {quoted(ours)}. Columns are: {known}.")
        if theirs not in header:
            raise WrongUsage(
                f"There is no column {quoted(theirs)} in the file. Its columns are: {header_row.shown(header)}."
            )
        chosen[ours] = theirs
    return chosen


def _formats(options: argparse.Namespace) -> int:
    place = Warehouse(options.warehouse)
    if options.printed:
        say(saved_formats.text_of(options.printed, place).rstrip())
        return DONE
    if options.edited:
        is_changed = format_editing.edit(options.edited, place)
        say(f"The format {options.edited} is saved." if is_changed else "Nothing was changed.")
        _note_outdated(options.edited, place)
        return DONE
    if options.load:
        catalogue.read(options.load)  # of a mistake it says in which file it is
        fmt = saved_formats.load(options.load.stem, options.load.read_text(encoding="utf-8"), place)
        say(f"The format {fmt.name} is saved.")
        _note_outdated(fmt.name, place)
        return DONE
    if options.tried:
        name, file = options.tried
        return _try(name, file, options.captured, place)
    if options.delete:
        saved_formats.delete(options.delete, place)
        say(f"The format {options.delete} is deleted. What was imported with it stays.")
        return DONE
    listed = saved_formats.saved(place) if options.saved else catalogue.every(place.directory)
    for name, fmt in listed.items():
        say(f"{name:<26} {fmt.label}{' (recognized, but cannot be imported)' if fmt.refuse else ''}")
    for name in saved_formats.saved(place):
        _note_outdated(name, place)
    return DONE


def _try(name: str, path: str, captured: dt.date | None, place: Warehouse) -> int:
    """Say what would become of a file that is read with a saved format; nothing is imported."""
    saved = saved_formats.saved(place)
    if name not in saved:
        raise WrongUsage(f"There is no saved format {quoted(name)}. Saved formats are: {', '.join(saved) or 'none'}.")
    if not _is_file(Path(path)):
        return NOTHING_DONE
    with place.scratch() as folder:
        file = folder / file_name(Path(path).name)
        shutil.copyfile(path, file)
        tried = custom_formats.preview(file, saved[name], place, captured)
    for receipt in (tried.receipt, *tried.others):
        say(receipt.refusal or f"{receipt.file}: {sum_text(receipt)}")
    if tried.known is not None:
        say(f"Rows of posts that are imported: {tried.known:,}.")
    if len(tried.accepted):
        say(tried.accepted.head(_SHOWN).to_string(index=False, max_colwidth=40))
    for row in tried.rejected.head(_SHOWN).itertuples():
        say(f"row {row.row_number}: {row.reason}")
    note("Nothing was imported.")
    return DONE if tried.brings_something else NOTHING_DONE


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {"map": _map, "formats": _formats}
MISUSE: Final[Sequence[type[Exception]]] = (model.NotRecognised, WrongOption, Unreadable)
"""Errors of the person who typed the command."""
UNANSWERED: Final[Sequence[type[Exception]]] = ()
"""Questions are asked by other commands."""
