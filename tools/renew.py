"""Write anew what is made from the code: translation files, docs/metrics.md, docs/formats.md, blank sheets, the sample's copy.

    python -m tools.renew

What people have written is kept: translations stay with their texts. Golden outputs (`make goldens`) and screenshots
(`make screenshots`) are left alone, because somebody has to read what changed in them.
"""

from __future__ import annotations

from data.formats import templates
from data.importing import landed_sample
from metrics.definitions import glossary
from tools import translations


def renew() -> None:
    """Renew all that a test would call stale."""
    translations.write()
    glossary.PAGE.write_text(glossary.document(), encoding="utf-8")
    templates.write()
    landed_sample.write()


if __name__ == "__main__":
    renew()
