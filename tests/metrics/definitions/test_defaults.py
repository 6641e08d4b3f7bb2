"""Nothing is open because somebody forgot to close it: what decides on disclosure has no default, or one that hides."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace

import pytest

from metrics import DIMENSIONS, Kind, Metric, VoicesNotShown, measure
from metrics.analyses.quality_checks import CHECKS, Check, Harm
from metrics.compiler.expressions import columns, dimension_expression
from metrics.definitions.fact_tables import FactTable
from metrics.definitions.model import Dimension, Role
from metrics.disclosure import voices

ROLES = {
    Role.VOICE: {"contributor_type"},
    Role.PUBLISHER: {"account_type", "account", "contributor"},
    Role.PLACE: {"mission", "region", "country"},
    Role.TIME: {"day", "week", "month", "hour", "weekday"},
    Role.STORY_PLACE: set(),
    Role.NEUTRAL: {
        "campaign",
        "platform",
        "language",
        "media_type",
        "post_kind",
        "hashtag",
        "theme",
        "thematic_area",
        "photo",
    },
}


def test_every_dimension_states_its_role_and_none_has_one_by_default():
    (role,) = (field for field in fields(Dimension) if field.name == "role")
    assert (role.default, role.default_factory) == (MISSING, MISSING)
    assert {kind: {name for name, each in DIMENSIONS.items() if each.role is kind} for kind in Role} == ROLES


@pytest.mark.parametrize("role", ["", "places", None])
def test_a_role_that_does_not_exist_is_no_role(role):
    with pytest.raises(ValueError, match="is not a valid Role"):
        replace(DIMENSIONS["theme"], role=role)


def test_no_dimension_reads_whose_voice_it_is_but_those_whose_role_says_so():
    read = {name: columns(dimension_expression(name)) for name in DIMENSIONS}
    of_voices = {"contributor_type", "contributor_basis", "posted_on_behalf", "consent"}
    assert {name for name in read if read[name] & of_voices} == set(voices.VOICES)


def test_which_items_of_a_base_may_be_counted_is_always_said():
    (only,) = (field for field in fields(FactTable) if field.name == "only")
    assert (only.default, only.default_factory) == (MISSING, MISSING)


def test_a_check_tells_whatever_its_condition_reads():
    dimensions = {name: check.tells for name, check in CHECKS.items() if check.posts}
    assert dimensions["mission_unknown"] == {"mission"}
    assert dimensions["contributor_type_unknown"] == {"contributor_type"}
    assert dimensions["falling_counts"] == {"platform"}
    places = Check(
        "quiet",
        "Quiet",
        "",
        "",
        Harm.INCOMPLETE,
        "",
        (),
        posts="engagement = 0",
        among="country = 'KEN' AND language IN ('sw', 'en')",
    )
    assert places.tells == {"country", "language"}
    assert places.has_list
    of_voices = Check(
        "heard", "Heard", "", "", Harm.INCOMPLETE, "", (), posts="engagement = 0", among="contributor_type = 'migrant'"
    )
    assert not of_voices.has_list


def test_a_table_on_which_nothing_was_decided_is_not_told(house):
    for account in range(40):
        house.post({"shares": 1}, account=f"a{account}", mission=("KEN", "JOR")[account % 2], contributor_type="staff")
    house.publish()
    assert measure(["posts", "shares"], "contributor_type")["posts"].tolist() == [40]
    house.con.execute("UPDATE told_sums SET measure = 'forgotten'")
    house.publish(decide=False)
    answer = measure(["posts", "shares"], "contributor_type")
    assert (answer["posts"].tolist(), answer["shares"].isna().all()) == ([40], True)
    house.con.execute("DELETE FROM told_voices")
    house.publish(decide=False)
    with pytest.raises(VoicesNotShown, match="too few posts by others"):
        measure("posts", "contributor_type")


def test_a_metric_that_is_not_known_to_be_safe_is_not_told(house):
    house.post({"shares": 1}).publish()
    unheard = Metric("unheard", "Unheard of", "avg(shares)", Kind.RATIO, "shares per post", "")
    with pytest.raises(VoicesNotShown, match="Unheard of: not available by contributor type"):
        measure(unheard, "contributor_type")
