"""Networks: those of the reference data by any spelling, others as a file names them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from data import networks
from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.parsing import post_urls
from data.store.warehouse import Warehouse
from metrics import measure
from tests.support.examples import first

HEADER = "Date,Network,Link,Post,Impressions,Engagements,Likes\n"


def read(warehouse: Warehouse, folder: Path, *networks: str) -> Receipt:
    file = folder / "report.csv"
    rows = (
        f"2024-03-{n:02} 10:00,{network},https://example.org/posts/{n},Words {n},{n},1,{n}"
        for n, network in enumerate(networks, 1)
    )
    file.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    (receipt,) = import_files([file], warehouse)
    return receipt


def test_six_networks_in_one_sheet_are_six_accepted(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = read(warehouse, tmp_path, "Threads", "Bluesky", "WhatsApp", "ВКонтакте", "Truth Social", "Max")
    assert (receipt.accepted, receipt.rejected) == (6, 0)
    assert [note for note in receipt.notes if "max (1), truth_social (1)" in note]
    frame = measure(["posts"], by=["platform"], warehouse=warehouse.directory)
    assert set(frame["platform"]) == {"threads", "bluesky", "whatsapp", "vk", "truth_social", "max"}
    chosen = measure(["reactions"], where={"platform": "Truth Social"}, warehouse=warehouse.directory)
    assert chosen["reactions"].iloc[0] == 5


def test_networks_of_the_reference_data_need_no_note(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = read(warehouse, tmp_path, *networks.NAMES.values())
    assert (receipt.accepted, receipt.rejected) == (len(networks.NAMES), 0)
    assert not [note for note in receipt.notes if "reference list" in note]


@pytest.mark.parametrize(
    "name", first(2, ["@somebody", "https://example.org", "123", "a sentence that nobody would call a network", ""])
)
def test_what_cannot_be_a_network_is_rejected(warehouse: Warehouse, tmp_path: Path, name: str) -> None:
    receipt = read(warehouse, tmp_path, "Threads", name)
    assert (receipt.accepted, receipt.rejected) == (1, 1)


def test_a_column_of_many_names_is_no_column_of_networks(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = read(warehouse, tmp_path, *(f"Person {chr(97 + n)}" for n in range(20)))
    assert receipt.error
    assert "20 different names" in receipt.error
    assert "Person" not in receipt.error


@pytest.mark.parametrize(
    ("link", "post"),
    [
        ("https://www.threads.net/@office/post/C4abcDEF123", "C4abcDEF123"),
        ("https://www.threads.com/@office/post/C4abcDEF123?x=1", "C4abcDEF123"),
        ("https://bsky.app/profile/office.example/post/3kxyzabc2345a", "3kxyzabc2345a"),
        ("at://did:plc:abc/app.bsky.feed.post/3kxyzabc2345a", "3kxyzabc2345a"),
        ("https://mastodon.example/@office/112233445566778899", "112233445566778899"),
        ("https://mastodon.example/users/office/statuses/112233445566778899", "112233445566778899"),
        ("https://t.me/office/123", "office/123"),
        ("https://t.me/s/office/123", "office/123"),
        ("https://whatsapp.com/channel/0029VaAbc/123", "0029VaAbc/123"),
        ("https://www.pinterest.de/pin/a-title--123456789/", "123456789"),
        ("https://www.reddit.com/r/somewhere/comments/1abcde/a_title/", "1abcde"),
        ("https://www.reddit.com/r/somewhere/comments/1abcde/a_title/kxyz12/", "kxyz12"),
        ("https://vk.com/wall-123_456", "wall-123_456"),
        ("https://vk.com/office?w=wall-123_456%2Fall", "wall-123_456"),
        ("https://weibo.com/1234567890/OaBcDeFgH", "OaBcDeFgH"),
        ("https://mp.weixin.qq.com/s/abcdefghijklmnopqrstuv", "abcdefghijklmnopqrstuv"),
        ("https://vimeo.com/channels/staff/123456789", "123456789"),
        ("https://www.example.org/blog/a-post/?utm_source=x", "example.org/blog/a-post"),
        ("https://www.tiktok.com/@office/video/7326489216496435201", "7326489216496435201"),
    ],
)
def test_the_id_in_a_link(link: str, post: str) -> None:
    found = duckdb.execute(f"SELECT {post_urls.post_id('l')} FROM (SELECT $l AS l)", {"l": link}).fetchall()
    assert found == [(post,)]
