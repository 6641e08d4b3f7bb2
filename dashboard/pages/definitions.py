"""Definitions: what each number means, what it is not, and how to use it, by AMEC stage."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from html import escape
from typing import Final

import streamlit as st

from dashboard.components.heading import heading
from dashboard.components.page import Group, Page
from dashboard.i18n import _, ngettext, number
from metrics.definitions import glossary
from metrics.definitions.glossary import Chapter, Entry

PAGE: Final = Page(
    "definitions",
    lambda: _("Definitions"),
    lambda: _("What does this number mean?"),
    Group.DATA,
    1,
    keeps={"find": ""},
    is_filtered=False,
    is_about_all=True,
    is_as_of_today=True,
)


def page() -> None:
    """Draw the page."""
    heading(_("Definitions"))
    st.caption(_("What each number means and how to use it. Pages, files and queries all use these definitions."))
    chapters = glossary.chapters(_)
    st.html(_ladder(chapters))
    asked = (
        st.text_input(_("Search the definitions"), key="find", icon=":material/search:", persist_state="session") or ""
    )
    found = [each for chapter in chapters if (each := _matching(chapter, asked)).groups or not asked]
    if not found:
        st.info(_("No definition matches. Try a single word, such as reach."), icon=":material/search_off:")
    for chapter in found:
        st.header(chapter.title, anchor=chapter.name)
        st.markdown(chapter.text)
        for group in chapter.groups:
            if group.title:
                st.caption(f"**{group.title}.** {group.text}")
            for entry in group.entries:
                _entry(entry)


def _entry(entry: Entry) -> None:
    with st.container(border=True, key=f"entry_{entry.name}", gap="small"):
        st.subheader(entry.title, anchor=entry.name)
        st.markdown(entry.text)


def _ladder(chapters: tuple[Chapter, ...]) -> str:
    """Return the AMEC stages as HTML, each with the number of its metrics."""
    stages = "".join(_stage(chapter) for chapter in chapters if chapter.name != "dimensions")
    about = _("AMEC’s stages for evaluating communication. A result at one stage does not prove the next.")
    return f'<ol class="ladder">{stages}</ol><p class="ladder-note">{escape(about)}</p>'


def _stage(chapter: Chapter) -> str:
    count = sum(len(group.entries) for group in chapter.groups)
    metrics_counted = (
        ngettext("{n} metric", "{n} metrics", count).format(n=number(count)) if count else _("not measured here")
    )
    empty = "" if count else ' class="empty"'
    return (
        f'<li{empty}><a href="#{chapter.name}">{escape(chapter.title)}</a><span>{escape(metrics_counted)}</span></li>'
    )


def _matching(chapter: Chapter, asked: str) -> Chapter:
    """Return a chapter with the definitions that contain every word, in any case and with or without accents."""
    words = _plain(asked).split()
    groups = [
        replace(
            group,
            entries=tuple(
                each for each in group.entries if all(word in _plain(f"{each.title} {each.text}") for word in words)
            ),
        )
        for group in chapter.groups
    ]
    return replace(chapter, groups=tuple(group for group in groups if group.entries))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
