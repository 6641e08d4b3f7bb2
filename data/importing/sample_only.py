"""Nothing of people comes into a copy of the sample, because everybody can read the key of its pseudonyms."""

from __future__ import annotations

import duckdb

from common.rows import first_row
from data import schema
from data.importing.accepted_rows import handles
from data.messages import Message
from data.privacy import pseudonyms
from data.privacy.tombstones import NAMES
from data.reading.text_table import Unreadable


def check(con: duckdb.DuckDBPyConnection, file: str, table: schema.Table, secret: bytes) -> None:
    """Check that a file that is not made up may come into the data.

    Under the sample's key only what names nobody may: campaigns, events, targets, published figures, and accounts by
    the pseudonyms that the sample has already.

    Args:
        con: A draft's connection, which has `parsed_rows`.
        file: The name of the file.
        table: The table that the file would be imported into.
        secret: The key of the pseudonyms.

    Raises:
        Unreadable: It may not.
    """
    if secret != pseudonyms.SAMPLE_KEY:
        return
    named = " OR ".join(f"NOT starts_with(nullif({name}, ''), '{pseudonyms.MARK}')" for name in handles(table))
    if table.name in NAMES or (named and first_row(con.execute(f"SELECT 1 FROM parsed_rows WHERE {named} LIMIT 1"))):
        raise Unreadable(Message.SAMPLE_ONLY.format(file=file))
