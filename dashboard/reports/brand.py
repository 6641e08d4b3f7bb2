"""How an organisation wants its reports to look: its name, colour, footer and disclaimer, as a file of its own says."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from common import settings
from common.quoting import quoted
from dashboard.i18n import _

LONGEST: Final = 400
"""Characters that a text of the file may have."""
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}", re.ASCII)


class BrandError(ValueError):
    """The file that says how reports look cannot be used. The message says what to change."""


@dataclass(frozen=True)
class Brand:
    """How reports look.

    Attributes:
        organisation: The name that stands on the first page; empty for none.
        colour: The colour of titles and rules, as #RRGGBB.
        footer: What stands at the foot of each page; empty for none.
        disclaimer: What stands at the end of a report; empty for none.
        slides: A PowerPoint file whose slide master is used; None for the plain one.
        logo: A PNG or SVG file for the first page; None for none.
    """

    organisation: str = ""
    colour: str = "#0033A0"
    footer: str = ""
    disclaimer: str = ""
    slides: Path | None = None
    logo: Path | None = None


def brand() -> Brand:
    """Return how reports look: what `$REACH_BRAND` says, a TOML file; plain without it.

    Raises:
        BrandError: The file cannot be read, or a value in it cannot be used.
    """
    path = settings.brand_file()
    if path is None:
        return Brand()
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BrandError(
            _("The file {file} cannot be read. Name a TOML file in REACH_BRAND.").format(file=quoted(path.name))
        ) from error
    return Brand(**{name: _value(name, value, path) for name, value in given.items()})


def _value(name: str, value: Any, path: Path) -> Any:
    if name in ("organisation", "footer", "disclaimer"):
        if not isinstance(value, str) or len(value) > LONGEST:
            raise _wrong(name, path, _("a shorter text"))
        return value
    if name == "colour":
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise _wrong(name, path, _("a colour such as #0033A0"))
        return value
    endings = {"slides": (".pptx",), "logo": (".png", ".svg")}.get(name)
    if endings is None:
        allowed = ", ".join(Brand.__dataclass_fields__)
        raise BrandError(
            _("{name} in {file} is not known. Known are: {names}.").format(
                name=quoted(name), file=quoted(path.name), names=allowed
            )
        )
    file = path.parent / str(value)
    if file.suffix.lower() not in endings or not file.is_file():
        raise _wrong(name, path, _("a file beside it that ends in {endings}").format(endings=", ".join(endings)))
    return file


def _wrong(name: str, path: Path, wanted: str) -> BrandError:
    return BrandError(_("{name} in {file} must be {wanted}.").format(name=name, file=quoted(path.name), wanted=wanted))
