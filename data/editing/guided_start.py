"""The guided start: files are looked at first, then imported with their campaign and accounts.

Campaign and accounts are sheets like any other, so that each has a receipt and can be undone or corrected.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Final

from common.quoting import shortened
from data.editing import exporting_accounts, sheets
from data.editing.exporting_accounts import AccountFound, Owner, is_name
from data.formats.model import Format
from data.importing import pipeline
from data.importing.ledger import Receipt
from data.importing.pipeline import Progress, WrongOption
from data.messages import Message
from data.store.warehouse import Draft, Warehouse

MOST: Final = 12
"""How many hashtags are proposed."""
_ANSWER: Final = re.compile(r"(?:campaign|accounts) \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.csv")
"""The name of a sheet that holds what was answered."""


@dataclass(frozen=True)
class FileFound:
    """What a file would bring.

    Args:
        receipt: What would become of its rows, or why it is refused.
        posts: How many posts it has.
        first: The first day with a post; None where it has none.
        last: The last day with a post.
        platform: The code of its network, if it is unnamed and has one alone.
        is_unnamed: Whether an account exported it of itself and no row names that account.
        account: What the file's name says the account is called; empty where it does not say it.
    """

    receipt: Receipt
    posts: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    platform: str = ""
    is_unnamed: bool = False
    account: str = ""

    @property
    def key(self) -> str:
        """Return what the file is told apart by; two files may share a name."""
        return self.receipt.sha256 or ""


@dataclass(frozen=True)
class HashtagFound:
    """A hashtag, in how many posts of the files it is, and on which days."""

    hashtag: str
    posts: int
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Preview:
    """What files would bring. The most frequent hashtags and accounts stand first."""

    files: tuple[FileFound, ...]
    hashtags: tuple[HashtagFound, ...]
    accounts: tuple[AccountFound, ...]
    key: bytes = field(default=b"", repr=False)
    """The key of their pseudonyms."""
    tagged: tuple[tuple[frozenset[str], int], ...] = ()
    """Which of the most frequent hashtags posts have together, and how many have these."""

    @property
    def posts(self) -> int:
        """Return how many posts the files have; one that two files have counts twice."""
        return sum(file.posts for file in self.files)

    @property
    def unnamed(self) -> tuple[FileFound, ...]:
        """Return the files that do not name the account that exported them, each once."""
        return tuple({file.key: file for file in self.files if file.is_unnamed}.values())

    def without(self, hashtags: Iterable[str]) -> int | None:
        """Return how many posts have none of some hashtags; None if one of them is not among the most frequent."""
        wanted = set(hashtags)
        if not wanted <= {each.hashtag for each in self.hashtags}:
            return None
        return sum(posts for tags, posts in self.tagged if not wanted & tags)

    @property
    def all_days(self) -> tuple[dt.date, dt.date] | None:
        """Return the first and last day with a post; None if the files have no post."""
        seen = [(each.first, each.last) for each in self.files if each.first and each.last]
        return (min(first for first, _last in seen), max(last for _first, last in seen)) if seen else None

    def days(self, hashtags: Iterable[str]) -> tuple[dt.date, dt.date] | None:
        """Return the first and last day with one of some hashtags; None if no post has one."""
        wanted = set(hashtags)
        seen = [each for each in self.hashtags if each.hashtag in wanted]
        return (min(each.first for each in seen), max(each.last for each in seen)) if seen else None


@dataclass(frozen=True)
class Campaign:
    """A campaign as its sheet has it.

    Args:
        name: What people call it.
        hashtags: A post with one of them belongs to it.
        first: Its first day; None for no beginning.
        last: Its last day; None for no end.
        has_all: Whether all posts of the files belong to it, also without a hashtag, unless their row names another one.
    """

    name: str
    hashtags: tuple[str, ...]
    first: dt.date | None = None
    last: dt.date | None = None
    has_all: bool = False


def preview(
    paths: Iterable[Path | str], warehouse: Warehouse, *, dates: str | None = None, progress: Progress | None = None
) -> Preview:
    """Look at files, archives and folders; nothing of them is kept.

    Args:
        paths: What would be imported.
        warehouse: Where it would be imported: posts that are in already are duplicates.
        dates: `day-first` or `month-first`, where nothing in a file tells.
        progress: Is told what is being done.

    Returns:
        What each file holds, the hashtags of their posts, and the accounts that exported them.

    Raises:
        WarehouseError: if the draft cannot be written.
        WrongOption: if `dates` is neither.
    """
    options = pipeline.options_for(warehouse, dates=dates)
    with warehouse.draft(keep=False) as draft:
        receipts = pipeline.take_in(draft, paths, options, progress or _silent)
        pipeline.derive(draft, progress)
        ids = _ids(receipts)
        hashtags = tuple(_hashtags(draft, ids))
        return Preview(
            tuple(_files(draft, receipts, options.known)),
            hashtags,
            tuple(exporting_accounts.found_in(draft, ids)),
            draft.key,
            tuple(_tagged(draft, ids, [each.hashtag for each in hashtags])),
        )


def begin(
    paths: Iterable[Path | str],
    warehouse: Warehouse,
    *,
    campaign: Campaign | None = None,
    owner: Owner | None = None,
    names: Mapping[str, str] | None = None,
    key: bytes | None = None,
    dates: str | None = None,
    progress: Progress | None = None,
) -> list[Receipt]:
    """Import files with their campaign and whose accounts they are of, all as one version or nothing.

    Args:
        paths: Files, archives and folders.
        warehouse: Where they are imported.
        campaign: The campaign they belong to; without one, posts keep the campaigns that the data know already.
        owner: Whose the accounts are that exported the files; without it, they stay unknown.
        names: The names of accounts that files do not name, by the files' keys; they are kept as pseudonyms, and shown only
            where the accounts are the organization's own.
        key: The key of the preview by which the missions of accounts were chosen.
        dates: `day-first` or `month-first`, where nothing in a file tells.
        progress: Is told what is being done.

    Returns:
        A receipt a file, and one each for the campaign and the accounts.

    Raises:
        WarehouseError: if the warehouse cannot be written.
        WrongOption: if `dates` is neither, a name cannot be one, or a mission or contributor type is given for an
            account that is not there.
    """
    names = {key: name.strip() for key, name in (names or {}).items() if name.strip()}
    if wrong := [name for name in names.values() if not is_name(name)]:
        raise WrongOption(Message.NO_ACCOUNT_NAME.format(name=shortened(wrong[0])))
    of_all = _short(campaign) if campaign and campaign.has_all else None
    options, say = pipeline.options_for(warehouse, campaign=of_all, dates=dates), progress or _silent
    options = replace(options, accounts=names)
    with warehouse.scratch() as folder, warehouse.draft(first_key=key) as draft:
        first = [_campaign_sheet(campaign, folder)] if campaign else []
        receipts = pipeline.take_in(draft, [*first, *paths], options, say)
        accounts = exporting_accounts.found_in(draft, _ids(receipts))
        if owner and accounts:
            called = exporting_accounts.called(names.values(), accounts, draft.key)
            sheet = exporting_accounts.directory_sheet(owner, accounts, called, draft.key, folder)
            receipts += pipeline.take_in(draft, [sheet], options, _silent)
        pipeline.derive(draft, progress)
    return pipeline.published(receipts, warehouse)


def is_answer(receipt: Receipt) -> bool:
    """Return whether a receipt is that of a sheet that holds what was answered, rather than that of a file."""
    return _ANSWER.fullmatch(receipt.file) is not None


def _short(campaign: Campaign) -> str:
    """Return the short name of a campaign."""
    return campaign.name.lstrip("#")


def _campaign_sheet(campaign: Campaign, folder: Path) -> Path:
    row = {
        "campaign": _short(campaign),
        "name": campaign.name,
        "hashtags": " ".join(f"#{tag.lstrip('#')}" for tag in campaign.hashtags),
        "starts": campaign.first,
        "ends": campaign.last,
    }
    sheet = folder / f"campaign {dt.datetime.now(dt.UTC):%Y-%m-%d %H.%M.%S}.csv"
    sheets.write(sheet, "campaign_sheet", [row])
    return sheet


def _files(draft: Draft, receipts: Sequence[Receipt], known: Mapping[str, Format]) -> Iterator[FileFound]:
    """Yield what each file would bring."""
    posts = draft.con.execute(
        """
        SELECT import_id, count(DISTINCT (platform, post_id)), min(posted_at)::DATE, max(posted_at)::DATE, count(account),
            list(DISTINCT platform)
        FROM landing.posts WHERE list_contains($ids, import_id) GROUP BY import_id
        """,
        {"ids": _ids(receipts)},
    ).fetchall()
    posts_of = {import_id: row for import_id, *row in posts}
    for receipt in receipts:
        if receipt.import_id is None or receipt.error:
            yield FileFound(receipt)
        else:
            yield _file(receipt, known, *posts_of.get(receipt.import_id, (0, None, None, 0, [])))


def _file(
    receipt: Receipt,
    known: Mapping[str, Format],
    posts: int,
    first: dt.date | None,
    last: dt.date | None,
    accounts: int,
    platforms: Sequence[str],
) -> FileFound:
    fmt = known.get(receipt.format or "")
    if not fmt or not fmt.own or "account" in fmt.columns or accounts or not posts:
        return FileFound(receipt, posts, first, last)
    platform = platforms[0] if len(platforms) == 1 else ""
    return FileFound(receipt, posts, first, last, platform, is_unnamed=True, account=_named_in(receipt.file, fmt))


def _named_in(file: str, fmt: Format) -> str:
    """Return what the name of a file, or of the archive that it is in, says the account is called; empty if nothing."""
    parts = [PurePath(part).stem for part in file.split(" › ")]
    found = [re.search(fmt.account_in_name, part) for part in parts if fmt.account_in_name]
    names = [match.group(1).strip() for match in found if match]
    return next(filter(is_name, names), "")


def _hashtags(draft: Draft, ids: Sequence[int]) -> list[HashtagFound]:
    found = draft.con.execute(
        """
        SELECT hashtag, count(*) AS posts, min(posted_at)::DATE, max(posted_at)::DATE
        FROM (
            SELECT unnest(hashtags) AS hashtag, posted_at FROM posts
            SEMI JOIN (FROM landing.posts WHERE list_contains($ids, import_id)) USING (platform, post_id)
        )
        GROUP BY hashtag ORDER BY posts DESC, hashtag LIMIT $most
        """,
        {"ids": list(ids), "most": MOST},
    ).fetchall()
    return [HashtagFound(*row) for row in found]


def _tagged(draft: Draft, ids: Sequence[int], hashtags: Sequence[str]) -> list[tuple[frozenset[str], int]]:
    found = draft.con.execute(
        """
        SELECT list_sort(list_intersect(coalesce(hashtags, []), $hashtags::VARCHAR[])) AS tags, count(*) FROM posts
        SEMI JOIN (FROM landing.posts WHERE list_contains($ids, import_id)) USING (platform, post_id)
        GROUP BY tags
        """,
        {"ids": list(ids), "hashtags": list(hashtags)},
    ).fetchall()
    return [(frozenset(tags), posts) for tags, posts in found]


def _ids(receipts: Iterable[Receipt]) -> list[int]:
    return [receipt.import_id for receipt in receipts if receipt.import_id is not None and not receipt.error]


def _silent(_what: str, _share: float) -> None:
    return
