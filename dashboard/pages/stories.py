"""Stories: which may be published, from which countries, and what the others wait for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import goals, photos_and_stories, queries
from dashboard.charts.base.world import boundaries
from dashboard.charts.stories_map import stories_map
from dashboard.charts.story_routes import story_routes
from dashboard.components import blank_sheets, cards, filters, html, quotes_panel, story_kinds, story_steps
from dashboard.components.heading import heading
from dashboard.components.html import Column
from dashboard.components.markdown import as_text, filled
from dashboard.components.mission_link import mission_link
from dashboard.components.page import OF_PLACES, Group, Page
from dashboard.i18n import _, day, listed, month, ngettext, number, percent
from dashboard.i18n.names import sort_key
from dashboard.wording import stories
from metrics import Selection
from metrics.analyses.story_coverage import CONTRIBUTIONS

PAGE: Final = Page(
    "stories",
    lambda: _("Stories"),
    lambda: _("Which stories may we publish, from which countries?"),
    Group.CONTENT,
    3,
    filters=OF_PLACES,
    is_about_all=True,
)
FIRST: Final = 12
"""Rows of the list that are in sight; the others open."""


def page() -> None:
    """Draw the page."""
    where = _chosen()
    found, stages = photos_and_stories.stories_by_country(where), photos_and_stories.story_steps(where)
    target = goals.target("stories", where)
    heading(stories.answer(found), where, " ".join(_lead(found, stages, target, where)))
    quotes_panel.popover("stories", where)
    if stages.empty:
        blank_sheets.offer(
            _("No stories match. Import the sheets “Stories” and “Consents” on the Imports page, or clear a filter."),
            {"story_sheet": _("Stories"), "consent_sheet": _("Consents")},
        )
        return
    if found["stories"].any():
        left, right = st.columns([3, 2])
        with left:
            _map(found, where)
        with right:
            _regions(found)
        _without(found)
    story_steps.card(stages, is_narrow=bool(set(where.names) - {"campaign"} or where.start or where.end))
    if found["stories"].any():
        _contributions(found)
        _routes(where)
        _themes_and_languages(where)
        _council(where)
        _of_the_month(where)
        _all(found)


def _chosen() -> Selection:
    """Return the selection; while no campaign is chosen, the only one that has stories."""
    chosen = filters.selection()
    if "campaign" in chosen.names or st.session_state["campaign"]:
        return chosen
    held = queries.latest(["contributions"], ["campaign"])["campaign"]
    campaigns = [code for code in held if not photos_and_stories.story_steps(Selection({"campaign": [code]})).empty]
    if len(campaigns) != 1:
        return chosen
    return Selection({**dict(chosen.where), "campaign": campaigns}, chosen.start, chosen.end)


def _lead(found: pd.DataFrame, stages: pd.DataFrame, target: pd.Series | None, where: Selection) -> Iterator[str]:
    if target is not None:
        yield _("{share} of the target of {target}.").format(
            share=percent(found["stories"].sum() / target["target"]), target=number(target["target"])
        )
    waiting = stories.waiting(stages)
    if waiting and not set(where.names) - {"campaign"}:
        count = sum(waiting.values())
        template = ngettext("{n} nomination waits: {parts}.", "{n} nominations wait: {parts}.", count)
        yield template.format(n=number(count), parts=listed(stories.parts(waiting)))
    others = found[~found["is_listed"] & (found["country"] != "unknown")]
    if len(others):
        names = queries.names("country")
        yield _("Also with a story, but without a mission in the reference list: {countries}.").format(
            countries=listed(names.get(code, code) for code in others["country"].head(5))
        )


@cards.show_reason_on_error
def _map(found: pd.DataFrame, where: Selection) -> None:
    cards.card(
        "stories-map",
        _("Countries with a story"),
        found,
        where,
        lambda look: stories_map(found, queries.names("country"), look=look),
        note=boundaries(),
    )


def _by_region(found: pd.DataFrame) -> pd.DataFrame:
    """Return the countries with a mission of each region: count, covered and the share, the lowest share first."""
    places = found[found["is_listed"]]
    regions = (
        places.assign(covered=places["stories"] > 0)
        .groupby("region")["covered"]
        .agg(["size", "sum"])
        .rename(columns={"size": "count", "sum": "covered"})
        .reset_index()
    )
    return regions.assign(share=regions["covered"] / regions["count"]).sort_values(["share", "region"])


def _regions(found: pd.DataFrame) -> None:
    names = queries.names("region")
    with st.container(border=True, key="card_regions", height="stretch", gap="small"):
        st.caption(_("Covered by region"))
        st.header(_("Lowest coverage first"), anchor=False)
        st.caption(_("One box for each country with a mission in the reference list, which is to be confirmed."))
        html.table(
            _("Covered by region"),
            [Column(_("Region")), Column(_("Countries")), Column(_("With a story"), True)],
            [
                (
                    names.get(row["region"], row["region"]),
                    html.boxes(row["covered"], row["count"], percent(row["share"])),
                    _("{n} of {all}").format(n=number(row["covered"]), all=number(row["count"])),
                )
                for row in _by_region(found).to_dict("records")
            ],
        )


def _without(found: pd.DataFrame) -> None:
    missing = found[found["is_listed"] & (found["stories"] == 0)]
    if missing.empty:
        return
    names, regions = queries.names("country"), queries.names("region")
    with st.container(border=True, key="card_missing", gap="small"):
        st.caption(_("Missing countries by region"))
        template = ngettext(
            "{n} country with a mission has no story", "{n} countries with a mission have no story", len(missing)
        )
        st.header(filled(template, n=number(len(missing))), anchor=False)
        st.caption(_("No story means none that may be published today with these filters."))
        by_region = missing.groupby("region")["country"]
        for region, codes in sorted(by_region, key=lambda pair: -len(pair[1])):
            words = _("{region}: {n}").format(region=regions.get(str(region), str(region)), n=number(len(codes)))
            with st.expander(as_text(words), key=f"missing_{region}"):
                html.inline(sorted((names.get(code, code) for code in codes), key=sort_key))


def _contributions(found: pd.DataFrame) -> None:
    kinds = [*CONTRIBUTIONS, "not_recorded"]
    totals = found[kinds].sum()
    kinds = [name for name in kinds if totals[name]]
    titles, every = stories.contributions(), int(found["stories"].sum())
    by_region = found.groupby("region")[["stories", *kinds]].sum().sort_values("stories", ascending=False)
    by_region, regions = by_region[by_region["stories"] > 0], queries.names("region")
    largest = float(by_region["stories"].max())
    rows = [
        (
            regions.get(str(region), _("Unknown")),
            number(row["stories"]),
            html.parts(
                [float(row[name]) for name in kinds],
                largest,
                listed(_("{name}: {value}").format(name=titles[name], value=number(row[name])) for name in kinds),
            ),
            *(number(row[name]) for name in kinds),
        )
        for region, row in by_region.iterrows()
    ]
    first: Any = totals.idxmax()
    with st.container(border=True, key="card_contributions", gap="small"):
        st.caption(_("Contribution to the home, transit or host country"))
        st.header(
            filled(
                _("{name}: {value} of {total} ({share})"),
                name=titles[first],
                value=number(totals[first]),
                total=number(every),
                share=percent(totals[first] / every),
            ),
            anchor=False,
        )
        st.caption(_("By region of the country recorded for the story."))
        html.table(
            _("Contribution to the home, transit or host country"),
            [
                Column(_("Region")),
                Column(_("Stories"), True),
                Column(_("Contribution to")),
                *(Column(titles[name], True) for name in kinds),
            ],
            [*rows, (_("All regions"), number(every), "", *(number(totals[name]) for name in kinds))],
        )


def _council(where: Selection) -> None:
    chosen = photos_and_stories.stories_for_council(where)
    countries, titles = queries.names("country"), stories.contributions()
    with st.container(border=True, key="card_council", gap="small"):
        st.caption(_("Stories for the Council"))
        template = ngettext(
            "{n} story for the Council may be published", "{n} stories for the Council may be published", len(chosen)
        )
        st.header(filled(template, n=number(len(chosen))), anchor=False)
        months = photos_and_stories.stories_of_the_month(where)
        if months.empty:
            st.caption(_("Story of the month: unknown, no story has a month in the story sheet."))
        if len(chosen):
            html.table(
                _("Stories for the Council"),
                [
                    Column(_("Country or area")),
                    Column(_("Nominated by")),
                    Column(_("Contribution to")),
                    Column(_("Day")),
                ],
                [
                    (
                        countries.get(row["country"], row["country"]),
                        mission_link(row["mission"]),
                        titles.get(row["contribution_to"], titles["not_recorded"]),
                        "" if pd.isna(row["nominated"]) else day(row["nominated"], "d MMM y"),
                    )
                    for row in chosen.to_dict("records")
                ],
            )


def _of_the_month(where: Selection) -> None:
    months = photos_and_stories.stories_of_the_month(where)
    if months.empty:
        return
    countries = queries.names("country")
    with st.container(border=True, key="card_months", gap="small"):
        st.caption(_("Story of the month"))
        template = ngettext("{n} story of the month", "{n} stories of the month", len(months))
        st.header(filled(template, n=number(len(months))), anchor=False)
        html.table(
            _("Story of the month"),
            [Column(_("Month")), Column(_("Country or area")), Column(_("Nominated by"))],
            [
                (
                    _in_words(row["story_month"]),
                    countries.get(row["country"], row["country"]),
                    mission_link(row["mission"]),
                )
                for row in months.to_dict("records")
            ],
        )


def _in_words(written: str) -> str:
    """Return a month of the story sheet as readers write it; what is no month stays as it is written."""
    first = pd.to_datetime(written, format="%Y-%m", errors="coerce")
    return written if pd.isna(first) else month(first)


@cards.show_reason_on_error
def _routes(where: Selection) -> None:
    found = photos_and_stories.story_routes(where)
    if found.empty:
        st.caption(_("Routes from home to host country: unknown, no story has these countries in the story sheet."))
        return
    cards.card(
        "story-routes",
        _("From origin to host country"),
        found,
        where,
        lambda look: story_routes(found, queries.names("country"), look=look),
    )
    names = queries.names("country") | {"unknown": _("Not recorded")}
    with st.expander(_("All routes"), key="all_routes"):
        html.table(
            _("From origin to host country"),
            [
                Column(_("Home country")),
                Column(_("Transit country")),
                Column(_("Host country")),
                Column(_("Stories"), True),
            ],
            [
                (*(names.get(row[name], row[name]) for name in ("origin", "transit", "host")), number(row["stories"]))
                for row in found.to_dict("records")
            ],
        )


def _themes_and_languages(where: Selection) -> None:
    left, right = st.columns(2)
    with left:
        story_kinds.card("theme", photos_and_stories.stories_by_theme(where))
    with right:
        story_kinds.card("language", photos_and_stories.stories_by_language(where))


def _all(found: pd.DataFrame) -> None:
    covered = found[found["stories"] > 0]
    names, regions, titles = queries.names("country"), queries.names("region"), stories.contributions()
    rows = [
        (
            html.under(names.get(row["country"], row["country"]), regions.get(row["region"], "")),
            number(row["stories"]),
            *(number(row[name]) for name in CONTRIBUTIONS),
        )
        for row in covered.to_dict("records")
    ]
    columns = [
        Column(_("Country or area")),
        Column(_("Stories"), True),
        *(Column(titles[name], True) for name in CONTRIBUTIONS),
    ]
    with st.container(border=True, key="card_countries", gap="small"):
        st.caption(_("All countries with a story"))
        count = len(covered)
        template = ngettext("{n} country or area has a story", "{n} countries or areas have a story", count)
        st.header(filled(template, n=number(count)), anchor=False)
        html.table(_("All countries with a story"), columns, rows[:FIRST])
        if more := rows[FIRST:]:
            words = ngettext("{n} more row", "{n} more rows", len(more)).format(n=number(len(more)))
            with st.expander(as_text(words), key="more_countries"):
                html.table(_("All countries with a story"), columns, more)
