"""Lists that are not measures: events, targets, concentration of a Thunderclap, and posts that may be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, get_args

import pandas as pd
from sqlglot import exp

from metrics.answers import Answer, attach
from metrics.api import as_frame, as_selection, plain
from metrics.compiler.engine import engine
from metrics.compiler.expressions import find_dimension
from metrics.compiler.planner import carried, conditions, shape_of, with_days
from metrics.definitions.fact_tables import FACT_TABLES, POST_DETAILS, Table, single_posts
from metrics.definitions.model import NotCarried, Selection, TranslatableText, UnknownName, as_day
from metrics.disclosure import voices

Where = Selection | Mapping[str, object] | None
Order = Literal["newest", "oldest", "engagement", "reactions", "comments", "shares", "impressions", "views", "reach"]
ORDERS: Final[tuple[Order, ...]] = get_args(Order)

_LANDED: Final = {
    "supporters": ("supporters", "thunderclaps"),
    "votes": ("photo_votes",),
    "stories": ("stories",),
    "contributions": ("posts", "supporters", "photos", "stories"),
}
"""The tables that what is not counted on posts was landed in, by base."""
LISTED: Final = "EXISTS (SELECT 1 FROM v_publishable_posts v WHERE v.platform = post_latest.platform AND v.post_id = post_latest.post_id)"
"""Of a post in post_latest, whether it may be listed."""
_OF_LIST: Final = frozenset(
    ("campaign", "platform", "region", "mission", "account_type", "account", "language", "media_type", "post_kind")
)
"""The dimensions of which v_publishable_posts has the columns, beside the day."""
_SHOWN_COUNTS: Final = "impressions, views, reach, reactions, comments, shares, engagement"


def events(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """List the events within the period of a selection, up to `as_of`.

    Returns:
        One row for each event: day, event, kind, source.
    """
    period = as_selection(where, warehouse)
    return rows_of(
        "SELECT day, event, kind, source FROM events"
        " WHERE ($start IS NULL OR day >= $start::DATE) AND ($end IS NULL OR day <= $end::DATE) AND ($as_of IS NULL OR day <= $as_of::DATE)"
        " ORDER BY day, event",
        {"start": period.start, "end": period.end, "as_of": as_day(as_of)},
        warehouse,
    )


def translated_texts(*, warehouse: Path | None = None) -> pd.DataFrame:
    """List the texts of sheets that the sheets say in another language too: events, notes, and what figures are.

    Returns:
        One row for each text and language: language (fr or es), text, translation.
    """
    return rows_of("SELECT language, text, translation FROM translated_texts ORDER BY text, language", {}, warehouse)


def targets(campaign: str | Sequence[str] = (), *, warehouse: Path | None = None) -> pd.DataFrame:
    """List the targets of campaigns, as they are today; earlier targets are not kept.

    Args:
        campaign: The campaigns; all without one.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each target: campaign, metric, target, starts, due, note.
    """
    names = [campaign] if isinstance(campaign, str) else list(campaign)
    return rows_of(
        "SELECT campaign, metric, target, starts, due, note FROM targets"
        " WHERE $every OR list_contains($campaigns::VARCHAR[], campaign) ORDER BY campaign, metric",
        {"campaigns": names, "every": not names},
        warehouse,
    )


def thunderclaps(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """List the Thunderclaps launched in a period.

    Args:
        where: A campaign and a period; a Thunderclap has no mission and no platform.
        as_of: List those launched by this day, as they are today.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each Thunderclap: thunderclap, campaign, title, goal, supporters, social_reach (accounts, as its
        page reported), launched_at.
    """
    chosen = as_selection(where, warehouse)
    if missing := [name for name in chosen.names if name != "campaign"]:
        raise NotCarried(
            TranslatableText("This list"),
            TranslatableText("Thunderclaps"),
            map(find_dimension, missing),
            [find_dimension("campaign")],
        )
    return rows_of(
        "SELECT thunderclap, campaign, title, goal, supporters, social_reach, launched_at FROM thunderclaps"
        " WHERE ($every OR list_contains($campaigns::VARCHAR[], coalesce(campaign, 'none')))"
        " AND ($start IS NULL OR launched_at::DATE >= $start::DATE) AND ($end IS NULL OR launched_at::DATE <= $end::DATE)"
        " AND ($as_of IS NULL OR launched_at::DATE <= $as_of::DATE)"
        " ORDER BY launched_at, thunderclap",
        {
            "campaigns": chosen.values("campaign"),
            "every": "campaign" not in chosen.names,
            "start": chosen.start,
            "end": chosen.end,
            "as_of": as_day(as_of),
        },
        warehouse,
    )


def concentration(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Return how much of the social reach each supporter has, largest first, without identities.

    Args:
        where: The selection.
        as_of: Include supporters who had signed up by this day, with their friends and followers of today.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each supporter: rank, connections (friends and followers), share, cumulative_share.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = as_selection(where, warehouse)
    condition, params = filter_of("supporters", chosen, as_of)
    voices.check_list(chosen)
    return rows_of(
        f"""
        SELECT row_number() OVER largest AS rank, connections, connections / nullif(sum(connections) OVER (), 0) AS share,
            sum(connections) OVER largest / nullif(sum(connections) OVER (), 0) AS cumulative_share
        FROM supporter_facts WHERE {condition} AND contributor IS NOT NULL AND connections IS NOT NULL
        WINDOW largest AS (ORDER BY connections DESC ROWS UNBOUNDED PRECEDING) ORDER BY rank
        """,
        params,
        warehouse,
    )


def publishable_posts(
    where: Where = None,
    search: str = "",
    order: Order = "newest",
    limit: int = 50,
    offset: int = 0,
    as_of: date | None = None,
    *,
    warehouse: Path | None = None,
) -> tuple[pd.DataFrame, int]:
    """List one page of the posts that may be shown one by one.

    These are posts of offices and organizations in their own voice, and others with valid consent, but never deleted
    posts. Consent is always that of today. The list never has contributor types.

    Args:
        where: The selection.
        search: Text that the post must contain, in any case.
        order: The order of the posts.
        limit: The most posts on the page.
        offset: How many posts to skip.
        as_of: List posts up to the end of this day, with their counts of that day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each post with its latest counts, and the number of posts on all pages.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    if order not in ORDERS:
        raise UnknownName(TranslatableText("order of posts"), order, ORDERS)
    table = single_posts(is_looked_back=as_of is not None)
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    condition, params = filter_of("posts", chosen, as_of, table)
    is_of_list = as_of is None and _is_of_list(chosen)
    if is_of_list:
        columns, shown = "* EXCLUDE (place, day, region)", f"FROM v_publishable_posts WHERE {condition}"
    else:
        columns = "* EXCLUDE (of_platform, of_post)"
        shown = (
            f"FROM (SELECT * EXCLUDE (place, day, region, {_SHOWN_COUNTS}) FROM v_publishable_posts)"
            f" JOIN (SELECT platform AS of_platform, post_id AS of_post, {_SHOWN_COUNTS} FROM {table.name} WHERE {condition})"
            " ON platform = of_platform AND post_id = of_post WHERE true"
        )
    if search:
        shown += " AND contains(lower(text), lower($search))"
        params["search"] = search
    first = {"newest": "posted_at DESC", "oldest": "posted_at"}.get(order, f"{order} DESC NULLS LAST, posted_at DESC")
    # The identity comes last, so that pages of posts with equal counts neither repeat nor skip one.
    one_page = f"ORDER BY {first}, platform, post_id LIMIT $limit OFFSET $offset"
    listed = f"{shown} {one_page}"
    if is_of_list:  # sorted by what sorts alone, so that texts are read of one page only
        listed = f"FROM v_publishable_posts WHERE place IN (SELECT place {listed}) ORDER BY {first}, platform, post_id"
    page = rows_of(f"SELECT {columns} {listed}", params | {"limit": limit, "offset": offset}, warehouse)
    count = rows_of(f"SELECT count(*) AS posts {shown}", params, warehouse)
    return page, int(count["posts"].iloc[0])


def withheld(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> int:
    """Count the posts of a selection that are counted but never listed.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    condition, params = filter_of("posts", chosen, as_of)
    if _is_of_list(chosen):  # how many are listed is known where a page of them was asked for
        listed = rows_of(f"SELECT count(*) AS posts FROM v_publishable_posts WHERE {condition}", params, warehouse)
        table = with_days("posts", chosen)
        of_days, params = filter_of("posts", chosen, as_of, table)
        every = rows_of(
            f"SELECT coalesce(sum(items), 0)::BIGINT AS posts FROM {table.name} WHERE {of_days}", params, warehouse
        )
        return int(every["posts"].iloc[0] - listed["posts"].iloc[0])
    found = rows_of(f"SELECT count(*) AS posts FROM post_latest WHERE {condition} AND NOT {LISTED}", params, warehouse)
    return int(found["posts"].iloc[0])


def _is_of_list(chosen: Selection) -> bool:
    """Return whether the list of posts that may be shown has all columns of a selection, so that nothing is joined."""
    return set(chosen.names) <= _OF_LIST


def filter_of(
    name: str, chosen: Selection, as_of: date | None = None, table: Table | None = None
) -> tuple[str, dict[str, Any]]:
    """Return a selection as an SQL condition with its parameters.

    Args:
        name: The fact table.
        chosen: The selection.
        as_of: Only items up to the end of this day.
        table: The table to filter; the most detailed one by default.
    """
    base = FACT_TABLES[name]
    missing = [dimension for dimension in chosen.names if dimension not in carried(base)]
    if missing:
        raise NotCarried(
            TranslatableText("This list"), base.noun, map(find_dimension, missing), map(find_dimension, carried(base))
        )
    shape, params = shape_of(chosen, (), as_of)
    table = table or (POST_DETAILS if name == "posts" else base.relations[-1])
    params.pop("until_day" if table is base.history else "until", None)
    return exp.and_(*conditions(table, base, shape), exp.true()).sql("duckdb"), params


def sources(
    where: Where = None, base: str = "posts", as_of: date | None = None, *, warehouse: Path | None = None
) -> pd.DataFrame:
    """List the imports behind a number.

    Args:
        where: The selection.
        base: The fact table of the metric. For posts, imports that contain a post of the selection count; for other
            tables, all imports of such items.
        as_of: Only snapshots up to the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each import: import_id, file, format, imported_at, rows, share. A post in several imports counts for
        each, so shares can add up to more than 1. Contributor types are ignored, because a file may come from one
        place.
    """
    if base in ("posts", "authors"):
        chosen = as_selection(where, warehouse)
        condition, params = filter_of("posts", voices.apart(chosen), as_of)
        said = f"""SELECT DISTINCT l.import_id, l.platform, l.post_id FROM landing.posts l
            SEMI JOIN (SELECT platform, post_id FROM post_details WHERE {condition}) USING (platform, post_id)
            WHERE $as_of IS NULL OR l.captured_at::DATE <= $as_of::DATE"""
        params["as_of"] = as_day(as_of)
        whole = f"SELECT count(*) FROM post_details WHERE {condition}"
    else:
        params = {}
        said = " UNION ALL ".join(f"SELECT import_id FROM landing.{table}" for table in _LANDED[base])
        whole = "SELECT count(*) FROM said"
    return rows_of(
        f"""
        WITH said AS ({said})
        SELECT import_id, file, format, imported_at, count(*) AS rows, count(*) / nullif(({whole}), 0) AS share
        FROM said JOIN imports USING (import_id) GROUP BY ALL ORDER BY rows DESC, import_id
        """,
        params,
        warehouse,
    )


def rows_of(sql: str, params: Mapping[str, Any], warehouse: Path | None) -> pd.DataFrame:
    """Return the rows of a statement with named parameters.

    Args:
        sql: The statement.
        params: Values by name.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        The rows; the answer of the frame has the statement and its parameters.
    """
    frame = as_frame(engine(warehouse).query(sql, params))
    return attach(frame, Answer(sql=(sql,), params=(plain(params),)))
