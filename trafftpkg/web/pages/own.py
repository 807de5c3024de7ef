"""A client's own appointments and purchases: found by addresses that open only for them."""

import logging
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from starlette.responses import Response

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import (
    PurchaseStatus,
    balance_of,
    bookable_units,
    bookable_visits,
    first_day_ahead,
    status_of,
)
from trafftpkg.domain.cancelling import free_until
from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import PurchaseId, ServiceId
from trafftpkg.domain.purchase import Balance, Purchase
from trafftpkg.domain.taxes import TaxPart, taxes_within
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.questions.appointments import ListAppointments
from trafftpkg.engine.questions.purchases import ListPurchases
from trafftpkg.engine.reading import View
from trafftpkg.languages.telling import Telling
from trafftpkg.web.exchange import Exchange, Handler
from trafftpkg.web.failures import NotFoundError
from trafftpkg.web.pages.paying import pay_first, transfer_of
from trafftpkg.web.past_visits import PastVisits, past_visits
from trafftpkg.web.payers import is_usable
from trafftpkg.web.payment import BANK_TRANSFER, checkout_for, least_of
from trafftpkg.web.transfer import Transfer
from trafftpkg.web.words.paying import pay_by, too_little

_LOG = logging.getLogger("trafftpkg.page")

_Thing = TypeVar("_Thing", Appointment, Purchase)


def signed_in(handle: "Handler") -> "Handler":
    """Answer only clients who are signed in. Others have to sign in, and then come back here."""

    def answer(exchange: Exchange) -> Response:
        if exchange.client is None:
            return exchange.go(exchange.settings.addresses.sign_in(exchange.here))
        return handle(exchange)

    return answer


def the_client(exchange: Exchange) -> Client:
    """Return who is signed in."""
    assert exchange.client is not None
    return exchange.client


def own_appointment(exchange: Exchange) -> Appointment:
    """Return the appointment that the address names.

    Raises:
        NotFoundError: it is not the address of this client's appointment.
    """
    client = the_client(exchange).key
    visits = exchange.ask(ListAppointments(client=client)).appointments
    return _named(exchange, exchange.request.path_params["own"], visits)


def own_purchase(exchange: Exchange, named: str) -> Purchase:
    """Return a purchase of the client, or one shared with them, by its name in addresses.

    Raises:
        NotFoundError: they cannot book with it.
    """
    client = the_client(exchange).key
    return _named(exchange, named, exchange.ask(ListPurchases(client=client)).purchases)


def purchase_to_pay(exchange: Exchange, named: str) -> Purchase:
    """Return a purchase that is the client's to pay, their own or another's, by its name in addresses.

    Raises:
        NotFoundError: it is not theirs to pay.
    """
    client = the_client(exchange).key
    own, others = (
        exchange.ask(each).purchases
        for each in (ListPurchases(client=client, own=True), ListPurchases(payer=client))
    )
    return _named(exchange, named, (*(each for each in own if each.paid_by == client), *others))


def _named(exchange: Exchange, named: str, things: tuple[_Thing, ...]) -> _Thing:
    own, client = exchange.settings.addresses.own, the_client(exchange).key
    found = next((each for each in things if own(client, each.id) == named), None)
    if found is None:
        raise NotFoundError
    return found


def free_words(
    exchange: Exchange, appointment: Appointment, payers: tuple[Purchase, ...]
) -> tuple[str, bool]:
    """Return until when an appointment can be cancelled or moved for free, and whether that is over."""
    first = next(
        (each for each in payers if any(a.purchase == each.id for a in appointment.allocation)), None
    )
    policy = first.terms.cancellation if first is not None else appointment.cancellation
    if policy is None:
        return "", False
    visit = appointment.visit
    until = free_until(visit.starts_at, policy, visit.time_zone)
    return exchange.names.formats.moment(until, visit.time_zone), exchange.now > until


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """How much of a service is left in a purchase, and whether a visit can be booked now."""

    service: ServiceId
    words: str
    can_book: bool


class PayHere(NamedTuple):
    """A method that can be paid with a checkout, and the words of its button."""

    method: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPackage:
    """A purchase as its client sees it.

    Args:
        visits: The client's upcoming visits that it pays for.
        past: Their visits that are over or were called off, the latest first.
        available: How much is left, and from when until when: `9 sessions left, until 5 July 2026`.
        spent: How much is booked and used: `3 of 10 booked, 2 used`.
        shared_by: Whose it is, if another's.
        shared_with: With whom they share it.
        paid_by: Who pays for it, if another does.
        is_theirs_to_pay: Whether they pay for it. Others see no money of it.
        starts: The day on which it begins, if that is still to come.
        pay_first: The amount that makes a pending purchase usable.
        transfer: How it is paid by bank transfer, if it may be.
        pay_here: The methods that can be paid with a checkout.
        too_little: Why it cannot be paid by others.
    """

    purchase: Purchase
    status: PurchaseStatus
    balance: Balance
    left: tuple[Left, ...]
    visits: tuple[Appointment, ...]
    due: Decimal
    taxes: tuple[TaxPart, ...]
    pay_first: Decimal
    transfer: Transfer | None
    pay_here: tuple[PayHere, ...]
    too_little: tuple[str, ...]
    available: str
    spent: str
    past: PastVisits
    shared_by: str | None = None
    shared_with: tuple[str, ...] = ()
    paid_by: str | None = None
    starts: date | None = None
    is_theirs_to_pay: bool = True

    @property
    def has_receipt(self) -> bool:
        """Whether they bought it, and something was paid or is to be paid."""
        if not self.is_theirs_to_pay or self.purchase.received:
            return False
        return bool(self.purchase.payments or self.due)

    @property
    def can_book(self) -> bool:
        """Whether anything can be booked now."""
        return any(each.can_book for each in self.left)


def own_package(
    exchange: Exchange, purchase: Purchase, visits: tuple[Appointment, ...], view: View
) -> OwnPackage:
    """Return a purchase as its client sees it."""
    balance = balance_of(purchase, exchange.now)
    status = status_of(purchase, exchange.now, view.time_zone)
    methods, due, first = purchase.terms.payment_methods, due_of(purchase), pay_first(purchase)
    starts, checkouts = first_day_ahead(purchase, exchange.now, view.time_zone), exchange.settings.checkouts
    client = purchase.paid_by if exchange.client is None else exchange.client.key
    is_others = exchange.client is not None and purchase.client != client
    return OwnPackage(
        purchase=purchase,
        status=status,
        balance=balance,
        left=_left(exchange, purchase, balance.available, is_usable=is_usable(exchange, purchase)),
        visits=tuple(each for each in visits if _is_ahead(exchange, each) and _pays(purchase.id, each)),
        past=past_visits(exchange.names, purchase.id, visits, exchange.now),
        available=_available(exchange.names, purchase, balance, starts),
        spent=_spent(exchange.names, purchase, balance),
        due=due,
        taxes=taxes_within(purchase.terms, purchase.terms.total),
        pay_first=first,
        transfer=transfer_of(exchange, purchase, first) if BANK_TRANSFER in methods and due else None,
        pay_here=tuple(
            PayHere(each, pay_by(exchange.names, each))
            for each in methods
            if checkout_for(each, checkouts)
            and first >= least_of(each, checkouts, exchange.catalogue.business.currency)
        ),
        too_little=too_little(first, methods, checkouts, exchange.names),
        shared_by=view.called(purchase.client) if is_others else None,
        shared_with=() if is_others else tuple(view.called(each) for each in purchase.members),
        paid_by=None if purchase.payer in (None, client) else view.called(purchase.paid_by),
        is_theirs_to_pay=purchase.paid_by == client,
        starts=starts,
    )


def _left(exchange: Exchange, purchase: Purchase, available: int, *, is_usable: bool) -> tuple[Left, ...]:
    found, formats = [], exchange.names.formats
    for inclusion in purchase.terms.inclusions:
        units = bookable_units(purchase, inclusion, available)
        visits = bookable_visits(purchase, inclusion, available)
        words = formats.minutes(units) if visits is None else formats.visits(visits)
        can_book = is_usable and bool(units) and inclusion.service in exchange.catalogue.services
        found.append(Left(service=inclusion.service, words=words, can_book=can_book))
    return tuple(found)


def _spent(names: Telling, purchase: Purchase, balance: Balance) -> str:
    measure = purchase.terms.measure
    total = purchase.granted + purchase.received + purchase.adjusted - purchase.sent
    booked, in_all, used = (
        names.formats.number(each, measure) for each in (balance.booked, total, balance.used)
    )
    return names.gettext(
        "%(booked)s of %(total)s booked, %(used)s used", booked=booked, total=in_all, used=used
    )


def _available(names: Telling, purchase: Purchase, balance: Balance, starts: date | None) -> str:
    """`9 sessions left, until 5 July 2026`."""
    units = names.formats.units(balance.available, purchase.terms.measure)
    told = [names.gettext("%(units)s left", units=units)]
    if starts is not None:
        told.append(names.gettext("starts %(day)s", day=names.formats.day(starts)))
    if purchase.last_day is not None:
        told.append(names.gettext("until %(day)s", day=names.formats.day(purchase.last_day)))
    return ", ".join(told)


def _is_ahead(exchange: Exchange, visit: Appointment) -> bool:
    return visit.stands and visit.visit.starts_at > exchange.now


def _pays(purchase: PurchaseId, visit: Appointment) -> bool:
    return any(each.purchase == purchase for each in visit.allocation)
