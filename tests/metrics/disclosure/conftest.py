"""The data sets that are attacked, and the rule switched off."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.store.warehouse import Warehouse
from metrics.disclosure import voices
from tests.support.attacking import World

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
