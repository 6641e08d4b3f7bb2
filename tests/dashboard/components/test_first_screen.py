"""The first screen of an empty folder: the sample is looked at apart, and files come in step by step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from common import settings
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from metrics import measure
from tests.support.pages import AppTest, run, said

APP = Path(__file__).parents[3] / "app.py"
SHEET = "Platform,Post ID,Posted at,Text,Contributor type\nTwitter,{post},2014-08-19 10:00,#Means,Public\n"
EXPORT = (
    "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"
    '1,https://twitter.com/office/status/1,"words #Means",2021-01-05 12:56 +0000,10,1,1,1,0\n'
)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """A folder without data."""
    monkeypatch.setenv("REACH_WAREHOUSE", str(tmp_path / "own"))
    return Warehouse(tmp_path / "own")


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=120)
    for name, value in address.items():
        app.query_params[name] = value
    return run(app)


def press(app: AppTest, key: str) -> AppTest:
    next(each for each in app.button if each.key == key).click()
    return run(app)


def posts(app: AppTest) -> str:
    return str(next(each for each in app.metric if each.label == "Posts").value)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "What did your campaign achieve, and what may you say about it?"),
        ("fr", "Qu’a obtenu votre campagne, et que pouvez-vous en dire ?"),
        ("es", "¿Qué ha logrado su campaña y qué puede decir de ella?"),
    ],
)
def test_an_empty_folder_asks_and_writes_nothing(own: Warehouse, language: str, title: str) -> None:
    app = opened(lang=language)
    assert [each.value.replace("\u00a0", " ").replace("\u202f", " ") for each in app.title] == [title]
    assert not app.metric
    assert own.is_new


def test_the_sample_is_looked_at_in_a_folder_of_its_own_and_left_again(own: Warehouse) -> None:
    app = press(opened(), "sample")
    assert posts(app) == "4,437"
    assert "Synthetic sample data" in said(app)
    assert app.query_params["data"] in ("sample", ["sample"])
    assert own.is_new
    assert Warehouse(settings.sample_directory()).version == 1
    assert posts(opened(data="sample")) == "4,437", "a link opens it too"
    app = press(app, "leave_sample")
    assert "data" not in app.query_params
    assert not app.metric


@pytest.mark.long
def test_who_looks_at_the_sample_and_who_does_not_see_their_own_data(own: Warehouse, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(SHEET.format(post=1) + SHEET.format(post=2).splitlines()[1] + "\n", encoding="utf-8")
    import_files([sheet], own)
    one, two = opened(), opened(data="sample")
    for _ in range(2):
        assert (posts(run(one)), posts(run(two))) == ("2", "4,437")


def test_files_come_in_step_by_step(own: Warehouse) -> None:
    app = opened()
    app.file_uploader[0].set_value([("x.csv", EXPORT.encode(), "text/csv"), ("odd.csv", b"Nr,When\n1,2\n", "text/csv")])
    run(app)
    assert own.version == 0, "nothing is written before the button"
    table = app.dataframe[0].value
    assert table["Posts"].tolist() == [1]
    assert any("odd.csv" in each.value for each in app.warning)
    assert app.multiselect[0].value == ["means"]
    app.selectbox(key="first_mission").set_value("KEN")
    press(app, "begin")
    assert [each.value for each in app.title] == ["1 post is imported"]
    assert own.version == 1
    app = press(app, "open")
    assert (app.title[0].value, posts(app)) == ("#means: 1 post", "1")
    assert next(each for each in app.metric if each.label == "Missions taking part").value == "1"


def test_what_the_receipts_will_note_is_said_before_anything_is_written(own: Warehouse) -> None:
    app = opened()
    app.file_uploader[0].set_value([("x.csv", EXPORT.replace(",1,1,1,", ",1,1,many,").encode(), "text/csv")])
    run(app)
    assert own.version == 0
    assert "Note on 1 file" in [each.label for each in app.expander]
    assert any("likes" in each.value and "could not be read" in each.value for each in app.markdown)


PAGE = (
    "Post title,Post link,Created date,Impressions,Reposts\n"
    "One,https://www.linkedin.com/feed/update/urn:li:activity:7306192134921981953,03/14/2025,100,1\n"
)


@pytest.mark.parametrize(
    ("name", "proposed", "shown"),
    [
        ("iom-kenya_content_1742193384396.csv", "iom-kenya", "iom-kenya (LinkedIn)"),
        ("export.csv", "IOM on LinkedIn", "IOM on LinkedIn"),
    ],
)
def test_an_account_that_no_file_names_is_asked_for(own: Warehouse, name: str, proposed: str, shown: str) -> None:
    app = opened()
    app.file_uploader[0].set_value((name, PAGE.encode(), "text/csv"))
    run(app)
    (asked,) = (each for each in app.text_input if each.key.startswith("first_account_"))
    assert (asked.label, asked.value) == (name.replace("_", "\\_"), proposed)
    if proposed == "IOM on LinkedIn":
        assert next(each for each in app.button if each.key == "begin").disabled, "it has to be confirmed"
        app.checkbox(key="first_accounts_right").set_value(True)
        run(app)
    app.selectbox(key="first_mission").set_value("KEN")
    press(app, "begin")
    assert own.version == 1
    counted = measure("posts", ["account", "mission"], warehouse=own.directory)
    assert counted.to_dict("records") == [{"account": shown, "mission": "KEN", "posts": 1}]


@pytest.mark.long
def test_a_whole_folder_is_dropped_too(own: Warehouse) -> None:
    app = opened()
    app.file_uploader(key="first_folder").set_value([("exports/2021/x.csv", EXPORT.encode(), "text/csv")])
    run(app)
    assert app.dataframe[0].value["File"].tolist() == ["x.csv"]
    press(app, "begin")
    assert own.version == 1


def test_a_date_that_can_be_read_in_two_ways_is_asked_for_before_anything_is_written(own: Warehouse) -> None:
    app = opened()
    sheet = "Platform,Post ID,Posted at,Contributor type\nTwitter,1,05/07/2014 10:00,Public\n"
    app.file_uploader[0].set_value(("sheet.csv", sheet.encode(), "text/csv"))
    run(app)
    app.radio(key="first_dates").set_value("day-first")
    run(app)
    assert app.dataframe[0].value["Days"].tolist() == ["5 Jul 2014"]
    press(app, "begin")
    assert own.version == 1


@pytest.mark.long
def test_a_sample_among_own_data_is_removed_by_one_click(own: Warehouse, tmp_path: Path) -> None:
    files = [tmp_path / "sheet.csv", tmp_path / "synthetic_posts.csv"]
    for post, file in enumerate(files):
        file.write_text(SHEET.format(post=post), encoding="utf-8")
    import_files(files, own)
    app = opened()
    assert posts(app) == "2"
    assert "Sample data and your data are mixed" in said(app)
    assert posts(press(app, "remove_sample")) == "1"


@pytest.mark.long
def test_accounts_of_different_missions_are_told_apart_by_their_files(own: Warehouse) -> None:
    other = EXPORT.replace("1,https://twitter.com/office/status/1", "2,https://twitter.com/field/status/2")
    app = opened()
    page = ("page.csv", PAGE.encode(), "text/csv")
    app.file_uploader[0].set_value(
        [("x.csv", EXPORT.encode(), "text/csv"), ("y.csv", other.encode(), "text/csv"), page]
    )
    run(app)
    next(each for each in app.text_input if each.key.startswith("first_account_")).set_value("IOM Jordan")
    run(app)
    app.toggle(key="first_missions_differ").set_value(True)
    run(app)
    asked = {
        each.label.replace("\u2060", ""): each for each in app.selectbox if str(each.key).startswith("first_mission_")
    }
    for label, code in {
        "Twitter / X account in x.csv": "KEN",
        "Twitter / X account in y.csv": "UGA",
        "IOM Jordan": "JOR",
    }.items():
        asked[f"Mission: {label}"].set_value(code)
    run(app)
    press(app, "begin")
    assert own.version == 1
    counted = measure("posts", ["mission"], warehouse=own.directory).set_index("mission")["posts"]
    assert counted.to_dict() == {"KEN": 1, "UGA": 1, "JOR": 1}


@pytest.mark.long
def test_accounts_of_different_contributor_types_are_told_apart_by_their_files(own: Warehouse) -> None:
    other = EXPORT.replace("1,https://twitter.com/office/status/1", "2,https://twitter.com/field/status/2")
    app = opened()
    app.file_uploader[0].set_value([("x.csv", EXPORT.encode(), "text/csv"), ("y.csv", other.encode(), "text/csv")])
    run(app)
    app.toggle(key="first_voices_differ").set_value(True)
    run(app)
    asked = {
        each.label.replace("\u2060", ""): each for each in app.selectbox if str(each.key).startswith("first_voice_")
    }
    asked["Contributor type: Twitter / X account in y.csv"].set_value("staff")
    run(app)
    assert "Accounts of the type “IOM mission” are recorded as the organization’s own." in said(app)
    press(app, "begin")
    counted = measure("posts", ["account_type"], warehouse=own.directory).set_index("account_type")["posts"]
    assert counted.to_dict() == {"office": 1, "person": 1}


def test_what_a_file_needs_stays_open_while_its_columns_are_chosen(own: Warehouse) -> None:
    def places(app: AppTest) -> dict[tuple[int, ...], str]:
        """Where the parts that can be folded stand; the browser forgets which are open where they move."""

        def below(block: Any, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
            for place, each in getattr(block, "children", {}).items():
                if each.type == "expander":
                    yield (*path, place), each.label
                yield from below(each, (*path, place))

        return dict(below(app.main, ()))

    app = opened()
    table = "Ref,Datum,Link,Stück\n1,2014-08-19,https://www.facebook.com/iom/posts/101,4\n"
    app.file_uploader[0].set_value([("ours.csv", table.encode(), "text/csv")])
    before = places(run(app))
    assert "Say which column is which in ours.csv" in before.values()
    assert places(run(app)) == before
