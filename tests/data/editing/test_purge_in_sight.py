"""What is withdrawn is on no page, in no answer and no line of the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cli import main
from dashboard.pages import every
from data.editing.purge import purge
from data.privacy.pseudonyms import key, pseudonym
from data.store.warehouse import Warehouse
from metrics import DIMENSIONS, Selection, VoicesNotShown, measure
from metrics.compiler import engine
from tests.support.pages import look as look_at
from tests.support.pages import unfolded
from tests.support.withdrawn import CONSENT, HANDLE, MARKS, WORDS, in_bytes


def shown(name: str) -> str:
    """Everything that a page sends to the browser."""

    def texts(node: Any) -> Iterator[str]:
        yield str(getattr(node, "proto", ""))
        for child in getattr(node, "children", {}).values():
            yield from texts(child)

    return "\n".join(texts(unfolded(look_at(name))._tree))


@pytest.mark.long
def test_no_page_answer_or_terminal_shows_it(
    full: Warehouse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(full.directory))
    pages = [module.PAGE.address for module in every()]
    assert WORDS in shown("posts"), "the test can find it"

    def everywhere() -> Iterator[str]:
        yield from map(shown, pages)
        for dimension in DIMENSIONS:
            try:
                yield measure(["photo_votes" if dimension == "photo" else "posts"], [dimension]).to_csv()
            except VoicesNotShown as refused:
                yield str(refused)
        for command in ("imports", "rejects", "check", "claims", "measure posts --by hashtag", f"purge {CONSENT}"):
            main(command.split())
            yield "".join(capsys.readouterr())
        yield str(engine.engine(full.directory).query("SELECT * FROM audit", {}).to_pylist())

    purge(CONSENT, full)
    author = pseudonym("twitter", HANDLE, key(full.directory))
    for text in everywhere():
        assert not [mark for mark in (*MARKS, author) if mark in text]


def test_the_data_page_says_what_goes_and_erases_it_once_it_is_confirmed(
    full: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(full.directory))
    app = look_at("data")

    def press(label: str) -> None:
        next(each for each in app.button if each.label == label).click().run()
        assert not app.exception, [each.message for each in app.exception]

    def enter(name: str) -> None:
        next(each for each in app.text_input if each.label.startswith("ID of a consent")).set_value(name)
        press("Find")

    enter("consent-unknown")
    assert app.error[0].value.startswith("No consent, story, photo or post has this ID or link")
    enter(CONSENT)
    assert "To be erased: 1 consent, 1 story, 1 photo, 1 post and the cells of 3 rejected rows." in [
        each.value for each in app.markdown
    ]
    assert in_bytes(full) == set(MARKS), "nothing goes before it is confirmed"
    press("Erase permanently")
    assert in_bytes(full) == set()
    enter(CONSENT)
    assert "Nothing is left to erase" in app.info[-1].value


@pytest.mark.long
def test_a_dashboard_forgets_what_it_answered_from_an_earlier_version(
    full: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard import queries, remembered

    monkeypatch.setenv("REACH_WAREHOUSE", str(full.directory))
    queries.latest(["posts"], ["mission"])
    assert queries._measured.cache_info().currsize > 0  # type: ignore[attr-defined]
    purge(CONSENT, full)
    remembered.version()
    assert queries._measured.cache_info().currsize == 0  # type: ignore[attr-defined]
    assert queries.ask(["stories"], (), Selection())["stories"][0] == 1
