"""Messages as a warehouse stores them: English for those who read the file, and code and values for translation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

import pandas as pd

from common.messages import TranslatableText, from_json
from data.formats.catalogue import own_messages
from data.messages import TEMPLATES

BETWEEN: Final = "; "
"""What stands between several messages."""


def kept(codes: Sequence[str], values: Sequence[str], english: str) -> TranslatableText:
    """Return stored messages as one text.

    Args:
        codes: Their codes; empty if an earlier release stored only English.
        values: The values of each as JSON.
        english: The stored English, used if codes and values are no longer valid.
    """
    templates = TEMPLATES | own_messages()
    try:
        pairs = zip(codes, values, strict=True)
        texts = [
            from_json({"code": code, "values": json.loads(each)}, templates)
            for code, each in pairs
            if code in templates
        ]
    except LookupError:  # the message has other gaps by now
        texts = []
    return TranslatableText.of(texts, BETWEEN) if len(codes) == len(texts) > 0 else TranslatableText.outside(english)


def reasons(rows: pd.DataFrame) -> list[TranslatableText]:
    """Return why the rows of a frame were rejected.

    Args:
        rows: Rows with reason, reason_codes and reason_values.

    Returns:
        One text for each row.
    """
    return [kept(*each) for each in rows[["reason_codes", "reason_values", "reason"]].itertuples(index=False)]
