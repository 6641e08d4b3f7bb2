"""Accounts reached, as measured: what a declared universe changes, what stays without a value, and whose voice is never
told."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from metrics import (
    METRICS,
    Assumptions,
    Kind,
    KindError,
    MeasureError,
    Metric,
    UnknownName,
    VoicesNotShown,
    answer,
    measure,
    sample_size_metric,
    total,
)
from metrics.compiler.computed import ASSUMING
from metrics.statistics import reach

LADDER = ["unique_reach_lower", "unique_reach_modelled", "unique_reach_upper", "gross_reach"]
ON_FACEBOOK = Assumptions(universe={"facebook": 100_000})
AUTHORS = {"a": (5000, [1200, 900]), "b": (800, [300, 250, 500]), "c": (12000, [2600])}


def page(house, account, followers, reaches, platform="facebook", **more):
    for each in reaches:
        house.post({"reach": each}, account=account, followers=followers, platform=platform, **more)
    return house


@pytest.fixture
def three(house):
    """Three authors on Facebook whose numbers were worked out by hand."""
    for account, (followers, reaches) in AUTHORS.items():
        page(house, account, followers, reaches)
    return house


def row(*names, **question):
    found = measure(names, **question)
    return [None if pd.isna(value) else value for value in found.iloc[0]]


def warned(words, *names, **question):
    return [warning for warning in answer(measure(names, **question)).warnings if words in warning]


def test_the_ladder_of_three_authors(three):
    three.publish()
    assert row(*LADDER, "potential_reach", assumptions=ON_FACEBOOK) == [2600, 5076, 5750, 5750, 17800]


def test_without_a_universe_there_is_no_estimate_and_the_next_step_is_named(three):
    three.publish()
    assert row(*LADDER) == [2600, None, 5750, 5750]
    (warning,) = warned("no estimate for facebook", "unique_reach_modelled")
    assert "--universe facebook=NUMBER" in warning


def test_what_was_assumed_stands_with_the_numbers_that_rest_on_it(three):
    three.publish()
    assumptions = Assumptions({"facebook": 1_000_000}, overlap="chance", within="language")
    said = "audience size: facebook 1,000,000 accounts; overlap between audiences at least as much as by chance within each language"
    assert answer(measure(["unique_reach_upper"], assumptions=assumptions)).assumptions == said
    assert answer(measure(["posts", "gross_reach"], assumptions=assumptions)).assumptions == ""
    assert answer(measure(["frequency"])).assumptions == "no audience size; any overlap between audiences"
    assert "FROM post_details" in answer(measure(["unique_reach_modelled"], assumptions=assumptions)).sql[-1]


def test_a_universe_caps_each_platform_and_another_caps_all_together(three):
    page(three, "d", 900, [700, 800], platform="instagram").publish()
    upper = "unique_reach_upper"
    assert row("unique_reach_lower", upper) == [2600, 7250]
    assert row("unique_reach_lower", upper, assumptions=Assumptions({"facebook": 5000, "instagram": 1000})) == [
        2600,
        6000,
    ]
    assert row(upper, assumptions=Assumptions({"facebook": 5000})) == [6500]
    assert row(upper, assumptions=Assumptions({"facebook": 5000, "all": 5500})) == [5500]
    assert row(upper, assumptions=Assumptions(4000)) == [4000]
    by_platform = measure(upper, by="platform", assumptions=Assumptions(4000))
    assert by_platform[upper].tolist() == [4000, 1500]


def test_across_platforms_there_is_no_estimate_but_on_each(three):
    page(three, "d", 900, [700, 800], platform="instagram").post(platform="twitter").publish()
    both = Assumptions({"facebook": 100_000, "instagram": 100_000})
    name = "unique_reach_modelled"
    assert row(name, assumptions=both) == [None]
    assert warned("no estimate across platforms", name, assumptions=both)
    assert measure(name, by="platform", assumptions=both)[name].tolist() == [5076, 878, pd.NA]
    assert not warned("no estimate", name, by=["platform"], assumptions=both)
    assert measure(name, by="platform", assumptions=ON_FACEBOOK)[name].tolist() == [5076, pd.NA, pd.NA]
    assert len(warned("no estimate for instagram", name, by=["platform"], assumptions=ON_FACEBOOK)) == 1


def test_a_number_for_all_platforms_is_no_universe_of_one(three):
    three.publish()
    assert row("unique_reach_modelled", assumptions=Assumptions(100_000)) == [None]


def test_the_assumption_of_chance_caps_what_can_be_reached(three):
    page(three, "a", 5000, [900], language="fr").publish()
    every = [900, *(each for _, reaches in AUTHORS.values() for each in reaches)]
    upper = "unique_reach_upper"
    assert row(upper, assumptions=Assumptions({"facebook": 10_000}, "chance")) == [
        round(reach.independent(every, 10_000))
    ]
    assert row(upper, assumptions=Assumptions(10_000, "chance")) == [round(reach.independent(every, 10_000))]
    stratified = round(900 + reach.independent(every[1:], 10_000))
    assert row(upper, assumptions=Assumptions({"facebook": 10_000}, "chance", "language")) == [stratified]
    assert row(upper, assumptions=Assumptions({}, "chance")) == [sum(every)]
    assert warned("the overlap assumption has no effect for facebook", upper, assumptions=Assumptions({}, "chance"))


@pytest.mark.parametrize("names", [["unique_reach_modelled"], ["unique_reach_upper"], ["frequency"]])
def test_a_universe_smaller_than_a_reach_is_an_error(three, names):
    three.post({"reach": 2600, "impressions": 2600}, platform="facebook").publish()
    sentence = r"entered for facebook \(2,599\) is smaller than the largest reach reported there \(2,600\)"
    with pytest.raises(MeasureError, match=sentence):
        measure(names, assumptions=Assumptions({"facebook": 2599}))


def test_a_universe_of_all_smaller_than_a_reach_is_an_error_too(three):
    three.publish()
    with pytest.raises(MeasureError, match=r"entered for all platforms \(2,000\)"):
        measure(["unique_reach_upper"], assumptions=Assumptions(2000))


def test_a_platform_or_dimension_that_does_not_exist_is_pointed_out(three):
    for code in ("facebook", "twitter"):
        three.insert("vocabularies", {"dimension": "platform", "code": code, "label": code})
    three.publish()
    with pytest.raises(UnknownName, match="Did you mean 'facebook'"):
        measure(["posts"], assumptions=Assumptions({"facebok": 5}))
    with pytest.raises(UnknownName, match="Did you mean 'language'"):
        measure(["unique_reach_upper"], assumptions=Assumptions(9000, "chance", "langage"))
    with pytest.raises(MeasureError, match="several values of campaign"):
        measure(["unique_reach_upper"], assumptions=Assumptions(9000, "chance", "campaign"))


def test_an_estimate_that_rests_on_no_followers_is_not_shown(house):
    page(house, "a", None, [1000, 400]).publish()
    assert row("unique_reach_lower", "unique_reach_modelled", "unique_reach_upper", assumptions=ON_FACEBOOK) == [
        1000,
        None,
        1400,
    ]
    assert warned(
        "no estimate for facebook, because followers are not reported there",
        "unique_reach_modelled",
        assumptions=ON_FACEBOOK,
    )
    assert not warned("estimate may be too low", "unique_reach_modelled", assumptions=ON_FACEBOOK)


def test_followers_on_one_platform_make_no_estimate_on_another(house):
    page(house, "a", None, [1000, 400])
    page(house, "b", 5000, [300, 200], platform="instagram").publish()
    both = Assumptions({"facebook": 100_000, "instagram": 100_000})
    found = measure("unique_reach_modelled", by="platform", assumptions=both)["unique_reach_modelled"]
    assert [None if pd.isna(each) else each for each in found] == [None, round(5000 * (1 - 0.94 * 0.96))]


def test_authors_whose_followers_are_not_known_are_taken_at_their_largest_reach(house):
    page(house, "a", None, [1000, 400])
    page(house, "b", 5000, [300]).publish()
    assert row("unique_reach_modelled", assumptions=ON_FACEBOOK) == [round(reach.independent([1000, 300], 100_000))]
    assert warned("estimate may be too low", "unique_reach_modelled", assumptions=ON_FACEBOOK)


def test_posts_of_nobody_known_are_not_posts_of_one_author(house):
    page(house, None, None, [1000, 400])
    page(house, "b", 5000, [300]).publish()
    assert row("unique_reach_modelled", assumptions=ON_FACEBOOK) == [
        round(reach.independent([1000, 400, 300], 100_000))
    ]
    assert not warned("estimate may be too low", "unique_reach_modelled", assumptions=ON_FACEBOOK)


def all_posts(house):
    """Facebook reports the reach of two posts and the impressions of a third; Twitter impressions only; Tumblr
    nothing."""
    for counts in ({"reach": 4200, "impressions": 9999}, {"reach": 3100}, {"impressions": 9000}):
        house.post(counts, platform="facebook", campaigns=["c"])
    house.post({"impressions": 700}, platform="twitter", campaigns=["c"])
    return house


ALL_POSTS = ("unique_reach_upper", "unique_reach_upper_all_posts")


def test_the_high_end_of_posts_that_report_reach_is_not_that_of_all_posts(house):
    all_posts(house).publish()
    assert row(*ALL_POSTS, "posts_that_report_reach") == [7300, 17_000, 2]
    assert answer(measure(ALL_POSTS)).n == {"unique_reach_upper": 2, "unique_reach_upper_all_posts": 4}
    for name in ALL_POSTS:
        metric = METRICS[name]
        assert "posts that report reach" in f"{metric.label} {metric.description}"
        assert metric.beside == ("posts_that_report_reach",)
    assert "posts that report reach" in METRICS["unique_reach_upper"].label
    assert "all posts" in METRICS["unique_reach_upper_all_posts"].label


def test_the_high_end_of_all_posts_has_no_value_where_nothing_ends_it(house):
    all_posts(house).post({}, platform="tumblr", campaigns=["c"]).publish()
    assert row(*ALL_POSTS) == [7300, None]
    assert row(*ALL_POSTS, assumptions=Assumptions({"facebook": 10_000})) == [7300, None]
    assert row(*ALL_POSTS, assumptions=Assumptions({"facebook": 10_000, "tumblr": 500})) == [7300, 11_200]
    assert row(*ALL_POSTS, assumptions=Assumptions(9000)) == [7300, 9000]
    assert row(*ALL_POSTS, assumptions=Assumptions({}, "chance")) == [7300, None]
    by_chance = Assumptions({"facebook": 50_000, "twitter": 50_000, "tumblr": 5}, "chance")
    capped = round(reach.independent([4200, 3100], 50_000))
    assert row(*ALL_POSTS, assumptions=by_chance) == [capped, capped + 9000 + 700 + 5]
    assert row(*ALL_POSTS, where={"platform": "linkedin"}, assumptions=Assumptions(9000)) == [None, None]
    by_campaign = measure(ALL_POSTS[1], by=["campaign", "platform"], assumptions=Assumptions({"tumblr": 500}))
    assert by_campaign[ALL_POSTS[1]].tolist() == [16_300, 500, 700]


def test_potential_reach_has_bounds_and_a_declared_audience_changes_them(three):
    page(three, "d", 900, [700], platform="instagram").publish()
    bounds = ("potential_reach", "potential_reach_lower", "potential_reach_upper")
    assert row(*bounds) == [18_700, 12_000, 18_700]
    assert row(*bounds, assumptions=Assumptions({"facebook": 15_000})) == [18_700, 12_000, 15_900]
    assert row(*bounds, assumptions=Assumptions(13_000)) == [18_700, 12_000, 13_000]
    by_platform = measure(bounds[2], by="platform", assumptions=Assumptions({"facebook": 15_000}))
    assert by_platform[bounds[2]].tolist() == [15_000, 900]
    assert answer(measure(bounds[2], assumptions=Assumptions(13_000))).assumptions.startswith(
        "audience size: all platforms 13,000"
    )


def test_an_audience_smaller_than_the_followers_of_one_account_is_left_out_and_said(three):
    three.publish()
    small = Assumptions({"facebook": 5000})
    assert row("potential_reach_upper", assumptions=small) == [17_800]
    (warning,) = warned("is ignored", "potential_reach_upper", assumptions=small)
    assert "for facebook (5,000)" in warning
    assert "12,000 followers" in warning


def test_a_social_reach_has_the_bounds_of_its_own_sum(house):
    house.insert("thunderclaps", {"thunderclap": "t1", "campaign": "means", "is_synthetic": False})
    for place, connections in enumerate((489, 952, 1204, 1321, 692)):
        given = {"thunderclap": "t1", "supporter": f"s{place}", "connections": connections, "platform": "twitter"}
        house.insert(
            "supporters", given | {"signed_up": dt.date(2014, 8, 1), "opted_out": False, "is_synthetic": False}
        )
    house.publish()
    ends = ("thunderclap_social_reach", "thunderclap_social_reach_lower", "thunderclap_social_reach_upper")
    assert row(*ends) == [4658, 1321, 4658]
    assert row(*ends, assumptions=Assumptions({"twitter": 4000})) == [4658, 1321, 4000]


def test_a_post_in_two_campaigns_reaches_accounts_in_both(house):
    page(house, "a", 5000, [1200], campaigns=["heroes", "means"])
    page(house, "a", 5000, [900], campaigns=["means"]).publish()
    found = measure(LADDER, by="campaign", assumptions=ON_FACEBOOK)
    assert found[LADDER].to_numpy().tolist() == [[1200] * 4, [1200, 1884, 2100, 2100]]


def test_reach_as_known_on_a_day(house):
    house.post(
        [(dt.datetime(2014, 7, 2), {"reach": 100}), (dt.datetime(2014, 7, 4), {"reach": 400})],
        platform="facebook",
        followers=9,
    )
    house.post([(dt.datetime(2014, 7, 3), {"reach": 50})], platform="facebook", account="b").publish()
    seen = [
        row("unique_reach_modelled", assumptions=ON_FACEBOOK, as_of=dt.date(2014, 7, day))[0] for day in (1, 2, 3, 4)
    ]
    assert seen == [None, 100, 150, 450]


def test_frequency_is_an_interval_over_posts_that_have_both(house):
    house.post({"reach": 400, "impressions": 900}, platform="facebook").post(
        {"reach": 200, "impressions": 300}, platform="facebook"
    )
    house.post({"reach": 5000}, platform="facebook").post({"impressions": 7000}).publish()
    names = ("frequency", "frequency_upper")
    assert row(*names) == [2, 3]
    assert row(*names, assumptions=Assumptions({"facebook": 5000})) == [2, 3]
    assert row(*names, assumptions=Assumptions({"facebook": 5000}, "chance")) == [pytest.approx(1200 / 584), 3]
    assert answer(measure(names)).n == {"frequency": 2, "frequency_upper": 2}
    assert METRICS["frequency"].label == "Frequency, low end"


def test_how_many_posts_a_number_rests_on_can_stand_in_every_row(house):
    house.post({"reach": 400, "impressions": 900}, platform="facebook").post({"reach": 200}, platform="facebook")
    house.post(followers=5).publish()
    names = ["frequency", "gross_reach", "potential_reach", "posts"]
    found = measure([*names, *map(sample_size_metric, names)], by="platform")
    assert found[[f"n_{name}" for name in names]].to_numpy().tolist() == [[1, 2, 0, 2], [0, 0, 1, 1]]
    assert answer(found).definitions["n_frequency"] == "How many posts this is based on: Frequency, low end."
    assert total(found, "n_frequency") == 1


def test_frequency_has_no_value_where_nobody_was_reached_or_nothing_is_known(house):
    house.post({"reach": 0, "impressions": 3}, platform="facebook").publish()
    assert row("frequency", "frequency_upper", assumptions=Assumptions(5)) == [None, None]
    assert row("frequency", "frequency_upper", where={"platform": "twitter"}, assumptions=Assumptions(5)) == [
        None,
        None,
    ]


def test_share_of_voice_compares_campaigns_with_all_posts(house):
    house.post(campaigns=["heroes", "means"]).post(campaigns=["means"], platform="facebook").post().post().publish()
    assert row("share_of_voice") == [0.5]
    assert answer(measure("share_of_voice")).n == {"share_of_voice": 4}
    by_campaign = measure(["posts", "share_of_voice"], by="campaign")
    assert by_campaign["share_of_voice"].tolist() == [0.25, 0.5, 0.5]
    crossed = measure("share_of_voice", by=["platform", "campaign"]).set_index(["platform", "campaign"])[
        "share_of_voice"
    ]
    assert crossed.to_dict() == {
        ("facebook", "means"): 1,
        ("twitter", "heroes"): pytest.approx(1 / 3),
        ("twitter", "means"): pytest.approx(1 / 3),
        ("twitter", "none"): pytest.approx(2 / 3),
    }


def test_share_of_voice_has_no_value_where_only_campaigns_are_selected(house):
    house.post(campaigns=["means"]).post().publish()
    for by in ([], ["campaign"]):
        found = measure("share_of_voice", by=by, where={"campaign": "means"})
        assert found["share_of_voice"].isna().all()
        assert any("the filters leave only campaign posts" in warning for warning in answer(found).warnings)
    assert row("share_of_voice", where={"campaign": ["means", "none"]}) == [0.5]
    assert row("share_of_voice", where={"platform": "tumblr"}) == [None]


def test_accounts_reached_are_never_told_by_contributor_type(house):
    page(house, "s", 900, [100], contributor_type="staff").publish()
    for question in ({"by": "contributor_type"}, {"where": {"contributor_type": "staff"}}):
        with pytest.raises(VoicesNotShown, match="not available by contributor type"):
            measure(LADDER, assumptions=Assumptions({"facebook": 4000}, "chance"), **question)
    with pytest.raises(VoicesNotShown, match=r"overlap within a dimension|not available by contributor type"):
        measure(LADDER, assumptions=Assumptions({"facebook": 4000}, "chance", "contributor_type"))


def test_no_formula_takes_the_sql_of_a_computed_metric_for_its_value(three):
    three.publish()
    with pytest.raises(MeasureError, match="unique_reach_upper is more than its SQL, so no formula can hold it"):
        measure([Metric("per_post", "Per post", "{unique_reach_upper} / {posts}", Kind.RATIO, "accounts per post", "")])


def test_what_is_modelled_or_unique_is_never_added(three):
    page(three, "d", 900, [700, 800], platform="instagram").publish()
    found = measure(LADDER, by="platform", assumptions=Assumptions({"facebook": 100_000, "instagram": 100_000}))
    for name in ("unique_reach_lower", "unique_reach_modelled", "unique_reach_upper"):
        with pytest.raises(KindError, match="see unique_reach_lower and unique_reach_upper"):
            total(found, name)
    assert total(found, "gross_reach") == 7250


def test_every_function_that_assumes_something_is_the_one_of_a_metric():
    assert set(ASSUMING) <= {metric.computed for metric in METRICS.values()}
