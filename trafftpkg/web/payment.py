"""How a package is paid on the page, and the port to services on whose pages clients pay.

What is paid is in the ledger and nowhere else: a purchase is `pending` until payments recorded with it are
enough. The page records none by itself; the desk does (`trafftpkg pay`), or a checkout's signed message.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.terms import Terms
from trafftpkg.engine.requests.money import ON_SITE

BANK_TRANSFER = "bank-transfer"

Part = Literal["full", "deposit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be paid on a checkout's page.

    Args:
        purchase: By which the checkout names it in its message; also an idempotency key for the checkout.
        back: Whole address that the client comes back to.
    """

    purchase: PurchaseId
    name: str
    amount: Decimal
    currency: str
    method: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """A payment that a checkout says was made; `reference` is its own name for it and never another's."""

    purchase: PurchaseId
    amount: Decimal
    method: str
    reference: str


class Checkout(Protocol):
    """A service on whose own pages clients pay."""

    name: str
    """In the address of its messages: letters and digits."""

    methods: tuple[str, ...]
    """The catalogue's payment methods that it takes: `card`."""

    origin: str
    """Where its pages are: `https://pay.example`."""

    def begin(self, order: Order) -> str:
        """Return the address to send the client to; begun again, an order is still the same order."""

    def completed(self, headers: Mapping[str, str], body: bytes) -> Completed | None:
        """Return the payment that a message tells of, or None where it tells of something else.

        Raises:
            ForgedMessageError: its signature is not the checkout's.
        """


class ForgedMessageError(Exception):
    """A message to the page that a checkout did not sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to pay that the page offers, in words; `parts` are what can be chosen to pay first."""

    method: str
    name: str
    explained: str
    parts: tuple[Part, ...]


def ways_to_pay(methods: Sequence[str], has_deposit: bool, checkouts: Sequence[Checkout]) -> list[Way]:
    """Return the ways that the page offers of those that a package accepts.

    Cash and the like are paid at the desk, so `on-site` stands for them; what needs a checkout is offered
    only where one takes it.
    """
    parts: tuple[Part, ...] = ("full", "deposit") if has_deposit else ("full",)
    ways = []
    for method in methods:
        if checkout_for(method, checkouts) is not None:
            ways.append(
                Way(method=method, name=_name(method), explained="You pay on the next page.", parts=parts)
            )
        elif method == ON_SITE:
            ways.append(
                Way(method=method, name="On site", explained="You pay when you visit us.", parts=("full",))
            )
        elif method == BANK_TRANSFER:
            explained = (
                "We give you a payment reference. You can book the rest when we have received the payment."
            )
            ways.append(Way(method=method, name="Bank transfer", explained=explained, parts=parts))
    return ways


def checkout_for(method: str, checkouts: Sequence[Checkout]) -> Checkout | None:
    """Return the checkout that takes a method."""
    return next((each for each in checkouts if method in each.methods), None)


def _name(method: str) -> str:
    return method.replace("-", " ").capitalize()


def first_payment(terms: Terms, part: Part) -> Decimal:
    """Return what is to be paid first: the deposit, or all."""
    return terms.deposit if part == "deposit" and terms.deposit is not None else terms.total
