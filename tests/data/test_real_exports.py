"""Real exports go in with the totals that the standard library's csv module counts."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.importing import Receipt, import_files
from data.warehouse import Warehouse

X_COUNTS = {"impressions": "impressions", "reactions": "likes", "comments": "replies", "shares": "retweets", "clicks": "url clicks"}
META_COUNTS = {
    "views": "Views",
    "gross_reach": "Reach",
    "reactions": "Reactions",
    "comments": "Comments",
    "shares": "Shares",
    "clicks": "Total clicks",
}


def rows_of(path: Path) -> list[dict[str, str]]:
    """Rows by header name; of a name that stands twice, the first."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    return [dict(reversed(list(zip(header, row, strict=False)))) for row in rows]


def check(receipt: Receipt, rows: list[dict[str, str]], key: str, counts: dict[str, str]) -> None:
    assert (receipt.error, receipt.rows_read, receipt.accepted, receipt.rejected) == (None, len(rows), len(rows), 0)
    assert receipt.totals["posts"] == len({row[key] for row in rows})
    for metric, column in counts.items():
        assert receipt.totals[metric] == sum(int(float(row[column])) for row in rows), metric


def test_x_analytics(warehouse: Warehouse, real_exports: Path) -> None:
    paths = sorted((real_exports / "x_analytics").glob("tweet_activity_metrics_*.csv"))
    receipts = import_files(paths, warehouse)
    assert len(receipts) == 6
    for path, receipt in zip(paths, receipts, strict=True):
        check(receipt, rows_of(path), "Tweet id", X_COUNTS)
    everything = {row["Tweet id"]: row for path in paths for row in rows_of(path)}
    with warehouse.read() as con:
        assert con.execute("SELECT sum(items), sum(impressions), sum(reactions) FROM daily").fetchone() == (
            len(everything),
            sum(int(float(row["impressions"])) for row in everything.values()),
            sum(int(float(row["likes"])) for row in everything.values()),
        )
        stored = dict(con.execute("SELECT post_id, text FROM posts").fetchall())
    assert {post: row["Tweet text"].strip() for post, row in everything.items()} == stored


def test_x_analytics_by_day_is_refused_and_the_posts_beside_it_go_in(warehouse: Warehouse, real_exports: Path) -> None:
    receipts = import_files([real_exports / "x_analytics"], warehouse)
    refused = [r for r in receipts if r.error]
    assert len(refused) == 6
    assert all("not posts" in str(r.error) and r.file.startswith("daily_") for r in refused)


def test_meta_business_suite(warehouse: Warehouse, real_exports: Path) -> None:
    (path,) = (real_exports / "meta_business_suite").glob("*.csv")
    (receipt,) = import_files([path], warehouse)
    check(receipt, rows_of(path), "Post ID", META_COUNTS)
    assert receipt.notes == ("The column “Views” stands twice; the first was taken.",)


@pytest.mark.parametrize("folder", ["uci_facebook_metrics", "fb_scraper", "twarc_v2", "linkedin_page", "x_fivethirtyeight"])
def test_what_no_format_fits_is_refused_with_a_sentence(warehouse: Warehouse, real_exports: Path, folder: str) -> None:
    receipts = import_files([real_exports / folder], warehouse)
    assert receipts
    assert all(r.error and r.rows_read == 0 and r.error.endswith(".") for r in receipts)
