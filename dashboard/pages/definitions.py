"""Definitions: what each number means, what it is not, and how to use it, by AMEC stage."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import cache
from html import escape
from typing import Final

import streamlit as st

from dashboard.components.heading import heading
from dashboard.components.page import Group, Page
from dashboard.i18n import LANGUAGES, _, ngettext, number, speaking
from metrics.definitions import glossary
from metrics.definitions.glossary import Chapter, Entry

PAGE: Final = Page(
    "definitions",
    lambda: _("Definitions"),
    lambda: _("What does this number mean?"),
    Group.DATA,
    1,
    keeps={"find": ""},
    filters=(),
    is_about_all=True,
)
FEW: Final = 3
"""So many definitions that are found are open at once."""


def page() -> None:
    """Draw the page."""
    chapters = glossary.chapters(_)
    heading(
        _answer(chapters),
        lead=_("What each number means and how to use it. Pages, files and queries all use these definitions."),
    )
    st.html(_ladder(chapters))
    asked = (
        st.text_input(_("Search the definitions"), key="find", icon=":material/search:", persist_state="session") or ""
    )
    found = [each for chapter in chapters if (each := _matching(chapter, asked)).groups or not asked]
    if not found:
        st.info(_("No definition matches. Try a single word, such as reach."), icon=":material/search_off:")
    is_open = bool(asked) and sum(map(_count, found)) <= FEW
    for chapter in found:
        # A card is folded to its title on a phone; what was searched for is in sight.
        with st.container(key=f"{'found' if asked else 'card'}_chapter_{chapter.name}", gap="small"):
            st.header(chapter.title, anchor=chapter.name)
            st.caption(chapter.text)
            st.html(_table(chapter, is_open))


def _answer(chapters: tuple[Chapter, ...]) -> str:
    dimensions = _count(chapters[-1])
    counted = sum(map(_count, chapters[:-1]))
    return _("{metrics} and {dimensions}, each with one definition").format(
        metrics=ngettext("{n} metric", "{n} metrics", counted).format(n=number(counted)),
        dimensions=ngettext("{n} dimension", "{n} dimensions", dimensions).format(n=number(dimensions)),
    )


def _count(chapter: Chapter) -> int:
    return sum(len(group.entries) for group in chapter.groups)


def _table(chapter: Chapter, is_open: bool) -> str:
    """Return the definitions of a chapter as HTML: one line each, which opens."""
    lines = "".join(_line(entry, is_open) for group in chapter.groups for entry in group.entries)
    return f'<div class="definitions">{lines}</div>'


def _line(entry: Entry, is_open: bool) -> str:
    meaning = f"<p>{escape(entry.meaning)}</p>" if entry.meaning != entry.sentence else ""
    further = "".join(_fact(name, text) for name, text in (*entry.further, (_("Name in queries"), f"`{entry.name}`")))
    return (
        f'<details id="{escape(entry.name)}"{" open" if is_open else ""}><summary><b>{escape(entry.title)}</b>'
        f"<span>{escape(entry.sentence)}</span><small>{escape(entry.unit)}</small></summary>"
        f"<div>{meaning}{further}</div></details>"
    )


def _fact(name: str, text: str) -> str:
    shown = escape(text.strip("`"))
    shown = f"<code>{shown}</code>" if text.startswith("`") else shown
    return f"<p><b>{escape(name)}:</b> {shown}</p>" if name else f"<p>{shown}</p>"


def _ladder(chapters: tuple[Chapter, ...]) -> str:
    """Return the AMEC stages as HTML, each with the number of its metrics."""
    stages = "".join(_stage(chapter) for chapter in chapters if chapter.name != "dimensions")
    about = _("AMEC’s stages for evaluating communication. A result at one stage does not prove the next.")
    return f'<ol class="ladder">{stages}</ol><p class="ladder-note">{escape(about)}</p>'


def _stage(chapter: Chapter) -> str:
    count = _count(chapter)
    metrics_counted = (
        ngettext("{n} metric", "{n} metrics", count).format(n=number(count)) if count else _("not measured here")
    )
    empty = "" if count else ' class="empty"'
    return (
        f'<li{empty}><a href="#{chapter.name}">{escape(chapter.title)}</a><span>{escape(metrics_counted)}</span></li>'
    )


def _matching(chapter: Chapter, asked: str) -> Chapter:
    """Return a chapter with the definitions that contain every word, in any language, case and with any accents."""
    words = _plain(asked).split()
    texts = _searched()
    groups = [
        replace(group, entries=tuple(each for each in group.entries if all(word in texts[each.name] for word in words)))
        for group in chapter.groups
    ]
    return replace(chapter, groups=tuple(group for group in groups if group.entries))


@cache
def _searched() -> dict[str, str]:
    """Return the texts of each definition in all languages, without accents and in lower case, by its name."""
    found: dict[str, str] = {}
    for code in LANGUAGES:
        with speaking(code):
            for chapter in glossary.chapters(_):
                for entry in (each for group in chapter.groups for each in group.entries):
                    found[entry.name] = f"{found.get(entry.name, '')} {_plain(f'{entry.title} {entry.text}')}"
    return found


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
