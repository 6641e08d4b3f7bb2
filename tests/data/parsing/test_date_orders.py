"""Whether day or month comes first: decided once for a column and layout, or asked."""

from __future__ import annotations

import datetime as dt
from itertools import count
from pathlib import Path

import duckdb
import pytest

from cli import main
from data.importing import watch
from data.importing.pipeline import WrongOption, import_files
from data.importing.rejects import write_rejects
from data.parsing import dates
from data.parsing.date_layouts import survey
from data.store.warehouse import Warehouse
from tests.support.dated import days, sprout, take
from tests.support.examples import first


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "now", lambda: dt.datetime(2024, 3, 14, 9, 30))


@pytest.mark.parametrize(
    ("written", "read"),
    first(
        2,
        [
            (["13/07/2023", "12/07/2023", "11/07/2023"], ["2023-07-13", "2023-07-12", "2023-07-11"]),
            (["07/13/2023", "07/12/2023", "07/11/2023"], ["2023-07-13", "2023-07-12", "2023-07-11"]),
            (["12.07.23", "13.07.23"], ["2023-07-12", "2023-07-13"]),
            (["1-2-2023", "28-2-2023"], ["2023-02-01", "2023-02-28"]),
            (["05/05/2023", "06/06/2023"], ["2023-05-05", "2023-06-06"]),
        ],
    ),
)
def test_cells_that_can_be_read_one_way_only_decide(
    warehouse: Warehouse, tmp_path: Path, written: list[str], read: list[str]
) -> None:
    receipt = take(warehouse, tmp_path, sprout(written))
    assert (receipt.accepted, receipt.rejected) == (len(read), 0)
    assert days(warehouse) == read


def test_a_receipt_says_how_it_was_decided(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(warehouse, tmp_path, sprout(["13/07/2023", "12/07/2023"]))
    assert "“Date”: dates are read day first, such as 31/12/2014 (some can be read no other way)." in receipt.dates
    receipt = take(warehouse, tmp_path, sprout(["05/05/2023"]), name="same.csv")
    assert not receipt.dates, "both orders give the same day"


def test_each_layout_of_a_column_has_an_order_of_its_own(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(warehouse, tmp_path, sprout(["13/07/2018", "07/08/2018", "07/13/18", "07/08/18", "2018-07-09"]))
    assert (receipt.accepted, receipt.rejected) == (5, 0)
    assert days(warehouse) == ["2018-07-13", "2018-08-07", "2018-07-13", "2018-07-08", "2018-07-09"]


def test_seconds_in_some_cells_only_are_the_same_order(warehouse: Warehouse, tmp_path: Path) -> None:
    content = sprout(["24/05/2023", "24/05/2023", "10/01/2023"])
    first, second, third = ("24/05/2023,2:05 pm", "24/05/2023,14:05", "10/01/2023,2:05 pm")
    content = content.replace("24/05/2023,2:05 pm", second, 1).replace(third, "10/01/2023,00:00:06")
    assert first in content
    receipt = take(warehouse, tmp_path, content)
    assert receipt.rejected == 0
    with warehouse.read() as con:
        assert con.execute("SELECT posted_at::VARCHAR FROM landing.posts ORDER BY row_number").fetchall() == [
            ("2023-05-24 14:05:00",),
            ("2023-05-24 14:05:00",),
            ("2023-01-10 00:00:06",),
        ]
    assert any("as the other dates in this column" in note for note in receipt.dates)


def test_cells_that_contradict_the_rest_are_rejects(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(warehouse, tmp_path, sprout(["13/07/2023", "14/07/2023", "07/15/2023", "05/06/2023"]))
    assert (receipt.accepted, receipt.rejected) == (3, 1)
    assert days(warehouse) == ["2023-07-13", "2023-07-14", "2023-06-05"]
    (reason,) = warehouse.rejects().reason
    assert reason.startswith("Date: “07/15/2023 2:05 pm” is not day first like the other dates in this column")


def test_what_a_format_states_is_left_out_where_it_reads_the_year_alone() -> None:
    cells = ["2014-06-20 10:05", "2014-06-21", "2014/06/22", "14-08-19", "14/08/19", "31/12/2014 10:05", "none", None]
    lines = f"(SELECT unnest({cells}::VARCHAR[]) AS c)".replace("None", "NULL")
    with duckdb.connect() as con:
        found, cells_held = survey(con, lines, "c")
        left, same = survey(con, lines, "c", ["%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d"])
    assert cells_held == same == 7
    assert {each for each in found if not each.layout.year_first} == set(left)
    assert {each.layout.pattern() for each in left} == {"%d/%m/%y", "%d/%m/%Y %H:%M"}, "the year 14 is none"


TWEET = "https://twitter.com/a/status/{}"
SECOND_OF_JULY = (
    676392336916873216 - 165 * 86_400_000 * 2**22
)  # 13 December 2015, less 165 days, in the milliseconds of an id


def test_ids_that_hold_the_moment_decide(warehouse: Warehouse, tmp_path: Path) -> None:
    links = [TWEET.format(SECOND_OF_JULY + day * 86_400_000 * 2**22) for day in (0, 3, 1)]
    receipt = take(warehouse, tmp_path, sprout(["02/07/2015", "05/07/2015", "03/07/2015"], links))
    assert days(warehouse) == ["2015-07-02", "2015-07-05", "2015-07-03"]
    assert any("day first" in note and "the IDs of the posts contain their dates" in note for note in receipt.dates)


def test_so_do_the_short_codes_of_instagram(warehouse: Warehouse, tmp_path: Path) -> None:
    take(warehouse, tmp_path, sprout(["01/12/2016"], ["https://www.instagram.com/p/BNelMkPjQOA/"]))
    assert days(warehouse) == ["2016-12-01"]


@pytest.mark.parametrize(
    ("name", "options", "reason"),
    [
        ("report 2023-06-10.csv", {}, "after the date the counts were collected"),
        ("report.csv", {"captured": dt.date(2023, 6, 10)}, "after the date the counts were collected"),
    ],
)
def test_no_post_is_later_than_the_day_its_counts_were_read(
    warehouse: Warehouse, tmp_path: Path, name: str, options: dict[str, str], reason: str
) -> None:
    receipt = take(warehouse, tmp_path, sprout(["08/05/2023", "03/06/2023"]), name=name, **options)
    assert days(warehouse) == ["2023-05-08", "2023-06-03"]
    assert any("day first" in note and reason in note for note in receipt.dates)


def test_nor_than_the_day_of_import(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(warehouse, tmp_path, sprout(["02/12/2023", "12/03/2024"]))
    assert days(warehouse) == ["2023-12-02", "2024-03-12"]
    assert any("would be in the future" in note for note in receipt.dates)


def test_rows_in_order_of_time_decide(warehouse: Warehouse, tmp_path: Path) -> None:
    written = ["03/08/2023", "07/08/2023", "11/08/2023", "02/09/2023", "06/09/2023"]
    receipt = take(warehouse, tmp_path, sprout(written))
    assert days(warehouse) == ["2023-08-03", "2023-08-07", "2023-08-11", "2023-09-02", "2023-09-06"]
    assert any("the rows are then in order of time" in note for note in receipt.dates)


def test_two_or_three_rows_in_order_are_chance(warehouse: Warehouse, tmp_path: Path) -> None:
    assert take(warehouse, tmp_path, sprout(["03/08/2023", "04/08/2023", "02/09/2023"])).asks_dates


def test_a_tool_that_writes_one_order_only_is_read_so_where_nothing_speaks_against_it(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    header = "Post ID,Page ID,Page name,Title,Publish time,Permalink,Post type,Date,Reach,Comments,Shares,Reactions\n"
    line = "1,9,Page,hello,{},https://www.facebook.com/9/posts/1,Photos,Lifetime,5,0,0,1\n"
    receipt = take(warehouse, tmp_path, header + line.format("05/07/2023 10:00"))
    assert days(warehouse) == ["2023-05-07"]
    assert any("month first" in note and "as the format says" in note for note in receipt.dates)
    again = header + line.format("05/07/2023 10:00") + line.replace("1,9", "2,9").format("13/07/2023 10:00")
    take(warehouse, tmp_path, again, name="saved_again_by_a_spreadsheet.csv")
    assert days(warehouse)[1:] == ["2023-07-05", "2023-07-13"]


# -- where nothing decides


def test_where_nothing_decides_the_file_is_refused_and_says_what_to_choose(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    receipt = take(warehouse, tmp_path, sprout(["05/07/2023", "06/07/2023"]))
    assert receipt.asks_dates
    assert "--dates day-first" in str(receipt.error)
    assert "05/07/2023" not in str(receipt.error), "a refusal quotes no rows"
    assert warehouse.version == 0

    for order, read in (("day-first", ["2023-07-05", "2023-07-06"]), ("month-first", ["2023-05-07", "2023-06-07"])):
        other = Warehouse(tmp_path / order)
        receipt = take(other, tmp_path, sprout(["05/07/2023", "06/07/2023"]), dates=order)
        assert days(other) == read
        assert any("(chosen at import)" in note for note in receipt.dates)


def test_a_choice_does_not_overrule_cells_that_can_be_read_one_way_only(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(warehouse, tmp_path, sprout(["05/07/2023", "13/07/2023"]), dates="month-first")
    assert days(warehouse) == ["2023-07-05", "2023-07-13"]
    assert any("day first" in note and "no other way" in note for note in receipt.dates)


def test_a_few_cells_that_can_be_read_both_ways_are_rejects_beside_others(warehouse: Warehouse, tmp_path: Path) -> None:
    content = sprout(["2023-07-05", "2023-07-06", "05/07/2023"])
    receipt = take(warehouse, tmp_path, content)
    assert (receipt.accepted, receipt.rejected) == (2, 1)
    assert "could be two dates" in warehouse.rejects().reason[0]
    receipt = take(warehouse, tmp_path, content, dates="day-first")
    assert (receipt.accepted, receipt.duplicates) == (1, 2), "the same file, with the choice, is read anew"


def test_the_terminal_takes_the_choice_and_names_it(
    warehouse: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.csv"
    path.write_text(sprout(["05/07/2023", "06/07/2023"]), encoding="utf-8")
    where = ["--warehouse", str(warehouse.directory)]
    assert main(["import", str(path), *where]) == 3
    assert "--dates" in capsys.readouterr().err
    assert main(["import", str(path), "--dates", "day-first", *where]) == 0
    assert days(warehouse) == ["2023-07-05", "2023-07-06"]
    with pytest.raises(SystemExit) as stopped:
        main(["import", str(path), "--dates", "year-first", *where])
    assert stopped.value.code == 2
    with pytest.raises(WrongOption, match="day-first or month-first"):
        import_files([path], warehouse, dates="year-first")


@pytest.mark.long
def test_a_watched_folder_in_which_nobody_can_be_asked_says_what_to_choose_once_and_goes_on(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, looks = tmp_path / "inbox", count(1)
    folder.mkdir()
    (folder / "a_both_ways.csv").write_text(sprout(["05/07/2023", "06/07/2023"]), encoding="utf-8")
    (folder / "b_one_way.csv").write_text(sprout(["13/07/2023", "05/07/2023"]), encoding="utf-8")

    def pause(_: float) -> None:
        if next(looks) == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr(watch, "sleep", pause)
    where = ["--watch", "--warehouse", str(warehouse.directory)]
    assert main(["import", str(folder), *where]) == 0
    printed = capsys.readouterr()
    assert printed.out.count("a_both_ways.csv: not imported.") == 1
    assert "05/07/2023" not in printed.out + printed.err
    (sentence,) = printed.err.splitlines()
    assert sentence.startswith(
        "The dates in “Date” of a_both_ways.csv can be read day first or month first, and the file does not show which"
    )
    assert sentence.endswith("Import it again with --dates day-first or --dates month-first.")
    assert days(warehouse) == ["2023-07-13", "2023-07-05"]

    looks = count(1)
    assert main(["import", str(folder), "--dates", "day-first", *where]) == 0
    assert not capsys.readouterr().err
    assert set(days(warehouse)) == {"2023-07-05", "2023-07-06", "2023-07-13"}


@pytest.mark.long
def test_corrected_rows_are_read_in_the_order_of_their_import(warehouse: Warehouse, tmp_path: Path) -> None:
    content = sprout(["13/07/2023", "05/07/2023", "06/07/2023"]).replace(
        "05/07/2023,2:05 pm", "05/07/2023,in the afternoon"
    )
    receipt = take(warehouse, tmp_path, content)
    assert receipt.rejected == 1
    sheet = tmp_path / "mend.csv"
    write_rejects(warehouse, receipt.import_id, sheet)
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("in the afternoon", "2:05 pm"), encoding="utf-8")
    (again,) = import_files([sheet], warehouse)
    assert (again.accepted, again.rejected) == (1, 0)
    assert days(warehouse) == ["2023-07-13", "2023-07-06", "2023-07-05"]
