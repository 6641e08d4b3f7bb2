"""Every message of the data package: why a row is rejected or a file refused, notes, and progress.

Gaps have names: `n`, `most` and `total` are numbers, `choices` is a tuple of labels, and `reason` is another message if
there is one. Everything else is a name or text from outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import unique
from typing import Any, Final

from common.messages import MessageList, TranslatableText, from_json


@unique
class Message(MessageList):
    """The templates, to be filled with `format`."""

    # a cell
    ROUNDED_ID = "{title}: “{cell}” was rounded, so the ID is lost. Export again with this column as text"
    NO_ID = "{title}: “{cell}” is not an ID of this platform"
    TWO_NUMBERS = "{title}: “{cell}” is ambiguous (thousands or decimals?). Write it without a point"
    NOT_WHOLE = "{title}: “{cell}” is not a whole number"
    NO_NUMBER = "{title}: “{cell}” is not a number. Write it as 4400 or 4.7 %"
    TWO_DATES = "{title}: “{cell}” could be two dates. Write it as {example}"
    NOT_DAY_FIRST = "{title}: “{cell}” is not day first like the other dates in this column. Write it as {example}"
    NOT_MONTH_FIRST = "{title}: “{cell}” is not month first like the other dates in this column. Write it as {example}"
    FUTURE = "{title}: “{cell}” is after the day of import. Correct the date"
    FAR_AHEAD = "{title}: “{cell}” is more than 20 years ahead. Correct the date"
    LONG_AGO = "{title}: “{cell}” is before 1990. Correct the date"
    NOT_READ = "{title}: “{cell}” cannot be read. Write it as {example}"
    NEITHER = "{title}: “{cell}” must be yes or no"
    NONE_OF = "{title}: “{cell}” is not allowed. Use one of: {choices}"
    NO_NETWORK = "{title}: “{cell}” is not the name of a network"
    NO_COUNTRY = "{title}: “{cell}” is not in the list of countries and areas"
    NO_MISSION = "{title}: “{cell}” is not in the list of missions"
    MISSING = "{title} is missing"

    # a row
    HEADER_AGAIN = "This row repeats the column names. Delete it."
    TOO_MANY_FIELDS = "{n} values for {most} columns. Check for a misplaced separator or quotation mark."
    LEFT_OPEN = (
        "A quotation mark is not closed in this line. Close it, move the values to their columns and empty this cell."
    )
    NO_RECORD = "The line is not a complete JSON record, or is nested too deeply. Export it again."
    NO_POST = "This line contains an error message, not a post: {reason}."
    WITHOUT_REASON = "without a reason"
    MARKED = "The file marks this line as not read: {reason}"

    # what a receipt notes
    TWICE = "The column “{title}” appears twice. The first one was used."
    COUNTS_LEFT = "Kept with the rows, but not read: {columns}. Other formats read such columns as counts."
    NOT_KEPT = "Not stored, because they contain personal data: {columns}."
    ELSEWHERE_ROW = "{n} row is not a post and was left out ({columns})."
    ELSEWHERE_ROWS = "{n} rows are not posts and were left out ({columns})."
    OTHER_NETWORKS = (
        "These networks are not in the reference list and were taken as named: {columns}. If one is another spelling of a "
        "network in the list, correct it and import the file again."
    )
    UNLINKED_ROW = "{n} post has no link. It is identified by network, minute, text and its place among equal rows."
    UNLINKED_ROWS = (
        "{n} posts have no link. They are identified by network, minute, text and their place among equal rows."
    )
    UNREAD_CELL = "{n} cell could not be read and is unknown. {reason}."
    UNREAD_CELLS = "{n} cells could not be read and are unknown. {reason}."
    UNTOLD = "No column shows what these counts cover ({columns}). Left unknown: {choices}."
    UNSEEN = "No column shows the post type ({columns}). All are counted as: {choices}."
    NAME_NOT_KEPT = (
        "{n} row has a public name or profile that was not stored, because its account is not marked as an own account of an "
        "office or organization."
    )
    NAMES_NOT_KEPT = (
        "{n} rows have public names or profiles that were not stored, because their accounts are not marked as own accounts of an "
        "office or organization."
    )
    NO_ACCOUNT_NAME = (
        "“{name}” cannot be the name of an account. Write 2 to 60 letters that begin with a letter or digit."
    )
    NOT_EXPORTED_BY = "No account that exported these files is called “{name}”. Look at the files again and choose the missions again."
    EXPLAINS = "{n} row explains the columns and was left out."
    EXPLAIN = "{n} rows explain the columns and were left out."
    SUMMARY = "{n} row is a total or a note, not a post, and was left out."
    SUMMARIES = "{n} rows are totals or notes, not posts, and were left out."
    CUT_OFF_AFTER_ONE = (
        "Posts are missing from this export: its total has more views ({total}) than its {n} post ({most}). "
        "Export a shorter period."
    )
    CUT_OFF = (
        "Posts are missing from this export: its total has more views ({total}) than its {n} posts together ({most}). "
        "Export a shorter period."
    )
    REPLACED_CHARACTER = "{n} character could not be read as {encoding} and was replaced by \N{REPLACEMENT CHARACTER}."
    REPLACED = "{n} characters could not be read as {encoding} and were replaced by \N{REPLACEMENT CHARACTER}."
    SHEET_TAKEN = "Read from the sheet “{sheet}”; left out: {sheets}."
    SHEETS_TOGETHER = "Read together, post by post, from the sheets {sheets}."
    SHEETS_LEFT = "Left out: the sheets {sheets}."
    WITHHELD_ONE = "X did not export {n} post or account mentioned here (deleted, suspended or protected)."
    WITHHELD = "X did not export {n} posts or accounts mentioned here (deleted, suspended or protected)."
    READ_AGAIN = (
        "This file was already imported (import {id}). It was read again and new data were added. Undo that import "
        "to keep only this one."
    )
    IMPORTED_BEFORE = "This file was already imported on {day} (import {id}). Nothing was added."
    TWICE_AN_HOUR = (
        "Times in the hour that occurs twice when clocks in {zone} go back, read by the clock after the change: {n}."
    )
    SKIPPED_HOUR = "Times in an hour that clocks in {zone} skip, read by the clock before the change: {n}."
    CHOSEN = "chosen at import"
    BY_FORMAT = "the format's"
    BY_NAME = "the file's name"
    BY_NEWEST = "the newest post in the file"
    BY_ORIGIN = "the import being corrected"

    # how dates are read
    DAY_FIRST = "“{title}”: dates are read day first, such as {example} ({reason})."
    MONTH_FIRST = "“{title}”: dates are read month first, such as {example} ({reason})."
    BY_CELLS = "some can be read no other way"
    BY_IDS = "the IDs of the posts contain their dates"
    BY_LIKENESS = "as the other dates in this column"
    BY_TODAY = "with month and day the other way round, some would be in the future"
    BY_CAPTURE = "with month and day the other way round, some would be after the date the counts were collected"
    BY_ROWS = "the rows are then in order of time"
    BY_TOOL = "as the format says"

    # a file that is refused
    OF_FILE = "{file}: {reason}"
    UNDECIDED = (
        "The dates in “{title}” of {file} can be read day first or month first, and the file does not show which. "
        "Import it again with --dates day-first or --dates month-first."
    )
    NO_FILE = "There is no file {file}. Check its name."
    LINK_OUT = "{file} is a link to a place outside the folder, so it was left out. To import what it leads to, name that file itself."
    NOT_ALLOWED = "{file} cannot be opened ({reason}). Check that you have permission."
    EMPTY = "{file} is empty. Export it again."
    LARGE_FILE = "{file} is larger than {n} GB. Split it by period and import the parts."
    NO_TEXT = "{file} contains no text. Export it again."
    NO_ROWS = "{file} contains no rows. Export it again."
    ENDLESS_LINE = "{file} has a line of more than {n} MB, so it is not a table. Export it again."
    WIDE = "{file} has {n} columns, more than any export. Check that it is the right file."
    NO_TABLE = "{file} cannot be read as a table ({reason}). Open it, save it as CSV and import that file."
    BROKEN_LINES = "its lines are broken"
    NO_JSON = "{file} is not complete JSON, or a record is larger than {n} MB. Export it again."
    NO_RECORDS = "{file} contains no records. Export it again."
    MANY_NAMES = "{file} has {n} different names, more than any export. Check that it is the right file."

    # a workbook
    NO_WORKBOOK = "{file} cannot be opened as a workbook. Open it in Excel, save it as .xlsx and import that file."
    READER_ENDED = (
        "{file} cannot be read as a workbook. It is damaged, or it needs more memory than a table of posts. "
        "Open it in Excel, save it as CSV and import that."
    )
    READER_LATE = "Reading {file} was stopped after {n} seconds. Open it in Excel, save it as CSV and import that."
    NO_READER = "{file} was not read, because the process that reads workbooks did not start. Close other programs and try again."
    BROKEN_WORKBOOK = "{file} is a damaged archive. Export it again."
    OPEN_DOCUMENT = "{file} is an OpenDocument file. Save it as .xlsx or .csv and import that."
    OTHER_ARCHIVE = "{file} is an archive, not a workbook. Unpack it and import the files."
    MACROS = "{file} contains macros. Save it as .xlsx without macros and import that file."
    LOCKED_WORKBOOK = "{file} is protected by a password. Save it without one and import that file."
    LARGE_UNPACKED = "{file} unpacks to {n} MB, too much for a table of posts. Save it as CSV and import that file."
    LARGE_WORKBOOK = "{file} is too large for a table of posts. Save it as CSV and import that file."
    DAMAGED = "{file} is incomplete or damaged ({reason}). Export it again."
    DOCUMENT_TYPE = "{file} declares a document type, which exports do not. Open it in Excel and save it as .xlsx."
    WIDE_SHEET = "{file} has more than {n} columns. Check that it is the right file."

    # an archive
    BROKEN_ARCHIVE = "{file} is a damaged archive. Pack it again."
    NO_FILES = "{file} contains no files. Pack it again."
    MANY_FILES = "{file} contains {n} files. Pack at most {most} together."
    LOCKED_ARCHIVE = "{file} is protected by a password. Unpack it and import the files."
    NESTED = "{file} contains another archive, {nested}. Unpack it and import the files."
    LARGE_ARCHIVE = "{file} unpacks to {n} MB, far more than exports do. Unpack it and import the files."

    # a format
    NO_FORMAT = (
        "{file} is not in a known format. Its columns are: {columns}. Say once which column is which, on the Imports page "
        "or with `python cli.py map FILE`."
    )
    NO_HEADER = (
        "{file} is not in a known format, and no row has the column names. Put them in the first row, or copy the "
        "rows into a contribution sheet."
    )
    NEAREST = (
        "{file} is not in a known format. The closest is “{format}”; missing columns: {columns}. Export it again with them, or "
        "say which column is which, on the Imports page or with `python cli.py map FILE`."
    )
    TOO_MUCH = "{file} looks like “{format}” but also has {columns}. Remove that column or choose another format."
    SEVERAL = "{file} matches {formats} and {other}. Choose one with --format."
    REFUSED = "{file} was not imported. It is “{format}”. {reason}"
    UNKNOWN_FORMAT = "No format is called '{name}'. `python cli.py formats` lists them."
    NEAR_FORMAT = "No format is called '{name}'. Did you mean '{near}'? `python cli.py formats` lists them."
    BROKEN_FORMAT = "{path} is not a valid format file. {reason} Correct or remove the file."
    NOT_A_FORMAT = "This is not a valid format. {reason} Correct the text and save it again."
    NO_TOML = "It is not valid TOML: {reason}."
    UNKNOWN_KEY = "There is no key “{key}”. Allowed are: {choices}."
    NEAR_KEY = "There is no key “{key}”. Did you mean “{near}”? Allowed are: {choices}."
    LACKS_KEY = "“{key}” is missing."
    NO_REQUIRED = "“requires” must name at least one column."
    NOT_A_TEXT = "“{key}” must be a text in quotation marks."
    NOT_A_FLAG = "“{key}” must be true or false."
    NOT_TEXTS = '“{key}” must be a list of texts, such as ["Link", "When"].'
    NOT_PAIRS = "“{key}” must be a table of texts."
    NOT_LISTS = "“{key}” must be a table of lists of texts."
    NOT_TABLES = "“{key}” must be a list of tables."
    NOT_SIGNS = "“{key}” must be a list of signs. Each has a column and a regular expression."
    NOT_A_COLUMN = '“{key}” must be a table, such as {{ from = ["Link"] }}.'
    NOT_TRANSLATIONS = "“{key}” must have one table of names for each language."
    NOT_TWO = "“{key}” must be a list of two texts."
    NOT_A_COLUMN_OF = "“{key}” is not a column of {table}. Allowed are: {choices}."
    NEAR_COLUMN = "“{key}” is not a column of {table}. Did you mean “{near}”? Allowed are: {choices}."
    NOT_ALLOWED_VALUE = "“{key}” is “{value}”. Allowed are: {choices}."
    NOT_LISTED = "“{key}” is “{value}”. It must be a code in {file}, such as {choices}."
    NO_CODE = "There is no code “{key}”. Allowed are: {choices}."
    WITHOUT_CODES = "“{key}” is only for columns with a list of codes: {choices}."
    OTHER_KIND = "“{key}” is “{value}”. Write it as {example}."
    NO_EXPRESSION = "“{key}” is “{value}”, which is not a regular expression."
    NO_GROUP = "“{key}” is “{value}”, which is not a regular expression with a group in parentheses."
    NO_TIME_PATTERN = "“{key}” is “{value}”, which is not a way to write times, such as %d.%m.%Y %H:%M."
    UNSAID = "It depends on columns that a file may lack, and gives no value for that case: {columns}."
    NOT_SUPPOSED = "“{key}” is only for: {choices}."
    NOT_SAVED = "No saved format is called '{name}'. `python cli.py formats --saved` lists those that are."
    NO_NAME = "'{name}' cannot be the name of a format. Choose a name that no format has, such as our_tool_posts."
    NO_COLUMN = "Choose a column for: {choices}."
    POST_OR_LINK = "the post’s ID or its link"
    WHEN_POSTED = "when it was posted"
    THE_PLATFORM = "the platform"
    A_COUNT = "at least one count"
    UNKNOWN_ORDER = "'{name}' is not an order of day and month. Write day-first or month-first."
    NO_CAPTURE = (
        "{file} contains counts of posts, but not the date they were collected. "
        "Give the date at import, or at the end of the file name, as in counts_2024-05-31.csv."
    )
    FUTURE_CAPTURE = "The counts cannot be from {day}, which is in the future. Give the date they were collected."
    UNKNOWN_ZONE = "No time zone is called '{zone}'. Write it as Europe/Zurich or UTC."

    # an import
    READING = "Reading {file}"
    ADDING_UP = "Calculating totals"
    DONE = "Done"
    NO_IMPORT = "There is no import {id}. `python cli.py imports` lists them."
    NO_UNDO = "There are no data yet, so there is no import to undo."
    UNDONE = "Import {id} was already undone on {moment} UTC."

    # what is withdrawn
    WITHDRAWN_CONSENTS = "Withdrawn consents: {n}. Everything they cover is erased."
    WITHDRAWN_ROWS = "Rows with withdrawn content: {n}. Only their dates and counts are kept."
    NO_PURGE = "There are no data yet, so there is nothing to erase."
    SEVERAL_NAMED = "{n} items have this ID. Put {ways} or {last} before it to choose one."
    NONE_NAMED = (
        "No consent, story, photo or post has this ID or link. "
        "Give the ID of a consent, a post as twitter/501702184017428480, or the link of a post."
    )

    # the warehouse
    ROUNDED_IDS = (
        "{file}: all {n} IDs end in 00, so a spreadsheet or a script has rounded them and posts cannot be told apart. "
        "Export again with this column as text."
    )
    MANY_NETWORKS = (
        "{file}: “{title}” has {n} different names that are no known networks. It is probably another column: "
        "check which column has the network."
    )
    NO_KEY = (
        "{file} exists but contains no key. Restore it from a backup. Without it, new imports cannot be linked to "
        "known accounts."
    )
    KEY_MISSING = (
        "{file} is missing, so new imports cannot be linked to known accounts. Restore it from a backup, or import "
        "into a new folder."
    )
    OTHER_KEY = (
        "{file} is not the key of these data. Put the right one back from a backup, or import into a new folder."
    )
    NOT_EMPTY = "{folder} is not empty, so the sample was not imported. Import your exports, or name another folder with --warehouse."
    SAMPLE_ONLY = (
        "{file} was not imported. These data are the sample, and the key of its pseudonyms is public. "
        "Choose “Start with my files” and import it there."
    )
    NOT_MIGRATED = (
        "{version} was written by an earlier release and cannot be brought up to date ({reason}). "
        "Nothing was changed: import your files into a new folder."
    )
    NOT_WRITTEN = (
        "{folder} could not be written ({reason}). Nothing was changed. Free some disk space, or allow more memory "
        "with REACH_MEMORY=4GB, and try again."
    )
    NOT_MADE = "{folder} cannot be created ({reason}). Choose another folder with --warehouse."
    BUSY = "{folder} is in use by {reason}. Wait until it finishes and try again."
    PROCESS = "process {id} of {user}"
    UNNAMED_PROCESS = "process {id} of an unnamed user"
    OTHER_PROCESS = "another process"
    READ_ONLY = "{folder} is read-only. Choose another folder with --warehouse."


TEMPLATES: Final = {message.code: str(message) for message in Message}


def message(said: Mapping[str, Any]) -> TranslatableText:
    """Return a message of data again from what `as_dict` gave of it."""
    text: TranslatableText = from_json(said, TEMPLATES)
    return text
