"""Money: exact decimals in the currency's own number of digits, rounded half up, never a float.

Source of the digits: ISO 4217, list one, "minor unit".
"""

from decimal import Decimal

from trafftpkg.domain.terms import Terms
from trafftpkg.domain.value import replace

_DIGITS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


def digits_of(currency: str) -> int:
    """Return how many digits the currency has after the point: EUR 2, JPY 0, BHD 3."""
    return _DIGITS.get(currency, 2)


def rounded(numerator: Decimal | int, denominator: Decimal | int, currency: str) -> Decimal:
    """Return a quotient in the currency's digits, half up (away from zero), rounded once and exactly."""
    step = Decimal(1).scaleb(-digits_of(currency))
    whole, rest = divmod(abs(Decimal(numerator)), abs(Decimal(denominator)) * step)
    up = 2 * rest >= abs(Decimal(denominator)) * step
    amount = (whole + up) * step
    return -amount if (numerator < 0) != (denominator < 0) and amount else amount


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
