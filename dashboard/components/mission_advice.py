"""What a mission can do next: advice from its own posts, each with its numbers and an interval."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from dashboard import queries
from dashboard.components import cards, mission_facts
from dashboard.components.markdown import as_text
from dashboard.i18n import _, number, percent
from metrics import Selection
from metrics.analyses.mission_profile import FEWEST, Formats, Share
from metrics.statistics.intervals import ENOUGH


@cards.show_reason_on_error
def card(code: str, where: Selection) -> None:
    """Draw the advice for a mission, or why there is none.

    Args:
        code: The mission.
        where: The selection.
    """
    shares, formats = mission_facts.shares(code, where), mission_facts.formats(code, where)
    advice = [*_of_formats(formats), *(text for each in shares for text in _of_share(each))]
    with st.container(border=True, key="card_next", gap="small"):
        st.caption(_("What to do next"))
        if advice:
            st.header(_("What its own numbers suggest"), anchor=False)
            st.markdown("\n".join(f"- **{as_text(title)}** {as_text(text)}" for title, text in advice))
        elif shares or formats:
            st.header(_("Nothing stands out clearly enough to advise"), anchor=False)
        else:
            st.header(_("Not enough posts to advise"), anchor=False)
        st.caption(
            as_text(
                _(
                    "Advice needs at least {posts} posts by {authors} authors of about equal weight, and a difference "
                    "larger than chance. Ranges are intervals by author, about 90%."
                ).format(posts=number(FEWEST), authors=number(ENOUGH))
            )
        )


def _of_formats(found: Formats | None) -> Iterator[tuple[str, str]]:
    if found is None or not found.differs:
        return
    named = queries.names("media_type")
    better, other = named.get(found.better, found.better), named.get(found.other, found.other)
    low, high = map(percent, found.better_rate)
    other_low, other_high = map(percent, found.other_rate)
    yield (
        _("Use this format more: {format}.").format(format=better),
        _(
            "Its engagement rate by followers is {low} to {high}; that of “{other}” is {other_low} to {other_high}."
        ).format(low=low, high=high, other=other, other_low=other_low, other_high=other_high),
    )


def _of_share(found: Share) -> Iterator[tuple[str, str]]:
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
