"""What data says stands in one place: every sentence is used, and none is written past it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import duckdb
import pytest

from common.messages import StoreMessage
from data.formats.detect import own_sentences
from data.messages import Say

DATA = Path(__file__).parents[2] / "data"
MODULES = [path for path in DATA.rglob("*.py") if path != DATA / "messages.py" and "sample" not in path.parts]
TOLD = {"Unreadable", "NotRecognised", "NoFormat", "WarehouseError", "UnknownZone", "NotFound"}
"""Errors whose message a person reads."""


def test_every_sentence_is_said_somewhere() -> None:
    used = set(re.findall(r"\bSay\.([A-Z_]+)\b", "".join(path.read_text("utf-8") for path in MODULES)))
    assert used == {sentence.name for sentence in Say}


def test_every_message_about_a_warehouse_is_said_somewhere() -> None:
    modules = [*MODULES, *(DATA.parent / "common").glob("*.py")]
    used = set(re.findall(r"\bStoreMessage\.([A-Z_]+)\b", "".join(path.read_text("utf-8") for path in modules)))
    assert used == {message.name for message in StoreMessage}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(DATA).as_posix())
def test_no_sentence_is_written_past_them(path: Path) -> None:
    for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        told = call.args if name in TOLD else [keyword.value for keyword in call.keywords if keyword.arg == "error"]
        past = [text for text in told if isinstance(text, ast.JoinedStr | ast.Constant) or getattr(text, "id", "").isupper()]
        assert not past, f"{path.name}:{call.lineno}"


def test_what_formats_say_has_no_gaps() -> None:
    assert own_sentences()
    assert not [text for text in own_sentences() if "{" in text]


def test_sql_fills_a_gap_whatever_signs_stand_in_the_others() -> None:
    sql = Say.NOT_WHOLE.sql("cell", "$cell", title="it's {cell}")
    assert duckdb.sql(f"SELECT {sql}", params={"cell": "'x'"}).fetchall() == [("it's {cell}: “'x'” is not a whole number",)]
