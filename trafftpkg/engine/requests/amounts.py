"""Amounts of money as requests name them."""

from decimal import Decimal

from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.money import digits_of


def checked_amount(amount: Decimal, currency: str, *, field: str = "amount", least: int = 1) -> Decimal:
    """Return an amount in all digits of the currency (R-7.8).

    Args:
        field: The request's, that holds it.
        least: 0 where nothing is an amount too, in the currency's smallest coin.

    Raises:
        BadArgumentError: it is below that, or in more digits than the currency has.
    """
    coin = Decimal(1).scaleb(-digits_of(currency))
    whole = amount.quantize(coin)
    if whole != amount:
        raise BadArgumentError(
            field=field,
            reason="less_than_smallest_unit",
            given=amount,
            limit=coin,
            nearest=max(whole, coin),
            currency=currency,
        )
    if whole < least * coin:
        raise BadArgumentError(
            field=field, reason="below_least", given=amount, limit=least * coin, currency=currency
        )
    return whole
