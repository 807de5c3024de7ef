"""Messages of checkouts about payments."""

import logging
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from trafftpkg.domain.door import PAGE
from trafftpkg.domain.errors.base import RefusedError, TrafftpkgError
from trafftpkg.domain.errors.changing import IdempotencyConflictError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.header import Header
from trafftpkg.engine.engine import Engine
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.engine.unanswered import give_up_unpaid
from trafftpkg.web.page_settings import PageSettings
from trafftpkg.web.payment import (
    Abandoned,
    Bounced,
    Checkout,
    CheckoutFailedError,
    Completed,
    ForgedMessageError,
    Message,
    SendBack,
)
from trafftpkg.web.safety.forms import body_or_refusal

_LOG = logging.getLogger("trafftpkg.page")


def receiver(settings: PageSettings) -> Callable[[Request], Awaitable[Response]]:
    """Return a function that answers a checkout's messages: 2xx if it need not send them again."""

    async def answer(request: Request) -> Response:
        name = request.path_params["checkout"]
        checkout = next((each for each in settings.checkouts if each.name == name), None)
        body = await body_or_refusal(request)
        if isinstance(body, Response):
            return body
        if checkout is None:
            return PlainTextResponse("no such checkout\n", 404)
        return await run_in_threadpool(_received, settings, checkout, dict(request.headers), body)

    return answer


def _received(settings: PageSettings, checkout: Checkout, headers: dict[str, str], body: bytes) -> Response:
    """Do what a message asks for, once, even if it comes several times."""
    try:
        told = checkout.completed(headers, body)
        header = settings.backend.header()
        if told is None or header is None or told.ledger not in (None, header.ledger):
            return PlainTextResponse("nothing to record\n")
        return _done(settings.backend.engine(settings.backend.now()), header, checkout, told)
    except ForgedMessageError:
        return PlainTextResponse("not signed by the checkout\n", 403)
    except CheckoutFailedError as error:
        _LOG.error(
            "A message of %s could not be judged: %s. It will be sent again.", checkout.name, error.why
        )
        return PlainTextResponse("later\n", 503)
    except TrafftpkgError as error:
        _LOG.error("A message of %s could not be recorded: %s", checkout.name, error.code)
        return PlainTextResponse("later\n", 503)
    finally:
        settings.backend.look_again()


def _done(engine: Engine, header: Header, checkout: Checkout, told: Message) -> Response:
    match told:
        case Completed():
            return _paid(engine, header, checkout, told)
        case Abandoned():
            is_freed = give_up_unpaid(engine, told.purchase, PAGE)
            return PlainTextResponse("freed\n" if is_freed else "nothing to free\n")
        case Bounced():
            _LOG.error(
                "%s could not send back the money of %s (%s). It is with you again: send it another way.",
                checkout.name,
                told.purchase,
                told.reference,
            )
            return PlainTextResponse("noted\n")


def _paid(engine: Engine, header: Header, checkout: Checkout, paid: Completed) -> Response:
    """Record a payment. What is not due, or not any more, goes back to the client."""
    if paid.currency not in (None, header.currency):
        return _not_taken(header, checkout, paid, "another_currency")
    request = ReceivePayment(
        thing=paid.purchase, amount=paid.amount, method=paid.method, reference=paid.reference
    )
    try:
        engine.execute(request, key=f"{checkout.name}/{paid.reference}")
    except (BadArgumentError, IdempotencyConflictError) as error:
        # Sent again, it would be refused again: somebody has to look into it.
        _LOG.error("%s reports %s, which was refused: %s", checkout.name, paid.reference, error.code)
        return PlainTextResponse("refused\n")
    except RefusedError as error:
        return _not_taken(header, checkout, paid, error.code)
    return PlainTextResponse("recorded\n")


def _not_taken(header: Header, checkout: Checkout, paid: Completed, why: str) -> Response:
    """Send a payment back that cannot be recorded. The message comes again until that is done."""
    said = "%s reports %s for %s, which was refused: %s. "
    facts = checkout.name, paid.reference, paid.purchase, why
    try:
        sent = checkout.send_back(SendBack.all_of(paid, header.ledger, header.currency))
    except CheckoutFailedError as error:
        if not error.is_final:
            raise
        _LOG.error(said + "It could not be sent back either: %s. Do that by hand.", *facts, error.why)
        return PlainTextResponse("refused\n")
    _LOG.error(said + "It was sent back: %s", *facts, sent)
    return PlainTextResponse("sent back\n")
