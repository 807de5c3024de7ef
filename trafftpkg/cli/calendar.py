"""Appointments as an iCalendar file (RFC 5545) for calendar programs.

It names clients only by their handles, because such files get passed on.
"""

from icalendar import Event

from trafftpkg.cli.views.appointment_words import number_words, service_words
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.domain.appointment import Appointment, appointment_status
from trafftpkg.domain.ids import EmployeeId, LocationId, ServiceId, ThingId
from trafftpkg.domain.thing import Engagement
from trafftpkg.engine.questions.appointments import AppointmentList, ListAppointments
from trafftpkg.letters.events import add_fate, add_times, add_zones, event_of, new_calendar


def calendar_text(found: AppointmentList, names: CatalogueNames, name: str) -> str:
    """Return appointments, and an employee's absences, as one calendar.

    An event keeps its UID for ever, whatever becomes of the appointment, and its SEQUENCE goes up with each
    change, by which calendars that have it know the newer one; one that was cancelled, or an absence that
    was taken back, stays in, so that it vanishes from them. Times are those of the location, with its zone.

    Args:
        found: Asked for with their changes.
        name: What the calendar is called where it is shown beside others; may be empty.
    """
    calendar = new_calendar("PUBLISH", "appointments")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)  # what programs understood before RFC 7986
    for appointment in found.appointments:
        calendar.add_component(_visit(appointment, found, names))
    for each in found.away:
        calendar.add_component(_absence(each, found, names))
    days = [each.visit.starts_at.date() for each in found.appointments]
    days += [day.date() for each in found.away for day in (each.occupied.start, each.occupied.end)]
    add_zones(calendar, days)
    return str(calendar.to_ical().decode())


def calendar_name(question: ListAppointments, found: AppointmentList, names: CatalogueNames) -> str:
    """Return the name of a calendar: the business, and the filters used."""
    chosen = [] if question.client is None else [each.handle for each in found.view.clients.values()]
    if question.employee:
        chosen.append(names.employee(EmployeeId(question.employee)))
    if question.location:
        chosen.append(names.location(LocationId(question.location)))
    if question.service:
        chosen.append(names.service(ServiceId(question.service)))
    return ": ".join(filter(None, (names.business(), ", ".join(chosen))))


def _visit(appointment: Appointment, found: AppointmentList, names: CatalogueNames) -> Event:
    visit, view = appointment.visit, found.view
    event = _event(appointment.id, found)
    add_times(event, visit.starts_at, visit.ends_at, visit.time_zone)
    service, client = service_words(visit, names), view.handle_of(appointment.client)
    event.add("summary", f"{service}: {client}")
    event.add("location", names.location(visit.location))
    status = appointment_status(appointment, view.now)
    fate = ", missed" if status == "no_show" else ""
    number = f", {words}" if (words := number_words(appointment, view)) else ""
    event.add("description", f"{appointment.id}, with {names.employee(visit.employee)}{number}{fate}")
    add_fate(event, stands=status != "cancelled")
    return event


def _absence(absence: Engagement, found: AppointmentList, names: CatalogueNames) -> Event:
    event = _event(absence.id, found)
    add_times(event, absence.occupied.start, absence.occupied.end, absence.zone)
    event.add("summary", f"{names.employee(absence.who)} is away")
    add_fate(event, stands=absence.stands)
    return event


def _event(identifier: ThingId, found: AppointmentList) -> Event:
    times, at = found.changes[identifier]
    return event_of(identifier, found.ledger, told_at=found.view.now, changed_at=at, times=times)
