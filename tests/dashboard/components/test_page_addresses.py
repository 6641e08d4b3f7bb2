"""The name of a page opens it, in any language; a word that is no page gets a list of those that are."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from starlette.responses import PlainTextResponse

from dashboard import pages
from dashboard.components.page import PAGES
from dashboard.components.page_addresses import PageAddresses

STREAMLIT = "what Streamlit answers"
BROWSER = {"accept": "text/html,*/*", "accept-language": "en-GB"}


@dataclass
class Answer:
    """What a server sent."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""


def get(asked: str, **headers: str) -> Answer:
    """Ask for an address as a browser does."""
    pages.every()
    answer, parts = Answer(), urlsplit(asked)
    sent = BROWSER | {name.replace("_", "-"): value for name, value in headers.items()}
    request = {
        "type": "http",
        "method": "GET",
        "path": unquote(parts.path),
        "query_string": parts.query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            answer.text += message["body"].decode()

    asyncio.run(PageAddresses(PlainTextResponse(STREAMLIT))(request, receive, send))
    return answer


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/imports", "/data"),
        ("/Imports?campaign=all&lang=fr", "/data?campaign=all&lang=fr"),
        ("/published-figures", "/claims"),
        ("/Published%20figures", "/claims"),
        ("/publications", "/posts"),
        ("/importaciones", "/data"),
        ("/overview", "/"),
        ("/vue-d-ensemble", "/"),
    ],
)
def test_the_name_of_a_page_leads_to_it(asked: str, address: str) -> None:
    answer = get(asked)
    assert (answer.status, answer.headers.get("location")) == (307, address), answer.text[:100]


@pytest.mark.parametrize(
    "asked",
    ["/", *(f"/{address}" for address in PAGES), "/_stcore/health", "/static/js/main.js", "/favicon.png", "/a/b"],
)
def test_all_else_is_answered_as_before(asked: str) -> None:
    assert get(asked).text == STREAMLIT


def test_what_is_no_page_is_answered_as_before() -> None:
    assert get("/imports", accept="*/*").text == STREAMLIT


@pytest.mark.parametrize(
    ("lang", "sentence", "link"),
    [
        ("en", "There is no page “&lt;b&gt;odd”. These are the pages:", '<a href="/data">Imports</a>'),
        ("fr", "Il n’y a pas de page « &lt;b&gt;odd ». Voici les pages :", '<a href="/data">Importations</a>'),
        ("es", "No existe la página «&lt;b&gt;odd». Estas son las páginas:", '<a href="/data">Importaciones</a>'),
    ],
)
def test_a_word_that_is_no_page_is_answered_with_the_pages(lang: str, sentence: str, link: str) -> None:
    for answer in (get(f"/%3Cb%3Eodd?lang={lang}"), get("/%3Cb%3Eodd", accept_language=lang)):
        assert answer.status == 404
        assert sentence in answer.text.replace("\u202f", " ").replace("\u00a0", " "), answer.text
        assert link in answer.text
        assert "steward" not in answer.text, "not everybody sees it"
