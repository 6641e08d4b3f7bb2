"""The parts pages are made of: heading, number tile, chart card, banner, footer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import DARK, LIGHT, Chart, Look, bars, hidden
from dashboard.locale import MISSING, _, language, listed, number, percent, period, shown, speaking
from dashboard.pages import answers, filters
from dashboard.reports import Provenance, picture, to_csv, to_xlsx
from metrics import DIMENSIONS, METRICS, Selection, data_version

Draw = Callable[[Look], Chart]

_HERE = Path(__file__).parent
_FONT = "/app/static/fonts/open-sans-latin.woff2"
_STILL = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}
_save_picture = st.components.v2.component(
    "save_picture",
    html="<div id='buttons'></div>",
    css=(_HERE / "download.css").read_text("utf-8"),
    js=(_HERE / "download.js").read_text("utf-8"),
)


def heading(title: str, where: Selection) -> None:
    """The page's title, with what is selected in words below it."""
    st.title(title, anchor=False)
    st.caption(described(where))


def described(where: Selection) -> str:
    """A selection in a sentence, in names rather than codes."""
    parts = [period(*filters.period())]
    for name, values in where.where:
        named = answers.names(name)
        parts.append(_("{name}: {value}").format(name=answers.titled(name), value=listed(named.get(value, value) for value in values)))
    return " · ".join(parts)


def tile(metric: str, where: Selection, note: str = "", icon: str = "") -> None:
    """A number with what it means; `note` stands below it, unless the campaign has a target to compare with."""
    asked = METRICS[metric]
    narrowed, missing = answers.narrowed(where, metric)
    foreign = [name for name in missing if name != filters.KINDS]
    answer = None if foreign else answers.ask([metric], (), narrowed)[metric].iloc[0]
    target = answers.target(metric, where)
    if target is not None and answer is not None:
        note = _("{share} of the target of {target}").format(share=percent(answer / target["target"]), target=number(target["target"]))
    if foreign:
        note = _("not recorded by {dimensions}").format(dimensions=listed(answers.titled(name).lower() for name in foreign))
    st.metric(
        _(asked.label), MISSING if foreign else shown(answer, asked.format), delta=note or None, delta_color="blue",
        delta_arrow="off", border=True, height="stretch", icon=icon or None, help=meaning(metric),
    )  # fmt: skip


def meaning(metric: str) -> str:
    """What a metric is, what it is not, and what its kind allows."""
    asked = METRICS[metric]
    is_not = "  \n" + _("**It is not:** {other}").format(other=_(asked.is_not)) if asked.is_not else ""
    return f"{_(asked.description)}{is_not}  \n" + _("**Kind:** {kind}. {meaning}").format(
        kind=_(asked.kind.value), meaning=_(asked.kind.meaning)
    )


def card(
    slug: str, topic: str, frame: pd.DataFrame, where: Selection, draw: Draw,
    *, pick: str = "", note: str = "", key: object = "", control: Callable[[], object] | None = None,
) -> None:  # fmt: skip
    """A chart with its finding, a sentence, how it was counted, its table and its downloads.

    `pick` names the dimension that selecting a bar filters by. `key` is what the figure depends on besides the frame. `control` draws
    a choice that belongs to this chart alone.
    """
    source = (slug, tuple(frame.attrs.get("sql", ())), str(frame.attrs.get("params")), frame.attrs.get("data_version"), len(frame), key)
    look = DARK if st.context.theme.type == "dark" else LIGHT
    chart = _drawn(source, language(), look, draw)
    with st.container(border=True, key=f"card_{slug}", height="stretch", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=f"topic_{slug}"):
            st.markdown(topic, width="content")
            if control:
                control()
        st.header(chart.title, anchor=False)
        st.caption(chart.summary)
        if chart.empty:
            filtered = where.names or where.start or where.end
            st.info(_("Widen the period or clear a filter.") if filtered else _("Import an export on the Data page."))
            return
        behaviour: dict[str, Any] = {"on_select": lambda: _picked(slug, pick), "selection_mode": "points"} if pick else {}
        st.plotly_chart(
            chart.figure, key=f"chart_{slug}", theme=None, config=_STILL, alt=f"{topic}. {chart.title}. {chart.summary}", **behaviour
        )
        if note or pick:
            st.caption(" ".join(filter(None, (note, _("Select a bar to filter by it.") if pick else ""))))
        with st.container(horizontal=True, gap="small", key=f"tools_{slug}"):
            provenance = Provenance.of(frame, chart.title, chart.summary, described(where))
            _counted(slug, frame, where, provenance)
            _table(slug, topic, frame)
            _downloads(slug, topic, frame, provenance, _pictured(source, language(), draw, provenance))


@st.cache_resource(max_entries=600, show_spinner=False)
def _drawn(source: tuple[object, ...], spoken: str, look: Look, _draw: Draw) -> Chart:
    return _draw(look)


@st.cache_resource(max_entries=300, show_spinner=False)
def _pictured(source: tuple[object, ...], spoken: str, _draw: Draw, _provenance: Provenance) -> dict[str, Any]:
    return picture(_draw(LIGHT), _provenance)


def _picked(slug: str, dimension: str) -> None:
    points = st.session_state[f"chart_{slug}"].selection.points
    for point in points[:1]:
        filters.toggle(dimension, point["customdata"][0])


def _counted(slug: str, frame: pd.DataFrame, where: Selection, provenance: Provenance) -> None:
    with st.popover(_("How was this counted?"), icon=":material/info:", type="tertiary", key=f"how_{slug}"):
        for metric in (name for name in frame.columns if name in METRICS):
            st.markdown(f"**{_(METRICS[metric].label)}**  \n{meaning(metric)}")
        st.markdown(
            "  \n".join([
                _("**Filters:** {filters}").format(filters=provenance.selected),
                _("**As of:** {day} · **data version:** {version}").format(day=provenance.known, version=provenance.data_version),
                *filter(None, (provenance.synthetic_note(), provenance.hidden_note(), *provenance.warnings)),
            ])
        )  # fmt: skip
        for sql in provenance.sql:
            st.code(sql, language="sql", wrap_lines=True)
        if st.toggle(_("Show the imports it comes from"), key=f"sources_{slug}"):
            _sources(frame, where)


def _sources(frame: pd.DataFrame, where: Selection) -> None:
    """The imports behind a chart, with their shares; the files themselves are on the Data page."""
    bases = dict.fromkeys(METRICS[str(name)].base for name in frame.columns if name in METRICS)
    for base in bases or ("supporters",):
        found = answers.sources(base, where)
        columns = {"import_id": _("Number"), "file": _("File"), "rows": _("Rows"), "share": _("Share")}
        shown_rows = found.assign(share=found["share"].map(percent))[list(columns)].rename(columns=columns)
        st.dataframe(shown_rows, hide_index=True, alt=_("Imports that the chart comes from"), height=min(38 + 35 * len(found), 300))
    st.caption(_("Several imports may know the same post. Follow an import by its number on the Data page."))


def _table(slug: str, topic: str, frame: pd.DataFrame) -> None:
    with st.popover(_("Table"), icon=":material/table:", type="tertiary", key=f"table_{slug}"):
        table = readable(frame)
        numbers = {str(name): st.column_config.NumberColumn(format="localized") for name in table.select_dtypes("number")}
        st.dataframe(table, hide_index=True, alt=topic, height=min(38 + 35 * len(table), 420), column_config=numbers)


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with names for codes and labels for columns; values that are hidden or not known say so."""
    return pd.DataFrame({_titled(str(column)): _readable(frame, str(column)) for column in frame.columns})


def _titled(column: str) -> str:
    if column in METRICS:
        return _(METRICS[column].label)
    if column in DIMENSIONS:
        return answers.titled(column)
    listed_columns = {
        "rank": _("Rank"), "connections": _("Connections"), "share": _("Share of the sum"), "cumulative_share": _("Cumulative share"),
    }  # fmt: skip
    return listed_columns.get(column, column)


def _readable(frame: pd.DataFrame, column: str) -> pd.Series:
    values: pd.Series = frame[column]
    if column in METRICS:
        if METRICS[column].format == "count" and values.notna().all():
            return values
        texts = values.map(lambda value: shown(value, METRICS[column].format))
        texts = texts.mask(hidden(frame, column), _("hidden: fewer than 10 people"))
    elif pd.api.types.is_datetime64_any_dtype(values):
        texts = values.dt.date
    elif column.endswith("share"):
        texts = values.map(percent)
    else:
        named = answers.names(column) if column in DIMENSIONS else {}
        texts = values.map(lambda code: named.get(code, code))
    return pd.Series(texts)


def _downloads(slug: str, topic: str, frame: pd.DataFrame, provenance: Provenance, figure: dict[str, Any]) -> None:
    spoken = language()
    formats = {name: METRICS[name].format for name in frame.columns if name in METRICS}

    def workbook() -> bytes:
        with speaking(spoken):  # made on click, in a thread that knows no language
            return to_xlsx(frame, provenance, formats)

    with st.popover(_("Download"), icon=":material/download:", type="tertiary", key=f"get_{slug}"):
        _save_picture(
            key=f"picture_{slug}",
            data={
                "figure": figure, "font": st.get_option("server.baseUrlPath") + _FONT,
                "names": {ending: provenance.filename(slug, ending) for ending in ("png", "svg")},
                "labels": {"png": _("Picture (PNG)"), "svg": _("Drawing (SVG)")}, "failed": _("The picture could not be made"),
            },
        )  # fmt: skip
        st.download_button(
            _("Excel workbook"), workbook, provenance.filename(slug, "xlsx"), key=f"xlsx_{slug}", on_click="ignore", width="stretch",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )  # fmt: skip
        st.download_button(
            _("Data (CSV)"), lambda: to_csv(frame, provenance), provenance.filename(slug, "csv"), "text/csv", key=f"csv_{slug}",
            on_click="ignore", width="stretch",
        )  # fmt: skip


def breakdown(metric: str, dimension: str, where: Selection, *, limit: int = 12) -> None:
    """A card with one bar a value of a dimension. Its own filter marks bars and keeps the others, so that more can be selected."""
    others = Selection({name: values for name, values in where.where if name != dimension}, where.start, where.end)
    frame = answers.ask([metric], [dimension], others)
    card(
        f"{metric}-by-{dimension}".replace("_", "-"),
        _("{metric} by {dimension}").format(metric=_(METRICS[metric].label), dimension=answers.titled(dimension).lower()),
        frame, others,
        lambda look: bars(
            frame, dimension, METRICS[metric], answers.names(dimension), look=look, selected=where.values(dimension), limit=limit
        ),
        pick=dimension if dimension in filters.NARROWING else "", key=where.values(dimension),
    )  # fmt: skip


def unheeded(where: Selection, metric: str) -> Selection:
    """The part of a selection that a page's metric records; says on the page which filters do not apply to it."""
    narrowed, missing = answers.narrowed(where, metric)
    if missing := tuple(name for name in missing if name != filters.KINDS):
        st.info(
            _("Not filtered here by {dimensions}: it is not recorded for these.").format(
                dimensions=listed(answers.titled(name).lower() for name in missing)
            ),
            icon=":material/filter_alt_off:",
        )
    return narrowed


def unknown_note(frame: pd.DataFrame, dimensions: Sequence[str]) -> str:
    """How much of a breakdown is not known; said also where it is nothing."""
    shares = frame.attrs.get("unknown", {})
    said = [
        _("{dimension} unknown: {share}.").format(dimension=answers.titled(name), share=shown(shares[name], "share"))
        for name in dimensions
        if shares.get(name) is not None
    ]
    return " ".join(said)


def banner() -> None:
    """On every page, while made-up data are among what is shown."""
    synthetic = answers.ask(["posts"]).attrs.get("synthetic")
    if synthetic in ("yes", "part"):
        with st.container(key="synthetic"):
            st.markdown(
                ":material/science: "
                + (
                    _("**Synthetic sample:** made up to match the published totals of #MigrationMeans. It describes nobody.")
                    if synthetic == "yes"
                    else _("**Partly synthetic:** sample data and imported data are mixed. Undo the sample on the Data page.")
                )
            )


def footer() -> None:
    """Who made this, and from which data."""
    with st.container(key="footer"):
        st.caption(_("Campaign reach · not an IOM product · data version {n}").format(n=data_version()))
