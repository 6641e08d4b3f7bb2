"""The version of the last visit comes from the reader's browser, and whatever else stands in the cookie is ignored."""

from __future__ import annotations

import time

import pytest
from streamlit.runtime.context import ContextProxy

from dashboard.components import last_visit
from dashboard.components.last_visit import PAUSE, version_seen

HOUR = int(time.time() // 3600)


@pytest.mark.parametrize(
    ("cookie", "seen"),
    [
        (f"5-{HOUR}-3", 3),
        (f"5-{HOUR - PAUSE}-3", 5),
        (f"5-{HOUR}-0", None),
        (f"9-{HOUR - PAUSE}-3", None),
        ("", None),
        ("5", None),
        (f"5-{HOUR}-3; DROP TABLE posts", None),
        ("٣-٣-٣", None),
        ("-1--1--1", None),
        ("9" * 5_000, None),
    ],
)
def test_the_version_of_the_visit_before(cookie: str, seen: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_visit, "version", lambda: ("", 7))
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _self: {"reach_seen": cookie}))
    assert version_seen() == seen
