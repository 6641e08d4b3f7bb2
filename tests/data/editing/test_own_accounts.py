"""An account is the organisation's own if the directory says so, and nobody else's name is kept."""

from __future__ import annotations

import csv
from itertools import permutations
from pathlib import Path

import pytest

from cli import main
from data.editing import contributor_directory
from data.importing.pipeline import import_files
from data.importing.undo import undo
from data.schema import OTHER_ACCOUNTS
from data.store.warehouse import Warehouse
from metrics import measure
from tests.conftest import Imported
from tests.support.examples import first

HEADER = "Platform,Account,As of,Account type,Contributor type,Mission,Own account,Public name,Profile\n"
POSTS = "Platform,Post ID,Posted at,Contributor type,Account\n"
OURS = "Facebook,kenya,2014-06-01,Office,IOM mission,KEN,yes,IOM Kenya,https://www.facebook.com/iomkenya\n"


def take(warehouse: Warehouse, folder: Path, name: str, content: str) -> int:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    (receipt,) = import_files([path], warehouse)
    assert receipt.error is None
    return int(receipt.import_id or 0)


@pytest.fixture
def posted(imported: Imported) -> Warehouse:
    posts = [("Facebook", "kenya"), ("Twitter", "kenya"), ("Facebook", "ann"), ("Facebook", "kenya")]
    rows = (f"{network},{n},2014-08-19 10:00,,{account}\n" for n, (network, account) in enumerate(posts, 1))
    return imported({"contributions_2014-09-01.csv": POSTS + "".join(rows)})


def by_account(warehouse: Warehouse) -> dict[str, int]:
    counted = measure("posts", "account", warehouse=warehouse.directory)
    return {name: int(posts) for name, posts in zip(counted["account"], counted["posts"], strict=True)}


def test_no_account_is_own_until_the_directory_says_so(posted: Warehouse, tmp_path: Path) -> None:
    assert by_account(posted) == {OTHER_ACCOUNTS: 4}
    number = take(posted, tmp_path, "directory.csv", HEADER + OURS)
    assert by_account(posted) == {"IOM Kenya (Facebook)": 2, OTHER_ACCOUNTS: 2}
    undo(number, posted)
    assert by_account(posted) == {OTHER_ACCOUNTS: 4}


@pytest.mark.parametrize(
    "row",
    first(
        2,
        [
            OURS.replace(",yes,", ",,"),
            OURS.replace("Office", "Person"),
            OURS.replace(",yes,", ",no,"),
            OURS.replace("Office", ""),
            OURS.replace("KEN", ""),
            OURS.replace("Office", "unknown"),
        ],
    ),
    ids=["not said", "person", "no", "no type", "no mission", "type unknown"],
)
def test_only_marked_accounts_of_institutions_with_a_mission_are_own(
    posted: Warehouse, tmp_path: Path, row: str
) -> None:
    take(posted, tmp_path, "directory.csv", HEADER + row)
    assert by_account(posted) == {OTHER_ACCOUNTS: 4}


@pytest.mark.long
def test_a_later_no_takes_it_back_and_of_equally_new_rows_a_no_stands(posted: Warehouse, tmp_path: Path) -> None:
    take(posted, tmp_path, "directory.csv", HEADER + OURS)
    take(posted, tmp_path, "later.csv", HEADER + "Facebook,kenya,2014-06-01,,,,no,,\n")
    assert by_account(posted) == {OTHER_ACCOUNTS: 4}
    take(posted, tmp_path, "last.csv", HEADER + "Facebook,kenya,2014-07-01,,,,yes,,\n")
    assert by_account(posted) == {"IOM Kenya (Facebook)": 2, OTHER_ACCOUNTS: 2}
    take(posted, tmp_path, "person.csv", HEADER + "Facebook,kenya,2014-08-01,Person,,,,,\n")
    assert by_account(posted) == {OTHER_ACCOUNTS: 4}, "whoever owns it now, it is no institution"


def test_accounts_of_one_name_on_two_networks_stay_apart(posted: Warehouse, tmp_path: Path) -> None:
    take(posted, tmp_path, "directory.csv", HEADER + OURS + OURS.replace("Facebook", "Twitter"))
    assert by_account(posted) == {"IOM Kenya (Facebook)": 2, "IOM Kenya (Twitter / X)": 1, OTHER_ACCOUNTS: 1}


@pytest.mark.long
def test_without_a_public_name_it_is_called_after_its_mission(posted: Warehouse, tmp_path: Path) -> None:
    take(posted, tmp_path, "directory.csv", HEADER + OURS.replace(",IOM Kenya,", ",,"))
    assert by_account(posted) == {"IOM Kenya (Facebook)": 2, OTHER_ACCOUNTS: 2}


@pytest.mark.parametrize("name", first(1, ["Kenya (Facebook)", "IOM on Facebook"]))
def test_a_network_that_ends_the_name_is_not_said_twice(posted: Warehouse, tmp_path: Path, name: str) -> None:
    ours = OURS.replace(",IOM Kenya,", f",{name},")
    take(posted, tmp_path, "directory.csv", HEADER + ours + ours.replace("Facebook,kenya", "Twitter,kenya"))
    assert set(by_account(posted)) == {name, f"{name} (Twitter / X)", OTHER_ACCOUNTS}


@pytest.mark.parametrize(("own", "kind"), first(2, [("", "Office"), ("yes", "Person"), ("no", "Office")]))
def test_names_and_links_of_others_are_not_kept(posted: Warehouse, tmp_path: Path, own: str, kind: str) -> None:
    row = f"Facebook,ann,2014-06-01,{kind},,KEN,{own},Ann Example,https://www.facebook.com/ann.example\n"
    take(posted, tmp_path, "directory.csv", HEADER + row)
    assert "1 row has a public name or profile that was not stored" in str(posted.imports()["notes"].iloc[0])
    with posted.read() as con:
        assert con.execute("SELECT public_name, profile, extra FROM landing.accounts").fetchall() == [
            (None, None, None)
        ]
    assert posted.current
    assert b"Ann Example" not in posted.current.read_bytes()


@pytest.mark.parametrize(
    "name",
    first(
        2,
        [
            "=HYPERLINK(1)",
            "IOM [l](javascript:x)",
            "IOM\u202eaynek",
            "x" * 90,
            " ",
            "\u200b\u200b",
            "IOM <b>Kenya</b>",
            "IOM $x$",
        ],
    ),
)
def test_a_name_that_could_deceive_is_unknown(posted: Warehouse, tmp_path: Path, name: str) -> None:
    take(posted, tmp_path, "directory.csv", HEADER + OURS.replace(",IOM Kenya,", f",{name},"))
    assert by_account(posted) == {"IOM Kenya (Facebook)": 2, OTHER_ACCOUNTS: 2}


def test_an_unreadable_yes_rejects_its_row(posted: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "directory.csv"
    path.write_text(HEADER + OURS.replace(",yes,", ",perhaps,"), encoding="utf-8")
    (receipt,) = import_files([path], posted)
    assert receipt.rejected == 1
    assert by_account(posted) == {OTHER_ACCOUNTS: 4}


ORDERED = {
    "two.csv": HEADER + OURS.replace("IOM Kenya", "IOM in Kenya").replace("06-01", "07-01"),
    "one.csv": HEADER + OURS,
    "posts.csv": POSTS + "Facebook,1,2014-08-19 10:00,,kenya\n",
}


@pytest.mark.parametrize("names", first(0, map(list, permutations(ORDERED))), ids=" ".join)
def test_the_order_of_imports_changes_nothing(warehouse: Warehouse, tmp_path: Path, names: list[str]) -> None:
    for name in names:
        take(warehouse, tmp_path, name, ORDERED[name])
    assert by_account(warehouse) == {"IOM in Kenya (Facebook)": 1}


def test_the_sample_s_own_accounts_are_the_offices_of_its_directory(sample: Warehouse) -> None:
    counted = measure("posts", ["account", "account_type", "mission"], warehouse=sample.directory)
    own = counted[counted["account"] != OTHER_ACCOUNTS]
    assert set(own["account_type"]) == {"office"}
    assert own["posts"].sum() == counted.loc[counted["account_type"] == "office", "posts"].sum()
    assert own["account"].nunique() == 106
    assert counted["posts"].sum() == 4437


def test_followers_of_own_accounts_are_those_of_each_account(sample: Warehouse) -> None:
    folder = sample.directory
    by = measure(["potential_reach", "contributors"], "account", warehouse=folder)
    own = by[by["account"] != OTHER_ACCOUNTS]
    offices = measure("potential_reach", where={"account_type": "office"}, warehouse=folder)
    everybody = measure("potential_reach", warehouse=folder)
    assert own["potential_reach"].sum() == offices["potential_reach"].iloc[0]
    assert by["potential_reach"].sum() == everybody["potential_reach"].iloc[0]
    assert (own["contributors"] == 1).all()


def test_they_are_listed_with_posts_and_profile_and_the_incomplete_are_counted(
    posted: Warehouse, tmp_path: Path
) -> None:
    assert contributor_directory.own_accounts(posted).accounts.empty
    take(posted, tmp_path, "directory.csv", HEADER + OURS + "Facebook,ann,2014-06-01,Person,,KEN,yes,,\n")
    found, incomplete = contributor_directory.own_accounts(posted)
    assert found.to_dict("records") == [
        {
            "own_account": "IOM Kenya (Facebook)",
            "platform": "facebook",
            "mission": "KEN",
            "posts": 2,
            "profile": "https://www.facebook.com/iomkenya",
        }
    ]
    assert incomplete == 1


@pytest.mark.long
def test_the_terminal_lists_them(posted: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--warehouse", str(posted.directory)]
    assert main(["accounts", *at]) == 0
    assert "No account is marked as own." in capsys.readouterr().out
    take(posted, tmp_path, "directory.csv", HEADER + OURS + "Facebook,ann,2014-06-01,Person,,KEN,yes,,\n")
    assert main(["accounts", *at]) == 0
    metadata = capsys.readouterr()
    assert metadata.out.split() == [
        "IOM",
        "Kenya",
        "(Facebook)",
        "KEN",
        "2",
        "posts",
        "https://www.facebook.com/iomkenya",
    ]
    assert metadata.err.startswith("1 more account marked as own, but not shown by name.")


def test_an_example_is_the_newest_post_that_is_still_there(warehouse: Warehouse, tmp_path: Path) -> None:
    header = "Platform,Post ID,Posted at,Text,Link,Account,Contributor type,Deleted at\n"
    rows = [
        "Facebook,1,2014-08-19 10:00,first,https://www.facebook.com/a/posts/1,ann,,",
        "Facebook,2,2014-08-20 10:00,second,https://www.facebook.com/a/posts/2,ann,,",
        "Facebook,3,2014-08-21 10:00,third,https://www.facebook.com/a/posts/3,ann,,2014-09-01",
    ]
    take(warehouse, tmp_path, "posts.csv", header + "\n".join(rows))
    (row,) = contributor_directory.accounts(warehouse, with_examples=True).to_dict("records")
    assert (row["example"], row["example_link"]) == ("second", "https://www.facebook.com/a/posts/2")
    assert "example" not in contributor_directory.accounts(warehouse)


@pytest.mark.long
def test_a_sheet_of_the_directory_brings_own_accounts_back(posted: Warehouse, tmp_path: Path) -> None:
    take(posted, tmp_path, "directory.csv", HEADER + OURS)
    contributor_directory.export(posted, tmp_path / "exported.csv")
    (row,) = csv.DictReader((tmp_path / "exported.csv").open(encoding="utf-8-sig"))
    assert (row["Own account"], row["Public name"], row["Profile"]) == (
        "yes",
        "IOM Kenya",
        "https://www.facebook.com/iomkenya",
    )
