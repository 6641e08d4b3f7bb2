"""SQL that reads one cell as a typed value, and says what is wrong if it cannot.

The text of a column is `t_<column>`, an intermediate value `m_<column>`, and its value `v_<column>`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from unicodedata import combining, normalize

from common.sql import literal
from data import schema, vocabularies
from data.formats.model import Column, Format, fold
from data.messages import Message
from data.parsing import cell_texts, dates, post_urls, row_signs
from data.parsing.cell_sql import Reading, cell, quoting
from data.parsing.date_orders import Written

HANDLES = {"account", "supporter", "person"}
"""Columns that name somebody: kept as pseudonyms only (pseudonyms.py)."""
IDS = {"post_id", "account", "supporter", "person", "photo", "story", "consent", "claim", "thunderclap"}
LISTED = {
    "country": Message.NO_COUNTRY,
    "mission": Message.NO_MISSION,
    **dict.fromkeys(("origin", "transit", "host"), Message.NO_COUNTRY),
}
"""Columns whose values are in a reference list that the warehouse holds, and what is said of one that is not."""
FOLDED = "trim(regexp_replace(lower(strip_accents({})), '[^\\p{{L}}\\p{{N}}]+', '_', 'g'), '_')"
BLANK = "('-', '–', '—', 'n/a', 'N/A', 'null', 'NULL', '#N/A', 'NaN', 'nan')"
"""What tools write for a count they don't have. `NA` is not among them: it is Namibia."""
NO_LANGUAGE = "|und|zxx|mul|mis|q[a-t][a-z]"
"""Codes that say the language is not known, or that there is none; X uses `qme`, `qht` and others of its own."""
FLAGS = {True: ("yes", "y", "true", "1", "x", "oui", "sí", "si"), False: ("no", "n", "false", "0", "non")}
NETWORK = r"\p{L}[\p{L}\p{M}\p{N} .&+/()'_-]{0,29}"
"""How a network may be called that is not in the reference data: a short name, no handle, address or sentence."""
_SPACES = " \u00a0\u202f"
_NUMBERS = {"": (".", f",{_SPACES}"), ",": (".", f",{_SPACES}"), ".": (",", f".{_SPACES}"), " ": (".,", _SPACES)}
"""How whole numbers are written, by what a format says of thousands: the signs before decimals, and those between
thousands. No count has more than twelve digits; so the database can hold the sum of all that are taken."""


def reading(
    name: str,
    fmt: Format,
    indexes: Sequence[int],
    title: str,
    kind: str,
    timezone: str,
    places: dict[str, int],
    written: Written,
) -> Reading:
    """Return the reading of one column of a table.

    Args:
        name: The column of the table.
        fmt: The format.
        indexes: The numbers of its source columns in the file.
        title: The name of the column in the file.
        kind: The SQL type of the column.
        timezone: The time zone of times without an offset.
        places: The number of each column of the file, by its folded name.
        written: How the dates of the column are written.
    """
    read = _reading(name, fmt, indexes, title, kind, timezone, places, written)
    if fmt.table == "accounts" and name in (*schema.DESCRIBES_ACCOUNT, *schema.NAMES_ACCOUNT):
        return replace(
            read, value=f"CASE WHEN lower(t_{name}) = '{schema.NO_LONGER_KNOWN}' THEN '' ELSE {read.value} END"
        )
    return read


def text_of(name: str, fmt: Format, indexes: Sequence[int], places: dict[str, int]) -> str:
    """Return SQL of the text from which a column is read."""
    column = fmt.columns[name]
    text = cell_texts.undone(_text([cell(i) for i in indexes], column), column)
    if column.extract:
        text = f"nullif(regexp_extract({text}, {literal(column.extract)}, 1), '')"
    if left_out := row_signs.left_out(name, fmt, places):
        text = f"CASE WHEN NOT ({left_out}) THEN {text} END"
    return text


def _reading(
    name: str,
    fmt: Format,
    indexes: Sequence[int],
    title: str,
    kind: str,
    timezone: str,
    places: dict[str, int],
    written: Written,
) -> Reading:
    column, table = fmt.columns[name], schema.TABLES[fmt.table]
    if column.signs:
        return Reading(row_signs.says(row_signs.gone_by(column.signs, places), places), f"t_{name}")
    text = text_of(name, fmt, indexes, places)
    if column.match:
        return _matched(name, text, column, title)
    if name in vocabularies.CHOICES:
        return _choice(name, text, column, title)
    if name in LISTED:
        return _listed(name, text, title)
    if name in IDS:
        return _id(name, text, column, title, _platform(fmt, places), places)
    if name == "language":
        code = f"regexp_extract(lower(t_{name}), '^([a-z]{{2,3}})([-_].*)?$', 1)"
        return Reading(text, f"CASE WHEN NOT regexp_full_match({code}, '{NO_LANGUAGE}') THEN {code} END")
    if name == "campaign":
        return Reading(text, f"nullif({FOLDED.format(f't_{name}')}, '')")
    readers: dict[str, Callable[[], Reading]] = {
        "BIGINT": lambda: _whole(name, text, title, fmt.thousands),
        "DOUBLE": lambda: _number(name, text, title),
        "TIMESTAMP": lambda: dates.time(name, text, column, title, timezone, places, written, table),
        "DATE": lambda: dates.day(name, text, title, written, table),
        "BOOLEAN": lambda: _flag(name, text, title),
    }
    return readers.get(kind, lambda: _words(name, text, column, title))()


def _text(cells: Sequence[str], column: Column) -> str:
    """Return SQL of the first cell with a value, or of all cells joined by a space or added up."""
    if len(cells) == 1:
        return cells[0]
    if column.join:
        return f"nullif(concat_ws({literal(column.between)}, {', '.join(cells)}), '')"
    if column.sum:
        numbers = [_count(cell) for cell in cells]
        pairs = zip(numbers, cells, strict=True)
        wrong = ", ".join(
            f"CASE WHEN {cell} NOT IN {BLANK} AND {number} IS NULL THEN {cell} END" for number, cell in pairs
        )
        return f"coalesce({wrong}, list_sum([{', '.join(numbers)}])::BIGINT::VARCHAR)"
    return f"coalesce({', '.join(cells)})"


def _platform(fmt: Format, places: dict[str, int]) -> str:
    """Return SQL of a row's platform, folded, as far as it is known before the values are."""
    if "platform" in fmt.constants:
        return literal(fmt.constants["platform"])
    column = fmt.columns.get("platform")
    in_words = column and not column.match and any(fold(source) in places for source in column.sources)
    return "m_platform" if in_words else "''"


def _id(name: str, text: str, column: Column, title: str, platform: str, places: dict[str, int]) -> Reading:
    t = f"t_{name}"
    if column.id_in_link:
        return Reading(text, _identity(name, f"m_{name}", platform), middle=post_urls.post_id(t))
    rounded = f"contains(lower({t}), 'e') AND regexp_full_match({t}, '[+-]?[0-9]+([.,][0-9]+)?[eE][+]?[0-9]+')"
    pointed = f"contains({t}, '.') AND regexp_full_match({t}, '[0-9]{{16,}}[.]0*')"
    shapeless = f" OR NOT regexp_full_match({t}, {literal(column.shape)})" if column.shape else ""
    whole = f"CASE WHEN contains({t}, '.') THEN regexp_replace({t}, '^([0-9]{{6,15}})[.]0+$', '\\1') ELSE {t} END"  # as pandas writes it
    bare = _identity(name, f"ltrim({whole}, '''')", platform)
    # Nearly all ids of posts are digits alone, in which there is nothing to look for.
    plain = (
        f"WHEN regexp_full_match({t}, '[0-9]+') THEN {t} "
        if column.shape in ("", r"\d+") and name not in HANDLES
        else ""
    )
    value = f"CASE {plain}WHEN {rounded} OR {pointed}{shapeless} THEN NULL ELSE {bare} END"
    message = f"CASE WHEN {rounded} OR {pointed} THEN {quoting(Message.ROUNDED_ID, title, t)} ELSE {quoting(Message.NO_ID, title, t)} END"
    problem = f"CASE WHEN {t} IS NOT NULL AND v_{name} IS NULL THEN {message} END"
    if fold(column.link) not in places:
        return Reading(text, value, problem)
    exact = f"nullif(regexp_extract({cell(places[fold(column.link)])}, '[0-9]{{15,}}'), '')"
    middle = f"CASE WHEN {rounded} THEN {exact} WHEN ends_with({t}, '00') AND left({exact}, 14) = left({t}, 14) THEN {exact} END"
    return Reading(text, f"coalesce(m_{name}, {value})", problem, middle=middle)


def _identity(name: str, value: str, platform: str) -> str:
    """Return SQL of an ID or account name in the form in which it is compared.

    Account names are without `@` and case, Facebook's `PAGE_POST` without the page, and Instagram's `POST_ACCOUNT`
    without the account.
    """
    if name in HANDLES:
        return f"lower(ltrim({value}, '@'))"
    if name == "post_id":
        paired = f"contains({value}, '_') AND regexp_full_match({value}, '[0-9]+_[0-9]+')"
        part = f"CASE WHEN {platform} IN ('instagram', 'ig') THEN 1 ELSE 2 END"
        return f"CASE WHEN {paired} THEN split_part({value}, '_', {part}) ELSE {value} END"
    return value


def _whole(name: str, text: str, title: str, thousands: str) -> Reading:
    """Return the reading of a whole number: `215`, `215.0`, `1,234`, `1 234`.

    `1.234` could be two numbers; `1.2E+05` has been rounded.
    """
    t = f"t_{name}"
    value = _count(t, thousands)
    dotted = "false" if thousands else f"regexp_full_match({t}, '[0-9]{{1,3}}([.][0-9]{{3}})+')"
    problem = (
        f"CASE WHEN {t} IS NOT NULL AND v_{name} IS NULL AND {t} NOT IN {BLANK} THEN CASE "
        f"WHEN {dotted} THEN {quoting(Message.TWO_NUMBERS, title, t)} "
        f"ELSE {quoting(Message.NOT_WHOLE, title, t)} END END"
    )
    return Reading(text, value, problem)


def _count(t: str, thousands: str = "") -> str:
    """Return SQL of the whole number in a text, NULL if it is none; a format may give the thousands separator."""
    decimals, between = _NUMBERS[thousands]
    pointed = t if len(decimals) == 1 else f"replace({t}, ',', '.')"
    whole = f"split_part({pointed}, '{decimals[0]}', 1)"
    plain = f"regexp_full_match({t}, '[+-]?[0-9]{{1,12}}([{decimals}]0*)?')"
    grouped = f"regexp_full_match({t}, '[+-]?[0-9]{{1,3}}([{between}][0-9]{{3}}){{1,3}}')"
    return (
        f"CASE WHEN {plain} THEN try_cast({whole} AS BIGINT) "
        f"WHEN {grouped} THEN try_cast(regexp_replace({t}, '[{between}]', '', 'g') AS BIGINT) END"
    )


def _number(name: str, text: str, title: str) -> Reading:
    """Return the reading of any number, such as `4.7 %`, which is 0.047."""
    t = f"t_{name}"
    bare = f"regexp_replace({t}, '[ \u00a0\u202f]*%$', '')"
    decimal = f"regexp_full_match({bare}, '[+-]?(0?[.][0-9]+|[0-9]+[.]([0-9]{{1,2}}|[0-9]{{4,}})|[0-9]+[.]?)')"
    grouped = f"regexp_full_match({bare}, '[+-]?[0-9]{{1,3}}([, \u00a0\u202f][0-9]{{3}})+([.][0-9]+)?')"
    scaled = (
        f"regexp_replace({bare}, '[, \u00a0\u202f]', '', 'g') || CASE WHEN ends_with({t}, '%') THEN 'e-2' ELSE '' END"
    )
    value = f"CASE WHEN {decimal} OR {grouped} THEN try_cast({scaled} AS DOUBLE) END"
    dotted = f"regexp_full_match({bare}, '[0-9]{{1,3}}([.][0-9]{{3}})+')"
    problem = (
        f"CASE WHEN {t} IS NOT NULL AND v_{name} IS NULL THEN CASE "
        f"WHEN {dotted} THEN {quoting(Message.TWO_NUMBERS, title, t)} "
        f"ELSE {quoting(Message.NO_NUMBER, title, t)} END END"
    )
    return Reading(f"CASE WHEN ({text}) NOT IN {BLANK} THEN {text} END", value, problem)


def _words(name: str, text: str, column: Column, title: str) -> Reading:
    """Return the reading of text, which must have the shape that the format gives, if any."""
    if not column.shape:
        return Reading(text, f"t_{name}")
    wrong = quoting(Message.NOT_READ, title, f"t_{name}", example=column.example)
    value = f"CASE WHEN regexp_full_match(t_{name}, {literal(column.shape)}) THEN t_{name} END"
    return Reading(text, value, f"CASE WHEN t_{name} IS NOT NULL AND v_{name} IS NULL THEN {wrong} END")


def _flag(name: str, text: str, title: str) -> Reading:
    t = f"t_{name}"
    lists = {value: ", ".join(literal(word) for word in words) for value, words in FLAGS.items()}
    value = f"CASE WHEN lower({t}) IN ({lists[True]}) THEN true WHEN lower({t}) IN ({lists[False]}) THEN false END"
    return Reading(
        text, value, f"CASE WHEN {t} IS NOT NULL AND v_{name} IS NULL THEN {quoting(Message.NEITHER, title, t)} END"
    )


def _matched(name: str, text: str, column: Column, title: str) -> Reading:
    t = f"t_{name}"
    cases = " ".join(
        f"WHEN regexp_matches({t}, {literal(pattern)}) THEN {literal(code)}" for code, pattern in column.match.items()
    )
    if column.otherwise:
        return Reading(text, f"CASE {cases} END")
    none = quoting(Message.NONE_OF, title, t, choices=tuple(vocabularies.CHOICES[name][code] for code in column.match))
    return Reading(text, f"CASE {cases} END", f"CASE WHEN {t} IS NOT NULL AND v_{name} IS NULL THEN {none} END")


def _choice(name: str, text: str, column: Column, title: str) -> Reading:
    """Return the reading of a value of a closed list, by code or label.

    `unknown` becomes NULL, so that another import can supply a value.
    """
    labels = vocabularies.CHOICES[name]
    spelled = {_folded(word): code for code, label in labels.items() for word in (code, label)}
    spelled |= vocabularies.OTHER_SPELLINGS.get("contributor_type" if name == "supporter_type" else name, {})
    spelled |= {_folded(word): code for code, words in column.values.items() for word in words}
    t = f"t_{name}"
    cases = " ".join(
        f"WHEN {literal(word)} THEN {literal(code)}" for word, code in spelled.items() if code != "unknown"
    )
    value = f"CASE m_{name} {cases} END"
    if name == "platform":
        return _network(name, text, value, title)
    if column.otherwise:
        return Reading(text, value, middle=FOLDED.format(t))
    known = f"({', '.join(literal(word) for word in spelled)})"
    none = quoting(Message.NONE_OF, title, t, choices=tuple(labels.values()))
    wrong = f"CASE WHEN m_{name} NOT IN {known} THEN {none} END"
    return Reading(text, value, wrong, middle=FOLDED.format(t))


def _network(name: str, text: str, listed: str, title: str) -> Reading:
    """Return the reading of a network of the reference data, or of another one by its name in the file."""
    t = f"t_{name}"
    named = f"regexp_full_match({t}, {literal(NETWORK)}) AND m_{name} NOT IN ('', 'unknown')"
    value = f"coalesce({listed}, CASE WHEN {named} THEN m_{name} END)"
    wrong = f"CASE WHEN v_{name} IS NULL AND m_{name} <> 'unknown' THEN {quoting(Message.NO_NETWORK, title, t)} END"
    return Reading(text, value, wrong, middle=FOLDED.format(t))


def _listed(name: str, text: str, title: str) -> Reading:
    t, list_ = f"t_{name}", "mission" if name == "mission" else "country"
    join = f"LEFT JOIN names AS names_{name} ON names_{name}.list = {literal(list_)} AND names_{name}.spelling = {FOLDED.format(t)}"
    wrong = f"{t} IS NOT NULL AND v_{name} IS NULL AND lower({t}) <> 'unknown'"
    return Reading(text, f"names_{name}.code", f"CASE WHEN {wrong} THEN {quoting(LISTED[name], title, t)} END", join)


def _folded(word: str) -> str:
    """Return the word as FOLDED makes it of a cell."""
    bare = "".join(letter for letter in normalize("NFD", word.lower()) if not combining(letter))
    return re.sub(r"[\W_]+", "_", normalize("NFC", bare)).strip("_")
