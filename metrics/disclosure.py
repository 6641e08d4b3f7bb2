"""Nobody can be found in a small cell, nor worked out: what is hidden of an answer before anybody sees it.

A question crosses where it tells a place (mission, country, region) and whose voice it is at once, by breakdown or by filter. Crossings are
answered for all data and for one campaign at a time, and from one pattern: what metrics/protection.py decided to hide is hidden in
every question. Any narrower crossing is refused, because tables of ever other selections can be subtracted from each other. Refused
and hidden numbers look the same: the rows say only what everybody may know of places and of voices apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from common import settings
from metrics.bases import BASES
from metrics.catalogue import DIMENSIONS
from metrics.engine import Engine
from metrics.formula import columns, dimension_expression, expression, zero_without_rows
from metrics.model import HiddenCells, Kind, MeasureError, Metric, Role, Selection, Sentence
from metrics.query import Question, queries

if TYPE_CHECKING:
    from metrics.protection import Pattern

PLACES: Final = frozenset(name for name, dimension in DIMENSIONS.items() if dimension.role in (Role.PLACE, Role.STORY_PLACE))
_READ: Final = {name: columns(dimension_expression(name)) for name in DIMENSIONS}
_OF_VOICES: Final = frozenset(column for name, read in _READ.items() if DIMENSIONS[name].role is Role.VOICE for column in read)
VOICES: Final = frozenset(name for name, read in _READ.items() if read & _OF_VOICES)
"""Dimensions that tell whose voice it is, whatever their role: contributors have a pseudonym or none by their type."""
NARROW: Final = frozenset(name for name in PLACES | VOICES if not DIMENSIONS[name].wide)
"""Places and voices of which at most two can be asked at once, because three could point at a person."""
PERIOD, AS_OF, WITHIN = "period", "as_of", "within"
"""What can narrow a crossing beside dimensions."""
_LABELS: Final = {
    PERIOD: Sentence("Period"),
    AS_OF: Sentence("As known on"),
    WITHIN: Sentence("chance within a dimension"),
    "campaign": Sentence("all campaigns but one"),
}
NARROW_SELECTION: Final = Sentence("hidden for privacy: the selection is too narrow")
FEW: Final = Sentence("hidden for privacy: too few people, or it would reveal such a value")
PLACES_OF_VOICES: Final = Sentence("hidden for privacy: it would tell where few people of one contributor type are")
"""Why a number is hidden, as far as that may be said."""
MOST_ROWS: Final = 20_000
"""Most rows in which to say that nothing can be said."""

Ask = Callable[[Question], pd.DataFrame]


class Told(NamedTuple):
    """An answer that may be shown: its rows, which metrics are hidden in which row, and what to leave out where all is refused."""

    frame: pd.DataFrame
    hidden: dict[int, list[str]]
    refused: tuple[str, ...] = ()


def threshold() -> int:
    """The least number of people a protected cell must rest on: `$REACH_THRESHOLD`, else 10. With 0 or 1 nothing is protected."""
    try:
        return settings.least_people()
    except settings.SettingError as error:
        raise MeasureError(str(error)) from error


def crosses(question: Question) -> bool:
    """Whether the question tells a place and a voice at once."""
    touched = set(_touched(question))
    return bool(touched & PLACES) and bool(touched & VOICES)


def filters_sensitive(question: Question) -> bool:
    """Whether the selection itself is limited to a place or a voice, so that shares of it would speak of a protected cell."""
    return bool(set(question.selection.names) & (PLACES | VOICES))


def apart(question: Question) -> Question:
    """The question without its places and voices: what may be known of the rest when they are crossed."""
    where = {name: values for name, values in question.selection.where if name not in PLACES | VOICES}
    by = tuple(name for name in question.by if name not in PLACES | VOICES)
    return Question(question.metrics, by, Selection(where, question.selection.start, question.selection.end), question.as_of)


def check_single(where: Selection) -> None:
    """Raises HiddenCells where single items are to be picked by place: those that may not be listed could be counted, and told by voice."""
    if PLACES & set(where.names):
        raise HiddenCells(Sentence("Single items are never picked by place: how many may not be listed would tell whose voice is where."))


def answer(question: Question, source: Engine, ask: Ask) -> Told:
    """The answer to a question with everything hidden that must be. Raises HiddenCells where more is asked than can be told apart."""
    crossed = crosses(question)
    crossing = [metric for metric in question.metrics if crossed or _crosses_by_itself(metric, question)]
    if not crossing or threshold() <= 1:
        return Told(ask(question), {})
    _check(question)
    queries(question)  # what cannot be asked at all is an error of its own
    refused = tuple(_narrowing(question, crossing, source, ask))
    if crossed and refused:
        return _refusal(question, refused, source, ask)
    if refused:
        return _hiding(ask(question), question, {metric.name: {} for metric in crossing}, refused)
    shown = {metric.name: _shown(question, metric, source) for metric in crossing}
    return _hiding(ask(question), question, shown)


def sentences(question: Question, told: Told) -> Iterator[Sentence]:
    """What a reader must know about what is hidden."""
    yield from reasons(told)
    why = because(question, told)
    hidden = [why[name] for names in told.hidden.values() for name in names]
    if cells := hidden.count(FEW):
        yield Sentence(
            "Numbers hidden to protect people: {cells}. Fewer than {threshold} people stand behind each, or two of them above all, or it "
            "would give such a number away.",
            cells=cells,
            threshold=threshold(),
        )
    if cells := hidden.count(PLACES_OF_VOICES):
        yield Sentence(
            "Numbers hidden to protect people: {cells}. Each would tell where few people of one contributor type are.", cells=cells
        )
    for base in dict.fromkeys(BASES[metric.base] for metric in question.metrics) if crosses(question) else ():
        if base.persons_unit:
            yield Sentence(
                "People behind {items} are not known: cells with fewer than {threshold} {units} are hidden.",
                items=base.noun,
                threshold=threshold(),
                units=base.persons_unit,
            )


def because(question: Question, told: Told) -> dict[str, Sentence]:
    """Why each metric of which cells are hidden has hidden ones, in a few words that stand beside a number.

    One cell is never told from another: that this one has few people behind it, and that one only protects it, would tell which is small.
    """
    hidden = {name for names in told.hidden.values() for name in names}
    return {metric.name: _why(question, told, metric) for metric in question.metrics if metric.name in hidden}


def _why(question: Question, told: Told, metric: Metric) -> Sentence:
    if told.refused:
        return NARROW_SELECTION
    return FEW if crosses(question) else PLACES_OF_VOICES


def reasons(told: Told) -> Iterator[Sentence]:
    """Why an answer is refused, and what to leave out; nothing where it is not."""
    if told.refused:
        yield Sentence(
            "Places and whose voice it is are shown together for all data or for one campaign only, because narrower tables could be "
            "subtracted from each other."
        )
        names = tuple(_LABELS.get(name) or DIMENSIONS[name].label for name in told.refused)
        yield Sentence("Leave out either of them, or: {names}.", names=names)


def _touched(question: Question) -> set[str]:
    """Every dimension that a question tells something about."""
    return {*question.dimensions, *filter(None, [question.assumptions.within])}


def _read(metric: Metric) -> set[str]:
    """The dimensions that a metric counts or looks at itself, as missions taking part look at missions."""
    found = columns(expression(metric))
    named = {name for name in DIMENSIONS if name != "contributor" and columns(dimension_expression(name)) <= found}
    return named | ({"mission"} if "mission_kind" in found else set())


def _crosses_by_itself(metric: Metric, question: Question) -> bool:
    """Whether a metric tells places of a voice that is asked for, or voices of a place."""
    told = _touched(question) | _read(metric)
    return bool(_read(metric) & (PLACES | VOICES)) and bool(told & PLACES) and bool(told & VOICES)


def _check(question: Question) -> None:
    if crosses(question) and len(_touched(question) & NARROW) > 2:
        raise HiddenCells(
            Sentence("Two of mission, country, contributor type and contributor at once are enough to find people: leave out the others.")
        )
    if crosses(question) and "contributor" in question.by:
        raise HiddenCells(Sentence("Contributors are not told apart by place: leave out one or the other."))


# -- how narrow a question is


def _narrowing(question: Question, crossing: list[Metric], source: Engine, ask: Ask) -> Iterator[str]:
    """What makes a question narrower than all data or one campaign."""
    family = PLACES | {"contributor_type", "campaign"}
    yield from (name for name in question.by if name not in family)
    if "contributor" in question.selection.names:
        yield "contributor"
    if question.assumptions.within:
        yield WITHIN
    if question.as_of:
        yield AS_OF
    filters = [name for name in question.selection.names if name not in family | {"contributor", *question.by}]
    filters += [PERIOD] if question.selection.start or question.selection.end else []
    tables = [next(_patterns(metric, source)) for metric in crossing]
    yield from (name for name in sorted(_touched(question) & PLACES) if any(name not in table.places for table in tables))
    filters += [] if all(_has_contexts(question, table) for table in tables) else ["campaign"]
    if filters and any(_leaves_out(question, filters, base, ask) for base in dict.fromkeys(metric.base for metric in crossing)):
        yield from filters


def _has_contexts(question: Question, table: Pattern) -> bool:
    """Whether all data are asked for, or campaigns one at a time that have tables, as far as they exist."""
    chosen = question.selection.values("campaign")
    if "campaign" in question.by:
        return (set(chosen) or table.campaigns) & table.campaigns <= set(table.here)
    return len(chosen) <= 1 and set(chosen) & table.campaigns <= set(table.here)


def _leaves_out(question: Question, filters: list[str], base: str, ask: Ask) -> bool:
    """Whether filters leave any items out; a period that holds all of a campaign narrows nothing."""
    items = Metric("items_behind", "Items", f"coalesce({BASES[base].units}, 0)", Kind.COUNT, "items", "", base=base)
    narrow = apart(question).selection
    period = () if PERIOD in filters else (narrow.start, narrow.end)
    wide = Selection({name: values for name, values in narrow.where if name not in filters}, *period)
    counts = [ask(Question((items,), (), selection))["items_behind"].iloc[0] for selection in (narrow, wide)]
    return bool(counts[0] != counts[1])


# -- what is shown


def _shown(question: Question, metric: Metric, source: Engine) -> dict[tuple[str, ...], bool]:
    """For every row of an answer, as far as all may know of it, whether it may be shown."""
    read = _read(metric)
    verdicts = [each.rows(question, read & PLACES) for each in _patterns(metric, source)]
    # A metric that looks at anything but places is narrower than any table there is.
    return {row: read <= PLACES and all(verdict.get(row, False) for verdict in verdicts) for row in verdicts[0]}


def _hiding(
    frame: pd.DataFrame, question: Question, shown: Mapping[str, Mapping[tuple[str, ...], bool]], refused: tuple[str, ...] = ()
) -> Told:
    """A frame without what is not shown, and with a row for all that is hidden, whether there is anything behind it or not."""
    by = list(question.by)
    rows = list(frame[by].itertuples(index=False, name=None)) if by else [()]
    if crosses(question):
        hidden_rows = sorted({row for each in shown.values() for row, is_shown in each.items() if not is_shown} - set(rows))
        frame, rows = _with_rows(frame, question, hidden_rows), rows + hidden_rows
    # What was not decided on is not shown, but for the one row of a selection in which there is nothing, as everybody may know.
    nothing = {name: not by and not refused and not frame[name].fillna(0).any() for name in shown}
    keep = {name: np.array([each.get(row, nothing[name]) for row in rows], bool) for name, each in shown.items()}
    for name, flags in keep.items():
        frame[name] = frame[name].where(flags)
    order = frame.sort_values(by).index if by else frame.index
    hidden = {place: [name for name, flags in keep.items() if not flags[row]] for place, row in enumerate(order)}
    return Told(frame.loc[order].reset_index(drop=True), {place: names for place, names in hidden.items() if names}, refused)


def _with_rows(frame: pd.DataFrame, question: Question, rows: list[tuple[str, ...]]) -> pd.DataFrame:
    if not rows:
        return frame
    added = pd.DataFrame(rows, columns=list(question.by)).reindex(columns=frame.columns).astype(frame.dtypes.to_dict())
    counts = [metric.name for metric in question.metrics if zero_without_rows(metric)]
    added[counts] = added[counts].fillna(0)
    return pd.concat([frame, added], ignore_index=True)


def _refusal(question: Question, refused: tuple[str, ...], source: Engine, ask: Ask) -> Told:
    """Empty rows: those that the question has without its places and voices, for each place and voice that there is in all data."""
    rest = apart(question)
    frame = ask(rest)
    sensitive = tuple(name for name in question.by if name not in rest.by)
    chosen = Selection({name: values for name, values in question.selection.where if name in PLACES | {"contributor_type"}})
    whole = next(_patterns(question.metrics[0], source))
    if not PLACES & _touched(question) <= set(whole.places):
        raise HiddenCells(Sentence.of(reasons(Told(frame, {}, refused))))
    rows = list(whole.rows(Question((), sensitive, chosen)))
    if len(rows) * len(frame) > MOST_ROWS:
        raise HiddenCells(Sentence.of(reasons(Told(frame, {}, refused))))
    names = [metric.name for metric in question.metrics]
    frame = frame.merge(pd.DataFrame(rows, columns=list(sensitive)), how="cross") if sensitive else frame
    frame[names] = frame[names].mask(np.ones((len(frame), len(names)), bool))
    frame = frame[[*question.by, *names]].sort_values(list(question.by), ignore_index=True) if question.by else frame
    return Told(frame, {place: list(names) for place in range(len(frame))}, refused)


def _patterns(metric: Metric, source: Engine) -> Iterator[Pattern]:
    # Loaded with the first crossing: most questions need no linear programmes.
    from metrics.protection import patterns

    return patterns(source, metric, threshold())
