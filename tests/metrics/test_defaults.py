"""Nothing is open because somebody forgot to close it: what decides on disclosure has no default, or one that hides."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace

import pytest

from metrics import DIMENSIONS, METRICS, disclosure, measure
from metrics.bases import BASES, Base
from metrics.engine import engine
from metrics.model import Dimension, Role
from metrics.protection import Pattern
from metrics.quality import CHECKS, Check

ROLES = {
    Role.VOICE: {"contributor_type"},
    Role.PUBLISHER: {"account_type", "contributor"},
    Role.PLACE: {"mission", "region", "country"},
    Role.TIME: {"day", "week", "month", "hour", "weekday"},
    Role.STORY_PLACE: set(),
    Role.NEUTRAL: {"campaign", "platform", "language", "media_type", "post_kind", "hashtag", "theme", "photo"},
}


def test_every_dimension_states_its_role_and_none_has_one_by_default():
    (role,) = (field for field in fields(Dimension) if field.name == "role")
    assert (role.default, role.default_factory) == (MISSING, MISSING)
    assert {kind: {name for name, each in DIMENSIONS.items() if each.role is kind} for kind in Role} == ROLES


@pytest.mark.parametrize("role", ["", "places", None])
def test_a_role_that_does_not_exist_is_no_role(role):
    with pytest.raises(ValueError, match="is not a valid Role"):
        replace(DIMENSIONS["theme"], role=role)


def test_what_reads_whose_voice_it_is_tells_it_whatever_its_role():
    assert {"contributor_type", "contributor"} == disclosure.VOICES


def test_which_items_of_a_base_may_be_counted_is_always_said():
    (only,) = (field for field in fields(Base) if field.name == "only")
    assert (only.default, only.default_factory) == (MISSING, MISSING)
    assert all(base.persons_unit for base in BASES.values() if not base.person)


def test_a_check_tells_whatever_its_condition_reads():
    told = {name: check.tells for name, check in CHECKS.items() if check.posts}
    assert told["mission_unknown"] == {"mission"}
    assert told["contributor_type_unknown"] == {"contributor_type", "contributor"}
    assert told["falling_counts"] == {"platform"}
    hidden = Check("quiet", "Quiet", "", "", posts="engagement = 0", among="country = 'KEN' AND language IN ('sw', 'en')")
    assert hidden.tells == {"country", "language"}
    assert not hidden.has_list


def test_a_row_on_which_nothing_was_decided_is_hidden(house, monkeypatch):
    for account in range(40):
        house.post({"shares": 1}, account=f"a{account}", mission=("KEN", "JOR")[account % 2], contributor_type="staff")
    house.publish()
    asked = {"metrics": ["posts", "shares"], "by": ["mission", "contributor_type"]}
    assert measure(**asked)["shares"].notna().all()
    decided = Pattern.rows

    def forgetful(self, question, read=()):
        rows = decided(self, question, read)
        return rows if self is first else {}

    first = next(disclosure._patterns(METRICS["shares"], engine()))
    monkeypatch.setattr(Pattern, "rows", forgetful)
    answer = measure(**asked)
    assert answer["shares"].isna().all()
    assert answer["posts"].notna().all()

