"""Money: exact decimals in the currency's own number of digits, rounded half up, never a float.

Source of the digits: ISO 4217, list one, "minor unit".
"""

from decimal import Decimal
from functools import cache

_DIGITS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


def digits_of(currency: str) -> int:
    """Return how many digits the currency has after the point: EUR 2, JPY 0, BHD 3."""
    return _DIGITS.get(currency, 2)


@cache
def step_of(currency: str) -> Decimal:
    """Return the smallest unit of the currency: EUR 0.01, JPY 1, BHD 0.001."""
    return Decimal(1).scaleb(-digits_of(currency))


def has_too_many_digits(amount: Decimal, currency: str) -> bool:
    """Return whether a finite amount is written with more digits after the point than its currency has."""
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int)
    return -exponent > digits_of(currency)


def rounded(numerator: Decimal | int, denominator: Decimal | int, currency: str) -> Decimal:
    """Return a quotient in the currency's digits, half up (away from zero), rounded once and exactly."""
    step = step_of(currency)
    whole, rest = divmod(abs(Decimal(numerator)), abs(Decimal(denominator)) * step)
    up = 2 * rest >= abs(Decimal(denominator)) * step
    amount = (whole + up) * step
    return -amount if (numerator < 0) != (denominator < 0) and amount else amount
