"""Whose followers, and when: those captured with a post, else those of its account at the nearest moment, and never the
greatest."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.importing.pipeline import import_files
from data.importing.undo import undo
from data.store.warehouse import Warehouse
from tests.support.examples import first

DUMP = "id,user_name,user_followers,date,text,is_retweet\n"
DIRECTORY = "Platform,Account,As of,Account type,Contributor type,Followers\n"


def followers(warehouse: Warehouse) -> dict[str, int | None]:
    with warehouse.read() as con:
        return dict(con.execute("SELECT post_id, followers FROM posts ORDER BY post_id").fetchall())


@pytest.mark.parametrize("order", first(1, [[2, 1, 0], [0, 1, 2], [1, 2, 0]]))
def test_of_several_snapshots_the_one_captured_with_the_post_stands(
    warehouse: Warehouse, tmp_path: Path, order: list[int]
) -> None:
    """The account grew, and was smaller again when it was captured last."""
    files = []
    for day, count in (("2014-08-21", 1_000), ("2014-09-21", 90_000), ("2014-10-21", 10)):
        path = tmp_path / f"dump {day}.csv"
        path.write_text(f"{DUMP}501702184017428480,office,{count},2014-08-19 14:05:00,one,False\n", encoding="utf-8")
        files.append(path)
    for place in order:
        import_files([files[place]], warehouse)
    assert followers(warehouse) == {"501702184017428480": 1_000}


def test_what_the_post_itself_says_stands_before_what_is_nearer(warehouse: Warehouse, tmp_path: Path) -> None:
    """A sheet says the followers at posting; a capture says those of the day it was made."""
    (tmp_path / "dump 2014-08-20.csv").write_text(
        f"{DUMP}501702184017428480,office,700,2014-08-19 14:05:00,one,False\n501702184017428481,office,700,2014-08-20 00:05:00,two,False\n",
        encoding="utf-8",
    )
    (tmp_path / "sheet 2014-12-20.csv").write_text(
        "Platform,Post ID,Posted at,Contributor type,Account,Followers\n"
        "Twitter,501702184017428480,2014-08-19 14:05,IOM mission,office,650\n",
        encoding="utf-8",
    )
    import_files([tmp_path], warehouse)
    assert followers(warehouse) == {"501702184017428480": 650, "501702184017428481": 700}


def test_of_the_directory_the_nearest_day_counts_before_or_after(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "directory.csv").write_text(
        DIRECTORY
        + "".join(
            f"Twitter,office,{day},Office,IOM mission,{count}\n"
            for day, count in (("2014-01-01", 100), ("2014-08-21", 200), ("2014-08-21", 900), ("2015-01-01", 300))
        ),
        encoding="utf-8",
    )
    posts = "".join(
        f"Twitter,50170218401742848{n},{day} 00:00,IOM mission,office\n"
        for n, day in enumerate(("2013-01-01", "2014-08-19", "2014-08-22", "2014-12-30", "2016-01-01"))
    )
    (tmp_path / "sheet.csv").write_text(
        "Platform,Post ID,Posted at,Contributor type,Account\n" + posts, encoding="utf-8"
    )
    import_files([tmp_path], warehouse)
    assert list(followers(warehouse).values()) == [100, 200, 200, 300, 300]


@pytest.mark.long
def test_undoing_a_snapshot_brings_the_others_back(warehouse: Warehouse, tmp_path: Path) -> None:
    for day, count in (("2014-08-21", 1_000), ("2014-09-21", 90_000)):
        path = tmp_path / f"dump {day}.csv"
        path.write_text(f"{DUMP}501702184017428480,office,{count},2014-08-19 14:05:00,one,False\n", encoding="utf-8")
        import_files([path], warehouse)
    undo(1, warehouse)
    assert followers(warehouse) == {"501702184017428480": 90_000}


GROUPS = {
    "crowdtangle_groups": (
        "Group Name,User Name,Facebook Id,Followers at Posting,Post Created,Type,Total Interactions,Likes,Angry,URL,Message\n"
        "A group,agroup,209,8000,2021-03-14 12:00:00 EDT,Link,10,7,0,https://www.facebook.com/groups/209/permalink/501,In a group\n"
    ),
    "facebook_group_scrape": (
        "status_id,status_message,status_author,status_type,status_published,num_reactions,num_comments,num_shares\n"
        "209_501,In a group,,status,2017-03-01 10:00:00,10,2,1\n"
    ),
}


@pytest.mark.parametrize("name", GROUPS)
def test_the_author_of_a_post_in_a_group_is_not_the_group(warehouse: Warehouse, tmp_path: Path, name: str) -> None:
    (tmp_path / "group.csv").write_text(GROUPS[name], encoding="utf-8")
    (receipt,) = import_files([tmp_path / "group.csv"], warehouse)
    assert (receipt.format, receipt.accepted) == (name, 1)
    with warehouse.read() as con:
        assert con.execute("SELECT account, contributor, followers FROM posts").fetchall() == [(None, None, None)]
