"""What there is to see after a start, and the sheets that let people see more."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from data.editing import missing_sheets
from data.editing.missing_sheets import Sheet
from data.store.warehouse import Warehouse
from terminal.outcomes import WrongUsage, say

_SEEN: Final[Mapping[str, str]] = {
    "posts": "Overview: posts, contributors and missions, day by day",
    "reach": "Reach: how many accounts saw the posts that report it",
    "engagement": "Contributions: engagement, languages and post types",
    "campaign": "Each page for your campaign alone",
}


def tell(place: Warehouse, folder: Path | None) -> None:
    """Say what there is to see now, and what is missing to see more.

    Args:
        place: A warehouse that has data.
        folder: Where the missing sheets are written, with what is known; None to write none.

    Raises:
        WrongUsage: They cannot be written there.
    """
    state = missing_sheets.state(place)
    say("\n".join(["You can see now:", *(f"  {_SEEN[name]}" for name in state.there)]))
    if not state.missing:
        return
    labels = ", ".join(sheet.label for sheet in state.missing)
    if folder is None:
        say(
            f"To see more, import these sheets too: {labels}. Blank ones are in data/templates. "
            "Repeat the command with --sheets FOLDER to get them with what is known."
        )
        return
    say(
        "\n".join(
            ["To see more, fill in these sheets and import them:", *(_written(each, folder) for each in state.missing)]
        )
    )


def _written(sheet: Sheet, folder: Path) -> str:
    """Write a sheet that is not there yet, and say where it is."""
    path = folder / f"{sheet.name}.csv"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(sheet.content)
    except FileExistsError as error:
        if not folder.is_dir():
            raise WrongUsage(f"{folder} is not a folder. Give another one with --sheets.") from error
        return f"  {sheet.label}: {path} (it was there before and was not changed)"
    except OSError as error:
        raise WrongUsage(
            f"{folder} cannot be written ({error.strerror}). Give another folder with --sheets."
        ) from error
    return f"  {sheet.label}: {path}"
