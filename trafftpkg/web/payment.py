"""How a package is paid on the page, and the port for checkouts.

Only the ledger says what is paid: a purchase is `pending` until enough payments are recorded. The page does
not record payments by itself: the desk does (`trafftpkg pay`), or a checkout's signed message. What is paid
back is recorded first, and sent by the checkout afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol, Self

from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.page_methods import PAID_ON_THE_PAGE
from trafftpkg.domain.terms import Terms

BANK_TRANSFER = "bank-transfer"

Part = Literal["full", "deposit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to pay on a checkout's page.

    Args:
        ledger: The random id of the ledger: several may share one account.
        purchase: Its id. The checkout's message names both.
        back: The whole address to which the client comes back after paying.
        left: The same for a client who leaves without paying.
        is_sale: Whether it pays for what was just bought: then nothing is held longer than its page is open.
    """

    ledger: str
    purchase: PurchaseId
    name: str
    amount: Decimal
    currency: str
    method: str
    back: str
    left: str
    is_sale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """A payment that a checkout reports.

    Args:
        reference: The checkout's unique name for it.
        currency: None if it can only be the business's.
        ledger: None if the checkout serves one ledger only.
    """

    purchase: PurchaseId
    amount: Decimal
    method: str
    reference: str
    currency: str | None = None
    ledger: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Abandoned:
    """Nobody has paid for a sale, and nobody can any more: its page is closed, and no other is open."""

    purchase: PurchaseId
    ledger: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounced:
    """Money that was sent back did not arrive, and is with the business again."""

    purchase: PurchaseId
    reference: str
    ledger: str | None = None


Message = Completed | Abandoned | Bounced


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack:
    """Money to send back, once.

    Args:
        payment: The reference of the payment that it is a part of.
        amount: None for all of it.
        name: The name of this return. Whatever is asked again under it is not sent again.
    """

    ledger: str
    purchase: PurchaseId
    payment: str
    amount: Decimal | None
    currency: str
    name: str

    @classmethod
    def all_of(cls, paid: Completed, ledger: str, currency: str) -> Self:
        """Return how a payment goes back that is not recorded: all of it, under a name of its own."""
        return cls(
            ledger=ledger,
            purchase=paid.purchase,
            payment=paid.reference,
            amount=None,
            currency=paid.currency or currency,
            name=f"{ledger}-{paid.reference}",
        )


class Checkout(Protocol):
    """A payment service with its own page, where clients pay."""

    name: str
    """Its name in the address of its messages: letters and digits."""

    methods: tuple[str, ...]
    """The payment methods of the catalogue that it takes: `card`."""

    origin: str
    """The origin of its pages: `https://pay.example`."""

    def least(self, currency: str) -> Decimal:
        """Return the smallest amount that it takes; 0 if that is not known."""

    def begin(self, order: Order) -> str:
        """Return the address of the checkout for the client. The same order may begin again.

        Raises:
            CheckoutFailedError: it cannot be had now.
        """

    def completed(self, headers: Mapping[str, str], body: bytes) -> Message | None:
        """Return what a message reports. None if it is about something else, or about what was sent back.

        Raises:
            ForgedMessageError: the checkout did not sign it.
            CheckoutFailedError: it cannot be judged now: it has to be sent again.
        """

    def took(self, reference: str) -> bool:
        """Tell whether a reference is one of its payments."""

    def send_back(self, back: SendBack) -> str:
        """Send money back, and return what the checkout calls that. Asked again, it returns the same.

        Raises:
            CheckoutFailedError: it did not, or nobody knows whether it did: ask again.
        """


class ForgedMessageError(Exception):
    """A message that the checkout did not sign."""


class CheckoutFailedError(Exception):
    """A checkout cannot do it now, or refuses to.

    Args:
        why: A kind of error and a code, for the log. Nothing of a key, a card or a person.
        is_final: Whether it would be refused again.
    """

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.is_final = is_final


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


def is_paid_here(method: str, checkouts: Sequence[Checkout]) -> bool:
    """Tell whether the page offers a method: it needs a checkout, unless it is paid without the page."""
    return method in PAID_ON_THE_PAGE or checkout_for(method, checkouts) is not None


def checkout_for(method: str, checkouts: Sequence[Checkout]) -> Checkout | None:
    """Return the checkout for a method."""
    return next((each for each in checkouts if method in each.methods), None)


def least_of(method: str, checkouts: Sequence[Checkout], currency: str) -> Decimal:
    """Return the smallest amount that can be paid by a method: 0 without a checkout."""
    checkout = checkout_for(method, checkouts)
    return Decimal(0) if checkout is None else checkout.least(currency)


def first_payment(terms: Terms, part: Part) -> Decimal:
    """Return the first payment: the deposit, or all."""
    return terms.deposit if part == "deposit" and terms.deposit is not None else terms.total
