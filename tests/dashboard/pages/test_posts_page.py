"""The Posts page: what it answers, its order, and the file of what it lists."""

from __future__ import annotations

import io
from collections.abc import Callable
from html import unescape
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from data.store.warehouse import Warehouse
from metrics.analyses import listings
from tests.support.pages import AppTest, items, look, run, said, unfolded


@pytest.fixture
def sample_data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    return sample


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What download buttons were drawn with."""
    drawn: list[tuple[Any, ...]] = []
    monkeypatch.setattr(st, "download_button", lambda *given, **named: drawn.append(given))
    return drawn


def title(**address: Any) -> str:
    return str(look("posts", **address).title[0].value)


@pytest.mark.usefixtures("sample_data")
def test_the_answer_is_how_many_may_be_read_and_how_many_are_only_counted() -> None:
    app = look("posts")
    assert app.title[0].value == "1,743 posts may be read one by one; 2,694 are only counted"
    assert "All others are listed only with valid consent" in said(app)
    assert title(search="dreams") == "17 posts contain “dreams”"
    assert title(search="zzzz") == "0 posts contain “zzzz”"
    assert (
        title(lang="fr")
        == "1\u202f743 publications peuvent être lues une à une\u00a0; 2\u202f694 sont seulement comptées"
    )


def test_where_nothing_is_withheld_it_is_not_mentioned(own_posts: Callable[..., Warehouse]) -> None:
    own_posts("Twitter,1,2014-08-19 10:00,Public,KEN")
    assert title() == "0 posts may be read one by one; 1 is only counted"


@pytest.mark.parametrize("order", [each for each in listings.ORDERS if each not in ("newest", "oldest")])
def test_posts_come_in_the_order_of_every_count(sample_data: Warehouse, order: listings.Order) -> None:
    found, _count = listings.publishable_posts(order=order, limit=50, warehouse=sample_data.directory)
    values = found[order].dropna().tolist()
    assert values == sorted(values, reverse=True)
    assert found[order].isna().tolist() == sorted(found[order].isna().tolist()), "unknown ones last"


@pytest.mark.usefixtures("sample_data")
def test_the_file_has_every_post_of_the_list_in_its_order_and_where_it_is_from(
    downloads: list[tuple[Any, ...]],
) -> None:
    app = look("posts", order="reach", mission="KEN", search="migration")
    assert app.selectbox(key="order").value == "reach"
    ((_label, made, name, _mime),) = downloads
    table = pd.read_csv(io.BytesIO(made()))
    count = int(app.title[0].value.split()[0])
    assert len(table) == count > 20
    assert table["reach"].dropna().is_monotonic_decreasing
    assert set(table["mission_name"]) == {"Kenya"}
    assert set(table["synthetic"]) == {"yes"}
    assert set(table["filters"]) == {"campaign migrationmeans · mission KEN; text contains migration"}
    assert name.startswith("synthetic_posts_campaign-migrationmeans-mission-ken")
    assert name.endswith(".csv")
    assert not {"contributor", "contributor_type", "post_id"} & set(table.columns)
    assert "all other accounts" not in set(table["account"].dropna())


def test_a_text_in_the_file_is_never_a_formula(
    warehouse: Warehouse, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, downloads: list[tuple[Any, ...]]
) -> None:
    from data.importing.pipeline import import_files

    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))
    (tmp_path / "accounts.csv").write_text(
        "Platform,Account,Account type,Contributor type\nTwitter,house,Office,IOM staff\n", encoding="utf-8"
    )
    (tmp_path / "posts.csv").write_text(
        "Platform,Post ID,Posted at,Account,Contributor type,Text\nTwitter,1,2014-08-19 10:00,house,IOM staff,=1+1\n",
        encoding="utf-8",
    )
    import_files([tmp_path / "accounts.csv", tmp_path / "posts.csv"], warehouse)
    assert len(items(look("posts"))) == 1
    ((_label, made, *_rest),) = downloads
    assert "'=1+1" in made().decode("utf-8-sig")


def chips(app: AppTest) -> list[str]:
    return [each.label for each in app.button if str(each.key).startswith("clear_")]


@pytest.mark.parametrize(
    ("address", "chip"),
    [
        ({"country": "KEN"}, "Country or area: Kenya"),
        ({"thematic_area": "labour"}, "Area of work: Labour migration"),
        ({"theme": "health"}, "Theme: health"),
        ({"hashtag": "imd2014"}, "Hashtag: imd2014"),
        ({"language": "fr"}, "Language: French"),
        ({"media_type": "video"}, "Media type: Video"),
    ],
)
def test_the_address_narrows_the_list_and_a_button_clears_it(
    sample_data: Warehouse, address: dict[str, str], chip: str
) -> None:
    app = look("posts", **address)
    _, count = listings.publishable_posts({"campaign": "migrationmeans", **address}, warehouse=sample_data.directory)
    assert app.title[0].value.startswith(f"{count:,} post")
    assert chips(app) == [chip]
    app.button(key=f"clear_{next(iter(address))}").click()
    run(app)
    assert app.title[0].value.startswith("1,743 posts")
    assert not chips(app)
    assert not dict(app.query_params)


def test_where_no_post_may_be_listed_it_says_what_would_list_them(own_posts: Callable[..., Warehouse]) -> None:
    own_posts("Twitter,1,2014-08-19 10:00,,", "Twitter,2,2014-08-19 11:00,,")
    app = look("posts")
    assert app.title[0].value == "0 posts may be read one by one; 2 are only counted"
    assert "say on the Imports page which accounts are those of your offices" in said(app)
    assert "clear a filter" not in said(app)
    assert "No posts match." in said(look("posts", search="nothing"))


@pytest.mark.usefixtures("sample_data")
def test_a_value_that_the_data_do_not_have_is_named_and_left_out() -> None:
    app = look("posts", hashtag="zzz", country="XXX", media_type="video")
    assert "do not contain them: XXX, zzz." in said(app)
    assert chips(app) == ["Media type: Video"]


@pytest.mark.usefixtures("sample_data")
def test_charts_lead_to_the_posts_behind_their_parts() -> None:
    def links(path: str, **address: str) -> str:
        return unescape(" ".join(each.value for each in unfolded(look(path, **address)).get("html")))

    contributions = links("contributions")
    for scope in ("thematic_area=labour", "hashtag=imd2014", "country=KEN", "language=fr", "media_type=video"):
        assert f'href="posts?{scope}"' in contributions
    overview = links("", platform="facebook")
    assert 'href="posts?platform=facebook&from=2014-12-18&to=2014-12-18"' in overview
    assert 'href="posts?platform=facebook"' in overview
    assert "contributor_type=" not in contributions + overview
