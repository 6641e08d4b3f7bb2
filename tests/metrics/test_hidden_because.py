"""Why a number is hidden is the reason that applied, as far as it may be said; which cell is the small one is never said."""

from __future__ import annotations

import json

import pytest

from metrics import Kind, Metric, measure
from metrics.disclosure import FEW, NARROW_SELECTION, PLACES_OF_VOICES


@pytest.fixture
def places(house):
    """Staff and migrants of two missions, few of them in Jordan."""
    for mission, people in (("KEN", 30), ("JOR", 4)):
        for voice in ("staff", "migrant"):
            for number in range(people):
                kind = {"mission": mission, "mission_kind": "country", "contributor_type": voice}
                house.post({"shares": 1}, account=f"{mission}{voice}{number}", platform=("twitter", "facebook")[number % 2], **kind)
    house.publish()


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ({"by": ["mission", "contributor_type"]}, FEW),
        ({"where": {"mission": "JOR", "contributor_type": "staff"}}, FEW),
        ({"by": ["mission", "contributor_type"], "where": {"platform": "twitter"}}, NARROW_SELECTION),
        ({"where": {"mission": "KEN", "contributor_type": "staff"}, "as_of": "2014-12-31"}, NARROW_SELECTION),
    ],
)
def test_the_reason_is_the_one_that_applied(places, question, reason):
    answer = measure(["posts", "shares"], **question)
    assert answer.attrs["suppressed"]
    assert answer.attrs["hidden_because"] == {"posts": reason, "shares": reason}
    assert json.loads(json.dumps(answer.attrs))["hidden_because"]["posts"] == reason
    assert any("Fewer than 10 people" in text for text in answer.attrs["warnings"]) == (reason is FEW)


def test_over_missions_which_are_offices_nobody_says_that_they_are_too_few_people(places):
    answer = measure(["posts", "missions"], "contributor_type")
    assert answer["posts"].notna().all()
    assert answer.attrs["hidden_because"] == {"missions": PLACES_OF_VOICES}
    assert not any("Fewer than 10 people" in text for text in answer.attrs["warnings"])
    narrow = measure("missions", where={"contributor_type": "staff", "platform": "twitter"})
    assert narrow.attrs["hidden_because"] == {"missions": NARROW_SELECTION}


def test_a_metric_that_reads_voices_itself_has_its_reason(places):
    own = Metric("of_migrants", "Of migrants", "sum(items) filter (where contributor_type = 'migrant')", Kind.COUNT, "posts", "")
    assert measure(own, "mission").attrs["hidden_because"] == {"of_migrants": PLACES_OF_VOICES}


def test_what_is_shown_has_no_reason_to_be_hidden(places):
    assert measure("posts", "mission").attrs["hidden_because"] == {}
