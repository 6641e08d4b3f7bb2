"""The overview: did the campaign do what it set out to do, when, and who took part?"""

from __future__ import annotations

import streamlit as st

from dashboard import charts
from dashboard.locale import _, listed, number, said
from dashboard.pages import answers, filters, parts, scope
from dashboard.pages.markdown import as_text
from metrics import METRICS, Selection, contributors

OVER_TIME = ("posts", "impressions", "views", "gross_reach", "engagement")
"""What can be looked at day by day: what adds up over days."""
STEPS = ("day", "week")


def page() -> None:
    where = filters.selection()
    parts.heading(scope.title(where), where)
    with st.grid(4, min_column_width=150, gap="small", key="tiles"):
        parts.tile("posts", where, _counted_kinds(where), ":material/forum:")
        parts.tile("thunderclap_social_reach", where, _("potential, not de-duplicated"), ":material/campaign:")
        parts.tile("contributors", where, _persons(where), ":material/group:")
        parts.tile("missions", where, _("country missions and regional offices"), ":material/public:")
    _over_time(where)
    left, right = st.columns(2)
    with left:
        parts.breakdown("posts", "mission", where, limit=18)
    with right:
        parts.breakdown("posts", "contributor_type", where)
        parts.breakdown("posts", "platform", where)
    _pacing(where)


@parts.or_reason
def _over_time(where: Selection) -> None:
    filters.within("shown", OVER_TIME)
    filters.within("grain", STEPS)
    metric, grain = METRICS[filters.chosen("shown")], filters.chosen("grain")
    frame, events = answers.ask([metric.name], [grain], where), answers.events(where)
    parts.card(
        f"{metric.name}-over-time".replace("_", "-"), _("{metric} over time").format(metric=_(metric.label)), frame, where,
        lambda look: charts.over_time(frame, metric, events, grain=grain, look=look),
        note=_("Stronger bars have an event; point at one to read its name."), key=len(events), control=_steps,
    )  # fmt: skip


def _steps() -> None:
    names = dict(zip(STEPS, (_("By day"), _("By week")), strict=True))
    with st.container(horizontal=True, width="content", gap="small", key="steps"):
        st.selectbox(
            _("Metric"), OVER_TIME, format_func=lambda name: _(METRICS[name].label), key="shown", label_visibility="collapsed", width=190,
            persist_state="session",
        )  # fmt: skip
        st.segmented_control(
            _("Steps"), list(names), format_func=names.__getitem__, key="grain", required=True, label_visibility="collapsed",
            persist_state="session",
        )  # fmt: skip


@parts.or_reason
def _pacing(where: Selection) -> None:
    target = answers.target("posts", where)
    if target is None:
        return
    frame = answers.ask(["posts"], ["day"], where)
    today = _("The target is as it stands today.") if answers.known_on() else ""
    parts.card(
        "posts-against-target", _("Posts against the target"), frame, where,
        lambda look: charts.pacing(frame, METRICS["posts"], int(target["target"]), target["starts"], target["due"], look=look),
        note=as_text(" ".join(filter(None, (target["note"], today)))), key=int(target["target"]),
    )  # fmt: skip


def _counted_kinds(where: Selection) -> str:
    return _("only the chosen kinds") if filters.KINDS in where.names else _("originals, shares, replies and Thunderclap posts")


def _persons(where: Selection) -> str:
    found = answers.ask(["contributors"], (), where).attrs["contributors"]
    who = listed(map(said, contributors.parts(found[0]))) if found else ""
    if not who:
        return _("people, offices and organizations")
    least = found[0]["at_least"]
    return who if least is None else _("{contributors}; at least {low}").format(contributors=who, low=number(least))
