"""Messages as a warehouse keeps them: English for whoever reads the file, and code and values, by which they are said
anew."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

import pandas as pd

from common.messages import TranslatableText, from_json
from data.formats.detect import own_messages
from data.messages import TEMPLATES

BETWEEN: Final = "; "
"""What stands between several messages."""


def kept(codes: Sequence[str], values: Sequence[str], english: str) -> TranslatableText:
    """Return messages again that were kept, as one text.

    Args:
        codes: their codes; none where an earlier release kept English alone.
        values: of each the values as JSON.
        english: what was said when they were kept. It stands where code and values say nothing any more.
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
    """Return why the rows of a frame were rejected, from its columns reason, reason_codes and reason_values."""
    return [kept(*each) for each in rows[["reason_codes", "reason_values", "reason"]].itertuples(index=False)]
