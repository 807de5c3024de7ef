"""Free times in their locations' time: as JSON, and in a table."""

from collections.abc import Sequence

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import moment_words
from trafftpkg.cli.views.values import Json, moment_text
from trafftpkg.engine.questions.slots import Slot

SLOT_FIELDS = "starts_at ends_at employee location places".split()


def slot_object(slot: Slot) -> Json:
    """Return a time that can be booked, and how many places are left."""
    return {
        "starts_at": moment_text(slot.starts_at, slot.time_zone),
        "ends_at": moment_text(slot.ends_at, slot.time_zone),
        "employee": slot.employee,
        "location": slot.location,
        "places": slot.places,
    }


_COLUMNS = (
    Column("when"),
    Column("with", elastic=True),
    Column("where", elastic=True),
    Column("places", right=True),
)


def slots_table(slots: Sequence[Slot], names: CatalogueNames) -> list[str]:
    """Return one row a free time, by its location's clock."""
    return table(_COLUMNS, [_row(each, names) for each in slots])


def _row(slot: Slot, names: CatalogueNames) -> list[str]:
    start, end = (moment_words(each, slot.time_zone) for each in (slot.starts_at, slot.ends_at))
    return [
        f"{start}–{end[-5:]}",
        names.employee(slot.employee),
        names.location(slot.location),
        str(slot.places),
    ]
