"""How fast files of today are read, recognised and refused.

    python benchmarks/reading.py [--rows 100000] [--megabytes 95] [--files 200] [--repeats 3]

**JSON.** Tweets of an API are made up, as lines and as one array. `read_json` is DuckDB alone, which finds the names in
the same file, reads them into typed rows of a table on disk, and judges nothing; `names given` is the same where it is
told the names and types, which nobody knows of an export before reading it. `typed` is what an import does until it has typed rows: read,
recognise, judge every cell, pseudonymise, look for what is known. `records` is its first part, from JSON to a table of
text. `import` is the whole way to a published version. All must find equal rows and impressions, or the benchmark fails.
The ratio of the least times is what may be compared between machines.

**Refusals.** Large files in no known format: a table, lines of JSON, one array, a text in a single line, and a workbook.
The workbook stands beside the least that anybody could do with it: one that has its header alone.

**Folders.** Many small exports of four kinds. `recognised` says of each which format it is; `looked at` is what the
guided start shows of them, with days, posts and dates, which takes reading every cell.

Every run is a process of its own with an empty folder, the time is that of the work without the start of Python, and
beside it stands the least processor time, which others who use the machine change less. Nothing is kept.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
CONTENDERS = ("read_json", "names given", "records", "typed", "import")
REFUSED = ("table.csv", "lines.jsonl", "array.json", "single_line.txt", "workbook.xlsx", "header_alone.xlsx")
CELLS = 100
"""Columns of the workbook."""

Task = Callable[[Path, int, Path], dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--megabytes", type=int, default=95)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("tweets.jsonl", "tweets.json"):
            _json(Path(folder) / name, options.rows, options.repeats)
        _refusals(Path(folder), options.megabytes, options.repeats)
        _folder(Path(folder), options.files, options.repeats)


def _json(file: Path, rows: int, repeats: int) -> None:
    _alone("tweets", file, rows)
    print(f"{file.name}, {rows:,} rows, {file.stat().st_size / 1e6:.0f} MB")
    # The contenders take turns, so that a busy minute of the machine falls on all of them.
    runs = [{name: _alone(name.replace(" ", "_"), file, rows) for name in CONTENDERS} for _ in range(repeats)]
    found = {(run[name]["rows"], run[name]["impressions"]) for run in runs for name in CONTENDERS if name != "records"}
    assert len(found) == 1, found
    for name in CONTENDERS:
        _line(name, [run[name] for run in runs], [run["read_json"] for run in runs])
    file.unlink()


def _refusals(folder: Path, megabytes: int, repeats: int) -> None:
    print("Refused, in no known format")
    for name in REFUSED:
        file = folder / name
        _alone("unknown", file, megabytes)
        runs = [_alone("refuse", file, 0) for _ in range(repeats)]
        _line(f"{name} ({file.stat().st_size / 1e6:.1f} MB)", runs)
        file.unlink()


def _folder(folder: Path, files: int, repeats: int) -> None:
    exports = folder / "exports"
    _alone("exports", exports, files)
    print(f"A folder of {files} text files")
    for name in ("recognised", "looked at"):
        _line(name, [_alone(name.replace(" ", "_"), exports, files) for _ in range(repeats)])


def _line(name: str, runs: list[dict[str, Any]], base: list[dict[str, Any]] | None = None) -> None:
    least, cpu = (min(run[part] for run in runs) for part in ("seconds", "cpu"))
    ratio = ""
    if base:
        by, by_cpu = (min(run[part] for run in base) for part in ("seconds", "cpu"))
        ratio = f"   {least / by:5.1f} times, {cpu / by_cpu:5.1f} in processor time"
    print(f"  {name:<28} {least:7.3f} s {cpu:7.3f} s of processor{ratio}")


def _alone(task: str, file: Path, number: int) -> dict[str, Any]:
    """One run in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        run = [sys.executable, __file__, f"--{task}", str(file), str(number), folder]
        return dict(json.loads(subprocess.run(run, check=True, stdout=subprocess.PIPE, text=True).stdout))


# -- contenders: each gives the time of its work, rows and impressions


def _timed(work: Callable[[], tuple[int, int]]) -> dict[str, Any]:
    start, used = perf_counter(), process_time()
    rows, impressions = work()
    return {"seconds": perf_counter() - start, "cpu": process_time() - used, "rows": rows, "impressions": impressions}


def _read_json(file: Path, rows: int, folder: Path) -> dict[str, Any]:
    return _timed(lambda: _by_duckdb(file, folder, "read_json($file)"))


def _names_given(file: Path, rows: int, folder: Path) -> dict[str, Any]:
    metrics = "STRUCT(impression_count BIGINT, like_count BIGINT, reply_count BIGINT, retweet_count BIGINT)"
    columns = {
        "id": "VARCHAR",
        "author_id": "VARCHAR",
        "created_at": "TIMESTAMP",
        "text": "VARCHAR",
        "lang": "VARCHAR",
        "public_metrics": metrics,
        "referenced_tweets": "STRUCT(type VARCHAR, id VARCHAR)[]",
    }
    kinds = ", ".join(f"{name}: '{kind}'" for name, kind in columns.items())

    return _timed(lambda: _by_duckdb(file, folder, f"read_json($file, columns = {{{kinds}}}, format = 'auto')"))


def _by_duckdb(file: Path, folder: Path, source: str) -> tuple[int, int]:
    import duckdb

    with duckdb.connect(folder / "bare.duckdb") as con:
        typed = f"CREATE TABLE posts AS SELECT * EXCLUDE public_metrics, unnest(public_metrics) FROM {source}"
        con.execute(typed, {"file": str(file)})
        con.execute("CHECKPOINT")
        (found,) = con.execute("SELECT count(*), sum(impression_count)::BIGINT FROM posts").fetchall()
    return found


def _records(file: Path, rows: int, folder: Path) -> dict[str, Any]:
    from data.reading.text import read_tables

    def work() -> tuple[int, int]:
        (table,) = read_tables(file, folder, lambda _head: True)
        return (int(bool(table.head)), 0)

    return _timed(work)


def _typed(file: Path, rows: int, folder: Path) -> dict[str, Any]:
    from data.formats.catalogue import formats
    from data.formats.detect import recognise
    from data.importing import judging
    from data.parsing.date_orders import Known
    from data.reading.text import read_tables
    from data.store.warehouse import Warehouse

    with Warehouse(folder / "warehouse").draft(keep=False) as draft:

        def work() -> tuple[int, int]:
            (table,) = read_tables(file, folder, lambda _head: True)
            found = recognise(table.name, table.head, formats())
            plan = judging.read(draft.con, table, found, "UTC", judging.Capture(), Known())
            judging.judge(draft.con, table.name, found.format, plan, judging.Capture(), None, draft.key)
            rows = "SELECT count(*) FILTER (reasons IS NULL), sum(impressions)::BIGINT FROM parsed_rows"
            (metadata,) = draft.con.execute(rows).fetchall()
            return metadata

        return _timed(work)


def _import(file: Path, rows: int, folder: Path) -> dict[str, Any]:
    from data.importing.pipeline import import_files
    from data.store.warehouse import Warehouse

    warehouse = Warehouse(folder / "warehouse")

    def work() -> tuple[int, int]:
        (receipt,) = import_files([file], warehouse)
        assert receipt.accepted == rows, receipt
        return receipt.accepted, receipt.totals["impressions"]

    return _timed(work)


def _refuse(file: Path, _: int, folder: Path) -> dict[str, Any]:
    from data.importing.pipeline import import_files
    from data.store.warehouse import Warehouse

    warehouse = Warehouse(folder / "warehouse")

    def work() -> tuple[int, int]:
        (receipt,) = import_files([file], warehouse)
        assert receipt.error, receipt
        return 0, 0

    return _timed(work)


def _recognised(exports: Path, files: int, folder: Path) -> dict[str, Any]:
    from data.formats.catalogue import formats
    from data.formats.detect import find, recognise
    from data.reading.text import read_tables

    def work() -> tuple[int, int]:
        found = 0
        for file in sorted(exports.iterdir()):
            (table,) = read_tables(file, folder, lambda head: bool(find(head, formats().values())))
            found += bool(recognise(table.name, table.head, formats()))
        assert found == files
        return found, 0

    return _timed(work)


def _looked_at(exports: Path, files: int, folder: Path) -> dict[str, Any]:
    from data.editing import guided_start
    from data.store.warehouse import Warehouse

    warehouse = Warehouse(folder / "warehouse")

    def work() -> tuple[int, int]:
        found = guided_start.preview([exports], warehouse)
        assert len(found.files) == files
        assert not any(file.receipt.error for file in found.files)
        return found.posts, 0

    return _timed(work)


# -- what is read


def _tweets(file: Path, rows: int, _: Path) -> dict[str, Any]:
    """Posts as X's API gives them to who asks for its usual fields."""
    import duckdb

    duckdb.execute(
        f"""
        COPY (
            SELECT (1479000000000000000 + i * 3571)::VARCHAR AS id, (1000 + i % 50)::VARCHAR AS author_id,
                strftime(TIMESTAMP '2023-06-20' + to_minutes((i * 7) % 262000), '%Y-%m-%dT%H:%M:%S.000Z') AS created_at,
                'What migration means to me, said number ' || i || CASE i % 4 WHEN 0 THEN ': “née à Dakar”' WHEN 1 THEN ', she said "home"'
                    ELSE chr(10) || 'and a second line' END || CASE i % 3 WHEN 0 THEN '' ELSE ' #MigrationMeans #migration' END AS text,
                'en' AS lang,
                {{'impression_count': (i * 7919) % 5000 + 10, 'like_count': i % 41, 'reply_count': i % 5, 'retweet_count': i % 13,
                    'quote_count': 0, 'bookmark_count': i % 2}} AS public_metrics,
                CASE i % 10 WHEN 1 THEN [{{'type': 'replied_to', 'id': (1479000000000000000 + i)::VARCHAR}}] END AS referenced_tweets,
                {{'hashtags': [{{'start': 40, 'end': 50, 'tag': 'MigrationMeans'}}]}} AS entities,
                false AS possibly_sensitive, 'everyone' AS reply_settings
            FROM range({rows}) AS numbers(i)
        ) TO '{file}' (FORMAT json, ARRAY {str(file.suffix == ".json").lower()})
        """
    )
    return {}


def _unknown(file: Path, megabytes: int, _: Path) -> dict[str, Any]:
    """A file of about so many megabytes that no format fits."""
    size = megabytes * 1_000_000
    if file.suffix == ".xlsx":
        _workbook(file, rows=1 if file.stem == "header_alone" else 40_000)
    elif file.name == "single_line.txt":
        file.write_bytes(b"a long time ago, " * (size // 17))
    elif file.suffix == ".csv":
        row = b'2024-05-01,"some text, which is quoted",1203,17,https://example.org/page\n'
        file.write_bytes(b"Day,Remark,Parcels,Lorries,Where\n" + row * (size // len(row)))
    else:
        row = b'{"day": "2024-05-01", "remark": "some text", "parcels": {"sent": 1203, "lost": 17}, "lorries": [1, 2]}'
        body = (b",\n" if file.suffix == ".json" else b"\n").join([row] * (size // (len(row) + 2)))
        file.write_bytes(b"[" + body + b"]" if file.suffix == ".json" else body + b"\n")
    return {}


def _workbook(file: Path, rows: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(rows):
            sheet.write_row(row, 0, [f"Column {place}" if not row else row * place for place in range(CELLS)])


def _exports(folder: Path, files: int, _: Path) -> dict[str, Any]:
    """Small files in four formats, none like another."""
    folder.mkdir()
    for place in range(files):
        (folder / f"export {place}.csv").write_text(_EXPORTS[place % len(_EXPORTS)](place), encoding="utf-8")
    return {}


def _table(header: str, row: str) -> Callable[[int], str]:
    return lambda place: (
        "\n".join([header, *(row.format(i=1000 * place + i, day=i % 28 + 1) for i in range(40))]) + "\n"
    )


_EXPORTS = (
    _table(
        "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks",
        '{i},https://twitter.com/office/status/{i},"words #Means",2021-01-{day:02} 12:56 +0000,10,1,1,1,0',
    ),
    _table(
        "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,Profile visits,"
        "Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks",
        '{i},"Fri, Nov {day}, 2024",words #Means,https://x.com/office/status/{i},10,1,3,0,0,0,1,1,0,0,0,0,0',
    ),
    _table(
        "status_id,status_message,link_name,status_type,status_link,status_published,num_reactions,num_comments,num_shares,num_likes,"
        "num_loves,num_wows,num_hahas,num_sads,num_angrys",
        "7331091005_{i},words #Means,,photo,https://www.facebook.com/office/posts/{i},2017-05-{day:02} 18:32:00,3,1,1,3,0,0,0,0,0",
    ),
    _table(
        "Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views",
        "2024-06-{day:02},words #Means,https://www.tiktok.com/@office/video/7331091005{i:09},2024-05-{day:02},5,1,1,99",
    ),
)

TASKS: dict[str, Task] = {
    "tweets": _tweets,
    "unknown": _unknown,
    "exports": _exports,
    "read_json": _read_json,
    "names_given": _names_given,
    "records": _records,
    "typed": _typed,
    "import": _import,
    "refuse": _refuse,
    "recognised": _recognised,
    "looked_at": _looked_at,
}

if __name__ == "__main__":
    task = TASKS.get(sys.argv[1].removeprefix("--") if len(sys.argv) > 2 else "")
    if task:
        print(json.dumps(task(Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))))
    else:
        main()
