"""Free times in their locations' time: as JSON, and in a table."""

from collections.abc import Callable, Sequence
from datetime import date

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import weekday_words
from trafftpkg.cli.views.values import Json, moment_text
from trafftpkg.engine.questions.slots import Slot

SLOT_FIELDS: dict[str, Callable[[Slot], object]] = {
    "starts_at": lambda slot: moment_text(slot.starts_at, slot.time_zone),
    "ends_at": lambda slot: moment_text(slot.ends_at, slot.time_zone),
    "employee": lambda slot: slot.employee,
    "location": lambda slot: slot.location,
    "places": lambda slot: slot.places,
}

Free = list[Slot]
"""The free times of one day, employee and location."""

_COLUMNS: dict[Column, Callable[[Free, CatalogueNames], str]] = {
    Column("day"): lambda free, _: weekday_words(free[0].local_start),
    Column("with", elastic=True): lambda free, names: names.employee(free[0].employee),
    Column("where", elastic=True): lambda free, names: names.location(free[0].location),
    Column("free at", elastic=True, stays=True): lambda free, _: " ".join(map(_time, free)),
}


def slot_object(slot: Slot) -> Json:
    """Return a time that can be booked, and how many places are left."""
    return {name: read(slot) for name, read in SLOT_FIELDS.items()}


def slots_table(slots: Sequence[Slot], names: CatalogueNames) -> list[str]:
    """Return one row for each day, employee and location, with its free times in local time."""
    days: dict[tuple[date, str, str], Free] = {}
    for each in slots:
        days.setdefault((each.local_start.date(), each.employee, each.location), []).append(each)
    rows = [days[key] for key in sorted(days)]
    return table(_COLUMNS, [[read(each, names) for read in _COLUMNS.values()] for each in rows])


def _time(slot: Slot) -> str:
    """`10:00`, and how many places a class has left: `18:30(12)`."""
    return f"{slot.local_start:%H:%M}{f'({slot.places})' if slot.capacity > 1 else ''}"
