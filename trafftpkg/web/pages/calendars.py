"""The visits that were just booked, as a file for the client's own calendar (RFC 5545)."""

from datetime import timedelta

from icalendar import Event
from starlette.responses import Response

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.catalogue import address_of
from trafftpkg.domain.ids import appointment_id
from trafftpkg.engine.questions.appointments import AppointmentList, ListAppointments
from trafftpkg.engine.questions.show import ShowAppointment, ShowPurchase
from trafftpkg.letters.events import add_fate, add_times, add_zones, event_of, new_calendar
from trafftpkg.letters.visits import called
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import NotFoundError
from trafftpkg.web.pages.done import visits_booked
from trafftpkg.web.safety.headers import PRIVATE


def show(exchange: Exchange) -> Response:
    """Answer with the visits that the page of what was just done shows."""
    visits = _visits(exchange)
    if not visits:
        raise NotFoundError
    days = [each.visit.starts_at.date() for each in visits]
    since = min(days) - timedelta(days=1)
    found = exchange.ask(ListAppointments(client=visits[0].client, first_day=since, with_changes=True))
    calendar = new_calendar("PUBLISH", "page")
    for each in visits:
        calendar.add_component(_event(exchange, each, found))
    add_zones(calendar, days)
    headers = {"cache-control": PRIVATE, "content-disposition": 'attachment; filename="visits.ics"'}
    return Response(calendar.to_ical(), headers=headers, media_type="text/calendar")


def _visits(exchange: Exchange) -> tuple[Appointment, ...]:
    reference = exchange.request.path_params["reference"]
    thing = exchange.settings.addresses.opened_done(reference, exchange.now).thing
    if appointment_id(thing) is not None:
        visit = exchange.ask(ShowAppointment(appointment=thing)).appointment
        return (visit,) if visit.stands else ()
    return visits_booked(exchange.ask(ShowPurchase(purchase=thing)))


def _event(exchange: Exchange, booked: Appointment, found: AppointmentList) -> Event:
    """An event that a letter about the same visit replaces: both have the same name."""
    visit, names = booked.visit, exchange.names
    times, at = found.changes[booked.id]
    event = event_of(booked.id, found.ledger, told_at=exchange.now, changed_at=at, times=times)
    add_times(event, visit.starts_at, visit.ends_at, visit.time_zone)
    event.add("summary", f"{called(visit, names)}: {names.catalogue.business.name}")
    place = [names.location(visit.location), *address_of(visit.location, exchange.catalogue)]
    event.add("location", ", ".join(place))
    employee = names.gettext("With %(employee)s", employee=names.employee(visit.employee))
    event.add("description", f"{employee}\n{exchange.settings.address}/account")
    add_fate(event, stands=True)
    return event
