"""A small warehouse, made by the statements of data/store/sql and filled by hand."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest

from common import pointer
from data.privacy import told_tables
from data.schema import OTHER_ACCOUNTS, TABLES
from data.store import derived
from data.store.derived import DIMENSIONS_WITH_LABELS, PREPARED_FROM
from data.store.landing import landing_ddl
from data.store.statements import load_sql
from data.vocabularies import CHOICES
from metrics.definitions.fact_tables import CONTRIBUTOR_DAY, DAILY
from tests.support import other_data

DATA = Path(__file__).parents[2] / "data"
SHEETS = (
    "campaigns",
    "events",
    "targets",
    "thunderclaps",
    "supporters",
    "photos",
    "photo_votes",
    "stories",
    "consents",
    "claims",
)
OFTEN_UNKNOWN = (
    "language",
    "country",
    "region",
    "mission",
    "mission_kind",
    "media_type",
    "account_type",
    "theme",
    "thematic_area",
)


def make_tables(file: Path) -> None:
    """An empty version, with the tables that readers see."""
    with duckdb.connect(file) as con:
        con.execute(load_sql("ledger"))
        registry = DATA / "reference" / "platform_changes.csv"
        con.execute(f"INSERT INTO platform_changes SELECT day, platform, metric, change FROM read_csv('{registry}')")
        for statement in landing_ddl():
            con.execute(statement)
        for name in SHEETS:
            columns = ", ".join(f"{column} {kind}" for column, kind in TABLES[name].columns.items())
            con.execute(f"CREATE TABLE {name} ({columns}, is_synthetic BOOLEAN)")
        con.execute(load_sql("accounts"))
        con.execute(load_sql("tables"))
        con.execute(load_sql("prepared"))
        con.execute(load_sql("facts"))
        con.execute(load_sql("publisher_views"))
        words = [(name, code, label) for name in DIMENSIONS_WITH_LABELS for code, label in CHOICES[name].items()]
        con.executemany("INSERT INTO vocabularies VALUES (?, ?, ?)", words)
        con.executemany(
            "INSERT INTO meta VALUES (?, ?)", [("schema", str(pointer.SCHEMA)), ("definition", pointer.definition())]
        )


class Builder:
    """Fills the tables of a version and publishes it; what is left out of a row is unknown."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.folder = folder
        self.numbers, self.hashes = count(1), count(1)
        self.version = 0
        self.draft = Path(shutil.copy(template, folder / "draft.duckdb"))

    @cached_property
    def con(self) -> duckdb.DuckDBPyConnection:
        """A connection that writes the draft, until it is published."""
        return duckdb.connect(self.draft).begin()

    def post(
        self, counts: Mapping[str, int] | Iterable[tuple[dt.datetime, Mapping[str, int]]] = (), **post: Any
    ) -> Builder:
        """A post with its counts, or with its captures as (moment, counts so far)."""
        unknown = dict.fromkeys(OFTEN_UNKNOWN, "unknown")
        row = {
            "platform": "twitter",
            "post_id": str(next(self.numbers)),
            "account": "a1",
            "posted_at": dt.datetime(2014, 7, 1, 12),
            "hashtags": [],
            "campaigns": [],
            "contributor_type": "public",
            "post_kind": "original",
            "posted_on_behalf": False,
            "own_account": OTHER_ACCOUNTS,
            "is_synthetic": False,
            **unknown,
            **post,
        }
        row.setdefault("contributor", row["account"])
        key = {"key_hash": next(self.hashes), "platform": row["platform"], "post_id": row["post_id"]}
        captures = [(None, counts)] if isinstance(counts, Mapping) else list(counts) or [(None, {})]
        ends = [moment for moment, _ in captures[1:]]
        for (start, known), end in zip(captures, ends, strict=False):
            self.insert("earlier_counts", {**key, "known_from": start, "known_until": end, **known})
        moment, latest = captures[-1]
        return self.insert(
            "posts", {**row, **key, **latest, "captured_at": moment, "first_captured_at": captures[0][0]}
        )

    def insert(self, table: str, row: Mapping[str, Any]) -> Builder:
        names = ", ".join(row)
        self.con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f'${name}' for name in row)})", dict(row))
        return self

    def publish(self, *, decide: bool = True) -> Path:
        """Derive what readers read, decide what of it may be told, write a version and point to it."""
        for rollup in (DAILY, CONTRIBUTOR_DAY):
            columns = ", ".join([*rollup.dimensions, *(f"sum({name}) AS {name}" for name in rollup.measures)])
            self.con.execute(f"DELETE FROM {rollup.name}")
            self.con.execute(f"INSERT INTO {rollup.name} BY NAME SELECT {columns} FROM post_latest GROUP BY ALL")
        if self.con.execute(" UNION ALL ".join(f"(SELECT 1 FROM {name} LIMIT 1)" for name in PREPARED_FROM)).fetchall():
            self.con.execute(load_sql("prepared"))
        derived.write_rollups(self.con)
        if decide:
            told_tables.decide(self.con)
        self.version += 1
        name = f"version-{self.version:06}.duckdb"
        self.con.commit().close()
        del self.con
        shutil.copy(self.draft, self.folder / name)
        (self.folder / "CURRENT").write_text(name, "utf-8")
        return self.folder


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "empty.duckdb"
    make_tables(file)
    return file


@pytest.fixture(scope="session")
def other(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set unlike the sample; tests only read it."""
    return other_data.fill(Builder(tmp_path_factory.mktemp("other"), template)).publish()


@pytest.fixture
def new_house(
    tmp_path_factory: pytest.TempPathFactory, template: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Builder]:
    """Makes an empty warehouse that every call of measure reads from then on, once it is published."""

    def build() -> Builder:
        folder = tmp_path_factory.mktemp("warehouse")
        monkeypatch.setenv("REACH_WAREHOUSE", str(folder))
        return Builder(folder, template)

    return build


@pytest.fixture
def house(new_house: Callable[[], Builder]) -> Builder:
    """An empty warehouse, to be filled and published."""
    return new_house()
