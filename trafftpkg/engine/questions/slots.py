"""When a service can be booked."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.catalogue import Business, Catalogue, Employee, Location, Service
from trafftpkg.domain.diary import class_starts, open_spans, places_left, visit_of, visits_by_day
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.ids import EmployeeId, LocationId
from trafftpkg.domain.moments import Span, day_of, end_of, later, minutes_of, start_of
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.questions.payable import Pays, by_purchase, by_sale, by_what_pays_already
from trafftpkg.engine.reading import Reading, View
from trafftpkg.engine.requests.base import employee_named, location_named, service_named
from trafftpkg.engine.requests.placing import ANY

MOST_DAYS = 366

Taken = tuple[datetime, datetime, Appointment | None]
"""From when until when an employee is busy, with whom; None for an absence."""


@value
class Slot(Value):
    """A time that can be booked now, with `places` left. Moments are UTC, `time_zone` the location's.

    Args:
        given_that_day: How many visits the employee has on that day: who has the fewest is chosen for
            somebody who does not mind (R-5.12).
    """

    starts_at: datetime
    ends_at: datetime
    employee: EmployeeId
    location: LocationId
    places: int
    capacity: int
    time_zone: str
    given_that_day: int

    @property
    def local_start(self) -> datetime:
        """When it starts by the location's clock."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))


@value
class SlotList(Value):
    """Slots by start, then employee, then location; `total` is how many there are without a limit."""

    view: View
    slots: tuple[Slot, ...]
    total: int


@value
class FindSlots(Question[SlotList]):
    """Find the free starts of a service on whole days, both included, local to the location (R-5.7).

    Args:
        after: The earliest time of a day, by the location's clock.
        limit: Return the first N only.
        party: Only starts at which so many can come together.
        payer: Only times that this purchase could pay for.
        package: Only times that this package would pay for if it was sold now.
        moving: Only times to which this appointment can be moved. Its own time counts as free.
    """

    service: str
    first_day: date
    last_day: date
    employee: str | None = None
    location: str | None = None
    after: time | None = None
    limit: int | None = None
    party: int = 1
    payer: str | None = None
    package: str | None = None
    moving: str | None = None

    def answer(self, reading: Reading) -> SlotList:
        self._check_days()
        service = service_named(reading.catalogue, self.service)
        if self.party > service.capacity:
            raise BadArgumentError(
                field="party",
                reason="more_than_capacity",
                given=self.party,
                limit=service.capacity,
                thing=service.id,
            )
        moved = None if self.moving is None else reading.worksheet({}).appointment(self.moving)
        slots = [
            slot
            for employee, locations in self._places(reading.catalogue, service)
            for slot in self._slots(reading, service, employee, locations, moved)
            if slot.places >= self.party and (self.after is None or slot.local_start.time() >= self.after)
        ]
        for pays in self._payers(reading, moved):
            slots = _paid_for(slots, pays, reading, service, self.party)
        slots.sort(key=lambda slot: (slot.starts_at, slot.employee, slot.location))
        return SlotList(view=reading.view(()), slots=tuple(slots[: self.limit]), total=len(slots))

    def _payers(self, reading: Reading, moved: Appointment | None) -> list[Pays]:
        """Return who has to be able to pay, of those that were named."""
        named = (
            None if self.payer is None else by_purchase(reading, self.payer),
            None if self.package is None else by_sale(reading, self.package),
            None if moved is None else by_what_pays_already(reading, moved),
        )
        return [each for each in named if each is not None]

    def _check_days(self) -> None:
        first, last = self.first_day, self.last_day
        if last < first:
            raise BadArgumentError(field="last_day", reason="before_start", given=last, limit=first)
        latest = first + timedelta(days=MOST_DAYS - 1)
        if last > latest:
            raise BadArgumentError(
                field="last_day", reason="too_many_days", given=last, limit=MOST_DAYS, nearest=latest
            )

    def _places(self, catalogue: Catalogue, service: Service) -> list[tuple[Employee, list[Location]]]:
        employees = catalogue.employees.values()
        named, there = (None if each == ANY else each for each in (self.employee, self.location))
        chosen = employees if named is None else [employee_named(catalogue, named)]
        where = None if there is None else location_named(catalogue, there).id
        return [
            (employee, [catalogue.locations[each] for each in employee.locations if where in (None, each)])
            for employee in chosen
            if service.id in employee.services
        ]

    def _slots(
        self,
        reading: Reading,
        service: Service,
        employee: Employee,
        locations: list[Location],
        moved: Appointment | None,
    ) -> Iterator[Slot]:
        bookable = {each.id: self._bookable(reading, each.time_zone) for each in locations}
        asked = [span for span in bookable.values() if span is not None]
        if not asked:
            return
        zones = {each.time_zone for each in locations}
        whole = Span(
            start=min(start_of(self.first_day, each) for each in zones), end=max(each.end for each in asked)
        )
        taken = _taken(reading, employee, _widened(whole, service), moved)
        for location in locations:
            span = bookable[location.id]
            if span is not None:
                offer = _Offer(reading.catalogue.business, service, employee, location)
                yield from _free(offer, span, taken)

    def _bookable(self, reading: Reading, zone: str) -> Span | None:
        """The days asked for, within notice and horizon. The horizon itself can be booked."""
        rules = reading.catalogue.business.booking
        start = max(start_of(self.first_day, zone), later(reading.now, rules.notice, zone))
        latest = later(reading.now, rules.horizon, zone) + timedelta(microseconds=1)
        end = min(end_of(self.last_day, zone), latest)
        return Span(start=start, end=end) if start < end else None


def _paid_for(slots: list[Slot], pays: Pays, reading: Reading, service: Service, party: int) -> list[Slot]:
    """Return the times that can be paid for. Each is judged only where hour, place and employee matter."""
    catalogue = reading.catalogue
    known: dict[object, bool] = {}
    found = []
    for slot in slots:
        key = slot if pays.is_by_visit else day_of(slot.starts_at, reading.time_zone)
        if key not in known:
            employee, location = catalogue.employees[slot.employee], catalogue.locations[slot.location]
            known[key] = pays.judge(visit_of(service, employee, location, slot.starts_at, party))
        if known[key]:
            found.append(slot)
    return found


def _taken(reading: Reading, employee: Employee, around: Span, moved: Appointment | None) -> list[Taken]:
    """What keeps an employee busy, by when it begins: visits, and absences. Read once for all locations."""
    if reading.is_empty:
        return []
    return [
        (each.occupied.start, each.occupied.end, each if isinstance(each, Appointment) else None)
        for each in reading.books.diary(employee.id, around)
        if moved is None or each.id != moved.id
    ]


class _Offer(NamedTuple):
    business: Business
    service: Service
    employee: Employee
    location: Location


def _free(offer: _Offer, bookable: Span, taken: list[Taken]) -> Iterator[Slot]:
    """The free starts at one location, in one pass over what is taken: both are in the order of time."""
    business, service, employee, location = offer
    spans = open_spans(business, employee, location, bookable)
    given = visits_by_day((each.visit for _, _, each in taken if each is not None), location.time_zone)
    before, after = _around(service)
    duration = timedelta(minutes=service.duration)
    first = 0
    for start, span in _starts(offer, spans, bookable):
        since, until = start - before, start + after
        if since < span.start or span.end < until:
            continue
        while first < len(taken) and taken[first][1] <= since:
            first += 1
        near = _overlapping(taken, first, since, until)
        if near and (service.capacity == 1 or None in near):
            continue  # Most starts of a full diary are left here, before anything is made of them.
        places = _places_beside(near, offer, start) if near else service.capacity
        if places:
            yield Slot(
                starts_at=start,
                ends_at=start + duration,
                employee=employee.id,
                location=location.id,
                places=places,
                capacity=service.capacity,
                time_zone=location.time_zone,
                given_that_day=given[day_of(start, location.time_zone)] if given else 0,
            )


def _places_beside(near: list[Appointment | None], offer: _Offer, start: datetime) -> int:
    """How many places a class has left, among visits that overlap it."""
    visit = visit_of(offer.service, offer.employee, offer.location, start)
    return places_left(visit, offer.service.capacity, [each for each in near if each is not None])


def _overlapping(
    taken: list[Taken], first: int, since: datetime, until: datetime
) -> list[Appointment | None]:
    """What overlaps a stretch of time, from a place in the list before which all has ended."""
    near = []
    for place in range(first, len(taken)):
        begins, ends, what = taken[place]
        if begins >= until:
            break
        if since < ends:
            near.append(what)
    return near


def _widened(span: Span, service: Service) -> Span:
    before, after = _around(service)
    return Span(start=span.start - before, end=span.end + after)


def _around(service: Service) -> tuple[timedelta, timedelta]:
    """How long before and after its start a visit takes its employee's time."""
    return (
        timedelta(minutes=service.buffer_before),
        timedelta(minutes=service.duration + service.buffer_after),
    )


def _starts(offer: _Offer, spans: list[Span], bookable: Span) -> Iterator[tuple[datetime, Span]]:
    """Starts as far as they can be booked, each with its opening."""
    if offer.service.timetable:
        for start in class_starts(offer.service, offer.location.time_zone, bookable):
            yield from ((start, span) for span in spans if start in span)
    else:
        step = timedelta(minutes=minutes_of(offer.business.booking.step))
        yield from _grid(spans, bookable, step)


def _grid(spans: list[Span], bookable: Span, step: timedelta) -> Iterator[tuple[datetime, Span]]:
    """Starts on the grid that begins with each opening."""
    for span in spans:
        start, end = span.start, min(span.end, bookable.end)
        while start < end:
            if start >= bookable.start:
                yield start, span
            start += step
