"""When a service can be booked."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from trafftpkg.domain.catalogue import Catalogue, Employee, Location, Service
from trafftpkg.domain.diary import is_open, open_spans, places_left, visit_of
from trafftpkg.domain.errors.usage import NotPossibleError
from trafftpkg.domain.ids import EmployeeId, LocationId
from trafftpkg.domain.moments import Span, end_of, later, minutes_of, start_of
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.answers import View
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading
from trafftpkg.engine.requests.names import employee_named, location_named, service_named

MOST_DAYS = 366


@value
class Slot(Value):
    """A time that can be booked now; `places` are left. Moments are UTC, `time_zone` the location's."""

    starts_at: datetime
    ends_at: datetime
    employee: EmployeeId
    location: LocationId
    places: int
    time_zone: str


@value
class SlotList(Value):
    """Slots by start, then employee, then location."""

    view: View
    slots: tuple[Slot, ...]


@value
class FindSlots(Question[SlotList]):
    """Find the free starts of a service on whole days, both included, local to the location (R-5.7)."""

    service: str
    first_day: date
    last_day: date
    employee: str | None = None
    location: str | None = None

    def answer(self, reading: Reading) -> SlotList:
        asked, most = f"{self.first_day} to {self.last_day}", timedelta(days=MOST_DAYS - 1)
        if self.last_day < self.first_day:
            raise NotPossibleError(why=f"{asked} runs backwards", instead="a --to on or after --from")
        if self.last_day - self.first_day > most:
            latest = f"a --to of {self.first_day + most} or earlier"
            raise NotPossibleError(why=f"{asked} is more than {MOST_DAYS} days", instead=latest)
        service = service_named(reading.catalogue, self.service)
        slots = [
            slot
            for employee, location in self._places(reading.catalogue, service)
            for slot in self._slots(reading, service, employee, location)
        ]
        slots.sort(key=lambda slot: (slot.starts_at, slot.employee, slot.location))
        return SlotList(view=reading.view(()), slots=tuple(slots))

    def _places(self, catalogue: Catalogue, service: Service) -> list[tuple[Employee, Location]]:
        employees = catalogue.employees.values()
        chosen = employees if self.employee is None else [employee_named(catalogue, self.employee)]
        where = None if self.location is None else location_named(catalogue, self.location).id
        return [
            (employee, catalogue.locations[location])
            for employee in chosen
            if service.id in employee.services
            for location in employee.locations
            if where in (None, location)
        ]

    def _slots(
        self, reading: Reading, service: Service, employee: Employee, location: Location
    ) -> Iterator[Slot]:
        zone = location.time_zone
        asked = Span(start=start_of(self.first_day, zone), end=end_of(self.last_day, zone))
        bookable = _bookable(reading, asked, zone)
        if bookable is None:
            return
        business = reading.catalogue.business
        spans = open_spans(business, employee, location, asked)
        around = _widened(bookable, service)
        diary = [] if reading.is_empty else reading.books.diary(employee.id, around)
        away = [] if reading.is_empty else reading.books.blocks(employee.id, around)
        taken = [(each.visit.occupied_from, each.visit.occupied_until, each) for each in diary]
        for start, span in _starts(spans, bookable, minutes_of(business.booking.step)):
            since, until = _occupied(service, start)
            near = [each for begins, ends, each in taken if begins < until and since < ends]
            if near and service.capacity == 1:
                continue  # Most starts of a full diary are left here, before anything is made of them.
            visit = visit_of(service, employee, location, start)
            if not is_open(visit, [span]) or any(block.span.overlaps(visit.occupied) for block in away):
                continue
            places = places_left(visit, service.capacity, near)
            if places:
                yield Slot(
                    starts_at=visit.starts_at,
                    ends_at=visit.ends_at,
                    employee=employee.id,
                    location=location.id,
                    places=places,
                    time_zone=zone,
                )


def _bookable(reading: Reading, asked: Span, zone: str) -> Span | None:
    """The part of what was asked that notice and horizon leave; the horizon itself can be booked."""
    rules = reading.catalogue.business.booking
    start = max(asked.start, later(reading.now, rules.notice, zone))
    end = min(asked.end, later(reading.now, rules.horizon, zone) + timedelta(microseconds=1))
    return Span(start=start, end=end) if start < end else None


def _widened(span: Span, service: Service) -> Span:
    return Span(start=_occupied(service, span.start)[0], end=_occupied(service, span.end)[1])


def _occupied(service: Service, start: datetime) -> tuple[datetime, datetime]:
    """From when and until when a visit that starts then takes its employee's time."""
    after = timedelta(minutes=service.duration + service.buffer_after)
    return start - timedelta(minutes=service.buffer_before), start + after


def _starts(spans: list[Span], bookable: Span, step: int) -> Iterator[tuple[datetime, Span]]:
    """Starts on the grid that begins with each opening, as far as they can be booked; and the opening."""
    for span in spans:
        start, end = span.start, min(span.end, bookable.end)
        while start < end:
            if start >= bookable.start:
                yield start, span
            start += timedelta(minutes=step)
