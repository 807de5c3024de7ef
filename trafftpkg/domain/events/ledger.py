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
    """What was `merged`'s is `kept`'s from now on; all that moved is named (R-10.4).

    Args:
        shared: Purchases of others that `merged` could redeem from.
    """

    lasting = "merge"

    kept: ClientKey
    merged: ClientKey
    purchases: tuple[PurchaseId, ...]
    appointments: tuple[AppointmentId, ...]
    shared: tuple[PurchaseId, ...] = ()

    def touched(self) -> tuple[ThingId, ...]:
        return (*self.purchases, *self.appointments, *self.shared)

    def touched_clients(self) -> tuple[ClientKey, ...]:
        return (self.kept, self.merged)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Purchase | Appointment:
        assert isinstance(before, Purchase | Appointment)
        client = self.kept if before.client == self.merged else before.client
        if isinstance(before, Appointment) or not before.members:
            return replace(before, client=client)
        renamed = dict.fromkeys(self.kept if each == self.merged else each for each in before.members)
        return replace(before, client=client, members=tuple(each for each in renamed if each != client))
