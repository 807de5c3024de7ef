"""Messages of checkouts about payments."""

import logging
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from trafftpkg.domain.errors.base import RefusedError, TrafftpkgError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.web.failures import TooLargeError, TooSlowError
from trafftpkg.web.page_settings import PageSettings
from trafftpkg.web.payment import Checkout, ForgedMessageError
from trafftpkg.web.safety.forms import body_of

_LOG = logging.getLogger("trafftpkg.page")


def receiver(settings: PageSettings) -> Callable[[Request], Awaitable[Response]]:
    """Return a function that answers a checkout's messages: 2xx if it need not send them again."""

    async def answer(request: Request) -> Response:
        name = request.path_params["checkout"]
        checkout = next((each for each in settings.checkouts if each.name == name), None)
        try:
            body = await body_of(request)
        except TooLargeError:
            return PlainTextResponse("too large\n", 413)
        except TooSlowError:
            return PlainTextResponse("too slow\n", 408, {"connection": "close"})
        if checkout is None:
            return PlainTextResponse("no such checkout\n", 404)
        return await run_in_threadpool(_received, settings, checkout, dict(request.headers), body)

    return answer


def _received(settings: PageSettings, checkout: Checkout, headers: dict[str, str], body: bytes) -> Response:
    """Record a payment once, even if its message comes several times."""
    try:
        paid = checkout.completed(headers, body)
    except ForgedMessageError:
        return PlainTextResponse("not signed by the checkout\n", 403)
    if paid is None:
        return PlainTextResponse("nothing to record\n")
    request = ReceivePayment(
        thing=paid.purchase, amount=paid.amount, method=paid.method, reference=paid.reference
    )
    try:
        settings.backend.engine(settings.backend.now()).execute(
            request, key=f"{checkout.name}/{paid.reference}"
        )
    except (RefusedError, BadArgumentError) as error:
        # Sent again, it would be refused again: somebody has to look into it.
        _LOG.error("%s reports %s, which was refused: %s", checkout.name, paid.reference, error.code)
        return PlainTextResponse("refused\n")
    except TrafftpkgError as error:
        _LOG.error(
            "%s reports %s, which could not be recorded: %s", checkout.name, paid.reference, error.code
        )
        return PlainTextResponse("later\n", 503)
    return PlainTextResponse("recorded\n")
