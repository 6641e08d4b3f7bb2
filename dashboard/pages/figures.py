"""The parts of the Claims page: which states to look at, a published figure as a card, figures that contradict each other side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.locale import _, day, listed, number, percent, said, shown
from dashboard.pages import answers
from dashboard.pages.post_list import link
from data.schema import QUALIFIERS
from data.templates import FOLDER
from metrics.claim_texts import State, caution, inflation, metric_of, published, told

Row = Mapping[Any, Any]

LOOKS: Final[Mapping[str, tuple[str, str]]] = {
    State.REPRODUCED: (":material/check_circle:", "green"),
    State.OFF: (":material/difference:", "orange"),
    State.CONFLICTING: (":material/compare_arrows:", "blue"),
    State.UNREPRODUCED: (":material/help:", "gray"),
}
"""An icon and a colour for each state; its name stands beside them."""
TABLE: Final = (
    "claim", "qualifier", "value", "derived", "state", "off_by_share", "conflicts_with", "lower", "upper", "unit_as_published", "campaign",
    "metric", "question", "as_of", "source",
)  # fmt: skip
"""What a table of figures holds, in the order of reading."""
SHEET: Final = "claim_sheet.xlsx"


def words() -> dict[str, str]:
    """The qualifiers in the reader's language, by code."""
    return {code: _(label) for code, label in QUALIFIERS.items()}


def table(ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger as it is shown and downloaded: numbers and states, without the texts of the cards."""
    made = ledger.rename(columns={"off_by": "off_by_share"})[list(TABLE)]
    made.attrs = ledger.attrs | {"selected": _("each figure has a question of its own")}
    return made


def choice(ledger: pd.DataFrame) -> pd.DataFrame:
    """The figures in the states that the reader chooses; all of them while none is chosen."""
    counts = {state.value: int(_in(ledger, state).sum()) for state in State}
    chosen = st.pills(
        _("States"), [state for state, count in counts.items() if count], selection_mode="multi", key="claim_states",
        format_func=lambda state: f"{LOOKS[state][0]} {_titled(state)} · {number(counts[state])}", label_visibility="collapsed",
    )  # fmt: skip
    wanted = pd.Series(data=not chosen, index=ledger.index)
    for state in chosen:
        wanted |= _in(ledger, state)
    # what contradicts another is never seen without it
    together = ledger["conflicting"] & ledger["conflict_group"].isin(ledger.loc[wanted & ledger["conflicting"], "conflict_group"])
    return ledger[wanted | together]


def _in(ledger: pd.DataFrame, state: str) -> pd.Series:
    return ledger["conflicting"] if state == State.CONFLICTING else ledger["state"] == state


def _titled(state: str) -> str:
    text = _(str(state))
    return text[:1].upper() + text[1:]


def conflict(rows: Sequence[Row]) -> None:
    """Figures that were published for the same thing and cannot all be meant, side by side."""
    with st.container(border=True, key=f"card_conflict_{_slug(rows[0]['conflict_group'])}"):
        named = listed(shown(row["value"], row["format"]) for row in rows)
        st.header(_("{numbers}: published for the same thing").format(numbers=named), anchor=False)
        with st.grid(len(rows), min_column_width=280, gap="medium"):
            for row in rows:
                with st.container(gap="small"):
                    _figure(row, st.subheader)


def card(row: Row) -> None:
    """One published figure: its state, what was said of it, and the question that gives it again."""
    with st.container(border=True, height="stretch", key=f"card_claim_{_slug(row['claim'])}", gap="small"):
        _figure(row, st.header)


def _figure(row: Row, heading: Callable[..., Any]) -> None:
    with st.container(horizontal=True, gap="small"):
        for state in (_state(row), *([State.CONFLICTING] if row["conflicting"] else [])):
            icon, colour = LOOKS[state]
            st.badge(_badge(state, row), icon=icon, color=colour, help=_(state.meaning))  # type: ignore[arg-type]
    heading(_plain(published(row, words(), shown)), anchor=False)
    st.caption(" · ".join(_about(row)))
    st.markdown(f"**{_plain(told(row, said, shown))}**")
    for icon, text in (("warning", caution(row, _)), ("unfold_more", inflation(row, _, shown))):
        if text:
            st.markdown(f":material/{icon}: {_plain(text)}")
    st.caption(_source(row))
    with st.expander(_("What is behind it"), icon=":material/terminal:", key=f"behind_{_slug(row['claim'])}"):
        st.markdown("  \n".join(_details(row)))
        if row["question"]:
            st.code(row["question"], language=None, wrap_lines=True)


def _state(row: Row) -> State:
    return next(state for state in State if state == row["state"])


def _badge(state: State, row: Row) -> str:
    if state == State.OFF and pd.notna(row["off_by"]):
        return _("Off by {share}").format(share=percent(abs(row["off_by"])))
    return _titled(state)


def _about(row: Row) -> list[str]:
    campaign: str = "" if pd.isna(row["campaign"]) else answers.names("campaign").get(row["campaign"], row["campaign"])
    return [_plain(text) for text in (row["claim"], campaign, row["as_of"]) if pd.notna(text) and text]


def _details(row: Row) -> list[str]:
    """What was said of a figure, line by line; what nobody said is left out."""
    metric = metric_of(row)
    lines = [
        (_("What it really is"), row["what_it_is"]),
        (_("Metric"), _(metric.label) if metric else row["metric"]),
        (_("Scope"), row["scope"]),
        (_("As known on"), None if pd.isna(row["known_on"]) else day(row["known_on"])),
        (_("Assuming"), row["assumptions"]),
        (_("Frozen from data version"), None if pd.isna(row["data_version"]) else number(row["data_version"])),
        (_("Note"), row["note"]),
    ]
    return [f"**{label}:** {_plain(text)}" for label, text in lines if pd.notna(text) and text]


def _source(row: Row) -> str:
    url = link(row["url"])
    named: str = _("no source yet") if pd.isna(row["source"]) else _plain(row["source"])
    seen: str = "" if pd.isna(row["verified"]) else " · " + _("source seen: {answer}").format(answer=_plain(row["verified"]))
    return f":material/link: {f'[{named}]({url})' if url else named}{seen}"


def adding() -> None:
    """How a figure comes here."""
    st.markdown(
        _("Fill in the sheet of published figures and drop it on the Data page, or freeze a number: the pin under any tile or chart.")
    )
    st.download_button(
        _("Sheet of published figures (Excel)"), (FOLDER / SHEET).read_bytes(), SHEET, icon=":material/download:", on_click="ignore",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", key="claim_sheet",
    )  # fmt: skip


def _plain(text: Any) -> str:
    """Text as it stands, whatever signs of Markdown are in it."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|$:~^])", r"\\\1", str(text))


def _slug(text: Any) -> str:
    return re.sub(r"\W+", "_", str(text))
