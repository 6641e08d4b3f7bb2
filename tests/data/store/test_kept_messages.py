"""Messages that a warehouse keeps are said anew by code and values: in another language, and after their English was
reworded."""

from __future__ import annotations

import re

import pytest

from dashboard import i18n
from data.messages import TEMPLATES
from data.store.kept_messages import kept, reasons
from data.store.warehouse import Warehouse
from tests.conftest import Imported
from tests.support.earlier import change

SHEET = (
    "Platform,Post ID,Posted at,Contributor type,Reactions\n"
    "Twitter,1,2014-08-19 10:00,Donor,“few” ”b“\nTwitter,2,2014-08-19 10:00,Donor,many\nTwitter,,2014-08-19 10:00,Donor,7\n"
)


@pytest.fixture
def imported(imported: Imported) -> Warehouse:
    return imported({"sheet_2014-09-01.csv": SHEET})


def said(text: str, language: str) -> str:
    with i18n.speaking(language):
        return re.sub("[\u202f\u00a0]", " ", i18n.said(text))


def test_reasons_are_said_in_another_language(imported: Warehouse) -> None:
    assert [said(reason, "fr") for reason in reasons(imported.rejects())] == [
        'Reactions : « "few" "b" » n’est pas un nombre entier',
        "Reactions : « many » n’est pas un nombre entier",
        "Post ID : valeur absente",
    ]


def test_notes_are_kept_with_their_codes(imported: Warehouse) -> None:
    (row,) = imported.imports().itertuples()
    note = kept(row.note_codes, row.note_values, "; ".join(row.notes))
    assert (
        note
        == "; ".join(row.notes)
        == "2 cells could not be read and are unknown. Reactions: “…” is not a whole number."
    )
    assert said(note, "fr").startswith("2 cellules n’ont pas pu être lues et restent inconnues. Reactions : « … »")
    assert row.captured_basis == "by_name"


def test_a_reworded_message_is_said_in_its_new_words(imported: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TEMPLATES, "missing", "There is no {title}.")
    assert reasons(imported.rejects())[2] == "There is no Post ID."


@pytest.mark.parametrize("template", [None, "{title} is missing in {file}"])
def test_a_message_that_is_none_any_more_stays_as_it_was_said(
    imported: Warehouse, monkeypatch: pytest.MonkeyPatch, template: str | None
) -> None:
    templates = {code: text for code, text in TEMPLATES.items() if code != "missing"}
    monkeypatch.setattr("data.store.kept_messages.TEMPLATES", templates | ({"missing": template} if template else {}))
    reason = reasons(imported.rejects())[2]
    assert reason == "Post ID is missing"
    assert said(reason, "fr") == reason


def test_what_stands_in_rows_is_left_out_of_kinds(imported: Warehouse) -> None:
    kinds = imported.kinds_of_rejects()
    assert dict(zip(reasons(kinds), kinds["rows"], strict=True)) == {
        "Reactions: “…” is not a whole number": 2,
        "Post ID is missing": 1,
    }


@pytest.mark.parametrize(
    ("english", "kind"),
    [
        ("Likes: “12 x” is not a whole number; Link is missing", "Likes…"),
        ("What an earlier release said of “a", "What an earlier release said of …"),
        ("The line holds no post but an error: user Ana was suspended.", "The line holds no post but an error…"),
    ],
)
def test_of_what_an_earlier_release_kept_in_english_stands_the_beginning(
    imported: Warehouse, english: str, kind: str
) -> None:
    change(imported, f"UPDATE rejects SET reason = '{english}', reason_codes = NULL, reason_values = NULL")
    assert reasons(imported.kinds_of_rejects()) == [kind] * len(imported.kinds_of_rejects())
    assert set(reasons(imported.rejects())) == {english}
