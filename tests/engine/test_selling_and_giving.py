"""R-9, R-2 and R-3: selling within limits, transferring, adjusting, voiding; where the units are after it."""

from datetime import date
from decimal import Decimal

import pytest

from tests.lumen import inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.moments import Length
from trafftpkg.domain.package import PurchaseLimit
from trafftpkg.domain.terms import Validity
from trafftpkg.domain.worth import due_of, total_owed


def _limited(business: Story, purchases: int, every: Length | None) -> None:
    """Offer `offer` so many times per client."""
    business.offers(
        package("offer", inclusion("facial", 1), limit=PurchaseLimit(purchases=purchases, every=every))
    )


@rule("R-9.1")
def test_a_client_may_buy_so_many_for_ever(business: Story) -> None:
    _limited(business, 2, None)
    business.sells("offer", to="ana")
    business.sells("offer", to="ana")

    business.now = "2036-01-05"
    with business.refuses("purchase_limit_reached") as refusal:
        business.sells("offer", to="ana")

    assert (refusal.error.limit, refusal.error.again_at) == (2, None)
    assert business.sells("offer", to="eve")


@rule("R-9.1")
def test_the_next_is_free_at_the_same_time_of_day(business: Story) -> None:
    _limited(business, 1, Length(count=30, unit="d"))
    business.sells("offer", to="ana", on="2026-03-01T10:00")

    business.now = "2026-03-31T09:59:59"
    with business.refuses("purchase_limit_reached") as refusal:
        business.sells("offer", to="ana")
    assert f"{refusal.error.again_at:%Y-%m-%dT%H:%M}" == "2026-03-31T08:00"
    assert business.sells("offer", to="ana", on="2026-03-31T10:00")


@rule("R-9.1")
def test_what_was_voided_refunded_or_received_does_not_count(business: Story) -> None:
    _limited(business, 1, None)
    business.voids(business.sells("offer", to="ana"))
    business.refunds(business.sells("offer", to="ana"))
    business.transfers(1, of=business.sells("offer", to="eve"), to="ana")

    assert business.sells("offer", to="ana")


@rule("R-9.1", "R-5.9")
def test_staff_may_set_a_limit_aside(business: Story) -> None:
    _limited(business, 1, None)
    business.sells("offer", to="ana")

    assert business.sells("offer", to="ana", overrides=("limit",))


@rule("R-9.2")
def test_hidden_packages_are_sold_and_archived_ones_are_not(business: Story) -> None:
    assert business.sells("staff-only", to="ana")
    with business.refuses("package_not_sold") as refusal:
        business.sells("retired", to="ana")

    assert refusal.error.why == "archived"


@rule("R-9.2")
def test_a_package_with_a_fixed_end_is_sold_until_that_day_inclusive(business: Story) -> None:
    assert business.sells("yoga-20", to="ana", on="2026-06-30T23:59")
    business.now = "2026-07-01T00:00"
    with business.refuses("package_not_sold") as refusal:
        business.sells("yoga-20", to="ana")

    assert (refusal.error.why, refusal.error.until) == ("over", date(2026, 6, 30))


@rule("R-9.2")
def test_a_sale_books_at_least_the_minimum_of_each_service(business: Story) -> None:
    with business.refuses("minimum_not_booked") as refusal:
        business.sells("starter", to="ana", book=("facial@2026-01-12T10:00",))

    (missing,) = refusal.error.missing
    assert (missing.service, missing.min, missing.booked) == ("facial", 2, 1)


@rule("R-9.2", "R-5.9")
def test_staff_may_set_a_minimum_aside(business: Story) -> None:
    assert business.sells("starter", to="ana", overrides=("minimum",))


@rule("R-9.3")
def test_units_given_to_another_client_become_a_purchase_of_theirs(business: Story) -> None:
    glow = business.sells("glow-10", to="ana", book=("facial@2026-01-12T10:00", "facial@2026-01-13T10:00"))

    gift = business.transfers(4, of=glow, to="ivo")

    received = business.purchase(gift)
    assert business.counts(glow) == {"available": 4, "booked": 2, "sent": 4}
    assert business.counts(gift) == {"available": 4}
    assert (received.granted, received.received, received.client) == (0, 4, business.key_of("ivo"))
    assert (str(total_owed(received)), str(received.paid), str(due_of(received))) == (
        "192.00",
        "192.00",
        "0.00",
    )
    assert (business.last_day(gift), business.status(gift)) == ("2026-07-05", "active")
    assert str(total_owed(business.purchase(glow))) == str(business.purchase(glow).paid) == "288.00"


@rule("R-9.3")
def test_the_receivers_maxima_are_what_the_giver_had_left_at_most_the_units_sent(business: Story) -> None:
    visits = tuple(f"facial@2026-01-{day}T10:00" for day in range(12, 16))
    glow = business.sells("glow-10", to="ana", book=visits)

    gift = business.transfers(3, of=glow, to="ivo")

    maxima = {each.service: each.max_units for each in business.purchase(gift).terms.inclusions}
    assert maxima == {"facial": 2, "massage": 3}


@rule("R-9.3")
def test_all_that_is_free_may_be_sent_and_one_more_may_not(business: Story) -> None:
    glow = business.sells("glow-10", to="ana", book=("facial@2026-01-12T10:00",))

    with business.refuses("not_enough_units") as refusal:
        business.transfers(10, of=glow, to="ivo")
    assert (refusal.error.available, refusal.error.asked) == (9, 10)
    business.transfers(9, of=glow, to="ivo")

    assert business.counts(glow) == {"booked": 1, "sent": 9}


@rule("R-9.3")
@pytest.mark.parametrize(
    ("units", "to", "code"), [(0, "ivo", "usage"), (-1, "ivo", "usage"), (1, "ana", "same_client")]
)
def test_a_transfer_that_is_none_is_refused(business: Story, units: int, to: str, code: str) -> None:
    glow = business.sells("glow-10", to="ana")
    business.knows(to)

    with business.refuses(code):
        business.transfers(units, of=glow, to=to)


@rule("R-9.3")
def test_nothing_is_sent_while_the_giver_owes(business: Story) -> None:
    glow = business.sells("glow-10", to="ana", pay="deposit")

    with business.refuses("payment_due"):
        business.transfers(1, of=glow, to="ivo")


@rule("R-9.3", "R-7.3")
def test_who_gave_most_of_it_away_has_still_paid_enough(business: Story) -> None:
    glow = business.sells("glow-10", to="ana")
    business.transfers(9, of=glow, to="ivo")

    assert business.status(glow) == "active"
    assert business.books("facial", for_="ana", at="2026-01-12T10:00") == glow


@rule("R-9.3")
def test_nothing_is_sent_from_an_expired_purchase(business: Story) -> None:
    facials = business.sells("facial-3", to="ana")

    business.now = "2026-02-05T00:00"
    with business.refuses("purchase_ended"):
        business.transfers(1, of=facials, to="ivo")


@rule("R-9.3", "R-4.5")
def test_a_gift_before_the_first_appointment_has_a_first_appointment_of_its_own(business: Story) -> None:
    business.offers(
        package(
            "first", inclusion("facial", 5), validity=Validity(days=30), validity_from="first-appointment"
        )
    )
    mine = business.sells("first", to="ana")
    gift = business.transfers(2, of=mine, to="ivo")

    business.books("facial", for_="ivo", at="2026-03-20T10:00")

    assert (business.last_day(mine), business.last_day(gift)) == (None, "2026-04-19")


@rule("R-9.3", "R-4.6")
def test_a_gift_of_a_frozen_purchase_is_frozen_too(business: Story) -> None:
    mine = business.sells("facial-3", to="ana")
    business.freezes(mine, from_="2026-01-05")
    gift = business.transfers(1, of=mine, to="ivo")

    business.unfreezes(gift, on="2026-01-15")

    assert (business.status(mine), business.last_day(gift)) == ("frozen", "2026-02-14")


@rule("R-9.3", "R-7.7")
def test_a_gift_is_refunded_by_its_own_worth(business: Story) -> None:
    glow = business.sells("glow-10", to="ana")
    gift = business.transfers(4, of=glow, to="ivo")
    business.books("facial", for_="ivo", at="2026-01-12T10:00")

    business.now = "2026-01-20"
    paid_back = [business.refunds(gift, method="card"), business.refunds(glow)]

    assert [str(each) for each in paid_back] == ["144.00", "288.00"]


@rule("R-9.4")
def test_adjusting_moves_the_units_and_the_maximum_of_every_service(business: Story) -> None:
    glow = business.sells("glow-10", to="ana")

    business.adjusts(glow, 2)

    found = business.purchase(glow)
    assert (found.adjusted, business.counts(glow)) == (2, {"available": 12})
    assert (business.bookable(glow, "facial"), business.bookable(glow, "massage")) == (8, 10)


@rule("R-9.4")
def test_adjusting_for_one_service_moves_its_maximum_only(business: Story) -> None:
    glow = business.sells("glow-10", to="ana")

    business.adjusts(glow, -2, service="facial")

    assert business.counts(glow) == {"available": 8}
    assert (business.bookable(glow, "facial"), business.bookable(glow, "massage")) == (4, 8)


@rule("R-9.4", "R-2.1")
def test_all_that_is_free_may_be_taken_and_one_more_may_not(business: Story) -> None:
    facials = business.sells("facial-3", to="ana", book=("facial@2026-01-12T10:00",))

    with business.refuses("not_enough_units"):
        business.adjusts(facials, -3)
    business.adjusts(facials, -2)

    assert (business.purchase(facials).adjusted, business.counts(facials)) == (-2, {"booked": 1})
    assert business.status(facials) == "active"


@rule("R-9.4")
def test_of_one_service_all_that_is_free_may_be_taken_whether_or_not_it_makes_a_whole_visit(
    business: Story,
) -> None:
    business.offers(package("double", inclusion("facial", 3, uses=2), inclusion("massage", 4)))
    double = business.sells("double", to="ana")
    business.adjusts(double, 1, service="facial")

    with business.refuses("not_enough_units"):
        business.adjusts(double, -8, service="facial")
    business.adjusts(double, -7, service="facial")

    assert (business.bookable(double, "facial"), business.bookable(double, "massage")) == (0, 4)


@rule("R-9.4")
@pytest.mark.parametrize(("units", "service", "code"), [(0, None, "usage"), (1, "yoga", "unknown_service")])
def test_an_adjustment_that_is_none_is_refused(
    business: Story, units: int, service: str | None, code: str
) -> None:
    facials = business.sells("facial-3", to="ana")

    with business.refuses(code):
        business.adjusts(facials, units, service=service)


@rule("R-9.4", "R-7.7")
def test_units_added_by_hand_are_worth_nothing(business: Story) -> None:
    facials = business.sells("facial-3", to="ana")
    business.adjusts(facials, 3)

    assert str(business.refunds(facials)) == "150.00"


@rule("R-9.5")
def test_voiding_ends_a_purchase_and_voids_what_was_free(business: Story) -> None:
    facials = business.sells("facial-3", to="ana", book=("facial@2026-01-12T10:00",))

    business.voids(facials, on="2026-01-12T10:00")

    assert (business.status(facials), business.counts(facials)) == ("voided", {"used": 1, "voided": 2})
    with business.refuses("purchase_ended"):
        business.voids(facials)


@rule("R-9.5")
def test_visits_ahead_refuse_a_void_unless_they_are_cancelled_with_it(business: Story) -> None:
    facials = business.sells("facial-3", to="ana", book=("facial@2026-01-12T10:00",))

    with business.refuses("appointments_ahead"):
        business.voids(facials)
    business.voids(facials, cancel_appointments=True)

    assert business.counts(facials) == {"voided": 3}
    assert business.appointment("apt-1").status == "cancelled"


@rule("R-9.5", "R-8.3")
def test_hours_of_another_purchase_go_back_to_it_when_one_is_voided(business: Story) -> None:
    half = package("half-hour", inclusion("coaching", 30, unit="minute"), unit="minute", total=30)
    business.offers(half)
    first, second = (business.sells("half-hour", to="ana") for _ in range(2))
    business.books("coaching", for_="ana", at="2026-01-12T10:00")

    business.voids(first, cancel_appointments=True)

    assert (business.counts(first), business.counts(second)) == ({"voided": 30}, {"available": 30})


@rule("R-3.1")
def test_the_first_status_that_holds_is_the_status(business: Story) -> None:
    facials = business.sells("facial-3", to="ana", pay="none")
    statuses = [business.status(facials)]
    business.freezes(facials, from_="2026-01-05", until="2026-01-05")
    statuses.append(business.status(facials))
    business.takes(None, for_=facials)
    statuses += [business.status(facials), business.status(facials, on="2026-01-06T00:00")]
    business.booking("facial", for_="ana", at="2026-01-12T10:00", repeat="FREQ=DAILY;COUNT=3")
    statuses += [
        business.status(facials, on="2026-01-14T09:59:59"),
        business.status(facials, on="2026-01-14T10:00"),
        business.status(facials, on="2026-02-06T00:00"),
    ]

    assert statuses == ["pending", "pending", "frozen", "active", "active", "used_up", "expired"]


@rule("R-2.1")
def test_units_are_conserved_through_a_whole_life(business: Story) -> None:
    glow = business.sells("glow-10", to="ana", book=("facial@2026-01-12T10:00", "facial@2026-01-20T10:00"))
    business.adjusts(glow, 1)
    business.transfers(2, of=glow, to="eve")
    business.misses("apt-1", on="2026-01-12T10:00")
    business.cancels("apt-2")

    assert business.counts(glow) == {"available": 8, "used": 1, "sent": 2}
    assert business.counts(glow, on="2026-07-06T00:00") == {"lapsed": 8, "used": 1, "sent": 2}


@rule("R-5.11")
def test_a_price_is_the_service_s_when_it_was_booked(business: Story) -> None:
    from tests.lumen import service

    booked = business.booking("facial", for_="ana", at="2026-01-12T10:00", without_package=True)
    business.gives(service("facial", 50, "99.00"))

    assert business.appointment(booked.appointments[0].id).price == Decimal("60.00")
