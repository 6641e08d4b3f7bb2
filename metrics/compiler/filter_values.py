"""Filter values: labels become codes, and values that do not exist are reported instead of matching nothing.

A list is closed if only its values can occur, such as platforms and missions; another value is an error. It is open if
anyone may add a value, such as hashtags; another value is a warning.
"""

from __future__ import annotations

from datetime import timedelta
from difflib import get_close_matches
from threading import Lock
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from common.quoting import quoted
from metrics.compiler.engine import Engine
from metrics.compiler.expressions import columns, dimension_expression, find_dimension
from metrics.compiler.planner import carried
from metrics.definitions.catalogue import METRICS
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.definitions.model import Dimension, Selection, TranslatableText, UnknownName, WrongArgument, as_day
from metrics.definitions.spellings import SPELLINGS, folded, unicode_names

RANGES: Final = {"hour": (0, 23), "weekday": (1, 7)}
"""The numbers that there are, first and last."""
_NAMED_IN: Final = {
    "photo": ("photos",),
    "campaign": ("campaigns", "targets", "claims", "thunderclaps", "photos", "stories"),
}
"""Sheets that name values which may have no items."""
_UNICODE: Final = {
    "country": ("territories", "SELECT country AS code, lower(iso2) AS unicode FROM countries"),
    "mission": (
        "territories",
        "SELECT mission AS code, lower(iso2) AS unicode FROM missions JOIN countries USING (country) WHERE kind = 'country'",
    ),
    "language": ("languages", ""),
}
_MOST_SUGGESTED: Final = 2_000
"""The most values of an open list, those with most items, among which the one that was meant is looked for."""


class Known(NamedTuple):
    """The values of a dimension: their codes, their labels, and the codes of each folded spelling."""

    codes: frozenset[str]
    names: tuple[str, ...]
    spelled: dict[str, frozenset[str]]


_known: Final[WeakKeyDictionary[Engine, dict[str, Known]]] = WeakKeyDictionary()
_occurring: Final[WeakKeyDictionary[Engine, dict[tuple[str, str], bool]]] = WeakKeyDictionary()
_lock: Final = Lock()


def resolved(chosen: Selection, source: Engine) -> tuple[Selection, list[TranslatableText]]:
    """Return a selection in codes, with notes about values of open lists that do not exist.

    Args:
        chosen: The selection, with codes or labels.
        source: The data version with the lists.

    Raises:
        UnknownName: A closed list does not have a value; the message suggests a similar one.
        WrongArgument: A value is not a valid day or number.
    """
    doubts: list[TranslatableText] = []
    where = {
        name: [_value(find_dimension(name), value, source, doubts) for value in values] for name, values in chosen.where
    }
    return Selection(where, chosen.start, chosen.end), doubts


def code(name: str, text: str, source: Engine) -> str:
    """Return the code of a value of a closed list.

    Raises:
        UnknownName: There is no such value.
    """
    return _closed(find_dimension(name), text, source)


def _value(dimension: Dimension, text: str, source: Engine, doubts: list[TranslatableText]) -> str:
    if dimension.type == "DATE":
        return _day(dimension, text)
    if dimension.type == "BIGINT":
        return _number(dimension, text)
    if dimension.open:
        return _open(dimension, text, source, doubts)
    return _closed(dimension, text, source)


def _closed(dimension: Dimension, text: str, source: Engine) -> str:
    known = _values(dimension, source)
    if text in known.codes:
        return text
    found = known.spelled.get(folded(text)) or _in_unicode(dimension, text, source)
    if len(found) == 1:
        return next(iter(found))
    if found:
        meant = TranslatableText("Did you mean one of {names}?", names=", ".join(map(repr, sorted(found))))
        raise UnknownName(dimension, text, found, hint=meant)
    metric = next(metric for metric in METRICS.values() if dimension.name in carried(FACT_TABLES[metric.base]))
    command = f"python cli.py measure {metric.name} --by {dimension.name}"
    many = TranslatableText("{command} lists those in the data.", command=command)
    raise UnknownName(dimension, text, sorted(known.codes), known.names, many=many)


def _open(dimension: Dimension, text: str, source: Engine, doubts: list[TranslatableText]) -> str:
    value = text.lstrip("#＃").lower() if dimension.many else text
    if value not in (dimension.unknown, dimension.withheld) and not _occurs(dimension, value, source):
        near = get_close_matches(value, _most_used(dimension, source), n=1)
        hint = [TranslatableText("Did you mean {near}?", near=repr(near[0]))] if near else []
        doubts.append(
            TranslatableText.of(
                [TranslatableText("No {what} is called {name}.", what=dimension, name=quoted(value)), *hint]
            )
        )
    return value


def _day(dimension: Dimension, text: str) -> str:
    """Return a day; for a week or month, any of its days or the month itself (2014-08) is accepted."""
    try:
        day = as_day(f"{text}-01" if dimension.name == "month" and text.count("-") == 1 else text)
    except WrongArgument:
        day = None
    if day is None:
        raise _wrong(dimension, text, TranslatableText("a day such as 2014-08-19"))
    firsts = {"week": day - timedelta(days=min(day.weekday(), day.toordinal() - 1)), "month": day.replace(day=1)}
    return firsts.get(dimension.name, day).isoformat()


def _number(dimension: Dimension, text: str) -> str:
    first, last = RANGES[dimension.name]
    if not (text.isdecimal() and text.isascii() and len(text) < 5 and first <= int(text) <= last):
        raise _wrong(dimension, text, TranslatableText("a whole number from {first} to {last}", first=first, last=last))
    return str(int(text))


def _wrong(dimension: Dimension, text: str, example: TranslatableText) -> WrongArgument:
    return WrongArgument(
        TranslatableText(
            "{dimension} cannot be {text}. Give {example}.",
            dimension=dimension.label,
            text=quoted(text),
            example=example,
        )
    )


# -- what there is


def _values(dimension: Dimension, source: Engine) -> Known:
    """Return the values of a closed list: those of the reference lists, and those that occur.

    They are cached for each data version.
    """
    with _lock:
        kept = _known.setdefault(source, {})
        if dimension.name not in kept:
            kept[dimension.name] = _read(dimension, source)
        return kept[dimension.name]


def _read(dimension: Dimension, source: Engine) -> Known:
    called = _pairs(
        source, "SELECT code, coalesce(label, code) AS label FROM labels WHERE dimension = $name", name=dimension.name
    )
    written = _pairs(source, "SELECT code, spelling FROM names WHERE list = $name", name=dimension.name)
    own = [
        (code, label)
        for code, label in (
            (dimension.unknown, dimension.unknown_label),
            (dimension.withheld, "Withheld"),
            (dimension.rest, dimension.rest_label),
        )
        if code
    ]
    others = [(code, name) for code, names in SPELLINGS.get(dimension.name, {}).items() for name in names]
    codes = frozenset({code for code, _ in (*called, *own)} | set(_in_data(dimension, source)))
    spelled: dict[str, frozenset[str]] = {}
    for pairs in ([(code, code) for code in codes], own + called, written, others):  # what comes first is meant first
        found: dict[str, set[str]] = {}
        for code, name in pairs:
            found.setdefault(folded(name), set()).add(code)
        spelled = {name: frozenset(meant) for name, meant in found.items() if name and meant <= codes} | spelled
    return Known(codes, tuple(sorted({label for _, label in called})), spelled)


def _pairs(source: Engine, sql: str, **params: str) -> list[tuple[str, str]]:
    return [
        (row["code"], next(text for name, text in row.items() if name != "code"))
        for row in source.query(sql, params).to_pylist()
    ]


def _in_data(dimension: Dimension, source: Engine) -> list[str]:
    """Return the values that occur in any table, whether or not a reference list has them."""
    tables = [f"SELECT {_each(dimension)} AS code FROM {relation}" for relation in _tables(dimension)]
    tables += [f"SELECT {dimension.name} AS code FROM {sheet}" for sheet in _NAMED_IN.get(dimension.name, ())]
    found = source.query(f"SELECT DISTINCT code FROM ({' UNION ALL '.join(tables)}) WHERE code IS NOT NULL", {})
    return [str(code) for code in found["code"].to_pylist()]


def _tables(dimension: Dimension) -> list[str]:
    """Return the smallest table of each fact table that has the dimension."""
    needed = columns(dimension_expression(dimension.name))
    first = [
        next((each.name for each in base.relations if needed <= each.columns), "") for base in FACT_TABLES.values()
    ]
    return sorted(set(filter(None, first)))


def _each(dimension: Dimension) -> str:
    return f"unnest({dimension.sql})" if dimension.many else dimension.sql


def _occurs(dimension: Dimension, value: str, source: Engine) -> bool:
    """Return whether a value of an open list occurs; hidden values never do."""
    with _lock:
        kept = _occurring.setdefault(source, {})
        if (dimension.name, value) not in kept:
            test = f"list_contains({dimension.sql}, $value)" if dimension.many else f"{dimension.sql} = $value"
            found = [f"EXISTS (SELECT 1 FROM {table} WHERE {test})" for table in _tables(dimension)]
            answer = source.query(f"SELECT {' OR '.join(found)} AS occurs", {"value": value})
            kept[dimension.name, value] = bool(answer["occurs"][0].as_py())
        return kept[dimension.name, value]


def _most_used(dimension: Dimension, source: Engine) -> list[str]:
    """Return the most frequent values of an open list, without people's pseudonyms."""
    if dimension.name == "contributor":
        return []
    table = FACT_TABLES["posts"].relations[-1].name
    found = source.query(
        f"SELECT code FROM (SELECT {_each(dimension)} AS code FROM {table}) GROUP BY code ORDER BY count(*) DESC, code"
        f" LIMIT {_MOST_SUGGESTED}",
        {},
    )
    return [str(code) for code in found["code"].to_pylist()]


def _in_unicode(dimension: Dimension, text: str, source: Engine) -> frozenset[str]:
    """Return the codes of a country, its mission or a language, by one of the names in Unicode's lists."""
    if dimension.name not in _UNICODE:
        return frozenset()
    kind, reference = _UNICODE[dimension.name]
    wanted = folded(text)
    if reference:
        codes = {unicode: code for code, unicode in _pairs(source, reference)}
        return frozenset(
            codes[u.lower()] for u, name in unicode_names(kind) if u.lower() in codes and folded(name) == wanted
        )
    return frozenset(code for code, name in unicode_names(kind) if wanted in (folded(name), folded(code)))
