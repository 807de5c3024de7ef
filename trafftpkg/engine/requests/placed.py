"""A visit at its place: the one that was named, or with anybody who is free (R-5.12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from trafftpkg.domain.appointment import Appointment, Visit
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.diary import visit_of, visits_by_day
from trafftpkg.domain.errors.booking import EmployeeNotAvailableError, OutsideHoursError
from trafftpkg.domain.ids import AppointmentId, ClientKey, EmployeeId
from trafftpkg.domain.moments import Span, day_of, end_of, moment_typed, start_of
from trafftpkg.domain.value import replace
from trafftpkg.engine.requests.base import Override
from trafftpkg.engine.requests.placing import (
    ANY,
    Place,
    VisitWanted,
    check_client,
    check_place,
    check_room,
    check_time,
    places_for,
)
from trafftpkg.engine.worksheet import Worksheet

AtPlace = Callable[[Place, datetime], Visit]
"""Makes a visit of a place and a start."""

Paid = Callable[[Visit], bool]
"""Tells whether a package pays for a visit."""

MomentRead = Callable[[datetime, str], datetime]
"""Makes a moment of what was typed, in a time zone."""


def visit_at(place: Place, starts_at: datetime, party: int = 1) -> Visit:
    """Return the visit that booking a service then and there makes."""
    return visit_of(place.service, place.employee, place.location, starts_at, party)


def employees_for(catalogue: Catalogue, wanted: Iterable[VisitWanted]) -> tuple[EmployeeId, ...]:
    """Return the employees whose time is asked for: of anybody, all who could."""
    return tuple(place.employee.id for each in wanted for place in places_for(catalogue, each))


def placed(  # noqa: PLR0913 - what is wanted, for whom, and what is set aside
    sheet: Worksheet,
    wanted: VisitWanted,
    client: ClientKey,
    overrides: tuple[Override, ...],
    *,
    at_place: AtPlace = visit_at,
    read: MomentRead = moment_typed,
    moved: AppointmentId | None = None,
    paid: Paid | None = None,
) -> Visit:
    """Return the visit that is wanted, at a place where the diary has room for it (R-5).

    Args:
        at_place: Makes the visit; a visit that is moved keeps its length.
        read: Makes a moment of what was typed and the location's time zone.
        moved: The appointment that is being rescheduled, which does not clash with itself.
        paid: Tells whether a package pays for a visit; of all who are free, those whom it pays for go first.

    Raises:
        EmployeeNotAvailableError, OutsideHoursError: there is no room; who is free then is named (R-5.13).
        RefusedError: another rule of the diary is against it.
    """
    visits = _visits(sheet, wanted, at_place, read)
    if ANY in (wanted.employee, wanted.location):
        check_time(sheet, visits[0], overrides)
        visit = _of_who_is_free(sheet, visits, overrides, moved, paid)
        check_client(sheet, visit, client, overrides, moved)
        return visit
    (visit,) = visits
    try:
        check_place(sheet, visit, client, overrides, moved)
    except (EmployeeNotAvailableError, OutsideHoursError) as error:
        others = _visits(sheet, replace(wanted, employee=ANY, location=visit.location), at_place, read)
        error.free = tuple(each.employee for each in others if _has_room(sheet, each, overrides, moved))
        raise
    return visit


def _visits(sheet: Worksheet, wanted: VisitWanted, at_place: AtPlace, read: MomentRead) -> list[Visit]:
    places = places_for(sheet.catalogue, wanted)
    return [at_place(each, read(wanted.at, each.location.time_zone)) for each in places]


def _of_who_is_free(
    sheet: Worksheet,
    visits: list[Visit],
    overrides: tuple[Override, ...],
    moved: AppointmentId | None,
    paid: Paid | None,
) -> Visit:
    """Return the visit with who has the fewest that day; of several, the first as the catalogue has them."""
    free = [each for each in visits if _has_room(sheet, each, overrides, moved)]
    if not free:
        first = visits[0]
        raise EmployeeNotAvailableError(
            employee=None,
            service=first.service,
            location=first.location if len({each.location for each in visits}) == 1 else None,
            why="nobody_free",
            starts_at=first.starts_at,
            time_zone=first.time_zone,
        )
    if paid is not None and len(free) > 1:
        free = list(filter(paid, free)) or free
    busy = [_visits_that_day(sheet, each, moved) for each in free]
    return free[min(range(len(free)), key=lambda at: (busy[at], at))]


def _has_room(
    sheet: Worksheet, visit: Visit, overrides: tuple[Override, ...], moved: AppointmentId | None
) -> bool:
    try:
        check_room(sheet, visit, overrides, moved)
    except (EmployeeNotAvailableError, OutsideHoursError):
        return False
    return True


def _visits_that_day(sheet: Worksheet, visit: Visit, moved: AppointmentId | None) -> int:
    """Return how many visits the employee gives on that day, by the clock there."""
    zone = visit.time_zone
    day = day_of(visit.starts_at, zone)
    whole = Span(start=start_of(day, zone), end=end_of(day, zone))
    diary = [each for each in sheet.diary(visit.employee, whole) if isinstance(each, Appointment)]
    return visits_by_day([each.visit for each in diary if each.id != moved], zone)[day]
