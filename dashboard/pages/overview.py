"""Overview: whether the campaign reached its target, when, and who took part."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from dashboard import analyses, goals, queries
from dashboard.charts import over_time
from dashboard.charts.base.time_steps import STEPS
from dashboard.components import address, cards, change, choices, filters, html, last_visit, scope, these_posts
from dashboard.components.heading import heading
from dashboard.components.markdown import as_text
from dashboard.components.missions_map_card import missions_map_card
from dashboard.components.page import Group, Page
from dashboard.i18n import _, number, percent, said
from dashboard.remembered import known_on
from dashboard.wording import overview
from metrics import METRICS, Selection

PAGE: Final = Page(
    "",
    lambda: _("Overview"),
    lambda: _("Did we reach the target, and when?"),
    Group.RESULTS,
    1,
    keeps={"grain": "", "shown": "posts"},
)
OVER_TIME = ("posts", "impressions", "views", "gross_reach", "engagement")
"""What can be looked at day by day: what adds up over days."""
LONG: Final = 366
"""Days of a period from which the chart over time starts with months, as bars of days would be hairlines."""


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    heading(_answer(where), where, overview.lead(_also(where)))
    st.caption(as_text(change.explained(where)))
    with st.grid(3, min_column_width=210, gap="small", key="tiles"):
        cards.tile("posts", where, _counted_kinds(where), ":material/forum:", has_change=True)
        cards.tile(
            "contributors",
            where,
            overview.persons(queries.ask(["contributors"], (), where)),
            ":material/group:",
            has_change=True,
        )
        cards.tile(
            "missions",
            where,
            _("country missions and regional offices"),
            ":material/public:",
            has_change=True,
            detail=overview.taking_part(analyses.missions(where)),
        )
        cards.tile("engagement", where, _("reactions, comments and shares"), ":material/thumb_up:", has_change=True)
        _reach(where)
        if _has_thunderclap(where):
            cards.tile("thunderclap_social_reach", where, _("potential, not de-duplicated"), ":material/campaign:")
    _findings(where)
    _over_time(where)
    _missions(where)
    left, right = st.columns(2)
    with left:
        cards.breakdown("posts", "contributor_type", where)
    with right:
        cards.breakdown("posts", "platform", where)
    _pacing(where)


def _answer(where: Selection) -> str:
    target = goals.target("posts", where)
    posts = queries.ask(["posts"], (), where)["posts"].iloc[0]
    return overview.answer(scope.title(where), posts, None if target is None else int(target["target"]))


def _has_thunderclap(where: Selection) -> bool:
    """Return whether the data have supporters; what is narrower than a campaign is left out, as not recorded for them."""
    campaign = Selection({"campaign": where.values("campaign")})
    supporters = queries.ask(["thunderclap_supporters"], (), campaign)["thunderclap_supporters"].iloc[0]
    return pd.notna(supporters) and bool(supporters)


def _also(where: Selection) -> pd.Series:
    """Return what is counted beside posts, as the tiles ask for it."""
    return pd.Series({name: queries.ask([name], (), where)[name].iloc[0] for name in overview.ALSO})


@cards.show_reason_on_error
def _reach(where: Selection) -> None:
    """Draw the tile of reach: a range, for the posts that report it."""
    names = ["unique_reach_lower", "unique_reach_upper", "posts_that_report_reach", "posts"]
    frame = queries.ask(names, (), where)
    row = frame.iloc[0]
    if pd.isna(row["unique_reach_upper"]):
        cards.figure(
            "unique_reach_upper",
            _("Unique reach"),
            _("Not reported"),
            _("no post reports its reach; this is not zero"),
            ":material/visibility:",
        )
        return
    cards.figure(
        "unique_reach_upper",
        _("Unique reach"),
        _("{low} to {high}").format(low=number(row["unique_reach_lower"]), high=number(row["unique_reach_upper"])),
        _("accounts; posts that report it: {share}").format(
            share=percent(row["posts_that_report_reach"] / row["posts"])
        ),
        ":material/visibility:",
        frame=frame,
        where=where,
        since=change.of_reach(where),
    )


def _findings(where: Selection) -> None:
    found = analyses.findings(where, last_visit.version_seen())
    if not found:
        return
    pages = {
        "busiest": ("events", _("See the events")),
        "missing": ("missions", _("See who is missing")),
        "changed": ("data", _("See the imports")),
        "target": ("say", _("See what you may say")),
    }
    with st.container(border=True, key="card_findings", gap="small"):
        st.caption(_("What stands out"))
        html.ordered(
            html.under(
                html.strong(said(finding.sentence)),
                html.sentence_with_link(
                    said(finding.detail), pages[finding.topic][1], address.link(pages[finding.topic][0])
                ),
            )
            for finding in found
        )


@cards.show_reason_on_error
def _missions(where: Selection) -> None:
    found = analyses.missions(where)
    if not (found["posts"] > 0).any():  # one card says that nobody recorded it
        cards.breakdown("posts", "mission", where, limit=12)
        return
    left, right = st.columns([3, 2])
    with left:
        missions_map_card(found, where)
    with right:
        cards.breakdown("posts", "mission", where, limit=12)


@cards.show_reason_on_error
def _over_time(where: Selection) -> None:
    choices.within("shown", OVER_TIME)
    if choices.untouched("grain") or choices.chosen("grain") not in STEPS:
        choices.start_from("grain", "month" if _is_long(where) else "day")
    metric, grain = METRICS[choices.chosen("shown")], choices.chosen("grain")
    frame, events = queries.ask([metric.name], [grain], where), analyses.events(where)
    cards.card(
        f"{metric.name}-over-time".replace("_", "-"),
        _("{metric} over time").format(metric=_(metric.label)),
        frame,
        where,
        lambda look: over_time.over_time(frame, metric, events, grain=grain, look=look),
        note="" if events.empty else _("Highlighted bars have an event. Point to one to see its name."),
        key=len(events),
        control=_steps,
        posts=these_posts.links(lambda: frame, grain, metric.name),
    )


def _is_long(where: Selection) -> bool:
    """Return whether the posts span more than a year."""
    days = queries.ask(["posts"], ["day"], where)["day"].dropna()
    return not days.empty and (days.max() - days.min()).days > LONG


def _steps() -> None:
    names = dict(zip(STEPS, (_("By day"), _("By week"), _("By month")), strict=True))
    with st.container(horizontal=True, width="content", gap="small", key="steps"):
        st.selectbox(
            _("Metric"),
            OVER_TIME,
            format_func=lambda name: _(METRICS[name].label),
            key="shown",
            label_visibility="collapsed",
            width=190,
            persist_state="session",
        )
        st.segmented_control(
            _("Day, week or month"),
            list(names),
            format_func=names.__getitem__,
            key="grain",
            required=True,
            label_visibility="collapsed",
            persist_state="session",
        )


@cards.show_reason_on_error
def _pacing(where: Selection) -> None:
    target = goals.target("posts", where)
    if target is None:
        return
    frame = queries.ask(["posts"], ["day"], where)
    today = _("The target is today’s target.") if known_on() else ""
    cards.card(
        "posts-against-target",
        _("Posts against the target"),
        frame,
        where,
        lambda look: over_time.pacing(
            frame, METRICS["posts"], int(target["target"]), target["starts"], target["due"], look=look
        ),
        note=as_text(
            " ".join(filter(None, ("" if pd.isna(target["note"]) else queries.in_own_words(target["note"]), today)))
        ),
        key=int(target["target"]),
    )


def _counted_kinds(where: Selection) -> str:
    return (
        _("selected post types only")
        if filters.KINDS in where.names
        else _("original posts, shared posts, replies and Thunderclap posts")
    )
