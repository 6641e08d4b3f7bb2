"""JSON becomes a table of text: one record on each line or an array, with nested names joined by dots.

For example `author.public_metrics.followers_count`. The work is set-based, in a DuckDB of its own that can use the
disk. Where all documents are records, the file is read twice: for the names in it, and for the values under them. Other
files are unwrapped first (json_pages.py). Of a file that no format fits only the first records are written, and of a
large one whose first records have little in common with any format only these are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import duckdb
import orjson

from common.rows import single_row
from common.sql import literal
from data.messages import Message
from data.reading import json_names, json_pages, json_pieces, json_wrapped
from data.reading.json_names import Column
from data.reading.text_table import HEAD_ROWS, MAX_COLUMNS, MAX_LINE, UNREADABLE, Fits, TextTable, Unreadable, read_head

BEGINS: Final = re.compile(r'\s*(window\.YTD\.\w+\.part\d+\s*=\s*)?(\[\s*[{\]]|\{\s*["}])')
"""How JSON begins, and the JavaScript that X wraps around the parts of its archive."""
_CHUNK = 4 * 2**20
_LARGE: Final = 8 * 2**20
"""From this size on, the first records are looked at before all others are."""
_FIRST: Final = 5_000
"""How many these are: enough that a column which every record may have is in one of them."""
_LINES: Final = f"""
    SELECT line FROM read_csv($path, auto_detect = false, header = false, columns = {{'line': 'VARCHAR'}}, delim = chr(1),
        quote = '', escape = '', null_padding = true, strict_mode = false, parallel = false, max_line_size = {MAX_LINE})"""


@dataclass(frozen=True)
class _Documents:
    """A file of documents and how they stand in it, as `read_json_objects` calls it."""

    path: Path
    layout: str

    @property
    def sql(self) -> str:
        """SQL that gives each of them as `json`, in their order."""
        how = f"format = '{self.layout}', maximum_object_size = {MAX_LINE}"
        return f"SELECT json FROM read_json_objects({literal(str(self.path))}, {how})"

    def parts(self) -> Iterator[tuple[str, Path]]:
        """Yield SQL over `$path` that gives some documents as `line`, and the file that it reads.

        Lines are read in groups, because one line of an API response has many posts.
        """
        if self.layout != "newline_delimited":
            yield (
                self.sql.replace("SELECT json", "SELECT json::VARCHAR AS line").replace(
                    literal(str(self.path)), "$path"
                ),
                self.path,
            )
            return
        part = self.path.with_suffix(".part")
        with self.path.open("rb") as source:
            while lines := source.readlines(_CHUNK):
                part.write_bytes(b"".join(lines))
                yield _LINES, part


def read_records(
    name: str, path: Path, scratch: Path, encoding: str, fits: Fits, may_fit: Fits | None = None
) -> TextTable:
    """Return the records in a file of UTF-8 text.

    Args:
        name: The name of the file.
        path: The file.
        scratch: The folder for the table.
        encoding: The encoding that the import summary shows.
        fits: Whether some format fits the names; otherwise the table has the first records only.
        may_fit: Whether some format could fit records of which the first ones have these names; the others are then not
            read where none could.

    Raises:
        Unreadable: There are no records; the message says what to do.
    """
    target = scratch / "records.csv"
    try:
        with _database(path, scratch) as con:
            documents, hidden = _documents(con, path, fits, may_fit), 0
            columns = _names_of_first_records(con, documents, may_fit) if may_fit else {}
            if columns or (columns := _names_of_records(con, documents.sql)):
                source = f"SELECT json AS record, NULL AS reason, NULL AS line FROM ({documents.sql})"
            else:
                columns, hidden = _unwrapped(con, documents, may_fit)
                source = "FROM records"
            _check(name, columns)
            fitting = fits([[*columns, *UNREADABLE]])
            _write(con, list(columns.values()), source if fitting else f"{source} LIMIT {HEAD_ROWS}", target)
    except duckdb.IOException:
        raise
    except duckdb.Error as error:
        raise Unreadable(Message.NO_JSON.format(file=name, n=MAX_LINE // 2**20)) from error
    with target.open(encoding="utf-8", newline="") as file:
        head = read_head(file)
    notes = [(Message.WITHHELD_ONE if hidden == 1 else Message.WITHHELD).format(n=hidden)] if hidden else []
    return TextTable(name, target, ",", encoding, head, quoted_by_us=True, notes=notes)


@contextmanager
def _database(path: Path, scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database for a file: one of its own on the disk for a large file, one in memory for all small ones.

    To begin a database takes longer than to read a small file.
    """
    if path.stat().st_size < _LARGE:
        with _in_memory().cursor() as con:
            yield con
        return
    database = scratch / "records.duckdb"
    database.unlink(missing_ok=True)
    try:
        with duckdb.connect(database) as con:
            con.execute(f"SET temp_directory = {literal(scratch)}")
            json_pages.prepare(con)
            yield con
    finally:
        database.unlink(missing_ok=True)


@cache
def _in_memory() -> duckdb.DuckDBPyConnection:
    """Return the one database of all small files. What a file needs is in temporary tables of its own connection."""
    con = duckdb.connect(config={"threads": 1})
    json_pages.prepare(con)
    return con


# -- where the documents are


def _documents(con: duckdb.DuckDBPyConnection, path: Path, fits: Fits, may_fit: Fits | None) -> _Documents:
    with path.open(encoding="utf-8") as file:
        start = file.read(2**16)
    wrapping = (found := BEGINS.match(start)) and found.group(1)
    if wrapping:
        return _Documents(_without(path, len(start[: start.index("=") + 1].encode())), "array")
    if start.lstrip().startswith("["):
        return _Documents(path, "array")
    if document := json_pieces.whole(path):
        records = json_wrapped.unwrapped(path, document, lambda items: _columns(con, items), fits, may_fit)
        if not records and path.stat().st_size > MAX_LINE and not json_pieces.has_long_numbers(path):
            records = json_pieces.cut(document, path)
        if records:
            return _Documents(records, "newline_delimited")
    return _Documents(path, "unstructured" if _spread(start) else "newline_delimited")


def _columns(con: duckdb.DuckDBPyConnection, items: list[Any]) -> Iterable[Column]:
    """Return the columns that objects have."""
    members = "SELECT unnest($items::VARCHAR::JSON[]) AS item"
    structure = con.execute(
        f"SELECT json_group_structure(item)::VARCHAR FROM ({members})", {"items": orjson.dumps(items).decode()}
    )
    return json_names.columns(single_row(structure)[0]).values()


def _spread(start: str) -> bool:
    """Return whether the first object spans several lines."""
    first, _, rest = start.strip().partition("\n")
    return rest != "" and not first.rstrip().endswith("}") and not rest.lstrip().startswith("{")


def _without(path: Path, skipped: int) -> Path:
    """Return the file without its first bytes and without a semicolon at its end."""
    bare = path.with_suffix(".json")
    with path.open("rb") as source, bare.open("wb") as target:
        source.seek(skipped)
        chunk = source.read(_CHUNK)
        while following := source.read(_CHUNK):
            target.write(chunk)
            chunk = following
        target.write(chunk.rstrip(b" \t\n;"))
    return bare


# -- what they hold


def _names_of_first_records(con: duckdb.DuckDBPyConnection, documents: _Documents, may_fit: Fits) -> dict[str, Column]:
    """Return the columns of the first records of a large file that no format could fit; empty if one could."""
    if documents.path.stat().st_size < _LARGE:
        return {}
    columns = _names_of_records(con, f"{documents.sql} LIMIT {_FIRST}")
    return {} if may_fit([list(columns)]) else columns


def _names_of_records(con: duckdb.DuckDBPyConnection, documents: str) -> dict[str, Column]:
    """Return the columns of documents that are records, all of them; empty if one is not, or cannot be read.

    Args:
        con: A connection.
        documents: SQL that gives them as `json`.
    """
    survey = f"""
        SELECT json_group_structure(CASE WHEN sound THEN json END)::VARCHAR, count(*) FILTER (sound IS NOT true) FROM (
            SELECT json, json_type(json) = 'OBJECT' AND len(json_keys(json)) > 0 AND NOT {json_pages.can_be_deep("json::VARCHAR")} AS sound
            FROM ({documents})
        )
    """
    (threads,) = single_row(con.execute("SELECT current_setting('threads')"))
    try:
        con.execute("SET threads = 1")  # several get in each other's way, which takes twice the processor time
        structure, others = single_row(con.execute(survey))
    except (duckdb.InvalidInputException, duckdb.InvalidTypeException):
        return {}  # a line is broken, which costs that line alone
    finally:
        con.execute(f"SET threads = {int(threads)}")
    names = frozenset(json_names.top(structure))
    if others or json_pages.has_pages(con, documents, names):
        return {}
    return json_names.columns(structure)


def _unwrapped(
    con: duckdb.DuckDBPyConnection, documents: _Documents, may_fit: Fits | None
) -> tuple[dict[str, Column], int]:
    """Make the table `records` of documents that are no records all of them.

    Of a large file that no format could fit it has the records of the first part.

    Returns:
        Its columns, and how many posts and accounts X withheld.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE records (record JSON, reason VARCHAR, line VARCHAR)")
    hidden, columns = 0, dict[str, Column]()
    for source, part in documents.parts():
        hidden += json_pages.unwrap(con, source, part)
        (structure,) = single_row(con.execute("SELECT json_group_structure(record)::VARCHAR FROM part_records"))
        columns |= json_names.columns(structure)
        con.execute("INSERT INTO records FROM part_records")
        if may_fit and documents.path.stat().st_size >= _LARGE and not may_fit([list(columns)]):
            break
    return columns, hidden


def _check(name: str, columns: dict[str, Column]) -> None:
    if not columns:
        raise Unreadable(Message.NO_RECORDS.format(file=name))
    if len(columns) > MAX_COLUMNS - len(UNREADABLE):
        raise Unreadable(Message.MANY_NAMES.format(file=name, n=len(columns)))


def _write(con: duckdb.DuckDBPyConnection, columns: list[Column], source: str, target: Path) -> None:
    """Write the names, then the records and the lines that are none.

    Carriage returns and NUL stand in JSON as escapes; most records have none, and to look through every value costs as
    much as reading it.
    """
    header = ", ".join(literal(name) for name in (*(column.name for column in columns), *UNREADABLE))
    paths = [literal(column.path) for column in columns]
    once = [path for path, column in zip(paths, columns, strict=True) if not column.many]
    values = [
        f"array_to_string(json_extract_string(record, {path}), ' ')"
        if column.many
        else f"found[{once.index(path) + 1}]"
        for path, column in zip(paths, columns, strict=True)
    ]
    tidied = [f"CASE WHEN odd THEN translate({value}, chr(13) || chr(0), '') ELSE {value} END" for value in values]
    con.execute(
        f"""
        COPY (
            SELECT {header}
            UNION ALL
            SELECT {", ".join(tidied)}, reason, line
            FROM (
                SELECT *, contains(record::VARCHAR, '\\r') OR contains(record::VARCHAR, '\\u00') AS odd,
                    json_extract_string(record, [{", ".join(once)}]) AS found
                FROM ({source})
            )
        ) TO {literal(target)} (FORMAT csv, HEADER false, DELIMITER ',', QUOTE '"', ESCAPE '"')
        """
    )
