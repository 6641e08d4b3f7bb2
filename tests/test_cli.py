"""The terminal's contract: commands, exit statuses, one sentence an error, JSON as written."""

from __future__ import annotations

import argparse
import csv
import gc
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import cli
from cli import main
from data.store.warehouse import Warehouse
from terminal.parser import parser

ROOT = Path(__file__).parent.parent
HEADER = "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"


def line(post: str, impressions: str = "10") -> str:
    return f"{post},https://twitter.com/a/status/1,text,2021-01-30 12:56 +0000,{impressions},1,2,3,0\n"


@pytest.fixture
def at(warehouse: Warehouse) -> list[str]:
    return ["--warehouse", str(warehouse.directory)]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "tweets.csv"
    path.write_text(
        HEADER + line("1") + line("2", "20") + line("3").replace("2021-01-30 12:56", "soon"), encoding="utf-8"
    )
    return path


def test_help_explains_every_argument_of_every_command() -> None:
    (commands,) = [each for each in parser()._actions if isinstance(each, argparse._SubParsersAction)]
    unexplained = [
        (name, argument.dest)
        for name, command in commands.choices.items()
        for argument in command._actions
        if not argument.help
    ]
    assert not unexplained


@pytest.mark.parametrize("arguments", [["--help"], ["measure", "--help"], ["measur"]])
def test_help_waits_for_no_heavy_library(arguments: list[str]) -> None:
    """Help and a misspelt command are answered before anything is loaded that only an answer needs."""
    script = (
        "import sys\nfrom cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stderr.splitlines()[-1].split())
    assert "terminal" in loaded
    assert not loaded & {
        "duckdb",
        "pandas",
        "sqlglot",
        "streamlit",
        "plotly",
        "numpy",
        "pyarrow",
        "scipy",
        "statsmodels",
        "babel",
    }


def test_measure_loads_neither_the_importers_nor_the_dashboard(sample: Warehouse) -> None:
    script = "import sys\nfrom cli import main\nmain(sys.argv[1:])\nprint(*sorted(sys.modules), file=sys.stderr)"
    command = [sys.executable, "-c", script, "measure", "posts", "--warehouse", str(sample.directory)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.splitlines()[-1].split())
    assert done.stdout.split() == ["posts", "4437"]
    assert not loaded & {
        "data.importing",
        "data.store",
        "data.reading",
        "dashboard",
        "scipy",
        "statsmodels",
        "streamlit",
        "plotly",
    }


def test_the_sample_gives_the_published_totals(sample: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    question = (
        "posts thunderclap_supporters thunderclap_social_reach missions --where campaign=migrationmeans --format json"
    )
    assert main(["measure", *question.split(), "--warehouse", str(sample.directory)]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"posts": 4437, "thunderclap_supporters": 347, "thunderclap_social_reach": 521840, "missions": 52}
    ]


def test_import_prints_one_object_a_file(export: Path, at: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(export), "--json", *at]) == 1, "a row was rejected"
    (printed,) = (json.loads(text) for text in capsys.readouterr().out.splitlines())
    expected = {
        "file": "tweets.csv",
        "format": "x_analytics_tweets",
        "rows_read": 3,
        "accepted": 2,
        "duplicates": 0,
        "rejected": 1,
        "version": 1,
    }
    assert printed | expected == printed
    assert printed["totals"] == {"posts": 2, "impressions": 30, "reactions": 6, "comments": 4, "shares": 2, "clicks": 0}
    assert len(printed["sha256"]) == 64


def test_exit_status_says_what_became_of_the_files(export: Path, at: list[str], tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(HEADER + line("1"), encoding="utf-8")
    bad.write_text("foo,bar\n1,2\n", encoding="utf-8")
    assert main(["import", str(good), *at]) == 0
    assert main(["import", str(good), str(bad), *at]) == 1
    assert main(["import", str(bad), *at]) == 3
    assert main(["import", str(tmp_path / "missing.csv"), *at]) == 3


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        ("measure posts", 3, "There are no data yet"),
        ("imports", 3, "There are no data yet"),
        ("undo 1", 3, "There are no data yet"),
        ("measure", 2, "The following arguments are required: METRIC"),
        ("measure posts --from 19.08.2014", 2, "'19.08.2014' is not a day. Write it as 2014-08-19"),
        ("import x.csv --timezone Mars/Base", 2, "No time zone is called 'Mars/Base'"),
        ("import x.csv --format x_analytics_tweet", 2, "Did you mean 'x_analytics_tweets'?"),
        ("frobnicate", 2, "invalid choice: 'frobnicate'"),
    ],
)
def test_errors_are_one_sentence(
    arguments: str,
    status: int,
    sentence: str,
    warehouse: Warehouse,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))
    try:
        ended = main(arguments.split())
    except SystemExit as end:
        ended = int(end.code or 0)
    told = capfd.readouterr().err
    assert ended == status
    assert sentence in told
    assert "Traceback" not in told
    assert len(told.strip().splitlines()) == 1


def test_a_process_ends_with_the_status_and_the_sentence_wherever_it_is_started(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    environment = os.environ | {"REACH_WAREHOUSE": str(warehouse.directory)}
    command = [sys.executable, str(ROOT / "cli.py"), "measure", "posts"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("There are no data yet")
    assert len(done.stderr.splitlines()) == 1


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


@pytest.mark.parametrize(
    ("called", "named"),
    [
        ("cli.py", "python cli.py"),
        ("bin/campaign-reach", "campaign-reach"),
        (r"Scripts/campaign-reach.exe", "campaign-reach"),
    ],
)
def test_help_and_errors_say_the_name_it_was_called_by(
    called: str, named: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    for command in ([], ["measure"]):
        with pytest.raises(SystemExit):
            main([*command, "--help"])
        assert capsys.readouterr().out.startswith(f"usage: {' '.join([named, *command])} ")
    with pytest.raises(SystemExit):
        main(["meazure"])
    assert f"See `{named} --help`" in capsys.readouterr().err


def test_a_command_looks_for_garbage_again_once_it_has_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["cli.py", "metrics"])
    try:
        with pytest.raises(SystemExit):
            cli.command()
        assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


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


def test_rejects_are_mended_and_imported_again(
    export: Path, at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", str(export), *at])
    mended = tmp_path / "mended.csv"
    assert main(["rejects", "1", "--output", str(mended), *at]) == 0
    mended.write_text(mended.read_text(encoding="utf-8-sig").replace("soon", "2021-01-30 12:56"), encoding="utf-8")
    assert main(["import", str(mended), *at]) == 0
    capsys.readouterr()
    main(["measure", "posts", "impressions", "--format", "json", *at])
    assert json.loads(capsys.readouterr().out) == [{"posts": 3, "impressions": 40}]


def test_nothing_that_a_file_holds_commands_the_terminal(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file's name, a column's and a cell's come from outside; a cursor that is moved can hide what was printed."""
    trick = "\x1b[2J\x1b]0;x\x07\u202e\x9b1m"
    export, bad = tmp_path / f"tweets{trick}.csv", tmp_path / f"bad{trick}.csv"
    export.write_text(
        HEADER.replace("url clicks", f"url clicks,{trick}") + line("1", f"many{trick}").replace(",0\n", ",0,x\n"),
        "utf-8",
    )
    bad.write_text("foo,bar\n1,2\n", encoding="utf-8")
    printed = ""
    files = [str(export), str(bad), str(tmp_path / f"none{trick}")]
    for command in (["import", *files], ["imports"], ["rejects"], ["undo", "1"], ["undo", "1"]):
        main([*command, *at])
        printed += "".join(capsys.readouterr())
    assert f"tweets{'�[2J�]0;x'}" in printed, "the test can find it"
    assert not set(printed) & (set(map(chr, (*range(9), *range(11, 32), *range(127, 160)))) | {"\u202e"})


def test_rejects_do_not_run_as_formulas_and_come_back_unchanged(
    at: list[str], tmp_path: Path, warehouse: Warehouse
) -> None:
    export, out = tmp_path / "tweets.csv", tmp_path / "rejects.csv"
    export.write_text(HEADER + line("1", "x").replace(",text,", ',"=cmd|calc",') + line("2", "-5x"), encoding="utf-8")
    assert main(["import", str(export), *at]) == 0, "no row was rejected"
    main(["rejects", "1", "--output", str(out), *at])
    cells = [cell for row in csv.reader(out.read_text(encoding="utf-8-sig").splitlines()) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))]
    out.write_text(out.read_text(encoding="utf-8-sig").replace(",x,", ",1,").replace("'-5x", "-5"), encoding="utf-8")
    assert main(["import", str(out), *at]) == 0
    with warehouse.read() as con:
        assert con.execute("SELECT text FROM posts WHERE post_id = '1'").fetchall() == [("=cmd|calc",)]


def test_undo_and_the_lists(export: Path, at: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", str(export), *at])
    assert main(["undo", "1", *at]) == 0
    capsys.readouterr()
    main(["measure", "posts", "--format", "json", *at])
    assert json.loads(capsys.readouterr().out) == [{"posts": 0}]
    for command, first in (
        ("imports", "1 "),
        ("formats", "bluesky_api"),
        ("metrics", "posts"),
        ("dimensions", "campaign"),
    ):
        assert main([command, *at]) == 0
        assert capsys.readouterr().out.startswith(first)


def test_where_the_warehouse_is(export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(tmp_path / "by_environment"))
    main(["import", str(export)])
    assert Warehouse(tmp_path / "by_environment").version == 1
    main(["import", str(export), "--warehouse", str(tmp_path / "by_option")])
    assert Warehouse(tmp_path / "by_option").version == 1


def test_a_folder_is_watched_until_interrupted(
    export: Path, at: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "tweets.csv").write_bytes(export.read_bytes())
    looks = iter(range(4))

    def pause(_seconds: float) -> None:
        if next(looks) == 2:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("data.importing.watch.sleep", pause)
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore the signal
    try:
        assert main(["import", str(folder), "--watch", "--json", *at]) == 0
    finally:
        signal.signal(signal.SIGINT, usual)
    assert json.loads(capsys.readouterr().out)["accepted"] == 2
    assert next(looks) == 3


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
