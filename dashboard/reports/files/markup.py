"""HTML as text: whatever is not markup of our own is escaped."""

from __future__ import annotations

from html import escape

from dashboard.reports.files.texts import printable

_VOID = {"img", "meta"}


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(name: str, /, *content: str, **attributes: str | None) -> Markup:
    """Return an element.

    Args:
        name: Its name.
        content: What stands in it; what is not `Markup` is escaped.
        attributes: Its attributes, with `_` for `-` and `class_` for `class`; those of None are left out.
    """
    inside = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(printable(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{inside}>" if name in _VOID else f"<{name}{inside}>{joined(*content)}</{name}>")


def joined(*parts: str) -> Markup:
    """Return parts one after the other; what is not `Markup` is escaped."""
    return Markup("".join(part if isinstance(part, Markup) else escape(printable(part), quote=False) for part in parts))
