"""The sentences to quote, in three languages."""

from __future__ import annotations

import re

import pytest

from data.store.warehouse import Warehouse
from tests.support.pages import look


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


@pytest.mark.parametrize(("spoken", "order"), [("en", "en fr es"), ("fr", "fr en es"), ("es", "es en fr")])
def test_the_sentence_in_the_readers_own_language_stands_first(spoken: str, order: str) -> None:
    quoted = " ".join(str(each.proto.body) for each in look("say", lang=spoken).get("html"))
    assert re.findall(r'blockquote class="quote" lang="(\w\w)"', quoted)[:3] == order.split()
