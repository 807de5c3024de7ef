"""Amounts of money and ways of paying, as requests name them."""

from __future__ import annotations

from decimal import Decimal

from trafftpkg.domain.errors.selling import PaymentMethodNotAcceptedError
from trafftpkg.domain.money import has_too_many_digits, step_of

BEYOND = Decimal(10) ** 15
"""No amount of money reaches this: it is a programming or typing mistake."""


def checked_amount(
    amount: Decimal, currency: str, *, field: str = "amount", least: int = 1, thing: str | None = None
) -> Decimal:
    """Return an amount in all digits of the currency (R-7.8).

    Args:
        field: The request's, that holds it.
        least: 0 where nothing is an amount too, in the currency's smallest coin.
        thing: What could be ended without paying anything back.

    Raises:
        BadArgumentError: it is below that, in more digits than the currency has, or no amount of money.
    """
    coin = step_of(currency)
    is_amount = amount.is_finite() and abs(amount) < BEYOND
    # Zeros count too: 1.480 may be meant as a thousand and more.
    has_too_many = is_amount and has_too_many_digits(amount, currency)
    whole = amount.quantize(coin) if is_amount else amount
    if is_amount and not has_too_many and whole >= least * coin:
        return whole
    from trafftpkg.domain.errors.usage import BadArgumentError

    if not is_amount:
        raise BadArgumentError(field=field, reason="not_an_amount", given=str(amount))
    if has_too_many:
        raise BadArgumentError(
            field=field,
            reason="less_than_smallest_unit",
            given=amount,
            limit=coin,
            nearest=max(whole, coin),
            currency=currency,
        )
    raise BadArgumentError(
        field=field, reason="below_least", given=amount, limit=least * coin, currency=currency, thing=thing
    )


ON_SITE = "on-site"
"""The method that lets a purchase be redeemed before it is paid (R-7.3)."""


def accepted_method(method: str | None, accepted: tuple[str, ...]) -> str:
    """Return the method; it may be left out where only one is possible.

    Raises:
        PaymentMethodNotAcceptedError: it is not one of those accepted.
        BadArgumentError: several are possible and none was named.
    """
    if method is None and len(accepted) == 1:
        return accepted[0]
    if method is None:
        from trafftpkg.domain.errors.usage import BadArgumentError

        raise BadArgumentError(field="method", reason="several_methods", choices=accepted)
    if method not in accepted:
        raise PaymentMethodNotAcceptedError(method=method, accepted=accepted)
    return method


def is_on_site(method: str | None, accepted: tuple[str, ...]) -> bool:
    """Tell whether a sale is paid on site: named so, or with no other way and none named (R-7.3)."""
    return ON_SITE in accepted and (method == ON_SITE or (method is None and len(accepted) == 1))
