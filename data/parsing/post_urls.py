"""SQL that reads the link of a post: the platform's ID of the post, and for some platforms the time of posting."""

from __future__ import annotations

from typing import Final

from common.sql import literal
from data.networks import LINKS

TRACKING: Final = (
    r"(?i)([?&])(?:utm_\w+|fbclid|gclid|igshid|igsh|mibextid|ref|ref_src|ref_url|__cft__[^=&#]*|__tn__)=[^&#]*"
)
SNOWFLAKES: Final = (
    (r"(?i)(?:twitter|x)\.com/.*/status(?:es)?/(\d{17,19})", 22, 1_288_834_974_657),
    (r"(?i)linkedin\.com/.*activity(?::|%3A|-)(\d{19})", 22, 0),
    (r"(?i)tiktok\.com/.*/(?:video|photo|v)/(\d{19})", 32, None),
)
"""Ids that begin with a moment: where they stand, how many bits follow it, and the epoch of its milliseconds (None:
Unix seconds)."""
_BARE: Final = (("^(\\d{17,19})$", 22, 1_288_834_974_657), ("^(\\d{19})$", 32, None))
"""The same of ids that stand alone, on X and on TikTok."""
_INSTAGRAM_EPOCH: Final = 1_314_220_021_721
_BASE_64: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def post_id(link: str) -> str:
    """Return SQL of the ID in a link.

    Without a known pattern of the platform, it is the link without what only tracks or decorates it.
    """
    ids = ", ".join(
        f"nullif(regexp_extract({link}, {literal(pattern)}, 1), '')"
        for patterns in LINKS.values()
        for pattern in patterns
    )
    bare = f"regexp_replace(regexp_replace(split_part({link}, '#', 1), '^(?i)https?://(www\\.|m\\.)?', ''), '{TRACKING}', '\\1', 'g')"
    tidy = f"regexp_replace(regexp_replace(regexp_replace({bare}, '&+', '&', 'g'), '/?\\?&?', '?'), '[/?&]+$', '')"
    host = f"lower(split_part({tidy}, '/', 1))"
    return f"coalesce({ids}, {host} || substr({tidy}, length({host}) + 1))"


def moment(link: str) -> str:
    """Return SQL of the UTC second in the ID that a link contains; NULL without one."""
    return f"date_trunc('second', coalesce({', '.join(_moment(link, *how) for how in SNOWFLAKES)}))"


def moments(text: str) -> list[str]:
    """Return SQL of the times that a link or an ID may contain, each NULL without one.

    They are only evidence, because an ID of another platform may look the same.
    """
    return [
        moment(text),
        *(_moment(text, *how) for how in _BARE),
        _of_shortcode(f"regexp_extract({text}, {literal(LINKS['instagram'][0])}, 1)"),
    ]


def _of_shortcode(code: str) -> str:
    """Return SQL of the time in an Instagram shortcode: a number to the base 64, with 23 bits after the millisecond."""
    first = f"string_split(substr({code}, 1, least(length({code}), 11) - 3), '')"
    number = f"list_reduce(list_transform({first}, lambda c: strpos('{_BASE_64}', c)::BIGINT - 1), lambda high, low: high * 64 + low)"
    return f"CASE WHEN length({code}) >= 9 THEN make_timestamp_ms(({number} >> 5) + {_INSTAGRAM_EPOCH}) END"


def _moment(link: str, pattern: str, bits: int, epoch: int | None) -> str:
    number = f"(try_cast(regexp_extract({link}, '{pattern}', 1) AS BIGINT) >> {bits})"
    return f"make_timestamp({number} * 1000000)" if epoch is None else f"make_timestamp_ms({number} + {epoch})"
