"""What may be said: sentences that can be quoted as they stand, with the numbers of `measure`."""

from __future__ import annotations

import datetime as dt

import pytest

from common.messages import Counted, from_json, to_json
from dashboard.i18n import said, speaking
from data.store.warehouse import Warehouse
from metrics import Selection, measure
from metrics.analyses.quotable import QUOTED, quote, quotes
from metrics.analyses.quote_wording import Quote
from tests.conftest import Imported

WHERE = {"campaign": "migrationmeans"}


@pytest.fixture(scope="module")
def found(sample: Warehouse) -> dict[str, Quote]:
    return {each.metric: each for each in quotes(WHERE, warehouse=sample.directory)}


def in_words(quote: Quote, language: str = "en") -> str:
    with speaking(language):
        return said(quote.sentence or "").replace("\u202f", " ").replace("\u00a0", " ")


def test_each_headline_number_of_the_sample_has_its_sentence(found: dict[str, Quote]) -> None:
    assert in_words(found["posts"]) == (
        "From 20 June 2014 to 18 December 2014, the campaign #MigrationMeans counted 4,437 posts on Twitter / X, Facebook "
        "and Tumblr, above the target of 4,000."
    )
    assert "at most 1,853 different contributors took part: 1,600 people and 253 offices" in in_words(
        found["contributors"]
    )
    assert "52 missions and regional offices took part in #MigrationMeans, above the target of 50." in in_words(
        found["missions"]
    )
    assert (
        "the posts of #MigrationMeans that report reach (546 posts) were seen by 9,963 to 479,071 accounts"
        in in_words(found["unique_reach_upper"])
    )
    assert in_words(found["thunderclap_social_reach"]).startswith(
        "347 accounts joined the Thunderclap of 19 August 2014"
    )
    assert "521,840" in in_words(found["thunderclap_social_reach"])
    assert in_words(found["photo_votes"]) == "The photos of #MigrationMeans received 1,261 votes."


def test_a_campaign_of_stories_alone_has_their_sentence_and_no_other(sample: Warehouse) -> None:
    found = {each.metric: each for each in quotes({"campaign": "migrantheroes"}, warehouse=sample.directory)}
    assert found.keys() == {"stories"}
    assert in_words(found["stories"]) == "118 stories of #MigrantHeroes may be published today, with valid consent."
    assert in_words(found["stories"], "fr").startswith("118 récits de #MigrantHeroes peuvent être publiés")


def test_one_day_is_said_as_one(sample: Warehouse) -> None:
    day = Selection((("campaign", ("migrationmeans",)),), dt.date(2014, 8, 19), dt.date(2014, 8, 19))
    found = quote("posts", day, warehouse=sample.directory)
    assert found
    for language, beginning in {
        "en": "On 19 August 2014, ",
        "fr": "Le 19 août 2014, ",
        "es": "El 19 de agosto",
    }.items():
        assert in_words(found, language).startswith(beginning)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Du 20 juin 2014 au 18 décembre 2014, la campagne #MigrationMeans a compté 4 437 publications sur"),
        (
            "es",
            "Del 20 de junio de 2014 al 18 de diciembre de 2014, la campaña #MigrationMeans contó 4.437 publicaciones en",
        ),
    ],
)
def test_it_stands_in_the_language_of_those_who_quote_it(found: dict[str, Quote], language: str, sentence: str) -> None:
    assert in_words(found["posts"], language).startswith(sentence)


def test_what_has_to_be_said_with_a_number_stands_beside_it(found: dict[str, Quote]) -> None:
    assert "Posts that do not report reach: 87.7%." in found["unique_reach_upper"].say_with
    assert "1,643 shared posts" in " ".join(found["posts"].say_with)
    assert all(each.do_not_say for each in found.values() if each.sentence)


def test_a_filter_is_said_and_a_target_is_not(sample: Warehouse) -> None:
    where = Selection({**WHERE, "mission": ["KEN"]}, "2014-08-01", "2014-08-31")
    told = quote("posts", where, warehouse=sample.directory)
    assert told
    count = measure("posts", where=where, warehouse=sample.directory)["posts"].iloc[0]
    assert f"{count} posts" in in_words(told)
    assert in_words(told).startswith("From 1 August 2014 to 31 August 2014")
    assert "target" not in in_words(told)
    assert "Only these are counted: mission Kenya." in told.say_with
    asked = quote("posts", {**WHERE, "mission": ["ITA", "THA"]}, warehouse=sample.directory)
    assert asked
    with speaking("fr"):
        assert "mission Italie et Thaïlande" in " ".join(map(said, asked.say_with))


def test_what_is_not_counted_by_a_filter_is_not_said(sample: Warehouse) -> None:
    kept = {each.metric for each in quotes({**WHERE, "mission": "KEN"}, warehouse=sample.directory)}
    assert not kept & {"thunderclap_social_reach", "photo_votes", "stories"}


def test_a_number_that_may_not_be_quoted_says_why(sample: Warehouse) -> None:
    refused = quote("unique_reach_upper", {**WHERE, "platform": "twitter"}, warehouse=sample.directory)
    assert refused
    assert refused.sentence is None
    assert "Followers added up are not reach" in str(refused.refusal)


def test_nothing_is_said_of_nothing(sample: Warehouse) -> None:
    nothing = Selection(WHERE, dt.date(2001, 1, 1), dt.date(2001, 1, 2))
    assert quotes(nothing, warehouse=sample.directory) == []
    assert len(QUOTED) == 8


@pytest.mark.parametrize(("value", "words"), [(1, "1 reply"), (2, "2 replies"), (1200, "1,200 replies")])
def test_a_noun_has_the_form_that_its_number_needs_and_keeps_it(value: int, words: str) -> None:
    noun = Counted(value, "{n} reply", "{n} replies")
    assert str(noun) == words
    assert from_json(to_json(noun)) == noun


@pytest.mark.parametrize(
    ("language", "contributors", "missions"),
    [
        (
            "en",
            "1 contributor took part: 1 of unknown account type.",
            "1 mission or regional office took part in #Tag.",
        ),
        (
            "fr",
            "1 contributeur a participé : 1 dont le type de compte est inconnu.",
            "1 mission ou bureau régional a participé à #Tag.",
        ),
        (
            "es",
            "participó 1 participante: 1 con tipo de cuenta desconocido.",
            "en #Tag participó 1 misión u oficina regional.",
        ),
    ],
)
def test_one_stands_in_the_singular_with_its_verb(
    imported: Imported, language: str, contributors: str, missions: str
) -> None:
    at = imported(
        {
            "campaigns.csv": "Campaign,Name,Hashtags\ntag,#Tag,tag\n",
            "posts.csv": "Platform,Post ID,Posted at,Account,Contributor type,Mission,Text\n"
            "Twitter,1,2014-08-19 10:00,iom_kenya,IOM mission,Kenya,one #tag\n",
        },
        shared=True,
    )
    found = {each.metric: each for each in quotes({"campaign": "tag"}, warehouse=at.directory)}
    assert in_words(found["contributors"], language).endswith(contributors)
    assert in_words(found["missions"], language).endswith(missions)
    assert found["contributors"].do_not_say is None, "nobody is known to be among them"
    with speaking(language):
        warned = said(found["posts"].do_not_say or "")
    assert {"en": "“1 person”", "fr": "« 1 personne »", "es": "«1 persona»"}[language] in warned.replace("\u00a0", " ")
