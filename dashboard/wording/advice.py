"""What a mission can do next, from its own posts, each piece of advice with its numbers and an interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dashboard.i18n import _, number, percent
from metrics.analyses.mission_profile import FEWEST, Formats, Share
from metrics.statistics.intervals import ENOUGH

Advice = tuple[str, str]
"""What to do, and the numbers that suggest it."""


def advice(shares: Sequence[Share], formats: Formats | None, names: Mapping[str, str]) -> list[Advice]:
    """Return what the numbers of a mission clearly suggest.

    Args:
        shares: What `mission_profile.shares` returned.
        formats: What `mission_profile.best_format` returned.
        names: The names of media types by code.
    """
    return [*_of_formats(formats, names), *(each for share in shares for each in _of_share(share))]


def finding(given: Sequence[Advice], shares: Sequence[Share], formats: Formats | None, posts: int) -> str:
    """Return whether there is advice, and why there is none.

    Args:
        given: What `advice` returned.
        shares: What `mission_profile.shares` returned.
        formats: What `mission_profile.best_format` returned.
        posts: The posts of the mission.
    """
    if given:
        return _("What its own numbers suggest")
    if shares or formats:
        return _("Nothing stands out clearly enough to advise")
    return _("Not enough posts to advise") if posts < FEWEST else _("Too few authors to advise")


def conditions() -> str:
    """Return what advice needs."""
    return _(
        "Advice needs at least {posts} posts by {authors} authors of about equal weight, and a difference "
        "larger than chance. Ranges are intervals by author, about 90%."
    ).format(posts=number(FEWEST), authors=number(ENOUGH))


def _of_formats(found: Formats | None, named: Mapping[str, str]) -> Iterator[Advice]:
    if found is None or not found.differs:
        return
    better, other = named.get(found.better, found.better), named.get(found.other, found.other)
    low, high = map(percent, found.better_rate)
    other_low, other_high = map(percent, found.other_rate)
    yield (
        _("Use this format more: {format}.").format(format=better),
        _(
            "Its engagement rate by followers is {low} to {high}; that of “{other}” is {other_low} to {other_high}."
        ).format(low=low, high=high, other=other, other_low=other_low, other_high=other_high),
    )


def _of_share(found: Share) -> Iterator[Advice]:
    numbers = {
        "share": percent(found.value),
        "low": percent(found.low),
        "high": percent(found.high),
        "others": percent(found.others),
    }
    if found.rule == "events" and found.low > found.others:
        yield (
            _("Post between the events, too."),
            _("{share} of its posts fell on days with an event ({low} to {high}); in other missions {others}.").format(
                **numbers
            ),
        )
    if found.rule == "language" and found.high < found.others:
        yield (
            _("Try a second language."),
            _(
                "{share} of its posts are in another language than its usual one ({low} to {high}); in other missions {others}."
            ).format(**numbers),
        )
