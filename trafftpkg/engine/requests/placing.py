"""Where, with whom, and when a visit can be: the rules of the diary (R-5), for every request that books."""

from datetime import datetime, timedelta
from typing import Literal

from trafftpkg.domain.appointment import Appointment, Visit
from trafftpkg.domain.catalogue import Catalogue, Employee, Location, Service
from trafftpkg.domain.diary import clash, class_starts, is_open, is_same_class, open_spans
from trafftpkg.domain.errors.booking import (
    AlreadyBookedError,
    EmployeeNotAvailableError,
    EmployeeRequiredError,
    InThePastError,
    LocationRequiredError,
    OutsideHoursError,
    OutsideTimetableError,
    TooFarAheadError,
    TooSoonError,
)
from trafftpkg.domain.ids import AppointmentId, ClientKey
from trafftpkg.domain.moments import Span, day_of, end_of, later, start_of
from trafftpkg.domain.thing import Engagement
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.requests.base import Override, employee_named, location_named, service_named
from trafftpkg.engine.worksheet import Worksheet

_MOST_NAMED = 3
"""How many times of a timetable a refusal names."""

ANY = "any"
"""Anybody, anywhere: who is free is chosen."""


@value
class VisitWanted(Value):
    """A visit as typed: `at` without an offset is local to the location; the other two may be `any`."""

    service: str
    at: datetime
    employee: str | None = None
    location: str | None = None


@value
class Place(Value):
    """Who gives the service, and where."""

    service: Service
    employee: Employee
    location: Location


def place_for(catalogue: Catalogue, wanted: VisitWanted) -> Place:
    """Return the one employee and location that are meant or possible (R-5.6).

    Raises:
        EmployeeRequiredError, LocationRequiredError: several are possible.
        EmployeeNotAvailableError: none is, by declaration.
    """
    service = service_named(catalogue, wanted.service)
    location = None if wanted.location is None else location_named(catalogue, wanted.location)
    employee = _employee_for(catalogue, service, location, wanted.employee)
    if location is None:
        location = _location_for(catalogue, service, employee)
    return Place(service=service, employee=employee, location=location)


def places_for(catalogue: Catalogue, wanted: VisitWanted) -> list[Place]:
    """Return the places that are meant: one, or with `any` all that are possible, as the catalogue has them.

    Raises: as `place_for`; with `any` employee LocationRequiredError where they work at several locations.
    """
    if ANY not in (wanted.employee, wanted.location):
        return [place_for(catalogue, wanted)]
    service = service_named(catalogue, wanted.service)
    where = None if wanted.location in (None, ANY) else location_named(catalogue, str(wanted.location))
    if wanted.employee == ANY:
        employees = _able(catalogue, service, where)
    else:
        employees = [_employee_for(catalogue, service, where, wanted.employee)]
    places = [
        Place(service=service, employee=employee, location=catalogue.locations[each])
        for employee in employees
        for each in employee.locations
        if where is None or each == where.id
    ]
    locations = tuple(dict.fromkeys(each.location.id for each in places))
    if wanted.location is None and len(locations) > 1:
        raise LocationRequiredError(service=service.id, employee=None, locations=locations)
    return places


def check_place(
    sheet: Worksheet,
    visit: Visit,
    client: ClientKey,
    overrides: tuple[Override, ...],
    moved: AppointmentId | None = None,
) -> None:
    """Raise why a visit cannot be then and there; what is overridden is not asked (R-5.9).

    Args:
        moved: The appointment that is being rescheduled, which does not clash with itself.
    """
    check_time(sheet, visit, overrides)
    check_room(sheet, visit, overrides, moved)
    check_client(sheet, visit, client, overrides, moved)


def check_room(
    sheet: Worksheet, visit: Visit, overrides: tuple[Override, ...], moved: AppointmentId | None
) -> None:
    """Raise an error if the employee has no time for a visit: hours, absences, other visits."""
    if "hours" not in overrides:
        _check_hours(sheet.catalogue, visit)
    _check_diary(sheet, visit, _capacity(sheet.catalogue, visit), moved)


def check_free(sheet: Worksheet, visit: Visit, client: ClientKey, moved: AppointmentId) -> None:
    """Raise who or what takes the place, or the client's time, that a visit had when it was booked.

    Of one party, of whom some did not come, there may be two visits to one class.
    """
    _check_diary(sheet, visit, visit.capacity, moved)
    check_client(sheet, visit, client, (), moved, same_class=True)


def _employee_for(
    catalogue: Catalogue, service: Service, location: Location | None, typed: str | None
) -> Employee:
    if typed is not None:
        return _checked(employee_named(catalogue, typed), service, location)
    able = _able(catalogue, service, location)
    if len(able) > 1:
        raise EmployeeRequiredError(service=service.id, employees=tuple(each.id for each in able))
    return able[0]


def _able(catalogue: Catalogue, service: Service, location: Location | None) -> list[Employee]:
    """Return who gives a service, there if a place is named."""
    able = [
        each
        for each in catalogue.employees.values()
        if service.id in each.services and (location is None or location.id in each.locations)
    ]
    if not able:
        where = None if location is None else location.id
        raise EmployeeNotAvailableError(employee=None, service=service.id, location=where, why="nobody")
    return able


def _checked(employee: Employee, service: Service, location: Location | None) -> Employee:
    if service.id not in employee.services:
        raise EmployeeNotAvailableError(
            employee=employee.id, service=service.id, location=None, why="service"
        )
    if location is not None and location.id not in employee.locations:
        raise EmployeeNotAvailableError(
            employee=employee.id, service=service.id, location=location.id, why="location"
        )
    return employee


def _location_for(catalogue: Catalogue, service: Service, employee: Employee) -> Location:
    if len(employee.locations) > 1:
        raise LocationRequiredError(service=service.id, employee=employee.id, locations=employee.locations)
    return catalogue.locations[employee.locations[0]]


def check_time(sheet: Worksheet, visit: Visit, overrides: tuple[Override, ...]) -> None:
    """Raise an error if a visit cannot start then: the moment is past, too soon or too far ahead."""
    rules, zone, start = sheet.catalogue.business.booking, visit.time_zone, visit.starts_at
    if "hours" not in overrides:
        _check_timetable(sheet, visit)
    if start < sheet.now:
        if "past" not in overrides:
            raise InThePastError(starts_at=start, now=sheet.now, time_zone=zone)
        return
    earliest, latest = later(sheet.now, rules.notice, zone), later(sheet.now, rules.horizon, zone)
    if start < earliest and "notice" not in overrides:
        raise TooSoonError(starts_at=start, notice=rules.notice, earliest=earliest, time_zone=zone)
    if start > latest and "horizon" not in overrides:
        raise TooFarAheadError(starts_at=start, horizon=rules.horizon, latest=latest, time_zone=zone)


def _check_timetable(sheet: Worksheet, visit: Visit) -> None:
    """Raise an error if a service with a timetable does not begin then (R-5.14)."""
    service = sheet.catalogue.services.get(visit.service)
    if service is None or not service.timetable:
        return
    day, zone = day_of(visit.starts_at, visit.time_zone), visit.time_zone
    that_day = Span(start=start_of(day, zone), end=end_of(day, zone))
    if visit.starts_at not in class_starts(service, zone, that_day):
        week = Span(start=that_day.start, end=start_of(day + timedelta(days=8), zone))
        starts = list(class_starts(service, zone, week))
        coming = [each for each in starts if each > sheet.now] or starts
        raise OutsideTimetableError(
            service=service.id,
            starts_at=visit.starts_at,
            time_zone=zone,
            coming=tuple(coming[:_MOST_NAMED]),
        )


def _check_hours(catalogue: Catalogue, visit: Visit) -> None:
    employee, location = catalogue.employees[visit.employee], catalogue.locations[visit.location]
    spans = open_spans(catalogue.business, employee, location, visit.occupied)
    if not is_open(visit, spans):
        day = day_of(visit.starts_at, location.time_zone)
        whole = Span(start=start_of(day, location.time_zone), end=end_of(day, location.time_zone))
        raise OutsideHoursError(
            employee=employee.id,
            location=location.id,
            starts_at=visit.starts_at,
            occupied_from=visit.occupied_from,
            occupied_until=visit.occupied_until,
            time_zone=visit.time_zone,
            open_spans=tuple((span.start, span.end) for span in spans if span.overlaps(whole)),
        )


def _check_diary(sheet: Worksheet, visit: Visit, capacity: int, moved: AppointmentId | None) -> None:
    diary = [each for each in sheet.diary(visit.employee, visit.occupied) if each.id != moved]
    away = next((each for each in diary if not isinstance(each, Appointment)), None)
    if away is not None:
        raise _not_available(visit, away, "blocked")
    if visit.party > capacity:
        raise EmployeeNotAvailableError(
            employee=visit.employee,
            service=visit.service,
            location=visit.location,
            why="party_too_large",
            places=capacity,
        )
    standing = clash(visit, capacity, [each for each in diary if isinstance(each, Appointment)])
    if standing is not None:
        is_full = is_same_class(visit, standing.visit) and capacity > 1
        raise _not_available(visit, standing, "full" if is_full else "booked")


def _not_available(
    visit: Visit, standing: Engagement, why: Literal["blocked", "booked", "full"]
) -> EmployeeNotAvailableError:
    return EmployeeNotAvailableError(
        employee=visit.employee,
        service=visit.service,
        location=visit.location,
        why=why,
        starts_at=visit.starts_at,
        busy_from=standing.occupied.start,
        busy_until=standing.occupied.end,
        time_zone=visit.time_zone,
        standing=standing.id,
    )


def _capacity(catalogue: Catalogue, visit: Visit) -> int:
    """A service that is no longer declared was booked for one client at a time."""
    service = catalogue.services.get(visit.service)
    return 1 if service is None else service.capacity


def check_client(  # noqa: PLR0913, PLR0917 - as all that check a visit, and one more
    sheet: Worksheet,
    visit: Visit,
    client: ClientKey,
    overrides: tuple[Override, ...],
    moved: AppointmentId | None,
    same_class: bool = False,
) -> None:
    """Raise an error if the client is booked for something else at that time (R-5.5).

    Args:
        same_class: Another visit to the same class is nothing else.
    """
    if "overlap" in overrides:
        return
    span = Span(start=visit.starts_at, end=visit.ends_at)
    for each in sheet.visits_of(client, span):
        if each.id != moved and not (same_class and is_same_class(each.visit, visit)):
            raise _already_booked(each, client, visit)


def _already_booked(standing: Appointment, client: ClientKey, visit: Visit) -> AlreadyBookedError:
    return AlreadyBookedError(
        client=client,
        appointment=standing.id,
        starts_at=visit.starts_at,
        busy_from=standing.visit.starts_at,
        busy_until=standing.visit.ends_at,
        time_zone=visit.time_zone,
    )
