"""The rows of a form to choose visits: employee, location, day, and one of the free times."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from trafftpkg.domain.catalogue import Employee, Location, Service
from trafftpkg.domain.moments import day_of, later
from trafftpkg.engine.questions.slots import Slot
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import NotOfferedError
from trafftpkg.web.searching import Search, Wish

_OFFERED_DAYS = 5
_NEAR = timedelta(days=2)
"""A time so far beyond the last bookable day gets no explanation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A free time that can be chosen.

    Args:
        value: The field's value, which says when, with whom, and where.
        place: Employee and location in words, as far as the form does not say them already.
    """

    value: str
    label: str
    note: str
    place: str


@dataclass(slots=True, kw_only=True)
class VisitRow:
    """One visit of a form, and the choices for it.

    Args:
        name: The beginning of its fields' names.
        number: The number of the visit for this service, from 1.
        required: Whether it must be booked now.
        other_days: The next days with free times, if the chosen day has none.
    """

    name: str
    service: Service
    number: int
    required: bool
    employees: list[Employee]
    locations: list[Location]
    first_day: date
    last_day: date
    employee: str = ""
    location: str = ""
    day: date | None = None
    chosen: str = ""
    times: list[Time] = field(default_factory=list)
    other_days: list[date] = field(default_factory=list)
    problem: str | None = None

    @property
    def wanted(self) -> VisitWanted | None:
        """The visit to book. None if it is left for later."""
        return VisitRow.wanted_in(self.service, self.chosen)

    def times_by_place(self) -> dict[str, list[Time]]:
        """The free times by employee and location."""
        found: dict[str, list[Time]] = {}
        for each in self.times:
            found.setdefault(each.place, []).append(each)
        return found

    @staticmethod
    def wanted_in(service: Service, chosen: str) -> VisitWanted | None:
        """Return the visit that the value of a time means."""
        parts = chosen.split("|")
        if len(parts) != 3:
            return None
        at, employee, location = parts
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            return None
        if moment.tzinfo is None:
            return None
        return VisitWanted(service=service.id, at=moment, employee=employee, location=location)


def row_of(search: Search, name: str, service: Service, number: int, *, required: bool) -> VisitRow:
    """Return the row of a visit from the form, with the free times of its day.

    A required row without a day begins with the first free day. If the browser asked for the times of one
    row, other rows have none: the browser keeps them.
    """
    exchange = search.exchange
    row = row_sent(exchange, name, service, number, required=required)
    chosen, row.chosen = row.chosen, ""
    go = exchange.fields.get("go", "")
    if not _is_asked(exchange, name):
        return row
    if row.day is None and required:
        row.day = next(iter(search.ahead(row.first_day, row.last_day, _wish(row), most=1)), None)
    _fill(search, row)
    if any(each.value == chosen for each in row.times):
        row.chosen = chosen
    elif chosen and go in ("summary", "buy"):
        row.problem = "This time is no longer free. Please choose another time."
    return row


def row_sent(exchange: Exchange, name: str, service: Service, number: int, *, required: bool) -> VisitRow:
    """Return the row of a visit from the form, without free times."""
    row = _blank(exchange, name, service, number, required=required)
    row.employee = _one_of(exchange.fields.get(f"{name}-employee", ""), [each.id for each in row.employees])
    row.location = _one_of(exchange.fields.get(f"{name}-location", ""), [each.id for each in row.locations])
    row.day = _day(exchange.fields.get(f"{name}-day", ""))
    go = exchange.fields.get("go", "")
    if go.startswith(f"day.{name}."):
        row.day = _day(go.rpartition(".")[2])
    row.chosen = exchange.fields.get(f"{name}-time", "")
    return row


def check_offered(exchange: Exchange, visits: Iterable[VisitWanted], refused: Callable[[], object]) -> None:
    """Raise an error for visits that the page does not offer, even if the engine would accept them.

    Args:
        refused: Asks the engine, which knows better why a time is no longer free.

    Raises:
        NotOfferedError: the engine would accept them.
    """
    search, others = Search(exchange), []
    zone = exchange.catalogue.business.time_zone
    latest = later(exchange.now, exchange.catalogue.business.booking.horizon, zone) + _NEAR
    for each in visits:
        if not exchange.now - _NEAR < each.at < latest:
            raise NotOfferedError
        if not search.offers(each):
            others.append(each)
    if others:
        refused()
        raise NotOfferedError


def wanted_of(rows: Iterable[VisitRow]) -> tuple[VisitWanted, ...]:
    """Return the chosen visits, by start."""
    chosen = [each.wanted for each in rows]
    return tuple(sorted((each for each in chosen if each is not None), key=lambda each: each.at))


def overlapping(rows: Iterable[VisitRow]) -> dict[str, str]:
    """Return a sentence for each visit that begins before another chosen visit has ended, by row."""
    chosen = [(each.wanted.at, each) for each in rows if each.wanted is not None]
    chosen.sort(key=lambda each: each[0])
    problem = "You chose another visit at this time. Please choose a time that does not overlap."
    return {
        later_row.name: problem
        for (at, row), (next_at, later_row) in pairwise(chosen)
        if next_at < at + timedelta(minutes=row.service.duration)
    }


def _blank(exchange: Exchange, name: str, service: Service, number: int, *, required: bool) -> VisitRow:
    catalogue = exchange.catalogue
    employees = [each for each in catalogue.employees.values() if service.id in each.services]
    where = dict.fromkeys(location for each in employees for location in each.locations)
    zone = catalogue.business.time_zone
    return VisitRow(
        name=name,
        service=service,
        number=number,
        required=required,
        employees=employees,
        locations=[catalogue.locations[each] for each in where],
        first_day=day_of(exchange.now, zone),
        last_day=day_of(later(exchange.now, catalogue.business.booking.horizon, zone), zone),
    )


def _is_asked(exchange: Exchange, name: str) -> bool:
    """Tell whether a row's times are needed: htmx names the row that it replaces."""
    return exchange.request.headers.get("hx-target", f"{name}-times") == f"{name}-times"


def _fill(search: Search, row: VisitRow) -> None:
    """Add the free times of the row's day, or the next days with free times."""
    if row.day is None:
        return
    if not row.first_day <= row.day <= row.last_day:
        row.problem = f"Please choose a day from {_days_words(search.exchange, row.first_day, row.last_day)}."
        return
    row.times = [_time(search.exchange, row, slot) for slot in search.on(row.day, _wish(row))]
    if not row.times:
        row.other_days = search.ahead(row.day, row.last_day, _wish(row), most=_OFFERED_DAYS)


def _wish(row: VisitRow) -> Wish:
    return Wish(row.service, row.employee, row.location)


def _time(exchange: Exchange, row: VisitRow, slot: Slot) -> Time:
    place = []
    if len(row.employees) > 1 and not row.employee:
        place.append(exchange.names.employee(slot.employee))
    if len(row.locations) > 1 and not row.location:
        place.append(exchange.names.location(slot.location))
    note = f"{slot.places} free" if row.service.capacity > 1 else ""
    value = f"{slot.starts_at.isoformat()}|{slot.employee}|{slot.location}"
    label = exchange.names.formats.time(slot.starts_at, slot.time_zone)
    return Time(value=value, label=label, note=note, place=" · ".join(place))


def _one_of(typed: str, possible: list[str]) -> str:
    """Return what was chosen. A single choice counts as chosen; an unknown choice does not."""
    if len(possible) == 1:
        return possible[0]
    return typed if typed in possible else ""


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _days_words(exchange: Exchange, first: date, last: date) -> str:
    return f"{exchange.names.formats.day(first)} to {exchange.names.formats.day(last)}"
