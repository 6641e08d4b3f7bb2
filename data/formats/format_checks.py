"""Checks of a format's file: a mistake is named with its key and what is allowed, before anything is read with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from difflib import get_close_matches
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import duckdb

from common import in_memory
from common.messages import Verbatim
from common.quoting import shortened
from data import networks, schema
from data.formats import fillable
from data.formats.date_order import Order
from data.formats.model import Column, Elsewhere, Format, Sign, Unless
from data.messages import Message

THOUSANDS: Final = (",", ".", " ")
"""What may stand between thousands; `.` also says that a comma begins decimals."""
_FEW: Final = 24
"""So many codes are listed in a sentence."""
_EXAMPLES: Final = 4
_PARTS: Final = {
    "only": {"column": True, "like": True, "else": True, "absent": False},
    "note_row": {"column": True, "like": True, "absent": False},
    "captured": {"file_name": True, "pattern": True},
}
"""The keys of rules that are tables of texts, and whether each is needed."""


class WrongFormat(ValueError):
    """A mistake in the file of a format; the message names the key."""


def check(raw: Mapping[str, Any], words: Iterable[str] = (), *, with_patterns: bool = False) -> None:
    """Check what the file of a format holds.

    Args:
        raw: What TOML gives of it.
        words: The tables of translations that there are.
        with_patterns: Whether to try each regular expression and each way to write times, which takes a database.

    Raises:
        WrongFormat: Something is missing, or is not allowed.
    """
    _keys(raw, Format, "")
    for key in ("label", "requires"):
        _there(raw, key, "")
    if not raw["requires"]:
        raise WrongFormat(Message.NO_REQUIRED.format())
    _one_of("dates", raw.get("dates") or None, tuple(Order))
    _one_of("thousands", raw.get("thousands") or None, THOUSANDS, quoted=True)
    _one_of("words", raw.get("words"), tuple(sorted(words)))
    _zone(raw.get("timezone", "UTC"))
    _rules(raw)
    if raw.get("refuse"):
        return
    _there(raw, "table", "")
    _one_of("table", raw["table"], tuple(schema.TABLES))
    _constants(raw.get("constants", {}), raw["table"])
    _columns(raw.get("columns", {}), raw["table"])
    _identified(raw)
    if with_patterns:
        _patterns(raw)


# -- the kinds of values


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_pairs(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())


def _is_lists(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_texts, value.values()))


def _is_signs(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(group, list) and group and all(isinstance(sign, dict) for sign in group) for group in value
    )


_IS: Final[Mapping[str, tuple[Callable[[Any], bool], Message]]] = {
    "str": (lambda value: isinstance(value, str), Message.NOT_A_TEXT),
    "bool": (lambda value: isinstance(value, bool), Message.NOT_A_FLAG),
    "tuple[str, ...]": (_is_texts, Message.NOT_TEXTS),
    "dict[str, str]": (_is_pairs, Message.NOT_PAIRS),
    "dict[str, list[str]]": (_is_lists, Message.NOT_LISTS),
    "Signs": (_is_signs, Message.NOT_SIGNS),
    "tuple[Sign, ...]": (lambda value: _is_signs([value]), Message.NOT_SIGNS),
    "Elsewhere | None": (lambda value: isinstance(value, dict), Message.NOT_PAIRS),
    "tuple[Unless, ...]": (
        lambda value: isinstance(value, list) and all(isinstance(each, dict) for each in value),
        Message.NOT_TABLES,
    ),
    "dict[str, Column]": (lambda value: isinstance(value, dict), Message.NOT_A_COLUMN),
    "translations": (
        lambda value: isinstance(value, dict) and all(map(_is_pairs, value.values())),
        Message.NOT_TRANSLATIONS,
    ),
}
"""The type of a key -> what tells whether a value is of it, and what is said of one that is not."""


@cache
def _kinds(part: type) -> dict[str, str]:
    """Return the keys of a part of a format, as its file has them, with their types."""
    names = {"sources": "from"}
    found = {names.get(field.name, field.name): str(field.type) for field in fields(part) if field.name != "name"}
    return found | ({"translations": "translations"} if part is Format else {})


def _keys(raw: Mapping[str, Any], part: type, path: str) -> None:
    """Check that a table has no key but those of a part of a format, and that each has a value of its type."""
    kinds = _kinds(part)
    for key, value in raw.items():
        if key not in kinds:
            raise WrongFormat(_unknown(Message.UNKNOWN_KEY, Message.NEAR_KEY, path + key, key, kinds))
        is_right, otherwise = _IS[kinds[key]]
        if kinds[key] == "dict[str, str]" and isinstance(value, dict):
            path, key = f"{path}{key}.", next((name for name, each in value.items() if not isinstance(each, str)), key)
            is_right, otherwise = _is_pairs, Message.NOT_A_TEXT
        if not is_right(value):
            raise WrongFormat(otherwise.format(key=path + key))
    for key in _NEEDED.get(part, ()):
        _there(raw, key, path)


_NEEDED: Final = {Sign: ("column", "like"), Unless: ("signs", "leave_out"), Elsewhere: ("kind",)}
"""Parts of a format, and the keys without which each says nothing."""


def _there(raw: Mapping[str, Any], key: str, path: str) -> None:
    if key not in raw:
        raise WrongFormat(Message.LACKS_KEY.format(key=path + key))


# -- what stands in them


def _zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise WrongFormat(
            Message.OTHER_KIND.format(key="timezone", value=shortened(name), example="Europe/Zurich")
        ) from error


def _rules(raw: Mapping[str, Any]) -> None:
    """Check the rules about rows, and the signs by which they go."""
    for key, parts in _PARTS.items():
        rule = raw.get(key, {})
        for name in rule:
            if name not in parts:
                raise WrongFormat(_unknown(Message.UNKNOWN_KEY, Message.NEAR_KEY, f"{key}.{name}", name, parts))
        for name in (name for name, is_needed in parts.items() if rule and is_needed):
            _there(rule, name, f"{key}.")
    for unless in raw.get("unless", ()):
        _keys(unless, Unless, "unless.")
        _signs(unless["signs"], "unless.signs.", ())
        for count in unless["leave_out"]:
            _one_of("unless.leave_out", count, (*schema.COUNTS, "followers"))
    if elsewhere := raw.get("elsewhere"):
        _keys(elsewhere, Elsewhere, "elsewhere.")
        _signs([elsewhere.get("unless", [])], "elsewhere.unless.", ())
        if "unless" not in elsewhere:
            _there(raw.get("columns", {}), "platform", "columns.")
    for one, other in (("beside", "beside_key"), ("beside_key", "beside")):
        if raw.get(one):
            _there(raw, other, "")


def _signs(groups: Iterable[Iterable[Mapping[str, Any]]], path: str, codes: Iterable[str]) -> None:
    for group in groups:
        for sign in group:
            _keys(sign, Sign, path)
            if codes and sign.get("says"):
                _one_of(f"{path}says", sign["says"], codes)


def _constants(constants: Mapping[str, str], table: str) -> None:
    kinds = fillable.columns(table)
    for name, value in constants.items():
        path = f"constants.{name}"
        if name not in kinds:
            raise WrongFormat(_no_column(path, name, table))
        if name == "platform":
            _network(path, value)
        else:
            _code(path, name, value)
        is_right, example = _CAN_BE[kinds[name]]
        if not is_right(value):
            raise WrongFormat(Message.OTHER_KIND.format(key=path, value=shortened(value), example=example))


def _is_day(value: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value))


_CAN_BE: Final[Mapping[str, tuple[Callable[[str], bool], str]]] = {
    "text": (bool, "KEN"),
    "whole number": (lambda value: bool(re.fullmatch(r"\d{1,12}", value)), "1204"),
    "number": (lambda value: bool(re.fullmatch(r"\d{1,12}(\.\d{1,12})?", value)), "0.5"),
    "day": (_is_day, "2014-08-19"),
    "time": (
        lambda value: _is_day(value[:10]) and bool(re.fullmatch(r"( \d{2}:\d{2}(:\d{2})?)?", value[10:])),
        "2014-08-19 14:05",
    ),
    "yes or no": (lambda value: value in ("true", "false"), "true"),
}
"""What a column contains -> what tells whether a constant can be that, and how one is written."""


def _network(path: str, value: str) -> None:
    """Check the code of a network; one that is not in the reference data is written as imports write it."""
    if (
        value not in networks.NAMES and not re.fullmatch(r"[^\W_]+(_[^\W_]+)*", value.lower())
    ) or value != value.lower():
        raise WrongFormat(_not_listed(path, "platform", value))


def _columns(columns: Mapping[str, Any], table: str) -> None:
    kinds = fillable.columns(table)
    for name, spec in columns.items():
        path = f"columns.{name}"
        if name not in kinds:
            raise WrongFormat(_no_column(path, name, table))
        if not isinstance(spec, dict):
            raise WrongFormat(Message.NOT_A_COLUMN.format(key=path))
        _keys(spec, Column, f"{path}.")
        if not spec.get("signs") and not spec.get("from"):
            raise WrongFormat(Message.LACKS_KEY.format(key=f"{path}.from"))
        _derived(path, name, spec, kinds)


def _derived(path: str, name: str, spec: Mapping[str, Any], kinds: Iterable[str]) -> None:
    """Check how a column gets its codes, and what it has where a row says nothing."""
    codes = fillable.codes(name)
    for key in ("match", "values", "signs"):
        if spec.get(key) and not codes:
            with_codes = tuple(Verbatim(each) for each in kinds if fillable.codes(each))
            raise WrongFormat(Message.WITHOUT_CODES.format(key=f"{path}.{key}", choices=with_codes))
    if name != "platform":
        for key in ("match", "values"):
            for code in spec.get(key, ()):
                if code not in codes:
                    raise WrongFormat(Message.NO_CODE.format(key=f"{path}.{key}.{code}", choices=_words(codes)))
    _signs(spec.get("signs", ()), f"{path}.signs.", codes if name != "platform" else ())
    for key in ("otherwise", "absent"):
        if spec.get(key) and name not in schema.SUPPOSED:
            raise WrongFormat(Message.NOT_SUPPOSED.format(key=f"{path}.{key}", choices=_words(schema.SUPPOSED)))
        if spec.get(key) and spec[key] != "unknown":
            _one_of(f"{path}.{key}", spec[key], codes)
    if spec.get("rewrite") and len(spec["rewrite"]) != 2:
        raise WrongFormat(Message.NOT_TWO.format(key=f"{path}.rewrite"))


def _identified(raw: Mapping[str, Any]) -> None:
    """Check that the columns are there by which rows are told apart."""
    given = {*raw.get("columns", {}), *raw.get("constants", {})}
    for name in raw.get("identity", ()):
        _one_of("identity", name, tuple(given))
    instead = {"post_id"} if raw.get("identity") else set()
    for name in schema.TABLES[raw["table"]].key:
        if name not in given | instead | {"as_of"}:
            raise WrongFormat(Message.LACKS_KEY.format(key=f"columns.{name}"))


def _patterns(raw: Mapping[str, Any]) -> None:
    """Try each regular expression and each way to write times on the database that will use them."""
    captured = raw.get("captured", {})
    groups = [("account_in_name", raw.get("account_in_name")), ("captured.file_name", captured.get("file_name"))]
    expressions = [(f"{key}.like", raw.get(key, {}).get("like")) for key in ("only", "note_row")]
    expressions += [("unless.signs", sign["like"]) for each in raw.get("unless", ()) for sign in _all(each["signs"])]
    expressions += [("elsewhere.unless", sign["like"]) for sign in raw.get("elsewhere", {}).get("unless", ())]
    times = [("captured.pattern", captured.get("pattern"))]
    for name, spec in raw.get("columns", {}).items():
        groups.append((f"columns.{name}.extract", spec.get("extract")))
        expressions += _expressions(f"columns.{name}", spec)
        times += [(f"columns.{name}.patterns", pattern) for pattern in spec.get("patterns", ()) if pattern != "%s"]
    with in_memory.connection() as con:
        _tried(con, "SELECT regexp_extract('', $text, 1)", groups, Message.NO_GROUP)
        _tried(con, "SELECT regexp_matches('', $text)", expressions, Message.NO_EXPRESSION)
        _tried(con, "SELECT try_strptime('', $text)", times, Message.NO_TIME_PATTERN)


def _expressions(path: str, spec: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Yield the regular expressions of a column, of which a row may fit the whole or a part."""
    yield f"{path}.shape", spec.get("shape")
    yield from ((f"{path}.match.{code}", text) for code, text in spec.get("match", {}).items())
    yield from ((f"{path}.rewrite", text) for text in spec.get("rewrite", ())[:1])
    yield from ((f"{path}.signs", sign["like"]) for sign in _all(spec.get("signs", ())))


def _all(groups: Iterable[Iterable[Mapping[str, str]]]) -> Iterator[Mapping[str, str]]:
    return (sign for group in groups for sign in group)


def _tried(
    con: duckdb.DuckDBPyConnection, sql: str, found: Iterable[tuple[str, str | None]], otherwise: Message
) -> None:
    for path, text in found:
        if text:
            try:
                con.execute(sql, {"text": text}).fetchall()
            except duckdb.Error as error:
                raise WrongFormat(otherwise.format(key=path, value=shortened(text))) from error


# -- what is said


def _one_of(path: str, value: str | None, allowed: Iterable[str], *, quoted: bool = False) -> None:
    if value is not None and value not in allowed:
        words = tuple(Verbatim(f"“{each}”") for each in allowed) if quoted else _words(allowed)
        raise WrongFormat(Message.NOT_ALLOWED_VALUE.format(key=path, value=shortened(value), choices=words))


def _code(path: str, name: str, value: str) -> None:
    codes = fillable.codes(name)
    if codes and value not in codes:
        if len(codes) > _FEW:
            raise WrongFormat(_not_listed(path, name, value))
        _one_of(path, value, codes)


def _not_listed(path: str, name: str, value: str) -> Any:
    labels = fillable.labels(name)
    spelled = {word.casefold(): code for code, label in labels.items() for word in (label, code)}
    near = [spelled[word] for word in get_close_matches(value.casefold(), spelled, n=_EXAMPLES)]
    near = list(dict.fromkeys(near)) or list(labels)[:_EXAMPLES]
    return Message.NOT_LISTED.format(
        key=path, value=shortened(value), file=f"data/reference/{fillable.LISTS[name]}", choices=_words(near)
    )


def _no_column(path: str, name: str, table: str) -> Any:
    kinds = fillable.columns(table)
    near = get_close_matches(name, kinds, n=1)
    known = {"key": path, "table": table, "choices": _words(kinds)}
    return Message.NEAR_COLUMN.format(**known, near=near[0]) if near else Message.NOT_A_COLUMN_OF.format(**known)


def _unknown(plain: Message, with_near: Message, path: str, key: str, allowed: Iterable[str]) -> Any:
    near = get_close_matches(key, list(allowed), n=1)
    known = {"key": shortened(path), "choices": _words(allowed)}
    return with_near.format(**known, near=near[0]) if near else plain.format(**known)


def _words(names: Iterable[str]) -> tuple[Verbatim, ...]:
    return tuple(map(Verbatim, names))
