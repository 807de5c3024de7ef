"""A client's account: appointments and packages, each under its own address."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from starlette.responses import Response

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.ids import ClientKey, PurchaseId
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import replace
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.questions.account import OVER, STANDING, ReadAccount
from trafftpkg.engine.questions.appointments import ListAppointments
from trafftpkg.engine.reading import View
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import NotOnThePageError
from trafftpkg.web.pages.own import own_package, own_purchase, purchase_to_pay, signed_in, the_client
from trafftpkg.web.pages.paying import ToPay, begin_checkout, pay_first
from trafftpkg.web.payment import Part
from trafftpkg.web.safety.limits import CHANGES
from trafftpkg.web.words.paying import numbered, paid_by

YEARS_BACK = 30
_DONE = ("cancelled", "fewer", "moved")
"""What the address says was just done to a visit."""
EARLIER = timedelta(days=90)
"""How long before a sale a visit may have been that the package was let pay for afterwards."""


@signed_in
def show_appointments(exchange: Exchange) -> Response:
    """Show upcoming visits, and past visits of one year."""
    client = the_client(exchange)
    account = exchange.ask(ReadAccount(client=client.key))
    today = day_of(exchange.now, account.view.time_zone)
    year = _year(exchange, today.year)
    past: tuple[Appointment, ...] = ()
    view = account.view
    if year is not None:
        days = today.replace(month=1, day=1, year=year), today.replace(month=12, day=31, year=year)
        asked = ListAppointments(client=client.key, first_day=days[0], last_day=days[1], limit=500)
        ahead = {each.id for each in account.appointments}
        found = exchange.ask(asked)
        past = tuple(each for each in reversed(found.appointments) if each.id not in ahead)
        view = replace(view, payers={**(view.payers or {}), **(found.view.payers or {})})
    return exchange.page(
        "appointments.html",
        client=client,
        appointments=account.appointments,
        past=past,
        view=view,
        paid_by=partial(_paid_by, exchange, view, {each.id: each for each in account.purchases}),
        numbered=partial(_numbered, exchange, view),
        year=year,
        this_year=today.year,
        has_past=year is not None or _has_past(exchange, client.key, account.appointments, today),
        done=next((each for each in _DONE if each in exchange.request.query_params), None),
    )


def _has_past(exchange: Exchange, client: ClientKey, ahead: Sequence[Appointment], today: date) -> bool:
    """Tell whether a client has visits up to the end of this year that are not ahead: over, or called off."""
    asked = ListAppointments(client=client, last_day=today.replace(month=12, day=31), limit=len(ahead) + 1)
    found = exchange.ask(asked).appointments
    return not {each.id for each in found} <= {each.id for each in ahead}


def _paid_by(exchange: Exchange, view: View, own: Mapping[PurchaseId, Purchase], visit: Appointment) -> str:
    known = {**(view.payers or {}), **own}
    payers = [known[each.purchase] for each in visit.allocation if each.purchase in known]
    if not payers:
        return exchange.names.gettext("Paid by your package")
    return paid_by(exchange.names, view, visit, payers)


def _numbered(exchange: Exchange, view: View, visit: Appointment, purchase: PurchaseId) -> str:
    return numbered(exchange.names, view, visit, (view.payers or {})[purchase])


@signed_in
def show_packages(exchange: Exchange) -> Response:
    """Show current purchases, or past ones."""
    over = "over" in exchange.request.query_params
    asked = ReadAccount(client=the_client(exchange).key, statuses=OVER if over else STANDING)
    account = exchange.ask(asked)
    visits = _visits_of(exchange, account.purchases)
    own_packages = [own_package(exchange, each, visits, account.view) for each in account.purchases]
    return exchange.page(
        "packages.html",
        client=account.client,
        own_packages=own_packages,
        paid_for=[own_package(exchange, each, (), account.view) for each in account.paid_for],
        over=over,
        more=account.more,
        zone=account.view.time_zone,
        leads_to=exchange.settings.checkout_origins,
    )


@signed_in
def show_package(exchange: Exchange) -> Response:
    """Show what can still be booked with a purchase, service by service."""
    purchase = own_purchase(exchange, exchange.request.path_params["own"])
    view = exchange.ask(ReadAccount(client=the_client(exchange).key)).view
    visits = _visits_of(exchange, [purchase])
    return exchange.page(
        "remaining.html",
        own_package=own_package(exchange, purchase, visits, view),
        zone=view.time_zone,
        leads_to=exchange.settings.checkout_origins,
    )


def _visits_of(exchange: Exchange, purchases: Iterable[Purchase]) -> tuple[Appointment, ...]:
    """Return the client's own visits since the first of these purchases, which may pay for them."""
    since = min((each.purchased_at for each in purchases), default=None)
    if since is None:
        return ()
    day = day_of(since, exchange.catalogue.business.time_zone) - EARLIER
    return exchange.ask(ListAppointments(client=the_client(exchange).key, first_day=day)).appointments


@signed_in
def pay(exchange: Exchange) -> Response:
    """Redirect the client to the checkout, to pay what makes the purchase usable, or the rest."""
    purchase = purchase_to_pay(exchange, exchange.request.path_params["own"])
    exchange.check_limit(CHANGES, the_client(exchange).key)
    if not due_of(purchase):
        raise NotOnThePageError
    method = exchange.fields.get("method", "")
    first = pay_first(purchase)
    part: Part = "deposit" if first < due_of(purchase) else "full"
    path = exchange.settings.addresses.done(purchase.id, exchange.now, part, method)
    return begin_checkout(exchange, purchase, ToPay(method, first), path)


def _year(exchange: Exchange, this_year: int) -> int | None:
    typed = exchange.request.query_params.get("year", "")
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else None
    return year if year is not None and this_year - YEARS_BACK <= year <= this_year else None
