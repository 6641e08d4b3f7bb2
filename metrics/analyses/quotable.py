"""What may be said in public: a sentence for each headline number that can be quoted as it stands.

A sentence has the campaign, the days and the number with its noun. Beside it stands what has to be said with it, and
what must not be made of it. A number that may not be quoted has the reason instead.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from common.messages import Listed, Name
from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.analyses.quote_wording import WAYS, Quote, Scope
from metrics.answers import Answer, attached
from metrics.api import as_selection, labels
from metrics.caveats import largest_account
from metrics.compiler.expressions import find_dimension
from metrics.compiler.planner import with_days
from metrics.definitions.catalogue import METRICS
from metrics.definitions.model import MeasureError, NotCarried, Selection, TranslatableText
from metrics.disclosure import voices

Say = TranslatableText
QUOTED: Final = tuple(WAYS)
"""The headline numbers, in reading order."""


def quotes(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> list[Quote]:
    """Return what may be said of each headline number that the data have.

    Args:
        where: The selection.
        as_of: Look back to the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.
    """
    chosen = as_selection(where, warehouse)
    scopes = {facts: _scope(facts, chosen, as_of, warehouse) for facts in {METRICS[metric].base for metric in QUOTED}}
    found = [_quoted(metric, scope) for metric in QUOTED if (scope := scopes[METRICS[metric].base])]
    return [each for each in found if each is not None]


def quote(
    metric: str, where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None
) -> Quote | None:
    """Return what may be said of one headline number.

    Args:
        metric: One of `QUOTED`.
        where: The selection.
        as_of: Look back to the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        The quote; None if the data hold nothing of this kind.
    """
    scope = _scope(METRICS[metric].base, as_selection(where, warehouse), as_of, warehouse)
    return _quoted(metric, scope) if scope else None


def _quoted(metric: str, scope: Scope) -> Quote | None:
    try:
        found: Quote | None = WAYS[metric](scope)
    except MeasureError as reason:
        text = reason.args[0]
        return Quote(metric, refusal=text if isinstance(text, TranslatableText) else Say.outside(text))
    if found is None or found.sentence is None:
        return found
    return replace(found, say_with=(*found.say_with, *_only(scope), *_warnings(found.frame), *_dated(scope)))


def _scope(facts: str, chosen: Selection, as_of: date | None, warehouse: Path | None) -> Scope | None:
    """Return what sentences about a kind of facts are about; None if the data hold none of them."""
    # The first and the last day of one contributor type are not told: they are those of all.
    everybody = voices.apart(chosen)
    table = with_days(facts, everybody)
    try:
        condition, params = filter_of(facts, everybody, as_of, table)
    except NotCarried:
        return None
    days = rows_of(
        f"SELECT min(day)::DATE AS first, max(day)::DATE AS last FROM {table.name} WHERE {condition}", params, warehouse
    ).iloc[0]
    if pd.isna(days["first"]):
        return None
    named = labels("campaign", warehouse=warehouse)
    campaign = " + ".join(named.get(code, code) for code in chosen.values("campaign"))
    first, last = (pd.Timestamp(days[name]).date() for name in ("first", "last"))
    return Scope(chosen, campaign, chosen.start or first, chosen.end or last, as_of, warehouse)


def _only(scope: Scope) -> list[TranslatableText]:
    """Return the filters of a number besides its campaign."""
    parts = []
    for name, values in scope.where.where:
        if name != "campaign":
            named = labels(name, warehouse=scope.warehouse)
            parts.append(
                Say(
                    "{dimension} {values}",
                    dimension=find_dimension(name),
                    values=Listed(Name.of(name, value, named.get(value, value)) for value in values),
                )
            )
    return [Say("Only these are counted: {filters}.", filters=Listed(parts))] if parts else []


def _warnings(frame: pd.DataFrame | None) -> list[TranslatableText]:
    if frame is None:
        return []
    answer: Answer = attached(frame)
    # Both ends of a range rest on the same posts, so the high end speaks for both.
    known = {name: each for name, each in answer.partly_known.items() if name != "unique_reach_lower"}
    return [
        *(each.sentence for each in answer.breaks),
        *largest_account.sentences((METRICS[name] for name in known if name in METRICS), known),
    ]


def _dated(scope: Scope) -> list[TranslatableText]:
    return [Say("Data as of {day}.", day=scope.as_of)] if scope.as_of else []
