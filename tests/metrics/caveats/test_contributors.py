"""Who the contributors are, and how few they may be: always of the rows that were asked for, and never more than were
counted."""

from __future__ import annotations

import pytest

from dashboard import i18n
from data.store.warehouse import Warehouse
from metrics import Selection, answer, measure
from metrics.disclosure import voices


@pytest.fixture
def people(house):
    """Five contributors: a person linked on both networks, one person on each, an office on both, an organization on
    one."""
    for account, contributor, platform, kind, mission in (
        ("t1", "p1", "twitter", "person", "KEN"),
        ("f1", "p1", "facebook", "person", "KEN"),
        ("t2", "t2", "twitter", "person", "KEN"),
        ("f2", "f2", "facebook", "person", "JOR"),
        ("t3", "o1", "twitter", "office", "JOR"),
        ("f3", "o1", "facebook", "office", "JOR"),
        ("f4", "f4", "facebook", "organisation", "JOR"),
    ):
        house.post(account=account, contributor=contributor, platform=platform, account_type=kind, mission=mission)
    house.publish()
    return house


def test_people_are_told_from_offices_and_the_fewest_there_can_be_is_said(people):
    found = measure("contributors")
    assert found["contributors"].tolist() == [5]
    assert answer(found).contributors == ({"people": 3, "institutions": 2, "unknown": 0, "at_least": 4},)
    assert answer(found).warnings == (
        "5 contributors: 3 people, 2 offices and organizations; "
        "at least 4 if every unlinked account on another network belongs to one of them.",
    )


def test_the_fewest_are_those_of_each_row_and_never_of_the_whole_campaign(people):
    found = measure(["contributors", "posts"], "mission")
    assert found["contributors"].tolist() == [3, 2]
    assert [row["at_least"] for row in answer(found).contributors] == [3, 2]
    assert [(row["people"], row["institutions"]) for row in answer(found).contributors] == [(1, 2), (2, 0)]
    assert not any("at least" in text for text in answer(found).warnings)
    jordan = measure("contributors", where={"mission": "JOR", "platform": ["twitter", "facebook"]})
    assert answer(jordan).contributors == answer(found).contributors[:1]


def test_on_one_network_there_is_nothing_to_doubt(people):
    for asked in ({"where": {"platform": "twitter"}}, {"by": "platform"}):
        found = measure("contributors", **asked)
        assert all(row["at_least"] is None for row in answer(found).contributors)
        assert not any("at least" in text for text in answer(found).warnings)


def test_an_institution_with_a_persons_account_is_one_institution(house):
    house.post(account="a", contributor="c", account_type="person").post(
        account="b", contributor="c", account_type="office"
    ).publish()
    assert answer(measure("contributors")).contributors == (
        {"people": 0, "institutions": 1, "unknown": 0, "at_least": None},
    )


def test_where_nobody_contributed_nobody_is_told(people):
    found = measure("contributors", where={"platform": "youtube"})
    assert found["contributors"].tolist() == [0]
    assert answer(found).warnings == ()


def test_nobody_is_told_apart_where_a_voice_is_told(people, monkeypatch):
    monkeypatch.setattr(voices, "plan", lambda *_: voices.Plan("", (), {}))
    assert answer(measure("contributors", "contributor_type")).contributors == ()
    assert answer(measure("contributors", where={"contributor_type": "public"})).contributors == ()


@pytest.mark.parametrize("by", ["region", "hashtag", "campaign", "month", "account_type", "mission"])
def test_no_row_has_more_than_it_counts_and_people_and_institutions_add_up(sample: Warehouse, by: str) -> None:
    found = measure("contributors", by, warehouse=sample.directory)
    rows = answer(found).contributors
    assert len(rows) == len(found)
    for row, count in zip(rows, found["contributors"], strict=True):
        assert row["people"] + row["institutions"] + row["unknown"] == count
        assert row["at_least"] is None or 0 < row["at_least"] <= count


def test_the_sample_says_what_it_should_in_three_languages(sample: Warehouse) -> None:
    (warning,) = answer(
        measure("contributors", where=Selection({"campaign": "migrationmeans"}), warehouse=sample.directory)
    ).warnings
    assert warning == (
        "1,853 contributors: 1,600 people, 253 offices and organizations; "
        "at least 1,461 if every unlinked account on another network belongs to one of them."
    )
    with i18n.speaking("fr"):
        assert "personnes et 253 bureaux et organisations\u00a0; au moins" in i18n.said(warning)
    with i18n.speaking("es"):
        assert "personas y 253 oficinas y organizaciones; al menos" in i18n.said(warning)
