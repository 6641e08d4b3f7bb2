"""The guided start: files are looked at first, then imported with their campaign and accounts.

Campaign and accounts are sheets like any other, so that each has a receipt and can be undone or corrected.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Final

from common.quoting import shortened
from data.editing import contributor_directory, sheets
from data.formats.catalogue import every
from data.formats.model import Format
from data.importing import pipeline
from data.importing.ledger import Receipt
from data.importing.pipeline import Progress, WrongOption
from data.messages import Message
from data.privacy.pseudonyms import pseudonym
from data.store.warehouse import Draft, Warehouse

_LONGEST_NAME: Final = 60
"""Letters that an account's name has at most."""
_MARKUP: Final = frozenset("<>[]{}\\`$*^~=|")
"""Signs that a name does not have, as the directory's sheet says too: they could be read as something else on a page."""
MOST: Final = 12
"""How many hashtags are proposed."""
_OWNED_BY: Final = {
    "mission": "office",
    **dict.fromkeys(("staff", "public", "migrant", "crisis_affected"), "person"),
    **dict.fromkeys(("partner", "donor"), "organisation"),
}
"""Contributor type -> who owns an account of it."""


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
class AccountFound:
    """An account that exported some of the files, as a pseudonym, and how many posts of its own they hold."""

    platform: str
    account: str
    posts: int


@dataclass(frozen=True)
class Preview:
    """What files would bring. The most frequent hashtags and accounts stand first."""

    files: tuple[FileFound, ...]
    hashtags: tuple[HashtagFound, ...]
    accounts: tuple[AccountFound, ...]

    @property
    def posts(self) -> int:
        """Return how many posts the files have; one that two files have counts twice."""
        return sum(file.posts for file in self.files)

    @property
    def unnamed(self) -> tuple[FileFound, ...]:
        """Return the files that do not name the account that exported them, each once."""
        return tuple({file.key: file for file in self.files if file.is_unnamed}.values())

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
    """

    name: str
    hashtags: tuple[str, ...]
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True)
class Owner:
    """Whose the accounts are that exported the files.

    Args:
        mission: The code of their mission; empty where it is not said.
        contributor_type: The code of whose voice they are.
    """

    mission: str = ""
    contributor_type: str = "mission"

    @property
    def is_own(self) -> bool:
        """Return whether the accounts are the organization's own, which are shown by name."""
        return self.contributor_type == "mission"

    @property
    def account_type(self) -> str:
        """Return the code of who owns such accounts; empty where the contributor type does not say it."""
        return _OWNED_BY.get(self.contributor_type, "")


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
        return Preview(
            tuple(_file(draft, receipt, options.known) for receipt in receipts),
            tuple(_hashtags(draft, ids)),
            tuple(_accounts(draft, ids)),
        )


def begin(
    paths: Iterable[Path | str],
    warehouse: Warehouse,
    *,
    campaign: Campaign | None = None,
    owner: Owner | None = None,
    names: Mapping[str, str] | None = None,
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
        dates: `day-first` or `month-first`, where nothing in a file tells.
        progress: Is told what is being done.

    Returns:
        A receipt a file, and one each for the campaign and the accounts.

    Raises:
        WarehouseError: if the warehouse cannot be written.
        WrongOption: if `dates` is neither, or a name cannot be one.
    """
    names = {key: name.strip() for key, name in (names or {}).items() if name.strip()}
    if wrong := [name for name in names.values() if not is_name(name)]:
        raise WrongOption(Message.NO_ACCOUNT_NAME.format(name=shortened(wrong[0])))
    options, say = pipeline.options_for(warehouse, dates=dates), progress or _silent
    options = replace(options, accounts=names)
    with warehouse.scratch() as folder, warehouse.draft() as draft:
        first = [_campaign_sheet(campaign, folder)] if campaign else []
        receipts = pipeline.take_in(draft, [*first, *paths], options, say)
        if owner and (accounts := _accounts(draft, _ids(receipts))):
            receipts += pipeline.take_in(
                draft,
                [_directory_sheet(owner, accounts, _called(draft, names.values(), accounts), folder)],
                options,
                _silent,
            )
        pipeline.derive(draft, progress)
    return pipeline.published(receipts, warehouse)


def _campaign_sheet(campaign: Campaign, folder: Path) -> Path:
    row = {
        "campaign": campaign.name.lstrip("#"),
        "name": campaign.name,
        "hashtags": " ".join(f"#{tag.lstrip('#')}" for tag in campaign.hashtags),
        "starts": campaign.first,
        "ends": campaign.last,
    }
    sheet = folder / f"campaign {_now()}.csv"
    sheets.write(sheet, "campaign_sheet", [row])
    return sheet


def is_name(text: str) -> bool:
    """Return whether a text can be the name of an account: short, in letters that can be seen."""
    is_short = 1 < len(text) <= _LONGEST_NAME
    return is_short and text.isprintable() and text[0].isalnum() and not _MARKUP.intersection(text)


def _called(draft: Draft, names: Iterable[str], accounts: Iterable[AccountFound]) -> dict[AccountFound, str]:
    """Return the names that were given for accounts, by account."""
    given = list(names)
    folded = draft.con.execute("SELECT lower(ltrim(unnest($names::VARCHAR[]), '@'))", {"names": given}).fetchall()
    pairs = list(zip(given, (name for (name,) in folded), strict=True))
    return {
        each: name
        for each in accounts
        for name, account in pairs
        if pseudonym(each.platform, account, draft.key) == each.account
    }


def _directory_sheet(
    owner: Owner, accounts: Sequence[AccountFound], called: Mapping[AccountFound, str], folder: Path
) -> Path:
    said = {name: value for name in ("mission", "contributor_type", "account_type") if (value := getattr(owner, name))}
    rows: list[dict[str, object]] = [{"platform": each.platform, "account": each.account, **said} for each in accounts]
    if owner.is_own:
        rows = [
            {**row, "own": "yes", "public_name": called.get(each)} for row, each in zip(rows, accounts, strict=True)
        ]
    sheet = folder / f"accounts {_now()}.csv"
    contributor_directory.write(sheet, rows)
    return sheet


def _file(draft: Draft, receipt: Receipt, known: Mapping[str, Format]) -> FileFound:
    if receipt.import_id is None or receipt.error:
        return FileFound(receipt)
    ((posts, first, last, accounts, platforms),) = draft.con.execute(
        """
        SELECT count(DISTINCT (platform, post_id)), min(posted_at)::DATE, max(posted_at)::DATE, count(account), list(DISTINCT platform)
        FROM landing.posts WHERE import_id = $id
        """,
        {"id": receipt.import_id},
    ).fetchall()
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


def _accounts(draft: Draft, ids: Sequence[int]) -> list[AccountFound]:
    own = [name for name, fmt in every(draft.directory).items() if fmt.own]
    found = draft.con.execute(
        """
        SELECT platform, account, count(DISTINCT post_id) AS posts FROM landing.posts JOIN imports USING (import_id)
        WHERE account IS NOT NULL AND list_contains($ids, import_id) AND list_contains($own, format)
        GROUP BY ALL ORDER BY posts DESC, platform, account
        """,
        {"ids": list(ids), "own": own},
    ).fetchall()
    return [AccountFound(*row) for row in found]


def _ids(receipts: Iterable[Receipt]) -> list[int]:
    return [receipt.import_id for receipt in receipts if receipt.import_id is not None and not receipt.error]


def _now() -> str:
    return f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H.%M.%S}"


def _silent(_what: str, _share: float) -> None:
    return
