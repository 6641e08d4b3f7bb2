"""What a browser loads before a page stands there, made light: on a slow line that is what a reader waits for.

Streamlit sends its scripts as they are. Here they are compressed once and kept, its chart library is sent without the parts that
no chart needs, and its icons without those that no page shows (`tools/plotly_cuts.py` and
`tools/fonts.py` find them, for the Streamlit that is installed). Files of another Streamlit are sent whole.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from streamlit import file_util

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CUTS: Final = Path(__file__).with_name("plotly_cuts.txt")
"""The name and hash of Streamlit's build of Plotly, and which bytes of it are left out, a line each: the first, and the one
after the last."""
FONTS: Final = Path(__file__).parent.parent / "static" / "fonts"
INSTEAD: Final = {
    "media/MaterialSymbols-Rounded.nEdyypZU.woff2": FONTS / "icons.woff2",
    "media/SourceSansVF-Upright.ttf.BsWL4Kly.woff2": FONTS / "spaces.woff2",
    "media/SourceSansVF-Italic.ttf.Bt9VkdQ3.woff2": FONTS / "spaces.woff2",
}
"""What is sent instead of fonts of Streamlit. Pages have another font than Source Sans, and browsers look there only for the
empty letters that it has not."""
TYPES: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}
_FOREVER: Final = "public, immutable, max-age=31536000"
"""As Streamlit says of its files, whose names change with what is in them."""
_UNUSED: Final = re.compile(rb'\s*<link\s+rel="preload"\s+href="[^"]*SourceSans[^>]*/>')
"""Streamlit asks for its own font first of all. Pages have another."""
AHEAD: Final = (
    *("Html", "Button", "ButtonGroup", "DateInput", "Multiselect", "Selectbox", "TextInput", "Metric", "BidiComponent"),
    "PlotlyChart",
)
"""What pages consist of. Streamlit would ask for each when the first of its kind arrives, one after the other."""


class LightFiles:
    """Send the files of Streamlit compressed, and without what is not needed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a file of Streamlit; pass on any other, and change the page that starts the dashboard."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        name = scope["path"].rpartition("/static/")[2]
        if name in _files() and b"range" not in headers:
            answer = await run_in_threadpool(_answer, name, headers)
            await answer(scope, receive, send)
            return
        await page_changed(self._app, _prepared)(scope, receive, send)


def page_changed(app: ASGIApp, change: Callable[[bytes], bytes]) -> ASGIApp:
    """Return an app that changes the pages which another sends.

    Args:
        app: The other app.
        change: Gives what is sent instead of a page.
    """

    async def changed(scope: Scope, receive: Receive, send: Send) -> None:
        start: Message = {}
        parts: list[bytes] = []

        async def kept(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                start.update(message)
            elif start and message["type"] == "http.response.body":
                parts.append(message.get("body", b""))
                if not message.get("more_body"):
                    page = change(b"".join(parts))
                    others = [each for each in start["headers"] if each[0] not in _OF_THE_BODY]
                    await send({**start, "headers": [*others, (b"content-length", str(len(page)).encode())]})
                    await send({"type": "http.response.body", "body": page})
            else:
                await send(message)

        await app(scope, receive, kept)

    return changed


_OF_THE_BODY: Final = (b"content-length", b"etag", b"last-modified")


def _is_page(start: Message) -> bool:
    headers = dict(start.get("headers", ()))
    is_html = headers.get(b"content-type", b"").startswith(b"text/html")
    return start["status"] == 200 and is_html and b"content-encoding" not in headers


# -- the page that starts the dashboard


def _prepared(page: bytes) -> bytes:
    """Return the page without the font that nothing needs, and with links to what will be needed."""
    links = (
        f'<link rel="modulepreload" fetchpriority="low" crossorigin href="./{file}">'
        for file in needed_soon()
        if file.encode() not in page
    )
    return _UNUSED.sub(b"", page).replace(b"</head>", "\n".join([*links, "</head>"]).encode(), 1)


@cache
def needed_soon() -> tuple[str, ...]:
    """Return the scripts of the parts of pages, and those that they need, in the order of `AHEAD`."""
    listed = json.loads((Path(file_util.get_static_dir()) / "manifest.json").read_text("utf-8"))
    by_name = {each.get("name"): key for key, each in listed.items()}
    ahead = [by_name[name] for name in reversed(AHEAD) if name in by_name]
    found: dict[str, None] = {}
    while ahead:
        entry = listed[ahead.pop()]
        if entry["file"] not in found:
            found[entry["file"]] = None
            ahead += entry.get("imports", [])
    return tuple(found)


# -- files


@cache
def _files() -> Mapping[str, Path]:
    """Return the files of Streamlit that pages load, by their names below `static`."""
    folder = Path(file_util.get_static_dir()) / "static"
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in TYPES}


def _answer(name: str, headers: Mapping[bytes, str]) -> Response:
    path = _files()[name]
    mark = _mark(name)
    shared = {
        # What is cut depends on the project, too, so a browser asks whether it has changed.
        "Cache-Control": "no-cache" if _is_changed(name) else _FOREVER,
        "ETag": f'"{mark}"',
        "Vary": "Accept-Encoding",
    }
    if mark in headers.get(b"if-none-match", ""):
        return Response(status_code=304, headers=shared)
    accepted = re.split(r"[,;\s]+", headers.get(b"accept-encoding", "").lower())
    encoding = next((each for each in _ENCODINGS if each in accepted), "") if path.suffix != ".woff2" else ""
    encoded = {"Content-Encoding": encoding} if encoding else {}
    return Response(_encoded(name, encoding), headers=shared | encoded | {"Content-Type": TYPES[path.suffix]})


_ENCODINGS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "br": lambda content: brotli.compress(content, quality=9),  # the best takes ten times as long for 8 % less
    "gzip": lambda content: gzip.compress(content, 9, mtime=0),
}


@cache
def _encoded(name: str, encoding: str) -> bytes:
    return _ENCODINGS[encoding](_content(name)) if encoding else _content(name)


@cache
def _mark(name: str) -> str:
    return sha256(_content(name)).hexdigest()[:16]


def _is_changed(name: str) -> bool:
    return name in (*INSTEAD, f"js/{_cuts()[0]}")


def _content(name: str) -> bytes:
    content = INSTEAD.get(name, _files()[name]).read_bytes()
    library, known, places = _cuts()
    return without(content, places) if name == f"js/{library}" and sha256(content).hexdigest() == known else content


def without(content: bytes, places: list[tuple[int, int]]) -> bytes:
    """Return bytes without those at some places, each the first and the one after the last, in their order."""
    starts = [0, *(end for _start, end in places)]
    ends = [*(start for start, _end in places), len(content)]
    return b"".join(content[start:end] for start, end in zip(starts, ends, strict=True))


@cache
def _cuts() -> tuple[str, str, list[tuple[int, int]]]:
    first, *lines = CUTS.read_text("utf-8").splitlines()
    library, known = first.split()
    return library, known, [(int(start), int(end)) for start, end in map(str.split, lines)]
