"""Amounts as Stripe counts them: whole numbers of a currency's minor unit.

Source:
    https://docs.stripe.com/currencies: two digits unless said otherwise; none for the zero-decimal
    currencies; three for BHD, JOD, KWD, OMR and TND, of which the last must be 0; and two digits, always
    00, for ISK and UGX, which have had none for long.
"""

from decimal import Decimal

from trafftpkg.domain.money import digits_of

_ZERO = frozenset("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split())
_THREE = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))
_WHOLE_AS_TWO = frozenset(("ISK", "UGX"))
"""Have no coins, and are counted in hundredths all the same."""
_UNKNOWN = frozenset(("CLF", "IQD", "LYD", "UYI", "UYW"))
"""Have other digits than two by ISO 4217, and are not among Stripe's."""
_MOST = 999_999_999_999
"""The largest amount that it takes: twelve digits."""


class NotPayableError(Exception):
    """An amount that Stripe cannot take: a part of its smallest coin, too much, or an unknown currency."""


def is_known(currency: str) -> bool:
    """Tell whether Stripe takes a currency, as far as its documents say."""
    return currency not in _UNKNOWN


def to_minor(amount: Decimal, currency: str) -> int:
    """Return an amount above zero as Stripe counts it, without rounding.

    Raises:
        NotPayableError: it cannot be taken.
    """
    minor = amount.scaleb(_digits(currency))
    coin = 100 if currency in _WHOLE_AS_TWO else 10 if currency in _THREE else 1
    if not is_known(currency) or minor != int(minor) or int(minor) % coin or not 0 < minor <= _MOST:
        raise NotPayableError(f"{amount} {currency}")
    return int(minor)


def from_minor(minor: int, currency: str) -> Decimal:
    """Return what Stripe has counted, in the currency's own digits."""
    amount = Decimal(minor).scaleb(-_digits(currency))
    own = Decimal(1).scaleb(-digits_of(currency))
    return amount.quantize(own) if amount == amount.quantize(own) else amount


def _digits(currency: str) -> int:
    if currency in _ZERO:
        return 0
    return 3 if currency in _THREE else 2
