"""The sample campaign as files: read with the standard library and openpyxl, so that no importer vouches for itself."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import openpyxl
import pytest

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
EXPORTS = sorted((SAMPLE / "exports").iterdir())
ID = re.compile(r"\d{11,18}")


def text_of(path: Path) -> str:
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


@cache
def rows_of(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".xlsx":
        cells = openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
        table = [["" if cell is None else str(cell) for cell in row] for row in cells]
    else:
        text = text_of(path)
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if text.startswith("Campaign;") else ","))
    return [dict(zip(table[0], row, strict=False)) for row in table[1:]]


def rows(pattern: str) -> list[dict[str, str]]:
    return [row for path in EXPORTS if re.search(pattern, path.name) for row in rows_of(path)]


@pytest.fixture(scope="module")
def posts() -> dict[tuple[str, str], str]:
    """Every post of the files with its kind; rows with a slip (their ids begin with 9000 or are no ids) left out."""
    found = {}
    for row in rows("_contributions_|_thunderclap_posts"):
        if ID.fullmatch(row["Post ID"]) and not row["Post ID"].startswith("9000"):
            found[row["Platform"].lower(), row["Post ID"]] = row["Kind"].lower()
    for row in rows("_tweet_activity_"):
        first_word = row["Tweet text"].split()[0]
        found["twitter", row["Tweet id"]] = (
            "share" if first_word == "RT" else "reply" if first_word.startswith("@") else "original"
        )
    for row in rows("_Facebook_Insights_"):
        if row["Post ID"]:
            found["facebook", row["Post ID"].split("_")[1]] = "share" if row["Type"] == "Share" else "original"
    return found


def test_the_files_hold_the_published_totals(posts: dict[tuple[str, str], str]) -> None:
    assert Counter(posts.values()) == {"original": 2307, "share": 1643, "reply": 140, "thunderclap": 347}
    assert Counter(platform for platform, _ in posts) == {"twitter": 3013, "facebook": 1418, "tumblr": 6}


def test_every_count_belongs_to_a_post(posts: dict[tuple[str, str], str]) -> None:
    assert {(row["Platform"].lower(), row["Post ID"]) for row in rows("_counts_|_content_log_")} <= posts.keys()


def test_the_supporters_add_up_to_the_social_reach() -> None:
    counted = [row for row in rows("_thunderclap_supporters") if row["Opted out"] == "no"]
    (summary,) = rows("_thunderclap_summary")
    assert Counter(row["Network"] for row in counted) == {"Twitter": 231, "Facebook": 110, "Tumblr": 6}
    assert sum(int(row["Friends and followers"]) for row in counted) == int(summary["Social reach"]) == 521_840
    assert len(rows("_thunderclap_supporters")) - len(counted) == 9


def test_the_votes_give_the_published_ranking() -> None:
    photos = {row["Photo"]: row for row in rows("_photo_entries")}
    votes: Counter[str] = Counter()
    for row in rows("_photo_votes"):
        votes[row["Photo"]] += int(row["Votes"])
    ranking = [(photos[photo]["Mission"], count) for photo, count in votes.most_common()]
    assert ranking[:3] == [("SOM", 230), ("RO-SJO", 183), ("RO-NBO", 134)]
    assert sum(votes.values()) == 1261
    assert votes.keys() == {photo for photo, row in photos.items() if row["Short-listed"] == "yes"}
    assert {row["Mission"] for row in photos.values() if row["Documented"] == "yes"} == {"SOM", "RO-SJO", "RO-NBO"}


def test_every_story_has_a_consent() -> None:
    stories, consents = rows("_stories"), {row["Consent"]: row for row in rows("_consents")}
    own = [consents[row["Consent"]] for row in stories]
    holds = [not consent["Withdrawn"] and not consent["Expires"] for consent in own]
    assert Counter(row["State"] for row in stories) == {"accepted": 129, "pending": 31, "rejected": 20}
    assert sum(row["State"] == "accepted" and good for row, good in zip(stories, holds, strict=True)) == 118
    assert sum(bool(consent["Withdrawn"]) for consent in own) == 7


def test_nobody_can_take_the_sample_for_real_data() -> None:
    assert EXPORTS
    for path in EXPORTS:
        assert path.name.startswith("synthetic_")
        if "published_figures" not in path.name:
            hosts = re.findall(r"https?://([^/\s\"';,]+)", "\n".join(" ".join(row.values()) for row in rows_of(path)))
            assert {host for host in hosts if host != "example.org" and not host.endswith(".example.org")} == set(), (
                path.name
            )


def contents(path: Path) -> dict[str, bytes]:
    """A workbook by its parts: how they are compressed differs from one zlib to the next."""
    if path.suffix != ".xlsx":
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


@pytest.mark.long
def test_making_the_sample_again_changes_nothing(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SAMPLE / "generator" / "make.py", tmp_path], check=True, capture_output=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == [path.name for path in EXPORTS]
    assert [path.name for path in EXPORTS if contents(path) != contents(tmp_path / path.name)] == []
