"""Areas of work: each theme belongs to the one that the reference list says, however a sheet spells it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from data.store.warehouse import Warehouse
from metrics import labels, measure

LIST = Path(__file__).parents[3] / "data" / "reference" / "thematic_areas.csv"
SHEET = "Platform,Post ID,Posted at,Contributor type,Theme\n"


@pytest.fixture(scope="module")
def areas() -> dict[str, str]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return {theme: row["area"] for row in csv.DictReader(file) for theme in row["themes"].split("|")}


def test_no_theme_belongs_to_two_areas() -> None:
    with LIST.open(encoding="utf-8", newline="") as file:
        themes = Counter(theme for row in csv.DictReader(file) for theme in row["themes"].split("|") if theme)
    assert themes.most_common(1)[0][1] == 1


def test_posts_of_an_area_are_those_of_its_themes(sample: Warehouse, areas: dict[str, str]) -> None:
    by_theme = measure("posts", "theme", warehouse=sample.directory)
    expected = (
        by_theme.assign(area=by_theme["theme"].map(areas | {"unknown": "unknown"})).groupby("area")["posts"].sum()
    )
    found = measure("posts", "thematic_area", warehouse=sample.directory).set_index("thematic_area")["posts"]
    assert found.to_dict() == expected.to_dict()
    assert found["integration"] == 1660
    assert found.sum() == measure("posts", warehouse=sample.directory)["posts"][0] == 4437


def test_case_accents_and_language_do_not_matter_and_what_is_not_listed_is_kept_apart(
    imported: Callable[..., Warehouse],
) -> None:
    themes = ["Santé", "HEALTH", "migration health", "chess", "", "Droits humains"]
    rows = "".join(f"Twitter,{n},2014-08-19 10:00,Public,{theme}\n" for n, theme in enumerate(themes))
    at = imported({"posts.csv": SHEET + rows}, shared=True).directory
    found = measure("posts", "thematic_area", warehouse=at).set_index("thematic_area")["posts"]
    assert found.to_dict() == {"health": 3, "other": 1, "protection": 1, "unknown": 1}


def test_an_area_is_filtered_by_its_name_in_any_language(sample: Warehouse) -> None:
    for name in ("labour", "Labour migration", "Migration de main-d’œuvre", "Migración laboral"):
        assert measure("posts", where={"thematic_area": name}, warehouse=sample.directory)["posts"][0] == 525
    assert set(labels("thematic_area", warehouse=sample.directory)) > {"labour", "other", "unknown"}
