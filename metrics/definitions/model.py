"""Metrics, dimensions, selections and errors. Imports nothing from the project but kinds and messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Final, Literal, NamedTuple
from unicodedata import normalize

from common.messages import Counted
from common.messages import Listed as Listed
from common.messages import Month as Month
from common.messages import TranslatableText as TranslatableText
from common.quoting import quoted
from metrics.definitions.kinds import AmecStage as AmecStage
from metrics.definitions.kinds import Kind as Kind
from metrics.definitions.kinds import Role as Role


class Noun(NamedTuple):
    """What is counted, as sentences have it with its number: `Noun("{n} post", "{n} posts")`."""

    one: str
    many: str

    def counted(self, n: int) -> Counted:
        """Return a number with the noun, as sentences hold it."""
        return Counted(n, self.one, self.many)

    def english(self, n: int) -> str:
        """Return a number with the noun in English, where nothing is translated."""
        return str(self.counted(n))


@dataclass(frozen=True)
class Metric:
    """One metric: its name, its formula, what it means and what it is not.

    `sql` is a DuckDB aggregate over the columns of the fact table `base`, or a formula over other metrics of the same
    table in braces: `{shares} / {posts}`. Do not guard divisions: division by zero always gives no value. `computed`
    names the function in metrics/compiler/computed.py for what SQL cannot express; if it returns None, `sql` is used.
    `formula` describes the computation for people. `source` is who defined the metric, and `amec_stage` its stage.
    `beside` lists metrics without which it would be misread: they are added wherever numbers leave without a text.

    `unit` is what it is measured in: only numbers of the same unit add up. `noun` is what sentences call its values,
    `3,013 posts`. A metric without one is written after its label, `Potential reach: 3,013`, which is right wherever a
    noun alone would hide which number it is. A count in the catalogue must have one.
    """

    name: str
    label: str
    sql: str
    kind: Kind
    unit: str
    description: str
    is_not: str = ""
    base: str = "posts"
    format: Literal["count", "share", "ratio"] = "count"
    source: str = ""
    amec_stage: AmecStage | None = None
    computed: str = ""
    formula: str = ""
    beside: tuple[str, ...] = ()
    noun: Noun | None = None


def by_name(metrics: Iterable[Metric]) -> dict[str, Metric]:
    """Return the metrics of a catalogue by their names.

    Raises:
        ValueError: Two metrics have one name, one has no unit, or a count does not say what it counts.
    """
    found: dict[str, Metric] = {}
    for metric in metrics:
        if metric.name in found:
            raise ValueError(f"Two metrics are called {metric.name}.")
        if not metric.unit:
            raise ValueError(f'Say in what {metric.name} is measured: unit="posts".')
        if metric.kind is Kind.COUNT and not metric.noun:
            raise ValueError(f'Say what {metric.name} counts: noun=Noun("{{n}} post", "{{n}} posts").')
        found[metric.name] = metric
    return found


@dataclass(frozen=True)
class Dimension:
    """One way to break down or filter numbers.

    Attributes:
        sql: An expression over the columns of a fact table.
        role: What the dimension reveals about people. There is no default, so whoever adds a dimension decides.
        many: Whether `sql` is a list. An item then counts under each of its values, so rows overlap.
        open: Whether anyone may add a value, such as a hashtag. In other lists, a value that does not exist is an
            error.
        unknown: The code of “unknown” or “none”; empty if that cannot happen.
        withheld: The code of values that are not shown.
        rest: The code under which everything is counted that has no value of its own.

    Raises:
        ValueError: The role does not exist.
    """

    name: str
    label: str
    sql: str
    description: str
    role: Role
    type: Literal["VARCHAR", "DATE", "BIGINT"] = "VARCHAR"
    many: bool = False
    open: bool = False
    unknown: str = "unknown"
    unknown_label: str = "Unknown"
    withheld: str = ""
    rest: str = ""
    rest_label: str = ""
    phrase: str = ""
    """What it is called within a sentence, where that is not its label in lower case."""

    def __post_init__(self) -> None:
        Role(self.role)

    def as_dict(self) -> dict[str, str]:
        """Return the dimension as a value of a sentence that is kept as JSON."""
        return {"dimension": self.name}

    def __str__(self) -> str:
        return self.name  # what it is called in an English sentence


@dataclass(frozen=True)
class SeriesBreak:
    """A day on which a platform changed how it counts, so that numbers before and after are not comparable."""

    day: date
    platform: str
    name: str
    change: str

    @classmethod
    def of(cls, said: SeriesBreak | Mapping[str, str]) -> SeriesBreak:
        """Return the break that `as_dict` wrote; a break is returned as it is."""
        return said if isinstance(said, SeriesBreak) else cls(**{**said, "day": as_day(said["day"])})  # type: ignore[arg-type]

    def as_dict(self) -> dict[str, str]:
        """Return the break in values that JSON can hold."""
        return asdict(self) | {"day": self.day.isoformat()}

    @property
    def sentence(self) -> TranslatableText:
        """The change in words."""
        return TranslatableText("Change in how the platform counts, {day}: {change}", day=self.day, change=self.change)


Pairs = tuple[tuple[str, tuple[str, ...]], ...]
_MOST_MEANT: Final = 5
_MOST_LISTED: Final = 40
"""The most values that a sentence lists."""


@dataclass(frozen=True, init=False)
class Selection:
    """The part of the data to count. Values of one dimension are alternatives; different dimensions are combined.

    Two selections with the same meaning are equal, in whatever order they were written. A dimension without values
    filters nothing.

    Attributes:
        where: One or more values for each dimension.
        start: The first day, as a date, a moment (its day) or a text such as 2014-08-19.
        end: The last day, included.

    Raises:
        WrongArgument: Something is not a filter or a day.
    """

    where: Pairs
    start: date | None
    end: date | None

    def __init__(
        self, where: Mapping[str, object] | Iterable[tuple[str, object]] = (), start: object = None, end: object = None
    ) -> None:
        first, last = as_day(start), as_day(end)
        if first and last and first > last:
            raise EmptyPeriod(first, last)
        tidy = ((name, _texts(values)) for name, values in _pairs(where))
        object.__setattr__(self, "where", tuple(sorted((name, values) for name, values in tidy if values)))
        object.__setattr__(self, "start", first)
        object.__setattr__(self, "end", last)

    @property
    def names(self) -> tuple[str, ...]:
        """The dimensions that are filtered."""
        return tuple(name for name, _ in self.where)

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values to which a dimension is filtered; empty if it is not filtered."""
        return dict(self.where).get(name, ())

    def as_dict(self) -> dict[str, Any]:
        """Return the selection as JSON can hold it; `of_dict` reads it again."""
        return {
            "where": [[name, list(values)] for name, values in self.where],
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
        }

    @classmethod
    def of_dict(cls, said: Mapping[str, Any]) -> Selection:
        """Return the selection that `as_dict` wrote, also where it went through JSON."""
        return cls(dict(said["where"]), said["start"], said["end"])

    def text(self) -> str:
        """Return the selection on one line, for charts and files."""
        parts = [f"{name} {' or '.join(values)}" for name, values in self.where]
        if self.start and self.end:
            parts.append(f"{self.start} to {self.end}")
        elif self.start:
            parts.append(f"from {self.start}")
        elif self.end:
            parts.append(f"to {self.end}")
        return " · ".join(parts) or "everything"


def as_day(value: object) -> date | None:
    """Return a day from a date, a moment (its day) or a text such as 2014-08-19; None stays None.

    Raises:
        WrongArgument: It is something else, or a moment in another time zone than UTC, which may be another day there.
    """
    return None if value is None else needed_day(value)


def needed_day(value: object) -> date:
    """Return a day as `as_day` does, but do not accept None."""
    try:
        moment: Any = value.astype("datetime64[us]").item() if hasattr(value, "astype") else value  # numpy's
        moment = datetime.fromisoformat(moment.strip()) if isinstance(moment, str) else moment
        if isinstance(moment, datetime) and not moment.utcoffset():
            return moment.date()
    except (TypeError, ValueError, AttributeError):
        moment = None
    if isinstance(moment, date) and not isinstance(moment, datetime):
        return moment
    raise WrongArgument(TranslatableText("{text} is not a date. Write it as 2014-08-19.", text=quoted(value)))


def _pairs(where: object) -> list[tuple[str, object]]:
    several = where.items() if isinstance(where, Mapping) else where
    pairs: list[Any] = list(several) if isinstance(several, Iterable) and not isinstance(several, str) else [several]
    if all(isinstance(pair, tuple | list) and len(pair) == 2 and isinstance(pair[0], str) for pair in pairs):
        return pairs
    name, equals, value = where.partition("=") if isinstance(where, str) else ("", "", "")
    example = {name.strip(): value.strip()} if equals else {"platform": "facebook"}
    raise WrongArgument(
        TranslatableText("Filters are written as {example}, not as {text}.", example=repr(example), text=quoted(where))
    )


def _texts(values: object) -> tuple[str, ...]:
    several = values if isinstance(values, Iterable) and not isinstance(values, str) else (values,)
    return tuple(sorted(set(map(_text, several))))


def _text(value: object) -> str:
    if isinstance(value, date) and value == value:  # what is missing among moments is not even equal to itself
        return str(as_day(value))
    text = normalize("NFC", str(int(value) if isinstance(value, float) and value.is_integer() else value)).strip()
    if not isinstance(value, str) and text in ("None", "nan", "NaT", "<NA>"):
        raise WrongArgument(
            TranslatableText("{text} is not a filter value. Leave out the filter, or use 'unknown'.", text=text)
        )
    return text


class MeasureError(Exception):
    """A query without an answer; the message says why and what to query instead."""


class UnknownName(MeasureError, LookupError):
    """A metric, dimension or value that does not exist; the message suggests a similar one.

    Args:
        what: What the name should be, such as a metric.
        name: The name.
        known: All existing names.
        others: Other spellings of them.
        hint: A better hint than a similar name.
        many: How to list all names, if there are too many for a sentence.
    """

    def __init__(
        self,
        what: str | Dimension,
        name: str,
        known: Iterable[str],
        others: Iterable[str] = (),
        hint: TranslatableText | None = None,
        many: TranslatableText | None = None,
    ) -> None:
        hint = hint or _hint(name, list(known), list(others), many)
        super().__init__(
            TranslatableText("No {what} is called {name}. {hint}", what=what, name=quoted(name), hint=hint)
        )


def _hint(name: str, known: list[str], others: list[str], many: TranslatableText | None) -> TranslatableText:
    spelled = {each.casefold(): each for each in reversed([*known, *others])}
    near = get_close_matches(name.casefold(), spelled, n=1) or [
        each for each in spelled if name and name.casefold() in each
    ]
    if len(near) == 1:
        return TranslatableText("Did you mean {near}?", near=repr(spelled[near[0]]))
    if near and len(near) <= _MOST_MEANT:
        return TranslatableText("Did you mean one of {names}?", names=", ".join(repr(spelled[each]) for each in near))
    if many and len(known) > _MOST_LISTED:
        return many
    return TranslatableText("Available: {names}.", names=", ".join(known))


class MeasureWarning(UserWarning):
    """What a reader must know about measured numbers."""


class UnknownValue(MeasureWarning):
    """A filter by a value that does not occur, in a list to which anyone may add values, such as hashtags."""


class WrongArgument(MeasureError, ValueError):
    """Something that is not a metric, dimension, filter, day or assumption; the message says how to write it."""


class KindError(MeasureError, ValueError):
    """Numbers that their kinds do not allow to be combined."""


class NotCarried(MeasureError, LookupError):
    """A breakdown or filter by something that is not recorded for these items."""

    def __init__(self, metric: str, noun: str, missing: Iterable[Dimension], carried: Iterable[Dimension]) -> None:
        super().__init__(
            TranslatableText(
                "{metric} is not available by {missing}, because {items} do not record it. Available: {carried}.",
                metric=metric,
                missing=tuple(missing),
                items=noun,
                carried=tuple(carried),
            )
        )


class NotPortable(MeasureError, ValueError):
    """A definition that other engines would compute differently, or that reads columns not available to metrics."""


class HiddenCells(MeasureError, ValueError):
    """A sum over rows of which some are hidden for privacy."""


class VoicesNotShown(MeasureError, ValueError):
    """A query about contributor types that is too narrow to be shown; the message says what to query instead.

    `why` is the reason alone. `is_too_narrow` is whether the query would be answered without some of its filters or
    breakdowns.
    """

    def __init__(
        self, message: TranslatableText, why: TranslatableText | None = None, *, is_too_narrow: bool = False
    ) -> None:
        super().__init__(message)
        self.why, self.is_too_narrow = why or message, is_too_narrow


class EmptyPeriod(MeasureError, ValueError):
    """A period that ends before it starts."""

    def __init__(self, start: date, end: date) -> None:
        super().__init__(
            TranslatableText(
                "The period ends on {end}, before it starts on {start}. Swap the two days.", end=end, start=start
            )
        )


class NoData(MeasureError):
    """There is no warehouse, or it cannot be read."""
