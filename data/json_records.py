"""JSON becomes a text table: one record a line or an array of them, nested names joined by dots (`author.public_metrics.followers_count`).

The work is set-based, in a DuckDB of its own that spills to disk. A response page of an API is unwrapped into its records, each with
its author and media from the page's `includes`; a line that cannot be read is a row that says why and holds the line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import duckdb

from data.tables import MAX_COLUMNS, MAX_LINE, UNREADABLE, TextTable, Unreadable, read_head

BEGINS: Final = re.compile(r'\s*(window\.YTD\.\w+\.part\d+\s*=\s*)?(\[\s*[{\]]|\{\s*["}])')
"""How JSON begins, and the JavaScript that X wraps around the parts of its archive."""
_ENVELOPE: Final = ("data", "includes", "meta", "errors", "matching_rules", "__twarc")
"""What a response page of X's API holds, and nothing else."""
_CHUNK = 4 * 2**20
_NESTING: Final = 200
"""A record nested deeper is no post but an attempt to overflow what reads it."""
_STEPS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_OTHERS: Final = bytes(set(range(256)) - set(_STEPS))
_DEPTH: Final = 8
"""Below this depth a value is kept as JSON text."""


def read_records(name: str, path: Path, scratch: Path, encoding: str) -> TextTable:
    """The records in a file of UTF-8 text. Raises `Unreadable` with a sentence."""
    database = scratch / "records.duckdb"
    database.unlink(missing_ok=True)
    target = scratch / "records.csv"
    try:
        with duckdb.connect(str(database)) as con:
            con.execute(f"SET temp_directory = '{_escaped(str(scratch))}'")
            con.create_function("too_deep", _too_deep, ["VARCHAR"], "BOOLEAN")
            _load(con, path)
            _unwrap(con)
            columns = _columns(con, name)
            _write(con, columns, target)
            notes = _notes(con)
    except duckdb.IOException:
        raise
    except duckdb.Error as error:
        raise Unreadable(f"{name} is no whole JSON, or a record in it is larger than {MAX_LINE // 2**20} MB: export it again.") from error
    finally:
        database.unlink(missing_ok=True)
    with target.open(encoding="utf-8", newline="") as file:
        head = read_head(file)
    return TextTable(name, target, ",", encoding, head, quoted_by_us=True, notes=notes)


def _load(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make `documents (n, line, doc)`: a line or an element of the array each; `doc` is NULL where it is no JSON object."""
    with path.open(encoding="utf-8") as file:
        start = file.read(2**16)
        wrapping = (found := BEGINS.match(start)) and found.group(1)
    if wrapping:
        path = _without(path, len(start[: start.index("=") + 1].encode()))
    lines = f"""
        SELECT line FROM read_csv($path, auto_detect = false, header = false, columns = {{'line': 'VARCHAR'}}, delim = chr(1),
            quote = '', escape = '', null_padding = true, strict_mode = false, parallel = false, max_line_size = {MAX_LINE})"""
    elements = f"SELECT json::VARCHAR AS line FROM read_json_objects($path, format = '%s', maximum_object_size = {MAX_LINE})"
    if wrapping or start.lstrip().startswith("["):
        source = elements % "array"
    elif _spread(start):
        source = elements % "unstructured"
    else:
        source = lines
    con.execute(
        f"""
        CREATE TABLE documents AS
        SELECT row_number() OVER () AS n, line,
            CASE WHEN json_valid(line) AND json_type(line) = 'OBJECT' AND NOT too_deep(line) THEN line::JSON END AS doc
        FROM ({source}) WHERE trim(line) <> ''
        """,
        {"path": str(path)},
    )


def _too_deep(line: str) -> bool:
    """Whether brackets open deeper than any record's; those in texts count too, which leaves room enough."""
    brackets = line.encode("utf-8", "replace").translate(None, _OTHERS)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > _NESTING


def _spread(start: str) -> bool:
    """Whether the first object is spread over several lines."""
    first = start.lstrip().partition("\n")[0].rstrip()
    return not first.endswith("}") and len(first) < len(start.strip())


def _without(path: Path, skipped: int) -> Path:
    """The file without its first bytes and the semicolon that may end it."""
    bare = path.with_suffix(".json")
    with path.open("rb") as source, bare.open("wb") as target:
        source.seek(skipped)
        chunk = source.read(_CHUNK)
        while following := source.read(_CHUNK):
            target.write(chunk)
            chunk = following
        target.write(chunk.rstrip(b" \t\n;"))
    return bare


def _unwrap(con: duckdb.DuckDBPyConnection) -> None:
    """Make `records (n, i, record)`: the objects that are rows, and those of response pages with their authors."""
    con.execute(
        """
        CREATE TABLE pages AS
        SELECT n, doc->'__twarc' AS twarc, doc->'errors' AS errors,
            CASE json_type(doc, '$.data') WHEN 'ARRAY' THEN (doc->'data')::JSON[] WHEN 'OBJECT' THEN [doc->'data'] END AS data,
            CASE json_type(doc, '$.includes.users') WHEN 'ARRAY' THEN (doc->'$.includes.users')::JSON[] END AS users,
            CASE json_type(doc, '$.includes.media') WHEN 'ARRAY' THEN (doc->'$.includes.media')::JSON[] END AS media
        FROM documents WHERE doc IS NOT NULL AND list_has_all($envelope, json_keys(doc));
        """,
        {"envelope": list(_ENVELOPE)},
    )
    con.execute(
        """
        CREATE TABLE records AS
        WITH posts AS (SELECT n, twarc, media, unnest(data) AS post, generate_subscripts(data, 1) AS i FROM pages),
        linked AS (
            SELECT *, post->>'author_id' AS author_id,
                list_filter(media, lambda m: list_contains(post->>'$.attachments.media_keys[*]', m->>'media_key')) AS shown FROM posts),
        authors AS (SELECT DISTINCT ON (n, id) n, author, author->>'id' AS id FROM (SELECT n, unnest(users) AS author FROM pages))
        SELECT linked.n, i, json_merge_patch(post, json_object('author', author, '__twarc', twarc,
            'attachments', CASE WHEN len(shown) > 0 THEN json_object('media', shown) END)) AS record
        FROM linked LEFT JOIN authors ON authors.n = linked.n AND authors.id = linked.author_id
        UNION ALL
        SELECT n, 1, doc FROM documents ANTI JOIN pages USING (n) WHERE doc IS NOT NULL
        """
    )


def _columns(con: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    """Dotted name -> SQL of its text, for every scalar and array in any record."""
    (structure,) = con.execute("SELECT json_group_structure(record)::VARCHAR FROM records").fetchone() or (None,)
    if not structure:
        raise Unreadable(f"{name} holds no records: export it again.")
    columns = dict(_leaves(json.loads(structure)))
    if len(columns) > MAX_COLUMNS - len(UNREADABLE):
        raise Unreadable(f"{name} has {len(columns):,} different names, more than any export: check that it is the right file.")
    return columns


def _leaves(structure: Any, steps: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """The names below a structure. Of an array of objects also what each of its members says: `referenced_tweets.type`."""
    if isinstance(structure, dict) and structure and len(steps) < _DEPTH:
        for key, below in structure.items():
            yield from _leaves(below, (*steps, key))
        return
    pointer = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
    yield ".".join(steps), f"json_extract_string(record, '{_escaped(pointer)}')"
    if len(steps) == 1 and isinstance(structure, list) and structure and isinstance(structure[0], dict):
        for key, below in structure[0].items():
            if isinstance(below, str) and re.fullmatch(r"\w+", steps[0] + key):
                yield f"{steps[0]}.{key}", f"array_to_string(json_extract_string(record, '$.{steps[0]}[*].{key}'), ' ')"


def _write(con: duckdb.DuckDBPyConnection, columns: dict[str, str], target: Path) -> None:
    """Write the names, then the records, and the lines that are none, in the order of the file."""
    names = ", ".join(f"'{_escaped(name)}'" for name in (*columns, *UNREADABLE))
    values = ", ".join(f"translate({sql}, chr(13) || chr(0), '')" for sql in columns.values())
    nothing = ", ".join("NULL" for _ in columns)
    cells = ", ".join(f"c{place}" for place in range(len(columns) + len(UNREADABLE)))
    con.execute(
        f"""
        COPY (
            WITH written(n, i, {cells}) AS (
                SELECT 0, 0, {names}
                UNION ALL
                SELECT n, i, {values}, NULL, NULL FROM records
                UNION ALL
                SELECT n, 0, {nothing}, 'The line is no JSON record, is broken off or is nested too deep: export it again.', line
                FROM documents WHERE doc IS NULL
                UNION ALL
                SELECT n, 0, {nothing}, concat('The line holds no post but an error: ',
                    rtrim(coalesce(errors->>'$[0].detail', errors->>'$[0].title', 'without a reason'), '.'), '.'), line
                FROM pages JOIN documents USING (n) WHERE data IS NULL AND errors IS NOT NULL
            )
            SELECT {cells} FROM written ORDER BY n, i
        ) TO '{_escaped(str(target))}' (FORMAT csv, HEADER false, DELIMITER ',', QUOTE '"', ESCAPE '"')
        """
    )


def _notes(con: duckdb.DuckDBPyConnection) -> list[str]:
    (hidden,) = con.execute("SELECT coalesce(sum(json_array_length(errors)), 0) FROM pages WHERE data IS NOT NULL").fetchone() or (0,)
    return [f"X withheld {hidden} posts or accounts that these posts refer to (deleted, suspended or protected)."] if hidden else []


def _escaped(text: str) -> str:
    return text.replace("'", "''")
