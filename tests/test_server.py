"""The server as the README starts it: on this machine only, asking nobody for anything, open to its own pages alone."""

from __future__ import annotations

import http.client
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from dashboard.browser_files import INSTEAD
from data.store.warehouse import Warehouse
from tests.support.serving import running

ROOT = Path(__file__).parent.parent
WATCHED = """
import json, runpy, sys
log = open(sys.argv.pop(1), "a", buffering=1)
def watch(event, args):
    if event in ("socket.bind", "socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        log.write(json.dumps([event, str(args[0]) if event.startswith("socket.get") else str(args[1])]) + "\\n")
sys.addaudithook(watch)
runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
"""
HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Server:
    """A server that runs, and the file that names every address it dealt with."""

    port: int
    log: Path

    def addresses(self, *events: str) -> list[str]:
        found = [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]
        return [address for event, address in found if event.removeprefix("socket.") in events]

    def connect(self, **headers: str) -> int:
        """The status with which a connection is answered: 101 where it is accepted."""
        asked = {
            "Host": f"localhost:{self.port}",
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/_stcore/stream", headers=asked | headers)
        with connection.getresponse() as answer:
            return answer.status


@pytest.fixture(scope="module")
def server(sample: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Started as the README says."""
    with watched(sample.directory, tmp_path_factory.mktemp("server")) as started:
        yield started


@contextmanager
def watched(warehouse: Path, folder: Path, *flags: str) -> Iterator[Server]:
    """A server in a process that notes whatever it does with sockets."""
    streamlit = [sys.executable, "-c", WATCHED, str(folder / "sockets")]
    with running(streamlit, "app.py", warehouse, folder / "log", *flags) as port:
        yield Server(port, folder / "sockets")


def others(server: Server) -> list[str]:
    """The addresses of other hosts that the process looked up or sent something to."""
    asked = server.addresses("connect", "sendto", "getaddrinfo", "gethostbyname")
    return [address for address in asked if not any(each in address for each in HERE) and not address.startswith("/")]


def test_it_listens_on_this_machine_only(server: Server) -> None:
    bound = server.addresses("bind")
    assert bound, "the log holds nothing, so it proves nothing"
    assert all(address.startswith("('127.0.0.1'") for address in bound)


def test_it_asks_no_other_host_for_anything(server: Server) -> None:
    assert server.connect(Origin="https://elsewhere.example") == 403
    assert server.connect(Origin=f"http://localhost:{server.port}") == 101
    assert not others(server)


@pytest.mark.long
def test_serving_others_as_the_readme_says_asks_no_other_host_either(sample: Warehouse, tmp_path: Path) -> None:
    flags = re.search(r"streamlit run app.py (--server.address=0.0.0.0 .*)", (ROOT / "README.md").read_text("utf-8"))
    assert flags
    with watched(sample.directory, tmp_path, *flags[1].split()) as server:
        assert server.connect(Origin="https://elsewhere.example", Host="reach.example.org") == 403
        assert server.connect(Origin="https://reach.example.org", Host="reach.example.org") == 101
        assert server.connect(Origin="https://other.example", Host="other.example") == 403
        assert not others(server)


@pytest.mark.parametrize(
    ("origin", "host", "status"),
    [
        ("http://localhost:{port}", "localhost:{port}", 101),
        ("http://127.0.0.1:{port}", "127.0.0.1:{port}", 101),
        ("https://elsewhere.example", "localhost:{port}", 403),
        ("http://localhost:1", "localhost:{port}", 403),
        ("null", "localhost:{port}", 403),
        ("http://elsewhere.example:{port}", "elsewhere.example:{port}", 403),
    ],
)
def test_only_its_own_pages_connect(server: Server, origin: str, host: str, status: int) -> None:
    """The last is another site whose name was pointed to this machine."""
    assert server.connect(Origin=origin.format(port=server.port), Host=host.format(port=server.port)) == status


def test_a_page_may_load_nothing_from_elsewhere(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/")
    with connection.getresponse() as answer:
        policy = answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
    sources = {source for rule in policy.split("; ") for source in rule.split()[1:]}
    assert sources <= {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}


def test_the_name_of_a_page_opens_it(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/imports?lang=fr", headers={"Accept": "text/html"})
    with connection.getresponse() as answer:
        assert (answer.status, answer.headers["location"]) == (307, "/data?lang=fr")
        assert answer.headers["content-security-policy"]


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_scripts_are_compressed_for_slow_lines(server: Server, encoding: str) -> None:
    page, _headers = got(server, "/")
    script = re.search(rb"static/js/index[^\"]+\.js", page)
    assert script
    sent, headers = got(server, f"/{script[0].decode()}", **{"Accept-Encoding": f"{encoding};q=1, *"})
    whole, plain = got(server, f"/{script[0].decode()}", **{"Accept-Encoding": "identity"})
    assert (headers["content-encoding"], plain["content-encoding"]) == (encoding, None)
    assert len(whole) > 3 * len(sent)
    assert "immutable" in headers["cache-control"]
    assert headers["vary"] == "Accept-Encoding"
    assert headers["content-security-policy"]


def test_what_draws_charts_is_sent_without_what_no_chart_needs(server: Server) -> None:
    """A browser that has it asks again, because another release may need other parts."""
    page, _headers = got(server, "/")
    script = re.search(rb"static/js/PlotlyChart[^\"]+\.js", page)
    assert script, "asked for when the first chart comes"
    sent, headers = got(server, f"/{script[0].decode()}", **{"Accept-Encoding": "br"})
    assert len(sent) < 400_000
    assert headers["cache-control"] == "no-cache"
    again, _headers = got(server, f"/{script[0].decode()}", status=304, **{"If-None-Match": headers["etag"]})
    assert again == b""
    other, _headers = got(server, f"/{script[0].decode()}", **{"If-None-Match": '"other"'})
    assert len(other) > 900_000


def test_icons_that_no_page_shows_are_not_sent(server: Server) -> None:
    (icons,) = (name for name in INSTEAD if "Symbols" in name)
    sent, headers = got(server, f"/static/{icons}")
    assert len(sent) < 20_000
    assert headers["content-type"] == "font/woff2"


def test_the_font_of_streamlit_is_not_asked_for(server: Server) -> None:
    page, _headers = got(server, "/")
    assert b"SourceSans" not in page


def got(server: Server, path: str, status: int = 200, **headers: str) -> tuple[bytes, Message]:
    """What is sent for a path, as it is sent, and its headers."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path, headers={"Accept": "text/html"} | headers)
    with connection.getresponse() as answer:
        assert answer.status == status
        return answer.read(), answer.headers
