"""Pages that run without a browser, by Streamlit's own `AppTest`.

For each of them Streamlit reads what every installed package says of itself, to find components, which costs more than the page does. In a
process of tests it does so once.
"""

from __future__ import annotations

from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

__all__ = ["AppTest"]

manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
