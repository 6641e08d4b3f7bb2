"""The parts of pages: number tile and chart card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import Any, ParamSpec

import pandas as pd
import streamlit as st

from dashboard import analyses, goals, queries
from dashboard.charts.bars import bars
from dashboard.charts.base.chart import Chart
from dashboard.charts.base.theme import DARK, LIGHT, Look
from dashboard.components import (
    change,
    download_popover,
    filters,
    method_popover,
    quotes_panel,
    save_figure_popover,
    tables,
    these_posts,
)
from dashboard.components.heading import described
from dashboard.components.markdown import as_text, filled
from dashboard.components.plotted import plotted
from dashboard.exports import Provenance
from dashboard.i18n import _, language, listed, ngettext, number, percent, said, shown
from dashboard.remembered import Unkeyed, remembered
from metrics import METRICS, MeasureError, Selection
from metrics.analyses import changes_since
from metrics.answers import attached
from metrics.caveats import largest_account

P = ParamSpec("P")
Draw = Callable[[Look], Chart]


def show_reason_on_error(draw: Callable[P, None]) -> Callable[P, None]:
    """Let a part of a page show the reason if its query has no answer, without affecting other parts."""

    @wraps(draw)
    def guarded(*asked: P.args, **named: P.kwargs) -> None:
        try:
            draw(*asked, **named)
        except MeasureError as reason:
            st.info(as_text(said(reason)), icon=":material/visibility_off:")

    return guarded


@show_reason_on_error
def tile(
    metric: str, where: Selection, note: str = "", icon: str = "", *, has_change: bool = False, detail: str = ""
) -> None:
    """Draw the number of a metric with its explanation.

    Args:
        metric: The metric.
        where: The selection.
        note: The line below the number, unless the campaign has a target.
        icon: An icon.
        has_change: Whether it is held against the period before.
        detail: What the number is made of.
    """
    asked = METRICS[metric]
    narrowed, missing = queries.narrowed(where, metric)
    if foreign := [name for name in missing if name != filters.KINDS]:
        note = _("not available by {dimensions}").format(dimensions=listed(queries.phrase(name) for name in foreign))
        figure(metric, _(asked.label), _("Not available"), note, icon)
        return
    frame = queries.ask([metric], (), narrowed)
    answer, target = frame[metric].iloc[0], goals.target(metric, where)
    if target is not None and pd.notna(answer):
        note = _("{share} of the target of {target}").format(
            share=percent(answer / target["target"]), target=number(target["target"])
        )
    value, since = shown(answer, asked.format), change.line(metric, narrowed) if has_change else ""
    if pd.isna(answer):
        value, note = _("No data"), _("No data match these filters.")
    if queries.is_unknown(metric, frame, narrowed):
        value, note, since, detail = _("Unknown"), _("not recorded for these posts"), "", ""
    figure(metric, _(asked.label), value, note, icon, frame=frame, where=narrowed, since=since, detail=detail)


def figure(
    slug: str,
    label: str,
    value: str,
    note: str = "",
    icon: str = "",
    *,
    frame: pd.DataFrame | None = None,
    where: Selection | None = None,
    about: str = "",
    since: str = "",
    detail: str = "",
) -> None:
    """Draw a tile: a number under its label, and how it was counted.

    Args:
        slug: The key of the tile.
        label: The label.
        value: The number as text.
        note: The line below it.
        icon: An icon.
        frame: The frame of the number; None if there is no answer.
        where: The selection.
        about: What the number is, if it is not a metric itself.
        since: Its change against the period before.
        detail: What it is made of.
    """
    with st.container(border=True, height="stretch", key=f"tile_{slug}", gap="small"):
        st.metric(
            as_text(label),
            as_text(value),
            delta=as_text(note) or None,
            delta_color="blue",
            delta_arrow="off",
            icon=icon or None,
        )
        for line in filter(None, (detail, since)):
            st.caption(as_text(line))
        if frame is not None and where is not None:
            with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"tools_{slug}"):
                method_popover.popover(slug, frame, where, partial(provenance_of, frame, label, value, where), about)
                quotes_panel.popover(slug, where)
                save_figure_popover.popover(slug, frame, where)


def provenance_of(frame: pd.DataFrame, title: str, summary: str, where: Selection) -> Provenance:
    """Return where a number comes from, with what changed since the day looked back to if it counts posts.

    Args:
        frame: A measured frame.
        title: The title of the chart or tile.
        summary: Its sentences.
        where: The selection.
    """
    since = changed(where) if changes_since.on_posts(frame) else ""
    return Provenance.of(
        frame, title, summary, attached(frame).selected or described(where), since, queries.assumed(frame)
    )


def changed(where: Selection) -> str:
    """Return what changed since the day looked back to, in a sentence.

    Empty without such a day, or if it would reveal something about people.
    """
    found = analyses.since(queries.narrowed(where, "posts")[0])
    if found is None:
        return ""
    parts = [
        ngettext("{n} post published", "{n} posts published", found.posted).format(n=number(found.posted)),
        ngettext("{n} count revised", "{n} counts revised", found.revised).format(n=number(found.revised)),
        ngettext("{n} count added", "{n} counts added", found.learned).format(n=number(found.learned)),
    ]
    return _("Since then: {changes}.").format(changes=listed(parts))


def card(
    slug: str,
    topic: str,
    frame: pd.DataFrame,
    where: Selection,
    draw: Draw,
    *,
    pick: str = "",
    picking: str = "",
    note: str = "",
    beside: str = "",
    key: object = "",
    control: Callable[[], object] | None = None,
    posts: these_posts.Links | None = None,
) -> None:
    """Draw a chart with its finding, its caption, how it was counted, its table and its downloads.

    Args:
        slug: The key of the card.
        topic: The line above the finding.
        frame: The measured frame.
        where: The selection.
        draw: Draws the chart in a look.
        pick: The dimension that selecting a bar filters by.
        picking: What to select, if it is not a bar.
        note: A note in Markdown.
        beside: What a reader must know about the query.
        key: What the chart depends on besides the frame.
        control: Draws a choice that belongs to this chart alone.
        posts: Makes links to the posts behind the parts of the chart.
    """
    metadata = attached(frame)
    source = (slug, metadata.sql, str(metadata.params), metadata.data_version, len(frame), key)
    look = DARK if st.context.theme.type == "dark" else LIGHT
    spoken = language()
    chart = _drawn(source, spoken, look, Unkeyed(draw))
    with st.container(border=True, key=f"card_{slug}", height="stretch", gap="small"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=f"topic_{slug}"
        ):
            st.markdown(as_text(topic), width="content")
            if control:
                control()
        st.header(as_text(chart.title), anchor=False)
        st.caption(as_text(chart.caption))
        for sentence in filter(None, (beside, *queries.shown_together(frame))):
            st.caption(f":material/visibility_off: {as_text(sentence)}")
        for sentence in _whose(frame):
            st.caption(f":material/group_work: {as_text(sentence)}")
        if chart.empty:
            filtered = where.names or where.start or where.end
            st.info(_("Widen the period or clear a filter.") if filtered else _("Import files on the Imports page."))
            return
        if chart.unrecorded:
            st.caption(
                _(
                    "Exports of platforms often lack it. Add it in the contributor directory or in a contribution sheet, "
                    "and import that."
                )
            )
            return
        behaviour: dict[str, Any] = (
            {"on_select": lambda: _picked(slug, pick), "selection_mode": "points"} if pick else {}
        )
        plotted(chart.figure, f"chart_{slug}", f"{topic}. {chart.title}. {chart.summary}", **behaviour)
        if note or pick:
            how = (picking or _("Select a bar to filter by it.")) if pick else ""
            keys = (
                filled(
                    _("With the keyboard, choose under “{button}” or use the filter “{filter}”."),
                    button=_("Table"),
                    filter=queries.titled(pick),
                )
                if pick
                else ""
            )
            st.caption(" ".join(filter(None, (note, how, keys))))
        provenance = partial(provenance_of, frame, chart.title, chart.summary, where)
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"tools_{slug}"):
            method_popover.popover(slug, frame, where, provenance, chart.notes)
            tables.popover(slug, topic, frame, pick)
            these_posts.popover(slug, posts)
            download_popover.popover(
                slug, partial(queries.in_words, frame), provenance, lambda: _drawn(source, spoken, LIGHT, Unkeyed(draw))
            )
            if not metadata.is_internal:
                save_figure_popover.popover(slug, frame, where)


def _whose(frame: pd.DataFrame) -> list[str]:
    """Return who published the posts behind numbers that few posts report."""
    known = attached(frame).partly_known
    return [
        said(each) for each in largest_account.sentences((METRICS[name] for name in known if name in METRICS), known)
    ]


@remembered(600)
def _drawn(source: tuple[object, ...], spoken: str, look: Look, draw: Unkeyed[Draw]) -> Chart:
    return draw.value(look)


def _picked(slug: str, dimension: str) -> None:
    points = st.session_state[f"chart_{slug}"].selection.points
    for point in points[:1]:
        filters.toggle(dimension, point["customdata"][0])


@show_reason_on_error
def breakdown(metric: str, dimension: str, where: Selection, *, limit: int = 12, note: str = "") -> None:
    """Draw a card with one bar for each value of a dimension.

    A filter by this dimension highlights bars and keeps the others, so that more can be selected. If contributor types
    may not be shown, the card shows who published.

    Args:
        metric: The metric.
        dimension: The dimension.
        where: The selection.
        limit: The most bars.
        note: A note in Markdown.
    """
    beside = ""
    if dimension == "contributor_type":
        dimension, beside = queries.voices_or_publishers([metric], (), where)
    others = Selection({name: values for name, values in where.where if name != dimension}, where.start, where.end)
    frame = queries.ask([metric], [dimension], others)
    card(
        f"{metric}-by-{dimension}".replace("_", "-"),
        _("{metric} by {dimension}").format(metric=_(METRICS[metric].label), dimension=queries.phrase(dimension)),
        frame,
        others,
        lambda look: bars(
            frame,
            dimension,
            METRICS[metric],
            queries.names(dimension),
            look=look,
            selected=where.values(dimension),
            limit=limit,
        ),
        pick=dimension if filters.acts(dimension) else "",
        note=note,
        beside=beside,
        key=where.values(dimension),
        posts=these_posts.links(lambda: frame, dimension, metric),
    )


def warn_unsupported_filters(where: Selection, metric: str) -> Selection:
    """Return the part of a selection that a metric records, and show which filters do not apply to it."""
    narrowed, missing = queries.narrowed(where, metric)
    if missing := tuple(name for name in missing if name != filters.KINDS):
        st.info(
            filled(
                _("Not filtered by {dimensions}: this chart’s data do not include it."),
                dimensions=listed(queries.phrase(name) for name in missing),
            ),
            icon=":material/filter_alt_off:",
        )
    return narrowed


def unknown_note(frame: pd.DataFrame, dimensions: Sequence[str]) -> str:
    """Return how much of a breakdown is unknown, also if it is nothing.

    Args:
        frame: A measured frame.
        dimensions: The dimensions of the breakdown.
    """
    shares = attached(frame).unknown
    said = [
        _("{dimension} unknown: {share}.").format(
            dimension=_begun(queries.phrase(name)), share=shown(shares[name], "share")
        )
        for name in dimensions
        if shares.get(name) is not None
    ]
    return " ".join(said)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
