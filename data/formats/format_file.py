"""A format as the text of its file; `catalogue.read` reads it again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any, Final

from data.formats.model import Column, Elsewhere, Format, Sign, Unless

_ALWAYS: Final = ("label", "table", "requires", "timezone", "dates", "thousands")
"""Keys that are written even where they are empty, so that whoever edits the file sees them."""
_SECTIONS: Final = ("translations", "constants", "columns")
"""Keys with a heading of their own, after all others."""
_OTHER_NAMES: Final = {"sources": "from"}


def as_toml(fmt: Format) -> str:
    """Return a format as TOML. Texts are written as JSON, which TOML reads alike."""
    given = {key: value for key, value in _given(fmt) if key not in ("name", *_SECTIONS)}
    given |= {key: getattr(fmt, key) for key in _ALWAYS}
    first = [*_ALWAYS, *(key for key in given if key not in _ALWAYS)]
    lines = [f"{key} = {_value(given[key])}" for key in first]
    if fmt.translations:
        lines += ["", "[translations.all]", *_pairs(fmt.translations)]
    if fmt.constants:
        lines += ["", "[constants]", *_pairs(fmt.constants)]
    return "\n".join([*lines, "", "[columns]", *_pairs(fmt.columns)]) + "\n"


def _given(part: Any) -> Iterator[tuple[str, Any]]:
    """Yield the keys of a part of a format that have no default, or do not have it, and what they have."""
    for field in fields(part):
        value = getattr(part, field.name)
        is_implied = field.name == "match" and part.network_in_link  # the addresses of all networks
        if value != _default(field) and not is_implied:
            yield _OTHER_NAMES.get(field.name, field.name), value


def _default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _pairs(values: Mapping[str, Any]) -> list[str]:
    return [f"{_key(name)} = {_value(value)}" for name, value in values.items()]


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _value(name)


def _value(value: Any) -> str:
    if isinstance(value, Column | Elsewhere | Sign | Unless):
        return _value(dict(_given(value)))
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_pairs(value)) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # TOML takes no control character
