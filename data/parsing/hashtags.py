"""SQL that finds the hashtags in a text, for posts and for what is kept of erased ones."""

from __future__ import annotations

_WORD = r"[\p{L}\p{M}\p{N}_]"
_NO_WORDS = r"https?://[!-~]+|www\.[!-~]+|[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/[!-~]*|&(amp;)*#?\w+;"
"""Links, with or without their beginning, and entities of HTML: a sign in them begins no hashtag."""


def folded(text: str) -> str:
    """Return SQL of a text as hashtags are compared: without case, and composed.

    é, for example, can be written in two ways.
    """
    return f"nfc_normalize(lower({text}))"


def named(text: str) -> str:
    """Return SQL of the list of hashtags in a cell that lists them, with or without #."""
    return f"regexp_extract_all({folded(text)}, '{_WORD}+')"


def hashtags(text: str, declared: str) -> str:
    """Return SQL of the sorted list of hashtags in a text.

    A hashtag begins with a letter, or is one that a campaign declares, because a campaign may be called #16Days. After
    a letter or number, # begins no hashtag, but several may follow each other without space.

    Args:
        text: SQL of the text.
        declared: SQL of the list of hashtags that campaigns declare.
    """
    bare = f"regexp_replace({folded(text)}, '{_NO_WORDS}', ' ', 'g')"
    worded = f"CASE WHEN contains({text}, '/') OR contains({text}, '&') THEN {bare} ELSE {folded(text)} END"
    runs = f"regexp_extract_all({worded}, '(?:^|[^\\p{{L}}\\p{{M}}\\p{{N}}_&])(?:#{_WORD}+)+')"
    found = f"flatten(list_transform({runs}, lambda run: string_split(run, '#')[2:]))"
    real = f"list_filter({found}, lambda tag: regexp_matches(tag, '^\\p{{L}}') OR list_contains({declared}, tag))"
    return f"CASE WHEN contains({text}, '#') THEN list_sort(list_distinct({real})) ELSE [] END"
