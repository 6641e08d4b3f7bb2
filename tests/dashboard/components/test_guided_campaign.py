"""The guided start: posts without a hashtag in the campaign, and what came in by month and platform."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd
import pytest
from streamlit.testing.v1.element_tree import Button, TextInput

from data.importing.ledger import Receipt
from data.store.warehouse import Warehouse
from metrics import measure
from tests.dashboard.components.test_first_screen import opened, press
from tests.dashboard.components.test_first_screen import own as own
from tests.support.pages import AppTest, run, said

HEADER = "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"
PLAIN = HEADER + (
    '1,https://twitter.com/office/status/1,"no word of it",2021-01-31 23:56 +0000,10,1,1,1,0\n'
    '2,https://twitter.com/office/status/2,"#Other",2021-02-05 12:56 +0000,10,1,1,1,0\n'
    "3,https://twitter.com/office/status/3,words,never,10,1,1,1,0\n"
)


def dropped(*files: tuple[str, str]) -> AppTest:
    app = opened()
    app.file_uploader[0].set_value([(name, text.encode(), "text/csv") for name, text in files])
    return run(app)


def begin(app: AppTest) -> Button:
    return next(each for each in app.button if each.key == "begin")


def name(app: AppTest) -> TextInput:
    return next(each for each in app.text_input if str(each.key).startswith("first_campaign_"))


def test_another_hashtag_proposes_another_name_and_other_days(own: Warehouse) -> None:
    """A name that stayed behind would name the campaign after another one."""
    two = PLAIN.replace('"no word of it"', '"#Means"')
    app = dropped(("x.csv", two))
    for hashtag, day in (("other", dt.date(2021, 2, 5)), ("means", dt.date(2021, 1, 31))):
        app.multiselect(key="first_hashtags").set_value([hashtag])
        run(app)
        assert name(app).value == f"#{hashtag}"
        (days,) = (each.value for each in app.date_input if str(each.key).startswith("first_days_"))
        assert days == (day, day)
    assert own.is_new


def test_posts_without_a_hashtag_can_belong_to_the_campaign(own: Warehouse) -> None:
    """Most exports of an office's own pages have no hashtag; the terminal could say it, the page could not."""
    app = dropped(("x.csv", PLAIN))
    app.multiselect(key="first_hashtags").set_value([])
    run(app)
    app.checkbox(key="first_all_posts").set_value(True)
    run(app)
    assert begin(app).disabled, "it needs a name"
    name(app).set_value("Our winter")
    run(app)
    assert not begin(app).disabled
    press(app, "begin")
    counted = measure("posts", "campaign", warehouse=own.directory)
    assert counted.to_dict("records") == [{"campaign": "our_winter", "posts": 2}]


def test_what_came_in_can_be_held_against_one_s_own_count(own: Warehouse) -> None:
    app = press(dropped(("x_2021.csv", PLAIN)), "begin")
    assert own.version == 1
    (table,) = (each.value for each in app.dataframe if "January 2021" in each.value.to_string())
    assert isinstance(table, pd.DataFrame)
    assert table.to_dict("records") == [
        {"Month": "January 2021", "Total": 1, "Twitter / X": 1},
        {"Month": "February 2021", "Total": 1, "Twitter / X": 1},
    ]
    assert "1 rejected row to correct." in said(app)
    assert "What became of each file: 1 imported, 0 not imported" in [each.label for each in app.expander]


def test_files_are_named_as_they_are_called(own: Warehouse) -> None:
    other = PLAIN.replace("office", "field").replace("\n1,", "\n11,").replace("\n2,", "\n12,").replace("\n3,", "\n13,")
    app = dropped(("x_of_office.csv", PLAIN), ("y_of_field.csv", other))
    app.toggle(key="first_missions_differ").set_value(True)
    run(app)
    labels = [each.label for each in app.selectbox if str(each.key).startswith("first_mission_")]
    assert len(labels) == 2
    assert not any(re.search(r"\\\\", label) for label in labels), "escaped twice, the page shows the backslashes"
    assert own.is_new


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Etc/GMT+5", "UTC\u22125"),
        ("Etc/GMT-3", "UTC+3"),
        ("UTC", "UTC"),
        ("Africa/Nairobi", "Africa/Nairobi"),
        (None, ""),
    ],
)
def test_a_time_zone_is_written_with_the_sign_that_people_expect(zone: str | None, written: str) -> None:
    assert Receipt("x.csv", timezone=zone).zone == written
