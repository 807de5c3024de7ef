"""Amounts as Stripe's documents count them."""

from decimal import Decimal

import pytest

from trafftpkg.domain.money import digits_of
from trafftpkg.web.checkouts.stripe_amounts import NotPayableError, from_minor, least_charge, to_minor


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("10.99", "EUR", 1099),
        ("0.05", "USD", 5),
        ("500", "JPY", 500),
        ("500", "XPF", 500),
        ("5.120", "KWD", 5120),
        ("0.010", "TND", 10),
        ("5", "ISK", 500),
        ("5", "UGX", 500),
        ("10.45", "HUF", 1045),
        ("800.45", "TWD", 80045),
        ("100.00", "MGA", 100),
        ("9999999999.99", "EUR", 999_999_999_999),
    ],
)
def test_an_amount_is_counted_in_the_minor_unit_and_back(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency) == minor
    back = from_minor(minor, currency)
    assert (str(back), back.as_tuple().exponent) == (amount, -digits_of(currency))


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("5.124", "KWD"),  # the last of three digits must be 0
        ("100.50", "MGA"),  # has a coin, and Stripe takes none
        ("10000000000.00", "EUR"),
        ("0.00", "EUR"),
        ("-1.00", "EUR"),
        ("1.000", "IQD"),
        ("1", "UYI"),
    ],
)
def test_what_stripe_cannot_take_is_never_rounded(amount: str, currency: str) -> None:
    with pytest.raises(NotPayableError):
        to_minor(Decimal(amount), currency)


def test_the_smallest_charge_is_of_the_currency_and_unknown_where_stripe_names_none() -> None:
    least = {each: str(least_charge(each)) for each in ("EUR", "GBP", "HUF", "JPY", "DKK", "RSD")}

    assert least == {"EUR": "0.50", "GBP": "0.30", "HUF": "175", "JPY": "50", "DKK": "2.50", "RSD": "0"}


def test_a_part_of_a_coin_that_is_reported_is_not_rounded_either() -> None:
    assert str(from_minor(550, "ISK")) == "5.50"
