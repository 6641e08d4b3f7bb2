"""How fast an export becomes numbers, against the least anybody could do with it.

    python benchmarks/import.py [--rows 10000 100000 ...] [--repeats 3] [--second 1000000 [--later 10000]]

A file in the columns of X Analytics is made up for each size. `import` takes it the whole way, from bytes to a
published version: read, recognise, judge every cell, pseudonymise, land, derive, flush. `read_csv` is DuckDB alone,
which copies the same file as text into a table on disk and judges nothing. Every run is a process of its own with an
empty folder; the time is that of the work, without the start of Python. Beside it stands the least processor time,
which others who use the machine change less. The ratio of the least times is what may be compared between machines.
Both must find the same rows and the same impressions, or the benchmark fails. Memory is the peak of the process, as
Linux counts it. Nothing is kept.

With `--second`, a warehouse of so many posts takes a second export of 10,000 rows, or `--later`, half of them later
counts of posts it knows. What is measured is the processor time, because the wait is for the disk: that of the import,
and how much of it went into copying the version before. Three times, each from the same version; a copy costs several
times more where the file is not in the system's cache.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

ROOT = Path(__file__).parents[1]
CONTENDERS = ("import", "read_csv")
FIRST = "tweet_activity_metrics_office_20140601_20150101_{}.csv"
LATER = "tweet_activity_metrics_office_20140601_20150201_{}.csv"
ACCOUNTS = 50
COUNTERS = {
    "impressions": "(i * 7919) % 5000 + 10 + {more}",
    "engagements": "i % 60",
    "engagement rate": "'0.0186'",
    "retweets": "i % 13",
    "replies": "i % 5",
    "likes": "i % 41",
    "user profile clicks": "i % 3",
    "url clicks": "i % 7",
}
UNUSED = [
    "hashtag clicks",
    "detail expands",
    "permalink clicks",
    "app opens",
    "app installs",
    "follows",
    "email tweet",
    "dial phone",
    "media views",
    "media engagements",
]
PROMOTED = [f"promoted {name}" for name in (*COUNTERS, *UNUSED)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", nargs="+", type=int, default=[10_000, 100_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--second", type=int, default=0, metavar="POSTS")
    parser.add_argument("--later", type=int, default=10_000, metavar="ROWS")
    options = parser.parse_args()
    if options.second:
        _second(options.second, options.later)
        return
    print(
        f"{'rows':>9}  {'contender':<9} {'least s':>8} {'median s':>9} {'processor s':>11} {'rows/s':>9} {'peak MB':>8} {'ratio':>6}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for rows in options.rows:
            file = Path(folder) / FIRST.format(rows)
            _alone("generate", file, rows)
            # The contenders take turns, so that a busy minute of the machine falls on both.
            runs = [{name: _alone(name, file, rows) for name in CONTENDERS} for _ in range(options.repeats)]
            assert len({(run[name]["rows"], run[name]["impressions"]) for run in runs for name in CONTENDERS}) == 1, (
                runs
            )
            least = {name: min(run[name]["seconds"] for run in runs) for name in CONTENDERS}
            for name in CONTENDERS:
                middle, peak = median(run[name]["seconds"] for run in runs), max(run[name]["peak"] for run in runs)
                cpu = min(run[name]["cpu"] for run in runs)
                print(
                    f"{rows:>9,}  {name:<9} {least[name]:>8.3f} {middle:>9.3f} {cpu:>11.3f} {rows / least[name]:>9,.0f} {peak:>8,.0f}"
                    f" {least[name] / least['read_csv']:>6.1f}"
                )
            file.unlink()


def _second(posts: int, more: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, later, warehouse = (
            Path(folder) / name for name in (FIRST.format(posts), LATER.format(more), "warehouse")
        )
        for file, rows, start in ((first, posts, 0), (later, more, posts - more // 2)):
            _alone("generate", file, rows, start=start)
        whole = _alone("import", first, posts, warehouse)
        first.unlink()
        print(f"{posts:,} posts: imported in {whole['seconds']:.1f} s, peak {whole['peak']:,.0f} MB.")
        print(
            f"A second import of {more:,} rows: processor time beyond copying the version, of the copy; whole time; peak"
        )
        for _ in range(3):
            run = _alone("again", later, posts + more - more // 2, warehouse)
            print(
                f"{run['cpu'] - run['copy']:6.2f} s {run['copy']:6.2f} s {run['seconds']:6.1f} s {run['peak']:6,.0f} MB"
            )


def _alone(contender: str, file: Path, rows: int, kept: Path | None = None, *, start: int = 0) -> dict[str, float]:
    """One run in a process of its own; this process stays small, because a child's peak begins at its parent's size."""
    with tempfile.TemporaryDirectory() as folder:
        run = [sys.executable, __file__, f"--{contender}", str(file), str(rows), str(kept or folder), str(start)]
        return dict(json.loads(subprocess.run(run, check=True, stdout=subprocess.PIPE, text=True).stdout))


def _import(file: Path, rows: int, folder: Path, _: int) -> dict[str, float]:
    sys.path.insert(0, str(ROOT))
    from data.importing.pipeline import import_files
    from data.store.warehouse import Warehouse

    start, used = perf_counter(), process_time()
    (receipt,) = import_files([file], Warehouse(folder))
    seconds, cpu = perf_counter() - start, process_time() - used
    assert receipt.accepted == receipt.rows_read, receipt
    with Warehouse(folder).read() as con:
        (found,) = con.execute("SELECT sum(items)::BIGINT, sum(impressions)::BIGINT FROM daily").fetchall()
    assert found[0] == rows, found
    return _result(seconds, cpu, found)


def _again(file: Path, rows: int, folder: Path, _: int) -> dict[str, float]:
    """An import into a warehouse that is there, undone without a trace: the version before becomes the current one
    again."""
    pointer, copyfile, copies = folder / "CURRENT", shutil.copyfile, []
    before = pointer.read_text()

    def timed(source: Path, target: Path) -> Path:
        used = process_time()
        copyfile(source, target)
        copies.append(process_time() - used if source.suffix == ".duckdb" else 0)
        return target

    shutil.copyfile = timed  # type: ignore[assignment]
    result = _import(file, rows, folder, 0)
    (folder / pointer.read_text()).unlink()
    pointer.write_text(before)
    return result | {"copy": sum(copies)}


def _read_csv(file: Path, rows: int, folder: Path, _: int) -> dict[str, float]:
    import duckdb

    start, used = perf_counter(), process_time()
    with duckdb.connect(folder / "bare.duckdb") as con:
        con.execute(
            "CREATE TABLE export AS SELECT * FROM read_csv($file, header = true, all_varchar = true)",
            {"file": str(file)},
        )
        con.execute("CHECKPOINT")
    seconds, cpu = perf_counter() - start, process_time() - used
    with duckdb.connect(folder / "bare.duckdb") as con:
        (found,) = con.execute("SELECT count(*), sum(impressions::DOUBLE)::BIGINT FROM export").fetchall()
    return _result(seconds, cpu, found)


def _result(seconds: float, cpu: float, found: tuple[int, int]) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu": cpu, "peak": peak, "rows": found[0], "impressions": found[1]}


def _generate(file: Path, rows: int, _: Path, start: int) -> dict[str, float]:
    """An export with real columns: long ids, texts with hashtags, quotes, accents and line ends, counts with a
    point."""
    import duckdb

    shown = {name: sql.format(more=min(start, 1)) for name, sql in COUNTERS.items()}
    counters = ", ".join(
        f"""({sql})::VARCHAR{"" if "rate" in name else " || '.0'"} AS "{name}\"""" for name, sql in shown.items()
    )
    unused = ", ".join(f"""'{"-" if name in PROMOTED else "0"}' AS "{name}\"""" for name in (*UNUSED, *PROMOTED))
    duckdb.execute(
        f"""
        COPY (
            SELECT (479000000000000000 + i * 3571)::VARCHAR AS "Tweet id",
                'https://twitter.com/office_' || (i % {ACCOUNTS}) || '/status/' || (479000000000000000 + i * 3571) AS "Tweet permalink",
                CASE i % 10 WHEN 0 THEN 'RT @office: ' WHEN 1 THEN '@friend ' ELSE '' END || 'What migration means to me, said number '
                    || i || CASE i % 4 WHEN 0 THEN ': “née à Dakar”' WHEN 1 THEN ', she said "home"' ELSE chr(10) || 'and a second line' END
                    || CASE i % 3 WHEN 0 THEN '' ELSE ' #MigrationMeans #migration' END AS "Tweet text",
                strftime(TIMESTAMP '2014-06-20' + to_minutes((i * 7) % 262000), '%Y-%m-%d %H:%M +0000') AS "time",
                {counters}, {unused}
            FROM range({start}, {start + rows}) AS numbers(i)
        ) TO '{file}' (HEADER, FORCE_QUOTE *)
        """
    )
    return {}


if __name__ == "__main__":
    tasks = {"--import": _import, "--read_csv": _read_csv, "--again": _again, "--generate": _generate}
    task = tasks.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if task:
        print(json.dumps(task(Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]), int(sys.argv[5]))))
    else:
        main()
