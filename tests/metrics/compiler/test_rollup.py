"""Small tables answer what large ones would: the same question gives the same number wherever it is read."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from unittest import mock

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.privacy import told_tables
from data.schema import OTHER_ACCOUNTS
from data.store import derived
from metrics import DIMENSIONS, METRICS, Kind, Selection, answer, measure
from metrics.compiler.planner import Question, _build, carried, queries, relation, with_days
from metrics.definitions.fact_tables import CONTRIBUTOR_DAY, DAILY, FACT_TABLES, POST_LATEST
from metrics.disclosure import voices
from tests.support.examples import examples

ON_POSTS = [metric.name for metric in METRICS.values() if metric.base == "posts"]
ADDITIVE = [name for name in ON_POSTS if METRICS[name].kind.adds]

number = st.none() | st.integers(0, 50)
post = st.fixed_dictionaries(
    {
        "platform": st.sampled_from(["twitter", "facebook"]),
        "account": st.sampled_from(["a", "b", "c"]),
        "posted_at": st.datetimes(dt.datetime(2014, 6, 28), dt.datetime(2014, 7, 8)),
        "followers": number,
        "campaigns": st.lists(st.sampled_from(["heroes", "means"]), unique=True).map(sorted),
        "hashtags": st.lists(st.sampled_from(["x", "y"]), unique=True).map(sorted),
        "language": st.sampled_from(["fr", "unknown"]),
        "region": st.sampled_from(["NBO", "unknown"]),
        "mission": st.sampled_from(["KEN", "unknown"]),
        "mission_kind": st.sampled_from(["country", "unknown"]),
        "country": st.sampled_from(["KEN", "unknown"]),
        "contributor_type": st.sampled_from(["staff", "migrant"]),
        "post_kind": st.sampled_from(["original", "share"]),
        "own_account": st.sampled_from(["IOM Kenya (Facebook)", OTHER_ACCOUNTS]),
        "theme": st.sampled_from(["work", "unknown"]),
        "thematic_area": st.sampled_from(["labour", "unknown"]),
        "counts": st.fixed_dictionaries(
            dict.fromkeys(("impressions", "reach", "reactions", "shares", "clicks", "views"), number)
        ),
    }
)
two_dimensions = st.lists(st.sampled_from(sorted(carried(FACT_TABLES["posts"]))), unique=True, max_size=2)
selections = st.builds(
    Selection,
    st.fixed_dictionaries(
        {},
        optional={
            "platform": st.sampled_from(["twitter", "youtube"]),
            "campaign": st.sampled_from(["means", "none"]),
            "theme": st.just("unknown"),
        },
    ),
    start=st.none() | st.just(dt.date(2014, 7, 1)),
)
patient = examples(3)


@pytest.fixture
def fresh(new_house, monkeypatch):
    """A warehouse anew for each example, of which everything is told."""
    monkeypatch.setattr(voices, "tells", lambda _: False)
    monkeypatch.setattr(told_tables, "decide", lambda _: None)

    def build(posts):
        house = new_house().insert("campaigns", {"campaign": "means"})
        for each in posts:
            house.post(**each)
        house.publish()

    return build


def only_single_posts():
    """As if the rollups did not exist."""
    relation.cache_clear()
    _build.cache_clear()
    return mock.patch.dict(FACT_TABLES, posts=replace(FACT_TABLES["posts"], relations=(POST_LATEST,)))


@patient
@given(posts=st.lists(post, max_size=12), by=two_dimensions, where=selections)
def test_the_rollup_the_single_posts_and_the_history_agree(fresh, posts, by, where):
    fresh(posts)
    rolled_up = measure(ON_POSTS, by=by, where=where)
    with only_single_posts():
        single = measure(ON_POSTS, by=by, where=where)
    history = measure(ON_POSTS, by=by, where=where, as_of=dt.date(2100, 1, 1))
    relation.cache_clear()
    _build.cache_clear()
    pd.testing.assert_frame_equal(rolled_up, single)
    pd.testing.assert_frame_equal(rolled_up, history)
    now, before = answer(rolled_up), answer(history)
    assert (now.coverage, now.unknown, now.synthetic) == (before.coverage, before.unknown, before.synthetic)


@patient
@given(posts=st.lists(post, max_size=12), by=two_dimensions, where=selections)
def test_the_tables_of_a_large_warehouse_agree_with_the_single_posts(fresh, monkeypatch, posts, by, where):
    monkeypatch.setattr(derived, "MANY_ROWS", 0)
    fresh(posts)
    rolled_up = measure(ON_POSTS, by=by, where=where)
    with only_single_posts():
        single = measure(ON_POSTS, by=by, where=where)
    relation.cache_clear()
    _build.cache_clear()
    pd.testing.assert_frame_equal(rolled_up, single)


def test_contributors_of_one_row_are_counted_beside_those_of_several(house, monkeypatch):
    monkeypatch.setattr(derived, "MANY_ROWS", 0)
    for account, mission in (("a", "KEN"), ("a", "UGA"), ("b", "KEN"), ("b", "KEN"), ("c", "UGA"), (None, "UGA")):
        house.post(account=account, mission=mission, contributor=account)
    house.publish()
    rows = "SELECT mission, contributor, single_contributors, items FROM contributor_total ORDER BY ALL"
    assert house.con.execute(rows).fetchall() == [
        ("KEN", "a", 0, 1),
        ("KEN", None, 1, 2),
        ("UGA", "a", 0, 1),
        ("UGA", None, 1, 2),
    ]
    assert measure(["contributors"])["contributors"].tolist() == [3]
    assert measure(["contributors"], by=["mission"])["contributors"].tolist() == [2, 2]


@patient
@given(posts=st.lists(post, max_size=12), by=two_dimensions)
def test_what_adds_adds_up_to_the_total_whatever_it_is_broken_down_by(fresh, posts, by):
    fresh(posts)
    single = [name for name in by if not DIMENSIONS[name].many]
    whole = measure(ADDITIVE).iloc[0]
    parts = measure(ADDITIVE, by=single)
    assert (
        parts[ADDITIVE].sum(min_count=1).astype("Int64").fillna(0).tolist() == whole.astype("Int64").fillna(0).tolist()
    )


@patient
@given(posts=st.lists(post, min_size=1, max_size=12), by=two_dimensions)
def test_different_things_are_never_more_than_the_parts_together(fresh, posts, by):
    fresh(posts)
    names = ["contributors", "unique_reach_lower", "unique_reach_upper", "potential_reach"]
    whole = measure(names).iloc[0]
    parts = measure(names, by=by)
    for name in names:
        assert whole[name] is pd.NA or whole[name] <= parts[name].sum()


def tables(*names, by=(), where=None, as_of=None):
    """The tables a question reads."""
    question = Question(tuple(METRICS[name] for name in names), tuple(by), where or Selection(), as_of)
    return [next(line.split()[-1] for line in query.sql.splitlines() if "FROM" in line) for query in queries(question)]


def test_each_number_reads_the_smallest_table_that_can_answer():
    assert tables("posts", "impressions", "amplification", "missions", by=["mission", "week"]) == ["publisher_day"]
    assert tables("posts", "impressions", by=["platform"]) == ["publisher_total"]
    assert tables("posts", by=["language"]) == ["daily"]
    assert tables("posts", "contributors", by=["mission"]) == ["publisher_total", "contributor_total"]
    assert tables("contributors", where=Selection(start=dt.date(2014, 7, 1))) == ["contributor_day"]
    assert tables("posts", by=["contributor"]) == ["contributor_day"]
    assert tables("posts", by=["hour"]) == tables("posts", where=Selection({"hashtag": "x"})) == ["post_details"]
    assert tables("unique_reach_lower") == ["post_details"]  # the largest sum of a day is no largest post
    assert tables("engagement_rate_by_reach", by=["hour"]) == ["post_latest"]
    assert tables("posts", "contributors", as_of=dt.date(2014, 12, 18)) == ["post_history"]


def test_days_are_read_from_the_smallest_table_that_has_what_is_filtered_by():
    def read(**where):
        return with_days("posts", Selection(where)).name

    assert read() == read(campaign="x", mission="KEN", account="IOM Kenya") == "publisher_day"
    assert read(language="fr") == "daily"
    assert read(contributor="x") == "contributor_day"
    assert read(hashtag="x", language="fr") == "post_details"
    assert with_days("contributions", Selection({"mission": "KEN"})).name == "contribution_day"


def test_the_tables_named_here_are_the_tables_of_the_warehouse(house):
    for base in FACT_TABLES.values():
        for table in filter(None, (*base.relations, base.history)):
            there = {row[0] for row in house.con.execute(f"DESCRIBE {table.name}").fetchall()}
            assert table.columns <= there, table.name
    assert {DAILY.rollup, CONTRIBUTOR_DAY.rollup} == {True}


def test_no_kind_lacks_its_meaning():
    assert all(kind.meaning and kind.advice for kind in Kind)
