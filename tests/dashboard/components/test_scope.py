"""What a page is about: one campaign or all posts, and the days that this covers; heading and numbers speak of the
same."""

from __future__ import annotations

import re
import shutil
from typing import Any

import pytest

from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from tests.support.examples import first
from tests.support.pages import AppTest, look, said, unfolded

PAGES = ("", "claims", "reach", "contributions", "thunderclap", "events", "posts", "quality")


@pytest.fixture(scope="module")
def mixed(sample: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The sample, and 250 posts that belong to no campaign."""
    folder = tmp_path_factory.mktemp("mixed")
    shutil.copytree(sample.directory, folder / "warehouse")
    rows = "".join(f"Twitter,9{place:05},2014-09-{1 + place % 28:02} 10:00,General public\n" for place in range(250))
    (folder / "posts.csv").write_text(f"Platform,Post ID,Posted at,Contributor type\n{rows}", encoding="utf-8")
    warehouse = Warehouse(folder / "warehouse")
    (receipt,) = import_files([folder / "posts.csv"], warehouse)
    assert receipt.accepted == 250
    return warehouse


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


@pytest.fixture
def with_others(mixed: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(mixed.directory))


def tile(app: AppTest, label: str) -> tuple[str, str]:
    (found,) = [each for each in app.metric if each.label == label]
    return found.value, found.delta


def about(app: AppTest) -> str:
    """What stands below the title."""
    return re.sub("\\s", " ", str(app.caption[0].value))


# -- one campaign, or all posts


@pytest.mark.usefixtures("with_others")
def test_heading_number_and_target_speak_of_the_same_posts() -> None:
    app = look()
    assert app.title[0].value.startswith("#MigrationMeans passed its target")
    assert tile(app, "Posts") == ("4,437", "111% of the target of 4,000")
    assert "Twitter / X has the most: 3,013 posts (68%)" in said(app)
    assert "111% of the target reached" in said(app)
    assert "#MigrationMeans" in about(app)
    assert not app.query_params


@pytest.mark.usefixtures("with_others")
def test_all_posts_are_called_so_and_have_no_target() -> None:
    app = look(campaign="all")
    assert app.title[0].value.startswith("All posts: ")
    assert tile(app, "Posts") == ("4,687", "original posts, shared posts, replies and Thunderclap posts")
    assert "of the target" not in said(app)
    assert "All posts" in about(app)
    assert app.query_params == {"campaign": "all"}


@pytest.mark.usefixtures("with_others")
def test_posts_of_no_campaign_can_be_looked_at_by_themselves() -> None:
    app = look(campaign="none")
    assert (app.title[0].value, tile(app, "Posts")[0]) == ("No campaign: 250 posts", "250")


NOTE = "250 posts without a campaign are not counted here."


@pytest.mark.parametrize("name", first(2, PAGES))
@pytest.mark.usefixtures("with_others")
def test_how_many_posts_belong_to_no_campaign_is_said_once_where_a_page_is_about_one(name: str) -> None:
    assert said(look(name, campaign="migrationmeans")).count(NOTE) == (name != "claims"), (
        "figures have filters of their own"
    )
    assert NOTE not in said(look(name, campaign="all"))


@pytest.mark.usefixtures("with_others")
def test_it_is_said_in_the_readers_language_and_not_of_themselves() -> None:
    assert "250 publicaciones sin campaña no se cuentan aquí." in said(look(lang="es"))
    assert NOTE not in said(look(campaign="none"))


@pytest.mark.long
@pytest.mark.usefixtures("with_others")
def test_how_a_number_was_counted_names_the_campaign_in_every_card() -> None:
    for name in ("", "contributions", "reach", "thunderclap"):
        explained = [each.value for each in unfolded(look(name)).markdown if "**Filters:**" in each.value]
        assert len(explained) >= 4
        figures = [each for each in explained if "each figure" in each]
        assert not [each for each in explained if "#MigrationMeans" not in each and each not in figures]


@pytest.mark.usefixtures("with_others")
def test_quality_and_claims_are_about_all_posts_until_a_campaign_is_chosen() -> None:
    app = look("quality")
    assert "All posts" in about(app)
    assert "250 of 4,687 posts belong to no campaign" in said(app)


@pytest.mark.parametrize("name", first(2, PAGES))
def test_where_every_post_belongs_to_a_campaign_nothing_is_said_of_others(name: str) -> None:
    assert "of no campaign" not in said(look(name, campaign="migrationmeans"))


def test_the_campaign_is_chosen_by_the_widget_and_stands_in_the_address() -> None:
    app = look()
    app.selectbox(key="campaign").select("all").run()
    assert app.title[0].value.startswith("All posts: ")
    assert app.query_params == {"campaign": "all"}
    app.selectbox(key="campaign").select("migrantheroes").run()
    assert app.title[0].value.startswith("#MigrantHeroes: ")
    assert app.query_params == {"campaign": "migrantheroes"}


def test_an_address_of_two_campaigns_shows_the_first_and_says_so() -> None:
    app = look(campaign=["migrantheroes", "migrationmeans"])
    assert app.title[0].value.startswith("#MigrantHeroes: ")
    assert "A page shows one campaign or all posts. Ignored: migrationmeans." in said(app)


# -- the period


def test_the_period_covers_all_that_the_campaign_holds_and_no_more() -> None:
    app = look("contributions")
    assert "20 Jun – 18 Dec 2014" in about(app)
    assert tile(app, "Contributions")[0] == "5,096"
    app = look("contributions", campaign="migrantheroes")
    assert "12 Jan – 26 Nov 2015" in about(app)
    assert tile(app, "Contributions")[0] == "180"
    app = look("contributions", campaign="all")
    assert "20 Jun 2014 – 26 Nov 2015" in about(app)
    assert tile(app, "Contributions")[0] == "5,276"


def test_a_period_that_ends_on_the_last_day_of_posts_is_a_period() -> None:
    app = look("contributions", campaign="all", to="2014-12-18")
    assert "20 Jun – 18 Dec 2014" in about(app)
    assert tile(app, "Contributions")[0] == "5,096"
    assert app.query_params == {"campaign": "all", "to": "2014-12-18"}


@pytest.mark.parametrize(
    "address",
    [
        {"campaign": "migrantheroes"},
        {"to": "2015-12-31"},
        {"from": "2015-02-01"},
        {"from": "2014-08-01", "to": "2014-08-31"},
        {"campaign": "migrantheroes", "from": "2014-07-01"},
        {"mission": "SOM"},
        {"mission": "unknown"},
    ],
)
def test_what_the_data_have_stays_in_the_address(address: dict[str, Any]) -> None:
    app = look("posts", **address)
    assert app.query_params == address
    assert not app.warning


def test_a_period_beyond_the_campaign_is_named_as_it_was_asked_for() -> None:
    app = look(to="2015-12-31")
    assert "20 Jun 2014 – 31 Dec 2015" in about(app)
    assert tile(app, "Posts")[0] == "4,437"


@pytest.mark.parametrize(
    "asked", [{"from": "2999-01-01"}, {"to": "1999-01-01"}, {"from": "2014-09-01", "to": "2014-08-01"}]
)
def test_days_that_nothing_can_have_are_named_and_left_out(asked: dict[str, Any]) -> None:
    app = look(**asked)
    for day in asked.values():
        assert day in app.warning[0].value
    assert "20 Jun – 18 Dec 2014" in about(app)
    app.selectbox(key="campaign").select("all").run()
    assert app.query_params == {"campaign": "all"}


def test_another_campaign_brings_its_days_and_a_chosen_period_stays() -> None:
    app = look()
    app.selectbox(key="campaign").select("migrantheroes").run()
    assert "12 Jan – 26 Nov 2015" in about(app)
    app = look(**{"from": "2014-08-01", "to": "2014-08-31"})
    app.selectbox(key="campaign").select("all").run()
    assert "1–31 Aug 2014" in about(app)


@pytest.mark.usefixtures("with_others")
def test_posts_without_a_campaign_are_one_click_away() -> None:
    app = look()
    assert NOTE in said(app)
    app.button(key="show_others").click().run()
    assert not app.exception
    assert tile(app, "Posts")[0] == "250"
    assert NOTE not in said(app)
    assert app.query_params["campaign"] in ("none", ["none"])
