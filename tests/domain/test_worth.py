"""R-7.6: what units are worth, reckoned from the facts."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.rules import rule
from tests.stores.samples import sold
from trafftpkg.domain.balance import balance_of
from trafftpkg.domain.ids import AppointmentId, EmployeeId, LocationId, PurchaseId, ServiceId
from trafftpkg.domain.purchase import Change, Ending, Hold, Purchase
from trafftpkg.domain.taxes import priced_at, sum_of, taxes_within
from trafftpkg.domain.terms import TaxSold
from trafftpkg.domain.value import replace
from trafftpkg.domain.worth import due_of, lapsing_units, net_worth, owed_back, worth_at, worth_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def bought(units: int, **facts: Any) -> Purchase:
    """Return a purchase sold on day 0 for 100.00, fully paid; without an end unless there is one."""
    new = sold(1, granted=units).after(PurchaseId("pur-1"), None, day(0))
    price = Decimal("100.00")
    return replace(new, value=price, paid=price, **({"expires_at": None, "last_day": None} | facts))


def day(number: int) -> datetime:
    """Return the moment so many days before now, counted up: day 10 is now."""
    return NOW - timedelta(days=10 - number)


def visits(*days: int) -> tuple[Hold, ...]:
    """Return visits of one unit each, on these days."""
    return tuple(
        Hold(
            appointment=AppointmentId(f"apt-{place}"),
            service=ServiceId("facial"),
            employee=EmployeeId("ines"),
            location=LocationId("chiado"),
            units=1,
            starts_at=day(each),
        )
        for place, each in enumerate(days, 1)
    )


def added(units: int, on: int, lapsing: int | None = 0) -> Change:
    """Return units added, or below zero taken, by hand."""
    return Change(kind="adjusted", at=day(on), units=units, lapsing=lapsing)


def sent(units: int, amount: str, on: int) -> Change:
    """Return units that went for an amount."""
    return Change(kind="sent", at=day(on), units=units, amount=Decimal(amount))


def goodwill(amount: str, on: int) -> Change:
    """Return goodwill."""
    return Change(kind="goodwill", at=day(on), amount=Decimal(amount))


def told(purchase: Purchase) -> tuple[str, str, str]:
    """Return what is used, left and lapsed now; that they are the price is held here."""
    worth = worth_at(purchase, NOW)
    assert worth.used + worth.left + worth.lapsed == worth.total
    return str(worth.used), str(worth.left), str(worth.lapsed)


@rule("R-7.6")
@pytest.mark.parametrize(
    ("purchase", "worth"),
    [
        (bought(3, holds=visits(1)), ("33.33", "66.67", "0.00")),
        (bought(3, holds=visits(1, 20)), ("33.33", "66.67", "0.00")),
        (bought(3, holds=visits(1, 2)), ("66.67", "33.33", "0.00")),
        (bought(3, used_before=2), ("66.67", "33.33", "0.00")),
        # The visit that begins on day 5 comes before the lapse, the one on day 6 after it.
        (bought(6, holds=visits(5, 6), expires_at=day(5)), ("33.34", "0.00", "66.66")),
        # Added units share what is left, whenever they are added.
        (
            bought(2, holds=visits(1, 2), changes=(added(2, 3),), adjusted=2),
            ("100.00", "0.00", "0.00"),
        ),
        (
            bought(2, holds=visits(1, 3), changes=(added(2, 2),), adjusted=2),
            ("66.67", "33.33", "0.00"),
        ),
        # Taken back in full they leave their share to the others.
        (bought(2, changes=(added(2, 1), added(-2, 2)), adjusted=0), ("0.00", "100.00", "0.00")),
        # Taken beyond those added, units lapse with their share; with the last all that is left.
        (
            bought(4, changes=(added(2, 1), added(-3, 2, 1)), adjusted=-1),
            ("0.00", "75.00", "25.00"),
        ),
        (
            bought(4, holds=visits(1), changes=(added(-3, 2, 3),), adjusted=-3),
            ("25.00", "0.00", "75.00"),
        ),
        (
            bought(2, holds=visits(2, 3), changes=(added(2, 1), added(-2, 4)), adjusted=0),
            ("50.00", "0.00", "50.00"),
        ),
        # Sent: the price falls by what was recorded.
        (
            bought(3, holds=visits(3), changes=(sent(1, "33.33", 1),), sent=1),
            ("33.34", "33.33", "0.00"),
        ),
        # A visit released since: what was sent stands, and the rest is reckoned anew.
        (
            bought(2, changes=(added(1, 1), sent(1, "25.00", 2)), sent=1, adjusted=1),
            ("0.00", "75.00", "0.00"),
        ),
        # A visit that turned out to have been used: what was used gives what the units left lack.
        (
            bought(2, holds=visits(1), changes=(added(1, 2), sent(2, "66.67", 3)), sent=2, adjusted=1),
            ("33.33", "0.00", "0.00"),
        ),
        # Goodwill: off what was used, then what is left, then what lapsed.
        (bought(4, holds=visits(1), changes=(goodwill("10.00", 2),)), ("15.00", "75.00", "0.00")),
        (bought(4, holds=visits(1), changes=(goodwill("40.00", 2),)), ("0.00", "60.00", "0.00")),
        (
            bought(4, holds=visits(1), expires_at=day(2), changes=(goodwill("40.00", 3),)),
            ("0.00", "0.00", "60.00"),
        ),
        # A late cancellation that was kept is used at once, though its visit is still to come.
        (
            bought(
                2,
                holds=tuple(replace(each, kept=True, since=day(1)) for each in visits(15)),
                changes=(added(1, 2),),
                adjusted=1,
            ),
            ("50.00", "50.00", "0.00"),
        ),
        # Kept at the very moment of a change, but after it.
        (
            bought(
                2,
                holds=tuple(replace(each, kept=True, since=day(2), after=1) for each in visits(15)),
                changes=(added(2, 2),),
                adjusted=2,
            ),
            ("25.00", "75.00", "0.00"),
        ),
        # Under rules 1 units that were added are worth nothing, and leave first.
        (
            bought(2, holds=visits(2, 3, 4), changes=(added(2, 1, None),), adjusted=2),
            ("50.00", "50.00", "0.00"),
        ),
        (bought(4, changes=(added(-1, 1, None),), adjusted=-1), ("0.00", "75.00", "25.00")),
    ],
)
def test_the_price_is_where_the_facts_put_it(purchase: Purchase, worth: tuple[str, str, str]) -> None:
    assert told(purchase) == worth


@rule("R-7.6")
def test_a_visit_that_is_released_later_is_reckoned_as_if_it_had_never_been() -> None:
    changes = (added(8, 1), added(-1, 9))
    used = bought(2, holds=visits(*range(2, 9), 8), changes=changes, adjusted=7)

    assert told(used) == ("80.00", "20.00", "0.00")
    assert told(replace(used, holds=())) == ("0.00", "100.00", "0.00")


@rule("R-7.6")
def test_units_are_worth_the_difference_of_two_running_totals() -> None:
    purchase = bought(3)

    assert [str(worth_of(purchase, units, NOW)) for units in (1, 2, 3)] == ["33.33", "66.67", "100.00"]


@rule("R-7.6")
def test_units_that_were_added_are_taken_back_first() -> None:
    purchase = bought(4, changes=(added(3, 1), added(-4, 2, 1), added(2, 3)))

    assert [lapsing_units(purchase, each) for each in (1, 2, 3)] == [0, 0, 1]


@rule("R-7.10")
@pytest.mark.parametrize(
    ("paid", "kept", "due", "owed"),
    [
        ("0.00", "0.00", "50.00", "0.00"),
        ("50.00", "0.00", "0.00", "0.00"),
        ("80.00", "0.00", "0.00", "30.00"),
        ("80.00", "30.00", "0.00", "0.00"),
        ("80.00", "10.00", "0.00", "20.00"),
        ("0.00", None, "0.00", "0.00"),
        ("80.00", None, "0.00", "0.00"),
    ],
)
def test_after_an_end_what_was_used_is_due_and_what_is_not_kept_is_owed(
    paid: str, kept: str | None, due: str, owed: str
) -> None:
    ended = Ending(kind="voided", at=day(3), kept=None if kept is None else Decimal(kept))
    purchase = replace(bought(2, holds=visits(1), voided=1, ended=ended), paid=Decimal(paid))

    assert (str(due_of(purchase)), str(owed_back(purchase))) == (due, owed)
    told(purchase)


@rule("R-7.12")
def test_the_taxes_of_all_parts_are_the_taxes_of_the_sale() -> None:
    taxes = tuple(
        TaxSold(id=each, name=each, percent=Decimal(10), amount=Decimal(amount))
        for each, amount in (("vat", "16.67"), ("city", "0.05"))
    )
    terms = replace(bought(3).terms, total=Decimal("100.00"), tax=Decimal("16.72"), taxes=taxes)

    first, rest = priced_at(terms, Decimal("33.33"), Decimal("100.00")), priced_at(terms, Decimal("66.67"))

    assert [str(each.amount) for each in first.taxes] == ["5.56", "0.02"]
    assert [str(each.amount) for each in rest.taxes] == ["11.11", "0.03"]
    assert str(first.tax) == "5.58"
    whole = Decimal("100.00")
    assert str(sum_of(taxes_within(terms, whole), whole)) == "16.72"


@rule("R-7.12")
def test_what_lapsed_and_what_is_left_carry_the_price_without_taxes() -> None:
    purchase = bought(2, changes=(added(-1, on=2, lapsing=1),))
    vat = TaxSold(id="vat", name="vat", percent=Decimal(10), amount=Decimal("9.09"))
    terms = replace(purchase.terms, total=Decimal("100.00"), tax=Decimal("9.09"), taxes=(vat,))

    left = net_worth(replace(purchase, terms=terms), NOW, balance_of(purchase, NOW))

    assert told(purchase) == ("0.00", "50.00", "50.00")
    # 50.00 has 4.55 of tax, so that 45.45 lapsed; the rest of 90.91 is left.
    assert str(left) == "45.46"


@rule("R-7.12")
def test_under_rules_1_only_the_sum_of_the_taxes_is_known() -> None:
    terms = replace(bought(3).terms, total=Decimal("100.00"), tax=Decimal("16.67"))

    assert [str(each.amount) for each in taxes_within(terms, Decimal("50.00"))] == ["8.34"]
