"""The taxes within a part of a price: shares of the sale's, rounded on cumulated sums (R-7.12)."""

from decimal import Decimal

from trafftpkg.domain.terms import Terms
from trafftpkg.domain.value import replace


def tax_within(terms: Terms, amount: Decimal) -> Decimal:
    """Return the part of an amount that is tax; of a running total, so that movements are differences."""
    return sum((share_of(each, amount, terms.total) for each in tax_amounts(terms)), amount * 0)


def net_of(terms: Terms, amount: Decimal) -> Decimal:
    """Return what an amount is without its taxes."""
    return amount - tax_within(terms, amount)


def priced_at(terms: Terms, price: Decimal, last: Decimal | None = None) -> Terms:
    """Return terms with another price, and the taxes that are within it.

    Args:
        last: The running total that the price is the last part of; the price itself if None.
    """
    until = price if last is None else last
    before = until - price

    def moved(amount: Decimal) -> Decimal:
        return share_of(amount, until, terms.total) - share_of(amount, before, terms.total)

    taxes = tuple(replace(each, amount=moved(each.amount)) for each in terms.taxes)
    tax = sum((each.amount for each in taxes), price * 0) if taxes else moved(terms.tax)
    return replace(terms, price=price, original=None, tax=tax, total=price, deposit=None, taxes=taxes)


def tax_amounts(terms: Terms) -> tuple[Decimal, ...]:
    """Return the taxes of the sale; under rules 1 only their sum is known."""
    return tuple(each.amount for each in terms.taxes) if terms.taxes else (terms.tax,)


def share_of(tax: Decimal, amount: Decimal, total: Decimal) -> Decimal:
    """Return the share of a tax on `total` that is within an amount, rounded half up in the tax's digits."""
    if not total:
        return tax * 0
    exponent = tax.as_tuple().exponent
    assert isinstance(exponent, int), f"{tax} is no amount"
    step = Decimal(1).scaleb(exponent)
    whole, rest = divmod(tax * amount, total * step)
    return (whole + (2 * rest >= total * step)) * step
