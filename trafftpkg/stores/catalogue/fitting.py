"""Whether a service can be given at all: by whom, in which shift, and at which starts of a week.

Times are minutes of a week that begins on Monday. Clock changes, absences and visits are left out.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from trafftpkg.domain.catalogue import Catalogue, ClassTime, Employee, Service
from trafftpkg.domain.ids import LocationId
from trafftpkg.domain.moments import minutes_of
from trafftpkg.domain.terms import Only

_DAY = 1440
_MONDAY = datetime(2024, 1, 1)

Shift = tuple[int, int]


def givers(service: Service, catalogue: Catalogue) -> list[Employee]:
    """Return who gives a service."""
    return [each for each in catalogue.employees.values() if service.id in each.services]


def longest_shift(employees: Iterable[Employee]) -> int:
    """Return the minutes of the longest shift, over midnights too."""
    return max((end - start for each in employees for start, end in _shifts(each)), default=0)


def working_time(service: Service) -> int:
    """Return the minutes that a visit takes of its employee, with its buffers."""
    return service.buffer_before + service.duration + service.buffer_after


def fits(service: Service, catalogue: Catalogue, only: Only | None = None) -> bool:
    """Tell whether a service is ever offered, or by `only` ever paid for."""
    step = minutes_of(catalogue.business.booking.step)
    return any(
        only is None or only.refuses(location, employee.id, _MONDAY + timedelta(minutes=start)) is None
        for employee in givers(service, catalogue)
        for start in _starts(service, employee, step)
        for location in employee.locations
    )


def is_given(service: Service, begins: ClassTime, catalogue: Catalogue) -> bool:
    """Tell whether anybody works when a class begins, and long enough."""
    weekday, minute = begins
    start = weekday * _DAY + minute
    return any(_holds(service, _shifts(each), start) for each in givers(service, catalogue))


def is_only_off_the_grid(service: Service, catalogue: Catalogue) -> bool:
    """Tell whether there is room for it, but at no start that is offered."""
    return any(any(_starts(service, each, 1)) for each in givers(service, catalogue)) and not fits(
        service, catalogue
    )


def locations_worked_at(catalogue: Catalogue) -> set[LocationId]:
    """Return where anybody works."""
    return {where for each in catalogue.employees.values() if each.shifts for where in each.locations}


def _starts(service: Service, employee: Employee, step: int) -> Iterator[int]:
    """Yield the starts at which an employee has room, on the grid that begins with each shift."""
    shifts = _shifts(employee)
    if service.timetable:
        yield from (
            day * _DAY + minute
            for day, minute in service.timetable
            if _holds(service, shifts, day * _DAY + minute)
        )
        return
    for shift in shifts:
        for start in range(*shift, step):
            if _holds(service, [shift], start):
                yield start


def _holds(service: Service, shifts: Iterable[Shift], start: int) -> bool:
    """Tell whether a shift has room for a start, in this week or seen from the next one."""
    since, until = start - service.buffer_before, start + service.duration + service.buffer_after
    weeks = (0, 7 * _DAY)
    return any(first <= since + week and until + week <= last for first, last in shifts for week in weeks)


def _shifts(employee: Employee) -> list[Shift]:
    """Return the shifts of two weeks, those that touch as one: so one from Sunday into Monday is whole."""
    merged: list[Shift] = []
    for week in (0, 7 * _DAY):
        for each in employee.shifts:
            begins = week + each.weekday * _DAY
            start, end = (
                begins + _minute(each.start),
                begins + (_DAY if each.end is None else _minute(each.end)),
            )
            if merged and merged[-1][1] == start:
                merged[-1] = merged[-1][0], end
            else:
                merged.append((start, end))
    return merged


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
