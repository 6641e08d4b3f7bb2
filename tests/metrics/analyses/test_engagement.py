"""Engagement of typical posts, at hours of the week, and at ages of posts."""

from __future__ import annotations

import datetime as dt
import statistics
from pathlib import Path

import pandas as pd
import pytest

from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from metrics import MeasureError, Selection, VoicesNotShown, WrongArgument, answer, measure
from metrics.analyses.engagement_age import by_age
from metrics.analyses.engagement_hours import by_weekday_and_hour, stands_out
from metrics.analyses.engagement_rates import clearly_highest, with_intervals
from metrics.analyses.engagement_spread import by_dimension
from tests.conftest import Imported

WHERE = {"campaign": "migrationmeans"}
HEADER = "Platform,Post ID,Posted at,Captured at,Contributor type,Reactions"


@pytest.fixture
def own(imported: Imported) -> Warehouse:
    """Thirty posts of one Monday, 23:30 in UTC, each seen after a day and after a week; the nth has n reactions."""
    rows = [
        f"Twitter,{n},2014-08-18 23:30,{at},Public,{count}"
        for n in range(1, 31)
        for at, count in (("2014-08-19 23:30", n), ("2014-08-25 23:30", 2 * n))
    ]
    return imported({"posts.csv": "\n".join((HEADER, *rows))}, shared=True)


def test_the_sample_has_these_medians_and_top_tenths(sample: Warehouse) -> None:
    at = {"warehouse": sample.directory}
    (row,) = by_dimension("", WHERE, **at).to_dict("records")
    assert (row["n_posts"], row["median"], row["top_tenth"]) == (4437, 2, 26)
    found = by_dimension("platform", WHERE, **at).set_index("platform")
    assert found.loc["facebook", ["n_posts", "median", "top_tenth"]].tolist() == [1418, 14, 59]
    assert found.loc["twitter", ["n_posts", "median", "top_tenth"]].tolist() == [3013, 1, 7]
    assert found.loc["tumblr", ["median", "top_tenth"]].isna().all(), "six posts have no top tenth"
    asked = measure(["engagement", "posts"], "platform", WHERE, **at).set_index("platform")
    assert found["mean"].astype(float).round(9).to_dict() == (asked["engagement"] / asked["posts"]).round(9).to_dict()


def test_the_median_is_that_of_any_other_program(own: Warehouse) -> None:
    (row,) = by_dimension("", warehouse=own.directory).to_dict("records")
    counts = [2 * n for n in range(1, 31)]
    assert (row["median"], row["mean"]) == (statistics.median_low(counts), statistics.mean(counts))
    assert sum(count >= row["top_tenth"] for count in counts) == 3
    (row,) = by_dimension("", None, "2014-08-20", warehouse=own.directory).to_dict("records")
    assert row["median"] == 15, "with the counts of that day"


def test_hours_are_those_of_the_readers_time_zone(own: Warehouse) -> None:
    def only(zone: str) -> tuple[int, ...]:
        (row,) = by_weekday_and_hour(zone, warehouse=own.directory).to_dict("records")
        assert row["above_share"] == 0.5
        return int(row["weekday"]), int(row["hour"]), int(row["n_posts"]), int(row["above"])

    assert only("UTC") == (1, 23, 30, 15)
    assert only("Europe/Paris") == (2, 1, 30, 15)
    assert only("Asia/Kolkata") == (2, 5, 30, 15)
    assert only("America/Caracas") == (1, 19, 30, 15), "four and a half hours behind in 2014"


def test_hours_of_the_sample_have_all_its_posts_and_hide_small_cells(sample: Warehouse) -> None:
    found = by_weekday_and_hour("UTC", WHERE, warehouse=sample.directory)
    assert found["n_posts"].sum() == 4437
    assert found.loc[found["n_posts"] < 10, "above_share"].isna().all()
    assert found.loc[found["n_posts"] >= 10, "above_share"].between(0, 1).all()


def test_the_best_of_many_hours_stands_out_only_beyond_chance(sample: Warehouse) -> None:
    assert not stands_out(by_weekday_and_hour("UTC", WHERE, warehouse=sample.directory))
    quiet = pd.DataFrame({"n_posts": [20] * 100, "above": [10] * 100}).assign(above_share=0.5)
    assert not stands_out(quiet)
    assert not stands_out(quiet.assign(above=[15, *[10] * 99], above_share=[0.75, *[0.5] * 99])), "one in a hundred"
    assert stands_out(quiet.assign(above=[20, *[10] * 99], above_share=[1.0, *[0.5] * 99]))
    assert not stands_out(quiet.assign(above_share=None))


def test_posts_of_which_only_the_day_is_known_have_no_hour_and_no_age(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = [f"Twitter,{n},2014-08-18,2014-08-19,Public,{n}" for n in range(30)]
    (tmp_path / "posts.csv").write_text("\n".join((HEADER, *rows)), encoding="utf-8")
    import_files([tmp_path / "posts.csv"], warehouse)
    assert by_weekday_and_hour(warehouse=warehouse.directory).empty
    assert by_age(warehouse=warehouse.directory).empty
    assert len(by_dimension("platform", warehouse=warehouse.directory)) == 1


def test_a_share_at_an_age_compares_the_same_posts(own: Warehouse) -> None:
    found = by_age(warehouse=own.directory)
    assert found["age_hours"].tolist() == [24, 168]
    assert found["n_posts"].tolist() == [30, 30]
    assert found["of_last_share"].tolist() == [0.5, 1]
    assert found["mean"].tolist() == [15.5, 31]
    assert by_age(None, "2014-08-20", warehouse=own.directory).empty, "one snapshot was known by then"


def test_ages_of_the_sample(sample: Warehouse) -> None:
    found = by_age(WHERE, warehouse=sample.directory).set_index(["platform", "age_hours"])
    assert found.loc[("facebook", 24), "n_posts"] == 1298
    assert round(found.loc[("facebook", 24), "of_last_share"], 3) == 0.859
    assert round(found.loc[("twitter", 24), "of_last_share"], 3) == 0.977
    assert ("twitter", 720) not in found.index, "few posts were seen after a month"
    assert (found["n_posts"] >= 20).all()


def test_there_is_an_answer_to_look_up(sample: Warehouse) -> None:
    at = {"warehouse": sample.directory}
    for frame in (
        by_dimension("platform", WHERE, **at),
        by_weekday_and_hour("UTC", WHERE, **at),
        by_age(WHERE, **at),
        with_intervals("engagement_rate_by_followers", "media_type", WHERE, **at),
    ):
        assert answer(frame).sql


def test_voices_are_refused(sample: Warehouse) -> None:
    at, voice = {"warehouse": sample.directory}, Selection({"contributor_type": "migrant"})
    with pytest.raises(MeasureError):
        by_dimension("contributor_type", **at)
    with pytest.raises(MeasureError):
        by_dimension("hashtag", **at)
    for ask in (
        lambda: by_dimension("platform", voice, **at),
        lambda: by_weekday_and_hour("UTC", voice, **at),
        lambda: by_age(voice, **at),
    ):
        with pytest.raises(VoicesNotShown):
            ask()


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc", "Europe"])
def test_what_is_no_time_zone_is_refused(sample: Warehouse, zone: str) -> None:
    with pytest.raises(WrongArgument, match="is not a time zone"):
        by_weekday_and_hour(zone, warehouse=sample.directory)


def test_a_rate_says_how_many_posts_it_is_of(sample: Warehouse) -> None:
    found = with_intervals("engagement_rate_by_followers", "media_type", WHERE, warehouse=sample.directory)
    posts = measure("posts", "media_type", WHERE, warehouse=sample.directory).set_index("media_type")["posts"]
    assert found.set_index("media_type")["n_posts"].to_dict() == posts.to_dict()


def test_only_an_interval_above_all_others_is_clearly_highest() -> None:
    def highest(*rows: tuple[str, float, float | None, float | None]) -> str | None:
        frame = pd.DataFrame(rows, columns=["media_type", "rate", "lower_share", "upper_share"])
        found = clearly_highest(frame, "media_type", "rate")
        return None if found is None else str(found["media_type"])

    assert highest(("photo", 0.05, 0.04, 0.06), ("video", 0.02, 0.01, 0.03)) == "photo"
    assert highest(("photo", 0.05, 0.04, 0.06), ("video", 0.02, 0.01, 0.045)) is None
    assert highest(("photo", 0.05, 0.04, 0.06), ("video", 0.09, None, None)) is None, "nothing to compare with"
    assert highest(("photo", 0.05, 0.04, 0.06), ("unknown", 0.02, 0.01, 0.03)) is None


def test_a_day_may_be_a_text_or_a_moment(sample: Warehouse) -> None:
    at = {"warehouse": sample.directory}
    for day in ("2014-08-19", dt.datetime(2014, 8, 19, 9)):
        assert by_age(WHERE, day, **at).equals(by_age(WHERE, dt.date(2014, 8, 19), **at))
