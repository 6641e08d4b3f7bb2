"""Formats that a team makes: the columns of any table mapped to ours, and tried out before they are saved."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pandas as pd

from common.messages import Verbatim
from common.quoting import shortened
from data.editing.mapping_suggestions import SHEET, columns
from data.formats.catalogue import formats
from data.formats.date_order import Order
from data.formats.model import Column, Format, NotRecognised, Sign, Signs, Unless
from data.importing.ledger import Options, Receipt
from data.importing.pipeline import import_into
from data.messages import Message
from data.networks import ADDRESSES
from data.schema import COUNTS
from data.store.warehouse import Warehouse

_LONGEST = 80
"""Letters of a format's name, which is that of its file."""
_SHOWN = 50
COUNTED: Final = ("post_id", "url", "platform", "captured_at", *COUNTS)
"""The columns of a table whose rows are counts of posts."""
_KNOWN: Final = """
    SELECT count(*) FROM landing.posts AS counted WHERE import_id = $id AND EXISTS (
        FROM landing.posts AS stated WHERE stated.key_hash = counted.key_hash AND stated.posted_at IS NOT NULL
            AND (stated.platform, stated.post_id) = (counted.platform, counted.post_id)
    )
"""


class Incomplete(NotRecognised):
    """A column is not in the file, or something is missing without which no row can be read."""


@dataclass(frozen=True)
class Preview:
    """The result of a trial import: its receipt, and the first rows that would be accepted and rejected."""

    receipt: Receipt
    accepted: pd.DataFrame
    rejected: pd.DataFrame
    known: int | None = None
    """Of rows that hold counts alone, how many are of posts that are imported."""
    others: tuple[Receipt, ...] = ()
    """What would become of further sheets, or files of an archive."""

    @property
    def brings_something(self) -> bool:
        """Return whether a row would be accepted, or is known already."""
        return not self.receipt.error and bool(self.receipt.accepted or self.receipt.duplicates)


def propose(
    name: str,
    header: Sequence[str],
    mapping: Mapping[str, str],
    *,
    platform: str | None = None,
    campaign: str | None = None,
    mission: str | None = None,
    timezone: str = "UTC",
    date_patterns: Sequence[str] = (),
    dates: Order | None = None,
    thousands: str = "",
    counts: bool = False,
    beside: str = "",
    key: str = "",
) -> Format:
    """Return a format of posts, or of their counts, in which columns come from the columns of a header.

    Args:
        name: The name of the format.
        header: The columns of the file.
        mapping: The source of each column. Without a post ID, the ID is taken from the link.
        platform: The platform of all rows, if no column has it.
        campaign: The campaign of all rows, if no column has it.
        mission: The mission of all rows, if no column has it.
        timezone: The time zone of times without an offset.
        date_patterns: Patterns of times.
        dates: The order of day and month if the file does not show it.
        thousands: The thousands separator.
        counts: Whether a row is no post, but counts of a post that another file brings.
        beside: Another sheet of the workbook that is read together with this one.
        key: The column of both by which their rows belong together.

    Raises:
        Incomplete: Something is missing; the message says what.
        NotRecognised: A format of the project has this name.
    """
    short = short_name(name)
    if counts:
        mapping = {canonical: source for canonical, source in mapping.items() if canonical in COUNTED}
    _check(header, mapping, platform, counts=counts)
    known, moment = formats()[SHEET].columns, "captured_at" if counts else "posted_at"
    made = {
        canonical: _column(source, known[canonical], date_patterns if canonical == moment else ())
        for canonical, source in mapping.items()
    }
    if "post_id" not in made:
        made["post_id"] = Column((mapping["url"],), id_in_link=True)
    if counts:
        made |= _of_counts(made, platform)
    given = {"platform": platform} if counts else {"platform": platform, "campaign": campaign, "mission": mission}
    retweets = () if counts else _retweets(mapping, platform)
    counted = tuple(count for count in COUNTS if count in mapping)
    if retweets and "text" in mapping:
        made["post_kind"] = Column((), signs=retweets, otherwise="original")
    return Format(
        name=short,
        label=name.strip(),
        requires=tuple(
            dict.fromkeys(source for source in (key, *mapping.values()) if source and not _is_beside(source, beside))
        ),
        beside=(beside,) if beside else (),
        beside_key=(key,) if beside else (),
        table="posts",
        timezone=timezone,
        dates=dates or "",
        thousands=thousands,
        constants={name: value for name, value in given.items() if value and name not in mapping},
        unless=(Unless(retweets, counted),) if retweets and counted else (),
        columns=made,
    )


def _is_beside(source: str, beside: str) -> bool:
    return bool(beside) and source.startswith(f"{beside} - ")


def _check(header: Sequence[str], mapping: Mapping[str, str], platform: str | None, *, counts: bool) -> None:
    """Raise `Incomplete` if a column is not in the header, or something is missing without which no row can be read."""
    unknown = [source for source in mapping.values() if source not in header]
    needed = [
        (Message.POST_OR_LINK, "post_id" in mapping or "url" in mapping),
        (Message.WHEN_POSTED, counts or "posted_at" in mapping),
        (Message.THE_PLATFORM, "platform" in mapping or platform or (counts and "url" in mapping)),
        (Message.A_COUNT, not counts or not mapping.keys().isdisjoint(COUNTS)),
    ]
    lacks = [label.format() for label, there in needed if not there]
    if unknown or lacks:
        raise Incomplete(Message.NO_COLUMN.format(choices=(*map(Verbatim, unknown), *lacks)))


def _of_counts(made: Mapping[str, Column], platform: str | None) -> dict[str, Column]:
    """Return what is read otherwise where a row is counts of a post: the network from its link, a day from every row."""
    read_otherwise = {}
    if "captured_at" in made:
        read_otherwise["captured_at"] = replace(made["captured_at"], needed=True)
    if "platform" not in made and not platform:
        read_otherwise["platform"] = Column(made["url"].sources, network_in_link=True, match=ADDRESSES)
    return read_otherwise


def preview(path: Path, fmt: Format, warehouse: Warehouse, captured: dt.date | None = None) -> Preview:
    """Import a file into a draft that is then discarded, and return what would have happened.

    Args:
        path: The file.
        fmt: The format by which it is read.
        warehouse: Where it would be imported: posts that are in already are known.
        captured: The day that the counts were collected, if the file does not say it.
    """
    moment = dt.datetime.combine(captured, dt.time()) if captured else None
    with warehouse.draft(keep=False) as draft:
        receipt, *others = import_into(draft, path, Options({fmt.name: fmt}, fmt.name, captured=moment))
        names = ", ".join(name for name in columns() if name != "account")
        found = {"id": receipt.import_id, "shown": _SHOWN}
        accepted = draft.con.execute(
            f"SELECT row_number, {names} FROM landing.posts WHERE import_id = $id ORDER BY row_number LIMIT $shown",
            found,
        ).df()
        rejected = draft.con.execute(
            "SELECT row_number, reason, reason_codes, reason_values, raw FROM rejects"
            " WHERE import_id = $id AND NOT accepted ORDER BY row_number LIMIT $shown",
            found,
        ).df()
        known = (
            draft.con.execute(_KNOWN, {"id": receipt.import_id}).fetchall() if "posted_at" not in fmt.columns else []
        )
    shown = accepted.dropna(axis="columns", how="all")
    is_of_trial = [note for note in receipt.notes if note.code != Message.READ_AGAIN.code]  # nothing was added
    receipt = replace(receipt, notes=tuple(is_of_trial))
    return Preview(receipt, shown, rejected, int(known[0][0]) if known else None, tuple(others))


def short_name(name: str) -> str:
    """Return the name of a format's file, for what people call it.

    Raises:
        NotRecognised: It is that of a format of the project, or none can be made of it.
    """
    short = re.sub(r"[^a-z0-9]+", "_", name.lower())[:_LONGEST].strip("_")
    if not short or short in formats():
        raise NotRecognised(Message.NO_NAME.format(name=shortened(name)))
    return short


def _column(source: str, known: Column, date_patterns: Sequence[str]) -> Column:
    return Column((source,), patterns=(*known.patterns, *date_patterns), values=known.values, otherwise=known.otherwise)


def _retweets(mapping: Mapping[str, str], platform: str | None) -> Signs:
    """Return the signs of retweets, which have the original's counts, in a table that may contain posts of X.

    They are how their text begins. If all posts are of X and their text is not mapped, nothing shows retweets, and no
    count is used.
    """
    if "post_kind" in mapping or ("platform" not in mapping and platform != "twitter"):
        return ()
    if "text" in mapping:
        return ((Sign(mapping["text"], "^RT @", "share"),),)
    return () if "platform" in mapping else ((Sign(columns()["text"][0], "^RT @"),),)
