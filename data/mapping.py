"""Text becomes typed canonical rows: set-based SQL made from a format, in which every failure is a sentence.

The temporary table `raw` (readers.py) goes in; the temporary table `judged` comes out: one row a row of the file, with the
canonical columns, `reason` (NULL where nothing is wrong), and the cells that no canonical column took.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb

from data import links, quotes, schema
from data.recognise import REASON_COLUMN, REJECT_COLUMN, Column, Format, Recognised, fold
from data.tables import UNREADABLE

HANDLES = {"account", "supporter", "person"}
"""Columns that name somebody: kept as pseudonyms only (pseudonyms.py)."""
IDS = {"post_id", "account", "supporter", "person", "photo", "story", "consent", "claim", "thunderclap"}
LISTED = {"country": "country or area", "mission": "mission"}
"""Columns whose values are in a reference list that the warehouse holds."""
FOLDED = "trim(regexp_replace(lower(strip_accents({})), '[^\\p{{L}}\\p{{N}}]+', '_', 'g'), '_')"
BLANK = "('-', '–', '—', 'n/a', 'N/A', 'null', 'NULL', '#N/A', 'NaN', 'nan')"
"""What tools write for a count they don't have. `NA` is not among them: it is Namibia."""
NO_LANGUAGE = "|und|zxx|mul|mis|q[a-t][a-z]"
"""Codes that say the language is not known, or that there is none; X uses `qme`, `qht` and others of its own."""
SMALL = 20_000
FLAGS = {True: ("yes", "y", "true", "1", "x", "oui", "sí", "si"), False: ("no", "n", "false", "0", "non")}
_ABOUT_A_DAY = 40
"""Most hours between the start of a day, in whatever zone a tool has it, and a moment of that day."""
_MOMENT = dt.datetime(2014, 8, 19, 14, 5, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Plan:
    """How one file is read: which of its columns each canonical column takes, and the SQL that judges its rows."""

    table: schema.Table
    sql: str
    cells: str
    """SQL of a row's cells as they came, over `raw`."""
    settles: str | None
    """SQL of the cell that names the rejected row a mended row settles, over `raw`; None where the file is none of rejects."""
    taken: dict[str, str]
    """Canonical column -> header name of the column it comes from."""
    unused: list[str]
    """Header names of the columns that nothing takes."""
    notes: list[str]
    header: list[str]


@dataclass(frozen=True)
class _Reading:
    """One canonical column, all SQL: its text `t_…`; what is costly and used more than once, worked out from the text, `m_…`;
    its value `v_…`; what is wrong with it; a join it needs."""

    text: str
    value: str
    problem: str = "NULL"
    join: str = ""
    middle: str = ""


def plan(found: Recognised, width: int, columns: int, timezone: str, *, quoted_by_us: bool, delimiter: str) -> Plan:
    """The plan for a table that was recognised; `width` columns have a header, `columns` are in `raw`."""
    fmt = found.format
    table = schema.TABLES[fmt.table]
    places = _places(found.names)
    sources = {name: [places[fold(s)] for s in column.sources if fold(s) in places] for name, column in fmt.columns.items()}
    readings = {
        name: _reading(name, fmt, indexes, found.header[indexes[0]], table.columns[name], timezone, places)
        for name, indexes in sources.items()
        if indexes
    }
    ours = {places.get(fold(name), -1) for name in (REASON_COLUMN, REJECT_COLUMN, *UNREADABLE)}
    used = {index for indexes in sources.values() for index in indexes} | ours
    unused = [i for i in range(width) if i not in used]
    problems = [
        *(_missing(name, found.header[sources[name][0]]) for name in readings if name in _needed(fmt, table)),
        *(reading.problem for reading in readings.values()),
        *_only(fmt, places),
    ]
    structure = _structure(found, width, columns, delimiter, quoted_by_us=quoted_by_us)
    sql = f"""
        CREATE OR REPLACE TEMP TABLE judged AS
        WITH cleaned AS (
            SELECT *, {", ".join(f"{r.text} AS t_{name}" for name, r in readings.items())}
            FROM raw WHERE NOT ({_note(fmt, places)})
        ),
        worked AS (SELECT *{"".join(f", {r.middle} AS m_{name}" for name, r in readings.items() if r.middle)} FROM cleaned),
        typed AS (
            SELECT worked.*, {", ".join(f"{r.value} AS v_{name}" for name, r in readings.items())}
            FROM worked {" ".join(r.join for r in readings.values())}
        )
        SELECT n AS row_number, {", ".join(_column(name, kind, fmt, readings) for name, kind in table.columns.items())},
            coalesce({structure}, nullif(concat_ws('; ', {", ".join(problems)}), '')) AS reason,
            {_joined(unused)} AS extra
        FROM typed
    """
    return Plan(
        table=table,
        sql=sql,
        cells=_cells(width, columns),
        settles=f"c{places[fold(REJECT_COLUMN)]}" if fold(REJECT_COLUMN) in places else None,
        taken={name: found.header[indexes[0]] for name, indexes in sources.items() if indexes},
        unused=[found.header[i] for i in unused],
        notes=_twice(found),
        header=found.header,
    )


def judge(con: duckdb.DuckDBPyConnection, plan_: Plan) -> int:
    """Make `judged`; returns how many rows of the file were notes (explanations of columns), which are no rows."""
    (rows,) = con.execute("SELECT count(*) FROM raw").fetchone() or (0,)
    planning = rows > SMALL  # the statement is long: for a small file, optimising it costs more than running it
    con.execute(f"PRAGMA {'enable' if planning else 'disable'}_optimizer")
    try:
        con.execute(plan_.sql)
    finally:
        con.execute("PRAGMA enable_optimizer")
    (judged,) = con.execute("SELECT count(*) FROM judged").fetchone() or (0,)
    return int(rows - judged)


# -- which columns


def _places(header: Sequence[str]) -> dict[str, int]:
    """Folded name -> place; of a name that stands twice, the first."""
    return {fold(name): index for index, name in reversed(list(enumerate(header))) if name.strip()}


def _twice(found: Recognised) -> list[str]:
    wanted = {fold(source) for column in found.format.columns.values() for source in column.sources}
    titles = dict(reversed(list(zip(found.names, found.header, strict=True))))
    twice = [title for name, title in titles.items() if name in wanted and found.names.count(name) > 1]
    return [f"The column “{title}” stands twice; the first was taken." for title in reversed(twice)]


def _needed(fmt: Format, table: schema.Table) -> set[str]:
    needed = {name for name, column in fmt.columns.items() if column.needed} | set(table.key) | {"posted_at"}
    return needed - {"as_of"}


def _column(name: str, kind: str, fmt: Format, readings: dict[str, _Reading]) -> str:
    if name in readings:
        return f"v_{name} AS {name}"
    if name in fmt.constants:
        return f"{_quote(fmt.constants[name])} AS {name}"
    return f"NULL::{kind} AS {name}"


def _cells(width: int, columns: int) -> str:
    """The cells as a list: those under the header, and beyond it those that a row has."""
    under, beyond = (", ".join(f"c{i}" for i in places) for places in (range(width), range(width, columns)))
    return f"list_concat([{under}]::VARCHAR[], list_filter([{beyond}]::VARCHAR[], lambda x: x IS NOT NULL))"


def _joined(places: Sequence[int]) -> str:
    """The cells in one text, with U+001F between them: far smaller and quicker to keep than a list."""
    return " || chr(31) || ".join(f"coalesce(c{i}, '')" for i in places) or "NULL"


# -- whole rows


def _structure(found: Recognised, width: int, columns: int, delimiter: str, *, quoted_by_us: bool) -> str:
    """Rows that are no record: the header again, more fields than the header, lines run together by an open quote."""
    required = {fold(name) for name in found.format.requires}
    first = [(i, found.header[i]) for i, name in enumerate(found.names) if name in required]
    header_again = " AND ".join(f"lower(trim(c{i})) = {_quote(fold(name))}" for i, name in first)
    fields = " + ".join(f"(c{i} IS NOT NULL)::INTEGER" for i in range(columns))
    overfull = " OR ".join(f"coalesce(c{i}, '') <> ''" for i in range(width, columns))
    cases = [
        *(f"WHEN c{i} <> '' THEN c{i}" for i, name in enumerate(found.names) if name == fold(UNREADABLE[0])),
        f"WHEN {header_again} THEN 'The row repeats the header: delete it.'",
        f"WHEN {overfull} THEN (({fields})::VARCHAR || ' fields under a header of {width} columns: a delimiter or quote is out of place.')",
    ]
    if not quoted_by_us and width > 1:
        together = "A quote is left open, so that several lines run together: close it and import them again."
        cases.append(f"WHEN {quotes.run_together(width, delimiter)} THEN {_quote(together)}")
    return f"CASE {' '.join(cases)} END"


def _note(fmt: Format, places: dict[str, int]) -> str:
    if not fmt.note_row or fold(fmt.note_row["column"]) not in places:
        return "false"
    return f"coalesce(regexp_matches(c{places[fold(fmt.note_row['column'])]}, {_quote(fmt.note_row['like'])}), false)"


def _only(fmt: Format, places: dict[str, int]) -> list[str]:
    if not fmt.only or fold(fmt.only["column"]) not in places:
        return []
    cell = f"trim(c{places[fold(fmt.only['column'])]})"
    return [f"CASE WHEN NOT regexp_matches({cell}, {_quote(fmt.only['like'])}) THEN {_quote(fmt.only['else'])} END"]


def _missing(name: str, title: str) -> str:
    return f"CASE WHEN t_{name} IS NULL THEN {_quote(title + ' is missing')} END"


# -- single cells


def _reading(name: str, fmt: Format, indexes: Sequence[int], title: str, kind: str, timezone: str, places: dict[str, int]) -> _Reading:
    column = fmt.columns[name]
    text = _text([_cell(i) for i in indexes], column)
    if column.extract:
        text = f"nullif(regexp_extract({text}, {_quote(column.extract)}, 1), '')"
    if left_out := _left_out(name, fmt, places):
        text = f"CASE WHEN NOT ({left_out}) THEN {text} END"
    if column.match:
        return _matched(name, text, column, title)
    if name in schema.CHOICES:
        return _choice(name, text, column, title)
    if name in LISTED:
        return _listed(name, text, title)
    if name in IDS:
        return _id(name, text, column, title)
    if name == "language":
        code = f"regexp_extract(lower(t_{name}), '^([a-z]{{2,3}})([-_].*)?$', 1)"
        return _Reading(text, f"CASE WHEN NOT regexp_full_match({code}, '{NO_LANGUAGE}') THEN {code} END")
    if name == "campaign":
        return _Reading(text, f"nullif({FOLDED.format(f't_{name}')}, '')")
    readers: dict[str, Callable[[], _Reading]] = {
        "BIGINT": lambda: _whole(name, text, title),
        "TIMESTAMP": lambda: _time(name, text, column, title, timezone, places),
        "DATE": lambda: _day(name, text, title),
        "BOOLEAN": lambda: _flag(name, text, title),
    }
    return readers.get(kind, lambda: _Reading(text, f"t_{name}"))()


def _cell(place: int) -> str:
    """A cell without the space around it; NULL where nothing is left."""
    return f"nullif(trim({_unguarded(f'c{place}')}, ' \t\n\u00a0'), '')"


def _text(cells: Sequence[str], column: Column) -> str:
    """The first cell that has something; or all of them, joined by a space, or added up."""
    if len(cells) == 1:
        return cells[0]
    if column.join:
        return f"nullif(concat_ws(' ', {', '.join(cells)}), '')"
    if column.sum:
        numbers = [f"try_cast(replace({cell}, ',', '') AS BIGINT)" for cell in cells]
        wrong = ", ".join(f"CASE WHEN {number} IS NULL THEN {cell} END" for number, cell in zip(numbers, cells, strict=True))
        return f"coalesce({wrong}, list_sum([{', '.join(numbers)}])::BIGINT::VARCHAR)"
    return f"coalesce({', '.join(cells)})"


def _left_out(name: str, fmt: Format, places: dict[str, int]) -> str:
    """The rows that a count is left out of, for example retweets, which carry the original's counts."""
    cells = [(_cell(places[fold(u.column)]), u.like) for u in fmt.unless if name in u.leave_out and fold(u.column) in places]
    return " OR ".join(f"coalesce(regexp_matches({cell}, {_quote(like)}), false)" for cell, like in cells)


def _id(name: str, text: str, column: Column, title: str) -> _Reading:
    t = f"t_{name}"
    if column.id_in_link:
        return _Reading(text, _identity(name, links.post_id(t)))
    rounded = f"regexp_full_match({t}, '[+-]?[0-9]+([.,][0-9]+)?[eE][+]?[0-9]+')"
    pointed = f"regexp_full_match({t}, '[0-9]{{16,}}[.]0*')"
    lost = "is a rounded number, so the id is lost: export again and keep the column as text"
    cases = [f"WHEN {rounded} OR {pointed} THEN {_said(title, t, lost)}"]
    if column.shape:
        cases.append(f"WHEN NOT regexp_full_match({t}, {_quote(column.shape)}) THEN {_said(title, t, 'is not an id of this platform')}")
    return _Reading(text, _identity(name, f"ltrim({t}, '''')"), f"CASE {' '.join(cases)} END")


def _unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from running it (rejects.py writes it)."""
    return (
        f"CASE WHEN starts_with({cell}, '''') AND regexp_matches({cell}, '^''[=+@\\t\\r＝＋－＠-]') THEN substr({cell}, 2) ELSE {cell} END"
    )


def _identity(name: str, value: str) -> str:
    """The form in which ids are compared: handles without `@` and case, Facebook's `PAGE_POST` without the page."""
    if name in HANDLES:
        return f"lower(ltrim({value}, '@'))"
    if name == "post_id":
        return f"CASE WHEN regexp_full_match({value}, '[0-9]+_[0-9]+') THEN split_part({value}, '_', 2) ELSE {value} END"
    return value


def _whole(name: str, text: str, title: str) -> _Reading:
    """A whole number: `215`, `215.0`, `1,234`, `1 234`. `1.234` could be two numbers; `1.2E+05` has been rounded."""
    t = f"t_{name}"
    plain = f"regexp_full_match({t}, '[+-]?[0-9]+([.]0*)?')"
    grouped = f"regexp_full_match({t}, '[+-]?[0-9]{{1,3}}([, \u00a0\u202f][0-9]{{3}})+')"
    value = (
        f"CASE WHEN {plain} THEN try_cast(split_part({t}, '.', 1) AS BIGINT) "
        f"WHEN {grouped} THEN try_cast(regexp_replace({t}, '[, \u00a0\u202f]', '', 'g') AS BIGINT) END"
    )
    dotted = f"regexp_full_match({t}, '[0-9]{{1,3}}([.][0-9]{{3}})+')"
    problem = (
        f"CASE WHEN {t} IS NOT NULL AND v_{name} IS NULL THEN CASE "
        f"WHEN {dotted} THEN {_said(title, t, 'can be read as two numbers: write it without a point')} "
        f"ELSE {_said(title, t, 'is not a whole number')} END END"
    )
    return _Reading(f"CASE WHEN ({text}) NOT IN {BLANK} THEN {text} END", value, problem)


def _time(name: str, text: str, column: Column, title: str, timezone: str, places: dict[str, int]) -> _Reading:
    """A moment in UTC, by the format's patterns; where several read it differently it is not guessed.

    Where a tool writes the day only, or no year, the post's id may hold the moment: it is taken if the two agree.
    """
    patterns = column.patterns or ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
    problem = _unread_time(name, title, _MOMENT.strftime(patterns[0]))
    t = f"t_{name}"
    for word, offset in column.zones.items():
        t = f"regexp_replace({t}, ' {word}$', ' {offset}')"
    if len(patterns) == 1 and not column.moment_in:
        return _Reading(text, _moment(t, patterns[0], timezone), problem)
    readings = ", ".join(_moment(t, pattern, timezone) for pattern in patterns)
    middle = f"list_distinct(list_filter([{readings}], lambda x: x > TIMESTAMP '1990-01-01'))"  # `%Y` reads 14 as the year 14
    value = f"CASE WHEN array_length(m_{name}) = 1 THEN m_{name}[1] END"
    if fold(column.moment_in) in places:
        exact = links.moment(_cell(places[fold(column.moment_in)]))
        value = f"CASE WHEN abs(date_diff('hour', {value}, {exact})) > {_ABOUT_A_DAY} THEN {value} ELSE coalesce({exact}, {value}) END"
    return _Reading(text, value, problem, middle=middle)


def _moment(t: str, pattern: str, timezone: str) -> str:
    """The UTC moment, or NULL. Times without an offset are in `timezone`."""
    if "%z" in pattern:
        return f"try_strptime(regexp_replace({t}, 'Z$', '+00:00'), {_quote(pattern)})::TIMESTAMPTZ AT TIME ZONE 'UTC'"
    parsed = f"try_strptime({t}, {_quote(pattern)})"
    return parsed if timezone == "UTC" else f"({parsed} AT TIME ZONE {_quote(timezone)}) AT TIME ZONE 'UTC'"


def _day(name: str, text: str, title: str) -> _Reading:
    t = f"t_{name}"
    value = f"try_strptime(substr({t}, 1, 10), '%Y-%m-%d')::DATE"
    return _Reading(text, value, _unread_time(name, title, f"{_MOMENT:%Y-%m-%d}"))


def _unread_time(name: str, title: str, example: str) -> str:
    t = f"t_{name}"
    either = f"regexp_matches({t}, '^(0?[1-9]|1[0-2])[/.](0?[1-9]|1[0-2])[/.]')"
    return (
        f"CASE WHEN {t} IS NOT NULL AND v_{name} IS NULL THEN CASE "
        f"WHEN {either} THEN {_said(title, t, f'can be read as two dates: write it as {example}')} "
        f"ELSE {_said(title, t, f'cannot be read: write it as {example}')} END END"
    )


def _flag(name: str, text: str, title: str) -> _Reading:
    t = f"t_{name}"
    lists = {value: ", ".join(_quote(word) for word in words) for value, words in FLAGS.items()}
    value = f"CASE WHEN lower({t}) IN ({lists[True]}) THEN true WHEN lower({t}) IN ({lists[False]}) THEN false END"
    return _Reading(text, value, f"CASE WHEN {t} IS NOT NULL AND v_{name} IS NULL THEN {_said(title, t, 'is neither yes nor no')} END")


def _matched(name: str, text: str, column: Column, title: str) -> _Reading:
    t = f"t_{name}"
    cases = " ".join(f"WHEN regexp_matches({t}, {_quote(pattern)}) THEN {_quote(code)}" for code, pattern in column.match.items())
    if column.otherwise:
        return _Reading(text, f"CASE {cases} ELSE {_quote(column.otherwise)} END")
    none = f"is none of: {', '.join(schema.CHOICES[name][code] for code in column.match)}"
    return _Reading(text, f"CASE {cases} END", f"CASE WHEN {t} IS NOT NULL AND v_{name} IS NULL THEN {_said(title, t, none)} END")


def _choice(name: str, text: str, column: Column, title: str) -> _Reading:
    """One of a closed list, by code or label. `unknown` becomes NULL, so that another import may know."""
    labels = schema.CHOICES[name]
    spelled = {_folded(word): code for code, label in labels.items() for word in (code, label)}
    spelled |= schema.OTHER_SPELLINGS.get("contributor_type" if name == "supporter_type" else name, {})
    spelled |= {_folded(word): code for code, words in column.values.items() for word in words}
    t = f"t_{name}"
    cases = " ".join(f"WHEN {_quote(word)} THEN {_quote(code)}" for word, code in spelled.items() if code != "unknown")
    value = f"CASE m_{name} {cases} {f'ELSE {_quote(column.otherwise)}' if column.otherwise not in ('', 'unknown') else ''} END"
    if column.otherwise:
        return _Reading(text, value, middle=FOLDED.format(t))
    known = f"({', '.join(_quote(word) for word in spelled)})"
    wrong = f"CASE WHEN m_{name} NOT IN {known} THEN {_said(title, t, 'is none of: ' + ', '.join(labels.values()))} END"
    return _Reading(text, value, wrong, middle=FOLDED.format(t))


def _listed(name: str, text: str, title: str) -> _Reading:
    t = f"t_{name}"
    join = f"LEFT JOIN names AS names_{name} ON names_{name}.list = {_quote(name)} AND names_{name}.spelling = {FOLDED.format(t)}"
    wrong = f"{t} IS NOT NULL AND v_{name} IS NULL AND lower({t}) <> 'unknown'"
    return _Reading(
        text, f"names_{name}.code", f"CASE WHEN {wrong} THEN {_said(title, t, f'is no {LISTED[name]} of the reference list')} END", join
    )


# -- SQL text


def _folded(word: str) -> str:
    return re.sub(r"[\W_]+", "_", word.lower()).strip("_")


def _said(title: str, text: str, what: str) -> str:
    """SQL for a sentence that quotes the cell, cut to a readable length."""
    return f"({_quote(f'{title}: “')} || substr({text}, 1, 60) || {_quote(f'” {what}')})"


def _quote(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
