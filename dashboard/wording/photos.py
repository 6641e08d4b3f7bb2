"""Which photo won, in one sentence."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts.base.chart import Labels
from dashboard.charts.base.phrases import counted
from dashboard.i18n import _, listed, number
from metrics.analyses.photo_vote import VOTES, Audit, Vote
from metrics.definitions.catalogue import METRICS


def names(vote: Vote, missions: Labels) -> dict[str, str]:
    """Return what each photo of a vote is called: its mission, with its title where the mission has several.

    Args:
        vote: The vote.
        missions: The names of missions by code.
    """
    voted = vote.votes["photo"].unique().tolist()
    found = dict.fromkeys(voted, _("a photo without valid consent"))
    shown = vote.photos[vote.photos["photo"].isin(voted)]
    several = shown["mission"].duplicated(keep=False)
    for row, is_one_of_several in zip(shown.to_dict("records"), several, strict=True):
        mission, title = missions.get(row["mission"], row["mission"]), text_of(row["title"]) or row["photo"]
        if row["mission"] == "unknown":
            found[row["photo"]] = title
        elif is_one_of_several:
            found[row["photo"]] = _("{title} ({mission})").format(title=title, mission=mission)
        else:
            found[row["photo"]] = mission
    return found


def answer(checked: Audit, named: Labels, *, is_whole: bool) -> str:
    """Return which photo won, and whether it would without the last days.

    Args:
        checked: The checked vote.
        named: What each photo is called.
        is_whole: Whether it is one whole vote, of which somebody can be said to have won.
    """
    if not checked.winners:
        return _("No votes for photos in these data")
    votes, every = int(checked.ranked[VOTES].iloc[0]), int(checked.ranked[VOTES].sum())
    if len(checked.winners) > 1:
        return _("{n} photos share the first place with {value} each").format(
            n=number(len(checked.winners)), value=counted(votes, METRICS[VOTES])
        )
    name = begun(named[checked.winners[0]])
    if not is_whole:
        return _("{name} has the most: {value}").format(name=name, value=counted(votes, METRICS[VOTES]))
    values = {"name": name, "n": number(votes), "all": number(every)}
    rest = next((rest for rest in checked.rests if rest.days == 2), None)
    if rest is None:
        return _("{name} won the photo vote with {n} of {all} votes").format(**values)
    if rest.stands:
        return _("{name} won the photo vote with {n} of {all} votes, and also without the last two days").format(
            **values
        )
    return _("{name} won the photo vote with {n} of {all} votes, but not without the last two days").format(**values)


def lead(checked: Audit, named: Labels) -> str:
    """Return which photos came next; empty if none did.

    Args:
        checked: The checked vote.
        named: What each photo is called.
    """
    others = checked.ranked[~checked.ranked["photo"].isin(checked.winners) & (checked.ranked[VOTES] > 0)].head(2)
    if others.empty or len(checked.winners) > 1:
        return ""
    parts = [
        _("{name} with {n}").format(name=named[photo], n=number(votes))
        for photo, votes in zip(others["photo"], others[VOTES], strict=True)
    ]
    return _("Next came {parts}.").format(parts=listed(parts))


def text_of(value: Any) -> str:
    """Return a cell as text; empty if it is missing."""
    return "" if value is None or pd.isna(value) else str(value)


def begun(text: str) -> str:
    """Return a text with a capital."""
    return text[:1].upper() + text[1:]
