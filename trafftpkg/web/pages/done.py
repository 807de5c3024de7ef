"""The page after buying or booking: what was done, and what is still to do."""

from decimal import Decimal
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from starlette.responses import Response

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.ids import appointment_id
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.questions.show import AppointmentPage, PurchasePage, ShowAppointment, ShowPurchase
from trafftpkg.web.addresses import DONE_SHOWN, Done
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import NotFoundError
from trafftpkg.web.pages.own import own_package
from trafftpkg.web.pages.paying import ToPay, begin_checkout, is_framed, transfer_of
from trafftpkg.web.payment import BANK_TRANSFER, checkout_for, first_payment, least_of
from trafftpkg.web.safety.limits import CONFIRM_WITHIN, PURCHASES
from trafftpkg.web.words.paying import paid_by

TIME_TO_READ = 10
"""After how many seconds the page leads on to the package's own address."""
TIME_TO_COPY = 120
"""The same, while it shows where a bank transfer goes to."""
LOOK_AGAIN = 5
"""After how many seconds the page looks whether a checkout has reported the payment."""
MOST_LOOKS = 12
"""How often it does so."""
_UNPAID = ("left", "later")
"""What the address says if the client left the checkout, or it could not be had: then nobody waits for it."""
_URL = ":/%#?=@[]!$&'()*+,;~"


def show(exchange: Exchange) -> Response:
    """Show it to anybody with the address, for a day: the client has it, signed in or not."""
    done = exchange.settings.addresses.opened_done(exchange.request.path_params["reference"], exchange.now)
    if appointment_id(done.thing) is not None:
        booked = exchange.ask(ShowAppointment(appointment=done.thing))
        return _booked(exchange, booked, _answer_by(exchange, done))
    return _bought(exchange, exchange.ask(ShowPurchase(purchase=done.thing)), done)


def pay(exchange: Exchange) -> Response:
    """Redirect to the checkout again: the client left it, or it could not be had."""
    done = exchange.settings.addresses.opened_done(exchange.request.path_params["reference"], exchange.now)
    if appointment_id(done.thing) is not None:
        raise NotFoundError
    exchange.check_limit(PURCHASES)
    purchase = exchange.ask(ShowPurchase(purchase=done.thing)).purchase
    amount = min(_first(purchase, done), due_of(purchase))
    if amount <= 0:
        return exchange.go(exchange.request.url.path)
    return begin_checkout(
        exchange, purchase, ToPay(done.method, amount, is_sale=True), exchange.request.url.path
    )


def _first(purchase: Purchase, done: Done) -> Decimal:
    """Return what is still to pay of what was to be paid first."""
    return first_payment(purchase.terms, done.part) - purchase.paid


def _bought(exchange: Exchange, page: PurchasePage, done: Done) -> Response:
    purchase = page.purchase
    own = own_package(exchange, purchase, visits_booked(page), page.view)
    first = _first(purchase, done)
    is_pending = own.status == "pending"
    by_transfer = done.method == BANK_TRANSFER or (not done.method and own.transfer is not None)
    declared = exchange.catalogue.packages.get(purchase.terms.package)
    onward = None if declared is None else declared.redirect_url
    leads = None if is_framed(exchange) else onward  # In a frame, only a link leads to another site.
    turn = _turn(exchange, leads, is_pending=is_pending, by_transfer=by_transfer)
    checkouts, currency = exchange.settings.checkouts, exchange.catalogue.business.currency
    is_elsewhere = by_transfer or first < least_of(done.method, checkouts, currency)
    checkout = None if is_elsewhere else checkout_for(done.method, checkouts)
    response = exchange.page(
        "done.html",
        own_package=own,
        first=first,
        by_transfer=by_transfer,
        transfer=transfer_of(exchange, purchase, first) if is_pending and by_transfer else None,
        onward=onward,
        onward_host=onward and urlsplit(onward).hostname,
        turn=turn,
        pays_by=checkout and done.method,
        unpaid=next((each for each in _UNPAID if each in exchange.request.query_params), None),
        leads_to=exchange.settings.checkout_origins,
        zone=page.view.time_zone,
        answer_by=_answer_by(exchange, done),
    )
    if turn is not None:
        response.headers["refresh"] = f"{turn.seconds}; url={quote(turn.to, safe=_URL)}"
    return response


def visits_booked(page: PurchasePage) -> tuple[Appointment, ...]:
    """Return the visits of who bought: others whom it is shared with may have booked since."""
    whose = page.purchase.client
    return tuple(each for each in page.appointments if each.stands and each.client == whose)


class Onward(NamedTuple):
    """Where the browser goes by itself, and after how many seconds."""

    to: str
    seconds: int


def _turn(exchange: Exchange, onward: str | None, *, is_pending: bool, by_transfer: bool) -> Onward | None:
    """Return where the page leads: on, or while a checkout's message is not here yet, to itself again."""
    asked = exchange.request.query_params
    if "stay" in asked or (is_pending and any(each in asked for each in _UNPAID)):
        return None
    if is_pending and not by_transfer:
        looks = int(asked["look"]) if asked.get("look", "").isdecimal() and len(asked["look"]) < 3 else 0
        again = Onward(f"{exchange.request.url.path}?look={looks + 1}", LOOK_AGAIN)
        return again if looks < MOST_LOOKS else None
    return None if onward is None else Onward(onward, TIME_TO_COPY if is_pending else TIME_TO_READ)


def _booked(exchange: Exchange, page: AppointmentPage, answer_by: str | None) -> Response:
    return exchange.page(
        "done_booking.html",
        appointment=page.appointment,
        paid_by=paid_by(exchange.names, page.view, page.appointment, page.payers) if page.payers else None,
        answer_by=answer_by,
    )


def _answer_by(exchange: Exchange, done: Done) -> str | None:
    """Return until when a newcomer has to open our letter. None if it is not waited for.

    It is not if they have opened it, if it could not be sent, without letters, or if they are signed in.
    """
    until = done.ends_at - DONE_SHOWN + CONFIRM_WITHIN
    waits = bool(done.key) and exchange.settings.backend.door.waits(done.key)
    if exchange.client is not None or not waits or until <= exchange.now:
        return None
    return exchange.names.formats.moment(until, exchange.catalogue.business.time_zone)
