"""Messages are made inside statements, and taken apart into code, values and English at the end."""

from __future__ import annotations

import json

import duckdb
import pytest

from data.messages import Message
from data.parsing.message_sql import GAP, in_sql, kept_parts, kind, without_rows

ODD = "it's \x1f“{cell}” \\ \""


@pytest.mark.parametrize(("hidden", "cell"), [("false", ODD), ("true", "…")])
def test_a_gap_is_filled_whatever_signs_stand_there_and_in_the_others(hidden: str, cell: str) -> None:
    sql = in_sql(Message.NOT_WHOLE.format(title="it's {cell} \\u0000 \"", cell=GAP), "$cell")
    ((kept,),) = duckdb.sql(f"SELECT {kept_parts(f'[{sql}]', hidden)}", params={"cell": ODD}).fetchall()
    assert [each["code"] for each in kept] == ["not_whole"]
    assert json.loads(kept[0]["values"]) == {"title": "it's {cell} \\u0000 \"", "cell": cell}
    assert kept[0]["english"] == f"it's {{cell}} \\u0000 \": “{cell}” is not a whole number"


def test_a_message_without_a_gap_hides_nothing() -> None:
    sql = in_sql(Message.MISSING.format(title="Link"))
    ((kept,),) = duckdb.sql(f"SELECT {kept_parts(f'[{sql}]', 'true')}").fetchall()
    assert kept == [{"code": "missing", "values": '{"title": "Link"}', "english": "Link is missing"}]


def test_the_kind_of_a_message_is_what_no_row_filled_in() -> None:
    sql = in_sql(Message.NOT_WHOLE.format(title="Likes", cell=GAP), "'secret'")
    ((parts,),) = duckdb.sql(f"SELECT string_split({sql}, chr(31))[:3]").fetchall()
    assert kind(*parts) == "Likes: “…” is not a whole number"


def test_values_lose_what_a_row_filled_in() -> None:
    values = ['{"title": "Likes", "cell": "secret"}', '{"reason": {"code": "x", "values": {}}}', '{"title": "Link"}']
    rows = duckdb.sql(
        f"SELECT {without_rows('v')} FROM (SELECT unnest($values::JSON[]) AS v)", params={"values": values}
    ).fetchall()
    assert [json.loads(row[0]) for row in rows] == [{"title": "Likes", "cell": "…"}, {"reason": "…"}, {"title": "Link"}]
