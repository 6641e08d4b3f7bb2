"""The parts of the page Published figures: filter by state, cards, and comparable figures side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.charts import claims
from dashboard.components.markdown import as_text, filled, linked
from dashboard.components.post_list import link
from dashboard.i18n import _, day, listed, number, percent, said, shown
from dashboard.wording import figures
from data.formats.templates import FOLDER
from data.vocabularies import QUALIFIERS
from metrics.analyses.claim_wording import (
    MADE_TO_AGREE,
    State,
    caution,
    comparison,
    inflation,
    made_to_agree,
    metric_of,
    published,
    reason_text,
    states,
    usage,
)
from metrics.answers import attach, attached

Row = Mapping[Any, Any]

LOOKS: Final[Mapping[str, tuple[str, str]]] = {
    State.REPRODUCED: (":material/check_circle:", "green"),
    State.OFF: (":material/difference:", "orange"),
    State.CONFLICTING: (":material/compare_arrows:", "blue"),
    State.NOT_COMPARABLE: (":material/balance:", "gray"),
    State.UNREPRODUCED: (":material/help:", "gray"),
}
"""An icon and a colour for each state; its name stands beside them."""
_STATES: Final = {state.value: state for state in State}
TABLE: Final = (
    "claim",
    "qualifier",
    "value",
    "derived",
    "state",
    "off_by_share",
    "conflicts_with",
    "not_comparable_with",
    "lower",
    "upper",
    "unit_as_published",
    "campaign",
    "metric",
    "question",
    "as_of",
    "source",
)
"""What a table of figures holds, in the order of reading."""
SHEET: Final = "claim_sheet.xlsx"


def words() -> dict[str, str]:
    """Return the words of figures in the reader's language: qualifiers by code, and units as sheets say them."""
    return queries.texts_of_sheets() | {code: _(label) for code, label in QUALIFIERS.items()}


def table(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the ledger as it is shown and downloaded: numbers and states without texts.

    Args:
        ledger: The ledger of published figures.

    Returns:
        The columns of the table.
    """
    units = ledger["unit_as_published"].map(queries.in_own_words, na_action="ignore")
    made = ledger.rename(columns={"off_by": "off_by_share"}).assign(unit_as_published=units)[list(TABLE)]
    return attach(made, replace(attached(ledger), selected=_("each figure has its own filters")), ["value", "derived"])


def answer(ledger: pd.DataFrame) -> str:
    """Return how many published figures the data support, and how many they do not.

    Args:
        ledger: The ledger of published figures.
    """
    if ledger.empty:
        return _("No published figures yet")
    counts = {state: int(_in(ledger, state).sum()) for state in State}
    others = [
        _("{name}: {value}").format(name=_(state.label), value=number(counts[state]))
        for state in (State.OFF, State.CONFLICTING, State.UNREPRODUCED)
        if counts[state]
    ]
    return " · ".join([claims.finding(ledger), *others])


def choice(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the figures in the states that the reader chooses; all if none is chosen.

    Args:
        ledger: The ledger of published figures.

    Returns:
        Its chosen rows.
    """
    counts = {state.value: int(_in(ledger, state).sum()) for state in State}
    chosen = st.pills(
        _("Status"),
        [state for state, count in counts.items() if count],
        selection_mode="multi",
        key="claim_states",
        format_func=lambda state: f"{LOOKS[state][0]} {as_text(_(_STATES[state].label))} · {number(counts[state])}",
        label_visibility="collapsed",
    )
    wanted = pd.Series(data=not chosen, index=ledger.index)
    for state in chosen:
        wanted |= _in(ledger, _STATES[state])
    grouped = together(ledger)
    # what another number was published for is never seen without it
    return ledger[wanted | (grouped & ledger["conflict_group"].isin(ledger.loc[wanted & grouped, "conflict_group"]))]


def together(ledger: pd.DataFrame) -> pd.Series:
    """Return which figures are shown side by side with others of their group, because the numbers differ.

    Args:
        ledger: The ledger of published figures.

    Returns:
        A boolean for each row.
    """
    return ledger["conflicting"] | ledger["not_comparable"]


def _in(ledger: pd.DataFrame, state: State) -> pd.Series:
    flags = {State.CONFLICTING: "conflicting", State.NOT_COMPARABLE: "not_comparable"}
    return ledger[flags[state]] if state in flags else ledger["state"] == state


def group(rows: Sequence[Row]) -> None:
    """Draw figures of one group with different numbers side by side."""
    with st.container(border=True, key=f"card_conflict_{_slug(rows[0]['conflict_group'])}"):
        named = listed(shown(row["value"], row["format"]) for row in rows)
        conflicting = any(row["conflicting"] for row in rows)
        template = _("{numbers}: published for the same item") if conflicting else _("{numbers}: not comparable")
        st.header(filled(template, numbers=named), anchor=False)
        with st.grid(len(rows), min_column_width=280, gap="medium"):
            for row in rows:
                with st.container(gap="small"):
                    _figure(row, st.subheader)


def card(row: Row) -> None:
    """Draw one published figure: its state, its source, and the query that gives it."""
    with st.container(border=True, height="stretch", key=f"card_claim_{_slug(row['claim'])}", gap="small"):
        _figure(row, st.header)


def _figure(row: Row, heading: Callable[..., Any]) -> None:
    with st.container(horizontal=True, gap="small"):
        for state in states(row):
            icon, colour = LOOKS[state]
            st.badge(as_text(_badge(state, row)), icon=icon, color=colour, help=_(state.meaning))  # type: ignore[arg-type]
    heading(as_text(published(row, words(), shown)), anchor=False)
    st.caption(" · ".join(_about(row)))
    st.markdown(f"**{as_text(said(reason_text(row)))}**")
    st.markdown(f":material/format_quote: {as_text(' '.join(map(said, usage(row, words()))))}")
    for icon, text in (
        (":material/warning:", caution(row, words())),
        (":material/unfold_more:", inflation(row)),
        (":material/balance:", comparison(row)),
    ):
        if text:
            st.markdown(f"{icon} {as_text(said(text))}")
    st.caption(_source(row))
    with st.expander(_("Details"), icon=":material/terminal:", key=f"behind_{_slug(row['claim'])}"):
        st.markdown("  \n".join(_details(row)))
        if row["question"]:
            st.code(row["question"], language=None, wrap_lines=True)


def _badge(state: State, row: Row) -> str:
    if state == State.OFF and pd.notna(row["off_by"]):
        return _("Differs by {share}").format(share=percent(abs(row["off_by"])))
    if state == State.REPRODUCED and made_to_agree(row):
        text = _(MADE_TO_AGREE)
        return text[:1].upper() + text[1:]
    return _(state.label)


def _about(row: Row) -> list[str]:
    campaign: str = "" if pd.isna(row["campaign"]) else queries.names("campaign").get(row["campaign"], row["campaign"])
    written: str = "" if pd.isna(row["as_of"]) else figures.when(str(row["as_of"]))
    return [as_text(text) for text in (row["claim"], campaign, written) if pd.notna(text) and text]


def _details(row: Row) -> list[str]:
    """Return the details of a figure, one line each; missing ones are left out."""
    metric = metric_of(row)
    lines = [
        (_("What it measures"), row["what_it_is"]),
        (_("Metric"), _(metric.label) if metric else row["metric"]),
        (_("Scope"), row["scope"]),
        (_("Data as of"), None if pd.isna(row["known_on"]) else day(row["known_on"])),
        (_("Assumptions"), row["assumptions"]),
        (_("Saved from data version"), None if pd.isna(row["data_version"]) else number(row["data_version"])),
        (_("Note"), row["note"]),
    ]
    return [
        f"**{label}:** {as_text(queries.in_own_words(str(text)))}" for label, text in lines if pd.notna(text) and text
    ]


def _source(row: Row) -> str:
    url = link(row["url"])
    named: str = _("no source yet") if pd.isna(row["source"]) else str(row["source"])
    answers = {"yes": _("yes"), "no": _("no")}
    checked: str = "" if pd.isna(row["verified"]) else answers.get(str(row["verified"]).lower(), row["verified"])
    seen: str = " · " + filled(_("source checked: {answer}"), answer=checked) if checked else ""
    return f":material/link: {linked(named, url) if url else as_text(named)}{seen}"


def adding() -> None:
    """Draw how to add a published figure."""
    st.markdown(
        _(
            "Fill in the sheet of published figures and import it on the Imports page, or use “Save figure” under "
            "any tile or chart."
        )
    )
    st.download_button(
        _("Sheet of published figures (Excel)"),
        (FOLDER / SHEET).read_bytes(),
        SHEET,
        icon=":material/download:",
        on_click="ignore",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="claim_sheet",
    )


def _slug(text: Any) -> str:
    return re.sub(r"\W+", "_", str(text))
