"""What a metric, a dimension and a selection are. Imports nothing from the project but kinds and how texts are
repeated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Final, Literal, NamedTuple
from unicodedata import normalize

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

    def english(self, n: int) -> str:
        """Return a number with the noun in English, where nothing is translated."""
        return (self.one if n == 1 else self.many).format(n=f"{n:,}")


@dataclass(frozen=True)
class Metric:
    """One number: what it is called, how it is computed, what it means and what it must not be taken for.

    `sql` is a DuckDB aggregate over the columns of `base`, or a formula over other metrics of the same base in
    braces: `{shares} / {posts}`. It never guards a division: a denominator of zero gives no value, everywhere.
    `computed` names the function in metrics/compiler/computed.py that works out what no aggregate can say; where that
    has no answer of its own, `sql` stands; `formula` says it for people. `source` says whose definition it is, `rung`
    where it stands on the ladder. `beside` names metrics without which it would be misread: they are written next to it
    wherever numbers leave without a text.

    `unit` says in what it is measured: only numbers of the same unit add up. `noun` is what sentences call its values,
    `3,013 posts`; a metric without one is written after its label, `Potential reach: 3,013`, which is right wherever a
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
        ValueError: if two have one name, one has no unit, or a count does not say what it counts.
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
    """One way to break numbers down or to filter them.

    `sql` is an expression over a base's columns. `role` has no default: whoever adds a dimension says what it tells
    about people. With `many`, `sql` is a list: an item counts under each of its values, so rows overlap. In an `open`
    list anybody may bring a value, such as a hashtag; a value that any other list does not have is an error. `unknown`
    is the code of "not known" or "none", empty where that cannot happen; `withheld` the code of values that are not
    shown. Raises ValueError for a role that does not exist.
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
    phrase: str = ""
    """What it is called within a sentence, where that is not its label in lower case."""

    def __post_init__(self) -> None:
        Role(self.role)

    def as_dict(self) -> dict[str, str]:
        """Return how it stands in a sentence that is kept as JSON."""
        return {"dimension": self.name}

    def __str__(self) -> str:
        return self.name  # what it is called in an English sentence


@dataclass(frozen=True)
class SeriesBreak:
    """A day on which a platform changed what it counts: numbers before and after do not continue each other."""

    day: date
    platform: str
    name: str
    change: str

    @classmethod
    def of(cls, said: SeriesBreak | Mapping[str, str]) -> SeriesBreak:
        """The break that `as_dict` gave, or a break as it is."""
        return said if isinstance(said, SeriesBreak) else cls(**{**said, "day": as_day(said["day"])})  # type: ignore[arg-type]

    def as_dict(self) -> dict[str, str]:
        """The break as JSON can hold it."""
        return asdict(self) | {"day": self.day.isoformat()}

    @property
    def sentence(self) -> TranslatableText:
        return TranslatableText("Change in how the platform counts, {day}: {change}", day=self.day, change=self.change)


Pairs = tuple[tuple[str, tuple[str, ...]], ...]
_MOST_MEANT: Final = 5
_MOST_LISTED: Final = 40
"""The most values that a sentence lists."""


@dataclass(frozen=True, init=False)
class Selection:
    """Which part of the data is meant: values of one dimension are alternatives, dimensions narrow each other.

    `where` maps dimensions to a value or to several. `start` and `end` are the first and the last day, both included:
    dates, moments, which mean their day, or texts such as 2014-08-19. A dimension given without values filters nothing.
    Two selections that mean the same are equal, in whatever order they were written. Raises WrongArgument for what is
    no filter or no day.
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
        """The values a dimension is filtered to; empty where it is not filtered."""
        return dict(self.where).get(name, ())

    def text(self) -> str:
        """One readable line, as it stands under charts and in downloads."""
        parts = [f"{name} {' or '.join(values)}" for name, values in self.where]
        if self.start and self.end:
            parts.append(f"{self.start} to {self.end}")
        elif self.start:
            parts.append(f"from {self.start}")
        elif self.end:
            parts.append(f"to {self.end}")
        return " · ".join(parts) or "everything"


def as_day(value: object) -> date | None:
    """A day from a date, from a moment (its day) or from a text such as 2014-08-19; None stays None.

    Raises WrongArgument for anything else, and for a moment in another zone than UTC, which may be another day there.
    """
    return None if value is None else needed_day(value)


def needed_day(value: object) -> date:
    """The same where there must be one."""
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
    """A question that has no answer; the message says why and what to ask instead."""


class UnknownName(MeasureError, LookupError):
    """A metric, dimension or value that does not exist; says which one may have been meant.

    `known` are those that there are, `others` what else they may be called. `hint` says something better, where there
    is something, and `many` how to see all of them, where they are too many for a sentence.
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
    """What a reader must know beside measured numbers."""


class UnknownValue(MeasureWarning):
    """A filter asks for a value that does not occur, in a list to which anybody may bring values, such as hashtags."""


class WrongArgument(MeasureError, ValueError):
    """Something that is no metric, dimension, filter, day or assumption; the message says how to write it."""


class KindError(MeasureError, ValueError):
    """Numbers put together that their kinds keep apart."""


class NotCarried(MeasureError, LookupError):
    """A breakdown or filter by something that was never recorded for these items."""

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
    """A definition that other engines would compute differently, or that reads what metrics may not."""


class HiddenCells(MeasureError, ValueError):
    """A sum over rows of which some are hidden to protect people."""


class VoicesNotShown(MeasureError, ValueError):
    """A question about whose voice it is, narrower than can be told without pointing at people; the message says what
    to ask instead.

    `why` is the reason without what to ask instead; `is_too_narrow` whether the question would be answered without some
    of its filters or breakdowns.
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
    """There is no warehouse to read, or it cannot be read."""
