"""The head of a page: the question it answers, the answer in one sentence, and what is counted."""

from __future__ import annotations

import streamlit as st

from dashboard import queries
from dashboard.components import filters, scope
from dashboard.components.markdown import as_text, filled
from dashboard.components.page import PAGES
from dashboard.i18n import _, listed, ngettext, number, period
from metrics import Selection


def heading(answer: str, where: Selection | None = None, lead: str = "") -> None:
    """Draw the head of a page.

    Args:
        answer: The answer to the page's question in one sentence; the page's title if it has no answer.
        where: The selection; None if the page is about all data.
        lead: A second sentence with what the first has no room for.
    """
    page = PAGES.get(str(st.session_state.get("_path", "unknown")))
    with st.container(key="heading", gap="small"):
        if page:
            with st.container(key="question"):
                st.markdown(filled(_("{page} · {question}"), page=page.title(), question=page.question()))
        st.title(as_text(answer), anchor=False)
        if lead:
            st.markdown(as_text(lead))
        if where is None:
            return
        st.caption(as_text(described(where)))
        if where.values("campaign") and (others := scope.without_campaign(where)):
            template = ngettext(
                "{n} post without a campaign is not counted here.",
                "{n} posts without a campaign are not counted here.",
                others,
            )
            with st.container(key="without_campaign", horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(as_text(template.format(n=number(others))), width="content")
                st.button(
                    _("Show these posts"), type="tertiary", on_click=filters.show_without_campaign, key="show_others"
                )


def described(where: Selection) -> str:
    """Return a selection as a sentence, with names instead of codes."""
    campaigns = [scope.title(where)] if where.values("campaign") else [_("All posts")]
    parts = [*campaigns, period(*filters.period())]
    for name, values in where.where:
        if name == "campaign":
            continue
        named = queries.names(name)
        parts.append(
            _("{name}: {value}").format(
                name=queries.titled(name), value=listed(named.get(value, value) for value in values)
            )
        )
    return " · ".join(parts)
