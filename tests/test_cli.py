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
from data.formats.catalogue import formats
from data.store.warehouse import Warehouse
from terminal.parser import parser
from tests.support.tweets import HEADER, line

ROOT = Path(__file__).parent.parent


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
        ("measure posts --by platform month", 2, "--by takes one DIM. Repeat it: --by platform --by month. See"),
        (
            "measure posts --where platform=x mission=KEN campaign=c --n",
            2,
            "--where takes one DIM=VALUE. Repeat it: --where platform=x --where mission=KEN --where campaign=c. See",
        ),
        ("measure posts --by=platform month", 2, "Repeat it: --by platform --by month. See"),
        ("measure posts --from 2014-08-19 month", 2, "Unrecognized arguments: month. See"),
        ("map x.csv --column url=Link text=Words", 2, "Repeat it: --column url=Link --column text=Words. See"),
        (
            "start x.csv --account IOM Kenya",
            2,
            'Put a value with spaces in quotation marks: --account "IOM Kenya". See',
        ),
        ("measure posts --where mission=South Africa", 2, 'quotation marks: --where "mission=South Africa". See'),
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
    printed = capfd.readouterr().err
    assert ended == status
    assert sentence in printed
    assert "Traceback" not in printed
    assert len(printed.strip().splitlines()) == 1


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


@pytest.mark.long
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
        ("formats", min(formats())),
        ("metrics", "posts"),
        ("dimensions", "campaign"),
    ):
        assert main([command, *at]) == 0
        assert f"\n{first}" in f"\n{capsys.readouterr().out}"


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
