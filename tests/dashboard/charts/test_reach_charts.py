"""Charts of reach: what each row says, that different units never look like one sum, and what is said where nothing is
known."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.charts import claimed_vs_reached, follower_concentration, reach_by_platform, reach_ladder
from dashboard.charts.base import chart, theme
from dashboard.charts.base.interval_rows import Track, tracks
from dashboard.i18n import speaking
from metrics import METRICS, Answer, Assumptions
from metrics.analyses.claim_wording import State
from metrics.analyses.reach_by_platform import KNOWN, MOST, SHOWN, SILENT
from metrics.answers import attach, attached
from tests.support.figures import checked

NAMES = {"facebook": "Facebook", "instagram": "Instagram", "twitter": "Twitter / X", "language": "language"}
LADDER = {
    "potential_reach": 17_800,
    "potential_reach_lower": 12_000,
    "potential_reach_upper": 17_800,
    "gross_reach": 5750,
    "unique_reach_upper_all_posts": None,
    reach_ladder.LOWER: 2600,
    reach_ladder.UPPER: 5750,
    reach_ladder.MODELLED: None,
    "engagement": 120,
}


def whole(assumptions: Assumptions | None = None, **values: Any) -> pd.DataFrame:
    """The ladder of a selection as `measure` gives it."""
    frame = pd.DataFrame([LADDER | values]).astype("Int64")
    metadata = Answer(
        n={"gross_reach": 6}, coverage={"gross_reach": 0.5}, assumed=assumptions or Assumptions(), assumptions="said"
    )
    return attach(frame, metadata)


def platforms(*rows: tuple[str, Any, Any, int, int, int, Any], assumptions: Assumptions | None = None) -> pd.DataFrame:
    """Rows of platform, lower, upper, posts with a reach, with displays only, with neither, and the most accounts of
    all posts."""
    frame = pd.DataFrame(
        rows, columns=["platform", reach_ladder.LOWER, reach_ladder.UPPER, KNOWN, SHOWN, SILENT, MOST]
    ).convert_dtypes()
    frame.insert(1, "posts", frame[[KNOWN, SHOWN, SILENT]].sum(axis=1))
    return attach(frame, Answer(assumed=assumptions or Assumptions(), assumptions="said"))


def texts(chart: chart.Chart) -> str:
    return " ".join(str(note.text) for note in checked(chart).layout.annotations).replace("<br>", " ")


def lines(chart: chart.Chart, width: int) -> list[list[float]]:
    return [list(each.x) for each in checked(chart).data if each.mode == "lines" and each.line.width == width]


def ladder(frame: pd.DataFrame) -> chart.Chart:
    return reach_ladder.ladder(frame, NAMES)


# -- the ladder


def test_the_ladder_names_both_ends_and_says_on_how_many_posts_they_rest() -> None:
    chart = ladder(whole())
    assert chart.title == "2,600 to 5,750 accounts reached (posts that report reach)"
    assert chart.summary.startswith(
        "6 posts report reach (50% of all). Low end: the largest audience includes all others."
    )
    assert "<b>low end 2,600</b> <b>high end 5,750</b>" in texts(chart)


def test_every_rung_has_its_own_unit_and_none_is_a_bar_from_zero() -> None:
    chart = ladder(whole())
    for unit in ("followers", "accounts, counted for each post", "accounts", "actions"):
        assert unit in texts(chart)
    assert {each.type for each in checked(chart).data} == {"scatter"}
    assert checked(chart).layout.xaxis.type == "log"
    assert lines(chart, 8) == [[12_000, 17_800], [2600, 5750]]  # only ranges are bars


def test_without_a_universe_the_estimate_says_what_to_do() -> None:
    assert "enter an audience size for one platform" in texts(ladder(whole()))
    assert "no estimate" in texts(ladder(whole()))
    modelled = ladder(whole(Assumptions({"facebook": 100_000}), **{reach_ladder.MODELLED: 5076}))
    assert "5,076" in texts(modelled)
    assert "Estimate: 5,076." in modelled.summary


@pytest.mark.parametrize(
    ("assumptions", "said"),
    [
        (Assumptions(), "no audience size; any overlap between audiences"),
        (Assumptions({"facebook": 9000}), "audience size: Facebook 9,000 accounts; any overlap between audiences"),
        (
            Assumptions({"facebook": 9000, "all": 20_000}, "chance", "language"),
            "audience size: all platforms 20,000 accounts, Facebook 9,000 accounts; overlap between audiences at least as much as by "
            "chance within each language",
        ),
    ],
)
def test_what_is_assumed_is_written_on_the_chart(assumptions: Assumptions, said: str) -> None:
    assert f"Assumptions: {said}." in texts(ladder(whole(assumptions)))
    assert assumptions.text(named=NAMES) == said


def test_what_is_assumed_is_written_in_the_readers_language() -> None:
    with speaking("fr"):
        assert "taille d’audience\u00a0: Facebook 9\u202f000 comptes" in texts(
            ladder(whole(Assumptions({"facebook": 9000})))
        )


def test_the_upper_end_says_what_it_stands_for() -> None:
    ends = {
        Assumptions(): "High end: no account saw two posts.",
        Assumptions({"facebook": 9000}): "up to the audience size",
        Assumptions({"facebook": 9000}, "chance"): "audiences overlap only by chance",
        Assumptions((), "chance"): "High end: no account saw two posts.",
    }
    for assumptions, said in ends.items():
        assert said in ladder(whole(assumptions)).summary


def test_one_post_has_an_exact_reach_that_is_a_point() -> None:
    chart = ladder(whole(**{reach_ladder.LOWER: 4200, reach_ladder.UPPER: 4200, "gross_reach": 4200}))
    assert chart.title == "4,200 accounts reached (posts that report reach)"
    assert [4200, 4200] not in lines(chart, 8)
    assert "High end" not in chart.summary


def test_reach_that_nobody_reported_is_not_zero() -> None:
    chart = ladder(whole(**{"gross_reach": None, reach_ladder.LOWER: None, reach_ladder.UPPER: None}))
    assert chart.title == "Reach is not reported for these posts"
    assert "not reported" in texts(chart)
    assert not chart.empty


def test_a_number_of_zero_is_said_and_still_drawn() -> None:
    assert "<b>0</b>" in texts(ladder(whole(engagement=0)))


def test_nothing_at_all_says_so() -> None:
    assert ladder(whole(**dict.fromkeys(LADDER))).empty


def test_each_rung_says_what_it_is_not_in_words_that_readers_know() -> None:
    meanings = list(reach_ladder.meanings(whole()))
    assert len(meanings) == len(reach_ladder.LADDER)
    gross, modelled = (meanings[reach_ladder.LADDER.index(name)] for name in ("gross_reach", reach_ladder.MODELLED))
    assert gross.startswith("**Gross reach: 5,750 accounts, counted for each post.**")
    assert (
        "*What it is not:* Unique reach. See *Unique reach of the posts that report reach, low end* and *Unique reach of the posts"
        in gross
    )
    assert "unique_reach" not in " ".join(meanings)
    assert "no estimate" in modelled


def test_potential_reach_stands_with_its_bounds() -> None:
    chart = ladder(whole(potential_reach_upper=15_000))
    assert "<b>17,800</b>" in texts(chart)
    assert "12,000 to 15,000 different accounts" in texts(chart)
    assert [12_000, 15_000] in lines(chart, 8)


# -- by platform


def by_platform(frame: pd.DataFrame, **ends: Any) -> chart.Chart:
    return reach_by_platform.platforms(frame, whole(attached(frame).assumed, **ends), NAMES)


def test_platforms_are_intervals_side_by_side_and_one_over_all() -> None:
    chart = by_platform(
        platforms(("facebook", 2600, 5750, 6, 0, 0, 5750), ("instagram", 500, 878, 2, 0, 0, 878)),
        **{reach_ladder.UPPER: 6628},
    )
    assert lines(chart, 8) == [[2600, 5750], [500, 878], [2600, 6628]]
    assert chart.title == "2 platforms together: 2,600 to 6,628 accounts"
    assert "Platforms are not added up" in texts(chart)
    assert "do not report reach" not in chart.summary


def test_a_platform_without_reach_is_not_reported_and_last() -> None:
    chart = by_platform(platforms(("twitter", None, None, 0, 264, 36, None), ("facebook", 2600, 5750, 6, 0, 0, 5750)))
    assert chart.title == "Only Facebook reports reach: 2,600 to 5,750 accounts"
    assert "Reach not reported (this is not zero): Twitter / X." in chart.summary
    assert texts(chart).index("Facebook") < texts(chart).index("not reported")
    assert "0 of 300 posts report reach," in texts(chart)
    assert "264 more report impressions" in texts(chart)


def test_posts_of_unknown_reach_go_on_beyond_the_bar_as_far_as_something_bounds_them() -> None:
    endless = by_platform(platforms(("facebook", 2600, 5750, 6, 1, 3, None)))
    assert "Arrow: no high end" in endless.summary
    ended = by_platform(platforms(("facebook", 2600, 5750, 6, 1, 3, 9000), assumptions=Assumptions({"facebook": 9000})))
    assert "Arrow" not in ended.summary
    assert [5750.0, 9000.0] in lines(ended, 2)
    assert "4 posts do not report reach (40%)." in ended.summary


def test_no_reach_anywhere_says_so() -> None:
    frame = platforms(("twitter", None, None, 0, 0, 3, None))
    assert (
        by_platform(frame, **{reach_ladder.LOWER: None, reach_ladder.UPPER: None}).title
        == "No platform reports reach for these posts"
    )
    assert reach_by_platform.platforms(frame.head(0), whole(), NAMES).empty


# -- published figures


def figures(*rows: tuple[str, float, str, float, str]) -> pd.DataFrame:
    """Rows of claim, published value, metric, the most different accounts behind it, and the conflict group."""
    made = [
        {
            "claim": claim,
            "value": value,
            "qualifier": "over",
            "unit_as_published": "people",
            "metric": metric,
            "format": "count",
            "range_lower": most / 10,
            "range_upper": most,
            "by_lower": 10 * value / most,
            "by_upper": value / most,
            "coverage": 1.0,
            "conflict_group": group,
            "conflicting": group == "G1",
            "not_comparable": group == "G2",
            "state": State.OFF,
        }
        for claim, value, metric, most, group in rows
    ]
    return pd.DataFrame(made)


def test_a_figure_stands_against_the_accounts_that_there_can_be_behind_it() -> None:
    published = figures(
        ("F03", 580_000, "thunderclap_social_reach", 521_840, "G1"),
        ("F02", 520_000, "thunderclap_social_reach", 521_840, "G1"),
        ("F04", 65_896, "unique_reach_lower; unique_reach_upper", 479_071, ""),
    )
    chart = claimed_vs_reached.inflation(published, {"over": "over"})
    assert chart.title == "1 published figure of 3 is above the range of accounts"
    assert "580,000 is 1.11 × the high end and 11 × the low end." in chart.summary
    said = texts(chart)
    assert said.index("over 520,000 people") < said.index("over 580,000 people") < said.index("over 65,896 people")
    assert said.count("THESE FIGURES CONTRADICT EACH OTHER") == 1
    assert "measures: Thunderclap social reach (friends and followers)" in said
    assert "measures: Unique reach (accounts)" in said
    assert "<b>1.00 × high end</b>" in said


def test_figures_of_another_scope_are_not_said_to_contradict_each_other() -> None:
    said = texts(
        claimed_vs_reached.inflation(
            figures(("A", 5, "potential_reach", 9, "G2"), ("B", 7, "potential_reach", 9, "G2")), {}
        )
    )
    assert said.count("THESE FIGURES ARE NOT COMPARABLE") == 1
    assert "CONTRADICT" not in said


def test_a_range_of_some_posts_has_no_ratio() -> None:
    part = figures(("F04", 65_896, "unique_reach_upper", 479_071, "")).assign(
        by_lower=pd.NA, by_upper=pd.NA, coverage=0.385
    )
    chart = claimed_vs_reached.inflation(part, {})
    assert "<b>47,907 to 479,071</b>" in texts(chart)
    assert "based on 38%" in texts(chart)
    assert "×" not in texts(chart) + chart.summary
    assert chart.title == "0 of 1 published figures are above the range of accounts"


def test_a_figure_without_a_range_is_no_row() -> None:
    lost = figures(("F13", 6_400_000, "impressions", 10, "")).assign(range_upper=pd.NA)
    assert claimed_vs_reached.inflation(lost, {}).empty
    assert claimed_vs_reached.comparable(lost).empty


# -- who carries a sum


def test_the_largest_accounts_are_said_with_their_share() -> None:
    frame = pd.DataFrame({"accounts": [1, 10, 20, 347], "cumulative_share": [0.11, 0.51, 0.65, 1.0]})
    chart = follower_concentration.largest_accounts(frame, METRICS["thunderclap_social_reach"])
    assert chart.title == "51% comes from the 10 largest of 347 accounts"
    assert "the largest alone 11%, the 10 largest 51% and the 20 largest 65%" in chart.summary
    assert "potential, not de-duplicated" in chart.summary


def test_too_few_accounts_tell_nothing() -> None:
    chart = follower_concentration.largest_accounts(
        pd.DataFrame({"accounts": [], "cumulative_share": []}), METRICS["potential_reach"]
    )
    assert (chart.empty, chart.title) == (True, "Not enough accounts to show concentration")


# -- rows


@pytest.mark.parametrize(
    "row", [Track("a", ["0"], low=0, high=0), Track("a", ["–"]), Track("a", ["1"], low=1, high=1e12, endless=True)]
)
def test_any_number_has_a_place_on_the_scale(row: Track) -> None:
    made = checked(tracks([row], theme.LIGHT))
    first, last = (10**end for end in made.layout.xaxis.range)
    assert all(0.999 * first <= x <= 1.001 * last for each in made.data for x in each.x)


def test_a_scale_without_numbers_has_no_ticks() -> None:
    assert not checked(tracks([Track("a", ["not reported"], endless=True)], theme.LIGHT)).layout.xaxis.visible
    assert checked(tracks([Track("a", ["5"], low=5, high=5)], theme.LIGHT)).layout.xaxis.visible


def test_rows_do_not_run_into_each_other() -> None:
    long = Track("a", ["1", "2"], "accounts", "a note that is much too long for one line of a phone", 1, 2)
    made = checked(tracks([long] * 3, theme.LIGHT))
    tops = sorted(note.y for note in made.layout.annotations if note.text.startswith("<b>\u2068"))
    assert len(tops) == 3
    assert tops[1] - tops[0] == tops[2] - tops[1] > 80
    assert max(y for each in made.data for y in each.y) < made.layout.yaxis.range[0]
