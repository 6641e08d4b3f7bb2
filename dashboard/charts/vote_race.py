"""The race of a photo vote: votes added up day by day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from dashboard.charts.base.chart import Chart, Labels, fitting
from dashboard.charts.base.figure import Figure
from dashboard.charts.base.phrases import counted, nothing
from dashboard.charts.base.theme import LIGHT, Look, as_drawn, figure, isolated, wrapped
from dashboard.charts.over_time import time_axis
from dashboard.i18n import _, day, listed, ngettext, number
from metrics.analyses.photo_vote import VOTES, Audit, audit, running_totals
from metrics.definitions.catalogue import METRICS

HEIGHT: Final = 340
COLOURED: Final = 6
"""The most photos with a colour and a name; all others are grey."""
PLACES: Final = 3
"""The last place that has a colour, as long as ties leave room for it."""
_SYMBOLS: Final = ("circle", "square", "triangle-up", "diamond", "cross", "star")
_LABEL: Final = 48
"""Height of a name in pixels, with its votes."""
_OTHERS: Final = 20


def race(frame: pd.DataFrame, labels: Labels, *, look: Look = LIGHT) -> Chart:
    """Draw the running total of each photo, the first places in colour and with their names.

    Args:
        frame: One row for each photo and day: photo, day, photo_votes.
        labels: Names of photos by their IDs.
        look: The colours.
    """
    known = frame.dropna(subset="day")
    found = audit(known)
    if not found.winners:
        return nothing(look)
    running = running_totals(known)
    first = _coloured(found.ranked)
    others = [photo for photo in found.ranked["photo"] if photo not in first]
    made = figure(look, HEIGHT, margin={"l": 4, "r": 116, "t": 16, "b": 4})
    _grey(made, running[others], labels, look)
    for place, photo in enumerate(first):
        line = running[photo]
        made.add_scatter(
            x=line.index,
            y=line,
            mode="lines+markers",
            line={"color": look.hues[place], "width": 2.5},
            marker={"color": look.hues[place], "size": 7, "symbol": _SYMBOLS[place]},
            hovertext=[_hover(labels.get(photo, photo), at, votes) for at, votes in line.items()],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    _names(made, found.ranked, first, len(others), labels, look)
    time_axis(made, running.index[0], running.index[-1], look, most=3)  # the names of the photos leave little room
    highest = int(found.ranked[VOTES].iloc[0])
    made.update_yaxes(range=[0, highest * 1.08], tickformat=",", nticks=5, showline=False)
    if highest < 5:
        made.update_yaxes(dtick=1)
    return Chart(made, _title(found, labels), _sentences(found, running, labels))


def _coloured(ranked: pd.DataFrame) -> list[str]:
    """Return the photos of the first places, as far as each place has a colour for all its photos."""
    for last in range(PLACES, 0, -1):
        photos = ranked.loc[(ranked["place"] <= last) & (ranked[VOTES] > 0), "photo"].tolist()
        if len(photos) <= COLOURED:
            return photos
    return []


def _grey(made: Figure, running: pd.DataFrame, labels: Labels, look: Look) -> None:
    """Add all other photos as one trace with a gap after each line."""
    x: list[object] = []
    y: list[object] = []
    texts: list[str] = []
    for photo in running.columns:
        x += [*running.index, None]
        y += [*running[photo].tolist(), None]
        texts += [*(_hover(labels.get(photo, photo), at, votes) for at, votes in running[photo].items()), ""]
    made.add_scatter(
        x=x,
        y=y,
        mode="lines" if len(running) > 1 else "markers",
        line={"color": look.unknown, "width": 1},
        opacity=0.6,
        hovertext=texts,
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _names(made: Figure, ranked: pd.DataFrame, first: Sequence[str], others: int, labels: Labels, look: Look) -> None:
    totals = ranked.set_index("photo")[VOTES]
    texts = [
        f"<b>{isolated(wrapped(labels.get(photo, photo), 14, lines=3))}</b> {number(totals[photo])}" for photo in first
    ]
    heights = [float(totals[photo]) for photo in first]
    if others:
        rest = totals.drop(list(first))
        texts.append(
            f"<span style='color:{look.muted}'>"
            + ngettext("{n} other: {low} to {high}", "{n} others: {low} to {high}", others).format(
                n=number(others), low=number(rest.min()), high=number(rest.max())
            )
            + "</span>"
        )
        heights.append(float(rest.max()) / 2)
    pixels = (HEIGHT - 60) / (float(totals.max()) * 1.08)
    for text, height in zip(texts, _apart([each * pixels for each in heights]), strict=True):
        made.add_annotation(
            xref="paper",
            x=1,
            xanchor="left",
            xshift=2,
            y=height / pixels,
            yanchor="middle",
            text=text,
            align="left",
            showarrow=False,
            font={"size": 12, "color": look.ink},
        )


def _apart(heights: Sequence[float]) -> list[float]:
    """Return heights in pixels, from the highest to the lowest, moved so that no name covers another."""
    found: list[float] = []
    for height in heights:
        found.append(min(height, found[-1] - _LABEL) if found else height)
    lowest = min([*found, 0])
    return [each - lowest for each in found] if lowest < 0 else found


def _hover(name: str, at: object, votes: int) -> str:
    return f"<b>{as_drawn(name)}</b><br>{day(at)}: {counted(votes, METRICS[VOTES])}"


def _title(found: Audit, labels: Labels) -> str:
    votes = int(found.ranked[VOTES].iloc[0])
    if len(found.winners) > 1:
        return _("{n} photos share the first place with {value} each").format(
            n=number(len(found.winners)), value=number(votes)
        )
    name = labels.get(found.winners[0], found.winners[0])
    if len(found.ranked) == 1 or found.days_ahead is None:
        return fitting(
            *(
                _("{name}: {value}").format(name=each, value=counted(votes, METRICS[VOTES]))
                for each in (name, _("First place"))
            )
        )
    if found.days_ahead == found.days > 1:
        sentences = (_("{name} was ahead on every day of the vote"), _("The winner was ahead on every day of the vote"))
    else:
        sentences = (
            ngettext("{name} was ahead on {n} of {all} day", "{name} was ahead on {n} of {all} days", found.days),
            ngettext(
                "The winner was ahead on {n} of {all} day", "The winner was ahead on {n} of {all} days", found.days
            ),
        )
    ahead, days = number(found.days_ahead), number(found.days)
    return fitting(*(each.format(name=name, n=ahead, all=days) for each in sentences))


def _sentences(found: Audit, running: pd.DataFrame, labels: Labels) -> list[str]:
    totals = found.ranked.head(3)
    parts = [
        f"{labels.get(photo, photo)} {number(votes)}"
        for photo, votes in zip(totals["photo"], totals[VOTES], strict=True)
    ]
    first, last = (day(running.index[place]) for place in (0, -1))
    when = (
        _("Votes on {day}.").format(day=first)
        if first == last
        else _("Votes added up by day, {first} to {last}.").format(first=first, last=last)
    )
    return [when, _("Most votes: {parts}.").format(parts=listed(parts))]
