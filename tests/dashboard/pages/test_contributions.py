"""The Contributions page: who contributed, what about, with which hashtags, and who came back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.store.warehouse import Warehouse
from metrics import measure
from tests.support.examples import first
from tests.support.pages import all_parts, cells, look, run, said, titles

WHERE = {"campaign": "migrationmeans"}


@pytest.fixture
def sample_data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    return sample


@pytest.mark.usefixtures("sample_data")
def test_it_answers_who_contributed_what_about_and_who_came_back() -> None:
    app = all_parts(look("contributions"))
    assert app.title[0].value == "1,853 contributors from 52 missions published 4,437 posts"
    assert "569 of 1,853 contributors came back in a later month." in said(app)
    assert "Posts published by: Person 2,497 (56%), Office 1,430 (32%) and Organization 510 (11%)." in said(app)
    assert "The area of work with most posts: Integration and social cohesion (1,660 posts)." in said(app)
    assert "569 of 1,853 contributors came back in a later month (31%)" in titles(app)
    assert "#imd2014 + #migrationmeans most often: 127 posts" in titles(app)
    assert "53 of 53 missions and offices with posts publish original posts of their own" in titles(app)
    assert "Integration and social cohesion has the most: 1,660 posts" in titles(app)


def test_its_table_of_offices_has_the_numbers_of_measure(sample_data: Warehouse) -> None:
    asked = {**WHERE, "mission": "SOM"}
    by = measure("posts", ["account_type", "post_kind"], asked).set_index(["account_type", "post_kind"])["posts"]
    originals, every = by["office", "original"], by.sum()
    shared = by["office"].sum() - originals
    assert f"Somalia | {originals} | {shared} | {every - originals - shared}" in cells(look("contributions"))


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("fr", "1 contributeur de 1 mission a publié 1 publication"),
        ("es", "1 participante de 1 misión publicó 1 publicación"),
    ],
)
def test_one_contributor_publishes_in_the_singular(own_sheets: Callable[..., None], language: str, answer: str) -> None:
    header = "Platform,Post ID,Posted at,Account,Contributor type,Mission"
    own_sheets(posts=f"{header}\nTwitter,1,2014-08-19 10:00,iom_kenya,IOM mission,Kenya\n")
    assert look("contributions", lang=language).title[0].value == answer


def test_what_is_recorded_of_no_post_is_one_line_and_no_chart(own_posts: Callable[..., Warehouse]) -> None:
    own_posts("Twitter,1,2014-08-19 10:00,IOM mission,Kenya", "Twitter,2,2014-08-20 10:00,IOM mission,Kenya")
    app = all_parts(look("contributions"))
    assert "Not recorded in these data: area of work" in said(app)
    assert "Posts by area of work" not in said(app)


@pytest.mark.usefixtures("sample_data")
@pytest.mark.parametrize("language", first(1, ["fr", "es"]))
def test_it_speaks_the_readers_language(language: str) -> None:
    app = look("contributions", lang=language)
    assert {"fr": "Intégration et cohésion sociale", "es": "Integración y cohesión social"}[language] in said(app)
    assert "{" not in app.title[0].value


def test_a_few_posts_of_unknown_contributors_say_so(own_posts: Callable[..., Warehouse]) -> None:
    own_posts("Twitter,1,2014-08-19 10:00,,")
    app = all_parts(look("contributions"))
    assert app.title[0].value == "1 post; the contributors are not recorded"
    assert "No hashtags used together" in titles(app)


@pytest.mark.usefixtures("sample_data")
def test_a_folded_part_is_made_when_it_is_opened() -> None:
    app = look("contributions")
    assert "What the posts are about" in [each.label for each in app.expander]
    assert "Posts by area of work" not in said(app)
    before = len(app.get("plotly_chart"))
    app.session_state["about_what"] = True
    run(app)
    assert "Posts by area of work" in said(app)
    assert len(app.get("plotly_chart")) == before + 5
