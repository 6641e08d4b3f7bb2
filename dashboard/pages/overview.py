"""Overview: whether the campaign reached its target, when, and who took part."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import analyses, goals, queries
from dashboard.charts import over_time
from dashboard.components import cards, choices, filters, scope
from dashboard.components.heading import heading
from dashboard.components.markdown import as_text
from dashboard.components.page import Group, Page
from dashboard.i18n import _, listed, number, said
from metrics import METRICS, Selection
from metrics.answers import attached
from metrics.caveats import contributors

PAGE: Final = Page(
    "",
    lambda: _("Overview"),
    lambda: _("Did we reach the target, and when?"),
    Group.RESULTS,
    1,
    keeps={"grain": "day", "shown": "posts"},
)
OVER_TIME = ("posts", "impressions", "views", "gross_reach", "engagement")
"""What can be looked at day by day: what adds up over days."""
STEPS = ("day", "week")


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    heading(scope.title(where), where)
    with st.grid(4, min_column_width=150, gap="small", key="tiles"):
        cards.tile("posts", where, _counted_kinds(where), ":material/forum:")
        cards.tile("thunderclap_social_reach", where, _("potential, not de-duplicated"), ":material/campaign:")
        cards.tile("contributors", where, _persons(where), ":material/group:")
        cards.tile("missions", where, _("country missions and regional offices"), ":material/public:")
    _over_time(where)
    left, right = st.columns(2)
    with left:
        cards.breakdown("posts", "mission", where, limit=18)
    with right:
        cards.breakdown("posts", "contributor_type", where)
        cards.breakdown("posts", "platform", where)
    _pacing(where)


@cards.show_reason_on_error
def _over_time(where: Selection) -> None:
    choices.within("shown", OVER_TIME)
    choices.within("grain", STEPS)
    metric, grain = METRICS[choices.chosen("shown")], choices.chosen("grain")
    frame, events = queries.ask([metric.name], [grain], where), analyses.events(where)
    cards.card(
        f"{metric.name}-over-time".replace("_", "-"),
        _("{metric} over time").format(metric=_(metric.label)),
        frame,
        where,
        lambda look: over_time.over_time(frame, metric, events, grain=grain, look=look),
        note=_("Highlighted bars have an event. Point to one to see its name."),
        key=len(events),
        control=_steps,
    )


def _steps() -> None:
    names = dict(zip(STEPS, (_("By day"), _("By week")), strict=True))
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
            _("Day or week"),
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
    today = _("The target is today’s target.") if queries.known_on() else ""
    cards.card(
        "posts-against-target",
        _("Posts against the target"),
        frame,
        where,
        lambda look: over_time.pacing(
            frame, METRICS["posts"], int(target["target"]), target["starts"], target["due"], look=look
        ),
        note=as_text(" ".join(filter(None, (target["note"], today)))),
        key=int(target["target"]),
    )


def _counted_kinds(where: Selection) -> str:
    return (
        _("selected post types only")
        if filters.KINDS in where.names
        else _("original posts, shared posts, replies and Thunderclap posts")
    )


def _persons(where: Selection) -> str:
    found = attached(queries.ask(["contributors"], (), where)).contributors
    who = listed(map(said, contributors.parts(found[0]))) if found else ""
    if not who:
        return _("people, offices and organizations")
    least = found[0]["at_least"]
    return who if least is None else _("{contributors}; at least {low}").format(contributors=who, low=number(least))
