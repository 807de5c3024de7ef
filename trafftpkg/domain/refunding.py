"""What is paid back when a purchase ends early (R-7.7)."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from trafftpkg.domain.money import rounded
from trafftpkg.domain.purchase import Purchase


def pro_rata(purchase: Purchase, used: int, currency: str) -> Decimal:
    """Return what was paid, less the units' share of the value that was used; never below zero."""
    nothing = purchase.value * 0
    spent = rounded(purchase.value * used, purchase.granted + purchase.received, currency)
    return max(nothing, purchase.paid - spent)


def less_list_price(purchase: Purchase, now: datetime, currency: str) -> Decimal:
    """Return what was paid, less the list prices (as sold) of what was used; never below zero.

    What an imported balance had used before counts pro rata: nobody knows any more what it was used for.
    """
    nothing = purchase.value * 0
    before = Fraction(purchase.value) * purchase.used_before / (purchase.granted + purchase.received)
    spent = sum(
        (_list_price(purchase, hold.service, hold.units) for hold in purchase.holds if hold.is_used(now)),
        before,
    )
    return max(nothing, purchase.paid - rounded(spent.numerator, spent.denominator, currency))


def _list_price(purchase: Purchase, service: str, units: int) -> Fraction:
    inclusion = next(each for each in purchase.terms.inclusions if each.service == service)
    a_visit = inclusion.uses if purchase.terms.unit == "session" else inclusion.duration
    return Fraction(inclusion.list_price) * units / a_visit
