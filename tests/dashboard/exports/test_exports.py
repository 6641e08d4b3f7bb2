"""What leaves the dashboard: files that a spreadsheet cannot run and that say where they come from."""

from __future__ import annotations

import datetime as dt
import io
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from PIL import Image

from dashboard import exports
from dashboard.charts import bars
from dashboard.charts.base import theme
from dashboard.exports.image import Shape
from dashboard.exports.provenance import plain
from dashboard.i18n import speaking
from metrics import METRICS, Answer, Kind
from metrics.answers import attach
from metrics.definitions.model import SeriesBreak

SVG: Final = "{http://www.w3.org/2000/svg}"


def frame(**more: Any) -> pd.DataFrame:
    made = pd.DataFrame(
        {
            "mission": ["KEN", "SOM"],
            "day": pd.to_datetime(["2014-08-19", "2014-08-20"]),
            "posts": pd.array([3013, None], dtype="Int64"),
        }
    )
    metadata = Answer(
        definitions={"posts": "Posts published."},
        kinds={"posts": Kind.COUNT},
        filters="platform twitter",
        as_of=dt.date(2014, 12, 18),
        data_version=7,
        synthetic="yes",
        suppressed_cells={1: ("posts",)},
        sql=("SELECT 1",),
        params=({},),
    )
    return attach(made, replace(metadata, **more))


def rows_of(content: bytes) -> list[str]:
    return content.decode("utf-8-sig").split("\r\n")


@pytest.mark.parametrize(
    "text", ["=1+1", "+41", "-2", "@cmd", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", " =1"]
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    made = pd.DataFrame({"hashtag": [text], "posts": [-5]})
    back = pd.read_csv(
        io.BytesIO(exports.to_csv(made, exports.Provenance.of(made, "t"))), encoding="utf-8-sig", keep_default_na=False
    )
    assert back["hashtag"][0] == "'" + text.replace("\r=", "\r=")
    assert back["posts"][0] == -5


def test_csv_keeps_accents_and_says_where_each_row_is_from() -> None:
    made = frame()
    made["mission"] = ["Région d’Afrique de l’Est", "Niño"]
    head, first, second, _end = rows_of(exports.to_csv(made, exports.Provenance.of(made, "t")))
    assert exports.to_csv(made, exports.Provenance.of(made, "t")).startswith(b"\xef\xbb\xbf")
    assert head == "mission,day,posts,filters,as_of,data_version,synthetic,hidden_values"
    assert first == "Région d’Afrique de l’Est,2014-08-19,3013,platform twitter,2014-12-18,7,yes,1"
    assert second.startswith("Niño,2014-08-20,,")


def test_a_workbook_holds_numbers_as_numbers_and_its_own_explanation() -> None:
    made = frame().assign(mission=["=HYPERLINK(1)", "SOM"])
    book = openpyxl.load_workbook(
        io.BytesIO(exports.to_xlsx(made, exports.Provenance.of(made, "Finding", "Sentence."), {"posts": "count"}))
    )
    data, about = book["Data"], {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert data["A2"].value == "=HYPERLINK(1)"
    assert data["A2"].data_type == "s"
    assert (data["C2"].value, data["C2"].number_format, data["C3"].value) == (3013, "#,##0", None)
    assert data["B2"].value == dt.datetime(2014, 8, 19)
    assert about["posts"] == "Posts published. (type of metric: count)"
    assert about["Filters"] == "platform twitter"
    assert about["Data as of"] == "18 December 2014"
    assert about["Data version"] == "7"
    assert about["Synthetic data"].startswith("Synthetic sample data")
    assert about["Hidden values"].startswith("1 value is hidden")
    assert about["Query"] == "SELECT 1"


def test_every_file_says_what_changed_since_what_it_assumes_and_where_its_series_break() -> None:
    broken = SeriesBreak(dt.date(2014, 8, 20), "twitter", "Twitter / X", "Twitter counts anew.")
    made = frame(breaks=(broken,), assumptions="universe: 5,000 accounts", warnings=(broken.sentence,))
    provenance = exports.Provenance.of(made, "Finding", since="Since then: 41 posts published.")
    head, first, *_rest = rows_of(exports.to_csv(made, provenance))
    assert "series_breaks,assumptions" in head
    assert '2014-08-20 twitter: Twitter counts anew.,"universe: 5,000 accounts"' in first
    book = openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(made, provenance)))
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Since then"] == "Since then: 41 posts published."
    assert about["Assumptions"] == "universe: 5,000 accounts"
    assert about["Note"] == "Change in how the platform counts, 20 August 2014: Twitter counts anew."


def test_a_frame_that_does_not_say_whether_it_is_synthetic_is_not_passed_off_as_real() -> None:
    made = pd.DataFrame({"posts": [1]})
    provenance = exports.Provenance.of(made, "t")
    assert rows_of(exports.to_csv(made, provenance))[1].endswith(",unknown")
    assert "unknown whether" in provenance.synthetic_note()
    assert not exports.Provenance.of(frame(synthetic="no"), "t").synthetic_note()


def test_a_workbook_of_nothing_opens() -> None:
    made = frame().head(0)
    book = openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(made, exports.Provenance.of(made, "t"))))
    assert [cell.value for cell in book["Data"][1]] == ["mission", "day", "posts"]


def test_a_file_name_says_what_is_inside_and_is_safe() -> None:
    name = exports.Provenance.of(frame(filters="mission CÔTE/../x"), "t").filename("posts-by-mission", "csv")
    assert name == "synthetic_posts-by-mission_mission-cote-x_as-of-2014-12-18_v7.csv"
    assert len(exports.Provenance.of(frame(filters="x" * 500), "t").filename("posts", "csv")) < 130
    assert plain("Séjour / août") == "sejour-aout"


def words(picture: str) -> list[str]:
    """The texts of a picture, each with its lines run together."""
    return ["".join(each.itertext()) for each in ElementTree.fromstring(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize(("synthetic", "marked"), [("yes", True), ("part", True), ("no", False)])
def test_a_picture_carries_title_source_and_synthetic_mark(synthetic: str, marked: bool) -> None:
    made = frame(synthetic=synthetic)
    chart = bars.bars(made.drop(columns="day"), "mission", METRICS["posts"], {}, look=theme.LIGHT)
    picture = exports.picture(chart, exports.Provenance.of(made, chart.title, selected="Twitter only"))
    title, *others = words(picture)
    assert title == "Posts by mission", "nobody leads beside a hidden value"
    assert "Source: campaign data, Twitter only · data as of 18 December 2014 · data version 7" in " ".join(others)
    assert ("SYNTHETIC" in others) is marked
    assert "3,013" in others


@pytest.mark.parametrize("shape", [exports.SLIDE, exports.SQUARE], ids=lambda shape: shape.name)
@pytest.mark.parametrize("rows", [2, 40])
def test_a_picture_has_its_shape_whatever_the_height_of_the_chart(shape: Shape, rows: int) -> None:
    made = pd.DataFrame({"mission": [f"M{n}" for n in range(rows)], "posts": range(rows)})
    chart = bars.bars(attach(made, Answer(synthetic="no")), "mission", METRICS["posts"], {}, limit=rows)
    picture = exports.picture(chart, exports.Provenance.of(made, chart.title), shape=shape)
    picture_size = Image.open(io.BytesIO(exports.as_png(picture, shape))).size
    assert picture_size == (shape.width, shape.height)


def test_the_title_of_a_picture_can_be_another_and_goes_on_in_further_lines() -> None:
    made = frame()
    chart = bars.bars(made, "mission", METRICS["posts"], {})
    asked = exports.Provenance.of(made, chart.title)
    assert words(exports.picture(chart, asked, title="  "))[0] == chart.title
    mine = "<b>Ours</b> & theirs " * 6
    picture = exports.picture(chart, asked, title=mine, shape=exports.SQUARE)
    assert words(picture)[0].replace(" ", "") == mine.replace(" ", "")
    assert ElementTree.fromstring(picture).findtext(f"{SVG}title") == mine.strip()


def test_a_vector_picture_brings_its_font_and_nothing_else() -> None:
    made = frame()
    chart = bars.bars(made, "mission", METRICS["posts"], {})
    file = exports.as_svg(exports.picture(chart, exports.Provenance.of(made, chart.title))).decode()
    assert ElementTree.fromstring(file).get("role") == "img"
    assert file.count("data:font/woff2;base64,") == file.count("url(data:") == 2
    assert file.count("http") == file.count('xmlns="http://www.w3.org/2000/svg"') == 1
    assert "<script" not in file


def test_making_a_picture_leaves_the_chart_on_the_page_alone() -> None:
    made = frame()
    chart = bars.bars(made, "mission", METRICS["posts"], {})
    before = deepcopy(chart.figure.as_dict())
    exports.picture(chart, exports.Provenance.of(made, chart.title))
    assert chart.figure.as_dict() == before


def test_a_workbook_speaks_the_readers_language() -> None:
    with speaking("es"):
        made = frame()
        book = openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(made, exports.Provenance.of(made, "t"))))
    assert book.sheetnames == ["Datos", "Acerca de"]
