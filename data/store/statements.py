"""The statements that make and refresh derived tables: one file each in `sql/`.

Landing tables (`landing.<table>`, made from data/schema.py) have the rows of every import; undoing an import removes
its rows. Everything else is computed from them, by content and never by order of arrival. `ledger`, `accounts`,
`tables`, `publisher_views` and `facts` make tables and views once, `prepared` and `publisher_tables` those that are written whole at each
publication. At each publication `find`, `gather`, `choose`, `derive` and `rollup`
run for the posts whose key hashes are in the temporary table `stale_posts (key_hash)`; `choose` runs for some rows at a
time. Two posts may share a key hash: it only finds posts, and never says that two are the same. Rows are found by their
keys alone (`find`) and then fetched by their place, so that little is read of a large table: refresh.py makes the views
`old_posts`, `single_rows` and `several_rows` of what `find` found, and `new_posts` of what `derive` has made.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from common.sql import literal
from data.parsing.hashtags import hashtags, named
from data.parsing.values import FOLDED
from data.schema import (
    COUNTS,
    DIMENSIONS,
    INSTITUTIONS,
    MEASURES,
    OTHER_ACCOUNTS,
    OTHER_THEMES,
    SUPPOSED,
    measure_sql,
    rests_on,
)

FOLDER: Final = Path(__file__).with_name("sql")
_ENGAGEMENT: Final = (
    "CASE WHEN coalesce(reactions, comments, shares) IS NOT NULL"
    " THEN coalesce(reactions, 0) + coalesce(comments, 0) + coalesce(shares, 0) END"
)
_DETAILS: Final = (
    "posted_at::DATE AS day, CASE WHEN day_only IS NOT TRUE THEN hour(posted_at)::INTEGER END AS hour,"
    f" isodow(posted_at)::INTEGER AS weekday, 1 AS items, {_ENGAGEMENT} AS engagement"
)
PUBLISHER_DIMENSIONS: Final = ", ".join(
    name
    for name in DIMENSIONS
    if name not in ("day", "weekday", "language", "media_type", "post_kind", "theme", "thematic_area")
)
"""What says who published and where."""
_LISTS: Final = {
    "dimensions": ", ".join(DIMENSIONS),
    "publisher_dimensions": PUBLISHER_DIMENSIONS,
    "institutions": ", ".join(map(literal, INSTITUTIONS)),
    "other_accounts": literal(OTHER_ACCOUNTS),
    "other_themes": literal(OTHER_THEMES),
    "folded_theme": FOLDED.format("theme"),
    "counts": ", ".join(COUNTS),
    "any_count": f"coalesce({', '.join(COUNTS)}) IS NOT NULL",
    "followers_known_at": "CASE WHEN followers_at_posting THEN posted_at ELSE captured_at END",
    "hashtags": hashtags("text", "declared"),
    "named_hashtags": named("hashtags"),
    "highest_counts": ", ".join(f"max({count}) AS {count}" for count in COUNTS),
    "no_counts": ", ".join("NULL" for _ in COUNTS),
    "count_columns": ", ".join(f"{count} BIGINT" for count in COUNTS),
    "last_known_counts": ", ".join(f"last_value({count} IGNORE NULLS) OVER so_far AS {count}" for count in COUNTS),
    "any_count_fell": " OR ".join(f"coalesce({count} < lag({count}) OVER captures, false)" for count in COUNTS),
    "earlier_counts": ", ".join(f"e.{count}" for count in COUNTS),
    "periods_counts": ", ".join(f"p.{count}" for count in COUNTS),
    "described_counts": ", ".join(f"d.{count}" for count in COUNTS),
    "dimension_columns": ", ".join(f"{name} {kind}" for name, kind in DIMENSIONS.items()),
    "told_by_import": "SELECT import_id, is_synthetic, followers_at_posting, "
    + ", ".join(f"supposed['{column}'] AS supposed_{column}" for column in SUPPOSED)
    + " FROM imports",
    "told_once": "key_hash, platform, post_id, account, posted_at, text, url, language, country,"
    + "".join(f" coalesce({column}, supposed_{column}) AS {column}," for column in SUPPOSED)
    + " contributor_type,"
    " contributor_basis, posted_on_behalf, mission, theme, deleted_at, consent, followers, day_only,"
    " CASE WHEN campaign IS NULL THEN [] ELSE [campaign] END AS given_campaigns, is_synthetic,"
    f" CASE WHEN coalesce({', '.join(COUNTS)}) IS NOT NULL THEN captured_at END AS first_captured_at,"
    f" CASE WHEN coalesce({', '.join(COUNTS)}) IS NOT NULL THEN captured_at END AS captured_at, {', '.join(COUNTS)}, false AS falling",
    "measure_columns": ", ".join(f"{measure} BIGINT" for measure in MEASURES),
    "measures": ", ".join(MEASURES),
    "engagement": _ENGAGEMENT,
    "details": _DETAILS,
    "derived": f"{_DETAILS}, " + ", ".join(f"{sql} AS {measure}" for measure, sql in measure_sql().items()),
    "sums": ", ".join(f"sum({measure})::BIGINT AS {measure}" for measure in MEASURES),
    "minus_measures": ", ".join(f"-{measure}" for measure in MEASURES),
    # what no post states is unknown and not zero, whatever was added and taken away
    "restored_measures": ", ".join(f"CASE WHEN {n} > 0 THEN {m} END" if (n := rests_on(m)) else m for m in MEASURES),
}
"""Lists of columns that stand in the files as `{name}`."""


@cache
def load_sql(name: str) -> str:
    """Return a file of `sql/` by its name, with the lists of columns filled in."""
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    for each, sql in _LISTS.items():
        text = text.replace(f"{{{each}}}", sql)
    return text
