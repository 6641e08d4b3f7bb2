"""Small files are read while those before them are landed, and nothing else follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse

HEADER = "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"


def export(folder: Path, name: str, *posts: int, likes: str = "1") -> None:
    rows = (
        f"{n},https://twitter.com/office/status/{n},words #means,2021-01-{n:02} 12:56 +0000,10,1,1,{likes},0\n"
        for n in posts
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(HEADER + "".join(rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of files that know of each other's posts, that are the same, and that cannot be read."""
    exports = tmp_path / "exports"
    export(exports, "a.csv", 1, 2, 3)
    export(exports, "b.csv", 3, 4, 4)
    export(exports / "again", "a.csv", 1, 2, 3)
    export(exports, "c.csv", 5, likes="many")
    (exports / "d.csv").write_text("Parcels,Lorries\n1,2\n", encoding="utf-8")
    (exports / "e.json").write_text(
        '[{"id": "6", "text": "words", "created_at": "2021-01-06T10:00:00.000Z", "author_id": "7", '
        '"public_metrics": {"like_count": 2, "retweet_count": 0, "reply_count": 0, "quote_count": 0}}]',
        encoding="utf-8",
    )
    return exports


def told(receipts: list[Receipt]) -> list[dict[str, object]]:
    return [receipt.as_dict() for receipt in receipts]


def test_files_read_ahead_give_the_receipts_of_files_read_in_turn(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    in_turn = import_files([folder], Warehouse(tmp_path / "in turn"))
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    ahead = import_files([folder], Warehouse(tmp_path / "ahead"))
    assert told(ahead) == told(in_turn)
    assert [(each.rows_read, each.accepted, each.duplicates, each.rejected) for each in ahead] == [
        (3, 3, 0, 0),
        (3, 0, 3, 0),
        (3, 1, 2, 0),
        (1, 1, 0, 0),
        (0, 0, 0, 0),
        (1, 1, 0, 0),
    ]


def test_an_import_is_ended_by_what_ends_the_reading_of_a_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("os.cpu_count", lambda: 8)
    monkeypatch.setattr("data.parsing.judged_lines.taken", fails)
    warehouse = Warehouse(tmp_path / "w")
    with pytest.raises(MemoryError):
        import_files([folder], warehouse)
    assert warehouse.current is None
    monkeypatch.undo()
    assert len(import_files([folder], warehouse)) == 6
