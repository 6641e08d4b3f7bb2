"""Every format: each input in its folder gives the receipt, the rows and the rejects that stand beside it.

`pytest tests/formats --renew` writes the outputs anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.formats.catalogue import formats
from data.importing.ledger import Receipt
from data.importing.pipeline import import_files, options_for, take_in
from data.store.warehouse import Warehouse

FOLDER = Path(__file__).parent
INPUTS = sorted(p for p in FOLDER.glob("*/*") if not p.name.endswith(".golden.json"))


def _usual_and_long() -> list[Any]:
    """The first input of each format in a usual run, the others in a long one; all of them where they are renewed."""
    seen: set[str] = set()
    found = []
    for path in INPUTS:
        marks = [pytest.mark.long] if path.parent.name in seen else []
        seen.add(path.parent.name)
        found.append(pytest.param(path, id=f"{path.parent.name}/{path.name}", marks=marks))
    return found


@pytest.mark.parametrize("path", _usual_and_long())
def test_golden(path: Path, warehouse: Warehouse, request: pytest.FixtureRequest) -> None:
    with warehouse.draft(keep=False) as draft:  # nothing reads what a publication would add up
        output = outcome(take_in(draft, [path], options_for(warehouse), lambda _what, _share: None), draft.con)
    golden = path.with_name(path.name + ".golden.json")
    if request.config.getoption("--renew"):
        golden.write_text(output, encoding="utf-8")
    assert golden.exists(), "run pytest tests/formats --renew and read what it wrote"
    assert output == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", formats())
def test_every_format_has_an_input(name: str) -> None:
    assert [p for p in INPUTS if p.parent.name == name], f"put an export into tests/formats/{name}/"


@pytest.mark.long
def test_all_inputs_are_published_together(warehouse: Warehouse) -> None:
    receipts = [receipt for receipt in import_files(INPUTS, warehouse) if not receipt.error]
    assert {receipt.version for receipt in receipts} == {warehouse.version} == {1}
    assert all(receipt.rows_read == receipt.accepted + receipt.duplicates + receipt.rejected for receipt in receipts)
    with warehouse.read() as con:
        landed, derived = (
            con.execute(f"SELECT DISTINCT platform, post_id FROM {table} ORDER BY ALL").fetchall()
            for table in ("landing.posts", "posts")
        )
    assert landed == derived


def outcome(receipts: list[Receipt], con: duckdb.DuckDBPyConnection) -> str:
    kept = (
        "file",
        "format",
        "rows_read",
        "accepted",
        "duplicates",
        "rejected",
        "totals",
        "encoding",
        "timezone",
        "captured_at",
        "captured_basis",
        "notes",
        "error",
    )
    result: dict[str, object] = {"receipts": [{name: receipt.as_dict()[name] for name in kept} for receipt in receipts]}
    for receipt in receipts:
        if not receipt.error:
            table = formats()[str(receipt.format)].table
            rows = con.execute(
                f"SELECT * EXCLUDE (content, key_hash, import_id) FROM landing.{table}"
                f" WHERE import_id = {receipt.import_id} ORDER BY row_number"
            )
            names = [column[0] for column in rows.description or []]
            result[table] = [_readable(dict(zip(names, row, strict=True))) for row in rows.fetchall()]
            rejects = con.execute(
                "SELECT row_number, reason, raw FROM rejects ORDER BY import_id, row_number"
            ).fetchall()
            result["rejects"] = [{"row": row, "reason": reason, "raw": raw} for row, reason, raw in rejects]
    return json.dumps(result, indent=1, ensure_ascii=False, default=str) + "\n"


def _readable(row: dict[str, object]) -> dict[str, object]:
    """A row without what it does not know; the cells that nothing takes one by one."""
    cells = {"extra": str(row["extra"]).split("\x1f")}
    return {name: cells.get(name, value) for name, value in row.items() if value is not None}
