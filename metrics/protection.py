"""What is hidden in a data version, decided once for all questions and on the whole tables.

Sensitive is a cell with few people behind it, or one in which two people make up nearly everything; what has to be hidden besides, so that
nobody can work it out from what is shown, metrics/suppression.py finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import RLock
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlglot import parse_one

from metrics import cells
from metrics.bases import BASES, Base
from metrics.engine import Engine
from metrics.formula import columns, expression
from metrics.model import Metric
from metrics.suppression import Flags, protect

TOGETHER: Final = {"actions": ("reactions", "comments", "shares", "engagement")}
"""Counts that add up to one another, and are hidden together."""
_COMPUTED: Final = {"reach", "impressions", "followers"}
"""What metrics/computed.py reads of single posts."""


@dataclass(frozen=True, eq=False)
class Pattern:
    """What is hidden of one sort of count.

    `places` has for each level the places of all combinations that occur, `campaigns` all there are; `here` says for each context that has
    tables which combinations have items, `heard` which of the `voices`. `hidden` and `sensitive` say for each level, place and context
    which of the voices are.
    """

    campaigns: frozenset[str]
    places: Mapping[str, NDArray[np.object_]]
    voices: tuple[str, ...]
    here: Mapping[str, Flags]
    heard: Mapping[str, Flags]
    hidden: Mapping[cells.Key, Flags]
    sensitive: Mapping[cells.Key, Flags]


    def shown(self, inside: Flags, context: str) -> Flags:
        """Of which voices the items of some places may be shown: the places must be made of cells of one level that are."""
        inside = inside & self.here[context]
        found = np.zeros(len(self.voices), bool)
        outside = self.here[context] & ~inside
        for level, places in self.places.items():
            if not set(places[inside]) & set(places[outside]):
                found |= self.each_shown(inside, context, level)
        return found

    def each_shown(self, inside: Flags, context: str, level: str) -> Flags:
        """Of which voices every single cell of a level is shown; of none where the level has no tables."""
        if level not in self.places:
            return np.zeros(len(self.voices), bool)
        found = np.ones(len(self.voices), bool)
        for place in set(self.places[level][inside & self.here[context]]):
            found &= ~self.hidden[level, place, context]
        return found


_known: Final[WeakKeyDictionary[Engine, dict[tuple[str, str, int], Pattern]]] = WeakKeyDictionary()
_lock: Final = RLock()


def patterns(source: Engine, metric: Metric, threshold: int) -> list[Pattern]:
    """What is hidden of a metric: where any of these hides it."""
    base = BASES[metric.base]
    return [pattern(source, base.made_of or base.name, count, threshold) for count in ("", *counts_of(metric))]


def pattern(source: Engine, base: str, count: str, threshold: int) -> Pattern:
    """What is hidden of the items of a base, or of one count of them as well. Kept as long as the data version is read."""
    with _lock:  # one thread works it out, the others wait for it
        kept = _known.setdefault(source, {})
        key = (base, count, threshold)
        if key not in kept:
            kept[key] = _decided(source, BASES[base], count, threshold)
        return kept[key]


def counts_of(metric: Metric) -> list[str]:
    """The counts that a metric reads beside the items themselves."""
    base = BASES[metric.base]
    read = columns(expression(metric)) & base.relations[-1].measures if not base.per else {column for column, _ in base.reduced}
    parts = {part for name in read - _items(base) for part in name.removesuffix("_items").split("_with_")}
    whole = {part: name for name, several in TOGETHER.items() for part in several}
    return sorted({whole.get(part, part) for part in parts | (_COMPUTED if metric.computed else set())})


def _items(base: Base) -> frozenset[str]:
    return columns(parse_one(base.units, read="duckdb"))


def _decided(source: Engine, base: Base, count: str, threshold: int) -> Pattern:
    counts = TOGETHER.get(count, (count,)) if count else ()
    whole = cells.read(source, base, counts)
    contexts = [context for context in whole.contexts if len(whole.lines)]
    guards = [base.name] if count else [guard for guard in base.guards if guard != base.name]
    guarding = [pattern(source, guard, "", threshold) for guard in guards]
    sensitive = _any(whole, [whole.flags(guard.sensitive, guard.voices) for guard in guarding])
    hidden = _any(whole, [sensitive, *(whole.flags(guard.hidden, guard.voices) for guard in guarding)])
    if contexts:
        if not count:
            sensitive |= (whole.persons > 0) & (whole.persons < threshold)
        if whole.has_people:
            sensitive |= _any(whole, [whole.dominated(name) for name in counts or (cells.ITEMS,)])
        hidden |= sensitive | whole.never_shown[:, None]
        tables = [whole.table(name) for name in counts or (cells.ITEMS,)]
        tables += [whole.table_of_persons()] if whole.has_people and not count else []
        hidden = protect(tables, hidden, sensitive, whole.losses, whole.rank, threshold)
    places = whole.lines.drop_duplicates("place").sort_values("place")
    return Pattern(
        frozenset(whole.rows["campaigns"].explode()),
        {level: places[level].to_numpy(object) for level in whole.levels},
        whole.voices,
        {context: whole.places(context) for context in contexts},
        {context: whole.heard(context) for context in contexts},
        whole.by_name(hidden),
        whole.by_name(sensitive),
    )


def _any(whole: cells.Cells, flags: Iterable[Flags]) -> Flags:
    found = np.zeros(whole.sums.shape, bool)
    for each in flags:
        found |= each
    return found
