"""Amounts as Stripe counts them: whole numbers of a currency's minor unit.

Source:
    https://docs.stripe.com/currencies: two digits unless said otherwise; none for the zero-decimal
    currencies; three for BHD, JOD, KWD, OMR and TND, of which the last must be 0; and two digits, always
    00, for ISK and UGX, which have had none for long. The smallest charges are there too, by the currency
    in which the business is paid out.
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

_LEAST = {
    "0.30": "GBP",
    "0.50": "AUD BRL CAD CHF EUR INR NZD SGD USD",
    "1": "BGN",
    "2": "AED MYR PLN RON",
    "2.50": "DKK",
    "3": "NOK SEK",
    "4": "HKD",
    "10": "MXN THB",
    "15": "CZK",
    "50": "JPY",
    "175": "HUF",
}
_LEAST_OF = {each: Decimal(least) for least, currencies in _LEAST.items() for each in currencies.split()}


class NotPayableError(Exception):
    """An amount that Stripe cannot take: a part of its smallest coin, too much, or an unknown currency."""


def is_known(currency: str) -> bool:
    """Tell whether Stripe takes a currency, as far as its documents say."""
    return currency not in _UNKNOWN


def least_charge(currency: str) -> Decimal:
    """Return the smallest amount that it charges in a currency; 0 where its documents name none."""
    return _LEAST_OF.get(currency, Decimal(0))


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
