"""What a consent covers is shown only while it holds."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from metrics import measure
from metrics.analyses.listings import publishable_posts
from tests.support.withdrawn import CONSENT

YESTERDAY, TOMORROW = (f"{dt.date.today() + dt.timedelta(days)}" for days in (-1, 1))
CONSENTS: list[tuple[bool, dict[str, str]]] = [
    (True, {}),
    (True, {"Expires": TOMORROW}),
    (False, {"Expires": YESTERDAY}),
    (False, {"Given": ""}),
    (False, {"Given": TOMORROW}),
    (True, {"Scope": "Dashboard"}),
    (False, {"Scope": "press"}),
    (False, {"Scope": ""}),
    (False, {"Risk review": "pending"}),
    (False, {"Risk review": ""}),
    (False, {"Minor": "yes"}),
    (False, {"Minor": "yes", "Guardian's consent": "no"}),
    (True, {"Minor": "yes", "Guardian's consent": "yes"}),
    (False, {"Withdrawn": YESTERDAY}),
    (False, {"Withdrawn": TOMORROW}),
]
"""Whether a consent holds today, and how it differs from one that does."""


def test_what_a_consent_covers_is_shown_only_while_it_holds(warehouse: Warehouse, tmp_path: Path) -> None:
    plain = {"Given": "2014-06-01", "Scope": "report, dashboard", "Risk review": "passed"}
    columns = [*plain, "Expires", "Withdrawn", "Minor", "Guardian's consent"]
    consents = [
        [f"consent-{n}", *((plain | cells).get(name, "") for name in columns)] for n, (_, cells) in enumerate(CONSENTS)
    ]
    every = [*range(len(CONSENTS)), "unknown", ""]
    rows = [(n, f"consent-{n}" if n != "" else "") for n in every]
    sheets = {
        "consents": [["Consent", *columns], *consents],
        "stories": [
            ["Story", "Campaign", "Nominated", "State", "Consent"],
            *([f"s-{n}", "x", "2015-01-01", "accepted", consent] for n, consent in rows),
        ],
        "photos": [
            ["Photo", "Campaign", "Submitted", "Short-listed", "Consent"],
            *([f"p-{n}", "x", "2014-08-01", "yes", consent] for n, consent in rows),
        ],
        "posts": [
            ["Platform", "Post ID", "Posted at", "Contributor type", "Consent"],
            *(["Twitter", f"t-{n}", "2014-08-01", "Migrant", consent] for n, consent in rows),
        ],
    }
    for name, sheet in sheets.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(sheet)
    receipts = import_files([tmp_path / f"{name}.csv" for name in sheets], warehouse)
    assert [(r.error, r.rejected) for r in receipts] == [(None, 0)] * 4
    holds = {str(n) for n, (held, _) in enumerate(CONSENTS) if held}
    with warehouse.read() as con:
        for view, column in (("stories", "story"), ("photos", "photo"), ("posts", "post_id")):
            found = con.execute(f"SELECT {column} FROM v_publishable_{view}").fetchall()
            assert {name.partition("-")[2] for (name,) in found} == holds, view
    assert measure(["stories"], warehouse=warehouse.directory)["stories"][0] == len(holds)


@pytest.mark.long
def test_a_consent_whose_newest_row_cannot_be_read_does_not_hold(full: Warehouse, tmp_path: Path) -> None:
    sheet = tmp_path / "update.csv"
    sheet.write_text(
        f"Consent,Given,Withdrawn,Scope,Risk review\n{CONSENT},2014-06-01,yesterday,dashboard,passed\n",
        encoding="utf-8",
    )
    assert len(publishable_posts(search="Oranges #Heroes", warehouse=full.directory)[0]) == 2, (
        "the post, and the office's share of it"
    )
    (receipt,) = import_files([sheet], full)
    assert receipt.rejected == 1
    assert publishable_posts(search="Oranges #Heroes", warehouse=full.directory)[0]["text"].str[:2].tolist() == ["RT"]
