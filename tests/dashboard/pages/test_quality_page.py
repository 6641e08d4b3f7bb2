"""The Data quality page: what is serious comes first, and says what it does to which number."""

from __future__ import annotations

import pytest

from data.store.warehouse import Warehouse
from tests.support.pages import AppTest, cells, look, said, titles


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


def badges(app: AppTest) -> list[str]:
    return [each.value for each in app.markdown if "-badge[" in each.value]


def test_the_answer_counts_what_needs_attention_and_what_is_serious() -> None:
    app = look("quality")
    assert app.title[0].value == "7 quality checks need attention; 2 of them are serious"
    found = titles(app)
    assert (
        found.index("Impressions")
        < found.index("Reported reach")
        < found.index("Counts that went down")
        < found.index("Rejected rows")
    )
    assert [each.value for each in app.subheader] == ["Serious (2)", "Take care (2)", "Good to know (3)"]


def test_a_result_says_what_it_does_to_which_number_and_where_to_go() -> None:
    app = look("quality")
    text = said(app)
    assert (
        "**What it does to numbers.** Gross reach is too low. The range of unique reach covers the other posts only."
        in text
    )
    assert "**What to do.** Classify the accounts with most posts first, in the contributor directory." in text
    links = " ".join(each.value for each in app.get("html"))
    assert 'href="definitions#gross_reach"' in links
    assert 'href="contributors"' in links
    assert "Contributor directory" in cells(app)


def test_how_serious_it_is_stands_in_words_and_not_in_colour_alone() -> None:
    found = badges(look("quality", lang="fr"))
    assert any("Grave" in each and "error" in each for each in found)
    assert any("Bon à savoir" in each and "info" in each for each in found)
