"""The photo vote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from dashboard.charts.vote_race import race
from dashboard.i18n import _, ngettext, number, percent
from dashboard.reports.model import Block, Style, Text
from dashboard.reports.sections.results import Found
from dashboard.reports.source import Source
from dashboard.wording import photos as photo_wording
from metrics.analyses import photo_vote
from metrics.analyses.photo_vote import VOTES, Audit

PLACES: Final = 10
"""Places of the vote that are listed."""


def photos(source: Source) -> Found | None:
    """Return who won the photo vote, and whether the result would stand."""
    if not source.is_about("campaign"):
        return None
    vote = photo_vote.vote(source.where, source.as_of, warehouse=source.warehouse)
    checked = photo_vote.audit(vote.votes)
    if not checked.winners:
        return None
    source.asked |= {VOTES: None}
    names = photo_wording.names(vote, source.names("mission"))
    blocks: list[Block | None] = [
        source.figure(
            "race",
            _("The race"),
            vote.votes,
            lambda: race(vote.votes, names),
            table=source.table("race", _("Leaderboard"), _leaderboard(checked, names)),
        ),
        Text("checks", tuple(_checks(checked, names)), Style.LIST, _("Would the result stand?")),
    ]
    whole = not source.has_period and source.as_of is None and len(source.ask([VOTES], ["campaign"])) == 1
    return photo_wording.answer(checked, names, is_whole=whole), [block for block in blocks if block]


def _leaderboard(checked: Audit, names: dict[str, str]) -> pd.DataFrame:
    top = checked.ranked.head(PLACES)
    return pd.DataFrame(
        {
            "photo": [photo_wording.begun(names.get(photo, photo)) for photo in top["photo"]],
            "rank": top["place"],
            VOTES: top[VOTES],
            "share": top["share"],
        }
    )


def _checks(checked: Audit, names: dict[str, str]) -> Iterator[str]:
    if checked.to_remove is not None:
        template = ngettext(
            "Without {n} of its votes the winner would no longer lead alone.",
            "Without {n} of its votes the winner would no longer lead alone.",
            checked.to_remove,
        )
        yield template.format(n=number(checked.to_remove))
    for rest in checked.rests:
        template = (
            ngettext(
                "Without the last day with votes the result is the same.",
                "Without the last {n} days with votes the result is the same.",
                rest.days,
            )
            if rest.stands
            else ngettext(
                "Without the last day with votes the result is another.",
                "Without the last {n} days with votes the result is another.",
                rest.days,
            )
        )
        yield template.format(n=number(rest.days))
    if len(checked.bursts):
        row = checked.bursts.iloc[0]
        yield _("The largest share of a photo’s votes on one day is {share}: {name}.").format(
            share=percent(row["share"]), name=names.get(row["photo"], row["photo"])
        )
    yield _("None of these checks says that somebody cheated.")
