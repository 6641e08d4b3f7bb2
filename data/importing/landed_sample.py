"""The copy of the sample that opens quickly: what importing its exports lands, kept in `data/sample/landed`.

To read and judge the exports takes most of the time that the sample needs; everything else is derived from what was
landed, by the release that opens it. A test imports the exports and compares. The copy has a key of its own that
everybody can read (`pseudonyms.SAMPLE_KEY`); `sample_only` keeps other people's data from it.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

import duckdb

from common.sql import literal
from data import schema
from data.importing import pipeline
from data.importing.pipeline import Progress
from data.importing.sample import SAMPLE
from data.messages import Message
from data.parsing.dates import now
from data.privacy.pseudonyms import SAMPLE_KEY
from data.store import derived
from data.store.warehouse import Draft, Warehouse

FOLDER: Final = Path(__file__).parents[1] / "sample" / "landed"
TABLES: Final = (*(f"landing.{name}" for name in schema.TABLES), "imports", "rejects", "tombstones", "audit")
"""The tables that the copy has."""
_WHEN: Final = ("imported_at", "happened_at")
"""Columns that say when it was imported: for those who open the copy, now."""


def ensure_sample(warehouse: Warehouse, progress: Progress | None = None) -> bool:
    """Open the copy of the sample in a warehouse that is empty, and return whether it was.

    Args:
        warehouse: The warehouse.
        progress: Is told what is being done.

    Raises:
        WarehouseError: The warehouse cannot be written.
    """
    if not warehouse.is_new:
        return False
    say = progress or (lambda _what, _share: None)
    with warehouse.draft(first_key=SAMPLE_KEY) as draft:
        _load(draft)
        pipeline.derive(draft, say)
    say(Message.DONE, 1.0)
    return True


def _load(draft: Draft) -> None:
    con = draft.con
    for table in TABLES:
        columns = [name for (name, *_) in con.execute(f"DESCRIBE {table}").fetchall()]
        taken = ["$now" if name in _WHEN else name for name in columns]
        values = {"now": now()} if "$now" in taken else {}
        rows = f"SELECT {', '.join(taken)} FROM read_parquet({literal(str(_file(FOLDER, table)))})"
        con.execute(f"INSERT INTO {table} ({', '.join(columns)}) {rows}", values)
    derived.rehash(con)
    con.execute("INSERT INTO stale_posts SELECT key_hash FROM landing.posts")
    draft.changed = True


def _file(folder: Path, table: str) -> Path:
    return folder / f"{table.removeprefix('landing.')}.parquet"


def write(folder: Path = FOLDER) -> None:
    """Write the copy anew from the exports, where it is not equal to what they give."""
    with tempfile.TemporaryDirectory() as scratch:
        warehouse, fresh = Warehouse(Path(scratch) / "warehouse"), Path(scratch) / "landed"
        with warehouse.draft(first_key=SAMPLE_KEY) as draft:
            pipeline.take_in(draft, [SAMPLE], pipeline.options_for(warehouse), lambda _what, _share: None)
            pipeline.derive(draft)
        fresh.mkdir()
        with warehouse.read() as con:
            for table in TABLES:
                _copy(con, table, _file(fresh, table))
                if not _is_equal(con, _file(fresh, table), _file(folder, table)):
                    folder.mkdir(exist_ok=True)
                    shutil.copyfile(_file(fresh, table), _file(folder, table))


def _copy(con: duckdb.DuckDBPyConnection, table: str, target: Path) -> None:
    columns = {name for (name, *_) in con.execute(f"DESCRIBE {table}").fetchall()}
    left = ", ".join(f"NULL::TIMESTAMP AS {name}" for name in _WHEN if name in columns)
    kept = f"* REPLACE ({left})" if left else "*"
    con.execute(
        f"COPY (SELECT {kept} FROM {table} ORDER BY ALL) TO {literal(str(target))} "
        "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19)"
    )


def _is_equal(con: duckdb.DuckDBPyConnection, one: Path, other: Path) -> bool:
    """Return whether two files have equal columns and rows, however they are written."""
    if not other.exists():
        return False
    first, second = (f"read_parquet({literal(str(file))})" for file in (one, other))
    shapes = [con.execute(f"DESCRIBE FROM {table}").fetchall() for table in (first, second)]
    if shapes[0] != shapes[1]:
        return False
    differing = f"(FROM {first} EXCEPT ALL FROM {second}) UNION ALL (FROM {second} EXCEPT ALL FROM {first})"
    return not con.execute(f"SELECT 1 FROM ({differing}) LIMIT 1").fetchall()
