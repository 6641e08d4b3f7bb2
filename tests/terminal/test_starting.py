"""The guided start and the sample in the terminal."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from cli import main


def test_start_shows_asks_and_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    export = tmp_path / "tweets.csv"
    export.write_text(
        "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"
        '1,https://twitter.com/office/status/1,"words #Means",2021-01-05 12:56 +0000,10,1,1,1,0\n',
        encoding="utf-8",
    )
    at = ["--warehouse", str(tmp_path / "w")]
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["start", str(export), *at]) == 3
    printed = capsys.readouterr()
    assert "X (Twitter) Analytics, one row for each post, 1 post, 2021-01-05 to 2021-01-05, 0 rejected" in printed.out
    assert "Campaign: #means (#means, 2021-01-05 to 2021-01-05)" in printed.out
    assert "Nothing was imported. Add --yes" in printed.err
    assert not list((tmp_path / "w").glob("version-*"))

    answers = iter(["#Means #Other", "Our means", "XXX", "KEN", "y"])
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    assert main(["start", str(export), *at]) == 0
    assert "There is no mission XXX" in capsys.readouterr().out
    assert len(asked) == 5
    main(["measure", "posts", "--by", "campaign", "--by", "mission", "--format", "json", *at])
    assert json.loads(capsys.readouterr().out) == [{"campaign": "our_means", "mission": "KEN", "posts": 1}]
    assert main(["start", str(export), "--mission", "XXX", *at]) == 2


def test_the_sample_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "exports").mkdir()
    sheet = "Platform,Post ID,Posted at,Contributor type\nTwitter,1,2014-08-19 10:00,Public\n"
    (tmp_path / "exports" / "synthetic_posts.csv").write_text(sheet, encoding="utf-8")
    monkeypatch.setattr("data.importing.sample.SAMPLE", tmp_path / "exports")
    at = ["--warehouse", str(tmp_path / "w")]
    assert main(["sample", *at]) == 0
    assert main(["sample", "--remove", *at]) == 0
    assert "The sample is removed (1 file)" in capsys.readouterr().out
    assert main(["sample", "--remove", *at]) == 3
