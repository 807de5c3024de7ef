"""How a package is paid on the page, and the port for checkouts.

Only the ledger says what is paid: a purchase is `pending` until enough payments are recorded. The page does
not record payments by itself: the desk does (`trafftpkg pay`), or a checkout's signed message.
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
    """What to pay on a checkout's page.

    Args:
        purchase: Its id: the checkout's message names it, and it is an idempotency key for the checkout.
        back: The whole address to which the client comes back.
    """

    purchase: PurchaseId
    name: str
    amount: Decimal
    currency: str
    method: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """A payment that a checkout reports. `reference` is the checkout's unique name for it."""

    purchase: PurchaseId
    amount: Decimal
    method: str
    reference: str


class Checkout(Protocol):
    """A payment service with its own page, where clients pay."""

    name: str
    """Its name in the address of its messages: letters and digits."""

    methods: tuple[str, ...]
    """The payment methods of the catalogue that it takes: `card`."""

    origin: str
    """The origin of its pages: `https://pay.example`."""

    def begin(self, order: Order) -> str:
        """Return the address of the checkout for the client. The same order may begin again."""

    def completed(self, headers: Mapping[str, str], body: bytes) -> Completed | None:
        """Return the payment that a message reports. None if it is about something else.

        Raises:
            ForgedMessageError: the checkout did not sign it.
        """


class ForgedMessageError(Exception):
    """A message that the checkout did not sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to pay that the page offers, in words. `parts` can be chosen to pay first."""

    method: str
    name: str
    explained: str
    parts: tuple[Part, ...]


def ways_to_pay(methods: Sequence[str], has_deposit: bool, checkouts: Sequence[Checkout]) -> list[Way]:
    """Return the ways to pay that the page offers for a package.

    Cash and the like are paid at the desk, so `on-site` stands for them. Methods that need a checkout are
    offered only if there is one.
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
    """Return the checkout for a method."""
    return next((each for each in checkouts if method in each.methods), None)


def _name(method: str) -> str:
    return method.replace("-", " ").capitalize()


def first_payment(terms: Terms, part: Part) -> Decimal:
    """Return the first payment: the deposit, or all."""
    return terms.deposit if part == "deposit" and terms.deposit is not None else terms.total
