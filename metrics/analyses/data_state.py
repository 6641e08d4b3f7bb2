"""What numbers were made from, so that it can be said later why they are others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from common.messages import Counted, Listed
from metrics.analyses.listings import rows_of
from metrics.api import data_version
from metrics.definitions.catalogue import METRICS
from metrics.definitions.model import TranslatableText

Say = TranslatableText


@dataclass(frozen=True)
class DataState:
    """What the data and the definitions were.

    Attributes:
        version: The data version.
        imports: The numbers of all imports that were not undone.
        erasures: How many erasures had happened.
        definitions: A hash of each metric's definition, by its name.
    """

    version: int
    imports: tuple[int, ...]
    erasures: int
    definitions: Mapping[str, str]

    @classmethod
    def of_dict(cls, said: Mapping[str, Any]) -> DataState:
        """Return the state that a file has in JSON, as `dataclasses.asdict` gave it."""
        return cls(
            int(said["version"]),
            tuple(map(int, said["imports"])),
            int(said["erasures"]),
            {str(name): str(text) for name, text in said["definitions"].items()},
        )


def data_state(metrics: Iterable[str], *, warehouse: Path | None = None) -> DataState:
    """Return what the data and the definitions of some metrics are today.

    Args:
        metrics: The metrics.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.
    """
    imports = rows_of("SELECT import_id FROM imports WHERE undone_at IS NULL ORDER BY import_id", {}, warehouse)
    erased = rows_of("SELECT count(*) AS n FROM audit WHERE action IN ('erase', 'purge')", {}, warehouse)
    return DataState(
        data_version(warehouse=warehouse),
        tuple(map(int, imports["import_id"])),
        int(erased["n"].iloc[0]),
        {name: _definition(name) for name in metrics if name in METRICS},
    )


def newest_import(*, warehouse: Path | None = None) -> datetime | None:
    """Return when the newest import that was not undone was made, in UTC; None without any."""
    found = rows_of("SELECT max(imported_at) AS at FROM imports WHERE undone_at IS NULL", {}, warehouse)["at"].iloc[0]
    return None if pd.isna(found) else pd.Timestamp(found).to_pydatetime()


def differences(then: DataState, now: DataState) -> tuple[TranslatableText, ...]:
    """Return why numbers of one state can differ from those of a later one; empty if they cannot.

    Args:
        then: What they were made from.
        now: What the data are today.
    """
    if then.version > now.version:
        return (
            Say(
                "The file was made from data version {then}, and these data are of version {now}: it was made from other "
                "data, or these are an older copy.",
                then=then.version,
                now=now.version,
            ),
        )
    added = set(now.imports) - set(then.imports)
    undone = set(then.imports) - set(now.imports)
    erased = now.erasures - then.erasures
    changed = [
        METRICS[name].label
        for name, definition in then.definitions.items()
        if name in METRICS and now.definitions.get(name) != definition
    ]
    found = (
        Say("{imports} since.", imports=Counted(len(added), "{n} import was added", "{n} imports were added"))
        if added
        else None,
        Say("{imports} since.", imports=Counted(len(undone), "{n} import was undone", "{n} imports were undone"))
        if undone
        else None,
        Say("{erasures} since.", erasures=Counted(erased, "{n} item was erased", "{n} items were erased"))
        if erased > 0
        else None,
        Say("The definition of these metrics changed: {metrics}.", metrics=Listed(changed)) if changed else None,
    )
    said = tuple(each for each in found if each)
    return said if said or then.version == now.version else (other_version(then.version, now.version),)


def other_version(then: int, now: int) -> TranslatableText:
    """Return that numbers were made from another data version than that of today.

    Args:
        then: The version that they were made from.
        now: The version of today.
    """
    return Say("The file was made from data version {then}; that of today is {now}.", then=then, now=now)


def _definition(name: str) -> str:
    said = asdict(METRICS[name])
    counts = {part: str(said[part]) for part in ("sql", "kind", "unit", "base", "computed", "formula", "description")}
    return hashlib.sha256(repr(sorted(counts.items())).encode()).hexdigest()[:16]
