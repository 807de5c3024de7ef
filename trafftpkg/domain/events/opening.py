"""How a ledger begins and ends, and which clock it was given."""

from trafftpkg.domain.events.base import Event, LedgerEvent
from trafftpkg.domain.value import value


@value
class LedgerOpened(LedgerEvent):
    """The header, entry 0."""

    ledger: str
    time_zone: str
    currency: str
    format: int


@value
class LedgerSealed(LedgerEvent):
    """The ledger goes on elsewhere; nothing may follow here."""

    moved_to: str


@value
class ClockGiven(Event):
    """The moment of this entry was given by hand (`--now`), not read from a clock."""
