"""Sums that follow from others: each test is one way to work them out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from data.privacy.derivable_sums import NOT_ASKED, Allowed, Sums, without_derivable

VOICES = ["migrant", "public", "staff", "mission"]
MIGRANT, PUBLIC, STAFF, MISSION = range(4)
ALL, ONE, OTHER = range(3)
CONTEXTS = np.array([[True, True], [True, False], [False, True]])
"""All data, and two campaigns that have no post in common."""


def sums(*measures: np.ndarray, items: float = 50, **more: object) -> Sums:
    """Amounts by voice, account type and part for each measure; items are known wherever there is an amount."""
    amounts = np.array(measures, float)
    return Sums(
        **{
            "voices": VOICES,
            "contexts": CONTEXTS,
            "amounts": amounts,
            "items": np.where(amounts > 0, items, 0),
            "occurs": np.ones(amounts.shape[1:3], bool),
            "rules": [],
            "groups": list(range(len(amounts))),
            **more,  # type: ignore[dict-item]
        }
    )


def by_people(*rows: tuple[float, float]) -> np.ndarray:
    """Amounts of people, in the two parts."""
    return np.array([[row] for row in rows], float)


def all_but(sums: Sums, *hidden: tuple[int, int]) -> Allowed:
    """Every sum is told but those of these contexts and voices."""
    places = product(range(len(sums.contexts)), range(len(sums.amounts)), range(len(VOICES)))
    return {(context, measure, voice) for context, measure, voice in places if (context, voice) not in hidden}


def test_what_cannot_be_worked_out_stays_told() -> None:
    given = sums(by_people((40, 60), (300, 200), (200, 400), (90, 80)))
    allowed = all_but(given, *product((ALL, ONE, OTHER), (MIGRANT, STAFF)))
    assert without_derivable(given, allowed) == allowed


def test_the_whole_less_the_others_is_what_is_hidden() -> None:
    given = sums(by_people((40, 60), (300, 200), (200, 400), (90, 80)))
    allowed = without_derivable(given, all_but(given, *product((ALL, ONE, OTHER), (MIGRANT,))))
    assert {voice for *_, voice in allowed} < {PUBLIC, STAFF, MISSION}
    assert len({(context, voice) for context, _, voice in allowed}) == 6, "one other of each context is enough"


def test_what_totals_of_account_types_tell_hides_nothing_and_needs_no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each account type is of one contributor type."""
    monkeypatch.setattr("scipy.optimize.linprog", None)
    amounts = np.zeros((4, 2, 2))
    amounts[MIGRANT, 0], amounts[MISSION, 1] = (5, 7), (70, 30)
    given = sums(amounts, occurs=amounts.any(axis=2))
    allowed = all_but(given, (ONE, MIGRANT))
    assert without_derivable(given, allowed) == allowed


def test_two_campaigns_tell_what_is_hidden_in_one_of_them() -> None:
    """Public voices have 500 in all and 200 in the other campaign, so that 300 of this one are theirs, and the rest is
    migrants'."""
    given = sums(by_people((40, 60), (300, 200), (200, 400), (90, 80)))
    hidden = ((ONE, MIGRANT), (ONE, PUBLIC), (OTHER, MIGRANT), (OTHER, STAFF), (ALL, MIGRANT), (ALL, MISSION))
    assert without_derivable(given, all_but(given, *hidden)) < all_but(given, *hidden)


def test_each_measure_of_engagement_is_looked_at() -> None:
    """In all data the reactions of offices are those of missions, so that nobody else's are among them in a campaign
    either: there what is left of people's is that of migrants. Of shares, and of engagement, offices have some for
    migrants."""
    reactions = np.zeros((4, 2, 2))
    reactions[:, 0], reactions[MISSION, 1] = [(40, 60), (300, 200), (200, 400), (0, 0)], (430, 430)
    shares = reactions.copy()
    shares[MIGRANT, 1] = (30, 30)
    occurs = shares.any(axis=2)
    hidden = tuple(product((ONE, OTHER), (MIGRANT, MISSION)))
    alone = sums(shares, occurs=occurs)
    assert without_derivable(alone, all_but(alone, *hidden)) == all_but(alone, *hidden)
    given = sums(reactions, shares, reactions + shares, occurs=occurs, rules=[(2, (0, 1))], groups=[0, 0, 0])
    allowed = without_derivable(given, all_but(given, *hidden))
    assert allowed < all_but(given, *hidden)
    assert {(context, voice) for context, measure, voice in allowed if measure == 0} == {
        (context, voice) for context, measure, voice in allowed if measure == 2
    }, "all or none"


def test_what_is_known_together_with_another_measure_is_all_where_nothing_is_left() -> None:
    engagement = by_people((40, 60), (300, 200), (200, 400), (90, 80))
    rest = np.where(np.arange(4)[:, None, None] == MISSION, engagement, 0)
    given = sums(engagement, engagement - rest, rest, rules=[(0, (1, 2))], groups=[0, 1, NOT_ASKED])
    allowed = {each for each in all_but(given) if each[1] == 0 or (each[1] == 1 and each[2] not in (MIGRANT, STAFF))}
    after = without_derivable(given, allowed)
    assert after < allowed
    assert {each for each in allowed if each[1] == 0} <= after, "the whole needs not be hidden"


def test_nearly_the_same_number_in_every_solution_is_known() -> None:
    """Staff have 1 in all, so that it is 0 or 1 in the campaign, and what migrants have there 40 or 39."""
    given = sums(by_people((40, 60), (300, 200), (0, 1), (90, 80)))
    allowed = all_but(given, *product((ONE, OTHER), (MIGRANT, STAFF)))
    assert without_derivable(given, allowed) < allowed
    given = given._replace(amounts=by_people((40, 60), (300, 200), (10, 10), (90, 80))[None])
    assert without_derivable(given, allowed) == allowed


def test_a_part_of_a_told_sum_that_is_one_post_is_not_worked_out() -> None:
    """Offices have 900, and missions speak with offices alone: less their 860 it is what one post has that an office
    published on somebody's behalf."""
    amounts = np.zeros((4, 2, 2))
    amounts[:, 0] = [(40, 60), (300, 200), (200, 400), (0, 0)]
    amounts[[MIGRANT, MISSION], 1] = [(40, 0), (430, 430)]
    given = sums(amounts)
    given.items[0, MIGRANT, 1, 0] = 1
    given = given._replace(occurs=amounts.any(axis=2))
    after = without_derivable(given, all_but(given))
    assert all(not {(context, 0, MIGRANT), (context, 0, MISSION)} <= after for context in (ALL, ONE))
    given.items[0, MIGRANT, 1, 0] = 3
    assert without_derivable(given, all_but(given)) == all_but(given), "three posts are enough"


def test_what_account_types_tell_alone_hides_nothing() -> None:
    """Nobody but migrants can be among people, and everybody may ask what people have."""
    amounts = np.zeros((4, 2, 2))
    amounts[MIGRANT, 0], amounts[1:, 1] = (40, 60), [(300, 200), (200, 400), (90, 80)]
    given = sums(amounts)._replace(occurs=amounts.any(axis=2))
    allowed = all_but(given, *product((ALL, ONE, OTHER), (MIGRANT,)))
    assert without_derivable(given, allowed) == allowed


def test_of_campaigns_that_overlap_in_many_ways_the_smallest_are_not_told() -> None:
    """Eight campaigns can divide the data into 256 parts, of which nobody could look at all equations."""
    ways = np.array(list(product((False, True), repeat=8))).T
    contexts = np.vstack([np.ones((1, ways.shape[1]), bool), ways])
    amounts = np.broadcast_to(np.array([40, 300, 200, 90])[:, None, None], (4, 1, ways.shape[1]))
    given = sums(amounts, contexts=contexts)
    hidden = tuple(product(range(9), (MIGRANT, STAFF)))
    assert without_derivable(given, all_but(given)) == all_but(given), "nothing is hidden"
    allowed = without_derivable(given, all_but(given, *hidden))
    assert allowed == {each for each in all_but(given, *hidden) if each[0] <= 4}
