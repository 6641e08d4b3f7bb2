"""The accounts that exported files: what they are called, and whose they are, as the guided start asks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from dashboard.components import mapping_choices
from dashboard.components.markdown import as_text, filled
from dashboard.i18n import _, listed, ngettext, number
from data.editing.exporting_accounts import Owner, is_name, is_own
from data.editing.guided_start import Preview
from data.networks import NAMES
from data.vocabularies import CHOICES


def names(found: Preview) -> tuple[dict[str, str], bool]:
    """Ask for the names of accounts that files do not name.

    Returns:
        The names by the keys of the files, and whether none of them is a proposal that nothing in the files supports.
    """
    if not found.unnamed:
        return {}, True
    st.header(_("What are these accounts called?"), anchor=False)
    st.markdown(
        _(
            "These files do not name the account that exported them. Give its name, so that its mission, contributor type and posts "
            "are known."
        )
    )
    given, unsure = {}, False
    for file in found.unnamed:
        supposed = _supposed(file.platform)
        name = st.text_input(
            as_text(file.receipt.file),
            value=file.account or supposed,
            max_chars=60,
            help=_("Leave empty if you do not know it. The account then stays unknown."),
            key=f"first_account_{file.key}",
        ).strip()
        if name and not is_name(name):
            st.error(_("Write 2 to 60 letters that begin with a letter or digit."), icon=":material/error:")
            return {}, False
        given[file.key] = name
        unsure |= name == supposed != file.account
    if not unsure:
        return given, True
    is_right = st.checkbox(_("The names of these accounts are right"), key="first_accounts_right")
    if not is_right:
        st.caption(_("To import, confirm the names, correct them or leave them empty."))
    return given, is_right


def _supposed(platform: str) -> str:
    """Return what an account of a network is probably called; it has to be confirmed."""
    network = NAMES.get(platform, platform)
    return _("IOM on {platform}").format(platform=network) if network else _("IOM")


def owner(found: Preview, names: Mapping[str, str]) -> Owner | None:
    """Ask whose the accounts are that exported the files.

    Args:
        found: What the files hold.
        names: The names of accounts that files do not name, by the keys of the files.
    """
    named = {file.key: file.platform for file in found.unnamed if names.get(file.key)}
    if not found.accounts and not named:
        return None
    st.header(_("Whose accounts are these?"), anchor=False)
    given = {(names[key], platform) for key, platform in named.items() if platform}
    per_platform = Counter([*(each.platform for each in found.accounts), *(platform for _name, platform in given)])
    accounts_on_platforms = listed(_on(name, accounts) for name, accounts in per_platform.items())
    st.markdown(
        filled(
            _("The files were exported by {accounts}. All other accounts stay unknown until you classify them."),
            accounts=accounts_on_platforms,
        )
    )
    accounts = {
        each.account: _("{platform} account in {files}").format(
            platform=NAMES.get(each.platform, each.platform), files=listed(each.files)
        )
        for each in found.accounts
    } | {name: name for file in found.unnamed if (name := names.get(file.key, ""))}
    mission, missions = _missions(accounts)
    voice, voices = _voices(accounts)
    own_type = CHOICES["contributor_type"][Owner.contributor_type]
    own = [is_own(voices.get(account, voice)) for account in accounts]
    if all(own):
        st.caption(
            _(
                "These accounts are recorded as the organization’s own. With a mission, they are shown to everybody by name."
            )
        )
    elif any(own):
        st.caption(
            filled(
                _(
                    "Accounts of the type “{type}” are recorded as the organization’s own. With a mission, they are shown to "
                    "everybody by name."
                ),
                type=_(own_type),
            )
        )
    return Owner(mission, voice, missions, voices)


def _missions(accounts: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Ask for the mission of all accounts, or, where there are several and they differ, of each.

    Args:
        accounts: Texts that tell the accounts apart, by their pseudonyms or names.

    Returns:
        The code of the one mission, and the codes of several by the accounts' pseudonyms or names; empty where it is not said.
    """
    if len(accounts) > 1 and st.toggle(_("These accounts belong to different missions"), key="first_missions_differ"):
        chosen = {
            account: mapping_choices.mission_choice(
                _("Mission: {account}").format(account=label), _("unknown"), f"first_mission_{place}"
            )
            for place, (account, label) in enumerate(accounts.items())
        }
        return "", {account: code for account, code in chosen.items() if code}
    return mapping_choices.mission_choice(_("Mission"), _("unknown"), "first_mission") or "", {}


def _voices(accounts: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Ask for the contributor type of all accounts, or, where there are several and they differ, of each.

    Args:
        accounts: Texts that tell the accounts apart, by their pseudonyms or names.

    Returns:
        The code of the one contributor type, and the codes of several by the accounts' pseudonyms or names.
    """
    if len(accounts) > 1 and st.toggle(_("These accounts have different contributor types"), key="first_voices_differ"):
        return Owner.contributor_type, {
            account: _voice(_("Contributor type: {account}").format(account=label), f"first_voice_{place}")
            for place, (account, label) in enumerate(accounts.items())
        }
    return _voice(_("Contributor type"), "first_voice"), {}


def _voice(label: str, key: str) -> str:
    voices = CHOICES["contributor_type"]
    chosen: str = st.selectbox(
        as_text(label),
        list(voices),
        index=list(voices).index(Owner.contributor_type),
        format_func=lambda code: _(voices[code]),
        key=key,
    )
    return chosen


def _on(platform: str, accounts: int) -> str:
    """How many accounts of a platform exported the files."""
    template = ngettext("{platform}: {n} account", "{platform}: {n} accounts", accounts)
    return template.format(platform=NAMES.get(platform, platform), n=number(accounts))
