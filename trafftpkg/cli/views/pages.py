"""One thing with all that belongs to it, as JSON."""

from decimal import Decimal

from trafftpkg.cli.views.appointment import appointment_object
from trafftpkg.cli.views.client import client_object
from trafftpkg.cli.views.payment import payment_object
from trafftpkg.cli.views.purchase import purchase_object
from trafftpkg.cli.views.values import Json, moment_text, money_text
from trafftpkg.domain.balance import balance_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.questions.show import AppointmentPage, ClientPage, PurchasePage, lapsing


def purchase_page_object(page: PurchasePage) -> Json:
    """Return a purchase with the appointments it pays or paid for, and its payments."""
    purchase, view = page.purchase, page.view
    return {
        **purchase_object(purchase, view),
        "appointments": [appointment_object(each, view) for each in page.appointments],
        "payments": [payment_object(each, purchase.id, None, view) for each in purchase.payments],
    }


def appointment_page_object(page: AppointmentPage) -> Json:
    """Return an appointment, with its payments where no package pays."""
    appointment, view = page.appointment, page.view
    found = appointment_object(appointment, view)
    if appointment.price is not None:
        found["payments"] = [
            payment_object(each, None, appointment.id, view) for each in appointment.payments
        ]
    return found


def client_page_object(page: ClientPage) -> Json:
    """Return a client with everything they bought and booked."""
    return {
        **client_object(page.client),
        "purchases": [purchase_object(each, page.view) for each in page.purchases],
        "appointments": [appointment_object(each, page.view) for each in page.appointments],
        "currency": page.view.currency,
        "due": money_text(_due(page), page.view.currency),
        "lapsing": [_lapsing(each, page) for each in lapsing(page)],
    }


def _due(page: ClientPage) -> Decimal:
    purchases = (due_of(each) for each in page.purchases)
    return sum((*purchases, *(each.due or Decimal(0) for each in page.appointments)), Decimal(0))


def _lapsing(purchase: Purchase, page: ClientPage) -> Json:
    """What will lapse, and when, if nothing of it is booked before."""
    return {
        "purchase": purchase.id,
        "units": balance_of(purchase, page.view.now).available,
        "unit": purchase.terms.unit,
        "last_day": None if purchase.last_day is None else purchase.last_day.isoformat(),
        "expires_at": moment_text(purchase.expires_at, page.view.time_zone),
    }
