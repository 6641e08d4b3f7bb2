"""Caveats about contributors: people, offices and organizations, and the lowest possible number of them.

Linked accounts count once. It is unknown which other accounts, on other networks, belong to one contributor. So a
number of contributors is the highest possible number, and the lowest is that of the network with most contributors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import pandas as pd

from metrics.compiler.planner import Question
from metrics.definitions.catalogue import METRICS
from metrics.definitions.model import Kind, Metric, TranslatableText
from metrics.disclosure import voices

CONTRIBUTORS: Final = METRICS["contributors"]
_INSTITUTIONS: Final = Metric(
    "institutions",
    "Offices and organizations",
    "count(distinct contributor) filter (where account_type in ('office', 'organisation'))",
    Kind.UNIQUE,
    "contributors",
    "Contributors of which an account belongs to an office or an organization.",
)
_CLASSIFIED: Final = Metric(
    "classified",
    "Contributors of known account type",
    "count(distinct contributor) filter (where account_type <> 'unknown')",
    Kind.UNIQUE,
    "contributors",
    "Contributors of which the type of an account is known.",
)

Ask = Callable[[Question], pd.DataFrame]


def companions(question: Question) -> tuple[Metric, ...]:
    """Return the metrics to query in the same rows, to say who the contributors are."""
    return (CONTRIBUTORS, _INSTITUTIONS, _CLASSIFIED) if _says_who(question) else ()


def composition(question: Question, rows: pd.DataFrame, ask: Ask) -> list[dict[str, int | None]]:
    """Return the composition of the contributors in each row of an answer.

    Args:
        question: What was asked.
        rows: The answer, one row for each combination of the breakdown.
        ask: Answers a further question.

    Returns:
        For each row the numbers of `people`, `institutions`, `unknown` (of unknown account type) and `at_least` (the
        lowest possible number, or None if all are on one network). Empty if contributors are not asked for, or the
        question is about contributor types.
    """
    if not _says_who(question):
        return []
    by = list(question.by)
    counts = ask(Question(companions(question), question.by, question.selection, question.as_of))
    by_network = tuple(dict.fromkeys((*by, "platform")))
    networks = ask(Question((CONTRIBUTORS,), by_network, question.selection, question.as_of))
    if by:
        largest = networks.groupby(by)["contributors"].agg(["max", "size"]).reset_index()
        counts = rows[by].merge(counts, how="left", on=by).merge(largest, how="left", on=by)
    else:
        counts = counts.assign(max=networks["contributors"].max(), size=len(networks))
    return [
        _row(*found)
        for found in counts[["contributors", "institutions", "classified", "max", "size"]].itertuples(index=False)
    ]


def _says_who(question: Question) -> bool:
    return CONTRIBUTORS in question.metrics and not voices.tells(question)


def _row(contributors: Any, institutions: Any, classified: Any, largest: Any, networks: Any) -> dict[str, int | None]:
    if pd.isna(contributors):
        return {"people": 0, "institutions": 0, "unknown": 0, "at_least": None}
    several = pd.notna(networks) and networks > 1
    return {
        "people": int(classified - institutions),
        "institutions": int(institutions),
        "unknown": int(contributors - classified),
        "at_least": int(largest) if several else None,
    }


def parts(row: Mapping[str, int | None]) -> tuple[TranslatableText, ...]:
    """Return the composition in words: `1,600 people`, `253 offices and organizations`; zeros are left out."""
    people, institutions, unknown = (row[name] or 0 for name in ("people", "institutions", "unknown"))
    counted = (
        (people, TranslatableText("{n} person", n=people) if people == 1 else TranslatableText("{n} people", n=people)),
        (
            institutions,
            TranslatableText("{n} office or organization", n=institutions)
            if institutions == 1
            else TranslatableText("{n} offices and organizations", n=institutions),
        ),
        (unknown, TranslatableText("{n} of unknown account type", n=unknown)),
    )
    return tuple(text for count, text in counted if count)


def sentences(question: Question, found: list[dict[str, int | None]]) -> Iterator[TranslatableText]:
    """Yield what a reader must know about a number of contributors, for the rows asked for."""
    if len(found) == 1 and not question.by and parts(found[0]):
        row = found[0]
        count = sum(row[name] or 0 for name in ("people", "institutions", "unknown"))
        if row["at_least"] in (None, count):
            yield (
                TranslatableText("{n} contributors: {parts}.", n=count, parts=parts(row))
                if count > 1
                else TranslatableText("1 contributor: {parts}.", parts=parts(row))
            )
        else:
            yield TranslatableText(
                "{n} contributors: {parts}; at least {low} if every unlinked account on another network belongs to one of them.",
                n=count,
                parts=parts(row),
                low=row["at_least"],
            )
    elif any(row["at_least"] is not None for row in found):
        yield TranslatableText(
            "Contributors: accounts of one contributor count once only where they are linked, so each row is the "
            "highest possible number."
        )
