"""How a ledger begins and ends, and which clock it was given."""

from dataclasses import dataclass

from trafftpkg.domain.events.base import Event


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class LedgerOpened(Event):
    """The header, entry 0."""

    ledger: str
    time_zone: str
    currency: str
    format: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class LedgerSealed(Event):
    """The ledger goes on elsewhere; nothing may follow here."""

    moved_to: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ClockGiven(Event):
    """The moment of this entry was given by hand (`--now`), not read from a clock."""
