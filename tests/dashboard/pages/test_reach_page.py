"""The Reach page as its readers meet it: the numbers of `measure`, assumptions in the address, errors at their
field."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pandas as pd
import pytest

from dashboard import analyses, queries
from dashboard.components import cards
from dashboard.exports import to_csv, to_xlsx
from dashboard.i18n import number
from data.store.warehouse import Warehouse
from metrics import Assumptions, KindError, Selection, measure, total
from tests.support.examples import first
from tests.support.pages import AppTest, run, said, unfolded
from tests.support.pages import look as look_at

INTERVAL = ["unique_reach_lower", "unique_reach_upper", "unique_reach_modelled"]
MILLION = {"universe": "facebook=1000000"}


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


def look(**address: Any) -> AppTest:
    return look_at("reach", **address)


def interval(where: dict[str, Any] | None = None, assumptions: Assumptions | None = None) -> list[str]:
    return [number(value) for value in measure(INTERVAL, (), where, assumptions=assumptions).iloc[0]]


def title(app: AppTest) -> str:
    """The finding of the ladder."""
    return str(next(each.value for each in app.header if "accounts" in each.value))


def errors(app: AppTest) -> list[str]:
    return [each.value for each in app.error]


# -- the page


def test_the_page_begins_with_the_answer() -> None:
    app = look()
    assert app.title[0].value == (
        "Posts that report reach were seen by 9,963 to 479,071 accounts; 88% of posts do not report it"
    )
    assert "Reach not reported (this is not zero): Tumblr and Twitter / X." in said(app)
    low, high = interval({"mission": ["KEN"]})[:2]
    assert (
        look(mission="KEN").title[0].value.startswith(f"Posts that report reach were seen by {low} to {high} accounts;")
    )
    assert look(platform="twitter").title[0].value == "Reach is not reported for these posts"


def test_the_answer_follows_what_is_assumed() -> None:
    assert " to 400,000 accounts" in look(universe="facebook=400000").title[0].value


def test_what_is_assumed_stands_on_one_line_and_method_is_folded_behind_its_finding() -> None:
    folds = [each.label for each in look().expander]
    assert (
        "**Assumptions: no audience size; any overlap between audiences.** Add an audience size or an overlap to narrow the range."
        in folds
    )
    assert "Potential reach: 14% comes from the 10 largest of 2,062 accounts" in folds
    assert "Thunderclap social reach: 51% comes from the 10 largest of 347 accounts" in folds
    opened = {each.label: each.proto.expanded for each in look(**MILLION).expander}
    (line,) = [label for label in opened if "1,000,000 accounts" in label]
    assert opened[line]


def test_own_data_without_reach_say_so(own_posts: Callable[..., Warehouse]) -> None:
    own_posts("Twitter,1,2014-08-19 10:00,Public,KEN")
    app = look()
    assert app.title[0].value == "Reach is not reported for these posts"
    assert "Reach not reported (this is not zero): Twitter / X." in said(app)


# -- numbers


@pytest.mark.parametrize(
    "where", first(1, [{}, {"mission": ["KEN"]}, {"platform": ["facebook"], "post_kind": ["original", "share"]}])
)
def test_the_ladder_is_what_measure_gives(where: dict[str, Any]) -> None:
    low, high, _estimate = interval(where)
    app = look(**where)
    assert title(app) == f"{low} to {high} accounts reached (posts that report reach)"
    potential, gross = measure(["potential_reach", "gross_reach"], where=where).iloc[0]
    assert f"**Potential reach: {number(potential)} followers.**" in said(app)
    assert f"**Gross reach: {number(gross)} accounts, counted for each post.**" in said(app)


def test_missing_reach_is_not_zero() -> None:
    app = look(platform="twitter")
    assert "Reach is not reported for these posts" in said(app)
    assert "No platform reports reach for these posts" in said(app)
    assert "Reach is not reported here, so an assumption changes nothing." in said(app)


def test_nothing_at_all_names_the_next_step() -> None:
    assert "Widen the period or clear a filter." in said(
        look(**{"platform": "tumblr", "from": "2014-06-20", "to": "2014-06-21"})
    )


def test_platforms_and_published_figures_and_concentration_are_on_the_page() -> None:
    texts = said(look())
    assert "Only Facebook reports reach: 9,963 to 479,071 accounts" in texts
    assert "Reach not reported (this is not zero): Tumblr and Twitter / X." in texts
    assert "1 published figure of 4 is above the range of accounts" in texts
    assert "Published as “people”. It is Thunderclap social reach" in texts
    assert "largest of 347 accounts" in texts


def test_a_number_that_few_posts_report_says_whose_it_is() -> None:
    texts = said(look())
    assert "based on 546 of 4,437 posts, published by offices (546)." in texts
    assert "The largest account belongs to an office and has 53%" in texts
    texts = said(look_at(shown="impressions", lang="fr")).replace("\u00a0", " ")
    assert "Impressions : calculé sur 362 publications sur 4" in texts
    assert "Le plus grand compte appartient à un bureau et représente 89" in texts


def test_a_table_of_published_figures_holds_them_side_by_side() -> None:
    table = next(each.value for each in unfolded(look()).dataframe if "Times the high end" in each.value)
    assert table["Published"].tolist() == [520_000, 580_000, 65_896, 86_000]


def test_the_page_looks_back() -> None:
    low, high = (number(value) for value in measure(INTERVAL[:2], as_of=pd.Timestamp("2014-08-18").date()).iloc[0])
    assert title(look(as_of="2014-08-18")).startswith(f"{low} to {high} accounts")


# -- assumptions


@pytest.mark.parametrize(
    ("address", "meant"),
    first(
        2,
        [
            (MILLION, Assumptions({"facebook": 1_000_000})),
            ({"universe": "all=300000"}, Assumptions(300_000)),
            (
                {"universe": "all=900000; facebook=400000", "overlap": "chance"},
                Assumptions({"facebook": 400_000, "all": 900_000}, "chance"),
            ),
            (
                MILLION | {"overlap": "chance", "within": "language"},
                Assumptions({"facebook": 1_000_000}, "chance", "language"),
            ),
        ],
    ),
)
def test_a_link_carries_what_is_assumed(address: dict[str, str], meant: Assumptions) -> None:
    app = unfolded(look(**address))
    low, high, estimate = interval(assumptions=meant)
    assert title(app).startswith(f"{low} to {high} accounts")
    assert (f"Estimate: {estimate}." in said(app)) == (estimate != "–")
    assert {key: app.query_params[key] for key in app.query_params} == address
    assert meant.text(named={"facebook": "Facebook"}) in said(app)  # under "How was this counted?"


def test_a_field_declares_and_an_empty_one_assumes_nothing() -> None:
    app = look()
    assert app.number_input(key="universe_facebook").value is None
    app.number_input(key="universe_facebook").set_value(1_000_000)
    run(app)
    assert app.query_params["universe"] == "facebook=1000000"
    assert "With 1,000,000 accounts on Facebook, the high end stays at 479,071. An estimate is now possible" in said(
        app
    )
    app.number_input(key="universe_facebook").set_value(None)
    run(app)
    assert not dict(app.query_params)
    assert "No assumptions: high end 479,071 accounts" in said(app)


def test_each_assumption_says_what_it_changes() -> None:
    texts = said(look(universe="all=350000; facebook=400000", overlap="chance"))
    assert "With 400,000 accounts on Facebook, the high end falls from 479,071 to 400,000." in texts
    assert "Too small: one platform already has 400,000 accounts." in " ".join(
        errors(look(universe="all=350000; facebook=400000"))
    )
    within = said(look(overlap="chance"))
    assert "It needs an audience size to have an effect" in within


def test_a_universe_that_is_too_small_is_said_at_its_field_and_left_out() -> None:
    app = look(universe="facebook=5000")
    assert errors(app) == [
        "Too small: one post already reached 9,963 accounts. Enter at least 9,963. Until then it is ignored."
    ]
    assert title(app).startswith("9,963 to 479,071 accounts")
    assert app.number_input(key="universe_facebook").value == 5000


@pytest.mark.parametrize(
    "text", ["abc", "facebook=many", "facebook=-5", "myspace=5", "facebook=99999999999999999999", "=;="]
)
def test_an_address_that_cannot_be_read_is_said_and_assumes_nothing(text: str) -> None:
    app = look(universe=text)
    assert f"The link contains audience sizes that cannot be read: {text}." in said(app)
    assert title(app).startswith("9,963 to 479,071 accounts")


def test_a_choice_that_there_is_not_assumes_nothing() -> None:
    assert title(look(overlap="never", within="weekday")).startswith("9,963 to 479,071 accounts")


def test_one_click_assumes_nothing_again() -> None:
    app = look(**MILLION, overlap="chance", within="language")
    next(each for each in app.button if each.key == "assume_nothing").click()
    run(app)
    assert not dict(app.query_params)


def test_assumptions_are_asked_for_apart() -> None:
    plain, declared = (
        queries.ask(INTERVAL, (), Selection(), each) for each in (None, Assumptions({"facebook": 400_000}))
    )
    assert plain[INTERVAL[1]].iloc[0] == 479_071
    assert declared[INTERVAL[1]].iloc[0] == 400_000
    assert queries.ask(INTERVAL).equals(plain)


# -- what is handed on


@pytest.mark.usefixtures("spoken")
def test_every_file_says_what_is_assumed() -> None:
    frame = queries.ask(INTERVAL, (), Selection(), Assumptions({"facebook": 400_000}, "chance"))
    provenance = cards.Provenance.of(frame, "Ladder", assumed=queries.assumed(frame))  # type: ignore[attr-defined]
    table = pd.read_csv(io.BytesIO(to_csv(frame, provenance)))
    assert table["assumptions"].tolist() == [
        "audience size: facebook 400,000 accounts; overlap between audiences at least as much as by chance"
    ]
    about = openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, provenance)))["About"]
    lines = {row[0].value: row[1].value for row in about.iter_rows()}
    assert "unique_reach_upper: 546 (12.3%), largest account 53%" in lines["Based on"]
    assert "posts that report reach" in lines["unique_reach_upper"]
    assert table["based_on"].str.contains(r"unique_reach_lower: 546 \(12\.3%\), largest account 53%").all()
    assert (
        lines["Assumptions"]
        == "audience size: Facebook 400,000 accounts; overlap between audiences at least as much as by chance"
    )


@pytest.fixture
def spoken() -> None:
    from dashboard.i18n import speak

    speak("en")


def test_intervals_of_platforms_cannot_be_added_by_hand_either() -> None:
    frame = analyses.reach_by_platform(Selection(), Assumptions())
    for name in INTERVAL:
        with pytest.raises(KindError):
            total(frame, name)
