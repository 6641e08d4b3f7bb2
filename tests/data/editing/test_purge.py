"""What is withdrawn is nowhere: in no byte of the warehouse, no page, download, answer or log; and nothing brings it
back."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from cli import main
from common.pointer import KEY_FILE
from data.editing.purge import NotFound, look, purge
from data.importing.pipeline import import_files
from data.importing.rejects import write_rejects
from data.importing.undo import undo
from data.privacy.pseudonyms import key, pseudonym
from data.receipt_texts import erased_text
from data.store.warehouse import Warehouse
from metrics import measure
from metrics.analyses import data_quality
from tests.support.examples import first, turns
from tests.support.withdrawn import (
    CONSENT,
    FILES,
    HANDLE,
    LINK,
    MARKS,
    PHOTO,
    POST,
    STORY,
    TITLE,
    WORDS,
    counted,
    in_bytes,
    in_tables,
)


def test_what_is_withdrawn_is_in_no_byte_and_no_row_of_any_version(full: Warehouse) -> None:
    assert in_bytes(full) == set(MARKS), "the test can find them"
    assert in_tables(full) >= set(MARKS) - {HANDLE}
    before = counted(full)
    erased = purge(CONSENT, full)
    assert (erased.stories, erased.photos, erased.posts, erased.rejected, erased.version) == (1, 1, 1, 3, full.version)
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
    first(
        3,
        [
            (f"https://x.com/i/web/status/{POST}?s=20", {POST, HANDLE, WORDS, LINK}),
            (f"story/{STORY}", {STORY, "Ombersley"}),
            (PHOTO, {PHOTO, TITLE}),
            (f"twitter/{POST}", {POST, HANDLE, WORDS, LINK}),
            (f"X/{POST}", {POST, HANDLE, WORDS, LINK}),
            (POST, {POST, HANDLE, WORDS, LINK}),
        ],
    ),
)
def test_a_post_a_story_or_a_photo_goes_by_itself(full: Warehouse, name: str, gone: set[str]) -> None:
    purge(name, full)
    assert in_bytes(full) == set(MARKS) - gone
    assert not in_tables(full) & gone


@pytest.mark.long
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
        records = [answer.astype(str).to_dict("records") for answer in answers]
        return records, voices, found.loc[counts, ["found", "among"]].to_numpy().tolist()

    before = asked()
    for name in (POST, CONSENT, "consent-kept"):
        purge(name, full)
        assert asked() == before, name
    assert in_tables(full) == set()
    with full.read() as con:
        assert con.execute(
            "SELECT count(*) FROM v_publishable_posts WHERE starts_with(post_id, 'withdrawn:')"
        ).fetchall() == [(0,)]


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.parametrize("turn", turns(0, 1, 6))
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


@pytest.mark.parametrize("order", first(0, [0, 1]))
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


@pytest.mark.long
def test_what_has_no_name_here_or_several_is_a_sentence_that_does_not_repeat_it(
    full: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(
        NotFound, match=r"^No consent, story, photo or post has this ID or link\. Give the ID of a consent"
    ):
        purge("consent-unknown", full)
    version = full.version
    assert main(["purge", "consent-unknown", "--warehouse", str(full.directory)]) == 3
    assert "consent-unknown" not in "".join(capsys.readouterr())
    assert full.version == version
    assert main(["purge", "x", "--warehouse", str(tmp_path / "nothing")]) == 3
    twin = tmp_path / "twin.csv"
    twin.write_text(f"Photo,Day,Votes\n{CONSENT},2014-12-08,1\n", encoding="utf-8")
    import_files([twin], full)
    with pytest.raises(NotFound, match=r"^2 items have this ID\. Put consent/ or photo/ before it to choose one\.$"):
        look(CONSENT, full)
    assert purge(f"photo/{CONSENT}", full).photos == 1
    assert look(f"consent/{CONSENT}", full).posts == 1


@pytest.mark.long
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


@pytest.mark.long
def test_what_was_erased_is_counted_in_words_that_fit(full: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["purge", CONSENT, "--warehouse", str(full.directory)]) == 0
    assert "(1 story, 1 photo, 1 post, 3 rejected rows)" in capsys.readouterr().out
    assert erased_text("2 post, 1 photo, 3 story") == "2 posts, 1 photo, 3 stories"
    assert erased_text("named after what was withdrawn") == "named after what was withdrawn"


@pytest.mark.long
def test_what_was_withdrawn_before_says_when(full: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (CONSENT, f"consent/{CONSENT}", f"twitter/{POST}", POST, LINK):
        erased = purge(name, full)
        assert erased.version == full.version
        assert bool(erased.withdrawn_on) is (name != CONSENT), name
    assert main(["purge", CONSENT, "--warehouse", str(full.directory)]) == 0
    assert capsys.readouterr().out.startswith("This consent was withdrawn on 20")


def in_reasons(warehouse: Warehouse) -> str:
    """All that is kept of why rows were rejected and of what receipts note, in words, codes and values."""
    with warehouse.read() as con:
        rejected = con.execute("SELECT reason, reason_codes, reason_values::VARCHAR FROM rejects").fetchall()
        return str(rejected + con.execute("SELECT notes, note_codes, note_values::VARCHAR FROM imports").fetchall())


@pytest.mark.parametrize("order", first(0, [1, -1]), ids=["purged later", "purged before"])
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
    kept = in_reasons(full)
    assert '"cell":"…"' in kept.replace('": "', '":"')
    assert '"reason":"…"' in kept.replace('": "', '":"')
    assert "of ferrymen" not in kept
    assert POST not in kept
    content = b"".join(path.read_bytes() for path in full.directory.glob("version-*"))
    assert b"of ferrymen" not in content
    assert in_bytes(full) == set()
