"""The visits of a letter as iCalendar files (RFC 5545), which put them into a calendar, move, or remove them.

Booked visits are published, not offered: so no calendar shows buttons to decline, which would cancel nothing.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.headerregistry import Address
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from trafftpkg.domain.ids import AppointmentId
from trafftpkg.letters.facts import VisitTold
from trafftpkg.letters.saying import Saying
from trafftpkg.letters.texts import one_line
from trafftpkg.letters.visits import called

_MARGIN = timedelta(days=366)
"""How far the rules of a time zone reach beyond the visits: programs look at the years around them."""


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


def uid_of(visit: AppointmentId, ledger: str) -> str:
    """Return the name of a visit in calendars: it stays for ever, and no other ledger has it."""
    return f"{visit}.{ledger}@trafftpkg"


def _calendar(method: str, visits: list[VisitTold], saying: Saying, sender: Address) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//trafftpkg//letters//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for each in visits:
        calendar.add_component(_event(each, saying, sender))
    days = [each.appointment.visit.starts_at.date() for each in visits]
    calendar.add_missing_timezones(min(days) - _MARGIN, max(days) + _MARGIN)
    return str(calendar.to_ical().decode()).replace("\r\n", "\n")


def _event(told: VisitTold, saying: Saying, sender: Address) -> Event:
    visit, facts = told.appointment.visit, saying.facts
    event = Event()
    event.add("uid", uid_of(told.appointment.id, facts.ledger))
    event.add("dtstamp", facts.at)
    event.add("sequence", told.sequence)
    event.add("last-modified", facts.at)
    for name, moment in (("dtstart", visit.starts_at), ("dtend", visit.ends_at)):
        event.add(name, _there(moment, visit.time_zone))
    event.add("summary", f"{called(visit, saying)}: {one_line(saying.business.name)}")
    event.add("location", one_line(saying.where(visit)))
    event.add("description", _described(told, saying))
    event.add("organizer", _organizer(saying, sender))
    gone = told.appointment.status == "cancelled"
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if gone else "OPAQUE")
    return event


def _there(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


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
