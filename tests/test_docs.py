"""What the pages of the docs say is what the code does: numbers, sentences, roles, the worked example, and where links
lead."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from common import settings
from data.privacy import sound_sums, voices
from data.privacy.voices import ALONE, Table
from metrics import DIMENSIONS
from metrics.definitions.kinds import Role
from metrics.disclosure import combined_rows
from metrics.disclosure import voices as reading

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
PRIVACY = (ROOT / "docs" / "privacy.md").read_text("utf-8")
WORDS = {8: "eight", 10: "ten"}


def rows(under: str) -> list[list[str]]:
    """The cells of the table that begins with `under`, without its headings."""
    table = PRIVACY[PRIVACY.index(under) :].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table]


def test_the_numbers_of_the_privacy_page_are_those_of_the_rule() -> None:
    said = {name.strip("`"): float(value) for name, value, _ in rows("| Constant |")}
    assert said == {
        name: float(getattr(module, name))
        for module, names in (
            (voices, ("LEAST", "CAMPAIGNS")),
            (sound_sums, ("LEAST_OTHERS", "MOST_OF_TWO", "LEAST_OF_PART")),
        )
        for name in names
    }
    assert voices.LEAST == settings.THRESHOLD
    for sentence in (
        f"one of the **{WORDS[voices.CAMPAIGNS]}** with most contributions",
        f"others have at least **{voices.LEAST}** posts in it",
        f"a place with at least {voices.LEAST} people of each protected type",
        f"at least **{voices.LEAST}** accounts have a known value",
        f"no two of them hold more than **{sound_sums.MOST_OF_TWO:.0%}** of it".replace("%", " %"),
        f"at least **{sound_sums.LEAST_OTHERS}** posts of others have a known value",
        f"`REACH_THRESHOLD` raises the {voices.LEAST} of this page",
    ):
        assert sentence in PRIVACY
    design = " ".join((ROOT / "docs" / "design.md").read_text("utf-8").split())
    assert f"{WORDS[voices.CAMPAIGNS]} largest campaigns" in design
    assert f"others' items are at least {WORDS[voices.LEAST]}" in design
    assert f"which is {voices.LEAST}." in (ROOT / "README.md").read_text("utf-8")


def test_the_privacy_page_names_the_role_of_every_dimension() -> None:
    said = {(name, role) for role, names, _ in rows("| Role |") for name in re.findall(r"`(\w+)`", names)}
    assert said == {(name, dimension.role.value) for name, dimension in DIMENSIONS.items()}
    assert {role for role, _, _ in rows("| Role |")} == {role.value for role in Role}


def test_the_privacy_page_names_what_contributor_types_can_be_broken_down_by() -> None:
    assert [said for said, _ in rows("| Contributor types |")] == ["alone", *(f"by {row}" for row in reading.ROWS)]


def test_refusals_stand_on_the_privacy_page_as_they_are_said() -> None:
    quoted = [line.removeprefix("> ") for line in PRIVACY.splitlines() if line.startswith("> ")]
    assert quoted == [
        f"{reading.TOO_NARROW} Ask by account type instead, or leave out: mission, day.",
        combined_rows.shown_together("month", ("2014-09-01", "2014-10-01"), {}),
        f"{reading.TOO_FEW_OTHERS} Ask by account type instead.",
    ]


@pytest.fixture
def example() -> pd.DataFrame:
    """The cube of the worked example, as voices.decide takes it."""
    missions = ("Kenya", "Jordan", "Uganda")
    months = {
        name: f"2014-{place:02}-01" for place, name in enumerate(("August 2014", "September 2014", "October 2014"), 8)
    }
    cells = [
        {"mission": mission, "month": months[month], "items": int(items), "protected": int(protected)}
        for month, *counts in rows("| Posts by people |")
        for mission, (items, protected) in zip(missions, (re.findall(r"\d+", count) for count in counts), strict=True)
    ]
    cube = pd.DataFrame(cells).assign(
        account_type="person", country="unknown", platform="twitter", campaigns=0, crowd=0
    )
    return cube.assign(free=cube["items"] - cube["protected"], cover=cube["items"] - cube["protected"])


def test_the_worked_example_is_told_as_the_privacy_page_says(example: pd.DataFrame) -> None:
    decided = voices.decide(example, [])
    assert decided[Table(ALONE, ALONE)] == [()]
    assert decided[Table(ALONE, "month")] == [("2014-08-01",), ("2014-09-01", "2014-10-01")]
    by_month = example.groupby("month")[["protected", "free", "items"]].sum()
    later = by_month[1:].sum()
    total = by_month.sum()
    for sentence in (
        f"published {total['items']} posts in three months, and our records know that {total['protected']} of them are by migrants",
        f"The dashboard says: {total['protected']} posts by migrants, {total['free']} by others.",
        f"In September alone, others have {by_month['free'].iloc[1]} posts.",
        f"August has {by_month['protected'].iloc[0]} posts by\nmigrants and {by_month['free'].iloc[0]} by others, "
        f"September and October together have {later['protected']} and {later['free']}.",
    ):
        assert sentence in PRIVACY


def test_the_exchange_of_the_worked_example_changes_nothing_that_anybody_can_ask(example: pd.DataFrame) -> None:
    other = example.set_index(["mission", "month"])
    other.loc[("Kenya", "2014-09-01"), "protected"] -= 3
    other.loc[("Jordan", "2014-09-01"), "protected"] += 3
    other = other.reset_index()
    assert other.loc[other["mission"] == "Kenya", "protected"].sum() == 0
    assert other["protected"].between(0, other["items"]).all()
    for group in voices.decide(example, [])[Table(ALONE, "month")]:
        assert (
            other.loc[other["month"].isin(group), "protected"].sum()
            == example.loc[example["month"].isin(group), "protected"].sum()
        )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        path, _, anchor = link.partition("#")
        if "://" in link:
            continue
        target = page.parent / path if path else page
        assert target.exists(), link
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target.read_text("utf-8")), link


def anchors(text: str) -> set[str]:
    """What can be linked to in a page: headings as GitHub names them, and anchors of its own."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    names = {
        re.sub(r"[^\w\- ]", "", re.sub(r"<[^>]*>", "", heading)).strip().lower().replace(" ", "-")
        for heading in headings
    }
    return names | set(re.findall(r'<a id="([^"]+)"', text))
