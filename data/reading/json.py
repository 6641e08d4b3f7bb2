"""JSON becomes a table of text: one record on each line or an array, with nested names joined by dots.

For example `author.public_metrics.followers_count`. The work is set-based, in a DuckDB of its own that can use the
disk. A response page of an API becomes its records, each with its author and media from `includes`. A line that cannot
be read becomes a row with the reason and the line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import duckdb

from common.rows import single_row
from common.sql import literal
from data.messages import Message
from data.reading import json_containers
from data.reading.text_table import MAX_COLUMNS, MAX_LINE, UNREADABLE, TextTable, Unreadable, read_head

BEGINS: Final = re.compile(r'\s*(window\.YTD\.\w+\.part\d+\s*=\s*)?(\[\s*[{\]]|\{\s*["}])')
"""How JSON begins, and the JavaScript that X wraps around the parts of its archive."""
_ENVELOPE: Final = ("data", "includes", "meta", "errors", "matching_rules", "__twarc")
"""What a response page of X's API holds, and nothing else."""
_CHUNK = 4 * 2**20
_NESTING: Final = 200
"""A record nested deeper is no post but an attempt to overflow what reads it."""
_STEPS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_OTHERS: Final = bytes(set(range(256)) - set(_STEPS))
_LINES: Final = f"""
    SELECT line FROM read_csv($path, auto_detect = false, header = false, columns = {{'line': 'VARCHAR'}}, delim = chr(1),
        quote = '', escape = '', null_padding = true, strict_mode = false, parallel = false, max_line_size = {MAX_LINE})"""
_ELEMENTS: Final = (
    f"SELECT json::VARCHAR AS line FROM read_json_objects($path, format = '{{}}', maximum_object_size = {MAX_LINE})"
)
_DEPTH: Final = 8
"""Below this depth a value is kept as JSON text."""


@dataclass(frozen=True)
class _Column:
    """A name in the table and where its text stands in a record; `many`: in each member of an array."""

    name: str
    path: str
    many: bool = False


def read_records(name: str, path: Path, scratch: Path, encoding: str) -> TextTable:
    """Return the records in a file of UTF-8 text.

    Args:
        name: The name of the file.
        path: The file.
        scratch: The folder for the table.
        encoding: The encoding that the import summary shows.

    Raises:
        Unreadable: There are no records; the message says what to do.
    """
    database = scratch / "records.duckdb"
    database.unlink(missing_ok=True)
    target = scratch / "records.csv"
    try:
        with duckdb.connect(database) as con:
            con.execute(f"SET temp_directory = {literal(scratch)}")
            con.create_function("too_deep", _too_deep, ["VARCHAR"], "BOOLEAN")
            con.execute("CREATE TABLE records (record JSON, reason VARCHAR, line VARCHAR)")
            hidden = 0
            columns: dict[str, _Column] = {}
            for source, part in _parts(path):
                hidden += _unwrap(con, source, part)
                columns |= _columns(con)
                con.execute("INSERT INTO records FROM part_records")
            _check(name, columns)
            _write(con, list(columns.values()), target)
    except duckdb.IOException:
        raise
    except duckdb.Error as error:
        raise Unreadable(Message.NO_JSON.format(file=name, n=MAX_LINE // 2**20)) from error
    finally:
        database.unlink(missing_ok=True)
    with target.open(encoding="utf-8", newline="") as file:
        head = read_head(file)
    notes = [Message.WITHHELD.format(n=hidden)] if hidden else []
    return TextTable(name, target, ",", encoding, head, quoted_by_us=True, notes=notes)


def _parts(path: Path) -> Iterator[tuple[str, Path]]:
    """Yield what to read, as SQL over `$path`, and from where.

    Lines are read in groups, because one line of an API response has many posts.
    """
    with path.open(encoding="utf-8") as file:
        start = file.read(2**16)
    wrapping = (found := BEGINS.match(start)) and found.group(1)
    if wrapping:
        yield _ELEMENTS.format("array"), _without(path, len(start[: start.index("=") + 1].encode()))
    elif start.lstrip().startswith("["):
        yield _ELEMENTS.format("array"), path
    elif _spread(start):
        yield _ELEMENTS.format("unstructured"), path
    else:
        part = path.with_suffix(".part")
        with path.open("rb") as source:
            while lines := source.readlines(_CHUNK):
                part.write_bytes(b"".join(lines))
                yield _LINES, part


def _too_deep(line: str) -> bool:
    """Return whether brackets open deeper than in any record; those in texts count too, which is allowed for."""
    brackets = line.encode("utf-8", "replace").translate(None, _OTHERS)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > _NESTING


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


def _unwrap(con: duckdb.DuckDBPyConnection, source: str, path: Path) -> int:
    """Make `part_records` from the JSON at `path`, in its order, and return how many posts and accounts X withheld.

    Records are the objects that are rows, those of response pages with their authors and media, and others with the
    reason.
    """
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE documents AS
        SELECT n, line, CASE WHEN json_type(read) = 'OBJECT' AND NOT too_deep(line) THEN read END AS doc
        FROM (SELECT row_number() OVER () AS n, line, try_cast(line AS JSON) AS read FROM ({source}) WHERE trim(line) <> '')
        """,
        {"path": str(path)},
    )
    json_containers.unwrap(con)
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE pages AS
        SELECT n, found[1] AS twarc, found[2] AS errors,
            CASE json_type(found[3]) WHEN 'ARRAY' THEN found[3]::JSON[] WHEN 'OBJECT' THEN [found[3]] END AS data,
            CASE json_type(found[4]) WHEN 'ARRAY' THEN found[4]::JSON[] END AS users,
            CASE json_type(found[5]) WHEN 'ARRAY' THEN found[5]::JSON[] END AS media
        FROM (
            SELECT n, json_extract(doc, ['/__twarc', '/errors', '/data', '/includes/users', '/includes/media']) AS found
            FROM documents WHERE doc IS NOT NULL AND list_has_all($envelope, json_keys(doc))
        )
        """,
        {"envelope": list(_ENVELOPE)},
    )
    error = f"rtrim(coalesce(errors->>'$[0].detail', errors->>'$[0].title', '{Message.WITHOUT_REASON}'), '.')"
    before, behind = (literal(text) for text in Message.NO_POST.split("{reason}"))
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE part_records AS
        WITH members AS (SELECT n, twarc, media, unnest(data) AS post, generate_subscripts(data, 1) AS i FROM pages),
        posts AS (SELECT * FROM members WHERE json_type(post) = 'OBJECT'),
        linked AS (
            SELECT *, post->>'author_id' AS author_id,
                list_filter(media, lambda m: list_contains(post->>'$.attachments.media_keys[*]', m->>'media_key')) AS shown FROM posts),
        authors AS (SELECT DISTINCT ON (n, id) n, author, author->>'id' AS id FROM (SELECT n, unnest(users) AS author FROM pages)),
        rows(n, i, record, reason, line) AS (
            SELECT linked.n, i, json_merge_patch(post, json_object('author', author, '__twarc', twarc,
                'attachments', CASE WHEN len(shown) > 0 THEN json_object('media', shown) END)), NULL, NULL
            FROM linked LEFT JOIN authors ON authors.n = linked.n AND authors.id = linked.author_id
            UNION ALL
            SELECT n, 1, doc, NULL, NULL FROM documents ANTI JOIN pages USING (n) WHERE doc IS NOT NULL
            UNION ALL
            SELECT n, 1, NULL, '{Message.NO_RECORD}', line
            FROM documents WHERE doc IS NULL
            UNION ALL
            SELECT n, i, NULL, '{Message.NO_RECORD}', post::VARCHAR FROM members WHERE json_type(post) IS DISTINCT FROM 'OBJECT'
            UNION ALL                             -- a page without posts has at least `meta`
            SELECT n, 1, NULL, '{Message.NO_RECORD}', line
            FROM pages JOIN documents USING (n) WHERE data IS NULL AND errors IS NULL AND json_extract(doc, '/meta') IS NULL
            UNION ALL
            SELECT n, 1, NULL, {before} || {error} || {behind}, line
            FROM pages JOIN documents USING (n) WHERE data IS NULL AND errors IS NOT NULL
        )
        SELECT record::JSON AS record, reason, line FROM rows ORDER BY n, i
        """
    )
    (hidden,) = single_row(
        con.execute("SELECT coalesce(sum(json_array_length(errors)), 0) FROM pages WHERE data IS NOT NULL")
    )
    return int(hidden)


def _columns(con: duckdb.DuckDBPyConnection) -> dict[str, _Column]:
    """Return a column for every scalar and array in any record of `part_records`, by name."""
    (structure,) = single_row(con.execute("SELECT json_group_structure(record)::VARCHAR FROM part_records"))
    return {column.name: column for column in _leaves(json.loads(structure or '"NULL"'))}


def _check(name: str, columns: dict[str, _Column]) -> None:
    if not columns:
        raise Unreadable(Message.NO_RECORDS.format(file=name))
    if len(columns) > MAX_COLUMNS - len(UNREADABLE):
        raise Unreadable(Message.MANY_NAMES.format(file=name, n=len(columns)))


def _leaves(structure: Any, steps: tuple[str, ...] = ()) -> Iterator[_Column]:
    """Yield the names below a structure that have a value somewhere.

    Of an array of objects also the members' values, such as `referenced_tweets.type`.
    """
    if isinstance(structure, dict) and structure and len(steps) < _DEPTH:
        for key, below in structure.items():
            yield from _leaves(below, (*steps, key))
        return
    if structure in ("NULL", {}) or not steps:
        return
    yield _Column(".".join(steps), "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps))
    if len(steps) == 1 and isinstance(structure, list) and structure and isinstance(structure[0], dict):
        for key, below in structure[0].items():
            if isinstance(below, str) and re.fullmatch(r"\w+", steps[0] + key):
                yield _Column(f"{steps[0]}.{key}", f"$.{steps[0]}[*].{key}", many=True)


def _write(con: duckdb.DuckDBPyConnection, columns: list[_Column], target: Path) -> None:
    """Write the names, then the records and the lines that are none."""
    header = ", ".join(literal(name) for name in (*(column.name for column in columns), *UNREADABLE))
    paths = [literal(column.path) for column in columns]
    once = [path for path, column in zip(paths, columns, strict=True) if not column.many]
    values = [
        f"array_to_string(json_extract_string(record, {path}), ' ')"
        if column.many
        else f"found[{once.index(path) + 1}]"
        for path, column in zip(paths, columns, strict=True)
    ]
    con.execute(
        f"""
        COPY (
            SELECT {header}
            UNION ALL
            SELECT {", ".join(f"translate({value}, chr(13) || chr(0), '')" for value in values)}, reason, line
            FROM (SELECT *, json_extract_string(record, [{", ".join(once)}]) AS found FROM records)
        ) TO {literal(target)} (FORMAT csv, HEADER false, DELIMITER ',', QUOTE '"', ESCAPE '"')
        """
    )
