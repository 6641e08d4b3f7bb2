"""The numbers themselves: what somebody who checks them by hand would notice."""

from __future__ import annotations

import csv
import datetime as dt

import pandas as pd
import pytest

from data.store.derived import REFERENCE
from data.vocabularies import CHOICES
from metrics import METRICS, Metric, Selection, UnknownValue, answer, labels, measure
from metrics.analyses.listings import rows_of
from metrics.caveats import coverage
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.definitions.model import Kind
from tests.support.examples import first

NOON = dt.datetime(2014, 7, 1, 12)


def one(metric, **question):
    """The single number of a question without a breakdown; None where there is no answer."""
    value = measure([metric], **question).iloc[0, 0]
    return None if pd.isna(value) else value


def by(name, dimension, **question):
    """A metric by one dimension as a dict; None where there is no answer."""
    frame = measure([name], by=[dimension], **question)
    return {key: None if pd.isna(value) else value for key, value in zip(frame[dimension], frame[name], strict=True)}


def test_a_rate_divides_sums_and_does_not_average_rates(house):
    house.post({"reactions": 10, "impressions": 1000}).post({"reactions": 10, "impressions": 3000}).publish()
    assert one("engagement_rate_by_impressions") == 20 / 4000  # the mean of the two rates would be .0067


def test_a_rate_leaves_out_posts_of_which_only_one_side_is_known(house):
    house.post({"reactions": 10, "impressions": 100}).post({"reactions": 990}).post({"impressions": 900}).publish()
    assert one("engagement_rate_by_impressions") == 0.1


def test_a_rate_over_nothing_shown_has_no_value(house):
    house.post({"reactions": 1, "impressions": 0}).publish()
    assert one("engagement_rate_by_impressions") is None


def test_divisions_within_divisions_have_no_value_either(house):
    house.post({"reactions": 4, "impressions": 0}).publish()
    nested = Metric("nested", "Nested", "{posts} / ({engagement} / {impressions})", Kind.RATIO, "ratio", "")
    assert one(nested) is None


def test_what_no_platform_stated_is_missing_and_not_zero(house):
    house.post({"reactions": 3}).post({"reactions": 0}, platform="facebook").publish()
    assert one("impressions") is None
    assert by("reactions", "platform") == {"facebook": 0, "twitter": 3}


def test_engagement_is_known_where_any_of_its_parts_is(house):
    house.post({"shares": 2}).post({"clicks": 5}).publish()
    assert one("engagement") == 2
    assert answer(measure(["engagement"])).coverage == {"engagement": 0.5}


def test_a_post_in_two_campaigns_counts_once_in_the_total(house):
    house.post(campaigns=["heroes", "means"]).post(campaigns=["means"]).post().publish()
    assert one("posts") == 3
    assert by("posts", "campaign") == {"heroes": 1, "means": 2, "none": 1}
    assert one("posts", where={"campaign": ["heroes", "means"]}) == 2
    assert one("posts", where={"campaign": "none"}) == 1


def test_a_filter_by_campaign_leaves_only_its_own_row(house):
    house.post(campaigns=["heroes", "means"]).post().publish()
    assert by("posts", "campaign", where={"campaign": ["means", "none"]}) == {"means": 1, "none": 1}


def test_two_lists_are_crossed_and_not_zipped(house):
    house.post(campaigns=["heroes", "means"], hashtags=["x", "y", "z"]).publish()
    assert measure(["posts"], by=["campaign", "hashtag"])["posts"].tolist() == [1] * 6


def test_amplification_divides_by_the_posts_whose_shares_are_known(house):
    house.post({"shares": 6}).post({"shares": 0}).post({"reactions": 9}).publish()
    assert one("amplification") == 3


def test_engagement_per_post_divides_by_the_posts_whose_engagement_is_known(house):
    house.post({"shares": 6, "reactions": 1}).post({"comments": 0}).post({"impressions": 9}).publish()
    assert one("engagement_per_post") == 3.5


def test_unique_reach_is_an_interval_between_the_largest_and_the_sum(house):
    for reach in (4200, 3100, 2600, 1500):
        house.post({"reach": reach})
    house.publish()
    found = measure(["unique_reach_lower", "unique_reach_upper", "gross_reach"]).iloc[0].tolist()
    assert found == [4200, 11400, 11400]


def test_potential_reach_counts_each_author_once_with_followers_at_the_first_post(house):
    for hours, (account, followers) in enumerate(
        [("a", 5000), ("b", 800), ("c", 12000), ("a", 6000), ("b", 900), ("b", None)]
    ):
        house.post(account=account, followers=followers, posted_at=NOON + dt.timedelta(hours=hours))
    house.publish()
    assert one("potential_reach") == 17800
    assert one("potential_impressions") == 5000 + 800 + 12000 + 6000 + 900


def test_potential_reach_starts_at_the_first_post_of_the_selection(house):
    house.post(followers=100).post(followers=300, posted_at=NOON + dt.timedelta(days=2)).publish()
    assert one("potential_reach", where=Selection(start=dt.date(2014, 7, 2))) == 300
    assert by("potential_reach", "day") == {pd.Timestamp(2014, 7, 1): 100, pd.Timestamp(2014, 7, 3): 300}


def test_followers_gained_are_those_between_the_first_and_the_last_post_of_each_author(house):
    """An author with the same number at both is known once as a rule: that is no gain of zero."""
    for account, day, followers in (
        ("a", 1, 100),
        ("a", 5, 90),
        ("a", 9, 130),
        ("b", 1, 50),
        ("b", 9, 50),
        ("c", 3, 700),
        ("d", 2, None),
        ("d", 8, 900),
    ):
        house.post(posted_at=dt.datetime(2014, 7, day), account=account, followers=followers, campaigns=["means"])
    for account, day, followers in (("e", 2, 20), ("e", 8, 10)):
        house.post(
            posted_at=dt.datetime(2014, 7, day),
            account=account,
            followers=followers,
            account_type="office",
            platform="facebook",
        )
    house.publish()
    assert by("followers_gained", "platform") == {"facebook": -10, "twitter": 30}
    assert one("followers_gained") == 20
    assert one("followers_gained", where={"account_type": "office"}) == -10
    assert one("followers_gained", where=Selection({"campaign": "means"}, end=dt.date(2014, 7, 5))) == -10
    assert one("followers_gained", where={"campaign": "means"}, as_of=dt.date(2014, 7, 4)) is None, (
        "of none two numbers are known"
    )
    assert not METRICS["followers_gained"].kind.adds, "gains of months are not that of a year"
    assert "last_followers" not in answer(measure("potential_reach")).sql[0], "a query carries only what is run"


def test_accounts_of_the_same_name_on_two_platforms_are_two_authors(house):
    house.post(followers=100).post(followers=70, platform="tumblr").publish()
    assert one("potential_reach") == 170


def test_linked_accounts_are_one_contributor_and_the_warning_names_the_interval(house):
    house.post(account="t1", contributor="p1").post(account="f1", contributor="p1", platform="facebook").post(
        account="t2"
    ).publish()
    found = measure(["contributors"])
    assert found["contributors"].iloc[0] == 2
    assert answer(found).warnings == ("2 contributors: 2 of unknown account type.",), (
        "two are on one network, so there are no fewer"
    )
    assert answer(measure(["contributors"], where={"platform": "facebook"})).warnings == (
        "1 contributor: 1 of unknown account type.",
    )


def test_headquarters_and_unknown_missions_do_not_count_as_taking_part(house):
    house.insert("missions", {"mission": "KEN", "kind": "country", "present": True})
    house.insert("missions", {"mission": "NER", "kind": "country", "present": True})
    house.insert("missions", {"mission": "XXX", "kind": "country", "present": None})
    house.post(mission="KEN", mission_kind="country", country="KEN").post(
        mission="RO-NBO", mission_kind="regional", country="KEN"
    )
    house.post(mission="HQ", mission_kind="headquarters").post().publish()
    assert measure(["missions", "countries", "country_coverage"]).iloc[0].tolist() == [2, 1, 0.5]


def test_supporters_who_opted_out_are_not_counted_and_a_summary_counts_alone(house):
    house.insert(
        "thunderclaps",
        {"thunderclap": "day", "campaign": "means", "supporters": 9, "social_reach": 999, "is_synthetic": False},
    )
    for supporter, connections, out in (("s1", 489, False), ("s2", 952, None), ("s3", 5000, True)):
        row = {
            "thunderclap": "day",
            "platform": "twitter",
            "supporter": supporter,
            "connections": connections,
            "opted_out": out,
        }
        house.insert("supporters", {**row, "signed_up": dt.date(2014, 8, 1)})
    summary = {"campaign": "means", "supporters": 40, "social_reach": 7000, "launched_at": NOON, "is_synthetic": False}
    house.insert("thunderclaps", {"thunderclap": "earlier", **summary}).publish()
    assert measure(["thunderclap_supporters", "thunderclap_social_reach"]).iloc[0].tolist() == [42, 8441]
    assert any("not de-duplicated" in warning for warning in answer(measure(["thunderclap_social_reach"])).warnings)


def test_contributions_are_posts_sign_ups_photos_and_stories(house):
    house.post().post()
    house.insert(
        "supporters", {"thunderclap": "day", "platform": "twitter", "supporter": "s", "signed_up": dt.date(2014, 8, 1)}
    )
    house.insert("photos", {"photo": "p", "campaign": "means", "submitted": dt.date(2014, 8, 2)})
    house.insert("photo_votes", {"photo": "p", "day": dt.date(2014, 8, 3), "votes": 230})
    house.insert("stories", {"story": "s", "campaign": "heroes", "state": "pending"}).publish()
    assert measure(["contributions", "posts", "photo_votes", "stories"]).iloc[0].tolist() == [5, 2, 230, 0]


def test_where_one_source_has_no_row_counts_are_zero_and_sums_unknown(house):
    house.post().post({"shares": 1}, platform="facebook")
    house.insert(
        "supporters", {"thunderclap": "day", "platform": "tumblr", "supporter": "s", "connections": 90}
    ).publish()
    found = measure(["posts", "shares", "thunderclap_social_reach"], by="platform").set_index("platform")
    assert found.loc["tumblr"].tolist() == [0, pd.NA, 90]
    assert found.loc["facebook"].tolist() == [1, 1, pd.NA]


def test_nothing_selected_is_no_row_or_one_row_of_zero_posts(house):
    house.post({"shares": 1}).publish()
    nothing = {"platform": "youtube"}
    assert measure(["posts", "shares"], by=["platform"], where=nothing).empty
    found = measure(["posts", "shares", "engagement_rate_by_reach", "contributors"], where=nothing)
    assert found.iloc[0].tolist() == [0, pd.NA, pd.NA, 0]
    assert answer(found).synthetic == "none"
    assert answer(found).coverage["shares"] is None


def test_as_of_a_day_shows_the_last_capture_on_or_before_it(house):
    captures = [(dt.datetime(2014, 7, day, 23, 59), {"shares": shares}) for day, shares in ((2, 5), (4, 9), (6, 8))]
    house.post(captures).post({"shares": 100}, posted_at=dt.datetime(2014, 7, 5)).publish()
    seen = {day: one("shares", as_of=dt.date(2014, 7, day)) for day in range(1, 8)}
    assert seen == {1: None, 2: 5, 3: 5, 4: 9, 5: 109, 6: 108, 7: 108}
    assert [one("posts", as_of=dt.date(2014, 7, day)) for day in (4, 5)] == [1, 2]
    assert one("posts", as_of=dt.date(2014, 6, 30)) == 0


def test_the_first_and_last_day_of_a_period_belong_to_it(house):
    for day in (1, 2, 3, 4):
        house.post(posted_at=dt.datetime(2014, 7, day, 23, 59, 59))
    house.publish()
    assert one("posts", where=Selection(start=dt.date(2014, 7, 2), end=dt.date(2014, 7, 3))) == 2


def test_weeks_start_on_monday_and_days_are_dates(house):
    house.post(posted_at=dt.datetime(2014, 7, 6, 23)).post(
        posted_at=dt.datetime(2014, 7, 7)
    ).publish()  # a Sunday and a Monday
    assert by("posts", "week") == {pd.Timestamp(2014, 6, 30): 1, pd.Timestamp(2014, 7, 7): 1}
    assert by("posts", "weekday") == {7: 1, 1: 1}
    assert by("posts", "month") == {pd.Timestamp(2014, 7, 1): 2}
    assert measure("posts", by="day")["day"].dtype.kind == "M"
    assert one("posts", where={"week": "2014-07-07", "hour": 0}) == 1


def test_the_share_of_unknown_is_stated_with_a_breakdown(house):
    house.post(language="fr").post().post().post(campaigns=["means"]).publish()
    assert answer(measure(["posts"], by=["language", "campaign", "day"])).unknown == {
        "language": 0.75,
        "campaign": 0.75,
    }


@pytest.mark.parametrize(("marks", "said"), [((True, True), "yes"), ((False, False), "no"), ((True, False), "part")])
def test_synthetic_data_says_so(house, marks, said):
    for mark in marks:
        house.post(is_synthetic=mark)
    house.publish()
    assert answer(measure(["posts", "potential_reach"])).synthetic == said


@pytest.fixture
def broken(house):
    """Posts on both sides of the day on which Instagram began to count views in place of impressions."""
    house.post({"views": 5}, platform="instagram", posted_at=dt.datetime(2025, 4, 20))
    house.post({"views": 5}, platform="instagram", posted_at=dt.datetime(2025, 4, 21))
    house.post({"views": 5}, platform="facebook", posted_at=dt.datetime(2025, 4, 21)).publish()
    return house


@pytest.mark.parametrize("metric", first(2, ["views", "impressions", "engagement_rate_by_impressions", "virality"]))
def test_a_series_that_breaks_is_announced(broken, metric):
    metadata = answer(measure([metric]))
    assert [(each.platform, each.day) for each in metadata.breaks] == [("instagram", dt.date(2025, 4, 21))]
    assert (
        "Change in how the platform counts, 2025-04-21: Instagram counts views in place of impressions"
        in metadata.warnings[0]
    )


@pytest.mark.parametrize(
    ("metric", "where"),
    first(
        2,
        [
            ("posts", Selection()),
            ("engagement", Selection()),
            ("views", Selection(start=dt.date(2025, 4, 21))),
            ("views", Selection(end=dt.date(2025, 4, 20))),
            ("views", Selection({"platform": "facebook"})),
        ],
    ),
)
def test_a_series_that_does_not_break_in_what_is_asked_is_not_announced(broken, metric, where):
    metadata = answer(measure([metric], where=where))
    assert (metadata.breaks, metadata.warnings) == ((), ())


def test_the_registry_of_changes_speaks_of_metrics_that_exist(house):
    house.publish()
    registry = rows_of("SELECT * FROM platform_changes", {}, None)
    measures = FACT_TABLES["posts"].relations[-1].measures
    assert {name for names in registry["metric"] for name in names.split()} <= {*METRICS, *measures}
    with (REFERENCE / "platform_changes.csv").open(encoding="utf-8", newline="") as file:
        entries = list(csv.DictReader(file))
    assert len(entries) == len(registry)
    assert [each["day"] for each in entries] == sorted(each["day"] for each in entries)
    assert all(each["source"].startswith("https://") and each["platform"] in CHOICES["platform"] for each in entries)
    assert all(each["confidence"].split()[0].rstrip(":") in ("very", "good", "fair", "poor") for each in entries)


def test_a_change_is_looked_at_only_if_there_are_items_on_both_sides_of_it(house):
    for day in (dt.datetime(2018, 2, 11), dt.datetime(2018, 2, 12)):
        house.post(platform="facebook", posted_at=day)
        house.post(platform="instagram", posted_at=dt.datetime(2014, 12, 18))
    house.publish()
    found = rows_of(coverage.CHANGES, {}, None)
    assert found[["platform", "day"]].values.tolist() == [["facebook", pd.Timestamp(2018, 2, 12)]]


@pytest.mark.parametrize("metric", ["gross_reach", "unique_reach_lower", "engagement_rate_by_reach"])
def test_a_change_of_reach_is_announced_where_reach_is_asked(house, metric):
    for day in (dt.date(2018, 2, 11), dt.date(2018, 2, 12)):
        house.post(
            {"reach": 5, "reactions": 1}, platform="facebook", posted_at=dt.datetime(day.year, day.month, day.day)
        )
    house.publish()
    assert [(each.platform, each.day) for each in answer(measure([metric])).breaks] == [
        ("facebook", dt.date(2018, 2, 12))
    ]


def test_a_number_says_how_many_posts_it_rests_on(house):
    house.post({"reactions": 1, "impressions": 4}).post({"reactions": 3}).post({"impressions": 5}).post().publish()
    names = ["posts", "impressions", "engagement_rate_by_impressions"]
    assert answer(measure(names)).n == {"posts": None, "impressions": 2, "engagement_rate_by_impressions": 1}


def test_what_kept_no_earlier_counts_says_so_when_looking_back(house):
    house.insert("thunderclaps", {"thunderclap": "t", "campaign": "means"})
    house.insert(
        "supporters", {"thunderclap": "t", "supporter": "s", "signed_up": dt.date(2014, 8, 1), "connections": 5}
    ).publish()
    asked = ["thunderclap_social_reach", "thunderclap_supporters", "contributions", "posts"]
    warnings = [text for text in answer(measure(asked, as_of=dt.date(2014, 8, 2))).warnings if "not kept" in text]
    assert warnings == [
        "Thunderclap social reach: items up to 2014-08-02, with today’s counts, because earlier counts were not kept."
    ]


def test_people_never_appear_by_pseudonym_whatever_their_voice(house):
    for kind in ("office", "organisation", "person", "unknown"):
        house.post(account=f"of-{kind}", account_type=kind, contributor_type="staff")
    house.publish()
    assert by("posts", "contributor") == {"of-office": 1, "of-organisation": 1, "withheld": 2}
    with pytest.warns(UnknownValue, match="No contributor is called 'of-person'"):
        assert one("posts", where={"contributor": "of-person"}) == 0


def test_codes_have_names_and_unknown_has_one_too(house):
    house.insert("missions", {"mission": "NAM", "kind": "country", "name": "Namibia"}).publish()
    assert labels("mission") == {"unknown": "Unknown", "NAM": "Namibia"}
    assert labels("campaign")["none"] == "No campaign"
    assert labels("contributor") == {"unknown": "Unknown", "withheld": "Withheld"}
    assert labels("day") == {}
