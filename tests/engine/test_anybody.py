"""`any`: who is free is chosen by an order without ties, and a refusal names who else has time."""

from datetime import datetime

import pytest

from tests.lumen import employee, inclusion, package, service
from tests.rules import rule
from tests.story import Story
from trafftpkg.engine.requests.block import BlockEmployee
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage
from trafftpkg.engine.requests.reschedule import RescheduleAppointment

MONDAY = "2026-01-12"


@pytest.fixture
def crew(business: Story) -> Story:
    """Zoe, Amy and Bo give facials, in this order; Bo also at the harbour. Classes are Zoe's and Amy's."""
    business.gives(service("facial", 50, "60.00"), service("yoga", 60, "15.00", capacity=2))
    business.employs(
        employee("mira", "peel", "centre"),
        employee("ravi", "coaching", "harbour"),
        employee("zoe", "facial yoga", "centre"),
        employee("amy", "facial yoga", "centre"),
        employee("bo", "facial massage", "centre harbour"),
    )
    business.offers(package("many", inclusion("facial", 400), inclusion("yoga", 400)))
    for client in ("ana", "eve", "ivo", "lea"):
        business.sells("many", to=client)
    return business


def who(crew: Story, at: str, for_: str = "ana", service: str = "facial", **where: str) -> str:
    """Book with anybody at the centre, and return who it is."""
    where = {"employee": "any", "location": "centre"} | where
    (visit,) = crew.booking(service, for_=for_, at=f"{MONDAY}T{at}", **where).appointments  # type: ignore[arg-type]
    return visit.visit.employee


@rule("R-5.12")
def test_who_has_the_fewest_visits_that_day_comes_first_and_then_the_order_of_the_file(
    crew: Story,
) -> None:
    crew.books("facial", for_="lea", at="2026-01-13T09:00", employee="zoe")

    assert [who(crew, at) for at in ("09:00", "10:00", "11:00", "12:00")] == ["zoe", "amy", "bo", "zoe"]


@rule("R-5.12")
def test_who_is_booked_or_away_is_passed_over(crew: Story) -> None:
    crew.books("facial", for_="eve", at=f"{MONDAY}T09:20", employee="zoe")
    start, end = (salon_moment(each) for each in ("08:00", "12:00"))
    crew.does(BlockEmployee(employee="amy", start=start, end=end, reason="ill"))

    assert who(crew, "10:00") == "bo"


@rule("R-5.12")
def test_a_class_counts_once_however_many_come(crew: Story) -> None:
    classes = [who(crew, "18:00", for_=each, service="yoga") for each in ("ana", "eve", "ivo")]

    assert classes == ["zoe", "amy", "zoe"]
    assert who(crew, "20:00", for_="lea", service="yoga") == "zoe"


@rule("R-5.12", "R-5.5", "R-5.10")
def test_the_other_rules_of_the_diary_hold_with_anybody_too(crew: Story) -> None:
    crew.books("facial", for_="ana", at=f"{MONDAY}T09:00", employee="zoe")

    with crew.refuses("already_booked"):
        who(crew, "09:30")
    with crew.refuses("in_the_past"):
        crew.books("facial", for_="ana", at="2025-12-01T10:00", employee="any", location="centre")


@rule("R-5.12")
def test_where_nobody_is_free_the_visit_is_refused(crew: Story) -> None:
    for client, employee_ in (("eve", "zoe"), ("ivo", "amy"), ("lea", "bo")):
        crew.books("facial", for_=client, at=f"{MONDAY}T09:00", employee=employee_, location="centre")

    with crew.refuses("employee_not_available") as refusal:
        who(crew, "09:30")

    assert (refusal.error.why, refusal.error.employee) == ("nobody_free", None)


@rule("R-5.12")
def test_any_location_is_the_first_that_has_room_and_must_be_said_where_several_are_possible(
    crew: Story,
) -> None:
    with crew.refuses("location_required") as refusal:
        crew.books("facial", for_="ana", at=f"{MONDAY}T09:00", employee="any")
    assert refusal.error.locations == ("centre", "harbour")

    (visit,) = crew.booking(
        "massage", for_="ana", at=f"{MONDAY}T09:00", employee="bo", location="any", without_package=True
    ).appointments
    assert visit.visit.location == "centre"


@rule("R-5.12")
def test_each_visit_of_a_series_is_placed_for_itself(crew: Story) -> None:
    crew.books("facial", for_="eve", at="2026-01-19T10:00", employee="zoe")

    series = crew.booking(
        "facial",
        for_="ana",
        at=f"{MONDAY}T10:00",
        employee="any",
        location="centre",
        repeat="FREQ=WEEKLY;COUNT=3",
    )

    assert [each.visit.employee for each in series.appointments] == ["zoe", "amy", "zoe"]


@rule("R-5.12")
def test_a_visit_can_be_moved_to_anybody_and_does_not_stand_in_its_own_way(crew: Story) -> None:
    crew.books("facial", for_="ana", at=f"{MONDAY}T09:00", employee="zoe")
    crew.books("facial", for_="eve", at=f"{MONDAY}T09:00", employee="amy")

    moved = crew.moves("apt-1", to=f"{MONDAY}T09:10", employee="any", location="centre")

    assert moved.visit.employee == "zoe"


@rule("R-5.12")
def test_the_time_of_all_who_could_is_held_while_it_is_decided(crew: Story) -> None:
    wanted = VisitWanted(service="facial", at=salon_moment("09:00"), employee="any", location="centre")
    requests = (
        BookAppointment(client="ana", wanted=wanted),
        PurchasePackage(client="ana", package="many", appointments=(wanted,)),
        RescheduleAppointment(appointment="apt-1", at=wanted.at, employee="any"),
    )

    for each in requests:
        assert {"zoe", "amy", "bo"} <= set(each.employees_named(lambda: crew.catalogue))


@rule("R-5.13")
@pytest.mark.parametrize("at", ["09:30", "23:00"])
def test_a_refusal_names_who_has_time_then(crew: Story, at: str) -> None:
    crew.books("facial", for_="eve", at=f"{MONDAY}T09:00", employee="zoe")
    crew.books("facial", for_="ivo", at=f"{MONDAY}T09:00", employee="amy")
    code = "employee_not_available" if at == "09:30" else "outside_hours"

    with crew.refuses(code) as refusal:
        crew.books("facial", for_="ana", at=f"{MONDAY}T{at}", employee="zoe")

    assert refusal.error.free == (("bo",) if at == "09:30" else ())


def salon_moment(at: str) -> datetime:
    """Return a moment of that Monday as typed."""
    return datetime.fromisoformat(f"{MONDAY}T{at}")
