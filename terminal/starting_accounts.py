"""The accounts that exported files, and which mission was given for which of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from common.quoting import quoted
from data import networks
from data.editing import exporting_accounts
from data.editing.exporting_accounts import AccountFound
from data.editing.guided_start import Preview
from data.receipt_texts import counted
from terminal.outcomes import WrongUsage


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


def missions_of(accounts: Sequence[Account], words: Iterable[str], secret: bytes) -> dict[str, str]:
    """Return the codes of missions by the keys of accounts.

    Args:
        accounts: The accounts.
        words: What was typed: ACCOUNT=CODE or FILE=CODE.
        secret: The key of the pseudonyms of the preview.

    Raises:
        WrongUsage: No account is called so, and no file.
    """
    by_file, by_name = dict[str, str](), dict[str, str]()
    for word in words:
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


def _called(name: str, accounts: Sequence[Account], secret: bytes) -> list[str]:
    """Return the keys of the accounts of a name."""
    found = exporting_accounts.called([name], [each.found for each in accounts if each.found], secret)
    given = [each.key for each in accounts if not each.found and each.key.casefold() == name.strip("@ ").casefold()]
    return [each.account for each in found] + given
