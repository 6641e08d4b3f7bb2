"""The interface in English, French and Spanish: texts, numbers, dates and names as readers of each write them.

Translations are the `.po` files beside this module, read at run time, so that a corrected line needs no build step.
The language belongs to the running context: a page sets it once, work handed to another thread carries it along with
`speaking`.
"""

from __future__ import annotations

import datetime as dt
import gettext
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, Final

import pandas as pd
from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal, get_decimal_symbol, get_group_symbol

from common.messages import Month, Quantity, TranslatableText, Verbatim, text_of
from metrics.definitions.model import Dimension, Noun

LANGUAGES: Final = {"en": "English"} | {
    path.stem: str(Locale.parse(path.stem).display_name).capitalize()
    for path in sorted(Path(__file__).parent.glob("*.po"), reverse=True)
}
"""The languages there are by their codes: English, and each that has a `.po` file here."""
MISSING: Final = "–"
"""What stands where there is no answer; never a zero."""

_current: ContextVar[str] = ContextVar("language", default="en")


def speak(language: str) -> None:
    """Set the language for what runs next in this context; unknown languages mean English."""
    _current.set(language if language in LANGUAGES else "en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """The language for a block, such as a download made in a thread of its own."""
    token = _current.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _current.reset(token)


def language() -> str:
    """The code of the language being spoken."""
    return _current.get()


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """The translations of a language, compiled in memory from its `.po` file."""
    if code == "en":
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with Path(__file__).with_name(f"{code}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(text: str) -> str:
    """The text in the language being spoken."""
    return catalogue(language()).gettext(text) if text else ""


def said(sentence: str | BaseException) -> str:
    """A message of metrics or data, or that of an error, in the language being spoken; a text that is none stays as it
    is."""
    if isinstance(sentence, BaseException):
        return said(text_of(sentence))
    if isinstance(sentence, TranslatableText):
        return _(sentence.template).format(**{name: in_words(value) for name, value in sentence.values.items()})
    return _(sentence)


def in_words(value: Any) -> str:
    """A value within a sentence, in the language being spoken."""
    if isinstance(value, TranslatableText):
        return said(value)
    if isinstance(value, Verbatim):
        return str(value)
    if isinstance(value, Quantity):
        return shown(value.value, value.form)
    if isinstance(value, tuple):
        return listed(map(in_words, value))
    if isinstance(value, str):
        return _(value)
    if isinstance(value, Dimension):
        return phrase(value)
    if isinstance(value, Month):
        return month(value) if value.has_year else day(value, "MMMM")
    if isinstance(value, dt.date):
        return day(value)
    return number(value)


def phrase(dimension: Dimension) -> str:
    """What a dimension is called within a sentence."""
    return _(dimension.phrase) if dimension.phrase else _(dimension.label).lower()


def ngettext(one: str, many: str, count: float) -> str:
    """The text in the form that the count asks for."""
    return catalogue(language()).ngettext(one, many, int(count))


def counted(value: Any, noun: Noun) -> str:
    """A number with its noun, in the form that the count asks for; a dash where there is none."""
    return ngettext(*noun, 0 if pd.isna(value) else int(value)).format(n=number(value))


def locale() -> Locale:
    """Babel's locale of the language being spoken."""
    return Locale.parse("en_GB" if language() == "en" else language())  # the United Nations write day before month


def number(value: Any, digits: int = 0) -> str:
    """A number with the language's separators; a dash where there is none."""
    if pd.isna(value):
        return MISSING
    return str(
        format_decimal(
            round(float(value), digits), format="#,##0" + ("." + "0" * digits if digits else ""), locale=locale()
        )
    )


def short(value: float) -> str:
    """A round number in few signs, as it stands at an axis: `100K`, `1M`."""
    return str(format_compact_decimal(value, locale=locale()))


def percent(share: Any) -> str:
    """A share as a percentage, with as many decimals as a small one needs to be told from zero."""
    if pd.isna(share):
        return MISSING
    digits = 0 if share == 0 or abs(share) >= 0.0995 else 1 if abs(share) >= 0.000995 else 2
    pattern = str(locale().percent_formats[None].pattern).replace("0", "0." + "0" * digits if digits else "0")
    return str(format_decimal(float(share), format=pattern, locale=locale()))


def shown(value: Any, form: str = "count") -> str:
    """A metric's value as readers see it; `form` is the metric's format: count, share or ratio."""
    return percent(value) if form == "share" else number(value, 2 if form == "ratio" else 0)


def day(value: Any, form: str = "long") -> str:
    """A day in words; `form` is one of Babel's lengths (full, long, medium) or a pattern."""
    return str(format_date(value, form, locale=locale()))


def month(value: Any) -> str:
    """A month and its year in words."""
    return str(format_skeleton("yMMMM", value, locale=locale()))


def period(start: dt.date, end: dt.date) -> str:
    """A period in words, without repeating what both ends share."""
    return str(format_interval(start, end, "yMMMd", locale=locale()))


def listed(items: Iterable[str]) -> str:
    """Items as a list in a sentence."""
    return str(format_list(list(items), locale=locale()))


def separators() -> str:
    """Decimal and thousands separators, as Plotly wants them."""
    return f"{get_decimal_symbol(locale())}{get_group_symbol(locale())}"


def language_name(code: str) -> str | None:
    """What a language (of a post) is called in the language being spoken; None where nobody has named it."""
    name = locale().languages.get(code)
    return str(name[:1].upper() + name[1:]) if name else None
