"""The contributor directory and the mapping of unknown tables, as their readers meet them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.components.directory_table import CHOSEN, changed
from data.editing import contributor_directory
from data.editing.contributor_directory import accounts, edit
from data.store.warehouse import Warehouse
from tests.conftest import Imported
from tests.support.examples import first
from tests.support.pages import AppTest, opened, run, said

POSTS = """Platform,Post ID,Posted at,Text,Account,Contributor type
Twitter,1,2014-08-19 14:05,Migration means work #MigrationMeans,someone,
Twitter,2,2014-08-19 15:05,Migration means school #MigrationMeans,someone,
Twitter,3,2014-08-20 15:05,Migration means home #MigrationMeans,iom_nairobi,IOM mission
"""


def directory_page() -> None:
    from dashboard.components import address, filter_bar
    from dashboard.pages import contributors

    address.speak_first()
    filter_bar.bar("contributors")
    contributors.page()


@pytest.fixture
def posts(imported: Imported, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """Two accounts, one of them not classified yet."""
    warehouse = imported({"posts.csv": POSTS})
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))
    assert warehouse.imports()["accepted"].tolist() == [3]
    return warehouse


def directory(language: str = "en") -> AppTest:
    return opened(directory_page, lang=language)


@pytest.mark.parametrize(
    ("language", "sentence"), first(1, [("en", "never guessed"), ("fr", "jamais deviné"), ("es", "nunca se adivina")])
)
def test_unclassified_accounts_are_there_to_fill_in_and_nobody_is_guessed(
    posts: Warehouse, language: str, sentence: str
) -> None:
    app = directory(language)
    assert sentence in " ".join(each.value for each in app.markdown)
    table = app.data_editor[0].value
    assert table["unclassified"].tolist() == [2]
    assert "someone" not in table["account"].tolist()
    assert next(each for each in app.button if each.key == "save_directory").disabled


def test_accounts_are_read_once_of_a_version_and_anew_after_an_edit(
    posts: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Warehouse] = []

    def reading(warehouse: Warehouse, **options: Any) -> pd.DataFrame:
        read.append(warehouse)
        return accounts(warehouse, **options)

    monkeypatch.setattr(contributor_directory, "accounts", reading)
    table = run(directory()).data_editor[0].value
    assert len(read) == 1
    row = table.iloc[0]
    edit([{"platform": row["platform"], "account": row["account"], "contributor_type": "IOM staff"}], posts)
    assert "Every post has a contributor type." in " ".join(each.value for each in directory().success)
    assert len(read) == 2


def test_only_what_changed_is_imported() -> None:
    before = pd.DataFrame(
        {
            "platform": ["twitter", "facebook"],
            "account": ["a", "b"],
            **{name: pd.Series([None, "x"], dtype=object) for name in CHOSEN},
        }
    )
    assert changed(before, before.copy()) == []
    after = before.copy()
    after.loc[0, "mission"] = "KEN"
    after.loc[1, "country"] = None
    assert changed(before, after) == [
        {"platform": "twitter", "account": "a", "mission": "KEN"},
        {"platform": "facebook", "account": "b", "country": "unknown"},  # emptied: no longer known
    ]


def test_a_name_goes_with_the_mark_that_the_account_is_own() -> None:
    blank = {name: pd.Series([None], dtype=object) for name in CHOSEN}
    before = pd.DataFrame(
        {"platform": ["twitter"], "account": ["a"], **blank, "own": [True], "public_name": ["IOM Kenya"]}
    )
    renamed = before.assign(public_name=["IOM in Kenya"])
    assert changed(before, renamed) == [
        {"platform": "twitter", "account": "a", "own": True, "public_name": "IOM in Kenya"}
    ]
    cleared = before.assign(public_name=pd.Series([None], dtype=object))
    assert changed(before, cleared)[0]["public_name"] == "unknown"
    assert changed(before, before.assign(own=[False])) == [{"platform": "twitter", "account": "a", "own": False}]


@pytest.mark.long
def test_own_accounts_are_listed_with_posts_and_profile(posts: Warehouse) -> None:
    assert "No account is marked as own yet." in said(directory())
    known = accounts(posts).set_index("posts").loc[1]
    row = {"platform": known["platform"], "account": known["account"], "own": True, "public_name": "IOM Nairobi"}
    edit([row | {"profile": "https://twitter.com/iom_nairobi"}], posts)
    assert "1 account is marked as own but is not shown by name." in said(directory())
    edit(
        [{"platform": known["platform"], "account": known["account"], "account_type": "office", "mission": "RO-NBO"}],
        posts,
    )
    table = directory().dataframe[-1].value
    assert table.to_dict("records") == [
        {
            "own_account": "IOM Nairobi (Twitter / X)",
            "platform": "Twitter / X",
            "mission": "Regional Office Nairobi",
            "posts": 1,
            "profile": "https://twitter.com/iom_nairobi",
        }
    ]


def test_a_saved_change_classifies_posts_and_has_a_receipt(posts: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    account = accounts(posts).iloc[0]
    changes = [{"platform": account["platform"], "account": account["account"], "contributor_type": "public"}]
    monkeypatch.setattr("dashboard.components.directory_table.changed", lambda _before, _after: changes)
    app = directory()
    button = next(each for each in app.button if each.key == "save_directory")
    assert button.label == "Save 1 change"
    button.click()
    run(app)
    assert "1 accepted, 0 rejected" in app.success[0].value
    assert accounts(posts)["unclassified"].tolist() == [0, 0]
    assert not app.data_editor, "nothing is left to classify"
    assert "Every post has a contributor type." in app.success[1].value


def test_a_rejected_change_says_why(posts: Warehouse) -> None:
    account = accounts(posts).iloc[0]
    app = directory()
    app.session_state["_edited"] = edit(
        [{"platform": "twitter", "account": account["account"], "mission": "Atlantis"}], posts
    )
    run(app)
    assert "0 accepted, 1 rejected" in app.warning[0].value
    assert "Atlantis" in app.warning[0].value


TABLE = """Our tool
Réf;Quand;Réseau;J'aime
1;01/02/2015 14:05;Facebook;12
2;02/02/2015 08:00;Twitter;1
3;03/02/2015 08:00;;1
"""


def mapping_page(table: str, language: str) -> None:
    from dashboard.components import mapping_panel
    from dashboard.i18n import speak
    from data.store.warehouse import Warehouse

    speak(language)
    mapping_panel.offer(table.encode(), "unser tool 2015.csv", Warehouse())


def mapped(table: str, language: str = "en", **columns: str) -> AppTest:
    """The mapping of a table, with columns chosen."""
    app = opened(mapping_page, table, language)
    for name, source in columns.items():
        choice(app, name).set_value(source)
    return run(app)


def choice(app: AppTest, name: str) -> Any:
    return next(each for each in app.selectbox if str(each.key).endswith(f"_{name}"))


CHOSEN_COLUMNS = {"post_id": "Réf", "posted_at": "Quand", "platform": "Réseau", "reactions": "J'aime"}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Choose a column for: the post’s ID or its link, when it was posted and the platform."),
        ("fr", "l’identifiant de la publication ou son lien, le moment de la publication et la plateforme."),
        ("es", "el identificador de la publicación o su enlace, el momento de la publicación y la plataforma."),
    ],
)
def test_a_table_that_is_not_mapped_yet_says_what_is_missing(posts: Warehouse, language: str, sentence: str) -> None:
    app = mapped("Our tool\nRéf;Humeur\n1;good\n2;bad\n", language)
    assert sentence in app.warning[0].value
    assert not app.button
    assert app.number_input[0].value == 2, "the header is below the note"


def test_a_date_that_can_be_read_in_two_ways_is_asked_for(posts: Warehouse) -> None:
    app = mapped(TABLE, **CHOSEN_COLUMNS)
    assert "Dates in this file could be day first or month first" in app.warning[0].value
    assert not app.button
    choice(app, "order").set_value("day-first")
    run(app)
    assert "3 rows = 2 accepted + 0 duplicates" in app.markdown[-1].value
    assert str(app.dataframe[1].value["Posted at"][0]).startswith("2015-02-01")


@pytest.mark.long
def test_a_mapped_table_is_tried_saved_and_recognised(posts: Warehouse) -> None:
    before = posts.version
    app = mapped(TABLE, **CHOSEN_COLUMNS)
    choice(app, "order").set_value("day-first")
    run(app)
    assert "3 rows = 2 accepted + 0 duplicates + 1 rejected" in app.markdown[-1].value
    assert "missing" in app.dataframe[-1].value["Reason"][0]
    assert posts.version == before, "a preview imports nothing"
    app.button[0].click()
    run(app)
    (receipt,) = app.session_state["_receipts"]
    assert (receipt.format, receipt.accepted, receipt.rejected) == ("unser_tool", 2, 1)
    assert (posts.directory / "formats" / "unser_tool.toml").exists()


def test_one_platform_can_be_said_for_all_rows(posts: Warehouse) -> None:
    app = mapped(
        TABLE.replace("Facebook", "good").replace("Twitter", "bad").replace("01/02", "31/01"),
        post_id="Réf",
        posted_at="Quand",
        all="tumblr",
    )
    assert "3 rows = 3 accepted" in app.markdown[-1].value


def test_a_file_that_is_no_table_is_refused_with_a_sentence(posts: Warehouse) -> None:
    assert "empty" in mapped("").warning[0].value
