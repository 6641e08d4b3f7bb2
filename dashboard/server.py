"""The server: only its own pages connect to it, and they load nothing from other servers.

Streamlit accepts a connection of a page on another site if the site has an address of this computer, and asks another
host for that address to find out. Here no connection of another site is accepted, so nothing is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from streamlit import config

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",  # Streamlit starts with an inline script, and its components from blobs
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
"""What a browser may load for a page: whatever text gets onto it, no request leaves for another host."""
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),  # an address holds what the reader looks at
    (b"x-content-type-options", b"nosniff"),
)


class OwnPagesOnly:
    """Refuse connections that pages of other sites open, and add the headers that keep a page to this server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it is a connection of another site."""
        if scope["type"] == "websocket" and not of_own_page(scope["headers"]):
            await send({"type": "websocket.close", "code": 1008})
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        await self._app(scope, receive, with_headers)


def of_own_page(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Return whether a connection comes from a page of this server, or of a site that its owner trusts.

    Args:
        headers: Names in lower case and values, as ASGI has them.

    Returns:
        True without an origin, which every browser sends; otherwise whether it is the host that was asked, or one of
        `server.corsAllowedOrigins` and `browser.serverAddress`.
    """
    found = {name: value.decode("latin-1").lower() for name, value in headers}
    origin, host = found.get(b"origin"), found.get(b"host")
    if origin is None:
        return True
    trusted = {str(each).strip().lower().rstrip("/") for each in config.get_option("server.corsAllowedOrigins")}
    own = (
        {str(config.get_option("browser.serverAddress")).lower()}
        if config.is_manually_set("browser.serverAddress")
        else set()
    )
    parsed = urlsplit(origin)
    return parsed.netloc == host or parsed.hostname in own or origin in trusted


# -- who asks


def serves_itself_only() -> bool:
    """Return whether the server serves only this computer, and under no other name."""
    named = [config.get_option("browser.serverAddress")] if config.is_manually_set("browser.serverAddress") else []
    return all(map(_is_loopback, [config.get_option("server.address"), *named]))


def is_asked_directly(headers: Iterable[tuple[str, str]]) -> bool:
    """Return whether a page was requested on this computer, with no sign of anything in between.

    Args:
        headers: Names and values of the request, in any case.

    Returns:
        True only if Host and Origin occur once, name this computer and each other, and no header of a proxy is present.
    """
    found = [(name.lower(), value.strip().lower()) for name, value in headers]
    hosts, origins = ([value for name, value in found if name == asked] for asked in ("host", "origin"))
    if any(name in _OF_PROXIES or name.startswith(_FORWARDED) for name, _value in found):
        return False
    return (
        len(hosts) == 1
        and bool(_OWN_HOST.fullmatch(hosts[0]))
        and origins in ([f"http://{hosts[0]}"], [f"https://{hosts[0]}"])
    )


_OWN_HOST: Final = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.ASCII)
_FORWARDED: Final = ("x-forwarded", "x-original-", "cf-", "x-envoy-", "x-amzn-")
_OF_PROXIES: Final = (
    "forwarded",
    "via",
    "x-real-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "true-client-ip",
    "fastly-client-ip",
)


def _is_loopback(address: object) -> bool:
    text = str(address).lower()
    try:
        return text == "localhost" or ip_address(text).is_loopback
    except ValueError:
        return False
