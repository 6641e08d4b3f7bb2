"""The answer of the Overview as plain HTML, before the dashboard has loaded: on a slow line that takes 20 seconds.

Streamlit sends an empty page and 1 MB of scripts that fill it. The answer stands in that page until the scripts have
drawn it.
"""

from __future__ import annotations

import datetime as dt
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

import pandas as pd
from starlette.concurrency import run_in_threadpool

from common import settings
from dashboard.browser_files import page_changed
from dashboard.components.page_addresses import language_asked
from dashboard.components.which_data import KEY, SAMPLE
from dashboard.i18n import _, period, speaking
from dashboard.i18n import names as naming
from dashboard.remembered import remembered
from dashboard.wording import overview
from data.store.warehouse import WarehouseError
from metrics import DIMENSIONS, MeasureError, Selection, api, data_version, labels
from metrics.analyses import listings
from metrics.answers import attached

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_BLOCK: Final = """<section id="headline" lang="{language}"><style>
#headline {{ position: fixed; z-index: 1000; inset: 4rem 0 auto; padding: 1rem; font: 1rem/1.5 sans-serif; pointer-events: none;
  color-scheme: light dark; background: Canvas; color: CanvasText; }}
#headline p {{ max-width: 46rem; margin: 0.4rem auto; }} #headline strong {{ font-size: 1.5rem; line-height: 1.3; }}
</style><p><strong>{answer}</strong></p>{others}<script>
new MutationObserver((_changes, observer) => {{
  if (!document.querySelector('#root :is(h1, [role="dialog"], [data-testid="stException"], [data-testid="stAlertContainer"])')) return;
  observer.disconnect();
  document.getElementById("headline").remove();
}}).observe(document.body, {{childList: true, subtree: true}});
</script></section>"""
"""A style that looks for what is on the page (`:has`) would make every change of it slow, and Plotly measures each text."""


class Headline:
    """Put the answer of the Overview into the page that Streamlit sends for it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the answer to the page that comes back, where it is the Overview without filters."""
        block = await run_in_threadpool(_block, scope) if _is_overview(scope) else ""
        if not block:
            await self._app(scope, receive, send)
            return
        with_block = page_changed(self._app, lambda page: page.replace(b"<body>", b"<body>" + block.encode(), 1))
        await with_block(scope, receive, send)


def _is_overview(scope: Scope) -> bool:
    """Tell whether a browser asks for the Overview, and for no filter or other day, which the answer does not know."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    asked = set(parse_qs(scope["query_string"].decode("latin-1")))
    headers = dict(scope["headers"])
    return (
        scope["path"].removeprefix(scope.get("root_path", "")) in ("", "/")
        and asked <= {"lang", KEY}
        and b"text/html" in headers.get(b"accept", b"")
        and not {b"range", b"if-none-match", b"if-modified-since"} & set(headers)
    )


def _block(scope: Scope) -> str:
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    is_sample = asked.get(KEY) == [SAMPLE]
    folder, language = (
        settings.sample_directory() if is_sample else settings.warehouse_directory(),
        language_asked(scope),
    )
    try:
        version = data_version(warehouse=folder)
        answer, others = _answer(folder, version, language, dt.date.today()) if version else ("", ())
    except (WarehouseError, MeasureError):  # the page itself says what to do
        return ""
    if not answer:
        return ""
    return _BLOCK.format(
        language=language, answer=escape(answer), others="".join(f"<p>{escape(each)}</p>" for each in others if each)
    )


@remembered(12)
def _answer(folder: Path, version: int, language: str, _today: dt.date) -> tuple[str, tuple[str, ...]]:
    """Return the answer of the Overview, and what stands below it; no answer if there are no posts."""
    campaigns = api.ask(["posts"], ["campaign"], warehouse=folder)
    codes = [str(code) for code in campaigns["campaign"] if code != DIMENSIONS["campaign"].unknown]
    where = Selection({"campaign": codes} if len(codes) == 1 else {})
    days = api.ask(["posts"], ["day"], where, warehouse=folder)
    posts = int(days["posts"].sum())
    if not posts:
        return "", ()
    counts = pd.Series({name: api.ask([name], (), where, warehouse=folder)[name].iloc[0] for name in overview.ALSO})
    with speaking(language):
        named = naming.names("campaign", labels("campaign", warehouse=folder))
        title = named.get(codes[0], codes[0]) if len(codes) == 1 else _("All posts")
        known = days["day"].dropna()
        return overview.answer(title, posts, _target(codes, folder) if len(codes) == 1 else None), (
            overview.lead(counts),
            " · ".join([title, period(known.min().date(), known.max().date())]) if len(known) else title,
            _synthetic(attached(days).synthetic),
            _("The dashboard is loading."),
        )


def _target(campaign: list[str], folder: Path) -> int | None:
    rows = listings.targets(campaign, warehouse=folder)
    rows = rows[rows["metric"] == "posts"]
    return int(rows["target"].iloc[0]) if len(rows) == 1 else None


def _synthetic(kind: str) -> str:
    if kind == "yes":
        return _("Synthetic sample data: these numbers do not describe real people.")
    return _("Partly synthetic: sample data and imported data are mixed.") if kind == "part" else ""
