"""Mission profile: one page about one mission, which prints on one sheet."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from dashboard import analyses, queries
from dashboard.charts.mission_months import mission_months
from dashboard.components import address, cards, filters, html, mission_advice, mission_facts, post_list
from dashboard.components.heading import heading
from dashboard.components.html import Column
from dashboard.components.markdown import as_text, filled
from dashboard.components.mission_link import mission_link
from dashboard.components.page import EVERY_FILTER, Group, Page
from dashboard.i18n import _, day, ngettext, number, percent, shown
from dashboard.i18n.names import sort_key
from dashboard.remembered import known_on
from dashboard.wording import mission as wording
from metrics import METRICS, Selection
from metrics.analyses import listings
from metrics.analyses.mission_profile import Mission, of_one
from metrics.answers import attached

PAGE: Final = Page(
    "mission",
    lambda: _("Mission profile"),
    lambda: _("One page about one mission"),
    Group.REPORTS,
    1,
    filters=tuple(name for name in EVERY_FILTER if name != "region"),
)
INSTITUTIONS: Final = ("office", "organisation")
"""Account types whose posts are listed here."""
LISTED: Final = 6
"""Posts, and events, that are listed."""


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    if len(where.values("mission")) != 1:
        heading(_("Choose a mission"), where, _("This page is about one mission."))
        _choice("")
        return
    (code,) = where.values("mission")
    mission = mission_facts.mission(code)
    if mission is None:
        heading(_("This mission is not known"), where, _("It is not in the list of missions. Choose another one."))
        _choice("")
        return
    with st.container(key="profile", gap="small"):
        _profile(mission, where)


def _profile(mission: Mission, where: Selection) -> None:
    own, beside = of_one(mission.code, where), mission_facts.beside_median(mission.code, where).set_index("metric")
    posts = beside["value"]["posts"]
    heading(wording.answer(mission, _named(mission.code), beside), where, _lead(mission, beside))
    _choice(mission.code)
    if pd.isna(posts):
        _region(mission, where)
        _photos_and_stories(mission.code, where)
    else:
        _tiles(mission, own, beside)
        left, right = st.columns([5, 3])
        with left:
            _months(mission, where)
            _posts(mission.code, own)
        with right:
            _published_by(own)
            _events(own)
            _photos_and_stories(mission.code, where)
        mission_advice.card(mission.code, where, int(posts))
    st.caption(
        _(
            "Contributor types (migrants, staff, partners …) are counted for the whole campaign, by month and by platform. "
            "For a selection this narrow you see who published instead."
        )
    )


def _named(code: str) -> str:
    return queries.names("mission").get(code, code)


def _choice(code: str) -> None:
    """Draw the choice of a mission, with the chosen one in it."""
    named = queries.names("mission")
    codes = sorted((each for each in named if each != "unknown"), key=lambda each: sort_key(named[each]))
    st.session_state["other_mission"] = None
    st.selectbox(
        as_text(_("Another mission") if code else queries.titled("mission")),
        [each for each in codes if each != code],
        index=None,
        placeholder=_("Choose a mission"),
        format_func=lambda each: named.get(each, each),
        key="other_mission",
        on_change=_open,
        width=320,
    )


def _open() -> None:
    if chosen := st.session_state.get("other_mission"):
        st.session_state["mission"] = [chosen]


# -- the answer


def _lead(mission: Mission, beside: pd.DataFrame) -> str:
    kind = wording.kind(mission)
    region = queries.names("region").get(mission.region or "", "")
    words = [f"{kind[:1].upper()}{kind[1:]} · {region}." if region and mission.kind != "headquarters" else f"{kind}."]
    median = beside["median"]["posts"]
    if mission.kind in wording.MEDIANS and pd.isna(beside["value"]["posts"]) and pd.notna(median):
        words.append(_("Posts of the median {kind} that took part: {n}.").format(kind=kind, n=wording.middle(median)))
    return " ".join(words)


# -- its numbers


def _tiles(mission: Mission, own: Selection, beside: pd.DataFrame) -> None:
    for column, name in zip(st.columns(len(beside)), beside.index, strict=True):
        with column:
            _tile(str(name), mission, own, beside.loc[name])


@cards.show_reason_on_error
def _tile(name: str, mission: Mission, own: Selection, row: pd.Series) -> None:
    metric, frame = METRICS[name], queries.ask([name], (), own)
    notes = []
    if mission.kind in wording.MEDIANS and pd.notna(row["median"]):
        median = shown(row["median"], "ratio") if metric.format == "ratio" else wording.middle(row["median"])
        notes.append(_("Median: {value}").format(value=median))
        if pd.notna(row["place"]):
            notes.append(_("place {place} of {n}").format(place=number(row["place"]), n=number(row["missions"])))
    if name == "engagement_per_post":
        known = attached(frame).n.get(name) or 0
        notes.append(ngettext("based on {n} post", "based on {n} posts", known).format(n=number(known)))
    value = shown(row["value"], metric.format) if pd.notna(row["value"]) else _("not reported")
    cards.figure(f"mission_{name}", _(metric.label), value, " · ".join(notes), frame=frame, where=own)


@cards.show_reason_on_error
def _months(mission: Mission, where: Selection) -> None:
    frame, name = mission_facts.months(mission.code, where), _named(mission.code)
    cards.card(
        "mission-months",
        _("Posts by month"),
        frame,
        of_one(mission.code, where),
        lambda look: mission_months(frame, name, look=look),
        key=(mission.code, tuple(frame["median"])),
    )


@cards.show_reason_on_error
def _published_by(own: Selection) -> None:
    found = queries.ask(["posts", "contributors", "engagement"], ["account_type"], own).sort_values(
        "posts", ascending=False
    )
    named, all_posts, all_actions = queries.names("account_type"), found["posts"].sum(), found["engagement"].sum()
    first = found.iloc[0]
    with st.container(border=True, key="card_published", gap="small"):
        st.caption(_("Published by"))
        posts, actions = percent(first["posts"] / all_posts), first["engagement"]
        name = named.get(first["account_type"], first["account_type"])
        title = _("{name}: {posts} of the posts")
        if pd.notna(actions) and all_actions:
            title = _("{name}: {posts} of the posts, {engagement} of the engagement")
        share = percent(actions / all_actions) if pd.notna(actions) and all_actions else ""
        st.header(filled(title, name=name, posts=posts, engagement=share), anchor=False)
        html.table(
            _("Published by"),
            [
                Column(_("Published by")),
                Column(_("Posts"), True),
                Column(_("Contributors"), True),
                Column(_("Engagement"), True),
            ],
            [
                (
                    html.under(
                        named.get(row["account_type"], row["account_type"]),
                        html.parts([float(row["posts"])], float(all_posts), percent(row["posts"] / all_posts)),
                    ),
                    number(row["posts"]),
                    number(row["contributors"]),
                    number(row["engagement"]),
                )
                for row in found.to_dict("records")
            ],
        )


@cards.show_reason_on_error
def _posts(code: str, own: Selection) -> None:
    types = [name for name in INSTITUTIONS if name in (own.values("account_type") or INSTITUTIONS)]
    by_type = queries.ask(["posts"], ["account_type"], own).set_index("account_type")["posts"]
    others = int(by_type.drop(list(INSTITUTIONS), errors="ignore").sum())
    institutional = Selection(dict(own.where) | {"account_type": types or ["office"]}, own.start, own.end)
    found, count = listings.publishable_posts(institutional, order="engagement", limit=LISTED, as_of=known_on())
    total = int(by_type.reindex(types).fillna(0).sum())
    with st.container(border=True, key="card_posts", gap="small"):
        st.caption(_("Posts by the office and organizations"))
        st.header(
            filled(
                ngettext("{listed} of {n} post can be read here", "{listed} of {n} posts can be read here", total),
                listed=number(count),
                n=number(total),
            ),
            anchor=False,
        )
        sentence = ngettext(
            "{n} post by persons or unknown accounts is counted, not listed, to protect the people behind it.",
            "{n} posts by persons or unknown accounts are counted, not listed, to protect the people behind them.",
            others,
        )
        st.caption(filled(sentence, n=number(others)) if others else _("Those with most engagement first."))
        if count:
            st.html(post_list.as_html(found))
        if count > LISTED:
            words = ngettext("See the {n} post", "See all {n} posts", count).format(n=number(count))
            html.inline([html.link(words, address.link("posts", mission=code))])


@cards.show_reason_on_error
def _events(own: Selection) -> None:
    events = analyses.events(own)
    if events.empty:
        return
    days = queries.ask(["posts"], ["day"], own).set_index("day")["posts"]
    at = pd.to_datetime(events["day"])
    counts = events.assign(day=at, posts=days.reindex(at).fillna(0).astype(int).to_numpy())
    top = counts.sort_values(["posts", "day"], ascending=[False, True])[:LISTED]
    first, largest = top.iloc[0], float(top["posts"].max())
    with st.container(border=True, key="card_events", gap="small"):
        st.caption(_("Events"))
        title = _("No post on a day with an event")
        if largest:
            title = ngettext("{day} brought {n} post", "{day} brought {n} posts", int(largest))
        st.header(filled(title, day=day(first["day"], "d MMMM y"), n=number(first["posts"])), anchor=False)
        html.table(
            _("Events"),
            [Column(_("Event")), Column(_("Posts"), True)],
            [
                (html.under(row["event"], day(row["day"], "d MMM y")), number(row["posts"]))
                for row in top.to_dict("records")
            ],
        )


@cards.show_reason_on_error
def _photos_and_stories(code: str, where: Selection) -> None:
    photos = mission_facts.photos(code, where)
    stories = int(queries.ask(["stories"], (), Selection({"mission": [code]}))["stories"].iloc[0])
    with st.container(border=True, key="card_consented", gap="small"):
        st.caption(_("Photo vote and stories"))
        title = _("No photo in the vote")
        if photos.votes is not None:
            title = ngettext(
                "Its photo has {n} vote: place {place} of {photos}",
                "Its photo has {n} votes: place {place} of {photos}",
                photos.votes,
            )
        st.header(
            filled(title, n=number(photos.votes), place=number(photos.rank), photos=number(photos.photos)), anchor=False
        )
        words = [
            ngettext("{n} photo entered.", "{n} photos entered.", photos.entered).format(n=number(photos.entered)),
            ngettext("{n} story may be published.", "{n} stories may be published.", stories).format(n=number(stories)),
            _("Stories of all campaigns are counted, and only with valid consent."),
        ]
        if photos.title:
            words.insert(1, _("The photo is called “{title}”.").format(title=photos.title))
        elif photos.votes is not None:
            words.insert(1, _("Its title is shown only with valid consent."))
        st.markdown(as_text(" ".join(words)))


# -- a mission without a post


@cards.show_reason_on_error
def _region(mission: Mission, where: Selection) -> None:
    """Draw what the other missions of the region did."""
    if not mission.region:
        return
    others = Selection((*_elsewhere(where), ("region", mission.region)), where.start, where.end)
    found = analyses.missions(others)
    found = found[found["mission"] != mission.code]
    active, countries = found[found["posts"] > 0], found[(found["kind"] == "country") & found["is_listed"]]
    with st.container(border=True, key="card_region", gap="small"):
        st.caption(_("What others in its region did"))
        st.header(
            filled(
                ngettext(
                    "{n} of {all} other country mission in the region took part",
                    "{n} of {all} other country missions in the region took part",
                    len(countries),
                ),
                n=number((countries["posts"] > 0).sum()),
                all=number(len(countries)),
            ),
            anchor=False,
        )
        st.caption(
            _("No post means no post in these data with these filters. It does not mean that the mission did nothing.")
        )
        html.table(
            _("What others in its region did"),
            [
                Column(_("Mission or office")),
                Column(_("Posts"), True),
                Column(_("Engagement"), True),
                Column(_("First post"), True),
                Column(_("Last post"), True),
            ],
            [
                (
                    mission_link(row["mission"]),
                    number(row["posts"]),
                    number(row["engagement"]),
                    day(row["first_day"], "d MMM y"),
                    day(row["last_day"], "d MMM y"),
                )
                for row in active.to_dict("records")
            ],
        )


def _elsewhere(where: Selection) -> list[tuple[str, tuple[str, ...]]]:
    return [(name, values) for name, values in where.where if name not in ("mission", "region")]
