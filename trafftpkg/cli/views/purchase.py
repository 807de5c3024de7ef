"""Purchases at the view's moment, in the business's time: as JSON, in a table, and as one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from trafftpkg.cli.views.taxes import tax_objects
from trafftpkg.cli.views.values import Json, day_text, moment_text, money_text
from trafftpkg.domain.balance import (
    LIVE,
    PurchaseStatus,
    balance_of,
    bookable_units,
    bookable_visits,
    first_day_ahead,
    max_units,
    status_of,
)
from trafftpkg.domain.ids import ServiceId
from trafftpkg.domain.purchase import Balance, Purchase
from trafftpkg.domain.taxes import tax_within
from trafftpkg.domain.terms import Inclusion
from trafftpkg.domain.wording import day_in_words, told_in_words, told_number, units_in_words, visits_in_words
from trafftpkg.domain.worth import due_of, net_worth, taxes_owed, total_owed
from trafftpkg.engine.answers import View

if TYPE_CHECKING:
    from decimal import Decimal

    from trafftpkg.cli.views.names import CatalogueNames


class _Stand(NamedTuple):
    """A purchase at the view's moment, with its balance."""

    purchase: Purchase
    view: View
    balance: Balance


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
    "tax": lambda stand: _money(stand, tax_within(stand.purchase.terms, total_owed(stand.purchase))),
    "total": lambda stand: _money(stand, total_owed(stand.purchase)),
    "paid": lambda stand: _money(stand, stand.purchase.paid),
    "due": lambda stand: _money(stand, due_of(stand.purchase)),
    "deposit": lambda stand: _money(stand, stand.purchase.terms.deposit),
    "worth": lambda stand: _money(stand, net_worth(stand.purchase, stand.view.now)),
    "members": lambda stand: [stand.view.handle_of(each) for each in stand.purchase.members],
    "most_members": lambda stand: stand.purchase.terms.members,
    "forgiven": lambda stand: stand.purchase.forgiven,
    "forgivable": lambda stand: stand.purchase.terms.cancellation.forgiven,
    "taxes": lambda stand: tax_objects(taxes_owed(stand.purchase), stand.view.currency),
    "agreed": lambda stand: _money(stand, stand.purchase.terms.agreed),
    "discount": lambda stand: _money(stand, stand.purchase.terms.discount),
    "payer": lambda stand: stand.purchase.payer and stand.view.handle_of(stand.purchase.payer),
    "payer_name": lambda stand: stand.purchase.payer and stand.view.name_of(stand.purchase.payer),
    "first_day": lambda stand: day_text(stand.purchase.terms.first_day),
}


def purchase_object(purchase: Purchase, view: View) -> Json:
    """Return a purchase with its balance at `view.now`."""
    stand = _Stand(purchase, view, balance_of(purchase, view.now))
    return {name: read(stand) for name, read in PURCHASE_FIELDS.items()}


def given_by_object(giver: Purchase | None, view: View) -> Json | None:
    """Return whose purchase units were given from; null of one that was sold or brought in."""
    return None if giver is None else {"purchase": giver.id, "client": view.handle_of(giver.client)}


def balance_object(balance: Balance) -> Json:
    """Return where the units are."""
    return {name: getattr(balance, name) for name in BALANCE_FIELDS}


def _service(stand: _Stand, inclusion: Inclusion) -> Json:
    purchase, available = stand.purchase, stand.balance.available
    used, held = _held(purchase, inclusion.service, stand.view)
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


def _money(stand: _Stand, amount: Decimal | None) -> str | None:
    return None if amount is None else money_text(amount, stand.view.currency)


def purchases_table(purchases: Sequence[Purchase], view: View) -> list[str]:
    """Return one row a purchase; units in visits, hours as `7 h 30 min`."""
    from trafftpkg.cli.views.grid import Column, table  # JSON needs none of it

    has_payers = any(each.payer for each in purchases)
    columns = (
        Column("purchase"),
        Column("client", elastic=True),
        Column("package", elastic=True),
        Column("status"),
        Column("left", right=True),
        Column("booked", right=True),
        Column("used", right=True),
        Column("last day"),
        Column("due", right=True),
        *([Column("paid by", elastic=True)] if has_payers else []),
    )
    return table(columns, [_row(each, view, with_payer=has_payers) for each in purchases])


def _row(purchase: Purchase, view: View, *, with_payer: bool) -> list[str]:
    from trafftpkg.cli.views.people import cell, client_words, day_words, money_words

    balance, measure = balance_of(purchase, view.now), purchase.terms.measure
    due = due_of(purchase)
    return [
        purchase.id,
        client_words(purchase.client, view),
        purchase.terms.name,
        _standing(purchase, view),
        cell(balance.available, measure),
        cell(balance.booked, measure),
        cell(balance.used, measure),
        "" if purchase.last_day is None else day_words(purchase.last_day),
        money_words(due, view.currency) if due else "",
        *([client_words(purchase.paid_by, view)] if with_payer else []),
    ]


def _standing(purchase: Purchase, view: View) -> str:
    """`active`, or `active, starts 1 Feb 2026`."""
    from trafftpkg.cli.views.people import day_words

    status = status_of(purchase, view.now, view.time_zone)
    first = first_day_ahead(purchase, view.now, view.time_zone)
    starts = f", starts {day_words(first)}" if first and status in LIVE else ""
    return f"{status.replace('_', ' ')}{starts}"


def purchase_words(purchase: Purchase, view: View, names: CatalogueNames) -> str:
    """`Glow 10: 9 of 10 left, until 5 July 2026`, or why it cannot be redeemed."""
    from trafftpkg.cli.views.people import money_words

    balance, measure = balance_of(purchase, view.now), purchase.terms.measure
    first = first_day_ahead(purchase, view.now, view.time_zone)
    starts = f", starts {day_in_words(first)}" if first else ""
    left = f"{_left(purchase, balance.available, names)}{starts}"
    due = f"{money_words(due_of(purchase), view.currency)} due"
    said: dict[PurchaseStatus, str] = {
        "voided": f"voided, {told_in_words(balance.voided, measure)} written off",
        "refunded": f"refunded, {told_in_words(balance.refunded, measure)} given back",
        "expired": f"expired{_last_day(purchase)}, {told_in_words(balance.lapsed, measure)} lapsed",
        "pending": f"{_pending(purchase, view)}; {left}{until_words(purchase)}",
        "frozen": f"frozen; {left}{until_words(purchase)}",
    }
    standing = f"{left}{until_words(purchase)}" + (f"; {due}" if due_of(purchase) else "")
    status = status_of(purchase, view.now, view.time_zone)
    return f"{purchase.terms.name}: {said.get(status, standing)}"


def sharing_words(purchase: Purchase, view: View) -> str:
    """`Shared by Ana Ilic (ana) with ivo and mia`, as a sentence."""
    from trafftpkg.cli.views.people import client_words

    *others, last = (client_words(each, view) for each in purchase.members)
    members = f"{', '.join(others)} and {last}" if others else last
    return f"Shared by {client_words(purchase.client, view)} with {members}."


def agreed_words(purchase: Purchase, view: View, why: str | None = None) -> str:
    """`480.00 EUR less a discount of 50.00 EUR: regular client`; empty where the declared price was paid."""
    from trafftpkg.cli.views.people import money_words

    discount = purchase.terms.discount
    if discount is None:
        return ""
    usual, off = (money_words(each, view.currency) for each in (purchase.terms.total + discount, discount))
    return f"{usual} less a discount of {off}{f': {why}' if why else ''}"


def payer_words(purchase: Purchase, view: View) -> str:
    """`paid by Bo Lund (bo)`; empty where the client pays."""
    from trafftpkg.cli.views.people import client_words

    return "" if purchase.payer is None else f"paid by {client_words(purchase.payer, view)}"


def _pending(purchase: Purchase, view: View) -> str:
    """`payment pending, pay 480.00 EUR before it can be used`; with a deposit, what is missing of it."""
    from trafftpkg.cli.views.people import money_words

    due, deposit = due_of(purchase), purchase.terms.deposit
    needed = due if deposit is None else min(due, deposit - purchase.paid)
    of = "" if needed == due else f" of {money_words(due, view.currency)}"
    return f"payment pending, pay {money_words(needed, view.currency)}{of} before it can be used"


def until_words(purchase: Purchase) -> str:
    """`, until 5 July 2026`, or why there is no last day."""
    if purchase.last_day is not None:
        return f", until {day_in_words(purchase.last_day)}"
    if any(freeze.last is None for freeze in purchase.freezes):
        return ", frozen without an end yet"
    if purchase.terms.validity_from == "first-appointment" and _ends(purchase):
        return ", its time starts with the first visit"
    return ", without an end"


def _left(purchase: Purchase, available: int, names: CatalogueNames) -> str:
    """`9 of 10 left`, `5 of 6 visits left`, or what is left of each service where they differ."""
    from trafftpkg.cli.views.people import bookable

    measure, given = purchase.terms.measure, purchase.granted + purchase.adjusted + purchase.received
    uses, inclusions = measure.uses, purchase.terms.inclusions
    if uses == 1:
        return f"{told_number(available, measure)} of {told_number(given, measure)} left"
    if uses is not None:
        return f"{_visits_left(available, given, uses)} left"
    left = f"{available} of {told_in_words(given, measure)} left"
    each = [f"{bookable(purchase, each, available)} {names.service(each.service)}" for each in inclusions]
    return f"{left} ({' or '.join(each)})" if available else left


def _visits_left(available: int, given: int, uses: int) -> str:
    """`5 of 6 visits`; `5 of 6 visits and 1 session` where one more is too few for a visit."""
    over = units_in_words(available % uses, "session")
    of = visits_in_words(given // uses) if given >= uses else units_in_words(given, "session")
    if 0 < available < uses:
        return f"{over} of {of}"
    return f"{available // uses} of {of}" + (f" and {over}" if available % uses else "")


def _ends(purchase: Purchase) -> bool:
    validity = purchase.terms.validity
    return any(
        each is not None
        for each in (validity.days, validity.weeks, validity.months, validity.years, validity.until)
    )


def _last_day(purchase: Purchase) -> str:
    return "" if purchase.last_day is None else f" after {day_in_words(purchase.last_day)}"
