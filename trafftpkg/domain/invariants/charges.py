"""What must hold of the price of a sale: with the taxes on top it is the total, and taxes add up."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from trafftpkg.domain.catalogue import Tax
from trafftpkg.domain.invariants.breach import Breach, Case
from trafftpkg.domain.pricing import charge_for
from trafftpkg.domain.terms import Terms

_TRIED = 8
"""Of how many taxes it is tried which are on top. Of more, only the bounds are checked."""


def total_fits(case: Case, thing: str, terms: Terms) -> Iterator[Breach]:
    """Yield a breach if the price of a sale, and the taxes on top of it, do not give its total (R-7.1)."""
    price = terms.price if terms.agreed is None else terms.agreed
    if not _is_charged(price, terms, case.currency):
        yield case.breach("total", thing, terms.total, price)


def taxes_fit(case: Case, thing: str, terms: Terms) -> Iterator[Breach]:
    """Yield a breach if the taxes of a sale are not within its total, or not the sum of their parts."""
    # Under rules 1 only the sum was known, and units of such a sale may be given away under rules 2.
    is_known = terms.taxes or (not case.is_by_old_rules and case.entry.request != "transfer")
    parts = sum((each.amount for each in terms.taxes), terms.tax * 0) if is_known else terms.tax
    if parts != terms.tax or not 0 <= terms.tax <= terms.total:
        yield case.breach("tax", thing, terms.tax, parts)


def _is_charged(price: Decimal, terms: Terms, currency: str) -> bool:
    """Which taxes are on top is not recorded: one way must give the total, and each tax."""
    on_top = terms.total - price
    if not 0 <= on_top <= terms.tax or any(each.percent < 0 for each in terms.taxes):
        return False
    if not terms.taxes or len(terms.taxes) > _TRIED:
        return True
    ways = product((True, False), repeat=len(terms.taxes))
    return any(_gives(terms, price, way, currency) for way in ways)


def _gives(terms: Terms, price: Decimal, included: tuple[bool, ...], currency: str) -> bool:
    sold = zip(terms.taxes, included, strict=True)
    on_top = sum((each.amount for each, is_in in sold if not is_in), price * 0)
    if price + on_top != terms.total:
        return False
    taxes = tuple(
        Tax(id=each.id, name=each.name, percent=each.percent, included=is_in)
        for each, is_in in zip(terms.taxes, included, strict=True)
    )
    return charge_for(price, taxes, currency).taxes == terms.taxes
