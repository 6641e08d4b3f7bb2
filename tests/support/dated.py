"""Reports with dates in them, and the days that posts have afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse

SPROUT = "Date,Time,Network,Link,Post,Impressions,Engagements\n"


def sprout(days: Sequence[str], links: Sequence[str] = (), time: str = "2:05 pm") -> str:
    """A report with a post a day."""
    links = links or [f"https://www.facebook.com/page/posts/{place}" for place in range(1, len(days) + 1)]
    return SPROUT + "".join(
        f"{day},{time},,{link},hello,10,1\n" for day, link in zip(days, links, strict=True)
    ).replace(",,", ",Facebook,")


def take(warehouse: Warehouse, tmp_path: Path, content: str, name: str = "report.csv", **options: str) -> Receipt:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    (receipt,) = import_files([path], warehouse, **options)  # type: ignore[arg-type]
    return receipt


def days(warehouse: Warehouse) -> list[str]:
    """The day of each post, in the order of the file."""
    with warehouse.read() as con:
        answer = con.execute("SELECT posted_at::DATE::VARCHAR FROM landing.posts ORDER BY import_id, row_number")
        return [day for (day,) in answer.fetchall()]
