"""The card that says which missions' offices publish posts of their own, and which only share."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.components import html
from dashboard.components.html import Column
from dashboard.components.markdown import as_text
from dashboard.components.mission_link import mission_link
from dashboard.i18n import _, listed, ngettext, number
from metrics.analyses.own_originals import PARTS

FIRST: Final = 10
"""Rows of the list that are in sight; the others open."""


def draw(found: pd.DataFrame) -> None:
    """Draw the card; nothing where no mission has a post.

    Args:
        found: The frame of metrics.analyses.own_originals.
    """
    if found.empty:
        return
    with st.container(border=True, key="card_own_originals", gap="small"):
        st.caption(_("Contributing or only sharing"))
        st.header(as_text(_answer(found)), anchor=False)
        st.caption(as_text(_others(found)))
        largest = float(found["posts"].max())
        rows = [_row(row, largest) for row in found.to_dict("records")]
        columns = [
            Column(_("Mission or office")),
            Column(_("Posts")),
            Column(_("Own original posts"), True),
            Column(_("Own shared posts and replies"), True),
            Column(_("Posts by others"), True),
        ]
        html.table(_("Contributing or only sharing"), columns, rows[:FIRST])
        if more := rows[FIRST:]:
            words = ngettext("{n} more row", "{n} more rows", len(more)).format(n=number(len(more)))
            with st.expander(as_text(words), key="more_own_originals"):
                html.table(_("Contributing or only sharing"), columns, more)


def _answer(found: pd.DataFrame) -> str:
    own, every = int((found["standing"] == "originals").sum()), len(found)
    return ngettext(
        "{own} of {n} mission or office with posts publishes original posts of its own",
        "{own} of {n} missions and offices with posts publish original posts of their own",
        every,
    ).format(own=number(own), n=number(every))


def _others(found: pd.DataFrame) -> str:
    shared, by_others = (int((found["standing"] == name).sum()) for name in ("shared", "by_others"))
    sentences = [
        _("Only posts of the office’s accounts are its own. Posts by staff, partners and the public count as others’."),
        ngettext("{n} office only shares.", "{n} offices only share.", shared).format(n=number(shared))
        if shared
        else "",
        ngettext("{n} has posts by others only.", "{n} have posts by others only.", by_others).format(
            n=number(by_others)
        )
        if by_others
        else "",
    ]
    return " ".join(filter(None, sentences))


def _row(row: dict[Any, Any], largest: float) -> tuple[Any, ...]:
    names = {
        "originals": _("Own original posts"),
        "shared": _("Own shared posts and replies"),
        "by_others": _("Posts by others"),
    }
    words = listed(_("{name}: {value}").format(name=names[part], value=number(row[part])) for part in PARTS)
    return (
        mission_link(row["mission"]),
        html.parts([float(row[part]) for part in PARTS], largest, words),
        *(number(row[part]) for part in PARTS),
    )
