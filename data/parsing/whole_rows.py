"""SQL that judges a row as a whole: whether it is a record, a row and a post."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from common.sql import literal
from data.formats.detect import Recognised
from data.formats.model import Format, fold
from data.messages import Message
from data.parsing import row_signs
from data.parsing.cell_sql import cell
from data.parsing.message_sql import GAP, in_sql
from data.reading.text_table import UNREADABLE

TOTALS: Final = (
    "total", "totals", "total general", "total général", "grand total", "sum", "sums", "somme", "suma", "summe", "gesamt",
    "gesamtsumme", "insgesamt", "totale", "totaal", "totalt", "toplam", "genel toplam", "razem", "итого", "всего", "jumlah",
    "المجموع", "الإجمالي", "合計", "総計", "合计", "总计", "總計", "합계", "총계",
)  # fmt: skip
"""What the row below a table is called that adds it up, in small letters."""


def structure(found: Recognised, width: int, columns: int) -> str:
    """Return SQL of why a row is not a record.

    It repeats the header, has too many values, or has an open quotation mark.
    """
    first = [(i, found.header[i]) for i, name in enumerate(found.names) if name in found.format.required]
    header_again = " AND ".join(f"lower(trim(c{i})) = {literal(fold(name))}" for i, name in first)
    fields = " + ".join(f"(c{i} IS NOT NULL)::INTEGER" for i in range(columns))
    overfull = " OR ".join(f"coalesce(c{i}, '') <> ''" for i in range(width, columns))
    cases = [
        *(
            f"WHEN c{i} <> '' THEN {_as_marked(f'c{i}')}"
            for i, name in enumerate(found.names)
            if name == fold(UNREADABLE[0])
        ),
        f"WHEN {header_again} THEN {in_sql(Message.HEADER_AGAIN.format())}",
    ]
    if overfull:
        cases.append(f"WHEN {overfull} THEN {in_sql(Message.TOO_MANY_FIELDS.format(n=GAP, most=width), f'({fields})')}")
    return f"CASE {' '.join(cases)} END"


def _as_marked(cell: str) -> str:
    """Return SQL of the message in the column that a reader adds: its own, a corrected sheet's, or another one."""
    written = (
        Message.LEFT_OPEN.format(),
        Message.NO_RECORD.format(),
        Message.NO_POST.format(reason=Message.WITHOUT_REASON),
    )
    cases = " ".join(f"WHEN {cell} = {literal(text)} THEN {in_sql(text)}" for text in written)
    before, behind = Message.NO_POST.split("{reason}")
    error = f"substr({cell}, {len(before) + 1}, length({cell}) - {len(before) + len(behind)})"
    cases += f" WHEN starts_with({cell}, {literal(before)}) THEN {in_sql(Message.NO_POST.format(reason=GAP), error)}"
    return f"CASE {cases} ELSE {in_sql(Message.MARKED.format(reason=GAP), cell)} END"


def note(fmt: Format, places: Mapping[str, int]) -> str:
    """Return SQL of whether a row only explains the columns."""
    if not fmt.note_row or fold(fmt.note_row["column"]) not in places:
        return "false"
    return f"coalesce(regexp_matches(c{places[fold(fmt.note_row['column'])]}, {literal(fmt.note_row['like'])}), false)"


def sums_up(fmt: Format, places: Mapping[str, int]) -> str:
    """Return SQL of whether a row is a total or closes the table, in any language.

    It has no post ID, and the cells that every post has are empty. Where a format does not say which these are, a row is a
    total that is called so, and has neither an ID or a link nor a date.
    """
    if fmt.table != "posts":
        return "false"
    ids = _places("post_id", fmt, places)
    if not ids:
        return "false"
    if not fmt.summary:
        return _is_called_total(fmt, places)
    empty = [f"coalesce(trim(c{places[fold(name)]}), '') = ''" for name in fmt.summary if fold(name) in places]
    no_id = f"NOT regexp_full_match(trim(c{ids[0]}), {literal(fmt.columns['post_id'].shape)})"
    return f"coalesce({' AND '.join([*empty, no_id])}, false)"


def _is_called_total(fmt: Format, places: Mapping[str, int]) -> str:
    """Return SQL of whether a row of posts is called a total, and has neither an ID or a link nor a date."""
    told, named = (
        list(dict.fromkeys(place for name in names for place in _places(name, fmt, places)))
        for names in (("posted_at", "post_id", "url"), ("text",))
    )
    words = f"({', '.join(map(literal, TOTALS))})"
    word = {place: f"lower(trim(coalesce(c{place}, ''), ' :'))" for place in {0, *told, *named}}
    first, *others = (f"({word[place]} = '' OR {word[place]} IN {words})" for place in told)
    called = " OR ".join(f"{word[place]} IN {words}" for place in sorted(word))
    # Nearly all rows are told by the first cell alone.
    return f"CASE WHEN {first} THEN {' AND '.join([*others, f'({called})'])} ELSE false END"


def _places(name: str, fmt: Format, places: Mapping[str, int]) -> list[int]:
    """Return the places of the columns from which a column is read."""
    sources = fmt.columns[name].sources if name in fmt.columns else ()
    return [places[fold(source)] for source in sources if fold(source) in places]


def blank(columns: int, seldom: int) -> str:
    """Return SQL of whether a row is empty. All cells are looked at only if the one that is rarely empty is.

    Args:
        columns: The number of columns.
        seldom: The number of a column that is rarely empty.
    """
    cells = " AND ".join(f"coalesce(c{i}, '') = ''" for i in range(columns))
    return f"CASE WHEN c{seldom} <> '' THEN false ELSE {cells} END"


def only(fmt: Format, places: Mapping[str, int]) -> list[str]:
    """Return SQL of why a row is not a record of this format; empty if the format takes all rows."""
    if not fmt.only or fold(fmt.only["column"]) not in places:
        return []
    words = f"trim(c{places[fold(fmt.only['column'])]})"
    return [f"CASE WHEN NOT regexp_matches({words}, {literal(fmt.only['like'])}) THEN {in_sql(fmt.other_rows)} END"]


def missing(name: str, title: str) -> str:
    """Return SQL of the message for a required value that is missing."""
    return f"CASE WHEN t_{name} IS NULL THEN {in_sql(Message.MISSING.format(title=title))} END"


def elsewhere(fmt: Format, places: Mapping[str, int]) -> str:
    """Return SQL of the kind of a row that is not a post of a platform, such as news; NULL if it may be one."""
    if not fmt.elsewhere:
        return "NULL::VARCHAR"
    kind = cell(places[fold(fmt.elsewhere.kind)])
    is_post = " OR ".join(row_signs.is_there(sign, places) for sign in fmt.elsewhere.unless)
    return f"CASE WHEN NOT ({is_post}) THEN coalesce({kind}, '') END"
