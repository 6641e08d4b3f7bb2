"""“Save figure”: a number is saved with its query before it is published."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.components import opened
from dashboard.components.markdown import as_text, filled
from dashboard.i18n import _, day, said, shown
from dashboard.reports.publish import question_of
from data.editing import published_figures
from data.store.kept_messages import reasons
from data.store.warehouse import Warehouse, WarehouseError
from data.vocabularies import QUALIFIERS
from metrics import DIMENSIONS, METRICS, MeasureError, Selection
from metrics.answers import attached
from metrics.api import ask
from metrics.disclosure.voices import VOICES

Part = tuple[tuple[str, str], ...]
"""The row of a frame as dimension and value; the whole selection where it is empty."""


def popover(slug: str, frame: pd.DataFrame, where: Selection) -> None:
    """Draw “Save figure” under a tile or chart; nothing without a metric.

    Args:
        slug: The key of the tile or chart.
        frame: A measured frame.
        where: The selection of the frame.
    """
    metrics = [str(name) for name in frame.columns if name in METRICS]
    if not metrics:
        return
    _thanks()
    warehouse = Warehouse()
    sealed = not os.access(warehouse.directory, os.W_OK)
    tooltip = _("Save this number before you publish it.")
    if sealed:
        tooltip = _("These data are read-only here, so figures cannot be saved.")
    key = f"freeze_{slug}_{warehouse.version}"
    inside = opened.popover(_("Save figure"), ":material/push_pin:", key, disabled=sealed, help=tooltip)
    if inside is None:
        return
    with inside:
        _form(slug, frame, where, metrics, warehouse)


def _form(slug: str, frame: pd.DataFrame, where: Selection, metrics: list[str], warehouse: Warehouse) -> None:
    st.markdown(_("Saves the number with its filters and date, so you can check later that the data still support it."))
    metric = metrics[0]
    if len(metrics) > 1:
        metric = st.selectbox(
            _("Metric"), metrics, format_func=lambda name: _(METRICS[name].label), key=f"frozen_metric_{slug}"
        )
    parts = [(), *_parts(frame, metric)]
    part = parts[0]
    if len(parts) > 1:
        part = st.selectbox(_("Row"), parts, format_func=_named, key=f"frozen_part_{slug}")
    try:
        answer = _answer(metric, _narrowed(where, part), frame)
    except MeasureError as error:
        st.info(as_text(said(error)), icon=":material/visibility_off:")
        return
    value = answer[metric].iloc[0]
    if pd.isna(value):
        st.info(_("There is no number to save."), icon=":material/visibility_off:")
        return
    kept = f"{slug}_{metric}_{part}"
    template = _("**{metric}: {value}** (data as of {day})")
    st.markdown(
        filled(
            template,
            metric=_(METRICS[metric].label),
            value=shown(value, METRICS[metric].format),
            day=day(attached(answer).as_of),
        )
    )
    qualifier = st.selectbox(
        _("Qualifier"), list(QUALIFIERS), format_func=lambda code: _(QUALIFIERS[code]), key=f"frozen_qualifier_{slug}"
    )
    number = _number(value, METRICS[metric].format, f"frozen_value_{kept}")
    unit = st.text_input(_("Unit"), _(METRICS[metric].unit), key=f"frozen_unit_{kept}")
    source = st.text_input(_("Where it will be published"), key=f"frozen_source_{slug}", placeholder=_("optional"))
    if st.button(_("Save as published figure"), type="primary", icon=":material/push_pin:", key=f"frozen_save_{slug}"):
        said_of_it = {"value": number, "qualifier": qualifier, "unit_as_published": unit, "source": source}
        _write(question_of(metric, answer, _narrowed(where, part)) | said_of_it, attached(answer).synthetic, warehouse)


def _parts(frame: pd.DataFrame, metric: str) -> list[Part]:
    """Return the rows of a frame with a number; none of contributor types, whose numbers have no earlier day."""
    names = [str(name) for name in frame.columns if name in DIMENSIONS]
    rows = frame.loc[frame[metric].notna(), names]
    if not names or set(names) & set(VOICES):
        return []
    return [
        tuple((name, _code(value)) for name, value in zip(names, row, strict=True))
        for row in rows.itertuples(index=False)
    ]


def _code(value: Any) -> str:
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)


def _named(part: Part) -> str:
    if not part:
        return _("all data under these filters")
    return ", ".join(
        day(pd.Timestamp(code)) if DIMENSIONS[name].type == "DATE" else str(queries.names(name).get(code, code))
        for name, code in part
    )


def _narrowed(where: Selection, part: Part) -> Selection:
    return Selection(dict(where.where) | {name: (code,) for name, code in part}, where.start, where.end)


def _answer(metric: str, where: Selection, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the number as it is today when queried alone, because the query that is saved must give it again."""
    metadata = attached(frame)
    known_on = metadata.as_of or dt.datetime.now(dt.UTC).date()
    return ask([metric], (), where, known_on, assumptions=metadata.assumed)


def _number(value: Any, form: str, key: str) -> float:
    """Draw the field for the number as it will be published, which is the counted one unless it is rounded."""
    if form == "count":
        return st.number_input(_("Number as published"), value=int(value), step=1, key=key)
    if form == "share":
        return st.number_input(_("Percentage as published"), value=round(float(value) * 100, 2), key=key) / 100
    return st.number_input(_("Number as published"), value=round(float(value), 2), key=key)


def _write(figure: dict[str, object], synthetic: str, warehouse: Warehouse) -> None:
    try:
        receipt = published_figures.freeze(figure, warehouse, synthetic=synthetic in ("yes", "part"))
    except WarehouseError as error:
        st.error(as_text(said(error)), icon=":material/error:")
        return
    if receipt.error or receipt.rejected:
        why_not = [receipt.error] if receipt.error else reasons(warehouse.rejects(receipt.import_id))
        st.error("  \n".join(as_text(said(reason)) for reason in why_not), icon=":material/error:")
        return
    st.session_state["_frozen"] = receipt.import_id
    st.rerun()


def _thanks() -> None:
    """Show once, after the page has been drawn with the new data version, that the figure is saved."""
    if done := st.session_state.pop("_frozen", None):
        template = _("Saved as import {n}. See it under Published figures; undo it under Imports.")
        st.toast(filled(template, n=done), icon=":material/push_pin:", duration="long")
