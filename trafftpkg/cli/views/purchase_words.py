"""Purchases at the view's moment, in words: in a table, and as one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trafftpkg.cli.views.people import bookable, cell, client_words, day_words, money_words
from trafftpkg.domain.balance import (
    LIVE,
    PurchaseStatus,
    balance_of,
    first_day_ahead,
    status_of,
)
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.wording import day_in_words, told_in_words, told_number, units_in_words, visits_in_words
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.reading import View

if TYPE_CHECKING:
    from trafftpkg.cli.views.names import CatalogueNames


def purchases_table(purchases: Sequence[Purchase], view: View) -> list[str]:
    """Return one row a purchase; units in visits, hours as `7 h 30 min`."""
    from trafftpkg.cli.views.grid import Column, table  # one purchase is a line

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
    status = status_of(purchase, view.now, view.time_zone)
    first = first_day_ahead(purchase, view.now, view.time_zone)
    starts = f", starts {day_words(first)}" if first and status in LIVE else ""
    return f"{status.replace('_', ' ')}{starts}"


def purchase_words(purchase: Purchase, view: View, names: CatalogueNames) -> str:
    """`Glow 10: 9 of 10 left, until 5 July 2026`, or why it cannot be redeemed."""
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
    *others, last = (client_words(each, view) for each in purchase.members)
    members = f"{', '.join(others)} and {last}" if others else last
    return f"Shared by {client_words(purchase.client, view)} with {members}."


def agreed_words(purchase: Purchase, view: View, why: str | None = None) -> str:
    """`480.00 EUR less a discount of 50.00 EUR: regular client`; empty where the declared price was paid."""
    discount = purchase.terms.discount
    if discount is None:
        return ""
    usual, off = (money_words(each, view.currency) for each in (purchase.terms.total + discount, discount))
    return f"{usual} less a discount of {off}{f': {why}' if why else ''}"


def payer_words(purchase: Purchase, view: View) -> str:
    """`paid by Bo Lund (bo)`; empty where the client pays."""
    return "" if purchase.payer is None else f"paid by {client_words(purchase.payer, view)}"


def _pending(purchase: Purchase, view: View) -> str:
    """`payment pending, pay 480.00 EUR before it can be used`; with a deposit, what is missing of it."""
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
