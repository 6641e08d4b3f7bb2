"""What two versions of the data tell when their tables are subtracted: docs/privacy.md says so under what is not
covered. Each test is one of its sentences, so that the page is changed when this is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from metrics import VoicesNotShown, measure
from tests.metrics.conftest import Builder
from tests.support import other_data
from tests.support.attacking import ROWS, VOICE

Table = dict[tuple[str, ...], float]


@pytest.fixture
def house(tmp_path: Path, template: Path) -> Builder:
    return other_data.fill(Builder(tmp_path, template))


def table_of(folder: Path, metric: str = "posts", *rows: str) -> Table:
    answer = measure(metric, [VOICE, *rows], warehouse=folder)
    return {
        tuple(str(value) for value in row[:-1]): float(row[-1])
        for row in answer.astype({metric: float}).to_numpy()
        if row[-1] == row[-1]
    }


def subtracted(before: Table, after: Table) -> Table:
    """What of two tables is not the same."""
    return {row: change for row in before | after if (change := after.get(row, 0) - before.get(row, 0))}


@pytest.mark.long
def test_an_import_of_one_post_tells_its_contributor_type(house: Builder) -> None:
    before = {row: table_of(folder, "posts", *row) for folder in [house.publish()] for row in ROWS}
    house.post(
        platform="youtube", posted_at=dt.datetime(2016, 2, 1), mission="NER", contributor_type="migrant", account="new"
    )
    folder = house.publish()
    assert subtracted(before[()], table_of(folder)) == {("migrant",): 1}
    assert subtracted(before[("platform",)], table_of(folder, "posts", "platform")) == {
        ("migrant", "facebook+youtube"): 1
    }


@pytest.mark.long
def test_undoing_or_erasing_tells_what_is_gone(house: Builder) -> None:
    before = table_of(house.publish())
    house.con.execute(
        "DELETE FROM posts WHERE post_id = (SELECT min(post_id) FROM posts WHERE contributor_type = 'migrant')"
    )
    assert subtracted(before, table_of(house.publish())) == {("migrant",): -1}


@pytest.mark.long
def test_a_contributor_type_recorded_for_one_account_is_told_with_its_posts(house: Builder) -> None:
    folder = house.publish()
    account, posts = house.con.execute(
        "SELECT contributor, count(*) FROM posts WHERE contributor_type = 'unknown' GROUP BY ALL ORDER BY ALL LIMIT 1"
    ).fetchall()[0]
    before = table_of(folder)
    house.con.execute(
        "UPDATE posts SET contributor_type = 'migrant' WHERE contributor_type = 'unknown' AND contributor = $who",
        {"who": account},
    )
    assert subtracted(before, table_of(house.publish())) == {("unknown",): -posts, ("migrant",): posts}


@pytest.mark.long
def test_a_sum_grows_by_what_one_post_grew(house: Builder) -> None:
    """Everybody can see by how much: the post is by a migrant."""
    before = table_of(house.publish(), "engagement")
    assert ("migrant",) in before
    house.con.execute(
        "UPDATE posts SET reactions = reactions + 1234 WHERE post_id ="
        " (SELECT min(post_id) FROM posts WHERE contributor_type = 'migrant' AND reactions > 0)"
    )
    assert subtracted(before, table_of(house.publish(), "engagement")) == {("migrant",): 1234}


@pytest.mark.parametrize("voice", ["staff", "migrant"])
def test_a_refusal_after_an_import_tells_of_it(tmp_path: Path, template: Path, voice: str) -> None:
    """Everybody can see that one post came: had it not been by a migrant, the table would still be shown."""
    house = Builder(tmp_path, template)
    for number in range(30):
        house.post(mission="KEN", account_type="person", account=f"a{number}")
    assert table_of(house.publish()) == {("public",): 30}
    folder = house.post(mission="KEN", account_type="person", contributor_type=voice, account="new").publish()
    if voice == "staff":
        assert table_of(folder) == {("public",): 30, ("staff",): 1}
    else:
        with pytest.raises(VoicesNotShown):
            table_of(folder)
