"""Sentences and the values in them as JSON, from which they can be read again and said in another language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from common.messages import Listed, Month, TranslatableText, Verbatim
from metrics.definitions.catalogue import DIMENSIONS
from metrics.definitions.model import Dimension


def to_json(value: Any) -> Any:
    """Return a sentence, or a value that stands in one, as JSON can hold it.

    A sentence becomes its `text`, `code`, `template` and `values`. Days, months, lists in words, dimensions and texts
    from outside say what they are.
    """
    if isinstance(value, TranslatableText):
        values = {name: to_json(each) for name, each in value.values.items()}
        return {"text": str(value), "code": value.code, "template": value.template, "values": values}
    if isinstance(value, Verbatim):
        return {"verbatim": str(value)}
    if isinstance(value, Month):
        return {"month": value.isoformat(), "has_year": value.has_year}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Dimension):
        return {"dimension": value.name}
    if isinstance(value, Listed):
        return {"listed": [to_json(each) for each in value]}
    return [to_json(each) for each in value] if isinstance(value, tuple | list) else value


def from_json(value: Any) -> Any:
    """Return what `to_json` was given; a list is a tuple, as sentences hold them."""
    if isinstance(value, list | tuple):
        return tuple(from_json(each) for each in value)
    if not isinstance(value, Mapping):
        return value
    if template := value.get("template"):
        return TranslatableText(
            template, value["code"], **{name: from_json(each) for name, each in value["values"].items()}
        )
    if "verbatim" in value:
        return Verbatim(value["verbatim"])
    if "month" in value:
        return Month.of(value["month"], has_year=value["has_year"])
    if "day" in value:
        return date.fromisoformat(value["day"])
    if "listed" in value:
        return Listed(from_json(each) for each in value["listed"])
    return DIMENSIONS[value["dimension"]]
