"""Paying for a purchase at a checkout, to which a page in a frame cannot lead by itself, or by transfer."""

import logging
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.responses import Response

from trafftpkg.domain.balance import enough_paid, is_paid_enough
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.worth import due_of
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import NotOnThePageError
from trafftpkg.web.payment import CheckoutFailedError, Order, checkout_for
from trafftpkg.web.transfer import Transfer, transfer_for

_LOG = logging.getLogger("trafftpkg.page")
_FRAMES = ("embed", "frame", "iframe", "object")
"""What a browser says that it loads a page for, where it is not a page by itself."""


class ToPay(NamedTuple):
    """What a client pays, and how.

    Args:
        is_sale: Whether it is for what was just bought.
    """

    method: str
    amount: Decimal
    is_sale: bool = False


def pay_first(purchase: Purchase) -> Decimal:
    """Return what to pay next: what makes it usable, or all that is due."""
    return due_of(purchase) if is_paid_enough(purchase) else enough_paid(purchase) - purchase.paid


def begin_checkout(exchange: Exchange, purchase: Purchase, pays: ToPay, path: str) -> Response:
    """Redirect to the checkout, where the client pays. They come back to `path`.

    If the checkout cannot be had now, they go there at once: what was bought is kept, to be paid again.

    Raises:
        NotOnThePageError: no checkout takes so much by this method, or the purchase cannot be paid by it.
    """
    checkout, header = (
        checkout_for(pays.method, exchange.settings.checkouts),
        exchange.settings.backend.header(),
    )
    if checkout is None or header is None or pays.method not in purchase.terms.payment_methods:
        raise NotOnThePageError
    if pays.amount < checkout.least(header.currency):
        raise NotOnThePageError
    order = Order(
        ledger=header.ledger,
        purchase=purchase.id,
        name=exchange.names.purchase(purchase),
        amount=pays.amount,
        currency=header.currency,
        method=pays.method,
        back=exchange.settings.address + path,
        left=f"{exchange.settings.address}{path}?left=1",
        is_sale=pays.is_sale,
    )
    exchange.look_away()
    try:
        return leave(exchange, checkout.begin(order))
    except CheckoutFailedError as error:
        _LOG.error("%s cannot take a payment now: %s", checkout.name, error.why)
        return exchange.go(f"{path}?later=1")


def transfer_of(exchange: Exchange, purchase: Purchase, amount: Decimal) -> Transfer:
    """Return how an amount is paid by bank transfer, and until when if the purchase ends otherwise."""
    until = None if is_paid_enough(purchase) else purchase.pay_by
    return transfer_for(purchase, amount, exchange.catalogue.business, until)


def is_framed(exchange: Exchange) -> bool:
    """Tell whether this page stands in a frame on another."""
    return exchange.request.headers.get("sec-fetch-dest") in _FRAMES


def leave(exchange: Exchange, address: str) -> Response:
    """Lead to another site. From a frame only a link does: others do not let themselves be framed."""
    if not is_framed(exchange):
        return exchange.go(address)
    return exchange.page("leaving.html", address=address, host=urlsplit(address).hostname)
