"""A report is sent to each recipient once, in their language, and what was not sent is said."""

from __future__ import annotations

import email
import email.policy
import re
import socketserver
import threading
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from dashboard.reports import mail
from dashboard.reports.compose import compose
from dashboard.reports.mail import LOG, NotSent, Recipient, message, recipients, send
from dashboard.reports.model import Report, Request
from data.store.warehouse import Warehouse
from metrics import Selection
from tests.support.reports import HOSTILE, small_report

REQUEST = Request("donor", Selection({"campaign": "migrationmeans"}), sections=("targets",))


class Talk(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as a client needs."""

    def handle(self) -> None:
        server: Server = self.server  # type: ignore[assignment]
        server.talks += 1
        if server.hangs_up and server.talks <= server.hangs_up:
            return
        if server.hangs:
            server.is_over.wait(30)
            return
        self.say("220 test")
        while line := self.rfile.readline().strip().decode():
            word = line.upper()[:4]
            if word == "RCPT":
                self.say(next((answer for part, answer in server.refuses.items() if part in line), "250 ok"))
            elif word == "DATA":
                self.say("354 go on")
                lines = []
                while (text := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(text.removeprefix(b"."))
                server.taken.append(email.message_from_bytes(b"".join(lines)))
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    """A mail server on this machine."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.taken: list[Message] = []
        self.refuses: dict[str, str] = {}
        self.hangs_up = self.talks = 0
        self.hangs = False
        self.is_over = threading.Event()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server() as made:
        threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True).start()
        monkeypatch.setenv("REACH_SMTP", f"127.0.0.1:{made.server_address[1]}")
        monkeypatch.setenv("REACH_SENDER", "reports@example.org")
        yield made
        made.is_over.set()
        made.shutdown()


@pytest.fixture(scope="module")
def in_language(sample: Warehouse) -> dict[str, Report]:
    return {
        language: compose(
            Request(REQUEST.template, REQUEST.where, language=language, sections=REQUEST.sections), sample.directory
        )
        for language in ("en", "fr")
    }


def sent(to: list[Recipient], in_language: dict[str, Report], folder: Path) -> list[tuple[str, bool, str]]:
    found = send(to, lambda language: (in_language[language], b"a file"), "pdf", folder, wait=lambda _seconds: None)
    return [(each.recipient.email, each.is_sent, each.problem) for each in found]


def test_each_recipient_gets_the_report_in_their_language(
    server: Server, in_language: dict[str, Report], tmp_path: Path
) -> None:
    to = [Recipient("a@example.org", "en"), Recipient("b@example.org", "fr")]
    assert sent(to, in_language, tmp_path) == [("a@example.org", True, ""), ("b@example.org", True, "")]
    subjects = [str(email.header.make_header(email.header.decode_header(each["Subject"]))) for each in server.taken]
    assert subjects == ["Donor table: #MigrationMeans", "Tableau pour les donateurs : #MigrationMeans"]
    parts = list(server.taken[0].walk())
    assert "3 of 3 targets are reached" in parts[1].get_payload(decode=True).decode()
    assert parts[2].get_filename().endswith(".pdf")
    assert parts[2].get_payload(decode=True) == b"a file"


def test_nobody_gets_the_same_report_twice(server: Server, in_language: dict[str, Report], tmp_path: Path) -> None:
    to = [Recipient("a@example.org", "en")]
    sent(to, in_language, tmp_path)
    assert sent([*to, Recipient("b@example.org", "en")], in_language, tmp_path)[1][1]
    assert [each["To"] for each in server.taken] == ["a@example.org", "b@example.org"]
    assert (tmp_path / LOG).stat().st_mode & 0o077 == 0


def test_an_address_that_is_refused_does_not_keep_the_others_from_theirs(
    server: Server, in_language: dict[str, Report], tmp_path: Path
) -> None:
    server.refuses = {"gone": "550 no such user"}
    to = [Recipient("gone@example.org", "en"), Recipient("b@example.org", "en")]
    assert sent(to, in_language, tmp_path) == [
        ("gone@example.org", False, "The server refused the address (550)."),
        ("b@example.org", True, ""),
    ]


@pytest.mark.parametrize(("times", "is_sent"), [(2, True), (3, False)])
def test_a_server_that_hangs_up_is_tried_again(
    times: int, is_sent: bool, server: Server, in_language: dict[str, Report], tmp_path: Path
) -> None:
    server.hangs_up = times
    ((_email, done, problem),) = sent([Recipient("a@example.org", "en")], in_language, tmp_path)
    assert done is is_sent
    assert problem.startswith("" if is_sent else "The server cannot be reached")


def test_a_server_that_never_answers_does_not_hang_the_command(
    server: Server, in_language: dict[str, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT", 0.1)
    server.hangs = True
    ((_email, done, problem),) = sent([Recipient("a@example.org", "en")], in_language, tmp_path)
    assert (done, problem) == (False, "The server cannot be reached (SMTPServerDisconnected).")
    assert server.talks == 3


def test_a_busy_mailbox_is_tried_again_and_then_said(
    server: Server, in_language: dict[str, Report], tmp_path: Path
) -> None:
    server.refuses = {"busy": "450 later"}
    assert sent([Recipient("busy@example.org", "en")], in_language, tmp_path)[0][1:] == (
        False,
        "The server refused the address (450).",
    )
    assert server.talks == 3


def test_a_server_that_is_not_there_is_said(
    monkeypatch: pytest.MonkeyPatch, in_language: dict[str, Report], tmp_path: Path
) -> None:
    monkeypatch.setenv("REACH_SMTP", "127.0.0.1:9")
    monkeypatch.setenv("REACH_SENDER", "reports@example.org")
    ((_email, done, problem),) = sent([Recipient("a@example.org", "en")], in_language, tmp_path)
    assert (done, problem) == (False, "The server cannot be reached (ConnectionRefusedError).")


def test_a_report_that_cannot_be_made_in_one_language_reaches_nobody(
    server: Server, in_language: dict[str, Report], tmp_path: Path
) -> None:
    to = [Recipient("a@example.org", "en"), Recipient("c@example.org", "es")]
    with pytest.raises(KeyError):
        sent(to, in_language, tmp_path)
    assert server.taken == []


def test_without_a_server_nothing_is_sent(in_language: dict[str, Report], tmp_path: Path) -> None:
    with pytest.raises(NotSent, match="REACH_SMTP"):
        sent([Recipient("a@example.org", "en")], in_language, tmp_path)


def test_recipients_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "to.csv"
    path.write_text("email,language\na@example.org,fr\nb@example.org,\nA@example.org,en\n", "utf-8")
    assert recipients(path, "es") == [Recipient("a@example.org", "fr"), Recipient("b@example.org", "es")]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "label", [*HOSTILE, "x\r\nBcc: evil@example.org", "x\x1b[2J\u202ey\x00", "a\u2028Bcc: evil@example.org"]
)
def test_a_label_becomes_no_header_and_controls_no_terminal(
    label: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACH_SENDER", "reports@example.org")
    made = message(Recipient("a@example.org", language), small_report(label), b"a file", "pdf")
    read = email.message_from_bytes(made.as_bytes(), policy=email.policy.default)
    assert read["Bcc"] is None
    assert read["To"] == "a@example.org"
    text = read["Subject"] + read.get_body().get_content()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.parametrize("sender", ["reports", "a@example.org\nBcc: x@example.org", "a@example.org, b@example.org"])
def test_a_sender_that_is_no_address_sends_nothing(
    sender: str, server: Server, in_language: dict[str, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACH_SENDER", sender)
    with pytest.raises(NotSent, match="REACH_SENDER"):
        sent([Recipient("c@example.org", "en")], in_language, tmp_path)
    assert server.taken == []


@pytest.mark.parametrize("address", ["+a@example.org", "=a@example.org", "-a@example.org"])
def test_an_address_that_begins_like_a_formula_gets_it_once_too(
    address: str, server: Server, in_language: dict[str, Report], tmp_path: Path
) -> None:
    for _time in range(2):
        sent([Recipient(address, "en")], in_language, tmp_path)
    assert len(server.taken) == 1


@pytest.mark.parametrize("line", ["a\x1b[2J@example.org", "a\u202e@example.org", "a\x00@example.org", "a@example..org"])
def test_an_address_with_letters_that_nobody_sees_is_refused(line: str, tmp_path: Path) -> None:
    (tmp_path / "to.csv").write_text(f"email\n{line}\n", "utf-8")
    with pytest.raises(NotSent, match="Line 2"):
        recipients(tmp_path / "to.csv", "en")


@pytest.mark.parametrize("line", ["a@example.org\\nBcc: x@y.org", "nobody", "a@example.org,de", "a b@example.org"])
def test_a_recipient_that_is_no_address_or_language_is_refused(line: str, tmp_path: Path) -> None:
    path = tmp_path / "to.csv"
    path.write_text(f"email,language\n{line}\n", "utf-8")
    with pytest.raises(NotSent, match=r"Line 2|recipients"):
        recipients(path, "en")
