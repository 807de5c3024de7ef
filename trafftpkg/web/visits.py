"""Choosing visits: with whom, where, on which day, and one of the times that are really free."""

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
"""Beyond what can be booked by more than this, nobody has to hear why a time is not offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A free time to choose.

    Args:
        value: Says in a form when, with whom, and where.
        place: With whom and where in words, as far as the form has not said it yet.
    """

    value: str
    label: str
    note: str
    place: str


@dataclass(slots=True, kw_only=True)
class VisitRow:
    """One visit of a form, and what can be chosen for it.

    Args:
        name: What the names of its fields begin with.
        number: Which visit of this service it is, from 1.
        required: It cannot be left for later.
        other_days: Where the chosen day has no free time: the next days that have.
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
        """What the engine is asked to book; None where it is left for later."""
        return VisitRow.wanted_in(self.service, self.chosen)

    def times_by_place(self) -> dict[str, list[Time]]:
        """The free times, apart for each employee and location."""
        found: dict[str, list[Time]] = {}
        for each in self.times:
            found.setdefault(each.place, []).append(each)
        return found

    @staticmethod
    def wanted_in(service: Service, chosen: str) -> VisitWanted | None:
        """Return what the value of a time says: when, with whom, and where."""
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
    """Return a visit's row as the form has it, with the free times of its day.

    A row that is required and has no day yet begins with the first free one. Where the browser asked for the
    times of one row, others have none: they stay in the browser as they are.
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
    """Return a visit's row as the form has it, without looking at what is free."""
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
    """Raise why visits cannot be booked that the page does not offer, whatever else the engine would take.

    Args:
        refused: Asks the engine, which knows better why a time is free no more.

    Raises:
        NotOfferedError: the engine would take them all the same.
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
    """Return the visits that are chosen, by start, as one request books them."""
    chosen = [each.wanted for each in rows]
    return tuple(sorted((each for each in chosen if each is not None), key=lambda each: each.at))


def overlapping(rows: Iterable[VisitRow]) -> dict[str, str]:
    """Return what to say of visits that begin before another one that is chosen here has ended, by row."""
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
    """Tell whether a row's times are wanted: htmx names the one that it will put in, others want all."""
    return exchange.request.headers.get("hx-target", f"{name}-times") == f"{name}-times"


def _fill(search: Search, row: VisitRow) -> None:
    """Put in the free times of the row's day, or where there are none, the next days that have some."""
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
    """What was chosen; a single possibility is chosen already, and what is none counts as not chosen."""
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
