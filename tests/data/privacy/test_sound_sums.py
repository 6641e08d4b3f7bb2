"""Which measured sums of contributor types may be shown."""

from __future__ import annotations

import numpy as np

from data.privacy.sound_sums import Spoken, may_tell_sum, sound_contexts


def sums(**spoken: tuple[float, int, int, float]) -> dict[str, Spoken]:
    """What each contributor type's sum is made of."""
    return {voice: Spoken(*parts) for voice, parts in spoken.items()}


def test_a_sum_is_told_where_enough_accounts_and_others_stand_behind_it() -> None:
    others = {"staff": (500.0, 40, 20, 100.0), "public": (900.0, 30, 25, 90.0)}
    assert may_tell_sum(sums(migrant=(100, 30, 10, 80), **others)) == ["migrant", "public", "staff"]
    assert may_tell_sum(sums(migrant=(100, 30, 9, 80), **others)) == ["public"], (
        "nine accounts; the smallest other protects them"
    )
    assert may_tell_sum(sums(migrant=(100, 30, 10, 91), **others)) == ["public"], "two hold nearly all"
    few = {"staff": (500.0, 20, 20, 100.0), "public": (900.0, 29, 25, 90.0)}
    assert may_tell_sum(sums(migrant=(100, 30, 10, 80), **few)) == ["public"], "49 posts of others"
    assert may_tell_sum(sums(migrant=(100, 30, 9, 80), crisis_affected=(50, 5, 5, 40), **others)) == [
        "public",
        "staff",
    ], "they cover"


def test_what_protects_a_hidden_sum_is_itself_something() -> None:
    nothing = {"donor": (0.0, 0, 0, 0.0), "staff": (500.0, 40, 20, 100.0), "public": (900.0, 30, 25, 90.0)}
    assert may_tell_sum(sums(migrant=(100, 30, 9, 80), **nothing)) == ["donor", "public"]


def test_a_hidden_sum_is_hidden_among_those_of_its_account_type() -> None:
    """What offices have in all is told too: less that of missions it would be that of whom offices spoke for."""
    offices = {"mission": Spoken(900, 70, 30, 200), "crisis_affected": Spoken(60, 8, 8, 30)}
    people = {"public": Spoken(500, 90, 80, 40), "staff": Spoken(20, 20, 20, 2), "migrant": Spoken(0, 0, 0, 0)}
    whole = offices | people
    assert may_tell_sum(whole, by_account_type={"office": offices, "person": people}) == ["public", "staff"]


def test_two_hidden_sums_do_not_cover_each_other_where_few_stand_behind_them() -> None:
    spoken = sums(
        migrant=(100, 3, 3, 80),
        crisis_affected=(0, 0, 0, 0),
        staff=(500.0, 40, 20, 100.0),
        public=(900.0, 30, 25, 90.0),
    )
    assert may_tell_sum(spoken) == ["public"], "all less what is told would be that of three"


def test_what_told_sums_leave_of_each_other_must_rest_on_enough_too() -> None:
    accounts, ones = np.arange(30), np.ones(30, int)
    campaign = accounts < 20

    def contexts(inside: np.ndarray, left: int = 0) -> list[int]:
        rest = (np.where(accounts < left, 5.0, 0.0), (accounts < left).astype(int))
        return sound_contexts(accounts, [ones == 1, inside], [(np.full(30, 5.0), ones)], [rest])

    assert contexts(campaign) == [0, 1]
    assert contexts(accounts < 21) == [0], "outside the campaign are nine"
    assert contexts(accounts < 9) == [0], "in the campaign are nine"
    assert contexts(ones == 1) == [0, 1], "the campaign is all data"
    assert contexts(campaign, left=9) == [], "nine do not report the other measure"
    assert contexts(campaign, left=0) == [0, 1]
