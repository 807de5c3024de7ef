"""Events of iCalendar files (RFC 5545), for letters and for the desk's calendars alike."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from trafftpkg.domain.ids import ThingId

_MARGIN = timedelta(days=366)
"""How far the rules of a time zone reach beyond the events: programs look at the years around them."""


def new_calendar(method: str, about: str) -> Calendar:
    """Return an empty calendar; `about` says in its head what wrote it."""
    calendar = Calendar()
    calendar.add("prodid", f"-//trafftpkg//{about}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def event_of(thing: ThingId, ledger: str, *, told_at: datetime, changed_at: datetime, times: int) -> Event:
    """Return an event that stands for a thing in every calendar, whoever got it from where.

    Its UID stays for ever, and no other ledger has it; by its SEQUENCE calendars know the newer one.

    Args:
        times: How often the thing was changed.
    """
    event = Event()
    event.add("uid", f"{thing}.{ledger}@trafftpkg")
    event.add("dtstamp", told_at)
    event.add("sequence", times)
    event.add("last-modified", changed_at)
    return event


def add_times(event: Event, starts_at: datetime, ends_at: datetime, zone: str) -> None:
    """Give an event its times, in the zone of its place."""
    for name, moment in (("dtstart", starts_at), ("dtend", ends_at)):
        event.add(name, moment.astimezone(ZoneInfo(zone)))


def add_fate(event: Event, *, stands: bool) -> None:
    """Say whether an event takes place, and its time is taken."""
    event.add("status", "CONFIRMED" if stands else "CANCELLED")
    event.add("transp", "OPAQUE" if stands else "TRANSPARENT")


def add_zones(calendar: Calendar, days: Iterable[date]) -> None:
    """Give a calendar the rules of its zones, for the years around the days of its events."""
    known = sorted(days)
    if known:
        calendar.add_missing_timezones(known[0] - _MARGIN, known[-1] + _MARGIN)
