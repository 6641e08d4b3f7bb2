"""Messages to people: a code with values, from which a sentence is made in English or another language.

A message has a code, which never changes, and an English template, which may change. Code and values are stored; pages
write them in the reader's language (dashboard/i18n), where translations are found by the template. This module has the
type, and the messages about warehouses and settings.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from typing import Any, Self


class TranslatableText(str):
    """A sentence in English with its template and values, so that it can be written in another language as well.

    A tuple among the values is a list. Texts with a translation, further sentences and dimensions among them are
    translated too. A `Verbatim`, or a text in quotation marks, is not.

    Args:
        template: English, with a gap in braces for each value.
        code: The name of the template in a list of messages; the template itself if it is in none.
        values: What fills the gaps.
    """

    code: str
    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, code: str = "", /, **values: Any) -> Self:
        """Make a sentence from a template and values."""
        text = str.__new__(cls, template.format(**{name: _written(value) for name, value in values.items()}))
        text.code, text.template, text.values = code or template, template, values
        return text

    @classmethod
    def of(cls, texts: Iterable[TranslatableText], between: str = " ") -> Self:
        """Join several sentences into one."""
        parts = {f"part_{place}": text for place, text in enumerate(texts)}
        return cls(between.join(f"{{{name}}}" for name in parts), **parts)

    @classmethod
    def outside(cls, text: object) -> Self:
        """Return a text from outside, which is never translated."""
        return cls("{text}", text=Verbatim(text))

    def as_dict(self) -> dict[str, Any]:
        """Return the sentence as `from_json` reads it: code, values, and the template unless it is the code."""
        values = {name: to_json(value) for name, value in self.values.items()}
        template = {} if self.code == self.template else {"template": self.template}
        return {"code": self.code, **template, "values": values}

    def __deepcopy__(self, _memo: object) -> Self:
        return self  # pandas copies what a frame says about itself along with every step

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.template, self.code, dict(self.values))


class Verbatim(str):
    """A name or text from outside, which is never translated."""


class Name(Verbatim):
    """The name of a value of a dimension, such as a country, which other languages may have, too.

    Attributes:
        dimension: The dimension.
        code: The code of the value.
    """

    dimension: str
    code: str

    @classmethod
    def of(cls, dimension: str, code: str, label: str) -> Name:
        """Return the name of a value.

        Args:
            dimension: The dimension.
            code: The code of the value.
            label: The name in English.
        """
        name = cls(label)
        name.dimension, name.code = dimension, code
        return name


@dataclass(frozen=True)
class Quantity:
    """A number in a sentence, written as those of a metric are.

    Args:
        value: the number; None where there is none.
        form: count, share or ratio.
    """

    value: float | None
    form: str = "count"

    def __str__(self) -> str:
        if self.value is None:
            return "–"
        if self.form == "share":
            return _share(self.value)
        return f"{self.value:,.2f}" if self.form == "ratio" else f"{self.value:,.0f}"


@dataclass(frozen=True)
class Counted:
    """A number with its noun in a sentence, in the form that the number needs.

    Args:
        value: The number.
        one: The noun with a gap for the number, in the singular: `{n} post`.
        many: The same in the plural.
    """

    value: int
    one: str
    many: str

    def __str__(self) -> str:
        return (self.one if self.value == 1 else self.many).format(n=f"{self.value:,}")


class Month(date):
    """A month in a sentence, as its first day."""

    has_year = True
    """Whether its year is said as well."""

    @classmethod
    def of(cls, day: str, *, has_year: bool = True) -> Month:
        """Return the month of a day written as 2014-08-19."""
        month = cls.fromisoformat(day).replace(day=1)
        month.has_year = has_year
        return month


class Listed(tuple[Any, ...]):
    """A list in a sentence, with “and” before the last of it."""


def text_of(error: BaseException) -> TranslatableText:
    """Return what an error says: its message, or a text from outside."""
    said = error.args[0] if error.args else None
    if isinstance(said, MessageList):
        return said.format()
    return said if isinstance(said, TranslatableText) else TranslatableText.outside(error)


def to_json(value: Any, *, in_list: bool = False) -> Any:
    """Return a sentence, or a value that stands in one, as JSON can hold it.

    A text from outside is a text by itself, and a text in a list is a label, which has a translation; the other way
    round, and for days, months, numbers and lists in words, an object says what it is. Numbers stay as they are.

    Args:
        value: the sentence or the value; what has a method `as_dict` says itself what it becomes.
        in_list: whether it is part of a list.
    """
    if hasattr(value, "as_dict"):
        return value.as_dict()
    if isinstance(value, Verbatim):
        return {"verbatim": str(value)} if in_list else str(value)
    if isinstance(value, str):
        return str(value) if in_list else {"label": str(value)}
    if isinstance(value, Month):
        return {"month": value.isoformat(), "has_year": value.has_year}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Quantity):
        return {"quantity": value.value, "form": value.form}
    if isinstance(value, Counted):
        return {"counted": value.value, "one": value.one, "many": value.many}
    if isinstance(value, tuple | list):
        parts = [to_json(each, in_list=True) for each in value]
        return {"listed": parts} if isinstance(value, Listed) else parts
    return value


def from_json(
    said: Any, templates: Mapping[str, str] | None = None, others: Callable[[Mapping[str, Any]], Any] | None = None
) -> Any:
    """Return what `to_json` was given; a list is a tuple, as sentences hold them.

    Args:
        said: what `to_json` gave, also after it went through JSON.
        templates: today's templates by code. A code that is not among them has its own, or is one.
        others: what makes a value again of an object that only its `as_dict` knows.

    Raises:
        LookupError: if a value is missing that today's template needs.
    """
    if isinstance(said, str):
        return Verbatim(said)
    if isinstance(said, list | tuple):
        return tuple(each if isinstance(each, str) else from_json(each, templates, others) for each in said)
    if not isinstance(said, Mapping):
        return said
    if "values" in said:
        code = said["code"]
        template = (templates or {}).get(code, said.get("template", code))
        values = {name: from_json(value, templates, others) for name, value in said["values"].items()}
        return TranslatableText(template, code, **values)
    if others and (known := others(said)) is not None:
        return known
    return _typed(said, templates, others)


def _typed(said: Mapping[str, Any], templates: Mapping[str, str] | None, others: Any) -> Any:
    """Return the value of an object that says what it is."""
    if "verbatim" in said:
        return Verbatim(said["verbatim"])
    if "label" in said:
        return said["label"]
    if "month" in said:
        return Month.of(said["month"], has_year=said["has_year"])
    if "day" in said:
        return date.fromisoformat(said["day"])
    if "quantity" in said:
        return Quantity(said["quantity"], said["form"])
    if "counted" in said:
        return Counted(said["counted"], said["one"], said["many"])
    return Listed(from_json(said["listed"], templates, others))


class MessageList(StrEnum):
    """The base of lists of messages: templates by name.

    The code of a message is its name in lower case, unique among all lists.
    """

    @property
    def code(self) -> str:
        """The code of the message."""
        return self.name.lower()

    def format(self, *_: object, **values: Any) -> TranslatableText:
        """Return the message with its gaps filled.

        Args:
            values: whole numbers; texts from outside, which stay as they are; other messages; tuples of labels, which
                have a translation.
        """
        return TranslatableText(self.value, self.code, **{name: _from_outside(value) for name, value in values.items()})


def _share(part: float) -> str:
    """Return a share as a percentage; a small one is not none, and a large one not all."""
    text = f"{part:.1%}"
    return {"0.0%": "less than 0.1%" if part else text, "100.0%": "more than 99.9%" if part < 1 else text}.get(
        text, text
    )


def _written(value: Any) -> Any:
    if isinstance(value, Listed):
        *others, last = (str(_written(each)) for each in value)
        return f"{', '.join(others)} and {last}" if others else last
    if isinstance(value, tuple):
        return ", ".join(str(_written(each)) for each in value)
    if isinstance(value, Month):
        return f"{month_name[value.month]} {value.year}" if value.has_year else month_name[value.month]
    return f"{value:,}" if isinstance(value, int) else value


def _from_outside(value: Any) -> Any:
    if isinstance(value, MessageList):
        return value.format()
    if isinstance(value, BaseException):
        return text_of(value)
    return value if isinstance(value, int | tuple | TranslatableText) else Verbatim(value)


def _again(kind: type[TranslatableText], template: str, code: str, values: Mapping[str, Any]) -> TranslatableText:
    return kind(template, code, **values)


@unique
class StoreMessage(MessageList):
    """Why a warehouse or a setting cannot be used, and what to do."""

    NO_DATA = "There are no data yet. Run `python cli.py sample`, or import your files."
    NOT_READABLE = "{file} cannot be read ({reason}). Check its name and that you may read it."
    POINTER_INVALID = "{file} does not name a data version. Delete it, and the newest version that can be read is used."
    VERSION_MISSING = (
        "{version} is missing. Restore it, or delete {file}: the newest version that can be read is then used."
    )
    VERSION_DAMAGED = "{version} is damaged. Restore it from a backup, or delete {file}: the newest version that can be read is then used."
    ONLY_ONE_DAMAGED = "{version}, the only data version, is damaged. Restore it from a backup, or import your files into a new folder."
    ALL_DAMAGED = "No data version in {folder} can be read. Restore the folder from a backup, or import your files into a new folder."
    NOT_OURS = "{version} is a database, but not one of this project. Restore it from a backup, or name another folder with --warehouse."
    OPEN_ELSEWHERE = "Another program has {version} open for writing. Close it there and try again."
    OLDER = "{version} was written by an earlier release. Run `python cli.py migrate` to bring it up to date."
    NEWER = "{version} was written by a newer release of this project. Update the project and try again."
    NEWER_DATABASE = "{version} was written by DuckDB {written}, which is newer than {installed}. Install that newer duckdb and try again."
    NO_MEMORY = "The query needs more memory than available ({reason}). Query less at once, or close other programs."

    # what is said while reading goes on
    POINTER_LOST = "{file} is missing, so the newest version that can be read is used: {version}."
    KEY_LOST = "{file} is missing. Numbers can be read, but nothing can be imported, undone or erased until you restore it from a backup."
    KEY_CHANGED = "{file} is not the key of these data. Nothing can be imported, undone or erased until you restore the right one."

    NOT_NOTED = (
        "{file} cannot be written ({reason}), so the internal view stays closed. Check that you may write to it."
    )

    # saved views
    VIEW_WITHOUT_NAME = "The view has no name. Enter one."
    VIEW_NAME_TOO_LONG = "The name has more than {n} letters. Shorten it."
    VIEW_NAME_TAKEN = "Another view has this name. Choose another one."
    VIEW_TOO_LONG = "The view has too many filter values to be saved. Clear some of them."
    TOO_MANY_VIEWS = "There are already {n} saved views. Delete one that nobody needs."
    VIEWS_NOT_WRITTEN = (
        "The saved views could not be written ({reason}). Check that the folder of the data can be written to."
    )

    # settings
    NOT_A_SIZE = "REACH_MEMORY is {text}, which is not an amount of memory. Set it to a size such as 4GB, or unset it for {usual}."
    NOT_PEOPLE = "REACH_THRESHOLD is {text}. Set it to a whole number of people, {usual} or more, or unset it."
    NOT_A_SERVER = (
        "REACH_SMTP is {text}. Set it to the host and port of a mail server, such as smtp.example.org:587, or unset it."
    )
    NOT_A_LEVEL = "REACH_LOG is {text}, which is not a level of logging. Set it to one of {levels}, or unset it."
