"""Advice for a mission has its numbers and an interval, or says why there is none."""

from __future__ import annotations

from dashboard.wording import advice
from metrics.analyses.mission_profile import Formats, Share

EVENTS = Share("events", 0.6, 0.5, 0.7, 0.3, 80)
LANGUAGE = Share("language", 0.02, 0.01, 0.05, 0.2, 80)
FORMATS = Formats("video", (0.04, 0.06), "photo", (0.01, 0.02))


def test_each_piece_has_its_interval_and_what_it_is_held_against() -> None:
    given = advice.advice([EVENTS, LANGUAGE], FORMATS, {"video": "Video", "photo": "Photo"})
    assert [title for title, _text in given] == [
        "Use this format more: Video.",
        "Post between the events, too.",
        "Try a second language.",
    ]
    assert given[0][1] == "Its engagement rate by followers is 4.0% to 6.0%; that of “Photo” is 1.0% to 2.0%."
    assert "60% of its posts fell on days with an event (50% to 70%); in other missions 30%." in given[1][1]
    assert advice.finding(given, [EVENTS], FORMATS, 80) == "What its own numbers suggest"


def test_what_is_within_chance_is_no_advice() -> None:
    usual = Share("events", 0.3, 0.2, 0.4, 0.3, 80)
    assert not advice.advice([usual], None, {})
    assert advice.finding([], [usual], None, 80) == "Nothing stands out clearly enough to advise"
    assert advice.finding([], [], None, 29) == "Not enough posts to advise"
