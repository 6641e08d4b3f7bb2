"""Write sheets as teams keep them: with the headers of `data/formats/*.toml`, as several kinds of CSV or as XLSX."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import xlsxwriter
from numpy.random import Generator

from data.sample.generator.people import FIRST_DAY, LAST_DAY, Account, Contributor, read_missions
from data.sample.generator.posts import SETTLED, Post

FORMATS: Final = Path(__file__).parents[2] / "formats"
TYPE_LABELS: Final = {
    "mission": "IOM mission",
    "staff": "IOM staff",
    "public": "General public",
    "migrant": "Migrant",
    "partner": "Partner agency",
    "donor": "Donor",
    "crisis_affected": "Crisis-affected community",
    "unknown": "Unknown",
}
FACT_TABLES: Final = {"staff": "self-declared", "public": "self-declared", "migrant": "self-declared", "unknown": ""}

CONTRIBUTION_COLUMNS: Final = (
    "campaign",
    "platform",
    "post_id",
    "url",
    "posted_at",
    "text",
    "account",
    "contributor_type",
    "contributor_basis",
    "posted_on_behalf",
    "mission",
    "country",
    "language",
    "media_type",
    "post_kind",
    "theme",
    "deleted_at",
    "followers",
    "captured_at",
    "impressions",
    "reach",
    "reactions",
    "comments",
    "shares",
)
SLIM_COLUMNS: Final = (
    "platform",
    "post_id",
    "posted_at",
    "text",
    "account",
    "contributor_type",
    "mission",
    "country",
    "language",
    "media_type",
    "post_kind",
    "captured_at",
    "reactions",
    "comments",
    "shares",
)
LOG_COLUMNS: Final = (
    "campaign",
    "platform",
    "post_id",
    "posted_at",
    "account",
    "contributor_type",
    "mission",
    "language",
    "media_type",
    "post_kind",
    "theme",
)
COUNT_COLUMNS: Final = (
    "platform",
    "post_id",
    "captured_at",
    "impressions",
    "reach",
    "reactions",
    "comments",
    "shares",
    "clicks",
)
DIRECTORY_COLUMNS: Final = (
    "platform",
    "account",
    "as_of",
    "account_type",
    "contributor_type",
    "mission",
    "country",
    "followers",
    "person",
    "own",
    "public_name",
    "profile",
)

OFFICE_SNAPSHOTS: Final = (
    1,
    6,
    24,
    72,
    168,
)  # hours after the post; the sheet itself holds the counts after fourteen days
OTHER_SNAPSHOTS: Final = (24, 168)
LOST_ROWS, LOST_CELLS, DECREASES, REPEATS = 0.02, 0.01, 0.02, 0.005

Row = Mapping[str, Any]


def headers(format_name: str) -> dict[str, str]:
    """Return the header of each column in a format's sheets."""
    with (FORMATS / f"{format_name}.toml").open("rb") as file:
        return {column: rule["from"][0] for column, rule in tomllib.load(file)["columns"].items()}


def table(format_name: str, rows: Iterable[Row], columns: Sequence[str] = ()) -> list[list[Any]]:
    """Return header and cells of a sheet; `columns` selects some of the format's columns, in order."""
    titles = headers(format_name)
    columns = columns or tuple(titles)
    return [[titles[column] for column in columns], *([row.get(column) for column in columns] for row in rows)]


def as_text(value: Any) -> str:
    """Return a value as a person writes it in a sheet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)


def write_csv(path: Path, rows: Iterable[Sequence[Any]], encoding: str = "utf-8", **dialect: Any) -> None:
    """Write rows as CSV in an encoding."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, **{"lineterminator": "\n", **dialect}).writerows(
            [as_text(value) for value in row] for row in rows
        )


def write_xlsx(path: Path, rows: Iterable[Sequence[Any]], dates_as_cells: bool = False) -> None:
    """Write rows as XLSX: counts are numbers, IDs and most dates are text.

    The creation date is fixed, so that files can be reproduced.
    """
    workbook = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": datetime(2015, 1, 12), "comments": "Synthetic sample data"})
    moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet = workbook.add_worksheet("Sheet1")
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime) and dates_as_cells:
                sheet.write_datetime(line, column, value, moment)
            elif isinstance(value, int) and not isinstance(value, bool):
                sheet.write_number(line, column, value)
            elif as_text(value):
                sheet.write_string(line, column, as_text(value))
    workbook.close()


def link(post: Post) -> str:
    """Return the link of a post."""
    if post.platform == "twitter":
        return f"https://x.example.org/{post.account.handle}/status/{post.post_id}"
    return f"https://{post.platform}.example.org/{post.account.handle}/posts/{post.post_id}"


def contribution(post: Post) -> dict[str, Any]:
    """Return a post as a row of the contribution sheet."""
    captured_at = post.posted_at + SETTLED
    known_followers = post.post_id[-1] not in "01"  # one in five is not noted
    return {
        "campaign": "migrationmeans",
        "platform": post.platform.title(),
        "post_id": post.post_id,
        "url": link(post),
        "posted_at": post.posted_at,
        "text": post.text,
        "account": post.account.handle,
        "contributor_type": TYPE_LABELS[post.type],
        "contributor_basis": FACT_TABLES.get(post.type, "recorded"),
        "posted_on_behalf": post.on_behalf,
        "mission": post.contributor.mission,
        "country": post.contributor.country,
        "language": post.language,
        "media_type": post.media.title(),
        "post_kind": post.kind.title(),
        "theme": post.theme,
        "deleted_at": post.deleted_at,
        "followers": post.account.followers_on(post.posted_at.date(), post.by_office) if known_followers else None,
        "captured_at": captured_at,
        **post.counts_at(captured_at),
    }


def count_rows(rng: Generator, posts: Iterable[Post]) -> list[dict[str, Any]]:
    """Return counts collected later, with missing rows and cells, counts that fall, and repeated rows."""
    rows = []
    for post in posts:
        own_statistics = post.source in ("x_analytics", "insights")
        snapshots = (OFFICE_SNAPSHOTS if post.by_office else OTHER_SNAPSHOTS) + ((336,) if own_statistics else ())
        for hours in snapshots:
            captured_at = post.posted_at + SETTLED * hours / 336
            counts = post.counts_at(captured_at)
            if not own_statistics:
                counts = {name: count for name, count in counts.items() if name in ("reactions", "comments", "shares")}
            if hours < 336:
                luck = rng.random()
                if luck < LOST_ROWS:
                    continue
                if luck < LOST_ROWS + LOST_CELLS:
                    del counts["reactions"]
                elif luck < LOST_ROWS + LOST_CELLS + DECREASES:
                    counts["reactions"] = post.counts["reactions"] + 1 + int(rng.poisson(1))
            rows.append(
                {"platform": post.platform.title(), "post_id": post.post_id, "captured_at": captured_at, **counts}
            )
            if rng.random() < REPEATS:
                rows.append(rows[-1])
    return rows


def _profile(account: Account) -> str:
    return f"https://{'x' if account.platform == 'twitter' else account.platform}.example.org/{account.handle}"


def directory(contributors: Iterable[Contributor]) -> list[dict[str, Any]]:
    """Return every account on the day before the campaign, and the accounts of offices on its last day too."""
    rows, missions = [], read_missions()
    for one in contributors:
        office = one.type == "mission"
        for account in one.accounts.values():
            for day in (date(2014, 6, 19), LAST_DAY) if office else (date(2014, 6, 19),):
                rows.append(
                    {
                        "platform": account.platform.title(),
                        "account": account.handle,
                        "as_of": day,
                        "account_type": one.account_type.title(),
                        "contributor_type": TYPE_LABELS[one.type],
                        "mission": one.mission,
                        "country": one.country,
                        "followers": account.followers_on(max(day, FIRST_DAY), office),
                        "person": (one.key if office else f"person-{one.key}") if len(one.accounts) > 1 else None,
                        "own": "yes" if office else None,
                        "public_name": f"IOM {missions[one.mission]['name']}" if office else None,
                        "profile": _profile(account) if office else None,
                    }
                )
    order = np.argsort([f"{row['platform']} {row['account']}" for row in rows], kind="stable")
    return [rows[index] for index in order]
