"""A filter means what somebody typed: labels are codes, a misspelt value is said and never silently matches nothing."""

from __future__ import annotations

import datetime as dt
import warnings

import pytest

from dashboard import i18n
from data.store.warehouse import Warehouse
from data.vocabularies import CHOICES
from metrics import (
    DIMENSIONS,
    Assumptions,
    MeasureError,
    Selection,
    UnknownName,
    UnknownValue,
    WrongArgument,
    answer,
    measure,
)
from metrics.analyses import data_quality, listings
from metrics.definitions.spellings import SPELLINGS, folded
from tests.support.examples import first


def posts(sample: Warehouse, **where: object) -> int:
    return int(measure("posts", where=where, warehouse=sample.directory)["posts"].iloc[0])


@pytest.mark.parametrize(
    ("dimension", "typed", "code"),
    first(
        10,
        [
            ("mission", "Kenya", "KEN"),
            ("mission", "ken", "KEN"),
            ("mission", "IOM Kenya", "KEN"),
            ("mission", "Allemagne", "DEU"),
            ("mission", "ALEMANIA", "DEU"),
            ("mission", "Bureau régional de Dakar", "RO-DKR"),
            ("mission", "Regional office Dakar", "RO-DKR"),
            ("country", "Côte d'Ivoire", "CIV"),
            ("country", "reino unido", "GBR"),
            ("region", "Asia and the Pacific (Bangkok)", "BKK"),
            ("region", "afrique australe (pretoria)", "PRY"),
            ("contributor_type", "IOM staff", "staff"),
            ("contributor_type", "personal de la oim", "staff"),
            ("contributor_type", "Personnel de l'OIM", "staff"),
            ("account_type", "organization", "organisation"),
            ("account_type", "Organisation", "organisation"),
            ("account_type", "Organización", "organisation"),
            ("post_kind", "Shared posts", "share"),
            ("post_kind", "Shares", "share"),
            ("post_kind", "Publications partagées", "share"),
            ("platform", "Facebook", "facebook"),
            ("platform", "Twitter / X", "twitter"),
            ("platform", "x", "twitter"),
            ("post_kind", "Original posts", "original"),
            ("media_type", "Vidéo", "video"),
            ("language", "French", "fr"),
            ("language", "francés", "fr"),
            ("language", "FR", "fr"),
            ("campaign", "#MigrationMeans", "migrationmeans"),
            ("campaign", "No campaign", "none"),
            ("contributor_type", "Unknown", "unknown"),
            ("month", "2014-08", "2014-08-01"),
            ("month", "2014-08-19", "2014-08-01"),
            ("week", "2014-08-24", "2014-08-18"),
            ("weekday", 2.0, "2"),
            ("hour", "07", "7"),
            ("day", dt.datetime(2014, 8, 19, 23, 30), "2014-08-19"),
        ],
    ),
)
def test_what_people_call_a_value_stands_for_its_code(
    sample: Warehouse, dimension: str, typed: object, code: str
) -> None:
    by_name, by_code = (
        measure("posts", where={dimension: value}, warehouse=sample.directory) for value in (typed, code)
    )
    assert by_name["posts"].tolist() == by_code["posts"].tolist()
    assert answer(by_name).filters == f"{dimension} {code}"
    assert answer(by_name).doubts == ()


def test_a_hashtag_is_the_same_with_its_sign_in_any_case_and_however_its_letters_are_composed(
    sample: Warehouse, house
) -> None:
    assert posts(sample, hashtag="#MigrationMeans") == posts(sample, hashtag="migrationmeans") > 4000
    house.post(hashtags=["émigrer"]).publish()
    for typed in ("#Émigrer", "e\u0301migrer", " ÉMIGRER "):
        assert measure("posts", where={"hashtag": typed})["posts"].tolist() == [1]


@pytest.mark.parametrize(
    ("dimension", "typed", "hint"),
    [
        ("platform", "facebok", "Did you mean 'facebook'?"),
        ("platform", "myspace", "Available: bluesky, facebook, instagram, "),
        ("mission", "Kenja", "Did you mean 'Kenya'?"),
        ("mission", "Kenia xyz", "python cli.py measure posts --by mission lists those"),
        ("region", "Pacific", "Asia and the Pacific"),
        ("region", "Asia", "Did you mean one of "),
        ("contributor_type", "migrants", "Did you mean 'migrant'?"),
        ("campaign", "migrationmean", "Did you mean 'migrationmeans'?"),
        ("language", "Frensh", "No language is called"),
        ("post_kind", "retweet", "Available: "),
        ("media_type", "", "Available: "),
        ("country", "ZZZ", "No country is called 'ZZZ'."),
        ("mission", "Qqqqq", "python cli.py measure posts --by mission lists those"),
    ],
)
def test_a_value_that_a_closed_list_does_not_have_is_an_error(
    sample: Warehouse, dimension: str, typed: str, hint: str
) -> None:
    with pytest.raises(UnknownName) as error:
        posts(sample, **{dimension: [typed, "unknown"]})
    assert hint in str(error.value)


@pytest.mark.parametrize(
    ("dimension", "typed", "said"),
    [
        ("hashtag", "#MigrationMaens", "No hashtag is called 'migrationmaens'. Did you mean 'migrationmeans'?"),
        ("theme", "educaton", "No theme is called 'educaton'. Did you mean 'education'?"),
        ("contributor", "somebody", "No contributor is called 'somebody'."),
    ],
)
def test_a_value_that_an_open_list_does_not_have_is_warned_of_beside_the_answer(
    sample: Warehouse, dimension: str, typed: str, said: str
) -> None:
    with pytest.warns(UnknownValue) as raised:
        found = measure("posts", where={dimension: typed}, warehouse=sample.directory)
    assert [(str(each.message), each.filename) for each in raised] == [(said, __file__)]
    assert found["posts"].tolist() == [0]
    assert said in answer(found).warnings


def test_one_misspelt_value_among_others_is_warned_of_too(sample: Warehouse) -> None:
    with pytest.warns(UnknownValue, match="migrationmaens"):
        assert posts(sample, hashtag=["migrationmeans", "migrationmaens"]) == posts(sample, hashtag="migrationmeans")


def test_what_exists_but_has_no_posts_is_no_mistake(sample: Warehouse) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert posts(sample, platform="tiktok") == posts(sample, mission="DEU") == posts(sample, language="sw") == 0
        assert posts(sample, campaign="migrantheroes") == posts(sample, day="2013-01-01") == 0
        assert posts(sample, hashtag="none") > 0


@pytest.mark.parametrize(
    ("where", "said"),
    [({"hour": 24}, "from 0 to 23"), ({"weekday": "0"}, "from 1 to 7"), ({"month": "Aug"}, "2014-08")],
)
def test_what_is_no_day_or_hour_gets_an_example(sample: Warehouse, where: dict[str, object], said: str) -> None:
    with pytest.raises(WrongArgument, match=said):
        posts(sample, **where)


def test_lists_and_checks_take_filters_the_same_way(sample: Warehouse) -> None:
    at = {"warehouse": sample.directory}
    by_name, by_code = (listings.publishable_posts({"platform": name}, **at)[1] for name in ("Facebook", "facebook"))
    assert by_name == by_code > 0
    assert data_quality.check({"mission": "Kenya"}, **at).equals(data_quality.check({"mission": "KEN"}, **at))
    for ask in (listings.publishable_posts, listings.withheld, listings.sources, data_quality.check):
        with pytest.raises(UnknownName, match="'facebook'"):
            ask({"platform": "facebok"}, **at)
        with pytest.warns(UnknownValue, match="zzz"):
            ask({"hashtag": "zzz"}, **at)


def test_a_universe_is_declared_for_a_platform_by_any_of_its_names(sample: Warehouse) -> None:
    found = measure("unique_reach_upper", assumptions=Assumptions({"Facebook": 400_000}), warehouse=sample.directory)
    assert answer(found).assumed.platforms == {"facebook": 400_000}
    with pytest.raises(UnknownName, match="'facebook'"):
        measure("posts", assumptions=Assumptions({"facebok": 5}), warehouse=sample.directory)


def test_two_of_one_name_are_not_confused(house) -> None:
    for code in ("means", "means_2"):
        house.insert("campaigns", {"campaign": code, "name": "#Means!"})
    house.insert("campaigns", {"campaign": "other", "name": "#Both"}).insert(
        "campaigns", {"campaign": "one", "name": "#Both"}
    ).publish()
    assert answer(measure("posts", where={"campaign": "#means"})).filters == "campaign means", (
        "a code comes before a name"
    )
    with pytest.raises(UnknownName, match="Did you mean one of 'one', 'other'"):
        measure("posts", where={"campaign": "#Both"})


def test_whether_a_withheld_author_exists_is_not_told(house) -> None:
    house.post(account="hidden", account_type="person").post(account="seen", account_type="office").publish()
    with pytest.warns(UnknownValue, match="No contributor is called 'hidden'"):
        assert measure("posts", where={"contributor": "hidden"})["posts"].tolist() == [0]


def test_what_pages_call_a_value_in_other_languages_stands_for_its_code() -> None:
    for name, labels in CHOICES.items():
        for (code, label), language in (
            (each, spoken) for each in labels.items() if name in DIMENSIONS for spoken in ("fr", "es")
        ):
            with i18n.speaking(language):
                named = folded(i18n._(label))
            known = {folded(each) for each in (*SPELLINGS[name].get(code, ()), label, code)}
            assert named in known, f"add to metrics/definitions/spellings.py: {name} {code}: {i18n._(label)}"


@pytest.mark.parametrize(
    "named", first(2, [name for name, each in DIMENSIONS.items() if not each.open and each.type == "VARCHAR"])
)
def test_every_value_that_occurs_is_known_by_its_code(sample: Warehouse, named: str) -> None:
    metric = "photo_votes" if named == "photo" else "posts"
    values = measure(metric, by=named, warehouse=sample.directory)[named].tolist()
    assert values
    for value in values[:60]:
        assert answer(measure(metric, where={named: value}, warehouse=sample.directory)).filters == f"{named} {value}"


def test_a_filter_for_nothing_known_is_refused_before_data_are_looked_for(tmp_path) -> None:
    with pytest.raises(UnknownName):
        measure("posts", where={"platfrom": "x"}, warehouse=tmp_path)
    with pytest.raises(MeasureError, match="before it starts"):
        measure("posts", where=Selection(start="2014-09-01", end="2014-08-01"), warehouse=tmp_path)
