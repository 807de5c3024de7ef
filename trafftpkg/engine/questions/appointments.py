"""Which appointments there are."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from trafftpkg.domain.appointment import Appointment, AppointmentStatus
from trafftpkg.domain.filters import AppointmentFilter
from trafftpkg.domain.ids import KINDS, EmployeeId, LocationId, ServiceId, ThingId, numbered
from trafftpkg.domain.moments import Span, end_of, start_of
from trafftpkg.domain.thing import Engagement, in_order
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading, View


class LastChange(NamedTuple):
    """How often a booking was changed, and when it was changed last."""

    times: int
    at: datetime


@value
class AppointmentList(Value):
    """Appointments as of a moment, by start.

    Args:
        ledger: Its own name, by which theirs are unique.
        away: What else takes, or was to take, the employee's time, where that was asked.
        changes: Of all of them, by id, where that was asked.
    """

    view: View
    appointments: tuple[Appointment, ...]
    ledger: str = ""
    away: tuple[Engagement, ...] = ()
    changes: Mapping[ThingId, LastChange]


@value
class ListAppointments(Question[AppointmentList]):
    """List appointments that start on the days from `first_day` to `last_day`, both included."""

    client: str | None = None
    employee: str | None = None
    location: str | None = None
    service: str | None = None
    statuses: tuple[AppointmentStatus, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    limit: int | None = None
    reference: str | None = None
    with_absences: bool = False
    due: bool = False
    with_changes: bool = False

    def answer(self, reading: Reading) -> AppointmentList:
        client = None if self.client is None else reading.client(self.client)
        if reading.is_empty:
            self._check_names(reading)
            return AppointmentList(view=reading.view(()), appointments=(), changes={})
        zone = reading.time_zone
        wanted = AppointmentFilter(
            client=None if client is None else client.key,
            employee=None if self.employee is None else EmployeeId(self.employee),
            location=None if self.location is None else LocationId(self.location),
            service=None if self.service is None else ServiceId(self.service),
            statuses=self.statuses,
            starting_from=None if self.first_day is None else start_of(self.first_day, zone),
            starting_before=None if self.last_day is None else end_of(self.last_day, zone),
            due=self.due,
            reference=self.reference,
            limit=self.limit,
        )
        found = tuple(reading.books.appointments(wanted, reading.now))
        if not found:
            self._check_names(reading)
        away = self._away(reading) if self.with_absences else ()
        header = reading.books.header()
        return AppointmentList(
            view=reading.view_of_visits(found),
            appointments=found,
            ledger="" if header is None else header.ledger,
            away=away,
            changes=_changes((*found, *away), reading) if self.with_changes else {},
        )

    def _away(self, reading: Reading) -> tuple[Engagement, ...]:
        first, last, zone = self.first_day, self.last_day, reading.time_zone
        span = Span(
            start=datetime.min.replace(tzinfo=UTC) if first is None else start_of(first, zone),
            end=datetime.max.replace(tzinfo=UTC) if last is None else end_of(last, zone),
        )
        # Absences are few. Those that were taken back are told too: a calendar may still have them.
        others = [kind for kind in KINDS if kind not in ("pur", "apt")]
        numbers = ((kind, n) for kind in others for n in range(1, reading.books.given(kind) + 1))
        found = (reading.books.thing(numbered(*each)) for each in numbers)
        return tuple(
            in_order(
                each
                for each in found
                if isinstance(each, Engagement) and each.who == self.employee and each.occupied.overlaps(span)
            )
        )

    def _check_names(self, reading: Reading) -> None:
        """Nothing was found: see whether the names are any that somebody knows."""
        from trafftpkg.engine.questions.base import check_name
        from trafftpkg.engine.requests.base import employee_named, location_named, service_named

        def is_met(wanted: AppointmentFilter) -> bool:
            return any(True for _ in reading.books.appointments(replace(wanted, limit=1), reading.now))

        employee = AppointmentFilter(employee=EmployeeId(self.employee or ""))
        location = AppointmentFilter(location=LocationId(self.location or ""))
        service = AppointmentFilter(service=ServiceId(self.service or ""))
        check_name(self.employee, reading, lambda: is_met(employee), employee_named)
        check_name(self.location, reading, lambda: is_met(location), location_named)
        check_name(self.service, reading, lambda: is_met(service), service_named)


def _changes(things: Iterable[Engagement], reading: Reading) -> dict[ThingId, LastChange]:
    """When each was last changed, and how often; all that ever touched it counts, so that it only goes up."""
    found = {each.id: reading.books.entries_touching(each.id) for each in things}
    return {each: LastChange(len(entries) - 1, entries[-1].at) for each, entries in found.items()}
