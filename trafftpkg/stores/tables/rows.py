"""What stands in rows: moments as numbers, kinds as numbers, and values for what has no end."""

from datetime import UTC, datetime, timedelta

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.ids import Kind

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Row = tuple[int | str | None, ...]

PURCHASE, APPOINTMENT, BLOCK = 0, 1, 2
"""The kinds in `touched` and `former`."""

NUMBERS: dict[Kind, int] = {"pur": PURCHASE, "apt": APPOINTMENT, "blk": BLOCK}
"""The same by how ids begin."""

NEVER = 2**62
"""When a purchase without an end expires, in microseconds: later than any moment."""

NO_END = "9999-12-31"
"""The last day of a freeze that has no end yet: as text it sorts after every day."""


def micros(moment: datetime) -> int:
    """Return a moment in microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(count: int) -> datetime:
    """Return the moment this many microseconds after 1970, UTC."""
    return _EPOCH + count * _MICROSECOND


def occupied_micros(appointment: Appointment) -> int:
    """Return how long an appointment occupies its employee, in microseconds."""
    return (appointment.visit.occupied_until - appointment.visit.occupied_from) // _MICROSECOND
