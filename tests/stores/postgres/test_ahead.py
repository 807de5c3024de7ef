"""What is read ahead is what would have been answered, no more and no less."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.stores.postgres.desks import Desk
from trafftpkg.domain.errors.booking import AlreadyBookedError, EmployeeNotAvailableError
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted


@pytest.fixture
def desk(address: str) -> Iterator[Desk]:
    """Return a desk that knows Ana and Bo."""
    desk = Desk(address)
    for client in ("ana", "bo"):
        desk.sells("glow-10", client)
    yield desk
    desk.close()


def book(desk: Desk, client: str, service: str, at: str, location: str | None = None) -> str:
    """Book a visit at the service's price."""
    wanted = VisitWanted(service=service, at=datetime.fromisoformat(f"2026-01-12T{at}"), location=location)
    request = BookAppointment(client=client, wanted=wanted, without_package=True)
    return desk.engine.execute(request).appointments[0].id


def test_a_client_may_come_to_another_while_the_first_employee_still_tidies_up(desk: Desk) -> None:
    book(desk, "ana", "massage", "10:50", "centre")

    assert book(desk, "ana", "peel", "10:00") == "apt-2"


def test_an_employee_who_still_tidies_up_is_not_there_for_the_next(desk: Desk) -> None:
    book(desk, "bo", "peel", "10:00")

    with pytest.raises(EmployeeNotAvailableError):
        book(desk, "ana", "facial", "10:50")

    assert book(desk, "ana", "facial", "11:00") == "apt-2"


def test_a_client_is_not_in_two_places_at_one_time(desk: Desk) -> None:
    book(desk, "ana", "massage", "10:49", "centre")

    with pytest.raises(AlreadyBookedError):
        book(desk, "ana", "peel", "10:00")


def test_of_a_series_each_visit_is_looked_for_at_its_own_time(desk: Desk) -> None:
    wanted = VisitWanted(service="facial", at=datetime.fromisoformat("2026-01-12T10:00"))
    desk.engine.execute(BookAppointment(client="ana", wanted=wanted, repeat="FREQ=DAILY;COUNT=3"))

    for day in (12, 13, 14):
        at = datetime.fromisoformat(f"2026-01-{day}T10:30")
        meanwhile = VisitWanted(service="massage", at=at, location="centre")
        with pytest.raises(AlreadyBookedError):
            desk.engine.execute(BookAppointment(client="ana", wanted=meanwhile))
