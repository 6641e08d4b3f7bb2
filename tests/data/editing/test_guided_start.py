"""The guided start: files are looked at without a trace, then come in with their campaign and accounts as one version."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

import pytest

from data.editing import guided_start, missing_sheets
from data.editing.exporting_accounts import AccountFound, Owner
from data.editing.guided_start import Campaign, HashtagFound
from data.importing.pipeline import WrongOption, import_files
from data.importing.sample import remove_sample
from data.importing.undo import undo
from data.privacy.pseudonyms import key, pseudonym
from data.store.warehouse import Warehouse
from metrics import measure
from tests.support.withdrawn import CONSENT, MARKS, in_bytes

HEADER = "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"
OFFICE = HEADER + "".join(
    f'{post},https://twitter.com/office/status/{post},"words {tag}",2021-01-{day:02} 12:56 +0000,10,1,1,1,0\n'
    for post, tag, day in ((1, "#Means", 5), (2, "#means #Other", 20), (3, "", 25))
)
SHEET = (
    "Platform,Post ID,Posted at,Text,Account,Contributor type\n"
    "Facebook,9,2021-01-10 10:00,#Means too,somebody,\nFacebook,,2021-01-10 10:00,lost,somebody,\n"
)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    exports = {"x_2021.csv": OFFICE, "sheet.csv": SHEET, "other.csv": "Nr,When\n1,2021\n"}
    for name, text in exports.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in exports]


def test_what_files_hold_is_told_and_nothing_is_kept(warehouse: Warehouse, files: list[Path]) -> None:
    before = sorted(path.name for path in warehouse.directory.iterdir())
    found = guided_start.preview(files, warehouse)
    office, sheet, other = found.files
    assert (office.receipt.format, office.posts, office.first, office.last) == (
        "x_analytics_tweets",
        3,
        dt.date(2021, 1, 5),
        dt.date(2021, 1, 25),
    )
    assert (sheet.posts, sheet.receipt.rejected) == (1, 1)
    assert other.receipt.can_be_mapped
    assert found.posts == 4
    assert found.hashtags[0] == HashtagFound("means", 3, dt.date(2021, 1, 5), dt.date(2021, 1, 20))
    handle = pseudonym("twitter", "office", key(warehouse.directory))
    assert found.accounts == (AccountFound("twitter", handle, 3, ("x_2021.csv",)),), (
        "a sheet is not exported by the accounts in it"
    )
    assert (found.without(["means"]), found.without(["other"]), found.without([])) == (1, 3, 4)
    assert found.without(["elsewhere"]) is None
    assert warehouse.is_new or warehouse.version == 0
    assert {path.name for path in warehouse.directory.iterdir()} - {"LOCK"} == set(before)


def test_all_comes_in_as_one_version(warehouse: Warehouse, files: list[Path]) -> None:
    campaign = Campaign("#Means", ("means",), dt.date(2021, 1, 1), dt.date(2021, 1, 31))
    receipts = guided_start.begin(files, warehouse, campaign=campaign, owner=Owner("KEN"))
    assert warehouse.version == 1
    assert [(each.format, each.accepted) for each in receipts if not each.error] == [
        ("campaign_sheet", 1),
        ("x_analytics_tweets", 3),
        ("contribution_sheet", 1),
        ("contributor_directory", 1),
    ]
    by = {
        name: measure("posts", name, warehouse=warehouse.directory) for name in ("campaign", "mission", "account_type")
    }
    assert by["campaign"].set_index("campaign")["posts"].to_dict() == {"means": 3, "none": 1}
    assert by["mission"].set_index("mission")["posts"].to_dict() == {"KEN": 3, "unknown": 1}
    assert by["account_type"].set_index("account_type")["posts"].to_dict() == {"office": 3, "unknown": 1}
    undo(int(receipts[-1].import_id or 0), warehouse)
    assert measure("posts", "mission", warehouse=warehouse.directory)["mission"].tolist() == ["unknown"], (
        "whose the accounts are can be undone by itself"
    )


@pytest.mark.long
def test_what_a_consent_sheet_withdraws_is_in_no_byte_afterwards(full: Warehouse, tmp_path: Path) -> None:
    """Also where accounts come in with it, whose rows withdraw nothing themselves."""
    assert in_bytes(full) == set(MARKS)
    (tmp_path / "x_2021.csv").write_text(OFFICE, encoding="utf-8")
    (tmp_path / "withdrawn.csv").write_text(
        f"Consent,Given,Withdrawn,Scope,Risk review\n{CONSENT},2014-06-01,2014-12-01,dashboard report,passed\n",
        encoding="utf-8",
    )
    guided_start.begin([tmp_path / "withdrawn.csv", tmp_path / "x_2021.csv"], full, owner=Owner("KEN"))
    assert in_bytes(full) == set()
    assert len(full.erasures()) == 1
    with full.read() as con:
        assert con.execute("SELECT count(*) - count(DISTINCT item) FROM tombstones").fetchall() == [(0,)]


def test_a_hostile_name_of_a_campaign_is_only_a_name(warehouse: Warehouse, files: list[Path]) -> None:
    name = "=cmd|' /C calc'!A0,\"; DROP TABLE posts"
    (sheet, *_) = guided_start.begin(files, warehouse, campaign=Campaign(name, ("means",)))
    assert (sheet.accepted, sheet.rejected) == (1, 0)
    assert measure("posts", warehouse=warehouse.directory)["posts"].tolist() == [4]


def test_sheets_that_are_missing_hold_what_is_known(warehouse: Warehouse, files: list[Path]) -> None:
    guided_start.begin(
        files, warehouse, campaign=Campaign("#Means", ("means",), dt.date(2021, 1, 1)), owner=Owner("KEN")
    )
    state = missing_sheets.state(warehouse)
    assert set(state.there) == {"posts", "engagement", "campaign"}
    sheets = {
        sheet.name: list(csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig")))) for sheet in state.missing
    }
    assert set(sheets) == {"target_sheet", "event_sheet", "contributor_directory"}
    assert [(row["Campaign"], row["Metric"], row["Starts"]) for row in sheets["target_sheet"]] == [
        ("means", "posts", "2021-01-01")
    ]
    somebody = pseudonym("facebook", "somebody", key(warehouse.directory))
    assert [row["Account"] for row in sheets["contributor_directory"]] == [f"pseudonym:{somebody}"]
    assert "somebody" not in str(sheets)


@pytest.mark.long
def test_the_sample_is_taken_out_in_one_step_and_the_rest_is_as_if_it_had_never_been(
    warehouse: Warehouse, tmp_path: Path, files: list[Path]
) -> None:
    made_up = [tmp_path / "synthetic_x_2021.csv", tmp_path / "synthetic_sheet.csv"]
    made_up[0].write_text(
        OFFICE.replace("twitter.com/office", "twitter.com/made_up").replace("/status/", "/status/77"), "utf-8"
    )
    made_up[1].write_text(SHEET.replace("Facebook,9", "Facebook,10"), encoding="utf-8")
    alone = Warehouse(tmp_path / "alone")
    import_files(files, alone)
    import_files([*made_up, *files], warehouse)
    version = warehouse.version
    removed = remove_sample(warehouse)
    assert [receipt.file for receipt in removed] == [path.name for path in made_up]
    assert warehouse.version == version + 1

    def numbers(of: Warehouse) -> object:
        rows = measure(
            ["posts", "impressions", "engagement", "contributors"], ["platform", "day"], warehouse=of.directory
        )
        return rows.astype(str).to_dict("records"), len(of.rejects())

    assert numbers(warehouse) == numbers(alone)
    assert remove_sample(warehouse) == []
    assert warehouse.version == version + 1


@pytest.mark.long
def test_accounts_that_exported_files_can_belong_to_different_missions(tmp_path: Path) -> None:
    """Also where the folder is empty, so that their pseudonyms have no key before the import."""
    for place, name in enumerate(("nairobi", "kampala"), 1):
        text = re.sub(r"^(?=\d,)", f"{place}0", OFFICE.replace("/office/", f"/IOM_{name}/"), flags=re.MULTILINE)
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    files, warehouse = [tmp_path / "nairobi.csv", tmp_path / "kampala.csv"], Warehouse(tmp_path / "new")
    found = guided_start.preview(files, warehouse)
    one, other = found.accounts
    assert sorted([one.files, other.files]) == [("kampala.csv",), ("nairobi.csv",)]
    missions = {each.account: "KEN" if each.files == ("nairobi.csv",) else "UGA" for each in found.accounts}
    guided_start.begin(files, warehouse, owner=Owner(missions=missions), key=found.key)
    counted = measure("posts", ["mission"], warehouse=warehouse.directory).set_index("mission")["posts"]
    assert counted.to_dict() == {"KEN": one.posts, "UGA": other.posts}


@pytest.mark.long
def test_a_mission_can_be_given_by_the_name_of_its_account_beside_the_one_of_all_others(
    warehouse: Warehouse, files: list[Path], tmp_path: Path
) -> None:
    other = re.sub(r"^(?=\d,)", "10", OFFICE.replace("/office/", "/Field/"), flags=re.MULTILINE)
    (tmp_path / "second.csv").write_text(other, encoding="utf-8")
    owner = Owner("KEN", missions={"@field": "UGA"})
    guided_start.begin([files[0], tmp_path / "second.csv"], warehouse, owner=owner)
    counted = measure("posts", ["mission"], warehouse=warehouse.directory).set_index("mission")["posts"]
    assert counted.to_dict() == {"KEN": 3, "UGA": 3}
    with pytest.raises(WrongOption, match="called “nobody”"):
        guided_start.begin(files, warehouse, owner=Owner(missions={"nobody": "UGA"}))
    assert warehouse.version == 1
