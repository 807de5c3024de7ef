"""Stopping reminders by the link in a letter: in one click, without signing in (RFC 8058)."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import NotFoundError
from trafftpkg.web.page_settings import PageSettings
from trafftpkg.web.safety.forms import body_or_refusal
from trafftpkg.web.safety.headers import PRIVATE

PATH = "/letters/stop/{signed}"
_ONE_CLICK = b"One-Click"
"""What mail programs send for their own button. They need not follow where an answer leads (RFC 8058)."""


def show(exchange: Exchange) -> Response:
    """Show a button that stops reminders, because programs that open links in letters must not stop them."""
    client = exchange.settings.addresses.stopping(exchange.request.path_params["signed"])
    return exchange.page(
        "reminders.html",
        has_stopped=exchange.settings.backend.outbox.has_stopped(client),
        here=exchange.request.url.path,
    )


def stopper(settings: PageSettings) -> Callable[[Request], Awaitable[Response]]:
    """Return a function that stops reminders, for the button and for programs that read letters.

    The address is the proof: only the client's letters have it. So no form of ours is needed.
    """

    async def answer(request: Request) -> Response:
        body = await body_or_refusal(request)
        if isinstance(body, Response):
            return body
        return await run_in_threadpool(_stopped, settings, request, by_program=_ONE_CLICK in body)

    return answer


def _stopped(settings: PageSettings, request: Request, *, by_program: bool) -> Response:
    headers = {"cache-control": PRIVATE}
    try:
        client = settings.addresses.stopping(request.path_params["signed"])
    except NotFoundError:
        return PlainTextResponse("no such address\n", 404, headers)
    if settings.backend.engine(settings.backend.now()).clients.find(client) is not None:
        settings.backend.outbox.stop(client)
    if by_program:
        return PlainTextResponse("stopped\n", 200, headers)
    return RedirectResponse(request.url.path, 303, headers)
