"""Missions: which took part, which are silent, and where."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from dashboard import analyses, queries
from dashboard.components import filters, html
from dashboard.components.heading import heading
from dashboard.components.html import Column
from dashboard.components.markdown import as_text, filled
from dashboard.components.mission_link import mission_link
from dashboard.components.missions_map_card import missions_map_card
from dashboard.components.page import Group, Page
from dashboard.i18n import _, day, listed, ngettext, number, percent
from dashboard.i18n.names import sort_key
from metrics import METRICS
from metrics.analyses.participation import PUBLISHERS

PAGE: Final = Page(
    "missions", lambda: _("Missions"), lambda: _("Which missions took part, and who is missing?"), Group.RESULTS, 5
)
FIRST: Final = 12
"""Rows of the list that are in sight; the others open."""


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    found = analyses.missions(where)
    heading(_answer(found), where, _lead(found))
    missions_map_card(found, where)
    if not (found["posts"] > 0).any():  # where nobody recorded missions, none of them is silent
        st.info(
            _(
                "Say on the Imports page whose accounts these are, or import a contributor directory: posts then count for "
                "their missions."
            )
        )
        return
    _regions(found)
    _silent(found)
    _all(found)


def _answer(found: pd.DataFrame) -> str:
    countries, offices = _listed(found, "country"), _listed(found, "regional")
    if not (found["posts"] > 0).any():
        return _("No mission has a post in these data")
    if countries.empty:
        return METRICS["missions"].label
    answer = ngettext(
        "{n} of {all} country mission took part", "{n} of {all} country missions took part", len(countries)
    ).format(n=number((countries["posts"] > 0).sum()), all=number(len(countries)))
    if offices.empty:
        return answer
    return _("{missions}, and {n} of {all} regional offices").format(
        missions=answer, n=number((offices["posts"] > 0).sum()), all=number(len(offices))
    )


def _lead(found: pd.DataFrame) -> str:
    countries = _listed(found, "country")
    silent = int((countries["posts"] == 0).sum())
    if countries.empty or not silent or silent == len(countries):
        return ""
    words = [
        ngettext("{n} country mission has no post.", "{n} country missions have no post.", silent).format(
            n=number(silent)
        )
    ]
    regions = _coverage(found)
    if len(regions) > 1:
        names, low, high = queries.names("region"), regions.iloc[0], regions.iloc[-1]
        words.append(
            _("Coverage is lowest in {low} ({low_n} of {low_all}), highest in {high} ({high_n} of {high_all}).").format(
                low=names.get(low["region"], low["region"]),
                low_n=number(low["active"]),
                low_all=number(low["count"]),
                high=names.get(high["region"], high["region"]),
                high_n=number(high["active"]),
                high_all=number(high["count"]),
            )
        )
    return " ".join(words)


def _listed(found: pd.DataFrame, kind: str) -> pd.DataFrame:
    return found[(found["kind"] == kind) & found["is_listed"]]


def _coverage(found: pd.DataFrame) -> pd.DataFrame:
    """Return the country missions of each region: count, active and the share, the lowest share first."""
    countries = _listed(found, "country").dropna(subset="region")
    regions = (
        countries.assign(active=countries["posts"] > 0)
        .groupby("region")["active"]
        .agg(["size", "sum"])
        .rename(columns={"size": "count", "sum": "active"})
        .reset_index()
    )
    return regions.assign(share=regions["active"] / regions["count"]).sort_values(["share", "region"])


def _regions(found: pd.DataFrame) -> None:
    regions = _coverage(found)
    if regions.empty:
        return
    names, offices = queries.names("region"), _listed(found, "regional").set_index("region")["posts"]
    with st.container(border=True, key="card_regions", gap="small"):
        st.caption(_("Taking part by region"))
        st.header(_("Lowest coverage first"), anchor=False)
        st.caption(_("One box for each country mission in the reference list, which is to be confirmed."))
        html.table(
            _("Taking part by region"),
            [
                Column(_("Region")),
                Column(_("Country missions")),
                Column(_("Taking part"), True),
                Column(_("Silent"), True),
            ],
            [
                (
                    html.under(names.get(row["region"], row["region"]), _office(offices.get(row["region"]))),
                    html.boxes(row["active"], row["count"], percent(row["share"])),
                    _("{n} of {all}").format(n=number(row["active"]), all=number(row["count"])),
                    number(row["count"] - row["active"]),
                )
                for row in regions.to_dict("records")
            ],
        )


def _office(posts: float | None) -> str:
    if posts is None:
        return ""
    return _("the regional office takes part") if posts else _("the regional office has no post")


def _silent(found: pd.DataFrame) -> None:
    countries = _listed(found, "country")
    silent = countries[countries["posts"] == 0]
    if silent.empty:
        return
    names, regions = queries.names("mission"), queries.names("region")
    with st.container(border=True, key="card_silent", gap="small"):
        st.caption(_("Silent missions"))
        count = len(silent)
        st.header(
            filled(
                ngettext("{n} country mission without a post", "{n} country missions without a post", count),
                n=number(count),
            ),
            anchor=False,
        )
        st.caption(
            _("No post means no post in these data with these filters. It does not mean that the mission did nothing.")
        )
        by_region = silent.assign(region=silent["region"].fillna("unknown")).groupby("region")["mission"]
        for region, missions in sorted(by_region, key=lambda pair: -len(pair[1])):
            words = _("{region}: {n}").format(region=regions.get(str(region), str(region)), n=number(len(missions)))
            with st.expander(as_text(words), key=f"silent_{region}"):
                by_name = sorted(missions, key=lambda code: sort_key(str(names.get(code, code))))
                html.inline(map(mission_link, by_name))


def _all(found: pd.DataFrame) -> None:
    active = found[found["posts"] > 0]
    if active.empty:
        return
    names, regions, kinds = (queries.names(each) for each in ("mission", "region", "account_type"))
    largest, publishers = float(active["posts"].max()), [name for name in PUBLISHERS if active[name].any()]
    rows = [
        (
            html.under(mission_link(row["mission"]), regions.get(row["region"], "")),
            number(row["posts"]),
            html.parts(
                [float(row[name]) for name in PUBLISHERS],
                largest,
                listed(_("{name}: {value}").format(name=kinds[name], value=number(row[name])) for name in publishers),
            ),
            *(number(row[name]) for name in publishers),
            number(row["engagement"]),
            day(row["first_day"], "d MMM y"),
            day(row["last_day"], "d MMM y"),
        )
        for row in active.to_dict("records")
    ]
    columns = [
        Column(_("Mission or office")),
        Column(_("Posts"), True),
        Column(_("Published by")),
        *(Column(kinds[name], True) for name in publishers),
        Column(_("Engagement"), True),
        Column(_("First post"), True),
        Column(_("Last post"), True),
    ]
    with st.container(border=True, key="card_all", gap="small"):
        st.caption(_("All missions and offices"))
        first = active.iloc[0]
        st.header(
            filled(
                _("{name} has the most: {value}"),
                name=names.get(first["mission"], first["mission"]),
                value=number(first["posts"]),
            ),
            anchor=False,
        )
        st.caption(_("Headquarters is listed, but it is not counted as a mission."))
        html.table(_("All missions and offices"), columns, rows[:FIRST])
        if more := rows[FIRST:]:
            words = ngettext("{n} more row", "{n} more rows", len(more)).format(n=number(len(more)))
            with st.expander(as_text(words), key="more_missions"):
                html.table(_("All missions and offices"), columns, more)
