"""English, French and Spanish: texts, numbers, dates and names as readers of each language write them.

Translations are the `.po` files beside this module, read at run time, so that a corrected line needs no build step. The
language belongs to the running context: a page sets it once, and work in another thread takes it along with `speaking`.
"""

from __future__ import annotations

import datetime as dt
import gettext
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd
from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal, get_decimal_symbol, get_group_symbol

from common.messages import Counted, Month, Name, Quantity, TranslatableText, Verbatim, text_of
from dashboard.i18n.country_names import CONTESTED, NAMES
from metrics.definitions.model import Dimension, Noun

LANGUAGES: Final = {"en": "English"} | {
    path.stem: str(Locale.parse(path.stem).display_name).capitalize()
    for path in sorted(Path(__file__).parent.glob("*.po"), reverse=True)
}
"""The languages there are by their codes: English, and each that has a `.po` file here."""
MISSING: Final = "–"
"""What stands where there is no answer; never a zero."""

MINUS: Final = "\u2212"
"""The sign of a number below zero; a hyphen is another sign, at which lines are broken."""

_SOUNDS_LIKE_I: Final = re.compile(r"[\W_]*(?:[ií]|h[ií](?![aeou]))", re.IGNORECASE)
"""The beginning of a Spanish word before which “y” becomes “e”."""

_current: ContextVar[str] = ContextVar("language", default="en")


def speak(language: str) -> None:
    """Set the language of this context; an unknown language means English."""
    _current.set(language if language in LANGUAGES else "en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use a language in a block, such as a download made in another thread."""
    token = _current.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _current.reset(token)


def language() -> str:
    """Return the code of the current language."""
    return _current.get()


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """Return the translations of a language, compiled in memory from its `.po` file."""
    if code == "en":
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with Path(__file__).with_name(f"{code}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(text: str) -> str:
    """Return the text in the current language."""
    return catalogue(language()).gettext(text) if text else ""


def said(sentence: str | BaseException) -> str:
    """Return a message, or that of an error, in the current language; a text that is not a message stays the same."""
    if isinstance(sentence, BaseException):
        return said(text_of(sentence))
    if isinstance(sentence, TranslatableText):
        return _(sentence.template).format(**{name: in_words(value) for name, value in sentence.values.items()})
    return _(sentence)


def in_words(value: Any) -> str:
    """Return a value in a sentence, in the current language."""
    if isinstance(value, TranslatableText):
        return said(value)
    if isinstance(value, Name):
        return name_of(value.dimension, value.code, str(value))
    if isinstance(value, Verbatim):
        return str(value)
    if isinstance(value, Quantity):
        return shown(value.value, value.form)
    if isinstance(value, Counted):
        return ngettext(value.one, value.many, value.value).format(n=number(value.value))
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


def name_of(dimension: str, code: str, label: str) -> str:
    """Return the name of a value of a dimension in the current language.

    Args:
        dimension: The dimension.
        code: The code of the value.
        label: The name in English.
    """
    if dimension not in ("mission", "country") or language() == "en" or code in CONTESTED:
        return _(label)
    iso2 = (get_global("territory_aliases").get(code) or [""])[0]
    return NAMES.get(language(), {}).get(code) or str(locale().territories.get(iso2) or _(label))


def phrase(dimension: Dimension) -> str:
    """Return the name of a dimension in a sentence."""
    return _(dimension.phrase) if dimension.phrase else _(dimension.label).lower()


def ngettext(one: str, many: str, count: float) -> str:
    """Return the text in the form that the count needs."""
    return catalogue(language()).ngettext(one, many, int(count))


def counted(value: Any, noun: Noun) -> str:
    """Return a number with its noun in the form that it needs; a dash without a number."""
    return ngettext(*noun, 0 if pd.isna(value) else int(value)).format(n=number(value))


def locale() -> Locale:
    """Return Babel's locale of the current language."""
    return _locale(language())


@cache
def _locale(code: str) -> Locale:
    return Locale.parse("en_GB" if code == "en" else code)  # the United Nations write day before month


def number(value: Any, digits: int = 0) -> str:
    """Return a number with the language's separators; a dash without a number."""
    return (
        MISSING if pd.isna(value) else _number(round(float(value), digits) + 0.0, digits, language())
    )  # and no negative zero


@lru_cache(
    maxsize=20_000
)  # Babel reads its pattern anew for each number, and a page writes hundreds, most of them again
def _number(value: float, digits: int, code: str) -> str:
    written = format_decimal(value, format="#,##0" + ("." + "0" * digits if digits else ""), locale=_locale(code))
    return str(written).replace("-", MINUS)


def short(value: float) -> str:
    """Return a round number in few characters for an axis: `100K`, `1M`."""
    return str(format_compact_decimal(value, locale=locale()))


def percent(share: Any) -> str:
    """Return a share as a percentage, with as many decimals as small ones need to differ from zero and from each other."""
    return MISSING if pd.isna(share) else _percent(float(share), language())


@lru_cache(maxsize=20_000)
def _percent(share: float, code: str) -> str:
    size = abs(share)
    decimals = "" if size == 0 or size >= 0.0995 else ".0" if size >= 0.00995 else ".0#" if size >= 0.000995 else ".00"
    pattern = str(_locale(code).percent_formats[None].pattern).replace("0", f"0{decimals}")
    return str(format_decimal(share, format=pattern, locale=_locale(code))).replace("-", MINUS)


def shown(value: Any, form: str = "count") -> str:
    """Return a metric's value in its format: count, share or ratio."""
    return percent(value) if form == "share" else number(value, 2 if form == "ratio" else 0)


def day(value: Any, form: str = "long") -> str:
    """Return a day in words.

    Args:
        value: The day.
        form: One of Babel's lengths (full, long, medium) or a pattern.
    """
    text = str(format_date(value, form, locale=locale()))
    return re.sub(r"\b1 (?=[a-zé])", "1er ", text) if language() == "fr" else text  # CLDR writes 1 août


def month(value: Any) -> str:
    """Return a month and its year in words."""
    return str(format_skeleton("yMMMM", value, locale=locale()))


def period(start: dt.date, end: dt.date) -> str:
    """Return a period in words, without repeating what both ends share."""
    return str(format_interval(start, end, "yMMMd", locale=locale()))


def listed(items: Iterable[str]) -> str:
    """Return items as a list in a sentence; in Spanish “y” is “e” before the sound of an i, which no library minds."""
    named = list(items)
    text = str(format_list(named, locale=locale()))
    if language() == "es" and len(named) > 1 and _SOUNDS_LIKE_I.match(named[-1]):
        return f"{text.removesuffix(f' y {named[-1]}')} e {named[-1]}"
    return text


def separators() -> str:
    """Return the decimal and thousands separators, as Plotly needs them."""
    return f"{get_decimal_symbol(locale())}{get_group_symbol(locale())}"


def language_name(code: str) -> str | None:
    """Return the name of the language of a post, in the current language; None if it has no name."""
    name = locale().languages.get(code)
    return str(name[:1].upper() + name[1:]) if name else None
