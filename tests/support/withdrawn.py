"""Exports with marks in them that can be looked for, and where these are."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.privacy.pseudonyms import key, pseudonym
from data.store.warehouse import Warehouse
from metrics import measure

POST, HANDLE, WORDS = (
    "501702184017428480",
    "zq_ferrywoman_77",
    "wyvern kestrel marzipan, across the strait with two oranges",
)
LINK = f"https://twitter.com/{HANDLE}/status/{POST}"
CONSENT, STORY, PHOTO, TITLE = "consent-qx41", "story-qx42", "photo-qx43", "Quokka at dusk"
MARKS = (POST, HANDLE, WORDS, LINK, CONSENT, STORY, PHOTO, TITLE, "Ombersley")
TWEETS = "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks,mentioned in\n"
FILES = {
    "campaigns.csv": "Campaign,Name,Hashtags\nheroes,Heroes,#Heroes\n",
    f"consents {CONSENT}.csv": "Consent,Given,Withdrawn,Expires,Scope,Risk review,Minor,Guardian's consent\n"
    f"{CONSENT},2014-06-01,,,dashboard report,passed,no,\nconsent-kept,2014-06-01,,,dashboard,passed,no,\n",
    "contributions_2014-09-01.csv": "Platform,Post ID,Link,Posted at,Text,Account,Contributor type,Mission,Consent,Reactions\n"
    f'Twitter,{POST},{LINK},2014-08-19 14:05,"{WORDS} #Heroes",{HANDLE},Migrant,KEN,{CONSENT},40\n'
    f'Twitter,{POST},{LINK},31.31.2014,"{WORDS} #Heroes",{HANDLE},Migrant,KEN,{CONSENT},40\n'
    f'Twitter,5.01702E+17,{LINK},2014-08-19 14:05,"{WORDS}",{HANDLE},Migrant,KEN,,40\n'
    "Twitter,501702184017428999,https://twitter.com/b/status/501702184017428999,2014-08-20 09:00,another,b,Migrant,UGA,consent-kept,7\n",
    "directory.csv": "Platform,Account,Account type,Contributor type,Mission,Followers,As of\n"
    f"Twitter,{HANDLE},Person,Migrant,KEN,90,2014-06-01\n"
    "Twitter,office,Office,IOM mission,KEN,900,2014-06-01\n",
    "events.csv": f"Day,Event,Kind,Source\n2014-08-19,World Humanitarian Day,observance,{LINK}\n",
    "photos.csv": "Photo,Campaign,Mission,Country,Submitted,Contributor type,Title,Short-listed,Consent,Documented\n"
    f"{PHOTO},heroes,KEN,KEN,2014-08-01,Migrant,{TITLE},yes,{CONSENT},no\n"
    f"{PHOTO},heroes,KEN,KEN,soon,Migrant,{TITLE},yes,{CONSENT},no\n",
    "stories.csv": "Story,Campaign,Nominated,Mission,Country,Contribution to,State,For Council,Consent,Town\n"
    f"{STORY},heroes,2014-08-02,KEN,KEN,host,accepted,no,{CONSENT},Ombersley\n"
    "story-kept,heroes,2014-08-03,KEN,KEN,host,accepted,no,consent-kept,Elsewhere\n",
    "votes.csv": f"Photo,Day,Votes\n{PHOTO},2014-12-08,11\n",
    "x_20140801_20140901_en.csv": TWEETS
    + f'{POST},{LINK},"{WORDS} #Heroes",2014-08-19 14:05 +0000,400,9,3,40,0,\n'
    + f'501702184017428111,https://twitter.com/office/status/501702184017428111,"RT @{HANDLE}: {WORDS} #Heroes",'
    + f"2014-08-19 15:00 +0000,50,0,0,4,0,{LINK}\n",
}
"""The files of a team: a migrant's story, photo and post under one consent, and all that speaks of them elsewhere."""


def write_exports(folder: Path) -> Path:
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def in_bytes(warehouse: Warehouse) -> set[str]:
    """The marks that are in any file of the warehouse, its name included."""
    contents = [path.name.encode() + path.read_bytes() for path in warehouse.directory.rglob("*") if path.is_file()]
    return {
        mark for mark in MARKS for form in (mark, mark.lower()) if any(form.encode() in content for content in contents)
    }


def in_tables(warehouse: Warehouse) -> set[str]:
    """The marks that are in any row of any version, and the pseudonym of the handle."""
    marks = {*MARKS, pseudonym("twitter", HANDLE, key(warehouse.directory))}
    found = set()
    for file in warehouse.directory.glob("version-*.duckdb"):
        with duckdb.connect(file, read_only=True) as con:
            tables = (
                "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = current_database()"
            )
            for (table,) in con.execute(tables).fetchall():
                text = "\n".join(row for (row,) in con.execute(f"SELECT lower(t::VARCHAR) FROM {table} t").fetchall())
                found |= {mark for mark in marks if mark.lower() in text}
    return found


def counted(warehouse: Warehouse) -> object:
    """The numbers that a withdrawal leaves alone."""
    metrics = ["posts", "impressions", "engagement", "photo_votes", "contributions"]
    by_day = measure(metrics[:3], ["campaign", "platform", "day", "hour", "post_kind"], warehouse=warehouse.directory)
    return measure(metrics, warehouse=warehouse.directory).to_dict("records"), by_day.astype(str).to_dict("records")
