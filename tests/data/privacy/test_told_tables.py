"""Where nobody protected speaks, what may be told is decided by a shorter way, and is the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from data.privacy import told_tables
from data.privacy.voices import PROTECTED
from data.store import derived
from data.store.warehouse import Warehouse
from tests.support.examples import first

SPEAKS = {
    "daily": (("posts", "contributor_type"), ("daily", "contributor_type"), ("contributor_day", "contributor_type")),
    "supporter_facts": (("landing.supporters", "supporter_type"),),
    "photo_facts": (("landing.photos", "contributor_type"),),
    "vote_facts": (),
}
"""Facts, and what says who speaks in them; votes are cast for photos."""
FACTS = {"daily", "supporter_facts", "photo_facts", "vote_facts"}


@pytest.fixture
def con(sample: Warehouse, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    assert sample.current
    with duckdb.connect(shutil.copy(sample.current, tmp_path / "sample.duckdb")) as con:
        yield con


def decided(con: duckdb.DuckDBPyConnection) -> list[list[tuple[object, ...]]]:
    told_tables.decide(con)
    return [con.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in ("told_voices", "told_sums")]


def silence(con: duckdb.DuckDBPyConnection, facts: set[str]) -> None:
    for table, column in (place for each in facts for place in SPEAKS[each]):
        con.execute(f"UPDATE {table} SET {column} = 'public' WHERE {column} IN {PROTECTED}")
    derived.write_prepared(con)


@pytest.mark.parametrize(
    "silent",
    first(2, [FACTS, {"daily"}, {"supporter_facts"}, {"photo_facts", "vote_facts"}]),
    ids=lambda silent: "+".join(sorted(silent)),
)
@pytest.mark.parametrize("few", first(1, [False, True]))
def test_the_shorter_way_decides_the_same(
    con: duckdb.DuckDBPyConnection, silent: set[str], few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    silence(con, silent)
    if few:  # so few that sums of others would have to be hidden beside one of a protected voice
        con.execute("DELETE FROM posts WHERE posted_at >= DATE '2014-06-24'")
        for table in ("daily", "contributor_day"):
            con.execute(f"DELETE FROM {table} WHERE day >= DATE '2014-06-24'")
    assert told_tables._protected(con, FACTS) == FACTS - silent
    shorter = decided(con)
    monkeypatch.setattr(told_tables, "_protected", lambda _con, held: held)
    assert shorter == decided(con)
    assert all(shorter)


def test_every_fact_of_the_sample_is_looked_into(con: duckdb.DuckDBPyConnection) -> None:
    assert told_tables._protected(con, FACTS) == FACTS == told_tables._held(con) - {"story_facts"}
