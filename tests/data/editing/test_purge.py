"""What is withdrawn is nowhere: in no byte of the warehouse, no page, download, answer or log; and nothing brings it
back."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cli import main
from common.pointer import KEY_FILE
from dashboard.pages import every
from data.editing.purge import NotFound, look, purge
from data.importing.pipeline import import_files, undo
from data.importing.rejects import write_rejects
from data.privacy.pseudonyms import key, pseudonym
from data.receipt_texts import erased_text
from data.store.warehouse import Warehouse
from metrics import DIMENSIONS, Selection, VoicesNotShown, measure
from metrics.analyses import data_quality
from metrics.analyses.listings import publishable_posts
from metrics.compiler import engine
from tests.conftest import Once
from tests.data.conftest import SEEDS, Killer, cut_short, fell_inside, kills, moments
from tests.support.examples import first, turns
from tests.support.pages import look as look_at

POST, HANDLE, WORDS = (
    "501702184017428480",
    "zq_ferrywoman_77",
    "wyvern kestrel marzipan, across the strait with two oranges",
)
LINK = f"https://twitter.com/{HANDLE}/status/{POST}"
CONSENT, STORY, PHOTO, TITLE = "consent-qx41", "story-qx42", "photo-qx43", "Quokka at dusk"
MARKS = (POST, HANDLE, WORDS, LINK, CONSENT, STORY, PHOTO, TITLE, "Ombersley")
TWEETS = "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks,mentioned in\n"
FILES = {
    "campaigns.csv": "Campaign,Name,Hashtags\nheroes,Heroes,#Heroes\n",
    f"consents {CONSENT}.csv": "Consent,Given,Withdrawn,Expires,Scope,Risk review,Minor,Guardian's consent\n"
    f"{CONSENT},2014-06-01,,,dashboard report,passed,no,\nconsent-kept,2014-06-01,,,dashboard,passed,no,\n",
    "contributions_2014-09-01.csv": "Platform,Post ID,Link,Posted at,Text,Account,Contributor type,Mission,Consent,Reactions\n"
    f'Twitter,{POST},{LINK},2014-08-19 14:05,"{WORDS} #Heroes",{HANDLE},Migrant,KEN,{CONSENT},40\n'
    f'Twitter,{POST},{LINK},31.31.2014,"{WORDS} #Heroes",{HANDLE},Migrant,KEN,{CONSENT},40\n'
    f'Twitter,5.01702E+17,{LINK},2014-08-19 14:05,"{WORDS}",{HANDLE},Migrant,KEN,,40\n'
    "Twitter,501702184017428999,https://twitter.com/b/status/501702184017428999,2014-08-20 09:00,another,b,Migrant,UGA,consent-kept,7\n",
    "directory.csv": "Platform,Account,Account type,Contributor type,Mission,Followers,As of\n"
    f"Twitter,{HANDLE},Person,Migrant,KEN,90,2014-06-01\n"
    "Twitter,office,Office,IOM mission,KEN,900,2014-06-01\n",
    "events.csv": f"Day,Event,Kind,Source\n2014-08-19,World Humanitarian Day,observance,{LINK}\n",
    "photos.csv": "Photo,Campaign,Mission,Country,Submitted,Contributor type,Title,Short-listed,Consent,Documented\n"
    f"{PHOTO},heroes,KEN,KEN,2014-08-01,Migrant,{TITLE},yes,{CONSENT},no\n"
    f"{PHOTO},heroes,KEN,KEN,soon,Migrant,{TITLE},yes,{CONSENT},no\n",
    "stories.csv": "Story,Campaign,Nominated,Mission,Country,Contribution to,State,For Council,Consent,Town\n"
    f"{STORY},heroes,2014-08-02,KEN,KEN,host,accepted,no,{CONSENT},Ombersley\n"
    "story-kept,heroes,2014-08-03,KEN,KEN,host,accepted,no,consent-kept,Elsewhere\n",
    "votes.csv": f"Photo,Day,Votes\n{PHOTO},2014-12-08,11\n",
    "x_20140801_20140901_en.csv": TWEETS
    + f'{POST},{LINK},"{WORDS} #Heroes",2014-08-19 14:05 +0000,400,9,3,40,0,\n'
    + f'501702184017428111,https://twitter.com/office/status/501702184017428111,"RT @{HANDLE}: {WORDS} #Heroes",'
    + f"2014-08-19 15:00 +0000,50,0,0,4,0,{LINK}\n",
}
"""The files of a team: a migrant's story, photo and post under one consent, and all that speaks of them elsewhere."""


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    return write_exports(tmp_path / "exports")


def write_exports(folder: Path) -> Path:
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def filled(once: Once) -> Path:
    """A warehouse into which everything came, in several versions."""

    def fill(folder: Path) -> None:
        for path in sorted(write_exports(folder / "all").iterdir()):
            receipt = import_files([path], Warehouse(folder / "filled"))[0]
            assert not receipt.error, receipt.error

    return once("withdrawn", fill) / "filled"


@pytest.fixture
def full(filled: Path, tmp_path: Path) -> Warehouse:
    return Warehouse(shutil.copytree(filled, tmp_path / "full"))


def in_bytes(warehouse: Warehouse) -> set[str]:
    """The marks that are in any file of the warehouse, its name included."""
    contents = [path.name.encode() + path.read_bytes() for path in warehouse.directory.rglob("*") if path.is_file()]
    return {
        mark for mark in MARKS for form in (mark, mark.lower()) if any(form.encode() in content for content in contents)
    }


def in_tables(warehouse: Warehouse) -> set[str]:
    """The marks that are in any row of any version, and the pseudonym of the handle."""
    marks = {*MARKS, pseudonym("twitter", HANDLE, key(warehouse.directory))}
    found = set()
    for file in warehouse.directory.glob("version-*.duckdb"):
        with duckdb.connect(file, read_only=True) as con:
            tables = (
                "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = current_database()"
            )
            for (table,) in con.execute(tables).fetchall():
                text = "\n".join(row for (row,) in con.execute(f"SELECT lower(t::VARCHAR) FROM {table} t").fetchall())
                found |= {mark for mark in marks if mark.lower() in text}
    return found


def counted(warehouse: Warehouse) -> object:
    """The numbers that a withdrawal leaves alone."""
    metrics = ["posts", "impressions", "engagement", "photo_votes", "contributions"]
    by_day = measure(metrics[:3], ["campaign", "platform", "day", "hour", "post_kind"], warehouse=warehouse.directory)
    return measure(metrics, warehouse=warehouse.directory).to_dict("records"), by_day.astype(str).to_dict("records")


def test_what_is_withdrawn_is_in_no_byte_and_no_row_of_any_version(full: Warehouse) -> None:
    assert in_bytes(full) == set(MARKS), "the test can find them"
    assert in_tables(full) >= set(MARKS) - {HANDLE}
    before = counted(full)
    told = purge(CONSENT, full)
    assert (told.stories, told.photos, told.posts, told.rejected, told.version) == (1, 1, 1, 3, full.version)
    assert in_bytes(full) == set()
    assert in_tables(full) == set()
    assert counted(full) == before
    assert {path.name for path in full.directory.iterdir()} == {
        "CURRENT",
        "LOCK",
        KEY_FILE,
        f"version-{full.version:06}.duckdb",
    }


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        (f"twitter/{POST}", {POST, HANDLE, WORDS, LINK}),
        pytest.param(f"X/{POST}", {POST, HANDLE, WORDS, LINK}, marks=pytest.mark.long),
        pytest.param(POST, {POST, HANDLE, WORDS, LINK}, marks=pytest.mark.long),
        (f"https://x.com/i/web/status/{POST}?s=20", {POST, HANDLE, WORDS, LINK}),
        (f"story/{STORY}", {STORY, "Ombersley"}),
        (PHOTO, {PHOTO, TITLE}),
    ],
)
def test_a_post_a_story_or_a_photo_goes_by_itself(full: Warehouse, name: str, gone: set[str]) -> None:
    purge(name, full)
    assert in_bytes(full) == set(MARKS) - gone
    assert not in_tables(full) & gone


def test_what_is_counted_by_stays(full: Warehouse, tmp_path: Path) -> None:
    def asked() -> object:
        by = ["platform", "mission", "country", "region", "account_type", "language", "media_type", "theme", "campaign"]
        answers = [
            measure(["posts", "contributors", "potential_reach"], [name], warehouse=full.directory) for name in by
        ]
        found = data_quality.check(warehouse=full.directory).set_index("check")
        counts = ["impressions_missing", "reach_missing", "followers_missing", "engagement_missing"]
        with full.read() as con:  # of so few posts no answer tells contributor types
            counts_of = "contributor_type, count(*), count(DISTINCT contributor)"
            voices = con.execute(f"SELECT {counts_of} FROM posts GROUP BY ALL ORDER BY ALL").fetchall()
        told = [answer.astype(str).to_dict("records") for answer in answers]
        return told, voices, found.loc[counts, ["found", "among"]].to_numpy().tolist()

    before = asked()
    for name in (POST, CONSENT, "consent-kept"):
        purge(name, full)
        assert asked() == before, name
    assert in_tables(full) == set()
    with full.read() as con:
        assert con.execute(
            "SELECT count(*) FROM v_publishable_posts WHERE starts_with(post_id, 'withdrawn:')"
        ).fetchall() == [(0,)]


def test_quality_asks_nothing_more_of_a_post_that_is_erased(full: Warehouse) -> None:
    """What nobody recorded of it before stays unknown, and is no longer counted among what somebody could add."""

    def asked() -> dict[str, tuple[int, int]]:
        found = data_quality.check(warehouse=full.directory).set_index("check")
        names = ["mission_unknown", "country_unknown", "language_unknown", "without_campaign"]
        return {name: (int(found.found[name]), int(found.among[name])) for name in names}

    assert asked() == {
        "mission_unknown": (0, 3),
        "country_unknown": (2, 3),
        "language_unknown": (3, 3),
        "without_campaign": (1, 3),
    }
    purge(POST, full)
    assert asked() == {
        "mission_unknown": (0, 2),
        "country_unknown": (1, 2),
        "language_unknown": (2, 2),
        "without_campaign": (1, 2),
    }
    listed, others = data_quality.posts_behind("language_unknown", warehouse=full.directory)
    assert len(listed) + others == 2


@pytest.mark.long
def test_an_author_of_whom_other_posts_are_left_is_one_contributor_in_any_order(
    full: Warehouse, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text(
        f"Platform,Post ID,Posted at,Text,Account,Contributor type\nTwitter,99,2014-08-21 10:00,else,{HANDLE},Migrant\n",
        encoding="utf-8",
    )
    later = Warehouse(shutil.copytree(full.directory, tmp_path / "later"))
    import_files([other], full)
    purge(POST, full)
    purge(POST, later)
    alone = in_tables(later)
    receipt = import_files([other], later)[0]
    for warehouse in (full, later):
        assert measure("contributors", warehouse=warehouse.directory)["contributors"].tolist() == [3]
    undo(int(receipt.import_id or 0), later)
    assert pseudonym("twitter", HANDLE, key(later.directory)) not in alone | in_tables(later), (
        "nothing else of the author is left"
    )
    assert measure("contributors", warehouse=later.directory)["contributors"].tolist() == [3]


def test_an_erasure_is_in_the_list_of_what_happened(
    full: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    purge(CONSENT, full)
    main(["imports", "--warehouse", str(full.directory)])
    assert "· 1 consent, 1 photo, 1 post, 1 story" in capsys.readouterr().out
    sheet = tmp_path / "withdrawn.csv"
    sheet.write_text(
        "Consent,Given,Withdrawn,Scope,Risk review\nconsent-kept,2014-06-01,2014-12-01,dashboard,passed\n",
        encoding="utf-8",
    )
    import_files([sheet], full)
    assert full.erasures()["detail"].tolist() == ["1 consent, 1 post, 1 story", "1 consent, 1 photo, 1 post, 1 story"]


@pytest.mark.long
def test_importing_the_old_exports_again_brings_nothing_back(full: Warehouse, exports: Path, tmp_path: Path) -> None:
    purge(CONSENT, full)
    numbers, lists = counted(full), landed(full)
    for path in sorted(exports.iterdir()):
        path.write_bytes(path.read_bytes() + b"\n")  # another file, with the same rows
    receipts = import_files([exports], full)
    assert all(r.rows_read == r.accepted + r.duplicates + r.rejected for r in receipts)
    assert sum(r.accepted for r in receipts) == 1, "only the directory's row, of which nobody can be told any more"
    assert in_bytes(full) == set()
    assert in_tables(full) == set()
    assert counted(full) == numbers
    for import_id in full.imports()["import_id"]:
        assert write_rejects(full, int(import_id), tmp_path / "sheet.csv") >= 0
        assert not any(mark in (tmp_path / "sheet.csv").read_text(encoding="utf-8") for mark in MARKS)
    for receipt in receipts:
        undo(int(receipt.import_id or 0), full)
    assert landed(full) == lists


def landed(warehouse: Warehouse) -> object:
    tables = ("consents", "stories", "photos", "photo_votes", "posts")
    with warehouse.read() as con:
        return [
            con.execute(f"SELECT * EXCLUDE (key_hash, content) FROM landing.{table} ORDER BY ALL").fetchall()
            for table in tables
        ]


@pytest.mark.parametrize(
    "files", [[f"consents {CONSENT}.csv", "stories.csv"], pytest.param([], marks=pytest.mark.long)], ids=["two", "all"]
)
def test_undoing_an_import_from_before_does_not_undo_the_purge(
    full: Warehouse, exports: Path, files: list[str]
) -> None:
    purge(CONSENT, full)
    before = full.imports().iloc[
        [place for place, name in enumerate(sorted(FILES, reverse=True)) if not files or name in files]
    ]
    assert len(before) == len(files or FILES)
    for import_id in before["import_id"]:
        undo(int(import_id), full)
    assert in_bytes(full) == set()
    import_files([exports], full)
    assert in_bytes(full) == set()


def test_a_withdrawal_in_the_consent_sheet_erases_the_same(full: Warehouse, exports: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "withdrawn.csv"
    sheet.write_text(
        f"Consent,Given,Withdrawn,Scope,Risk review\n{CONSENT},2014-06-01,2014-12-01,dashboard,passed\n",
        encoding="utf-8",
    )
    before = counted(full)
    (receipt,) = import_files([sheet], full)
    assert "Withdrawn consents: 1. Everything they cover is erased." in receipt.notes
    assert in_bytes(full) == in_tables(full) == set()
    assert counted(full) == before
    with full.read() as con:
        assert con.execute("SELECT DISTINCT withdrawn_on, reason FROM tombstones").fetchall() == [
            (dt.date(2014, 12, 1), "sheet")
        ]
        assert con.execute("SELECT standing, count(*) FROM story_facts GROUP BY ALL ORDER BY 1").fetchall() == [
            ("publishable", 1),
            ("withdrawn", 1),
        ]


@pytest.mark.parametrize("turn", turns(1, 3, 6))
def test_a_withdrawal_that_comes_first_gives_the_same(
    full: Warehouse, exports: Path, tmp_path: Path, turn: int
) -> None:
    sheet = tmp_path / "consents withdrawn.csv"
    sheet.write_text(
        f"Consent,Given,Withdrawn,Scope,Risk review\n{CONSENT},2014-06-01,2014-12-01,dashboard,passed\n",
        encoding="utf-8",
    )
    import_files([sheet], full)
    names = [exports / "stories.csv", exports / "photos.csv", exports / "contributions_2014-09-01.csv", sheet]
    expected: Any = None
    orders = random.Random(3).sample(list(itertools.permutations(names)), 7)
    for order in (orders[0], orders[turn + 1]):
        other = Warehouse(tmp_path / f"order{orders.index(order)}")
        other.directory.mkdir()
        (other.directory / KEY_FILE).write_bytes((full.directory / KEY_FILE).read_bytes())
        for path in (exports / "campaigns.csv", *order):  # what is withdrawn joins the campaigns that are known by then
            import_files([path], other)
        with other.read() as con:
            found = [
                con.execute(f"FROM {table} ORDER BY ALL").fetchall()
                for table in ("posts", "story_facts", "photo_facts", "consents")
            ]
        assert in_tables(other) == set()
        expected = expected or found
        assert found == expected, [path.name for path in order]


YESTERDAY, TOMORROW = (f"{dt.date.today() + dt.timedelta(days)}" for days in (-1, 1))
CONSENTS: list[tuple[bool, dict[str, str]]] = [
    (True, {}),
    (True, {"Expires": TOMORROW}),
    (False, {"Expires": YESTERDAY}),
    (False, {"Given": ""}),
    (False, {"Given": TOMORROW}),
    (True, {"Scope": "Dashboard"}),
    (False, {"Scope": "press"}),
    (False, {"Scope": ""}),
    (False, {"Risk review": "pending"}),
    (False, {"Risk review": ""}),
    (False, {"Minor": "yes"}),
    (False, {"Minor": "yes", "Guardian's consent": "no"}),
    (True, {"Minor": "yes", "Guardian's consent": "yes"}),
    (False, {"Withdrawn": YESTERDAY}),
    (False, {"Withdrawn": TOMORROW}),
]
"""Whether a consent holds today, and how it differs from one that does."""


def test_what_a_consent_covers_is_shown_only_while_it_holds(warehouse: Warehouse, tmp_path: Path) -> None:
    plain = {"Given": "2014-06-01", "Scope": "report, dashboard", "Risk review": "passed"}
    columns = [*plain, "Expires", "Withdrawn", "Minor", "Guardian's consent"]
    consents = [
        [f"consent-{n}", *((plain | cells).get(name, "") for name in columns)] for n, (_, cells) in enumerate(CONSENTS)
    ]
    every = [*range(len(CONSENTS)), "unknown", ""]
    rows = [(n, f"consent-{n}" if n != "" else "") for n in every]
    sheets = {
        "consents": [["Consent", *columns], *consents],
        "stories": [
            ["Story", "Campaign", "Nominated", "State", "Consent"],
            *([f"s-{n}", "x", "2015-01-01", "accepted", consent] for n, consent in rows),
        ],
        "photos": [
            ["Photo", "Campaign", "Submitted", "Short-listed", "Consent"],
            *([f"p-{n}", "x", "2014-08-01", "yes", consent] for n, consent in rows),
        ],
        "posts": [
            ["Platform", "Post ID", "Posted at", "Contributor type", "Consent"],
            *(["Twitter", f"t-{n}", "2014-08-01", "Migrant", consent] for n, consent in rows),
        ],
    }
    for name, sheet in sheets.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(sheet)
    receipts = import_files([tmp_path / f"{name}.csv" for name in sheets], warehouse)
    assert [(r.error, r.rejected) for r in receipts] == [(None, 0)] * 4
    holds = {str(n) for n, (held, _) in enumerate(CONSENTS) if held}
    with warehouse.read() as con:
        for view, column in (("stories", "story"), ("photos", "photo"), ("posts", "post_id")):
            found = con.execute(f"SELECT {column} FROM v_publishable_{view}").fetchall()
            assert {name.partition("-")[2] for (name,) in found} == holds, view
    assert measure(["stories"], warehouse=warehouse.directory)["stories"][0] == len(holds)


def test_a_consent_whose_newest_row_cannot_be_read_does_not_hold(full: Warehouse, tmp_path: Path) -> None:
    sheet = tmp_path / "update.csv"
    sheet.write_text(
        f"Consent,Given,Withdrawn,Scope,Risk review\n{CONSENT},2014-06-01,yesterday,dashboard,passed\n",
        encoding="utf-8",
    )
    assert len(publishable_posts(search="Oranges #Heroes", warehouse=full.directory)[0]) == 2, (
        "the post, and the office's share of it"
    )
    (receipt,) = import_files([sheet], full)
    assert receipt.rejected == 1
    assert publishable_posts(search="Oranges #Heroes", warehouse=full.directory)[0]["text"].str[:2].tolist() == ["RT"]


@pytest.mark.parametrize("order", first(1, [0, 1]))
def test_a_post_that_was_deleted_keeps_date_and_counts_wherever_it_is_said(
    warehouse: Warehouse, exports: Path, order: int
) -> None:
    deleted = exports / "deleted_2014-10-01.csv"
    deleted.write_text(
        "Platform,Post ID,Posted at,Contributor type,Deleted at,Text,Link\n"
        f'Twitter,{POST},2014-08-19 14:05,Migrant,2014-09-20,"{WORDS} #Heroes",{LINK}\n',
        encoding="utf-8",
    )
    export = exports / "contributions_2014-09-01.csv"
    for path in ((exports / "campaigns.csv", export, deleted), (deleted, export, exports / "campaigns.csv"))[order]:
        import_files([path], warehouse)
    with warehouse.read() as con:
        assert con.execute(
            f"SELECT posted_at, text, url, campaigns, reactions FROM posts WHERE post_id = '{POST}'"
        ).fetchall() == [(dt.datetime(2014, 8, 19, 14, 5), None, None, ["heroes"], 40)]
    assert not (in_bytes(warehouse) | in_tables(warehouse)) & {WORDS, LINK, HANDLE}
    export.write_bytes(export.read_bytes() + b"\n")
    assert import_files([export], warehouse)[0].duplicates == 2
    assert not (in_bytes(warehouse) | in_tables(warehouse)) & {WORDS, LINK, HANDLE}


def test_what_has_no_name_here_or_several_is_a_sentence_that_does_not_repeat_it(
    full: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NotFound, match=r"^No consent, story, photo or post is called that: write a consent's id"):
        purge("consent-unknown", full)
    version = full.version
    assert main(["purge", "consent-unknown", "--warehouse", str(full.directory)]) == 3
    assert "consent-unknown" not in "".join(capsys.readouterr())
    assert full.version == version
    assert main(["purge", "x", "--warehouse", str(tmp_path / "nothing")]) == 3
    twin = tmp_path / "twin.csv"
    twin.write_text(f"Photo,Day,Votes\n{CONSENT},2014-12-08,1\n", encoding="utf-8")
    import_files([twin], full)
    with pytest.raises(NotFound, match=r"^2 things are called that: put consent/ or photo/ in front, to say which\.$"):
        look(CONSENT, full)
    assert purge(f"photo/{CONSENT}", full).photos == 1
    assert look(f"consent/{CONSENT}", full).posts == 1


def test_a_link_to_no_post_finds_none(full: Warehouse, tmp_path: Path) -> None:
    other = tmp_path / "none.csv"
    other.write_text(
        "Platform,Post ID,Posted at,Contributor type\nTwitter,None,2014-08-21 10:00,Public\n", encoding="utf-8"
    )
    import_files([other], full)
    assert look("None", full).posts == 1
    for link in ("/", "//", "https://", "https://www./", "post/"):
        with pytest.raises(NotFound):
            look(link, full)


def test_what_was_erased_is_counted_in_words_that_fit(full: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["purge", CONSENT, "--warehouse", str(full.directory)]) == 0
    assert "(1 story, 1 photo, 1 post, 3 rejected rows)" in capsys.readouterr().out
    assert erased_text("2 post, 1 photo, 3 story") == "2 posts, 1 photo, 3 stories"
    assert erased_text("named after what was withdrawn") == "named after what was withdrawn"


def test_what_was_withdrawn_before_says_when(full: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (CONSENT, f"consent/{CONSENT}", f"twitter/{POST}", POST, LINK):
        told = purge(name, full)
        assert told.version == full.version
        assert bool(told.withdrawn_on) is (name != CONSENT), name
    assert main(["purge", CONSENT, "--warehouse", str(full.directory)]) == 0
    assert capsys.readouterr().out.startswith("This consent was withdrawn on 20")


def shown(name: str) -> str:
    """Everything that a page sends to the browser."""

    def texts(node: Any) -> Iterator[str]:
        yield str(getattr(node, "proto", ""))
        for child in getattr(node, "children", {}).values():
            yield from texts(child)

    return "\n".join(texts(look_at(name)._tree))


def test_no_page_answer_or_terminal_shows_it(
    full: Warehouse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(full.directory))
    pages = [module.PAGE.address for module in every()]
    assert WORDS in shown("posts"), "the test can find it"

    def everywhere() -> Iterator[str]:
        yield from map(shown, pages)
        for dimension in DIMENSIONS:
            try:
                yield measure(["photo_votes" if dimension == "photo" else "posts"], [dimension]).to_csv()
            except VoicesNotShown as refused:
                yield str(refused)
        for command in ("imports", "rejects", "check", "claims", "measure posts --by hashtag", f"purge {CONSENT}"):
            main(command.split())
            yield "".join(capsys.readouterr())
        yield str(engine.engine(full.directory).query("SELECT * FROM audit", {}).to_pylist())

    purge(CONSENT, full)
    author = pseudonym("twitter", HANDLE, key(full.directory))
    for text in everywhere():
        assert not [mark for mark in (*MARKS, author) if mark in text]


def test_the_data_page_says_what_goes_and_erases_it_once_it_is_confirmed(
    full: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(full.directory))
    app = look_at("data")

    def press(label: str) -> None:
        next(each for each in app.button if each.label == label).click().run()
        assert not app.exception, [each.message for each in app.exception]

    def enter(name: str) -> None:
        next(each for each in app.text_input if each.label.startswith("ID of a consent")).set_value(name)
        press("Find")

    enter("consent-unknown")
    assert app.error[0].value.startswith("No consent, story, photo or post is called that")
    enter(CONSENT)
    assert "To be erased: 1 consent, 1 story, 1 photo, 1 post and the cells of 3 rejected rows." in [
        each.value for each in app.markdown
    ]
    assert in_bytes(full) == set(MARKS), "nothing goes before it is confirmed"
    press("Erase permanently")
    assert in_bytes(full) == set()
    enter(CONSENT)
    assert "Nothing is left to erase" in app.info[-1].value


def test_a_dashboard_forgets_what_it_answered_from_an_earlier_version(
    full: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard import queries, remembered

    monkeypatch.setenv("REACH_WAREHOUSE", str(full.directory))
    queries.latest(["posts"], ["mission"])
    assert queries._measured.cache_info().currsize > 0  # type: ignore[attr-defined]
    purge(CONSENT, full)
    remembered.version()
    assert queries._measured.cache_info().currsize == 0  # type: ignore[attr-defined]
    assert queries.ask(["stories"], (), Selection())["stories"][0] == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_killed_purge_leaves_everything_or_nothing(
    full: Warehouse, filled: Path, killer: Killer, tmp_path: Path, seed: int
) -> None:
    before, version = in_bytes(full), full.version
    arguments = ["purge", CONSENT]
    calls = killer.calls(arguments, Warehouse(shutil.copytree(filled, tmp_path / "finished")))
    inside = 0
    for call, later in moments(calls, seed):
        killer.kill(arguments, full, call, later)
        inside += fell_inside(full)
        left = in_bytes(full)
        assert left in (before, set()), (call, later)
        if left:
            assert full.version == version
            assert publishable_posts(search=WORDS, warehouse=full.directory)[1] == 2
        else:
            shutil.rmtree(full.directory)
            shutil.copytree(filled, full.directory)
    assert inside > kills() // 2
    purge(CONSENT, full)
    assert in_bytes(full) == in_tables(full) == set()
    assert not fell_inside(full)


def test_each_step_of_a_purge_leaves_everything_or_nothing(full: Warehouse, tmp_path: Path) -> None:
    before, version = in_bytes(full), full.version
    with cut_short(full, tmp_path) as copies:
        purge(CONSENT, full)
    left = [(in_bytes(copy), copy.version) for copy in copies]
    assert [marks for marks, _ in left if marks not in (before, set())] == []
    assert {number for marks, number in left if marks} == {version}, (
        "what is erased in what readers see is nowhere else"
    )
    assert {bool(marks) for marks, _ in left} == {True, False}


def in_reasons(warehouse: Warehouse) -> str:
    """All that is kept of why rows were rejected and of what receipts note, in words, codes and values."""
    with warehouse.read() as con:
        told = con.execute("SELECT reason, reason_codes, reason_values::VARCHAR FROM rejects").fetchall()
        return str(told + con.execute("SELECT notes, note_codes, note_values::VARCHAR FROM imports").fetchall())


@pytest.mark.parametrize("order", [1, -1], ids=["purged later", "purged before"])
def test_what_a_reason_quotes_is_erased_from_its_values_too(full: Warehouse, tmp_path: Path, order: int) -> None:
    sheet = tmp_path / "again_2014-10-01.csv"
    sheet.write_text(
        "Platform,Post ID,Link,Posted at,Text,Account,Contributor type,Mission,Consent,Reactions\n"
        f'Twitter,{POST},{LINK},2014-08-19 14:05,"{WORDS}",{HANDLE},Migrant,KEN,{CONSENT},of ferrymen\n',
        encoding="utf-8",
    )
    page = tmp_path / "page.jsonl"
    error = {"detail": f"Could not find tweet with ids: [{POST}]", "title": "Not Found Error"}
    tweet = {
        "id": "1",
        "text": "a",
        "created_at": "2014-08-19T10:00:00.000Z",
        "author_id": "2",
        "public_metrics": {"retweet_count": 1},
    }
    page.write_text("\n".join(map(json.dumps, ({"data": [tweet]}, {"errors": [error]}))), encoding="utf-8")
    steps = [lambda: import_files([sheet, page], full), lambda: purge(CONSENT, full)]
    for step in steps[::order]:
        step()
        if order == 1 and step is steps[0]:
            assert "of ferrymen" in in_reasons(full)
            assert f"ids: [{POST}]" in in_reasons(full)
    told = in_reasons(full)
    assert '"cell":"…"' in told.replace('": "', '":"')
    assert '"reason":"…"' in told.replace('": "', '":"')
    assert "of ferrymen" not in told
    assert POST not in told
    content = b"".join(path.read_bytes() for path in full.directory.glob("version-*"))
    assert b"of ferrymen" not in content
    assert in_bytes(full) == set()
