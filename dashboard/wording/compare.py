"""What may be said in public of several periods, campaigns, missions or regions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from dashboard.charts.base.phrases import counted
from dashboard.i18n import _, number
from metrics.definitions.catalogue import METRICS


def quoted(scope: str, names: Sequence[str], posts: Sequence[int]) -> str:
    """Return the sentence that can be quoted as it stands.

    Args:
        scope: What all of them are part of, such as the campaign and its days.
        names: What is compared, in the language being spoken.
        posts: The posts of each.
    """
    values = [counted(posts[0], METRICS["posts"]), *map(number, posts[1:])]
    each = (_("{value} ({name})").format(value=value, name=name) for value, name in zip(values, names, strict=True))
    parts = reduce(lambda answer, part: _("{answer}; {part}").format(answer=answer, part=part), each)
    return _("{scope}: {parts}.").format(scope=scope, parts=parts)


def say_with() -> list[str]:
    """Return what has to be said with it."""
    return [
        _("Each is counted over the same number of days and by the same definitions."),
        _("Only imported posts are counted. {description}").format(description=_(METRICS["posts"].description)),
        _("A difference does not say what caused it."),
    ]
