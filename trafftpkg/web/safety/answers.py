"""What is done to every answer, wherever it comes from: safety headers, and 304 for what the browser has."""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trafftpkg.web.safety.headers import ALWAYS, framing_policy


class Answers:
    """The outermost part of the page.

    Args:
        framed_by: Origins whose pages may show this one in a frame.
    """

    def __init__(self, app: ASGIApp, framed_by: Iterable[str]) -> None:
        self._app = app
        self._framing = framing_policy(framed_by)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and send what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        known = Headers(scope=scope).get("if-none-match", "")
        is_known = False

        async def sending(message: Message) -> None:
            nonlocal is_known
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                policy = headers.get("content-security-policy")
                headers["content-security-policy"] = f"{policy}; {self._framing}" if policy else self._framing
                is_known = message["status"] == 200 and _names(known, headers.get("etag"))
                if is_known:
                    message["status"] = 304
                    del headers["content-length"], headers["content-type"]
                    message["headers"] = headers.raw
            elif is_known:
                message["body"] = b""
            await send(message)

        await self._app(scope, receive, sending)


def _names(known: str, etag: str | None) -> bool:
    """Tell whether a browser that names these has this version. Weak and strong names count as one."""
    return etag is not None and etag.removeprefix("W/") in {
        each.strip().removeprefix("W/") for each in known.split(",")
    }
