"""The rows of a form to choose visits: employee, location, a day of a week, and one of its free times."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from trafftpkg.domain.catalogue import Employee, Location, Service
from trafftpkg.domain.moments import day_of, later
from trafftpkg.engine.questions.slots import Slot
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.languages.telling import Telling
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.searching import Payer, Search, Wish
from trafftpkg.web.times import Time, TimesOfDay, by_part

_NEAR = timedelta(days=2)
"""A time so far beyond the last bookable day gets no explanation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekDay:
    """A day of the week on show.

    Args:
        free: How many times are free. None if the page does not look, since it has looked at many already.
        can_book: Whether the day is one that can be booked at all.
    """

    day: date
    free: int | None
    can_book: bool


@dataclass(slots=True, kw_only=True)
class VisitRow:
    """One visit of a form, and the choices for it.

    Args:
        name: The beginning of its fields' names.
        number: The number of the visit for this service, from 1.
        required: Whether it must be booked now.
        week: The days of the week on show. Empty for a day that cannot be booked at all.
        next_free: The next day with free times, if neither the chosen day nor the rest of its week has any.
        kept: What was chosen on a day that is not on show.
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
    week: list[WeekDay] = field(default_factory=list)
    next_free: date | None = None
    kept: Time | None = None
    problem: str | None = None

    @property
    def zone(self) -> str:
        """The time zone of the chosen location, of the first one until a time is chosen."""
        at = None if self.wanted is None else self.wanted.location
        return next((each for each in self.locations if each.id == at), self.locations[0]).time_zone

    @property
    def wanted(self) -> VisitWanted | None:
        """The visit to book. None if it is left for later."""
        parts = self.chosen.split("|")
        if len(parts) != 3:
            return None
        at, employee, location = parts
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            return None
        if moment.tzinfo is None:
            return None
        return VisitWanted(service=self.service.id, at=moment, employee=employee, location=location)

    @property
    def times_of_day(self) -> list[TimesOfDay]:
        """The free times by part of the day."""
        return by_part(self.times)

    @property
    def earlier(self) -> date | None:
        """The first day of the week before. None if it cannot be booked."""
        return self._week_at(-7)

    @property
    def later(self) -> date | None:
        """The first day of the week after. None if it cannot be booked."""
        return self._week_at(7)

    def _week_at(self, days: int) -> date | None:
        if not self.week:
            return None
        first, last = (self.week[at].day + timedelta(days=days) for at in (0, -1))
        return None if last < self.first_day or first > self.last_day else first


def row_of(search: Search, name: str, service: Service, number: int, *, required: bool) -> VisitRow:
    """Return the row of a visit from the form, with a week and the free times of its day.

    A required row without a day begins with the first free day. If the browser asked for the times of one
    row, other rows have none: the browser keeps them.
    """
    exchange = search.exchange
    row = row_sent(exchange, name, service, number, required=required)
    _limit_days(row, search.paid)
    if not _is_asked(exchange, name):
        return row
    _choose_day(search, row)
    if row.day is not None and not row.first_day <= row.day <= row.last_day:
        first, last = map(exchange.names.formats.day, (row.first_day, row.last_day))
        row.problem = exchange.names.gettext(
            "Please choose a day from %(first)s to %(last)s.", first=first, last=last
        )
    else:
        _fill(search, row, row.day or row.first_day)
    _check_chosen(search, row)
    return row


def row_checked(search: Search, name: str, service: Service, number: int, *, required: bool) -> VisitRow:
    """Return the row of a visit from the form, and say if its time is no longer free."""
    row = row_sent(search.exchange, name, service, number, required=required)
    _check_chosen(search, row)
    return row


def row_sent(exchange: Exchange, name: str, service: Service, number: int, *, required: bool) -> VisitRow:
    """Return the row of a visit from the form, as it was sent, but for a time that nobody can book."""
    row = _blank(exchange, name, service, number, required=required)
    row.employee = _one_of(exchange.fields.get(f"{name}-employee", ""), [each.id for each in row.employees])
    row.location = _one_of(exchange.fields.get(f"{name}-location", ""), [each.id for each in row.locations])
    row.day = _day(exchange.fields.get(f"{name}-day", ""))
    row.chosen = exchange.fields.get(f"{name}-time", "")
    if row.wanted is not None and not _is_near(exchange, row.wanted):
        _give_up_chosen(exchange, row)
    return row


def wanted_of(rows: Iterable[VisitRow]) -> tuple[VisitWanted, ...]:
    """Return the chosen visits, by start."""
    chosen = [each.wanted for each in rows]
    return tuple(sorted((each for each in chosen if each is not None), key=lambda each: each.at))


def overlapping(names: Telling, rows: Iterable[VisitRow]) -> dict[str, str]:
    """Return a sentence for each visit that begins before another chosen visit has ended, by row."""
    chosen = [(each.wanted.at, each) for each in rows if each.wanted is not None]
    chosen.sort(key=lambda each: each[0])
    problem = names.gettext(
        "You chose another visit at this time. Please choose a time that does not overlap."
    )
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


def _limit_days(row: VisitRow, paid: Payer) -> None:
    """Offer only days on which somebody can pay, unless there are none."""
    first = max(row.first_day, paid.first_day or row.first_day)
    last = min(row.last_day, paid.last_day or row.last_day)
    if first <= last:
        row.first_day, row.last_day = first, last


def _is_asked(exchange: Exchange, name: str) -> bool:
    """Tell whether a row's times are needed: htmx names the row that it replaces."""
    return exchange.request.headers.get("hx-target", f"{name}-times") == f"{name}-times"


def _choose_day(search: Search, row: VisitRow) -> None:
    """Set the day on show: the one that was pressed or typed, of the chosen time, or the first free one."""
    go, wish = search.exchange.fields.get("go", ""), _wish(row)
    pressed = go.rpartition(".")[2]
    if go.startswith(f"day.{row.name}."):
        row.day = _day(pressed)
    elif go.startswith(f"week.{row.name}.") and (first := _day(pressed)) is not None:
        first = min(first, row.last_day)
        begin, end = max(first, row.first_day), min(first + timedelta(days=6), row.last_day)
        row.day = search.first_free(begin, end, wish) or begin
    if row.day is None and row.wanted is not None:
        row.day = day_of(row.wanted.at, row.zone)
    if row.day is None and row.required:
        row.day = search.first_free(row.first_day, row.last_day, wish)


def _fill(search: Search, row: VisitRow, day: date) -> None:
    """Add the week of a day, and the free times of the chosen one, or the next day that has some."""
    wish = _wish(row)
    first = search.exchange.names.formats.week_of(day)
    days = [first + timedelta(days=each) for each in range(7)]
    bookable = [each for each in days if row.first_day <= each <= row.last_day]
    counts = search.counts(bookable[0], bookable[-1], wish)
    row.week = [WeekDay(day=each, free=counts.get(each), can_book=each in bookable) for each in days]
    if row.day is not None:
        row.times = [_time(search.exchange, row, slot) for slot in search.on(day, wish)]
    if not row.times and not any(each.free for each in row.week if each.day > day):
        row.next_free = search.first_free(day, row.last_day, wish)


def _check_chosen(search: Search, row: VisitRow) -> None:
    """Keep the chosen time, whatever day is on show; say so if it is no longer free."""
    slot = None if row.wanted is None else search.offered(row.wanted)
    if slot is not None and all(each.value != row.chosen for each in row.times):
        row.kept = _time(search.exchange, row, slot, whole=True)
    elif slot is None and row.chosen:
        _give_up_chosen(search.exchange, row)


def _is_near(exchange: Exchange, wanted: VisitWanted) -> bool:
    """Tell whether a time is one that can be booked, or is not far from it."""
    business = exchange.catalogue.business
    latest = later(exchange.now, business.booking.horizon, business.time_zone)
    return exchange.now - _NEAR < wanted.at < latest + _NEAR


def _give_up_chosen(exchange: Exchange, row: VisitRow) -> None:
    row.problem = exchange.names.gettext("This time is no longer free. Please choose another time.")
    row.chosen = ""


def _wish(row: VisitRow) -> Wish:
    return Wish(row.service, row.employee, row.location)


def _time(exchange: Exchange, row: VisitRow, slot: Slot, *, whole: bool = False) -> Time:
    """Return a time as the form offers it.

    Args:
        whole: Say the day too, with whom and where: for what stands alone.
    """
    names, formats = exchange.names, exchange.names.formats
    notes = []
    if len(row.employees) > 1 and (whole or not row.employee):
        notes.append(names.employee(slot.employee))
    if len(row.locations) > 1 and (whole or not row.location):
        notes.append(names.location(slot.location))
    if row.service.capacity > 1:
        notes.append(names.ngettext("%(num)s free", "%(num)s free", slot.places))
    hour = slot.local_start.hour
    return Time(
        value=f"{slot.starts_at.isoformat()}|{slot.employee}|{slot.location}",
        label=(formats.moment if whole else formats.time)(slot.starts_at, slot.time_zone),
        notes=tuple(notes),
        part="morning" if hour < 12 else "afternoon" if hour < 17 else "evening",
    )


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
