"""Whatever is not told must not depend on voices: it is the same of two data sets that differ in nothing else."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.store import refresh
from data.store.warehouse import Warehouse
from metrics import DIMENSIONS, METRICS, Assumptions, MeasureError, Selection, measure
from metrics.analyses import changes_since, data_quality, engagement_rates, follower_concentration, listings
from metrics.analyses.quality_checks import CHECKS
from metrics.compiler.planner import carried
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.disclosure import voices
from tests.metrics.conftest import Builder
from tests.support import other_data
from tests.support.attacking import VOICE


@pytest.fixture
def mirror_of_other(template: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A data set, and one in which people's voices are others: migrants' those of the public, and the other way
    round."""
    one, two = (
        other_data.fill(Builder(tmp_path / name, template)) for name in ("one", "two") if not (tmp_path / name).mkdir()
    )
    people = "account_type NOT IN ('office', 'organisation')"
    two.con.execute(f"UPDATE posts SET contributor_type = {_swapped('contributor_type')} WHERE {people}")
    two.con.execute(f"UPDATE photos SET contributor_type = {_swapped('contributor_type')}")
    two.con.execute(f"UPDATE supporters SET supporter_type = {_swapped('supporter_type')}")
    return one.publish(), two.publish()


@pytest.fixture
def mirror_of_sample(sample: Warehouse, tmp_path: Path) -> tuple[Path, Path]:
    """The same of the sample."""
    shutil.copytree(sample.directory, tmp_path / "sample")
    with Warehouse(tmp_path / "sample").draft() as draft:
        of_people = "(platform, account) IN (SELECT (platform, account) FROM accounts WHERE account_type = 'person')"
        for table, column, only in (
            ("posts", "contributor_type", of_people),
            ("accounts", "contributor_type", "account_type = 'person'"),
            ("supporters", "supporter_type", "true"),
            ("photos", "contributor_type", "true"),
        ):
            draft.con.execute(f"UPDATE landing.{table} SET {column} = {_swapped(column)} WHERE {only}")
        draft.con.execute("INSERT INTO touched SELECT key_hash FROM landing.posts")
        refresh.refresh(draft.con)
        draft.changed = True
    return sample.directory, tmp_path / "sample"


def _swapped(column: str) -> str:
    swap = {"migrant": "public", "public": "migrant", "crisis_affected": "staff", "staff": "crisis_affected"}
    return f"CASE {column} {' '.join(f'''WHEN '{old}' THEN '{new}' ''' for old, new in swap.items())} ELSE {column} END"


def all_but_voices(folder: Path) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every public question that tells no voice, named: all metrics by each dimension, filters, days, lists and what
    comes along."""
    kenya, day = Selection({"mission": "KEN"}), Selection({}, "2014-08-19", "2014-08-19")
    chance = Assumptions({"facebook": 10**9, "twitter": 10**9}, "chance")
    for name, base in FACT_TABLES.items():
        metrics = [metric.name for metric in METRICS.values() if metric.base == name]
        others = [each for each in carried(base) if each not in voices.VOICES]
        finest = [each for each in others if not DIMENSIONS[each].many]
        for by in (
            (),
            finest,
            *([each] for each in others if DIMENSIONS[each].many),
            ["mission"] if "mission" in others else ["country"],
        ):
            yield f"{name} by {by}", lambda m=metrics, b=by: measure(m, b, warehouse=folder)
        yield f"{name} looked back to", lambda m=metrics: measure(m, (), None, "2014-09-01", warehouse=folder)
        yield f"{name} of a day", lambda m=metrics: measure(m, (), day, warehouse=folder)
        if "mission" in carried(base):
            yield f"{name} of a mission", lambda m=metrics: measure(m, (), kenya, assumptions=chance, warehouse=folder)
    for where in (Selection(), kenya):
        about = f"of {where.text()}"
        yield f"posts {about}", lambda w=where: listings.publishable_posts(w, warehouse=folder)[0]
        yield f"withheld {about}", lambda w=where: listings.withheld(w, warehouse=folder)
        yield f"sources {about}", lambda w=where: listings.sources(w, warehouse=folder)
        yield f"checks {about}", lambda w=where: _of_the_same(data_quality.check(w, warehouse=folder))
        yield (
            f"largest_accounts {about}",
            lambda w=where: follower_concentration.largest_accounts("potential_reach", w, warehouse=folder),
        )
        yield (
            f"revisions {about}",
            lambda w=where: pd.Series(changes_since.since(dt.date(2014, 9, 1), w, warehouse=folder)._asdict()),
        )
        for name, check in CHECKS.items():
            if check.has_list:
                yield (
                    f"behind {name} {about}",
                    lambda n=name, w=where: data_quality.posts_behind(n, w, warehouse=folder)[0],
                )
    yield "rates", lambda: engagement_rates.with_intervals(engagement_rates.RATES[0], "mission", warehouse=folder)
    yield "Thunderclaps", lambda: listings.thunderclaps(warehouse=folder)
    yield "concentration", lambda: listings.concentration(warehouse=folder)
    yield "events", lambda: listings.events(warehouse=folder)
    yield "targets", lambda: listings.targets(warehouse=folder)


def _of_the_same(checks: pd.DataFrame) -> pd.DataFrame:
    """Without what is told of voices, and may be told in one of the two only."""
    return checks[checks["check"] != "contributor_type_unknown"].reset_index(drop=True)


def told_by(question: Callable[[], Any]) -> str:
    try:
        answer = question()
    except MeasureError as error:
        return str(error)
    if not isinstance(answer, pd.DataFrame | pd.Series):
        return str(answer)
    about = {name: value for name, value in answer.attrs.get("answer", {}).items() if name != "data_version"}
    return answer.to_json(date_format="iso", orient="split") + json.dumps(about, default=str)


@pytest.mark.parametrize(
    "name", [pytest.param("other", marks=pytest.mark.long), pytest.param("sample", marks=pytest.mark.further)]
)
def test_whatever_tells_no_voice_is_the_same_whoever_speaks(request: pytest.FixtureRequest, name: str) -> None:
    """Of columns, attributes and sentences beside an answer too: nothing is derived from a voice, and no list depends
    on people's."""
    one, two = request.getfixturevalue(f"mirror_of_{name}")
    assert told_by(lambda: measure("posts", VOICE, warehouse=one)) != told_by(
        lambda: measure("posts", VOICE, warehouse=two)
    )
    differing = [
        question
        for (question, ask), (_, again) in zip(all_but_voices(one), all_but_voices(two), strict=True)
        if told_by(ask) != told_by(again)
    ]
    assert differing == []
