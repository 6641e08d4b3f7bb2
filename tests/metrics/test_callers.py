"""What Python callers write: any sort of day, filters and assumptions in any form, answers that can be saved."""

from __future__ import annotations

import datetime as dt
import json

import duckdb
import numpy as np
import pandas as pd
import pytest

from data.store.warehouse import Warehouse
from metrics import (
    DIMENSIONS,
    METRICS,
    Assumptions,
    Kind,
    MeasureError,
    Metric,
    Selection,
    UnknownName,
    WrongArgument,
    answer,
    measure,
    total,
)
from metrics.analyses import (
    changes_since,
    claims,
    data_quality,
    engagement_age,
    engagement_hours,
    engagement_rates,
    engagement_spread,
    event_study,
    follower_concentration,
    listings,
)
from metrics.analyses import reach_by_platform as by_platform
from metrics.definitions.model import SeriesBreak, as_day
from tests.support.examples import first

DAY = dt.date(2014, 8, 19)
DAYS = [
    "2014-08-19",
    " 2014-08-19 ",
    "2014-08-19T23:59",
    "2014-08-19 00:00:00",
    dt.datetime(2014, 8, 19, 23, 59),
    pd.Timestamp("2014-08-19 12:00"),
    dt.datetime(2014, 8, 19, 5, tzinfo=dt.UTC),
    pd.Timestamp("2014-08-19", tz="UTC"),
    np.datetime64("2014-08-19"),
    np.datetime64("2014-08-19T18:00:00", "ns"),
]
NO_DAYS = [
    "19.08.2014",
    "19/08/2014",
    "August",
    "",
    20140819,
    1.5,
    True,
    pd.NaT,
    float("nan"),
    np.datetime64("NaT"),
    [DAY],
    "2014-02-30",
    dt.datetime(2014, 8, 19, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    "2014-08-19T00:30+02:00",
    dt.time(5),
]


@pytest.mark.parametrize("given", DAYS, ids=repr)
def test_a_day_is_a_day_however_it_is_written(sample: Warehouse, given: object) -> None:
    at = {"warehouse": sample.directory}
    assert as_day(given) == DAY
    assert type(as_day(given)) is dt.date
    assert Selection(start=given, end=given) == Selection(start=DAY, end=DAY)
    assert measure("posts", where={"day": given}, **at)["posts"].equals(
        measure("posts", where={"day": DAY}, **at)["posts"]
    )
    for ends in ({"start": given}, {"end": given}):
        meant = Selection(**dict.fromkeys(ends, DAY))
        assert measure("posts", where=Selection(**ends), **at).equals(measure("posts", where=meant, **at))
    assert measure(["posts", "stories"], as_of=given, **at).equals(measure(["posts", "stories"], as_of=DAY, **at))


@pytest.mark.parametrize("given", NO_DAYS, ids=repr)
def test_what_is_no_day_is_refused_with_an_example(sample: Warehouse, given: object) -> None:
    for ask in (
        lambda: Selection(start=given),
        lambda: Selection(end=given),
        lambda: measure("posts", as_of=given, warehouse=sample.directory),
        lambda: changes_since.since(given, warehouse=sample.directory),
        lambda: listings.events(as_of=given, warehouse=sample.directory),
        lambda: claims.ledger(as_of=given, warehouse=sample.directory),
    ):
        with pytest.raises(WrongArgument, match=r"is not a date\. Write it as 2014-08-19"):
            ask()


def test_every_question_takes_a_day_as_text_or_moment(sample: Warehouse) -> None:
    at = {"warehouse": sample.directory}
    lists = (
        listings.events,
        listings.thunderclaps,
        listings.concentration,
        listings.sources,
        claims.ledger,
        by_platform.by_platform,
    )

    def asked(day: object) -> list[pd.DataFrame]:
        return [
            *(ask(as_of=day, **at) for ask in lists),
            follower_concentration.largest_accounts("potential_reach", None, day, **at),
            engagement_rates.with_intervals("engagement_rate_by_followers", "media_type", None, day, **at),
            engagement_spread.by_dimension("platform", None, day, **at),
            engagement_hours.by_weekday_and_hour("UTC", None, day, **at),
            engagement_age.by_age(None, day, **at),
        ]

    answers, since = asked(DAY), changes_since.since(DAY, **at)
    for given in ("2014-08-19", dt.datetime(2014, 8, 19, 9), pd.Timestamp("2014-08-19")):
        assert changes_since.since(given, **at) == since
        assert [found.equals(other) for found, other in zip(asked(given), answers, strict=True)] == [True] * len(
            answers
        )
        found = event_study.above_baseline(given, **at)
        assert (found.day, found.last) == (DAY, DAY + dt.timedelta(6))


@pytest.mark.parametrize(
    ("where", "example"),
    [
        ("platform=facebook", "{'platform': 'facebook'}"),
        ("facebook", "{'platform': 'facebook'}"),
        (5, "{'platform': 'facebook'}"),
        (["platform=facebook"], "{'platform': 'facebook'}"),
        ({5: "facebook"}, "{'platform': 'facebook'}"),
        ([("platform",)], "{'platform': 'facebook'}"),
        ({"platform"}, "{'platform': 'facebook'}"),
        (True, "{'platform': 'facebook'}"),
    ],
)
def test_what_is_no_filter_is_answered_with_how_to_write_one(sample: Warehouse, where: object, example: str) -> None:
    at = {"warehouse": sample.directory}
    for ask in (lambda: measure("posts", where=where, **at), lambda: data_quality.check(where, **at)):
        with pytest.raises(WrongArgument) as error:
            ask()
        assert f"Filters are written as {example}, not as " in str(error.value)


@pytest.mark.parametrize("value", [None, float("nan"), pd.NA, pd.NaT, ["facebook", None]])
def test_a_missing_value_is_no_filter(sample: Warehouse, value: object) -> None:
    with pytest.raises(WrongArgument, match="is not a filter value"):
        measure("posts", where={"platform": value}, warehouse=sample.directory)


def test_filters_and_breakdowns_come_in_many_forms(sample: Warehouse) -> None:
    def posts(where: object = None, by: object = ()) -> list[int]:
        return measure("posts", by, where, warehouse=sample.directory)["posts"].tolist()

    facebook = posts({"platform": "facebook"})
    for same in ([("platform", "facebook")], (["platform", ["facebook"]],)):
        assert posts(same) == facebook
    for name in (pd.Series(["facebook"]), {"facebook"}, (each for each in ["facebook"])):
        assert posts({"platform": name}) == facebook
    assert posts(by=None) == posts(None, ()) == posts({}, []) == posts(Selection())
    by_platform = posts(by=["platform"])
    assert by_platform == posts(by="platform") == posts(by=DIMENSIONS["platform"]) == posts(by=pd.Index(["platform"]))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ({"metrics": None}, "Give at least one metric"),
        ({"metrics": 5}, "not the name of a metric"),
        ({"metrics": ["posts", None]}, "None is not the name of a metric. Write a name such as 'posts'"),
        ({"metrics": "posts", "by": 5}, "5 is not the name of a dimension. Write a name such as 'platform'"),
        ({"metrics": "posts", "by": ["platform", None]}, "not the name of a dimension"),
        ({"metrics": "posts", "assumptions": 1_000_000}, "Assumptions are written as"),
        ({"metrics": "posts", "assumptions": {"facebook": 1_000_000}}, "Assumptions are written as"),
        ({"metrics": "posts", "assumptions": "facebook=5"}, "Assumptions are written as"),
        ({"metrics": "posts", "assumptions": {"universe": "many"}}, "whole number of accounts, 1 or more, not 'many'"),
        ({"metrics": "posts", "assumptions": {"universe": {"facebook": 1.5}}}, "whole number of accounts"),
        ({"metrics": "posts", "assumptions": {"universe": {"facebook": True}}}, "whole number of accounts"),
        ({"metrics": "posts", "assumptions": {"universe": {"facebook"}}}, "whole number of accounts"),
    ],
)
def test_what_cannot_be_meant_gets_a_sentence(sample: Warehouse, question: dict[str, object], said: str) -> None:
    with pytest.raises(MeasureError, match=said):
        measure(**question, warehouse=sample.directory)


def test_a_sentence_repeats_no_more_than_the_beginning_of_what_was_given() -> None:
    with pytest.raises(WrongArgument) as error:
        Selection("x" * 10_000)
    assert len(str(error.value)) < 300


def test_assumptions_may_be_a_dict(sample: Warehouse) -> None:
    names = ["unique_reach_upper", "unique_reach_modelled"]
    declared = {"universe": {"facebook": np.int64(400_000)}, "overlap": "chance"}
    by_dict, by_object = (
        measure(names, where={"platform": "facebook"}, assumptions=each, warehouse=sample.directory)
        for each in (declared, Assumptions({"facebook": 400_000}, "chance"))
    )
    assert by_dict.equals(by_object)
    assert answer(by_dict).assumed == Assumptions({"facebook": 400_000}, "chance")
    assert by_dict.attrs["answer"]["assumed"] == {"universe": {"facebook": 400_000}, "overlap": "chance", "within": ""}


def questions() -> list[dict[str, object]]:
    own = Metric("own", "Own", "{shares} / {posts}", Kind.RATIO, "ratio", "Own.")
    return [
        {"metrics": list(METRICS)},
        {
            "metrics": [own, "posts"],
            "by": ["platform", "week"],
            "where": Selection({"campaign": "migrationmeans", "hour": 9}, DAY),
        },
        {
            "metrics": ["posts", "impressions", "thunderclap_social_reach"],
            "by": "day",
            "as_of": dt.datetime(2014, 8, 19),
        },
        {"metrics": ["posts", "shares", "impressions"], "by": ["contributor_type"]},
        {"metrics": ["posts"], "by": ["contributor_type", "platform"], "where": {"campaign": "migrationmeans"}},
        {
            "metrics": ["frequency", "unique_reach_upper"],
            "by": "platform",
            "assumptions": Assumptions({"facebook": 400_000}),
        },
    ]


@pytest.mark.parametrize("question", first(3, questions()))
def test_an_answer_can_be_saved_with_all_that_it_says(sample: Warehouse, question: dict[str, object], tmp_path) -> None:
    found = measure(**question, warehouse=sample.directory)
    kept = json.loads(json.dumps(found.attrs, allow_nan=False))
    found.to_parquet(tmp_path / "answer.parquet")
    again = pd.read_parquet(tmp_path / "answer.parquet")
    pd.testing.assert_frame_equal(again, found, check_dtype=False)
    assert again.attrs == kept
    assert set(kept) == {"answer"}
    assert answer(again) == answer(found)
    assert [each.template for each in answer(again).warnings] == [each.template for each in answer(found).warnings]


def test_an_answer_that_was_saved_can_be_added_up_and_asked_again(sample: Warehouse, tmp_path) -> None:
    where = Selection({"week": "2014-08-18"}, "2014-08-19")
    found = measure(["posts", "contributors"], "platform", where, "2014-12-01", warehouse=sample.directory)
    found.to_parquet(tmp_path / "answer.parquet")
    again = pd.read_parquet(tmp_path / "answer.parquet")
    assert total(again, "posts") == total(found, "posts") > 0
    with pytest.raises(MeasureError, match="cannot be added up"):
        total(again, "contributors")
    with duckdb.connect(sample.directory / f"version-{answer(again).data_version:06}.duckdb", read_only=True) as con:
        (sql,), (params,) = answer(again).sql, answer(again).params
        assert con.execute(sql, params).df()["posts"].tolist() == found["posts"].tolist()


def test_lists_can_be_saved_too(sample: Warehouse, tmp_path) -> None:
    at = {"warehouse": sample.directory}
    period = Selection({"campaign": "migrationmeans"}, "2014-06-20", DAY)
    frames = [
        listings.events(period, DAY, **at),
        listings.thunderclaps(period, DAY, **at),
        listings.concentration(period, DAY, **at),
        listings.sources(period, as_of=DAY, **at),
        listings.publishable_posts(period, as_of=DAY, **at)[0],
        claims.ledger(as_of=DAY, **at),
        by_platform.by_platform(period, DAY, **at),
        follower_concentration.largest_accounts("potential_reach", period, DAY, **at),
        engagement_rates.with_intervals("engagement_rate_by_followers", "media_type", period, DAY, **at),
        engagement_spread.by_dimension("platform", period, DAY, **at),
        engagement_hours.by_weekday_and_hour("UTC", period, DAY, **at),
        engagement_age.by_age(period, DAY, **at),
        event_study.above_baseline(DAY, **at).days,
        data_quality.check(period, **at),
    ]
    for place, frame in enumerate(frames):
        json.dumps(frame.attrs, allow_nan=False)
        frame.to_parquet(tmp_path / f"{place}.parquet")


def test_a_break_comes_back_from_what_an_answer_says() -> None:
    announced = SeriesBreak(DAY, "twitter", "Twitter / X", "Twitter counts anew.")
    assert SeriesBreak.of(json.loads(json.dumps(announced.as_dict()))) == SeriesBreak.of(announced) == announced


def test_a_misspelt_breakdown_raises_the_same_error_alone_and_among_others(sample: Warehouse) -> None:
    for by in ("platfrom", ["mission", "platfrom"]):
        with pytest.raises(UnknownName, match="Did you mean 'platform'"):
            measure("posts", by, warehouse=sample.directory)
