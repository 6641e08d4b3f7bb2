"""Every text has its translation, with the same gaps to fill; numbers and dates are as readers write them."""

from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from babel.messages import catalog
from babel.messages.pofile import read_po

from dashboard import i18n
from dashboard.i18n import names
from metrics import DIMENSIONS, NotCarried
from tools.translations import texts

ROOT = Path(__file__).parents[3]
OTHERS = [code for code in i18n.LANGUAGES if code != "en"]


def translations(code: str) -> dict[object, catalog.Message]:
    with (ROOT / "dashboard" / "i18n" / f"{code}.po").open("rb") as file:
        return {
            tuple(each.id) if isinstance(each.id, list | tuple) else each.id: each
            for each in read_po(file, locale=code)
            if each.id
        }


def gaps(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}|\*\*|</?b>|<br>", text))


@pytest.mark.parametrize("code", OTHERS)
def test_no_text_lacks_its_translation(code: str) -> None:
    known = translations(code)
    missing = [
        text
        for text in texts()
        if text not in known or not all(filter(None, [known[text].string])) or known[text].fuzzy
    ]
    assert not missing, f"add to dashboard/i18n/{code}.po: {missing}"


COUNTED = re.compile(
    r"\{(?P<gap>(?!file|metric|platform\b)\w+)\} (?:of \{\w+\} )?(?:[a-z]+ ){0,2}?"
    r"(?P<noun>accounts|cells|changes|characters|columns|contributors|days|figures|files|formats|items|months|names|numbers|people"
    r"|platforms|posts|rows|seconds|supporters|values|weeks|windows|IDs)\b"
)
"""A number in a sentence, and the noun in plural that it counts."""
SEVERAL = {
    "Check: none of {windows} earlier": "the text that it belongs to has a form for one",
    "A baseline needs {needed} days": "eight weeks",
    "An audience size can be at most {most} accounts": "a fixed number",
    "Baseline with low and high end (95% interval)": "eight weeks or more",
    "Baseline: {days} days before": "eight weeks or more",
    "None of the {days} days": "eight weeks or more",
    "Numbers are missing for {days} of the days": "the noun is that of all days to count",
    "Only {active} of {days} days": "eight weeks or more",
    "Posts in its scope reached {low} to": "two numbers that differ",
    "Posts that report reach were seen by {low} to": "two numbers that differ",
    "Reading {file} was stopped after {n} seconds": "a fixed number",
    "The posts that report reach ({coverage}) reached": "two numbers that differ",
    "The sample was made to agree with {n} of {all} figures": "the sample has twelve",
    "Last {n} days ({start} to {end}) against": "a fixed number",
    "These data start on {first}, so there are no {n} days": "two or more",
    "These data start on {first}, too late to compare": "a fixed number",
    "{start} to {end} against the {n} days before": "two or more",
    "{file} contains {n} files": "more than may be packed together",
    "{file} has more than {n} columns": "a fixed number",
    "{file} has {n} columns": "more than any export has",
    "{file} has {n} different names": "more than any export has",
    "{file}: all {n} IDs": "five or more",
    "{file}: “{title}” has {n} different names": "more than a dozen",
    "“{event}” on {day} is less than {length} days away": "no event is nearer than a day",
    "{answer}; {share} of posts": "a share of several",
    "{found} post of {among} reports more accounts": "the number is not that of the accounts",
    "{low} to {high} accounts reached": "two numbers that differ",
    "{low} to {high} different accounts": "two numbers that differ",
    "{metric} peaked": "two or more",
    "{metrics}: based on {n} of {of} posts": "fewer than half of them, so that there are several",
    "{metric}: in {n} of {all} rows": "some of the rows only, so that there are several",
    "Advice needs at least {posts} posts by {authors} authors": "fixed numbers",
    "{n} months share first place": "two or more",
    "{name}: {posts} of the posts": "a share of several",
    "{share} of its posts": "a share of several",
    "{share} of the posts with the rarer": "a share of several",
    "{name} has the most in {n} of {all} months": "two or more",
    "{name} has the most on {n} of {all} platforms": "two or more",
    "{note}; {low} to {high} different accounts": "two numbers that differ",
    "{n} contributors: {parts}; at least": "more than the least, which is one",
    "{n} formats are recognized": "all formats",
    "{n} items have this ID": "two or more",
    "{n} platforms together": "two or more",
    "{n} values for {most} columns": "more than the columns of a table",
    "<b>{claim}</b><br>accounts": "a label",
    "{share} of posts": "a share of several",
    "{share} comes from the {n} largest of {every} accounts": "several accounts, or nothing is shown",
}
"""Beginnings of texts in which a number is never one, each with the reason."""


def test_a_number_that_can_be_one_stands_before_a_singular_too() -> None:
    """Each text that counts something in plural is one of a pair: of `ngettext`, or of two texts of which code takes
    one."""
    every = texts()
    alone = [text for text in every if isinstance(text, str)]
    singles = {text[0] for text in every if isinstance(text, tuple)} | set(alone)

    def has_singular(text: str, found: re.Match[str]) -> bool:
        noun = {"people": "person", "IDs": "ID"}.get(found["noun"], found["noun"].removesuffix("s"))
        return any(
            re.search(rf"(\{{{found['gap']}\}}|\b1) (?:[a-z]+ ){{0,2}}?{noun}\b", other)
            and gaps(other) | {f"{{{found['gap']}}}"} == gaps(text)
            for other in singles
        )

    wrong = [
        text
        for text in alone
        if not text.startswith(tuple(SEVERAL)) and any(not has_singular(text, each) for each in COUNTED.finditer(text))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_text_hides_inside_an_f_string_where_extraction_does_not_look() -> None:
    for path in (ROOT / "dashboard").rglob("*.py"):
        for string in (
            node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.JoinedStr)
        ):
            calls = [
                node
                for node in ast.walk(string)
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext")
            ]
            assert not [call for call in calls if isinstance(call.args[0], ast.Constant)], (
                f"{path.name}:{string.lineno}"
            )


@pytest.mark.parametrize("code", OTHERS)
def test_no_translation_is_left_over(code: str) -> None:
    assert set(translations(code)) - set(texts()) == set()


@pytest.mark.parametrize("code", OTHERS)
def test_translations_keep_the_gaps_to_fill(code: str) -> None:
    for key, message in translations(code).items():
        own = (key,) if isinstance(key, str) else key
        theirs = (message.string,) if isinstance(message.string, str) else message.string
        for one, other in zip(own, theirs, strict=True):
            assert gaps(one) == gaps(other), one


def test_why_a_question_has_no_answer_names_dimensions_in_the_readers_language() -> None:
    mission, voice, day, hour = (DIMENSIONS[name] for name in ("mission", "account_type", "day", "hour"))
    reason = NotCarried("Photo votes", "votes", [mission, voice], [day, hour]).args[0]
    assert reason == (
        "Photo votes is not available by mission, account_type, because votes do not record it. Available: day, hour."
    )
    with i18n.speaking("es"):
        assert i18n.said(reason) == (
            "Votos a fotos no está disponible por misión y tipo de cuenta, porque falta ese dato (votos). "
            "Disponible: día y hora."
        )


@pytest.mark.parametrize(
    ("code", "count", "share", "date", "missing"),
    [
        ("en", "521,840", "68%", "19 August 2014", "–"),
        ("fr", "521\u202f840", "68\u00a0%", "19 août 2014", "–"),
        ("es", "521.840", "68\u00a0%", "19 de agosto de 2014", "–"),
    ],
)
def test_numbers_and_dates_are_as_readers_write_them(
    code: str, count: str, share: str, date: str, missing: str
) -> None:
    with i18n.speaking(code):
        assert i18n.number(521_840) == count
        assert i18n.percent(0.679) == share
        assert i18n.day(dt.date(2014, 8, 19)) == date
        assert i18n.shown(None) == missing


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"),
        (0.00042, "0.04%"),
        (0.0031, "0.31%"),
        (0.009, "0.9%"),
        (0.0949, "9.5%"),
        (0.0996, "10%"),
        (1.11, "111%"),
        (None, "–"),
    ],
)
def test_a_small_share_can_be_told_from_none(share: float | None, text: str) -> None:
    assert i18n.percent(share) == text


def test_plurals_follow_the_language() -> None:
    with i18n.speaking("fr"):
        assert i18n.ngettext("{n} post", "{n} posts", 0) == "{n} publication"
    with i18n.speaking("es"):
        assert i18n.ngettext("{n} post", "{n} posts", 0) == "{n} publicaciones"


def test_the_first_day_of_a_month_is_an_ordinal_in_french_alone() -> None:
    days = [dt.date(2014, 8, day) for day in (1, 11, 21)]
    with i18n.speaking("fr"):
        assert [i18n.day(each) for each in days] == ["1er août 2014", "11 août 2014", "21 août 2014"]
        assert i18n.day(days[0], "MMM") == "août"
    with i18n.speaking("es"):
        assert i18n.day(days[0]) == "1 de agosto de 2014"


def test_an_unknown_language_means_english() -> None:
    with i18n.speaking("xx"):
        assert i18n.language() == "en"
        assert i18n.language_name("ar") == "Arabic"


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Viet Nam"), ("fr", "République de Corée"), ("es", "Federación de Rusia")]
)
def test_countries_are_named_as_the_united_nations_name_them(language: str, name: str) -> None:
    labels = {"VNM": "Viet Nam", "KOR": "Republic of Korea", "RUS": "Russian Federation", "FRA": "France"}
    with i18n.speaking(language):
        named = names.names("country", labels)
    assert name in named.values()
    assert not {"Corée du Sud", "Rusia", "Viêt Nam", "Vietnam"} & set(named.values())
    assert named["FRA"] in ("France", "Francia")


def test_a_list_of_names_has_accents_where_a_dictionary_has_them() -> None:
    assert sorted(["Zambie", "Équateur", "Îles Cook", "Espagne"], key=names.sort_key) == [
        "Équateur",
        "Espagne",
        "Îles Cook",
        "Zambie",
    ]


@pytest.mark.parametrize("code", OTHERS)
def test_no_line_breaks_before_a_colon_or_within_quotation_marks(code: str) -> None:
    """A plain space before French punctuation, or before a percent sign, lets a line begin with the sign."""
    strings = (
        each
        for message in translations(code).values()
        for each in ([message.string] if isinstance(message.string, str) else message.string)
    )
    assert not [text for text in strings if re.search(r" (?=[:;?!»%](\W|$))|« ", text)]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["Participantes", "Interacciones"], "Participantes e Interacciones"),
        (["Kenya", "Irlanda"], "Kenya e Irlanda"),
        (["Perú", "Colombia", "Irán"], "Perú, Colombia e Irán"),
        (["agua", "hielo"], "agua y hielo"),
        (["Panamá", "Perú"], "Panamá y Perú"),
        (["Irlanda"], "Irlanda"),
    ],
)
def test_a_list_in_spanish_minds_the_sound_of_an_i(words: list[str], sentence: str) -> None:
    with i18n.speaking("es"):
        assert i18n.listed(words) == sentence
