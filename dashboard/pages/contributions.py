"""Contributions: from which missions, who published, whose voices as far as that may be told, and how much of it nobody recorded."""

from __future__ import annotations

import streamlit as st

from dashboard import charts
from dashboard.locale import _
from dashboard.pages import answers, filters, parts
from dashboard.pages.markdown import as_text
from metrics import METRICS, Selection
from metrics.rates import RATES

PLACES = ("mission", "region")


def page() -> None:
    where = filters.selection()
    parts.heading(_("Contributions"), where)
    with st.grid(4, min_column_width=150, gap="small", key="tiles"):
        parts.tile("contributions", where, _("posts, sign-ups, photos, stories"), ":material/volunteer_activism:")
        parts.tile("contributors", where, _("people and institutions"), ":material/group:")
        parts.tile("missions", where, _("country missions and regional offices"), ":material/public:")
        parts.tile("countries", where, _("as far as known"), ":material/flag:")
    counted = parts.unheeded(where, "contributions")
    left, right = st.columns(2)
    with left:
        parts.breakdown("contributions", "mission", counted, limit=28)
    with right:
        parts.breakdown("contributions", "contributor_type", counted)
        parts.breakdown("contributions", "region", counted)
    _places_and_publishers(where)
    left, right = st.columns(2)
    with left:
        _voices_along("month", where)
    with right:
        _voices_along("platform", where)
    left, right = st.columns(2)
    with left:
        parts.breakdown("posts", "language", where)
    with right:
        parts.breakdown("posts", "media_type", where)
    _what_engages(where)
    left, right = st.columns(2)
    with left:
        parts.breakdown("engagement", "contributor_type", where)
    with right:
        parts.breakdown(filters.chosen("rate"), "contributor_type", where)


@parts.or_reason
def _places_and_publishers(where: Selection) -> None:
    """How many posts offices, organizations and people of each mission or region published, whole."""
    filters.within("places", PLACES)
    place = filters.chosen("places")
    frame = answers.ask(["posts"], [place, "account_type"], where)
    topic = _("Posts by mission and account type") if place == "mission" else _("Posts by region and account type")
    parts.card(
        f"posts-by-{place}-and-account-type", topic, frame, where,
        lambda look: charts.heatmap(
            frame, place, "account_type", METRICS["posts"], answers.names(place), answers.names("account_type"), look=look
        ),
        note=as_text(parts.unknown_note(frame, [place, "account_type"])), control=_places,
    )  # fmt: skip


def _places() -> None:
    st.segmented_control(
        _("Places"), PLACES, format_func=answers.titled, key="places", required=True, label_visibility="collapsed", persist_state="session"
    )


@parts.or_reason
def _voices_along(column: str, where: Selection) -> None:
    """Posts of each contributor type, or of each account type where the selection is too narrow, by month or by platform."""
    rows, beside = answers.voices_or_publishers(["posts"], [column], where)
    frame = answers.ask(["posts"], [rows, column], where)
    topics = {
        "month": _("Posts by {dimension} and month").format(dimension=answers.phrase(rows)),
        "platform": _("Posts by {dimension} and platform").format(dimension=answers.phrase(rows)),
    }
    parts.card(
        f"posts-by-{rows}-and-{column}".replace("_", "-"), topics[column], frame, where,
        lambda look: charts.multiples(
            frame, rows, column, METRICS["posts"], answers.names(rows), answers.names_of(frame, column), look=look
        ),
        beside=beside,
    )  # fmt: skip


@parts.or_reason
def _what_engages(where: Selection) -> None:
    """Which format or language engages more, as far as the posts of so many authors can tell."""
    with st.container(horizontal=True, key="rate_choices"):
        filters.one_of("rate_by", _("What engages, by"), ("media_type", "language", "platform", "post_kind"), answers.titled)
        filters.one_of("rate", _("Measured as"), RATES, lambda name: _(METRICS[name].label), folded=True)
    rate, by = filters.chosen("rate"), filters.chosen("rate_by")
    frame = answers.rates(rate, by, where)
    parts.card(
        "what-engages", _("What engages, with intervals"), frame, where,
        lambda look: charts.rates(frame, by, METRICS[rate], answers.names(by), look=look), key=(rate, by),
    )  # fmt: skip
