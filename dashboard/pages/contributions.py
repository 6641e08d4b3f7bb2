"""Contributions: from which missions, whose voices, in which languages, and how much of that nobody recorded."""

from __future__ import annotations

import streamlit as st

from dashboard import charts
from dashboard.locale import _
from dashboard.pages import answers, filters, parts
from dashboard.pages.markdown import as_text
from metrics import METRICS, Selection
from metrics.rates import RATES


def page() -> None:
    where = filters.selection()
    parts.heading(_("Contributions"), where)
    with st.grid(4, min_column_width=150, gap="small", key="tiles"):
        parts.tile("contributions", where, _("posts, sign-ups, photos, stories"), ":material/volunteer_activism:")
        parts.tile("contributors", where, _("people and institutions"), ":material/group:")
        parts.tile("missions", where, _("country missions and regional offices"), ":material/public:")
        parts.tile("countries", where, _("as far as known"), ":material/flag:")
    left, right = st.columns(2)
    with left:
        parts.breakdown("contributions", "mission", parts.unheeded(where, "contributions"), limit=28)
    with right:
        parts.breakdown("contributions", "contributor_type", parts.unheeded(where, "contributions"))
        parts.breakdown("contributions", "region", parts.unheeded(where, "contributions"))
    _missions_and_voices(where)
    left, right = st.columns(2)
    with left:
        parts.breakdown("posts", "language", where)
    with right:
        parts.breakdown("posts", "media_type", where)
    _what_engages(where)


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


@parts.or_reason
def _missions_and_voices(where: Selection) -> None:
    frame = answers.ask(["posts"], ["mission", "contributor_type"], where)
    parts.card(
        "posts-by-mission-and-contributor-type", _("Posts by mission and contributor type"), frame, where,
        lambda look: charts.heatmap(
            frame, "mission", "contributor_type", METRICS["posts"], answers.names("mission"), answers.names("contributor_type"), look=look
        ),
        note=as_text(parts.unknown_note(frame, ["mission", "contributor_type"])),
    )  # fmt: skip
