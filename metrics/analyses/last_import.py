"""What the last imports changed in a selection: posts that came in with them, and posts of which they brought newer details."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.api import as_selection
from metrics.disclosure import voices

_WITH_POSTS: Final = "landed_in = 'posts' AND undone_at IS NULL AND accepted > 0"
"""Of an import, whether it brought posts, or counts of posts, that are still in the data."""


@dataclass(frozen=True)
class LastImport:
    """What came in with the newest data version to which files of posts were imported, or with all since a version.

    Attributes:
        day: The day of the import.
        added: Posts of the selection that no earlier import has.
        updated: Posts of the selection that earlier imports have too, and of which it brought counts or details.
    """

    day: date
    added: int
    updated: int


def last_import(where: Where = None, since: int | None = None, *, warehouse: Path | None = None) -> LastImport | None:
    """Return what the last import changed, or all imports since a data version.

    Args:
        where: The selection.
        since: The data version that is compared with; the one before the last import by default.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        The numbers of posts; None if all of them came in at once or since then, so that there is nothing to compare with,
        and if nothing was imported since then.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    times = rows_of(
        "SELECT min(version) AS first, max(version) AS last, arg_max(imported_at::DATE, imported_at) AS day FROM imports"
        f" WHERE {_WITH_POSTS}",
        {},
        warehouse,
    ).iloc[0]
    if pd.isna(times["last"]):
        return None
    known = int(times["last"]) - 1 if since is None else since
    if not times["first"] <= known < times["last"]:
        return None
    condition, params = filter_of("posts", chosen)
    found = rows_of(
        f"""
        WITH newest AS (SELECT import_id FROM imports WHERE {_WITH_POSTS} AND version > $known),
        contents AS ( -- one row a post and content: a row that an earlier import has too is nothing new
            SELECT platform, post_id, bool_and(import_id IN (FROM newest)) AS is_new FROM landing.posts
            WHERE key_hash IN (SELECT key_hash FROM landing.posts WHERE import_id IN (FROM newest)) GROUP BY platform, post_id, content
        ),
        touched AS (SELECT platform, post_id, bool_and(is_new) AS is_new FROM contents GROUP BY ALL HAVING bool_or(is_new))
        SELECT count(*) FILTER (is_new) AS added, count(*) FILTER (NOT is_new) AS updated
        FROM (SELECT platform, post_id FROM post_details WHERE {condition}) JOIN touched USING (platform, post_id)
        """,
        params | {"known": known},
        warehouse,
    ).iloc[0]
    return LastImport(pd.Timestamp(times["day"]).date(), int(found["added"]), int(found["updated"]))
