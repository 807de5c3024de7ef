"""Purchases at the view's moment, in the business's time, as JSON."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING

from trafftpkg.cli.views.values import Json, day_text, moment_text, money_text, tax_objects
from trafftpkg.domain.balance import (
    balance_of,
    bookable_units,
    max_units,
    status_of,
    visits_in,
)
from trafftpkg.domain.purchase import Balance, Purchase
from trafftpkg.domain.taxes import sum_of, taxes_within
from trafftpkg.domain.terms import Inclusion
from trafftpkg.domain.worth import due_of, net_worth, total_owed
from trafftpkg.engine.reading import View

if TYPE_CHECKING:
    from decimal import Decimal


class _Stand:
    """A purchase at the view's moment, with its balance, what is owed in all, and the taxes within that."""

    __slots__ = ("balance", "purchase", "taxes", "total", "view")

    def __init__(self, purchase: Purchase, view: View) -> None:
        self.purchase, self.view = purchase, view
        self.balance = balance_of(purchase, view.now)
        self.total = total_owed(purchase)
        self.taxes = taxes_within(purchase.terms, self.total)


BALANCE_FIELDS = "available booked used lapsed refunded sent voided".split()
"""Where units are, in the order of the law of conservation."""

PURCHASE_FIELDS: dict[str, Callable[[_Stand], object]] = {
    "purchase": lambda stand: stand.purchase.id,
    "client": lambda stand: stand.view.handle_of(stand.purchase.client),
    "client_name": lambda stand: stand.view.name_of(stand.purchase.client),
    "package": lambda stand: stand.purchase.terms.package,
    "name": lambda stand: stand.purchase.terms.name,
    "status": lambda stand: status_of(stand.purchase, stand.view.now, stand.view.time_zone),
    "unit": lambda stand: stand.purchase.terms.unit,
    "granted": lambda stand: stand.purchase.granted,
    "adjusted": lambda stand: stand.purchase.adjusted,
    "received": lambda stand: stand.purchase.received,
    **{name: attrgetter(f"balance.{name}") for name in BALANCE_FIELDS},
    "services": lambda stand: [_service(stand, each) for each in stand.purchase.terms.inclusions],
    "purchased_at": lambda stand: moment_text(stand.purchase.purchased_at, stand.view.time_zone),
    "last_day": lambda stand: day_text(stand.purchase.last_day),
    "expires_at": lambda stand: moment_text(stand.purchase.expires_at, stand.view.time_zone),
    "currency": lambda stand: stand.view.currency,
    "price": lambda stand: _money(stand, stand.purchase.terms.price),
    "original": lambda stand: _money(stand, stand.purchase.terms.original),
    "tax": lambda stand: _money(stand, sum_of(stand.taxes, stand.total)),
    "total": lambda stand: _money(stand, stand.total),
    "paid": lambda stand: _money(stand, stand.purchase.paid),
    "due": lambda stand: _money(stand, due_of(stand.purchase)),
    "deposit": lambda stand: _money(stand, stand.purchase.terms.deposit),
    "worth": lambda stand: _money(stand, net_worth(stand.purchase, stand.view.now, stand.balance)),
    "members": lambda stand: [stand.view.handle_of(each) for each in stand.purchase.members],
    "most_members": lambda stand: stand.purchase.terms.members,
    "forgiven": lambda stand: stand.purchase.forgiven,
    "forgivable": lambda stand: stand.purchase.terms.cancellation.forgiven,
    "taxes": lambda stand: tax_objects(stand.taxes, stand.view.currency),
    "agreed": lambda stand: _money(stand, stand.purchase.terms.agreed),
    "discount": lambda stand: _money(stand, stand.purchase.terms.discount),
    "payer": lambda stand: stand.purchase.payer and stand.view.handle_of(stand.purchase.payer),
    "payer_name": lambda stand: stand.purchase.payer and stand.view.name_of(stand.purchase.payer),
    "first_day": lambda stand: day_text(stand.purchase.terms.first_day),
}


def purchase_object(purchase: Purchase, view: View) -> Json:
    """Return a purchase with its balance at `view.now`."""
    stand = _Stand(purchase, view)
    return {name: read(stand) for name, read in PURCHASE_FIELDS.items()}


def given_by_object(giver: Purchase | None, view: View) -> Json | None:
    """Return whose purchase units were given from; null of one that was sold or brought in."""
    return None if giver is None else {"purchase": giver.id, "client": view.handle_of(giver.client)}


def balance_object(balance: Balance) -> Json:
    """Return where the units are."""
    return {name: getattr(balance, name) for name in BALANCE_FIELDS}


def _service(stand: _Stand, inclusion: Inclusion) -> Json:
    purchase, now, held, used = stand.purchase, stand.view.now, 0, 0
    for hold in purchase.holds:
        if hold.service == inclusion.service:
            held += hold.units
            used += hold.units if hold.is_used(now) else 0
    units = bookable_units(purchase, inclusion, stand.balance.available)
    return {
        "service": inclusion.service,
        "min": inclusion.min,
        "max": max_units(purchase, inclusion) // inclusion.uses,
        "uses": inclusion.uses,
        "available": units,
        "visits": visits_in(purchase, inclusion, units),
        "booked": held - used,
        "used": used,
    }


def _money(stand: _Stand, amount: Decimal | None) -> str | None:
    return None if amount is None else money_text(amount, stand.view.currency)
