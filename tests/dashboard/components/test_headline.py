"""The first page that the server sends holds the answer of the Overview, so that a slow line need not wait for scripts."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from starlette.responses import HTMLResponse

from dashboard.components.headline import Headline
from data.store.warehouse import Warehouse
from tests.conftest import Imported

EMPTY_PAGE = '<!doctype html><html><body><div id="root"></div></body></html>'
BROWSER = {"accept": "text/html,application/xhtml+xml"}


class Answer(NamedTuple):
    """What a server sends."""

    headers: dict[bytes, bytes]
    text: str


def get(address: str, status: int = 200, **headers: str) -> Answer:
    """Return what a server sends that has the same page for every address, as Streamlit has."""
    path, _mark, query = address.partition("?")
    named = {name.replace("_", "-"): value for name, value in (BROWSER | headers).items()}
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    page = HTMLResponse(EMPTY_PAGE, status_code=status, headers={"etag": "x"})
    asyncio.run(Headline(page)(scope, receive, send))
    text = b"".join(each.get("body", b"") for each in sent[1:]).decode()
    found = dict(sent[0]["headers"])
    assert int(found[b"content-length"]) == len(text.encode())
    return Answer(found, text)


def test_the_answer_stands_in_the_page(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    answer = get("/")
    assert "#MigrationMeans passed its target: 4,437 posts against 4,000" in answer.text
    assert "Also counted: 1,853 contributors, 52 missions and 43,475 engagements." in answer.text
    assert "Synthetic sample data: these numbers do not describe real people." in answer.text
    assert '<div id="root"></div>' in answer.text
    assert b"etag" not in answer.headers, "the page differs from one language to the next"
    french = get("/", accept_language="fr-CH, fr;q=0.9").text
    assert "#MigrationMeans a dépassé son objectif" in french
    assert 'id="headline" lang="fr"' in french
    assert 'lang="es"' in get("/?lang=es", accept_language="fr").text


def test_a_refusal_holds_no_answer(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    assert get("/", status=400).text == EMPTY_PAGE


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/?platform=facebook", {}),
        ("/?as_of=2014-12-01", {}),
        ("/reach", {}),
        ("/static/x.js", {}),
        ("/", {"accept": "*/*"}),
        ("/", {"if_none_match": "x"}),
    ],
)
def test_other_views_are_sent_as_they_are(
    sample: Warehouse, monkeypatch: pytest.MonkeyPatch, address: str, headers: dict[str, str]
) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    assert get(address, **headers).text == EMPTY_PAGE


def test_without_data_the_page_is_sent_as_it_is(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (tmp_path / "missing", warehouse.directory):
        monkeypatch.setenv("REACH_WAREHOUSE", str(folder))
        assert get("/").text == EMPTY_PAGE


def test_a_damaged_pointer_does_not_stop_the_page(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    (warehouse.directory / "CURRENT").write_text("no version", encoding="utf-8")
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))
    assert get("/").text == EMPTY_PAGE


def test_a_hostile_campaign_is_shown_as_it_stands(imported: Imported, monkeypatch: pytest.MonkeyPatch) -> None:
    row = "Twitter,1,2014-08-19 10:00,General public,<script>alert(1)</script><img src=x>"
    data = imported({"posts.csv": f"Platform,Post ID,Posted at,Contributor type,Campaign\n{row}\n"})
    monkeypatch.setenv("REACH_WAREHOUSE", str(data.directory))
    text = get("/").text
    assert "img_src_x" in text
    assert "<script>alert" not in text
    assert "<img" not in text
