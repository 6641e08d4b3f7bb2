"""Whether the result of a photo vote would stand: each check in a line, with its result and what it looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.components import html
from dashboard.components.html import Column
from dashboard.components.markdown import as_text
from dashboard.i18n import _, day, listed, ngettext, number, percent, shown
from data.vocabularies import QUALIFIERS
from metrics.analyses.claim_wording import State
from metrics.analyses.photo_vote import VOTES, Audit, Rest, Vote

Line = tuple[str, str, str]
"""What was checked, what was looked at, and the result."""
_TOP = 3
"""Places that are held against the rest of the vote and against the pages' followers."""


def card(checked: Audit, vote: Vote, figures: pd.DataFrame, names: Mapping[str, str]) -> None:
    """Draw the checks.

    Args:
        checked: The checks.
        vote: The vote.
        figures: The published figures about one photo each.
        names: Names of photos by their IDs.
    """
    with st.container(border=True, key="card_checks", height="stretch", gap="small"):
        st.caption(_("Would it stand?"))
        st.header(as_text(_title(checked)), anchor=False)
        st.caption(_("These checks show how much the result depends on which votes. None says that somebody cheated."))
        html.table(
            _("Would it stand?"),
            [Column(_("Check")), Column(_("Result"), True)],
            [
                (html.under(title, looked_at), result)
                for title, looked_at, result in _lines(checked, vote, figures, names)
            ],
        )


def published_as(row: Mapping[Any, Any]) -> str:
    """Return a published figure as it was published, such as `over 180`."""
    value = shown(row["value"])
    if row["qualifier"] in (None, "exact") or pd.isna(row["qualifier"]):
        return value
    return _("{qualifier} {value}").format(qualifier=_(QUALIFIERS.get(row["qualifier"], row["qualifier"])), value=value)


def _title(checked: Audit) -> str:
    if checked.to_remove is None:
        return _("No number of removed votes changes the winner")
    template = ngettext(
        "{n} vote would have to go to change the winner",
        "{n} votes would have to go to change the winner",
        checked.to_remove,
    )
    return template.format(n=number(checked.to_remove))


def _lines(checked: Audit, vote: Vote, figures: pd.DataFrame, names: Mapping[str, str]) -> Iterator[Line]:
    yield from (_rest(rest, names) for rest in checked.rests)
    yield from _to_remove(checked, names)
    if checked.days_ahead is not None:
        yield (
            _("Days ahead"),
            _("Days on whose evening {name} alone had the most votes.").format(name=_named(checked.winners[0], names)),
            _("{n} of {all}").format(n=number(checked.days_ahead), all=number(checked.days)),
        )
    yield _against_published(figures)
    yield (
        _("Ties"),
        listed(listed(_named(each, names) for each in tied) for tied in checked.ties[:_TOP])
        if checked.ties
        else _("All photos with votes have different numbers of votes."),
        number(len(checked.ties)),
    )
    yield from _bursts(checked, names)
    yield from _against_audience(checked, vote, names)


def _rest(rest: Rest, names: Mapping[str, str]) -> Line:
    title = _("Without the last day") if rest.days == 1 else _("Without the last {n} days").format(n=number(rest.days))
    first = rest.ranked.head(_TOP)
    parts = (
        f"{_named(photo, names)} {number(votes)}" for photo, votes in zip(first["photo"], first[VOTES], strict=True)
    )
    votes = ngettext("{n} vote is left out.", "{n} votes are left out.", rest.left_out).format(n=number(rest.left_out))
    return title, f"{listed(parts)}. {votes}", _("Stands") if rest.stands else _("Another result")


def _to_remove(checked: Audit, names: Mapping[str, str]) -> Iterator[Line]:
    if checked.to_remove is None:
        return
    first, second = checked.ranked.iloc[0], checked.ranked.iloc[1]
    looked_at = _(
        "The lead over {name} is {n}. With so many votes fewer they would tie; with one more removed, {name} wins."
    )
    yield (
        _("Votes to remove"),
        looked_at.format(name=_named(second["photo"], names), n=number(checked.to_remove - 1)),
        _("{n} of {all}").format(n=number(checked.to_remove), all=number(first[VOTES])),
    )


def _against_published(figures: pd.DataFrame) -> Line:
    title = _("Against the published figures")
    if figures.empty:
        return title, _("No published figure is about a photo of this vote."), _("Unknown")
    matching = figures["state"].isin([State.REPRODUCED.value])
    looked_at = _("Published: {figures}.").format(figures=listed(map(published_as, figures.to_dict("records"))))
    if (figures["synthetic"] != "none").any():
        agrees = _("The sample was made to agree, so this confirms nothing.")
        looked_at = f"{looked_at} {agrees}"
    return (title, looked_at, _("{n} of {all} match").format(n=number(matching.sum()), all=number(len(figures))))


def _bursts(checked: Audit, names: Mapping[str, str]) -> Iterator[Line]:
    if checked.bursts.empty or checked.days < 2:
        return
    largest = checked.bursts.iloc[0]
    looked_at = _("Largest share of one day among the first ten places: {name}, {day}.").format(
        name=_named(largest["photo"], names), day=day(largest["day"])
    )
    if checked.without_best_day is not None and len(checked.ranked) > 1:
        second = int(checked.ranked[VOTES].iloc[1])
        template = (
            _("Without its own best day, {name} has {n} votes and stays first.")
            if checked.without_best_day > second
            else _("Without its own best day, {name} has {n} votes and is not first alone.")
        )
        own = template.format(name=_named(checked.winners[0], names), n=number(checked.without_best_day))
        looked_at = f"{looked_at} {own}"
    yield (
        _("Bursts"),
        looked_at,
        _("{n} of {all} votes in one day").format(n=number(largest[VOTES]), all=number(largest["total"])),
    )


def _against_audience(checked: Audit, vote: Vote, names: Mapping[str, str]) -> Iterator[Line]:
    pages = {row["mission"]: row for row in vote.audiences.to_dict("records")}
    missions = dict(zip(vote.photos["photo"], vote.photos["mission"], strict=True))
    title, platforms = _("Votes against the page’s audience"), queries.names("platform")
    found = {
        photo: (pages[missions[photo]], int(votes))
        for photo, votes in zip(checked.ranked["photo"].head(_TOP), checked.ranked[VOTES].head(_TOP), strict=True)
        if missions.get(photo) in pages
    }
    if not found:
        yield title, _("The followers of the missions’ pages are not in these data."), _("Unknown")
        return
    parts = [
        _("{name}: {share} of {n} followers ({platform})").format(
            name=_named(photo, names),
            share=percent(votes / page["followers"]),
            n=number(page["followers"]),
            platform=platforms.get(page["platform"], page["platform"]),
        )
        for photo, (page, votes) in found.items()
    ]
    looked_at = _("{parts}. Of each mission the page with the most followers; who voted need not follow it.")
    winner = found.get(checked.ranked["photo"].iloc[0])
    result = percent(winner[1] / winner[0]["followers"]) if winner else _("Unknown")
    yield title, looked_at.format(parts=listed(parts)), result


def _named(photo: str, names: Mapping[str, str]) -> str:
    return names.get(photo, photo)
