"""Every message of data: why a row is rejected or a file refused, what a receipt notes, what is being done.

What stands in a gap goes by its name: `n`, `most` and `total` are numbers, `choices` a tuple of labels, `reason` is a message again where
there is one; everything else is a name or text from outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import unique
from typing import Any, Final

from common.messages import MessageList, TranslatableText, restored


@unique
class Message(MessageList):
    """Templates, to be filled with `format`."""

    # a cell
    ROUNDED_ID = "{title}: “{cell}” is a rounded number, so the id is lost: export again and keep the column as text"
    NO_ID = "{title}: “{cell}” is not an id of this platform"
    TWO_NUMBERS = "{title}: “{cell}” can be read as two numbers: write it without a point"
    NOT_WHOLE = "{title}: “{cell}” is not a whole number"
    NO_NUMBER = "{title}: “{cell}” is not a number: write it as 4400 or 4.7 %"
    TWO_DATES = "{title}: “{cell}” can be read as two dates: write it as {example}"
    NOT_DAY_FIRST = "{title}: “{cell}” cannot be read day first, as the other dates of this column: write it as {example}"
    NOT_MONTH_FIRST = "{title}: “{cell}” cannot be read month first, as the other dates of this column: write it as {example}"
    FUTURE = "{title}: “{cell}” is after the day of import: correct the date"
    FAR_AHEAD = "{title}: “{cell}” is more than 20 years ahead: correct the date"
    LONG_AGO = "{title}: “{cell}” is before 1990: correct the date"
    NOT_READ = "{title}: “{cell}” cannot be read: write it as {example}"
    NEITHER = "{title}: “{cell}” is neither yes nor no"
    NONE_OF = "{title}: “{cell}” is none of: {choices}"
    NO_COUNTRY = "{title}: “{cell}” is no country or area of the reference list"
    NO_MISSION = "{title}: “{cell}” is no mission of the reference list"
    MISSING = "{title} is missing"

    # a row
    HEADER_AGAIN = "The row repeats the header: delete it."
    TOO_MANY_FIELDS = "{n} fields under a header of {most} columns: a delimiter or quote is out of place."
    LEFT_OPEN = "A quote is left open in this line: close it, put its fields under their columns and empty this cell."
    NO_RECORD = "The line is no JSON record, is broken off or is nested too deep: export it again."
    NO_POST = "The line holds no post but an error: {reason}."
    WITHOUT_REASON = "without a reason"
    MARKED = "The file marks this line as not read: {reason}"

    # what a receipt notes
    TWICE = "The column “{title}” stands twice; the first was taken."
    NOT_KEPT = "Not kept, because they describe people: {columns}."
    ELSEWHERE_ROW = "{n} row is no post of a platform and was left out ({columns})."
    ELSEWHERE_ROWS = "{n} rows are no posts of a platform and were left out ({columns})."
    UNLINKED_ROW = "{n} post has no link. It is identified by network, minute, text and its place among equal rows."
    UNLINKED_ROWS = "{n} posts have no link. They are identified by network, minute, text and their place among equal rows."
    UNREAD_CELL = "{n} cell could not be read and is unknown. {reason}."
    UNREAD_CELLS = "{n} cells could not be read and are unknown. {reason}."
    UNTOLD = "No column tells whose counts these are ({columns}). Left unknown: {choices}."
    UNSEEN = "No column tells which kind of post it is ({columns}). All count as: {choices}."
    EXPLAINS = "{n} row explains the columns and was left out."
    EXPLAIN = "{n} rows explain the columns and were left out."
    SUMMARY = "{n} row is a total or a note, not a post, and was left out."
    SUMMARIES = "{n} rows are totals or notes, not posts, and were left out."
    CUT_OFF = "Posts are missing from this export: its total is {total} views, its {n} posts have {most}. Export a shorter period."
    REPLACED = "{n} characters could not be read as {encoding} and stand as \N{REPLACEMENT CHARACTER}."
    SHEET_TAKEN = "Read from the sheet “{sheet}”; left out: {sheets}."
    SHEETS_TOGETHER = "Read together, post by post, from the sheets {sheets}."
    SHEETS_LEFT = "Left out: the sheets {sheets}."
    WITHHELD = "X withheld {n} posts or accounts that these posts refer to (deleted, suspended or protected)."
    READ_AGAIN = "This file is import {id} already. It was read again, and what is new was added. Undo that import to keep this one alone."
    IMPORTED_BEFORE = "This very file is import {id} of {day}: nothing was added."
    TWICE_AN_HOUR = "Times in the hour that occurs twice when clocks in {zone} go back, read by the clock after the change: {n}."
    SKIPPED_HOUR = "Times in an hour that clocks in {zone} skip, read by the clock before the change: {n}."
    CHOSEN = "chosen at import"
    BY_FORMAT = "the format's"
    BY_NAME = "the file's name"
    BY_NEWEST = "the newest post in the file"
    BY_ORIGIN = "the import whose rows it mends"

    # how dates are read
    DAY_FIRST = "“{title}”: dates are read day first, such as {example} ({reason})."
    MONTH_FIRST = "“{title}”: dates are read month first, such as {example} ({reason})."
    BY_CELLS = "some can be read no other way"
    BY_IDS = "the ids of the posts contain their dates"
    BY_LIKENESS = "as the other dates in this column"
    BY_TODAY = "month and day the other way round, some would be in the future"
    BY_CAPTURE = "month and day the other way round, some would be after the day the counts were read"
    BY_ROWS = "the rows are then in order of time"
    BY_TOOL = "as this tool writes them"

    # a file that is refused
    UNDECIDED = (
        "The dates in “{title}” of {file} can be read day first or month first, and nothing in the file tells which. "
        "Import it again with --dates day-first or --dates month-first."
    )
    NO_FILE = "There is no file {file}: check its name."
    LINK_OUT = "{file} is a link to a place outside the folder, so it was left out. To import what it leads to, name that file itself."
    NOT_ALLOWED = "{file} cannot be read ({reason}): check that you may open it."
    EMPTY = "{file} is empty: export it again."
    LARGE_FILE = "{file} is larger than {n} GB: split it by period and import the parts."
    NO_TEXT = "{file} holds no text: export it again."
    NO_ROWS = "{file} holds no rows: export it again."
    ENDLESS_LINE = "{file} has a line of more than {n} MB, so it is no table: export it again."
    WIDE = "{file} has {n} columns, more than any export: check that it is the right file."
    NO_TABLE = "{file} cannot be read as a table ({reason}): open it, save it as CSV and import that."
    BROKEN_LINES = "its lines are broken"
    NO_JSON = "{file} is no whole JSON, or a record in it is larger than {n} MB: export it again."
    NO_RECORDS = "{file} holds no records: export it again."
    MANY_NAMES = "{file} has {n} different names, more than any export: check that it is the right file."

    # a workbook
    NO_WORKBOOK = "{file} cannot be opened as a workbook: open it in Excel, save it as .xlsx and import that."
    READER_ENDED = (
        "{file} cannot be read as a workbook. It is damaged, or it needs more memory than a table of posts. "
        "Open it in Excel, save it as CSV and import that."
    )
    READER_LATE = "Reading {file} was stopped after {n} seconds. Open it in Excel, save it as CSV and import that."
    NO_READER = "{file} was not read, because the process that reads workbooks did not start. Close other programs and try again."
    BROKEN_WORKBOOK = "{file} is a broken archive: export it again."
    OPEN_DOCUMENT = "{file} is an OpenDocument file. Save it as .xlsx or .csv and import that."
    OTHER_ARCHIVE = "{file} is an archive, not a workbook: unpack it and import the files."
    MACROS = "{file} carries macros: save it as .xlsx without macros and import that."
    LOCKED_WORKBOOK = "{file} is locked with a password: save it without one and import that."
    LARGE_UNPACKED = "{file} unpacks to {n} MB, more than a table of posts holds: save it as CSV and import that."
    LARGE_WORKBOOK = "{file} is larger than a table of posts: save it as CSV and import that."
    DAMAGED = "{file} breaks off or is damaged ({reason}): export it again."
    DOCUMENT_TYPE = "{file} declares a document type, which no export does: open it in Excel and save it as .xlsx."
    WIDE_SHEET = "{file} has more than {n} columns: check that it is the right file."

    # an archive
    BROKEN_ARCHIVE = "{file} is a broken archive: pack it again."
    NO_FILES = "{file} holds no files: pack it again."
    MANY_FILES = "{file} holds {n} files: pack at most {most} together."
    LOCKED_ARCHIVE = "{file} is locked with a password: unpack it and import the files."
    NESTED = "{file} holds another archive, {nested}: unpack that and import the files."
    LARGE_ARCHIVE = "{file} unpacks to {n} MB, far more than exports do: unpack it and import the files."

    # a format
    NO_FORMAT = (
        "No format fits {file}; its columns are: {columns}. "
        "Check that the first row names the columns, or copy the rows into a contribution sheet."
    )
    NO_HEADER = (
        "No format fits {file}, and no row in it names the columns. "
        "Put the names of the columns into the first row, or copy the rows into a contribution sheet."
    )
    NEAREST = "No format fits {file}. The nearest, {format}, also needs: {columns}."
    TOO_MUCH = "{file} looks like {format} but also has {columns}: leave that column out or choose another format."
    SEVERAL = "{file} fits the formats {formats} and {other}: say which with --format."
    REFUSED = "{file} is recognised as “{format}” and left out. {reason}"
    UNKNOWN_FORMAT = "No format is called '{name}'. `python cli.py formats` lists them."
    NEAR_FORMAT = "No format is called '{name}'. Did you mean '{near}'? `python cli.py formats` lists them."
    BROKEN_FORMAT = "{path} cannot be read as a format ({reason}): mend it or remove it."
    UNSAID = "it goes by columns that it does not require, and does not say what holds without them: {columns}"
    NOT_SUPPOSED = "what these columns say cannot be supposed: {columns}"
    NO_NAME = "'{name}' cannot be the name of a format: choose one that no format has, such as our_tool_posts."
    NO_COLUMN = "The mapping names no column for: {choices}. Choose one."
    POST_OR_LINK = "the post's id or its link"
    WHEN_POSTED = "when it was posted"
    THE_PLATFORM = "the platform"
    UNKNOWN_ORDER = "Dates cannot be read '{name}': write day-first or month-first."
    FUTURE_CAPTURE = "Counts cannot have been read on {day}, which is still to come: give the day they were read."
    UNKNOWN_ZONE = "No time zone is called '{zone}': write it as Europe/Zurich or UTC."

    # an import
    READING = "Reading {file}"
    ADDING_UP = "Adding up"
    DONE = "Done"
    NO_IMPORT = "There is no import {id}: `python cli.py imports` lists them."
    NO_UNDO = "There is no data yet, so there is no import to undo."
    UNDONE = "Import {id} was undone on {moment} UTC already."

    # what is withdrawn
    WITHDRAWN_CONSENTS = "Consents that are withdrawn, so that what they cover is erased: {n}."
    WITHDRAWN_ROWS = "Rows of what was withdrawn, of which only dates and counts are kept: {n}."
    NO_PURGE = "There is no data yet, so there is nothing to purge."
    SEVERAL_NAMED = "{n} things are called that: put {ways} or {last} in front, to say which."
    NONE_NAMED = (
        "No consent, story, photo or post is called that: "
        "write a consent's id, a post as twitter/501702184017428480, or a post's link."
    )

    # the warehouse
    ROUNDED_IDS = (
        "{file}: all {n} ids end in 00, so a spreadsheet or a script has rounded them and posts cannot be told apart: "
        "export again and keep the column as text."
    )
    NO_KEY = (
        "{file} is there, but holds no key: put the key back from a backup. "
        "Without it new imports cannot be linked to the accounts that are known."
    )
    KEY_MISSING = "{file} is missing, and new imports would be linked to nobody. Put it back from a backup, or import into a new folder."
    OTHER_KEY = "{file} is not the key of these data. Put the right one back from a backup, or import into a new folder."
    NOT_EMPTY = "{folder} is not empty, so the sample was not imported. Import your exports, or name another folder with --warehouse."
    NOT_MIGRATED = (
        "{version} was written by an earlier release and cannot be brought up to date ({reason}). "
        "Nothing was changed: import your files into a new folder."
    )
    NOT_WRITTEN = (
        "{folder} could not be written, and nothing was changed ({reason}): "
        "make room on the disk, or allow more memory with REACH_MEMORY=4GB, and try again."
    )
    NOT_MADE = "{folder} cannot be made ({reason}): name another folder with --warehouse."
    BUSY = "{reason} is writing to {folder}: wait until it has finished and try again."
    PROCESS = "process {id} of {user}"
    UNNAMED_PROCESS = "process {id} of an unnamed user"
    OTHER_PROCESS = "another process"
    READ_ONLY = "{folder} is read-only: name another folder with --warehouse."


TEMPLATES: Final = {message.code: str(message) for message in Message}


def message(said: Mapping[str, Any]) -> TranslatableText:
    """Return a message of data again from what `as_dict` gave of it."""
    return restored(said["code"], said["values"], TEMPLATES)
