"""Mutated real exports: never a traceback, always conservation."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from data.formats.catalogue import every
from data.importing.ledger import Options
from data.importing.pipeline import import_into
from data.store.warehouse import Warehouse
from tests.support.examples import turns

MUTATIONS = 50
"""How many files a turn mutates."""
LARGEST = 40_000
"""Bytes of an export that are mutated; enough for every trap, and quick."""
TOKENS = (
    b'"',
    b",",
    b";",
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"\xe9",
    b"=1+1",
    b"1e308",
    b"-",
    b"{",
    b"[",
    b"\\",
    b"<",
    b"\xef\xbb\xbf",
    b"9" * 400,
)


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The export with a few of: bytes changed, cut, doubled, swapped, tokens put in, encoded anew."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        place, length = chance.randrange(len(changed) + 1), chance.randint(1, 200)
        match chance.randrange(6):
            case 0:
                changed[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[place : place + length]
            case 2:
                changed[place:place] = changed[place : place + length]
            case 3:
                changed[place:place] = chance.choice(TOKENS)
            case 4:
                lines = bytes(changed).split(b"\n")
                chance.shuffle(lines)
                changed = bytearray(b"\n".join(lines))
            case _:
                changed = bytearray(
                    bytes(changed)
                    .decode("utf-8", "replace")
                    .encode(chance.choice(["utf-16", "cp1252", "utf-8"]), "replace")
                )
    return bytes(changed)


@pytest.mark.parametrize("turn", turns(0, 3, 20))
def test_mutated_real_exports(warehouse: Warehouse, real_exports: Path, tmp_path: Path, turn: int) -> None:
    originals = sorted(path for path in real_exports.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    options = Options(every(warehouse.directory))
    with warehouse.draft() as draft:
        for number in range(turn * MUTATIONS, (turn + 1) * MUTATIONS):
            chance = random.Random(number)
            original = chance.choice(originals)
            path = tmp_path / f"{number}{original.suffix}"
            path.write_bytes(mutated(original.read_bytes()[:LARGEST], chance))
            for receipt in import_into(draft, path, options):
                assert receipt.rows_read == receipt.accepted + receipt.duplicates + receipt.rejected, (
                    number,
                    original.name,
                )
                assert receipt.error is None or receipt.error.endswith("."), (number, receipt.error)
            path.unlink()


@pytest.mark.parametrize("size", [0, 1, 2, 7])
def test_any_few_bytes(size: int, warehouse: Warehouse, tmp_path: Path) -> None:
    options = Options(every(warehouse.directory))
    with warehouse.draft() as draft:
        for turn in range(25):
            path = tmp_path / f"{turn}.csv"
            path.write_bytes(random.Random(turn).randbytes(size))
            (receipt,) = import_into(draft, path, options)
            assert receipt.error
