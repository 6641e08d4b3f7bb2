"""Which offices publish posts of their own, and which only share."""

from __future__ import annotations

import pytest

from data.store.warehouse import Warehouse
from metrics import VoicesNotShown, measure
from metrics.analyses.own_originals import PARTS, own_originals

WHERE = {"campaign": "migrationmeans"}


def test_only_the_offices_own_original_posts_are_its_own(house):
    for mission, account_type, kind in (
        ("KEN", "office", "original"),
        ("KEN", "person", "original"),
        ("SOM", "office", "share"),
        ("SOM", "office", "thunderclap"),
        ("SOM", "person", "original"),
        ("JOR", "organisation", "original"),
        ("unknown", "office", "original"),
    ):
        house.post(mission=mission, account_type=account_type, post_kind=kind)
    house.publish()
    found = own_originals().set_index("mission")
    assert found[[*PARTS, "standing"]].T.to_dict("list") == {
        "KEN": [1, 0, 1, "originals"],
        "SOM": [0, 2, 1, "shared"],
        "JOR": [0, 0, 1, "by_others"],
    }


def test_the_numbers_of_the_sample_are_those_of_measure(sample: Warehouse) -> None:
    at = sample.directory
    found = own_originals(WHERE, warehouse=at)
    every = (
        measure("posts", "mission", WHERE, warehouse=at).set_index("mission")["posts"].drop("unknown", errors="ignore")
    )
    assert found.set_index("mission")["posts"].to_dict() == every.to_dict()
    assert (found[list(PARTS)].sum(axis="columns") == found["posts"]).all()
    originals = measure(
        "posts", "mission", {**WHERE, "account_type": "office", "post_kind": "original"}, warehouse=at
    ).set_index("mission")["posts"]
    mine = found.set_index("mission")["originals"]
    assert mine[mine > 0].to_dict() == originals.drop("unknown", errors="ignore").to_dict()


def test_contributor_types_cannot_narrow_it(sample: Warehouse) -> None:
    with pytest.raises(VoicesNotShown):
        own_originals({**WHERE, "contributor_type": "migrant"}, warehouse=sample.directory)
