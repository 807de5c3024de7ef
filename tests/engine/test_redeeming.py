"""R-12.3: a package pays for a visit that is booked already."""

from decimal import Decimal

import pytest

from tests.lumen import inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.terms import Validity
from trafftpkg.domain.worth import worth_at


def at_price(business: Story, day: int = 12) -> str:
    return business.makes_appointment("facial", for_="ana", at=f"2026-01-{day}T10:00", without_package=True)


@rule("R-12.3")
def test_a_visit_at_its_price_is_paid_by_a_package_bought_later(business: Story) -> None:
    visit = at_price(business)
    sold = business.sells("glow-10", to="ana", on="2026-01-12T13:00")

    business.redeems(visit)

    assert business.counts(sold) == {"available": 9, "used": 1}
    found = business.appointment(visit)
    assert (found.price, found.owed, found.units) == (None, None, 1)
    assert str(worth_at(business.purchase(sold), business.moment()).used) == "48.00"


@rule("R-12.3")
def test_what_was_paid_for_the_visit_is_owed_and_refunded(business: Story) -> None:
    visit = at_price(business)
    business.takes(None, for_=visit)
    business.sells("glow-10", to="ana", on="2026-01-06")

    business.redeems(visit)

    assert business.appointment(visit).due == 0
    assert business.refunds_visit(visit, cancel_appointments=True) == Decimal("60.00")
    assert business.appointment(visit).units == 0


@rule("R-12.3")
def test_another_purchase_pays_and_the_first_has_its_units_back(business: Story) -> None:
    first = business.sells("glow-10", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")
    second = business.sells("facial-3", to="ana", on="2026-01-13")

    business.redeems(visit, payer=second)

    assert business.counts(first) == {"available": 10}
    assert business.counts(second) == {"available": 2, "used": 1}
    with business.refuses("usage"):
        business.redeems(visit, payer=second)


@rule("R-12.3")
def test_it_takes_its_share_when_it_is_said(business: Story) -> None:
    visit = at_price(business)
    sold = business.sells("glow-10", to="ana", on="2026-01-13")
    business.adjusts(sold, 2)

    business.redeems(visit, on="2026-01-14")

    # Of 480.00 over twelve: the units that were added share too.
    assert str(worth_at(business.purchase(sold), business.moment()).used) == "40.00"


@rule("R-12.3")
def test_a_visit_of_a_purchase_that_ended_or_one_that_was_released_is_not_redeemed(business: Story) -> None:
    ended = business.sells("facial-3", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")
    business.voids(ended, on="2026-01-13")
    business.sells("glow-10", to="ana")
    with business.refuses("purchase_ended"):
        business.redeems(visit)

    released = at_price(business, day=20)
    business.cancels(released)
    with business.refuses("already_cancelled"):
        business.redeems(released)


@rule("R-12.3")
@pytest.mark.parametrize("how", ["named", "chosen"])
def test_only_what_can_pay_is_taken(business: Story, how: str) -> None:
    visit = at_price(business)
    other = business.sells("glow-10", to="eve", on="2026-01-13")

    with business.refuses("not_a_member" if how == "named" else "nothing_to_redeem"):
        business.redeems(visit, payer=other if how == "named" else None)


@rule("R-12.3")
def test_a_missed_visit_that_was_kept_is_paid_too_and_starts_the_validity(business: Story) -> None:
    business.offers(
        package(
            "first", inclusion("facial", 4), validity=Validity(days=10), validity_from="first-appointment"
        )
    )
    visit = at_price(business)
    business.misses(visit, on="2026-01-12T12:00")
    sold = business.sells("first", to="ana", on="2026-01-15")

    business.redeems(visit)

    assert business.counts(sold) == {"available": 3, "used": 1}
    assert business.last_day(sold) == "2026-01-25"
    assert business.appointment(visit).status == "no_show"


@rule("R-12.3", "R-4.5")
def test_a_purchase_that_paid_a_part_of_its_first_visit_and_pays_all_of_it_still_starts_with_it(
    business: Story,
) -> None:
    hours = inclusion("coaching", 60, unit="minute")
    starting = package(
        "starting", hours, unit="minute", validity=Validity(days=30), validity_from="first-appointment"
    )
    business.offers(starting, package("other", hours, unit="minute", priority=60))
    sold, other = (business.sells(each, to="ana") for each in ("starting", "other"))
    earlier, visit = (
        business.makes_appointment("coaching", for_="ana", at=f"2026-01-{day}T10:00") for day in (12, 20)
    )
    assert [each.purchase for each in business.appointment(visit).allocation] == [sold, other]
    business.cancels(earlier)

    business.redeems(visit, payer=sold)

    assert [each.purchase for each in business.appointment(visit).allocation] == [sold]
    assert business.last_day(sold) == "2026-02-19"
