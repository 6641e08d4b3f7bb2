"""Who is behind an account is edited in bulk, and every edit can be followed and undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.editing import contributor_directory
from data.importing.pipeline import import_files
from data.importing.undo import undo
from data.store.warehouse import Warehouse
from tests.conftest import Imported

SHEET = "Platform,Post ID,Posted at,Contributor type,Account\n"


@pytest.fixture
def posted(imported: Imported) -> Warehouse:
    rows = [("1", "", "busy"), ("2", "", "busy"), ("3", "", "quiet"), ("4", "Donor", "known")]
    lines = (f"Twitter,{post},2014-08-19 10:00,{voice},{account}\n" for post, voice, account in rows)
    return imported({"sheet.csv": SHEET + "".join(lines)})


def voices(warehouse: Warehouse) -> dict[str, str]:
    with warehouse.read() as con:
        return dict(con.execute("SELECT post_id, contributor_type FROM posts").fetchall())


def test_the_unclassified_come_first_by_number_of_posts(posted: Warehouse) -> None:
    assert contributor_directory.accounts(posted).posts.tolist() == [2, 1, 1]


@pytest.mark.long
def test_an_edit_changes_the_numbers_is_in_the_audit_and_can_be_undone(posted: Warehouse) -> None:
    busy = contributor_directory.accounts(posted).account[0]
    receipt = contributor_directory.edit(
        [{"platform": "twitter", "account": busy, "contributor_type": "staff", "mission": "KEN"}], posted
    )
    assert (receipt.accepted, receipt.rejected) == (1, 0)
    assert voices(posted) == {"1": "staff", "2": "staff", "3": "unknown", "4": "donor"}
    with posted.read() as con:
        assert con.execute("SELECT action, import_id FROM audit ORDER BY happened_at DESC LIMIT 1").fetchall() == [
            ("import", receipt.import_id)
        ]
    undo(int(receipt.import_id or 0), posted)
    assert voices(posted)["1"] == "unknown"


@pytest.mark.long
def test_the_last_edit_of_a_day_stands(posted: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = contributor_directory.accounts(posted).account[0]
    import datetime as dt

    class Clock(dt.datetime):
        turn = 0

        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            cls.turn += 1
            return dt.datetime(2026, 1, 1, 10, 0, cls.turn, tzinfo=tz)

    monkeypatch.setattr(contributor_directory.dt, "datetime", Clock)  # type: ignore[attr-defined]
    for voice in ("staff", "donor"):  # alphabetically the first would win a tie
        contributor_directory.edit([{"platform": "twitter", "account": busy, "contributor_type": voice}], posted)
    assert voices(posted)["1"] == "donor"


def test_a_value_outside_its_list_is_a_reject(posted: Warehouse) -> None:
    receipt = contributor_directory.edit(
        [{"platform": "twitter", "account": "0" * 16, "contributor_type": "martian"}], posted
    )
    assert (receipt.accepted, receipt.rejected) == (0, 1)


@pytest.mark.long
def test_the_exported_sheet_imports_as_what_it_came_from(posted: Warehouse, tmp_path: Path) -> None:
    busy = contributor_directory.accounts(posted).account[0]
    contributor_directory.edit([{"platform": "twitter", "account": busy, "contributor_type": "staff"}], posted)
    sheet = tmp_path / "directory.csv"
    assert contributor_directory.export(posted, sheet) == 1
    (receipt,) = import_files([sheet], posted)
    assert (receipt.accepted, receipt.duplicates, receipt.rejected) == (0, 1, 0)


@pytest.mark.long
def test_what_was_known_can_be_taken_back(posted: Warehouse) -> None:
    busy, other = contributor_directory.accounts(posted).account[:2]
    known = {
        "contributor_type": "staff",
        "account_type": "person",
        "mission": "KEN",
        "country": "KEN",
        "language": "sw",
    }
    contributor_directory.edit([{"platform": "twitter", "account": busy, "person": other, **known}], posted)
    assert contributor_directory.accounts(posted).set_index("account").loc[busy, list(known)].to_dict() == known
    taken = contributor_directory.edit(
        [{"platform": "twitter", "account": busy, **dict.fromkeys([*known, "person"], "unknown")}], posted
    )
    assert (taken.accepted, taken.rejected) == (1, 0)
    assert contributor_directory.accounts(posted).set_index("account").loc[busy, [*known, "person"]].isna().all()
    with posted.read() as con:
        row = con.execute(
            "SELECT DISTINCT contributor_type, account_type, mission, country, language, contributor = account"
            " FROM posts WHERE account = $a",
            {"a": busy},
        ).fetchall()
    assert row == [("unknown", "unknown", "unknown", "unknown", "unknown", True)]
    undo(int(taken.import_id or 0), posted)
    assert contributor_directory.accounts(posted).set_index("account").loc[busy, list(known)].to_dict() == known


def test_two_accounts_whose_person_is_unknown_are_not_one_person(posted: Warehouse, tmp_path: Path) -> None:
    sheet = tmp_path / "directory.csv"
    sheet.write_text(
        "Platform,Account,Account type,Contributor type,Person\nTwitter,busy,Person,,unknown\nTwitter,quiet,Person,,Unknown\n",
        encoding="utf-8",
    )
    import_files([sheet], posted)
    with posted.read() as con:
        assert con.execute("SELECT count(DISTINCT contributor) FROM posts").fetchall() == [(3,)]
