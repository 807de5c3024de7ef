"""A client's account: appointments and packages, each under its own address."""

from dataclasses import dataclass
from decimal import Decimal

from starlette.responses import Response

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import (
    PurchaseStatus,
    balance_of,
    bookable_units,
    bookable_visits,
    enough_paid,
    is_paid_enough,
    status_of,
)
from trafftpkg.domain.ids import PurchaseId, ServiceId
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.purchase import Balance, Purchase
from trafftpkg.domain.wording import visits_in_words
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.answers import View
from trafftpkg.engine.questions.account import OVER, STANDING, ReadAccount
from trafftpkg.engine.questions.appointments import ListAppointments
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import NotOnThePageError
from trafftpkg.web.pages.buying import order_for
from trafftpkg.web.pages.own import own_purchase, signed_in, the_client
from trafftpkg.web.payment import BANK_TRANSFER, checkout_for
from trafftpkg.web.safety.limits import CHANGES

YEARS_BACK = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left of a service in a purchase; `can_book` tells whether a visit can be booked now."""

    service: ServiceId
    words: str
    can_book: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPackage:
    """A purchase as its client sees it.

    Args:
        visits: Those to come that it pays for.
        pay_first: What makes it usable while it is pending.
        transfer: Whether that may come by bank transfer.
        pay_here: The methods that a checkout takes for it.
    """

    purchase: Purchase
    status: PurchaseStatus
    balance: Balance
    left: tuple[Left, ...]
    visits: tuple[Appointment, ...]
    due: Decimal
    pay_first: Decimal
    transfer: bool
    pay_here: tuple[str, ...]

    @property
    def can_book(self) -> bool:
        """Something is left that can be booked now."""
        return any(each.can_book for each in self.left)


@signed_in
def show_appointments(exchange: Exchange) -> Response:
    """Show visits to come, and those of one year that are over."""
    client = the_client(exchange)
    account = exchange.ask(ReadAccount(client=client.key))
    today = day_of(exchange.now, account.view.time_zone)
    year = _year(exchange, today.year)
    past: tuple[Appointment, ...] = ()
    if year is not None:
        days = today.replace(month=1, day=1, year=year), today.replace(month=12, day=31, year=year)
        asked = ListAppointments(client=client.key, first_day=days[0], last_day=days[1], limit=500)
        ahead = {each.id for each in account.appointments}
        found = exchange.ask(asked).appointments
        past = tuple(each for each in reversed(found) if each.id not in ahead)
    return exchange.page(
        "appointments.html",
        client=client,
        appointments=account.appointments,
        purchases={each.id: each for each in account.purchases},
        past=past,
        year=year,
        this_year=today.year,
        done=next((each for each in ("cancelled", "moved") if each in exchange.request.query_params), None),
    )


@signed_in
def show_packages(exchange: Exchange) -> Response:
    """Show purchases that stand, or those that are over."""
    over = "over" in exchange.request.query_params
    asked = ReadAccount(client=the_client(exchange).key, statuses=OVER if over else STANDING)
    account = exchange.ask(asked)
    own_packages = [
        own_package(exchange, each, account.appointments, account.view) for each in account.purchases
    ]
    return exchange.page(
        "packages.html", client=account.client, own_packages=own_packages, over=over, more=account.more
    )


@signed_in
def show_package(exchange: Exchange) -> Response:
    """Show what of a purchase can still be booked, service by service."""
    purchase = own_purchase(exchange, exchange.request.path_params["own"])
    account = exchange.ask(ReadAccount(client=purchase.client))
    return exchange.page(
        "remaining.html", own_package=own_package(exchange, purchase, account.appointments, account.view)
    )


@signed_in
def pay(exchange: Exchange) -> Response:
    """Send the client to the checkout's page, to pay what makes the purchase usable."""
    purchase = own_purchase(exchange, exchange.request.path_params["own"])
    exchange.check_limit(CHANGES, purchase.client)
    checkout = checkout_for(exchange.fields.get("method", ""), exchange.settings.checkouts)
    if checkout is None or not due_of(purchase):
        raise NotOnThePageError
    path = exchange.settings.addresses.done(purchase.id, exchange.now)
    return exchange.go(checkout.begin(order_for(exchange, purchase, pay_first(purchase), path)))


def own_package(
    exchange: Exchange, purchase: Purchase, visits: tuple[Appointment, ...], view: View
) -> OwnPackage:
    """Return a purchase as its client sees it."""
    balance = balance_of(purchase, exchange.now)
    status = status_of(purchase, exchange.now, view.time_zone)
    methods = purchase.terms.payment_methods
    return OwnPackage(
        purchase=purchase,
        status=status,
        balance=balance,
        left=_left(exchange, purchase, balance.available, is_usable=status == "active"),
        visits=tuple(each for each in visits if _pays(purchase.id, each)),
        due=due_of(purchase),
        pay_first=pay_first(purchase),
        transfer=BANK_TRANSFER in methods,
        pay_here=tuple(each for each in methods if checkout_for(each, exchange.settings.checkouts)),
    )


def pay_first(purchase: Purchase) -> Decimal:
    """Return what is to be paid next: what makes it usable, or all that is due."""
    return due_of(purchase) if is_paid_enough(purchase) else enough_paid(purchase) - purchase.paid


def _left(exchange: Exchange, purchase: Purchase, available: int, *, is_usable: bool) -> tuple[Left, ...]:
    found = []
    for inclusion in purchase.terms.inclusions:
        units = bookable_units(purchase, inclusion, available)
        visits = bookable_visits(purchase, inclusion, available)
        words = exchange.names.formats.minutes(units) if visits is None else visits_in_words(visits)
        can_book = is_usable and bool(units) and inclusion.service in exchange.catalogue.services
        found.append(Left(service=inclusion.service, words=words, can_book=can_book))
    return tuple(found)


def _pays(purchase: PurchaseId, visit: Appointment) -> bool:
    return any(each.purchase == purchase for each in visit.allocation)


def _year(exchange: Exchange, this_year: int) -> int | None:
    typed = exchange.request.query_params.get("year", "")
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else None
    return year if year is not None and this_year - YEARS_BACK <= year <= this_year else None
