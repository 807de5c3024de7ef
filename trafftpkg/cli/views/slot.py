"""Free times in their locations' time: as JSON, and in a table."""

from collections.abc import Callable, Sequence

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import moment_words
from trafftpkg.cli.views.values import Json, moment_text
from trafftpkg.engine.questions.slots import Slot

SLOT_FIELDS: dict[str, Callable[[Slot], object]] = {
    "starts_at": lambda slot: moment_text(slot.starts_at, slot.time_zone),
    "ends_at": lambda slot: moment_text(slot.ends_at, slot.time_zone),
    "employee": lambda slot: slot.employee,
    "location": lambda slot: slot.location,
    "places": lambda slot: slot.places,
}

_COLUMNS: dict[Column, Callable[[Slot, CatalogueNames], str]] = {
    Column("when"): lambda slot, _: _when(slot),
    Column("with", elastic=True): lambda slot, names: names.employee(slot.employee),
    Column("where", elastic=True): lambda slot, names: names.location(slot.location),
    Column("places", right=True): lambda slot, _: str(slot.places),
}


def slot_object(slot: Slot) -> Json:
    """Return a time that can be booked, and how many places are left."""
    return {name: read(slot) for name, read in SLOT_FIELDS.items()}


def slots_table(slots: Sequence[Slot], names: CatalogueNames) -> list[str]:
    """Return one row a free time, by its location's clock."""
    return table(_COLUMNS, [[read(each, names) for read in _COLUMNS.values()] for each in slots])


def _when(slot: Slot) -> str:
    start, end = (moment_words(each, slot.time_zone) for each in (slot.starts_at, slot.ends_at))
    return f"{start}–{end[-5:]}"
