"""Contributions: from which missions, who published, contributor types where they may be shown, and what is unknown."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import queries, who_contributed
from dashboard.charts import heatmap, multiples
from dashboard.charts.base.phrases import counted
from dashboard.charts.hashtag_pairs import hashtag_pairs
from dashboard.charts.returning_contributors import returning_contributors
from dashboard.components import cards, choices, filters, own_originals_card, these_posts
from dashboard.components.folded import folded
from dashboard.components.heading import heading
from dashboard.components.markdown import as_text, filled
from dashboard.components.page import Group, Page
from dashboard.i18n import _, listed, ngettext, number, percent
from metrics import DIMENSIONS, METRICS, Selection
from metrics.analyses.engagement_rates import RATES

PAGE: Final = Page(
    "contributions",
    lambda: _("Contributions"),
    lambda: _("Who contributed, in what form, about what?"),
    Group.RESULTS,
    4,
    keeps={"places": "mission", "rate": "engagement_rate_by_followers"},
)
PLACES = ("mission", "region")
ABOUT: Final = ("thematic_area", "language", "country", "media_type")
"""What posts are about, and how: dimensions of a chart each."""


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    heading(_answer(where), where, _lead(where))
    with st.grid(4, min_column_width=150, gap="small", key="tiles"):
        cards.tile("contributions", where, _("posts, sign-ups, photos, stories"), ":material/volunteer_activism:")
        cards.tile("contributors", where, _("people and institutions"), ":material/group:")
        cards.tile("missions", where, _("country missions and regional offices"), ":material/public:")
        cards.tile("countries", where, _("where the country or area is known"), ":material/flag:")
    counted = cards.warn_unsupported_filters(where, "contributions")
    left, right = st.columns(2)
    with left:
        cards.breakdown("contributions", "mission", counted, limit=16)
    with right:
        cards.breakdown("contributions", "contributor_type", counted)
        cards.breakdown("contributions", "region", counted)
    _places_and_publishers(where)
    own_originals_card.draw(who_contributed.originals(where))
    folded(_("What the posts are about"), "about_what", ":material/category:", lambda: _about(where))
    folded(
        _("Who came back, and who speaks by month and platform"),
        "whose_voices",
        ":material/group:",
        lambda: _whose_voices(where),
    )
    folded(_("Own accounts"), "own_accounts", ":material/account_circle:", lambda: _own_accounts(where))
    folded(
        _("Engagement by who contributed"),
        "engagement_by_contributor",
        ":material/thumb_up:",
        lambda: _engagement(where),
    )


def _whose_voices(where: Selection) -> None:
    """Draw who came back, and who published or speaks by month and by platform."""
    _returning(where)
    left, right = st.columns(2)
    with left:
        _voices_along("month", where)
    with right:
        _voices_along("platform", where)


def _engagement(where: Selection) -> None:
    """Draw engagement and its rate by contributor type."""
    choices.one_of("rate", _("Rate"), RATES, lambda name: _(METRICS[name].label), folded=True)
    left, right = st.columns(2)
    with left:
        cards.breakdown("engagement", "contributor_type", where)
    with right:
        cards.breakdown(choices.chosen("rate"), "contributor_type", where)


@cards.show_reason_on_error
def _about(where: Selection) -> None:
    """Draw what the posts are about, in two columns; what is not recorded of any post is named in one line."""
    recorded = [name for name in ABOUT if _is_recorded(name, where)]
    missing = [queries.phrase(name) for name in ABOUT if name not in recorded]
    if missing:
        st.caption(filled(_("Not recorded in these data: {parts}."), parts=listed(missing)))
    notes = {
        "thematic_area": _(
            "Themes of sheets are assigned to areas of work by a reference list, which is to be confirmed."
        )
    }
    left, right = st.columns(2)
    for place, name in enumerate(recorded):
        with (left, right)[place % 2]:
            cards.breakdown("posts", name, where, note=notes.get(name, ""))
    _hashtag_pairs(where)


def _is_recorded(dimension: str, where: Selection) -> bool:
    codes = set(queries.ask(["posts"], [dimension], where)[dimension].dropna())
    return bool(where.values(dimension)) or not codes <= {DIMENSIONS[dimension].unknown}


def _answer(where: Selection) -> str:
    """Return who contributed, from how many missions, and how much."""
    found = queries.ask(["contributors", "missions", "posts"], (), where).iloc[0]
    values = {name: counted(found[name], METRICS[name]) for name in ("contributors", "missions", "posts")}
    if not found["contributors"]:
        return _("{posts}; the contributors are not recorded").format(**values)
    if not found["missions"]:
        return ngettext(
            "{contributors} published {posts}", "{contributors} published {posts}", int(found["contributors"])
        ).format(**values)
    return ngettext(
        "{contributors} from {missions} published {posts}",
        "{contributors} from {missions} published {posts}",
        int(found["contributors"]),
    ).format(**values)


def _lead(where: Selection) -> str:
    """Return who published, how many came back, and what most posts are about."""
    found = queries.ask(["contributors", "returning_contributors"], (), where).iloc[0]
    sentences, back = [_publishers(where)], int(found["returning_contributors"])
    if found["contributors"]:
        sentences.append(
            ngettext(
                "{n} of {all} contributor came back in a later month.",
                "{n} of {all} contributors came back in a later month.",
                int(found["contributors"]),
            ).format(n=number(back), all=number(found["contributors"]))
        )
    areas = queries.ask(["posts"], ["thematic_area"], where)
    known = areas[~areas["thematic_area"].isin(["unknown", "other"])].sort_values("posts", ascending=False)
    if len(known):
        first = known.iloc[0]
        sentences.append(
            _("The area of work with most posts: {area} ({posts}).").format(
                area=queries.names("thematic_area").get(first["thematic_area"], first["thematic_area"]),
                posts=counted(first["posts"], METRICS["posts"]),
            )
        )
    return " ".join(filter(None, sentences))


def _publishers(where: Selection) -> str:
    """Return which part of the posts offices, people and other organizations published, so that others than us are seen."""
    frame = queries.ask(["posts"], ["account_type"], where).dropna(subset="posts").sort_values("posts", ascending=False)
    known = frame[frame["account_type"] != DIMENSIONS["account_type"].unknown]
    if known.empty:
        return ""
    named, total = queries.names("account_type"), float(frame["posts"].sum())
    parts = [
        _("{name} {value} ({share})").format(
            name=named.get(code, code), value=number(posts), share=percent(posts / total)
        )
        for code, posts in zip(known["account_type"], known["posts"], strict=True)
    ]
    return _("Posts published by: {parts}.").format(parts=listed(parts))


@cards.show_reason_on_error
def _returning(where: Selection) -> None:
    """Draw the contributors of each month by whether they came back."""
    names = ["contributors", "returning_contributors"]
    frame, total = queries.ask(names, ["month"], where), queries.ask(names, (), where)
    cards.card(
        "contributors-who-came-back",
        _("Contributors who came back"),
        frame,
        where,
        lambda look: returning_contributors(frame, total, look=look),
    )


@cards.show_reason_on_error
def _hashtag_pairs(where: Selection) -> None:
    """Draw the hashtags used together."""
    frame = who_contributed.hashtag_pairs(where)
    cards.card(
        "hashtags-used-together",
        _("Hashtags used together"),
        frame,
        where,
        lambda look: hashtag_pairs(frame, look=look),
        posts=these_posts.links(lambda: queries.ask(["posts"], ["hashtag"], where), "hashtag", "posts"),
    )


def _own_accounts(where: Selection) -> None:
    """Draw posts and engagement of the organization's own accounts, or say how accounts become own."""
    if len(queries.options("account")) < 2:
        st.info(
            _(
                "No account is marked as the organization’s own. Mark own accounts in the contributor directory to see posts and "
                "engagement of each."
            ),
            icon=":material/account_circle:",
        )
        return
    rest = DIMENSIONS["account"].rest
    if set(queries.ask(["posts"], ["account"], where)["account"]) <= {rest}:
        st.info(_("No own account published these posts."), icon=":material/account_circle:")
        return
    left, right = st.columns(2)
    with left:
        cards.breakdown("posts", "account", where)
    with right:
        cards.breakdown("engagement", "account", where)


@cards.show_reason_on_error
def _places_and_publishers(where: Selection) -> None:
    """Draw the posts of each mission or region by account type, in full."""
    choices.within("places", PLACES)
    place = choices.chosen("places")
    frame = queries.ask(["posts"], [place, "account_type"], where)
    topic = _("Posts by mission and account type") if place == "mission" else _("Posts by region and account type")
    cards.card(
        f"posts-by-{place}-and-account-type",
        topic,
        frame,
        where,
        lambda look: heatmap.heatmap(
            frame,
            place,
            "account_type",
            METRICS["posts"],
            queries.names(place),
            queries.names("account_type"),
            look=look,
        ),
        note=as_text(cards.unknown_note(frame, [place, "account_type"])),
        control=_places,
    )


def _places() -> None:
    st.segmented_control(
        _("Places"),
        PLACES,
        format_func=queries.titled,
        key="places",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )


@cards.show_reason_on_error
def _voices_along(column: str, where: Selection) -> None:
    """Draw posts by contributor type, or by account type if the selection is too narrow, by month or platform."""
    rows, beside = queries.voices_or_publishers(["posts"], [column], where)
    frame = queries.ask(["posts"], [rows, column], where)
    topics = {
        "month": _("Posts by {dimension} and month").format(dimension=queries.phrase(rows)),
        "platform": _("Posts by {dimension} and platform").format(dimension=queries.phrase(rows)),
    }
    cards.card(
        f"posts-by-{rows}-and-{column}".replace("_", "-"),
        topics[column],
        frame,
        where,
        lambda look: multiples.multiples(
            frame, rows, column, METRICS["posts"], queries.names(rows), queries.names_of(frame, column), look=look
        ),
        beside=beside,
    )
