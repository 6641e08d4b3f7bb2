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
    assert "X (Twitter) Analytics, one row for each post, 1 post, 2021-01-05 to 2021-01-05\n" in printed.out
    assert "  1 row read = 1 accepted + 0 duplicates + 0 rejected\n" in printed.out
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


def test_start_says_before_the_import_what_the_receipt_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    row = "{n},https://twitter.com/office/status/{n},words,2021-01-05 12:56 +0000,10,1,1,{likes},0\n"
    export = tmp_path / "tweets.csv"
    export.write_text(
        "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"
        + row.format(n=1, likes=1) * 2
        + row.format(n=2, likes="many"),
        encoding="utf-8",
    )
    at = ["--warehouse", str(tmp_path / "w")]
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    main(["start", str(export), *at])
    before = capsys.readouterr().out
    assert "  3 rows read = 2 accepted + 1 duplicate + 0 rejected\n" in before
    main(["import", str(export), *at])
    receipt = capsys.readouterr().out.splitlines()
    noted = [line for line in receipt if "likes" in line or "counts as of" in line]
    assert len(noted) == 2
    assert all(line in before for line in noted)


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


def exported_by(account: str, first: int) -> str:
    header = "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"
    return header + f"{first},https://twitter.com/{account}/status/{first},words,2021-01-05 12:56 +0000,10,1,1,1,0\n"


@pytest.fixture
def two(tmp_path: Path) -> list[str]:
    """Return the paths of exports of two accounts."""
    for place, name in enumerate(("nairobi", "kampala"), 1):
        (tmp_path / f"{name}.csv").write_text(exported_by(f"IOM_{name}", place), encoding="utf-8")
    return [str(tmp_path / "nairobi.csv"), str(tmp_path / "kampala.csv")]


def by_mission(at: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    capsys.readouterr()
    assert main(["measure", "posts", "--by", "mission", "--format", "json", *at]) == 0
    return {row["mission"]: row["posts"] for row in json.loads(capsys.readouterr().out)}


@pytest.mark.long
@pytest.mark.parametrize("given", [["KEN", "@iom_kampala=UGA"], ["nairobi.csv=KEN", "IOM_Kampala=UGA"]])
def test_start_takes_a_mission_for_each_account(
    two: list[str], tmp_path: Path, given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--warehouse", str(tmp_path / "w")]
    asked = [part for word in given for part in ("--mission", word)]
    assert main(["start", *two, *asked, "--yes", *at]) == 0
    printed = capsys.readouterr().out
    assert "  Twitter / X, nairobi.csv, 1 post: mission Kenya" in printed
    assert "  Twitter / X, kampala.csv, 1 post: mission Uganda" in printed
    assert by_mission(at, capsys) == {"KEN": 1, "UGA": 1}


def test_start_takes_a_contributor_type_for_each_account(
    two: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--warehouse", str(tmp_path / "w")]
    given = [
        "--contributor-type",
        "mission",
        "--contributor-type",
        "@iom_kampala=staff",
        "--mission",
        "nairobi.csv=KEN",
    ]
    assert main(["start", *two, *given, "--yes", *at]) == 0
    printed = capsys.readouterr().out
    assert "Accounts that exported the files; all others stay unknown\n" in printed
    assert "  Twitter / X, nairobi.csv, 1 post: IOM mission, mission Kenya\n" in printed
    assert "  Twitter / X, kampala.csv, 1 post: IOM staff, mission not said\n" in printed
    assert "Those of the type IOM mission are recorded as the organization's own." in printed
    assert main(["measure", "posts", "--by", "account_type", "--format", "json", *at]) == 0
    counted = {row["account_type"]: row["posts"] for row in json.loads(capsys.readouterr().out)}
    assert counted == {"office": 1, "person": 1}


def test_start_says_what_becomes_of_a_campaign_without_hashtags(
    two: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    at = ["--warehouse", str(tmp_path / "w")]
    assert main(["start", *two, "--campaign", "Our means", *at]) == 3
    printed = capsys.readouterr().out
    assert "Campaign: none\n  'Our means' has no hashtags, so that no post would belong to it" in printed
    assert "--hashtags, or add --all-posts" in printed
    main(["start", *two, *at])
    assert "Campaign: none\nAccounts" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["iom_kampala=owner"], "There is no contributor type 'owner'. Give one of: "),
        (
            ["staff", "mission"],
            "--contributor-type takes one TYPE for all accounts. For one of several write ACCOUNT=TYPE or FILE=TYPE.",
        ),
        (["iom_kampla=staff"], "No account that exported these files is called 'iom_kampla'."),
    ],
)
def test_start_says_which_contributor_type_it_cannot_use(
    two: list[str], tmp_path: Path, given: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [part for word in given for part in ("--contributor-type", word)]
    assert main(["start", *two, *asked, "--yes", "--warehouse", str(tmp_path / "w")]) == 2
    assert sentence in capsys.readouterr().err
    assert not list((tmp_path / "w").glob("version-*"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            ["KEN", "UGA"],
            "--mission takes one CODE for all accounts. For one of several write ACCOUNT=CODE or FILE=CODE.",
        ),
        (
            ["iom_kampla=UGA"],
            "No account that exported these files is called 'iom_kampla'. Give its name as in the file, or the file: ",
        ),
        (["iom_kampala=XXX"], "There is no mission 'XXX'. Give a code such as KEN or RO-NBO."),
    ],
)
def test_start_says_which_mission_it_cannot_use(
    two: list[str], tmp_path: Path, given: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [part for word in given for part in ("--mission", word)]
    assert main(["start", *two, *asked, "--yes", "--warehouse", str(tmp_path / "w")]) == 2
    assert sentence in capsys.readouterr().err
    assert not list((tmp_path / "w").glob("version-*"))


@pytest.mark.long
def test_start_gives_the_mission_of_an_account_that_no_file_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (
        "Post title,Post link,Created date,Impressions,Reposts\n"
        "One,https://www.linkedin.com/feed/update/urn:li:activity:7306192134921981953,03/14/2025,100,1\n"
    )
    (tmp_path / "page.csv").write_text(page, encoding="utf-8")
    (tmp_path / "x.csv").write_text(exported_by("IOM_Kampala", 1), encoding="utf-8")
    at = ["--warehouse", str(tmp_path / "w")]
    named = ["--account", "page.csv=IOM Kenya", "--mission", "iom kenya=KEN", "--mission", "x.csv=UGA"]
    assert main(["start", str(tmp_path / "page.csv"), str(tmp_path / "x.csv"), *named, "--yes", *at]) == 0
    assert by_mission(at, capsys) == {"KEN": 1, "UGA": 1}


@pytest.mark.long
def test_start_asks_for_the_mission_of_each_account(
    two: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["-", "each", "KEN", "XXX", "UGA", "y"])
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    at = ["--warehouse", str(tmp_path / "w")]
    assert main(["start", *two, *at]) == 0
    assert asked[1] == "Mission of these accounts (its code, or each to give one for each): "
    assert [question for question in asked if question.startswith("Mission of Twitter ")] == [
        f"Mission of Twitter / X, {file}, 1 post: " for file in asked_order(asked)
    ]
    assert sum(by_mission(at, capsys).values()) == 2
    assert len(by_mission(at, capsys)) == 2


def asked_order(asked: list[str]) -> list[str]:
    """Return the files in the order asked for, one of which is asked for twice."""
    order = [question.split(", ")[1] for question in asked if question.startswith("Mission of Twitter")]
    assert sorted(set(order)) == ["kampala.csv", "nairobi.csv"]
    assert len(order) == 3
    return order


def test_start_takes_all_posts_into_a_campaign_without_a_hashtag(
    two: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--warehouse", str(tmp_path / "w")]
    start = ["start", *two, "--all-posts", "--hashtags", "-", "--yes", *at]
    assert main(start) == 2
    assert "--all-posts needs the name of a campaign" in capsys.readouterr().err
    assert main([*start, "--campaign", "Our winter"]) == 0
    assert "all posts of these files belong to it" in capsys.readouterr().out
    main(["measure", "posts", "--by", "campaign", "--format", "json", *at])
    assert [each["campaign"] for each in json.loads(capsys.readouterr().out)] == ["our_winter"]


def test_start_says_what_there_is_to_see_and_writes_the_sheets_to_see_more(
    two: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--warehouse", str(tmp_path / "w")]
    assert main(["start", *two, "--campaign", "Our means", "--hashtags", "#means", "--yes", *at]) == 0
    printed = capsys.readouterr().out
    assert "You can see now:\n  Overview: posts, contributors and missions, day by day\n" in printed
    assert "  Reach: " not in printed
    assert "To see more, import these sheets too: Targets, Events" in printed
    folder = tmp_path / "sheets"
    assert main(["start", *two, "--sheets", str(folder), *at]) == 3
    told = capsys.readouterr()
    assert "There is nothing new in these files." in told.err
    assert f"  Targets: {folder / 'target_sheet.csv'}\n" in told.out
    sheet = (folder / "target_sheet.csv").read_text(encoding="utf-8-sig")
    assert "our_means" in sheet
    (folder / "target_sheet.csv").write_text("mine", encoding="utf-8")
    main(["start", *two, "--sheets", str(folder), *at])
    assert "target_sheet.csv (it was there before and was not changed)" in capsys.readouterr().out
    assert (folder / "target_sheet.csv").read_text(encoding="utf-8") == "mine"
    assert main(["start", *two, "--sheets", two[0], *at]) == 2
    assert "is not a folder" in capsys.readouterr().err
