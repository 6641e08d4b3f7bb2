"""The Engagement page: its answer, with the sample, with own data, and where there is nothing to tell."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from tests.support.pages import AppTest, items, look, said, titles, unfolded

HEADER = ("Platform", "Post ID", "Posted at", "Account", "Contributor type", "Media", "Reactions", "Followers")


@pytest.fixture
def sample_page(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    return lambda **address: look("engagement", **address)


def answer(app: AppTest) -> str:
    return str(app.title[0].value)


def test_the_sample_has_too_few_authors_for_a_winner(sample_page: Callable[..., AppTest]) -> None:
    app = unfolded(sample_page())
    assert answer(app) == "Too few authors to say which format or platform has a higher engagement rate"
    text = said(app)
    assert "The median post has 2 reactions, comments and shares; one post in ten has at least 26." in text
    assert "Median by platform: Twitter / X 1 and Facebook 14." in text
    assert "Media type: not enough authors to compare" in titles(app)
    assert "Twitter / X: 98% of the engagement within a day" in titles(app)
    assert "Time zone: UTC." in text
    assert "Based on 4,437 posts." in text


def test_top_posts_may_be_listed_and_lead_to_all_of_them(sample_page: Callable[..., AppTest]) -> None:
    app = sample_page()
    assert len(items(app)) == 6
    assert any("posts?order=engagement" in each.value for each in app.get("html"))
    assert not [each for each in items(app) if "Person" in each]


def test_another_dimension_and_time_zone_are_in_the_address(sample_page: Callable[..., AppTest]) -> None:
    app = sample_page(rate_by="platform", zone="Africa/Nairobi")
    assert "Platform: not enough authors to compare" in said(app)
    assert "Facebook has the highest median: 14" in titles(app)
    assert "Time zone: Africa/Nairobi." in said(app)
    assert {"rate_by", "zone"} <= set(app.query_params)
    app = sample_page(rate_by="likes", zone="Mars/Olympus", rate="likes")
    assert "Media type: not enough authors to compare" in said(app)
    assert "Time zone: UTC." in said(app)


def test_few_posts_say_what_is_needed(sample_page: Callable[..., AppTest]) -> None:
    app = sample_page(platform="tumblr")
    text = said(app)
    assert "6 posts have a known hour and engagement" in text
    assert "needs at least 500 posts" in text
    assert "Export the same posts again" in text


def test_other_languages(sample_page: Callable[..., AppTest]) -> None:
    assert answer(sample_page(lang="fr")).startswith("Trop peu d’auteurs")
    assert answer(sample_page(lang="es")).startswith("Hay muy pocos autores")


def test_own_posts_without_engagement_say_so(own_posts: Callable[..., Warehouse]) -> None:
    own_posts(*(f"Twitter,{n},2014-08-{n} 10:00,Public,KEN" for n in (10, 11)))
    app = look("engagement")
    assert answer(app) == "Engagement is not reported for these posts"
    assert not titles(app) or titles(app) == ["Filters"]
    assert "Import an export that has them." in said(app)


def test_no_posts_at_all(sample_page: Callable[..., AppTest]) -> None:
    app = sample_page(**{"platform": "tumblr", "from": "2014-06-20", "to": "2014-06-21"})
    assert answer(app) == "Engagement is not reported for these posts"


def test_a_format_whose_interval_lies_above_all_others_is_the_answer(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))
    with (tmp_path / "posts.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADER)
        for n in range(80):
            kind, count = ("Photo", 50) if n % 2 else ("Link", 10)
            rows.writerow(("Twitter", n, "2014-08-19 10:00", f"account {n}", "Public", kind, count, 1000))
    (receipt,) = import_files([tmp_path / "posts.csv"], warehouse)
    assert receipt.accepted == 80, warehouse.rejects()["reason"].tolist()
    app = look("engagement")
    assert answer(app) == "Photo has a clearly higher engagement rate than any other media type: 5.0%"
