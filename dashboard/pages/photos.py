"""Photos: the vote, whether its result would stand, and the photos that may be shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import analyses, photos_and_stories, queries
from dashboard.charts.vote_race import race
from dashboard.components import blank_sheets, cards, filters, html, quotes_panel, vote_checks
from dashboard.components.heading import heading
from dashboard.components.html import Column, Html
from dashboard.components.markdown import as_text, filled
from dashboard.components.mission_link import mission_link
from dashboard.components.page import OF_PLACES, Group, Page
from dashboard.i18n import _, day, listed, ngettext, number, percent, period
from dashboard.remembered import known_on
from dashboard.wording import photos
from metrics import Selection
from metrics.analyses import photo_vote
from metrics.analyses.photo_vote import VOTES, Audit, Vote

PAGE: Final = Page(
    "photos", lambda: _("Photos"), lambda: _("Which photos won the vote?"), Group.CONTENT, 2, filters=OF_PLACES
)
Row = Mapping[Any, Any]

FIRST: Final = 10
"""Rows of the leaderboard that are in sight; the others open."""
IN_SIGHT: Final = 8
"""Photos of the gallery that are in sight; the others open."""


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    vote = photos_and_stories.photo_votes(where)
    checked, names = photos_and_stories.photo_audit(where), photos.names(vote, queries.names("mission"))
    figures = photo_vote.published(analyses.claims(Selection({"campaign": where.values("campaign")})))
    figures = figures[figures["photo"].isin(checked.ranked["photo"])]
    heading(photos.answer(checked, names, is_whole=_is_whole(where)), where, photos.lead(checked, names))
    if not vote.entered and checked.ranked.empty:
        _nothing()
        return
    st.caption(as_text(" · ".join(_facts(vote))))
    quotes_panel.popover(VOTES, where)
    if checked.winners:
        _race(vote, where, names)
        left, right = st.columns(2)
        with left:
            _leaderboard(checked, vote, figures, names)
        with right:
            vote_checks.card(checked, vote, figures, names)
    else:
        blank_sheets.offer(
            _("No votes are in these data. Import the sheet “Photo votes by day” on the Imports page."),
            {"photo_votes": _("Photo votes by day")},
        )
    if vote.entered:
        _gallery(checked, vote)
    else:
        blank_sheets.offer(
            _(
                "Titles and missions of these photos are unknown. Import the sheets “Photo entries” and “Consents” on the "
                "Imports page."
            ),
            {"photo_sheet": _("Photo entries"), "consent_sheet": _("Consents")},
        )


def _nothing() -> None:
    blank_sheets.offer(
        _(
            "No photos and no votes match. Import the sheets “Photo entries”, “Photo votes by day” and “Consents” on the "
            "Imports page, or clear a filter."
        ),
        {"photo_sheet": _("Photo entries"), "photo_votes": _("Photo votes by day"), "consent_sheet": _("Consents")},
    )


def _is_whole(where: Selection) -> bool:
    """Tell whether a selection is one whole vote, of which somebody can be said to have won."""
    is_narrow = set(where.names) - {"campaign"} or where.start or where.end or known_on()
    return not is_narrow and len(queries.ask([VOTES], ["campaign"], where)) == 1


def _facts(vote: Vote) -> Iterator[str]:
    if vote.entered:
        yield ngettext("{n} photo entered", "{n} photos entered", vote.entered).format(n=number(vote.entered))
        yield _("{n} with valid consent").format(n=number(vote.publishable))
        yield _("{n} short-listed").format(n=number(vote.shortlisted))
    days = vote.votes.loc[vote.votes[VOTES] > 0, "day"].dropna()
    if len(days):
        yield _("votes of {period}").format(period=period(days.min().date(), days.max().date()))


@cards.show_reason_on_error
def _race(vote: Vote, where: Selection, names: Mapping[str, str]) -> None:
    cards.card(
        "race",
        _("The race"),
        vote.votes,
        where,
        lambda look: race(vote.votes, names, look=look),
        key=tuple(names.values()),
    )


def _leaderboard(checked: Audit, vote: Vote, figures: pd.DataFrame, names: Mapping[str, str]) -> None:
    by_photo = {row["photo"]: row for row in vote.photos.to_dict("records")}
    published = {row["photo"]: row for row in figures.to_dict("records")}
    tied = {photo for photos in checked.ties for photo in photos}
    largest = float(checked.ranked[VOTES].iloc[0])
    rows = [
        (
            _("{place}, tied").format(place=number(row["place"])) if row["photo"] in tied else number(row["place"]),
            _titled(row["photo"], by_photo, names),
            html.under(number(row[VOTES]), html.parts([float(row[VOTES])], largest, percent(row["share"]))),
            percent(row["share"]),
            _documented(row["photo"], by_photo, published),
        )
        for row in checked.ranked.head(photo_vote.LISTED).to_dict("records")
    ]
    columns = [
        Column(_("Place"), True),
        Column(_("Photo")),
        Column(_("Votes"), True),
        Column(_("Share"), True),
        Column(_("Documented")),
    ]
    with st.container(border=True, key="card_leaderboard", height="stretch", gap="small"):
        st.caption(_("Leaderboard"))
        count = int(vote.photos.loc[vote.photos["photo"].isin(checked.ranked["photo"]), "documented"].sum())
        template = ngettext("{n} place is documented", "{n} places are documented", count)
        st.header(filled(template, n=number(count)) if count else _("No place is documented"), anchor=False)
        st.caption(as_text(" ".join(_announced(figures))))
        html.table(_("Leaderboard"), columns, rows[:FIRST])
        if more := rows[FIRST:]:
            words = ngettext("{n} more row", "{n} more rows", len(more)).format(n=number(len(more)))
            with st.expander(as_text(words), key="more_places"):
                html.table(_("Leaderboard"), columns, more)


def _titled(photo: str, by_photo: Mapping[str, Row], names: Mapping[str, str]) -> Html:
    if (row := by_photo.get(photo)) is None:
        return html.text(photos.begun(names.get(photo, photo)))
    return html.under(photos.text_of(row["title"]) or photo, mission_link(row["mission"]))


def _documented(photo: str, by_photo: Mapping[str, Row], published: Mapping[str, Row]) -> Html:
    """Return what was published of a photo's place and votes."""
    is_documented = photo in by_photo and bool(by_photo[photo]["documented"])
    if not (figure := published.get(photo)):
        if photo not in by_photo:
            return html.text(_("not shown"))
        return html.text(_("place documented") if is_documented else _("no"))
    if is_documented and figure["qualifier"] == "exact":
        return html.text(_("place and votes documented"))
    words = _("published as {figure}").format(figure=vote_checks.published_as(figure))
    return html.under(_("place documented"), words) if is_documented else html.text(words)


def _announced(figures: pd.DataFrame) -> Iterator[str]:
    """Yield when and where the winners were announced, as far as anybody recorded it."""
    yield _("Announced on: unknown, the photo sheet does not record it.")
    days = list(dict.fromkeys(_as_day(text) for text in figures["as_of"].dropna()))
    if days:
        yield _("The published figures are of {days}.").format(days=listed(days))
    yield _("Featured in: unknown.")


def _gallery(checked: Audit, vote: Vote) -> None:
    votes = checked.ranked.set_index("photo")
    shown = vote.photos[vote.photos["photo"].isin(votes.index) | vote.photos["shortlisted"]]
    others = vote.photos[~vote.photos["photo"].isin(shown["photo"])]
    missions = queries.names("mission")
    pictures = [
        (
            _("{title} ({mission})").format(title=title, mission=mission),
            html.under(title, mission_link(row["mission"])),
            _("{place}.").format(place=number(votes.loc[row["photo"], "place"])) if row["photo"] in votes.index else "",
        )
        for row in shown.to_dict("records")
        for title, mission in [
            (photos.text_of(row["title"]) or row["photo"], missions.get(row["mission"], row["mission"]))
        ]
    ]
    with st.container(border=True, key="card_gallery", gap="small"):
        st.caption(_("Gallery"))
        template = ngettext("{n} photo of the vote may be shown", "{n} photos of the vote may be shown", len(shown))
        st.header(filled(template, n=number(len(shown))), anchor=False)
        if withheld := vote.entered - vote.publishable:
            template = ngettext(
                "{n} photo entered has no valid consent: it is counted, but not shown.",
                "{n} photos entered have no valid consent: they are counted, but not shown.",
                withheld,
            )
            st.caption(filled(template, n=number(withheld)))
        if pictures:
            html.gallery(pictures[:IN_SIGHT], _("The data have no picture"))
        if more := pictures[IN_SIGHT:]:
            words = ngettext("{n} more photo", "{n} more photos", len(more)).format(n=number(len(more)))
            with st.expander(as_text(words), key="more_photos"):
                html.gallery(more, _("The data have no picture"))
        if len(others):
            words = ngettext(
                "{n} other photo with valid consent", "{n} other photos with valid consent", len(others)
            ).format(n=number(len(others)))
            with st.expander(as_text(words), key="other_photos"):
                html.inline(
                    _("{title} ({mission})").format(
                        title=photos.text_of(title) or photo, mission=missions.get(mission, mission)
                    )
                    for photo, title, mission in others[["photo", "title", "mission"]].values.tolist()
                )


def _as_day(text: str) -> str:
    """Return the day of a published figure, which a sheet gives as a day or in words."""
    try:
        return day(dt.date.fromisoformat(text))
    except ValueError:
        return text
