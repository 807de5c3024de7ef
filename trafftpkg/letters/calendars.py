"""The visits of a letter as iCalendar files (RFC 5545), which put them into a calendar, move, or remove them.

Booked visits are published, not offered: so no calendar shows buttons to decline, which would cancel nothing.
"""

from collections.abc import Iterator
from email.headerregistry import Address
from typing import NamedTuple

from icalendar import Event, vCalAddress, vText

from trafftpkg.letters.events import add_fate, add_times, add_zones, event_of, new_calendar
from trafftpkg.letters.facts import VisitTold
from trafftpkg.letters.saying import Saying
from trafftpkg.letters.texts import one_line
from trafftpkg.letters.visits import called


class CalendarFile(NamedTuple):
    """A file for a calendar; `method` is PUBLISH or CANCEL (RFC 5546)."""

    file: str
    method: str
    text: str


def calendars_of(saying: Saying, sender: Address) -> Iterator[CalendarFile]:
    """Yield the files of a letter: one for all visits that stand, and one for each that was cancelled."""
    if saying.facts.kind == "unpaid":
        return
    stand = [each for each in saying.facts.visits if each.appointment.status == "booked"]
    if stand:
        name = stand[0].appointment.id if len(stand) == 1 else "visits"
        yield CalendarFile(f"{name}.ics", "PUBLISH", _calendar("PUBLISH", stand, saying, sender))
    for each in saying.facts.visits:
        if each.appointment.status == "cancelled":
            name = f"{each.appointment.id}-cancelled"
            yield CalendarFile(f"{name}.ics", "CANCEL", _calendar("CANCEL", [each], saying, sender))


def _calendar(method: str, visits: list[VisitTold], saying: Saying, sender: Address) -> str:
    calendar = new_calendar(method, "letters")
    for each in visits:
        calendar.add_component(_event(each, saying, sender))
    add_zones(calendar, (each.appointment.visit.starts_at.date() for each in visits))
    return str(calendar.to_ical().decode()).replace("\r\n", "\n")


def _event(told: VisitTold, saying: Saying, sender: Address) -> Event:
    appointment, facts = told.appointment, saying.facts
    visit = appointment.visit
    event = event_of(appointment.id, facts.ledger, told_at=facts.at, changed_at=facts.at, times=told.sequence)
    add_times(event, visit.starts_at, visit.ends_at, visit.time_zone)
    event.add("summary", f"{called(visit, saying.telling)}: {one_line(saying.business.name)}")
    event.add("location", one_line(saying.where(visit)))
    event.add("description", _described(told, saying))
    event.add("organizer", _organizer(saying, sender))
    add_fate(event, stands=appointment.stands)
    return event


def _described(told: VisitTold, saying: Saying) -> str:
    employee = one_line(saying.telling.employee(told.appointment.visit.employee))
    lines = [saying.gettext("With %(employee)s", employee=employee)]
    lines += [saying.business.contact.phone] if saying.business.contact.phone else []
    lines += [saying.links.account()] if saying.links is not None else []
    return "\n".join(lines)


def _organizer(saying: Saying, sender: Address) -> vCalAddress:
    organizer = vCalAddress(f"mailto:{saying.business.contact.email or sender.addr_spec}")
    organizer.params["cn"] = vText(one_line(saying.business.name))
    return organizer
