"""The accounts that exported files, and what was given for which of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from common.quoting import quoted
from data import missions, networks
from data.editing import exporting_accounts
from data.editing.exporting_accounts import AccountFound, Owner, is_own
from data.editing.guided_start import Preview
from data.receipt_texts import counted
from data.vocabularies import CHOICES
from terminal.outcomes import WrongUsage

_TYPES: Final = CHOICES["contributor_type"]
_TOLD: Final = 2
"""So many things are said of an account: its contributor type and its mission."""


@dataclass(frozen=True)
class Account:
    """An account as the terminal speaks of it.

    Args:
        key: Its pseudonym, or the name that was given for it.
        platform: The code of its network.
        posts: How many of its posts the files hold.
        files: The names of the files that it exported.
        found: What the preview has of it; None where no file names it.
    """

    key: str
    platform: str
    posts: int
    files: tuple[str, ...]
    found: AccountFound | None = None

    def __str__(self) -> str:
        name = "" if self.found else f" {self.key}"
        network = networks.NAMES.get(self.platform, self.platform)
        return f"{network}{name}, {', '.join(self.files)}, {counted(self.posts, 'post')}"


def found_in(preview: Preview, names: Mapping[str, str]) -> list[Account]:
    """Return the accounts that exported files.

    Args:
        preview: What the files hold.
        names: The names of accounts that files do not name, by the keys of the files.
    """
    known = [Account(each.account, each.platform, each.posts, each.files, each) for each in preview.accounts]
    named = [
        Account(names[each.key], each.platform, each.posts, (each.receipt.file,))
        for each in preview.unnamed
        if each.key in names
    ]
    return known + named


def codes_of(accounts: Sequence[Account], words: Iterable[str], secret: bytes) -> dict[str, str]:
    """Return codes, such as those of missions, by the keys of accounts.

    Args:
        accounts: The accounts.
        words: What was typed: ACCOUNT=CODE or FILE=CODE; a code for all accounts is left out.
        secret: The key of the pseudonyms of the preview.

    Raises:
        WrongUsage: No account is called so, and no file.
    """
    by_file, by_name = dict[str, str](), dict[str, str]()
    for word in (word for word in words if "=" in word):
        name, _, code = word.rpartition("=")
        if called := _called(name, accounts, secret):
            by_name |= dict.fromkeys(called, code)
        elif exported := [each.key for each in accounts if name in each.files]:
            by_file |= dict.fromkeys(exported, code)
        else:
            files = ", ".join(sorted({file for each in accounts for file in each.files}))
            raise WrongUsage(
                f"No account that exported these files is called {quoted(name)}. "
                f"Give its name as in the file, or the file: {files}."
            )
    return by_file | by_name


def of_all(words: Iterable[str]) -> str:
    """Return the code that was typed for all accounts; empty if none was."""
    return next((word for word in words if "=" not in word), "")


def lines(accounts: Sequence[Account], owner: Owner) -> list[str]:
    """Return what is proposed of the accounts that exported files.

    Args:
        accounts: The accounts.
        owner: Whose they are.
    """
    types = {each: owner.contributor_types.get(each.key, owner.contributor_type) for each in accounts}
    missions_ = {each: owner.missions.get(each.key, owner.mission) for each in accounts}
    same = [*_same(_TYPES[code] for code in types.values()), *_same(map(_mission, missions_.values()))]
    found = [f"Accounts that exported the files{': ' if same else ''}{', '.join(same)}; all others stay unknown"]
    if len(same) < _TOLD:
        for each in accounts:
            differs = [_TYPES[types[each]], _mission(missions_[each])]
            found.append(f"  {each}: {', '.join(part for part in differs if part not in same)}")
    if own := [each for each in accounts if is_own(types[each])]:
        which = "They" if len(own) == len(accounts) else f"Those of the type {_TYPES[types[own[0]]]}"
        found.append(f"{which} are recorded as the organization's own. With a mission, they are shown by name.")
    return found


def _same(texts: Iterable[str]) -> list[str]:
    """Return the text that holds for all accounts; none if they differ."""
    different = set(texts)
    return list(different) if len(different) == 1 else []


def _mission(code: str) -> str:
    return f"mission {missions.NAMES.get(code, 'not said')}"


def _called(name: str, accounts: Sequence[Account], secret: bytes) -> list[str]:
    """Return the keys of the accounts of a name."""
    found = exporting_accounts.called([name], [each.found for each in accounts if each.found], secret)
    given = [each.key for each in accounts if not each.found and each.key.casefold() == name.strip("@ ").casefold()]
    return [each.account for each in found] + given
