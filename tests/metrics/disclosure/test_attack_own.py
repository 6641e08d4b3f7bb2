"""Attacks by metrics of one's own: none reads a voice, or who somebody is, and none picks single posts of a voice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.store.warehouse import Warehouse
from metrics import Kind, MeasureError, Metric, NotCarried, VoicesNotShown, measure
from metrics.disclosure import voices
from tests.support.attacking import VOICE


@pytest.fixture(params=["sample", "other"])
def folder(request: pytest.FixtureRequest, sample: Warehouse, other: Path) -> Path:
    return sample.directory if request.param == "sample" else other


OWN = (
    "count(*) filter (where contributor_type = 'migrant')",
    "count(distinct contributor_type)",
    "min(contributor_type = 'migrant')",
    "sum(case when contributor_type in ('migrant', 'crisis_affected') then 1 else 0 end)",
    "max(case contributor_type when 'migrant' then 1 end)",
    "sum(items) / nullif(sum(case when contributor_type = 'migrant' then 0 else 1 end), 0)",
    "avg(coalesce(nullif(contributor_type, 'migrant') is null, false))",
    "count(distinct contributor) filter (where contributor_type = 'migrant')",
    "{posts} / count(distinct contributor_type)",
    "{posts} - sum(items) filter (where not contributor_type = 'migrant')",
    "count(*) filter (where \"contributor_type\" = 'migrant')",
    "count(*) filter (where Contributor_Type = 'migrant')",
    "count(*) filter (where post_latest.contributor_type = 'migrant')",
    "count(*) filter (where posted_on_behalf)",
    "count(distinct contributor_basis)",
    "count(*) filter (where consent is null)",
    "sum(case when (select count(*) from missions where contributor_type = 'migrant') > 0 then 1 else 0 end)",
    "count(*) filter (where (select count(*) from missions where post_latest.contributor_type = 'migrant') > 0)",
    "count(*) filter (where 'migrant' in (select contributor_type from missions))",
    "count(*) filter (where (select count(*) from missions where posted_on_behalf) > 0)",
    "min(contributor)",
    "max(post_id)",
    "sum(case when account = 'a' then 1 end)",
    "count(distinct case when account > 'a' then 1 end)",
)
"""Metrics that read voices, or what comes with them, or who somebody is."""
PICKING = (
    "sum(case when reach = 123 then 1 end)",
    "sum(reach) filter (where reach > 100)",
    "max(reach)",
    "min(impressions)",
    "avg(shares)",
    "count(*)",
    "sum(case when mission = 'KEN' then 1 end)",
    "sum(distinct shares)",
    "count(distinct mission)",
    "sum(nullif(shares, 3))",
    "sum(shares * shares)",
    "sum(shares - 1)",
    "sum(shares_items)",
    "sum(shares) / sum(shares_items)",
    "sum(items) filter (where mission = 'KEN')",
    "sum(reach / (reach - 123))",
    "sum(coalesce(reach, 0))",
    "count(reach)",
    "sum(case when day = date '2014-08-19' then shares end)",
    "sum(items * shares)",
)
"""Metrics that pick single posts, values or places."""


def own(sql: str, base: str = "posts") -> Metric:
    return Metric("own", "Own", sql, Kind.COUNT, "posts", "", base=base)


@pytest.mark.parametrize("base", ["posts", "contributions", "votes", "supporters", "stories", "authors"])
def test_no_metric_of_one_s_own_reads_a_voice(sample: Warehouse, base: str) -> None:
    counted = {"supporters": "supporters", "votes": "votes"}.get(base, "items")
    for sql in OWN:
        for by in ("mission", "country", "day", ()):
            with pytest.raises(MeasureError):
                measure(own(sql.replace("items", counted), base), by, warehouse=sample.directory)


@pytest.mark.parametrize("by", [VOICE, (VOICE, "month"), (VOICE, "platform")])
def test_no_metric_of_one_s_own_picks_posts_of_a_voice(folder: Path, by: Any) -> None:
    for sql in PICKING:
        with pytest.raises((VoicesNotShown, NotCarried)):
            measure(own(sql), by, warehouse=folder)
        with pytest.raises((VoicesNotShown, NotCarried)):
            measure(own(sql), () if by == VOICE else by[1:], {VOICE: "migrant"}, warehouse=folder)


def test_without_the_rule_they_read_voices_and_pick_posts(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "tells", lambda question: False)
    placed = measure(own(OWN[0]), "mission", warehouse=sample.directory).set_index("mission")["own"]
    assert (placed > 0).sum() > 20
    for sql in PICKING:
        assert len(measure(own(sql), VOICE, warehouse=sample.directory)) > 1


def test_institutions_can_be_asked_for_and_nobody_else_is_named(folder: Path) -> None:
    by = measure("posts", "contributor", warehouse=folder)
    assert by["posts"].sum() == measure("posts", warehouse=folder)["posts"].sum()
    assert {"withheld"} < set(by["contributor"])
