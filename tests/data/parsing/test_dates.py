"""How dates are read: the order of day and month once for a column and layout, and no day that nobody can have
meant."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from data.importing.pipeline import WrongOption, import_files
from data.parsing import dates
from data.store.warehouse import Warehouse
from metrics import measure
from tests.support.dated import days, sprout, take
from tests.support.examples import first

TODAY = dt.date(2024, 3, 14)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "now", lambda: dt.datetime(2024, 3, 14, 9, 30))


def test_days_of_a_sheet_that_a_spreadsheet_has_saved_are_read(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(warehouse, tmp_path, "Photo,Day,Votes\n1,19/08/2014,5\n1,02/09/2014,7\n", name="votes.csv")
    assert (receipt.format, receipt.rejected) == ("photo_votes", 0)
    with warehouse.read() as con:
        assert con.execute("SELECT day::VARCHAR FROM photo_votes ORDER BY day").fetchall() == [
            ("2014-08-19",),
            ("2014-09-02",),
        ]
    assert take(warehouse, tmp_path, "Photo,Day,Votes\n1,02/09/2014,5\n", name="open.csv").asks_dates


def test_moments_are_read_with_and_without_seconds_in_any_format(warehouse: Warehouse, tmp_path: Path) -> None:
    cells = ("2014-08-19", "2014/08/19 14:05", "2014-08-19T14:05:07Z", "19/08/2014 2:05:07 PM")
    rows = "".join(f"Twitter,{place},{cell},Donor\n" for place, cell in enumerate(cells))
    receipt = take(warehouse, tmp_path, "Platform,Post ID,Posted at,Contributor type\n" + rows)
    assert receipt.rejected == 0
    with warehouse.read() as con:
        assert [
            m for (m,) in con.execute("SELECT posted_at::VARCHAR FROM landing.posts ORDER BY row_number").fetchall()
        ] == ["2014-08-19 00:00:00", "2014-08-19 14:05:00", "2014-08-19 14:05:07", "2014-08-19 14:05:07"]


# -- days that nobody can have meant


@pytest.mark.parametrize(
    ("day", "reason"),
    first(
        2,
        [
            ("9999-12-31", "Date: “9999-12-31 2:05 pm” is after the day of import"),
            ("2914-08-19", "is after the day of import"),
            ("2024-03-16", "is after the day of import"),
            ("0014-08-19", "is before 1990"),
            ("1970-01-01", "is before 1990"),
        ],
    ),
)
def test_a_post_after_the_day_of_import_or_long_ago_is_a_reject(
    warehouse: Warehouse, tmp_path: Path, day: str, reason: str
) -> None:
    receipt = take(warehouse, tmp_path, sprout([day, "2024-03-13", "2024-03-15"]))
    assert (receipt.accepted, receipt.rejected) == (2, 1)
    assert reason in warehouse.rejects().reason[0]
    assert receipt.captured_at == "2024-03-14 09:30:00", (
        "a zone may be a day ahead, but no count is read before it is there"
    )


def test_counts_are_never_read_in_the_future(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(warehouse, tmp_path, sprout(["2024-03-12"]), name="report 2914-03-13.csv")
    assert (receipt.captured_at, receipt.captured_basis) == ("2024-03-12 14:05:00", "the newest post in the file")
    with pytest.raises(WrongOption, match="in the future"):
        import_files([tmp_path / "report 2914-03-13.csv"], warehouse, captured=dt.date(2914, 3, 13))
    header = "Platform,Post ID,Posted at,Contributor type,Captured at,Reactions\n"
    rows = "Twitter,1,2024-03-01,Donor,2024-03-10,7\nTwitter,1,2024-03-01,Donor,2914-03-10,1\n"
    take(warehouse, tmp_path, header + rows, name="sheet.csv")
    with warehouse.read() as con:
        assert con.execute(
            "SELECT reactions, captured_at::DATE::VARCHAR FROM posts WHERE platform = 'twitter'"
        ).fetchall() == [(7, "2024-03-10")]


@pytest.mark.parametrize(
    ("header", "row", "accepted"),
    first(
        2,
        [
            ("Platform,Account,Account type,Contributor type,As of", "Twitter,{key},Person,Donor,{day}", 1),
            ("Photo,Day,Votes", "{key},{day},5", 1),
            ("Thunderclap,Network,Supporter,Signed up,Friends and followers", "whd,Twitter,{key},{day},5", 1),
            ("Consent,Given,Scope,Risk review", "{key},{day},all,none", 1),
            ("Day,Event,Kind", "{day},Launch {key},campaign", 2),
            ("Campaign,Metric,Target,Due", "{key},posts,5,{day}", 2),
            ("Consent,Given,Expires,Scope,Risk review", "{key},2024-01-01,{day},all,none", 4),
            ("Consent,Given,Withdrawn,Scope,Risk review", "{key},2024-01-01,{day},all,none", 4),
        ],
    ),
)
def test_what_has_happened_is_not_to_come_and_plans_do_not_lie_centuries_ahead(
    warehouse: Warehouse, tmp_path: Path, header: str, row: str, accepted: int
) -> None:
    days = ("2024-03-14", "2030-01-01", "2914-08-19", "9999-12-31")
    rows = [row.format(key=f"k{place}", day=day) for place, day in enumerate(days)]
    receipt = take(warehouse, tmp_path, "\n".join([header, *rows]), name="sheet.csv")
    assert not receipt.error, receipt
    assert (receipt.accepted, receipt.rejected) == (accepted, len(days) - accepted)


# -- hours


def test_an_hour_is_not_invented_from_a_date(warehouse: Warehouse, tmp_path: Path) -> None:
    header = "Platform,Post ID,Posted at,Contributor type,Reactions\n"
    rows = "Twitter,1,2024-03-01,Donor,1\nTwitter,2,2024-03-01 00:00,Donor,2\nTwitter,3,2024-03-01 10:05,Donor,3\n"
    take(warehouse, tmp_path, header + rows)
    hours = measure(["posts"], by=["hour"], warehouse=warehouse.directory)
    assert {
        None if pd.isna(hour) else int(hour): posts for hour, posts in zip(hours["hour"], hours["posts"], strict=True)
    } == {0: 1, 10: 1, None: 1}
    days = measure(["posts"], by=["day"], warehouse=warehouse.directory)
    assert days["posts"].tolist() == [3]


def test_a_day_without_a_time_is_that_day_in_every_zone(warehouse: Warehouse, tmp_path: Path) -> None:
    content = (
        "Platform,Post ID,Posted at,Contributor type\nTwitter,1,2024-03-01,Donor\nTwitter,2,2024-03-01 00:30,Donor\n"
    )
    take(warehouse, tmp_path, content, timezone="Europe/Zurich")
    assert days(warehouse) == ["2024-03-01", "2024-02-29"]


@pytest.mark.long
@pytest.mark.parametrize("later", ["2024-03-01", "2024-03-01 10:05"])
def test_a_file_that_tells_the_day_only_does_not_overrule_one_that_tells_the_time(
    warehouse: Warehouse, tmp_path: Path, later: str
) -> None:
    header = "Platform,Post ID,Posted at,Contributor type,Captured at,Reactions\n"
    earlier = "2024-03-01 10:05" if later == "2024-03-01" else "2024-03-01"
    take(warehouse, tmp_path, header + f"Twitter,1,{earlier},Donor,2024-03-02,1\n", name="earlier.csv")
    take(warehouse, tmp_path, header + f"Twitter,1,{later},Donor,2024-03-05,2\n", name="later.csv")
    with warehouse.read() as con:
        assert con.execute("SELECT posted_at::VARCHAR, day_only, reactions FROM posts").fetchall() == [
            ("2024-03-01 10:05:00", False, 2)
        ]


def test_an_hour_that_occurs_twice_or_never_is_noted(warehouse: Warehouse, tmp_path: Path) -> None:
    times = (
        "2023-11-05 00:30",
        "2023-11-05 01:30",
        "2023-11-05 01:59",
        "2023-11-05 02:30",
        "2023-03-12 02:30",
        "2023-03-12 03:30",
    )
    rows = "".join(f"Twitter,{place},{time},Donor\n" for place, time in enumerate(times, 1))
    header = "Platform,Post ID,Posted at,Contributor type\n"
    receipt = take(warehouse, tmp_path, header + rows, timezone="America/New_York")
    assert receipt.accepted == 6
    assert receipt.notes == (
        "Times in the hour that occurs twice when clocks in America/New_York go back, read by the clock after the change: 2.",
        "Times in an hour that clocks in America/New_York skip, read by the clock before the change: 1.",
    )
    with warehouse.read() as con:
        answer = con.execute("SELECT posted_at::VARCHAR FROM landing.posts ORDER BY row_number").fetchall()
    assert [moment for (moment,) in answer] == [
        "2023-11-05 04:30:00",
        "2023-11-05 06:30:00",
        "2023-11-05 06:59:00",
        "2023-11-05 07:30:00",
        "2023-03-12 07:30:00",
        "2023-03-12 07:30:00",
    ]
    assert not take(warehouse, tmp_path, header + rows, name="utc.csv").notes
