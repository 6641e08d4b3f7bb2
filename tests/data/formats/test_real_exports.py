"""Real exports go in with the totals that the standard library, and openpyxl for workbooks, count."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from tests.support.examples import first

X_COUNTS = {
    "impressions": "impressions",
    "reactions": "likes",
    "comments": "replies",
    "shares": "retweets",
    "clicks": "url clicks",
}
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
        assert con.execute("SELECT sum(items), sum(impressions), sum(reactions) FROM daily").fetchall() == [
            (
                len(everything),
                sum(int(float(row["impressions"])) for row in everything.values()),
                sum(int(float(row["likes"])) for row in everything.values()),
            )
        ]
        stored = dict(con.execute("SELECT post_id, text FROM posts").fetchall())
    assert {post: row["Tweet text"].strip() for post, row in everything.items()} == stored


@pytest.mark.long
def test_x_analytics_by_day_is_refused_and_the_posts_beside_it_go_in(warehouse: Warehouse, real_exports: Path) -> None:
    receipts = import_files([real_exports / "x_analytics"], warehouse)
    refused = [r for r in receipts if r.error]
    assert len(refused) == 6
    assert all("not posts" in str(r.error) and r.file.startswith("daily_") for r in refused)


def test_meta_business_suite(warehouse: Warehouse, real_exports: Path) -> None:
    (path,) = (real_exports / "meta_business_suite").glob("*.csv")
    (receipt,) = import_files([path], warehouse)
    check(receipt, rows_of(path), "Post ID", META_COUNTS)
    assert receipt.notes == ("The column “Views” appears twice. The first one was used.",)


@pytest.mark.long
def test_facebook_page_scrapes(warehouse: Warehouse, real_exports: Path) -> None:
    """One row of one file has two fields too many, because nothing quotes the commas in its text."""
    counts = {"reactions": "num_reactions", "comments": "num_comments", "shares": "num_shares"}
    for path in sorted((real_exports / "fb_scraper").glob("*.csv")):
        with path.open(encoding="cp1252", newline="") as file:
            header, *cells = (row for row in csv.reader(file, skipinitialspace=True) if row)
        rows = [dict(zip(header, row, strict=True)) for row in cells if len(row) == len(header)]
        (receipt,) = import_files([path], warehouse)
        assert (receipt.format, receipt.rows_read, receipt.accepted) == ("facebook_page_scrape", len(cells), len(rows))
        assert receipt.rejected == len(cells) - len(rows)
        for metric, column in counts.items():
            assert receipt.totals[metric] == sum(int(row[column]) for row in rows), metric


def test_a_table_of_tweets(warehouse: Warehouse, real_exports: Path) -> None:
    """Retweets are posts, but what they counted was the original's. Times are UTC: the ids, which hold moments, say the
    same."""
    (path,) = (real_exports / "x_fivethirtyeight").glob("*.csv")
    with path.open(encoding="cp1252", errors="replace", newline="") as file:
        rows = list(csv.DictReader(file))
    own = [row for row in rows if not row["text"].startswith("RT @")]
    (receipt,) = import_files([path], warehouse)
    assert (receipt.format, receipt.accepted, receipt.rejected, receipt.totals["posts"]) == (
        "x_tweet_table",
        len(rows),
        0,
        len(rows),
    )
    for metric, column in {"comments": "replies", "shares": "retweets", "reactions": "favorites"}.items():
        assert receipt.totals[metric] == sum(int(row[column]) for row in own), metric
    with warehouse.read() as con:
        apart = "abs(epoch_ms(posted_at) - ((post_id::BIGINT >> 22) + 1288834974657))"
        assert con.execute(f"SELECT max({apart}) < 60000 FROM posts").fetchall() == [(True,)]


def test_linkedin_page(warehouse: Warehouse, real_exports: Path) -> None:
    """The sheet of posts goes in, the sheet of days does not; the ids, which hold moments, agree with the days."""
    (path,) = (real_exports / "linkedin_page").glob("*.xlsx")
    header, *cells = openpyxl.load_workbook(path, read_only=True)["All posts"].values
    rows = [dict(zip(header, row, strict=True)) for row in cells]
    (receipt,) = import_files([path], warehouse)
    assert (receipt.format, receipt.accepted, receipt.rejected) == ("linkedin_posts", len(rows), 0)
    assert receipt.notes == (
        "Read from the sheet “All posts”; left out: “Metrics”.",
        "Not stored, because they contain personal data: Posted by.",
    )
    counts = {
        "impressions": "Impressions",
        "reactions": "Likes",
        "comments": "Comments",
        "shares": "Reposts",
        "clicks": "Clicks",
    }
    assert {metric: receipt.totals[metric] for metric in counts} == {
        m: sum(row[c] for row in rows) for m, c in counts.items()
    }
    with warehouse.read() as con:
        days = dict(con.execute("SELECT url, strftime(posted_at, '%m/%d/%Y') FROM posts").fetchall())
    assert days == {row["Post link"]: row["Created date"] for row in rows}


def tweets_of(path: Path) -> tuple[list[dict[str, Any]], int]:
    """The tweets in a file of API 2, each with its author's followers, and how many lines are broken."""
    tweets, broken = [], 0
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            page = json.loads(line)
        except ValueError:
            broken += 1
            continue
        data = page.get("data", page)
        users = {user["id"]: user for user in page.get("includes", {}).get("users", [page.get("author", {"id": ""})])}
        for tweet in data if isinstance(data, list) else [data]:
            tweet["followers"] = users[tweet["author_id"]].get("public_metrics", {}).get("followers_count")
            tweets.append(tweet)
    return tweets, broken


@pytest.mark.parametrize(
    "name", first(2, ["brexit", "flat", "geo_tweets", "kpop", "noflat", "streaming_output_with_error"])
)
def test_twarc(warehouse: Warehouse, real_exports: Path, name: str) -> None:
    """Pages and single tweets; a line broken off is a reject; retweets are not credited with the original's counts."""
    path = real_exports / "twarc_v2" / f"{name}.jsonl"
    tweets, broken = tweets_of(path)
    kinds = {tweet["id"]: {other["type"] for other in tweet.get("referenced_tweets", [])} for tweet in tweets}
    own = [tweet["public_metrics"] for tweet in tweets if "retweeted" not in kinds[tweet["id"]]]
    (receipt,) = import_files([path], warehouse)
    assert (receipt.format, receipt.error) == ("x_api_v2", None)
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (len(tweets) + broken, len(tweets), broken)
    for metric, count in {"shares": "retweet_count", "reactions": "like_count", "comments": "reply_count"}.items():
        assert receipt.totals[metric] == sum(counts[count] for counts in own), metric
    with warehouse.read() as con:
        stored = con.execute(
            "SELECT post_id, p.post_kind, l.followers, l.text, l.posted_at FROM landing.posts l JOIN posts p USING (platform, post_id)"
        ).fetchall()
    assert {(i, k, f, x.strip(), f"{t:%Y-%m-%dT%H:%M:%S.000Z}") for i, k, f, x, t in stored} == {
        (
            tweet["id"],
            "share"
            if "retweeted" in kinds[tweet["id"]]
            else "reply"
            if "replied_to" in kinds[tweet["id"]]
            else "original",
            tweet["followers"],
            tweet["text"].strip(),
            tweet["created_at"],
        )
        for tweet in tweets
    }


@pytest.mark.long
def test_the_same_tweets_as_pages_and_one_a_line_are_the_same(warehouse: Warehouse, real_exports: Path) -> None:
    receipts = import_files([real_exports / "twarc_v2" / f"{name}.jsonl" for name in ("flat", "noflat")], warehouse)
    assert [(r.accepted, r.duplicates) for r in receipts] == [(100, 0), (0, 100)]


def test_a_data_set_without_ids_is_refused_with_a_sentence(warehouse: Warehouse, real_exports: Path) -> None:
    (receipt,) = import_files([real_exports / "uci_facebook_metrics"], warehouse)
    assert receipt.rows_read == 0
    assert "no ID, link or date" in str(receipt.error)
