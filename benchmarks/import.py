"""How fast an export becomes numbers, against the least anybody could do with it.

    python benchmarks/import.py [--rows 10000 100000 ...] [--repeats 3]

A file in the columns of X Analytics is made up for each size. `import` takes it the whole way, from bytes to a published version:
read, recognise, judge every cell, pseudonymise, land, derive, flush. `read_csv` is DuckDB alone, which copies the same file as text
into a table on disk and judges nothing. Every run is a process of its own with an empty folder; the time is that of the work, without
the start of Python. The ratio of the least times is what may be compared between machines. Both must find the same rows and the
same impressions, or the benchmark fails. Memory is the peak of the process, as Linux counts it. Nothing is kept.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[1]
CONTENDERS = ("import", "read_csv")
ACCOUNTS = 50
COUNTERS = {
    "impressions": "(i * 7919) % 5000 + 10", "engagements": "i % 60", "engagement rate": "'0.0186'", "retweets": "i % 13",
    "replies": "i % 5", "likes": "i % 41", "user profile clicks": "i % 3", "url clicks": "i % 7",
}  # fmt: skip
UNUSED = [
    "hashtag clicks", "detail expands", "permalink clicks", "app opens", "app installs", "follows", "email tweet", "dial phone",
    "media views", "media engagements",
]  # fmt: skip
PROMOTED = [f"promoted {name}" for name in (*COUNTERS, *UNUSED)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", nargs="+", type=int, default=[10_000, 100_000])
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    print(f"{'rows':>9}  {'contender':<9} {'least s':>8} {'median s':>9} {'rows/s':>9} {'peak MB':>8} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for rows in options.rows:
            file = Path(folder) / f"tweet_activity_metrics_office_20140601_20150101_{rows}.csv"
            _alone("generate", file, rows)
            # The contenders take turns, so that a busy minute of the machine falls on both.
            runs = [{name: _alone(name, file, rows) for name in CONTENDERS} for _ in range(options.repeats)]
            assert len({(run[name]["rows"], run[name]["impressions"]) for run in runs for name in CONTENDERS}) == 1, runs
            least = {name: min(run[name]["seconds"] for run in runs) for name in CONTENDERS}
            for name in CONTENDERS:
                middle, peak = median(run[name]["seconds"] for run in runs), max(run[name]["peak"] for run in runs)
                print(
                    f"{rows:>9,}  {name:<9} {least[name]:>8.3f} {middle:>9.3f} {rows / least[name]:>9,.0f} {peak:>8,.0f}"
                    f" {least[name] / least['read_csv']:>6.1f}"
                )
            file.unlink()


def _alone(contender: str, file: Path, rows: int) -> dict[str, float]:
    """One run in a process of its own; this process stays small, because a child's peak begins at its parent's size."""
    with tempfile.TemporaryDirectory() as folder:
        run = [sys.executable, __file__, f"--{contender}", str(file), str(rows), folder]
        return dict(json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout))


def _import(file: Path, rows: int, folder: Path) -> dict[str, float]:
    sys.path.insert(0, str(ROOT))
    from data.importing import import_files
    from data.warehouse import Warehouse

    start = perf_counter()
    (receipt,) = import_files([file], Warehouse(folder))
    seconds = perf_counter() - start
    assert receipt.accepted == rows, receipt
    with Warehouse(folder).read() as con:
        found = con.execute("SELECT sum(items)::BIGINT, sum(impressions)::BIGINT FROM daily").fetchone()
    return _result(seconds, found)


def _read_csv(file: Path, rows: int, folder: Path) -> dict[str, float]:
    import duckdb

    start = perf_counter()
    with duckdb.connect(str(folder / "bare.duckdb")) as con:
        con.execute("CREATE TABLE export AS SELECT * FROM read_csv($file, header = true, all_varchar = true)", {"file": str(file)})
        con.execute("CHECKPOINT")
    seconds = perf_counter() - start
    with duckdb.connect(str(folder / "bare.duckdb")) as con:
        found = con.execute("SELECT count(*), sum(impressions::DOUBLE)::BIGINT FROM export").fetchone()
    return _result(seconds, found)


def _result(seconds: float, found: tuple[int, int]) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak": peak, "rows": found[0], "impressions": found[1]}


def _generate(file: Path, rows: int, _: Path) -> dict[str, float]:
    """An export with real columns: long ids, texts with hashtags, quotes, accents and line ends, counts with a point."""
    import duckdb

    counters = ", ".join(f"""({sql})::VARCHAR{"" if "rate" in name else " || '.0'"} AS "{name}\"""" for name, sql in COUNTERS.items())
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
            FROM range({rows}) AS numbers(i)
        ) TO '{file}' (HEADER, FORCE_QUOTE *)
        """
    )
    return {}


if __name__ == "__main__":
    task = {"--import": _import, "--read_csv": _read_csv, "--generate": _generate}.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if task:
        print(json.dumps(task(Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))))
    else:
        main()
