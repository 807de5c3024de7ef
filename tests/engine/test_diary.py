"""R-5: when, where, and with whom a visit can be."""

from datetime import date, time
from typing import Any

import pytest

from tests.lumen import BUSINESS, employee, inclusion, location, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.catalogue import Shift
from trafftpkg.domain.moments import DaySpan, Length


@pytest.fixture
def salon(business: Story) -> Story:
    """Mira works on Mondays from 09:00 to 13:00 and from 14:00 to 18:00; `many` pays for anything."""
    monday = (Shift(weekday=0, start=time(9), end=time(13)), Shift(weekday=0, start=time(14), end=time(18)))
    business.employs(employee("mira", "facial peel", "centre", shifts=monday))
    business.offers(
        package("many", *(inclusion(each, 400) for each in ("facial", "peel", "yoga", "coaching", "massage")))
    )
    for client in ("ana", "eve", "ivo", "lea"):
        business.sells("many", to=client)
    return business


@rule("R-5.1")
@pytest.mark.parametrize(
    ("service", "start", "fits"),
    [
        ("facial", "09:00", True),
        ("facial", "08:59", False),
        ("facial", "12:10", True),
        ("facial", "12:11", False),
        ("facial", "13:00", False),
        ("facial", "13:55", False),
        ("facial", "14:00", True),
        ("facial", "17:10", True),
        ("peel", "09:05", True),
        ("peel", "09:04", False),
        ("peel", "12:00", True),
        ("peel", "12:01", False),
    ],
)
def test_all_working_time_with_buffers_lies_within_one_shift(
    salon: Story, service: str, start: str, fits: bool
) -> None:
    if fits:
        assert salon.books(service, for_="ana", at=f"2026-01-12T{start}")
    else:
        with salon.refuses("outside_hours"):
            salon.books(service, for_="ana", at=f"2026-01-12T{start}")


@rule("R-5.1")
def test_a_day_without_a_shift_is_outside_hours(salon: Story) -> None:
    with salon.refuses("outside_hours"):
        salon.books("facial", for_="ana", at="2026-01-13T10:00")


@rule("R-5.2")
def test_days_that_anyone_is_away_have_no_hours(salon: Story) -> None:
    monday = (Shift(weekday=0, start=time(9), end=time(18)),)
    day_off = DaySpan(first=date(2026, 1, 19), last=date(2026, 1, 19))
    salon.employs(employee("mira", "facial", "centre", shifts=monday, days_off=(day_off,)))
    salon.opens(location("centre", closed=(DaySpan(first=date(2026, 1, 25), last=date(2026, 1, 26)),)))
    salon.declares(closed=(DaySpan(first=date(2026, 2, 2), last=date(2026, 2, 8)),))

    for closed in ("2026-01-19", "2026-01-26", "2026-02-02"):
        with salon.refuses("outside_hours"):
            salon.books("facial", for_="ana", at=f"{closed}T10:00")
    for open_ in ("2026-01-12", "2026-02-09"):
        salon.books("facial", for_="ana", at=f"{open_}T10:00")


@rule("R-5.2")
def test_a_shift_until_midnight_goes_on_into_one_that_starts_there(salon: Story) -> None:
    late = Shift(weekday=0, start=time(20), end=None)
    early = Shift(weekday=1, start=time(0), end=time(6))
    salon.employs(employee("mira", "facial", "centre", shifts=(late, early)))

    salon.books("facial", for_="ana", at="2026-01-12T23:30")
    salon.books("facial", for_="eve", at="2026-01-13T00:20")
    with salon.refuses("outside_hours"):
        salon.books("facial", for_="ana", at="2026-01-13T23:30")


@rule("R-5.2")
def test_hours_are_local_to_the_location(salon: Story) -> None:
    salon.opens(location("st-johns", "America/St_Johns"))
    nine_to_five = tuple(Shift(weekday=day, start=time(9), end=time(17)) for day in range(7))
    salon.employs(employee("ann", "facial", "st-johns", shifts=nine_to_five))

    visit = salon.makes_appointment("facial", for_="ana", at="2026-01-12T09:00", employee="ann")

    assert f"{salon.appointment(visit).visit.starts_at:%H:%M}" == "12:30"
    with salon.refuses("outside_hours"):
        salon.books("facial", for_="ana", at="2026-01-13T09:00+01:00", employee="ann")


@rule("R-5.2")
def test_on_the_day_of_a_clock_change_the_wall_clock_counts(salon: Story) -> None:
    sunday = (Shift(weekday=6, start=time(1), end=time(4)),)
    salon.employs(employee("mira", "facial", "centre", shifts=sunday))

    salon.books("facial", for_="ana", at="2026-03-29T01:00")
    salon.books("facial", for_="eve", at="2026-03-29T03:10")
    with salon.refuses("outside_hours"):
        salon.books("facial", for_="ivo", at="2026-03-29T03:11:00+02:00")


@rule("R-5.2")
@pytest.mark.parametrize(("at", "typed"), [("2026-03-29T02:30", "gap"), ("2026-10-25T02:30", "overlap")])
def test_a_local_time_that_is_skipped_or_occurs_twice_is_refused(salon: Story, at: str, typed: str) -> None:
    salon.employs(employee("mira", "facial", "centre", shifts=_always()))

    with salon.refuses("usage"):
        salon.books("facial", for_="ana", at=at)


@rule("R-5.2")
def test_with_its_offset_a_time_that_occurs_twice_can_be_booked_twice(salon: Story) -> None:
    salon.employs(employee("mira", "facial", "centre", shifts=_always()))

    salon.books("facial", for_="ana", at="2026-10-25T02:00+02:00")
    salon.books("facial", for_="ana", at="2026-10-25T02:00+01:00")


@rule("R-5.3")
@pytest.mark.parametrize(
    ("start", "fits"),
    [("09:10", True), ("09:11", False), ("10:49", False), ("10:50", True), ("10:20", False)],
)
def test_an_employee_is_not_booked_at_overlapping_times(salon: Story, start: str, fits: bool) -> None:
    salon.books("facial", for_="ana", at="2026-01-12T10:00")

    if fits:
        assert salon.books("facial", for_="eve", at=f"2026-01-12T{start}")
    else:
        with salon.refuses("employee_not_available") as refusal:
            salon.books("facial", for_="eve", at=f"2026-01-12T{start}")
        assert refusal.error.why == "booked"


@rule("R-5.3")
@pytest.mark.parametrize(
    ("start", "fits"), [("09:05", True), ("09:06", False), ("10:59", False), ("11:00", True)]
)
def test_buffers_of_the_one_that_stands_count_as_working_time(salon: Story, start: str, fits: bool) -> None:
    salon.books("peel", for_="ana", at="2026-01-12T10:00")  # occupied from 09:55 until 11:00

    if fits:
        assert salon.books("facial", for_="eve", at=f"2026-01-12T{start}")
    else:
        with salon.refuses("employee_not_available"):
            salon.books("facial", for_="eve", at=f"2026-01-12T{start}")


@rule("R-5.3")
def test_what_was_cancelled_late_leaves_its_time_free(salon: Story) -> None:
    visit = salon.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")
    salon.cancels(visit, verdict="keep")

    assert salon.books("facial", for_="eve", at="2026-01-12T10:00")


@rule("R-5.3", "R-5.9")
def test_nothing_lifts_an_employee_s_double_booking(salon: Story) -> None:
    salon.books("facial", for_="ana", at="2026-01-12T10:00")

    with salon.refuses("employee_not_available"):
        everything = ("past", "hours", "notice", "horizon", "limit", "minimum", "overlap")
        salon.books("facial", for_="eve", at="2026-01-12T10:30", overrides=everything)


@rule("R-5.3")
def test_one_employee_is_not_at_two_locations_at_once(salon: Story) -> None:
    salon.books("massage", for_="ana", at="2026-01-12T10:00", employee="jo", location="centre")

    with salon.refuses("employee_not_available"):
        salon.books("massage", for_="eve", at="2026-01-12T10:30", employee="jo", location="harbour")


@rule("R-5.4")
def test_a_class_takes_as_many_clients_as_its_capacity(salon: Story) -> None:
    for client in ("ana", "eve", "ivo"):
        salon.books("yoga", for_=client, at="2026-01-12T18:00")

    with salon.refuses("employee_not_available") as refusal:
        salon.books("yoga", for_="lea", at="2026-01-12T18:00")
    assert refusal.error.why == "full"
    with salon.refuses("employee_not_available"):
        salon.books("yoga", for_="lea", at="2026-01-12T18:30")
    salon.cancels("apt-2")
    assert salon.books("yoga", for_="lea", at="2026-01-12T18:00")


@rule("R-5.4")
def test_another_service_of_the_class_s_employee_is_another_visit(salon: Story) -> None:
    salon.books("yoga", for_="ana", at="2026-01-12T18:00")

    with salon.refuses("employee_not_available"):
        salon.books("coaching", for_="eve", at="2026-01-12T18:00")


@rule("R-5.5")
def test_a_client_is_not_booked_twice_at_overlapping_times(salon: Story) -> None:
    salon.books("peel", for_="ana", at="2026-01-12T10:00")

    with salon.refuses("already_booked") as refusal:
        salon.books("coaching", for_="ana", at="2026-01-12T10:49")
    assert refusal.error.appointment == "apt-1"
    assert salon.books("coaching", for_="ana", at="2026-01-12T10:50")


@rule("R-5.5", "R-5.9")
def test_staff_may_let_a_client_be_booked_twice(salon: Story) -> None:
    salon.books("peel", for_="ana", at="2026-01-12T10:00")

    assert salon.books("coaching", for_="ana", at="2026-01-12T10:30", overrides=("overlap",))


@rule("R-5.5", "R-5.3")
def test_two_employees_can_see_a_client_at_once_where_staff_let_them(salon: Story) -> None:
    visits = ("peel@2026-01-12T10:00", "coaching@2026-01-12T10:00")

    with salon.refuses("already_booked"):
        salon.sells("many", to="ana", book=visits)
    assert salon.sells("many", to="ana", book=visits, overrides=("overlap",))


@rule("R-5.6")
def test_several_possible_employees_are_asked_for_and_listed(salon: Story) -> None:
    salon.employs(employee("zoe", "facial", "centre"))

    with salon.refuses("employee_required") as refusal:
        salon.books("facial", for_="ana", at="2026-01-12T10:00")

    assert refusal.error.employees == ("mira", "zoe")


@rule("R-5.6")
def test_several_possible_locations_are_asked_for_and_listed(salon: Story) -> None:
    with salon.refuses("location_required") as refusal:
        salon.books("massage", for_="ana", at="2026-01-12T10:00")

    assert refusal.error.locations == ("centre", "harbour")


@rule("R-5.6")
@pytest.mark.parametrize(
    ("service", "where", "why"),
    [
        ("facial", {"employee": "jo"}, "service"),
        ("facial", {"employee": "mira", "location": "harbour"}, "location"),
        ("facial", {"location": "harbour"}, "nobody"),
    ],
)
def test_what_nobody_does_by_declaration_is_refused(
    salon: Story, service: str, where: dict[str, Any], why: str
) -> None:
    with salon.refuses("employee_not_available") as refusal:
        salon.books(service, for_="ana", at="2026-01-12T10:00", **where)

    assert refusal.error.why == why


@rule("R-1.2")
@pytest.mark.parametrize(
    ("what", "code", "near"),
    [
        ({"service": "facal"}, "unknown_service", "facial"),
        ({"employee": "mirra"}, "unknown_employee", "mira"),
        ({"location": "center"}, "unknown_location", "centre"),
    ],
)
def test_a_mistyped_name_is_refused_with_the_nearest_known_one(
    salon: Story, what: dict[str, Any], code: str, near: str
) -> None:
    with salon.refuses(code) as refusal:
        salon.books(**{"service": "facial", "for_": "ana", "at": "2026-01-12T10:00", **what})

    assert refusal.error.nearest == near


@rule("R-5.7")
def test_slots_lie_on_the_grid_of_each_opening_and_leave_out_what_is_taken(salon: Story) -> None:
    salon.declares(booking=_rules(step="30m"))
    salon.books("facial", for_="ana", at="2026-01-12T10:05")

    found = salon.slots("facial", "2026-01-12")

    local = [
        "09:00",
        "11:00",
        "11:30",
        "12:00",
        "14:00",
        "14:30",
        "15:00",
        "15:30",
        "16:00",
        "16:30",
        "17:00",
    ]
    assert found == [(f"{int(each[:2]) - 1:02}{each[2:]}", 1) for each in local]


@rule("R-5.7")
def test_slots_of_a_class_say_how_many_places_are_left(salon: Story) -> None:
    salon.books("yoga", for_="ana", at="2026-01-12T18:00")

    places = dict(salon.slots("yoga", "2026-01-12"))

    assert (places["17:00"], places["16:00"], places.get("16:15")) == (2, 3, None)


@rule("R-5.7", "R-5.10")
def test_every_slot_can_be_booked_as_offered_and_none_sooner_than_the_notice(salon: Story) -> None:
    assert salon.slots("peel", "2026-01-12", on="2026-01-12T09:35")[0] == ("09:45", 1)
    offered = salon.slots("peel", "2026-01-12", on="2026-01-12T09:30")

    assert offered[0] == ("09:30", 1)
    for start, _ in offered:
        with salon.ledger.reading():
            assert salon.booking("peel", for_="ana", at=f"2026-01-12T{start}Z", dry_run=True).dry_run


@rule("R-5.7")
def test_slots_of_a_location_elsewhere_are_on_its_own_days(salon: Story) -> None:
    salon.opens(location("apia", "Pacific/Apia"))
    salon.employs(employee("sina", "facial", "apia"))
    salon.declares(booking=_rules(step="60m"))

    found = salon.slots("facial", "2026-01-12", location="apia")

    assert (found[0], found[-1]) == (("18:00", 1), ("08:00", 1))  # from 07:00 to 21:00, at +13:00


@rule("R-5.7")
def test_slots_are_asked_for_a_year_at_most(salon: Story) -> None:
    from trafftpkg.engine.questions.slots import FindSlots

    with salon.refuses("usage") as backwards:
        salon.engine.ask(FindSlots(service="facial", first_day=date(2026, 1, 2), last_day=date(2026, 1, 1)))
    with salon.refuses("usage") as long:
        salon.engine.ask(FindSlots(service="facial", first_day=date(2026, 1, 1), last_day=date(2027, 1, 2)))

    assert (backwards.error.reason, backwards.error.field) == ("before_start", "last_day")
    assert (long.error.reason, long.error.nearest) == ("too_many_days", date(2027, 1, 1))


@rule("R-5.8")
def test_a_series_keeps_its_wall_clock_across_a_clock_change(salon: Story) -> None:
    booked = salon.booking("facial", for_="ana", at="2026-03-23T10:00", repeat="FREQ=WEEKLY;COUNT=2")

    starts = [f"{each.visit.starts_at:%d %H:%M}" for each in booked.appointments]
    assert starts == ["23 09:00", "30 08:00"]


@rule("R-5.8", "R-1.3")
def test_a_series_is_booked_as_a_whole_or_not_at_all(salon: Story) -> None:
    salon.books("facial", for_="eve", at="2026-01-26T10:00")

    with salon.refuses("employee_not_available"):
        salon.booking("facial", for_="ana", at="2026-01-12T10:00", repeat="FREQ=WEEKLY;COUNT=3")
    booked = salon.booking("facial", for_="ana", at="2026-01-12T10:00", repeat="FREQ=WEEKLY;COUNT=2")

    assert booked.entry is not None
    assert (len(booked.appointments), booked.entry.seq) == (2, 6)


@rule("R-5.8")
def test_a_series_may_be_paid_by_several_packages_in_their_order(business: Story) -> None:
    facials, glow = business.sells("facial-3", to="ana"), business.sells("glow-10", to="ana")

    booked = business.booking("facial", for_="ana", at="2026-01-12T10:00", repeat="FREQ=DAILY;COUNT=5")

    assert [each.allocation[0].purchase for each in booked.appointments] == [*[facials] * 3, *[glow] * 2]


@rule("R-5.8")
@pytest.mark.parametrize(
    "repeat",
    [
        "FREQ=WEEKLY",
        "FREQ=DAILY;COUNT=367",
        "FREQ=SOMETIMES;COUNT=2",
        "COUNT=2",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20260401",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=2",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;UNTIL=20250101",
        "every week",
        "",
    ],
)
def test_a_series_that_is_none_or_has_no_end_is_refused(salon: Story, repeat: str) -> None:
    with salon.refuses("usage"):
        salon.booking("facial", for_="ana", at="2026-01-12T10:00", repeat=repeat)


@rule("R-5.8")
def test_a_series_that_meets_a_skipped_time_is_refused(salon: Story) -> None:
    salon.employs(employee("mira", "facial", "centre", shifts=_always()))

    with salon.refuses("usage"):
        salon.booking("facial", for_="ana", at="2026-03-22T02:30", repeat="FREQ=WEEKLY;COUNT=2")


@rule("R-5.8")
@pytest.mark.parametrize("where", [{}, {"employee": "any", "location": "centre"}])
def test_a_series_takes_the_first_of_an_hour_that_occurs_twice(salon: Story, where: dict[str, str]) -> None:
    salon.employs(employee("mira", "facial", "centre", shifts=_always()))

    booked = salon.booking(
        "facial",
        for_="ana",
        at="2026-10-18T02:30",
        repeat="FREQ=WEEKLY;COUNT=3",
        **where,  # type: ignore[arg-type]
    )

    starts = [f"{each.visit.starts_at:%d %H:%M}" for each in booked.appointments]
    assert starts == ["18 00:30", "25 00:30", "01 01:30"]


@rule("R-5.8")
def test_the_start_that_is_typed_still_says_which_of_two_it_is(salon: Story) -> None:
    salon.employs(employee("mira", "facial", "centre", shifts=_always()))

    with salon.refuses("usage"):
        salon.booking("facial", for_="ana", at="2026-10-25T02:30", repeat="FREQ=WEEKLY;COUNT=2")


@rule("R-5.9", "R-1.9")
def test_setting_a_policy_aside_needs_a_reason(salon: Story) -> None:
    from trafftpkg.engine.requests.book import BookAppointment
    from trafftpkg.engine.requests.placing import VisitWanted

    wanted = VisitWanted(service="facial", at=salon.moment(), employee=None, location=None)
    with salon.refuses("reason_required"):
        salon.does(BookAppointment(client="ana", wanted=wanted, overrides=("past",), reason=None))
    with salon.refuses("reason_required"):
        salon.does(BookAppointment(client="ana", wanted=wanted, overrides=("past",), reason="  "))


@rule("R-5.9")
@pytest.mark.parametrize(
    ("at", "code", "override"),
    [
        ("2026-01-12T13:10", "outside_hours", "hours"),
        ("2026-01-05T10:30", "too_soon", "notice"),
        ("2027-04-05T10:00", "too_far_ahead", "horizon"),
        ("2025-12-29T10:00", "in_the_past", "past"),
    ],
)
def test_each_policy_is_set_aside_by_its_own_name(salon: Story, at: str, code: str, override: Any) -> None:
    others = tuple(each for each in ("past", "hours", "notice", "horizon") if each != override)

    with salon.refuses(code):
        salon.books("facial", for_="ana", at=at)
    with salon.refuses(code):
        salon.books("facial", for_="ana", at=at, overrides=others)
    assert salon.books("facial", for_="ana", at=at, overrides=(override,))


@rule("R-5.9", "R-3.2")
def test_a_visit_booked_into_the_past_is_used_at_once(salon: Story) -> None:
    sold = salon.books("facial", for_="ana", at="2025-12-29T10:00", overrides=("past",))

    assert salon.counts(sold) == {"available": 1999, "used": 1}


@rule("R-5.10")
@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2026-01-05T09:59:59", "in_the_past"),
        ("2026-01-05T10:59:59", "too_soon"),
        ("2026-01-05T11:00", None),
        ("2027-02-09T10:00", None),
        ("2027-02-09T10:00:01", "too_far_ahead"),
    ],
)
def test_exactly_the_notice_and_exactly_the_horizon_can_be_booked(
    salon: Story, at: str, code: str | None
) -> None:
    salon.employs(employee("mira", "facial", "centre"))

    if code is None:
        assert salon.books("facial", for_="ana", at=at)
    else:
        with salon.refuses(code):
            salon.books("facial", for_="ana", at=at)


@rule("R-5.10")
def test_without_notice_a_visit_can_start_now(salon: Story) -> None:
    salon.declares(booking=_rules(notice="0m"))

    sold = salon.books("facial", for_="ana", at="2026-01-05T10:00")

    assert salon.counts(sold) == {"available": 1999, "used": 1}


@rule("R-5.11")
def test_a_visit_without_a_package_is_in_the_diary_like_any_other(business: Story) -> None:
    booked = business.booking("facial", for_="ana", at="2026-01-12T10:00", without_package=True)

    (visit,) = booked.appointments
    assert (visit.units, str(visit.price), str(visit.due), visit.allocation) == (0, "60.00", "60.00", ())
    assert booked.purchases == ()
    with business.refuses("employee_not_available"):
        business.booking("facial", for_="ivo", at="2026-01-12T10:30", without_package=True)
    assert business.moves(visit.id, to="2026-01-13T10:00").visit.starts_at.day == 13


def _always() -> tuple[Shift, ...]:
    return tuple(Shift(weekday=day, start=time(0), end=None) for day in range(7))


def _rules(step: str = "15m", notice: str = "1h") -> Any:
    from dataclasses import replace

    lengths = {
        name: Length(count=int(text[:-1]), unit="h" if text[-1] == "h" else "m")
        for name, text in (("step", step), ("notice", notice))
    }
    return replace(BUSINESS.booking, **lengths)
