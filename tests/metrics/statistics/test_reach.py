"""Reach that can be defended: numbers worked out by hand or published by others, and what must hold for any numbers."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.statistics import reach
from tests.support.examples import examples

NAN = math.nan
FOUR = [4200, 3100, 2600, 1500]
AUTHORS = [(5000, [1200, 900]), (800, [300, 250, 500]), (12000, [2600])]


def near(expected, digits=4):
    return pytest.approx(expected, abs=0.51 * 10**-digits)


# -- worked out by hand


def test_bounds_are_the_largest_and_the_sum_within_the_universe():
    assert reach.bounds(FOUR) == (4200, 11400)
    assert reach.bounds(FOUR, 5000) == (4200, 5000)
    assert reach.bounds(FOUR, 10_000) == (4200, 10_000)
    assert reach.bounds([489, 952, 1204, 1321, 692]) == (1321, 4658)
    assert reach.bounds([0, 0]) == (0, 0)


@pytest.mark.parametrize(
    ("universe", "expected"), [(5000, 4897.856), (10_000, 7482.742), (50_000, 10495.3346), (10**6, 11353.2318)]
)
def test_independence_depends_on_the_universe(universe, expected):
    assert reach.independent(FOUR, universe) == near(expected)


def test_independence_of_a_thunderclap():
    assert reach.independent([489, 952, 1204, 1321, 692], 50_000) == near(4492.1580)


def test_contacts_share_the_universe_out():
    assert reach.contacts(FOUR, 10_000) == near([2517.258, 4282.448, 2534.108, 615.408, 50.778], digits=3)
    assert reach.contacts(FOUR, 10_000, most=2) == near([2517.258, 4282.448, 2534.108], digits=3)
    assert reach.contacts(FOUR, 10_000, most=9).size == 5


def test_overlaps_narrow_the_interval():
    reaches, universe = {"1": 5000, "2": 4000, "3": 3000}, 20_000
    shared = {("1", "2"): 1200, ("1", "3"): 900, ("2", "3"): 700}
    assert reach.sharp_bounds(reaches, overlaps=shared, universe=universe) == near((9200, 9900))
    assert reach.sharp_bounds(reaches) == near((5000, 12000))
    assert reach.independent(list(reaches.values()), universe) == near(9800)
    table = [[NAN, 1200, 900], [1200, NAN, 700], [900, 700, NAN]]
    assert reach.dawson_sankoff([5000, 4000, 3000], table) == near(9200)
    assert reach.hunter_worsley([5000, 4000, 3000], table) == near(9900)
    assert reach.overlapping_bounds([5000, 4000, 3000], table, universe) == near((9200, 9900))


def test_a_union_that_a_platform_states_narrows_the_interval():
    reaches, pair = {"A": 4200, "B": 3100, "C": 2600}, ("A", "B")
    assert reach.sharp_bounds(reaches, {pair: 5600}) == near((5600, 8200))
    assert reach.sharp_bounds(reaches, {pair: 5600}, universe=8000) == near((5600, 8000))
    assert reach.sharp_bounds(reaches, {pair: reach.at_most(5600)}) == near((4200, 8200))
    assert reach.sharp_bounds(reaches, {pair: reach.at_least(7000)}) == near((7000, 9900))


def test_a_post_without_reach_reached_one_account_or_as_many_as_it_had_displays():
    assert reach.sharp_bounds({"a": 4200, "b": 3100, "video": reach.missing(9000)}) == near((4200, 16300))
    assert reach.bounds([4200, 3100], impressions_only=[9000]) == (4200, 16300)
    assert reach.sharp_bounds({"a": 4200, "video": reach.missing()}) == (4200, math.inf)
    assert reach.sharp_bounds({"video": reach.missing(0)}) == (0, 0)
    assert reach.sharp_bounds({"video": reach.missing(30, least=0)}) == near((0, 30))
    assert reach.bounds([], impressions_only=[9000, 0]) == (1, 9000)


def test_posts_of_one_author_draw_on_that_authors_audience():
    levels, total = reach.nested(AUTHORS, 100_000)
    assert levels == near([1884, 671.0938, 2600])
    assert total == near(5076.3466)
    every = [post for _, posts in AUTHORS for post in posts]
    assert reach.independent(every, 100_000) == near(5632.8803)
    assert reach.bounds(every, 100_000) == (2600, 5750)


def test_facts_that_contradict_each_other_are_named():
    with pytest.raises(reach.Contradiction, match="Correct one of them") as error:
        reach.sharp_bounds({"page": 10, "video": 20, "other": 7}, {("page", "video"): 35})
    assert error.value.facts == ("page = 10", "video = 20", "page or video = 35")
    with pytest.raises(reach.Contradiction) as error:
        reach.sharp_bounds({"page": 10, "video": 20}, universe=15)
    assert error.value.facts == ("video = 20", "universe ≤ 15")
    with pytest.raises(reach.Contradiction) as error:
        reach.sharp_bounds({"a": 10, "b": 20}, {("a", "b"): 25}, {("a", "b"): reach.at_least(6)}, 1000)
    assert error.value.facts == ("a = 10", "b = 20", "a or b = 25", "a and b ≥ 6")
    with pytest.raises(reach.Contradiction) as error:
        reach.sharp_bounds({"a": 10}, {("a",): reach.Bounds(9, 5)})
    assert error.value.facts == ("a from 9 to 5",)
    with pytest.raises(reach.Contradiction, match="universe ≤ 8,000"):
        reach.overlapping_bounds([5000, 4000, 3000], np.full((3, 3), 700), 8000)


def test_small_shares_of_a_large_universe_are_not_lost():
    assert reach.independent([5, 7], 8e9) == pytest.approx(11.999999995625, abs=1e-12)


# -- published by others


@pytest.mark.parametrize(
    ("reaches", "universe", "at_least"),
    [
        ([50, 50], 100, [75, 25]),
        ([420, 310, 150], 2000, [765.0325, 110.085, 4.8825]),
        ([300e3, 400e3, 200e3], 1e6, [664e3, 212e3, 24e3]),
    ],
)
def test_published_accounts_with_so_many_contacts_or_more(reaches, universe, at_least):
    exactly = reach.contacts(reaches, universe)
    assert exactly[::-1].cumsum()[::-1][1:] == near(at_least)
    assert reach.independent(reaches, universe) == near(at_least[0])


def test_published_accounts_with_exactly_so_many_contacts():
    assert reach.contacts([300e3, 400e3, 200e3], 1e6)[1:] == near([452e3, 188e3, 24e3])
    assert reach.independent([10_000_000, 2_998_700], 55_000_000) == near(12_453_482, digits=0)


def test_published_curve_through_one_point():
    known = (200, 100)
    assert reach.goerg_ceiling(known) == 200
    assert reach.goerg([100, 200], known) == near([66.6667, 100])
    assert [reach.goerg(200, known, times)[0] for times in (2, 3)] == near([50, 25])


# -- claims, platforms, strata


def test_a_claim_is_held_against_both_ends():
    assert reach.inflation(580_000, reach.Bounds(41_000, 521_840)) == near((1.1115, 14.1463))
    assert reach.inflation(5, reach.Bounds(0, 10)) == (0.5, None)


def test_across_platforms_there_is_only_an_interval():
    each = [reach.Bounds(4200, 11400), reach.Bounds(900, 900)]
    assert reach.across(each) == (4200, 12300)
    assert reach.across(each, universe=9000) == (4200, 9000)


def test_the_assumption_of_chance_can_be_made_within_each_stratum():
    french, arabic = ([4000, 3000], 10_000), ([5000], 9000)
    assert reach.chance_cap([french]) == near(5800)
    assert reach.chance_cap([french, arabic]) == near(10_800)


def test_what_a_platform_states_for_an_author_replaces_the_model():
    levels, total = reach.nested([reach.Author(5000, [1200, 900], reported=1500), (None, [2600, 100])], 100_000)
    assert levels.tolist() == [
        1500,
        2600,
    ]  # of an author whose followers are not known, the largest reach is all the audience known
    assert total == near(reach.independent([1500, 2600], 100_000))
    with pytest.raises(reach.ReachError, match="2,500 cannot be the reach of posts that reached 1,200 to 2,100"):
        reach.nested([reach.Author(5000, [1200, 900], reported=2500)], 100_000)


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: reach.bounds([]), "at least one post"),
        (
            lambda: reach.bounds([5, NAN]),
            "reach of 1 out of 2 posts is not known: leave them out, for missing is not zero",
        ),
        (lambda: reach.bounds([5, -1]), "a number from zero up"),
        (lambda: reach.bounds([5000], 4000), "universe, 4,000 accounts, is smaller than the largest reach, 5,000"),
        (lambda: reach.independent([5], math.inf), "is a number of accounts"),
        (lambda: reach.bounds([], -1, impressions_only=[5]), "is a number of accounts"),
        (lambda: reach.across([]), "at least one platform"),
        (lambda: reach.across([reach.Bounds(5000, 9000)], 4000), "smaller than the largest reach"),
        (lambda: reach.nested([], 100), "at least one author"),
        (lambda: reach.goerg(10, (400, 500)), "400 impressions on 500 accounts fix no curve"),
        (lambda: reach.goerg_ceiling((400, 400)), "nobody saw anything twice"),
        (lambda: reach.sharp_bounds({}), "Between 1 and 12 groups"),
        (lambda: reach.sharp_bounds(dict.fromkeys("abcdefghijklm", 5)), "take bounds or overlapping_bounds"),
        (lambda: reach.sharp_bounds({"a": 5}, {("a", "b"): 5}), "no group 'b'"),
        (lambda: reach.sharp_bounds({"a": -5}), "a: a number of accounts is zero or more"),
        (lambda: reach.sharp_bounds({"a": NAN}), "missing"),
        (lambda: reach.hunter_worsley([5, 6], [[0, 1]]), "table of 2 by 2"),
        (lambda: reach.hunter_worsley([5, NAN], np.zeros((2, 2))), "leave out groups"),
        (lambda: reach.hunter_worsley([5, 6], [[0, 5.5], [5.5, 0]]), "groups 0 and 1"),
        (lambda: reach.hunter_worsley([5, 6], [[0, 1], [2, 0]]), "groups 0 and 1"),
        (lambda: reach.dawson_sankoff([5, 6], [[0, 2], [-1, 0]]), "groups 0 and 1"),
    ],
)
def test_what_cannot_be_worked_out_gets_a_sentence(ask, sentence):
    with pytest.raises(reach.ReachError, match=sentence):
        ask()


# -- whatever the numbers are

UNIVERSE = 10_000
some_reaches = st.lists(st.integers(0, UNIVERSE), min_size=1, max_size=8)
some_authors = st.lists(st.tuples(st.none() | st.integers(0, 2 * UNIVERSE), some_reaches), min_size=1, max_size=5)


def flat(authors):
    return [post for _, posts in authors for post in posts]


@given(some_authors)
def test_estimates_stay_between_the_bounds(authors):
    lower, upper = reach.bounds(flat(authors), UNIVERSE)
    assert lower <= reach.nested(authors, UNIVERSE).total <= upper
    assert lower <= reach.independent(flat(authors), UNIVERSE) <= upper
    assert reach.nested(authors, UNIVERSE).total <= reach.independent(flat(authors), UNIVERSE) * (1 + 1e-9)


@given(some_authors, st.randoms(use_true_random=False))
def test_order_does_not_matter(authors, random):
    mixed = random.sample([(followers, random.sample(posts, len(posts))) for followers, posts in authors], len(authors))
    assert reach.nested(mixed, UNIVERSE).total == pytest.approx(reach.nested(authors, UNIVERSE).total)
    assert reach.contacts(flat(mixed), UNIVERSE) == pytest.approx(reach.contacts(flat(authors), UNIVERSE), abs=1e-6)


@given(some_authors, st.integers(0, 7), st.integers(0, UNIVERSE))
def test_more_reach_is_never_fewer_accounts(authors, place, more):
    followers, posts = authors[0]
    place %= len(posts)
    raised = [(followers, [*posts[:place], min(posts[place] + more, UNIVERSE), *posts[place + 1 :]]), *authors[1:]]
    longer = [(followers, [*posts, more]), *authors[1:]]
    for estimate in (
        lambda authors: reach.nested(authors, UNIVERSE).total,
        lambda authors: reach.independent(flat(authors), UNIVERSE),
        lambda authors: reach.bounds(flat(authors), UNIVERSE).lower,
        lambda authors: reach.bounds(flat(authors), UNIVERSE).upper,
    ):
        assert estimate(raised) >= estimate(authors) * (1 - 1e-9)
        assert estimate(longer) >= estimate(authors) * (1 - 1e-9)


@given(some_authors, st.integers(0, 10**9))
def test_a_larger_universe_never_holds_fewer_accounts(authors, more):
    assert reach.nested(authors, UNIVERSE + more).total >= reach.nested(authors, UNIVERSE).total * (1 - 1e-9)
    assert reach.independent(flat(authors), UNIVERSE + more) >= reach.independent(flat(authors), UNIVERSE) * (1 - 1e-9)


@given(some_reaches, st.integers(0, 9))
def test_contacts_add_up_to_the_universe_and_to_the_exposures(reaches, most):
    exactly = reach.contacts(reaches, UNIVERSE)
    assert exactly.sum() == pytest.approx(UNIVERSE)
    assert exactly @ np.arange(exactly.size) == pytest.approx(sum(reaches), abs=1e-6)
    assert UNIVERSE - exactly[0] == pytest.approx(reach.independent(reaches, UNIVERSE), abs=1e-6)
    assert reach.contacts(reaches, UNIVERSE, most) == pytest.approx(exactly[: most + 1], abs=1e-6)


@given(st.lists(st.tuples(some_reaches, st.integers(UNIVERSE, 10**6)), min_size=1, max_size=5))
def test_many_groups_at_once_are_the_groups_one_by_one(groups):
    starts = np.cumsum([0, *(len(reaches) for reaches, _ in groups[:-1])])
    universes = np.array([universe for _, universe in groups], float)
    together = reach.independent_each(
        np.concatenate([reaches for reaches, _ in groups]).astype(float), universes, starts
    )
    assert together.tolist() == [reach.independent(reaches, universe) for reaches, universe in groups]


@st.composite
def diagrams(draw, largest=4):
    """How many accounts are in each atom of a Venn diagram: the truth, from which facts are then told."""
    groups = draw(st.integers(2, largest))
    return groups, np.array(draw(st.lists(st.integers(0, 9), min_size=2**groups - 1, max_size=2**groups - 1)))


def facts_of(groups, truth):
    """The facts of a diagram: reaches, and every overlap and union of two."""
    atoms = np.arange(1, 2**groups)
    within = [atoms >> place & 1 > 0 for place in range(groups)]
    pairs = list(itertools.combinations(range(groups), 2))
    reaches = {str(place): int(truth[within[place]].sum()) for place in range(groups)}
    overlaps = {(str(one), str(other)): int(truth[within[one] & within[other]].sum()) for one, other in pairs}
    unions = {(str(one), str(other)): int(truth[within[one] | within[other]].sum()) for one, other in pairs}
    return reaches, unions, overlaps


def table(groups, overlaps):
    made = np.full((groups, groups), NAN)
    for (one, other), shared in overlaps.items():
        made[int(one), int(other)] = made[int(other), int(one)] = shared
    return made


few = examples(40)


@few
@given(diagrams(), st.data())
def test_the_truth_lies_within_every_interval_and_each_lies_within_the_wider(diagram, data):
    groups, truth = diagram
    reaches, _, overlaps = facts_of(groups, truth)
    known = {pair: shared for pair, shared in overlaps.items() if data.draw(st.booleans())}
    sharp = reach.sharp_bounds(reaches, overlaps=known)
    wider = reach.overlapping_bounds(list(reaches.values()), table(groups, known))
    widest = reach.bounds(list(reaches.values()))
    slack = 1e-6
    assert widest.lower - slack <= wider.lower - slack <= sharp.lower <= truth.sum() + slack
    assert truth.sum() - slack <= sharp.upper <= wider.upper + slack <= widest.upper + 2 * slack


@few
@given(diagrams(), st.integers(0, 20))
def test_inequalities_and_a_universe_only_narrow_and_never_exclude_the_truth(diagram, slack):
    groups, truth = diagram
    reaches, unions, overlaps = facts_of(groups, truth)
    loose = {
        "unions": {names: reach.at_most(most + slack) for names, most in unions.items()},
        "overlaps": {names: reach.at_least(max(least - slack, 0)) for names, least in overlaps.items()},
    }
    narrowed = reach.sharp_bounds(reaches, **loose, universe=truth.sum() + slack)
    plain = reach.sharp_bounds(reaches)
    assert plain.lower - 1e-6 <= narrowed.lower <= truth.sum() + 1e-6
    assert truth.sum() - 1e-6 <= narrowed.upper <= min(plain.upper, truth.sum() + slack) + 1e-6


@few
@given(diagrams(largest=3), st.data())
def test_sharp_bounds_are_those_of_trying_every_corner(diagram, data):
    """A linear programme is solved in a corner: here every corner is computed, with no solver."""
    groups, truth = diagram
    reaches, unions, overlaps = facts_of(groups, truth)
    told_unions = {names: known for names, known in unions.items() if data.draw(st.booleans())}
    told_overlaps = {names: known for names, known in overlaps.items() if data.draw(st.booleans())}
    atoms = np.arange(1, 2**groups)
    masks = {names: [atoms >> int(name) & 1 > 0 for name in names] for names in {*unions, *overlaps}}
    rows = [(atoms >> int(name) & 1 > 0, known) for name, known in reaches.items()]
    rows += [(np.any(masks[names], axis=0), known) for names, known in told_unions.items()]
    rows += [(np.all(masks[names], axis=0), known) for names, known in told_overlaps.items()]
    left, right = np.array([row for row, _ in rows], float), np.array([known for _, known in rows], float)
    corners = []
    for chosen in itertools.combinations(range(atoms.size), np.linalg.matrix_rank(left)):
        found = np.linalg.lstsq(left[:, chosen], right, rcond=None)[0]
        if (found >= -1e-9).all() and np.allclose(left[:, chosen] @ found, right):
            corners.append(found.sum())
    assume(corners)
    assert reach.sharp_bounds(reaches, told_unions, told_overlaps) == pytest.approx(
        (min(corners), max(corners)), abs=1e-6
    )


@given(some_reaches, st.floats(0, 5))
def test_reach_never_exceeds_impressions(reaches, frequency):
    impressions = [post * (1 + frequency) for post in reaches]
    assert reach.independent(reaches, UNIVERSE) <= sum(impressions) + 1e-6


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.lists(st.integers(0, 10**7), min_size=2, max_size=9))
def test_the_curve_rises_and_levels_off_below_its_ceiling(seen, repeated, impressions):
    known = (seen + repeated, seen)
    curve = reach.goerg(sorted(impressions), known)
    assert (np.diff(curve) >= -1e-6).all()
    assert (curve <= np.minimum(sorted(impressions), reach.goerg_ceiling(known)) + 1e-6).all()
    assert reach.goerg(known[0], known)[0] == pytest.approx(seen)
