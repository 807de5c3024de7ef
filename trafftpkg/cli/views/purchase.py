"""A purchase as JSON, as of the view's moment, in the business's time."""

from trafftpkg.cli.views.values import Json, moment_text, money_text
from trafftpkg.domain.balance import balance_of, bookable_units, bookable_visits, max_units, status_of
from trafftpkg.domain.ids import ServiceId
from trafftpkg.domain.purchase import Balance, Purchase
from trafftpkg.domain.terms import Inclusion
from trafftpkg.domain.worth import due_of, net_worth, total_owed
from trafftpkg.engine.answers import View

PURCHASE_FIELDS = (
    "purchase client package name status unit granted adjusted received available booked used lapsed "
    "refunded sent voided services purchased_at last_day expires_at currency price original "
    "tax total paid due deposit worth forgiven forgivable"
).split()


def purchase_object(purchase: Purchase, view: View) -> Json:
    """Return a purchase with where its units are at `view.now`."""
    terms, balance = purchase.terms, balance_of(purchase, view.now)
    return {
        "purchase": purchase.id,
        "client": view.handle_of(purchase.client),
        "package": terms.package,
        "name": terms.name,
        "status": status_of(purchase, view.now, view.time_zone),
        "unit": terms.unit,
        "granted": purchase.granted,
        "adjusted": purchase.adjusted,
        "received": purchase.received,
        **balance_object(balance),
        "services": [_service(purchase, each, balance.available, view) for each in terms.inclusions],
        "purchased_at": moment_text(purchase.purchased_at, view.time_zone),
        "last_day": None if purchase.last_day is None else purchase.last_day.isoformat(),
        "expires_at": moment_text(purchase.expires_at, view.time_zone),
        **_money(purchase, view),
        "forgiven": purchase.forgiven,
        "forgivable": terms.cancellation.forgiven,
    }


def balance_object(balance: Balance) -> Json:
    """Return where the units are, in the order of the law of conservation."""
    return {
        "available": balance.available,
        "booked": balance.booked,
        "used": balance.used,
        "lapsed": balance.lapsed,
        "refunded": balance.refunded,
        "sent": balance.sent,
        "voided": balance.voided,
    }


def _service(purchase: Purchase, inclusion: Inclusion, available: int, view: View) -> Json:
    used, held = _held(purchase, inclusion.service, view)
    return {
        "service": inclusion.service,
        "min": inclusion.min,
        "max": max_units(purchase, inclusion) // inclusion.uses,
        "uses": inclusion.uses,
        "available": bookable_units(purchase, inclusion, available),
        "visits": bookable_visits(purchase, inclusion, available),
        "booked": held - used,
        "used": used,
    }


def _held(purchase: Purchase, service: ServiceId, view: View) -> tuple[int, int]:
    """Return the units of a service that are used, and those held in all."""
    holds = [hold for hold in purchase.holds if hold.service == service]
    return sum(hold.units for hold in holds if hold.is_used(view.now)), sum(hold.units for hold in holds)


def _money(purchase: Purchase, view: View) -> Json:
    terms, currency = purchase.terms, view.currency
    return {
        "currency": currency,
        "price": money_text(terms.price, currency),
        "original": None if terms.original is None else money_text(terms.original, currency),
        "tax": money_text(terms.tax, currency),
        "total": money_text(total_owed(purchase), currency),
        "paid": money_text(purchase.paid, currency),
        "due": money_text(due_of(purchase), currency),
        "deposit": None if terms.deposit is None else money_text(terms.deposit, currency),
        "worth": money_text(net_worth(purchase, view.now), currency),
    }
