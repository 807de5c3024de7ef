"""How a ledger begins and ends, which clock it was given, and which of its clients are one person."""

from datetime import datetime
from typing import TYPE_CHECKING

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.events.base import Event, LedgerEvent
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId, ThingId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import replace, value

if TYPE_CHECKING:
    from trafftpkg.domain.thing import Thing


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


@value
class ClientsMerged(Event):
    """What was `merged`'s is `kept`'s from now on; all that moved is named (R-10.4)."""

    lasting = "merge"

    kept: ClientKey
    merged: ClientKey
    purchases: tuple[PurchaseId, ...]
    appointments: tuple[AppointmentId, ...]

    def touched(self) -> tuple[ThingId, ...]:
        return (*self.purchases, *self.appointments)

    def touched_clients(self) -> tuple[ClientKey, ...]:
        return (self.kept, self.merged)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Purchase | Appointment:
        assert isinstance(before, Purchase | Appointment)
        return replace(before, client=self.kept)
