"""Tables and short lists in HTML: real text that can be read aloud, copied, printed and sorted by eye.

Every text is escaped, unless it is `Html` made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, NamedTuple

import streamlit as st


class Html(str):
    """A text that is HTML already, so that it is not escaped again."""


class Column(NamedTuple):
    """A column of a table: its title, and whether it has numbers, which stand on the right."""

    title: str
    is_number: bool = False


def text(value: Any) -> Html:
    """Return a value as HTML that shows it unchanged."""
    return value if isinstance(value, Html) else Html(escape(str(value)))


def link(words: Any, address: str) -> Html:
    """Return a link to another view of the dashboard, which opens in its place."""
    return Html(f'<a href="{escape(address)}" target="_self">{text(words)}</a>')


def under(first: Any, second: Any) -> Html:
    """Return two lines, the second smaller."""
    return Html(f"{text(first)}<br><small>{text(second)}</small>")


def strong(words: Any) -> Html:
    """Return words that stand out."""
    return Html(f"<strong>{text(words)}</strong>")


def sentence_with_link(sentence: Any, words: Any, address: str) -> Html:
    """Return a sentence, and after it a link to another view."""
    return Html(f"{text(sentence)} {link(words, address)}")


def parts(values: Sequence[float], largest: float, words: str) -> Html:
    """Return a bar in parts.

    Args:
        values: The parts, from left to right; each place has a colour of its own.
        largest: What a bar of the whole width stands for.
        words: What the bar says, for those who cannot see it.
    """
    spans = "".join(
        f'<i class="part{place}" style="width:{100 * value / largest:.1f}%"></i>'
        for place, value in enumerate(values)
        if value and largest
    )
    return Html(f'<span class="parts" role="img" aria-label="{escape(words)}">{spans}</span>')


def boxes(filled: int, count: int, words: str) -> Html:
    """Return a row of boxes, one for each thing, of which the first are filled.

    Args:
        filled: How many are filled.
        count: How many there are.
        words: What they say, for those who cannot see them.
    """
    signs = '<i class="on"></i>' * filled + "<i></i>" * (count - filled)
    return Html(f'<span class="boxes" role="img" aria-label="{escape(words)}">{signs}</span>')


def table(label: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> None:
    """Draw a table.

    Args:
        label: What it shows, for those who cannot see it.
        columns: Its columns.
        rows: Its cells.
    """
    head = "".join(
        f'<th scope="col"{" class=number" if each.is_number else ""}>{text(each.title)}</th>' for each in columns
    )
    body = "".join(f"<tr>{''.join(map(_cell, columns, row))}</tr>" for row in rows)
    st.html(
        f'<div class="list" tabindex="0" role="region" aria-label="{escape(label)}"><table class="list">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def ordered(items: Iterable[Any]) -> None:
    """Draw a numbered list."""
    st.html(f'<ol class="findings">{"".join(f"<li>{text(each)}</li>" for each in items)}</ol>')


def inline(items: Iterable[Any]) -> None:
    """Draw short texts one after the other, such as names that link to a page."""
    st.html(f'<ul class="inline">{"".join(f"<li>{text(each)}</li>" for each in items)}</ul>')


def gallery(items: Iterable[tuple[str, Any, str]], placeholder: str) -> None:
    """Draw pictures side by side; each is an empty frame as long as the data have none.

    Args:
        items: For each picture what it shows, for those who cannot see it; what stands below it; its number.
        placeholder: What stands in an empty frame.
    """
    figures = "".join(
        f'<li><span class="picture" role="img" aria-label="{escape(shows)}"><span aria-hidden="true">{text(placeholder)}'
        f'</span></span><span class="about"><span>{text(about)}</span><b>{text(value)}</b></span></li>'
        for shows, about, value in items
    )
    st.html(f'<ul class="gallery">{figures}</ul>')


def _cell(column: Column, value: Any) -> str:
    return f"<td{' class=number' if column.is_number else ''}>{text(value)}</td>"
