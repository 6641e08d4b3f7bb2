"""“How was this counted?”: one sentence of definition, then everything known about a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd
import streamlit as st

from dashboard import analyses
from dashboard.components import opened
from dashboard.components.markdown import as_text
from dashboard.exports import Provenance
from dashboard.i18n import _, counted, language, percent, said
from metrics import METRICS, Metric, Selection
from metrics.answers import attached
from metrics.definitions import glossary
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.definitions.model import Noun


def popover(
    slug: str, frame: pd.DataFrame, where: Selection, provenance: Callable[[], Provenance], about: str = ""
) -> None:
    """Draw the answer to “How was this counted?” under a tile or a chart.

    Args:
        slug: The key of the tile or chart.
        frame: A frame with an answer.
        where: The selection.
        provenance: Returns where its numbers come from.
        about: Comes first: what a number is that is not a metric itself, or what a caption has no room for.
    """
    inside = opened.popover(_("How was this counted?"), ":material/info:", f"how_{slug}", wrap=True)
    if inside is None:
        return
    with inside:
        if about:
            st.markdown(as_text(about))
        for metric in _metrics(frame):
            st.markdown("  \n".join(_explained(metric, frame)))
        st.markdown("  \n".join(_circumstances(frame, provenance())))
        with st.expander(_("SQL query"), icon=":material/code:", key=f"sql_{slug}"):
            for sql, params in attached(frame).queries:
                st.code(sql, language="sql", wrap_lines=True)
                if params:
                    st.caption(as_text(", ".join(f"${name} = {value}" for name, value in params.items())))
        if st.toggle(_("Show the source files"), key=f"sources_{slug}"):
            _sources(frame, where)


def _metrics(frame: pd.DataFrame) -> list[Metric]:
    return [METRICS[name] for name in attached(frame).metrics if name in METRICS]


def _explained(metric: Metric, frame: pd.DataFrame) -> Iterator[str]:
    """Yield a metric in one sentence, then what it is not, its formula, unit, kind and source, and its coverage."""
    yield f"**{_(metric.label)}.** {_(metric.description)}"
    yield from (glossary.line(heading, text, _) for heading, text in glossary.facts(metric, _))
    metadata = attached(frame)
    share, count = metadata.coverage.get(metric.name), metadata.n.get(metric.name)
    if share is not None:
        known = _("{share} of those counted").format(share=percent(share))
        if count is not None:
            known = _("{items} ({share} of those counted)").format(
                share=percent(share), items=counted(count, _items(metric))
            )
        yield glossary.line(_("Based on"), as_text(known), _)
    label = _("Full definition")
    yield f"[{label}](definitions?lang={language()}#{metric.name})"


def _items(metric: Metric) -> Noun:
    base = FACT_TABLES[metric.base]
    return FACT_TABLES[base.made_of or base.name].counted


def _circumstances(frame: pd.DataFrame, provenance: Provenance) -> Iterator[str]:
    """Yield the filters and data of a number, and what a reader must know before quoting it."""
    yield glossary.line(_("Filters"), as_text(provenance.selected), _)
    yield glossary.line(_("Data as of"), as_text(provenance.known), _)
    if provenance.since:
        yield as_text(provenance.since)
    yield glossary.line(_("Data version"), str(provenance.data_version), _)
    if provenance.assumed:
        yield glossary.line(_("Assumptions"), as_text(provenance.assumed), _)
    yield glossary.line(_("Hidden values"), as_text(provenance.hidden_note() or _("None")), _)
    yield from filter(
        None,
        [provenance.synthetic_note(), *(f":material/warning: {as_text(said(each))}" for each in provenance.warnings)],
    )


def _sources(frame: pd.DataFrame, where: Selection) -> None:
    """Draw the imports behind a number, with their shares."""
    for base in dict.fromkeys(metric.base for metric in _metrics(frame)):
        found = analyses.sources(base, where)
        columns = {"import_id": _("Number"), "file": _("File"), "rows": _("Rows"), "share": _("Share")}
        shown_rows = found.assign(share=found["share"].map(percent))[list(columns)].rename(columns=columns)
        st.dataframe(
            shown_rows, hide_index=True, alt=_("Source files of the number"), height=min(38 + 35 * len(found), 300)
        )
    st.caption(_("A post can appear in several files. Look up an import by its number on the Imports page."))
