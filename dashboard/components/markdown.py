"""Texts for Streamlit, which reads every heading, caption, label, message and tooltip as Markdown.

The dashboard's own sentences may use Markdown. Whatever comes from data, the address or an error goes through
`as_text`, directly or with `filled` and `bullets`; `tests/dashboard/test_outside_text.py` checks that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

_JOINER: Final = "\u2060"
"""An invisible sign between two others. Streamlit looks for icons, emoji, links and arrows in the text that Markdown
leaves, where a backslash no longer helps."""
_FOUND_LATER: Final = re.compile(
    r"""
    : (?= [^\W\d] | [:/+\-_] | \d+\w*: )              # :red[…], :material/…:, :smile:, :100:, https://
    | \b www (?= \. )
    | @ (?= [-\w]+ \. )                               # an address of mail
    | (?<! \S ) (?: <- | [-<>~] ) (?= [->=]+ (?! \S ) )   # -> -- <= and other signs that become one
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGNS: Final = re.compile(r"[\\`*_\[\]<|~$]|&(?=#?\w+;)")
_AT_THE_START: Final = re.compile(r"^(?:\d+(?=[.)](?!\S))|(?=>|[-=]+$|[-+](?!\S)|\#{1,6}(?!\S)))")
_IN_ADDRESSES: Final = "%:/?#@!$&'*+,;=~"
_BREAKS: Final = re.compile("[\\s\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202d\\u202e]+")
_SPACES: Final = "\u00a0\u202f\u2007\u2009"
"""Spaces that keep a number together stay as they are."""


def as_text(text: Any) -> str:
    """Return Markdown that shows any text unchanged on one line.

    Args:
        text: Anything that is not one of the dashboard's own sentences; it is converted to text.

    Returns:
        The text, with everything escaped that Markdown, HTML and Streamlit would interpret.
    """
    line = _BREAKS.sub(lambda found: found[0] if found[0] in _SPACES else " ", str(text)).strip()
    line = _FOUND_LATER.sub(lambda found: f"{found[0]}{_JOINER}", line)
    line = _SIGNS.sub(r"\\\g<0>", line)
    return _AT_THE_START.sub(r"\g<0>\\", line)


def filled(sentence: str, **values: Any) -> str:
    """Return one of the dashboard's own sentences, with its gaps filled by escaped texts."""
    return sentence.format(**{name: as_text(value) for name, value in values.items()})


def linked(text: Any, url: str) -> str:
    """Return a link in Markdown to an address that may come from data, with an escaped text."""
    return f"[{as_text(text)}]({quote(url, safe=_IN_ADDRESSES)})"


def bullets(texts: Iterable[Any]) -> str:
    """Return a list in Markdown with one escaped text for each item."""
    return "\n".join(f"- {as_text(text)}" for text in texts)
