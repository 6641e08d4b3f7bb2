"""What a metric counts is said where the metric is defined, in singular and plural."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard import i18n
from dashboard.charts.base.phrases import counted
from metrics import METRICS, Kind, Noun
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.definitions.model import by_name

SAVES = replace(METRICS["saves"], name="bookmarks", label="Bookmarks", noun=Noun("{n} bookmark", "{n} bookmarks"))


def test_every_count_says_what_it_counts() -> None:
    assert {name for name, metric in METRICS.items() if metric.kind is Kind.COUNT and not metric.noun} == set()
    nouns = [metric.noun for metric in METRICS.values() if metric.noun]
    nouns += [items.counted for items in FACT_TABLES.values()]
    assert all(text.startswith("{n} ") for noun in nouns for text in noun)


def test_a_count_without_a_noun_is_an_error_where_it_is_defined() -> None:
    with pytest.raises(ValueError, match=r"^Say what bookmarks counts: noun=Noun\(.*\)\.$"):
        by_name([METRICS["posts"], replace(SAVES, noun=None)])
    with pytest.raises(ValueError, match=r"^Say in what bookmarks is measured: unit="):
        by_name([replace(SAVES, unit="")])
    with pytest.raises(ValueError, match=r"^Two metrics are called bookmarks\.$"):
        by_name([SAVES, SAVES])
    assert by_name([SAVES]) == {"bookmarks": SAVES}


@pytest.mark.parametrize(
    ("metric", "value", "text"),
    [
        (SAVES, 1, "1 bookmark"),
        (SAVES, 3_013, "3,013 bookmarks"),
        (SAVES, None, "– bookmarks"),
        (METRICS["missions"], 1, "1 mission"),
        (METRICS["engagement"], 2, "2 engagements"),
        (METRICS["thunderclap_social_reach"], 521_840, "521,840 friends and followers"),
        (METRICS["potential_reach"], 7, "Potential reach: 7"),
        (METRICS["frequency"], 1.5, "Frequency, low end: 1.50"),
        (METRICS["share_of_voice"], 0.25, "Share of voice (imported posts): 25%"),
    ],
)
def test_charts_write_a_value_with_its_noun_or_after_its_label(metric, value, text) -> None:
    assert counted(value, metric) == text


def test_nouns_follow_the_language() -> None:
    with i18n.speaking("fr"):
        assert counted(0, METRICS["clicks"]) == "0 clic"
    with i18n.speaking("es"):
        assert counted(2, METRICS["shares"]) == "2 compartidos"


def test_a_noun_in_english_follows_the_number() -> None:
    assert [METRICS["posts"].noun.english(n) for n in (0, 1, 1_853)] == ["0 posts", "1 post", "1,853 posts"]
