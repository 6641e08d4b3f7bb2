"""The published figures of the sample, worked out anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.store.warehouse import Warehouse
from metrics.analyses.claim_wording import caution, comparison, inflation, reason_text, state_codes, state_text
from metrics.analyses.claims import ledger


@pytest.fixture(scope="module")
def figures(sample: Warehouse) -> dict[str, dict[Any, Any]]:
    rows = ledger(warehouse=sample.directory).to_dict("records")
    return {each["claim"]: each for each in rows}


def test_the_sample_s_figures_are_worked_out_anew(figures: dict[str, dict[Any, Any]]) -> None:
    agreed = "the sample was made to agree"
    assert {claim: state_text(each) for claim, each in figures.items()} == {
        "F01": agreed,
        "F02": f"{agreed}; not comparable",
        "F03": "off by 11.1%; not comparable",
        "F04": "cannot be reproduced; not comparable",
        "F05": "cannot be reproduced; not comparable",
        "F06": "off by 50.1%",
        **dict.fromkeys(("F07", "F08", "F09", "F10", "F11"), agreed),
        **dict.fromkeys(("F12", "F13", "F14"), "cannot be reproduced"),
    }
    assert state_codes(figures["F02"]) == "reproduced; not_comparable"
    numbers = {
        "F01": 4437,
        "F02": 521_840,
        "F03": 521_840,
        "F06": 6_007,
        "F07": 52,
        "F08": 230,
        "F09": 183,
        "F10": 134,
        "F11": 10,
    }
    assert {claim: each["derived"] for claim, each in figures.items() if pd.notna(each["derived"])} == numbers


def test_every_reported_figure_is_in_the_ledger_and_asked_where_data_exist(
    real_exports: Path, figures: dict[str, dict[Any, Any]]
) -> None:
    reference = real_exports.parent / "reference" / "reported_figures.csv"
    if not reference.is_file():
        pytest.skip(f"no reported figures in {reference}")
    reported = pd.read_csv(reference).set_index("figure_id")["value"].to_dict()
    assert {claim: each["value"] for claim, each in figures.items()} == reported
    unasked = {claim for claim, each in figures.items() if each["reason"] in ("no_metric", "unreadable")}
    assert unasked == {"F12", "F14"}, "no file holds profiles or screenings"


def test_made_up_rows_confirm_nothing_and_it_is_said(figures: dict[str, dict[Any, Any]]) -> None:
    assert reason_text(figures["F01"]) == "The sample was made to agree: 4,437. That confirms nothing."


def test_a_votes_figure_is_that_of_one_photo(figures: dict[str, dict[Any, Any]]) -> None:
    assert figures["F08"]["question"].endswith(
        "measure photo_votes --where campaign=migrationmeans --where photo=photo-154"
    )
    assert figures["F11"]["question"] == "python cli.py measure stories_for_council --where campaign=migrantheroes"


def test_followers_gained_are_asked_of_offices_as_known_when_it_was_published(
    figures: dict[str, dict[Any, Any]],
) -> None:
    assert figures["F06"]["question"] == (
        "python cli.py measure followers_gained --where account_type=office --where campaign=migrationmeans --as-of 2014-08-01"
    )
    assert reason_text(figures["F06"]) == "Published 50.1% below the data: 6,007."


def test_520_000_and_580_000_have_another_scope_and_date_and_are_not_comparable(
    figures: dict[str, dict[Any, Any]],
) -> None:
    assert (figures["F02"]["not_comparable_with"], figures["F03"]["not_comparable_with"]) == ("F03", "F02")
    assert figures["F02"]["differs_in"] == "scope, date"
    assert comparison(figures["F02"]) == "Not comparable with F03: another scope, another date."
    assert not any(each["conflicting"] for each in figures.values())
    assert "friends and followers" in caution(figures["F02"]).lower()
    assert reason_text(figures["F03"]) == "Published 11.1% above the data: 521,840."


def test_what_the_data_only_bound_is_not_called_reproduced(figures: dict[str, dict[Any, Any]]) -> None:
    claim = figures["F04"]
    assert claim["lower"] < claim["value"] < claim["upper"]
    assert reason_text(claim).startswith("Posts that report reach allow anything from 9,963 to 479,071")
    assert caution(claim).endswith("platforms count accounts, not people.")


def test_a_sum_of_followers_is_held_against_the_range_of_its_own_sum(figures: dict[str, dict[Any, Any]]) -> None:
    claim = figures["F02"]
    assert (claim["range_of"], claim["range_lower"], claim["range_upper"]) == (
        "thunderclap_social_reach",
        56_782,
        521_840,
    )
    assert claim["by_upper"] == pytest.approx(520_000 / 521_840)
    assert claim["by_lower"] == pytest.approx(520_000 / 56_782)
    assert pd.isna(claim["reach_lower"])
    assert pd.isna(claim["by_reach_upper"])
    assert (
        inflation(claim)
        == "As different accounts: 56,782 to 521,840. The figure is 1.00 × the high end and 9.16 × the low end."
    )
    assert not inflation(figures["F01"])


def test_a_reach_that_some_posts_do_not_report_has_a_range_and_no_ratio(figures: dict[str, dict[Any, Any]]) -> None:
    claim = figures["F04"]
    assert (claim["range_of"], claim["range_lower"], claim["range_upper"]) == ("unique_reach", 9_963, 479_071)
    assert claim["coverage"] == pytest.approx(546 / 1418)
    assert pd.isna(claim["by_upper"])
    assert pd.isna(claim["by_reach_upper"])
    assert "× the" not in inflation(claim)


def test_nothing_gives_it_is_said_with_the_reason(figures: dict[str, dict[Any, Any]]) -> None:
    assert reason_text(figures["F12"]) == "This dashboard does not count “profiles published”."
    assert reason_text(figures["F13"]) == "The data contain nothing about this."
