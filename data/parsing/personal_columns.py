"""Columns that describe people, and cells that name somebody: neither is kept where no canonical column takes them.

Columns are told by their names, in the languages of the exports; cells by what stands in them, because no list of names
is complete. In tables of JSON names are joined by dots, in CSV files of JSON by slashes, and lists are numbered.
"""

from __future__ import annotations

import re
from typing import Final

from common.sql import literal
from data.networks import HOSTS

_COUNTS: Final = r"\b(clicks|sum|visits|views)$"
"""How the names of counts end: “user profile clicks” describes nobody."""
_PEOPLE: Final = (
    r"users?|user ?name|authors?|co ?authors?|sender|influencer|owner|uploader|creator|publisher|actor|artist|journalist"
    r"|photographer|reporter|byline|contributor|sponsor|assignee|approver|reviewer|inviter|members?|person|account"
    r"|profile|channel|handle|nick ?name|avatar|from|surface|contact"
)
_OBJECTS: Final = re.compile(
    rf"^({_PEOPLE})( meta| info| stats| attributes)?$|\b(user|author|owner|profile|account|mentions?|tagged users|music)\b"
    r"|^(retweet|quote|reblog|repost|reshare|referenced tweets|parent|root|crosspost|copy history|shared|reply|reason|sticker)"
    r"|^(latest|first|top) comments?$|^(forwarded|saved) from|^text entities$"
)
"""Names of what columns are below: somebody, or what somebody else wrote."""
_NAMES: Final = re.compile(
    r"\b(user|authors?|sender|influencer|owners?|uploaders?|creators?|artists?|journalists?|photographer|byline|avatar|handle)\b"
    r"|co ?authors?|user ?name|nick ?name|(screen|full|real|account|display|first|last|given|family|contact) ?name|surname|vcard"
    r"|^(name|from|actor|publisher|reporter|contributor|sponsor|members?|inviter|via bot|bio|gender|age|input|city)$"
    r"|\b(professions?|interests?)$|^(account|sponsor)\b|^profile$|profile (name|id|url|link|pic|picture|image|photo)\b"
    r"|^channel$|\bchannel (id|title|name|url|link|handle)$|\b(group|facebook|actor|from|member|person) id$"
    r"|^group (name|description|url|link)$|^(forwarded|saved) from|\b(mentions|mentioned|tagged)\b|user ?tags"
    r"|\b(sent|posted|published|created|assigned|approved|edited|submitted|uploaded|written|shared|reviewed) by$"
    r"|\bassigned to$|^(in )?reply to\b|^(latest|first|top) comments?\b|^attributed to$|^(to|cc|bto|bcc|did)$"
    r"|^e ?mail( address)?$|^((mobile|contact|business) )?(tele)?phone( number)?$|^(mobile|whats ?app|contact)( number)?$"
    r"|\b(coordinates|latitude|longitude|lat ?long|long ?lat)\b|^(geo|lat|lon|lng|place id)$|\bmusic\b"
    r"|^(track|sound|song)( (name|title|id|url))?$|^(retweet|retweeted|quoted?) (?!counts?$)"
    r"|\b(facebook|twitter|instagram|tiktok|linkedin|input|top level|collected from|source|platform|quote) url$|^inclusion context$"
)
"""Names of what is somebody's, or says where somebody was; a sound on TikTok is called after who made it."""
_HOLDERS: Final = (
    r"account|kont[aou]|compte|cuenta|conta|hesap|channel|kanal|canal|cha[iî]ne"
    r"|user|benutzer|nutzer|utilisateur|usuario|usu[aá]rio|utilizador|utente|gebruiker|anv[aä]ndar|bruger|bruker"
    r"|u[zż]ytkownik|kullan[ıi]c[ıi]|profil|perfil|auteur|autor"
    r"|аккаунт|пользовател|канал|الحساب|المستخدم|القناة"
)
_CALLED: Final = (
    r"name|nom|nombre|nome|naam|namn|navn|nazwa|ad[ıi]|id|identi\w+|identyfi\w+|kimli\w+|имя|название|اسم|معرف|المعرف"
)
_ELSEWHERE: Final = re.compile(
    rf"(?=.*({_HOLDERS}))(?=.*(?<!\bvor)({_CALLED})\b)|\b(autor|autora|autore|auteur|autrice|verfasser\w*|urheber\w*|utente"
    r"|yazar|författare|forfatter|автор)\b|^(compte|cuenta|conta|konto|hesap|usuario|usuário|utilisateur|benutzer|gebruiker)$"
    r"|^(nom|nombre|nome|naam|namn|navn|имя|фамилия|prénom|vorname|nachname|apellidos?|cognome|sobrenome|voornaam|achternaam)$"
    r"|(アカウント|ユーザー?|チャンネル)の?(名|ネーム|id)|投稿者|作成者|氏名|(用户|帐户|账户|帐号|账号|主页|频道)(名|id|编号)|昵称|作者|姓名"
    r"|الكاتب|المؤلف"
)
"""The same in other languages: an account, a page or a channel by name or number, and who wrote."""
_PAGES: Final = re.compile(
    rf"(?=.*\b(page|p[aá]gina|seite|seiten|sid|side|sayfa|stron[ay]|страниц\w*|الصفحة))(?=.*({_CALLED})\b)"
    r"|^page (description|url|link)$|ページの?(名|id)|主页(名|id)"
)
"""A page by name or number: one's own in what a tool exports of it, and somebody's in what others collected."""
_ADDRESSES: Final = "|".join(re.escape(host).replace(r"\.\*", r"\.[a-z.]+") for host in sorted(HOSTS))
_SAYS_WHO: Final = (
    rf"(?i:\b(?:{_ADDRESSES})/|//[^/\s]+/(?:users?|u|profiles?|accounts?|people|channels?)/)"  # an address at a network
    r"|@\w"  # a handle, an e-mail address
    r"|\+\d[\d ()./-]{7,}\d"  # a telephone number
    r"|did:\w+:"  # an account at Bluesky
    r"|\bu/\w|\bu_\w"  # one at Reddit
    r"|\{\s*[\"']"  # JSON, whose names nobody looked at
)


def personal_part(name: str, *, own: bool = False) -> str:
    """Return how much of the name of a column says that it describes somebody, or holds what others wrote below a post.

    Args:
        name: Such as `author.location`, which describes an `author`.
        own: Whether the file is what an account exported of itself.

    Returns:
        The name as far as that; empty if nothing in it says so.
    """
    parts = re.split(r"([./])", name)
    for place in range(0, len(parts) - 2, 2):
        if _OBJECTS.search(_words(parts[place])):
            return "".join(parts[: place + 1])
    last = next((words for part in reversed(parts) if (words := _words(part)) and not words.isdigit()), "")
    patterns = (_NAMES, _ELSEWHERE) if own else (_NAMES, _ELSEWHERE, _PAGES)
    return name if not re.search(_COUNTS, last) and any(pattern.search(last) for pattern in patterns) else ""


def _words(name: str) -> str:
    """Return a name in lower case with a space between its words, however it joins them."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[\W_]+", " ", apart).casefold().split())


def without_names(joined: str) -> str:
    """Return SQL of cells joined by U+001F, of which those that name somebody are empty.

    Args:
        joined: SQL of the joined cells.
    """
    cell = rf"(^|\x1f)[^\x1f]*(?:{_SAYS_WHO})[^\x1f]*"
    return f"regexp_replace({joined}, {literal(cell)}, '\\1', 'g')"
