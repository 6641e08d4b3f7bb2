"""The promises about imports: nothing lost, order never matters, a kill leaves all or nothing, undo means never
seen."""

from __future__ import annotations

import itertools
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importing.pipeline import import_files
from data.importing.undo import undo
from data.store.warehouse import Warehouse, WarehouseError
from tests.data.conftest import SEEDS, Killer, cut_short, fell_inside, kills, moments
from tests.support.examples import examples, first, turns

ROOT = Path(__file__).parent.parent.parent
HEADER = "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"
SHEET = "Platform,Post ID,Posted at,Contributor type,Mission,Captured at,Reactions\n"
DIRECTORY = "Platform,Account,Account type,Contributor type,Mission,Followers,As of\n"
CAMPAIGNS = "Campaign,Name,Hashtags\n"


def numbers(warehouse: Warehouse) -> object:
    """Everything a reader can see, without what tells one import from another."""
    with warehouse.read() as con:
        posts = con.execute("SELECT * EXCLUDE (text) FROM posts ORDER BY platform, post_id").fetchall()
        counts = con.execute("SELECT * FROM post_counts ORDER BY ALL").fetchall()
        daily = con.execute("SELECT * FROM daily ORDER BY ALL").fetchall()
        people = con.execute("SELECT * FROM contributor_day ORDER BY ALL").fetchall()
    return posts, counts, daily, people


@pytest.fixture
def exports(tmp_path: Path) -> list[Path]:
    """Five files that overlap in every way: two exports of one account, a sheet about the same posts, who they are, the
    hashtag rule."""

    def tweet(post: int, likes: int, tag: str = "") -> str:
        return f'{post},https://twitter.com/office/status/{post},"text {tag}",2014-07-0{post} 10:00 +0000,{likes * 10},1,1,{likes},0\n'

    contents = {
        "x_20140701_20140801_en.csv": HEADER
        + tweet(1, 5, "#Heroes")
        + tweet(2, 6)
        + tweet(3, 7)
        + tweet(2, 6)
        + "x,bad,row\n",
        "x_20140701_20140901_en.csv": HEADER + tweet(3, 9, "#heroes") + tweet(4, 8) + tweet(1, 5, "#Heroes"),
        "sheet_2014-09-02.csv": SHEET
        + "Twitter,1,2014-07-01 10:00,Migrant,KEN,2014-08-20,11\nTwitter,9,2014-07-09 10:00,Donor,HQ,2014-07-10,3\n",
        "directory.csv": DIRECTORY
        + "Twitter,Office,Office,IOM mission,RO-NBO,900,2014-06-01\nTwitter,@office,Office,IOM mission,RO-NBO,950,2014-07-03\n",
        "campaigns.csv": CAMPAIGNS + "heroes,Heroes,#Heroes\n",
    }
    folder = tmp_path / "exports"
    folder.mkdir()
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
    return sorted(folder.iterdir())


def fresh(tmp_path: Path, like: Warehouse, name: str) -> Warehouse:
    directory = tmp_path / name
    directory.mkdir()
    (directory / "pseudonym.key").write_bytes((like.directory / "pseudonym.key").read_bytes())
    return Warehouse(directory)


def test_rows_read_are_accepted_duplicates_or_rejected(warehouse: Warehouse, exports: list[Path]) -> None:
    receipts = import_files(exports, warehouse)
    assert all(r.rows_read == r.accepted + r.duplicates + r.rejected for r in receipts)
    assert [(r.rows_read, r.accepted, r.duplicates, r.rejected) for r in receipts if r.file.startswith("x_")] == [
        (5, 3, 1, 1),
        (3, 2, 1, 0),
    ]
    assert len(warehouse.rejects()) == sum(r.rejected for r in receipts)


@pytest.mark.parametrize("turn", turns(0, 1, 12))
def test_every_order_gives_the_same_numbers(
    warehouse: Warehouse, exports: list[Path], tmp_path: Path, turn: int
) -> None:
    import_files(exports, warehouse)
    expected = numbers(warehouse)
    orders = random.Random(7).sample(list(itertools.permutations(exports)), 24)
    for order in orders[turn * 2 : turn * 2 + 2]:
        other = fresh(tmp_path, warehouse, f"order{orders.index(order)}")
        for path in order:  # one publication a file, so that derived rows are mended, not made once
            import_files([path], other)
        assert numbers(other) == expected, [p.name for p in order]


def test_importing_twice_changes_no_number(warehouse: Warehouse, exports: list[Path]) -> None:
    import_files(exports, warehouse)
    expected, version = numbers(warehouse), warehouse.version
    again = import_files(exports, warehouse)
    assert all(r.accepted == 0 and r.duplicates == r.rows_read - r.rejected for r in again)
    assert (numbers(warehouse), warehouse.version) == (expected, version)


@pytest.mark.long
def test_split_or_merged_files_give_the_same_sums(warehouse: Warehouse, exports: list[Path], tmp_path: Path) -> None:
    import_files(exports, warehouse)
    with warehouse.read() as con:
        expected = con.execute("SELECT * EXCLUDE (captured_at) FROM post_latest ORDER BY platform, post_id").fetchall()
    other = fresh(tmp_path, warehouse, "split")
    parts = tmp_path / "parts"
    parts.mkdir()
    for path in exports:
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        for place, row in enumerate(rows):
            (parts / f"{place}_{path.name}").write_text(header + row, encoding="utf-8")
    import_files([parts], other)
    import_files(exports, other)
    with other.read() as con:
        assert (
            con.execute("SELECT * EXCLUDE (captured_at) FROM post_latest ORDER BY platform, post_id").fetchall()
            == expected
        )


@pytest.mark.parametrize("places", [[2], pytest.param([0, 1, 3, 4], marks=pytest.mark.long)], ids=["one", "the others"])
def test_an_undone_import_was_never_seen(
    warehouse: Warehouse, exports: list[Path], tmp_path: Path, places: list[int]
) -> None:
    ids = {r.file: r.import_id for r in import_files(exports, warehouse)}
    for gone in (exports[place] for place in places):
        other = fresh(tmp_path, warehouse, f"without_{gone.name}")
        import_files([p for p in exports if p != gone], other)
        whole = Warehouse(shutil.copytree(warehouse.directory, tmp_path / f"undone_{gone.name}"))
        undo(ids[gone.name], whole)
        assert numbers(whole) == numbers(other), gone.name
        assert import_files([gone], whole)[0].version == whole.version
        assert numbers(whole) == numbers(warehouse), "and imported again it is back"


def test_what_cannot_be_undone_says_why(warehouse: Warehouse, exports: list[Path]) -> None:
    with pytest.raises(WarehouseError, match="There are no data yet"):
        undo(1, warehouse)
    import_files(exports[:1], warehouse)
    with pytest.raises(WarehouseError, match=r"There is no import 7. `python cli\.py imports`"):
        undo(7, warehouse)
    undo(1, warehouse)
    with pytest.raises(WarehouseError, match=r"already undone on"):
        undo(1, warehouse)


def test_the_later_capture_wins_and_the_earlier_is_still_known(warehouse: Warehouse, exports: list[Path]) -> None:
    import_files(exports, warehouse)
    with warehouse.read() as con:
        assert con.execute(
            "SELECT known_from::DATE::VARCHAR, reactions FROM post_counts WHERE post_id = '3' ORDER BY 1"
        ).fetchall() == [("0001-01-01", None), ("2014-08-01", 7), ("2014-09-01", 9)]


def test_what_a_row_declares_outranks_the_directory(warehouse: Warehouse, exports: list[Path]) -> None:
    import_files(exports, warehouse)
    with warehouse.read() as con:
        found = con.execute(
            "SELECT contributor_type, contributor_basis, mission, region, followers FROM posts WHERE post_id = '1'"
        ).fetchall()
        assert found == [("migrant", None, "KEN", "NBO", 950)], "of what was counted nearest to the post, on 3 July"
        found = con.execute(
            "SELECT contributor_type, contributor_basis, mission, followers FROM posts WHERE post_id = '4'"
        ).fetchall()
        assert found == [("mission", "directory", "RO-NBO", 950)]


def test_posts_join_a_campaign_by_hashtag_by_sheet_or_by_the_option(
    warehouse: Warehouse, exports: list[Path], tmp_path: Path
) -> None:
    import_files(exports, warehouse)
    extra = tmp_path / "extra.csv"
    extra.write_text(
        HEADER + '50,https://twitter.com/a/status/50,"#heroes",2014-07-05 10:00 +0000,1,1,1,1,0\n', encoding="utf-8"
    )
    import_files([extra], warehouse, campaign="#Given")
    with warehouse.read() as con:
        assert dict(con.execute("SELECT post_id, campaigns FROM posts").fetchall()) == {
            "1": ["heroes"],
            "2": [],
            "3": ["heroes"],
            "4": [],
            "9": [],
            "50": ["given", "heroes"],
        }


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("command", first(1, ["import", "undo"]))
def test_a_killed_writer_leaves_all_or_nothing(
    warehouse: Warehouse, exports: list[Path], tmp_path: Path, killer: Killer, command: str, seed: int
) -> None:
    import_files(exports[:1] if command == "import" else exports, warehouse)
    arguments = {"import": ["import", *map(str, exports)], "undo": ["undo", "1"]}[command]
    start, finished = (Path(shutil.copytree(warehouse.directory, tmp_path / name)) for name in ("start", "finished"))
    calls = killer.calls(arguments, Warehouse(finished))
    before, complete = numbers(warehouse), numbers(Warehouse(finished))
    assert before != complete
    inside = 0
    for call, later in moments(calls, seed):
        killer.kill(arguments, warehouse, call, later)
        inside += fell_inside(warehouse)
        found = numbers(warehouse)
        assert found in (before, complete), (call, later)
        if found == complete:
            shutil.rmtree(warehouse.directory)
            shutil.copytree(start, warehouse.directory)
    assert inside > kills() // 2
    killer.calls(arguments, warehouse)
    assert numbers(warehouse) == complete
    assert not fell_inside(warehouse), "the next writer cleans up"


@pytest.mark.parametrize("command", ["import", "undo"])
def test_each_step_of_a_publication_leaves_all_or_nothing(
    warehouse: Warehouse, exports: list[Path], tmp_path: Path, command: str
) -> None:
    import_files(exports[:1] if command == "import" else exports, warehouse)
    before = numbers(warehouse)
    with cut_short(warehouse, tmp_path) as copies:
        import_files(exports, warehouse) if command == "import" else undo(1, warehouse)
    complete = numbers(warehouse)
    assert before != complete
    left = [numbers(copy) for copy in copies]
    assert left == [before] * left.count(before) + [complete] * left.count(complete)
    assert {before == each for each in left} == {True, False}


def test_two_writers_wait_for_each_other_and_a_reader_for_nobody(warehouse: Warehouse, exports: list[Path]) -> None:
    import_files(exports[:1], warehouse)
    before = numbers(warehouse)
    with warehouse.draft():
        assert numbers(warehouse) == before
        with (
            pytest.raises(WarehouseError, match=r"is in use by .*Wait until"),
            Warehouse(warehouse.directory).draft(wait=0.2),
        ):
            pass


def test_a_failure_in_the_middle_leaves_the_old_version(warehouse: Warehouse, exports: list[Path]) -> None:
    import_files(exports[:2], warehouse)
    before = numbers(warehouse), warehouse.version

    def fail_halfway() -> None:
        with warehouse.draft() as draft:
            draft.con.execute("DELETE FROM landing.posts")
            draft.changed = True
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="the disk is full"):
        fail_halfway()
    assert (numbers(warehouse), warehouse.version) == before


@pytest.mark.long
def test_only_the_last_versions_are_kept(warehouse: Warehouse, exports: list[Path]) -> None:
    for path in exports:
        import_files([path], warehouse)
    assert sorted(p.name for p in warehouse.directory.glob("version-*")) == [
        f"version-{n:06}.duckdb" for n in (3, 4, 5)
    ]


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12) | st.sampled_from(
    ["1", "2", "3", "-1", "1.0", "NA", "2014-08-19 10:00 +0000", '"', ",", "\n"]
)


@examples(8)
@given(
    rows=st.lists(st.lists(cells, max_size=14), max_size=12),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    delimiter=st.sampled_from([",", ";", "\t"]),
    shuffle=st.randoms(use_true_random=False),
)
def test_no_table_however_odd_breaks_the_sum_or_the_importer(
    warehouse: Warehouse, tmp_path: Path, rows: list[list[str]], encoding: str, delimiter: str, shuffle: random.Random
) -> None:
    import csv
    import io

    header = HEADER.strip().split(",")
    shuffle.shuffle(header)
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    path = tmp_path / "odd.csv"
    path.write_bytes(out.getvalue().encode(encoding, errors="replace"))
    (receipt,) = import_files([path], warehouse)
    assert receipt.error is None, receipt.error
    assert receipt.rows_read == receipt.accepted + receipt.duplicates + receipt.rejected
    with warehouse.read() as con:
        kept = con.execute(
            "SELECT count(*) FROM rejects WHERE NOT accepted"
        ).fetchall()  # accepted rows are there for a cell to correct
        assert con.execute("SELECT sum(rejected) FROM imports").fetchall() == kept or not receipt.import_id


def test_receipts_are_plain_json(warehouse: Warehouse, exports: list[Path]) -> None:
    (receipt,) = import_files(exports[-1:], warehouse)
    assert json.loads(json.dumps(receipt.as_dict()))["totals"] == receipt.totals


def test_two_importers_at_once_both_succeed(warehouse: Warehouse, exports: list[Path], tmp_path: Path) -> None:
    import_files(exports, warehouse)
    other = fresh(tmp_path, warehouse, "shared")
    command = [sys.executable, "cli.py", "import", "--warehouse", str(other.directory)]
    running = [
        subprocess.Popen([*command, *map(str, half)], cwd=ROOT, stdout=subprocess.DEVNULL)
        for half in (exports[:2], exports[2:])
    ]
    assert {process.wait() for process in running} <= {0, 1}
    assert numbers(other) == numbers(warehouse)


@pytest.mark.skipif(sys.platform == "win32", reason="file sizes can be limited on POSIX only")
def test_a_full_disk_is_a_sentence_and_leaves_the_old_version(warehouse: Warehouse, exports: list[Path]) -> None:
    import resource

    import_files(exports[:1], warehouse)
    before = numbers(warehouse)
    size = max(path.stat().st_size for path in warehouse.directory.glob("version-*"))

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, size + 100_000))

    big = exports[0].parent / "big.csv"
    rows = (
        f"{n},https://twitter.com/a/status/{n},{random.Random(n).random()},2021-01-30 12:56 +0000,{n},1,2,3,0\n"
        for n in range(60_000)
    )
    big.write_text(HEADER + "".join(rows), encoding="utf-8")
    command = [sys.executable, "cli.py", "import", str(big), "--warehouse", str(warehouse.directory)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=no_room)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert numbers(warehouse) == before


def test_a_warehouse_that_cannot_be_made_is_a_sentence(tmp_path: Path, exports: list[Path]) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(WarehouseError, match=r"cannot be created .*Choose another folder with --warehouse"):
        import_files(exports, Warehouse(tmp_path / "file" / "warehouse"))
