"""When an employee can give a service: hours, buffers, capacity (R-5). Moments are UTC."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from trafftpkg.domain.appointment import Appointment, Visit
from trafftpkg.domain.catalogue import Business, Employee, Location, Service, Shift, is_closed
from trafftpkg.domain.moments import Span, day_of, start_of

_DAY = timedelta(days=1)


def visit_of(
    service: Service, employee: Employee, location: Location, starts_at: datetime, party: int = 1
) -> Visit:
    """Return the visit that booking a service then would make: an absolute duration, buffers around it."""
    ends_at = starts_at + timedelta(minutes=service.duration)
    return Visit(
        service=service.id,
        employee=employee.id,
        location=location.id,
        time_zone=location.time_zone,
        starts_at=starts_at,
        ends_at=ends_at,
        occupied_from=starts_at - timedelta(minutes=service.buffer_before),
        occupied_until=ends_at + timedelta(minutes=service.buffer_after),
        capacity=service.capacity,
        party=party,
    )


def moved_visit(
    visit: Visit, service: Service, employee: Employee, location: Location, starts_at: datetime
) -> Visit:
    """Return the visit at another time or place; its length and buffers stay as booked (R-8.5)."""
    by = starts_at - visit.starts_at
    return Visit(
        service=visit.service,
        employee=employee.id,
        location=location.id,
        time_zone=location.time_zone,
        starts_at=starts_at,
        ends_at=visit.ends_at + by,
        occupied_from=visit.occupied_from + by,
        occupied_until=visit.occupied_until + by,
        capacity=service.capacity,
        party=visit.party,
    )


def open_spans(business: Business, employee: Employee, location: Location, span: Span) -> list[Span]:
    """Return when the employee works at the location on the days that a span touches, merged and sorted.

    Shifts are local to the location; days closed there, at the business, or taken off are left out.
    One that ends at midnight goes on into one that starts there (R-5.2).
    """
    day = day_of(span.start, location.time_zone) - _DAY
    last = day_of(span.end, location.time_zone) + _DAY
    spans: list[Span] = []
    while day <= last:
        if not any(is_closed(day, each) for each in (business.closed, location.closed, employee.days_off)):
            for shift in employee.shifts:
                if shift.weekday == day.weekday():
                    _join(spans, _on(day, shift, location.time_zone))
        day += _DAY
    return spans


def class_starts(service: Service, zone: str, span: Span) -> Iterator[datetime]:
    """Yield when a service begins by its timetable, UTC, on the clock of `zone` (R-5.14).

    A time that a clock change skips is left out; of one that it repeats, the first counts.
    """
    day = day_of(span.start, zone)
    while start_of(day, zone) < span.end:
        for minute in (minute for weekday, minute in service.timetable if weekday == day.weekday()):
            wall = datetime.combine(day, time(*divmod(minute, 60)), ZoneInfo(zone))
            start = wall.astimezone(UTC)
            is_real = start.astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None)
            if is_real and start in span:
                yield start
        day += _DAY


def is_open(visit: Visit, spans: Iterable[Span]) -> bool:
    """Tell whether all working time of the visit, buffers included, lies in one span (R-5.1)."""
    return any(span.start <= visit.occupied_from and visit.occupied_until <= span.end for span in spans)


def is_same_class(visit: Visit, other: Visit) -> bool:
    """One service, employee, location, and start: clients attend it together (R-5.4)."""
    return (visit.service, visit.employee, visit.location, visit.starts_at) == (
        other.service,
        other.employee,
        other.location,
        other.starts_at,
    )


def clash(visit: Visit, capacity: int, diary: list[Appointment]) -> Appointment | None:
    """Return an appointment that keeps the employee from giving this visit, or None (R-5.3).

    Args:
        capacity: How many people the service takes at one start.
        diary: The employee's booked appointments around it; touching is no clash.
    """
    together = [each for each in diary if is_same_class(visit, each.visit)]
    for each in diary:
        if each.visit.occupied.overlaps(visit.occupied) and not is_same_class(visit, each.visit):
            return each
    return together[0] if together and _people(together) + visit.party > capacity else None


def places_left(visit: Visit, capacity: int, diary: list[Appointment]) -> int:
    """Return how many more clients can book this visit."""
    if clash(visit, capacity, diary) is not None:
        return 0
    return capacity - _people([each for each in diary if is_same_class(visit, each.visit)])


def visits_by_day(visits: Iterable[Visit], zone: str) -> Counter[date]:
    """Return how many visits begin on each day, by the clock of a zone; a class is one (R-5.12)."""
    given = {(each.service, each.employee, each.location, each.starts_at) for each in visits}
    return Counter(day_of(starts_at, zone) for *_, starts_at in given)


def _people(visits: list[Appointment]) -> int:
    """How many places visits take together."""
    return sum(each.visit.party for each in visits)


def _on(day: date, shift: Shift, zone: str) -> Span:
    start = datetime.combine(day, shift.start, ZoneInfo(zone)).astimezone(UTC)
    if shift.end is None:
        return Span(start=start, end=start_of(day + _DAY, zone))
    return Span(start=start, end=datetime.combine(day, shift.end, ZoneInfo(zone)).astimezone(UTC))


def _join(spans: list[Span], span: Span) -> None:
    if spans and spans[-1].end == span.start:
        spans[-1] = Span(start=spans[-1].start, end=span.end)
    else:
        spans.append(span)
