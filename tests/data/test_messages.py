"""What data says stands in one place: every sentence is used, and none is written past it."""

from __future__ import annotations

import ast
import copy
import datetime as dt
import json
import pickle
import re
from pathlib import Path

import pytest

from common.messages import Listed, Month, Quantity, StoreMessage, TranslatableText, Verbatim, from_json, text_of
from dashboard import i18n
from data.formats.catalogue import own_messages
from data.messages import Message, message

DATA = Path(__file__).parents[2] / "data"
MODULES = [path for path in DATA.rglob("*.py") if path != DATA / "messages.py" and "sample" not in path.parts]
RAISED = {"Unreadable", "NotRecognised", "NoFormat", "WarehouseError", "UnknownZone", "NotFound"}
"""Errors whose message a person reads."""


def test_every_sentence_is_said_somewhere() -> None:
    used = set(re.findall(r"\bMessage\.([A-Z_]+)\b", "".join(path.read_text("utf-8") for path in MODULES)))
    assert used == {each.name for each in Message}


def test_every_message_about_a_warehouse_is_said_somewhere() -> None:
    modules = [*MODULES, *(DATA.parent / "common").glob("*.py")]
    used = set(re.findall(r"\bStoreMessage\.([A-Z_]+)\b", "".join(path.read_text("utf-8") for path in modules)))
    assert used == {message.name for message in StoreMessage}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(DATA).as_posix())
def test_no_sentence_is_written_past_them(path: Path) -> None:
    for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        texts = call.args if name in RAISED else [keyword.value for keyword in call.keywords if keyword.arg == "error"]
        past = [
            text
            for text in texts
            if isinstance(text, ast.JoinedStr | ast.Constant) or getattr(text, "id", "").isupper()
        ]
        assert not past, f"{path.name}:{call.lineno}"


def test_what_formats_say_has_no_gaps() -> None:
    assert own_messages()
    assert not [text for text in own_messages().values() if "{" in text]


def test_codes_are_unique() -> None:
    codes = [message.code for messages in (Message, StoreMessage) for message in messages] + list(own_messages())
    assert len(set(codes)) == len(codes)


def test_a_message_is_a_code_and_its_values() -> None:
    text = Message.UNREAD_CELLS.format(
        n=1_200, reason=Message.NONE_OF.format(title="Posts", cell="{n}", choices=("Migrant", "Unknown"))
    )
    assert text == (
        "1,200 cells could not be read and are unknown. Posts: “{n}” is not allowed. Use one of: Migrant, Unknown."
    )
    kept = json.loads(json.dumps(text.as_dict()))
    assert kept == {
        "code": "unread_cells",
        "template": str(Message.UNREAD_CELLS),
        "values": {
            "n": 1_200,
            "reason": {
                "code": "none_of",
                "template": str(Message.NONE_OF),
                "values": {"title": "Posts", "cell": "{n}", "choices": ["Migrant", "Unknown"]},
            },
        },
    }
    again = message(kept)
    assert (again, again.as_dict()) == (text, kept)
    with i18n.speaking("fr"):
        french = i18n.said(again).replace("\u202f", " ").replace("\u00a0", " ")
    assert french.startswith("1 200 ")
    assert "Posts : « {n} » n’est pas permis. Utilisez l’une de ces valeurs : Migrant et Inconnu" in french


def test_what_was_kept_is_said_in_the_words_of_today() -> None:
    kept = {"code": "no_file", "template": "{file} was not there.", "values": {"file": "{odd}.csv"}}
    assert message(kept) == Message.NO_FILE.format(file="{odd}.csv"), "by its code"
    assert from_json(kept | {"code": "gone"}) == "{odd}.csv was not there.", "whose code is no more, by its template"


def test_each_sort_of_value_goes_through_json() -> None:
    day = dt.date(2014, 8, 19)
    inner = TranslatableText("{n} posts", n=3)
    values = {
        "outside": Verbatim("Posts"),
        "label": "Posts",
        "labels": ("Posts", Verbatim("Posts")),
        "listed": Listed(("a", inner)),
        "day": day,
        "month": Month.of("2014-08-19", has_year=False),
        "number": 1_200,
        "share": Quantity(0.25, "share"),
        "sentence": inner,
    }
    text = TranslatableText(" ".join(f"{{{name}}}" for name in values), **values)
    again = from_json(json.loads(json.dumps(text.as_dict())))
    assert (again, again.values, again.as_dict()) == (text, values, text.as_dict())
    sorts = {name: type(value) for name, value in values.items()}
    assert {name: type(value) for name, value in again.values.items()} == sorts
    assert [type(each) for each in again.values["labels"]] == [str, Verbatim]


def test_a_message_stays_one_when_it_is_copied_or_sent_on() -> None:
    text = Message.NO_FILE.format(file="{odd}.csv")
    for other in (copy.deepcopy(text), pickle.loads(pickle.dumps(text))):
        assert (other, other.as_dict()) == (text, text.as_dict())
    assert text_of(ValueError(text)) is text
    assert text_of(ValueError("{odd}")).as_dict() == {"code": "{text}", "values": {"text": "{odd}"}}
