"""Exports that do not name their account: its name is given, and mission, voice and account hold for its posts."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cli import main
from data.editing import guided_start
from data.editing.exporting_accounts import Owner
from data.importing.pipeline import WrongOption, import_files
from data.importing.rejects import write_rejects
from data.schema import OTHER_ACCOUNTS
from data.store.warehouse import Warehouse
from metrics import measure
from tests.support.examples import first

YOUTUBE = Path(__file__).parents[2] / "formats" / "youtube_videos" / "Table data.csv"
LINKEDIN = (
    "Post title,Post link,Post type,Created date,Impressions,Views,Clicks,Likes,Comments,Reposts,Content Type\n"
    "One,https://www.linkedin.com/feed/update/urn:li:activity:7306192134921981953,Organic,03/14/2025,100,,1,5,0,1,\n"
    "Two,https://www.linkedin.com/feed/update/urn:li:activity:7305537171719864321,Organic,03/12/2025,50,,1,2,0,0,\n"
)
SECOND = "https://www.linkedin.com/feed/update/urn:li:activity:7305537171719864321"
KENYA = Owner("KEN")


@pytest.fixture
def studio(tmp_path: Path) -> Path:
    """A download of YouTube Studio: a ZIP called after its days and the channel."""
    path = tmp_path / "Content 2024-01-01_2024-02-01 IOM Kenya (1).zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Table data.csv", YOUTUBE.read_bytes())
    return path


@pytest.fixture
def linkedin(tmp_path: Path) -> Path:
    path = tmp_path / "iom-kenya_content_1742193384396.csv"
    path.write_text(LINKEDIN, encoding="utf-8")
    return path


def by(warehouse: Warehouse, *dimensions: str) -> dict[tuple[str, ...], int]:
    counted = measure("posts", dimensions, warehouse=warehouse.directory)
    return {tuple(row[name] for name in dimensions): row["posts"] for row in counted.to_dict("records")}


def test_a_file_without_its_account_is_asked_for_it_with_what_its_name_says(
    warehouse: Warehouse, studio: Path, linkedin: Path, tmp_path: Path
) -> None:
    plain = tmp_path / "Table data.csv"
    plain.write_bytes(YOUTUBE.read_bytes().replace(b"My story", b"A story"))
    found = guided_start.preview([studio, linkedin, plain], warehouse)
    assert [(file.platform, file.account) for file in found.unnamed] == [
        ("youtube", "IOM Kenya"),
        ("linkedin", "iom-kenya"),
        ("youtube", ""),
    ]
    assert found.accounts == ()


@pytest.mark.long
def test_a_real_page_s_workbook_is_proposed_by_its_address(warehouse: Warehouse, real_exports: Path) -> None:
    (workbook,) = (real_exports / "linkedin_page").glob("*.xlsx")
    found = guided_start.preview([workbook], warehouse)
    (posts,) = found.unnamed
    assert (posts.platform, posts.account) == ("linkedin", "pro-efficient-data-entry")
    guided_start.begin([workbook], warehouse, owner=KENYA, names={posts.key: "IOM Kenya"})
    assert by(warehouse, "account", "mission", "account_type") == {
        ("IOM Kenya (LinkedIn)", "KEN", "office"): posts.posts
    }


@pytest.mark.long
def test_the_name_makes_mission_voice_and_own_account_known(warehouse: Warehouse, studio: Path, linkedin: Path) -> None:
    found = guided_start.preview([studio, linkedin], warehouse)
    names = {file.key: "IOM Kenya" for file in found.unnamed}
    receipts = guided_start.begin([studio, linkedin], warehouse, owner=KENYA, names=names)
    assert not [receipt.error for receipt in receipts if receipt.error]
    videos = found.files[0].posts
    assert by(warehouse, "account", "mission") == {
        ("IOM Kenya (LinkedIn)", "KEN"): 2,
        ("IOM Kenya (YouTube)", "KEN"): videos,
    }
    assert by(warehouse, "contributor_type") == {("mission",): 2 + videos}
    assert measure("contributors", warehouse=warehouse.directory).iloc[0, 0] == 2
    assert guided_start.preview([linkedin], warehouse).unnamed == (), "it is known now"


def test_a_name_is_shown_only_of_own_accounts_and_kept_nowhere_else(warehouse: Warehouse, linkedin: Path) -> None:
    (file,) = guided_start.preview([linkedin], warehouse).unnamed
    guided_start.begin([linkedin], warehouse, owner=Owner("KEN", "staff"), names={file.key: "Ann Example"})
    assert by(warehouse, "account", "account_type") == {(OTHER_ACCOUNTS, "person"): 2}
    content = b"".join(path.read_bytes() for path in warehouse.directory.glob("version-*"))
    assert b"Ann Example" not in content
    assert b"ann example" not in content


@pytest.mark.long
def test_without_a_name_the_account_stays_unknown_and_can_be_named_later(warehouse: Warehouse, linkedin: Path) -> None:
    guided_start.begin([linkedin], warehouse, owner=KENYA, names={})
    assert by(warehouse, "account", "mission") == {(OTHER_ACCOUNTS, "unknown"): 2}
    (file,) = guided_start.preview([linkedin], warehouse).unnamed
    guided_start.begin([linkedin], warehouse, owner=KENYA, names={file.key: "@IOM Kenya"[1:]})
    assert by(warehouse, "account", "mission") == {("IOM Kenya (LinkedIn)", "KEN"): 2}
    (again,) = import_files([linkedin], warehouse)
    assert again.accepted == 0
    assert by(warehouse, "account", "mission") == {("IOM Kenya (LinkedIn)", "KEN"): 2}


@pytest.mark.long
def test_a_corrected_row_is_of_the_same_account(warehouse: Warehouse, tmp_path: Path) -> None:
    linkedin = tmp_path / "linkedin.csv"
    linkedin.write_text(LINKEDIN.replace(SECOND, ""), encoding="utf-8")
    (file,) = guided_start.preview([linkedin], warehouse).unnamed
    first, _directory = guided_start.begin([linkedin], warehouse, owner=KENYA, names={file.key: "IOM Kenya"})
    corrected = tmp_path / "corrected.csv"
    write_rejects(warehouse, first.import_id, corrected)
    corrected.write_text(corrected.read_text(encoding="utf-8-sig").replace("Two,,", f"Two,{SECOND},"), encoding="utf-8")
    (receipt,) = import_files([corrected], warehouse)
    assert receipt.accepted == 1
    assert by(warehouse, "account") == {("IOM Kenya (LinkedIn)",): 2}


@pytest.mark.parametrize("name", first(2, ["=1+1", "IOM [l](x)", "x", "y" * 61, "IOM\u202e", "\x00\x01", "IOM <b>"]))
def test_what_cannot_be_a_name_is_refused_and_changes_nothing(warehouse: Warehouse, linkedin: Path, name: str) -> None:
    (file,) = guided_start.preview([linkedin], warehouse).unnamed
    with pytest.raises(WrongOption, match="cannot be the name of an account"):
        guided_start.begin([linkedin], warehouse, names={file.key: name})
    assert warehouse.version == 0


def test_exporting_accounts_that_are_named_are_own_by_their_mission(warehouse: Warehouse, tmp_path: Path) -> None:
    export = tmp_path / "tweets.csv"
    export.write_text(
        "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"
        '1,https://twitter.com/office/status/1,"words",2021-01-05 12:56 +0000,10,1,1,1,0\n',
        encoding="utf-8",
    )
    assert guided_start.preview([export], warehouse).unnamed == ()
    guided_start.begin([export], warehouse, owner=KENYA)
    assert by(warehouse, "account") == {("IOM Kenya (Twitter / X)",): 1}


# -- in the terminal


@pytest.mark.long
def test_the_terminal_takes_names_by_a_flag(
    studio: Path, linkedin: Path, at: list[str], warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    start = ["start", str(studio), str(linkedin), "--mission", "KEN", "--hashtags", "-", "--yes", *at]
    assert main([*start, "--account", "IOM Kenya", "--account", f"{linkedin.name}=IOM in Kenya"]) == 1, (
        "a row of the videos is rejected"
    )
    told = capsys.readouterr().out
    assert f"Account that exported {linkedin.name}: IOM in Kenya" in told
    assert "Account that exported Content 2024-01-01_2024-02-01 IOM Kenya (1).zip › Table data.csv: IOM Kenya" in told
    assert set(by(warehouse, "account")) == {("IOM in Kenya (LinkedIn)",), ("IOM Kenya (YouTube)",)}


@pytest.mark.long
def test_without_the_flag_a_file_s_name_stands_and_nothing_is_made_up(
    studio: Path, tmp_path: Path, at: list[str], warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    nameless = tmp_path / "export.csv"
    nameless.write_text(LINKEDIN, encoding="utf-8")
    assert main(["start", str(studio), str(nameless), "--mission", "KEN", "--hashtags", "-", "--yes", *at]) == 1
    assert "Account that exported export.csv: unknown; give its name with --account NAME" in capsys.readouterr().out
    assert set(by(warehouse, "account", "platform")) == {
        ("IOM Kenya (YouTube)", "youtube"),
        (OTHER_ACCOUNTS, "linkedin"),
    }
    assert main(["start", str(nameless), "--account", "=1", "--yes", *at]) == 2


@pytest.mark.long
def test_it_asks_and_proposes(
    tmp_path: Path, at: list[str], warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    nameless = tmp_path / "export.csv"
    nameless.write_text(LINKEDIN, encoding="utf-8")
    answers = iter(["-", "", "KEN", "y"])
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    assert main(["start", str(nameless), *at]) == 0
    assert "Account that exported export.csv, - if you do not know it [IOM on LinkedIn]: " in asked
    assert by(warehouse, "account") == {("IOM on LinkedIn",): 2}
