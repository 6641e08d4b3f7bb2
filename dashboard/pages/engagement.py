"""Engagement: which formats, platforms, hours and posts got a response."""

from __future__ import annotations

from functools import cache
from typing import Final
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from dashboard import analyses, queries
from dashboard.charts import engagement_age, engagement_hours, engagement_rates, engagement_spread
from dashboard.components import address, cards, choices, filters, html, post_list
from dashboard.components.heading import heading
from dashboard.components.markdown import as_text, filled
from dashboard.components.page import Group, Page
from dashboard.i18n import _, listed, ngettext, number
from dashboard.wording import engagement as wording
from metrics import METRICS, Selection
from metrics.analyses.engagement_hours import ENOUGH
from metrics.analyses.engagement_rates import RATES

PAGE: Final = Page(
    "engagement",
    lambda: _("Engagement"),
    lambda: _("Which posts and formats got a response?"),
    Group.RESULTS,
    3,
    keeps={"rate": "engagement_rate_by_followers", "rate_by": "media_type", "zone": "UTC"},
)
COMPARED: Final = ("media_type", "platform")
"""The dimensions that the answer compares."""
BY: Final = ("media_type", "language", "platform", "mission", "post_kind")
TOP: Final = 6
"""Posts that are shown."""


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    _start(where)
    all_posts = analyses.engagement_spread("", where)
    heading(_answer(all_posts, where), where, _lead(all_posts, where))
    if all_posts.empty:
        st.info(_("Engagement needs reactions, comments or shares of posts. Import an export that has them."))
        return
    with st.container(horizontal=True, key="rate_choices"):
        choices.one_of("rate_by", _("Compare by"), BY, queries.titled)
        choices.one_of("rate", _("Rate"), RATES, lambda name: _(METRICS[name].label), folded=True)
    left, right = st.columns(2)
    with left:
        _rates(where)
    with right:
        _spread(where)
    _top_posts(where)
    left, right = st.columns(2)
    with left:
        _hours(where)
    with right:
        _ages(where)


def _start(where: Selection) -> None:
    """Let the page start from a rate that these posts have, and from the reader's time zone."""
    choices.within("rate_by", BY)
    choices.within("rate", RATES)
    choices.within("zone", _zones())
    known = [name for name, value in queries.numbers(RATES, where).items() if value is not None]
    if choices.untouched("rate") and known and choices.chosen("rate") not in known:
        choices.start_from("rate", known[0])
    if choices.untouched("zone") and st.context.timezone in _zones():
        choices.start_from("zone", str(st.context.timezone))


@cache
def _zones() -> list[str]:
    return sorted(available_timezones())


def _answer(all_posts: pd.DataFrame, where: Selection) -> str:
    if all_posts.empty:
        return _("Engagement is not reported for these posts")
    rate = choices.chosen("rate")
    compared = ((by, analyses.rates(rate, by, where)) for by in COMPARED)
    return wording.answer(compared, rate, queries.names)


def _lead(all_posts: pd.DataFrame, where: Selection) -> str:
    """Return the typical engagement of all posts, and that of each platform."""
    known = all_posts[all_posts["median"].notna()]
    if known.empty:
        return ""
    row = known.iloc[0]
    words = [
        ngettext(
            "The median post has {n} reaction, comment or share; one post in ten has at least {top}.",
            "The median post has {n} reactions, comments and shares; one post in ten has at least {top}.",
            row["median"],
        ).format(n=number(row["median"]), top=number(row["top_tenth"]))
    ]
    by_platform = analyses.engagement_spread("platform", where).dropna(subset="median")
    if len(by_platform) > 1:
        names = queries.names("platform")
        words.append(
            _("Median by platform: {parts}.").format(
                parts=listed(
                    f"{names.get(platform, platform)} {number(median)}"
                    for platform, median in zip(by_platform["platform"], by_platform["median"], strict=True)
                )
            )
        )
    return " ".join(words)


@cards.show_reason_on_error
def _rates(where: Selection) -> None:
    rate, by = choices.chosen("rate"), choices.chosen("rate_by")
    frame = analyses.rates(rate, by, where)
    cards.card(
        "engagement-rates",
        _("Engagement rates"),
        frame,
        where,
        lambda look: engagement_rates.rates(frame, by, METRICS[rate], queries.names(by), look=look),
        key=(rate, by),
    )


@cards.show_reason_on_error
def _spread(where: Selection) -> None:
    by = choices.chosen("rate_by")
    frame = analyses.engagement_spread(by, where)
    cards.card(
        "engagement-of-a-post",
        _("Engagement of a post"),
        frame,
        where,
        lambda look: engagement_spread.spread(frame, by, queries.names(by), look=look),
        key=by,
    )


@cards.show_reason_on_error
def _top_posts(where: Selection) -> None:
    found, count = analyses.listed_posts(where, "engagement", TOP)
    found = found[found["engagement"].notna()]
    with st.container(border=True, key="card_top", gap="small"):
        st.caption(_("Posts with the most engagement"))
        if found.empty:
            st.header(_("None of these posts may be listed"), anchor=False)
        else:
            most = number(found["engagement"].iloc[0])
            st.header(filled(_("Most engagement of a listed post: {value}"), value=most), anchor=False)
        st.caption(
            _(
                "Posts of offices and organizations in their own voice are listed. All others are listed only with valid consent; "
                "posts deleted on their platform never are."
            )
        )
        if found.empty:
            return
        st.html(post_list.as_html(found))
        if count > len(found):
            see = ngettext("See {n} post in this order", "See all {n} posts in this order", count)
            html.inline([html.link(see.format(n=number(count)), address.link("posts", order="engagement"))])


@cards.show_reason_on_error
def _hours(where: Selection) -> None:
    zone = choices.chosen("zone")
    frame = analyses.engagement_hours(zone, where)
    count = int(frame["n_posts"].sum())
    if count < ENOUGH:
        template = ngettext(
            "{n} post has a known hour and engagement. Engagement by weekday and hour needs at least {least} posts.",
            "{n} posts have a known hour and engagement. Engagement by weekday and hour needs at least {least} posts.",
            count,
        )
        st.info(as_text(template.format(n=number(count), least=number(ENOUGH))), icon=":material/schedule:")
        return
    cards.card(
        "engagement-by-hour",
        _("Weekday and hour"),
        frame,
        where,
        lambda look: engagement_hours.hours(frame, zone, look=look),
        key=zone,
        control=_choose_zone,
    )


def _choose_zone() -> None:
    st.selectbox(_("Time zone"), _zones(), key="zone", label_visibility="collapsed", persist_state="session", width=220)


@cards.show_reason_on_error
def _ages(where: Selection) -> None:
    frame = analyses.engagement_age(where)
    if frame.empty:
        st.info(
            _(
                "Engagement by age needs counts of the same posts from several days. Export the same posts again, for example "
                "after a day, a week and two weeks, and import each file."
            ),
            icon=":material/timeline:",
        )
        return
    cards.card(
        "engagement-by-age",
        _("Engagement by age of post"),
        frame,
        where,
        lambda look: engagement_age.ages(frame, queries.names("platform"), look=look),
    )
