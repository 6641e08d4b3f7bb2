"""Pages, one module each: what it shows, from top to bottom, from the parts in `components`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


@cache
def every() -> tuple[ModuleType, ...]:
    """Return the module of each page in the order of the navigation: `PAGE` says what it is, `page` draws it."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return tuple(sorted(modules, key=lambda module: (module.PAGE.group, module.PAGE.place)))
