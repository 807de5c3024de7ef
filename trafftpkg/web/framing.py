"""The page in a frame on the business's own site, and how a client gets from there to other sites."""

from urllib.parse import urlsplit

from starlette.responses import Response

from trafftpkg.web.exchange import Exchange

_FRAMES = ("embed", "frame", "iframe", "object")
"""What a browser says that it loads a page for, where it is not a page by itself."""


def is_framed(exchange: Exchange) -> bool:
    """Tell whether this page stands in a frame on another."""
    return exchange.request.headers.get("sec-fetch-dest") in _FRAMES


def leave(exchange: Exchange, address: str) -> Response:
    """Lead to another site. From a frame only a link does: others do not let themselves be framed."""
    if not is_framed(exchange):
        return exchange.go(address)
    return exchange.page("leaving.html", address=address, host=urlsplit(address).hostname)
