"""Addresses that people type: the name of a page in any language opens it, and any other word gets a list of the pages.

Streamlit answers an address that it does not know with its first page, which looks as if that were the one asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse, RedirectResponse

from dashboard.components.page import PAGES, Page
from dashboard.i18n import LANGUAGES, _, speaking
from dashboard.i18n.names import sort_key

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_LONGEST: Final = 80
_PAGE: Final = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body {{ font: 1rem/1.6 sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark; }}</style>
<h1>{title}</h1>
<p>{sentence}</p>
<ul>{links}</ul>
</html>"""


class PageAddresses:
    """Send the name of a page to its address, and answer a word that is no page with a list of the pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a page that has another address, or none; pass on any other."""
        answer = _answer(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        await (answer or self._app)(scope, receive, send)


def _answer(scope: Scope) -> HTMLResponse | RedirectResponse | None:
    """Return the answer to a request for what is no address of a page; None for all that Streamlit answers."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    root = scope.get("root_path", "")
    word = scope["path"].removeprefix(root).strip("/")
    is_a_word = word and "/" not in word and "." not in word and not word.startswith("_")
    if not is_a_word or word in PAGES or "text/html" not in headers.get(b"accept", ""):
        return None
    query = scope["query_string"].decode("latin-1")
    address = named(word[:_LONGEST])
    if address is not None:
        return RedirectResponse(f"{root}/{address}{f'?{query}' if query else ''}")
    return HTMLResponse(_list(word[:_LONGEST], root, language_asked(scope)), status_code=404)


def language_asked(scope: Scope) -> str:
    """Return the language of an answer: that of the address, or else the first that the browser asks for."""
    asked = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")[:2]
    language = (*parse_qs(scope["query_string"].decode("latin-1")).get("lang", ()), asked)[0]
    return language if language in LANGUAGES else "en"


def named(word: str) -> str | None:
    """Return the address of the page with a name in one of the languages; None if none has it."""
    return _names(PAGES.values()).get(_plain(word))


def _names(pages: Iterable[Page]) -> Mapping[str, str]:
    """Return the addresses of pages by their names in every language, as `_plain` writes them."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            found |= {_plain(page.title()): page.address for page in pages if page.is_for_everybody}
    return found


def _plain(name: str) -> str:
    """Return a name in small letters without accents, with hyphens between its words."""
    return re.sub(r"[\W_]+", "-", sort_key(name)).strip("-")


def _list(word: str, root: str, language: str) -> str:
    with speaking(language):
        links = (
            f'<li><a href="{escape(f"{root}/{page.address}")}">{escape(page.title())}</a></li>'
            for page in sorted(PAGES.values(), key=lambda page: (page.group, page.place))
            if page.is_for_everybody
        )
        sentence = _("There is no page “{name}”. These are the pages:").format(name=word)
        return _PAGE.format(
            language=language, title=escape(_("No such page")), sentence=escape(sentence), links="".join(links)
        )
