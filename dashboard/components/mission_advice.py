"""What a mission can do next: advice from its own posts, each with its numbers and an interval."""

from __future__ import annotations

import streamlit as st

from dashboard import queries
from dashboard.components import address, cards, html, mission_facts, these_posts
from dashboard.components.markdown import as_text
from dashboard.i18n import _
from dashboard.wording import advice as wording
from metrics import Selection


@cards.show_reason_on_error
def card(code: str, where: Selection, posts: int) -> None:
    """Draw the advice for a mission, or why there is none.

    Args:
        code: The mission.
        where: The selection.
        posts: The posts of the mission.
    """
    shares, formats = mission_facts.shares(code, where), mission_facts.formats(code, where)
    advice = wording.advice(shares, formats, queries.names("media_type"))
    with st.container(border=True, key="card_next", gap="small"):
        st.caption(_("What to do next"))
        st.header(as_text(wording.finding(advice, shares, formats, posts)), anchor=False)
        if advice:
            st.markdown("\n".join(f"- **{as_text(title)}** {as_text(text)}" for title, text in advice))
        else:
            html.inline(
                [
                    html.link(_("What worked in all missions"), address.link("engagement", mission="", region="")),
                    html.link(
                        _("The posts of this mission with most engagement"),
                        these_posts.link(mission=code, order="engagement"),
                    ),
                ]
            )
        st.caption(as_text(wording.conditions()))
