"""Attacks on what is told of voices, on the sample and on a data set of another shape. Nobody may be found: the bar is
zero.

Each attack is seen to find people where the rule is switched off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations, islice, product
from typing import Any

import numpy as np
import pytest

from metrics import MeasureError, Selection, measure
from metrics.compiler.planner import carried
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.disclosure import voices
from tests.support import attacking
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


@pytest.mark.long
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
    "most", [2, pytest.param(12, marks=pytest.mark.long), pytest.param(10**6, marks=pytest.mark.further)]
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


@pytest.mark.long
def test_without_the_rule_linear_programmes_prove_people(known_other: World, without_the_rule: None) -> None:
    found = [*tables(known_other, ()), *asked(known_other, [VOICE, "day", "hour"])]
    assert proven(known_other, found, "mission", known_other.found_only_by_voice("mission"))


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
