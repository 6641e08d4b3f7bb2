"""The list of imports: the options of each, its result, and whether a file was imported before."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from common.logs import log
from common.messages import TranslatableText, Verbatim
from common.rows import first_row, single_row
from data.formats.catalogue import formats
from data.formats.date_order import Order
from data.formats.detect import Recognised
from data.formats.model import Format, fold
from data.formats.written_columns import REJECT_COLUMN
from data.importing import judging
from data.messages import Message
from data.parsing import dates
from data.privacy.pseudonyms import MARK, pseudonym
from data.reading import text

SYNTHETIC = "synthetic_"
"""Files whose name begins so hold made-up data; their rows say so for good."""

_SHEET = "sheet IN ($sheet, '')"
"""Of which sheet an import is; early releases did not note the sheet of a workbook in which one alone was read."""


@dataclass(frozen=True)
class Options:
    """The formats to try, and what the person who imports adds to the file."""

    known: Mapping[str, Format]
    format: str | None = None
    timezone: str | None = None
    campaign: str | None = None
    captured: dt.datetime | None = None
    dates: Order | None = None
    """Which of day and month comes first in dates that can be read both ways."""
    accounts: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of a file -> the name of the account that exported it, where its rows name none."""
    mends: Origin | None = None
    """The import whose rejected rows a file mends: what was said of that one holds for them too."""


@dataclass(frozen=True)
class Origin:
    """The options of an import, and what it found out, that its rows do not contain."""

    timezone: str
    campaign: str | None
    captured_at: dt.datetime | None
    is_synthetic: bool
    date_orders: str | None
    """JSON: column -> layout -> order."""
    account: str | None = None
    """The account of all its rows, marked as a pseudonym; None where they have several, or none."""


@dataclass(frozen=True)
class Receipt:
    """The result for a file: rows_read = accepted + duplicates + rejected, or an `error` and no rows."""

    file: str
    format: str | None = None
    format_label: str = ""
    """What people call the format."""
    sha256: str | None = None
    rows_read: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    unread_cells: int = 0
    """Cells of accepted rows that could not be read, so that what they say is unknown."""
    version: int | None = None
    totals: dict[str, int] = field(default_factory=dict)
    import_id: int | None = None
    encoding: str | None = None
    timezone: str | None = None
    timezone_basis: TranslatableText | None = None
    captured_at: str | None = None
    captured_basis: TranslatableText | None = None
    dates: tuple[TranslatableText, ...] = ()
    """In which order day and month were read, and how that was decided: a sentence each."""
    notes: tuple[TranslatableText, ...] = ()
    error: TranslatableText | None = None
    can_be_mapped: bool = False
    """Whether the file was refused only because no format fits its columns."""
    asks_dates: bool = False
    """Whether the file was refused only because nothing tells if day or month comes first."""

    @property
    def zone(self) -> str:
        """Return the time zone as people write it; the sign of `Etc/GMT+5` is turned around, which nobody expects."""
        name = self.timezone or ""
        if not name.startswith("Etc/GMT") or name == "Etc/GMT":
            return name
        sign = "\u2212" if name[7] == "+" else "+"
        return f"UTC{sign}{name[8:]}"

    @property
    def left_out(self) -> bool:
        """Whether the file was not read, for the reason in its note."""
        return not self.format and not self.error

    @property
    def refusal(self) -> TranslatableText | None:
        """Why the file was refused, as a sentence that names it once, with the archive that it is in; None if it was not."""
        if self.error is None:
            return None
        named = self.error.values.get("file")
        if named and (self.file == named or self.file.endswith(f" › {named}")):
            return TranslatableText(
                self.error.template, self.error.code, **{**self.error.values, "file": Verbatim(self.file)}
            )
        return Message.OF_FILE.format(file=self.file, reason=self.error)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in values that JSON can hold: messages in English, and as code and values in `messages`."""
        single = {name: getattr(self, name) for name in ("timezone_basis", "captured_basis", "error")}
        messages: dict[str, Any] = {name: text.as_dict() if text else None for name, text in single.items()}
        messages |= {name: [text.as_dict() for text in getattr(self, name)] for name in ("dates", "notes")}
        return asdict(self) | {"messages": messages}


def log_import(receipt: Receipt) -> None:
    """Log the result for a file in one line, without its name and without reasons, which can quote it."""
    if receipt.error or receipt.left_out:
        log.info("a file was %s", "refused" if receipt.error else "left out")
        return
    log.info(
        "import %s: %s, %d rows = %d accepted + %d duplicates + %d rejected, version %s",
        receipt.import_id,
        receipt.format if receipt.format in formats() else "a team's own format",
        receipt.rows_read,
        receipt.accepted,
        receipt.duplicates,
        receipt.rejected,
        receipt.version,
    )


def link_out(link: Path) -> Receipt:
    """Return the receipt of a link that leads out of the folder to import."""
    return Receipt(link.name, notes=(Message.LINK_OUT.format(file=link.name),))


def origin(con: duckdb.DuckDBPyConnection, found: Recognised, table: text.TextTable) -> Origin | None:
    """Return the import whose rows a sheet corrects, by the first of its rows."""
    names, below = [fold(name) for name in found.header], table.head[found.header_row + 1 :]
    place = names.index(fold(REJECT_COLUMN)) if fold(REJECT_COLUMN) in names else None
    cells = [row[place] for row in below if place is not None and len(row) > place and row[place].strip()]
    number = re.match(r"\s*(?:import )?(\d{1,9})(?: row |/)\d+\s*$", cells[0]) if cells else None
    known = "SELECT timezone, campaign, captured_at, is_synthetic, date_orders FROM imports WHERE import_id = $id AND format = $format"
    if not number:
        return None
    row = first_row(con.execute(known, {"id": int(number.group(1)), "format": found.format.name}))
    return replace(Origin(*row), account=_account_of(con, int(number.group(1)))) if row else None


def _account_of(con: duckdb.DuckDBPyConnection, import_id: int) -> str | None:
    """Return the account of all posts of an import, marked as a pseudonym; None where they have several, or none."""
    one = "SELECT DISTINCT platform, account FROM landing.posts WHERE import_id = $id LIMIT 2"
    accounts = con.execute(one, {"id": import_id}).fetchall()
    return f"{MARK}{accounts[0][1]}" if len(accounts) == 1 and accounts[0][1] else None


def imported_before(
    con: duckdb.DuckDBPyConnection, found: Recognised, table: text.TextTable, receipt: Receipt, options: Options
) -> Receipt | None:
    """Return the receipt of a file that was imported before in the same way; None if it was not.

    Every row that was not rejected is then a duplicate. The name of the file must be the same too, because it can
    contain the date of the counts. A file is read again if its format was mapped again by the team, or if more of its
    columns are read today, such as those of another sheet.
    """
    if receipt.format not in formats():
        return None
    answer = con.execute(
        f"""
        SELECT import_id, rows_read, rejected, imported_at FROM imports
        WHERE sha256 = $sha256 AND file = $file AND {_SHEET} AND format = $format AND timezone = $timezone
            AND campaign IS NOT DISTINCT FROM $campaign AND dates IS NOT DISTINCT FROM $dates AND undone_at IS NULL
            AND list_has_all(header, $header)
            AND CASE WHEN $captured::TIMESTAMP IS NULL THEN captured_basis IS DISTINCT FROM $chosen ELSE captured_at = $captured END
        """,
        {
            "sha256": receipt.sha256,
            "file": receipt.file,
            "chosen": Message.CHOSEN.code,
            "sheet": table.sheet,
            "header": [name for name in found.header if name.strip()],
            "format": receipt.format,
            "timezone": receipt.timezone,
            "campaign": options.campaign,
            "captured": options.captured,
            "dates": options.dates,
        },
    )
    if not (row := first_row(answer)):
        return None
    import_id, rows_read, rejected, imported_at = row
    note = Message.IMPORTED_BEFORE.format(id=str(import_id), day=f"{imported_at:%Y-%m-%d}")
    return replace(
        receipt,
        import_id=import_id,
        rows_read=rows_read,
        duplicates=rows_read - rejected,
        rejected=rejected,
        notes=(*receipt.notes, note),
    )


def has_account(con: duckdb.DuckDBPyConnection, import_id: int | None, account: str, secret: bytes) -> bool:
    """Return whether all rows of an import are of an account, as they are where its name was given before."""
    landed = "SELECT DISTINCT platform, account FROM landing.posts WHERE import_id = $id"
    return all(
        found == pseudonym(platform, account, secret)
        for platform, found in con.execute(landed, {"id": import_id}).fetchall()
    )


def same_file(con: duckdb.DuckDBPyConnection, table: text.TextTable, receipt: Receipt) -> list[int]:
    """Return the imports of the same file that are not undone."""
    same = f"sha256 = $sha256 AND file = $file AND {_SHEET} AND format = $format AND undone_at IS NULL"
    known = {"sha256": receipt.sha256, "file": receipt.file, "sheet": table.sheet, "format": receipt.format}
    return [
        number
        for (number,) in con.execute(f"SELECT import_id FROM imports WHERE {same} ORDER BY import_id", known).fetchall()
    ]


def settle(con: duckdb.DuckDBPyConnection, earlier: list[int], import_id: int) -> None:
    """Let each row of a file that was read again be corrected only once.

    A row corrected before stays corrected; otherwise the row of this import replaces those of earlier ones.
    """
    if not earlier:
        return
    values = {"id": import_id, "earlier": earlier}
    con.execute(
        """
        UPDATE rejects SET resolved_by = settled_by FROM (
            SELECT row_number, max(resolved_by) AS settled_by FROM rejects WHERE list_contains($earlier, import_id) GROUP BY row_number
        ) AS before WHERE import_id = $id AND before.row_number = rejects.row_number
        """,
        values,
    )
    con.execute(
        "UPDATE rejects SET resolved_by = $id WHERE list_contains($earlier, import_id) AND resolved_by IS NULL", values
    )


def is_synthetic(file: str, options: Options) -> bool:
    """Return whether a file holds made-up data: by its name, or because it corrects rows of one that does."""
    return file.startswith(SYNTHETIC) or bool(options.mends and options.mends.is_synthetic)


def next_id(con: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the next import."""
    (last,) = single_row(con.execute("SELECT coalesce(max(import_id), 0) FROM imports"))
    return int(last) + 1


def record(
    con: duckdb.DuckDBPyConnection,
    receipt: Receipt,
    table: text.TextTable,
    judged: judging.Judged,
    options: Options,
    version: int,
) -> None:
    """Add an import to the list of imports."""
    moment = dates.now()
    row = {
        "import_id": receipt.import_id,
        "file": receipt.file,
        "sheet": table.sheet,
        "sha256": receipt.sha256,
        "format": receipt.format,
        "format_digest": None if receipt.format in formats() else options.known[str(receipt.format)].digest,
        "encoding": receipt.encoding,
        "landed_in": judged.plan.table.name,
        "header": judged.plan.header,
        "extra_header": judged.plan.unused,
        "timezone": receipt.timezone,
        "campaign": options.campaign,
        "dates": options.dates,
        "date_orders": json.dumps(
            {name: written.orders for name, written in judged.plan.dates.items() if written.orders}
        ),
        "captured_at": judged.captured_at,
        "captured_basis": judged.captured_basis.code if judged.captured_basis else None,
        "supposed": judged.plan.supposed,
        "followers_at_posting": judged.plan.followers_at_posting,
        "rows_read": receipt.rows_read,
        "accepted": receipt.accepted,
        "duplicates": receipt.duplicates,
        "rejected": receipt.rejected,
        "notes": [str(note) for note in receipt.notes],
        "note_codes": [note.code for note in receipt.notes],
        "note_values": [json.dumps(note.as_dict()["values"], ensure_ascii=False) for note in receipt.notes],
        "totals": json.dumps(receipt.totals),
        "is_synthetic": is_synthetic(receipt.file, options),
        "imported_at": moment,
        "version": version,
    }
    con.execute(f"INSERT INTO imports ({', '.join(row)}) VALUES ({', '.join(f'${name}' for name in row)})", row)
    con.execute(
        "INSERT INTO audit VALUES ($now, 'import', $id, $file)",
        {"now": moment, "id": receipt.import_id, "file": receipt.file},
    )
