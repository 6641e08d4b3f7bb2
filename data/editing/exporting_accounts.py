"""The accounts that exported files: which there are, what they are called, and whose they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from common import in_memory
from common.quoting import shortened
from data.editing import contributor_directory
from data.formats.catalogue import every
from data.importing.pipeline import WrongOption
from data.messages import Message
from data.privacy.pseudonyms import pseudonym
from data.store.warehouse import Draft

_LONGEST_NAME: Final = 60
"""Letters that an account's name has at most."""
_MARKUP: Final = frozenset("<>[]{}\\`$*^~=|")
"""Signs that a name does not have, as the directory's sheet says too: they could be read as something else on a page."""
_OWNED_BY: Final = {
    "mission": "office",
    **dict.fromkeys(("staff", "public", "migrant", "crisis_affected"), "person"),
    **dict.fromkeys(("partner", "donor"), "organisation"),
}
"""Contributor type -> who owns an account of it."""


@dataclass(frozen=True)
class AccountFound:
    """An account that exported some of the files.

    Args:
        platform: The code of its network.
        account: Its pseudonym.
        posts: How many posts of its own the files hold.
        files: The names of these files.
    """

    platform: str
    account: str
    posts: int
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Owner:
    """Whose the accounts are that exported the files.

    Args:
        mission: The code of their mission; empty where it is not said.
        contributor_type: The code of whose voice they are.
        missions: The codes of the missions of some of them, by pseudonym or name; empty where it is not said.
        contributor_types: The codes of the contributor types of some of them, by pseudonym or name.
    """

    mission: str = ""
    contributor_type: str = "mission"
    missions: Mapping[str, str] = field(default_factory=dict)
    contributor_types: Mapping[str, str] = field(default_factory=dict)


def is_own(contributor_type: str) -> bool:
    """Return whether accounts of a contributor type are the organization's own, which are shown by name."""
    return contributor_type == "mission"


def is_name(text: str) -> bool:
    """Return whether a text can be the name of an account: short, in letters that can be seen."""
    is_short = 1 < len(text) <= _LONGEST_NAME
    return is_short and text.isprintable() and text[0].isalnum() and not _MARKUP.intersection(text)


def found_in(draft: Draft, ids: Sequence[int]) -> list[AccountFound]:
    """Return the accounts that exported the files of some imports, those with most posts first."""
    own = [name for name, fmt in every(draft.directory).items() if fmt.own]
    rows = draft.con.execute(
        """
        SELECT platform, account, count(DISTINCT post_id) AS posts, list_sort(list_distinct(list(file))) AS files
        FROM landing.posts JOIN imports USING (import_id)
        WHERE account IS NOT NULL AND list_contains($ids, import_id) AND list_contains($own, format)
        GROUP BY platform, account ORDER BY posts DESC, platform, account
        """,
        {"ids": list(ids), "own": own},
    ).fetchall()
    return [AccountFound(platform, account, posts, tuple(files)) for platform, account, posts, files in rows]


def called(names: Iterable[str], accounts: Iterable[AccountFound], secret: bytes) -> dict[AccountFound, str]:
    """Return the names of accounts among some that people gave, by account.

    Args:
        names: The names, with or without `@`.
        accounts: The accounts, as pseudonyms.
        secret: The key of the pseudonyms.
    """
    given = list(names)
    with in_memory.connection() as con:  # folded by the functions that fold names in files
        folded = con.execute("SELECT lower(ltrim(trim(unnest($names::VARCHAR[])), '@'))", {"names": given}).fetchall()
    pairs = list(zip(given, (name for (name,) in folded), strict=True))
    return {
        each: name
        for each in accounts
        for name, account in pairs
        if pseudonym(each.platform, account, secret) == each.account
    }


def directory_sheet(
    owner: Owner, accounts: Sequence[AccountFound], names: Mapping[AccountFound, str], secret: bytes, folder: Path
) -> Path:
    """Write a contributor directory of accounts, and return its file.

    Args:
        owner: Whose they are.
        accounts: The accounts.
        names: What those are called whose names were given.
        secret: The key of the pseudonyms.
        folder: Where the sheet is written.

    Raises:
        WrongOption: A mission or contributor type is given for an account that none of them is.
    """
    missions = dict.fromkeys(accounts, owner.mission) | _of_accounts(owner.missions, accounts, secret)
    types = dict.fromkeys(accounts, owner.contributor_type) | _of_accounts(owner.contributor_types, accounts, secret)
    rows: list[dict[str, object]] = []
    for each in accounts:
        said = {
            "mission": missions[each],
            "contributor_type": types[each],
            "account_type": _OWNED_BY.get(types[each]),
            **({"own": "yes", "public_name": names.get(each)} if is_own(types[each]) else {}),
        }
        rows.append(
            {"platform": each.platform, "account": each.account, **{key: value for key, value in said.items() if value}}
        )
    sheet = folder / f"accounts {dt.datetime.now(dt.UTC):%Y-%m-%d %H.%M.%S}.csv"
    contributor_directory.write(sheet, rows)
    return sheet


def _of_accounts(codes: Mapping[str, str], accounts: Sequence[AccountFound], secret: bytes) -> dict[AccountFound, str]:
    """Return codes that were given by the pseudonym or name of accounts, by account."""
    by_name = called(codes, accounts, secret)
    by_pseudonym = {each: each.account for each in accounts if each.account in codes}
    if unknown := set(codes).difference(by_name.values(), by_pseudonym.values()):
        raise WrongOption(Message.NOT_EXPORTED_BY.format(name=shortened(min(unknown))))
    return {each: codes[name] for each, name in (by_name | by_pseudonym).items()}
