"""How values are written in rows, and how far the tables are."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.header import GENESIS_HASH

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Row = tuple[int | str | None, ...]

NEVER = 2**62
"""Stands for a purchase that never expires, in microseconds: later than any moment."""

NO_END = "9999-12-31"
"""Stands for the last day of an open freeze: as text it sorts after every day."""


def micros(moment: datetime) -> int:
    """Return a moment in microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(count: int) -> datetime:
    """Return the moment this many microseconds after 1970, UTC."""
    return _EPOCH + count * _MICROSECOND


def millionths(amount: Decimal | None) -> int:
    """Return an amount as a number that tables can compare and sort by; 0 for none."""
    return 0 if amount is None else int(amount * 1_000_000)


def occupied_micros(appointment: Appointment) -> int:
    """Return how long an appointment occupies its employee, in microseconds."""
    return (appointment.visit.occupied_until - appointment.visit.occupied_from) // _MICROSECOND


class Mark(NamedTuple):
    """Where the tables stand: the last entry that they have, and what has been numbered so far.

    Args:
        size: How many bytes the lines take, which is where the next one begins.
        at: The moment of the last entry, in microseconds.
        purchases: How many are numbered; likewise `appointments`.
        longest: The longest time that any visit has occupied, in microseconds.
        moved_to: Where a sealed ledger goes on.
    """

    size: int
    seq: int
    hash: str
    at: int
    purchases: int
    appointments: int
    longest: int
    ledger: str
    time_zone: str
    currency: str
    moved_to: str | None

    def count(self, column: str) -> int:
        """Return the number in one of the columns."""
        counted: int = getattr(self, column)
        return counted


NOTHING = Mark(0, -1, GENESIS_HASH, 0, 0, 0, 0, "", "", "", None)
"""The mark before the first line."""
