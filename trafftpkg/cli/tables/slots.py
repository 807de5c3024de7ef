"""Free times in a table."""

from collections.abc import Sequence

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import moment_words
from trafftpkg.engine.questions.slots import Slot

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
