"""How a package is paid on the page, and the port for checkouts.

Only the ledger says what is paid: a purchase is `pending` until enough payments are recorded. The page does
not record payments by itself: the desk does (`trafftpkg pay`), or a checkout's signed message.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.page_methods import PAID_ON_THE_PAGE
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
    """A way to pay that the page offers, in words.

    Args:
        part: What is paid first: all, or the deposit.
        first: How much that is.
    """

    method: str
    name: str
    explained: str
    part: Part
    first: Decimal

    @property
    def choice(self) -> str:
        """The value of its field in the form."""
        return self.method if self.part == "full" else f"{self.method}+{self.part}"


def ways_to_pay(terms: Terms, checkouts: Sequence[Checkout], money: Callable[[Decimal], str]) -> list[Way]:
    """Return the ways to pay that the page offers for a package; none for what is free.

    Cash and the like are paid at the desk, so `on-site` stands for them. Methods that need a checkout are
    offered only if there is one. A deposit is a way of its own, with each method by which it can be paid.
    """
    parts: list[Part] = ["full"]
    if terms.deposit is not None and 0 < terms.deposit < terms.total:
        parts.append("deposit")
    return [
        Way(
            method=method,
            name=_name(method) if part == "full" else f"{_name(method)}, deposit of {money(first)}",
            explained=_explained(method, part, money(first), money(terms.total - first)),
            part=part,
            first=first,
        )
        for method in terms.payment_methods
        if terms.total and is_paid_here(method, checkouts)
        for part in (parts if method != ON_SITE else parts[:1])
        for first in [first_payment(terms, part)]
    ]


def is_paid_here(method: str, checkouts: Sequence[Checkout]) -> bool:
    """Tell whether the page offers a method: it needs a checkout, unless it is paid without the page."""
    return method in PAID_ON_THE_PAGE or checkout_for(method, checkouts) is not None


def checkout_for(method: str, checkouts: Sequence[Checkout]) -> Checkout | None:
    """Return the checkout for a method."""
    return next((each for each in checkouts if method in each.methods), None)


def first_payment(terms: Terms, part: Part) -> Decimal:
    """Return the first payment: the deposit, or all."""
    return terms.deposit if part == "deposit" and terms.deposit is not None else terms.total


def _name(method: str) -> str:
    return method.replace("-", " ").capitalize()


def _explained(method: str, part: Part, first: str, later: str) -> str:
    if method == ON_SITE:
        return "You pay when you visit us."
    if part == "deposit":
        how = "by transfer" if method == BANK_TRANSFER else "on the next page"
        return (
            f"You pay {first} now, {how}. When we have it, you can use the package. "
            f"The other {later} you pay later, in your account or when you visit us."
        )
    if method == BANK_TRANSFER:
        return (
            "We show you where to, and what to quote. "
            "You can book the rest when we have received the payment."
        )
    return "You pay on the next page."
