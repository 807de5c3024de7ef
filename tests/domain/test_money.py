"""Money is exact, in the currency's own digits, rounded half up."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lumen import CITY, PACKAGES, VAT
from tests.rules import rule
from trafftpkg.domain.catalogue import Tax
from trafftpkg.domain.ids import ClientKey, PurchaseId
from trafftpkg.domain.money import digits_of, has_too_many_digits, rounded
from trafftpkg.domain.pricing import charge_for, deposit_for
from trafftpkg.domain.purchase import Change, Purchase
from trafftpkg.domain.refunding import less_list_price, pro_rata, total_of
from trafftpkg.domain.terms import Deposit
from trafftpkg.domain.worth import worth_at, worth_of
from trafftpkg.engine.requests.purchase import terms_of

amounts = st.decimals(0, 100_000, places=2)
GLOW = next(each for each in PACKAGES if each.id == "glow-10")


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("JPY", 0), ("BHD", 3), ("CLF", 4), ("XXX", 2)])
def test_a_currency_has_its_own_digits(currency: str, digits: int) -> None:
    assert digits_of(currency) == digits


@rule("R-7.8")
@pytest.mark.parametrize(("amount", "currency"), [("1.480", "EUR"), ("1.0", "JPY"), ("1.0000", "BHD")])
def test_zeros_are_digits_too_many_as_well(amount: str, currency: str) -> None:
    assert has_too_many_digits(Decimal(amount), currency)
    assert not has_too_many_digits(Decimal(amount[:-1].removesuffix(".")), currency)


@pytest.mark.parametrize(
    ("numerator", "denominator", "currency", "amount"),
    [
        ("1", 8, "EUR", "0.13"),
        ("-1", 8, "EUR", "-0.13"),
        ("0.005", 1, "EUR", "0.01"),
        ("0.0049999999999999999999999999", 1, "EUR", "0.00"),
        ("100", 3, "EUR", "33.33"),
        ("1", 2, "JPY", "1"),
        ("0.0005", 1, "BHD", "0.001"),
        ("-0.001", 1, "EUR", "0.00"),
    ],
)
def test_a_quotient_is_rounded_once_half_up(
    numerator: str, denominator: int, currency: str, amount: str
) -> None:
    assert str(rounded(Decimal(numerator), denominator, currency)) == amount


@given(numerator=amounts, denominator=st.integers(1, 10_000))
def test_rounding_is_off_by_half_a_cent_at_most(numerator: Decimal, denominator: int) -> None:
    exact = Fraction(numerator) / denominator

    found = rounded(numerator, denominator, "EUR")

    assert abs(Fraction(found) - exact) <= Fraction(1, 200)
    assert Fraction(found) - exact != Fraction(-1, 200)


@rule("R-7.1")
@pytest.mark.parametrize(
    ("price", "taxes", "total", "tax"),
    [
        ("480.00", (VAT,), "480.00", "80.00"),
        ("99.99", (VAT, CITY), "104.16", "20.84"),
        ("100.00", (CITY,), "105.00", "5.00"),
        ("100.00", (), "100.00", "0.00"),
        ("0.00", (VAT, CITY), "0.00", "0.00"),
        ("0.01", (VAT,), "0.01", "0.00"),
    ],
)
def test_taxes_in_the_price_and_on_top(price: str, taxes: tuple[Tax, ...], total: str, tax: str) -> None:
    charge = charge_for(Decimal(price), taxes, "EUR")

    assert (str(charge.total), str(charge.tax)) == (total, tax)


@rule("R-7.1")
def test_two_taxes_in_the_price_are_both_of_the_same_net_price() -> None:
    other = replace(CITY, included=True)

    assert str(charge_for(Decimal("125.00"), (VAT, other), "EUR").tax) == "25.00"


@rule("R-7.2")
def test_a_deposit_may_be_an_amount() -> None:
    flat = replace(GLOW, deposit=Deposit(percent=None, amount=Decimal("50.00")))

    assert deposit_for(flat, Decimal("480.00"), "EUR") == Decimal("50.00")
    assert deposit_for(replace(GLOW, deposit=None), Decimal("480.00"), "EUR") is None


@rule("R-7.6")
@given(value=amounts, units=st.integers(1, 60), portions=st.lists(st.integers(1, 9), max_size=20))
def test_the_worth_of_all_portions_is_the_value_to_the_cent(
    value: Decimal, units: int, portions: list[int]
) -> None:
    sold, parts = _sold(value, units), list[Decimal]()
    for portion in portions:
        going = min(portion, units - sold.sent)
        part = worth_of(sold, going, NOW)
        sent = Change(kind="sent", at=NOW, units=going, amount=part)
        sold, parts = replace(sold, sent=sold.sent + going, changes=(*sold.changes, sent)), [*parts, part]

    assert sum(parts, Decimal(0)) + worth_at(sold, NOW).left == value
    assert min(parts, default=Decimal(0)) >= 0


@rule("R-7.7")
def test_what_an_imported_balance_had_used_before_is_refunded_pro_rata_on_either_basis() -> None:
    imported = replace(_sold(Decimal("100.00"), 10), used_before=4, paid=Decimal("100.00"))

    assert total_of(pro_rata(imported, NOW)) == Decimal("60.00")
    assert total_of(less_list_price(imported, NOW, "EUR")) == Decimal("60.00")


NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def _sold(value: Decimal, units: int) -> Purchase:
    from tests.lumen import BUSINESS

    return Purchase(
        id=PurchaseId("pur-1"),
        client=ClientKey("c-1"),
        terms=terms_of(GLOW, BUSINESS),
        purchased_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
        granted=units,
        received=0,
        value=value,
        pay_by=None,
        on_site=False,
        last_day=None,
        expires_at=None,
    )
