"""Write the synthetic sample campaign as the exports that a team would have.

    python data/sample/generator/make.py [FOLDER]        FOLDER: data/sample/exports unless given

The seed is fixed, so running it again writes the same files. Every file name begins with `synthetic_`.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

# Run as a script, Python looks for modules here only; the house's root is where they begin.
sys.path.insert(0, str(Path(__file__).parents[3]))

from numpy.random import default_rng

from data.sample.generator import facts, records
from data.sample.generator.people import (
    REFERENCE,
    Contributor,
    make_offices,
    make_people,
    make_supporters,
    read_missions,
    share_out_office_posts,
)
from data.sample.generator.platform_exports import write_insights, write_x_analytics
from data.sample.generator.posts import INSIGHTS_OFFICES, X_ANALYTICS_OFFICES, Post, make_posts
from data.sample.generator.sheets import (
    CONTRIBUTION_COLUMNS,
    COUNT_COLUMNS,
    DIRECTORY_COLUMNS,
    LOG_COLUMNS,
    SLIM_COLUMNS,
    contribution,
    count_rows,
    directory,
    table,
    write_csv,
    write_xlsx,
)

SEED = 20140619
OFFICES_ON_FACEBOOK, PEOPLE_ON_FACEBOOK, ON_BEHALF_ON_FACEBOOK = (
    533,
    736,
    39,
)  # with the 110 supporters: 1,418 posts on Facebook

MONTHS = [date(2014, month, 1) for month in range(6, 13)] + [date(2015, 1, 1)]
HALVES = [(date(2014, 6, 20), date(2014, 9, 19)), (date(2014, 9, 19), date(2014, 12, 19))]


def write_statistics(folder: Path, posts: list[Post], offices: dict[str, Contributor]) -> None:
    """Write X exports of Headquarters by month and of regional offices by half, one of them overlapping."""
    headquarters, *regional = (offices[code].accounts["twitter"].handle for code in X_ANALYTICS_OFFICES)
    for start, end in pairwise(MONTHS):
        write_x_analytics(folder, posts, headquarters, start, end, repeated=2 if start.month == 8 else None)
    write_x_analytics(folder, posts, headquarters, date(2014, 7, 1), date(2014, 8, 15))
    for handle in regional:
        for start, end in HALVES:
            write_x_analytics(folder, posts, handle, start, end)
    for code, encoding in zip(INSIGHTS_OFFICES, ("utf-8", "utf-16"), strict=True):
        page = offices[code].accounts["facebook"]
        name = offices[code].accounts["twitter"].handle
        write_insights(folder, posts, page.handle, name, date(2014, 6, 20), date(2014, 10, 1), encoding)
        write_insights(folder, posts, page.handle, name, date(2014, 9, 15), date(2015, 1, 1), encoding)


def write_contributions(folder: Path, posts: list[Post]) -> None:
    """Write one sheet for each region, each kept in a different way."""

    def sheet(region: str) -> list[dict[str, Any]]:
        return [contribution(post) for post in posts if post.source == "sheet" and post.contributor.region == region]

    def full(region: str) -> list[list[Any]]:
        return table("contribution_sheet", sheet(region), CONTRIBUTION_COLUMNS)

    write_xlsx(folder / "synthetic_contributions_nairobi.xlsx", full("NBO"), dates_as_cells=True)
    for region, name in {"SJO": "san_jose", "BKK": "bangkok", "HQ": "headquarters"}.items():
        write_xlsx(folder / f"synthetic_contributions_{name}.xlsx", full(region))
    brussels = [in_names(row) for row in sheet("BRU")]
    write_xlsx(
        folder / "synthetic_contributions_brussels.xlsx", table("contribution_sheet", brussels, CONTRIBUTION_COLUMNS)
    )

    # An old spreadsheet program: its code page has no emoji, so they are lost, as they were in the field.
    dakar = [
        [cell.encode("cp1252", "ignore").decode("cp1252") if isinstance(cell, str) else cell for cell in row]
        for row in full("DKR")
    ]
    write_csv(folder / "synthetic_contributions_dakar.csv", dakar, "cp1252")
    write_csv(
        folder / "synthetic_contributions_cairo.csv",
        with_rows(full("CAI"), mistyped_in_cairo(full("CAI"))),
        "utf-8-sig",
    )
    pretoria = table("contribution_sheet", [in_two_letters(row) for row in sheet("PRY")], SLIM_COLUMNS)
    write_csv(folder / "synthetic_contributions_pretoria.csv", with_rows(pretoria, mistyped_in_pretoria()))
    buenos_aires = with_rows(full("BUE"), mistyped_in_buenos_aires(full("BUE")))
    write_csv(folder / "synthetic_contributions_buenos_aires.csv", buenos_aires, delimiter=";")
    # Vienna does not note when it read the counts: the day in the file's name says it.
    vienna = table(
        "contribution_sheet", sheet("VIE"), [column for column in CONTRIBUTION_COLUMNS if column != "captured_at"]
    )
    write_csv(folder / "synthetic_contributions_vienna_2015-01-08.csv", with_rows(vienna, mistyped_in_vienna(vienna)))

    blast = [contribution(post) for post in posts if post.source == "thunderclap"]
    write_csv(folder / "synthetic_thunderclap_posts.csv", table("contribution_sheet", blast, CONTRIBUTION_COLUMNS))
    # X's own export knows neither language nor medium nor theme: the offices keep a log of their tweets.
    log = [contribution(post) for post in posts if post.source == "x_analytics"]
    write_xlsx(folder / "synthetic_content_log_of_offices.xlsx", table("contribution_sheet", log, LOG_COLUMNS))


def in_names(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with missions and countries by name, as Brussels writes them."""
    return {**row, "mission": read_missions()[row["mission"]]["name"], "country": countries()[row["country"]]["name"]}


def in_two_letters(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with countries in two letters, as Pretoria writes them: Namibia is NA."""
    return {**row, "country": countries()[row["country"]]["iso2"]}


def countries() -> dict[str, dict[str, str]]:
    """Return the rows of the country list by code."""
    with (REFERENCE / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["country"]: row for row in csv.DictReader(file)}


def with_rows(rows: list[list[Any]], more: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """Insert rows with mistakes in the middle of the others.

    Rows that will be rejected have IDs of their own, so that none of them enters a total. Rows with an unreadable cell
    repeat the sheet's first row.
    """
    middle = len(rows) // 2
    return [*rows[:middle], *more, *rows[middle:]]


def slipped(rows: list[list[Any]], **cells: str) -> list[Any]:
    """Return the first row of a sheet with other cells, by header; an underscore replaces a space."""
    changes = {name.replace("_", " "): value for name, value in cells.items()}
    return [changes.get(title, cell) for title, cell in zip(rows[0], rows[1], strict=True)]


def mistyped_in_vienna(rows: list[list[Any]]) -> list[list[Any]]:
    """Return rows with an ID that a spreadsheet has rounded."""
    return [
        slipped(rows, Post_ID="5.01702E+17", Text="Migration means two kitchens #MigrationMeans"),
        slipped(rows, Post_ID="5.01702E+17", Text="Migration means a second spring #MigrationMeans"),
        slipped(rows, Post_ID=""),
    ]


def mistyped_in_cairo(rows: list[list[Any]]) -> list[list[Any]]:
    """Return rows with dates that do not exist, and other mistakes."""
    return [
        slipped(rows, Post_ID="900000000000000001", Posted_at="31/31/2014"),
        slipped(rows, Post_ID="900000000000000002", Posted_at="07/08/2014"),
        slipped(rows, Reactions="about 40"),
    ]


def mistyped_in_buenos_aires(rows: list[list[Any]]) -> list[list[Any]]:
    """Return rows with contributor types that are not in the list, and other mistakes."""
    return [
        rows[0],
        slipped(rows, Contributor_type="Beneficiario"),
        slipped(rows, Post_ID="900000000000000003", Platform=""),
    ]


def mistyped_in_pretoria() -> list[list[str]]:
    """Return rows whose text has commas without quotation marks, which makes 17 fields under 15 headers."""
    line = (
        "Twitter,900000000000000004,2014-09-09 10:12,Migration means work, music, and rain #MigrationMeans,contributor_0001,General public,"
        "ZAF,ZA,en,Photo,Original,2014-09-23 10:12,2,,1"
    )
    return list(csv.reader(io.StringIO(line)))


def write_records(folder: Path, rng: Any, supporters: list[Any]) -> None:
    """Write the Thunderclap, photos and votes, stories and consents."""
    photos, votes, photo_consents = records.photos_and_votes(rng)
    stories, story_consents = records.stories_and_consents(rng)
    sheets = {
        "campaigns.csv": table("campaign_sheet", facts.CAMPAIGNS),
        "events.csv": table("event_sheet", facts.events()),
        "targets.csv": table("target_sheet", facts.targets()),
        "published_figures.csv": table("claim_sheet", facts.claims(records.winners(votes))),
        "thunderclap_summary.csv": table("thunderclap_summary", records.thunderclap(supporters)),
        "thunderclap_supporters.csv": table("thunderclap_supporters", records.supporter_rows(supporters)),
        "photo_votes.csv": table("photo_votes", votes),
    }
    for name, rows in sheets.items():
        write_csv(folder / f"synthetic_{name}", rows)
    write_xlsx(folder / "synthetic_photo_entries.xlsx", table("photo_sheet", photos))
    write_xlsx(folder / "synthetic_stories.xlsx", table("story_sheet", stories))
    write_xlsx(folder / "synthetic_consents.xlsx", table("consent_sheet", photo_consents + story_consents))


def main(folder: Path) -> None:
    """Write all files of the sample."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("synthetic_*"):
        old.unlink()
    rng = default_rng(SEED)
    offices = make_offices(rng)
    share_out_office_posts(rng, offices, OFFICES_ON_FACEBOOK)
    people = make_people(rng, PEOPLE_ON_FACEBOOK)
    supporters = make_supporters(rng, offices, people)
    posts = make_posts(rng, offices, people, supporters, ON_BEHALF_ON_FACEBOOK)

    write_statistics(folder, posts, offices)
    write_contributions(folder, posts)
    parts = {
        "twitter_2014-06_to_2014-08": [
            post for post in posts if post.platform != "facebook" and post.posted_at.month < 9
        ],
        "twitter_2014-09_to_2014-12": [
            post for post in posts if post.platform != "facebook" and post.posted_at.month >= 9
        ],
        "facebook": [post for post in posts if post.platform == "facebook"],
    }
    for name, part in parts.items():
        write_csv(folder / f"synthetic_counts_{name}.csv", table("count_sheet", count_rows(rng, part), COUNT_COLUMNS))
    accounts = table("contributor_directory", directory([*offices.values(), *people]), DIRECTORY_COLUMNS)
    write_xlsx(folder / "synthetic_contributor_directory.xlsx", accounts)
    write_records(folder, rng, supporters)
    files = sorted(folder.glob("synthetic_*"))
    print(f"{len(files)} files, {sum(file.stat().st_size for file in files) / 1e6:.1f} MB in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "exports")
