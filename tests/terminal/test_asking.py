"""What the terminal answers: measures in each form, checks, published figures."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cli import main
from data.store.warehouse import Warehouse


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        ("measure impresions", 2, "No metric is called 'impresions'. Did you mean 'impressions'?"),
        ("measure posts --by misson", 2, "Did you mean 'mission'?"),
        ("measure posts --where platform", 2, "--where takes DIM=VALUE"),
        ("measure posts --by impresions", 2, "'impressions' is a metric: name it among the metrics."),
        ("measure posts --where platform=facebok", 2, "No platform is called 'facebok'. Did you mean 'facebook'?"),
        ("measure posts --where mission=Kenja", 2, "Did you mean 'Kenya'?"),
        ("measure posts --where hour=25", 2, "Give a whole number from 0 to 23"),
        ("check --where contributor_type=migrants", 2, "Did you mean 'migrant'?"),
        ("measure thunderclap_supporters --by media_type", 3, "media_type"),
        ("measure frequency --universe facebook", 2, "--universe takes PLATFORM=NUMBER"),
        ("measure frequency --universe =5", 2, "--universe takes PLATFORM=NUMBER"),
        ("measure frequency --universe facebok=5", 2, "Did you mean 'facebook'?"),
        ("measure frequency --universe facebook=50", 3, "is smaller than the largest reach reported there (9,963)"),
        ("undo 999", 3, "There is no import 999"),
        ("rejects 999 --output /dev/null", 3, "There is no import 999"),
    ],
)
def test_wrong_names_get_a_sentence(
    arguments: str, status: int, sentence: str, sample: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments.split(), "--warehouse", str(sample.directory)]) == status
    printed = capsys.readouterr()
    assert sentence in printed.err
    assert not printed.out


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_hashtag_that_nobody_used_is_doubted_once_beside_the_answer(
    form: str, sample: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    question = ["measure", "posts", "--where", "hashtag=#MigrationMaens", "--as-of", "9999-12-31", "--format", form]
    assert main([*question, "--warehouse", str(sample.directory)]) == 0
    printed = capsys.readouterr()
    assert printed.err.count("No hashtag is called 'migrationmaens'. Did you mean 'migrationmeans'?") == 1
    assert "UnknownValue" not in printed.err
    assert "0" in printed.out


def test_labels_stand_for_codes(sample: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for mission, platform in (("KEN", "facebook"), ("Kenya", "Facebook")):
        question = [
            "measure",
            "posts",
            "--where",
            f"mission={mission}",
            "--where",
            f"platform={platform}",
            "--format",
            "json",
        ]
        assert main([*question, "--warehouse", str(sample.directory)]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1]
    assert answers[0][0]["posts"] > 0


def test_measure_prints_the_same_numbers_in_each_form(sample: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    question = [
        "measure",
        "posts",
        "engagement_rate_by_impressions",
        "--by",
        "platform",
        "--where",
        "campaign=migrationmeans",
        "--warehouse",
    ]
    printed = {}
    for form in ("json", "csv", "table"):
        assert main([*question, str(sample.directory), "--format", form]) == 0
        printed[form] = capsys.readouterr().out
    records = json.loads(printed["json"])
    assert {r["platform"]: r["posts"] for r in records} == {"facebook": 1418, "tumblr": 6, "twitter": 3013}
    assert [{k: v or None for k, v in row.items()} for row in csv.DictReader(printed["csv"].splitlines())] == [
        {k: v if v is None else str(v) for k, v in record.items()} for record in records
    ]
    assert [line.split()[:2] for line in printed["table"].splitlines()[1:]] == [
        [r["platform"], str(r["posts"])] for r in records
    ]


def test_hidden_cells_are_null_and_named(sample: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    question = ["measure", "posts", "impressions", "--by", "contributor_type", "--format", "json"]
    assert main([*question, "--warehouse", str(sample.directory)]) == 0
    records = {record["contributor_type"]: record for record in json.loads(capsys.readouterr().out)}
    hidden = {voice for voice, record in records.items() if "suppressed" in record}
    assert hidden == {"migrant", "crisis_affected", "mission"}
    assert all(
        records[voice]["impressions"] is None and records[voice]["suppressed"] == ["impressions"] for voice in hidden
    )
    assert sum(record["posts"] for record in records.values()) == 4437


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_refusal_is_its_sentence_and_nothing_else(
    sample: Warehouse, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    narrow = "measure posts --by contributor_type --by day --where mission=KEN --format"
    assert main([*narrow.split(), form, "--warehouse", str(sample.directory)]) == 3
    assert tuple(capsys.readouterr()) == (
        "",
        "Contributor types are available for all data or one campaign: alone, by month or by platform. "
        "Ask by account type instead, or leave out: day, mission.\n",
    )


def test_a_universe_is_declared_for_a_platform_or_for_all(
    sample: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["unique_reach_lower", "unique_reach_modelled", "unique_reach_upper", "frequency"]
    question = ["measure", *names, "--warehouse", str(sample.directory)]
    assert main([*question, "--universe", "facebook=400,000", "--universe", "900000"]) == 0
    shown = capsys.readouterr()
    lower, modelled, upper, _ = map(float, shown.out.splitlines()[1].split())
    assert lower < modelled < upper == 400_000
    assert "Based on: unique_reach_lower 546 posts" in shown.err
    assert "frequency 98 posts" in shown.err, "only posts that have impressions and reach"
    assert (
        "Assumptions: audience size: all platforms 900,000 accounts, facebook 400,000 accounts; any overlap between audiences."
        in shown.err
    )
    assert main([*question, "--universe", "facebook=400000", "--overlap", "chance", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["unique_reach_upper"] < upper


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_whose_posts_a_number_is_that_few_report_is_said_beside_every_form(
    form: str, sample: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--format", form, "--warehouse", str(sample.directory)]
    assert main(["measure", "impressions", "posts", *at]) == 0
    printed = capsys.readouterr()
    (sentence,) = [line for line in printed.err.splitlines() if line.startswith("Impressions: based on ")]
    assert sentence.endswith(
        "The largest account belongs to an office and has 89% of the total. Linked accounts count as one."
    )
    assert "largest account" not in printed.out, "rows stay as the contract has them"
    if form == "json":
        assert [set(row) for row in json.loads(printed.out)] == [{"impressions", "posts"}]
    assert main(["measure", "posts", *at]) == 0
    assert "based on" not in capsys.readouterr().err, "every post counts"


def test_json_and_csv_say_of_how_many_posts_the_bounds_of_reach_are(
    sample: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    question = [
        "measure",
        "unique_reach_upper",
        "unique_reach_upper_all_posts",
        "--warehouse",
        str(sample.directory),
        "--format",
    ]
    assert main([*question, "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row == {"unique_reach_upper": 479_071, "unique_reach_upper_all_posts": None, "posts_that_report_reach": 546}
    assert main([*question, "csv", "--by", "platform"]) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    assert header == "platform,unique_reach_upper,unique_reach_upper_all_posts,posts_that_report_reach"
    assert rows[0] == "facebook,479071,,546"


def test_what_the_sheet_of_published_figures_asks_of_photos_and_stories_can_be_asked(
    sample: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--format", "json", "--warehouse", str(sample.directory)]
    assert main(["measure", "photo_votes", "--where", "photo=photo-154", *at]) == 0
    assert json.loads(capsys.readouterr().out) == [{"photo_votes": 230}]
    assert main(["measure", "stories_for_council", "--where", "campaign=migrantheroes", *at]) == 0
    assert json.loads(capsys.readouterr().out) == [{"stories_for_council": 10}]


def test_period_and_as_of_narrow_the_answer(sample: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    def posts(*more: str) -> int:
        main(
            [
                "measure",
                "posts",
                "--where",
                "campaign=migrationmeans",
                "--format",
                "json",
                "--warehouse",
                str(sample.directory),
                *more,
            ]
        )
        return int(json.loads(capsys.readouterr().out)[0]["posts"])

    assert posts("--from", "2014-06-20", "--to", "2014-12-18") == 4437
    june, rest = posts("--to", "2014-06-30"), posts("--from", "2014-07-01")
    assert (june > 0, june + rest) == (True, 4437)
    assert posts("--as-of", "2014-06-30") == june


def test_a_look_back_tells_what_changed_since(sample: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["measure", "posts", "--as-of", "2014-08-18", "--warehouse", str(sample.directory)]
    main(asked)
    assert "Since 2014-08-18: 2,838 posts published, 194 counts revised, 248 counts added." in capsys.readouterr().err
    main([*asked, "--format", "json"])
    assert "Since" not in capsys.readouterr().err


def test_check_says_what_a_reader_should_know(sample: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--where", "platform=twitter", "--warehouse", str(sample.directory)]) == 0
    printed = capsys.readouterr().out
    assert "falling_counts" in printed
    assert "of 3,013 posts" in printed


def test_claims_say_what_the_data_say_to_published_figures(
    sample: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--warehouse", str(sample.directory)]
    assert main(["claims", *at]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["claim", "published", "derived", "state"]
    assert lines[3].split("  ")[-1].strip() == "off by 11.1%; not comparable"
    assert "over 580,000 people" in lines[3]
    assert main(["claims", "--json", *at]) == 0
    rows = {row["claim"]: row for row in json.loads(capsys.readouterr().out)}
    expected = {
        "value": 520000,
        "derived": 521840,
        "state": "reproduced; not_comparable",
        "conflicts_with": [],
        "not_comparable_with": ["F03"],
        "differs_in": ["scope", "date"],
        "state_text": "the sample was made to agree; not comparable",
        "filters": None,
        "range_lower": 56782,
        "range_upper": 521840,
        "reach_upper": None,
    }
    assert rows["F02"] | expected == rows["F02"]
    assert rows["F05"]["known_on"] == "2014-08-01"


def test_without_published_figures_claims_say_how_to_add_some(
    export: Path, at: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["claims", *at]) == 3
    assert "There are no data yet" in capsys.readouterr().err
    main(["import", str(export), *at])
    capsys.readouterr()
    assert main(["claims", *at]) == 0
    assert "claim_sheet" in capsys.readouterr().out
    assert main(["claims", "--json", *at]) == 0
    assert json.loads(capsys.readouterr().out) == []
