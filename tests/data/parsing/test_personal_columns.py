"""What describes people is not kept, by the names of columns and by what stands in cells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data import schema
from data.formats.catalogue import formats
from data.formats.detect import Recognised
from data.importing.pipeline import options_for, take_in
from data.parsing import columns
from data.parsing.personal_columns import personal_part
from data.privacy import pseudonyms
from data.store.warehouse import Warehouse

EXAMPLES = Path(__file__).parents[2] / "formats"
PEOPLE = [
    *(
        "uploader",
        "uploader_id",
        "uploader_url",
        "channel",
        "channelTitle",
        "channel_id",
        "snippet.channelTitle",
        "creator",
    ),
    *(
        "inputUrl",
        "facebookUrl",
        "twitterUrl",
        "topLevelUrl",
        "profile_url",
        "pageId",
        "Page name",
        "Account",
        "Group Name",
    ),
    *(
        "inReplyToUsername",
        "in_reply_to_screen_name",
        "entities.mentions",
        "mentions/0",
        "taggedUsers/1/full_name",
        "usertags",
    ),
    *(
        "coauthorProducers/0/username",
        "latestComments",
        "retweetedTweet.rawContent",
        "copy_history.text",
        "quotedTweet.user.displayname",
    ),
    *(
        "musicMeta.musicName",
        "music_name",
        "Phone number",
        "E-mail",
        "Assigned To",
        "Posted by",
        "contact_information.first_name",
    ),
    *("geo.coordinates.coordinates", "Latitude", "Kontonamn", "Seitenname", "Nom de la page", "Nombre de la página"),
    *(
        "Identificação da conta",
        "Accountnaam",
        "アカウント名",
        "Sayfa adı",
        "Nazwa strony",
        "Autor",
        "اسم الصفحة",
        "用户名",
    ),
]
NOBODY = [
    *(
        "user profile clicks",
        "Engaged users",
        "Profile visits",
        "email tweet",
        "dial phone",
        "Custom labels",
        "Sentiment",
    ),
    *(
        "Campaign name",
        "Image",
        "Video title",
        "Language",
        "ユーザープロフィールクリック",
        "Abonnenten",
        "Negative feedback from users",
    ),
    *(
        "Post created",
        "Page Category",
        "hashtags/0",
        "edited",
        "quote_count",
        "retweet_count",
        "Duration (sec)",
        "statistics.care_count",
        "Source",
    ),
]
PERSON = "Jane Roe"
CELLS = {
    "a link to an account": "https://www.instagram.com/janeroe/",
    "a link to an account elsewhere": "https://news.example/users/janeroe/",
    "a handle": "as @janeroe said",
    "an e-mail address": "jane.roe@example.org",
    "a telephone number": "call +254 712 345 678",
    "an account at Bluesky": "at://did:plc:janeroe/app.bsky.feed.post/3l",
    "JSON": '[{"display": "Jane Roe"}]',
}


@pytest.mark.parametrize("name", PEOPLE)
def test_a_column_that_describes_somebody_is_known_by_its_name(name: str) -> None:
    assert personal_part(name)


@pytest.mark.parametrize("name", NOBODY)
def test_a_column_that_describes_nobody_is_kept(name: str) -> None:
    assert not personal_part(name)


@pytest.mark.parametrize("name", sorted(fmt.name for fmt in formats().values() if fmt.table))
def test_no_format_keeps_columns_that_describe_people(name: str) -> None:
    fmt = formats()[name]
    header = [*fmt.requires, *PEOPLE, "Something else"]
    plan = columns.plan(Recognised(fmt, 0, header), len(header), len(header), "UTC", {})
    assert {name for name in plan.unused if personal_part(name, own=fmt.own)} == set()
    assert "Something else" in plan.unused


def test_what_is_kept_of_an_example_has_no_name_of_an_account(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, made = set(), pseudonyms.pseudonym
    monkeypatch.setattr(
        pseudonyms, "pseudonym", lambda scope, handle, key: (names.add(handle), made(scope, handle, key))[1]
    )
    paths = [
        next(p for p in sorted((EXAMPLES / name).iterdir()) if not p.name.endswith(".golden.json"))
        for name, fmt in formats().items()
        if fmt.table and not fmt.refuse and not fmt.own  # what an account exports of itself has its own name
    ]
    with warehouse.draft(keep=False) as draft:
        receipts = take_in(draft, paths, options_for(warehouse), lambda _what, _share: None)
        assert sum(not receipt.error for receipt in receipts) > 40
        kept = [
            row
            for table in schema.TABLES
            for row in draft.con.execute(f"SELECT import_id, extra FROM landing.{table}").fetchall()
        ]
    whole = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names if len(name) > 3), re.I)
    assert [row for row in kept if row[1] and whole.search(row[1])] == []


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_a_cell_that_names_somebody_is_not_kept_whatever_its_column_is_called(
    cell: str, warehouse: Warehouse, tmp_path: Path
) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    path = tmp_path / "sheet.csv"
    path.write_text(
        "Platform,Post ID,Posted at,Contributor type,Before,Something,After\n"
        f"Twitter,1,2014-08-19 10:00,Donor,kept,{quoted},kept too\nTwitter,2,2014-08-19 10:00,Donor,a,b,c\n"
    )
    with warehouse.draft(keep=False) as draft:
        take_in(draft, [path], options_for(warehouse), lambda _what, _share: None)
        kept = draft.con.execute("SELECT extra FROM landing.posts ORDER BY row_number").fetchall()
    assert kept == [("kept\x1f\x1fkept too",), ("a\x1fb\x1fc",)]


def test_a_rejected_row_is_kept_without_what_describes_people(warehouse: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(
        f"Platform,Post ID,Posted at,Contributor type,Full name,Our note\nTwitter,1,yesterday,Donor,{PERSON},kept\n"
    )
    with warehouse.draft(keep=False) as draft:
        (receipt,) = take_in(draft, [path], options_for(warehouse), lambda _what, _share: None)
        ((raw,),) = draft.con.execute("SELECT raw FROM rejects").fetchall()
    assert receipt.rejected == 1
    assert PERSON not in raw
    assert {"kept", "yesterday", "Donor"} <= set(raw)
