"""What a reader should know about the data: every check finds what it is for, and lists only what may be listed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dashboard.i18n import said, speaking
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from metrics import METRICS, UnknownName, VoicesNotShown
from metrics.analyses import data_quality, listings
from metrics.analyses.quality_checks import CHECKS, Severity
from tests.conftest import Imported

SHEET = "Platform,Post ID,Posted at,Contributor type,Captured at,Impressions,Reach,Reactions,Account\n"
ROWS = {
    "settled": "Twitter,1,2014-08-01 10:00,Donor,2014-09-01,100,50,9,fund\n",
    "falling": "Twitter,1,2014-08-01 10:00,Donor,2014-12-01,90,50,9,fund\n",
    "fresh": "Facebook,2,2014-08-03 10:00,Migrant,2014-08-04,10,20,1,\n",
    "negative": "Facebook,3,2014-08-03 10:00,,2014-09-04,10,5,-1,\n",
    "bare": "Facebook,4,2014-08-05 10:00,Donor,,,few,,\n",
    "bad": "Facebook,5,yesterday,Donor,,,,,\n",
}


FILES = {
    "sheet.csv": SHEET + "".join(ROWS.values()),
    "counts.csv": "Platform,Post ID,Captured at,Reactions\nTwitter,99,2014-08-09,4\n",
}


@pytest.fixture
def at(imported: Imported) -> Path:
    """Where the rows were imported; tests only read it."""
    return imported(FILES, shared=True).directory


@pytest.mark.parametrize(
    ("name", "found", "among"),
    [
        ("contributor_type_unknown", 1, 4),
        ("impressions_missing", 1, 4),
        ("falling_counts", 1, 4),
        ("reach_above_displays", 1, 3),
        ("negative_counts", 1, 4),
        ("not_settled", 1, 3),
        ("capture_gaps", 1, 3),
        ("without_campaign", 4, 4),
        ("silent_days", 2, 5),
        ("definition_changes", 0, 11),
        ("counts_without_post", 1, 5),
        ("rejected_rows", 1, 7),
        ("unreadable_cells", 1, 6),
    ],
)
def test_a_check_finds_what_it_is_for(at: Path, name: str, found: int, among: int) -> None:
    row = data_quality.check(warehouse=at).set_index("check").loc[name]
    assert (row.found, row.among) == (found, among)
    assert row.sentence.endswith(".")
    assert row.advice.endswith(".")


def test_a_check_that_found_nothing_says_so_without_a_share_of_nothing(at: Path) -> None:
    rows = data_quality.check(warehouse=at).set_index("check")
    assert rows.sentence["definition_changes"] == "No problem found (11 checked)."
    for row in rows[rows.found == 0].itertuples():
        assert (row.sentence, row.among > 0) == (f"No problem found ({row.among:,} checked).", True)
    nobody = data_quality.check({"platform": "tumblr"}, warehouse=at).set_index("check").sentence
    assert nobody["impressions_missing"] == nobody["falling_counts"] == "No data to check."


@pytest.mark.parametrize(
    ("found", "among", "share"),
    [
        (1, 21_659, "less than 0.1%"),
        (21_658, 21_659, "more than 99.9%"),
        (7, 7, "100.0%"),
        (1, 3, "33.3%"),
        (1, 1000, "0.1%"),
    ],
)
def test_a_share_that_is_nearly_none_or_all_is_neither(found: int, among: int, share: str) -> None:
    assert data_quality.result_text(CHECKS["impressions_missing"], found, among).startswith(
        f"{share} of posts ({found:,} of {among:,})"
    )


@pytest.mark.parametrize(
    ("found", "among", "language", "sentence"),
    [
        (1, 52, "en", "1 post of 52 has a count that fell between two snapshots."),
        (1, 1, "en", "1 post of 1 has a count that fell between two snapshots."),
        (2, 52, "en", "2 of 52 posts have a count that fell between two snapshots."),
        (1, 52, "fr", "1 publication sur 52 a un chiffre qui a baissé entre deux relevés."),
        (2, 52, "fr", "2 publications sur 52 ont un chiffre qui a baissé entre deux relevés."),
        (1, 52, "es", "1 publicación de 52 tiene un recuento que bajó entre dos lecturas."),
        (2, 52, "es", "2 de 52 publicaciones tienen un recuento que bajó entre dos lecturas."),
    ],
)
def test_one_is_said_in_singular(found: int, among: int, language: str, sentence: str) -> None:
    with speaking(language):
        assert said(data_quality.result_text(CHECKS["falling_counts"], found, among)) == sentence


def test_every_check_has_a_sentence_for_one() -> None:
    """A share of posts is of several; anything else is counted."""
    for check in CHECKS.values():
        assert check.sentence.startswith("{share} of posts") or check.of_one.startswith("{found} "), check.name


def test_a_selection_narrows_the_checks_on_posts(at: Path) -> None:
    row = data_quality.check({"platform": "twitter"}, warehouse=at).set_index("check").loc["falling_counts"]
    assert (row.found, row.among) == (1, 1)


def test_it_is_known_how_old_the_newest_change_of_definition_is(at: Path) -> None:
    assert data_quality.newest_change(warehouse=at) == dt.date(2026, 8, 27)


def test_a_change_of_definition_counts_only_where_posts_stand_on_both_sides(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        SHEET + "Facebook,1,2025-11-01 10:00,Donor,,,,,\nFacebook,2,2025-12-01 10:00,Donor,,,,,\n", encoding="utf-8"
    )
    import_files([sheet], warehouse)
    assert data_quality.check(warehouse=warehouse.directory).set_index("check").found["definition_changes"] == 2


def test_posts_of_people_are_counted_not_listed(imported: Imported, tmp_path: Path) -> None:
    warehouse = imported(FILES)
    at = warehouse.directory
    directory = tmp_path / "directory.csv"
    directory.write_text(
        "Platform,Account,As of,Account type,Contributor type\nTwitter,fund,2014-06-01,Organisation,Donor\n", "utf-8"
    )
    import_files([directory], warehouse)
    listed, others = data_quality.posts_behind("reach_above_displays", warehouse=at)
    assert (len(listed), others) == (0, 1)
    listed, others = data_quality.posts_behind("falling_counts", warehouse=at)
    assert (listed.post_id.tolist(), others) == (["1"], 0)


def test_no_finding_tells_whose_voice_is_where(at: Path) -> None:
    everything = set(CHECKS)
    assert set(data_quality.check(warehouse=at).check) == everything
    assert set(data_quality.check({"mission": "KEN"}, warehouse=at).check) == everything - {"contributor_type_unknown"}
    for ask in (data_quality.check, lambda *where, **more: data_quality.posts_behind("falling_counts", *where, **more)):
        with pytest.raises(VoicesNotShown):
            ask({"contributor_type": "staff"}, warehouse=at)
    with pytest.raises(VoicesNotShown):
        data_quality.posts_behind("contributor_type_unknown", warehouse=at)
    listed, _ = data_quality.posts_behind("falling_counts", {"platform": "twitter"}, warehouse=at)
    assert not {"contributor_type", "consent"} & set(listed.columns)


def test_voices_are_together_in_what_a_number_comes_from(at: Path) -> None:
    whole, staff = (listings.sources(where, warehouse=at) for where in ({}, {"contributor_type": "staff"}))
    assert whole.equals(staff)


def test_a_check_that_does_not_exist_gets_the_nearest_name(at: Path) -> None:
    with pytest.raises(UnknownName, match="falling_counts"):
        data_quality.posts_behind("faling_counts", warehouse=at)


def test_a_number_can_be_followed_to_its_files(at: Path) -> None:
    frame = listings.sources({"platform": "twitter"}, warehouse=at)
    assert frame[["file", "rows", "share"]].to_numpy().tolist() == [["sheet.csv", 1, 1.0]]


def test_every_sort_of_number_has_sources(sample: Warehouse) -> None:
    for metric in METRICS.values():
        found = listings.sources(base=metric.base, warehouse=sample.directory)
        assert len(found), metric.name
        assert found.share.between(0, 1).all()


def test_each_check_says_which_numbers_it_changes() -> None:
    for check in CHECKS.values():
        assert check.effect.endswith(".")
        assert check.affects
        assert set(check.affects) <= set(METRICS)


@pytest.mark.parametrize(
    ("name", "found", "among", "severity"),
    [
        ("reach_missing", 88, 100, Severity.HIGH),
        ("reach_missing", 49, 100, Severity.MEDIUM),
        ("reach_missing", 4, 100, Severity.LOW),
        ("negative_counts", 1, 100, Severity.HIGH),
        ("negative_counts", 1, 1000, Severity.MEDIUM),
    ],
)
def test_how_serious_a_result_is_follows_from_its_harm_and_its_share(
    name: str, found: int, among: int, severity: Severity
) -> None:
    assert CHECKS[name].severity(found, among) is severity


def test_the_most_serious_come_first_and_those_without_a_problem_last(at: Path) -> None:
    rows = data_quality.check(warehouse=at)
    order = {"high": 0, "medium": 1, "low": 2, "": 3}
    assert rows["severity"].map(order).is_monotonic_increasing
    assert ((rows["found"] == 0) == (rows["severity"] == "")).all()
