"""The days around an event as the warehouse knows them: what is counted, what is left out, what is not known."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from data.store.warehouse import Warehouse
from metrics import KindError, MeasureError, Selection, answer, measure
from metrics.analyses import event_study
from metrics.analyses.event_study import Around, above_baseline
from metrics.statistics.event_effect import NotEstimable, Uplift
from tests.metrics.conftest import Builder

FIRST = dt.date(2014, 6, 1)
EVENT = dt.date(2014, 8, 19)
LAST = dt.date(2014, 8, 31)
IN_THE_WEEK = 24


def at(day: dt.date, hour: int = 12) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour))


def days(until: dt.date = LAST) -> list[dt.date]:
    return [FIRST + dt.timedelta(days=by) for by in range((until - FIRST).days + 1)]


def campaign(house: Builder, *, until: dt.date = LAST, day_off: dt.date | None = None) -> Builder:
    """One to three posts a day, and twelve on the event day."""
    for day in days(until):
        posts = 0 if day == day_off else 12 if day == EVENT else 1 + day.day * day.month % 3
        for _post in range(posts):
            house.post({"reactions": 3}, posted_at=at(day), campaigns=["c"])
    return house


def calendar(house: Builder, day: dt.date, event: str, kind: str = "observance") -> Builder:
    return house.insert(
        "events", {"day": day, "event": event, "kind": kind, "source": "a calendar", "is_synthetic": False}
    )


def thunderclap(house: Builder, first_sign_up: dt.date) -> Builder:
    """Launched on the event day, with five automatic posts."""
    house.insert(
        "thunderclaps",
        {"thunderclap": "t", "campaign": "c", "title": "All at once", "launched_at": at(EVENT), "is_synthetic": False},
    )
    for number, day in enumerate((first_sign_up, EVENT)):
        house.insert(
            "supporters",
            {
                "thunderclap": "t",
                "platform": "twitter",
                "supporter": f"s{number}",
                "signed_up": day,
                "connections": 10,
                "opted_out": False,
                "is_synthetic": False,
            },
        )
    for _post in range(5):
        house.post({"reactions": 1}, posted_at=at(EVENT), campaigns=["c"], post_kind="thunderclap")
    return house


def answered(found: Around) -> Uplift:
    assert isinstance(found.found, Uplift), found.found
    return found.found


def reason(found: Around) -> str:
    assert isinstance(found.found, NotEstimable)
    return found.found.reason


def on(found: Around, day: dt.date) -> pd.Series:
    return found.days.set_index("day").loc[pd.Timestamp(day)]


def test_event_days_stand_beside_the_median_of_their_weekday(sample: Warehouse) -> None:
    where = Selection({"campaign": "migrationmeans"})
    found = event_study.event_days(where, warehouse=sample.directory)
    days = measure(
        "posts", "day", {**dict(where.where), "post_kind": ["original", "reply", "share"]}, warehouse=sample.directory
    )
    counts = days.set_index("day")["posts"].reindex(pd.date_range("2014-06-20", "2014-12-18")).fillna(0)
    assert len(found) == 15
    known = found.dropna(subset="posts")
    for day, posts, typical in known[["day", "posts", "typical"]].itertuples(index=False):
        assert (posts, typical) == (
            counts[day],
            counts[pd.DatetimeIndex(counts.index).day_of_week == day.day_of_week].median(),
        )
    above = (known["posts"] - known["typical"]).tolist()
    assert above == sorted(above, reverse=True)
    short = event_study.event_days(Selection(where.where, "2014-08-19", "2014-08-30"), warehouse=sample.directory)
    assert short["typical"].isna().all(), "two of a weekday have no typical one"


@pytest.mark.long
def test_whether_there_is_an_estimate_is_known_without_making_it(sample: Warehouse) -> None:
    known = event_study.series("posts", Selection({"campaign": "migrationmeans"}), warehouse=sample.directory)
    told = {
        day: event_study.is_estimable(day, "posts", 7, known)
        for day in sorted({each.date() for each in known.events["day"]})
    }
    made = {day: isinstance(above_baseline(day, length=7, known=known).found, Uplift) for day in told}
    assert told == made
    assert set(told.values()) == {True, False}


def test_automatic_posts_are_counted_apart(house: Builder) -> None:
    thunderclap(campaign(house), EVENT).publish()
    found = above_baseline(EVENT)
    assert (on(found, EVENT)["posts"], on(found, EVENT)["automatic"], found.automatic) == (12, 5, 5)
    assert answered(found).observed == IN_THE_WEEK
    engagement = above_baseline(EVENT, "engagement")
    assert (answered(engagement).observed, engagement.automatic) == (3 * IN_THE_WEEK, 5)


def test_a_filter_on_kinds_holds_for_both(house: Builder) -> None:
    thunderclap(campaign(house), EVENT).publish()
    found = above_baseline(EVENT, where=Selection({"post_kind": "original"}))
    assert (answered(found).observed, found.automatic) == (IN_THE_WEEK, 0)
    with pytest.raises(MeasureError, match="Automatic posts have no baseline"):
        above_baseline(EVENT, where=Selection({"post_kind": "thunderclap"}))


def test_days_of_sign_ups_are_left_out_of_what_is_usual(house: Builder) -> None:
    thunderclap(campaign(house), dt.date(2014, 8, 10)).publish()
    found = above_baseline(EVENT)
    assert found.event == "All at once"
    assert answered(found).days_before == 79 - 9
    assert [on(found, EVENT + dt.timedelta(days=by))["part"] for by in (-10, -9, -1, 0, 6, 7)] == [
        "before",
        "sign-ups",
        "sign-ups",
        "window",
        "window",
        "after",
    ]
    too_early = above_baseline(dt.date(2014, 8, 12))
    assert "Sign-ups from 2014-08-10 to 2014-08-18 fall on these days." in reason(too_early)


def test_what_was_expected_stands_in_the_window_only(house: Builder) -> None:
    campaign(house).publish()
    frame = above_baseline(EVENT).days
    assert list(frame.columns) == ["day", "part", "posts", "automatic", "expected", "lower", "upper"]
    assert (frame["expected"].notna() == (frame["part"] == "window")).all()
    assert answer(frame).definitions
    assert "fitted on 79 days before the event" in " ".join(answer(frame).warnings)
    assert len(answer(frame).sql) == len(answer(frame).params) == 2


def test_a_day_without_posts_is_zero_only_where_the_data_cover_it(house: Builder) -> None:
    gap = dt.date(2014, 7, 2)
    house.post(platform="facebook", posted_at=at(LAST), campaigns=["c"])
    campaign(house, until=dt.date(2014, 8, 22), day_off=gap).publish()
    everywhere = above_baseline(EVENT, length=3)
    assert on(everywhere, gap)["posts"] == 0
    assert on(everywhere, LAST - dt.timedelta(days=1))["posts"] == 0
    assert "but the data end on 2014-08-22" in reason(above_baseline(EVENT, where=Selection({"platform": "twitter"})))


def test_engagement_that_nobody_knows_is_not_zero(house: Builder) -> None:
    campaign(house).post(posted_at=at(dt.date(2014, 9, 1)), campaigns=["c"]).publish()
    assert pd.isna(on(above_baseline(EVENT, "engagement"), dt.date(2014, 9, 1))["engagement"])


def test_a_selected_period_shortens_what_is_known(house: Builder) -> None:
    campaign(house).publish()
    assert "The data have 18," in reason(above_baseline(EVENT, where=Selection(start=dt.date(2014, 8, 1))))
    assert "but the data end on 2014-08-20" in reason(above_baseline(EVENT, where=Selection(end=dt.date(2014, 8, 20))))


def test_looking_back_a_window_is_not_over(house: Builder) -> None:
    campaign(house).publish()
    assert "but the data end on 2014-08-21" in reason(above_baseline(EVENT, as_of=dt.date(2014, 8, 21)))


def test_another_event_is_heeded_also_outside_the_selected_period(house: Builder) -> None:
    calendar(campaign(house), dt.date(2014, 8, 25), "Another Day").publish()
    assert "“Another Day” on 2014-08-25" in reason(above_baseline(EVENT, where=Selection(end=dt.date(2014, 8, 24))))


def test_the_day_of_the_calendar_is_in_the_label_without_remarks(house: Builder) -> None:
    calendar(campaign(house), EVENT, "World Humanitarian Day; Thunderclap").publish()
    found = above_baseline(EVENT)
    assert found.event == "World Humanitarian Day; Thunderclap"
    assert answered(found).label == "above baseline on World Humanitarian Day"


def test_news_are_no_day_of_the_calendar(house: Builder) -> None:
    calendar(campaign(house), EVENT, "A shipwreck", "news").publish()
    assert answered(above_baseline(EVENT)).label == "above baseline"


def test_a_control_takes_the_place_of_the_caveat_and_must_cover_the_days(house: Builder) -> None:
    calendar(campaign(house), EVENT, "World Humanitarian Day")
    for day in days():
        for _post in range(1 + day.day % 4):
            house.post(posted_at=at(day), campaigns=["other"])
    house.post(posted_at=at(EVENT), campaigns=["late"]).publish()
    mine = Selection({"campaign": "c"})
    compared = above_baseline(EVENT, where=mine, control=Selection({"campaign": "other"}))
    assert answered(compared).label == "above baseline"
    assert "Compared with campaign other:" in " ".join(answer(compared.days).warnings)
    assert "has no data on some of these days" in reason(
        above_baseline(EVENT, where=mine, control=Selection({"campaign": "late"}))
    )


def test_what_does_not_add_up_has_no_baseline(house: Builder) -> None:
    campaign(house).publish()
    for metric in ("contributors", "engagement_rate_by_impressions", "thunderclap_supporters"):
        with pytest.raises(KindError, match="no baseline"):
            above_baseline(EVENT, metric)


def test_without_any_posts_there_is_a_reason_and_no_days(house: Builder) -> None:
    house.publish()
    found = above_baseline(EVENT)
    assert found.days.empty
    assert "The data have 0," in reason(found)
