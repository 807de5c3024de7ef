"""Amounts of money as requests name them."""

from decimal import Decimal

from trafftpkg.domain.errors.usage import NotPossibleError
from trafftpkg.domain.money import digits_of


def checked_amount(amount: Decimal, currency: str, *, least: int = 1) -> Decimal:
    """Return an amount in all digits of the currency (R-7.8).

    Args:
        least: 0 where nothing is an amount too, in the currency's smallest coin.

    Raises:
        NotPossibleError: it is below that, or in more digits than the currency has.
    """
    coin = Decimal(1).scaleb(-digits_of(currency))
    whole = amount.quantize(coin)
    if whole != amount:
        raise NotPossibleError(
            why=f"{amount} {currency} is less than a whole {coin}",
            instead=f"an amount like {max(whole, coin)}",
        )
    if whole < least * coin:
        raise NotPossibleError(
            why=f"{amount} {currency} is no amount to be paid", instead=f"an amount of {least * coin} or more"
        )
    return whole
