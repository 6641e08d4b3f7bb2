"""Send a report by e-mail: to each recipient in their language, once, with a log of what was delivered."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, getaddresses, make_msgid
from pathlib import Path
from typing import Final

from common import settings
from common.formulas import harmless
from common.quoting import quoted
from dashboard.i18n import LANGUAGES, _, speaking
from dashboard.reports.files.texts import printable
from dashboard.reports.model import Report
from data.store import private_files

LOG: Final = "deliveries.csv"
"""The log beside the warehouse, which only its owner can read."""
MOST: Final = 1_000
"""Recipients of one report."""
LARGEST: Final = 20_000_000
"""Bytes of an attachment; many servers take no more."""
WAITS: Final = (2.0, 10.0)
"""Seconds before each further attempt."""
TIMEOUT: Final = 30
"""Seconds for a server to answer."""
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,9}[A-Za-z0-9-]{2,63}")
_TYPES: Final = {
    "pdf": ("application", "pdf"),
    "pptx": ("application", "vnd.openxmlformats-officedocument.presentationml.presentation"),
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "html": ("text", "html"),
    "zip": ("application", "zip"),
}


class NotSent(Exception):
    """A report that did not reach everybody. The message says what to do."""


@dataclass(frozen=True)
class Recipient:
    """Who gets a report.

    Attributes:
        email: The address.
        language: The code of the language.
    """

    email: str
    language: str


@dataclass(frozen=True)
class Delivery:
    """What became of a report for one recipient.

    Attributes:
        recipient: Who.
        is_sent: Whether the server took it.
        problem: Why not; empty if it did.
    """

    recipient: Recipient
    is_sent: bool
    problem: str = ""


def recipients(path: Path, language: str) -> list[Recipient]:
    """Return the recipients in a CSV file with the columns email and, if it likes, language.

    Args:
        path: The file.
        language: The language of those without one.

    Raises:
        NotSent: The file cannot be read, has no recipient, or has one that is no address.
    """
    try:
        rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise NotSent(_("The file {file} cannot be read.").format(file=quoted(path.name))) from error
    found: dict[str, Recipient] = {}
    for line, row in enumerate(rows, 2):
        email, spoken = (row.get("email") or "").strip(), (row.get("language") or "").strip() or language
        if not _ADDRESS.fullmatch(email) or spoken not in LANGUAGES:
            raise NotSent(
                _("Line {line} of {file} needs an address in the column email, and en, fr or es in language.").format(
                    line=line, file=quoted(path.name)
                )
            )
        found.setdefault(email.lower(), Recipient(email, spoken))
    if not found or len(found) > MOST:
        raise NotSent(
            _("The file {file} needs between 1 and {most} recipients.").format(file=quoted(path.name), most=MOST)
        )
    return list(found.values())


def send(
    to: Sequence[Recipient],
    report_in: Callable[[str], tuple[Report, bytes]],
    ending: str,
    log: Path,
    wait: Callable[[float], None] = time.sleep,
) -> list[Delivery]:
    """Send a report to each recipient who did not get the same one before.

    Args:
        to: The recipients.
        report_in: Makes the report and its file in a language.
        ending: The kind of file, as `make.KINDS` has it.
        log: The folder of the log.
        wait: Waits for a number of seconds before a further attempt.

    Returns:
        What became of it for each recipient, those included who had it before.

    Raises:
        NotSent: No server is set, or the log cannot be written.
    """
    server = settings.mail_server()
    if not server or not settings.mail_sender():
        raise NotSent(
            _("No mail server is set. Set REACH_SMTP to its address, such as smtp.example.org:587, and REACH_SENDER.")
        )
    if not _is_one_address(settings.mail_sender()):
        raise NotSent(_("REACH_SENDER must be one address, such as reports@example.org."))
    # All are made before the first is sent: a report that cannot be made in one language reaches nobody.
    made = {language: report_in(language) for language in dict.fromkeys(each.language for each in to)}
    if large := max((len(file) for _report, file in made.values() if len(file) > LARGEST), default=0):
        raise NotSent(
            _("The report has {size} MB, more than mail servers take. Choose fewer sections or another kind.").format(
                size=large // 1_000_000
            )
        )
    done = set(_delivered(log))
    out = []
    for recipient in to:
        report, file = made[recipient.language]
        key = _key(report, ending)
        if (harmless(recipient.email.lower()), key) in done:
            out.append(Delivery(recipient, is_sent=True))
            continue
        delivery = _deliver(recipient, message(recipient, report, file, ending), server, wait)
        _note(log, delivery, key)
        out.append(delivery)
    return out


def message(recipient: Recipient, report: Report, file: bytes, ending: str) -> EmailMessage:
    """Return the message to one recipient, in their language.

    Args:
        recipient: Who gets it.
        report: The report, whose first findings stand in the text.
        file: The file that is attached.
        ending: Its kind.
    """
    with speaking(recipient.language):
        said = EmailMessage()
        said["Subject"] = _line(_("{kind}: {title}").format(kind=report.kind, title=report.title))
        said["From"] = settings.mail_sender()
        said["To"] = recipient.email
        said["Date"] = formatdate()
        said["Message-ID"] = make_msgid(domain=settings.mail_sender().rpartition("@")[2] or "localhost")
        said["Auto-Submitted"] = "auto-generated"
        findings = [f"- {section.title}: {section.finding}" for section in report.sections if section.finding]
        lines = (
            *report.warnings,
            report.scope,
            "",
            *findings,
            "",
            _("The whole report is attached. Its numbers can be checked: python cli.py verify FILE"),
            report.source,
        )
        said.set_content("\n".join(map(printable, lines)))
        main, sub = _TYPES[ending]
        name = re.sub(r"[^A-Za-z0-9]+", "-", f"{report.request.template} {report.request.made_on}").strip("-").lower()
        said.add_attachment(file, maintype=main, subtype=sub, filename=f"{name}.{ending}")
        return said


def _is_one_address(text: str) -> bool:
    """Return whether a text is an address, with or without a name before it, and nothing else."""
    found = getaddresses([text])
    return (
        len(found) == 1 and bool(_ADDRESS.fullmatch(found[0][1])) and printable(text) == text == " ".join(text.split())
    )


def _line(text: str) -> str:
    return " ".join(printable(text).split())[:200]


def _deliver(recipient: Recipient, said: EmailMessage, server: str, wait: Callable[[float], None]) -> Delivery:
    """Try to send a message, again where the server may take it later."""
    problem = ""
    for pause in (*WAITS, None):
        try:
            _once(said, server)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            problem = _("The server refused the address ({code}).").format(code=code)
            if code >= 500:
                break
        except smtplib.SMTPResponseException as error:
            problem = _("The server answered with an error ({code}).").format(code=error.smtp_code)
            if error.smtp_code >= 500:
                break
        except (smtplib.SMTPException, OSError) as error:
            problem = _("The server cannot be reached ({error}).").format(error=type(error).__name__)
        else:
            return Delivery(recipient, is_sent=True)
        if pause is not None:
            wait(pause)
    return Delivery(recipient, is_sent=False, problem=problem)


def _once(said: EmailMessage, server: str) -> None:
    host, _colon, port = server.rpartition(":")
    is_local = host in ("localhost", "127.0.0.1", "[::1]")
    with smtplib.SMTP(host.strip("[]"), int(port), timeout=TIMEOUT) as connection:
        if connection.has_extn("starttls") or not is_local:
            connection.starttls(context=ssl.create_default_context())
        user, password = settings.mail_login()
        if user:
            connection.login(user, password)
        connection.send_message(said)


def _key(report: Report, ending: str) -> str:
    """Return what makes a report the same one: what was asked, of which data, made on which day."""
    asked = report.request
    where = "; ".join((asked.where.text(), str(asked.as_of), *asked.sections))
    return f"{asked.template} {asked.language} {ending} v{report.data_version} {asked.made_on} {where}"


def _delivered(folder: Path) -> Iterator[tuple[str, str]]:
    path = folder / LOG
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("sent") == "yes":
                    yield str(row.get("email")).lower(), str(row.get("report"))


def _note(folder: Path, delivery: Delivery, key: str) -> None:
    path = folder / LOG
    is_new = not path.exists()
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    if is_new:
        lines.writerow(["at", "email", "sent", "problem", "report"])
    at = f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    lines.writerow([at, harmless(delivery.recipient.email), "yes" if delivery.is_sent else "no", delivery.problem, key])
    private_files.append(path, text.getvalue())
