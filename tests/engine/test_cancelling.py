"""R-8: what becomes of the units when a visit does not take place, or moves."""

from typing import Any

import pytest

from tests.lumen import employee, inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.moments import Length
from trafftpkg.domain.terms import Validity


@rule("R-8.1", "R-8.3")
def test_exactly_free_until_before_the_start_is_in_time(business: Story) -> None:
    glow = business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))

    (visit,) = business.cancels("apt-1", on="2026-01-12T10:00").appointments

    assert (visit.status, visit.units, visit.allocation) == ("cancelled", 0, ())
    assert business.counts(glow) == {"available": 10}


@rule("R-8.1")
def test_a_moment_later_the_policy_keeps_the_units(business: Story) -> None:
    glow = business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))

    (visit,) = business.cancels("apt-1", on="2026-01-12T10:00:00.000001").appointments

    assert (visit.status, visit.units) == ("cancelled", 1)
    assert business.counts(glow) == {"available": 9, "used": 1}


@rule("R-8.1")
def test_a_policy_may_release_late_cancellations(business: Story) -> None:
    business.cancellation(late="release")
    glow = business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))

    business.cancels("apt-1", on="2026-01-13T09:59")

    assert business.counts(glow) == {"available": 10}


@rule("R-8.1")
def test_free_until_in_days_keeps_the_wall_clock_across_a_clock_change(business: Story) -> None:
    business.cancellation(free_until=Length(count=1, unit="d"))
    glow = business.sells("glow-10", to="ana", book=("facial@2026-03-29T10:00",))

    business.cancels("apt-1", on="2026-03-28T10:00")  # 23 hours before

    assert business.counts(glow) == {"available": 10}


@rule("R-8.1")
def test_the_policy_is_the_one_of_the_sale(business: Story) -> None:
    glow = business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))
    business.cancellation(late="release")

    business.cancels("apt-1", on="2026-01-13T09:59")

    assert business.counts(glow) == {"available": 9, "used": 1}


@rule("R-8.1", "R-8.2")
def test_late_and_missed_ones_are_forgiven_together_so_many_times(business: Story) -> None:
    business.cancellation(forgiven=2)
    visits = tuple(f"facial@2026-01-1{day}T10:00" for day in range(2, 6))
    glow = business.sells("glow-10", to="ana", book=visits)

    business.misses("apt-1", on="2026-01-12T10:00")
    business.cancels("apt-2", on="2026-01-13T09:00")
    forgiven = business.counts(glow)
    business.misses("apt-3", on="2026-01-14T11:00")
    business.cancels("apt-4", on="2026-01-15T09:00")

    assert forgiven == {"available": 8, "booked": 2}
    assert business.counts(glow) == {"available": 8, "used": 2}


@rule("R-8.1")
def test_forgiveness_is_the_first_purchase_s_of_the_allocation(business: Story) -> None:
    business.cancellation(forgiven=1)
    half = package("half-hour", inclusion("coaching", 30, unit="minute"), unit="minute", total=30)
    business.offers(half)
    first, second = (business.sells("half-hour", to="ana") for _ in range(2))
    visit = business.makes_appointment("coaching", for_="ana", at="2026-01-12T10:00")

    business.misses(visit, on="2026-01-12T11:00")

    assert (business.purchase(first).forgiven, business.purchase(second).forgiven) == (1, 0)
    assert (business.counts(first), business.counts(second)) == ({"available": 30}, {"available": 30})


@rule("R-8.1")
def test_what_is_released_by_the_policy_or_in_time_uses_no_forgiveness(business: Story) -> None:
    business.cancellation(forgiven=1, no_show="release")
    glow = business.sells("glow-10", to="ana", book=("facial@2026-01-12T10:00", "facial@2026-01-20T10:00"))

    business.misses("apt-1", on="2026-01-12T10:00")
    business.cancels("apt-2")

    assert business.purchase(glow).forgiven == 0


@rule("R-8.2")
def test_a_visit_is_missed_from_its_very_start_on(business: Story) -> None:
    glow = business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))

    business.now = "2026-01-13T09:59:59"
    with business.refuses("not_started"):
        business.misses("apt-1")
    business.misses("apt-1", on="2026-01-13T10:00")

    assert business.counts(glow) == {"available": 9, "used": 1}
    assert business.appointment("apt-1").status == "no_show"


@rule("R-8.6", "R-3.2")
def test_what_has_begun_is_not_cancelled(business: Story) -> None:
    business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))

    business.now = "2026-01-13T10:00"
    with business.refuses("already_started"):
        business.cancels("apt-1", by="business")


@rule("R-8.6")
def test_what_was_cancelled_or_missed_is_so_once(business: Story) -> None:
    business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00", "facial@2026-01-20T10:00"))
    business.cancels("apt-2")
    business.misses("apt-1", on="2026-01-13T10:00")

    with business.refuses("already_cancelled"):
        business.cancels("apt-2")
    with business.refuses("already_cancelled"):
        business.misses("apt-1")
    with business.refuses("already_cancelled"):
        business.moves("apt-2", to="2026-01-21T10:00")


@rule("R-8.6")
@pytest.mark.parametrize(
    ("verdict", "counts"), [("keep", {"available": 9, "used": 1}), ("release", {"available": 10})]
)
def test_staff_may_set_the_policy_aside(business: Story, verdict: Any, counts: dict[str, int]) -> None:
    cancelled = business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))
    missed = business.sells("glow-10", to="eve", book=("facial@2026-01-13T11:00",))

    business.cancels("apt-1", verdict=verdict)
    business.misses("apt-2", verdict=verdict, on="2026-01-13T11:00")

    assert (business.counts(cancelled), business.counts(missed)) == (counts, counts)


@rule("R-8.6", "R-3.2")
def test_units_that_were_kept_are_used_at_once(business: Story) -> None:
    glow = business.sells("glow-10", to="ana", book=("facial@2026-06-13T10:00",))

    business.cancels("apt-1", verdict="keep")

    assert business.counts(glow) == {"available": 9, "used": 1}


@rule("R-8.4")
def test_what_the_business_cancels_is_released_however_late(business: Story) -> None:
    glow = business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))

    business.cancels("apt-1", by="business", on="2026-01-13T09:59")

    assert business.counts(glow) == {"available": 10}


@rule("R-8.4")
def test_what_the_business_cancels_is_not_kept(business: Story) -> None:
    business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))

    with business.refuses("usage"):
        business.cancels("apt-1", by="business", verdict="keep")


@rule("R-8.3")
@pytest.mark.parametrize("written_down", [True, False])
def test_a_unit_released_after_the_end_lapses(business: Story, written_down: bool) -> None:
    sold = _by_booking(business, visit="2026-06-05T10:00")
    if written_down:
        business.expires(on="2026-02-06")

    business.cancels("apt-1", on="2026-03-01")

    assert business.counts(sold) == {"lapsed": 2}
    assert business.expires().units_lapsed == ({} if written_down else {"session": 1})
    assert business.counts(sold) == {"lapsed": 2}


@rule("R-8.4", "R-4.9")
@pytest.mark.parametrize("written_down", [True, False])
def test_a_purchase_that_expired_before_the_business_cancelled_gets_more_time(
    business: Story, written_down: bool
) -> None:
    sold = _by_booking(business, visit="2026-02-20T10:00")
    if written_down:
        business.expires(on="2026-02-06")

    business.cancels("apt-1", by="business", on="2026-02-19")

    assert business.last_day(sold) == "2026-03-06"  # 30 days after 4 February
    assert business.counts(sold) == {"available": 2}


@rule("R-8.4")
def test_more_time_that_would_be_over_already_counts_from_today(business: Story) -> None:
    sold = _by_booking(business, visit="2026-06-05T10:00")

    business.cancels("apt-1", by="business", on="2026-06-01")

    assert business.last_day(sold) == "2026-07-01"
    assert business.counts(sold) == {"available": 2}


@rule("R-8.4")
def test_exactly_on_the_moved_last_day_it_is_not_over_yet(business: Story) -> None:
    sold = _by_booking(business, visit="2026-06-05T10:00")

    business.cancels("apt-1", by="business", on="2026-03-06")

    assert business.last_day(sold) == "2026-03-06"


@rule("R-8.4", "R-4.6")
def test_a_freeze_moves_the_last_day_that_was_made_good(business: Story) -> None:
    sold = _by_booking(business, visit="2026-02-20T10:00")
    business.cancels("apt-1", by="business", on="2026-02-19")

    business.freezes(sold, from_="2026-03-01", until="2026-03-03")

    assert business.last_day(sold) == "2026-03-09"


@rule("R-8.4")
def test_without_make_good_what_the_business_cancels_after_the_end_lapses(business: Story) -> None:
    business.cancellation(make_good=Length(count=0, unit="d"))
    sold = _by_booking(business, visit="2026-06-05T10:00")

    business.cancels("apt-1", by="business", on="2026-03-01")

    assert business.counts(sold) == {"lapsed": 2}


@rule("R-8.3")
def test_a_unit_released_after_a_void_is_voided(business: Story) -> None:
    business.cancellation(no_show="release")
    sold = business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))
    business.voids(sold, on="2026-01-13T10:00")

    business.misses("apt-1")

    assert business.counts(sold) == {"voided": 10}


@rule("R-8.5")
def test_a_moved_visit_keeps_units_employee_and_location(business: Story) -> None:
    glow = business.sells("glow-10", to="ana", book=("massage@2026-01-13T10:00/jo/harbour",))

    moved = business.moves("apt-1", to="2026-01-14T12:00")

    assert (moved.visit.employee, moved.visit.location, moved.units) == ("jo", "harbour", 1)
    assert f"{moved.visit.starts_at:%d %H:%M}-{moved.visit.ends_at:%H:%M}" == "14 11:00-12:00"
    assert business.purchase(glow).holds[0].starts_at == moved.visit.starts_at


@rule("R-8.5")
def test_with_another_employee_a_moved_visit_still_keeps_its_location(business: Story) -> None:
    business.employs(employee("zoe", "massage", "centre harbour"))
    business.sells("glow-10", to="ana", book=("massage@2026-01-13T10:00/jo/harbour",))

    moved = business.moves("apt-1", to="2026-01-13T10:00", employee="zoe")

    assert (moved.visit.employee, moved.visit.location) == ("zoe", "harbour")


@rule("R-8.5")
def test_a_moved_visit_keeps_its_length_when_the_service_has_changed(business: Story) -> None:
    from tests.lumen import service

    business.sells("massage-hours", to="ana", book=("coaching@2026-01-13T10:00",))
    business.gives(service("coaching", 90, "90.00"))

    moved = business.moves("apt-1", to="2026-01-13T10:30")

    assert (moved.visit.duration, moved.units) == (45, 45)


@rule("R-8.5")
def test_a_visit_does_not_clash_with_its_own_place(business: Story) -> None:
    business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))

    moved = business.moves("apt-1", to="2026-01-13T10:20")

    assert f"{moved.visit.starts_at:%H:%M}" == "09:20"


@rule("R-8.5")
def test_a_place_in_a_full_class_is_free_for_the_one_who_has_it(business: Story) -> None:
    for client in ("ana", "eve", "ivo"):
        business.sells("yoga-20", to=client, book=("yoga@2026-01-13T10:00",))

    assert business.moves("apt-1", to="2026-01-13T10:00").status == "booked"


@rule("R-8.5")
def test_inside_free_until_a_visit_is_not_moved_and_exactly_then_it_is(business: Story) -> None:
    business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))

    business.now = "2026-01-12T10:00:01"
    with business.refuses("too_late_to_reschedule"):
        business.moves("apt-1", to="2026-01-20T10:00")
    business.moves("apt-1", to="2026-01-20T10:00", on="2026-01-12T10:00")

    assert business.appointment("apt-1").visit.starts_at.day == 20


@rule("R-8.5")
@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("2026-01-14T10:00", "employee_not_available"),
        ("2026-01-15T10:00", "already_booked"),
        ("2026-01-14T06:00", "outside_hours"),
        ("2026-01-05T10:30", "too_soon"),
        ("2026-01-05T09:00", "in_the_past"),
        ("2027-06-01T10:00", "too_far_ahead"),
        ("2026-02-06T10:00", "purchase_cannot_pay"),
        ("2026-01-20T10:00", "purchase_cannot_pay"),
        ("2026-03-29T02:30", "usage"),
        ("2026-10-25T02:30", "usage"),
    ],
)
def test_a_move_that_is_not_possible_changes_nothing(business: Story, to: str, code: str) -> None:
    business.sells("facial-3", to="eve", book=("facial@2026-01-14T10:00",))
    facials = business.sells("facial-3", to="ana", book=("facial@2026-01-13T10:00",))
    business.sells("yoga-20", to="ana", book=("yoga@2026-01-15T10:00",))
    business.freezes(facials, from_="2026-01-20", until="2026-01-20")
    before = business.appointment("apt-2")

    with business.refuses(code):
        business.moves("apt-2", to=to)

    assert business.appointment("apt-2") == before


@rule("R-8.5", "R-4.4")
def test_redeemed_by_booking_a_visit_may_be_moved_after_the_end(business: Story) -> None:
    _by_booking(business, visit="2026-06-05T10:00")

    moved = business.moves("apt-1", to="2026-06-09T10:00", on="2026-03-01")

    assert moved.visit.starts_at.day == 9


@rule("R-8.5")
def test_a_visit_moves_to_another_employee_s_hours_and_place(business: Story) -> None:
    business.sells("glow-10", to="ana", book=("massage@2026-01-13T10:00/jo/centre",))

    moved = business.moves("apt-1", to="2026-01-13T10:00", location="harbour")

    assert (moved.visit.employee, moved.visit.location) == ("jo", "harbour")


def _by_booking(business: Story, *, visit: str) -> str:
    """Sell two facials redeemed by booking, until 4 February, one of them booked."""
    business.offers(
        package("by-booking", inclusion("facial", 2), validity=Validity(days=30), redeem_by="booking")
    )
    return business.sells("by-booking", to="ana", book=(f"facial@{visit}",))
