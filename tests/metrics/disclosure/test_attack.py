"""Attacks on what is told of voices, on the sample and on a data set of another shape. Nobody may be found: the bar is
zero.

Each attack is seen to find people where the rule is switched off.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from itertools import combinations, islice, product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cli import main
from data.store import refresh
from data.store.warehouse import Warehouse
from metrics import DIMENSIONS, METRICS, Assumptions, MeasureError, Selection, measure
from metrics.analyses import changes_since, claims, data_quality, engagement_rates, follower_concentration, listings
from metrics.compiler.planner import carried
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.disclosure import voices
from tests.metrics.conftest import Builder
from tests.support import attacking, other_data
from tests.support.attacking import (
    PLACES,
    PROTECTED,
    VOICE,
    ProtectedAnswer,
    World,
    asked,
    exchanged,
    placed,
    proven,
    still_true,
    strata,
    tables,
)
from tests.support.examples import turns

OTHERS = tuple(name for name in carried(FACT_TABLES["posts"]) if name not in voices.VOICES)
CAMPAIGNS = {"sample": ("migrationmeans", "migrantheroes"), "other": ("stories", "voices")}


@pytest.fixture(scope="session")
def known_sample(sample: Warehouse) -> World:
    return World(sample.directory)


@pytest.fixture(scope="session")
def known_other(other: Path) -> World:
    return World(other)


@pytest.fixture(params=["sample", "other"])
def world(request: pytest.FixtureRequest) -> World:
    return request.getfixturevalue(f"known_{request.param}")


@pytest.fixture
def campaigns(request: pytest.FixtureRequest) -> tuple[str, ...]:
    return CAMPAIGNS[request.node.callspec.params["world"]]


@pytest.fixture
def without_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "tells", lambda question: False)
    monkeypatch.setattr(voices, "check_list", lambda chosen: None)


# -- questions narrower than is told, and answers joined


PARTS = 6


def pairs(world: World, part: int) -> Iterator[ProtectedAnswer]:
    """Everything that is answered of voices and any two dimensions: as breakdown, as row, as filter, the last for a
    part of them.

    Filters are those of a post of a protected voice.
    """
    places = np.flatnonzero(world.voices.isin(PROTECTED))
    rng = np.random.default_rng(1)
    protected = ("contributor_type", PROTECTED)
    for place, (one, two) in enumerate(combinations(OTHERS, 2)):
        post = rng.choice(places)
        first, second = (
            (name, world.value_of(post, name) if name in world.posts else "withheld") for name in (one, two)
        )
        yield from asked(world, [VOICE, one, two])
        yield from asked(world, [one, two], Selection([protected]))
        if place % PARTS != part:
            continue
        for row, filtered in ((one, second), (two, first)):
            if filtered[1]:
                yield from asked(world, [VOICE, row], Selection([filtered]))
        if first[1] and second[1]:
            yield from asked(world, [VOICE], Selection([first, second]))


@pytest.mark.parametrize("part", turns(1, PARTS))
def test_no_two_dimensions_place_a_post(world: World, part: int) -> None:
    found = list(pairs(world, part))
    assert placed(world, found) == 0
    assert part_of_tables(found, [*tables(world, ())])


def test_no_dimension_alone_places_a_post(world: World, campaigns: tuple[str, ...]) -> None:
    found = [
        each
        for where in (Selection(), *(Selection({"campaign": name}) for name in campaigns))
        for name in OTHERS
        for by in ([VOICE, name], [name, VOICE])
        for each in asked(world, by, where)
    ]
    assert found, "months and platforms are told"
    assert placed(world, found) == 0


def test_without_the_rule_two_dimensions_place_people(world: World, without_the_rule: None) -> None:
    found = asked(world, [VOICE, "day", "hour"])
    assert placed(world, found) > (200 if len(world.posts) == 4437 else 0)


def part_of_tables(found: list[ProtectedAnswer], whole: list[ProtectedAnswer]) -> bool:
    """Whether all that was found is a row of a told table, or rows of it together."""
    rows = {each.among.tobytes() for each in whole}
    return all(each.among.tobytes() in rows for each in found)


def narrow(world: World) -> Iterator[tuple[Selection, dict[str, Any]]]:
    """Filters one at a time and all but one value, periods of a day, days looked back to, assumptions."""
    rng = np.random.default_rng(2)
    hidden = rng.choice(np.flatnonzero(world.voices.isin(PROTECTED)), 5, replace=False)
    for name in (name for name in OTHERS if name in world.posts):
        values = {world.value_of(post, name) for post in range(len(world.posts))} - {""}
        for value in sorted({world.value_of(post, name) for post in hidden[:3]} & values):
            yield Selection({name: value}), {}
            if 1 < len(values) < 300:
                yield Selection({name: values - {value}}), {}
    for post in hidden:
        day = dt.date.fromisoformat(world.posts["day"].iloc[post])
        yield Selection({}, day, day), {}
        yield Selection({}, day + dt.timedelta(1)), {}
        yield Selection({}, None, day), {}
        yield Selection(), {"as_of": day}
        yield Selection(), {"as_of": day - dt.timedelta(1)}
    for name in OTHERS:
        yield Selection(), {"assumptions": {"universe": 10**9, "overlap": "chance", "within": name}}


def test_no_filter_period_or_day_looked_back_to_is_answered(world: World) -> None:
    for where, more in narrow(world):
        answered = asked(world, [VOICE], where, **more)
        assert placed(world, answered) == 0
        if len(where.values("campaign")) != 1:
            assert all(each.among.all() for each in answered), "what leaves nothing out narrows nothing"


def test_without_the_rule_filters_place_people(known_sample: World, without_the_rule: None) -> None:
    found = [
        each
        for where, more in islice(narrow(known_sample), 40)
        if not more
        for each in asked(known_sample, [VOICE], where)
    ]
    assert placed(known_sample, found) > 5


# -- everything told, taken together


def test_exchanging_voices_changes_nothing_that_is_told(world: World, campaigns: tuple[str, ...]) -> None:
    whole = tables(world, campaigns)
    assert placed(world, whole) == 0
    apart = strata(world, whole)
    for level in PLACES:
        for place in {place for place, _ in world.found_only_by_voice(level)}:
            spoken = exchanged(world, apart, level, place)
            assert spoken is not None
            assert still_true(whole, spoken), (level, place)
            assert not np.isin(spoken[world.posts[level] == place], PROTECTED).any()


@pytest.mark.parametrize(
    "most", [3, pytest.param(12, marks=pytest.mark.long), pytest.param(10**6, marks=pytest.mark.further)]
)
def test_no_linear_programme_over_all_told_tables_proves_anybody(
    world: World, campaigns: tuple[str, ...], most: int
) -> None:
    whole = tables(world, campaigns)
    for level in PLACES:
        people = world.found_only_by_voice(level)[:most]
        assert people
        assert proven(world, whole, level, people) == []
        assert proven(world, whole, level, people[: most // 2], alone=True) == [], (
            "nor one who knows that everybody has one voice"
        )


def test_exchanging_voices_of_sign_ups_and_photos_changes_nothing_that_is_told(
    world: World, campaigns: tuple[str, ...]
) -> None:
    """Of photos no metric counts the voices; contributions less posts and sign-ups do."""
    parts = ["contributions", "posts", "thunderclap_supporters"]
    contexts = [Selection(), *(Selection({"campaign": name}) for name in campaigns)]
    sign_ups, photos = World(world.folder, "supporters"), World(world.folder, "contributions")
    told_of = {sign_ups: [], photos: []}
    for where, row in product(contexts, attacking.ROWS):
        told_of[sign_ups] += asked(sign_ups, [VOICE, *row], where, "thunderclap_supporters")
        try:
            answer = measure(parts, [VOICE, *row], where, warehouse=world.folder).fillna(0)
        except MeasureError:
            continue
        answer["posts"] = answer.pop("contributions") - answer.pop("posts") - answer.pop("thunderclap_supporters")
        whole = photos.within("campaign", where.values("campaign")) if where.where else np.ones(len(photos.posts), bool)
        told_of[photos] += [
            each for each in attacking.rows_of(photos, answer, whole, where) if each.voices <= set(PROTECTED)
        ]
    for items, told_ in told_of.items():
        assert told_
        assert still_true(told_, items.voices.to_numpy(str)), "what is told is true"
        apart = strata(items, told_)
        for level in set(PLACES) & set(items.posts):
            for place in {place for place, _ in items.found_only_by_voice(level)}:
                spoken = exchanged(items, apart, level, place)
                assert spoken is not None
                assert still_true(told_, spoken), (items.base, level, place)


def test_without_the_rule_linear_programmes_prove_people(known_other: World, without_the_rule: None) -> None:
    found = [*tables(known_other, ()), *asked(known_other, [VOICE, "day", "hour"])]
    assert proven(known_other, found, "mission", known_other.found_only_by_voice("mission"))


# -- whatever is not told must not depend on voices


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
        for name, check in data_quality.CHECKS.items():
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


# -- lists


def test_no_list_is_narrowed_by_voice(world: World) -> None:
    where, folder = Selection({VOICE: "migrant", "mission": "KEN"}), world.folder
    refused: list[Callable[[], Any]] = [
        lambda: listings.publishable_posts(where, warehouse=folder),
        lambda: listings.withheld(where, warehouse=folder),
        lambda: listings.concentration(Selection({VOICE: "migrant"}), warehouse=folder),
        lambda: follower_concentration.largest_accounts("potential_reach", where, warehouse=folder),
        lambda: follower_concentration.largest_accounts(
            "thunderclap_social_reach", {VOICE: "migrant"}, warehouse=folder
        ),
        lambda: data_quality.check(where, warehouse=folder),
        lambda: data_quality.posts_behind("impressions_missing", where, warehouse=folder),
        lambda: data_quality.posts_behind("contributor_type_unknown", {"mission": "KEN"}, warehouse=folder),
        lambda: engagement_rates.with_intervals(
            engagement_rates.RATES[0], "mission", Selection({VOICE: "migrant"}), warehouse=folder
        ),
        lambda: engagement_rates.with_intervals(
            engagement_rates.RATES[0], "platform", Selection({VOICE: "migrant"}), warehouse=folder
        ),
        lambda: engagement_rates.with_intervals(engagement_rates.RATES[0], VOICE, warehouse=folder),
    ]
    for ask in refused:
        with pytest.raises(MeasureError):
            ask()
    assert changes_since.since(dt.date(2014, 9, 1), where, warehouse=folder) is None
    plain = listings.sources({"mission": "KEN"}, warehouse=folder)
    assert listings.sources(where, warehouse=folder).equals(plain)


def test_without_the_rule_a_list_counts_those_of_a_voice(known_sample: World, without_the_rule: None) -> None:
    where = Selection({VOICE: "migrant", "mission": "KEN"})
    of_kenya = (known_sample.voices == "migrant") & (known_sample.posts["mission"] == "KEN")
    assert listings.withheld(where, warehouse=known_sample.folder) == of_kenya.sum() > 0


def test_no_column_of_a_list_says_whose_voice_a_post_is(world: World) -> None:
    posts, _ = listings.publishable_posts(limit=10**6, warehouse=world.folder)
    behind, _ = data_quality.posts_behind("impressions_missing", limit=10**6, warehouse=world.folder)
    for frame in (posts, behind):
        assert not {VOICE, "contributor_basis", "posted_on_behalf", "consent", "account"} & set(frame)
        assert frame["account_type"].isin(["office", "organisation"]).all(), "nobody has given a consent here"


def test_a_published_figure_tells_no_more_than_a_question(known_other: World) -> None:
    ledger = claims.ledger(warehouse=known_other.folder).set_index("claim")
    assert ledger["state"].tolist()[:2] == ["cannot be reproduced"] * 2
    assert ledger.loc["C0":"C1", ["derived", "lower", "upper", "range_lower", "range_upper"]].isna().all(axis=None)
    assert ledger.loc["C2", "derived"] == (known_other.voices == "migrant").sum()


# -- sums


def test_totals_stay_exact(known_sample: World) -> None:
    folder = known_sample.folder
    whole = measure(["posts", "thunderclap_supporters", "thunderclap_social_reach", "missions"], warehouse=folder).iloc[
        0
    ]
    assert whole.tolist() == [4437, 347, 521840, 52]
    for row in ((), ("month",), ("platform",)):
        assert measure("posts", [VOICE, *row], warehouse=folder)["posts"].sum() == 4437
        assert measure("thunderclap_supporters", [VOICE, *row], warehouse=folder)["thunderclap_supporters"].sum() == 347
    assert measure("posts", ["mission", "account_type"], warehouse=folder)["posts"].sum() == 4437


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize(
    "question",
    [
        "--by contributor_type --by mission",
        "--where contributor_type=migrant --where mission=KEN",
        "--by contributor_type --by day --where platform=tumblr",
    ],
)
def test_the_terminal_refuses_with_its_sentence_alone(
    known_sample: World, capsys: pytest.CaptureFixture[str], question: str, form: str
) -> None:
    assert main(["measure", "posts", *question.split(), "--format", form, "--warehouse", str(known_sample.folder)]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(
        "Contributor types are available for all data or one campaign: alone, by month or by platform."
    )
    assert said.err.count("\n") == 1
