"""What stands out in a campaign, in words: its busiest days, the last import, its target, and who is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from common.messages import Counted, Listed, Quantity
from metrics.analyses.last_import import LastImport, last_import
from metrics.analyses.listings import Where, targets
from metrics.analyses.participation import COUNTRY, missions
from metrics.analyses.quote_wording import counted
from metrics.api import as_selection, ask, labels
from metrics.definitions.model import Selection, TranslatableText

BUSIEST: Final = 3
"""The most days that are named."""
_TIMES_MEDIAN: Final = 3
"""A day stands out with so many times the posts of a typical (median) day."""
Say = TranslatableText
Topic = Literal["busiest", "changed", "target", "missing"]


@dataclass(frozen=True)
class Finding:
    """One finding.

    Attributes:
        topic: What it is about.
        sentence: The finding.
        detail: What it rests on.
    """

    topic: Topic
    sentence: TranslatableText
    detail: TranslatableText


def findings(
    where: Where = None,
    as_of: date | None = None,
    since: int | None = None,
    *,
    by_day: pd.DataFrame | None = None,
    taking_part: pd.DataFrame | None = None,
    warehouse: Path | None = None,
) -> list[Finding]:
    """Return what stands out, at most one finding of each topic.

    Args:
        where: The selection.
        as_of: Look back to the end of this day.
        since: The data version of the reader's last visit, if it is known.
        by_day: What `ask` returns for posts by day of the same question, if the caller has it already.
        taking_part: What `participation.missions` returns for the same question, if the caller has it already.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.
    """
    chosen = as_selection(where, warehouse)
    rows = ask(["posts"], ["day"], chosen, as_of, warehouse=warehouse) if by_day is None else by_day
    counts = _every_day(rows)
    if counts.empty:
        return []
    if taking_part is None:
        taking_part = missions(chosen, as_of, warehouse=warehouse)
    changed = None if as_of else _changed(chosen, since, warehouse)
    found = (_busiest(counts), changed, _target(counts, chosen, warehouse), _missing(taking_part, warehouse))
    return [each for each in found if each]


def target_day(by_day: pd.Series, target: int) -> date | None:
    """Return the day on which a running total passed a target; None if it never did.

    Args:
        by_day: A count for each day, in their order.
        target: The target.
    """
    passed = by_day.cumsum()
    passed = passed[passed >= target]
    return pd.Timestamp(str(passed.index[0])).date() if len(passed) else None


def _every_day(rows: pd.DataFrame) -> pd.Series:
    """Return the posts of every day from the first to the last."""
    counts: pd.Series = rows.dropna(subset="day").sort_values("day").set_index("day")["posts"].astype(int)
    return counts if counts.empty else counts.reindex(pd.date_range(counts.index[0], counts.index[-1]), fill_value=0)


def _busiest(by_day: pd.Series) -> Finding | None:
    typical = float(by_day.median())
    top = by_day.sort_values(ascending=False, kind="stable").head(BUSIEST)
    top = top[top >= max(_TIMES_MEDIAN * typical, 2)]
    if top.empty or len(by_day) <= BUSIEST:
        return None
    days = [Say("{day} ({posts})", day=pd.Timestamp(str(at)).date(), posts=int(posts)) for at, posts in top.items()]
    return Finding(
        "busiest",
        Say(
            "{days} brought {share} of the total.",
            days=Counted(len(top), "{n} day", "{n} days"),
            share=Quantity(top.sum() / by_day.sum(), "share"),
        ),
        Say(
            "{days}. A typical (median) day has {typical}.", days=Listed(days), typical=counted("posts", round(typical))
        ),
    )


def _changed(chosen: Selection, since: int | None, warehouse: Path | None) -> Finding | None:
    """Return what changed since the reader's last visit, or, if nothing did or the visit is not known, with the last import."""
    found = None if since is None else last_import(chosen, since, warehouse=warehouse)
    if found and (found.added or found.updated):
        return Finding("changed", _since_the_visit(found), Say("The last import was on {day}.", day=found.day))
    found = last_import(chosen, warehouse=warehouse)
    if found is None or not (found.added or found.updated):
        return None
    added = Counted(found.added, "{n} post", "{n} posts")
    updated = Counted(found.updated, "{n} post", "{n} posts")
    if not found.updated:
        sentence = Say("The last import added {added}.", added=added)
    elif not found.added:
        sentence = Say("The last import added details to {updated} known before.", updated=updated)
    else:
        sentence = Say(
            "The last import added {added}, and details to {updated} known before.", added=added, updated=updated
        )
    return Finding("changed", sentence, Say("It was on {day}.", day=found.day))


def _since_the_visit(found: LastImport) -> TranslatableText:
    added, updated = (Counted(n, "{n} post", "{n} posts") for n in (found.added, found.updated))
    if not found.updated:
        return Say("Imports since your last visit added {added}.", added=added)
    if not found.added:
        return Say("Imports since your last visit added details to {updated} known before.", updated=updated)
    return Say(
        "Imports since your last visit added {added}, and details to {updated} known before.",
        added=added,
        updated=updated,
    )


def _target(by_day: pd.Series, chosen: Selection, warehouse: Path | None) -> Finding | None:
    campaign = chosen.values("campaign")
    if chosen.names != ("campaign",) or len(campaign) != 1 or chosen.start or chosen.end:
        return None
    rows = targets(campaign, warehouse=warehouse)
    rows = rows[rows["metric"] == "posts"]
    if len(rows) != 1:
        return None
    target, total, last = int(rows["target"].iloc[0]), int(by_day.sum()), by_day.index[-1].date()
    passed = target_day(by_day, target)
    if passed is None:
        return Finding(
            "target",
            Say("The target of {target} is not reached.", target=counted("posts", target)),
            Say(
                "{posts} by {day}; {missing} are missing.",
                posts=counted("posts", total),
                day=last,
                missing=target - total,
            ),
        )
    before = int(by_day[by_day.index < pd.Timestamp(passed)].sum())
    sentence = (
        Say("The target of {target} was passed only on the last day.", target=counted("posts", target))
        if passed == last
        else Say("The target of {target} was passed on {day}.", target=counted("posts", target), day=passed)
    )
    return Finding(
        "target",
        sentence,
        Say(
            "{before} the day before, {posts} on {day}.",
            before=before,
            posts=before + int(by_day[pd.Timestamp(passed)]),
            day=passed,
        ),
    )


def _missing(taking_part: pd.DataFrame, warehouse: Path | None) -> Finding | None:
    countries = taking_part[(taking_part["kind"] == COUNTRY) & taking_part["is_listed"]]
    silent = countries[countries["posts"] == 0]
    if silent.empty or len(silent) == len(countries):
        return None
    regions = silent["region"].dropna().value_counts()
    named = labels("region", warehouse=warehouse)
    return Finding(
        "missing",
        Say(
            "{silent} of {all} have no post.",
            silent=len(silent),
            all=Counted(len(countries), "{n} country mission", "{n} country missions"),
        ),
        _where_most(regions, named) if len(regions) > 1 else Say("They are named on the page Missions."),
    )


def _where_most(regions: pd.Series, named: Mapping[str, str]) -> TranslatableText:
    """Return where most silent missions are, or, if no region has more than half of them, where the largest part is."""
    most, count = str(regions.index[0]), int(regions.iloc[0])
    values = {"region": named.get(most, most), "n": count}
    if 2 * count > regions.sum():
        return Say("Most of them are in {region}: {n}.", **values)
    if count == regions.iloc[1]:
        return Say("They are named on the page Missions.")
    return Say("The region with most of these is {region}: {n}.", **values)
