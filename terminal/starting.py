"""Starting with files: look at them, say their campaign and accounts, and import them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from common.quoting import quoted
from data import missions, networks
from data.editing import exporting_accounts, guided_start
from data.editing.exporting_accounts import Owner
from data.editing.guided_start import Campaign, FileFound, Preview
from data.formats import model
from data.importing.pipeline import WrongOption
from data.reading.text_table import Unreadable
from data.receipt_texts import counted, how_read, receipt_text, sum_text
from data.store.warehouse import Warehouse
from data.vocabularies import CHOICES
from terminal import starting_accounts, starting_sheets
from terminal.outcomes import DONE, NOTHING_DONE, SOME_REJECTED, WrongUsage, note, say

_EACH: Final = "each"
"""The answer that asks for the mission of each account."""


def _start(options: argparse.Namespace) -> int:
    _check(options)
    place = Warehouse(options.warehouse)
    found = guided_start.preview(options.paths, place, dates=options.dates)
    if not found.files:
        note("No files found. Give file names, or a folder that contains files.")
        return NOTHING_DONE
    say(_preview(found))
    if not any(each.receipt.accepted or each.is_unnamed for each in found.files):
        if any(each.receipt.error for each in found.files):
            note("None of these files can be imported as they are. Nothing was changed.")
        else:
            note("There is nothing new in these files. Nothing was changed.")
        if options.sheets and place.current:
            starting_sheets.tell(place, options.sheets)
        return NOTHING_DONE
    asks = sys.stdin.isatty() and not options.yes
    campaign, names = _campaign(options, found, asks=asks), _names(options, found, asks=asks)
    owner = _owner(options, found, names, asks=asks)
    say(_proposal(found, campaign, owner, names, options.campaign))
    if not (options.yes or (asks and _asked("Import these files? [Y/n]", "y").lower().startswith("y"))):
        note("Nothing was imported. Add --yes to import with these values, or give others; see `start --help`.")
        return NOTHING_DONE
    receipts = guided_start.begin(
        options.paths, place, campaign=campaign, owner=owner, names=names, key=found.key, dates=options.dates
    )
    for receipt in receipts:
        say(receipt_text(receipt))
        if receipt.refusal:
            note(receipt.refusal)
    if place.current:
        starting_sheets.tell(place, options.sheets)
    return SOME_REJECTED if any(receipt.error or receipt.rejected for receipt in receipts) else DONE


def _check(options: argparse.Namespace) -> None:
    for code in (word.rpartition("=")[2] for word in options.mission):
        if code not in missions.NAMES:
            raise WrongUsage(f"There is no mission {quoted(code)}. Give a code such as KEN or RO-NBO.")
    for code in (word.rpartition("=")[2] for word in options.contributor_type):
        if code not in CHOICES["contributor_type"]:
            raise WrongUsage(
                f"There is no contributor type {quoted(code)}. Give one of: {', '.join(CHOICES['contributor_type'])}."
            )
    for flag, words, code in (
        ("mission", options.mission, "CODE"),
        ("contributor-type", options.contributor_type, "TYPE"),
    ):
        if sum("=" not in word for word in words) > 1:
            raise WrongUsage(
                f"--{flag} takes one {code} for all accounts. For one of several write ACCOUNT={code} or FILE={code}."
            )


def _preview(found: Preview) -> str:
    files = [_file(each) for each in found.files]
    tags = ", ".join(f"#{each.hashtag} ({each.posts:,})" for each in found.hashtags[:5])
    return "\n".join([*files, f"Hashtags: {tags or 'none'}"])


def _file(each: FileFound) -> str:
    receipt = each.receipt
    if receipt.refusal:
        return str(receipt.refusal)
    days = f", {each.first} to {each.last}" if each.first else ""
    lines = [
        f"{receipt.file}: {receipt.format_label}, {counted(each.posts, 'post')}{days}",
        f"  {sum_text(receipt)}",
        *how_read(receipt),
        *(f"  {sentence}" for sentence in receipt.notes),
    ]
    return "\n".join(lines)


def _campaign(options: argparse.Namespace, found: Preview, *, asks: bool) -> Campaign | None:
    proposed = " ".join(f"#{each.hashtag}" for each in found.hashtags[:1])
    words = options.hashtags
    if words is None:
        words = _asked("Hashtags of the campaign, - for no campaign", proposed) if asks else proposed
    tags = tuple(word.lstrip("#").lower() for word in words.replace(",", " ").split() if word != "-")
    if not tags and options.all_posts and not options.campaign:
        raise WrongUsage("--all-posts needs the name of a campaign. Give it with --campaign NAME.")
    if not tags and not options.all_posts:
        return None
    name = options.campaign or (_asked("Name of the campaign", f"#{tags[0]}") if asks else f"#{tags[0]}")
    first, last = (found.all_days if options.all_posts else found.days(tags)) or (None, None)
    return Campaign(name, tags, options.start or first, options.end or last, options.all_posts)


def _names(options: argparse.Namespace, found: Preview, *, asks: bool) -> dict[str, str]:
    """Return the names of accounts that files do not name, by the keys of the files."""
    files = {each.receipt.file: each for each in found.unnamed}
    given: dict[str, str] = {}
    for word in sorted(options.account, key=lambda word: word.partition("=")[0] in files):  # one file's name stands
        file, equals, name = word.partition("=")
        given |= {file: name} if equals and file in files else dict.fromkeys(files, word)
    for file, each in files.items():
        if asks and file not in given:
            proposed = each.account or f"IOM on {networks.NAMES.get(each.platform, each.platform)}".removesuffix(" on ")
            given[file] = _asked(f"Account that exported {file}, - if you do not know it", proposed)
    names = {each.key: given.get(file, each.account).strip() for file, each in files.items()}
    names = {key: name for key, name in names.items() if name and name != "-"}
    if wrong := [name for name in names.values() if not exporting_accounts.is_name(name)]:
        raise WrongUsage(
            f"{quoted(wrong[0])} cannot be the name of an account. Write 2 to 60 letters that begin with a letter or digit."
        )
    return names


def _owner(options: argparse.Namespace, found: Preview, names: Mapping[str, str], *, asks: bool) -> Owner | None:
    accounts = starting_accounts.found_in(found, names)
    if not accounts:
        return None
    types = starting_accounts.codes_of(accounts, options.contributor_type, found.key)
    voice = starting_accounts.of_all(options.contributor_type) or Owner.contributor_type
    if options.mission or not asks:
        missions = starting_accounts.codes_of(accounts, options.mission, found.key)
        return Owner(starting_accounts.of_all(options.mission), voice, missions, types)
    several = len(accounts) > 1
    question = f"Mission of these accounts (its code{', or each to give one for each' if several else ''})"
    mission = _asked_mission(question, also=(_EACH,) if several else ())
    if mission != _EACH:
        return Owner(mission, voice, contributor_types=types)
    each = {account.key: _asked_mission(f"Mission of {account}") for account in accounts}
    return Owner("", voice, {key: code for key, code in each.items() if code}, types)


def _asked_mission(question: str, also: Sequence[str] = ()) -> str:
    """Ask for the code of a mission until there is such a mission, or nothing is answered."""
    while (mission := _asked(question, "")) and mission not in (*missions.NAMES, *also):
        say(f"There is no mission {mission}. Write a code such as KEN or RO-NBO, or leave it empty.")
    return mission


def _proposal(
    found: Preview, campaign: Campaign | None, owner: Owner | None, names: Mapping[str, str], called: str | None
) -> str:
    lines = ["Campaign: none"]
    if called and not campaign:
        lines.append(
            f"  {quoted(called)} has no hashtags, so that no post would belong to it and it is not recorded. Give its hashtags with "
            "--hashtags, or add --all-posts to put all posts of these files in it."
        )
    if campaign:
        days = f", {campaign.first} to {campaign.last}" if campaign.first else ""
        lines = [
            f"Campaign: {campaign.name} ({' '.join(f'#{tag}' for tag in campaign.hashtags) or 'no hashtag'}{days})"
        ]
        if campaign.has_all:
            lines.append("  all posts of these files belong to it, with or without a hashtag")
        elif without := found.without(campaign.hashtags):
            have = "has" if without == 1 else "have"
            lines.append(
                f"  {counted(without, 'post')} {have} none of these hashtags; see them with --where campaign=none"
            )
    for each in found.unnamed:
        unknown = "unknown; give its name with --account NAME, so that its mission and contributor type are known"
        lines.append(f"Account that exported {each.receipt.file}: {names.get(each.key, unknown)}")
    if owner:
        lines += starting_accounts.lines(starting_accounts.found_in(found, names), owner)
    return "\n".join(lines)


def _asked(question: str, proposed: str) -> str:
    """Ask, and take an empty answer for what is proposed."""
    answer = input(f"{question}{f' [{proposed}]' if proposed and '[' not in question else ''}: ").strip()
    return answer or proposed


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {"start": _start}
MISUSE: Final[Sequence[type[Exception]]] = (model.NotRecognised, WrongOption, Unreadable)
"""Errors of the person who typed the command."""
UNANSWERED: Final[Sequence[type[Exception]]] = ()
"""Questions are asked by other commands."""
