"""Questions that cannot be answered get a sentence; questions that can are understood in any form."""

from __future__ import annotations

import datetime as dt

import pytest

from metrics import (
    DIMENSIONS,
    METRICS,
    HiddenCells,
    Kind,
    KindError,
    MeasureError,
    Metric,
    NoData,
    NotCarried,
    Selection,
    UnknownName,
    UnknownValue,
    answer,
    measure,
    total,
)
from metrics.definitions.model import NotPortable
from tests.metrics.conftest import Builder
from tests.support.examples import first

COUNT = {"kind": Kind.COUNT, "unit": "things", "description": ""}


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"metrics": ["impresions"]}, "No metric is called 'impresions'. Did you mean 'impressions'?"),
        ({"metrics": ["posts"], "by": ["misson"]}, "No dimension is called 'misson'. Did you mean 'mission'?"),
        (
            {"metrics": ["posts"], "where": {"platfrom": "twitter"}},
            "No dimension is called 'platfrom'. Did you mean 'platform'?",
        ),
        (
            {"metrics": ["posts"], "by": ["impresions"]},
            "No dimension is called 'impresions'. 'impressions' is a metric: name it among the metrics.",
        ),
        (
            {"metrics": ["posts"], "by": ["missions"]},
            "No dimension is called 'missions'. 'missions' is a metric: name it among the metrics. Did you mean 'mission'?",
        ),
        (
            {"metrics": ["Mission"]},
            "No metric is called 'Mission'. 'mission' is a dimension: break down or filter by it. Did you mean 'missions'?",
        ),
    ],
)
def test_a_misspelt_name_is_answered_with_the_right_one(house, question, sentence):
    house.publish()
    with pytest.raises(UnknownName, match=sentence.replace("?", r"\?")):
        measure(**question)


def test_a_breakdown_that_was_never_recorded_says_what_was(house):
    house.publish()
    with pytest.raises(
        NotCarried, match=r"by mission, because Thunderclap sign-ups do not record it\. Available: .*country"
    ):
        measure(["thunderclap_supporters"], by=["mission"])
    with pytest.raises(NotCarried, match="by platform"):
        measure(["posts", "stories"], where={"platform": "twitter"})


@pytest.mark.parametrize(
    "sql",
    first(
        3,
        [
            "{gross_reach} + {impressions}",
            "{impressions} - {gross_reach}",
            "sum(reach) + sum(impressions)",
            "2 * {gross_reach} + {posts}",
            "{posts} / ({gross_reach} + {impressions})",
            "{unique_reach_lower} + {unique_reach_lower}",
            "coalesce({contributors}, 0) + {missions}",
            "{amplification} + {virality}",
            "{shares} / {posts} + {virality}",
        ],
    ),
)
def test_numbers_whose_kinds_keep_them_apart_do_not_add(house, sql):
    house.publish()
    with pytest.raises(KindError):
        measure([Metric("mixed", "Mixed", sql, **COUNT)])


def test_a_forbidden_sum_names_the_alternative(house):
    house.publish()
    with pytest.raises(
        KindError,
        match=r"The total is gross reach\. For different accounts, see unique_reach_lower and unique_reach_upper",
    ):
        measure([Metric("mixed", "Mixed", "{gross_reach} + {impressions}", **COUNT)])


def test_numbers_of_one_unit_add_and_shares_can_be_turned_round(house):
    house.post({"reactions": 1, "shares": 2, "impressions": 4}).publish()
    actions = Metric("actions", "Actions", "{reactions} + {shares}", **COUNT)
    rest = Metric("rest", "Rest", "1 - {engagement_rate_by_impressions}", Kind.RATIO, "share", "")
    assert measure([actions, rest]).iloc[0].tolist() == [3, 0.25]


def test_a_formula_that_leads_back_to_itself_or_leaves_its_base_is_refused(house):
    house.publish()
    with pytest.raises(MeasureError, match="side by side"):
        measure([Metric("mixed", "Mixed", "{posts} / {stories}", **COUNT)])
    with pytest.raises(MeasureError, match="not collected"):
        measure([Metric("lost", "Lost", "count(*)", base="leaflets", **COUNT)])
    with pytest.raises(MeasureError, match="no dimension's name"):
        measure([Metric("platform", "Platform", "count(*)", **COUNT)])
    with pytest.raises(MeasureError, match="back to itself"):
        measure([Metric("posts", "Posts", "{posts} + 1", **COUNT)])
    for as_of in (None, dt.date(2014, 12, 18)):
        with pytest.raises(MeasureError, match="lost needs lenght, which posts do not have"):
            measure([Metric("lost", "Lost", "sum(lenght)", **COUNT)], as_of=as_of)


@pytest.mark.parametrize(
    "sql", ["approx_count_distinct(contributor)", "sum(shares) // 2", "(select count(*) from posts)", "median(shares)"]
)
def test_a_definition_that_engines_compute_differently_is_refused(house, sql):
    house.publish()
    with pytest.raises(NotPortable):
        measure([Metric("odd", "Odd", sql, **COUNT)])


@pytest.fixture(scope="module")
def one_post(tmp_path_factory, template):
    return Builder(tmp_path_factory.mktemp("one"), template).post(campaigns=["means"], hashtags=["x"]).publish()


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE post_latest; --", "' OR 1=1 --", "$platform_1", "{posts}", "\\", "\x00", "%", "🙂"]
)
@pytest.mark.parametrize("dimension", ["platform", "campaign", "hashtag", "contributor"])
def test_hostile_text_in_a_filter_is_only_text(one_post, monkeypatch, text, dimension):
    monkeypatch.setenv("REACH_WAREHOUSE", str(one_post))
    if DIMENSIONS[dimension].open:
        with pytest.warns(UnknownValue, match=dimension):
            assert measure(["posts"], where={dimension: text})["posts"].tolist() == [0]
    else:
        with pytest.raises(UnknownName, match=dimension):
            measure(["posts"], where={dimension: text})
    assert measure(["posts"])["posts"].tolist() == [1]


def test_a_filter_that_is_no_day_or_number_gets_an_example(house):
    house.publish()
    with pytest.raises(MeasureError, match="2014-08-19"):
        measure(["posts"], where={"week": "August"})
    with pytest.raises(MeasureError, match="whole number"):
        measure(["posts"], where={"hour": "noon"})


def test_names_may_come_alone_and_twice(house):
    house.post().publish()
    assert list(measure("posts", by="platform").columns) == ["platform", "posts"]
    assert list(measure(["posts", "posts"], by=["platform", "platform"]).columns) == ["platform", "posts"]
    with pytest.raises(MeasureError, match="at least one metric"):
        measure([])


def test_selections_that_mean_the_same_are_the_same():
    one = Selection({"platform": ["twitter", "facebook"], "campaign": "means", "theme": ()}, start=dt.date(2014, 7, 1))
    other = Selection([("campaign", ("means",)), ("platform", {"facebook", "twitter"})], start=dt.date(2014, 7, 1))
    assert one == other
    assert hash(one) == hash(other)
    assert one.text() == "campaign means · platform facebook or twitter · from 2014-07-01"
    assert Selection({"hour": 7}) == Selection({"hour": "7"})
    assert Selection().text() == "everything"
    with pytest.raises(MeasureError, match="before it starts"):
        Selection(start=dt.date(2014, 7, 2), end=dt.date(2014, 7, 1))


def test_only_numbers_that_add_can_be_totalled(house):
    house.post({"shares": 2, "reach": 5}, campaigns=["means"]).post({}, platform="facebook").publish()
    frame = measure(["posts", "shares", "views", "contributors", "unique_reach_upper"], by=["platform"])
    assert [total(frame, name) for name in ("posts", "shares", "views")] == [2, 2, None]
    for name in ("contributors", "unique_reach_upper"):
        with pytest.raises(KindError, match="Query all the data at once"):
            total(frame, name)
    with pytest.raises(KindError, match="several rows of campaign"):
        total(measure(["posts"], by=["campaign"]), "posts")
    with pytest.raises(UnknownName):
        total(frame, "postss")


def test_a_total_over_hidden_cells_is_refused(house):
    for account in range(60):
        voice = "migrant" if account < 9 else "staff" if account < 30 else "public"
        house.post({"shares": 1}, account=f"a{account}", contributor_type=voice)
    house.publish()
    with pytest.raises(HiddenCells, match="not the total"):
        total(measure(["shares"], by=["contributor_type"]), "shares")


def test_every_metric_says_what_it_means_and_answers(house):
    house.post().publish()
    found = measure(list(METRICS))
    assert list(found.columns) == list(METRICS)
    assert all(answer(found).definitions.values())
    assert all(metric.is_not and metric.unit for metric in METRICS.values())


def test_without_a_warehouse_the_next_step_is_named(tmp_path):
    with pytest.raises(NoData, match=r"Run `python cli\.py sample`, or import your files"):
        measure(["posts"], warehouse=tmp_path / "nowhere")
