"""Readers see the current version, whole, and never wait."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from common import pointer
from metrics import NoData, answer, data_version, measure
from metrics.compiler import engine


def posts():
    return measure(["posts"])["posts"].iloc[0]


def test_readers_move_on_when_a_version_is_published(house):
    house.post().publish()
    assert (posts(), data_version()) == (1, 1)
    house.post().publish()
    assert (posts(), data_version(), answer(measure(["posts"])).data_version) == (2, 2, 2)


def test_a_version_removed_while_it_is_being_opened_is_no_error(house, monkeypatch):
    house.post().publish()
    opened = []

    def vanish_once(file, really=pointer.connect):
        opened.append(file.name)
        if len(opened) == 1:
            house.post().publish()
            file.unlink()
        return really(file)

    monkeypatch.setattr(pointer, "connect", vanish_once)
    assert posts() == 2
    assert list(dict.fromkeys(opened)) == ["version-000001.duckdb", "version-000002.duckdb"]


def test_a_pointer_to_nothing_is_reported(house):
    house.publish()
    (house.folder / "CURRENT").write_text("version-000009.duckdb", "utf-8")
    with pytest.raises(NoData, match=r"version-000009\.duckdb is missing\. Restore it, or delete"):
        posts()


def test_many_threads_get_their_own_answers(house):
    for platform, number in (("twitter", 3), ("facebook", 5), ("tumblr", 7)):
        for _ in range(number):
            house.post(platform=platform)
    house.publish()
    asked = ["twitter", "facebook", "tumblr"] * 20
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda platform: measure(["posts"], where={"platform": platform})["posts"].iloc[0], asked)
        )
    assert answers == [3, 5, 7] * 20


def test_another_folder_can_be_named(house, tmp_path_factory):
    house.post().publish()
    assert measure(["posts"], warehouse=house.folder)["posts"].tolist() == [1]


def test_the_first_question_to_a_version_may_name_a_list(house):
    house.post().publish()
    asked = {"names": ["twitter", "facebook"]}
    rows = [engine.engine().query("SELECT unnest($names) AS name", asked).num_rows for _ in range(2)]
    assert rows == [2, 2]
