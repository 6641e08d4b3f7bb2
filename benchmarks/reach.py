"""How fast reach is worked out, against what somebody would write who needs it once.

    python benchmarks/reach.py [--posts 4400 100000 ...] [--repeats 5]

A campaign is made up for each size: one author in twenty posts, few of them most of all. `reach` is
metrics/statistics/reach.py, `python` a loop over posts as the formulas stand in a book, `pandas` a group-by with the
same formulas; for contacts there is no `pandas`, because nobody would write it so. `measure` asks the question with
everything that comes along, definitions, shares of unknown and warnings, from a warehouse on disk; there `pandas` reads
the same rows from the same file. All must find equal numbers, or the benchmark fails. The ratio of the least times is
what may be compared between machines.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb
import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from metrics import Assumptions, measure
from metrics.statistics import reach

UNIVERSE = 50_000_000
MOST = 10
LADDER = ["unique_reach_lower", "unique_reach_modelled", "unique_reach_upper"]
Contenders = dict[str, Callable[[], list[float]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--posts", nargs="+", type=int, default=[4_400, 100_000])
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    print(f"{'posts':>9}  {'question':<11} {'contender':<9} {'least ms':>9} {'median ms':>10} {'ratio':>7}")
    for posts in options.posts:
        rows = made_up(posts)
        for question, contenders in questions(rows).items():
            compare(posts, question, contenders, options.repeats)
        with tempfile.TemporaryDirectory() as folder:
            compare(posts, "measure", asked(Warehouse(folder), rows), options.repeats)


def compare(posts: int, question: str, contenders: Contenders, repeats: int) -> None:
    """Time the contenders in turns, so that a busy moment of the machine falls on all of them, and print a line for
    each."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(repeats):
        answers = {name: _timed(ask, times[name]) for name, ask in contenders.items()}
        first = next(iter(answers))
        for name, answer in answers.items():
            assert np.allclose(answer, answers[first], rtol=1e-6), (
                f"{name} differs from {first}: {answer} {answers[first]}"
            )
    least = {name: min(taken) for name, taken in times.items()}
    for name, taken in times.items():
        ratio = least[name] / least[first]
        print(
            f"{posts:>9,}  {question:<11} {name:<9} {1000 * least[name]:>9.2f} {1000 * median(taken):>10.2f} {ratio:>7.1f}"
        )


def made_up(posts: int) -> pd.DataFrame:
    """Posts with author, followers and reach, the same each time."""
    random = np.random.default_rng(20140619)
    authors = max(posts // 20, 1)
    author = (authors * random.random(posts) ** 3).astype(int)
    followers = random.lognormal(8, 1.5, authors).astype(int)[author] + 10
    return pd.DataFrame(
        {"author": author, "followers": followers, "reach": (followers * random.uniform(0.01, 0.3, posts)).astype(int)}
    )


def questions(rows: pd.DataFrame) -> dict[str, Contenders]:
    """What is asked, and who answers."""
    reaches, every = rows["reach"].to_numpy(float), rows["reach"].tolist()
    ordered = rows.sort_values("author")
    starts = np.flatnonzero(np.diff(ordered["author"], prepend=-1))
    authors = ordered["followers"].to_numpy(float)[starts], ordered["reach"].to_numpy(float), starts
    return {
        "bounds": {
            "reach": lambda: list(reach.bounds(reaches, UNIVERSE)),
            "python": lambda: [max(every), min(sum(every), UNIVERSE)],
        },
        "chance": {
            "reach": lambda: [reach.independent(reaches, UNIVERSE)],
            "python": lambda: [UNIVERSE * (1 - math.prod(1 - each / UNIVERSE for each in every))],
            "pandas": lambda: [UNIVERSE * (1 - (1 - rows["reach"] / UNIVERSE).prod())],
        },
        "contacts": {
            "reach": lambda: list(reach.contacts(reaches, UNIVERSE, MOST)),
            "python": lambda: _contacts(every),
        },
        "nested": {
            "reach": lambda: [_nested(*authors)],
            "python": lambda: [_nested_loop(rows)],
            "pandas": lambda: [_nested_frame(rows)],
        },
    }


def asked(warehouse: Warehouse, rows: pd.DataFrame) -> Contenders:
    """The ladder from a warehouse on disk."""
    sheet = Path(warehouse.directory) / "contributions.csv"
    posts = pd.RangeIndex(len(rows))
    rows.assign(
        platform="Facebook",
        post=posts,
        kind="General public",
        at=pd.Timestamp(2014, 6, 20) + pd.to_timedelta(posts * 7919 % 262080, "min"),
    ).to_csv(
        sheet,
        index=False,
        header=["Account", "Followers", "Reach", "Platform", "Post ID", "Contributor type", "Posted at"],
    )
    (receipt,) = import_files([sheet], warehouse)
    assert receipt.accepted == len(rows), receipt
    file = warehouse.directory / (warehouse.directory / "CURRENT").read_text("utf-8").strip()

    def measured() -> list[float]:
        answer = measure(LADDER, assumptions=Assumptions({"facebook": UNIVERSE}), warehouse=warehouse.directory)
        return [float(value) for value in answer.iloc[0]]

    def counted() -> list[float]:
        with duckdb.connect(file, read_only=True) as con:
            read = con.execute(
                "SELECT account AS author, followers, reach FROM post_latest WHERE reach IS NOT NULL"
            ).df()
        return [float(read["reach"].max()), round(_nested_frame(read)), float(min(read["reach"].sum(), UNIVERSE))]

    return {"measure": measured, "pandas": counted}


def _nested(followers: reach.Numbers, reaches: reach.Numbers, starts: reach.Places) -> float:
    levels = reach.independent_each(reaches, reach.pools_each(followers, reaches, starts, UNIVERSE), starts)
    return reach.independent(levels, UNIVERSE)


def _nested_loop(rows: pd.DataFrame) -> float:
    posts: dict[int, list[int]] = defaultdict(list)
    followers: dict[int, int] = {}
    for author, own, reached in rows.itertuples(index=False):
        posts[author].append(reached)
        followers[author] = own
    missed = 1.0
    for author, reached in posts.items():
        pool = max(followers[author], *reached)
        missed *= 1 - pool * (1 - math.prod(1 - each / pool for each in reached)) / UNIVERSE
    return UNIVERSE * (1 - missed)


def _nested_frame(rows: pd.DataFrame) -> float:
    authors = rows.groupby("author").agg(followers=("followers", "max"), largest=("reach", "max"))
    pool = authors.max(axis=1)
    missed = (1 - rows["reach"] / rows["author"].map(pool)).groupby(rows["author"]).prod()
    return float(UNIVERSE * (1 - (1 - pool * (1 - missed) / UNIVERSE).prod()))


def _contacts(reaches: list[int]) -> list[float]:
    """One post after the other: who had k contacts has k + 1, or stays."""
    shares = [1.0] + [0.0] * MOST
    for each in reaches:
        seen = each / UNIVERSE
        for k in range(MOST, 0, -1):
            shares[k] = shares[k] * (1 - seen) + shares[k - 1] * seen
        shares[0] *= 1 - seen
    return [UNIVERSE * share for share in shares]


def _timed(ask: Callable[[], list[float]], times: list[float]) -> list[float]:
    start = perf_counter()
    answer = ask()
    times.append(perf_counter() - start)
    return answer


if __name__ == "__main__":
    main()
