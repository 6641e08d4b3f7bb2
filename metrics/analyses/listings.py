"""Lists that are not measures: events, targets, how concentrated a Thunderclap was, and the posts that may be shown one
by one."""

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
from metrics.compiler.planner import carried, conditions, shape_of
from metrics.definitions.fact_tables import FACT_TABLES, POST_HISTORY, POST_LATEST, Table
from metrics.definitions.model import NotCarried, Selection, TranslatableText, UnknownName, as_day
from metrics.disclosure import voices

Where = Selection | Mapping[str, object] | None
Order = Literal["newest", "oldest", "engagement", "reactions", "comments", "shares", "impressions"]
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
_SHOWN_COUNTS: Final = "impressions, views, reach, reactions, comments, shares, engagement"


def events(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Events within the period of the selection, up to the day looked back to: day, event, kind, source."""
    period = as_selection(where, warehouse)
    return rows_of(
        "SELECT day, event, kind, source FROM events"
        " WHERE ($start IS NULL OR day >= $start::DATE) AND ($end IS NULL OR day <= $end::DATE) AND ($as_of IS NULL OR day <= $as_of::DATE)"
        " ORDER BY day, event",
        {"start": period.start, "end": period.end, "as_of": as_day(as_of)},
        warehouse,
    )


def targets(campaign: str | Sequence[str] = (), *, warehouse: Path | None = None) -> pd.DataFrame:
    """What campaigns set out to do: campaign, metric, target, starts, due, note. Without a campaign, those of all.

    As they stand today: when a target was set is not kept.
    """
    names = [campaign] if isinstance(campaign, str) else list(campaign)
    return rows_of(
        "SELECT campaign, metric, target, starts, due, note FROM targets"
        " WHERE $every OR list_contains($campaigns::VARCHAR[], campaign) ORDER BY campaign, metric",
        {"campaigns": names, "every": not names},
        warehouse,
    )


def thunderclaps(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Thunderclaps launched in the period: thunderclap, campaign, title, goal, supporters, social_reach (as its page
    said), launched_at.

    Only a campaign and a period can be selected: a Thunderclap belongs to no mission and no platform. Looking back,
    those launched by that day, as they stand today.
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
    """How much of the social reach each supporter holds, largest first: rank, connections, share, cumulative_share.

    It never says who they are. Looking back, those who had signed up by that day, with the connections they are known
    to have today. Raises VoicesNotShown for a filter by contributor type.
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
    """One page of the posts that may be shown one by one, and how many there are on all pages.

    `search` is looked for in the text as it stands, in any case. Posts of offices and organizations in their own voice
    are among them, others only with a consent that holds, and those that were deleted never: `withheld` counts the
    rest. Looking back, posts of that day and before with the counts known then; whether a post may be shown is always
    as of today. A list never says whose voice a post is, and a filter by contributor type raises VoicesNotShown.
    """
    if order not in ORDERS:
        raise UnknownName(TranslatableText("order of posts"), order, ORDERS)
    table = POST_HISTORY if as_of else POST_LATEST
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    condition, params = filter_of("posts", chosen, as_of, table)
    shown = (
        f"FROM (SELECT * EXCLUDE (region, {_SHOWN_COUNTS}) FROM v_publishable_posts)"
        f" JOIN (SELECT platform AS of_platform, post_id AS of_post, {_SHOWN_COUNTS} FROM {table.name} WHERE {condition})"
        " ON platform = of_platform AND post_id = of_post"
    )
    if search:
        shown += " WHERE contains(lower(text), lower($search))"
        params["search"] = search
    first = {"newest": "posted_at DESC", "oldest": "posted_at"}.get(order, f"{order} DESC NULLS LAST, posted_at DESC")
    page = rows_of(
        # The identity comes last, so that pages of posts with equal counts neither repeat nor skip one.
        f"SELECT * EXCLUDE (of_platform, of_post) {shown} ORDER BY {first}, platform, post_id LIMIT $limit OFFSET $offset",
        params | {"limit": limit, "offset": offset},
        warehouse,
    )
    count = rows_of(f"SELECT count(*) AS posts {shown}", params, warehouse)
    return page, int(count["posts"].iloc[0])


def withheld(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> int:
    """How many posts of the selection are counted but never listed. Raises VoicesNotShown for a filter by contributor
    type."""
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    condition, params = filter_of("posts", chosen, as_of)
    found = rows_of(f"SELECT count(*) AS posts FROM post_latest WHERE {condition} AND NOT {LISTED}", params, warehouse)
    return int(found["posts"].iloc[0])


def filter_of(
    name: str, chosen: Selection, as_of: date | None = None, table: Table | None = None
) -> tuple[str, dict[str, Any]]:
    """A selection as a condition on the rows of a base's finest table, or of `table`, and its parameters."""
    base = FACT_TABLES[name]
    missing = [dimension for dimension in chosen.names if dimension not in carried(base)]
    if missing:
        raise NotCarried(
            TranslatableText("This list"), base.noun, map(find_dimension, missing), map(find_dimension, carried(base))
        )
    shape, params = shape_of(chosen, (), as_of)
    table = table or (POST_LATEST if name == "posts" else base.relations[-1])
    params.pop("until_day" if table is base.history else "until", None)
    return exp.and_(*conditions(table, base, shape), exp.true()).sql("duckdb"), params


def sources(
    where: Where = None, base: str = "posts", as_of: date | None = None, *, warehouse: Path | None = None
) -> pd.DataFrame:
    """Which imports a number comes from: import_id, file, format, imported_at, rows, share.

    For what is counted on posts, the posts of the selection of which an import said anything; a post that several
    imports know counts for each, so shares may add up to more than one; looking back, what was captured by that day.
    Voices are taken together, because a file may be of one place. For other bases, all rows that imports landed of that
    sort.
    """
    if base in ("posts", "authors"):
        chosen = as_selection(where, warehouse)
        condition, params = filter_of("posts", voices.apart(chosen), as_of)
        said = f"""SELECT DISTINCT l.import_id, l.platform, l.post_id FROM landing.posts l
            SEMI JOIN (SELECT platform, post_id FROM post_latest WHERE {condition}) USING (platform, post_id)
            WHERE $as_of IS NULL OR l.captured_at::DATE <= $as_of::DATE"""
        params["as_of"] = as_day(as_of)
        whole = f"SELECT count(*) FROM post_latest WHERE {condition}"
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
    """The rows of a statement with named parameters; it carries both."""
    frame = as_frame(engine(warehouse).query(sql, params))
    return attach(frame, Answer(sql=(sql,), params=(plain(params),)))
