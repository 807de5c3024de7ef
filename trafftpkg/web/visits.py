"""Choosing visits: with whom, where, on which day, and one of the times that are really free."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from trafftpkg.domain.catalogue import Employee, Location, Service
from trafftpkg.domain.moments import day_of, later
from trafftpkg.engine.questions.slots import FindSlots, Slot
from trafftpkg.engine.requests.placing import Wanted
from trafftpkg.web.call import Call

_LOOKED_AHEAD = (1, 3, 7, 28, 84)
"""Days searched for the first free one, in steps that grow: most often the first step is enough."""
_OFFERED_DAYS = 5


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
class Row:
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
    def wanted(self) -> Wanted | None:
        """What the engine is asked to book; None where it is left for later."""
        return Row.wanted_in(self.service, self.chosen)

    def times_by_place(self) -> dict[str, list[Time]]:
        """The free times, apart for each employee and location."""
        found: dict[str, list[Time]] = {}
        for each in self.times:
            found.setdefault(each.place, []).append(each)
        return found

    @staticmethod
    def wanted_in(service: Service, chosen: str) -> Wanted | None:
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
        return Wanted(service=service.id, at=moment, employee=employee, location=location)


def row_of(call: Call, name: str, service: Service, number: int, *, required: bool) -> Row:
    """Return a visit's row as the form has it, with the free times of its day.

    A row that is required and has no day yet begins with the first free one.
    """
    row = _blank(call, name, service, number, required=required)
    row.employee = _one_of(call.fields.get(f"{name}-employee", ""), [each.id for each in row.employees])
    row.location = _one_of(call.fields.get(f"{name}-location", ""), [each.id for each in row.locations])
    row.day = _day(call.fields.get(f"{name}-day", ""))
    go = call.fields.get("go", "")
    if go.startswith(f"day.{name}."):
        row.day = _day(go.rpartition(".")[2])
    free: dict[date, list[Slot]] = {}
    if row.day is None and required:
        free = _free_days(call, row, row.first_day, most=1)
        row.day = next(iter(free), None)
    _fill(call, row, free)
    chosen = call.fields.get(f"{name}-time", "")
    if any(each.value == chosen for each in row.times):
        row.chosen = chosen
    elif chosen and go in ("summary", "buy"):
        row.problem = "That time is no longer free. Please choose another one."
    return row


def wanted_of(rows: Iterable[Row]) -> tuple[Wanted, ...]:
    """Return the visits that are chosen, by start, as one request books them."""
    chosen = [each.wanted for each in rows]
    return tuple(sorted((each for each in chosen if each is not None), key=lambda each: each.at))


def overlapping(rows: Iterable[Row]) -> dict[str, str]:
    """Return what to say of visits that begin before another one that is chosen here has ended, by row."""
    chosen = [(each.wanted.at, each) for each in rows if each.wanted is not None]
    chosen.sort(key=lambda each: each[0])
    problem = (
        "You have chosen another visit at that time. Please choose a time that does not overlap with it."
    )
    return {
        later_row.name: problem
        for (at, row), (next_at, later_row) in pairwise(chosen)
        if next_at < at + timedelta(minutes=row.service.duration)
    }


def _blank(call: Call, name: str, service: Service, number: int, *, required: bool) -> Row:
    catalogue = call.catalogue
    employees = [each for each in catalogue.employees.values() if service.id in each.services]
    where = dict.fromkeys(location for each in employees for location in each.locations)
    zone = catalogue.business.time_zone
    return Row(
        name=name,
        service=service,
        number=number,
        required=required,
        employees=employees,
        locations=[catalogue.locations[each] for each in where],
        first_day=day_of(call.now, zone),
        last_day=day_of(later(call.now, catalogue.business.booking.horizon, zone), zone),
    )


def _fill(call: Call, row: Row, free: dict[date, list[Slot]]) -> None:
    """Put in the free times of the row's day, or where there are none, the next days that have some.

    Args:
        free: What is known of some days, whole ones.
    """
    if row.day is None:
        return
    if not row.first_day <= row.day <= row.last_day:
        row.problem = f"Please choose a day from {_days_words(call, row.first_day, row.last_day)}."
        return
    slots = free[row.day] if row.day in free else _slots(call, row, row.day, row.day)
    row.times = [_time(call, row, slot) for slot in slots]
    if not row.times:
        row.other_days = list(_free_days(call, row, row.day, most=_OFFERED_DAYS))


def _free_days(call: Call, row: Row, first: date, *, most: int) -> dict[date, list[Slot]]:
    """Return the first days that have free times, each with all of them."""
    days: dict[date, list[Slot]] = {}
    begin = first
    for ahead in _LOOKED_AHEAD:
        end = min(first + timedelta(days=ahead - 1), row.last_day)
        if begin > end:
            break
        for slot in _slots(call, row, begin, end):
            days.setdefault(day_of(slot.starts_at, slot.time_zone), []).append(slot)
        if len(days) >= most:
            break
        begin = end + timedelta(days=1)
    return {day: days[day] for day in list(days)[:most]}


def _slots(call: Call, row: Row, first: date, last: date) -> tuple[Slot, ...]:
    asked = FindSlots(
        service=row.service.id,
        first_day=first,
        last_day=last,
        employee=row.employee or None,
        location=row.location or None,
    )
    return call.ask(asked).slots


def _time(call: Call, row: Row, slot: Slot) -> Time:
    place = []
    if len(row.employees) > 1 and not row.employee:
        place.append(call.names.employee(slot.employee))
    if len(row.locations) > 1 and not row.location:
        place.append(call.names.location(slot.location))
    note = f"{slot.places} free" if row.service.capacity > 1 else ""
    value = f"{slot.starts_at.isoformat()}|{slot.employee}|{slot.location}"
    label = call.names.formats.time(slot.starts_at, slot.time_zone)
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


def _days_words(call: Call, first: date, last: date) -> str:
    return f"{call.names.formats.day(first)} to {call.names.formats.day(last)}"
