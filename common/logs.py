"""Logging with the standard library: `log` is silent until REACH_LOG names a level, or the dashboard runs.

Lines hold numbers of imports, formats, counts and versions; never names of files, handles, texts or reasons, which can
quote them.
"""

from __future__ import annotations

import logging
from typing import Final

from common import settings

log: Final = logging.getLogger("campaign_reach")
log.addHandler(logging.NullHandler())
log.propagate = False
_TO_STANDARD_ERROR: Final = logging.StreamHandler()
_TO_STANDARD_ERROR.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))


def start(usual: str = "") -> None:
    """Write log lines to standard error from now on.

    Args:
        usual: The level if REACH_LOG is not set; without one nothing is written then.

    Raises:
        SettingError: if REACH_LOG is no level.
    """
    level = settings.log_level() or usual
    if level:
        log.addHandler(_TO_STANDARD_ERROR)  # again and again, it is there once
        log.setLevel(level.upper())
