"""Whose posts a number is that few report, and what the largest account holds of it: institutions' shares, and nobody's
name."""

from __future__ import annotations

import json

import pytest

from dashboard.i18n import said, speaking
from data.store.warehouse import Warehouse
from metrics import Selection, answer, measure, sample_size_metric
from tests.metrics.conftest import Builder


def caveats_of(house: Builder, *metrics: str, **question: object) -> list[str]:
    return [each for each in answer(measure(metrics, **question)).warnings if "based on" in each]


def silent(house: Builder, posts: int) -> Builder:
    """Posts that report nothing."""
    for number in range(posts):
        house.post(account=f"quiet{number}", account_type="person")
    return house


def test_one_account_of_the_sample_holds_89_percent_of_the_impressions(sample: Warehouse) -> None:
    found = measure(["impressions"], warehouse=sample.directory)
    known = answer(found).partly_known["impressions"]
    assert (known["posts"], known["of"], known["publishers"]) == (362, 4437, {"office": 362})
    assert known["largest_share"] == pytest.approx(0.891, abs=0.0005)
    assert (
        "Impressions: based on 362 of 4,437 posts, published by offices (362). "
        "The largest account belongs to an office and has 89% of the total. Linked accounts count as one."
    ) in answer(found).warnings
    assert any("group by holder" in sql.lower() for sql in answer(found).sql)
    assert json.dumps(answer(found).partly_known)


def test_what_half_of_the_posts_report_needs_no_caution(house: Builder) -> None:
    house.post({"impressions": 10}, account_type="office")
    silent(house, 1).publish()
    assert caveats_of(house, "impressions") == []
    assert answer(measure("impressions")).partly_known == {}
    silent(house, 1).publish()
    assert len(caveats_of(house, "impressions")) == 1


def test_what_nobody_reports_is_nobody_s(house: Builder) -> None:
    silent(house, 3).publish()
    assert caveats_of(house, "impressions", "posts") == []


def test_linked_accounts_count_as_one(house: Builder) -> None:
    for account in ("a", "b"):
        house.post({"impressions": 40}, account=account, contributor="hq", account_type="office")
    house.post({"impressions": 20}, account="c", account_type="organisation")
    silent(house, 9).publish()
    (sentence,) = caveats_of(house, "impressions")
    assert "published by offices (2), organizations (1)" in sentence
    assert "belongs to an office and has 80%" in sentence


def test_of_a_person_only_is_said_whether_it_is_more_than_half(house: Builder) -> None:
    house.post({"impressions": 70}, account="a", account_type="person").post(
        {"impressions": 30}, account="b", account_type="office"
    )
    silent(house, 9).publish()
    (sentence,) = caveats_of(house, "impressions")
    assert sentence.endswith("One account has more than half of the total. Linked accounts count as one.")
    assert "70" not in sentence
    assert answer(measure("impressions")).partly_known["impressions"]["largest_share"] is None
    house.post({"impressions": 65}, account="c", account_type="person").publish()
    assert caveats_of(house, "impressions")[0].endswith("published by people (2), offices (1).")


def test_metrics_of_the_same_posts_stand_together_and_a_rate_is_weighed_by_what_it_divides_by(house: Builder) -> None:
    house.post({"reach": 90, "reactions": 1}, account="a", account_type="office")
    house.post({"reach": 10, "reactions": 99}, account="b", account_type="office")
    silent(house, 9).publish()
    (sentence,) = caveats_of(house, "gross_reach", "engagement_rate_by_reach")
    assert sentence.startswith("Gross reach, Engagement rate by reach: based on 2 of 11 posts")
    assert "has 90%" in sentence


def test_a_measure_that_stands_in_for_another_is_weighed_too(house: Builder) -> None:
    house.post({"reach": 60}, account="a", account_type="office").post(
        {"impressions": 40}, account="b", account_type="office"
    )
    silent(house, 9).publish()
    (sentence,) = caveats_of(house, "unique_reach_upper_all_posts")
    assert "based on 2 of 11 posts" in sentence
    assert "has 60%" in sentence


def test_a_count_of_posts_is_never_known_in_part(house: Builder) -> None:
    house.post({"reach": 60}, account="a", account_type="office")
    silent(house, 9).publish()
    counted = measure(
        ["posts", "posts_that_report_reach", sample_size_metric("gross_reach"), sample_size_metric("frequency")]
    )
    assert answer(counted).partly_known == {}


def test_followers_are_those_of_posts(house: Builder) -> None:
    house.post(followers=50, account="a", account_type="office")
    silent(house, 9).publish()
    assert caveats_of(house, "potential_reach") == [
        "Potential reach: based on 1 of 10 posts, published by offices (1)."
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"where": {"contributor_type": "public"}}, []),
        ({"by": "contributor_type"}, ["Impressions: based on 1 of 10 posts."]),
    ],
)
def test_where_a_voice_is_told_nobody_s_share_is(
    house: Builder, question: dict[str, object], expected: list[str]
) -> None:
    house.post({"impressions": 70}, account="a", account_type="office")
    silent(house, 9).publish()
    assert caveats_of(house, "impressions", **question) == expected


def test_a_selection_speaks_of_its_own_posts(house: Builder) -> None:
    house.post({"impressions": 70}, account="a", account_type="office", platform="facebook")
    house.post({"impressions": 30}, account="b", account_type="office")
    silent(house, 9).publish()
    assert "has 70%" in caveats_of(house, "impressions")[0]
    assert "based on 1 of 10 posts" in caveats_of(house, "impressions", where=Selection({"platform": "twitter"}))[0]
    assert "has 100% of the total" in caveats_of(house, "impressions", where=Selection({"platform": "twitter"}))[0]


def test_rows_that_few_posts_report_are_counted_where_most_posts_report(house: Builder) -> None:
    for number in range(4):
        house.post({"impressions": 10}, account=f"a{number}", platform="facebook")
        house.post({"impressions": 10} if number == 0 else {}, account=f"b{number}")
    house.publish()
    warnings = answer(measure("impressions", by="platform")).warnings
    assert warnings == (
        "Impressions: in 1 of 2 rows, fewer than half of the posts report it. Filter to one row to see who published "
        "them.",
    )
    assert answer(measure("impressions")).warnings == ()
    assert "based on 1 of 4 posts" in caveats_of(house, "impressions", where={"platform": "twitter"})[0]


def test_many_metrics_of_the_same_posts_are_counted_and_not_listed(sample: Warehouse) -> None:
    asked = ["gross_reach", "unique_reach_lower", "unique_reach_upper", "engagement_rate_by_reach"]
    found = measure(asked, warehouse=sample.directory)
    reach = [each for each in answer(found).warnings if "based on 546" in each]
    assert reach
    assert all(len(each) < 200 for each in reach)
    with speaking("fr"):
        assert all("{" not in said(each) for each in reach)


def test_of_three_metrics_one_is_named(house: Builder) -> None:
    house.post({"reach": 90, "impressions": 90, "reactions": 1}, account="a", account_type="office")
    silent(house, 9).publish()
    (sentence,) = caveats_of(house, "gross_reach", "unique_reach_lower", "unique_reach_upper")
    assert sentence.startswith("Gross reach, 2 more numbers: based on 1 of 10 posts, published by offices (1).")
    with speaking("fr"):
        assert said(sentence).startswith("Portée brute et 2 autres chiffres\u00a0: calculé sur 1 publication")
